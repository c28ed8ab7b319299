//! The proof of a plan: what it promises for its hardest periods beside what the simulator and the scheduler make of them.
//!
//! A plan counts hours. For each of its hardest periods ([`hardest`]), the centre is built as it then is, with the bots that are live, the
//! contacts of that period over the days of the scenario's horizon, less what partners take, and the plan's hours. It is judged twice:
//!
//! 1. *By the hour*: the hours that the plan has on duty, less the part that shifts cannot place, are spread over the intervals as the formula
//!    needs them, and simulated. What differs from the promise is the error of the plan's arithmetic.
//! 2. *In shifts*, where the scenario has shift rules: the hardest week of the horizon is scheduled with as many experienced
//!    people as the plan's hours come from, and simulated. Hours cannot be moved from a quiet week of a month to a hard one, and shifts are
//!    longer than peaks: what differs is what a month in one number hides.
//!
//! People of a group that has named persons work as fast as these on average. Contracts of different kinds grow and shrink
//! alike. Partners' hours are there whenever they are needed.

use super::PlanError;
use super::people::{People, people_of};
use super::periods::{PlanPeriod, periods};
use super::stage::{Stage, age, at_stage, horizon_days};
use super::workforce_plan::{GroupPeriod, PlannedPeriod, WorkforcePlan};
use crate::calendar::Grid;
use crate::demand::{Demand, offered_to_agents};
use crate::milp::Limits;
use crate::random::fresh_seed;
use crate::requirement::curve::whole;
use crate::requirement::prices::priced;
use crate::requirement::{Formula, RequirementCurve};
use crate::scenario::{Group, PlanAssumptions, Scenario};
use crate::scheduling;
use crate::simulation::{self, Options, Performance};
use crate::staffing::{StaffingLevels, agent_hours};
use crate::statistics::Estimate;
use crate::units::{Hours, Share};
use crate::watch::{Quietly, Watch};
use jiff::civil::Date;

/// What was promised, and what is delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// How many hours the plan takes to be needed for hours by formula, by group.
    pub curve: RequirementCurve,
    /// The hardest periods, in order.
    pub periods: Vec<ProvedPeriod>,
}

/// A period, proved.
#[derive(Debug, Clone, PartialEq)]
pub struct ProvedPeriod {
    /// Its place in the plan.
    pub period: usize,
    /// Its first day.
    pub first_day: Date,
    /// Whether most hours are needed in it among the twelve months to which it belongs; else the largest part is missing in it.
    pub is_peak: bool,
    /// By queue.
    pub queues: Vec<ProvedQueue>,
    /// The week that was scheduled.
    pub week: Option<ProvedWeek>,
}

/// The service level of a queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProvedQueue {
    /// Expected by the plan; `None` where none is promised to customers.
    pub promised: Option<Share>,
    /// With the plan's hours where they are needed, by simulation.
    pub by_the_hour: Estimate,
    /// In the hardest week in shifts, by simulation; `None` where there are no shift rules.
    pub in_shifts: Option<Estimate>,
}

/// A week in shifts.
#[derive(Debug, Clone, PartialEq)]
pub struct ProvedWeek {
    /// The week of the scenario's horizon that has the same pattern.
    pub first_day: Date,
    /// By what part it has more work than an average week of the horizon; 0 where the horizon has no whole week.
    pub above_average: f64,
    /// People who could be scheduled, by group: experienced ones who give as many hours.
    pub people: Vec<u32>,
    /// Agent-hours needed of the scheduled people.
    pub needed: Hours,
    /// Of these, missing in the shifts.
    pub missing: Hours,
}

/// Purposes of seeds, so that no period is judged by random numbers that something was made with.
const SEED_OF_PROOF: u64 = 6_000;

/// Passages through the flows of contacts until those that reach agents are as many as the plan says.
const MOST_PASSAGES: usize = 100;

/// The period of each twelve months in which most hours are needed, and the one of which the largest part is missing if there is
/// any: their places, in order, and whether they are peaks.
pub fn hardest(plan: &WorkforcePlan, assumptions: &PlanAssumptions) -> Vec<(usize, bool)> {
    let years: Vec<usize> = periods(assumptions).iter().map(PlanPeriod::year).collect();
    let mut hardest: Vec<(usize, bool)> = Vec::new();
    for year in 0..=years.last().copied().unwrap_or(0) {
        let of_year = (0..plan.periods.len()).filter(|&period| years[period] == year);
        let needed = |period: usize| plan.periods[period].required_hours().0;
        hardest.extend(first_greatest(of_year, needed).map(|period| (period, true)));
    }
    let missing = |period: usize| {
        let planned = &plan.periods[period];
        let needed = planned.required_hours().0;
        if needed > 0.0 { planned.shortage_hours().0 / needed } else { 0.0 }
    };
    let worst = first_greatest(0..plan.periods.len(), missing).filter(|&period| missing(period) > 0.001);
    if let Some(worst) = worst.filter(|&worst| hardest.iter().all(|(period, _)| *period != worst)) {
        hardest.push((worst, false));
    }
    hardest.sort_unstable();
    hardest
}

fn first_greatest(places: impl Iterator<Item = usize>, of: impl Fn(usize) -> f64) -> Option<usize> {
    places.fold(None, |best: Option<usize>, place| match best {
        Some(best) if of(best) >= of(place) => Some(best),
        _ => Some(place),
    })
}

/// Proves the hardest periods of a plan. The curve is the one that the plan was made with.
pub fn prove(
    scenario: &Scenario,
    demand: &Demand,
    plan: &WorkforcePlan,
    curve: &RequirementCurve,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Proof, PlanError> {
    let assumptions = scenario.plan.as_ref().ok_or(PlanError::NoAssumptions)?;
    let hardest = hardest(plan, assumptions);
    let total = hardest.len() as u64;
    let mut proved = Vec::new();
    for (done, (period, is_peak)) in hardest.into_iter().enumerate() {
        watch.progress("proof of the plan", done as u64, total);
        let centre = Centre::of(scenario, assumptions, demand, plan, period);
        proved.push(ProvedPeriod { is_peak, ..centre.prove(limits, &Quietly(watch))? });
    }
    watch.progress("proof of the plan", total, total);
    Ok(Proof { curve: curve.clone(), periods: proved })
}

/// The centre as it is in a period.
struct Centre<'a> {
    given: &'a Scenario,
    /// With the bots that are live.
    scenario: Scenario,
    /// Contacts of customers over the horizon, so many that those are left who reach agents.
    fresh: Demand,
    /// Agents needed by formula, by group and interval, fractions kept.
    agents: Grid<f64>,
    people: Vec<People<'a>>,
    planned: &'a PlannedPeriod,
    when: PlanPeriod,
    place: usize,
    /// Part of the plan's hours that shifts can place where they are needed, as hours over the horizon.
    horizons: f64,
}

impl<'a> Centre<'a> {
    fn of(
        given: &'a Scenario,
        assumptions: &'a PlanAssumptions,
        demand: &Demand,
        plan: &'a WorkforcePlan,
        place: usize,
    ) -> Self {
        let (planned, when) = (&plan.periods[place], periods(assumptions)[place]);
        let initiatives = assumptions.initiatives.iter().zip(&plan.initiatives);
        let ages = initiatives.map(|(initiative, decided)| age(assumptions, initiative, decided.start, place as u32));
        let stage = Stage { ages: ages.collect(), ..Stage::nothing(assumptions) };
        let (scenario, mut fresh) = at_stage(given, assumptions, demand, (&when, place), &stage);
        let horizons = horizon_days(given) / when.days;
        let reaching = without_partners(&scenario, &mut fresh, planned, horizons);
        let agents = Formula::new(given).agents_in_parts(&reaching);
        let people = people_of(given, assumptions);
        let placed = horizons * assumptions.schedule_efficiency.0;
        Self { given, scenario, fresh, agents, people, planned, when, place, horizons: placed }
    }

    fn prove(&self, limits: &Limits, watch: &dyn Watch) -> Result<ProvedPeriod, PlanError> {
        let seed = |purpose: usize| fresh_seed(self.given.seed, SEED_OF_PROOF + (2 * self.place + purpose) as u64);
        let judged = |scenario: &Scenario, demand: &Demand, agents: Grid<u32>, purpose: usize| {
            let options = Options { seed: seed(purpose), replications: scenario.simulation.replications };
            simulation::simulate(scenario, demand, &StaffingLevels { agents }, &options, watch)
        };
        let on_duty = self.multiples(GroupPeriod::on_duty);
        let by_the_hour = judged(&self.scenario, &self.fresh, whole(&self.agents, &on_duty), 0)?;
        let (mut week, mut in_shifts) = (None, None);
        if !self.scenario.shift_types.is_empty() {
            let (proved, scenario, demand, agents) = self.in_shifts(limits, watch)?;
            in_shifts = Some(judged(&scenario, &demand, agents, 1)?);
            week = Some(proved);
        }
        let level = |performance: &Performance, queue: usize| performance.queues[queue].total.service_level;
        let queues = (0..self.scenario.queues.len()).map(|queue| ProvedQueue {
            promised: self.planned.service_level.get(queue).copied().flatten(),
            by_the_hour: level(&by_the_hour, queue),
            in_shifts: in_shifts.as_ref().map(|performance| level(performance, queue)),
        });
        Ok(ProvedPeriod {
            period: self.place,
            first_day: self.planned.first_day,
            is_peak: true,
            queues: queues.collect(),
            week,
        })
    }

    /// By group: so many times the agents of the formula give hours of the plan, over the horizon.
    fn multiples(&self, of: impl Fn(&GroupPeriod) -> Hours) -> Vec<f64> {
        let groups = self.planned.groups.iter().enumerate();
        let multiple = |(group, planned): (usize, &GroupPeriod)| {
            let intervals = self.agents.row(group).iter().zip(&self.given.calendar.intervals);
            let formula: f64 = intervals.map(|(agents, interval)| agents * interval.length().hours().0).sum();
            if formula > 0.0 { of(planned).0 * self.horizons / formula } else { 0.0 }
        };
        groups.map(multiple).collect()
    }

    /// The hardest week in shifts: what became of it, as a scenario, its demand, and agents on duty.
    fn in_shifts(
        &self,
        limits: &Limits,
        watch: &dyn Watch,
    ) -> Result<(ProvedWeek, Scenario, Demand, Grid<u32>), PlanError> {
        let (days, above_average) = hardest_week(&self.scenario, &self.fresh);
        let intervals = self.scenario.calendar.intervals_of(&days);
        let mut week = self.scenario.part(days);
        let demand = self.fresh.part(&intervals);
        let part = |grid: &Grid<u32>| {
            Grid::from_rows((0..grid.rows()).map(|row| grid.row(row)[intervals.clone()].to_vec()).collect())
        };
        for (group, planned) in self.planned.groups.iter().enumerate() {
            week.groups[group] = self.staffed(&self.scenario.groups[group], &self.people[group], planned);
        }
        // People who are there beyond what is needed are on duty too, as the plan counts on them.
        let of_partners = part(&whole(&self.agents, &self.multiples(|group| group.partner_hours)));
        let own = |group: &GroupPeriod| group.required_hours.max(group.on_duty()) - group.partner_hours;
        let needed = priced(&week, &demand, part(&whole(&self.agents, &self.multiples(own))));
        let schedule = scheduling::schedule(&week, &needed, limits, watch)?;
        let mut levels = scheduling::levels(&week, &schedule.shifts).agents;
        let mut missing = Grid::filled(levels.rows(), levels.intervals(), 0);
        for group in 0..levels.rows() {
            for interval in 0..levels.intervals() {
                let at = (group, interval);
                missing[at] = needed.agents[at].saturating_sub(levels[at]);
                levels[at] += of_partners[at];
            }
        }
        let hours = |grid: &Grid<u32>| (0..grid.rows()).map(|row| agent_hours(&week, grid.row(row))).sum();
        let proved = ProvedWeek {
            first_day: week.calendar.days.first().map_or(self.planned.first_day, |day| day.date),
            above_average,
            people: week.groups.iter().map(|group| group.headcount).collect(),
            needed: hours(&needed.agents),
            missing: hours(&missing),
        };
        Ok((proved, week, demand, levels))
    }

    /// A group with as many experienced people as give the plan's hours on duty, overtime and time off in them.
    fn staffed(&self, group: &Group, people: &People, planned: &GroupPeriod) -> Group {
        let own = (planned.on_duty() - planned.partner_hours).max(Hours::ZERO);
        let of_one = people.duty_hours(0, &self.when);
        let equivalents = if of_one.0 > 0.0 { own / of_one } else { 0.0 };
        let headcount = (equivalents.round() as u32).max(u32::from(equivalents > 0.0));
        let mut staffed = Group { shrinkage: people.shrinkage(&self.when), ..group.clone() };
        if headcount > 0 {
            staffed.weekly_hours = group.weekly_hours * (equivalents / f64::from(headcount));
        }
        staffed.overtime_per_week = Some(Hours::ZERO);
        let shares: Vec<f64> = group.contracts.iter().map(|contract| f64::from(contract.people)).collect();
        for (contract, people) in staffed.contracts.iter_mut().zip(shared(headcount, &shares)) {
            contract.people = people;
        }
        staffed.headcount = headcount;
        if !group.persons.is_empty() {
            let mean = |skill: usize| {
                let all: f64 = group.persons.iter().map(|person| person.proficiency[skill]).sum();
                all / group.persons.len() as f64
            };
            staffed.proficiency = (0..group.skills.len()).map(mean).collect();
            staffed.persons = Vec::new();
        }
        staffed
    }
}

/// Makes the contacts of customers so many that those reach agents whom the plan has after partners; gives those who reach agents.
fn without_partners(scenario: &Scenario, fresh: &mut Demand, planned: &PlannedPeriod, horizons: f64) -> Demand {
    let mut reaching = offered_to_agents(scenario, fresh);
    for _ in 0..MOST_PASSAGES {
        let mut is_done = true;
        for queue in 0..scenario.queues.len() {
            let (wanted, now) = (planned.contacts_to_agents[queue] * horizons, reaching.total(queue));
            // What is left comes of additions in another order.
            if (wanted - now).abs() > 1e-9 * now && fresh.total(queue) > 0.0 {
                is_done = false;
                fresh.expected.row_mut(queue).iter_mut().for_each(|contacts| *contacts *= wanted / now);
            }
        }
        if is_done {
            break;
        }
        reaching = offered_to_agents(scenario, fresh);
    }
    reaching
}

/// The days of the week of a horizon with the most work, the first of several, and by what part it has more than an average one; the
/// horizon where it has no whole week.
fn hardest_week(scenario: &Scenario, fresh: &Demand) -> (std::ops::Range<usize>, f64) {
    let last = scenario.calendar.days.len();
    let work = |week: usize| -> f64 {
        let intervals = scenario.calendar.intervals_of(&(7 * week..7 * week + 7));
        let of_queue = |queue: usize| {
            let contacts: f64 = fresh.expected.row(queue)[intervals.clone()].iter().sum();
            contacts * scenario.queues[queue].mean_work(fresh.handling_factor[queue]).0
        };
        (0..scenario.queues.len()).map(of_queue).sum()
    };
    let weeks = last / 7;
    let average = (0..weeks).map(work).sum::<f64>() / weeks.max(1) as f64;
    let more = |week: usize| if average > 0.0 { work(week) / average - 1.0 } else { 0.0 };
    first_greatest(0..weeks, work).map_or((0..last, 0.0), |week| (7 * week..7 * week + 7, more(week)))
}

/// People shared out in proportion to shares, whole: the largest remainders get what is left, the first of equals first.
fn shared(people: u32, shares: &[f64]) -> Vec<u32> {
    let all: f64 = shares.iter().sum();
    if all <= 0.0 {
        return vec![0; shares.len()];
    }
    let exact: Vec<f64> = shares.iter().map(|share| f64::from(people) * share / all).collect();
    let mut whole: Vec<u32> = exact.iter().map(|exact| (exact + 1e-9) as u32).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())).then(a.cmp(&b)));
    let left = people.saturating_sub(whole.iter().sum());
    order.iter().take(left as usize).for_each(|&place| whole[place] += 1);
    whole
}
