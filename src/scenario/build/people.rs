//! Groups of agents and who is on duty as things are.

use super::tables::Tables;
use crate::calendar::{Calendar, OpeningHours};
use crate::scenario::form::{Form, join};
use crate::scenario::keys::MOST_PEOPLE;
use crate::scenario::table::Expected;
use crate::scenario::{Group, GroupId, Origin, Queue, QueueId, ShiftType};
use crate::units::{Hours, MoneyPerHour, Share};

pub(super) fn build(
    form: &mut Form,
    calendar: Option<&Calendar>,
    queues: &[Queue],
    names: &[String],
    shift_types: &[ShiftType],
    tables: &mut Tables,
) -> Vec<Group> {
    let queue_names: Vec<String> = queues.iter().map(|queue| queue.name.clone()).collect();
    let mut groups = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let path = join("group", name);
        let at = |key: &str| join(&path, key);
        let skills = form.resolve(&at("skills"), "queue", &queue_names);
        let mut group = Group {
            headcount: form.count(&at("headcount")).unwrap_or_default() as u32,
            wage: MoneyPerHour(form.number(&at("wage")).unwrap_or_default()),
            shrinkage: Share(form.number(&at("shrinkage")).unwrap_or_default()),
            weekly_hours: Hours(form.number(&at("weekly_hours")).unwrap_or(40.0)),
            days_per_week: form.count(&at("days_per_week")).unwrap_or(5) as u32,
            ..Group::plain(name, skills.into_iter().map(QueueId).collect(), Vec::new())
        };
        let works_shifts = shift_types.iter().any(|shift| shift.groups.contains(&GroupId(index)));
        if let Some(calendar) = calendar {
            group.on_duty = on_duty(form, &group, queues, names, works_shifts, calendar, tables).unwrap_or_default();
        }
        groups.push(group);
    }
    groups
}

fn on_duty(
    form: &mut Form,
    group: &Group,
    queues: &[Queue],
    names: &[String],
    works_shifts: bool,
    calendar: &Calendar,
    tables: &mut Tables,
) -> Option<Vec<u32>> {
    let path = join(&join("group", &group.name), "on_duty");
    let (level, file) = (join(&path, "level"), join(&path, "file"));
    if form.is_written(&level) && form.is_written(&file) {
        form.refuse("one-of", &file, "`level` and `file`".to_owned(), "one of them".to_owned(), "take one of them out");
        return None;
    }
    let hours: Vec<&OpeningHours> =
        group.skills.iter().filter_map(|skill| queues.get(skill.0)).map(|queue| &queue.opening_hours).collect();
    let mut open = vec![false; calendar.intervals.len()];
    for hours in &hours {
        for (is_open, too) in open.iter_mut().zip(hours.open_intervals(calendar)) {
            *is_open |= too;
        }
    }
    if form.is_written(&file) {
        let expected = Expected { names, most: MOST_PEOPLE as f64, levels: true };
        let values = tables.column(form, &file, &group.name, expected, calendar, &open)?;
        return Some(values.into_iter().map(|value| value as u32).collect());
    }
    let level = form.count(&level).map_or_else(
        || {
            let available = f64::from(group.headcount) * group.shrinkage.complement().0;
            let share = if works_shifts { (group.weekly_hours.0 / open_hours_per_week(&hours)).min(1.0) } else { 1.0 };
            let level = (available * share).round();
            let source = if works_shifts {
                "headcount × (1 − shrinkage) × weekly_hours / open hours of a week: spread evenly"
            } else {
                "headcount × (1 − shrinkage)"
            };
            if !form.is_written(&path) {
                form.assume(&path, &level.to_string(), Origin::Default(source.to_owned()));
            }
            level as u32
        },
        |level| level as u32,
    );
    Some(open.into_iter().map(|is_open| if is_open { level } else { 0 }).collect())
}

/// Hours of a week in which at least one of some opening hours is open; at least a minute.
fn open_hours_per_week(hours: &[&OpeningHours]) -> f64 {
    let minutes = (0..7)
        .map(|day| {
            (0..1440)
                .filter(|minute| hours.iter().any(|one| one.week[day].iter().any(|span| span.contains(minute))))
                .count()
        })
        .sum::<usize>();
    minutes.max(1) as f64 / 60.0
}
