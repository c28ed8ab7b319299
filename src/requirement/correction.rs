//! Correction by simulation: agents are added where the promise is not shown to hold, and taken away where the promise
//! does not need them.
//!
//! All rounds of adding and taking away use the same random numbers, so that a round shows what its changes did and
//! not what chance did. That makes the answer fit those numbers a little too well; so it is then simulated with fresh
//! ones, corrected where it fails, and simulated with fresh ones again.
//!
//! Deferred work has no promise by interval: what comes at night is done by day. Its promise is judged over the horizon. Where
//! that is not shown to hold, its groups grow in every interval in which the queue is open, and no agent is taken away from
//! what its workload alone needs by the formula.
//!
//! The method is a local search: no single agent can be taken away in the end (as far as the rounds allowed went), but a
//! cheaper mix of groups may exist.

use super::Requirement;
use crate::calendar::Grid;
use crate::demand::Demand;
use crate::random::fresh_seed;
use crate::scenario::{GroupId, QueueId, Replications, Scenario};
use crate::simulation::{self, Options, Performance, Verdict};
use crate::staffing::{StaffingLevels, StaffingRequirement};
use crate::watch::{Interrupted, Quietly, Watch};

/// How the correction works.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Seed of the rounds; the verification derives fresh ones from it.
    pub seed: u64,
    /// Replications of each round.
    pub replications: u32,
    /// Most rounds of adding, and most rounds of taking away.
    pub most_rounds: u32,
    /// Most rounds of verification with fresh random numbers.
    pub most_verifications: u32,
}

/// Contacts to simulate in a round: enough to tell 80 % from 81 % in an interval with a thousandth of them, at 95 %.
const CONTACTS_PER_ROUND: f64 = 6.5e6;

impl Correction {
    /// As many rounds as suffice for the shipped scenarios, of as many replications as make 6.5 million contacts, but
    /// 16 at least (for a day may be out of the ordinary) and 2,000 at most.
    pub fn of(scenario: &Scenario, demand: &Demand) -> Self {
        let contacts: f64 = scenario.queue_ids().map(|queue| demand.total(queue.0)).sum();
        let replications = (CONTACTS_PER_ROUND / contacts.max(1.0)).clamp(16.0, 2_000.0) as u32;
        Self { seed: scenario.seed, replications, most_rounds: 16, most_verifications: 4 }
    }
}

/// Corrects a requirement by simulation.
pub fn correct(
    scenario: &Scenario,
    demand: &Demand,
    formula: StaffingRequirement,
    correction: &Correction,
    watch: &dyn Watch,
) -> Result<Requirement, Interrupted> {
    let mut search = Search {
        scenario,
        demand,
        correction,
        watch,
        candidates: scenario.queue_ids().map(|queue| candidates(scenario, queue)).collect(),
        agents: formula.agents.clone(),
        least: super::Formula::new(scenario).agents_for_deferred(demand),
        rounds: 0,
    };
    search.add_until_kept()?;
    search.take_away()?;
    let performance = search.verify()?;
    let needed = StaffingRequirement { agents: search.agents };
    Ok(Requirement { formula, needed, performance, rounds: search.rounds })
}

struct Search<'a> {
    scenario: &'a Scenario,
    demand: &'a Demand,
    correction: &'a Correction,
    watch: &'a dyn Watch,
    /// By queue: the groups that an agent may be added to, the cheapest first.
    candidates: Vec<Vec<GroupId>>,
    agents: Grid<u32>,
    /// Agents that deferred work needs alone: by interval, nothing shows that they are needed.
    least: Grid<u32>,
    rounds: u32,
}

impl Search<'_> {
    fn simulate(&mut self, seed: u64) -> Result<Performance, Interrupted> {
        self.rounds += 1;
        let most = 2 * self.correction.most_rounds + self.correction.most_verifications + 1;
        self.watch.progress("correct staffing by simulation", u64::from(self.rounds), u64::from(most));
        let levels = StaffingLevels { agents: self.agents.clone() };
        let options = Options { seed, replications: Replications::Fixed(self.correction.replications) };
        simulation::simulate(self.scenario, self.demand, &levels, &options, &Quietly(self.watch))
    }

    /// Queues and open intervals whose promise is not shown to hold; of deferred work, all open intervals or none. What still
    /// comes from a bot after closing is for nobody.
    fn not_kept(&self, performance: &Performance) -> Vec<(QueueId, usize)> {
        let mut not_kept = Vec::new();
        for queue in self.scenario.queue_ids() {
            let open = self.scenario.queue(queue).opening_hours.open_intervals(&self.scenario.calendar);
            let keeps = |interval: usize| {
                if self.is_deferred(queue) {
                    keeps_over_horizon(performance, queue)
                } else {
                    keeps(performance, queue, interval)
                }
            };
            let failing = (0..open.len()).filter(|&interval| open[interval] && !keeps(interval));
            not_kept.extend(failing.map(|interval| (queue, interval)));
        }
        not_kept
    }

    fn is_deferred(&self, queue: QueueId) -> bool {
        self.scenario.queue(queue).deferred.is_some()
    }

    /// Adds agents until every promise is shown to hold, or the rounds are used up.
    fn add_until_kept(&mut self) -> Result<(), Interrupted> {
        for _ in 0..self.correction.most_rounds {
            let performance = self.simulate(self.correction.seed)?;
            if self.add(&self.not_kept(&performance), &performance) == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Adds agents for promises that are not kept: one, or more where much is missing. Returns how many.
    fn add(&mut self, not_kept: &[(QueueId, usize)], performance: &Performance) -> u32 {
        let mut added = Grid::filled(self.agents.rows(), self.agents.intervals(), 0_u32);
        for &(queue, interval) in not_kept {
            let Some(group) = self.group_to_grow(queue, interval) else { continue };
            let step = 1
                + (missing_share(self.scenario, performance, queue, interval)
                    * f64::from(self.agents[(group.0, interval)])) as u32;
            let already = added[(group.0, interval)];
            added[(group.0, interval)] = already.max(step);
        }
        for group in 0..added.rows() {
            for (agents, added) in self.agents.row_mut(group).iter_mut().zip(added.row(group)) {
                *agents += added;
            }
        }
        added.values().iter().sum()
    }

    /// The cheapest group that can help a queue and still has people; if none has, the cheapest.
    fn group_to_grow(&self, queue: QueueId, interval: usize) -> Option<GroupId> {
        let candidates = &self.candidates[queue.0];
        let has_people = |group: &&GroupId| {
            let people = self.scenario.group(**group);
            f64::from(self.agents[(group.0, interval)] + 1)
                <= f64::from(people.headcount) * people.shrinkage.complement().0
        };
        candidates.iter().find(has_people).or_else(|| candidates.first()).copied()
    }

    /// Takes agents away, one group in every second interval at a time (so that each failure has one cause), and puts
    /// them back where a promise then fails in that interval or the next; all of a group whose deferred work then fails.
    fn take_away(&mut self) -> Result<(), Interrupted> {
        let (groups, intervals) = (self.agents.rows(), self.agents.intervals());
        let mut needed = Grid::filled(groups, intervals, false);
        for round in 0..self.correction.most_rounds as usize {
            let mut taken: Vec<Option<usize>> = vec![None; intervals];
            for (interval, taken) in taken.iter_mut().enumerate().filter(|(interval, _)| (interval + round) % 2 == 0) {
                let free = |&group: &usize| {
                    self.agents[(group, interval)] > self.least[(group, interval)] && !needed[(group, interval)]
                };
                *taken = (0..groups).map(|offset| (round / 2 + offset) % groups).find(free);
                if let Some(group) = *taken {
                    self.agents[(group, interval)] -= 1;
                }
            }
            if taken.iter().all(Option::is_none) {
                if round > 0 && needed.values().iter().all(|&needed| needed) {
                    break;
                }
                continue;
            }
            let performance = self.simulate(self.correction.seed)?;
            let mut fails = vec![false; intervals + 1];
            let mut has_failed = vec![false; groups];
            for (queue, interval) in self.not_kept(&performance) {
                if self.is_deferred(queue) {
                    self.candidates[queue.0].iter().for_each(|group| has_failed[group.0] = true);
                } else {
                    fails[interval] = true;
                }
            }
            for (interval, taken) in taken.into_iter().enumerate() {
                if let Some(group) = taken.filter(|&group| fails[interval] || fails[interval + 1] || has_failed[group])
                {
                    self.agents[(group, interval)] += 1;
                    needed[(group, interval)] = true;
                }
            }
        }
        Ok(())
    }

    /// Simulates with fresh random numbers, adding agents where a promise is not shown to hold after all.
    fn verify(&mut self) -> Result<Performance, Interrupted> {
        let mut round = 1;
        loop {
            let performance = self.simulate(fresh_seed(self.correction.seed, round))?;
            if round >= u64::from(self.correction.most_verifications)
                || self.add(&self.not_kept(&performance), &performance) == 0
            {
                return Ok(performance);
            }
            round += 1;
        }
    }
}

/// Groups that may help a queue at once, the cheapest first, then by the order in which a contact tries them.
fn candidates(scenario: &Scenario, queue: QueueId) -> Vec<GroupId> {
    let mut groups: Vec<GroupId> = scenario.groups_for(queue).into_iter().map(|candidate| candidate.group).collect();
    groups.sort_by(|a, b| scenario.group(*a).wage.0.total_cmp(&scenario.group(*b).wage.0));
    groups
}

fn keeps(performance: &Performance, queue: QueueId, interval: usize) -> bool {
    let queue = &performance.queues[queue.0];
    matches!(queue.verdict(&queue.intervals[interval]), Verdict::Kept | Verdict::NoPromise)
}

/// Whether the promise of deferred work is shown to hold.
fn keeps_over_horizon(performance: &Performance, queue: QueueId) -> bool {
    let queue = &performance.queues[queue.0];
    matches!(queue.verdict(&queue.total), Verdict::Kept | Verdict::NoPromise)
}

/// A careful guess of the part by which staffing falls short: half of what the service level misses, over the horizon for
/// deferred work.
fn missing_share(scenario: &Scenario, performance: &Performance, queue: QueueId, interval: usize) -> f64 {
    let is_deferred = scenario.queue(queue).deferred.is_some();
    let queue = &performance.queues[queue.0];
    let measures = if is_deferred { &queue.total } else { &queue.intervals[interval] };
    let level = measures.service_level.mean;
    let promised = queue.target.service_level.map(|target| target.share.0);
    promised.zip(level).map_or(0.0, |(promised, level)| (promised - level).max(0.0) / 2.0)
}
