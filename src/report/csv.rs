//! Results as tables for spreadsheets. Names that a spreadsheet would take for formulas begin with an apostrophe.

mod comparison;
mod tours;

pub use comparison::what_if_csv;
pub use tours::tours_csv;

use super::json::{group_measures, measures, queue_measures};
use crate::calendar::clock;
use crate::planning::{CostKind, PlanComparison, PlannedPeriod, WorkforcePlan};
use crate::requirement::Requirement;
use crate::scenario::{Scenario, Step};
use crate::scheduling::ScheduledShift;
use crate::simulation::Performance;
use crate::study::CertifiedSchedule;
use serde::Serialize;
use serde_json::Value;

/// One row per queue or group and interval: each measure with its half-width at 95 %; cells are empty where a measure
/// does not apply or nothing was observed.
pub fn performance_csv(scenario: &Scenario, performance: &Performance) -> String {
    let mut names = queue_measures();
    let others = group_measures().into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>();
    names.extend(others);
    let mut head = vec!["kind", "name", "start", "service_level_definition", "within_s"]
        .into_iter()
        .map(String::from)
        .collect::<Vec<_>>();
    head.extend(names.iter().flat_map(|name| [(*name).to_owned(), format!("{name}_half_width")]));
    // Row by row: there may be hundreds of thousands.
    let mut table = Table::new();
    table.push(&head);
    for (queue, result) in scenario.queues.iter().zip(&performance.queues) {
        for (index, interval) in result.intervals.iter().enumerate() {
            let mut row = vec!["queue".to_owned(), safe(&queue.name), scenario.calendar.label(index)];
            row.extend([result.definition.name().to_owned(), number(result.within.0)]);
            row.extend(cells(interval, &names));
            table.push(&row);
        }
    }
    for (group, result) in scenario.groups.iter().zip(&performance.groups) {
        for (index, interval) in result.intervals.iter().enumerate() {
            let mut row = vec!["group".to_owned(), safe(&group.name), scenario.calendar.label(index)];
            row.extend([String::new(), String::new()]);
            row.extend(cells(interval, &names));
            table.push(&row);
        }
    }
    table.text()
}

/// One row per group and interval: agents by formula alone, and agents needed after correction by simulation.
pub fn requirement_csv(scenario: &Scenario, requirement: &Requirement) -> String {
    let mut rows = vec![strings(["group", "start", "formula", "needed"])];
    for (index, group) in scenario.groups.iter().enumerate() {
        let (formula, needed) = (requirement.formula.agents.row(index), requirement.needed.agents.row(index));
        for (interval, (formula, needed)) in formula.iter().zip(needed).enumerate() {
            let start = scenario.calendar.label(interval);
            rows.push(vec![safe(&group.name), start, formula.to_string(), needed.to_string()]);
        }
    }
    table(&rows)
}

/// Adds the columns of overtime and of sessions where the scenario has any; says which it has.
fn overtime_and_sessions(scenario: &Scenario, head: &mut Vec<String>) -> (bool, bool) {
    let overtime = scenario.shift_types.iter().any(|shift_type| shift_type.overtime.is_some());
    if overtime {
        head.extend(strings(["overtime_before_min", "overtime_after_min"]));
    }
    let sessions = !scenario.scheduling.sessions.is_empty();
    if sessions {
        head.push("sessions".to_owned());
    }
    (overtime, sessions)
}

/// One row per shift: so many people of a group who work the same hours with the same breaks. Clock times are local; a
/// shift whose end is not after its start ends on the next day. Breaks are `12:00-12:30 unpaid`, separated by `; `. Where shifts
/// may have overtime, two more columns say how many minutes at the begin and at the end of each are overtime; where there are
/// sessions, one more says what its people attend, as `10:00-11:00 coaching`; where groups have contracts, the last says whose it is.
pub fn schedule_csv(scenario: &Scenario, certified: &CertifiedSchedule) -> String {
    let mut head = strings(["group", "shift", "date", "start", "end", "breaks", "people", "paid_hours"]);
    let (overtime, sessions) = overtime_and_sessions(scenario, &mut head);
    let contracts = scenario.groups.iter().any(|group| !group.contracts.is_empty());
    if contracts {
        head.push("contract".to_owned());
    }
    let mut rows = vec![head];
    for shift in &certified.schedule.shifts {
        let mut row = vec![
            safe(&scenario.group(shift.group).name),
            safe(&scenario.shift_types[shift.shift_type.0].name),
            scenario.calendar.days[shift.day].date.to_string(),
            clock(shift.start % 1440),
            clock((shift.start + shift.length) % 1440),
            breaks(shift),
            shift.people.to_string(),
            number(shift.paid_hours().0),
        ];
        if overtime {
            row.extend([shift.overtime.before, shift.overtime.after].map(|minutes| minutes.to_string()));
        }
        if sessions {
            row.push(safe(&sessions_of(scenario, shift)));
        }
        if contracts {
            let contract = shift.contract.map(|contract| &scenario.group(shift.group).contracts[contract.0]);
            row.push(contract.map_or_else(String::new, |contract| safe(&contract.name)));
        }
        rows.push(row);
    }
    table(&rows)
}

/// `10:00-11:00 coaching`.
pub(super) fn sessions_of(scenario: &Scenario, shift: &ScheduledShift) -> String {
    let words = shift.sessions.iter().map(|planned| {
        let begin = shift.start + planned.begin;
        let name = &scenario.scheduling.sessions[planned.session.0].name;
        format!("{}-{} {name}", clock(begin % 1440), clock((begin + planned.length) % 1440))
    });
    words.collect::<Vec<_>>().join("; ")
}

/// `12:00-12:30 unpaid; 15:00-15:15 paid`.
pub(super) fn breaks(shift: &ScheduledShift) -> String {
    let words = shift.breaks.iter().map(|rest| {
        let begin = shift.start + rest.begin;
        let paid = if rest.paid { "paid" } else { "unpaid" };
        format!("{}-{} {paid}", clock(begin % 1440), clock((begin + rest.length) % 1440))
    });
    words.collect::<Vec<_>>().join("; ")
}

/// For each plan (`plan`, `carry_on`, `without_initiatives`) and period one row per group with its people and hours, and
/// one row `(all)` with the cost by kind, the cash and what goes over the budget.
pub fn plan_csv(scenario: &Scenario, comparison: &PlanComparison) -> String {
    let mut head =
        strings(["plan", "period", "group", "headcount", "in_training", "hires", "leavers", "contracts_ended"]);
    head.extend(strings([
        "moved_in",
        "moved_out",
        "required_hours",
        "available_hours",
        "overtime_hours",
        "time_off_hours",
    ]));
    head.extend(strings(["partner_hours", "shortage_hours", "occupancy"]));
    head.extend(CostKind::ALL.map(|kind| format!("{}_cost", kind.name())));
    head.extend(strings(["cash", "over_budget"]));
    let mut rows = vec![head];
    let mut add = |name: &str, plan: &WorkforcePlan| {
        for period in &plan.periods {
            rows.extend(period_rows(scenario, name, plan.step, period));
        }
    };
    add("plan", &comparison.plan);
    add("carry_on", &comparison.carry_on);
    if let Some(without) = &comparison.without_initiatives {
        add("without_initiatives", without);
    }
    for alternative in &comparison.alternatives {
        add(&safe(&alternative.name), &alternative.plan);
    }
    table(&rows)
}

/// `2027-03`, or the first day of a week.
pub(super) fn label_of(step: Step, first_day: jiff::civil::Date) -> String {
    match step {
        Step::Month => first_day.strftime("%Y-%m").to_string(),
        Step::Week => first_day.to_string(),
    }
}

fn period_rows(scenario: &Scenario, plan: &str, step: Step, period: &PlannedPeriod) -> Vec<Vec<String>> {
    let label = label_of(step, period.first_day);
    let money = CostKind::ALL.len() + 2;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (group, people) in scenario.groups.iter().zip(&period.groups) {
        let mut row = vec![plan.to_owned(), label.clone(), safe(&group.name)];
        let hires = f64::from(people.hires);
        row.extend([people.headcount, people.in_training, hires, people.leavers, people.contracts_ended].map(number));
        row.extend([people.moved_in, people.moved_out].map(|people| people.to_string()));
        let made_up = [people.overtime_hours, people.time_off_hours, people.partner_hours];
        let hours = [people.required_hours, people.available_hours].into_iter().chain(made_up);
        row.extend(hours.chain([people.shortage_hours]).map(|hours| number(hours.0)));
        row.push(number(people.occupancy().0));
        row.extend(vec![String::new(); money]);
        rows.push(row);
    }
    let mut all = vec![plan.to_owned(), label, "(all)".to_owned()];
    all.extend(vec![String::new(); 14]);
    all.extend(period.cost.map(|cost| number(cost.0)));
    all.extend([number(period.cash().0), number(period.over_budget.0)]);
    rows.push(all);
    rows
}

/// Mean and half-width of each named measure.
fn cells<T: Serialize>(of: &T, names: &[&str]) -> Vec<String> {
    let measures = measures(of);
    let cell = |name: &str, part: &str| match measures.get(name).and_then(|measure| measure.get(part)) {
        Some(Value::Number(value)) => value.to_string(),
        _ => String::new(),
    };
    names.iter().flat_map(|name| [cell(name, "mean"), cell(name, "half_width")]).collect()
}

/// An amount or hours, to two decimals: what is further behind is nobody's plan.
pub(super) fn number(value: f64) -> String {
    if value.is_finite() { ((value * 100.0).round() / 100.0).to_string() } else { String::new() }
}

pub(super) fn strings<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// A name that no spreadsheet takes for a formula.
pub fn safe(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{name}") } else { name.to_owned() }
}

pub(super) fn table(rows: &[Vec<String>]) -> String {
    let mut table = Table::new();
    for row in rows {
        table.push(row);
    }
    table.text()
}

/// A table as text, row by row.
struct Table(::csv::Writer<Vec<u8>>);

impl Table {
    fn new() -> Self {
        Self(::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()))
    }

    fn push(&mut self, row: &[String]) {
        self.0.write_record(row).expect("writing to memory does not fail");
    }

    fn text(self) -> String {
        let bytes = self.0.into_inner().expect("writing to memory does not fail");
        String::from_utf8(bytes).expect("cells are UTF-8, and so are commas and quotes")
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    /// The rows, each checked to be as long as the head.
    pub(super) fn parsed(text: &str) -> Vec<Vec<String>> {
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_row_for_every_queue_or_group_and_interval() {
        let study = example::study();
        let text = performance_csv(&study.scenario, &study.today);
        assert_eq!(parsed(&text).len(), (2 + 2) * study.scenario.calendar.intervals.len());
        assert!(text.starts_with("kind,name,start,service_level_definition,within_s,offered,offered_half_width,"));
        assert!(!text.contains("NaN") && !text.contains("inf"));
    }

    #[test]
    fn a_row_for_every_group_and_interval_of_the_requirement() {
        let study = example::study();
        let text = requirement_csv(&study.scenario, &study.requirement);
        assert_eq!(parsed(&text).len(), 2 * study.scenario.calendar.intervals.len());
    }

    #[test]
    fn a_row_for_every_shift_with_its_breaks_as_clock_times() {
        let study = example::study();
        let certified = study.scheduled.as_ref().unwrap();
        let rows = parsed(&schedule_csv(&study.scenario, certified));
        assert_eq!(rows.len(), certified.schedule.shifts.len());
        assert_eq!(rows[0][2..6], ["2026-11-23", "08:00", "16:30", "12:00-12:30 unpaid"]);
        assert_eq!(rows[0][7], "48");
    }

    #[test]
    fn overtime_and_sessions_have_columns_where_there_can_be_some() {
        let study = example::with_overtime_and_a_session();
        let rows = parsed(&schedule_csv(&study.scenario, study.scheduled.as_ref().unwrap()));
        assert_eq!(rows[0][3..6], ["08:00", "17:30", "12:00-12:30 unpaid"]);
        assert_eq!(rows[0][8..], ["0", "60", "09:00-10:00 coaching"]);
        assert_eq!(rows[1][8..], ["0", "0", ""]);
    }

    #[test]
    fn a_plan_has_a_row_per_month_and_group_and_one_for_the_money() {
        let study = example::study();
        let planned = study.planned.as_ref().unwrap();
        let rows = parsed(&plan_csv(&study.scenario, planned));
        assert_eq!(rows.len(), 3 * 12 * (2 + 1));
    }

    #[test]
    fn no_name_becomes_a_formula() {
        let mut study = example::study();
        study.scenario.queues[0].name = "=HYPERLINK(\"x\"), \"y\"".into();
        study.scenario.groups[1].name = "@sum".into();
        let rows = parsed(&performance_csv(&study.scenario, &study.today));
        assert_eq!(rows[0][1], "'=HYPERLINK(\"x\"), \"y\"");
        assert_eq!(rows.last().unwrap()[1], "'@sum");
    }
}
