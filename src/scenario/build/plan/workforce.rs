//! How people come, learn, move and go.

use super::{Names, unknown_names};
use crate::scenario::form::{Form, join};
use crate::scenario::plan::WEEKS_OF_A_MONTH;
use crate::scenario::{GroupId, GroupPlan, HiringChannel, Learning, Move, TrainingPlace};
use crate::units::{Hours, Money, MoneyPerHour, Share};

pub(super) struct Workforce {
    pub(super) groups: Vec<GroupPlan>,
    pub(super) hiring: Vec<HiringChannel>,
    pub(super) moves: Vec<Move>,
    pub(super) places: Vec<TrainingPlace>,
}

pub(super) fn build(form: &mut Form, names: &Names) -> Workforce {
    unknown_names(form, "plan.group", "group", &names.groups);
    let mut workforce = Workforce { groups: Vec::new(), hiring: Vec::new(), moves: Vec::new(), places: Vec::new() };
    for (index, name) in names.groups.iter().enumerate() {
        let path = join("plan.group", name);
        if !form.is_written(&path) {
            form.fill("plan.group.*", &path);
        }
        let group = GroupId(index);
        workforce.groups.push(group_plan(form, &path, group));
        workforce.hiring.push(channel(form, &path, name.clone(), group, None));
        workforce.moves.extend(dismissals(form, &path, name, group));
    }
    for name in form.names("plan.seasonal") {
        let path = join("plan.seasonal", &name);
        let Some(group) = form.resolve_one(&join(&path, "group"), "group", &names.groups) else { continue };
        let months = form.count(&join(&path, "contract_months")).unwrap_or(1) as u32;
        workforce.hiring.push(channel(form, &path, name, GroupId(group), Some(months)));
    }
    workforce.moves.extend(transfers(form, names));
    workforce.places = places(form, names);
    workforce
}

fn shares(form: &Form, path: &str) -> Vec<Share> {
    form.numbers(path).unwrap_or_default().into_iter().map(Share).collect()
}

fn group_plan(form: &mut Form, path: &str, group: GroupId) -> GroupPlan {
    let at = |key: &str| join(path, key);
    let share = |form: &Form, key: &str| Share(form.number(&at(key)).unwrap_or_default());
    let by_tenure = form.numbers(&at("people_by_tenure")).unwrap_or_default();
    if let Some(part) = by_tenure.iter().find(|people| people.fract() != 0.0) {
        form.refuse(
            "whole",
            &at("people_by_tenure"),
            part.to_string(),
            "whole people".to_owned(),
            "round it: these are people of today",
        );
    }
    let shrinkage_by_month = form.numbers(&at("shrinkage_by_month"));
    if let Some(list) = &shrinkage_by_month
        && (list.len() != 12 || list.iter().any(|&share| share >= 1.0))
    {
        form.refuse(
            "length",
            &at("shrinkage_by_month"),
            format!("{} shares, the greatest {}", list.len(), list.iter().copied().fold(0.0, f64::max)),
            "twelve shares below 1, January first".to_owned(),
            "write one for each calendar month",
        );
    }
    GroupPlan {
        group,
        people_by_tenure: by_tenure.into_iter().map(|people| people as u32).collect(),
        shrinkage_by_month: shrinkage_by_month
            .filter(|list| list.len() == 12)
            .map(|list| list.into_iter().map(Share).collect()),
        overtime_max: share(form, "overtime_max"),
        overtime_premium: share(form, "overtime_premium"),
        time_off_max: share(form, "time_off_max"),
        time_off_pay: share(form, "time_off_pay"),
    }
}

fn channel(form: &mut Form, path: &str, name: String, group: GroupId, contract_months: Option<u32>) -> HiringChannel {
    let at = |key: &str| join(path, key);
    let money = |form: &Form, key: &str| Money(form.number(&at(key)).unwrap_or_default());
    let count = |form: &Form, key: &str| form.count(&at(key)).unwrap_or_default() as u32;
    form.refuse_both(path, "attrition_per_month", "attrition_per_year");
    let per_month = match form.number(&at("attrition_per_year")) {
        Some(per_year) => {
            form.unassume(&at("attrition_per_month"));
            per_year / 12.0
        }
        None => form.number(&at("attrition_per_month")).unwrap_or_default(),
    };
    let channel = HiringChannel {
        name,
        group,
        may_hire: contract_months.is_some() || form.truth(&at("may_hire")).unwrap_or(true),
        contract_months,
        lead_months: form.count(&at("lead_months")).unwrap_or_default() as f64,
        class_min: count(form, "class_min"),
        class_max: count(form, "class_max"),
        cost_per_hire: money(form, "cost_per_hire"),
        training_cost: money(form, "training_cost"),
        learning: learning(form, path),
        attrition_per_month: Share(per_month),
        attrition_by_tenure: shares(form, &at("attrition_by_tenure")),
        wage: contract_months.and_then(|_| form.number(&at("wage"))).map(MoneyPerHour),
        weekly_hours: contract_months.and_then(|_| form.number(&at("weekly_hours"))).map(Hours),
    };
    let both = form.count(&at("class_min")).is_some() && form.count(&at("class_max")).is_some();
    if both && channel.class_min > channel.class_max {
        let found = format!("{}, above class_max = {}", channel.class_min, channel.class_max);
        let key = if form.is_written(&at("class_min")) { at("class_min") } else { at("class_max") };
        form.refuse(
            "order",
            &key,
            found,
            "class_min at most class_max".to_owned(),
            "lower class_min or raise class_max",
        );
    }
    channel
}

fn learning(form: &mut Form, path: &str) -> Learning {
    let at = |key: &str| join(path, key);
    form.refuse_both(path, "training_months", "training_weeks");
    let training_months = match form.number(&at("training_weeks")) {
        Some(weeks) => {
            form.unassume(&at("training_months"));
            weeks / WEEKS_OF_A_MONTH
        }
        None => form.count(&at("training_months")).unwrap_or_default() as f64,
    };
    Learning {
        training_months,
        nesting_months: form.number(&at("nesting_weeks")).unwrap_or_default() / WEEKS_OF_A_MONTH,
        nesting_productivity: Share(form.number(&at("nesting_productivity")).unwrap_or_default()),
        ramp: shares(form, &at("ramp")),
    }
}

/// Dismissing, where it is allowed.
fn dismissals(form: &Form, path: &str, name: &str, from: GroupId) -> Option<Move> {
    let at = |key: &str| join(path, key);
    let most_per_month = form.count(&at("dismissals_per_month")).unwrap_or_default() as u32;
    (most_per_month > 0).then(|| Move {
        name: format!("dismissals of {name}"),
        from,
        to: None,
        lead_months: form.count(&at("notice_months")).unwrap_or_default() as f64,
        most_per_month,
        cost_per_person: Money(form.number(&at("severance")).unwrap_or_default()),
        learning: Learning::default(),
    })
}

fn transfers(form: &mut Form, names: &Names) -> Vec<Move> {
    let mut transfers = Vec::new();
    for name in form.names("plan.transfer") {
        let path = join("plan.transfer", &name);
        let at = |key: &str| join(&path, key);
        let from = form.resolve_one(&at("from"), "group", &names.groups);
        let to = form.resolve_one(&at("to"), "group", &names.groups);
        let (Some(from), Some(to)) = (from, to) else { continue };
        if from == to {
            form.refuse(
                "same",
                &at("to"),
                format!("the group \"{}\" on both sides", names.groups[to]),
                "another group than `from`".to_owned(),
                "name the group that they go to",
            );
        }
        transfers.push(Move {
            from: GroupId(from),
            to: Some(GroupId(to)),
            lead_months: form.count(&at("lead_months")).unwrap_or_default() as f64,
            most_per_month: form.count(&at("most_per_month")).unwrap_or_default() as u32,
            cost_per_person: Money(form.number(&at("cost_per_person")).unwrap_or_default()),
            learning: learning(form, &path),
            name,
        });
    }
    transfers
}

fn places(form: &mut Form, names: &Names) -> Vec<TrainingPlace> {
    let mut places = Vec::new();
    for name in form.names("plan.training") {
        let path = join("plan.training", &name);
        let at = |key: &str| join(&path, key);
        let groups = if form.is_written(&at("groups")) {
            form.resolve(&at("groups"), "group", &names.groups)
        } else {
            (0..names.groups.len()).collect()
        };
        let count = |key: &str| form.count(&at(key)).map(|count| count as u32);
        let by_trainers = count("trainers").map(|trainers| trainers * count("people_per_trainer").unwrap_or(1));
        places.push(TrainingPlace {
            groups: groups.into_iter().map(GroupId).collect(),
            most_in_training: [by_trainers, count("seats")].into_iter().flatten().min(),
            most_people: count("most_people"),
            name,
        });
    }
    places
}
