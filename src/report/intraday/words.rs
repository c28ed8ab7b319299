//! What is said about the day itself, in words: one sentence, one cell, one remark each.

use crate::calendar::clock;
use crate::intraday::{Change, Effect, Intraday, Taken};
use crate::report::{format, promise};
use crate::scenario::Scenario;
use crate::scenario::today::GivenShift;
use crate::simulation::{Measure, Verdict};
use crate::statistics::Estimate;
use crate::units::Money;

/// `Fri 27 Nov, 11:00: the rest of the day`.
pub(in crate::report) fn title(answer: &Intraday) -> String {
    let day = answer.today.scenario.calendar.days.first().map_or_else(String::new, |day| format::day(day.date));
    format!("{day}, {}: the rest of the day", clock(answer.today.minute))
}

/// The clock time at which an interval of the day begins; midnight after the last.
pub(in crate::report) fn at(answer: &Intraday, interval: usize) -> String {
    let calendar = &answer.today.scenario.calendar;
    if let Some(at) = calendar.intervals.get(interval) {
        return clock(at.clock_minute);
    }
    clock(calendar.intervals.last().map_or(0, |last| last.clock_minute + (last.length().0 / 60.0) as u32))
}

/// What came, what it means, and what can be done about it.
pub(in crate::report) fn sentences(whole: &Scenario, answer: &Intraday) -> Vec<String> {
    vec![outlook(whole, answer), outcome(whole, answer), proposal(whole, answer)]
}

fn outlook(whole: &Scenario, answer: &Intraday) -> String {
    let (mut came, mut expected) = (0.0, 0.0);
    for queue in &answer.outlook.queues {
        if let Some(count) = queue.came {
            came += count;
            expected += queue.expected;
        }
    }
    let expected_now: f64 = (0..whole.queues.len()).map(|queue| rest(answer, queue, false)).sum();
    let planned: f64 = (0..whole.queues.len()).map(|queue| rest(answer, queue, true)).sum();
    let since = at(answer, answer.today.known);
    format!(
        "By {since}, {} contacts came where {} were expected; {} more are expected by the end of the day, {} were planned.",
        format::count(came),
        format::count(expected),
        format::count(expected_now),
        format::count(planned)
    )
}

/// Contacts of a queue that are expected from now on.
fn rest(answer: &Intraday, queue: usize, as_planned: bool) -> f64 {
    let grid = if as_planned { &answer.today.planned.expected } else { &answer.outlook.mean };
    grid.row(queue)[answer.today.known..].iter().sum()
}

fn outcome(whole: &Scenario, answer: &Intraday) -> String {
    let missed = |verdict: Verdict| -> Vec<String> {
        let queues = whole.queues.iter().zip(&answer.together);
        queues.filter(|(_, effect)| effect.before == verdict).map(|(queue, _)| format::name(&queue.name)).collect()
    };
    let mut parts = Vec::new();
    for (verdict, words) in [
        (Verdict::Missed, "is missed for"),
        (Verdict::Unclear, "is too close to call for"),
        (Verdict::Kept, "is kept for"),
    ] {
        let names = missed(verdict);
        if !names.is_empty() {
            parts.push(format!("{words} {}", format::listed(&names)));
        }
    }
    if parts.is_empty() {
        return "Nothing is promised for the rest of the day.".to_owned();
    }
    format!("If nothing is done, the promise over the rest of the day {}.", format::listed(&parts))
}

fn proposal(whole: &Scenario, answer: &Intraday) -> String {
    let moves = answer.found.taken.len();
    if moves == 0 {
        let is_late = answer.today.open_from >= answer.today.intervals();
        return if is_late {
            "Nothing can be changed any more today.".to_owned()
        } else if answer.is_kept() {
            "No move is needed, and none saves anything.".to_owned()
        } else {
            "No move was found whose effect shows.".to_owned()
        };
    }
    let cost = answer.cost();
    let price = match cost.0 {
        cost if cost.abs() < 0.005 => "cost nothing".to_owned(),
        below if below < 0.0 => format!("save {}", money(whole, -cost)),
        _ => format!("cost {}", money(whole, cost)),
    };
    let kept =
        if answer.is_kept() { "every promise is then kept" } else { "not every promise is then shown to be kept" };
    format!("{} {price}: {kept}.", format::capital(&format::counted(moves, "move")))
}

fn money(whole: &Scenario, amount: Money) -> String {
    format!("{} {}", format::decimal(amount.0, 2), whole.currency)
}

/// A row of the table of volumes.
pub(in crate::report) struct Volumes {
    pub came: String,
    pub expected: String,
    pub factor: String,
    pub rest: String,
    pub rest_planned: String,
}

impl Volumes {
    pub(in crate::report) fn of(answer: &Intraday, queue: usize) -> Self {
        let known = &answer.outlook.queues[queue];
        let factor = known.factor;
        let grids = [&answer.outlook.lower, &answer.outlook.upper];
        let [lower, upper] = grids.map(|grid| grid.row(queue)[answer.today.known..].iter().sum::<f64>());
        let is_sure = (upper - lower).abs() < 0.5;
        let band =
            if is_sure { String::new() } else { format!(" ({} to {})", format::count(lower), format::count(upper)) };
        Self {
            came: known.came.map_or_else(|| format::NONE.to_owned(), format::count),
            expected: format::count(known.expected),
            factor: if known.varies {
                format!("{:.2} ({:.2} to {:.2})", factor.mean, factor.lower, factor.upper)
            } else {
                "1 (fixed)".to_owned()
            },
            rest: format!("{}{band}", format::count(rest(answer, queue, false))),
            rest_planned: format::count(rest(answer, queue, true)),
        }
    }
}

/// A row of the table of service.
pub(in crate::report) struct Service {
    pub measure: &'static str,
    pub before: String,
    pub after: String,
    pub difference: String,
    pub verdict: String,
}

/// The measures of a queue that are promised; the service level where nothing is.
pub(in crate::report) fn service(answer: &Intraday, queue: usize) -> Vec<Service> {
    let target = &answer.found.all.queues[queue].target;
    let effect = &answer.together[queue];
    let mut measures = Vec::new();
    if target.service_level.is_some() || (target.max_asa.is_none() && target.max_abandonment.is_none()) {
        measures.push(Measure::ServiceLevel);
    }
    measures.extend(target.max_asa.map(|_| Measure::Asa));
    measures.extend(target.max_abandonment.map(|_| Measure::Abandonment));
    let row = |measure: Measure| {
        let found = effect.of(measure)?;
        Some(Service {
            measure: name(measure),
            before: value(measure, found.baseline),
            after: value(measure, found.variant),
            difference: difference(measure, found.difference),
            verdict: promise::verdict(effect.after).to_owned(),
        })
    };
    measures.into_iter().filter_map(row).collect()
}

fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::ServiceLevel => "answered in time",
        Measure::Asa => "average wait",
        Measure::Abandonment => "hang up",
        Measure::PWait => "have to wait",
        Measure::Occupancy => "agents busy",
        other => other.name(),
    }
}

fn value(measure: Measure, estimate: Estimate) -> String {
    match measure {
        Measure::Asa => format::estimated_duration(estimate),
        _ => format::estimated_percent(estimate),
    }
}

/// `+3.2 ± 0.4 points`, `−12 s ± 2 s`.
fn difference(measure: Measure, estimate: Estimate) -> String {
    let Some(mean) = estimate.mean else { return format::NONE.to_owned() };
    let sign = if mean > 0.0 { "+" } else { "" };
    let half = |scale: f64| {
        estimate.half_width.map_or_else(String::new, |half| format!(" ± {}", format::decimal(half * scale, 1)))
    };
    match measure {
        Measure::Asa => format!("{sign}{}{} s", format::decimal(mean, 1), half(1.0)),
        _ => format!("{sign}{}{} points", format::decimal(100.0 * mean, 1), half(100.0)),
    }
}

/// A move in words.
pub(in crate::report) struct Move {
    pub who: String,
    pub what: String,
    pub cost: String,
    pub effect: String,
}

impl Move {
    pub(in crate::report) fn of(whole: &Scenario, shifts: &[GivenShift], answer: &Intraday, taken: &Taken) -> Self {
        let cost = taken.candidate.cost;
        let cost = match cost.0 {
            cost if cost.abs() < 0.005 => "nothing".to_owned(),
            below if below < 0.0 => format!("saves {}", money(whole, -cost)),
            _ => money(whole, cost),
        };
        let moved: Vec<String> = whole
            .queues
            .iter()
            .zip(&taken.effects)
            .filter_map(|(queue, effect)| Some(format!("{} {}", format::name(&queue.name), told(effect)?)))
            .collect();
        let effect = if moved.is_empty() { "none that shows".to_owned() } else { moved.join("; ") };
        Self { who: who(whole, shifts, answer, taken), what: what(whole, answer, taken), cost, effect }
    }
}

/// The service of a queue before and after a move, where a difference shows.
fn told(effect: &Effect) -> Option<String> {
    let real = |measure: Measure| effect.of(measure).filter(|found| found.is_real == Some(true));
    let found = real(Measure::ServiceLevel).or_else(|| real(Measure::Abandonment)).or_else(|| real(Measure::Asa))?;
    let measure = found.measure;
    let values = [found.baseline, found.variant].map(|estimate| match measure {
        Measure::Asa => format::mean(estimate, format::duration),
        _ => format::mean(estimate, format::percent),
    });
    // The service level needs no name: it is what everything else here is about.
    let measure_name = if measure == Measure::ServiceLevel { String::new() } else { format!("{} ", name(measure)) };
    let difference = difference(measure, found.difference).replace(" points", "");
    Some(format!("{measure_name}{} → {} ({difference})", values[0], values[1]))
}

/// Whose day it is: a name, or one of those with the same shift.
pub(in crate::report) fn who(whole: &Scenario, shifts: &[GivenShift], answer: &Intraday, taken: &Taken) -> String {
    let duty = &answer.before.duties[taken.candidate.duty];
    let group = format::name(&whole.group(duty.group).name);
    if let Some(name) = &duty.name {
        return format!("{name} ({group})");
    }
    match shifts.get(duty.row).filter(|_| duty.shift.is_some()) {
        Some(shift) => {
            let kind = format::name(&whole.shift_types[shift.shift_type.0].name);
            let (start, end) = (clock(shift.start % 1440), clock((shift.start + shift.length) % 1440));
            format!("one of {} of {group}, {kind} {start}–{end}", shift.people)
        }
        None => format!("one of {group}"),
    }
}

/// What changes, from when to when.
pub(in crate::report) fn what(whole: &Scenario, answer: &Intraday, taken: &Taken) -> String {
    let duty = &answer.before.duties[taken.candidate.duty];
    let shift = duty.shift.as_ref();
    let time = |minutes: u32| clock((shift.map_or(0, |shift| shift.start) + minutes) % 1440);
    match &taken.candidate.change {
        Change::ShiftBreak { rest, from, to } => {
            let length = shift.and_then(|shift| shift.breaks.get(*rest)).map_or(0, |rest| rest.length);
            format!("break of {length} min at {} instead of {}", time(*to), time(*from))
        }
        Change::Help { group, intervals: (first, end) } => {
            format!(
                "helps {} from {} to {}",
                format::name(&whole.group(*group).name),
                at(answer, *first),
                at(answer, *end)
            )
        }
        Change::OvertimeBefore(minutes) => {
            let start = shift.map_or(0, |shift| shift.start);
            format!("overtime from {} to {}", clock((start + 1440 - minutes) % 1440), clock(start))
        }
        Change::OvertimeAfter(minutes) => {
            let length = shift.map_or(0, |shift| shift.length);
            format!("overtime from {} to {}", time(length), time(length + minutes))
        }
        Change::TimeOff(from) => {
            let end = shift.map_or(0, |shift| shift.length);
            format!("offer time off from {} to {}", at(answer, *from), time(end))
        }
    }
}

/// What cannot be met, what was assumed, and what was passed over.
pub(in crate::report) fn remarks(whole: &Scenario, answer: &Intraday) -> Vec<String> {
    let mut remarks = short(whole, answer);
    for (queue, outlook) in whole.queues.iter().zip(&answer.outlook.queues) {
        let name = format::name(&queue.name);
        if !outlook.varies && queue.busyness.is_none() {
            remarks.push(format!(
                "{name}: the scenario’s days do not vary beyond chance (day_factor_cv is 0), so what came does not change what is expected."
            ));
        } else if outlook.came.is_none() && answer.today.known > 0 {
            remarks.push(format!("{name}: nobody counted, so its day is known only by what varies with it."));
        }
    }
    for (queue, handling) in whole.queues.iter().zip(&answer.handling) {
        if let Some(handling) = handling {
            remarks.push(format!(
                "{}: {} contacts took {} on average, {} by the plan; that counts {}, so the rest of the day is taken to take {} of the plan.",
                format::name(&queue.name),
                format::count(handling.contacts),
                format::duration(handling.seen),
                format::duration(handling.planned),
                format::short_percent((100.0 * handling.weight).round() / 100.0),
                format::percent(handling.factor)
            ));
        }
    }
    if !answer.has_schedule {
        remarks.push(
            "Without --schedule, who has which break and shift is not known: only groups can help each other."
                .to_owned(),
        );
    }
    if answer.unknown_absences > 0 {
        let people = format::counted(answer.unknown_absences as usize, "absence");
        remarks.push(format!("{} of people who are not planned then: not looked at.", format::capital(&people)));
    }
    let (later, other_days) = answer.passed_over;
    if later > 0 {
        let rows = format::counted(later, "row");
        remarks.push(format!(
            "{} of actual volumes after {}: not looked at.",
            format::capital(&rows),
            clock(answer.today.minute)
        ));
    }
    if other_days > 0 {
        let rows = format::counted(other_days, "row");
        remarks.push(format!("{} of actual volumes of other days: not looked at.", format::capital(&rows)));
    }
    remarks
}

/// What stays below its promise, and where people are missing.
pub(in crate::report) fn short(whole: &Scenario, answer: &Intraday) -> Vec<String> {
    let mut remarks = Vec::new();
    for (index, queue) in whole.queues.iter().enumerate() {
        for short in &answer.short[index] {
            let promised = match short.measure {
                Measure::Asa => format::duration(short.promised),
                _ => format::short_percent(short.promised),
            };
            let verdict = match answer.together[index].after {
                Verdict::Missed => "the promise cannot be kept by the moves that were found",
                _ => "too close to call",
            };
            remarks.push(format!(
                "{}: {} {} with all moves, promised {promised}: {verdict}.{}{}",
                format::name(&queue.name),
                name(short.measure),
                value(short.measure, short.found),
                missing(answer, index),
                lacking(whole, answer, index)
            ));
        }
    }
    remarks
}

/// ` 3 more people of returns from 11:30 on would keep it.`
fn lacking(whole: &Scenario, answer: &Intraday, queue: usize) -> String {
    let Some(lacking) = answer.lacking[queue] else { return String::new() };
    let (group, from) = (format::name(&whole.group(lacking.group).name), at(answer, answer.today.open_from));
    match lacking.people {
        Some(1) => format!(" One more person of {group} from {from} on would keep it."),
        Some(people) => format!(" {people} more people of {group} from {from} on would keep it."),
        None => format!(" Even 16 more people of {group} from {from} on would not keep it."),
    }
}

/// ` Still missing: up to 2.4 agents between 14:00 and 16:30, 5.1 agent-hours.`
fn missing(answer: &Intraday, queue: usize) -> String {
    let row = answer.missing.row(queue);
    let short = |interval: &usize| row[*interval] > 0.05;
    let (Some(first), Some(last)) = ((0..row.len()).find(short), (0..row.len()).rfind(short)) else {
        return String::new();
    };
    let most = row.iter().copied().fold(0.0, f64::max);
    let hours: f64 = row.iter().enumerate().map(|(interval, agents)| agents * answer.today.hours(interval)).sum();
    format!(
        " By formula, up to {} agents are missing between {} and {}, {} agent-hours in all.",
        format::decimal(most, 1),
        at(answer, first),
        at(answer, last + 1),
        format::decimal(hours, 1)
    )
}

/// Where the numbers come from.
pub(in crate::report) fn provenance(whole: &Scenario, answer: &Intraday) -> String {
    let (all, tried) = (&answer.found.all, answer.found.rejected as usize);
    format!(
        "Simulated {} times from the begin of the day with what came until now, seed {}; measures are of who comes from {} on, ± is half the \
         width of a 95 % interval, and differences are on the same random numbers. {} more tried, without an effect that shows. Inputs {}.",
        all.replications,
        all.seed,
        at(answer, answer.today.known),
        format::capital(&format::counted(tried, "move")),
        whole.digest
    )
}
