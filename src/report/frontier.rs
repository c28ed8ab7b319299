//! Cost against service as text, JSON and CSV: a row for each portfolio and budget.

use super::VERSION;
use super::csv::table as csv_table;
use super::csv::{number, safe};
use super::format::{self, money};
use super::text::table::{table, wrapped};
use crate::planning::frontier::Point;
use crate::scenario::Scenario;
use serde_json::{Value, json};

/// A table: what each budget buys, what a hundredth more of the budget would add; and below it, what holds the plans back.
pub fn frontier_text(scenario: &Scenario, points: &[Point], width: u16) -> String {
    let head = ["", "budget a year", "cash", "hires", "hours missing", "covered", "1 % more adds"];
    let mut rows = table(width, &head);
    for point in points {
        let amount = |amount| money(amount, &scenario.currency);
        rows.add_row(vec![
            point.portfolio.name().to_owned(),
            point.per_year.map_or_else(|| "any".to_owned(), amount),
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
