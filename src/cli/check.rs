//! `callboard check`: all problems of a scenario, or what it says in short.

use super::terminal::{self, table};
use super::{Failure, ScenarioArguments, print_out};
use crate::demand::Demand;
use crate::report::assumptions::defaults;
use crate::scenario::Scenario;
use clap::Args;
use comfy_table::{ColumnConstraint, presets};

/// Words of `callboard check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard check scenarios/peak_season
  callboard check scenarios/one_queue --set queue.calls.handling.mean=6m")]
pub struct CheckArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
}

/// Checks a scenario: prints what it says, or fails with all that is wrong.
pub fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    let scenario = arguments.scenario.load()?;
    print_out(&summary(&scenario, terminal::width()))
}

/// What a scenario says, in short: its size, its queues and groups, and the defaults in force.
pub fn summary(scenario: &Scenario, width: u16) -> String {
    let calendar = &scenario.calendar;
    let demand = Demand::of(scenario);
    let mut text = vec![format!("{}: valid\n", scenario.name)];
    if !scenario.question.is_empty() {
        text.push(format!("{}\n", scenario.question));
    }
    let (first, last) = (calendar.days.first(), calendar.days.last());
    if let (Some(first), Some(last)) = (first, last) {
        text.push(format!(
            "\n{} to {} ({}): {}, {} of {} minutes\n\n",
            first.date,
            last.date,
            calendar.time_zone,
            counted(calendar.days.len(), "day"),
            counted(calendar.intervals.len(), "interval"),
            calendar.interval_minutes
        ));
    }
    let mut queues = table(width, &["queue", "contacts", "handling", "patience", "promise"], 3);
    for (index, queue) in scenario.queues.iter().enumerate() {
        let target = &queue.target;
        let duration = |seconds: f64| crate::scenario::kind::duration_text(seconds);
        let mut promise: Vec<String> = Vec::new();
        if let Some(level) = &target.service_level {
            promise.push(format!("{} % in {}", rounded(level.share.0 * 100.0), duration(level.within.0)));
        }
        promise.extend(target.max_asa.map(|asa| format!("ASA {}", duration(asa.0))));
        for (name, share) in
            [("abandon", target.max_abandonment), ("wait", target.max_p_wait), ("busy", target.max_occupancy)]
        {
            promise.extend(share.map(|share| format!("{} % {name}", rounded(share.0 * 100.0))));
        }
        queues.add_row([
            queue.name.clone(),
            format!("{:.0}", demand.total(index)),
            duration(queue.handling.mean().0),
            queue.patience.as_ref().map_or("endless".to_owned(), |patience| duration(patience.mean().0)),
            promise.join(", "),
        ]);
    }
    text.push(format!("{queues}\n\n"));
    let mut groups = table(width, &["group", "people", "at once, at most", "hours on duty", "skills"], 3);
    for group in &scenario.groups {
        let hours: f64 = group
            .on_duty
            .iter()
            .zip(&calendar.intervals)
            .map(|(&agents, interval)| f64::from(agents) * interval.length().hours().0)
            .sum();
        let skills: Vec<&str> = group.skills.iter().map(|&skill| scenario.queue(skill).name.as_str()).collect();
        groups.add_row([
            group.name.clone(),
            group.headcount.to_string(),
            group.on_duty.iter().max().copied().unwrap_or_default().to_string(),
            format!("{hours:.0}"),
            skills.join(", "),
        ]);
    }
    text.push(format!("{groups}\n\n"));
    text.push(match scenario.shift_types.len() {
        0 => "no shift types: nothing can be scheduled\n".to_owned(),
        count => format!("{}\n", counted(count, "shift type")),
    });
    text.push(match &scenario.plan {
        None => "no [plan]: nothing can be planned over months\n".to_owned(),
        Some(plan) => {
            let options = counted(plan.initiatives.len(), "initiative");
            format!(
                "plan of {} months from {}, {options}
",
                plan.months, plan.start
            )
        }
    });
    let rows = defaults(scenario);
    let mut defaults = table(width, &["default in force", "value", "why"], 0);
    let longest = rows.iter().map(|default| default.path.len()).max().unwrap_or_default();
    for default in &rows {
        defaults.add_row([&default.path, &default.value, &default.why]);
    }
    defaults.load_style(presets::NOTHING);
    // A path is copied into `--set`: it stays in one piece wherever there is room beside it.
    if let Some(column) = defaults.column_mut(0).filter(|_| longest + 2 <= usize::from(width) * 3 / 5) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    if !rows.is_empty() {
        text.push(format!("\n{}\n", defaults.trim_fmt()));
    }
    text.concat()
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A number without needless decimals.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::file::load;

    #[test]
    fn the_summary_names_queues_groups_and_defaults() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/one_queue");
        let scenario = load(&folder, &[]).unwrap();
        let text = summary(&scenario, 100);
        for word in ["calls", "4800", "agents", "80 % in 20s", "routing.contact_goes", "no shift types"] {
            assert!(text.contains(word), "{word} is missing in\n{text}");
        }
    }

    #[test]
    fn a_default_that_all_groups_share_stands_once_and_in_one_piece() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/peak_season");
        let text = summary(&load(&folder, &[]).unwrap(), 100);
        for path in ["group.*.weekly_hours ", "queue.*.patience.distribution ", "shift.*.break.0.from_shift_length "] {
            assert_eq!(text.matches(path).count(), 1, "{path} in\n{text}");
        }
    }
}
