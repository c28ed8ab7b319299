//! The simulator: what happens when these contacts meet these agents.

pub mod performance;

pub use performance::{
    GroupMeasures, GroupPerformance, Performance, QueueMeasures, QueuePerformance, TotalMeasures, Verdict,
};
