//! The chapters on the days of the scenario: demand, staffing and coverage, service.

use super::plot::{Look, Plot, known, some_ticks};
use super::subject::Subject;
use crate::calendar::clock;
use crate::report::chart::{DrawingError, SignRow, Stroke, palette};
pub(super) use crate::report::sections::business_case::plain as chapter;
use crate::report::sections::{Figure, HALF, Section, Table, WHOLE, strings, verdict_colour};
use crate::report::words;
use crate::report::{format, promise};
use crate::simulation::{Performance, QueueMeasures, Verdict, judge};
use crate::staffing::agent_hours;
use crate::units::Hours;

/// Most queues or groups that have charts of their own; the tables have them all.
const MOST_CHARTS: usize = 8;

pub(super) fn table(caption: &str, head: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table { caption: caption.to_owned(), over: Vec::new(), head: strings(head), rows, words: false }
}

/// Contacts by day and on the busiest day, and what each queue gets.
pub(super) fn demand(subject: &Subject<'_>) -> Result<Section, DrawingError> {
    let mut chapter = chapter(words::DEMAND, words::DEMAND_LEAD);
    if subject.scenario.calendar.days.len() > 1 {
        chapter.figures.push(by_day(subject, 190)?);
    }
    chapter.figures.push(busiest_day(subject)?);
    let (demand, calendar) = (&subject.study.demand, &subject.scenario.calendar);
    let peak = calendar.days[demand.peak_day(calendar)].intervals.clone();
    let days = calendar.days.len() as f64;
    let rows = subject.scenario.queues.iter().enumerate().map(|(index, queue)| {
        let total = demand.total(index);
        let on_peak: f64 = demand.expected.row(index)[peak.clone()].iter().sum();
        let handling = subject.study.today.queues[index].total.handling_time_s;
        let mut row = vec![format::name(&queue.name)];
        row.extend([total, total / days, on_peak].map(format::count));
        row.push(format::estimated_duration(handling));
        row
    });
    let head = [words::QUEUE, words::CONTACTS, words::PER_DAY, words::BUSIEST_DAY, words::HANDLING];
    chapter.tables = vec![table(words::BY_QUEUE, &head, rows.collect())];
    Ok(chapter)
}

/// Contacts on each day, with whether the promises hold below.
pub(super) fn by_day(subject: &Subject<'_>, height: u32) -> Result<Figure, DrawingError> {
    let (demand, calendar) = (&subject.study.demand, &subject.scenario.calendar);
    let days = &calendar.days;
    let contacts = demand.by_day(calendar);
    let busiest = format::day(days[demand.peak_day(calendar)].date);
    let title = words::contacts_expected(&format::count(contacts.iter().sum()), days.len(), &busiest);
    let names = days.iter().map(|day| format::day(day.date)).collect();
    let mut plot = Plot::new((WHOLE.0, height), title, words::CONTACTS, words::CONTACTS_PER_DAY, (words::DAY, names))
        .with(words::CONTACTS, known(contacts), Look::Bars, palette::SKY);
    plot.ticks = some_ticks(days.len(), 12, |day| {
        if days.len() <= 8 { format::day(days[day].date) } else { format::day_of_month(days[day].date) }
    });
    plot.signs = subject.simulations().into_iter().map(|(name, performance)| sign_row(name, performance)).collect();
    plot.figure()
}

fn sign_row(name: &str, performance: &Performance) -> SignRow {
    let verdicts = promise::by_day(performance).into_iter();
    SignRow {
        label: name.to_owned(),
        signs: verdicts.map(|verdict| (promise::sign(verdict), verdict_colour(verdict))).collect(),
    }
}

/// The intervals of the busiest day in which something happens, with their clock times.
fn peak(subject: &Subject<'_>) -> (String, std::ops::Range<usize>, Vec<String>) {
    let (demand, calendar) = (&subject.study.demand, &subject.scenario.calendar);
    let day = &calendar.days[demand.peak_day(calendar)];
    let needed = &subject.study.needed().agents;
    let is_busy =
        |at: &usize| demand.in_interval(*at) > 0.0 || (0..needed.rows()).any(|group| needed[(group, *at)] > 0);
    let first = day.intervals.clone().find(is_busy).unwrap_or(day.intervals.start);
    let last = day.intervals.clone().rfind(is_busy).map_or(day.intervals.end, |last| last + 1);
    let clocks = (first..last).map(|at| clock(calendar.intervals[at].clock_minute)).collect();
    (format::day(day.date), first..last, clocks)
}

/// A chart over the busiest day, with whole hours below it.
fn over_peak(
    subject: &Subject<'_>,
    (intervals, clocks): (&std::ops::Range<usize>, &[String]),
    mut plot: Plot,
    most: usize,
) -> Plot {
    let calendar = &subject.scenario.calendar;
    let hours = intervals.len() * calendar.interval_minutes as usize / 60;
    let step = [1, 2, 3, 4, 6, 12].into_iter().find(|step| hours <= step * most).unwrap_or(24);
    let whole = |at: &usize| calendar.intervals[intervals.start + at].clock_minute.is_multiple_of(60 * step as u32);
    plot.ticks = (0..intervals.len()).filter(whole).map(|at| (at, clocks[at].clone())).collect();
    plot.is_clock = true;
    plot
}

fn busiest_day(subject: &Subject<'_>) -> Result<Figure, DrawingError> {
    let (day, intervals, clocks) = peak(subject);
    let contacts: Vec<f64> = intervals.clone().map(|at| subject.study.demand.in_interval(at)).collect();
    let at = (0..contacts.len()).fold(0, |best, at| if contacts[at] > contacts[best] { at } else { best });
    let around = clocks.get(at).map_or("", String::as_str);
    let title = words::contacts_on(&format::count(contacts.iter().sum()), &day, around);
    let unit = words::contacts_per(subject.scenario.calendar.interval_minutes);
    let mut plot = Plot::new((WHOLE.0, 170), title, words::BUSIEST_DAY, &unit, (words::BEGIN, clocks.clone())).with(
        words::CONTACTS,
        known(contacts),
        Look::Bars,
        palette::SKY,
    );
    plot.decimals = 1;
    over_peak(subject, (&intervals, &clocks), plot, 14).figure()
}

/// People needed and there, on the busiest day and day by day.
pub(super) fn staffing(subject: &Subject<'_>) -> Result<Section, DrawingError> {
    let mut chapter = chapter(words::STAFFING, words::STAFFING_LEAD);
    let groups = subject.scenario.groups.len();
    for group in 0..groups.min(MOST_CHARTS) {
        chapter.figures.push(agents(subject, group, HALF)?);
        if subject.scheduled.is_some() && subject.scenario.calendar.days.len() > 1 {
            chapter.figures.push(coverage(subject, group)?);
        }
    }
    chapter.tables.push(hours_by_group(subject));
    if let Some(certified) = subject.scheduled {
        let cost = &certified.schedule.cost;
        let kinds = [
            (words::WAGES, cost.wages),
            (words::PREMIUMS, cost.premiums),
            (words::OVERTIME_PREMIUM, cost.overtime),
            (words::PRICE_OF_MISSING, cost.under_cover),
            (words::PRICE_OF_SURPLUS, cost.over_cover),
        ];
        let mut rows = vec![vec![words::PAID_HOURS.to_owned(), format::hours(cost.paid_hours)]];
        rows.extend(
            kinds.into_iter().filter(|(_, of)| of.0 != 0.0).map(|(name, of)| vec![name.to_owned(), subject.money(of)]),
        );
        rows.push(vec![words::TOGETHER.to_owned(), subject.money(cost.objective())]);
        chapter.tables.push(table(words::COST_OF_SCHEDULE, &["", ""], rows));
        if let Some(takes) = &certified.takes {
            let groups = takes.people.iter().zip(&subject.scenario.groups).filter(|&(&people, _)| people > 0);
            let groups: Vec<String> =
                groups.map(|(&people, group)| words::more_people(people, &format::name(&group.name))).collect();
            chapter.notes.push(words::takes(&groups, &format::hours(takes.covered)));
        }
    }
    Ok(chapter)
}

/// Agents of a group on the busiest day.
pub(super) fn agents(subject: &Subject<'_>, group: usize, size: (u32, u32)) -> Result<Figure, DrawingError> {
    let (day, intervals, clocks) = peak(subject);
    let row = |grid: &crate::calendar::Grid<u32>| {
        known(grid.row(group)[intervals.clone()].iter().map(|&agents| f64::from(agents)))
    };
    let needed = row(&subject.study.needed().agents);
    let most = needed.iter().flatten().copied().fold(0.0, f64::max);
    let title = words::agents_on(&format::name(&subject.scenario.groups[group].name), &day, &format::count(most));
    let description = title.clone();
    let mut plot = Plot::new(size, title, &description, words::AGENTS, (words::BEGIN, clocks.clone()))
        .with(words::NEEDED, needed, Look::Area, palette::GREY)
        .with(words::TODAY, row(&subject.today.agents), Look::Steps(Stroke::Dashed), palette::ORANGE);
    if let Some(certified) = subject.scheduled {
        plot = plot.with(words::SCHEDULE, row(&certified.levels.agents), Look::Steps(Stroke::Solid), palette::BLUE);
    }
    over_peak(subject, (&intervals, &clocks), plot, if size.0 > HALF.0 { 14 } else { 7 }).figure()
}

/// Agent-hours of a group day by day: needed, there today, there with the schedule.
fn coverage(subject: &Subject<'_>, group: usize) -> Result<Figure, DrawingError> {
    let calendar = &subject.scenario.calendar;
    let days = &calendar.days;
    let by_day = |row: &[u32]| {
        let of = |at: usize| calendar.intervals[at].length().hours().0 * f64::from(row[at]);
        known(days.iter().map(|day| day.intervals.clone().map(of).sum()))
    };
    let name = format::name(&subject.scenario.groups[group].name);
    let missing = subject.hours(group).missing.filter(|hours| hours.0 >= 0.05).map(format::hours);
    let title = words::coverage(&name, missing.as_deref());
    let names = days.iter().map(|day| format::day(day.date)).collect();
    let mut plot = Plot::new(HALF, title.clone(), &title, words::AGENT_HOURS_PER_DAY, (words::DAY, names))
        .with(words::NEEDED, by_day(subject.study.needed().agents.row(group)), Look::Area, palette::GREY)
        .with(words::TODAY, by_day(subject.today.agents.row(group)), Look::Steps(Stroke::Dashed), palette::ORANGE);
    if let Some(certified) = subject.scheduled {
        let there = by_day(certified.levels.agents.row(group));
        plot = plot.with(words::SCHEDULE, there, Look::Steps(Stroke::Solid), palette::BLUE);
    }
    plot.decimals = 1;
    plot.ticks = some_ticks(days.len(), 6, |day| format::day_of_month(days[day].date));
    plot.figure()
}

fn hours_by_group(subject: &Subject<'_>) -> Table {
    let mut head = vec![words::GROUP, words::NEEDED, words::TODAY, words::MISSING_TODAY];
    if subject.scheduled.is_some() {
        head.extend([words::SCHEDULE, words::MISSING_SCHEDULE]);
    }
    let mut all = [Hours::ZERO; 5];
    let mut rows: Vec<Vec<String>> = Vec::new();
    let row =
        |name: String, hours: &[Hours]| [vec![name], hours.iter().map(|&of| format::hours(of)).collect()].concat();
    for (index, group) in subject.scenario.groups.iter().enumerate() {
        let of = subject.hours(index);
        let hours = [
            of.needed,
            of.today,
            of.missing_today,
            of.scheduled.unwrap_or(Hours::ZERO),
            of.missing.unwrap_or(Hours::ZERO),
        ];
        all.iter_mut().zip(hours).for_each(|(all, of)| *all += of);
        rows.push(row(format::name(&group.name), &hours[..head.len() - 1]));
    }
    if rows.len() > 1 {
        rows.push(row(words::ALL.to_owned(), &all[..head.len() - 1]));
    }
    table(words::HOURS_BY_GROUP, &head, rows)
}

/// A measure of a queue, as it is told.
type Cell = fn(&QueueMeasures) -> String;

/// What customers meet, day by day and over all days.
pub(super) fn service(subject: &Subject<'_>) -> Result<Section, DrawingError> {
    let mut chapter = chapter(words::SERVICE, words::SERVICE_LEAD);
    let queues = subject.scenario.queues.len();
    for queue in 0..queues.min(MOST_CHARTS) {
        chapter.figures.push(service_of(subject, queue)?);
    }
    let simulations = subject.simulations();
    let names: Vec<&str> = simulations.iter().map(|(name, _)| *name).collect();
    let mut head = vec![words::QUEUE.to_owned()];
    let mut over = Vec::new();
    let measures: [(&str, Cell); 4] = [
        (words::IN_TIME, |of| format::estimated_percent(of.service_level)),
        (words::ABANDONED, |of| format::estimated_percent(of.abandonment)),
        (words::MEAN_WAIT, |of| format::estimated_duration(of.asa_s)),
        (words::BUSY, |of| format::estimated_percent(of.occupancy)),
    ];
    for (measure, _) in &measures {
        over.push(((*measure).to_owned(), names.len()));
        head.extend(names.iter().map(|name| (*name).to_owned()));
    }
    let rows = subject.scenario.queues.iter().enumerate().map(|(index, queue)| {
        let mut row = vec![format::name(&queue.name)];
        for (_, cell) in &measures {
            row.extend(simulations.iter().map(|(_, performance)| cell(&performance.queues[index].total)));
        }
        row
    });
    let caption = words::WHAT_CUSTOMERS_MEET.to_owned();
    chapter.tables = vec![Table { caption, over, head, rows: rows.collect(), words: false }];
    chapter.tables.extend(bots(subject));
    Ok(chapter)
}

/// The service level of a queue day by day; interval by interval where there is one day.
pub(super) fn service_of(subject: &Subject<'_>, index: usize) -> Result<Figure, DrawingError> {
    let queue = &subject.scenario.queues[index];
    let days = &subject.scenario.calendar.days;
    let first = &subject.study.today.queues[index];
    let (name, measure) = (format::name(&queue.name), words::answered_within(first.within));
    let shown = subject.proposed().unwrap_or(&subject.study.today);
    let kept = shown.queues[index].days.iter().filter(|day| judge(&queue.target, day) == Verdict::Kept).count();
    let by_day = days.len() > 1;
    let is_promised = by_day && !queue.target.is_empty();
    let title = if is_promised {
        words::service_by_day(&name, &measure, kept, days.len())
    } else {
        words::service_without_promise(&name, &measure)
    };
    let (_, intervals, clocks) = peak(subject);
    let categories = if by_day { days.iter().map(|day| format::day(day.date)).collect() } else { clocks.clone() };
    let of = if by_day { words::DAY } else { words::BEGIN };
    let mut plot = Plot::new(HALF, title.clone(), &title, &measure, (of, categories));
    for (name, performance) in subject.simulations() {
        let (colour, stroke) = match name {
            words::TODAY => (palette::ORANGE, Stroke::Dashed),
            words::SCHEDULE => (palette::BLUE, Stroke::Solid),
            _ => (palette::GREEN, Stroke::Dotted),
        };
        let result = &performance.queues[index];
        let measures = if by_day { &result.days[..] } else { &result.intervals[intervals.clone()] };
        let levels = || measures.iter().map(|of| of.service_level);
        let bands = levels().map(|level| Some((level.lower()?, level.upper()?))).collect();
        plot = plot.with(name, levels().map(|level| level.mean).collect(), Look::Banded(stroke, bands), colour);
    }
    plot.is_share = true;
    plot.reference =
        queue.target.service_level.map(|level| (level.share.0, words::promised(&format::short_percent(level.share.0))));
    if by_day {
        plot.ticks = some_ticks(days.len(), 6, |day| format::day_of_month(days[day].date));
        return plot.figure();
    }
    over_peak(subject, (&intervals, &clocks), plot, 7).figure()
}

/// What each bot settled, passed on and left open.
fn bots(subject: &Subject<'_>) -> Option<Table> {
    let bots = &subject.study.today.bots;
    let rows = subject.scenario.bots.iter().zip(bots).map(|(bot, of)| {
        let mut row = vec![format::name(&bot.name)];
        row.extend(
            [of.total.sessions, of.total.resolved, of.total.escalated, of.total.unresolved]
                .map(format::estimated_count),
        );
        row
    });
    let head = [words::BOT, words::SESSIONS, words::RESOLVED, words::ESCALATED, words::UNRESOLVED];
    (!bots.is_empty()).then(|| table(words::BOTS, &head, rows.collect()))
}

/// Agent-hours of a row over all days; for the page that has room for one group only, the one that lacks most today.
pub(super) fn shortest_group(subject: &Subject<'_>) -> usize {
    let missing = |group: usize| subject.hours(group).missing_today.0;
    let needed = |group: usize| agent_hours(subject.scenario, subject.study.needed().agents.row(group)).0;
    (0..subject.scenario.groups.len())
        .max_by(|&one, &other| missing(one).total_cmp(&missing(other)).then(needed(one).total_cmp(&needed(other))))
        .unwrap_or(0)
}
