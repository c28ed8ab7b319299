//! Cost against service: the share of hours missing that each budget leaves, and what a little more of it would buy.

use super::alternatives::begun;
use super::business_case::plain;
use super::{Figure, Scale, Section, Table, WHOLE, checks, line, strings};
use crate::planning::frontier::{Point, Portfolio};
use crate::report::chart::{Colour, Curve, Curves, DrawingError, Stroke, palette};
use crate::report::format::{self, capital, money};
use crate::report::frontier::{budget_words, missing, per_thousand, spent_a_year};
use crate::scenario::Scenario;
use crate::units::Money;

/// The sections of a page of its own.
pub(in crate::report) fn sections(scenario: &Scenario, points: &[Point]) -> Result<Vec<Section>, DrawingError> {
    Ok(vec![bought(scenario, points)?, checks::assumptions(scenario), checks::origin_of_plan(scenario)])
}

/// How the line of a portfolio is drawn, each in its own way whichever others there are.
fn drawn(portfolio: Portfolio) -> (Colour, Stroke) {
    match portfolio {
        Portfolio::Everything => (palette::BLUE, Stroke::Solid),
        Portfolio::PeopleOnly => (palette::LINES[0], Stroke::Dashed),
        Portfolio::InitiativesOnly => (palette::LINES[1], Stroke::Dotted),
        Portfolio::WithoutInitiatives => (palette::LINES[2], Stroke::Dashed),
    }
}

fn bought(scenario: &Scenario, points: &[Point]) -> Result<Section, DrawingError> {
    let currency = &scenario.currency;
    let mut section = plain(
        "What each budget buys",
        "Each point is a plan of its own: the best for that budget and with what may be used. Hours missing are agent-hours that the \
         promise needs and nobody works. What one per cent more of a budget adds is found by planning again with it.",
    );
    section.figures = vec![curves(points, currency)?];
    section.tables = vec![table(points, currency), limits(points, currency)];
    Ok(section)
}

/// The portfolios that were tried, in the order of reports.
fn portfolios(points: &[Point]) -> impl Iterator<Item = Portfolio> + '_ {
    Portfolio::ALL.into_iter().filter(|portfolio| points.iter().any(|point| point.portfolio == *portfolio))
}

fn curves(points: &[Point], currency: &str) -> Result<Figure, DrawingError> {
    let budgets: Vec<Money> = points.iter().filter_map(|point| point.per_year).collect();
    let scale = Scale::of(budgets.iter().map(|budget| budget.0).fold(0.0, f64::max), currency);
    let description = "Share of the agent-hours needed that are missing, by what may be spent in twelve months";
    let curve = |portfolio: Portfolio| {
        let of_it = || points.iter().filter(move |point| point.portfolio == portfolio);
        let (colour, stroke) = drawn(portfolio);
        let bought = of_it().filter_map(|point| Some((spent_a_year(point)? / scale.divisor, missing(point))));
        let any = of_it().find(|point| point.per_year.is_none()).map(missing);
        Curve { points: bought.collect(), any, colour, stroke }
    };
    let chart = Curves {
        description: description.to_owned(),
        size: (WHOLE.0, 320),
        along: format!("spent a year, as budgeted or at the least, {}", scale.unit),
        any: "any budget".into(),
        unit: "share of the hours needed that are missing".into(),
        curves: portfolios(points).map(curve).collect(),
    };
    let key = portfolios(points).map(|portfolio| {
        let (colour, stroke) = drawn(portfolio);
        line(stroke, colour, portfolio.name())
    });
    let mut head = vec!["Budget a year".to_owned()];
    head.extend(portfolios(points).map(|portfolio| capital(portfolio.name())));
    let mut each: Vec<Option<Money>> = Vec::new();
    for point in points {
        if !each.contains(&point.per_year) {
            each.push(point.per_year);
        }
    }
    let rows = each.into_iter().map(|budget| {
        let mut row = vec![budget_words(budget, currency)];
        row.extend(portfolios(points).map(|portfolio| {
            let point = points.iter().find(|point| point.portfolio == portfolio && point.per_year == budget);
            point.map_or_else(|| format::NONE.to_owned(), |point| format::percent(missing(point)))
        }));
        row
    });
    let rows = rows.collect();
    let table = Table { over: Vec::new(), caption: description.to_owned(), head, rows, words: false };
    let title = title(points, currency);
    Ok(Figure { title, drawing: chart.svg()?, legend: key.collect(), table, wide: true, is_people: false })
}

/// What the range of budgets does to the best of the portfolios.
fn title(points: &[Point], currency: &str) -> String {
    let mut bought = points.iter().filter(|point| point.per_year.is_some());
    let Some(least) = bought.next() else { return "No budget was tried".to_owned() };
    let greatest = bought.rfind(|point| point.portfolio == least.portfolio).unwrap_or(least);
    format!(
        "{} a year leave {} of the hours missing, {} leave {}",
        budget_words(least.per_year, currency),
        format::percent(missing(least)),
        budget_words(greatest.per_year, currency),
        format::percent(missing(greatest)),
    )
}

fn table(points: &[Point], currency: &str) -> Table {
    let rows = points.iter().map(|point| {
        let mut row = vec![capital(point.portfolio.name()), budget_words(point.per_year, currency)];
        row.push(money(point.plan.cash(), currency));
        row.push(point.plan.hires().to_string());
        row.push(format::hours(point.plan.shortage_hours()));
        row.push(format::percent(point.plan.hours_covered().0));
        let none = || format::NONE.to_owned();
        row.push(point.one_more.map_or_else(none, |(_, cost)| money(cost, currency)));
        row.push(point.one_more.map_or_else(none, |(hours, _)| format::hours(hours)));
        row.push(per_thousand(point).map_or_else(none, |hours| format::short(hours, 1)));
        row
    });
    let head = strings(&["May be used", "Budget a year", "Cash", "New people", "Hours missing", "Hours covered"]);
    let more = [&format!("{currency} over the plan"), "Hours added", &format!("Hours for each 1,000 {currency}")];
    Table {
        over: vec![("The plan".to_owned(), 5), ("1 % more of the budget".to_owned(), 3)],
        caption: "Each budget".into(),
        head: head.into_iter().chain(more.into_iter().map(ToOwned::to_owned)).collect(),
        rows: rows.collect(),
        words: false,
    }
}

/// What each plan begins, and what holds it back.
fn limits(points: &[Point], currency: &str) -> Table {
    let rows = points.iter().map(|point| {
        let limits = if point.at_limit.is_empty() {
            "nothing".to_owned()
        } else {
            format::listed(&point.at_limit.iter().map(|limit| format::name(limit)).collect::<Vec<_>>())
        };
        let budget = format::firm(&budget_words(point.per_year, currency));
        vec![capital(point.portfolio.name()), budget, begun(&point.plan), limits]
    });
    let head = strings(&["May be used", "Budget a year", "Begins", "At its limit"]);
    Table { over: Vec::new(), caption: "What holds it back".into(), head, rows: rows.collect(), words: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::texts::apart_and_inside;
    use crate::report::example;

    #[test]
    fn the_numbers_shown_are_those_of_the_points() {
        let points = example::frontier();
        let section = bought(&example::study().scenario, &points).unwrap();
        let [figure] = &section.figures[..] else { panic!("one chart") };
        assert_eq!(figure.title, "3,000,000 EUR a year leave 4.0 % of the hours missing, 3,200,000 EUR leave 0.5 %");
        assert_eq!(figure.table.rows[1], ["3,100,000 EUR", "2.0 %", "3.5 %"]);
        assert_eq!(figure.table.rows[3], ["any", "0.0 %", "1.5 %"]);
        let [each, limits] = &section.tables[..] else { panic!("two tables") };
        assert_eq!((each.rows.len(), limits.rows.len()), (8, 8));
        for (row, point) in each.rows.iter().zip(&points) {
            assert_eq!(row[2], money(point.plan.cash(), "EUR"));
            assert_eq!(row[4], format::hours(point.plan.shortage_hours()));
        }
        // 4.8 hours for 30,000.
        assert_eq!(each.rows[0][6..], ["30,000 EUR", "4.8", "0.2"]);
        assert_eq!(each.rows[3][6..], [format::NONE; 3]);
        assert_eq!(limits.rows[0][2..], ["Chatbot in Feb 2027", "budget of year 1"]);
        assert_eq!(limits.rows[3][3], "nothing");
        let drawn = apart_and_inside(&figure.drawing);
        assert!(drawn.contains(&"any budget".to_owned()) && drawn.contains(&"3.1".to_owned()), "{drawn:?}");
    }

    #[test]
    fn each_portfolio_is_drawn_in_its_own_way() {
        let ways: Vec<String> = Portfolio::ALL.map(|portfolio| format!("{:?}", drawn(portfolio))).to_vec();
        let mut apart = ways.clone();
        apart.sort();
        apart.dedup();
        assert_eq!(apart.len(), ways.len());
    }

    #[test]
    fn no_points_are_no_fault() {
        assert_eq!(bought(&example::study().scenario, &[]).unwrap().figures[0].title, "No budget was tried");
    }
}
