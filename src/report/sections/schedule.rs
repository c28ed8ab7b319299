//! The schedule: needed, on duty and on a break day by day, what it costs, and what it could not cover and why.

use super::{Figure, Form, HALF, Scale, Section, Table, empty, figure, legend, line, strings};
use crate::calendar::Grid;
use crate::report::answer;
use crate::report::chart::{Colour, DrawingError, Layer, Segment, Stroke, palette};
use crate::report::format::{self, money};
use crate::scenario::GroupId;
use crate::scheduling::shortfall::shortfall;
use crate::scheduling::{self, ScheduleCost, people_on_break};
use crate::staffing::{StaffingRequirement, agent_hours};
use crate::study::{CertifiedSchedule, Study};
use crate::units::{Hours, Money};

/// A kind of cost: its name, its letter and colour in a bar, and how much of it there is.
struct Kind {
    name: &'static str,
    letter: &'static str,
    colour: Colour,
    amount: fn(&ScheduleCost) -> Money,
}

const fn kind(name: &'static str, letter: &'static str, colour: usize, amount: fn(&ScheduleCost) -> Money) -> Kind {
    Kind { name, letter, colour: palette::KINDS[colour], amount }
}

const KINDS: [Kind; 5] = [
    kind("wages", "W", 0, |cost| cost.wages),
    kind("premiums", "P", 1, |cost| cost.premiums),
    kind("overtime premium", "O", 3, |cost| cost.overtime),
    kind("price of missing agents", "M", 2, |cost| cost.under_cover),
    kind("price of surplus agents", "S", 6, |cost| cost.over_cover),
];

pub(super) fn section(study: &Study, certified: &CertifiedSchedule) -> Result<Section, DrawingError> {
    let mut figures = Vec::new();
    for group in study.scenario.group_ids() {
        figures.push(coverage(study, certified, group)?);
    }
    figures.push(cost_by_group(study, certified)?);
    let mut notes = Vec::new();
    if certified.takes.is_some() {
        let takes = answer::takes(&study.scenario, certified);
        notes.push(format!("What it would take for the hours that are missing where a promise is missed: {takes}."));
    }
    if let Some(prices) = answer::prices_of_missing(&study.scenario) {
        notes.push(format!(
            "{}; of a group that answers several, the mean by their load at the time.",
            format::capital(&prices)
        ));
    }
    notes.extend(
        answer::seats_used(&study.scenario, certified).iter().map(|used| format!("{}.", format::capital(used))),
    );
    Ok(Section {
        title: "Does the schedule cover what is needed?".into(),
        lead: "Agent-hours by day: those needed so that the promises hold in every interval, those on duty – signed in, neither on \
               break nor absent – and those of people on a break. A day may have hours enough and still lack people at noon: \
               what is missing is counted interval by interval."
            .into(),
        figures,
        tables: vec![not_met(study, certified)],
        details: Vec::new(),
        details_title: "",
        notes,
    })
}

/// Agent-hours of a row of a grid by day.
fn by_day(study: &Study, row: &[u32]) -> Vec<f64> {
    let calendar = &study.scenario.calendar;
    let of = |interval: usize| calendar.intervals[interval].length().hours().0 * f64::from(row[interval]);
    calendar.days.iter().map(|day| day.intervals.clone().map(of).sum()).collect()
}

fn coverage(study: &Study, certified: &CertifiedSchedule, group: GroupId) -> Result<Figure, DrawingError> {
    let days = &study.scenario.calendar.days;
    let name = format::name(&study.scenario.group(group).name);
    let needed = by_day(study, certified.needed.agents.row(group.0));
    let on_duty = by_day(study, certified.levels.agents.row(group.0));
    let resting = by_day(study, people_on_break(&study.scenario, &certified.schedule.shifts).row(group.0));
    let missing: Vec<f64> = {
        let cells = certified.needed.agents.row(group.0).iter().zip(certified.levels.agents.row(group.0));
        by_day(study, &cells.map(|(needed, there)| needed.saturating_sub(*there)).collect::<Vec<u32>>())
    };
    let description = format!("Agent-hours of {name} by day: needed, on duty, on a break");
    let mut chart = empty(HALF, &description, "agent-hours per day", days.len());
    let each = days.len().div_ceil(7).max(1);
    chart.ticks = (0..days.len()).step_by(each).map(|day| (day, format::day_of_month(days[day].date))).collect();
    let some = |values: &[f64]| values.iter().map(|&value| Some(value)).collect::<Vec<_>>();
    chart.layers = vec![
        Layer::Area(some(&needed), palette::GREY),
        Layer::Steps(some(&on_duty), palette::BLUE, Stroke::Solid),
        Layer::Steps(some(&resting), palette::GREEN, Stroke::Dotted),
    ];
    let key = vec![
        legend(Form::Area, palette::GREY, "needed"),
        line(Stroke::Solid, palette::BLUE, "on duty"),
        line(Stroke::Dotted, palette::GREEN, "on a break"),
    ];
    let all: f64 = missing.iter().sum();
    let title = if all < 0.05 {
        format!("{name}: covered in every interval")
    } else {
        let lacking = missing.iter().filter(|&&hours| hours > 0.0).count();
        let on = format::counted(lacking, "day");
        format!("{name}: {} agent-hours are missing, on {on} of {}", format::hours(Hours(all)), days.len())
    };
    let rows = days.iter().enumerate().map(|(day, at)| {
        let mut row = vec![format::day(at.date)];
        row.extend([&needed, &on_duty, &resting, &missing].map(|values| format::decimal(values[day], 1)));
        row
    });
    let head = strings(&["Day", "Needed", "On duty", "On a break", "Missing"]);
    let table = Table { over: Vec::new(), caption: description.clone(), head, rows: rows.collect(), words: false };
    figure(title, &chart, key, table)
}

/// What the shifts of a group cost against what is needed of it.
fn cost_of(study: &Study, certified: &CertifiedSchedule, group: GroupId) -> ScheduleCost {
    let mut agents = Grid::filled(study.scenario.groups.len(), study.scenario.calendar.intervals.len(), 0);
    agents.row_mut(group.0).copy_from_slice(certified.needed.agents.row(group.0));
    let shifts: Vec<_> = certified.schedule.shifts.iter().filter(|shift| shift.group == group).cloned().collect();
    scheduling::cost(&study.scenario, &StaffingRequirement { agents, ..certified.needed.clone() }, &shifts)
}

fn cost_by_group(study: &Study, certified: &CertifiedSchedule) -> Result<Figure, DrawingError> {
    let (scenario, currency) = (&study.scenario, &study.scenario.currency);
    let costs: Vec<ScheduleCost> = scenario.group_ids().map(|group| cost_of(study, certified, group)).collect();
    let used: Vec<_> = KINDS.iter().filter(|kind| costs.iter().any(|cost| (kind.amount)(cost).0 > 0.0)).collect();
    let description = "What the schedule costs, by group and kind of cost".to_owned();
    let greatest = costs.iter().map(|cost| cost.objective().0).fold(0.0, f64::max);
    let scale = Scale::of(greatest, currency);
    let mut chart = empty(HALF, &description, &scale.unit, costs.len());
    chart.ticks = scenario.groups.iter().enumerate().map(|(at, group)| (at, format::name(&group.name))).collect();
    let bar = |cost: &ScheduleCost| {
        used.iter()
            .map(|kind| {
                let value = (kind.amount)(cost).0 / scale.divisor;
                Segment { value, colour: kind.colour, letter: kind.letter }
            })
            .collect()
    };
    chart.layers.push(Layer::Bars(costs.iter().map(bar).collect()));
    let key = used
        .iter()
        .map(|kind| super::Legend { letter: kind.letter, ..legend(Form::Bar, kind.colour, kind.name) })
        .collect();
    let mut head = strings(&["Group", "Paid hours"]);
    head.extend(used.iter().map(|kind| format::capital(kind.name)));
    let row = |name: String, cost: &ScheduleCost| {
        let mut row = vec![name, format::hours(cost.paid_hours)];
        row.extend(used.iter().map(|kind| money((kind.amount)(cost), currency)));
        row
    };
    let mut rows: Vec<Vec<String>> =
        scenario.groups.iter().zip(&costs).map(|(group, cost)| row(format::name(&group.name), cost)).collect();
    rows.push(row("All".into(), &certified.schedule.cost));
    let table = Table { over: Vec::new(), caption: description.clone(), head, rows, words: false };
    let cost = &certified.schedule.cost;
    let cash = cost.wages + cost.premiums + cost.overtime;
    let what = if cash > cost.wages { "wages and premiums" } else { "wages" };
    let title = format!("The schedule costs {} in {what}", money(cash, currency));
    figure(title, &chart, key, table)
}

/// What could not be covered, by group and week, and why.
fn not_met(study: &Study, certified: &CertifiedSchedule) -> Table {
    let scenario = &study.scenario;
    let shortfall = shortfall(scenario, &certified.needed, &certified.schedule);
    let mut rows = Vec::new();
    for group in scenario.group_ids() {
        for week in scenario.calendar.days.chunks(7) {
            let intervals = week[0].intervals.start..week[week.len() - 1].intervals.end;
            let hours = |missing: &Grid<u32>| {
                let mut of_week = vec![0; missing.intervals()];
                of_week[intervals.clone()].copy_from_slice(&missing.row(group.0)[intervals.clone()]);
                agent_hours(scenario, &of_week)
            };
            for (missing, why) in [
                (&shortfall.for_want_of_seats, "no further shift finds a free seat at the group's site"),
                (&shortfall.beyond_the_staff, "all days or contract hours of the group are used"),
                (
                    &shortfall.left_open,
                    "a shift for it costs more than the price of a missing agent, and the promise is not missed for it",
                ),
            ] {
                let hours = hours(missing);
                if hours.0 > 0.0 {
                    let (group, week) = (format::name(&scenario.group(group).name), format::day(week[0].date));
                    rows.push(vec![format!("{group}, week of {week}"), format::hours(hours), why.to_owned()]);
                }
            }
        }
    }
    if rows.is_empty() {
        rows.push(vec!["Nothing: all that is needed is covered".into(), String::new(), String::new()]);
    }
    Table {
        over: Vec::new(),
        caption: "What could not be covered, and why".into(),
        head: strings(&["Where", "Agent-hours", "Why"]),
        rows,
        words: true,
    }
}
