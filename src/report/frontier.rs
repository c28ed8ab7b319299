//! Cost against service in a few sentences, and as text, JSON and CSV: a row for each portfolio and budget.

use super::VERSION;
use super::csv::table as csv_table;
use super::csv::{number, safe};
use super::format::{self, money};
use super::text::table::{table, wrapped};
use crate::planning::frontier::{Point, Portfolio};
use crate::scenario::Scenario;
use crate::units::Money;
use serde_json::{Value, json};

/// A budget, or that there is none: `6,800,000 EUR`, `any`.
pub(super) fn budget_words(per_year: Option<Money>, currency: &str) -> String {
    per_year.map_or_else(|| "any".to_owned(), |budget| money(budget, currency))
}

/// Part of the hours needed that are missing.
pub(super) fn missing(point: &Point) -> f64 {
    point.plan.hours_covered().complement().0
}

/// Agent-hours that each thousand of one per cent more adds; `None` without a budget.
pub(super) fn per_thousand(point: &Point) -> Option<f64> {
    point.one_more.filter(|(_, cost)| cost.0 > 0.0).map(|(hours, cost)| 1000.0 * hours.0 / cost.0)
}

/// What a plan may use, after "with".
fn in_words(portfolio: Portfolio) -> &'static str {
    match portfolio {
        Portfolio::WithoutInitiatives => "all but initiatives",
        other => other.name(),
    }
}

/// What a plan spends of its yearly budget: that, and what must be spent above it.
pub(super) fn spent_a_year(point: &Point) -> Option<f64> {
    let years = point.plan.periods.len() as f64 * point.plan.step.months() / 12.0;
    Some(point.per_year?.0 + point.plan.over_yearly_budget.0 / years)
}

/// What the range of budgets does, what a little more would, what the portfolios leave missing, and what holds back.
pub(super) fn sentences(scenario: &Scenario, points: &[Point]) -> Vec<String> {
    let currency = &scenario.currency;
    let first = points.first().map(|point| point.portfolio);
    let of_first: Vec<&Point> = points.iter().filter(|point| Some(point.portfolio) == first).collect();
    let bought: Vec<&Point> = of_first.iter().copied().filter(|point| point.per_year.is_some()).collect();
    let (Some(least), Some(most)) = (bought.first(), bought.last()) else { return Vec::new() };
    let leave = |point: &Point| {
        let (share, hours) = (format::percent(missing(point)), format::hours(point.plan.shortage_hours()));
        format!("{share} of the hours needed missing ({hours} agent-hours)")
    };
    let budget = |point: &Point| budget_words(point.per_year, currency);
    let free = of_first.iter().find(|point| point.per_year.is_none()).map_or_else(String::new, |free| {
        let cash = money(free.plan.cash(), currency);
        format!(", and without a yearly budget the best plan leaves {} for {cash} in all", leave(free))
    });
    let mut sentences = vec![format!(
        "With all that the scenario allows, {} a year leave {}; {} a year leave {}{free}.",
        budget(least),
        leave(least),
        budget(most),
        leave(most)
    )];
    let more = |point: &Point| {
        let (hours, cost) = point.one_more?;
        let each = format::short(per_thousand(point)?, 1);
        let (hours, cost) = (format::hours(hours), money(cost, currency));
        let of = budget(point);
        Some(format!(
            "one per cent more of {of} ({cost} over the plan) adds {hours} agent-hours where they are missing, {each} for each 1,000 {currency}"
        ))
    };
    let ends = if bought.len() > 1 { vec![least, most] } else { vec![least] };
    let added: Vec<String> = ends.into_iter().filter_map(|point| more(point)).collect();
    if !added.is_empty() {
        sentences.push(format!("{}.", format::capital(&added.join("; "))));
    }
    let others = points.iter().filter(|point| Some(point.portfolio) != first && point.per_year == most.per_year);
    let others: Vec<String> =
        others.map(|point| format!("{} with {}", format::percent(missing(point)), in_words(point.portfolio))).collect();
    if !others.is_empty() {
        sentences.push(format!("With the same {} a year, missing are {}.", budget(most), format::listed(&others)));
    }
    let above = points.iter().filter(|point| point.plan.over_yearly_budget >= Money(1.0));
    let above: Vec<String> = above
        .map(|point| {
            let over = money(point.plan.over_yearly_budget, currency);
            format!("{over} over the plan with {} and {} a year", in_words(point.portfolio), budget(point))
        })
        .collect();
    if !above.is_empty() {
        sentences.push(format!(
            "Not all budgets can be kept; above them is spent, at the least: {}.",
            format::listed(&above)
        ));
    }
    let limits = if least.at_limit.is_empty() { "nothing".to_owned() } else { format::listed(&least.at_limit) };
    sentences.push(format!("What holds back the plan with {} a year: {}.", budget(least), format::name(&limits)));
    sentences
}

/// A table: what each budget buys, what a hundredth more of the budget would add; and below it, what holds the plans back.
pub fn frontier_text(scenario: &Scenario, points: &[Point], width: u16) -> String {
    let head = ["", "budget a year", "cash", "hires", "hours missing", "covered", "1 % more adds"];
    let mut rows = table(width, &head);
    for point in points {
        let amount = |amount| money(amount, &scenario.currency);
        rows.add_row(vec![
            point.portfolio.name().to_owned(),
            budget_words(point.per_year, &scenario.currency),
            amount(point.plan.cash()),
            point.plan.hires().to_string(),
            format::hours(point.plan.shortage_hours()),
            format::percent(point.plan.hours_covered().0),
            point.one_more.map_or_else(|| format::NONE.to_owned(), |(hours, _)| format!("{} h", format::hours(hours))),
        ]);
    }
    let limits = points.iter().map(|point| {
        let budget = point.per_year.map_or_else(|| "any budget".to_owned(), |budget| money(budget, &scenario.currency));
        let limits = if point.at_limit.is_empty() { "nothing".to_owned() } else { format::listed(&point.at_limit) };
        wrapped(&format!("{}, {budget}: {limits}", point.portfolio.name()), width)
    });
    let limits: Vec<String> = limits.collect();
    format!("{}\n\nAt its limit\n{}\n", rows.text(), limits.join("\n"))
}

/// The same as one document.
pub fn frontier_json(scenario: &Scenario, points: &[Point]) -> Value {
    let point = |point: &Point| {
        json!({
            "portfolio": point.portfolio.name(),
            "budget_per_year": point.per_year,
            "cash": point.plan.cash(),
            "hires": point.plan.hires(),
            "shortage_hours": point.plan.shortage_hours(),
            "hours_covered": point.plan.hours_covered(),
            "objective": point.plan.objective,
            "gap": point.plan.gap(),
            "initiatives": point.plan.initiatives,
            "partners": point.plan.partners,
            "at_limit": point.at_limit,
            "one_per_cent_more": point.one_more.map(|(hours, cost)| json!({"cost": cost, "hours": hours})),
        })
    };
    json!({
        "scenario": scenario.name,
        "currency": scenario.currency,
        "points": points.iter().map(point).collect::<Value>(),
        "version": VERSION,
        "digest": scenario.digest,
    })
}

/// The same as rows for a spreadsheet.
pub fn frontier_csv(points: &[Point]) -> String {
    let head =
        ["portfolio", "budget_per_year", "cash", "hires", "shortage_hours", "hours_covered", "one_per_cent_more_cost"];
    let mut rows =
        vec![head.iter().chain(&["one_per_cent_more_hours", "at_limit"]).map(|&name| name.to_owned()).collect()];
    for point in points {
        rows.push(vec![
            point.portfolio.name().to_owned(),
            point.per_year.map_or_else(String::new, |budget| number(budget.0)),
            number(point.plan.cash().0),
            point.plan.hires().to_string(),
            number(point.plan.shortage_hours().0),
            number(point.plan.hours_covered().0),
            point.one_more.map_or_else(String::new, |(_, cost)| number(cost.0)),
            point.one_more.map_or_else(String::new, |(hours, _)| number(hours.0)),
            safe(&point.at_limit.join("; ")),
        ]);
    }
    csv_table(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn the_answer_says_what_budgets_leave_what_more_adds_and_what_holds_back() {
        let scenario = example::study().scenario;
        let points = example::frontier();
        let hours = format::hours(points[0].plan.shortage_hours());
        let cash = money(points[3].plan.cash(), "EUR");
        assert_eq!(
            sentences(&scenario, &points),
            [
                format!(
                    "With all that the scenario allows, 3,000,000 EUR a year leave 4.0 % of the hours needed missing ({hours} \
                     agent-hours); 3,200,000 EUR a year leave 0.5 % of the hours needed missing ({} agent-hours), and without a yearly \
                     budget the best plan leaves 0.0 % of the hours needed missing (0 agent-hours) for {cash} in all.",
                    format::hours(points[2].plan.shortage_hours())
                ),
                "One per cent more of 3,000,000 EUR (30,000 EUR over the plan) adds 4.8 agent-hours where they are missing, 0.2 for each \
                 1,000 EUR; one per cent more of 3,200,000 EUR (32,000 EUR over the plan) adds 0.6 agent-hours where they are missing, 0 \
                 for each 1,000 EUR."
                    .to_owned(),
                "With the same 3,200,000 EUR a year, missing are 2.0 % with people only.".to_owned(),
                "What holds back the plan with 3,000,000 EUR a year: budget of year 1.".to_owned(),
            ]
        );
        assert!(sentences(&scenario, &[]).is_empty());
    }
}
