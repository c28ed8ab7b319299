//! The horizon of the scenario: whether the promises hold, day by day and on the peak day, and who is needed when.

use super::{
    Figure, Form, HALF, Section, Table, WHOLE, empty, figure, legend, line, simulations, strings, verdict_colour,
};
use crate::calendar::clock;
use crate::report::chart::{DrawingError, Layer, Segment, SignRow, Stroke, palette};
use crate::report::{details, format, promise};
use crate::simulation::{QueueMeasures, QueuePerformance, Verdict, judge};
use crate::staffing::StaffingLevels;
use crate::study::Study;
use std::ops::Range;

pub(super) fn sections(study: &Study) -> Result<Vec<Section>, DrawingError> {
    let calendar = &study.scenario.calendar;
    if calendar.days.is_empty() {
        return Ok(Vec::new());
    }
    let peak = Peak::of(study);
    Ok(vec![promises(study)?, service(study, &peak)?, people(study, &peak)?])
}

/// The day with the most contacts, and the part of it in which something happens.
struct Peak {
    day: usize,
    name: String,
    intervals: Range<usize>,
}

impl Peak {
    fn of(study: &Study) -> Self {
        let calendar = &study.scenario.calendar;
        let day = study.demand.peak_day(calendar);
        let whole = calendar.days[day].intervals.clone();
        let is_busy = |interval: &usize| {
            study.demand.in_interval(*interval) > 0.0
                || (0..study.scenario.groups.len()).any(|group| study.needed().agents[(group, *interval)] > 0)
        };
        let first = whole.clone().find(is_busy).unwrap_or(whole.start);
        let last = whole.clone().rfind(is_busy).unwrap_or(whole.end.saturating_sub(1));
        Self { day, name: format::day(calendar.days[day].date), intervals: first..(last + 1).max(first) }
    }

    /// Labels of whole hours, about `most` of them.
    fn ticks(&self, study: &Study, most: usize) -> Vec<(usize, String)> {
        let calendar = &study.scenario.calendar;
        let hours = self.intervals.len() * calendar.interval_minutes as usize / 60;
        let step = [1, 2, 3, 4, 6, 12].into_iter().find(|step| hours <= step * most).unwrap_or(24);
        let minutes = self.intervals.clone().map(|interval| calendar.intervals[interval].clock_minute);
        let whole = minutes.enumerate().filter(|(_, minute)| minute % (60 * step as u32) == 0);
        whole.map(|(index, minute)| (index, clock(minute))).collect()
    }

    fn clocks(&self, study: &Study) -> Vec<String> {
        self.intervals.clone().map(|interval| clock(study.scenario.calendar.intervals[interval].clock_minute)).collect()
    }

    /// The values of a row of a grid on that day, if anyone or anything is there at all.
    fn values(&self, row: &[u32]) -> Vec<Option<f64>> {
        row[self.intervals.clone()].iter().map(|&agents| Some(f64::from(agents))).collect()
    }
}

/// Contacts by day, with the verdicts below; and the table of each queue and day.
fn promises(study: &Study) -> Result<Section, DrawingError> {
    let scenario = &study.scenario;
    let days = &scenario.calendar.days;
    let contacts = study.demand.by_day(&scenario.calendar);
    let mut chart =
        empty(WHOLE, "Contacts expected on each day, with whether the promises hold", "contacts per day", days.len());
    let bar = |&value: &f64| vec![Segment { value, colour: palette::SKY, letter: "" }];
    chart.layers.push(Layer::Bars(contacts.iter().map(bar).collect()));
    let each = days.len().div_ceil(12);
    let label = |day: usize| {
        if days.len() <= 12 { format::day(days[day].date) } else { format::day_of_month(days[day].date) }
    };
    chart.ticks = (0..days.len()).step_by(each).map(|day| (day, label(day))).collect();
    let row = |label: &str, verdicts: &[Verdict]| SignRow {
        label: label.to_owned(),
        signs: verdicts.iter().map(|&verdict| (promise::sign(verdict), verdict_colour(verdict))).collect(),
    };
    let today = promise::by_day(&study.today);
    chart.signs.push(row("Today", &today));
    let scheduled = study.scheduled.as_ref().map(|certified| promise::by_day(&certified.performance));
    if let Some(verdicts) = &scheduled {
        chart.signs.push(row("Schedule", verdicts));
    }
    let rostered = study.rostered.as_ref().map(|certified| promise::by_day(&certified.performance));
    if let Some(verdicts) = &rostered {
        chart.signs.push(row("Roster", verdicts));
    }
    chart.size.1 += 24 * chart.signs.len() as u32;
    let kept = |verdicts: &[Verdict]| verdicts.iter().filter(|&&verdict| verdict == Verdict::Kept).count();
    let all = format::counted(days.len(), "day");
    let title = match &scheduled {
        Some(verdicts) => format!(
            "All promises are shown to be kept on {} of {all} with the schedule,{} on {} with today’s staffing",
            kept(verdicts),
            rostered.as_ref().map_or_else(String::new, |verdicts| format!(" on {} with the roster,", kept(verdicts))),
            kept(&today)
        ),
        None => format!("All promises are shown to be kept on {} of {all} with today’s staffing", kept(&today)),
    };
    let mut head = strings(&["Day", "Contacts", "Today"]);
    head.extend(scheduled.iter().map(|_| "Schedule".to_owned()));
    head.extend(rostered.iter().map(|_| "Roster".to_owned()));
    let in_words = |verdict: Verdict| format!("{} {}", promise::sign(verdict), promise::verdict(verdict));
    let rows = days.iter().enumerate().map(|(day, at)| {
        let mut row = vec![format::day(at.date), format::count(contacts[day]), in_words(today[day])];
        row.extend(scheduled.iter().chain(&rostered).map(|verdicts| in_words(verdicts[day])));
        row
    });
    let table = Table {
        over: Vec::new(),
        caption: "All queues together, by day".into(),
        head,
        rows: rows.collect(),
        words: false,
    };
    let key = vec![legend(Form::Bar, palette::SKY, "contacts expected")];
    let may_come = simulations(study).into_iter().filter_map(|(name, performance)| {
        let staffing = if name == "today" { "today’s staffing".to_owned() } else { format!("the {name}") };
        let sentence = details::may_come(scenario, performance)?;
        Some(format!("With {staffing}: {}", sentence.replacen('A', "a", 1)))
    });
    Ok(Section {
        title: "Do we keep our promises?".into(),
        lead: "Each day was simulated many times, with contacts that come, wait and hang up at random. A promise counts as \
               kept ✓ or missed ✗ only where the simulation leaves no reasonable doubt (95 % confidence); where it does, it \
               is not clear: ?. A dash means that nothing was promised or nobody called."
            .into(),
        figures: vec![figure(title, &chart, key, table)?],
        tables: vec![day_by_day(study)],
        details: with_margins(study),
        details_title: "Each day with its margin of error (±, 95 % confidence)",
        notes: may_come.collect(),
    })
}

/// A row per day and two columns per queue: the sign of the verdict and the measure that decides it.
fn day_by_day(study: &Study) -> Table {
    let scenario = &study.scenario;
    let mut over = Vec::new();
    let mut head = vec!["Day".to_owned()];
    for queue in &scenario.queues {
        let names = simulations(study);
        over.push((format::name(&queue.name), names.len()));
        head.extend(names.iter().map(|(name, _)| (*name).to_owned()));
    }
    let cell = |result: &QueuePerformance, measures: &QueueMeasures| match judge(&result.target, measures) {
        Verdict::NoPromise => format::NONE.to_owned(),
        verdict => format!("{} {}", promise::sign(verdict), promise::deciding_mean(result, measures)),
    };
    let row = |name: String, of: &dyn Fn(&QueuePerformance) -> QueueMeasures| {
        let mut row = vec![name];
        for index in 0..scenario.queues.len() {
            for (_, performance) in simulations(study) {
                let result = &performance.queues[index];
                row.push(cell(result, &of(result)));
            }
        }
        row
    };
    let days = scenario.calendar.days.iter().enumerate();
    let mut rows: Vec<Vec<String>> =
        days.map(|(day, at)| row(format::day(at.date), &|result| result.days[day].clone())).collect();
    rows.push(row("All days".into(), &|result| result.total.clone()));
    Table { over, caption: "Does each promise hold?".into(), head, rows, words: false }
}

/// A table per queue: each day's deciding measure with its margin, today and with the schedule.
fn with_margins(study: &Study) -> Vec<Table> {
    let days = &study.scenario.calendar.days;
    let tables = study.scenario.queues.iter().enumerate().map(|(index, queue)| {
        let words = promise::words(&queue.target);
        let promised = if words.is_empty() { "nothing is promised".to_owned() } else { words.join(", ") };
        let mut head = vec!["Day".to_owned()];
        head.extend(simulations(study).iter().map(|(name, _)| format::capital(name)));
        let rows = days.iter().enumerate().map(|(day, at)| {
            let mut row = vec![format::day(at.date)];
            for (_, performance) in simulations(study) {
                let result = &performance.queues[index];
                let measures = &result.days[day];
                let sign = promise::sign(judge(&result.target, measures));
                row.push(format!("{sign} {}", promise::deciding(result, measures)));
            }
            row
        });
        Table {
            over: Vec::new(),
            caption: format!("{}: {promised}", format::name(&queue.name)),
            head,
            rows: rows.collect(),
            words: false,
        }
    });
    tables.collect()
}

/// The service level of each queue on the peak day, with its band, against the promise.
fn service(study: &Study, peak: &Peak) -> Result<Section, DrawingError> {
    let mut figures = Vec::new();
    for index in 0..study.scenario.queues.len() {
        figures.push(service_of(study, peak, index)?);
    }
    Ok(Section {
        title: format!("Service on the busiest day, {}", peak.name),
        lead:
            "The line is the share answered in time on average; the pale band around it is where the true average lies \
               with 95 % confidence."
                .into(),
        figures,
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    })
}

fn service_of(study: &Study, peak: &Peak, index: usize) -> Result<Figure, DrawingError> {
    let queue = &study.scenario.queues[index];
    let today = &study.today.queues[index];
    let scheduled = study.scheduled.as_ref().map(|certified| &certified.performance.queues[index]);
    let rostered = study.rostered.as_ref().map(|certified| &certified.performance.queues[index]);
    let within = format::duration(today.within.0);
    let description =
        format!("Share of {} answered within {within} by interval on {}", format::name(&queue.name), peak.name);
    let mut chart = empty(HALF, &description, &format!("answered within {within}"), peak.intervals.len());
    chart.range = Some((0.0, 1.0));
    chart.percent = true;
    chart.ticks = peak.ticks(study, 7);
    chart.ticks_at_begin = true;
    chart.reference = queue.target.service_level.map(|promise| promise.share.0);
    let mut key = Vec::new();
    let mut head = vec!["Begin".to_owned(), "Contacts".to_owned()];
    let mut columns = Vec::new();
    for (name, result, colour, stroke) in [
        ("Today", Some(today), palette::ORANGE, Stroke::Dashed),
        ("Schedule", scheduled, palette::BLUE, Stroke::Solid),
        ("Roster", rostered, palette::GREEN, Stroke::Dotted),
    ] {
        let Some(result) = result else { continue };
        let levels: Vec<_> = result.intervals[peak.intervals.clone()].iter().map(|i| i.service_level).collect();
        let bands = levels.iter().map(|level| Some((level.lower()?, level.upper()?))).collect();
        chart.layers.push(Layer::Band(bands, colour));
        chart.layers.push(Layer::Steps(levels.iter().map(|level| level.mean).collect(), colour, stroke));
        key.push(line(stroke, colour, name));
        head.push(name.to_owned());
        columns.push(levels);
    }
    key.push(legend(Form::Band, palette::BLUE, "95 % band"));
    if let Some(promise) = queue.target.service_level {
        key.push(line(Stroke::Dotted, palette::INK, format!("promised: {}", format::short_percent(promise.share.0))));
    }
    let rows = peak.clocks(study).into_iter().enumerate().map(|(at, clock)| {
        let expected = study.demand.expected[(index, peak.intervals.start + at)];
        let mut row = vec![clock, format::decimal(expected, 1)];
        row.extend(columns.iter().map(|levels| format::estimated_percent(levels[at])));
        row
    });
    let caption = format!("{}: answered within {within}, {}", format::name(&queue.name), peak.name);
    let table = Table { over: Vec::new(), caption, head, rows: rows.collect(), words: false };
    let on_day = |result: &QueuePerformance| format::mean(result.days[peak.day].service_level, format::percent);
    let title = match scheduled {
        Some(scheduled) => {
            format!(
                "{}: {} in time with the schedule,{} {} today",
                format::name(&queue.name),
                on_day(scheduled),
                rostered.map_or_else(String::new, |rostered| format!(" {} with the roster,", on_day(rostered))),
                on_day(today)
            )
        }
        None => format!("{}: {} in time today", format::name(&queue.name), on_day(today)),
    };
    figure(title, &chart, key, table)
}

/// Contacts and agents by interval on the peak day.
fn people(study: &Study, peak: &Peak) -> Result<Section, DrawingError> {
    let scenario = &study.scenario;
    let minutes = scenario.calendar.interval_minutes;
    let description = format!("Contacts expected by interval on {}", peak.name);
    let mut chart = empty((WHOLE.0, 200), &description, &format!("contacts per {minutes} min"), peak.intervals.len());
    let contacts: Vec<f64> = peak.intervals.clone().map(|interval| study.demand.in_interval(interval)).collect();
    let bar = |&value: &f64| vec![Segment { value, colour: palette::SKY, letter: "" }];
    chart.layers.push(Layer::Bars(contacts.iter().map(bar).collect()));
    chart.ticks = peak.ticks(study, 14);
    chart.ticks_at_begin = true;
    let busiest = contacts.iter().enumerate().fold((0, 0.0), |best, (at, &c)| if c > best.1 { (at, c) } else { best });
    let clocks = peak.clocks(study);
    let title = match clocks.get(busiest.0) {
        Some(at) => format!(
            "{} contacts are expected on {}, most of them around {at}",
            format::count(study.demand.by_day(&scenario.calendar)[peak.day]),
            peak.name
        ),
        None => description.clone(),
    };
    let mut head = vec!["Begin".to_owned()];
    head.extend(scenario.queues.iter().map(|queue| format::name(&queue.name)));
    let rows = clocks.iter().enumerate().map(|(at, clock)| {
        let mut row = vec![clock.clone()];
        let interval = peak.intervals.start + at;
        row.extend((0..scenario.queues.len()).map(|q| format::decimal(study.demand.expected[(q, interval)], 1)));
        row
    });
    let table = Table { over: Vec::new(), caption: description.clone(), head, rows: rows.collect(), words: false };
    let mut figures = vec![figure(title, &chart, vec![legend(Form::Bar, palette::SKY, "contacts expected")], table)?];
    let today = StaffingLevels::as_given(scenario);
    for group in 0..scenario.groups.len() {
        figures.push(agents(study, peak, group, &today)?);
    }
    Ok(Section {
        title: format!("Contacts and people on the busiest day, {}", peak.name),
        lead:
            "How many people must be on duty – signed in, neither on break nor absent – so that the promises hold, how \
               many the schedule brings, and how many are there today."
                .into(),
        figures,
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    })
}

fn agents(study: &Study, peak: &Peak, group: usize, today: &StaffingLevels) -> Result<Figure, DrawingError> {
    let name = format::name(&study.scenario.groups[group].name);
    let description = format!("Agents of {name} on duty by interval on {}", peak.name);
    let mut chart = empty(HALF, &description, "agents on duty", peak.intervals.len());
    chart.ticks = peak.ticks(study, 7);
    chart.ticks_at_begin = true;
    let needed = peak.values(study.needed().agents.row(group));
    let given = peak.values(today.agents.row(group));
    let scheduled = study.scheduled.as_ref().map(|certified| peak.values(certified.levels.agents.row(group)));
    let mut key = vec![legend(Form::Area, palette::GREY, "needed")];
    chart.layers.push(Layer::Area(needed.clone(), palette::GREY));
    chart.layers.push(Layer::Steps(given.clone(), palette::ORANGE, Stroke::Dashed));
    key.push(line(Stroke::Dashed, palette::ORANGE, "today"));
    if let Some(scheduled) = &scheduled {
        chart.layers.push(Layer::Steps(scheduled.clone(), palette::BLUE, Stroke::Solid));
        key.push(line(Stroke::Solid, palette::BLUE, "schedule"));
    }
    let rostered = study.rostered.as_ref().map(|certified| peak.values(certified.levels.agents.row(group)));
    if let Some(rostered) = &rostered {
        chart.layers.push(Layer::Steps(rostered.clone(), palette::GREEN, Stroke::Dotted));
        key.push(line(Stroke::Dotted, palette::GREEN, "roster"));
    }
    let too_few = |have: &[Option<f64>]| needed.iter().zip(have).filter(|(needed, have)| have < needed).count();
    let of = format!("{} of {} intervals", too_few(&given), peak.intervals.len());
    let title = match &scheduled {
        Some(scheduled) => {
            let words = |few: usize| if few == 0 { "none".to_owned() } else { few.to_string() };
            let roster = rostered.as_ref().map(|rostered| format!(", with the roster in {}", words(too_few(rostered))));
            let schedule = words(too_few(scheduled));
            format!("{name}: too few today in {of}, with the schedule in {schedule}{}", roster.unwrap_or_default())
        }
        None => format!("{name}: too few today in {of}"),
    };
    let mut head = strings(&["Begin", "Needed", "Today"]);
    head.extend(scheduled.iter().map(|_| "Schedule".to_owned()));
    head.extend(rostered.iter().map(|_| "Roster".to_owned()));
    let shown = |value: Option<f64>| value.map_or_else(|| format::NONE.to_owned(), format::count);
    let rows = peak.clocks(study).into_iter().enumerate().map(|(at, clock)| {
        let mut row = vec![clock, shown(needed[at]), shown(given[at])];
        row.extend(scheduled.iter().chain(&rostered).map(|levels| shown(levels[at])));
        row
    });
    let table = Table { over: Vec::new(), caption: description.clone(), head, rows: rows.collect(), words: false };
    figure(title, &chart, key, table)
}
