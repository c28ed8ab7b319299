//! Assumptions of the plan over months or weeks.

mod initiatives;
mod money;
mod uncertainty;
mod workforce;

use crate::scenario::form::{Form, join};
use crate::scenario::kind::nearest;
use crate::scenario::plan::{DAYS_OF_A_MONTH, Step};
use crate::scenario::{Alternative, Bot, Group, News, PlanAssumptions, Queue};
use crate::units::Share;
use jiff::ToSpan;
use jiff::civil::Date;

/// Names of what a plan is about.
struct Names {
    queues: Vec<String>,
    groups: Vec<String>,
}

/// The periods of a plan, and what stands at the same place of a list by calendar month.
struct Periods {
    step: Step,
    months: u32,
    /// First day of each.
    begins: Vec<Date>,
}

impl Periods {
    fn len(&self) -> usize {
        self.begins.len()
    }

    /// The middle of a period, months after the begin of the plan. For months, their own number counts, as in a list by month.
    fn months_before(&self, period: usize) -> f64 {
        match self.step {
            Step::Month => period as f64,
            Step::Week => (7.0 * period as f64 + 3.5) / DAYS_OF_A_MONTH,
        }
    }

    /// The calendar month of a period, 0 for January: that of its middle.
    fn calendar_month(&self, period: usize) -> usize {
        let day = match self.step {
            Step::Month => self.begins[period],
            Step::Week => self.begins[period].saturating_add(3.days()),
        };
        usize::from(day.month().unsigned_abs()) - 1
    }

    /// The month of the plan in which a period begins, 0 for the first.
    fn month_of_plan(&self, period: usize) -> u32 {
        match self.step {
            Step::Month => period as u32,
            Step::Week => (7.0 * period as f64 / DAYS_OF_A_MONTH) as u32,
        }
    }

    /// The first period that begins in a month of the plan (1 for the first) or later.
    fn of_month(&self, month: i64) -> u32 {
        let month = (month - 1).max(0);
        let at = (0..self.len()).find(|&period| i64::from(self.month_of_plan(period)) >= month);
        at.unwrap_or(self.len()) as u32
    }
}

pub(super) fn build(
    form: &mut Form,
    queues: &mut [Queue],
    groups: &[Group],
    bots: &mut Vec<Bot>,
    highest_wage: f64,
) -> Option<PlanAssumptions> {
    if !form.is_written("plan") {
        for table in ["self_service", "coaching", "budget"] {
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
    let names = Names {
        queues: queues.iter().map(|queue| queue.name.clone()).collect(),
        groups: groups.iter().map(|group| group.name.clone()).collect(),
    };
    let months = form.count("plan.months").unwrap_or(12) as u32;
    let step = if form.text("plan.by") == Some(Step::Week.name()) { Step::Week } else { Step::Month };
    let start = form.date("plan.start");
    if let Some(start) = start
        && step == Step::Month
        && start.day() != 1
    {
        form.refuse(
            "first-of-month",
            "plan.start",
            start.to_string(),
            "the first day of a month".to_owned(),
            &format!("write {}, or by = \"week\"", start.first_of_month()),
        );
    }
    let first = start.unwrap_or(Date::constant(2000, 1, 1));
    let begins = (0..step.periods(first, months)).map(|period| step.begin(first, period)).collect();
    let periods = Periods { step, months, begins };
    let mut volume = volumes(form, &names, &periods);
    for (of_queue, queue) in volume.iter_mut().zip(queues.iter()) {
        for contacts in of_queue {
            *contacts *= queue.volume_factor;
        }
    }
    let mut handling = vec![vec![1.0; periods.len()]; queues.len()];
    let news = events(form, &names, &periods, &mut volume, &mut handling);
    let workforce = workforce::build(form, &names);
    Some(PlanAssumptions {
        start: start?,
        months,
        step,
        volume,
        handling,
        news,
        committed: None,
        groups: workforce.groups,
        hiring: workforce.hiring,
        moves: workforce.moves,
        places: workforce.places,
        partners: money::partners(form, &names, &periods),
        initiatives: initiatives::build(form, queues, &periods, bots),
        alternatives: alternatives(form),
        budget: money::budget(form),
        running: money::running(form),
        prices: money::prices(form, highest_wage),
        schedule_efficiency: Share(form.number("plan.schedule_efficiency").unwrap_or(1.0)),
        wage_growth_per_year: form.number("plan.wage_growth_per_year").unwrap_or_default(),
        attrition_per_point: form.number("plan.attrition_per_point").unwrap_or_default(),
        discount_per_year: form.number("plan.discount_per_year").unwrap_or_default(),
        uncertainty: uncertainty::build(form),
    })
}

fn unknown_names(form: &mut Form, table: &str, what: &str, known: &[String]) {
    for name in form.names(table) {
        if !known.contains(&name) {
            let path = join(table, &name);
            let allowed =
                format!("a {what} of the file: {}", known.iter().take(8).cloned().collect::<Vec<_>>().join(", "));
            let remedy = match nearest(&name, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("add [{}], or take this out", join(what, &name)),
            };
            form.refuse("unknown-name", &path, format!("the {what} \"{name}\""), allowed, &remedy);
        }
    }
}

fn volumes(form: &mut Form, names: &Names, periods: &Periods) -> Vec<Vec<f64>> {
    unknown_names(form, "plan.volume", "queue", &names.queues);
    let mut volumes = Vec::new();
    for name in &names.queues {
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
            volumes.push(vec![0.0; periods.len()]);
            continue;
        }
        if let Some(list) = form.numbers(&path) {
            if list.len() < periods.len() {
                let found = format!("{} numbers", list.len());
                form.refuse(
                    "length",
                    &path,
                    found,
                    format!("a number for each of the {} {}s", periods.len(), periods.step.name()),
                    &format!(
                        "add the missing {}s, or write {{ per_month, growth_per_year, season }}",
                        periods.step.name()
                    ),
                );
            }
            volumes.push(list.into_iter().chain(std::iter::repeat(0.0)).take(periods.len()).collect());
            continue;
        }
        let per_month = form.number(&join(&path, "per_month")).unwrap_or_default();
        let growth = form.number(&join(&path, "growth_per_year")).unwrap_or_default();
        let season = form.numbers(&join(&path, "season")).unwrap_or_else(|| vec![1.0; 12]);
        let contacts = |period: usize| {
            let grown = (1.0 + growth).powf(periods.months_before(period) / 12.0);
            per_month * periods.step.months() * season[periods.calendar_month(period)] * grown
        };
        volumes.push((0..periods.len()).map(contacts).collect());
    }
    volumes
}

/// Other values to plan for as well. Whether they can be read is found when they are put in.
fn alternatives(form: &mut Form) -> Vec<Alternative> {
    let mut alternatives = Vec::new();
    for name in form.names("plan.alternative") {
        let path = join(&join("plan.alternative", &name), "set");
        let changes: Vec<String> = form.texts(&path);
        if let Some(change) = changes.iter().find(|change| !change.contains('=')) {
            form.refuse(
                "assignment",
                &path,
                format!("\"{}\"", change.escape_debug()),
                "path=value, as after --set".to_owned(),
                "write it like \"budget.per_year=3000000\"",
            );
        }
        alternatives.push(Alternative { name, changes });
    }
    alternatives
}

/// Events change volume and handling time of some queues for some months; what is expected without those that are not known from the begin.
fn events(
    form: &mut Form,
    names: &Names,
    periods: &Periods,
    volume: &mut [Vec<f64>],
    handling: &mut [Vec<f64>],
) -> Option<News> {
    let mut before = (volume.to_vec(), handling.to_vec());
    let mut known_first: Option<(i64, String)> = None;
    for name in form.names("plan.event") {
        let path = join("plan.event", &name);
        let at = |key: &str| join(&path, key);
        let about = if form.is_written(&at("queues")) {
            form.resolve(&at("queues"), "queue", &names.queues)
        } else {
            (0..names.queues.len()).collect()
        };
        let from = form.count(&at("from")).unwrap_or(1);
        if from > i64::from(periods.months) {
            form.refuse(
                "range",
                &at("from"),
                from.to_string(),
                format!("a month of the plan, 1 to {}", periods.months),
                "choose a month of the plan, or lengthen the plan",
            );
        }
        let known = form.is_written(&at("known_from")).then(|| form.count(&at("known_from"))).flatten();
        match (known, &known_first) {
            (Some(known), _) if known > from => form.refuse(
                "range",
                &at("known_from"),
                known.to_string(),
                format!("a month up to that in which it begins, 1 to {from}"),
                "an event is known once it has begun",
            ),
            (Some(known), Some((first, other))) if known != *first => {
                let other = format!("{first}, as of {other}");
                form.refuse("twice", &at("known_from"), known.to_string(), other, "a plan is made anew only once");
            }
            (Some(known), _) => known_first = Some((known, path.clone())),
            (None, _) => {}
        }
        let until = from + form.count(&at("months")).unwrap_or(1);
        let contacts = form.number(&at("volume_factor")).unwrap_or(1.0);
        let longer = form.number(&at("handling_factor")).unwrap_or(1.0);
        for period in periods.of_month(from) as usize..periods.of_month(until) as usize {
            for &queue in &about {
                volume[queue][period] *= contacts;
                handling[queue][period] *= longer;
                if known.is_none() {
                    before.0[queue][period] *= contacts;
                    before.1[queue][period] *= longer;
                }
            }
        }
    }
    let (known, _) = known_first?;
    Some(News { period: periods.of_month(known) as usize, volume: before.0, handling: before.1 })
}
