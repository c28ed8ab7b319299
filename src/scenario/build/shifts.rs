//! Shift types: whole intervals, breaks that fit, and not more combinations than can be searched.

use crate::scenario::form::{Form, join};
use crate::scenario::kind::{Checked, duration_text};
use crate::scenario::{BreakRule, GroupId, Origin, OvertimeRule, ShiftType, SplitRule};
use crate::units::Share;

/// Combinations of length, start and break places of one shift type: a scheduling model has a column for each and day.
const MOST_COMBINATIONS: f64 = 20_000.0;

pub(super) fn build(form: &mut Form, group_names: &[String], interval: u32) -> Vec<ShiftType> {
    let mut types = Vec::new();
    for name in form.names("shift") {
        let path = join("shift", &name);
        let at = |key: &str| join(&path, key);
        let groups = if form.is_written(&at("groups")) {
            form.resolve(&at("groups"), "group", group_names)
        } else {
            form.assume(&at("groups"), "all", Origin::Default("every group, since none is named".to_owned()));
            (0..group_names.len()).collect()
        };
        let lengths = lengths(form, &at("length"), interval);
        let starts = match form.values.get(&at("start")) {
            Some(Checked::Minutes(starts)) => starts.clone(),
            _ => Vec::new(),
        };
        if let Some(&start) = starts.iter().find(|&&start| start % interval != 0) {
            let found = crate::calendar::clock(start);
            let allowed = format!("begins on the grid of {interval} minutes");
            form.refuse("grid", &at("start"), found, allowed, "move it, or choose a finer horizon.interval");
        }
        let weekdays = match form.values.get(&at("days")) {
            Some(Checked::Week(week)) => *week,
            _ => [true; 7],
        };
        let breaks: Vec<BreakRule> = form
            .names(&at("break"))
            .iter()
            .map(|index| break_rule(form, &join(&at("break"), index), interval))
            .collect();
        let mut whole = |key: &str| {
            let seconds = form.number(&at(key))?;
            whole_intervals(form, &at(key), seconds, interval)
        };
        let (gap_between_breaks, work_after_break) = (whole("gap_between_breaks"), whole("work_after_break"));
        let overtime = overtime(form, &at("overtime"), interval);
        let split = split(form, &at("split"), interval);
        let groups = groups.into_iter().map(GroupId).collect();
        let shift = ShiftType {
            weekdays,
            breaks,
            gap_between_breaks: gap_between_breaks.unwrap_or_default(),
            work_after_break: work_after_break.unwrap_or_default(),
            split,
            overtime,
            ..ShiftType::plain(&name, groups, lengths, starts)
        };
        check_breaks(form, &path, &shift);
        check_work_between_breaks(form, &path, &shift);
        check_split(form, &path, &shift);
        let combinations = combinations(&shift);
        if combinations > MOST_COMBINATIONS {
            let found = format!("{combinations} combinations of lengths, starts and break places");
            form.refuse(
                "too-many",
                &path,
                found,
                format!("at most {MOST_COMBINATIONS}"),
                "coarser starts, fewer lengths, or breaks on a coarser grid (`every`)",
            );
        }
        types.push(shift);
    }
    types
}

/// Lengths in minutes, ascending, as far as they are whole intervals.
fn lengths(form: &mut Form, path: &str, interval: u32) -> Vec<u32> {
    let mut lengths: Vec<u32> = Vec::new();
    for seconds in form.numbers(path).unwrap_or_default() {
        lengths.extend(whole_intervals(form, path, seconds, interval));
    }
    lengths.sort_unstable();
    lengths.dedup();
    lengths
}

/// A duration in minutes, if it is whole intervals.
fn whole_intervals(form: &mut Form, path: &str, seconds: f64, interval: u32) -> Option<u32> {
    let minutes = seconds / 60.0;
    if minutes.fract() == 0.0 && minutes % f64::from(interval) == 0.0 {
        return Some(minutes as u32);
    }
    let allowed = format!("a multiple of the interval of {interval} minutes");
    form.refuse("grid", path, duration_text(seconds), allowed, "round it, or choose a finer horizon.interval");
    None
}

fn break_rule(form: &mut Form, path: &str, interval: u32) -> BreakRule {
    let mut minutes = |key: &str| {
        let at = join(path, key);
        form.number(&at).and_then(|seconds| whole_intervals(form, &at, seconds, interval))
    };
    let length = minutes("length").unwrap_or(interval);
    let from_shift_length = minutes("from_shift_length").unwrap_or_default();
    let BreakWindow { earliest, latest, step } = window(form, path, interval);
    let paid = form.truth(&join(path, "paid")).unwrap_or(false);
    BreakRule { length, paid, earliest, latest, step, from_shift_length }
}

/// When a break or a pause may begin, in minutes.
struct BreakWindow {
    earliest: u32,
    latest: u32,
    step: u32,
}

/// The window at `after`, `before` and `every` of a table.
fn window(form: &mut Form, path: &str, interval: u32) -> BreakWindow {
    let mut minutes = |key: &str| {
        let at = join(path, key);
        form.number(&at).and_then(|seconds| whole_intervals(form, &at, seconds, interval))
    };
    let earliest = minutes("after").unwrap_or_default();
    let latest = minutes("before");
    let step = minutes("every");
    for (key, written, value) in [("before", latest, earliest), ("every", step, interval)] {
        let at = join(path, key);
        if written.is_none() && !form.is_written(&at) {
            let source = if key == "before" { "as `after`: the break does not move" } else { "an interval" };
            form.assume(&at, &duration_text(f64::from(value) * 60.0), Origin::Default(source.to_owned()));
        }
    }
    let latest = latest.unwrap_or(earliest);
    if latest < earliest {
        let found = format!("{}, before `after`", duration_text(f64::from(latest) * 60.0));
        form.refuse(
            "order",
            &join(path, "before"),
            found,
            "a begin at or after `after`".to_owned(),
            "exchange `after` and `before`",
        );
    }
    BreakWindow { earliest, latest, step: step.unwrap_or(interval) }
}

fn split(form: &mut Form, path: &str, interval: u32) -> Option<SplitRule> {
    if !form.is_written(path) {
        return None;
    }
    // Its window is written as that of a break.
    let lengths = lengths(form, &join(path, "length"), interval);
    let BreakWindow { earliest, latest, step } = window(form, path, interval);
    Some(SplitRule { lengths, earliest, latest, step })
}

/// The pause lies between two parts, and each break in one of them.
fn check_split(form: &mut Form, path: &str, shift: &ShiftType) {
    let Some(split) = &shift.split else { return };
    let text = |minutes: u32| duration_text(f64::from(minutes) * 60.0);
    if let Some(&length) = shift.lengths.iter().find(|&&length| split.latest >= length) {
        let found = format!("a pause {} after the begin of a shift of {}", text(split.latest), text(length));
        let allowed = "a pause with work before and after it".to_owned();
        form.refuse("break-fits", &join(path, "split"), found, allowed, "let it begin earlier, or lengthen the shift");
    }
    for (index, rule) in shift.breaks.iter().enumerate() {
        if !split.is_after(rule) && rule.earliest < split.latest {
            let found = "a break that may be taken before the pause of a split shift or after it".to_owned();
            let allowed = format!(
                "breaks that end within {} after the begin, or begin {} after it or later",
                text(split.earliest),
                text(split.latest)
            );
            let at = join(&join(path, "break"), &index.to_string());
            form.refuse("break-order", &at, found, allowed, "narrow its window, or that of the pause");
        }
    }
}

fn overtime(form: &mut Form, path: &str, interval: u32) -> Option<OvertimeRule> {
    if !form.is_written(path) {
        return None;
    }
    let at = |key: &str| join(path, key);
    let mut minutes = |key: &str| {
        let seconds = form.number(&at(key))?;
        whole_intervals(form, &at(key), seconds, interval)
    };
    let (before, after) = (minutes("before").unwrap_or_default(), minutes("after").unwrap_or_default());
    let step = minutes("every");
    if !form.is_written(&at("before")) && !form.is_written(&at("after")) {
        let found = "neither `before` nor `after`".to_owned();
        let allowed = "how long overtime may be before the shift, after it, or both".to_owned();
        form.refuse("missing", path, found, allowed, "add after = \"2h\"");
    }
    if step.is_none() && !form.is_written(&at("every")) {
        let value = duration_text(f64::from(interval) * 60.0);
        form.assume(&at("every"), &value, Origin::Default("an interval".to_owned()));
    }
    let step = step.unwrap_or(interval);
    if step > before.max(after) && before.max(after) > 0 {
        let found = format!("{}, longer than any overtime", duration_text(f64::from(step) * 60.0));
        let allowed = "at most as long as `before` or `after`".to_owned();
        form.refuse("never", &at("every"), found, allowed, "shorten it, or lengthen the overtime");
    }
    let premium = Share(form.number(&at("premium")).unwrap_or_default());
    Some(OvertimeRule { before, after, step, premium })
}

fn check_breaks(form: &mut Form, path: &str, shift: &ShiftType) {
    let at = |index: usize| join(&join(path, "break"), &index.to_string());
    for (index, rule) in shift.breaks.iter().enumerate() {
        let applies = |&&length: &&u32| length >= rule.from_shift_length;
        if let Some(&length) = shift.lengths.iter().find(applies)
            && rule.latest + rule.length > length
        {
            let end = duration_text(f64::from(rule.latest + rule.length) * 60.0);
            let found = format!(
                "a break that may end {end} after the begin of a shift of {}",
                duration_text(f64::from(length) * 60.0)
            );
            form.refuse(
                "break-fits",
                &at(index),
                found,
                "breaks that end within the shift".to_owned(),
                "lower `before`, or give only longer shifts the break with `from_shift_length`",
            );
        }
        if !shift.lengths.is_empty() && !shift.lengths.iter().any(|length| applies(&length)) {
            let found = duration_text(f64::from(rule.from_shift_length) * 60.0);
            form.refuse(
                "never",
                &join(&at(index), "from_shift_length"),
                found,
                "at most the longest length of the shift".to_owned(),
                "lower it, or take the break out",
            );
        }
        if let Some(before) = index.checked_sub(1).map(|index| &shift.breaks[index])
            && before.earliest + before.length + shift.gap_between_breaks > rule.latest
        {
            let found = match shift.gap_between_breaks {
                0 => "a break that cannot begin after the one before it has ended".to_owned(),
                _ => "a break that cannot begin `gap_between_breaks` after the one before it has ended".to_owned(),
            };
            form.refuse(
                "break-order",
                &at(index),
                found,
                "breaks in the order in which they are taken".to_owned(),
                "exchange the breaks, or raise `before`",
            );
        }
    }
}

/// What lies between the breaks and after them says something only where there are breaks, and leaves room for them.
fn check_work_between_breaks(form: &mut Form, path: &str, shift: &ShiftType) {
    for (key, needs) in [("gap_between_breaks", 2), ("work_after_break", 1)] {
        let at = join(path, key);
        if form.is_written(&at) && shift.breaks.len() < needs {
            let found = format!("`{key}` of a shift with {} breaks", shift.breaks.len());
            form.refuse(
                "never",
                &at,
                found,
                format!("a shift with at least {needs}"),
                "take it out, or add the breaks",
            );
        }
    }
    let at = join(path, "work_after_break");
    for &length in &shift.lengths {
        let rules = || shift.breaks.iter().filter(|rule| length >= rule.from_shift_length);
        if let Some(last) = rules().next_back()
            && shift.work_after_break > 0
            && last.earliest + last.length + shift.work_after_break > length
        {
            let found = format!(
                "{} after a break that ends at the earliest {} after the begin of a shift of {}",
                duration_text(f64::from(shift.work_after_break) * 60.0),
                duration_text(f64::from(last.earliest + last.length) * 60.0),
                duration_text(f64::from(length) * 60.0)
            );
            let allowed = "what every length of the shift has room for".to_owned();
            form.refuse("break-fits", &at, found, allowed, "lower it, or let the last break begin earlier");
            return;
        }
    }
}

/// Combinations of length, start and places of the breaks, at most.
fn combinations(shift: &ShiftType) -> f64 {
    let places = |length: u32| -> f64 {
        let rules = shift.breaks.iter().filter(|rule| length >= rule.from_shift_length);
        rules.map(|rule| f64::from(rule.latest.saturating_sub(rule.earliest) / rule.step.max(1) + 1)).product()
    };
    let pauses = shift.split.as_ref().map_or(1.0, |split| {
        let places = split.latest.saturating_sub(split.earliest) / split.step.max(1) + 1;
        f64::from(places) * split.lengths.len() as f64
    });
    shift.lengths.iter().map(|&length| places(length)).sum::<f64>() * shift.starts.len() as f64 * pauses
}
