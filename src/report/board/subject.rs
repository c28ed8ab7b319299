//! What the pack is about: the study with the numbers that several of its chapters show.

use crate::calendar::Grid;
use crate::planning::business_case::BusinessCase;
use crate::planning::{PlanComparison, WorkforcePlan};
use crate::report::words;
use crate::report::{business_case, format};
use crate::scenario::Scenario;
use crate::scheduling::ScheduleCost;
use crate::simulation::{Performance, Verdict, judge};
use crate::staffing::{StaffingLevels, agent_hours};
use crate::study::{CertifiedSchedule, Study};
use crate::units::{Hours, Money};

/// The study, and what is looked up in it more than once.
pub(super) struct Subject<'a> {
    pub study: &'a Study,
    pub scenario: &'a Scenario,
    /// The schedule, unless its checker refused it.
    pub scheduled: Option<&'a CertifiedSchedule>,
    pub today: StaffingLevels,
    /// The plan with its business case.
    pub planned: Option<(&'a PlanComparison, BusinessCase)>,
}

impl<'a> Subject<'a> {
    pub fn of(study: &'a Study) -> Self {
        let planned = study.planned.as_ref();
        Self {
            study,
            scenario: &study.scenario,
            scheduled: study.scheduled.as_ref().filter(|certified| certified.findings.is_empty()),
            today: StaffingLevels::as_given(&study.scenario),
            planned: planned.and_then(|planned| Some((planned, business_case::case_of(&study.scenario, planned)?))),
        }
    }

    pub fn currency(&self) -> &str {
        &self.scenario.currency
    }

    pub fn money(&self, amount: Money) -> String {
        format::money(amount, self.currency())
    }

    /// What happens under what is proposed: with those of the roster, or else with the schedule.
    pub fn proposed(&self) -> Option<&'a Performance> {
        let rostered = self.study.rostered.as_ref().filter(|certified| certified.findings.is_empty());
        let scheduled = self.scheduled.map(|certified| &certified.performance);
        rostered.map(|certified| &certified.performance).or(scheduled)
    }

    /// The simulations that the pack shows, by the heads of their columns.
    pub fn simulations(&self) -> Vec<(&'static str, &'a Performance)> {
        let mut simulations = vec![(words::TODAY, &self.study.today)];
        simulations.extend(self.scheduled.map(|certified| (words::SCHEDULE, &certified.performance)));
        let rostered = self.study.rostered.as_ref().filter(|certified| certified.findings.is_empty());
        simulations.extend(rostered.map(|certified| (words::ROSTER, &certified.performance)));
        simulations
    }

    /// The names of the queues whose verdict over all days it is.
    pub fn with_verdict(&self, performance: &Performance, verdict: Verdict) -> Vec<String> {
        let queues = self.scenario.queues.iter().zip(&performance.queues);
        let those = queues.filter(|(_, result)| judge(&result.target, &result.total) == verdict);
        those.map(|(queue, _)| format::name(&queue.name)).collect()
    }

    /// `missed for returns, kept for orders`.
    pub fn verdicts(&self, performance: &Performance) -> Option<String> {
        let [missed, unclear, kept] =
            [Verdict::Missed, Verdict::Unclear, Verdict::Kept].map(|verdict| self.with_verdict(performance, verdict));
        words::verdicts(&missed, &unclear, &kept)
    }

    /// What is paid and missing under what is proposed: with those of the roster, or else with the schedule.
    pub fn cost(&self) -> Option<&'a ScheduleCost> {
        let rostered = self.study.rostered.as_ref().filter(|certified| certified.findings.is_empty());
        let scheduled = self.scheduled.map(|certified| &certified.schedule.cost);
        rostered.map(|certified| &certified.cost).or(scheduled)
    }

    /// The queue whose promise is furthest from sure under what is proposed, and then today; of equals the one with most contacts.
    pub fn hardest(&self) -> Option<usize> {
        let rank = |performance: &Performance, queue: usize| {
            let result = &performance.queues[queue];
            match judge(&result.target, &result.total) {
                Verdict::Missed => 3,
                Verdict::Unclear => 2,
                Verdict::Kept => 1,
                Verdict::NoPromise => 0,
            }
        };
        let today = &self.study.today;
        let ranks = |queue: usize| (rank(self.proposed().unwrap_or(today), queue), rank(today, queue));
        let contacts = |queue: usize| self.study.demand.total(queue);
        (0..self.scenario.queues.len())
            .max_by(|&one, &other| ranks(one).cmp(&ranks(other)).then(contacts(one).total_cmp(&contacts(other))))
    }

    /// `Mon 5 Jan to Sun 1 Feb 2026`.
    pub fn period(&self) -> String {
        let days = &self.scenario.calendar.days;
        match (days.first(), days.last()) {
            (Some(first), Some(last)) => {
                words::span(&format::date_with_day(first.date), &format::date_with_day(last.date))
            }
            _ => String::new(),
        }
    }

    /// Most agents of a group at once on the busiest day.
    pub fn most(&self, agents: &Grid<u32>, group: usize) -> u32 {
        let calendar = &self.scenario.calendar;
        let day = calendar.days.get(self.study.demand.peak_day(calendar));
        let row = day.map_or(&[][..], |day| &agents.row(group)[day.intervals.clone()]);
        row.iter().copied().max().unwrap_or(0)
    }

    /// Agent-hours of a group that are needed, there today, and missing interval by interval: today and with the schedule.
    pub fn hours(&self, group: usize) -> GroupHours {
        let needed = self.study.needed().agents.row(group);
        let hours = |agents: &[u32]| agent_hours(self.scenario, agents);
        let missing = |there: &[u32]| {
            hours(&needed.iter().zip(there).map(|(needed, there)| needed.saturating_sub(*there)).collect::<Vec<u32>>())
        };
        let scheduled = self.scheduled.map(|certified| certified.levels.agents.row(group));
        GroupHours {
            needed: hours(needed),
            today: hours(self.today.agents.row(group)),
            missing_today: missing(self.today.agents.row(group)),
            scheduled: scheduled.map(hours),
            missing: scheduled.map(missing),
        }
    }
}

/// Agent-hours over all days.
pub(super) struct GroupHours {
    pub needed: Hours,
    pub today: Hours,
    pub missing_today: Hours,
    pub scheduled: Option<Hours>,
    pub missing: Option<Hours>,
}

/// What is paid for the shifts of a schedule, without prices of what is missing.
pub(super) fn paid(cost: &ScheduleCost) -> Money {
    cost.wages + cost.premiums + cost.overtime
}

/// What one plan costs less than another in words.
pub(super) fn saved(amount: Money, currency: &str) -> words::Saved {
    match amount.0 {
        less if less >= 0.5 => words::Saved::Less(format::money(amount, currency)),
        more if more <= -0.5 => words::Saved::More(format::money(-amount, currency)),
        _ => words::Saved::Nothing,
    }
}

/// A period of a plan by its place.
pub(super) fn period(plan: &WorkforcePlan, place: u32) -> String {
    business_case::period(plan, place)
}
