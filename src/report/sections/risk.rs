//! What is uncertain: how surely each period keeps its promise, how far cost may fan out, and what moves it.

use super::business_case::plain;
use super::{Figure, Form, HALF, Scale, Section, Table, WHOLE, figure, legend, line, months, strings};
use crate::planning::risk::worlds::World;
use crate::planning::risk::{Driver, Risk};
use crate::planning::{PlanComparison, WorkforcePlan};
use crate::report::chart::{DrawingError, Layer, Stroke, Tornado, TornadoRow, palette, tornado};
use crate::report::format::{self, capital, money};
use crate::report::uncertain::{held_words, input_words, value_words, worlds};
use crate::scenario::plan::UNCERTAIN;
use crate::scenario::{Scenario, Uncertainty};
use crate::statistics::normal_quantile;
use crate::units::Money;

/// The section; none where everything is certain.
pub(super) fn section(scenario: &Scenario, planned: &PlanComparison) -> Result<Option<Section>, DrawingError> {
    let (Some(risk), Some(assumptions)) = (&planned.risk, &scenario.plan) else { return Ok(None) };
    let (plan, currency) = (&planned.plan, &scenario.currency);
    let step = plan.step.name();
    let mut section = plain(
        "What is uncertain",
        &format!(
            "{} worlds were drawn as things may turn out. In each the plan was carried out, with overtime, partners and extra classes \
             to help out where people are missing. A {step} keeps its promise in a world if no group lacks more than {} of the hours \
             that it needs.",
            format::count(f64::from(risk.draws)),
            format::short_percent(risk.tolerance.0),
        ),
    );
    section.notes = planned.held.iter().map(|held| held_words(scenario, plan, held)).collect();
    section.notes.push(format!(
        "On average {} of the {} keep the promise, and {} are hired in extra classes.",
        format::percent(risk.keeps_on_average.0),
        format::plural(step),
        match format::short(risk.extra_hires, 1).as_str() {
            "1" => "1 person".to_owned(),
            people => format!("{people} people"),
        },
    ));
    section.notes.extend(
        risk.keeps_budget.map(|kept| format!("The budget is kept in {} of the worlds.", format::percent(kept.0))),
    );
    section.notes = section.notes.iter().map(|note| format::firm(note)).collect();
    section.figures = vec![kept(scenario, planned, risk)?, fan(plan, risk, currency)?];
    section.figures.extend(moved(&assumptions.uncertainty, risk, currency)?);
    Ok(Some(section))
}

/// Two charts stand beside each other where there is room for their periods.
fn size(plan: &WorkforcePlan) -> (u32, u32) {
    if plan.periods.len() <= 18 { HALF } else { WHOLE }
}

/// Most groups that have a line of their own.
const MOST_LINES: usize = palette::LINES.len();

/// The probability of each period to keep the promise, in every group at once and in each.
fn kept(scenario: &Scenario, planned: &PlanComparison, risk: &Risk) -> Result<Figure, DrawingError> {
    let plan = &planned.plan;
    let step = plan.step.name();
    let description = format!("Worlds in which the promise is kept, by {step}");
    let mut chart = months::by_period(size(plan), &description, "worlds that keep the promise", plan);
    (chart.range, chart.percent) = (Some((0.0, 1.0)), true);
    let mut key = Vec::new();
    let least = |group: usize| risk.periods.iter().map(|period| period.keeps_by_group[group].0).fold(1.0, f64::min);
    let mut groups: Vec<usize> = (0..scenario.groups.len()).collect();
    // Those that are least certain, where there are too many to tell apart.
    groups.sort_by(|&one, &other| least(one).total_cmp(&least(other)));
    groups.truncate(if scenario.groups.len() > 1 { MOST_LINES } else { 0 });
    groups.sort_unstable();
    let strokes = [Stroke::Dashed, Stroke::Dotted].into_iter().cycle();
    for ((&group, colour), stroke) in groups.iter().zip(palette::LINES).zip(strokes) {
        let shares = risk.periods.iter().map(|period| Some(period.keeps_by_group[group].0)).collect();
        chart.layers.push(Layer::Line(shares, colour, stroke));
        key.push(line(stroke, colour, format::name(&scenario.groups[group].name)));
    }
    let all = risk.periods.iter().map(|period| Some(period.keeps.0)).collect();
    chart.layers.push(Layer::Line(all, palette::BLUE, Stroke::Solid));
    let everywhere = match groups.len() {
        0 => "the promise is kept".to_owned(),
        shown if shown == scenario.groups.len() => "every group keeps it".to_owned(),
        shown => format!("every group keeps it; beside it, the {shown} least certain of {}", scenario.groups.len()),
    };
    key.insert(0, line(Stroke::Solid, palette::BLUE, everywhere));
    if let Some(held) = &planned.held {
        chart.reference = Some(held.share.0);
        key.push(line(Stroke::Dotted, palette::INK, format!("asked for: {}", worlds(held.share))));
    }
    let mut head = vec![capital(step), "Every group".to_owned()];
    head.extend(scenario.groups.iter().map(|group| capital(&format::name(&group.name))));
    head.extend(strings(&["Hours missing, 9 in 10 at most"]));
    let rows = risk.periods.iter().zip(&plan.periods).map(|(risk, period)| {
        let mut row = vec![format::period(plan.step, period.first_day), format::percent(risk.keeps.0)];
        row.extend(risk.keeps_by_group.iter().map(|share| format::percent(share.0)));
        row.push(format::hours(risk.shortage_p90));
        row
    });
    let table = Table { over: Vec::new(), caption: description, head, rows: rows.collect(), words: false };
    figure(kept_in_words(plan, risk), &chart, key, table)
}

/// `In 41 of 100 worlds the promise is kept in every month; least certain is Dec 2027, when it is kept in 62 of 100 worlds`.
fn kept_in_words(plan: &WorkforcePlan, risk: &Risk) -> String {
    let step = plan.step.name();
    let worst = risk.periods.iter().zip(&plan.periods).min_by(|a, b| a.0.keeps.0.total_cmp(&b.0.keeps.0));
    match worst.filter(|(worst, _)| worst.keeps.0 < 1.0) {
        None => format!("In all worlds the promise is kept in every {step}"),
        Some((worst, period)) => {
            let every = match worlds(risk.keeps_all) {
                none if risk.keeps_all.0 <= 0.0 => format!("In {none} is the promise kept in every {step}"),
                some => format!("In {some} the promise is kept in every {step}"),
            };
            let when = format::period(plan.step, period.first_day);
            format!("{every}; least certain is {when}, when it is kept in {}", worlds(worst.keeps))
        }
    }
}

/// What each period may cost: a band in which eight of ten worlds lie, and the middle.
fn fan(plan: &WorkforcePlan, risk: &Risk, currency: &str) -> Result<Figure, DrawingError> {
    let step = plan.step.name();
    let description = format!("What each {step} costs in all, missing hours priced");
    let expected: Vec<Money> = plan.periods.iter().map(crate::planning::PlannedPeriod::all_costs).collect();
    let spreads = || risk.periods.iter().map(|period| period.cost);
    let ends = spreads().flat_map(|cost| [cost.p10.0, cost.p90.0]).chain(expected.iter().map(|amount| amount.0));
    let (low, high) = ends.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), end| (low.min(end), high.max(end)));
    let scale = Scale::of(high, currency);
    let mut chart = months::by_period(size(plan), &description, &format!("{} per {step}", scale.unit), plan);
    // A narrow fan far above zero would be a line: its axis begins nearer.
    if low > 0.5 * high {
        let room = 0.2 * (high - low) + 0.01 * high;
        chart.range = Some(((low - room) / scale.divisor, (high + room) / scale.divisor));
    }
    let band = spreads().map(|cost| Some((cost.p10.0 / scale.divisor, cost.p90.0 / scale.divisor))).collect();
    chart.layers.push(Layer::Band(band, palette::BLUE));
    chart.layers.push(Layer::Line(scale.line(&expected), palette::ORANGE, Stroke::Dashed));
    let middle: Vec<Money> = spreads().map(|cost| cost.p50).collect();
    chart.layers.push(Layer::Steps(scale.line(&middle), palette::BLUE, Stroke::Solid));
    let key = vec![
        legend(Form::Band, palette::BLUE, "8 of 10 worlds"),
        line(Stroke::Solid, palette::BLUE, "the middle of all worlds"),
        line(Stroke::Dashed, palette::ORANGE, "as planned, if all turns out as expected"),
    ];
    let head = [&capital(step), "As planned", "1 in 10 below", "Middle", "1 in 10 above"];
    let cash = ["1 in 10 below", "Middle", "1 in 10 above"];
    let rows = risk.periods.iter().zip(&plan.periods).map(|(risk, period)| {
        let mut row = vec![format::period(plan.step, period.first_day), format::count(period.all_costs().0)];
        let spreads = [risk.cost, risk.cash].into_iter().flat_map(|spread| [spread.p10, spread.p50, spread.p90]);
        row.extend(spreads.map(|amount| format::count(amount.0)));
        row
    });
    let table = Table {
        over: vec![("All costs".to_owned(), 4), ("Cash".to_owned(), 3)],
        caption: format!("{description}, in {currency}"),
        head: strings(&[&head[..], &cash[..]].concat()),
        rows: rows.collect(),
        words: false,
    };
    let [low, middle, high] = [risk.cost.p10, risk.cost.p50, risk.cost.p90].map(|amount| money(amount, currency));
    let title = format!(
        "In 10 of 100 worlds the {} cost less than {low} in all, in 10 more than {high}; {middle} is the middle",
        format::counted(plan.periods.len(), step)
    );
    figure(title, &chart, key, table)
}

/// What moves cost, widest first; none where nothing does.
fn moved(uncertainty: &Uncertainty, risk: &Risk, currency: &str) -> Result<Option<Figure>, DrawingError> {
    let drivers = &risk.drivers;
    let width = |driver: &Driver| {
        let ends = [driver.low.0, driver.high.0, drivers.at_medians.0];
        ends.into_iter().fold(f64::NEG_INFINITY, f64::max) - ends.into_iter().fold(f64::INFINITY, f64::min)
    };
    let mut inputs: Vec<&Driver> = drivers.inputs.iter().filter(|driver| width(driver) > 0.0).collect();
    inputs.sort_by(|one, other| width(other).total_cmp(&width(one)));
    let Some(first) = inputs.first() else { return Ok(None) };
    let scale = Scale::of(drivers.at_medians.0.abs(), currency);
    let [at_low, at_high] = [LOW, HIGH].map(|share| move |driver: &Driver| at(uncertainty, driver, share));
    let row = |driver: &&Driver| TornadoRow {
        label: input_words(driver.input).to_owned(),
        low: driver.low.0 / scale.divisor,
        high: driver.high.0 / scale.divisor,
        cells: [
            format!("{}: {}", at_low(driver), format::count(driver.low.0)),
            format!("{}: {}", at_high(driver), format::count(driver.high.0)),
            format::percent(driver.variance_share),
        ],
    };
    let description = format!(
        "All costs of the plan with one input at its low or high end, and all others in their middle ({})",
        money(drivers.at_medians, currency)
    );
    let chart = Tornado {
        description: description.clone(),
        width: WHOLE.0,
        unit: scale.unit.clone(),
        middle: drivers.at_medians.0 / scale.divisor,
        heads: [&format!("low end: {currency}"), &format!("high end: {currency}"), "of the variance"].map(Into::into),
        rows: inputs.iter().map(row).collect(),
    };
    let key = vec![
        legend(Form::Bar, tornado::LOW, "at its low end: 1 world in 10 is lower"),
        legend(Form::Bar, tornado::HIGH, "at its high end: 1 world in 10 is higher"),
        line(Stroke::Solid, palette::INK, format!("all in their middle: {}", money(drivers.at_medians, currency))),
    ];
    let rows = drivers.inputs.iter().map(|driver| {
        vec![
            capital(input_words(driver.input)),
            at_low(driver),
            format::count(driver.low.0),
            at_high(driver),
            format::count(driver.high.0),
            format::percent(driver.variance_share),
        ]
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    let mut rest = vec!["Only together".to_owned()];
    rest.extend(vec![format::NONE.to_owned(); 4]);
    rest.push(format::percent(drivers.rest));
    rows.push(rest);
    let head = strings(&["", "Low end", "All costs", "High end", "All costs", "Share of the variance"]);
    let table = Table { over: Vec::new(), caption: format!("{description}, in {currency}"), head, rows, words: false };
    let title = format!(
        "{} moves the cost most: all costs are {} with it {}, and {} with it {}",
        capital(input_words(first.input)),
        money(first.low, currency),
        at_low(first),
        money(first.high, currency),
        at_high(first),
    );
    Ok(Some(Figure { title, drawing: chart.svg()?, legend: key, table, wide: true, is_people: false }))
}

/// The quantiles at which inputs are tried one by one, as [`crate::planning::risk::drivers`] does.
const LOW: f64 = 0.1;
const HIGH: f64 = 0.9;

/// What an input comes to at a quantile, in words.
fn at(uncertainty: &Uncertainty, driver: &Driver, share: f64) -> String {
    let mut scores = [0.0; UNCERTAIN];
    scores[driver.input as usize] = normal_quantile(share);
    value_words(driver.input, World::of(uncertainty, scores).value(driver.input))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::business_case::tests::study;
    use crate::report::chart::texts::apart_and_inside;
    use crate::report::example;
    use crate::scenario::{Group, Step};
    use crate::study::Study;
    use crate::units::Share;

    fn varied() -> Study {
        let mut study = study();
        study.planned.as_mut().unwrap().risk = Some(example::risk());
        study
    }

    fn section_of(study: &Study) -> Section {
        section(&study.scenario, study.planned.as_ref().unwrap()).unwrap().unwrap()
    }

    #[test]
    fn a_certain_plan_has_no_risk() {
        let study = study();
        assert!(section(&study.scenario, study.planned.as_ref().unwrap()).unwrap().is_none());
    }

    #[test]
    fn each_chart_says_what_it_shows_in_the_words_of_the_trade() {
        let [kept, fan, moved] = &section_of(&varied()).figures[..] else { panic!("three charts") };
        assert_eq!(
            kept.title,
            "In 40 of 100 worlds the promise is kept in every month; least certain is Dec 2027, when it is kept in 51 of 100 worlds"
        );
        assert_eq!(
            fan.title,
            "In 10 of 100 worlds the 12 months cost less than 3,133,100 EUR in all, in 10 more than 3,326,900 EUR; 3,230,000 EUR is \
             the middle"
        );
        // The widest by itself, though another has the larger share; e^(−1.2816 × 0.05 − 0.05²/2) is 6.3 % below 1.
        assert_eq!(
            moved.title,
            "Volume moves the cost most: all costs are 3,090,000 EUR with it −6.3 %, and 3,420,000 EUR with it +6.5 %"
        );
    }

    #[test]
    fn the_numbers_behind_the_charts_are_those_given() {
        let study = varied();
        let risk = example::risk();
        let [kept, fan, moved] = &section_of(&study).figures[..] else { panic!("three charts") };
        for (row, period) in kept.table.rows.iter().zip(&risk.periods) {
            let shares = [period.keeps, period.keeps_by_group[0], period.keeps_by_group[1]];
            assert_eq!(row[1..4], shares.map(|share| format::percent(share.0)));
        }
        for (row, period) in fan.table.rows.iter().zip(&risk.periods) {
            let amounts = [period.cost.p10, period.cost.p50, period.cost.p90, period.cash.p10];
            assert_eq!(row[2..6], amounts.map(|amount| format::count(amount.0)));
        }
        assert_eq!((kept.table.rows.len(), fan.table.rows.len()), (12, 12));
        assert_eq!(moved.table.rows[0], ["Handling time", "−3.8 %", "3,150,000", "+3.9 %", "3,310,000", "55.0 %"]);
        assert_eq!(moved.table.rows[2][1..4], ["on time", "3,229,000", "0.6 months late"]);
        assert_eq!(moved.table.rows.last().unwrap()[5], "10.0 %");
        // In the drawing are those that move something, widest first.
        let drawn = apart_and_inside(&moved.drawing);
        let at = |label: &str| drawn.iter().position(|text| text == label);
        assert!(at("volume") < at("handling time") && at("handling time") < at("time to fill"), "{drawn:?}");
        assert_eq!(at("containment"), None);
        assert!(drawn.contains(&"+6.5 %: 3,420,000".to_owned()), "{drawn:?}");
    }

    #[test]
    fn the_probability_asked_for_is_a_line_and_a_sentence() {
        let mut study = varied();
        let without = section_of(&study).figures[0].legend.len();
        let planned = study.planned.as_mut().unwrap();
        planned.held = Some(example::held(planned.plan.clone()));
        let section = section_of(&study);
        let legend = &section.figures[0].legend;
        assert_eq!(legend.len(), without + 1);
        assert_eq!(legend.last().unwrap().text, "asked for: 90 of 100 worlds");
        assert!(section.notes[0].contains("with a probability of 90.0"), "{:?}", section.notes);
        assert!(section.notes[0].contains("5,000"), "{:?}", section.notes);
    }

    #[test]
    fn words_stand_inside_the_charts_however_many_periods_and_groups_there_are() {
        for (step, periods, groups) in
            [(Step::Month, 1, 1), (Step::Month, 18, 2), (Step::Month, 36, 8), (Step::Week, 52, 2)]
        {
            let mut study = varied();
            let group = Group { name: "customers_of_long_standing".into(), ..study.scenario.groups[0].clone() };
            study.scenario.groups = vec![group; groups];
            let planned = study.planned.as_mut().unwrap();
            planned.plan.step = step;
            planned.plan.periods = planned.plan.periods.iter().cycle().take(periods).cloned().collect();
            let risk = planned.risk.as_mut().unwrap();
            risk.periods = risk.periods.iter().cycle().take(periods).cloned().collect();
            risk.periods.iter_mut().for_each(|period| period.keeps_by_group = vec![Share(0.9); groups]);
            let section = section_of(&study);
            for figure in &section.figures {
                apart_and_inside(&figure.drawing);
            }
            let lines = section.figures[0].legend.len();
            assert_eq!(lines, if groups == 1 { 1 } else { 1 + groups.min(MOST_LINES) });
        }
    }
}
