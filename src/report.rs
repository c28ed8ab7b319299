//! Reports: results as text, CSV, JSON and HTML with charts. They format and compute nothing: a number that a report
//! shows was computed by the module that owns it. What they add is words: the [`answer`] in three sentences.

pub mod answer;
pub mod assumptions;
pub mod board;
pub mod business_case;
pub mod chart;
pub mod csv;
pub mod deliverables;
pub mod estimates;
pub mod file;
pub mod format;
pub mod frontier;
pub mod html;
pub mod icalendar;
pub mod intraday;
pub mod json;
pub mod locale;
pub mod outlook;
pub mod pdf;
pub mod promise;
pub mod roster;
pub mod seek;
pub mod text;
pub mod validation;
pub mod variance;
pub mod workbook;

mod comparison;
mod details;
mod grid;
mod initiatives;
mod not_met;
mod proof;
mod sections;
mod uncertain;
mod words;

#[cfg(test)]
mod example;

pub use answer::three_sentences;
pub use board::{Extent, board_html};
pub use csv::{performance_csv, plan_csv, requirement_csv, schedule_csv, tours_csv, what_if_csv};
pub use file::write_by_rename;
pub use html::{
    HtmlError, frontier_html, imported_html, intraday_html, outlook_html, plan_html, study_html, validation_html,
    variance_html, what_if_html,
};
pub use intraday::{intraday_csv, intraday_json, intraday_text};
pub use json::{performance_json, plan_json, requirement_json, schedule_json, study_json, what_if_json};
pub use outlook::{outlook_json, outlook_text};
pub use text::{performance_text, plan_text, requirement_text, schedule_text, study_text, what_if_text};
pub use validation::{validation_csv, validation_json, validation_text};
pub use variance::{VarianceReport, variance_csv, variance_json, variance_text};
pub use workbook::{WorkbookError, plan_workbook, schedule_workbook, study_workbook};

use crate::milp::solver_name;
use crate::planning::WorkforcePlan;
use crate::study::Study;
use crate::units::Money;
use serde::Serialize;

/// Where the numbers of a report come from: with the same version, inputs and seed, the same numbers come out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Provenance {
    /// Version of this program.
    pub version: &'static str,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Fingerprint of all inputs, in hexadecimal.
    pub digest: String,
    /// The solver of schedules and plans, or `none` where it was built without.
    pub solver: String,
    /// How often today's staffing was simulated.
    pub replications: u32,
    /// How often the schedule was simulated with fresh random numbers; `None` without a schedule.
    pub schedule_replications: Option<u32>,
    /// Why the solver stopped for each part of the schedule, and (cost − bound) / cost of the whole; `None` without one.
    pub schedule_solution: Option<Solution>,
    /// The same for the roster; `None` without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roster_solution: Option<Solution>,
    /// The same for the plan.
    pub plan_solution: Option<Solution>,
}

/// How a solver fared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Solution {
    /// Why it stopped, each reason once.
    pub status: Vec<String>,
    /// The cost that it minimised, prices of missing and surplus agents included.
    pub objective: Money,
    /// No answer under the same rules can cost less.
    pub bound: Money,
    /// (objective − bound) / objective.
    pub gap: f64,
}

impl Solution {
    /// That of a plan.
    pub fn of_plan(plan: &WorkforcePlan) -> Self {
        Self { status: vec![plan.status.clone()], objective: plan.objective, bound: plan.bound, gap: plan.gap() }
    }
}

impl Provenance {
    /// That of a whole study.
    pub fn of(study: &Study) -> Self {
        let schedule_solution = study.scheduled.as_ref().map(|certified| {
            let schedule = &certified.schedule;
            let mut status: Vec<String> = schedule.solutions.iter().map(|part| part.status.clone()).collect();
            status.sort();
            status.dedup();
            Solution { status, objective: schedule.cost.objective(), bound: schedule.bound(), gap: schedule.gap() }
        });
        let roster_solution = study.rostered.as_ref().map(|certified| Solution {
            status: vec![certified.roster.ended.to_string()],
            objective: Money(certified.roster.price.total()),
            bound: Money(certified.roster.bound),
            gap: certified.roster.gap(),
        });
        let plan_solution = study.planned.as_ref().map(|planned| Solution::of_plan(&planned.plan));
        Self {
            version: VERSION,
            seed: study.scenario.seed,
            digest: study.scenario.digest.clone(),
            solver: solver_name().to_owned(),
            replications: study.today.replications,
            schedule_replications: study.scheduled.as_ref().map(|certified| certified.performance.replications),
            schedule_solution,
            roster_solution,
            plan_solution,
        }
    }
}

/// Version of this program, as in every report.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
