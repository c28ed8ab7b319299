//! The plan over months: what it costs, whom it employs, and how it compares.

use super::{Figure, Form, HALF, Legend, Scale, Section, Table, WHOLE, empty, figure, legend, line, strings};
use crate::planning::{CostKind, PlanComparison, PlannedPeriod, WorkforcePlan};
use crate::report::chart::{Chart, DrawingError, Layer, Segment, Stroke, palette};
use crate::report::format::{self, money};
use crate::report::initiatives::Initiatives;
use crate::report::words::kind_words;
use crate::scenario::{Scenario, Step};
use crate::units::{Hours, Money};

pub(super) fn sections(scenario: &Scenario, planned: &PlanComparison) -> Result<Vec<Section>, DrawingError> {
    let currency = &scenario.currency;
    let mut money_figures =
        vec![cost(&planned.plan, currency)?, against(scenario, planned)?, difference(planned, currency)?];
    money_figures.extend(saving(scenario, planned)?);
    Ok(vec![
        Section {
            title: "What to ask for".into(),
            lead: "The plan is the cheapest way found to staff the coming months within the rules and the budget. Hours in \
                   which people are missing are not free: each has a price, so that a plan cannot look cheap because \
                   customers wait."
                .into(),
            figures: money_figures,
            tables: vec![compared(scenario, planned, currency), options(scenario, planned)],
            details: Vec::new(), details_title: "",
            notes: Vec::new(),
        },
        people(planned)?,
    ])
}

/// The people employed and the hours that they are there.
pub(super) fn people(planned: &PlanComparison) -> Result<Section, DrawingError> {
    Ok(Section {
        title: format!("People by {}", planned.plan.step.name()),
        lead: "Headcounts are expected values, since people leave at random. Hours needed are hours on duty; hours on \
               duty are what remains of contract hours after absence, training and learning, and overtime."
            .into(),
        figures: vec![headcount(planned)?, hours(planned)?],
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    })
}

/// The plan without initiatives, where the plan takes any: else they are the same.
fn without(planned: &PlanComparison) -> Option<&WorkforcePlan> {
    planned.without_initiatives.as_ref().filter(|_| planned.plan.takes_initiative())
}

fn names(plan: &WorkforcePlan) -> Vec<String> {
    plan.periods.iter().map(|period| format::period(plan.step, period.first_day)).collect()
}

/// An empty chart with the periods of a plan along its axis.
pub(super) fn by_period(size: (u32, u32), description: &str, unit: &str, plan: &WorkforcePlan) -> Chart {
    let mut chart = empty(size, description, unit, plan.periods.len());
    chart.ticks = ticks(plan, size.0);
    chart
}

/// Some of the periods of a plan, as many as an axis of that width has room for.
pub(in crate::report) fn ticks(plan: &WorkforcePlan, width: u32) -> Vec<(usize, String)> {
    let most = if width > HALF.0 { 12 } else { 6 };
    let each = plan.periods.len().div_ceil(most).max(1);
    // The year stands where it begins.
    let mut year = None;
    let periods = plan.periods.iter().enumerate().step_by(each);
    periods
        .map(|(index, period)| {
            let is_new = year.replace(period.first_day.year()) != Some(period.first_day.year());
            let label = match (plan.step, is_new) {
                (step, true) => format::period(step, period.first_day),
                (Step::Month, false) => format::month_of_year(period.first_day),
                (Step::Week, false) => format::day_of_month(period.first_day),
            };
            (index, label)
        })
        .collect()
}

fn greatest(amounts: &[Money]) -> f64 {
    amounts.iter().map(|amount| amount.0.abs()).fold(0.0, f64::max)
}

/// Cumulative cost of the plan, of carrying on, of the plan without initiatives.
fn against(scenario: &Scenario, planned: &PlanComparison) -> Result<Figure, DrawingError> {
    let currency = &scenario.currency;
    let plan_without = format!("plan {}", Initiatives::of(scenario).without());
    let mut lines = vec![
        ("carry on as now", planned.carry_on.cumulative_cost(), palette::ORANGE, Stroke::Dashed),
        ("plan", planned.plan.cumulative_cost(), palette::BLUE, Stroke::Solid),
    ];
    if let Some(without) = without(planned) {
        lines.insert(1, (&plan_without, without.cumulative_cost(), palette::GREEN, Stroke::Dotted));
    }
    let most = lines.iter().map(|(_, amounts, ..)| greatest(amounts)).fold(0.0, f64::max);
    let scale = Scale::of(most, currency);
    let description = "All costs from the beginning, missing hours priced, by month";
    let mut chart = by_period(HALF, description, &scale.unit, &planned.plan);
    let mut key = Vec::new();
    let mut head = vec!["To the end of".to_owned()];
    for (name, amounts, colour, stroke) in &lines {
        chart.layers.push(Layer::Line(scale.line(amounts), *colour, *stroke));
        key.push(line(*stroke, *colour, *name));
        head.push(format::capital(name));
    }
    let rows = names(&planned.plan).into_iter().enumerate().map(|(at, name)| {
        let mut row = vec![name];
        row.extend(lines.iter().map(|(_, amounts, ..)| amount(amounts.get(at), currency)));
        row
    });
    let table = Table { over: Vec::new(), caption: description.into(), head, rows: rows.collect(), words: false };
    let last = |plan: &WorkforcePlan| amount(plan.cumulative_cost().last(), currency);
    let title =
        format!("The plan costs {} in all, carrying on as now {}", last(&planned.plan), last(&planned.carry_on));
    figure(title, &chart, key, table)
}

fn amount(amount: Option<&Money>, currency: &str) -> String {
    amount.map_or_else(|| format::NONE.to_owned(), |&amount| money(amount, currency))
}

/// Bars of what was saved from the beginning, below zero while more was spent, with the table behind them.
fn saved_bars(
    plan: &WorkforcePlan,
    savings: &[Money],
    currency: &str,
    size: (u32, u32),
    description: &str,
) -> (Chart, Vec<Legend>, Table) {
    let scale = Scale::of(greatest(savings), currency);
    let mut chart = by_period(size, description, &scale.unit, plan);
    let bars = savings.iter().map(|amount| {
        let colour = if amount.0 < 0.0 { palette::ORANGE } else { palette::GREEN };
        vec![Segment { value: amount.0 / scale.divisor, colour, letter: "" }]
    });
    chart.layers.push(Layer::Bars(bars.collect()));
    let mut key = Vec::new();
    if savings.iter().any(|saved| saved.0 < 0.0) {
        key.push(legend(Form::Bar, palette::ORANGE, "below zero: spent more so far"));
    }
    if savings.iter().any(|saved| saved.0 > 0.0) {
        key.push(legend(Form::Bar, palette::GREEN, "above zero: spent less so far"));
    }
    let rows = names(plan).into_iter().zip(savings).map(|(name, &saved)| vec![name, money(saved, currency)]);
    let head = strings(&["To the end of", "Saved"]);
    (chart, key, Table { over: Vec::new(), caption: description.to_owned(), head, rows: rows.collect(), words: false })
}

/// What the plan has saved against carrying on, by each month.
fn difference(planned: &PlanComparison, currency: &str) -> Result<Figure, DrawingError> {
    let savings = planned.plan.saved_against(&planned.carry_on);
    let description = "What the plan has saved against carrying on as now, missing hours priced, by month";
    let (chart, key, table) = saved_bars(&planned.plan, &savings, currency, HALF, description);
    let title = match savings.last() {
        Some(last) if last.0 < 0.0 => {
            format!("In the end the plan costs {} more than carrying on", money(-*last, currency))
        }
        last => format!("In the end the plan saves {} against carrying on", amount(last, currency)),
    };
    figure(title, &chart, key, table)
}

/// What the initiatives have saved by each month; none where no option is taken or there is nothing to compare with.
pub(super) fn saving(scenario: &Scenario, planned: &PlanComparison) -> Result<Option<Figure>, DrawingError> {
    let Some(without) = without(planned) else { return Ok(None) };
    let (currency, initiatives) = (&scenario.currency, Initiatives::of(scenario));
    let savings = planned.plan.saved_against(without);
    let description = format!(
        "What the plan has saved against the best plan {}, missing hours priced, by month",
        initiatives.without()
    );
    let (mut chart, key, table) = saved_bars(&planned.plan, &savings, currency, (WHOLE.0, 210), &description);
    let month = planned.payback.map(|month| month as usize).filter(|&month| month < planned.plan.periods.len());
    let title = match month {
        Some(month) => {
            chart.marker = Some((month, "paid back".to_owned()));
            let when = format::period(planned.plan.step, planned.plan.periods[month].first_day);
            format!("{} by {when}", format::capital(&initiatives.have_paid()))
        }
        None => format!("{} within these months", format::capital(&initiatives.do_not_pay())),
    };
    Ok(Some(figure(title, &chart, key, table)?))
}

/// Cost by month, stacked by kind; kinds that cost nothing are left out.
pub(super) fn cost(plan: &WorkforcePlan, currency: &str) -> Result<Figure, DrawingError> {
    let kinds: Vec<(usize, CostKind)> =
        CostKind::ALL.into_iter().enumerate().filter(|&(_, kind)| plan.cost_of(kind).0 != 0.0).collect();
    let all: Vec<Money> = plan.periods.iter().map(|month| month.cost.into_iter().sum()).collect();
    let scale = Scale::of(greatest(&all), currency);
    let description = format!("Cost of the plan by {} and kind", plan.step.name());
    let mut chart = by_period((WHOLE.0, 270), &description, &format!("{} per {}", scale.unit, plan.step.name()), plan);
    let segment = |month: &PlannedPeriod, index: usize, kind: CostKind| Segment {
        value: month.cost[index].0 / scale.divisor,
        colour: palette::KINDS[index],
        letter: kind_words(kind).1,
    };
    let bar = |month: &PlannedPeriod| kinds.iter().map(|&(index, kind)| segment(month, index, kind)).collect();
    chart.layers.push(Layer::Bars(plan.periods.iter().map(bar).collect()));
    let entry = |&(index, kind): &(usize, CostKind)| Legend {
        letter: kind_words(kind).1,
        ..legend(Form::Bar, palette::KINDS[index], kind_words(kind).0)
    };
    let mut head = vec![format::capital(plan.step.name())];
    head.extend(kinds.iter().map(|&(_, kind)| format::capital(kind_words(kind).0)));
    head.extend(strings(&["Cash", "Over the monthly budget"]));
    let rows = plan.periods.iter().map(|month| {
        let mut row = vec![format::period(plan.step, month.first_day)];
        row.extend(kinds.iter().map(|&(index, _)| format::count(month.cost[index].0)));
        row.extend([format::count(month.cash().0), format::count(month.over_budget.0)]);
        row
    });
    let caption = format!("{description}, in {currency}");
    let table = Table { over: Vec::new(), caption, head, rows: rows.collect(), words: false };
    let title = format!(
        "The plan spends {} in cash over {}",
        money(plan.cash(), currency),
        format::counted(plan.periods.len(), plan.step.name())
    );
    figure(title, &chart, kinds.iter().map(entry).collect(), table)
}

fn headcount(planned: &PlanComparison) -> Result<Figure, DrawingError> {
    let (plan, carry_on) = (&planned.plan, &planned.carry_on);
    let description = "People employed by month, all groups";
    let mut chart = by_period(HALF, description, "people employed", plan);
    let line_of = |plan: &WorkforcePlan| plan.periods.iter().map(|month| Some(month.headcount())).collect::<Vec<_>>();
    chart.layers.push(Layer::Line(line_of(carry_on), palette::ORANGE, Stroke::Dashed));
    chart.layers.push(Layer::Line(line_of(plan), palette::BLUE, Stroke::Solid));
    let key =
        vec![line(Stroke::Dashed, palette::ORANGE, "carry on as now"), line(Stroke::Solid, palette::BLUE, "plan")];
    let rows = plan.periods.iter().zip(&carry_on.periods).map(|(month, carried)| {
        let people = [month.headcount(), f64::from(month.hires()), carried.headcount(), f64::from(carried.hires())];
        let mut row = vec![format::period(plan.step, month.first_day)];
        row.extend(people.map(|people| format::short(people, 1)));
        row
    });
    let head = strings(&[&format::capital(plan.step.name()), "Plan", "Plan: hires", "Carry on", "Carry on: hires"]);
    let table = Table { over: Vec::new(), caption: description.into(), head, rows: rows.collect(), words: false };
    let at =
        |month: Option<&PlannedPeriod>| month.map_or_else(String::new, |month| format::decimal(month.headcount(), 0));
    let title = format!(
        "{} people at the beginning, {} at the end, {}",
        at(plan.periods.first()),
        at(plan.periods.last()),
        format::counted(plan.hires() as usize, "hire")
    );
    figure(title, &chart, key, table)
}

fn hours(planned: &PlanComparison) -> Result<Figure, DrawingError> {
    let (plan, carry_on) = (&planned.plan, &planned.carry_on);
    let description = "Agent-hours needed and on duty by month, all groups";
    let mut chart = by_period(HALF, description, &format!("agent-hours per {}", plan.step.name()), plan);
    let of = |plan: &WorkforcePlan, of: fn(&PlannedPeriod) -> Hours| {
        plan.periods.iter().map(|month| Some(of(month).0)).collect()
    };
    let needed: Vec<Option<f64>> = of(plan, PlannedPeriod::required_hours);
    let carried: Vec<Option<f64>> = of(carry_on, PlannedPeriod::hours_on_duty);
    let have: Vec<Option<f64>> = of(plan, PlannedPeriod::hours_on_duty);
    chart.layers.push(Layer::Area(needed, palette::GREY));
    chart.layers.push(Layer::Line(carried, palette::ORANGE, Stroke::Dashed));
    chart.layers.push(Layer::Line(have, palette::BLUE, Stroke::Solid));
    let key = vec![
        legend(Form::Area, palette::GREY, "needed under the plan"),
        line(Stroke::Dashed, palette::ORANGE, "on duty, carry on as now"),
        line(Stroke::Solid, palette::BLUE, "on duty, plan"),
    ];
    let rows = plan.periods.iter().zip(&carry_on.periods).map(|(month, carried)| {
        let hours = [
            month.required_hours(),
            month.hours_on_duty(),
            month.shortage_hours(),
            carried.required_hours(),
            carried.hours_on_duty(),
            carried.shortage_hours(),
        ];
        let mut row = vec![format::period(plan.step, month.first_day)];
        row.extend(hours.map(format::hours));
        row
    });
    let name = format::capital(plan.step.name());
    let head =
        [name.as_str(), "Needed", "On duty", "Missing", "Carry on: needed", "Carry on: on duty", "Carry on: missing"];
    let table = Table {
        over: Vec::new(),
        caption: description.into(),
        head: strings(&head),
        rows: rows.collect(),
        words: false,
    };
    let missing = |plan: &WorkforcePlan| format::hours(plan.shortage_hours());
    let title = format!("{} agent-hours missing with the plan, {} when carrying on", missing(plan), missing(carry_on));
    figure(title, &chart, key, table)
}

fn compared(scenario: &Scenario, planned: &PlanComparison, currency: &str) -> Table {
    let mut plans = vec![("Plan", &planned.plan), ("Carry on as now", &planned.carry_on)];
    let plan_without = format!("Plan {}", Initiatives::of(scenario).without());
    plans.extend(without(planned).map(|without| (plan_without.as_str(), without)));
    let mut head = vec![String::new()];
    head.extend(plans.iter().map(|(name, _)| (*name).to_owned()));
    let row = |name: &str, cell: &dyn Fn(&WorkforcePlan) -> String| {
        let mut row = vec![name.to_owned()];
        row.extend(plans.iter().map(|(_, plan)| cell(plan)));
        row
    };
    let mut rows = vec![row("Cash", &|plan| money(plan.cash(), currency))];
    for kind in CostKind::ALL {
        if plans.iter().any(|(_, plan)| plan.cost_of(kind).0 != 0.0) {
            let name = format::capital(kind_words(kind).0);
            rows.push(row(&name, &|plan| money(plan.cost_of(kind), currency)));
        }
    }
    rows.push(row("Over the monthly budget", &|plan| money(plan.over_budget(), currency)));
    rows.push(row("Over the yearly budget", &|plan| money(plan.over_yearly_budget, currency)));
    rows.push(row("People hired", &|plan| plan.hires().to_string()));
    rows.push(row("Agent-hours missing", &|plan| format::hours(plan.shortage_hours())));
    Table {
        over: Vec::new(),
        caption: format!("{} side by side", format::counted(planned.plan.periods.len(), planned.plan.step.name())),
        head,
        rows,
        words: false,
    }
}

/// What is decided about each initiative and each partner.
fn options(scenario: &Scenario, planned: &PlanComparison) -> Table {
    let plan = &planned.plan;
    let months = names(plan);
    let at = |month: Option<u32>, never: &str| {
        month.and_then(|month| months.get(month as usize)).cloned().unwrap_or_else(|| never.to_owned())
    };
    let mut head = strings(&["", "Begins", "At work from"]);
    let has_partners = !plan.partners.is_empty();
    head.extend(has_partners.then(|| "To".to_owned()));
    let initiatives = plan.initiatives.iter().map(|option| {
        let live = if option.start.is_some() { "not within the plan" } else { format::NONE };
        let mut row = vec![format::name(&option.name), at(option.start, "not at all"), at(option.live, live)];
        row.extend(has_partners.then(|| format::NONE.to_owned()));
        row
    });
    let partners = plan.partners.iter().map(|partner| {
        let until = match (partner.start, partner.end) {
            (None, _) => format::NONE.to_owned(),
            (Some(_), None) => "runs on".to_owned(),
            (Some(_), Some(end)) => at(Some(end.saturating_sub(1)), "runs on"),
        };
        vec![format::name(&partner.name), at(partner.start, "not at all"), at(partner.start, format::NONE), until]
    });
    let what = match (plan.initiatives.is_empty(), plan.partners.is_empty()) {
        (_, true) => Initiatives::of(scenario).name().to_owned(),
        (true, false) => "partners".to_owned(),
        (false, false) => format!("{} and partners", Initiatives::of(scenario).name()),
    };
    let rows = initiatives.chain(partners).collect();
    Table { over: Vec::new(), caption: format!("What the plan decides about {what}"), head, rows, words: true }
}
