//! The days to come: a section for each queue with its past and its forecast, its day, how the models compared, and changes by hand.

use super::{Figure, Form, HALF, Section, Table, WHOLE, empty, figure, legend, line, strings};
use crate::forecast::{Model, ObservedDay};
use crate::outlook::{Outlook, QueueOutlook};
use crate::report::chart::{Chart, DrawingError, Layer, Stroke, palette};
use crate::report::format;
use crate::report::outlook as words;
use jiff::civil::Date;

/// Weeks of the past that are shown, at least.
const WEEKS_SHOWN: usize = 12;
/// Weeks of the past to whose profile that of the days to come is compared.
const WEEKS_OF_PROFILE: i32 = 8;

pub(in crate::report) fn sections(outlook: &Outlook) -> Result<Vec<Section>, DrawingError> {
    let mut sections = Vec::new();
    for queue in &outlook.queues {
        sections.push(section(outlook, queue)?);
    }
    let notes = words::remarks(outlook);
    sections.push(Section {
        title: "How it was made".into(),
        lead: "A day has a total and a profile. Totals are forecast by several models, of which that one is taken for each stretch of days \
               ahead that was least wrong when it was tried on the past, knowing only what was known then; profiles are learnt by the rule \
               that was. The bands hold as many of the errors that were made there as they say."
            .into(),
        figures: Vec::new(),
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes,
    });
    Ok(sections)
}

fn section(outlook: &Outlook, queue: &QueueOutlook) -> Result<Section, DrawingError> {
    let weeks = Table {
        caption: "Contacts by week".into(),
        over: Vec::new(),
        head: strings(&["", "Expected", "80 % band", "95 % band"]),
        rows: queue
            .weeks
            .iter()
            .map(|week| (words::days(week.first, week.last), week))
            .chain(std::iter::once(("All".to_owned(), &queue.total)))
            .map(|(days, week)| {
                vec![days, format::count(week.expected), words::band(week.band_80), words::band(week.band_95)]
            })
            .collect(),
        words: false,
    };
    let changes = Table {
        caption: "Changes by hand".into(),
        over: Vec::new(),
        head: strings(&["", "Why", "Effect"]),
        rows: words::changes(queue).map(|(what, reason, effect)| vec![what, reason, effect]).collect(),
        words: true,
    };
    let error = &queue.error;
    let lead = format!(
        "{} contacts are expected, between {} with a probability of 80 %. A day of the first week is typically off by {}, chance left \
         out; {} of that variance is a level that stays wrong.",
        format::count(queue.total.expected),
        words::band(queue.total.band_80).replace(" to ", " and "),
        format::percent(error.cv.first().copied().unwrap_or_default()),
        format::percent(error.lasting),
    );
    Ok(Section {
        title: format::capital(&format::name(&queue.name)),
        lead,
        figures: vec![days(outlook, queue)?, profile(queue)?],
        tables: vec![weeks, changes, tried(queue)],
        details: Vec::new(),
        details_title: "",
        notes: words::notes(queue).iter().map(|note| format::capital(note)).collect(),
    })
}

/// The total of a day of the past, if all of it was observed.
fn total(day: &ObservedDay) -> Option<f64> {
    let open = || day.day.open.iter().zip(&day.counts).filter(|(is_open, _)| **is_open);
    (day.day.is_open() && open().all(|(_, count)| count.is_some()))
        .then(|| open().filter_map(|(_, count)| *count).sum())
}

fn days(outlook: &Outlook, queue: &QueueOutlook) -> Result<Figure, DrawingError> {
    let coming = &queue.forecast.days;
    let shown = (7 * WEEKS_SHOWN).max(2 * coming.len());
    let last = outlook.past.1;
    let begin = queue
        .series
        .days
        .iter()
        .map(|day| day.day.date)
        .find(|date| ((last - *date).get_days().unsigned_abs() as usize) < shown);
    let begin = begin.unwrap_or(last);
    let place = |date: Date| usize::try_from((date - begin).get_days()).unwrap_or(0);
    let end = coming.last().map_or(last, |day| day.day.date);
    let count = place(end) + 1;
    let mut drawn =
        empty(WHOLE, &format!("Contacts of {} by day", format::name(&queue.name)), "contacts per day", count);
    let (mut came, mut expected) = (vec![None; count], vec![None; count]);
    let (mut eighty, mut most) = (vec![None; count], vec![None; count]);
    let mut rows = Vec::new();
    let mut in_part = vec![None; count];
    for &(date, contacts, is_whole) in queue.came.iter().filter(|(date, ..)| *date >= begin) {
        let days = if is_whole { &mut came } else { &mut in_part };
        days[place(date)] = Some(contacts);
    }
    let has_odd = in_part.iter().any(Option::is_some);
    for (index, day) in coming.iter().enumerate().filter(|(_, day)| day.day.is_open()) {
        let at = place(day.day.date);
        let bands = [0.8, 0.95].map(|level| queue.forecast.day_band(index, level));
        expected[at] = Some(day.total());
        eighty[at] = Some((bands[0].lower, bands[0].upper));
        most[at] = Some((bands[1].lower, bands[1].upper));
        let band = |at: usize| words::band((bands[at].lower, bands[at].upper));
        rows.push(vec![
            format::date_with_day(day.day.date),
            format::count(day.total()),
            band(0),
            band(1),
            day.model.to_string(),
        ]);
    }
    drawn.layers = vec![
        Layer::Band(most, palette::BLUE),
        Layer::Band(eighty, palette::BLUE),
        Layer::Steps(came, palette::ORANGE, Stroke::Solid),
        Layer::Steps(in_part, palette::ORANGE, Stroke::Dotted),
        Layer::Steps(expected, palette::BLUE, Stroke::Solid),
    ];
    drawn.marker = coming.first().map(|day| (place(day.day.date), "to come".to_owned()));
    drawn.ticks_at_begin = true;
    drawn.ticks = mondays(begin, count);
    let table = Table {
        caption: "Contacts of the days to come".into(),
        over: Vec::new(),
        head: strings(&["", "Expected", "80 % band", "95 % band", "Model"]),
        rows,
        words: false,
    };
    let mut key = vec![line(Stroke::Solid, palette::ORANGE, "came")];
    key.extend(has_odd.then(|| line(Stroke::Dotted, palette::ORANGE, "came, some of it left out as odd or missing")));
    key.push(line(Stroke::Solid, palette::BLUE, "expected"));
    key.push(legend(Form::Band, palette::BLUE, "80 % band, and a paler one of 95 %"));
    figure("Days that came, and days to come".into(), &drawn, key, table)
}

/// Mondays with their dates, so many that they have room.
fn mondays(begin: Date, count: usize) -> Vec<(usize, String)> {
    let first = (7 - begin.weekday().to_monday_zero_offset() as usize) % 7;
    let every = 7 * (count / 7).div_ceil(12).max(1);
    (first..count)
        .step_by(every)
        .filter(|place| place + 4 <= count)
        .filter_map(|place| {
            let date = begin.checked_add(jiff::Span::new().try_days(i64::try_from(place).ok()?).ok()?).ok()?;
            Some((place, format::day_of_month(date)))
        })
        .collect()
}

/// The mean contacts of intervals over some days.
fn mean<'a>(days: impl Iterator<Item = &'a [f64]>) -> Option<Vec<f64>> {
    let (mut sum, mut count) = (Vec::new(), 0.0);
    for day in days {
        sum.resize(day.len(), 0.0);
        sum.iter_mut().zip(day).for_each(|(sum, value)| *sum += value);
        count += 1.0;
    }
    (count > 0.0).then(|| sum.into_iter().map(|sum| sum / count).collect())
}

/// Kinds of days that have profiles of their own in the chart.
const KINDS: [(&str, std::ops::Range<i8>, super::Colour, Stroke); 3] = [
    ("Monday to Friday", 0..5, palette::BLUE, Stroke::Solid),
    ("Saturday", 5..6, palette::ORANGE, Stroke::Dashed),
    ("Sunday", 6..7, palette::GREEN, Stroke::Dotted),
];

fn profile(queue: &QueueOutlook) -> Result<Figure, DrawingError> {
    let is_of = |date: Date, kind: &std::ops::Range<i8>| kind.contains(&date.weekday().to_monday_zero_offset());
    let coming: Vec<Option<Vec<f64>>> = KINDS
        .iter()
        .map(|(_, kind, ..)| {
            let days = queue.forecast.days.iter().filter(|day| day.day.is_open() && is_of(day.day.date, kind));
            mean(days.map(|day| day.expected.as_slice()))
        })
        .collect();
    let last = queue.series.days.last().map_or(Date::MIN, |day| day.day.date);
    let recent: Vec<Vec<f64>> = (queue.series.days.iter())
        .filter(|day| (last - day.day.date).get_days() < 7 * WEEKS_OF_PROFILE && is_of(day.day.date, &KINDS[0].1))
        .filter(|day| total(day).is_some())
        .map(|day| {
            day.counts
                .iter()
                .zip(&day.day.open)
                .map(|(count, is_open)| count.filter(|_| *is_open).unwrap_or(0.0))
                .collect()
        })
        .collect();
    let recent = mean(recent.iter().map(Vec::as_slice));
    let step = queue.forecast.interval_minutes;
    let all = || coming.iter().flatten().chain(&recent);
    let happens = |slot: &usize| all().any(|day| day[*slot] > 0.0);
    let slots = (1440 / step) as usize;
    let first = (0..slots).find(happens).unwrap_or(0);
    let end = (0..slots).rfind(happens).map_or(slots, |last| last + 1);
    let mut drawn: Chart = empty(
        HALF,
        &format!("Contacts of {} over the day", format::name(&queue.name)),
        "contacts per interval",
        end - first,
    );
    let cells = |day: &Vec<f64>| day[first..end].iter().map(|&value| Some(value)).collect::<Vec<_>>();
    let mut key = Vec::new();
    if let Some(recent) = &recent {
        drawn.layers.push(Layer::Area(cells(recent), palette::GREY));
        key.push(legend(Form::Area, palette::GREY, format!("Monday to Friday of the last {WEEKS_OF_PROFILE} weeks")));
    }
    for ((name, _, colour, stroke), day) in KINDS.iter().zip(&coming) {
        if let Some(day) = day {
            drawn.layers.push(Layer::Steps(cells(day), *colour, *stroke));
            key.push(line(*stroke, *colour, format!("{name} to come")));
        }
    }
    let per_hour = (60 / step).max(1) as usize;
    let every = ((end - first) / per_hour).div_ceil(7).max(1) as u32;
    drawn.ticks_at_begin = true;
    drawn.ticks = (first..end)
        .filter(|&slot| (slot as u32 * step).is_multiple_of(60 * every))
        .map(|slot| (slot - first, crate::calendar::clock(slot as u32 * step)))
        .collect();
    let rows = (first..end).map(|slot| {
        let cell =
            |day: &Option<Vec<f64>>| day.as_ref().map_or(format::NONE.to_owned(), |day| format::decimal(day[slot], 1));
        let mut row = vec![crate::calendar::clock(slot as u32 * step), cell(&recent)];
        row.extend(coming.iter().map(cell));
        row
    });
    let table = Table {
        caption: "Mean contacts per interval".into(),
        over: Vec::new(),
        head: strings(&["", "Mon–Fri that came", "Mon–Fri", "Saturday", "Sunday"]),
        rows: rows.collect(),
        words: false,
    };
    figure("The day".into(), &drawn, key, table)
}

/// How wrong each model was, by days ahead.
fn tried(queue: &QueueOutlook) -> Table {
    let stretches: Vec<_> = words::compared(queue).collect();
    let models: Vec<Model> =
        stretches.first().map_or_else(Vec::new, |stretch| stretch.wape.iter().map(|(model, _)| *model).collect());
    let rows = models.into_iter().map(|model| {
        let cells = stretches.iter().map(|stretch| {
            let share = words::wape_of(stretch, model).map_or(format::NONE.to_owned(), format::percent);
            if stretch.picked == model { format!("✓ {share}") } else { share }
        });
        std::iter::once(format::capital(&model.to_string())).chain(cells).collect()
    });
    Table {
        caption: format!(
            "How wrong each model was on the past: sum of absolute errors over sum of contacts, of daily totals, from {}; ✓ is used",
            format::counted(queue.forecast.backtest.origins.len(), "origin")
        ),
        over: vec![("Days ahead".to_owned(), stretches.len())],
        head: std::iter::once(String::new()).chain(stretches.iter().map(|stretch| words::ahead(stretch))).collect(),
        rows: rows.collect(),
        words: false,
    }
}
