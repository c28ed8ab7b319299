//! The planner: people, training and self-service over months, against the budget.

pub mod workforce_plan;

pub use workforce_plan::{CostKind, GroupMonth, Month, OptionDecision, PlanComparison, WorkforcePlan};
