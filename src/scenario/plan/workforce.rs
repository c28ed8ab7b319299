//! How people come, learn, move and go.

use crate::scenario::GroupId;
use crate::units::{Hours, Money, MoneyPerHour, Share};

/// What holds for the people of a group, however they came.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupPlan {
    /// The group.
    pub group: GroupId,
    /// People of today in their first, second … month of service; the rest of the headcount is experienced.
    pub people_by_tenure: Vec<u32>,
    /// Shrinkage by calendar month, January first, where leave and illness have their seasons; `None`: that of the group.
    pub shrinkage_by_month: Option<Vec<Share>>,
    /// Overtime as a share of the hours on duty that contracts give, at most.
    pub overtime_max: Share,
    /// Premium on the wage of an hour of overtime: 0.25.
    pub overtime_premium: Share,
    /// Time off as a share of the hours on duty that contracts give, at most: people go home where they are not needed.
    pub time_off_max: Share,
    /// Share of the wage that is paid all the same for time off.
    pub time_off_pay: Share,
}

/// A way in which people come to a group from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct HiringChannel {
    /// Its name: that of the group for the permanent one.
    pub name: String,
    /// The group that they come to.
    pub group: GroupId,
    /// Whether anybody can be hired this way. People of today came through the permanent channel of their group all the same.
    pub may_hire: bool,
    /// After so many months they leave: seasonal contracts. `None`: permanent.
    pub contract_months: Option<u32>,
    /// Months between the decision to hire and the first day.
    pub lead_months: f64,
    /// Smallest class that is worth starting.
    pub class_min: u32,
    /// Largest class that can be trained at once.
    pub class_max: u32,
    /// Advertising, interviews, agency, for each hire.
    pub cost_per_hire: Money,
    /// Trainer, room and material, for each hire.
    pub training_cost: Money,
    /// How they learn.
    pub learning: Learning,
    /// Share of the people who leave in a month, once the months of `attrition_by_tenure` are over.
    pub attrition_per_month: Share,
    /// Share of the people who leave in their first, second … month of service.
    pub attrition_by_tenure: Vec<Share>,
    /// Loaded cost of a paid hour; `None`: that of the group.
    pub wage: Option<MoneyPerHour>,
    /// Paid hours of a contract in a week; `None`: those of the group.
    pub weekly_hours: Option<Hours>,
}

/// How productivity grows from the first day on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Learning {
    /// Months of training, paid and not productive.
    pub training_months: f64,
    /// Months of nesting after it: first contacts beside an experienced colleague. They need trainers too.
    pub nesting_months: f64,
    /// Productivity while nesting, as a share of an experienced agent's.
    pub nesting_productivity: Share,
    /// Productivity in each month after that; then 1.
    pub ramp: Vec<Share>,
}

impl Learning {
    /// Months in which a person needs a trainer and a place in a classroom.
    pub fn months_in_class(&self) -> f64 {
        self.training_months + self.nesting_months
    }
}

/// A way in which experienced people leave a group: promoted or trained for another one, or dismissed.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// Its name.
    pub name: String,
    /// Whence.
    pub from: GroupId,
    /// Whereto; `None`: they leave the firm.
    pub to: Option<GroupId>,
    /// Months between the decision and the day.
    pub lead_months: f64,
    /// Most people in a month.
    pub most_per_month: u32,
    /// Paid for each: training, or severance.
    pub cost_per_person: Money,
    /// How they learn what the other group does.
    pub learning: Learning,
}

/// Trainers, classrooms and desks that some groups share.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingPlace {
    /// Its name.
    pub name: String,
    /// The groups.
    pub groups: Vec<GroupId>,
    /// Most people in training and nesting at once: trainers × people per trainer, and seats of the classrooms.
    pub most_in_training: Option<u32>,
    /// Most people employed at once: desks × people per desk.
    pub most_people: Option<u32>,
}
