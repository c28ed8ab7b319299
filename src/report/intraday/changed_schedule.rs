//! The schedule with its moves, as it is read back.

use crate::calendar::clock;
use crate::intraday::{Duty, Intraday};
use crate::report::csv::{number, safe, strings, table};
use crate::scenario::today::GivenShift;
use crate::scenario::{GroupId, Scenario};

/// The whole schedule with the moves of the day: rows as in `schedule.csv`, with `name` where people have names, and `change`
/// where something differs. Who helps another group has a row for each part of the day. Who is absent is left out from then on.
/// Without a schedule there are no rows.
pub fn intraday_csv(whole: &Scenario, shifts: &[GivenShift], answer: &Intraday) -> String {
    let mut rows =
        vec![strings(["group", "shift", "date", "start", "end", "breaks", "people", "name", "paid_hours", "change"])];
    for (index, given) in shifts.iter().enumerate() {
        let today: Vec<usize> =
            (0..answer.before.duties.len()).filter(|&duty| is_of(&answer.before.duties[duty], index)).collect();
        let mut unchanged = if today.is_empty() { given.people } else { 0 };
        let mut changed = Vec::new();
        for duty in today {
            let (planned, after) = (&answer.before.duties[duty], &answer.found.plan.duties[duty]);
            if planned == after && planned.absent.is_empty() {
                unchanged += 1;
            } else {
                changed.extend(parts(whole, answer, given, after));
            }
        }
        if unchanged > 0 {
            let whole_shift = Part {
                group: given.group,
                from: given.start,
                until: given.start + given.length,
                change: String::new(),
            };
            rows.push(row(whole, given, &whole_shift, &breaks_of(given), unchanged));
        }
        for (part, breaks) in changed {
            rows.push(row(whole, given, &part, &breaks, 1));
        }
    }
    table(&rows)
}

fn is_of(duty: &Duty, row: usize) -> bool {
    duty.shift.is_some() && duty.row == row
}

/// A stretch of a person's day in one group, in minutes after midnight of the day on which the shift begins.
struct Part {
    group: GroupId,
    from: u32,
    until: u32,
    change: String,
}

/// Begin and end of a break in minutes after midnight, and whether it is paid.
type Break = (u32, u32, bool);

fn breaks_of(given: &GivenShift) -> Vec<Break> {
    let at = |begin: u32| given.start + begin;
    given.breaks.iter().map(|rest| (at(rest.begin), at(rest.begin + rest.length), rest.paid)).collect()
}

/// The parts of a changed day, each with its breaks.
fn parts(whole: &Scenario, answer: &Intraday, given: &GivenShift, duty: &Duty) -> Vec<(Part, Vec<Break>)> {
    let Some(shift) = &duty.shift else { return Vec::new() };
    let step = whole.calendar.interval_minutes;
    // Minutes of an interval of the day, counted from midnight of the day on which the shift begins.
    let span = duty.span(whole, &answer.today);
    let shift_end = given.start + given.length;
    let minute = |interval: usize| (given.start + step * (interval.max(span.start) - span.start) as u32).min(shift_end);
    let begin = given.start.saturating_sub(duty.overtime_before);
    let mut end = shift_end + duty.overtime_after;
    let mut words = Vec::new();
    if duty.overtime_before > 0 || duty.overtime_after > 0 {
        words.push("overtime".to_owned());
    }
    if let Some(from) = duty.off_from {
        end = minute(from);
        words.push("time off".to_owned());
    }
    let mut stretches = vec![(begin, end)];
    if !duty.absent.is_empty() {
        let (from, until) = (minute(duty.absent.start), minute(duty.absent.end));
        let (first, last) = ((begin, from.min(end)), (until.max(begin), end));
        stretches = [first, last].into_iter().filter(|(from, until)| from < until).collect();
        words.push("absent for a part".to_owned());
    }
    let moved: Vec<Break> = shift
        .breaks
        .iter()
        .map(|rest| (given.start + rest.begin, given.start + rest.begin + rest.length, rest.paid))
        .collect();
    if moved != breaks_of(given) {
        words.push("break shifted".to_owned());
    }
    let mut cut: Vec<Part> = Vec::new();
    for (from, until) in stretches {
        let mut at = from;
        for (intervals, group) in &duty.helps {
            let (first, last) = (minute(intervals.start).clamp(at, until), minute(intervals.end).clamp(at, until));
            if first < last {
                cut.push(Part { group: duty.group, from: at, until: first, change: words.join(", ") });
                let help = format!("helps instead of {}", whole.group(duty.group).name);
                cut.push(Part { group: *group, from: first, until: last, change: help });
                at = last;
            }
        }
        cut.push(Part { group: duty.group, from: at, until, change: words.join(", ") });
    }
    cut.retain(|part| part.from < part.until);
    cut.into_iter()
        .map(|part| {
            let within = |rest: &&Break| part.from <= rest.0 && rest.1 <= part.until;
            let breaks = moved.iter().filter(within).copied().collect();
            (part, breaks)
        })
        .collect()
}

fn row(whole: &Scenario, given: &GivenShift, part: &Part, breaks: &[Break], people: u32) -> Vec<String> {
    let told = |&(from, until, paid): &Break| {
        let paid = if paid { "paid" } else { "unpaid" };
        format!("{}-{} {paid}", clock(from % 1440), clock(until % 1440))
    };
    let unpaid: u32 = breaks.iter().filter(|rest| !rest.2).map(|rest| rest.1 - rest.0).sum();
    let hours = f64::from(people) * f64::from(part.until - part.from - unpaid) / 60.0;
    vec![
        safe(&whole.group(part.group).name),
        safe(&whole.shift_types[given.shift_type.0].name),
        whole.calendar.days[given.day].date.to_string(),
        clock(part.from % 1440),
        clock(part.until % 1440),
        breaks.iter().map(told).collect::<Vec<_>>().join("; "),
        people.to_string(),
        given.name.as_deref().map(safe).unwrap_or_default(),
        number(hours),
        part.change.clone(),
    ]
}
