//! Closing the loop: schedule, simulate, cut, schedule again, until the promise holds on fresh random numbers or no schedule can
//! keep it; then it is said what it would take.
//!
//! A schedule misses a promise over one of its periods for one of these reasons, and each has its cut:
//!
//! - agents are missing whom the group has, because a shift for them costs more than the price of their absence: the week is
//!   scheduled again at a price above that of any shift ([`insist`]);
//! - all who are needed are there, and the simulation finds that it does not do (over a day or the horizon; by interval the
//!   requirement was verified already), or the group is used up and another one can help: the requirement is changed by what
//!   finite differences at this schedule show to be the cheapest help of those who have time ([`strengthened`]);
//! - no seat is free where they are missing: the week is scheduled again as if cover had no price, and those who have time help;
//!   people alone would not;
//! - all who could help are used up: no schedule helps. Then it is found how many people it would take for shifts to cover all
//!   that is needed, and the simulation says whether that keeps the promise.
//!
//! Each schedule is judged with random numbers of its own, which nothing that it was made with has seen.

use super::StudyError;
use crate::calendar::Grid;
use crate::demand::Demand;
use crate::milp::Limits;
use crate::random::fresh_seed;
use crate::requirement::promise::judged;
use crate::requirement::{self, Correction, Judged, Promise, Requirement, strengthened};
use crate::scenario::{Group, GroupId, Scenario};
use crate::scheduling::insist::insist;
use crate::scheduling::part::share_of_week;
use crate::scheduling::shortfall::{Shortfall, shortfall};
use crate::scheduling::{self, Schedule};
use crate::simulation::{self, Options, Performance, Verdict};
use crate::staffing::{StaffingLevels, StaffingRequirement, agent_hours};
use crate::units::Hours;
use crate::watch::{Interrupted, Watch};

/// Most times that the requirement is changed by what a simulated schedule shows.
const MOST_CUTS: u32 = 2;

/// Most times that people are added to see what it would take. Each time as many as the worst week lacks, so few suffice.
const MOST_ADDITIONS: u32 = 4;

/// The part of what is missing that is left to the solver's gap.
const NEARLY_NOTHING: f64 = 0.05;

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
    /// By group: so many people more than it has.
    pub people: Vec<u32>,
    /// Of the agent-hours that are missing where a promise is missed, those that they cover.
    pub covered: Hours,
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
    let mut before: Option<(StaffingRequirement, Schedule)> = None;
    loop {
        let known = before.as_ref().map(|(needed, schedule)| (needed, schedule));
        let mut schedule = scheduling::schedule_again(scenario, known, &needed, limits, watch)?;
        let mut seen = state.look(scenario, &needed, &schedule)?;
        let open = state.that_matters(&seen, &can_be_tried(&seen.shortfall));
        if open.values().iter().any(|&missing| missing > 0) {
            schedule = insist(scenario, &needed, &schedule, &open, limits, watch)?;
            seen = state.look(scenario, &needed, &schedule)?;
        }
        if cuts < MOST_CUTS && seen.missed.iter().any(|judged| state.can_be_helped(judged, &seen.shortfall)) {
            cuts += 1;
            let needed_before = needed.clone();
            if state.strengthen(&mut needed, &seen)? {
                before = Some((needed_before, schedule));
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
        self.cells(judged).any(|at| missing_at(shortfall, at) > 0)
    }

    /// Of what is missing, that which is missing where a promise is missed.
    fn that_matters(&self, seen: &Seen, missing: &Grid<u32>) -> Grid<u32> {
        let mut matters = Grid::filled(missing.rows(), missing.intervals(), 0);
        for at in seen.missed.iter().flat_map(|judged| self.cells(judged)) {
            matters[at] = missing[at];
        }
        matters
    }

    /// Whether there is anybody with time who could help to keep a promise.
    fn can_be_helped(&self, judged: &Judged, shortfall: &Shortfall) -> bool {
        let groups = self.scenario.groups_for(self.promises[judged.promise].queue);
        groups.iter().any(|one| judged.period.clone().any(|interval| !shortfall.is_used_up[(one.group.0, interval)]))
    }

    /// Asks those who have time for more, the cheapest first, and no longer for those who have none. Returns whether it
    /// asks for anything more.
    fn strengthen(&self, needed: &mut StaffingRequirement, seen: &Seen) -> Result<bool, Interrupted> {
        let seed = fresh_seed(self.scenario.seed, super::SEED_OF_CUTS + u64::from(self.looks));
        let correction = Correction { seed, ..Correction::for_shifts(self.scenario, self.demand) };
        let (levels, used_up) = (&seen.levels.agents, &seen.shortfall.is_used_up);
        let mut people = requirement::people(self.scenario);
        for at in cells(used_up).filter(|&at| used_up[at]) {
            people[at] = levels[at];
        }
        let stronger = strengthened(self.scenario, self.demand, &seen.levels, people, &correction, self.watch)?;
        let mut is_more = false;
        for at in cells(used_up) {
            let of_those_with_time = !used_up[at] && stronger[at] > levels[at].max(needed.agents[at]);
            is_more |= of_those_with_time;
            if of_those_with_time || seen.missed.iter().any(|judged| self.cells(judged).any(|cell| cell == at)) {
                needed.agents[at] = if used_up[at] { stronger[at] } else { stronger[at].max(needed.agents[at]) };
            }
        }
        Ok(is_more)
    }

    /// How many people it would take where groups are used up and a promise is missed: as many as the hours missing in the
    /// worst week are, and then again until nearly all is covered. `None` where none are lacking, or where no number of them helps.
    fn takes_more(
        &mut self,
        needed: &StaffingRequirement,
        schedule: &Schedule,
        seen: &Seen,
    ) -> Result<Option<TakesMore>, StudyError> {
        let hours = |missing: &Grid<u32>| -> Hours {
            (0..missing.rows()).map(|group| agent_hours(self.scenario, missing.row(group))).sum()
        };
        let lacking = self.that_matters(seen, &seen.shortfall.beyond_the_staff);
        let all = hours(&lacking);
        let mut larger = self.scenario.clone();
        let (mut schedule, mut still) = (schedule.clone(), lacking.clone());
        // Those of them for whom people suffice: there are seats.
        let mut for_people = lacking.clone();
        for _ in 0..MOST_ADDITIONS {
            if hours(&for_people).0 <= NEARLY_NOTHING * all.0 {
                break;
            }
            for (row, group) in larger.groups.iter_mut().enumerate() {
                *group = group.clone().with_more(people_for(self.scenario, row, for_people.row(row)));
            }
            schedule = insist(&larger, needed, &schedule, &for_people, self.limits, self.watch)?;
            let then = shortfall(&larger, needed, &schedule);
            for at in cells(&lacking) {
                // What was missing before and did not matter may be missing still.
                let harmless = missing_at(&seen.shortfall, at) - lacking[at];
                still[at] = missing_at(&then, at).saturating_sub(harmless);
                for_people[at] = still[at].min(then.beyond_the_staff[at] + then.left_open[at]);
            }
        }
        let covered = all - hours(&still);
        if covered.0 <= 0.0 {
            return Ok(None);
        }
        let keeps = self.look(&larger, needed, &schedule)?.missed.is_empty();
        let people = self.scenario.group_ids().map(|group| {
            let (larger, given) = (larger.group(group).headcount, self.scenario.group(group).headcount);
            let is_all = self.scenario.group(group).site.is_none_or(|site| self.scenario.sites[site.0].seats.is_none());
            // Where seats are counted, not everybody who was added may have found one.
            let used = if is_all { larger } else { people_used(self.scenario, group, &schedule) };
            used.clamp(given, larger) - given
        });
        let people = people.collect();
        Ok(Some(TakesMore { people, covered, keeps }))
    }
}

/// What another schedule might cover: also where all seats are taken, those who have them may be of more use at another time.
fn can_be_tried(shortfall: &Shortfall) -> Grid<u32> {
    let mut open = shortfall.left_open.clone();
    for at in cells(&shortfall.for_want_of_seats) {
        open[at] += shortfall.for_want_of_seats[at];
    }
    open
}

/// Agents missing at a place, for whatever reason.
fn missing_at(shortfall: &Shortfall, at: (usize, usize)) -> u32 {
    shortfall.for_want_of_seats[at] + shortfall.beyond_the_staff[at] + shortfall.left_open[at]
}

/// All its places, by group and interval.
fn cells<T: Copy>(grid: &Grid<T>) -> impl Iterator<Item = (usize, usize)> + use<T> {
    let intervals = grid.intervals();
    (0..grid.rows()).flat_map(move |group| (0..intervals).map(move |interval| (group, interval)))
}

/// The fewest people of a group who can work its shifts, in the week in which that takes most.
fn people_used(scenario: &Scenario, group: GroupId, schedule: &Schedule) -> u32 {
    let staff = scenario.group(group);
    let mut most = 0;
    for first in (0..scenario.calendar.days.len()).step_by(7) {
        let week = first..(first + 7).min(scenario.calendar.days.len());
        let theirs = || schedule.shifts.iter().filter(|shift| shift.group == group && week.contains(&shift.day));
        let on_day = |day: usize| theirs().filter(|shift| shift.day == day).map(|shift| shift.people).sum::<u32>();
        let shifts: u32 = theirs().map(|shift| shift.people).sum();
        let hours: Hours = theirs().map(|shift| shift.paid_hours() - shift.overtime_hours()).sum();
        let of_one = staff.weekly_hours * share_of_week(staff.days_per_week, week.len());
        let by_hours = if of_one.0 > 0.0 { (hours / of_one - 1e-9).ceil() as u32 } else { 0 };
        let by_days = shifts.div_ceil(staff.days_per_week.min(week.len() as u32).max(1));
        most = week.clone().map(on_day).fold(most.max(by_hours).max(by_days), u32::max);
    }
    most
}

/// People whose contract hours make up for the agent-hours missing in the worst week; 0 if their contracts have none.
fn people_for(scenario: &Scenario, group: usize, missing: &[u32]) -> u32 {
    let staff = &scenario.groups[group];
    let weeks = scenario.calendar.days.chunks(7).map(|week| {
        let mut of_week = vec![0; missing.len()];
        let intervals = week[0].intervals.start..week[week.len() - 1].intervals.end;
        of_week[intervals.clone()].copy_from_slice(&missing[intervals]);
        agent_hours(scenario, &of_week) / most_hours_of_one(staff, week.len())
    });
    let people = weeks.fold(0.0, f64::max);
    if people.is_finite() { people.ceil() as u32 } else { 0 }
}

/// Agent-hours that one person of a group brings in a week of so many days.
fn most_hours_of_one(group: &Group, days: usize) -> Hours {
    group.weekly_hours * (share_of_week(group.days_per_week, days) * group.shrinkage.complement().0)
}
