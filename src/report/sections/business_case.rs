//! The business case of a plan: the decision in a table, the money over time, people, and what is begun.

use super::{
    Figure, Form, Scale, Section, Table, WHOLE, alternatives, checks, figure, legend, line, months, proof, risk,
    strings,
};
use crate::planning::business_case::{Alternative, BusinessCase, Gain, Outcome, sum};
use crate::planning::{CostKind, PlanComparison, WorkforcePlan};
use crate::report::business_case::{during, period, the_ask};
use crate::report::chart::{DrawingError, Layer, Segment, Stroke, palette};
use crate::report::format::{self, capital, money};
use crate::report::html::HtmlError;
use crate::report::words::answer::FIRST_LOOK;
use crate::scenario::Scenario;
use crate::units::Money;

/// A section of the page of a whole study: everything in short.
pub(super) fn in_short(
    scenario: &Scenario,
    planned: &PlanComparison,
    case: &BusinessCase,
) -> Result<Section, DrawingError> {
    let mut section = decision(scenario, planned, case);
    section.title = "The business case".into();
    section.notes = the_ask(scenario, planned, case).iter().map(|sentence| format::firm(sentence)).collect();
    section.figures = vec![cash_flow(planned, case, &scenario.currency)?];
    section.details.insert(0, by_year(planned, case, &scenario.currency));
    Ok(section)
}

/// The sections of a page of its own.
pub(in crate::report) fn sections(
    scenario: &Scenario,
    planned: &PlanComparison,
    case: &BusinessCase,
) -> Result<Vec<Section>, HtmlError> {
    let mut first = decision(scenario, planned, case);
    first.notes.extend(planned.proof.is_none().then(|| format::firm(FIRST_LOOK)));
    let mut sections = vec![first];
    sections.extend(alternatives::section(scenario, planned));
    sections.extend([over_time(scenario, planned, case)?, people(scenario, planned)?]);
    sections.extend(risk::section(scenario, planned)?);
    sections.extend(planned.proof.as_ref().map(|found| proof::section(scenario, &planned.plan, found)));
    sections.push(checks::plan_checked(scenario, &planned.plan));
    sections.push(checks::assumptions(scenario));
    sections.push(checks::origin_of_plan(scenario));
    Ok(sections)
}

/// A section without anything in it yet.
pub(in crate::report) fn plain(title: &str, lead: &str) -> Section {
    Section {
        title: title.to_owned(),
        lead: lead.to_owned(),
        figures: Vec::new(),
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    }
}

/// A row of the decision: its name, and the cell of the plan, of doing nothing, and of the plan without initiatives.
type Row<'a> = (String, Box<dyn Fn(&Outcome) -> String + 'a>, Box<dyn Fn(&Alternative) -> String + 'a>);

fn of_outcome<'a>(name: impl Into<String>, cell: impl Fn(&Outcome) -> String + Clone + 'a) -> Row<'a> {
    let again = cell.clone();
    (name.into(), Box::new(cell), Box::new(move |alternative| again(&alternative.outcome)))
}

fn of_alternative<'a>(name: impl Into<String>, cell: impl Fn(&Alternative) -> String + 'a) -> Row<'a> {
    (name.into(), Box::new(|_| format::NONE.to_owned()), Box::new(cell))
}

fn decision(scenario: &Scenario, planned: &PlanComparison, case: &BusinessCase) -> Section {
    let currency = scenario.currency.as_str();
    let plan = &planned.plan;
    let many = format::counted(plan.periods.len(), plan.step.name());
    let at = |place: Option<u32>| place.map_or_else(|| "not in this time".to_owned(), |place| period(plan, place));
    let per = |amount: Option<Money>| {
        amount.map_or_else(|| format::NONE.to_owned(), |amount| format!("{} {currency}", format::decimal(amount.0, 2)))
    };
    let share = |share: Option<f64>| share.map_or_else(|| format::NONE.to_owned(), format::percent);
    let back = |gain: &Gain| if gain.most_ahead_in.is_none() { "never behind".to_owned() } else { at(gain.payback) };
    let first = vec![
        of_outcome("Cash", |of| money(of.cash, currency)),
        of_outcome("Missing hours, lost contacts and customers, at their price", |of| money(of.not_cash(), currency)),
        of_outcome("Both together", |of| money(of.all_costs, currency)),
        of_alternative("Saved against doing nothing, in today’s money", |of| {
            money(of.all.net_present_value, currency)
        }),
        of_alternative("Ahead for good in cash from", |of| back(&of.cash)),
        of_outcome("New people", |of| format::count(f64::from(of.hires))),
        of_outcome("People employed at the end", |of| format::decimal(of.headcount_at_end, 1)),
        of_outcome("Agent-hours missing", |of| format::hours(of.shortage_hours)),
    ];
    let more = vec![
        of_alternative("Cash saved against doing nothing", |of| money(of.cash.saved(), currency)),
        of_alternative("The same in today’s money (net present value)", |of| {
            money(of.cash.net_present_value, currency)
        }),
        of_alternative("All costs saved against doing nothing", |of| money(of.all.saved(), currency)),
        of_alternative("Ahead for good in all costs from", |of| back(&of.all)),
        of_alternative("Most cash put up before it is back", |of| money(of.cash.most_ahead, currency)),
        of_alternative("Cash spent more than doing nothing, in today’s money", |of| money(of.spent_more, currency)),
        of_alternative("Return on that in cash: what comes back above it", |of| share(of.return_in_cash())),
        of_alternative("Return on that with all costs", |of| share(of.return_in_all())),
        of_outcome("Cash per contact that customers bring", |of| per(of.cash_per_contact())),
        of_outcome("Cash per contact that is resolved", |of| per(of.cash_per_resolved())),
        of_outcome("People employed at the beginning", |of| format::decimal(of.headcount_at_begin, 1)),
        of_outcome("People employed on average", |of| format::decimal(of.headcount_on_average, 1)),
        of_outcome("People who leave, on average", |of| format::decimal(of.leavers, 1)),
    ];
    let mut head = strings(&["", "Plan", "Do nothing"]);
    if case.without_initiatives.is_some() {
        head.push("Plan without projects".to_owned());
    }
    let table = |caption: &str, rows: Vec<Row>| {
        let row = |(name, outcome, alternative): Row| {
            let mut row = vec![name, alternative(&case.plan), outcome(&case.carry_on)];
            row.extend(case.without_initiatives.as_ref().map(alternative));
            row
        };
        let rows = rows.into_iter().map(row).collect();
        Table { over: Vec::new(), caption: caption.to_owned(), head: head.clone(), rows, words: false }
    };
    let mut section = plain("The decision", "");
    section.tables = vec![table(&format!("The {many} from {}", period(plan, 0)), first)];
    section.details = vec![table("Further figures", more)];
    section.details_title = "Return, cost per contact and further figures";
    section
}

fn over_time(scenario: &Scenario, planned: &PlanComparison, case: &BusinessCase) -> Result<Section, DrawingError> {
    let currency = &scenario.currency;
    let mut section = plain(
        "The money over time",
        "Doing nothing means to carry on as now: those who leave are replaced, and nothing else changes. What the plan \
         spends less than that is its cash flow. Hours in which people are missing are not free: each has a price, so that a \
         plan cannot look cheap because customers wait.",
    );
    section.figures = vec![cash_flow(planned, case, currency)?, months::cost(&planned.plan, currency)?];
    section.figures.extend(months::saving(scenario, planned)?);
    section.tables = vec![by_year(planned, case, currency), commitments(planned, case, currency)];
    Ok(section)
}

/// Cash saved in each period as bars, and from the beginning as lines, in cash and in all.
fn cash_flow(planned: &PlanComparison, case: &BusinessCase, currency: &str) -> Result<Figure, DrawingError> {
    let (plan, cash, all) = (&planned.plan, &case.plan.cash, &case.plan.all);
    let cumulated = |gain: &Gain| gain.flows.iter().map(|flow| flow.cumulated).collect::<Vec<_>>();
    let most = cash.flows.iter().chain(&all.flows).flat_map(|flow| [flow.saved.0.abs(), flow.cumulated.0.abs()]);
    let scale = Scale::of(most.fold(0.0, f64::max), currency);
    let step = plan.step.name();
    let description = format!("What the plan saves against doing nothing, by {step} and from the beginning");
    let mut chart = months::by_period((WHOLE.0, 270), &description, &scale.unit, plan);
    let bars = cash.flows.iter().map(|flow| {
        let colour = if flow.saved.0 < 0.0 { palette::ORANGE } else { palette::SKY };
        vec![Segment { value: flow.saved.0 / scale.divisor, colour, letter: "" }]
    });
    chart.layers.push(Layer::Bars(bars.collect()));
    chart.layers.push(Layer::Line(scale.line(&cumulated(all)), palette::GREEN, Stroke::Dashed));
    chart.layers.push(Layer::Line(scale.line(&cumulated(cash)), palette::BLUE, Stroke::Solid));
    let mut key = Vec::new();
    if cash.flows.iter().any(|flow| flow.saved.0 > 0.0) {
        key.push(legend(Form::Bar, palette::SKY, format!("cash saved in the {step}")));
    }
    if cash.flows.iter().any(|flow| flow.saved.0 < 0.0) {
        key.push(legend(Form::Bar, palette::ORANGE, format!("cash spent more in the {step}")));
    }
    key.push(line(Stroke::Solid, palette::BLUE, "cash saved from the beginning"));
    key.push(line(
        Stroke::Dashed,
        palette::GREEN,
        "saved from the beginning, missing hours and customers at their price",
    ));
    if let (Some(_), Some(back)) = (cash.most_ahead_in, cash.payback) {
        chart.marker = Some((back as usize, "cash is back".to_owned()));
    }
    let rows = (0..).zip(cash.flows.iter().zip(&all.flows)).map(|(place, (cash, all))| {
        let mut row = vec![period(plan, place)];
        let amounts = [cash.plan, cash.carry_on, cash.saved, cash.cumulated, cash.present_value];
        row.extend(
            amounts
                .into_iter()
                .chain([all.saved, all.cumulated, all.present_value])
                .map(|amount| format::count(amount.0)),
        );
        row
    });
    let mut head = vec![capital(step)];
    head.extend(strings(&["Plan", "Do nothing", "Saved", "From the beginning", "Saved, in today’s money"]));
    head.extend(strings(&["Saved", "From the beginning", "Saved, in today’s money"]));
    let table = Table {
        over: vec![("Cash".to_owned(), 5), ("All costs".to_owned(), 3)],
        caption: format!("{description}, in {currency}"),
        head,
        rows: rows.collect(),
        words: false,
    };
    let saved = cash.saved();
    let title = if saved.0 >= 0.0 {
        format!("Over the whole time the plan saves {} of cash", money(saved, currency))
    } else {
        format!("Over the whole time the plan spends {} more cash", money(-saved, currency))
    };
    let ahead = cash.most_ahead_in.map_or_else(String::new, |when| {
        format!("; at most {} is put up, {}", money(cash.most_ahead, currency), during(plan, when))
    });
    figure(title + &ahead, &chart, key, table)
}

/// Cost by twelve months and kind, of the plan and of doing nothing, and the difference.
fn by_year(planned: &PlanComparison, case: &BusinessCase, currency: &str) -> Table {
    let plan = &planned.plan;
    let years = &case.years;
    let mut head = vec![String::new()];
    for _ in 0..2 {
        head.extend(years.iter().map(|year| span(plan, year.first, year.last)));
        head.push("Together".to_owned());
    }
    head.push("Plan less nothing".to_owned());
    let columns = years.len() + 1;
    let over = vec![("Plan".to_owned(), columns), ("Do nothing".to_owned(), columns), ("Difference".to_owned(), 1)];
    let row = |name: String, of: &dyn Fn(CostKind) -> bool| {
        let amount = |costs: &[Money; 15]| {
            sum(CostKind::ALL.into_iter().filter(|&kind| of(kind)).map(|kind| costs[kind as usize]))
        };
        let mut row = vec![name];
        let mut totals = [Money::ZERO; 2];
        let both: [Vec<Money>; 2] = [
            years.iter().map(|year| amount(&year.plan)).collect(),
            years.iter().map(|year| amount(&year.carry_on)).collect(),
        ];
        for (amounts, total) in both.iter().zip(&mut totals) {
            *total = sum(amounts.iter().copied());
            row.extend(amounts.iter().chain([&*total]).map(|amount| format::count(amount.0)));
        }
        row.push(format::count(sum([totals[0], -totals[1]]).0));
        row
    };
    let used = |kind: CostKind| {
        years.iter().any(|year| year.plan[kind as usize].0 != 0.0 || year.carry_on[kind as usize].0 != 0.0)
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let kinds = |cash: bool| CostKind::ALL.into_iter().filter(move |&kind| kind.is_cash() == cash && used(kind));
    let line_of = |kind: CostKind| row(capital(super::kind_words(kind).0), &|other| other == kind);
    rows.extend(kinds(true).map(line_of));
    rows.push(row("Cash".to_owned(), &CostKind::is_cash));
    rows.extend(kinds(false).map(line_of));
    rows.push(row("All costs".to_owned(), &|_| true));
    Table { over, caption: format!("Cost by year and kind, in {currency}"), head, rows, words: false }
}

/// `Jan–Dec 2027`, or `Jan 2027 – Jun 2028`.
pub(in crate::report) fn span(plan: &WorkforcePlan, first: u32, last: u32) -> String {
    if first == last { period(plan, first) } else { format!("{} – {}", period(plan, first), period(plan, last)) }
}

/// What is begun, when, and what it costs.
fn commitments(planned: &PlanComparison, case: &BusinessCase, currency: &str) -> Table {
    let plan = &planned.plan;
    let at = |place: Option<u32>, never: &str| place.map_or_else(|| never.to_owned(), |place| period(plan, place));
    let rows = case.commitments.iter().map(|commitment| {
        let until = commitment.end.map(|end| end.saturating_sub(1));
        vec![
            format::name(&commitment.name),
            period(plan, commitment.start),
            at(commitment.live, "later"),
            at(until, "runs on"),
            money(commitment.total(), currency),
        ]
    });
    Table {
        over: Vec::new(),
        caption: "Projects and partners".into(),
        head: strings(&["", "Begins", "At work from", "To", "Costs in this time"]),
        rows: rows.collect(),
        words: false,
    }
}

/// Jobs: the people employed, and who begins when.
fn people(scenario: &Scenario, planned: &PlanComparison) -> Result<Section, DrawingError> {
    let mut section = months::people(planned)?;
    section.details = vec![hires(scenario, &planned.plan)];
    section.details_title = "Who begins and who leaves, by way of hiring";
    Ok(section)
}

fn hires(scenario: &Scenario, plan: &WorkforcePlan) -> Table {
    let hired = |channel: usize| -> u32 { plan.periods.iter().filter_map(|period| period.hires.get(channel)).sum() };
    let channels = scenario.plan.iter().flat_map(|assumptions| assumptions.hiring.iter().enumerate());
    let channels: Vec<(usize, String)> = channels
        .filter(|&(place, _)| hired(place) > 0)
        .map(|(place, channel)| (place, capital(&format::name(&channel.name))))
        .collect();
    let mut head = vec![capital(plan.step.name())];
    head.extend(channels.iter().map(|(_, name)| name.clone()));
    head.extend(strings(&["Hires", "Leave", "Contracts end", "Change the group or are dismissed", "Employed"]));
    let rows = plan.periods.iter().map(|period| {
        let mut row = vec![format::period(plan.step, period.first_day)];
        row.extend(
            channels.iter().map(|&(place, _)| period.hires.get(place).map_or_else(String::new, ToString::to_string)),
        );
        let of = |amount: fn(&crate::planning::GroupPeriod) -> f64| period.groups.iter().map(amount).sum::<f64>();
        row.push(period.hires().to_string());
        row.push(format::decimal(of(|group| group.leavers), 1));
        row.push(format::decimal(of(|group| group.contracts_ended), 1));
        row.push(format::count(of(|group| f64::from(group.moved_out))));
        row.push(format::decimal(period.headcount(), 1));
        row
    });
    let over = if channels.is_empty() {
        Vec::new()
    } else {
        vec![("Hired as".to_owned(), channels.len()), ("All".to_owned(), 5)]
    };
    Table { over, caption: "People who come and go under the plan".into(), head, rows: rows.collect(), words: false }
}
