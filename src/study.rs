//! The whole chain on one page: what `callboard run` does, and what a newcomer reads first.

mod centre;
mod closing;
mod seeking;

use crate::demand::Demand;
use crate::milp::Limits;
use crate::planning::frontier::{Point, Range};
use crate::planning::{self, Found, Goal, Need, PlanComparison, PlanError, PlanOfAlternative, Quest, Served};
use crate::random::fresh_seed;
use crate::requirement::{self, Correction, Formula, Judged, Requirement, RequirementCurve};
use crate::rostering::of_scenario::{NamedShift, OfScenario, TwoOnOneDay};
use crate::rostering::{self, Clock, NotMet, Roster, RosterError};
use crate::scenario::{RosterSettings, Scenario};
use crate::scheduling::{self, Finding, Schedule, ScheduleCost, ScheduleError, ScheduledShift};
use crate::simulation::{self, Options, Performance};
use crate::staffing::{StaffingLevels, StaffingRequirement};
use crate::units::Hours;
use crate::validation::Validation;
use crate::watch::{Interrupted, Watch};
use centre::Centre;
use closing::Closed;
pub use closing::TakesMore;
pub use seeking::{Sought, seek};
use std::time::Duration;

/// Every answer about a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What was given.
    pub scenario: Scenario,
    /// The contacts expected.
    pub demand: Demand,
    /// What happens with today's staffing.
    pub today: Performance,
    /// Who is needed.
    pub requirement: Requirement,
    /// Who works when; `None` where the scenario has no shift rules.
    pub scheduled: Option<CertifiedSchedule>,
    /// Which of the named people work the shifts; `None` where the scenario names nobody.
    pub rostered: Option<CertifiedRoster>,
    /// What to ask for; `None` where the scenario has no assumptions for a plan.
    pub planned: Option<PlanComparison>,
    /// How far to trust all this: the recorded past beside the simulated; `None` where the scenario was not made of a history.
    pub validation: Option<Validation>,
}

/// A schedule that was checked, and judged by simulation with fresh random numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct CertifiedSchedule {
    /// The shifts.
    pub schedule: Schedule,
    /// What they had to cover: the requirement, strengthened where a simulated schedule showed that it does not do.
    pub needed: StaffingRequirement,
    /// Agents on duty under it.
    pub levels: StaffingLevels,
    /// What the independent checker found: empty for a sound schedule.
    pub findings: Vec<Finding>,
    /// What happens under it, with random numbers that no earlier step has seen.
    pub performance: Performance,
    /// Promises that are missed under it over one of their periods: all of those over days and the horizon, and by interval
    /// those for which agents are missing. By their place in [`Requirement::promises`].
    pub missed: Vec<Judged>,
    /// Simulations of schedules, this one the last but for those that show what it would take.
    pub rounds: u32,
    /// What it would take to keep what is missed for want of people; `None` where people are not what is lacking.
    pub takes: Option<TakesMore>,
}

/// A roster that was checked, and judged by simulation with fresh random numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct CertifiedRoster {
    /// The problem that it solves, and what its kinds of shift stand for.
    pub of: OfScenario,
    /// Who works what, at what price, with what could not be met.
    pub roster: Roster,
    /// The shifts, by person and day.
    pub shifts: Vec<NamedShift>,
    /// What they cost in money, against what the schedule had to cover. [`Roster::price`] is another sum: what the search weighed.
    pub cost: ScheduleCost,
    /// What could not be met, and why.
    pub not_met: Vec<NotMet>,
    /// What the independent checker found: empty for a sound roster.
    pub findings: Vec<rostering::check::Finding>,
    /// Agents on duty under it.
    pub levels: StaffingLevels,
    /// What happens under it, with random numbers that no earlier step has seen.
    pub performance: Performance,
}

impl Study {
    /// What is needed: what the schedule had to cover, and without one the requirement.
    pub fn needed(&self) -> &StaffingRequirement {
        self.scheduled.as_ref().map_or(&self.requirement.needed, |certified| &certified.needed)
    }
}

/// Why there is no study.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// It was stopped from outside.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// No schedule.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
    /// No roster.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// No plan.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// How hard the solvers work on schedule, roster and plan.
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// For each group and week of the schedule.
    pub schedule: Limits,
    /// For the roster. Its clock, if it has one, may have run before: the time of the roster counts from its own begin.
    pub roster: rostering::Limits<'a>,
    /// For each programme of the plan.
    pub plan: Limits,
}

/// Steps of the search for a roster for each day of each person.
const ROSTER_WORK: u64 = 4_000_000;

/// Gap at which the search for a plan may stop: the budget's small print, not a month's wages.
const PLAN_GAP: f64 = 0.002;

/// Gap at which the search for a first look at a plan may stop.
const GAP_OF_FIRST_LOOK: f64 = 0.005;

impl<'a> Effort<'a> {
    /// The gap that the scenario asks for in its schedule, with limits counted in work; that of a roster grows with people and days, so
    /// that a team's takes less than a minute.
    pub fn of(scenario: &Scenario) -> Self {
        let people = scenario.roster.as_ref().map_or(0, |settings| settings.employees.len());
        let work = ROSTER_WORK * (people * scenario.calendar.days.len()) as u64;
        let most = rostering::Limits::default();
        Self {
            schedule: scheduling::limits(scenario),
            roster: rostering::Limits { work: work.clamp(most.work / 50, most.work), ..most },
            plan: Limits { relative_gap: PLAN_GAP, ..Limits::default() },
        }
    }

    /// The same with a limit on the time of each solve of schedule and plan, where one is given.
    pub fn within(mut self, time: Option<Duration>) -> Self {
        self.schedule.time = time;
        self.plan.time = time;
        self
    }

    /// The same with that limit on the roster too, whose search looks at a clock that the caller hands in: the time since some moment.
    pub fn by_clock(mut self, elapsed: &'a (dyn Fn() -> Duration + Sync)) -> Self {
        self.roster.clock = self.schedule.time.map(|limit| Clock { elapsed, limit });
        self
    }
}

/// Purposes of fresh seeds, so that no step judges itself by the random numbers that it was made with.
const SEED_OF_CERTIFICATION: u64 = 1_000;
const SEED_OF_CUTS: u64 = 2_000;
const SEED_OF_ROSTER_CERTIFICATION: u64 = 3_000;

/// Simulates today's staffing, finds who is needed, schedules, rosters, certifies, and plans.
pub fn study(
    scenario: Scenario,
    alternatives: &[(String, Scenario)],
    effort: &Effort<'_>,
    watch: &dyn Watch,
) -> Result<Study, StudyError> {
    let demand = Demand::of(&scenario);
    let today = simulate_today(&scenario, &demand, watch)?;
    let requirement = require(&scenario, &demand, watch)?;
    let scheduled = if scenario.shift_types.is_empty() {
        None
    } else {
        Some(schedule(&scenario, &demand, &requirement, &effort.schedule, watch)?)
    };
    let rostered = match (&scenario.roster, &scheduled) {
        (Some(settings), Some(CertifiedSchedule { schedule, needed, .. })) => {
            Some(roster(&scenario, settings, &demand, (schedule, needed), effort.roster, watch)?)
        }
        _ => None,
    };
    let planned = match &scenario.plan {
        Some(_) => Some(plan(&scenario, &demand, &requirement, alternatives, Goal::Cost, effort, watch)?),
        None => None,
    };
    Ok(Study { scenario, demand, today, requirement, scheduled, rostered, planned, validation: None })
}

/// What happens with the staffing that the scenario gives.
pub fn simulate_today(scenario: &Scenario, demand: &Demand, watch: &dyn Watch) -> Result<Performance, Interrupted> {
    let options = Options { seed: scenario.seed, replications: scenario.simulation.replications };
    simulation::simulate(scenario, demand, &StaffingLevels::as_given(scenario), &options, watch)
}

/// Who is needed, for shifts where there are any: not so much cheaper by the interval that shifts get dearer for it.
pub fn require(scenario: &Scenario, demand: &Demand, watch: &dyn Watch) -> Result<Requirement, Interrupted> {
    let correction = if scenario.shift_types.is_empty() {
        Correction::of(scenario, demand)
    } else {
        Correction::for_shifts(scenario, demand)
    };
    requirement::requirement(scenario, demand, &correction, watch)
}

/// Who works when, so that the promise holds under simulation if any schedule can make it hold; checked and certified.
pub fn schedule(
    scenario: &Scenario,
    demand: &Demand,
    requirement: &Requirement,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<CertifiedSchedule, StudyError> {
    let Closed { schedule, needed, levels, performance, missed, rounds, takes } =
        closing::close(scenario, demand, requirement, limits, watch)?;
    let findings = scheduling::check(scenario, &needed, &schedule);
    Ok(CertifiedSchedule { schedule, needed, levels, findings, performance, missed, rounds, takes })
}

/// Which of the named people work the shifts of a schedule, checked and certified; beside the schedule, what it had to cover.
pub fn roster(
    scenario: &Scenario,
    settings: &RosterSettings,
    demand: &Demand,
    (schedule, needed): (&Schedule, &StaffingRequirement),
    limits: rostering::Limits,
    watch: &dyn Watch,
) -> Result<CertifiedRoster, StudyError> {
    let of = rostering::of_scenario::problem(scenario, settings, (&schedule.shifts, needed));
    let roster = {
        let before = limits.clock.map_or(Duration::ZERO, |clock| (clock.elapsed)());
        let since = || limits.clock.map_or(Duration::ZERO, |clock| (clock.elapsed)().saturating_sub(before));
        let clock = limits.clock.map(|clock| Clock { elapsed: &since, ..clock });
        rostering::roster(&of.problem, scenario.seed, rostering::Limits { clock, ..limits }, watch)?
    };
    let shifts = rostering::of_scenario::named_shifts(&of, &roster, &schedule.shifts);
    Ok(certified(scenario, demand, (of, roster), shifts, needed, watch)?)
}

/// Shifts that somebody has given named people by hand, checked and certified as a roster that was searched for. What is needed is that of the
/// formula: the simulation judges.
pub fn given_roster(
    scenario: &Scenario,
    settings: &RosterSettings,
    demand: &Demand,
    shifts: Vec<NamedShift>,
    watch: &dyn Watch,
) -> Result<CertifiedRoster, GivenRosterError> {
    let agents = Formula::new(scenario).agents_by_group(demand);
    let needed = requirement::priced(scenario, demand, agents);
    let scheduled: Vec<ScheduledShift> = shifts.iter().map(|named| named.shift.clone()).collect();
    let of = rostering::of_scenario::problem(scenario, settings, (&scheduled, &needed));
    let roster = rostering::of_scenario::given(&of, &shifts)?;
    Ok(certified(scenario, demand, (of, roster), shifts, &needed, watch)?)
}

/// Why a roster that was given is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GivenRosterError {
    /// It is none.
    #[error(transparent)]
    TwoOnOneDay(#[from] TwoOnOneDay),
    /// It was stopped from outside.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

fn certified(
    scenario: &Scenario,
    demand: &Demand,
    (of, roster): (OfScenario, Roster),
    shifts: Vec<NamedShift>,
    needed: &StaffingRequirement,
    watch: &dyn Watch,
) -> Result<CertifiedRoster, Interrupted> {
    let findings = rostering::check::check(&of.problem, &roster);
    let worked: Vec<ScheduledShift> = shifts.iter().map(|named| named.shift.clone()).collect();
    let levels = scheduling::levels(scenario, &worked);
    let cost = scheduling::cost(scenario, needed, &worked);
    let not_met = rostering::not_met(&of.problem, &roster);
    let seed = fresh_seed(scenario.seed, SEED_OF_ROSTER_CERTIFICATION);
    let options = Options { seed, replications: scenario.simulation.replications };
    let performance = simulation::simulate(scenario, demand, &levels, &options, watch)?;
    Ok(CertifiedRoster { of, roster, shifts, cost, not_met, findings, levels, performance })
}

/// What to ask for, proved; and the same for alternatives that have names, as they are found.
pub fn plan(
    scenario: &Scenario,
    demand: &Demand,
    requirement: &Requirement,
    alternatives: &[(String, Scenario)],
    goal: Goal,
    effort: &Effort<'_>,
    watch: &dyn Watch,
) -> Result<PlanComparison, StudyError> {
    let limits = &effort.plan;
    let centre = Centre::of(scenario, demand.clone(), requirement.clone(), watch)?;
    let mut found = Vec::new();
    let mut decided = Vec::new();
    for (name, other) in alternatives {
        let centre = Centre::beside(Some(&centre), other, Demand::of(other), watch)?;
        let Found { plan, decisions } = with_quest(other, &centre.curve, goal, limits, |quest| {
            planning::best_plan(other, &centre.demand, quest, watch)
        })?;
        found.push(PlanOfAlternative { name: name.clone(), plan });
        decided.push(decisions);
    }
    let compared = with_quest(scenario, &centre.curve, goal, limits, |quest| {
        planning::plan(scenario, demand, quest, &decided, watch)
    })?;
    let months = scenario.without_lasting_errors();
    let proved = months.as_ref().unwrap_or(scenario);
    let proof = planning::proof::prove(proved, demand, &compared.plan, &centre.curve, &effort.schedule, watch)?;
    Ok(PlanComparison { alternatives: found, proof: Some(proof), ..compared })
}

/// A first look at what to ask for, in a second or so: hours are needed by formula alone, the search stops at a wider gap, and nothing is
/// proved.
pub fn first_plan(
    scenario: &Scenario,
    demand: &Demand,
    goal: Goal,
    watch: &dyn Watch,
) -> Result<PlanComparison, PlanError> {
    let limits = Limits { relative_gap: GAP_OF_FIRST_LOOK, ..Limits::default() };
    with_quest(scenario, &RequirementCurve::level(&[]), goal, &limits, |quest| {
        planning::first_look(scenario, demand, quest, watch)
    })
}

/// Cost against service, over a range of budgets.
pub fn frontier(
    scenario: &Scenario,
    demand: &Demand,
    requirement: &Requirement,
    (goal, range): (Goal, &Range),
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Vec<Point>, StudyError> {
    let centre = Centre::of(scenario, demand.clone(), requirement.clone(), watch)?;
    with_quest(scenario, &centre.curve, goal, limits, |quest| {
        Ok(planning::frontier::frontier(scenario, demand, quest, range, watch)?)
    })
}

/// Hours are needed by formula, times what simulation adds to it at that load, over the part of their duty that shifts can place
/// where it is needed.
fn with_quest<T>(
    scenario: &Scenario,
    curve: &RequirementCurve,
    goal: Goal,
    limits: &Limits,
    seek: impl FnOnce(&Quest) -> T,
) -> T {
    let formula = Formula::new(scenario);
    let efficiency = scenario.plan.as_ref().map_or(1.0, |plan| plan.schedule_efficiency.0);
    let required = |reaching: &Demand| -> Vec<Need> {
        let by_formula = formula.hours_by_group(reaching).into_iter().enumerate();
        let need = |(group, (hours, busy)): (usize, (Hours, Hours))| Need {
            hours: hours * curve.factor(group, hours) / efficiency,
            busy,
        };
        by_formula.map(need).collect()
    };
    let service = |reaching: &Demand, ratio: &[f64]| -> Vec<Served> {
        let served = formula.served(reaching, ratio).into_iter();
        served.map(|(service_level, abandonment)| Served { service_level, abandonment }).collect()
    };
    seek(&Quest { required: &required, service: &service, goal, limits })
}
