//! The accounts of a group and its people.

use super::account::{Accounts, Student};
use super::times::{Stretch, Times};
use crate::scenario::{Scenario, SiteId};
use crate::simulation::centre::Centre;
use crate::simulation::facts::{CrewFacts, Facts};
use crate::simulation::measure::{Measure, Sums};
use crate::simulation::performance::{GroupMeasures, GroupPerformance, PersonMeasures};
use crate::statistics::Estimate;

/// The accounts of a group.
#[derive(Debug)]
pub(super) struct GroupAccounts {
    /// Its crews.
    crews: Vec<usize>,
    /// Agent-seconds on duty as planned, by interval.
    duty: Vec<f64>,
    count: GroupCount,
    accounts: Accounts,
    people: Vec<PersonAccounts>,
}

/// How a group is counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupCount {
    /// Paid seconds of a second on duty or in overtime.
    pub paid: f64,
    /// Cost of a second on duty or in overtime.
    pub price: f64,
    /// Most contacts that an agent holds at once.
    pub most_held: f64,
    /// Occupancy above which work is too dense.
    pub occupancy_limit: f64,
}

/// The accounts of a person with a name, over the horizon.
#[derive(Debug)]
struct PersonAccounts {
    crew: usize,
    duty: Vec<f64>,
    accounts: Accounts,
}

impl GroupAccounts {
    pub fn new(scenario: &Scenario, centre: &Centre, group: usize, times: &Times) -> Self {
        let given = &scenario.groups[group];
        let crews = centre.crews.iter().enumerate().filter(|(_, crew)| crew.group == group);
        let crews: Vec<usize> = crews.map(|(index, _)| index).collect();
        let mut duty = vec![0.0; times.intervals.len()];
        for &crew in &crews {
            for (sum, seconds) in duty.iter_mut().zip(times.duty(centre, crew)) {
                *sum += seconds;
            }
        }
        let held =
            |&skill| scenario.queue(skill).concurrency.as_ref().map_or(1, |concurrency| concurrency.stretch.len());
        let most_held = given.skills.iter().map(held).max().unwrap_or(1).max(1);
        let can_be_missing = given.attendance.absence.0 > 0.0
            || given.attendance.late.0 > 0.0
            || given.attendance.adherence.0 < 1.0
            || given.site.is_some_and(|SiteId(site)| !scenario.sites[site].outages.is_empty());
        let is_needed = |measure: &Measure| match measure {
            Measure::MissingHours => can_be_missing,
            Measure::HeldAtOnce | Measure::SlotUse => most_held > 1,
            Measure::OnDuty | Measure::DutyHours => false,
            _ => true,
        };
        let measures: Vec<Measure> = GroupMeasures::MEASURES.iter().copied().filter(is_needed).collect();
        let people = crews.iter().filter_map(|&crew| {
            centre.crews[crew].person?;
            let accounts = Accounts::new(PersonMeasures::MEASURES, 1);
            Some(PersonAccounts { crew, duty: times.duty(centre, crew), accounts })
        });
        Self {
            people: people.collect(),
            crews,
            duty,
            count: GroupCount {
                paid: 1.0 / given.shrinkage.complement().0,
                price: price_of_second(scenario, group),
                most_held: most_held as f64,
                occupancy_limit: given.occupancy_limit.0,
            },
            accounts: Accounts::new(&measures, times.all()),
        }
    }

    /// Enters a replication; returns its sums over the horizon.
    pub fn enter(&mut self, facts: &Facts, times: &Times) -> Sums {
        let Self { crews, duty, count, accounts, people } = self;
        for person in people {
            let of_interval = |interval: usize, here: &mut Sums| {
                let agents = facts.crews[(person.crew, interval + times.warm_up)];
                *here = count.sums(agents, person.duty[interval], times.intervals[interval]);
            };
            let ever = times.add_up(&Sums::default(), of_interval, |_, _| {});
            person.accounts.enter(0, &ever);
        }
        let of_interval = |interval: usize, here: &mut Sums| {
            let mut agents = CrewFacts::default();
            for &crew in crews.iter() {
                agents += &facts.crews[(crew, interval + times.warm_up)];
            }
            *here = count.sums(agents, duty[interval], times.intervals[interval]);
        };
        times.add_up(&Sums::default(), of_interval, |stretch, sums| accounts.enter(times.place(stretch), sums))
    }

    pub fn performance(self, times: &Times, student: &Student) -> GroupPerformance {
        let measures = |stretch: Stretch| {
            let place = times.place(stretch);
            // What is planned is known, and who holds one contact at a time needs no account of how many.
            let (planned, seconds) = match stretch {
                Stretch::Interval(interval) => (self.duty[interval], times.intervals[interval]),
                Stretch::Day(day) => {
                    let range = times.days[day].clone();
                    (self.duty[range.clone()].iter().sum(), times.intervals[range].iter().sum())
                }
                Stretch::Horizon => {
                    let counted = times.counted_from..;
                    (self.duty[counted.clone()].iter().sum(), times.intervals[counted].iter().sum::<f64>())
                }
            };
            let known = Sums { seconds, planned, ..Sums::default() };
            let occupancy = self.accounts.estimate(place, Measure::Occupancy, student);
            GroupMeasures::of(|measure| match measure {
                Measure::OnDuty | Measure::DutyHours => Estimate::exact(measure.of(&known).0),
                Measure::SlotUse if self.count.most_held == 1.0 => occupancy,
                Measure::HeldAtOnce if self.count.most_held == 1.0 => {
                    if occupancy.mean.is_some_and(|busy| busy > 0.0) {
                        Estimate::exact(1.0)
                    } else {
                        Estimate::none()
                    }
                }
                measure => self.accounts.estimate(place, measure, student),
            })
        };
        let of_person =
            |person: &PersonAccounts| PersonMeasures::of(|measure| person.accounts.estimate(0, measure, student));
        GroupPerformance {
            total: measures(Stretch::Horizon),
            days: (0..times.days.len()).map(|day| measures(Stretch::Day(day))).collect(),
            intervals: (0..times.intervals.len()).map(|interval| measures(Stretch::Interval(interval))).collect(),
            people: self.people.iter().map(of_person).collect(),
        }
    }
}

impl GroupCount {
    /// The sums of agents over an interval.
    pub fn sums(&self, agents: CrewFacts, planned: f64, seconds: f64) -> Sums {
        let available = planned - agents.missing + agents.overtime;
        let worked = planned + agents.overtime;
        let mut sums = Sums {
            agents,
            seconds,
            planned,
            available,
            room: available * self.most_held,
            overload: if agents.busy > self.occupancy_limit * available { available } else { 0.0 },
            paid: worked * self.paid,
            agents_cost: worked * self.price,
            ..Sums::default()
        };
        sums.contacts.answered = agents.answered;
        sums
    }
}

/// Cost of a second on duty or in overtime: paid time is longer by the shrinkage.
pub(super) fn price_of_second(scenario: &Scenario, group: usize) -> f64 {
    let group = &scenario.groups[group];
    group.wage.0 / group.shrinkage.complement().0 / 3600.0
}
