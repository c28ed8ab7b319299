//! People: groups of agents with the same skills and contract.

use super::journey::Window;
use super::{GroupContract, QueueId, SiteId};
use crate::calendar::OpeningHours;
use crate::distribution::Distribution;
use crate::units::{Hours, MoneyPerHour, Seconds, Share};

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
    /// Paid hours of a contract in a week; of several [`Self::contracts`], on average over their people.
    pub weekly_hours: Hours,
    /// Most working days of a person in a week.
    pub days_per_week: u32,
    /// Contracts of its people, which add up to `headcount`. Without any, all have the same: `weekly_hours` and `days_per_week`,
    /// which are then asked only of all people together.
    pub contracts: Vec<GroupContract>,
    /// Most hours of overtime in a week, on average over the group; `None`: as many as the shifts allow.
    pub overtime_per_week: Option<Hours>,
    /// Agents on duty in each interval of the calendar as things are today: from a table, or what the file says about
    /// people. This is what `simulate` judges when no schedule is given.
    pub on_duty: Vec<u32>,
    /// Where they work; `None`: at the centre.
    pub site: Option<SiteId>,
    /// Proficiency by skill, in the order of `skills`: 1 works at the queue's handling time, 0.8 needs 1/0.8 times as long.
    pub proficiency: Vec<f64>,
    /// Those of the group who are new, by proficiency: the shares add up to at most 1, and the others are fully proficient.
    pub tenure: Vec<TenureClass>,
    /// Named people of the group. If there are any, they are all of it, and `on_duty` counts them.
    pub persons: Vec<Person>,
    /// How people keep to their shifts.
    pub attendance: Attendance,
    /// Agents who stay free for live work: deferred work is begun only while more than so many would stay idle.
    pub reserve: u32,
    /// Occupancy above which work is too dense to be healthy; time above it is reported.
    pub occupancy_limit: Share,
}

impl Group {
    /// A group with nothing special: these skills, so many on duty in each interval, nobody ever absent, no shrinkage.
    pub fn plain(name: &str, skills: Vec<QueueId>, on_duty: Vec<u32>) -> Self {
        Self {
            name: name.to_owned(),
            proficiency: vec![1.0; skills.len()],
            skills,
            headcount: on_duty.iter().copied().max().unwrap_or(0),
            wage: MoneyPerHour(20.0),
            shrinkage: Share::ZERO,
            weekly_hours: Hours(40.0),
            days_per_week: 5,
            contracts: Vec::new(),
            overtime_per_week: None,
            on_duty,
            site: None,
            tenure: Vec::new(),
            persons: Vec::new(),
            attendance: Attendance::default(),
            reserve: 0,
            occupancy_limit: Share(0.85),
        }
    }
}

impl Group {
    /// The group with so many people more; of several contracts, they have that of most people, the first of these.
    #[must_use]
    pub fn with_more(mut self, people: u32) -> Self {
        let headcount = self.headcount.saturating_add(people);
        let most = self.contracts.iter().map(|contract| contract.people).max();
        if let Some(contract) = self.contracts.iter_mut().find(|contract| Some(contract.people) == most) {
            contract.people += headcount - self.headcount;
        }
        self.headcount = headcount;
        self
    }

    /// Work that an agent on duty does in the time in which a fully proficient one who keeps to the plan does 1, in a skill of
    /// the group (by its place in `skills`): proficiency, new people, absence on the day and adherence.
    pub fn effectiveness(&self, skill: usize) -> f64 {
        let present = self.attendance.absence.complement().0 * self.attendance.adherence.0;
        if !self.persons.is_empty() {
            let all: f64 = self.persons.iter().map(|person| person.proficiency[skill]).sum();
            return present * all / self.persons.len() as f64;
        }
        let new: f64 = self.tenure.iter().map(|class| class.share.0 * (1.0 - class.factor)).sum();
        present * self.proficiency[skill] * (1.0 - new)
    }
}

/// A part of a group whose proficiency differs from the group's, because they are new.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TenureClass {
    /// Their share of the group; whoever is on duty, this share of them is of the class.
    pub share: Share,
    /// Multiplies the proficiency of the group: 0.6 in the first weeks, for example.
    pub factor: f64,
}

/// One person with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// Proficiency by skill of the group, in its order.
    pub proficiency: Vec<f64>,
    /// Whether the person is on duty, by interval of the calendar.
    pub on_duty: Vec<bool>,
}

/// How people keep to their shifts. What is planned is paid all the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Attendance {
    /// Share of planned people who are absent on a day, each independently, for all of the day.
    pub absence: Share,
    /// Share of those who begin a shift who come late.
    pub late: Share,
    /// How late they come.
    pub lateness: Distribution,
    /// Share of the planned time at which people are at work, in adherence to their plan: the rest they step away, between
    /// contacts.
    pub adherence: Share,
    /// Mean of a spell away; exponential.
    pub spell: Seconds,
}

impl Default for Attendance {
    /// Everybody is always there.
    fn default() -> Self {
        Self {
            absence: Share::ZERO,
            late: Share::ZERO,
            lateness: Distribution::new(crate::distribution::Law::Exponential, Seconds(600.0), None)
                .expect("an exponential law has any mean"),
            adherence: Share(1.0),
            spell: Seconds(600.0),
        }
    }
}

/// A place where people work.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// Its time zone, as in the IANA database.
    pub time_zone: String,
    /// Whether it is open, by interval of the calendar (from its opening hours in its own time zone).
    pub open: Vec<bool>,
    /// Its opening hours, in its own time zone.
    pub opening_hours: OpeningHours,
    /// When nobody can work there. Contacts in hand are finished.
    pub outages: Vec<Window>,
    /// People who can have a shift there at the same time; `None`: any number. Whoever is scheduled has a seat from the begin to the
    /// end of the shift, overtime and breaks included. All of them count, before shrinkage: who will be ill is not known when seats
    /// are dealt out.
    pub seats: Option<u32>,
}
