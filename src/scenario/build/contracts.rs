//! Contracts of a group: rules that say something, and people who add up.

use crate::scenario::form::{Form, join};
use crate::scenario::keys::MOST_PEOPLE;
use crate::scenario::{GroupContract, GroupId, Origin, ShiftType, ShiftTypeId, WeekendRotation};
use crate::units::Hours;

/// Days of a week.
const WEEK: u32 = 7;

/// People of all contracts of a group; 0 if it has none.
pub(super) fn people(form: &Form, path: &str) -> i64 {
    let contracts = form.names(path);
    contracts.iter().map(|index| form.count(&join(&join(path, index), "people")).unwrap_or_default()).sum()
}

/// The contracts of a group whose people, hours and days are known.
pub(super) fn build(
    form: &mut Form,
    path: &str,
    group: GroupId,
    shift_types: &[ShiftType],
    (weekly_hours, days_per_week): (Hours, u32),
) -> Vec<GroupContract> {
    let mut contracts: Vec<GroupContract> = Vec::new();
    for index in form.names(path) {
        let path = join(path, &index);
        let at = |key: &str| join(&path, key);
        let name = form.text(&at("name")).unwrap_or_default().to_owned();
        if !name.is_empty() && contracts.iter().any(|other| other.name == name) {
            let found = format!("a second contract \"{name}\"");
            form.refuse("twice", &at("name"), found, "a name for each contract".to_owned(), "give it another name");
        }
        let hours = form.number(&at("weekly_hours")).map_or(weekly_hours, Hours);
        let days = form.count(&at("days_per_week")).map_or(days_per_week, |days| days as u32);
        for (key, value) in [("weekly_hours", hours.0.to_string()), ("days_per_week", days.to_string())] {
            if !form.is_written(&at(key)) {
                form.assume(&at(key), &value, Origin::Default("as the group's".to_owned()));
            }
        }
        let contract = GroupContract {
            shift_types: types(form, &at("shifts"), group, shift_types),
            from: form.date(&at("from")),
            until: form.date(&at("until")),
            days_off_together: form.truth(&at("days_off_together")).unwrap_or(false),
            start_within: form.number(&at("start_within")).map(|seconds| (seconds / 60.0) as u32),
            weekends: weekends(form, &at("weekends")),
            ..GroupContract::plain(&name, form.count(&at("people")).unwrap_or_default() as u32, hours, days)
        };
        if let (Some(from), Some(until)) = (contract.from, contract.until)
            && until < from
        {
            let found = format!("{until}, before `from`");
            let allowed = format!("{from} or later");
            form.refuse("order", &at("until"), found, allowed, "exchange `from` and `until`");
        }
        if contract.days_off_together && days + 1 >= WEEK {
            let found = format!("`days_off_together` with {days} days of work in a week");
            let allowed = "a contract with at least two days off in a week".to_owned();
            form.refuse("never", &at("days_off_together"), found, allowed, "take it out, or lower days_per_week");
        }
        contracts.push(contract);
    }
    contracts
}

fn types(form: &mut Form, path: &str, group: GroupId, shift_types: &[ShiftType]) -> Option<Vec<ShiftTypeId>> {
    if !form.is_written(path) {
        return None;
    }
    let names: Vec<String> = shift_types.iter().map(|shift_type| shift_type.name.clone()).collect();
    let types = form.resolve(path, "shift", &names);
    if let Some(&other) = types.iter().find(|&&index| !shift_types[index].groups.contains(&group)) {
        let found = format!("the shift \"{}\", which the group may not work", names[other]);
        let allowed = "shifts whose `groups` name this group".to_owned();
        form.refuse("never", path, found, allowed, "take it out, or add the group to the `groups` of the shift");
    }
    Some(types.into_iter().map(ShiftTypeId).collect())
}

fn weekends(form: &mut Form, path: &str) -> Option<WeekendRotation> {
    let (worked, of) = (form.count(&join(path, "worked"))? as u32, form.count(&join(path, "of"))? as u32);
    if worked >= of {
        let found = format!("{worked} of {of} weekends");
        let allowed = "fewer weekends with work than there are".to_owned();
        form.refuse("never", path, found, allowed, "lower `worked`, or take `weekends` out: then all may be worked");
        return None;
    }
    Some(WeekendRotation { worked, of })
}

/// What a group with contracts says about its people is what its contracts add up to.
pub(super) fn check_headcount(form: &mut Form, path: &str, together: i64, headcount: u32, has_persons: bool) {
    let at = join(path, "contract");
    if together > MOST_PEOPLE {
        let found = format!("contracts of {together} people");
        form.refuse("too-many", &at, found, format!("at most {MOST_PEOPLE} in a group"), "lower `people`");
    } else if together != i64::from(headcount) {
        let whose = if has_persons { "people of the group who have a name" } else { "`headcount`" };
        form.refuse(
            "contradiction",
            &if has_persons { at } else { join(path, "headcount") },
            format!("{headcount} {whose}, and contracts of {together}"),
            "contracts that add up to the people of the group".to_owned(),
            "change `people` of the contracts; `headcount` can be left out, it is their sum",
        );
    }
}
