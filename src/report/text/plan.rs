//! A plan as tables for a terminal, with what it is compared with.

use super::table::{Table, table, wrapped};
use crate::planning::proof::Proof;
use crate::planning::{CostKind, PlanComparison, PlannedPeriod, WorkforcePlan};
use crate::report::format::{self, hours, money};
use crate::report::initiatives::Initiatives;
use crate::report::uncertain::{held_words, input_words};
use crate::report::words::answer::FIRST_LOOK;
use crate::scenario::Scenario;
use crate::units::Money;

/// The plan month by month, and beside what else could be done.
pub fn plan_text(scenario: &Scenario, comparison: &PlanComparison, width: u16) -> String {
    let head = [comparison.plan.step.name(), "people", "hires", "hours needed", "on duty", "missing", "cash"];
    let mut months = table(width, &head);
    for month in &comparison.plan.periods {
        months.add_row(vec![
            format::period(comparison.plan.step, month.first_day),
            format::decimal(month.headcount(), 1),
            month.hires().to_string(),
            hours(month.required_hours()),
            hours(month.hours_on_duty()),
            hours(month.shortage_hours()),
            money(month.cash(), &scenario.currency),
        ]);
    }
    let plan = &comparison.plan;
    let solved = format!(
        "Solver: {}; no plan can cost less than {} at present value with shortage priced (this one {}, gap {}).",
        plan.status,
        money(plan.bound, &scenario.currency),
        money(plan.objective, &scenario.currency),
        format::percent(plan.gap())
    );
    let compared = compared(scenario, comparison, width).text();
    let news = comparison.before.iter().filter_map(|before| {
        let known = before.plan.periods.get(before.known_from)?;
        Some(format!(
            "What was decided before {} stays; “as planned before” did not know yet what is to come.",
            format::period(plan.step, known.first_day)
        ))
    });
    let decided = news.chain(decided(scenario, plan));
    let decided = decided.map(|line| wrapped(&line, width)).collect::<Vec<_>>().join("\n");
    let risk = risk_words(scenario, comparison, width);
    let proof = match &comparison.proof {
        Some(proof) => proof_text(scenario, plan, proof, width),
        None => wrapped(FIRST_LOOK, width),
    };
    let parts = [months.text(), decided, compared, proof, risk, wrapped(&solved, width)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n") + "\n"
}

/// What the simulation makes of the hardest periods of the plan.
fn proof_text(scenario: &Scenario, plan: &WorkforcePlan, proof: &Proof, width: u16) -> String {
    let mut rows = table(width, &crate::report::proof::head(proof, plan.step.name()));
    for row in crate::report::proof::rows(scenario, plan, proof) {
        rows.add_row(row);
    }
    let sentences = crate::report::proof::sentences(scenario, plan, proof);
    let sentences: Vec<String> = sentences.iter().map(|sentence| wrapped(sentence, width)).collect();
    format!("{}\n{}", rows.text(), sentences.join("\n"))
}

/// The risk of the plan in a few lines; nothing where everything is certain.
fn risk_words(scenario: &Scenario, comparison: &PlanComparison, width: u16) -> String {
    let plan = &comparison.plan;
    let amount = |amount: Money| money(amount, &scenario.currency);
    let mut lines = Vec::new();
    lines.extend(comparison.held.as_ref().map(|held| held_words(scenario, plan, held)));
    if let Some(risk) = &comparison.risk {
        lines.push(format!(
            "If the world varies ({} draws), all costs come to {} to {} in eight of ten, {} in the middle; on average {} of the {} keep \
             the promise.",
            format::decimal(f64::from(risk.draws), 0),
            amount(risk.cost.p10),
            amount(risk.cost.p90),
            amount(risk.cost.p50),
            format::percent(risk.keeps_on_average.0),
            format::plural(plan.step.name()),
        ));
        if let Some(kept) = risk.keeps_budget {
            lines.push(format!("The budget is kept in {} of the worlds.", format::percent(kept.0)));
        }
        let named = risk.drivers.inputs.iter().take(3).filter(|driver| driver.variance_share >= 0.005);
        let drivers: Vec<String> = named
            .map(|driver| format!("{} ({})", input_words(driver.input), format::percent(driver.variance_share)))
            .collect();
        if !drivers.is_empty() {
            lines.push(format!("What moves the cost most: {}.", format::listed(&drivers)));
        }
        let worst = risk.periods.iter().zip(&plan.periods).min_by(|a, b| a.0.keeps.0.total_cmp(&b.0.keeps.0));
        if let Some((worst, period)) = worst.filter(|(worst, _)| worst.keeps.0 < 1.0) {
            lines.push(format!(
                "Least certain is {}: the promise is kept with a probability of {}.",
                format::period(plan.step, period.first_day),
                format::percent(worst.keeps.0)
            ));
        }
    }
    lines.into_iter().map(|line| wrapped(&line, width)).collect::<Vec<_>>().join("\n")
}

/// What a plan decides beside hiring through permanent channels: a line for each initiative, partner, seasonal contract and move.
fn decided<'a>(scenario: &'a Scenario, plan: &'a WorkforcePlan) -> impl Iterator<Item = String> + 'a {
    let when = |period: u32| {
        let begin = plan.periods.get(period as usize).map(|period| period.first_day);
        begin.map_or_else(|| "after the plan".to_owned(), |day| format::period(plan.step, day))
    };
    let initiatives = plan.initiatives.iter().map(move |decided| match (decided.start, decided.live) {
        (Some(start), Some(live)) => format!("{}: begin in {}, live in {}", decided.name, when(start), when(live)),
        (Some(start), None) => format!("{}: begin in {}, not live within the plan", decided.name, when(start)),
        (None, _) => format!("{}: not worth beginning", decided.name),
    });
    let partners = plan.partners.iter().map(move |decided| match (decided.start, decided.end) {
        (Some(start), Some(end)) => format!("{}: from {} to before {}", decided.name, when(start), when(end)),
        (Some(start), None) => format!("{}: from {} on", decided.name, when(start)),
        (None, _) => format!("{}: no contract", decided.name),
    });
    let people = move |name: &str, of: &dyn Fn(&PlannedPeriod) -> u32| {
        let begins = plan.periods.iter().filter(|period| of(period) > 0);
        let listed: Vec<String> =
            begins.map(|period| format!("{} in {}", of(period), format::period(plan.step, period.first_day))).collect();
        if listed.is_empty() { format!("{name}: nobody") } else { format!("{name}: {}", format::listed(&listed)) }
    };
    let assumptions = scenario.plan.iter();
    let seasonal = assumptions.clone().flat_map(|plan| plan.hiring.iter().enumerate());
    let seasonal = seasonal.filter(|(_, channel)| channel.contract_months.is_some());
    let seasonal = seasonal.map(move |(place, channel)| people(&channel.name, &|period| period.hires[place]));
    let moves = assumptions.flat_map(|plan| plan.moves.iter().enumerate());
    let moves = moves.map(move |(place, way)| people(&way.name, &|period| period.moves[place]));
    initiatives.chain(partners).chain(seasonal).chain(moves)
}

/// A row per plan: cash, hires, overtime, what is missing.
pub(super) fn compared(scenario: &Scenario, comparison: &PlanComparison, width: u16) -> Table {
    let mut plans =
        table(width, &["", "cash", "hires", "overtime", "hours missing", "over month’s / year’s budget", "all costs"]);
    let mut add = |name: &str, plan: &WorkforcePlan| {
        let amount = |amount: Money| money(amount, &scenario.currency);
        plans.add_row(vec![
            name.to_owned(),
            amount(plan.cash()),
            plan.hires().to_string(),
            amount(plan.cost_of(CostKind::Overtime)),
            hours(plan.shortage_hours()),
            format!("{} / {}", amount(plan.over_budget()), amount(plan.over_yearly_budget)),
            plan.cumulative_cost().last().map_or_else(|| format::NONE.to_owned(), |&cost| amount(cost)),
        ]);
    };
    add("plan", &comparison.plan);
    if let Some(before) = &comparison.before {
        add("as planned before", &before.plan);
    }
    add("carry on as now", &comparison.carry_on);
    if let Some(without) = &comparison.without_initiatives.as_ref().filter(|_| comparison.plan.takes_initiative()) {
        add(Initiatives::of(scenario).without(), without);
    }
    for alternative in &comparison.alternatives {
        add(&format::name(&alternative.name), &alternative.plan);
    }
    plans
}
