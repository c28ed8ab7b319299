//! The roster: contracts from the scenario file, people and what concerns them from the tables beside it.

mod employees;

use crate::calendar::Calendar;
use crate::scenario::form::{Form, join};
use crate::scenario::kind::Checked;
use crate::scenario::roster::{Contract, Limits, RosterSettings};
use crate::scenario::{ShiftType, ShiftTypeId};
use crate::units::{Hours, Money, Seconds};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What has been built already.
pub(super) struct Given<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) group_names: &'a [String],
    pub(super) shift_types: &'a [ShiftType],
    pub(super) folder: &'a Path,
}

/// The roster, if the file has one.
pub(super) fn build(form: &mut Form, given: &Given<'_>) -> Option<RosterSettings> {
    let shift_names: Vec<String> = given.shift_types.iter().map(|shift| shift.name.clone()).collect();
    let contracts: Vec<Contract> =
        form.names("contract").iter().map(|name| contract(form, name, &shift_names)).collect();
    if !form.is_written("roster") {
        return None;
    }
    if given.shift_types.is_empty() {
        form.refuse(
            "missing",
            "roster",
            "no shift types".to_owned(),
            "shifts that people are rostered on".to_owned(),
            "add a table [shift.NAME]",
        );
    }
    let known = employees::Known { given, contracts: &contracts, shift_names: &shift_names };
    let employees = employees::build(form, &known);
    let clock = |form: &Form, key: &str| form.count(&join("roster.night", key)).unwrap_or_default() as u32;
    let night = (clock(form, "from"), clock(form, "until"));
    let money = |form: &Form, key: &str| Money(form.number(&join("roster", key)).unwrap_or_default());
    Some(RosterSettings {
        contracts,
        employees,
        night,
        refused_wish: money(form, "refused_wish"),
        unfair_night: money(form, "unfair_night"),
        unfair_weekend: money(form, "unfair_weekend"),
        unfair_refusal: money(form, "unfair_refusal"),
    })
}

fn contract(form: &mut Form, name: &str, shift_names: &[String]) -> Contract {
    let path = join("contract", name);
    let at = |key: &str| join(&path, key);
    let hours = |form: &mut Form, of: &str| {
        limits(form, &path, of, |form, path| form.number(path).map(|seconds| Hours(Seconds(seconds).hours().0)))
    };
    let count =
        |form: &mut Form, of: &str| limits(form, &path, of, |form, path| form.count(path).map(|count| count as u32));
    let minutes = |form: &Form, key: &str| form.number(&at(key)).map(|seconds| (seconds / 60.0).round() as u32);
    let types = |places: Vec<usize>| places.into_iter().map(ShiftTypeId).collect::<BTreeSet<_>>();
    let hours_per_day = hours(form, "hours_per_day");
    let hours_per_week = hours(form, "hours_per_week");
    let hours_in_all = hours(form, "hours");
    let days_per_week = count(form, "days_per_week");
    let days_in_a_row = count(form, "days_in_a_row");
    let shifts = form.is_written(&at("shifts")).then(|| types(form.resolve(&at("shifts"), "shift type", shift_names)));
    let mut not_before = BTreeMap::new();
    for first in form.names(&at("not_before")) {
        let key = join(&at("not_before"), &first);
        match shift_names.iter().position(|known| *known == first) {
            Some(place) => {
                not_before.insert(ShiftTypeId(place), types(form.resolve(&key, "shift type", shift_names)));
            }
            None => form.unknown_name(&key, "shift type", &first, shift_names),
        }
    }
    let weeks = form.names(&at("rotation"));
    let rotation = weeks.iter().map(|week| {
        let key = join(&join(&at("rotation"), week), "shifts");
        types(form.resolve(&key, "shift type", shift_names))
    });
    let rotation = rotation.collect();
    let within = match form.values.get(&at("within")) {
        Some(Checked::Spans(spans)) => spans.clone(),
        _ => Vec::new(),
    };
    Contract {
        name: name.to_owned(),
        hours_per_day,
        hours_per_week,
        hours: hours_in_all,
        days_per_week,
        rest: minutes(form, "rest").unwrap_or_default(),
        weekly_rest: minutes(form, "weekly_rest").unwrap_or_default(),
        days_in_a_row,
        days_off_in_a_row: form.count(&at("days_off_in_a_row")).unwrap_or_default() as u32,
        start_difference: minutes(form, "start_difference"),
        weekends: form.count(&at("most_weekends")).map(|count| count as u32),
        complete_weekends: form.truth(&at("complete_weekends")).unwrap_or(false),
        shifts,
        within,
        not_before,
        rotation,
    }
}

/// `least_…` and `most_…`, in this order.
fn limits<T: PartialOrd>(form: &mut Form, path: &str, of: &str, read: impl Fn(&Form, &str) -> Option<T>) -> Limits<T> {
    let (at_least, at_most) = (join(path, &format!("least_{of}")), join(path, &format!("most_{of}")));
    let limits = Limits { least: read(form, &at_least), most: read(form, &at_most) };
    if let (Some(least), Some(most)) = (&limits.least, &limits.most)
        && least > most
    {
        form.refuse(
            "order",
            &at_most,
            format!("less than least_{of}"),
            format!("at least as much as least_{of}"),
            "exchange them, or take one of them out",
        );
    }
    limits
}
