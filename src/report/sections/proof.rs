//! What the simulation and the shifts make of a plan.

use super::{Section, Table};
use crate::planning::WorkforcePlan;
use crate::planning::proof::Proof;
use crate::report::format;
use crate::report::proof::{head, rows, sentences};
use crate::scenario::Scenario;

/// The hardest periods, queue by queue.
pub(super) fn section(scenario: &Scenario, plan: &WorkforcePlan, proof: &Proof) -> Section {
    let head: Vec<String> = head(proof, plan.step.name()).into_iter().map(format::capital).collect();
    let table = Table {
        over: Vec::new(),
        caption: "Served in time: what the plan promises, and what is delivered".into(),
        head,
        rows: rows(scenario, plan, proof),
        words: true,
    };
    Section {
        title: "Does the plan deliver what it promises?".into(),
        lead: format!(
            "The hardest {} of the plan, with the people, the self-service and the contacts that the plan then has, in the simulator.",
            format::plural(plan.step.name())
        ),
        figures: Vec::new(),
        tables: vec![table],
        details: Vec::new(),
        details_title: "",
        notes: sentences(scenario, plan, proof).iter().map(|sentence| format::firm(sentence)).collect(),
    }
}
