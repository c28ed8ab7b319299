//! Closing the loop: schedule, simulate, cut, schedule again, until the promise holds on fresh random numbers or no schedule can
//! keep it; then it is said what it would take.
//!
//! A schedule misses a promise over one of its periods for one of three reasons, and each has its cut:
//!
//! - agents are missing whom the group has, because a shift for them costs more than the price of their absence: the week is
//!   scheduled again at a price above that of any shift ([`insist`]);
//! - all who are needed are there, and the simulation finds that it does not do (over a day or the horizon; by interval the
//!   requirement was verified already): the requirement is strengthened by what finite differences at this schedule show to be
//!   the cheapest help ([`strengthened`]);
//! - the group is used up: no schedule helps. Then people are added to the groups that lack them, until shifts can cover all
//!   that is needed, and the simulation says whether that keeps the promise.
//!
//! Each schedule is judged with random numbers of its own, which nothing that it was made with has seen.

use super::StudyError;
use crate::calendar::Grid;
use crate::demand::Demand;
use crate::milp::Limits;
use crate::random::fresh_seed;
use crate::requirement::promise::judged;
use crate::requirement::{Correction, Judged, Promise, Requirement, strengthened};
use crate::scenario::Scenario;
use crate::scheduling::insist::insist;
use crate::scheduling::shortfall::{Shortfall, shortfall};
use crate::scheduling::{self, Schedule};
use crate::simulation::{self, Options, Performance, Verdict};
use crate::staffing::{StaffingLevels, StaffingRequirement, agent_hours};
use crate::units::Hours;
use crate::watch::{Interrupted, Watch};

/// Most times that the requirement is strengthened.
const MOST_CUTS: u32 = 3;

/// Most times that people are added to see what it would take. Each time as many as the worst week lacks, so few suffice.
const MOST_ADDITIONS: u32 = 6;

/// A schedule for which the promise holds, or than which none does better, with what the simulation last showed of it.
pub(super) struct Closed {
    pub schedule: Schedule,
    pub needed: StaffingRequirement,
    pub levels: StaffingLevels,
    pub performance: Performance,
    pub missed: Vec<Judged>,
    pub rounds: u32,
    pub takes: Option<TakesMore>,
}

/// What it would take to keep the promise.
#[derive(Debug, Clone, PartialEq)]
pub struct TakesMore {
    /// By group: so many people more than it has. With them, shifts can cover all that is needed; with fewer in the worst week's
    /// hours, they cannot.
    pub people: Vec<u32>,
    /// Whether no promise is missed with them, by simulation.
    pub keeps: bool,
}

/// Where a loop stands.
struct Loop<'a> {
    scenario: &'a Scenario,
    demand: &'a Demand,
    promises: &'a [Promise],
    limits: &'a Limits,
    watch: &'a dyn Watch,
    /// Simulations so far.
    looks: u32,
}

/// A schedule, simulated.
struct Seen {
    levels: StaffingLevels,
    performance: Performance,
    shortfall: Shortfall,
    /// Promises that are missed, and not by chance alone.
    missed: Vec<Judged>,
}

/// Schedules until the promise holds or cannot.
pub(super) fn close(
    scenario: &Scenario,
    demand: &Demand,
    requirement: &Requirement,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Closed, StudyError> {
    let mut state = Loop { scenario, demand, promises: &requirement.promises, limits, watch, looks: 0 };
    let mut needed = requirement.needed.clone();
    let mut cuts = 0;
    loop {
        let mut schedule = scheduling::schedule(scenario, &needed, limits, watch)?;
        let mut seen = state.look(scenario, &needed, &schedule)?;
        let open = state.that_matters(&seen, &seen.shortfall.left_open);
        if open.values().iter().any(|&missing| missing > 0) {
            schedule = insist(scenario, &needed, &schedule, &open, limits, watch)?;
            seen = state.look(scenario, &needed, &schedule)?;
        }
        let is_covered = |judged: &&Judged| !state.lacks(judged, &seen.shortfall);
        if cuts < MOST_CUTS && seen.missed.iter().any(|judged| is_covered(&judged)) {
            cuts += 1;
            if state.strengthen(&mut needed, &seen)? {
                continue;
            }
        }
        let takes = state.takes_more(&needed, &schedule, &seen)?;
        let Seen { levels, performance, missed, .. } = seen;
        return Ok(Closed { schedule, needed, levels, performance, missed, rounds: state.looks, takes });
    }
}

impl Loop<'_> {
    /// Simulates a schedule with fresh random numbers.
    fn look(
        &mut self,
        scenario: &Scenario,
        needed: &StaffingRequirement,
        schedule: &Schedule,
    ) -> Result<Seen, Interrupted> {
        let levels = scheduling::levels(scenario, &schedule.shifts);
        let seed = fresh_seed(scenario.seed, super::SEED_OF_CERTIFICATION + u64::from(self.looks));
        self.looks += 1;
        let options = Options { seed, replications: scenario.simulation.replications };
        let performance = simulation::simulate(scenario, self.demand, &levels, &options, self.watch)?;
        let shortfall = shortfall(scenario, needed, schedule);
        let missed = judged(self.promises, &performance).into_iter().filter(|judged| {
            // By interval there are thousands of verdicts, of which one in forty is wrong; the requirement is known better.
            judged.verdict == Verdict::Missed && (judged.period.len() > 1 || self.lacks(judged, &shortfall))
        });
        Ok(Seen { missed: missed.collect(), levels, performance, shortfall })
    }

    /// The cells that may be why a promise is missed: its groups, its period, and the interval before.
    fn cells<'b>(&'b self, judged: &'b Judged) -> impl Iterator<Item = (usize, usize)> + 'b {
        let groups = self.scenario.groups_for(self.promises[judged.promise].queue);
        let intervals = judged.period.start.saturating_sub(1)..judged.period.end;
        groups.into_iter().flat_map(move |one| intervals.clone().map(move |interval| (one.group.0, interval)))
    }

    fn lacks(&self, judged: &Judged, shortfall: &Shortfall) -> bool {
        self.cells(judged).any(|at| shortfall.left_open[at] > 0 || shortfall.beyond_the_staff[at] > 0)
    }

    /// Of what is missing, that which is missing where a promise is missed.
    fn that_matters(&self, seen: &Seen, missing: &Grid<u32>) -> Grid<u32> {
        let mut matters = Grid::filled(missing.rows(), missing.intervals(), 0);
        for at in seen.missed.iter().flat_map(|judged| self.cells(judged)) {
            matters[at] = missing[at];
        }
        matters
    }

    /// Asks for more where all who are needed are there and it does not do. Returns whether it asks for anything more.
    fn strengthen(&self, needed: &mut StaffingRequirement, seen: &Seen) -> Result<bool, Interrupted> {
        let seed = fresh_seed(self.scenario.seed, super::SEED_OF_CUTS + u64::from(self.looks));
        let correction = Correction { seed, ..Correction::of(self.scenario, self.demand) };
        let stronger = strengthened(self.scenario, self.demand, &seen.levels, &correction, self.watch)?;
        let mut is_more = false;
        for group in 0..stronger.rows() {
            for interval in 0..stronger.intervals() {
                let at = (group, interval);
                if stronger[at] > seen.levels.agents[at] && stronger[at] > needed.agents[at] {
                    needed.agents[at] = stronger[at];
                    is_more = true;
                }
            }
        }
        Ok(is_more)
    }

    /// Adds people to groups that are used up where a promise is missed, until shifts can cover what is needed there; `None` where
    /// none are lacking, or where no number of them helps (no shift may be worked then, or no hours are in the contract).
    fn takes_more(
        &mut self,
        needed: &StaffingRequirement,
        schedule: &Schedule,
        seen: &Seen,
    ) -> Result<Option<TakesMore>, StudyError> {
        let mut lacking = self.that_matters(seen, &seen.shortfall.beyond_the_staff);
        if lacking.values().iter().all(|&missing| missing == 0) {
            return Ok(None);
        }
        let mut larger = self.scenario.clone();
        let mut schedule = schedule.clone();
        for _ in 0..MOST_ADDITIONS {
            for group in 0..lacking.rows() {
                let Some(more) = people_for(&larger, group, lacking.row(group)) else { return Ok(None) };
                larger.groups[group].headcount = larger.groups[group].headcount.saturating_add(more);
            }
            schedule = insist(&larger, needed, &schedule, &lacking, self.limits, self.watch)?;
            let seen = self.look(&larger, needed, &schedule)?;
            lacking = self.that_matters(&seen, &seen.shortfall.beyond_the_staff);
            if lacking.values().iter().all(|&missing| missing == 0) {
                let headcounts = larger.groups.iter().zip(&self.scenario.groups);
                let people = headcounts.map(|(larger, given)| larger.headcount - given.headcount).collect();
                return Ok(Some(TakesMore { people, keeps: seen.missed.is_empty() }));
            }
        }
        Ok(None)
    }
}

/// People whose contract hours make up for the agent-hours missing in the worst week; `None` if their contracts have none.
fn people_for(scenario: &Scenario, group: usize, missing: &[u32]) -> Option<u32> {
    let staff = &scenario.groups[group];
    let weeks = scenario.calendar.days.chunks(7).map(|week| {
        let intervals = week[0].intervals.start..week[week.len() - 1].intervals.end;
        let mut of_week = vec![0; missing.len()];
        of_week[intervals.clone()].copy_from_slice(&missing[intervals]);
        agent_hours(scenario, &of_week)
    });
    let worst = weeks.fold(Hours::ZERO, Hours::max);
    if worst.0 <= 0.0 {
        return Some(0);
    }
    let each = staff.weekly_hours.0 * staff.shrinkage.complement().0;
    (each > 0.0).then(|| (worst.0 / each).ceil().clamp(1.0, f64::from(u32::MAX)) as u32)
}
