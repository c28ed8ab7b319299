//! People: groups of agents with the same skills and contract.

use super::QueueId;
use crate::units::{Hours, MoneyPerHour, Share};

/// Agents who can do the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// The queues that its agents can answer, the first preferred.
    pub skills: Vec<QueueId>,
    /// People employed.
    pub headcount: u32,
    /// Loaded cost of a paid hour: wage and what the employer pays on top.
    pub wage: MoneyPerHour,
    /// Paid time not available / paid time: absence, training, meetings, and breaks unless shifts place them.
    pub shrinkage: Share,
    /// Paid hours of a contract in a week.
    pub weekly_hours: Hours,
    /// Most working days of a person in a week.
    pub days_per_week: u32,
    /// Agents on duty in each interval of the calendar as things are today: from a table, or what the file says about
    /// people. This is what `simulate` judges when no schedule is given.
    pub on_duty: Vec<u32>,
}
