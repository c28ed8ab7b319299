//! Assumptions of the plan over months.

use crate::scenario::form::{Form, join};
use crate::scenario::{Budget, GroupId, GroupPlan, Origin, PlanAssumptions, QueueId, SelfService};
use crate::units::{Money, MoneyPerHour, Share};
use jiff::civil::Date;

/// Options whose month is free: the plan tries every pair of months.
const MOST_FREE: usize = 2;

pub(super) fn build(
    form: &mut Form,
    queue_names: &[String],
    group_names: &[String],
    highest_wage: f64,
) -> Option<PlanAssumptions> {
    if !form.is_written("plan") {
        for table in ["self_service", "budget"] {
            if form.is_written(table) {
                form.refuse(
                    "needs-plan",
                    table,
                    format!("[{table}] without [plan]"),
                    "both or neither".to_owned(),
                    "add a table [plan] with start and volume",
                );
            }
        }
        return None;
    }
    let months = form.count("plan.months").unwrap_or(12) as u32;
    let start = form.date("plan.start");
    if let Some(start) = start
        && start.day() != 1
    {
        form.refuse(
            "first-of-month",
            "plan.start",
            start.to_string(),
            "the first day of a month".to_owned(),
            &format!("write {}", start.first_of_month()),
        );
    }
    let volume = volumes(form, queue_names, start.map_or(1, Date::month), months);
    let groups = groups(form, group_names);
    let self_service = self_service(form, queue_names, months);
    Some(PlanAssumptions {
        start: start?,
        months,
        volume,
        groups,
        self_service,
        budget: Budget {
            per_year: form.number("budget.per_year").map(Money),
            per_month: form.number("budget.per_month").map(Money),
        },
        shortage_per_hour: MoneyPerHour(super::three_wages(form, "plan.shortage_per_hour", highest_wage)),
        schedule_efficiency: Share(form.number("plan.schedule_efficiency").unwrap_or(1.0)),
        wage_growth_per_year: form.number("plan.wage_growth_per_year").unwrap_or_default(),
    })
}

fn unknown_names(form: &mut Form, table: &str, what: &str, known: &[String]) {
    for name in form.names(table) {
        if !known.contains(&name) {
            let path = join(table, &name);
            let allowed =
                format!("a {what} of the file: {}", known.iter().take(8).cloned().collect::<Vec<_>>().join(", "));
            let remedy = match crate::scenario::kind::nearest(&name, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("add [{}], or take this out", join(what, &name)),
            };
            form.refuse("unknown-name", &path, format!("the {what} \"{name}\""), allowed, &remedy);
        }
    }
}

fn volumes(form: &mut Form, queue_names: &[String], first_month: i8, months: u32) -> Vec<Vec<f64>> {
    unknown_names(form, "plan.volume", "queue", queue_names);
    let mut volumes = Vec::new();
    for name in queue_names {
        let path = join("plan.volume", name);
        if !form.is_written(&path) {
            if form.is_written("plan.volume") {
                let found = format!("no volume of the queue \"{name}\"");
                form.refuse(
                    "missing",
                    &path,
                    found,
                    "a volume for each queue".to_owned(),
                    &format!("add {path} = {{ per_month = 30000 }}"),
                );
            }
            volumes.push(vec![0.0; months as usize]);
            continue;
        }
        if let Some(list) = form.numbers(&path) {
            if list.len() < months as usize {
                let found = format!("{} numbers", list.len());
                form.refuse(
                    "length",
                    &path,
                    found,
                    format!("a number for each of the {months} months"),
                    "add the missing months, or write { per_month, growth_per_year, season }",
                );
            }
            volumes.push(list.into_iter().take(months as usize).collect());
            continue;
        }
        let per_month = form.number(&join(&path, "per_month")).unwrap_or_default();
        let growth = form.number(&join(&path, "growth_per_year")).unwrap_or_default();
        let season = form.numbers(&join(&path, "season")).unwrap_or_else(|| vec![1.0; 12]);
        let first = usize::from(first_month.unsigned_abs()) - 1;
        let year = |month: usize| (1.0 + growth).powf(month as f64 / 12.0);
        volumes
            .push((0..months as usize).map(|month| per_month * season[(first + month) % 12] * year(month)).collect());
    }
    volumes
}

fn groups(form: &mut Form, names: &[String]) -> Vec<GroupPlan> {
    unknown_names(form, "plan.group", "group", names);
    let mut plans = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let path = join("plan.group", name);
        let at = |key: &str| join(&path, key);
        if !form.is_written(&path) {
            form.fill("plan.group.*", &path);
        }
        let plan = GroupPlan {
            group: GroupId(index),
            attrition_per_month: Share(form.number(&at("attrition_per_month")).unwrap_or_default()),
            may_hire: form.truth(&at("may_hire")).unwrap_or(true),
            lead_months: form.count(&at("lead_months")).unwrap_or_default() as u32,
            class_min: form.count(&at("class_min")).unwrap_or_default() as u32,
            class_max: form.count(&at("class_max")).unwrap_or_default() as u32,
            cost_per_hire: Money(form.number(&at("cost_per_hire")).unwrap_or_default()),
            training_months: form.count(&at("training_months")).unwrap_or_default() as u32,
            training_cost: Money(form.number(&at("training_cost")).unwrap_or_default()),
            ramp: form.numbers(&at("ramp")).unwrap_or_default().into_iter().map(Share).collect(),
            overtime_max: Share(form.number(&at("overtime_max")).unwrap_or_default()),
            overtime_premium: Share(form.number(&at("overtime_premium")).unwrap_or_default()),
        };
        let both = form.count(&at("class_min")).is_some() && form.count(&at("class_max")).is_some();
        if both && plan.class_min > plan.class_max {
            let found = format!("{}, above class_max = {}", plan.class_min, plan.class_max);
            let key = if form.is_written(&at("class_min")) { at("class_min") } else { at("class_max") };
            form.refuse(
                "order",
                &key,
                found,
                "class_min at most class_max".to_owned(),
                "lower class_min or raise class_max",
            );
        }
        plans.push(plan);
    }
    plans
}

fn self_service(form: &mut Form, queue_names: &[String], months: u32) -> Vec<SelfService> {
    let mut options = Vec::new();
    let mut free = 0;
    for name in form.names("self_service") {
        let path = join("self_service", &name);
        let at = |key: &str| join(&path, key);
        let queues = form.resolve(&at("queues"), "queue", queue_names);
        let number = |form: &Form, key: &str| form.number(&at(key)).unwrap_or_default();
        let start = form.count(&at("start"));
        let word = form.text(&at("start")).unwrap_or_default().to_owned();
        if let Some(start) = start
            && start > i64::from(months)
        {
            form.refuse(
                "range",
                &at("start"),
                start.to_string(),
                format!("a month from 1 to {months}, \"free\" or \"never\""),
                "choose a month of the plan",
            );
        }
        if word == "never" {
            continue;
        }
        if word == "free" {
            free += 1;
            if free > MOST_FREE {
                let key = if form.is_written(&at("start")) { at("start") } else { path.clone() };
                form.refuse(
                    "too-many",
                    &key,
                    format!("{free} options that are free to choose their month"),
                    format!("at most {MOST_FREE}"),
                    "give the others a month, or start = \"never\"",
                );
            }
        }
        options.push(SelfService {
            queues: queues.into_iter().map(QueueId).collect(),
            set_up: Money(number(form, "set_up")),
            per_month: Money(number(form, "per_month")),
            per_session: Money(number(form, "per_session")),
            months_to_live: form.count(&at("months_to_live")).unwrap_or_default() as u32,
            entry: Share(number(form, "entry")),
            adoption: form.numbers(&at("adoption")).unwrap_or_default().into_iter().map(Share).collect(),
            containment: Share(number(form, "containment")),
            unresolved: Share(number(form, "unresolved")),
            handling_factor: number(form, "handling_factor"),
            fixed_start: start.map(|start| (start - 1).max(0) as u32),
            name,
        });
    }
    if form.problems.is_empty() {
        form.assume(
            "self_service",
            &options.len().to_string(),
            Origin::Default("options that the plan weighs".to_owned()),
        );
    }
    options
}
