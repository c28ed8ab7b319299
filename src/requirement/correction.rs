//! Correction by simulation: the cheapest staffing for which every promise is shown to hold.
//!
//! The programme, in plain words: choose `agents[g, i]`, whole, for each group and interval; minimise wages × time; subject to
//! every [`Promise`](super::promise::Promise) holding over each of its periods *under simulation*. Nothing is known about that
//! constraint but what simulations show, so it is learned in cuts (Atlason, Epelman & Henderson 2008, "Optimizing call center
//! staffing using simulation and analytic center cutting-plane methods"; Cezik & L'Ecuyer 2008, "Staffing multiskill call
//! centers via linear programming and simulation"; Avramidis, Chan, Gendreau, L'Ecuyer & Pisacane 2010, "Optimizing daily
//! agent scheduling in a multiskill call center"):
//!
//! 1. *Begin* with the formula. Where much is missing even so, agents are added in proportion: service as a function of
//!    agents is S-shaped, and tangents of its lower, convex part would ask for far too many.
//! 2. *Cut*: simulate, take finite differences on the same random numbers ([`differences`](super::differences)), add them as
//!    cuts, and solve the integer programme ([`model`](super::model)) for a staffing within a few agents of the last one. Repeat until
//!    it stays where it is and all is kept. Cuts that forbid what was seen to be allowed are thrown away: that is where
//!    the slack is not concave.
//! 3. *Polish* ([`polish`](super::polish)): single agents are taken away and exchanged for cheaper ones, each step simulated.
//! 4. *Verify* with fresh random numbers. The search has fitted its own a little too well; where a promise then is not
//!    shown to hold, it is tightened by what is missing, agents are added by the programme, and fresh numbers judge again.
//!
//! The answer does not stop at headcounts: agents beyond them are taken only where nothing else helps, and are what is missing.
//!
//! Deferred work has no promise by interval: what comes at night is done by day, so an agent counts the same in every interval
//! of the period. No agent is taken away from what its workload alone needs by the formula: a promise that most of it is done in
//! time must not be kept by leaving the rest undone for ever.

use super::Requirement;
use super::differences::{Differences, Moves};
use super::evidence::Evidence;
use super::model::{Bounds, Model};
use super::promise::{self, Judged, Observation, Promise};
use crate::calendar::Grid;
use crate::demand::Demand;
use crate::random::fresh_seed;
use crate::scenario::{GroupId, Queue, QueueId, Replications, Scenario};
use crate::simulation::{self, Options, Performance};
use crate::staffing::{StaffingLevels, StaffingRequirement};
use crate::watch::{Interrupted, Quietly, Watch};

/// How the correction works.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Seed of the search; the verification derives fresh ones from it.
    pub seed: u64,
    /// Replications of each simulation that judges; differences take a part of them.
    pub replications: u32,
    /// Most rounds of cutting that take finite differences of their own.
    pub most_differences: u32,
    /// Most rounds of cutting after these, with the differences of the last.
    pub most_rounds: u32,
    /// Most simulations of the polish.
    pub most_polish: u32,
    /// Most rounds of verification with fresh random numbers.
    pub most_verifications: u32,
    /// What each agent away from the even staffing of the formula costs, as a part of a wage: 0 where the cheapest staffing is
    /// asked for by itself.
    pub evenness: f64,
}

/// [`Correction::evenness`] where shifts have to cover what is needed. An exchange of agents between groups saves a few per cent
/// of their wages in that interval, and costs shifts that are too long for it.
const EVENNESS_FOR_SHIFTS: f64 = 0.15;

/// Contacts to simulate in a round: enough to tell 80 % from 81 % in an interval with a thousandth of them, at 95 %.
const CONTACTS_PER_ROUND: f64 = 6.5e6;

/// Simulations of so many contacts that the search may take, roughly.
const WORK: f64 = 16.0;

/// Differences take one replication in so many: on common random numbers they are known better than what they differ from.
const PART_FOR_DIFFERENCES: u32 = 4;

/// A promise that misses so much is in the region where a few agents hardly show.
const FAR_OFF: f64 = -0.15;

/// Most rounds of adding in proportion.
const ROUGH_ROUNDS: u32 = 8;

/// Most rounds of adding to what the cuts have left short.
const REPAIRS: u32 = 2;

/// Fresh numbers by which a staffing is judged before it is corrected: one run alone is chance in many intervals.
const RUNS_BEFORE_REPAIR: u64 = 2;

/// Intervals from one change to the next that are told apart in the same simulation: two, three where contacts take long.
fn stride(scenario: &Scenario) -> usize {
    let step = f64::from(scenario.calendar.interval_minutes) * 60.0;
    let is_live = |queue: &&Queue| queue.deferred.is_none();
    let longest = scenario.queues.iter().filter(is_live).map(|queue| queue.mean_work(1.0).0).fold(0.0, f64::max);
    if longest > 0.5 * step { 3 } else { 2 }
}

impl Correction {
    /// As many replications as make 6.5 million contacts, but 16 at least (for a day may be out of the ordinary) and 2,000 at
    /// most; and as much work as some 16 simulations of so many contacts, more where there are many groups.
    pub fn of(scenario: &Scenario, demand: &Demand) -> Self {
        let contacts: f64 = scenario.queue_ids().map(|queue| demand.total(queue.0)).sum();
        let replications = (CONTACTS_PER_ROUND / contacts.max(1.0)).clamp(16.0, 2_000.0) as u32;
        let affordable = WORK * CONTACTS_PER_ROUND / (contacts * f64::from(replications)).max(1.0);
        let simulations = (stride(scenario) * scenario.groups.len() + 1) as f64;
        let differences = simulations / f64::from(PART_FOR_DIFFERENCES);
        Self {
            seed: scenario.seed,
            replications,
            most_differences: (0.5 * affordable / differences).clamp(3.0, 6.0) as u32,
            most_rounds: 2,
            most_polish: (0.25 * affordable).clamp(2.0, 60.0) as u32,
            most_verifications: 4,
            evenness: 0.0,
        }
    }

    /// The same for a staffing that shifts have to cover.
    pub fn for_shifts(scenario: &Scenario, demand: &Demand) -> Self {
        Self { evenness: EVENNESS_FOR_SHIFTS, ..Self::of(scenario, demand) }
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
    let promises = promise::promises(scenario);
    let mut search = Search::new(scenario, demand, &promises, formula.agents.clone(), correction, watch);
    let observed = search.add_where_far_off()?;
    let observed = search.cut(observed)?;
    search.polish(observed)?;
    let (performance, judged) = search.verify()?;
    let needed = StaffingRequirement { agents: search.agents, ..formula.clone() };
    let rounds = search.rounds;
    Ok(Requirement { formula, needed, performance, promises: promises.clone(), judged, rounds })
}

/// The cheapest agents to add to a staffing that does not keep its promises, by the finite differences at that staffing:
/// the staffing with them, as it is where nothing shows that it has to be more. Of groups that have no more than `people`, others
/// are asked first. What it brings has to be simulated with other random numbers.
pub fn strengthened(
    scenario: &Scenario,
    demand: &Demand,
    levels: &StaffingLevels,
    people: Grid<u32>,
    correction: &Correction,
    watch: &dyn Watch,
) -> Result<Grid<u32>, Interrupted> {
    let promises = promise::promises(scenario);
    let mut search = Search::new(scenario, demand, &promises, levels.agents.clone(), correction, watch);
    search.model = new_model(scenario, &promises, search.stride > 2, people, &levels.agents, correction);
    let mut observed = search.add_where_far_off()?;
    if !observed.is_kept() {
        search.differentiate(&observed)?;
    }
    for _ in 0..REPAIRS {
        if observed.is_kept() {
            break;
        }
        search.repair(&observed);
        observed = search.observe(search.agents.clone())?;
    }
    Ok(search.agents)
}

fn new_model<'a>(
    scenario: &'a Scenario,
    promises: &'a [Promise],
    is_carried: bool,
    people: Grid<u32>,
    even: &Grid<u32>,
    correction: &Correction,
) -> Model<'a> {
    let model = Model::new(scenario, promises, is_carried, people);
    if correction.evenness > 0.0 { model.near(even.clone(), correction.evenness) } else { model }
}

/// The state of a search.
pub(super) struct Search<'a> {
    pub scenario: &'a Scenario,
    demand: &'a Demand,
    pub promises: &'a [Promise],
    pub correction: &'a Correction,
    watch: &'a dyn Watch,
    pub model: Model<'a>,
    pub differences: Differences,
    pub agents: Grid<u32>,
    /// Agents that deferred work needs alone: by interval, nothing shows that they are needed.
    pub least: Grid<u32>,
    /// By group and interval: whether any of its queues is open.
    useful: Grid<bool>,
    /// Intervals from one move to the next that is seen in the same simulation.
    pub stride: usize,
    rounds: u32,
    most: u32,
}

impl<'a> Search<'a> {
    fn new(
        scenario: &'a Scenario,
        demand: &'a Demand,
        promises: &'a [Promise],
        agents: Grid<u32>,
        correction: &'a Correction,
        watch: &'a dyn Watch,
    ) -> Self {
        let (groups, intervals) = (agents.rows(), agents.intervals());
        let mut useful = Grid::filled(groups, intervals, false);
        for (group, given) in scenario.groups.iter().enumerate() {
            for queue in &given.skills {
                let open = scenario.queue(*queue).opening_hours.open_intervals(&scenario.calendar);
                useful.row_mut(group).iter_mut().zip(open).for_each(|(useful, open)| *useful |= open);
            }
        }
        let stride = stride(scenario);
        let differences_of_all = correction.most_differences * (2 + (stride * groups) as u32);
        Self {
            scenario,
            demand,
            promises,
            correction,
            watch,
            model: new_model(scenario, promises, stride > 2, super::people(scenario), &agents, correction),
            differences: Differences::none(promises.len(), groups, intervals),
            agents,
            least: super::Formula::new(scenario).agents_for_deferred(demand),
            useful,
            stride,
            rounds: 0,
            most: 1
                + differences_of_all
                + correction.most_rounds
                + REPAIRS
                + correction.most_polish
                + correction.most_verifications,
        }
    }

    pub fn simulate(&mut self, agents: Grid<u32>, seed: u64, replications: u32) -> Result<Performance, Interrupted> {
        self.rounds += 1;
        self.watch.progress("correct staffing by simulation", u64::from(self.rounds), u64::from(self.most));
        let levels = StaffingLevels { agents };
        let options = Options { seed, replications: Replications::Fixed(replications) };
        simulation::simulate(self.scenario, self.demand, &levels, &options, &Quietly(self.watch))
    }

    /// What the numbers of the search show of a staffing.
    pub fn observe(&mut self, agents: Grid<u32>) -> Result<Observation, Interrupted> {
        let performance = self.simulate(agents, self.correction.seed, self.correction.replications)?;
        Ok(self.observation(&performance))
    }

    fn observation(&self, performance: &Performance) -> Observation {
        Observation::of(self.promises, performance, self.agents.intervals())
    }

    fn for_differences(&self) -> u32 {
        (self.correction.replications / PART_FOR_DIFFERENCES).max(6).min(self.correction.replications)
    }

    /// Adds agents in proportion where promises are missed by far.
    fn add_where_far_off(&mut self) -> Result<Observation, Interrupted> {
        let mut round = 0;
        loop {
            let performance = self.simulate(self.agents.clone(), self.correction.seed, self.for_differences())?;
            let observed = self.observation(&performance);
            round += 1;
            if round == ROUGH_ROUNDS || !self.add(&observed, FAR_OFF) {
                return self.observe(self.agents.clone());
            }
        }
    }

    /// Adds agents for promises whose slack is below a limit: one, or more where much is missing. Returns whether any.
    fn add(&mut self, observed: &Observation, below: f64) -> bool {
        let mut added = Grid::filled(self.agents.rows(), self.agents.intervals(), 0_u32);
        for (promise, slacks) in self.promises.iter().zip(&observed.periods) {
            for (period, slack) in promise.periods.iter().zip(slacks).filter(|(_, slack)| slack.lower() < below) {
                for interval in period.clone().filter(|&interval| promise.open[interval]) {
                    let Some(group) = self.group_to_grow(promise.queue, interval) else { continue };
                    let there = f64::from(self.agents[(group.0, interval)]);
                    let step = 1 + ((-slack.mean).clamp(0.0, 1.0) * there) as u32;
                    let already = added[(group.0, interval)];
                    added[(group.0, interval)] = already.max(step);
                }
            }
        }
        for group in 0..added.rows() {
            self.agents.row_mut(group).iter_mut().zip(added.row(group)).for_each(|(agents, added)| *agents += added);
        }
        added.values().iter().any(|&added| added > 0)
    }

    /// The cheapest group that can help a queue and still has people; if none has, the cheapest.
    fn group_to_grow(&self, queue: QueueId, interval: usize) -> Option<GroupId> {
        let mut candidates: Vec<GroupId> = self.scenario.groups_for(queue).into_iter().map(|one| one.group).collect();
        candidates.sort_by(|a, b| self.scenario.group(*a).wage.0.total_cmp(&self.scenario.group(*b).wage.0));
        let has_people = |group: &&GroupId| self.agents[(group.0, interval)] < self.model.people()[(group.0, interval)];
        candidates.iter().find(has_people).or_else(|| candidates.first()).copied()
    }

    /// Rounds of cuts, until the programme has nothing to change.
    fn cut(&mut self, mut observed: Observation) -> Result<Observation, Interrupted> {
        for round in 0..self.correction.most_differences + self.correction.most_rounds {
            if round < self.correction.most_differences {
                self.differentiate(&observed)?;
            }
            self.model.learn(&self.agents, &observed, &self.differences);
            let (least, most) = self.trust(round == 0);
            let bounds = Bounds { least: &least, most: &most };
            let next = self.model.cheapest(&self.agents, &observed, &bounds);
            if next == self.agents {
                break;
            }
            self.agents = next;
            observed = self.observe(self.agents.clone())?;
        }
        for _ in 0..REPAIRS {
            if observed.is_kept() {
                break;
            }
            self.repair(&observed);
            observed = self.observe(self.agents.clone())?;
        }
        Ok(observed)
    }

    /// How far the programme may go from the staffing simulated last: cuts hold near to where they were made.
    fn trust(&self, is_first: bool) -> (Grid<u32>, Grid<u32>) {
        let (mut least, mut most) = (self.agents.clone(), self.agents.clone());
        for group in 0..self.agents.rows() {
            for interval in 0..self.agents.intervals() {
                let at = (group, interval);
                let here = self.agents[at];
                let far = (here / if is_first { 5 } else { 10 }).max(2);
                least[at] = here.saturating_sub(far).max(self.least[at].min(here));
                most[at] = if self.useful[at] { here + far } else { here };
            }
        }
        (least, most)
    }

    /// Finite differences at the staffing that was observed.
    fn differentiate(&mut self, observed: &Observation) -> Result<(), Interrupted> {
        let replications = self.for_differences();
        let before = self.simulate(self.agents.clone(), self.correction.seed, replications)?;
        let before = self.observation(&before);
        let (groups, intervals) = (self.agents.rows(), self.agents.intervals());
        let fails = self.fails(observed);
        let mut differences = Differences::none(self.promises.len(), groups, intervals);
        for group in 0..groups {
            let skills = &self.scenario.groups[group].skills;
            let of_group = |promise: &&Promise| promise.is_deferred && skills.contains(&promise.queue);
            let is_deferred = self.promises.iter().any(|promise| of_group(&promise));
            for first in 0..self.stride {
                let mut steps = vec![0; intervals];
                let mut agents = self.agents.clone();
                for interval in (first..intervals).step_by(self.stride) {
                    let at = (group, interval);
                    if !self.useful[at] {
                        continue;
                    }
                    // What deferred work gains or loses is seen in the sum alone, so all move the same way.
                    let is_more = agents[at] == 0 || fails[interval] || is_deferred;
                    steps[interval] = if is_more { 1 } else { -1 };
                    agents[at] = if is_more { agents[at] + 1 } else { agents[at] - 1 };
                }
                if steps.iter().any(|&step| step != 0) {
                    let after = self.simulate(agents, self.correction.seed, replications)?;
                    let after = self.observation(&after);
                    differences.enter(self.promises, &Moves { group, steps }, &before, &after);
                }
            }
        }
        self.differences = differences;
        Ok(())
    }

    /// By interval: whether a promise about it, alone or within a longer period, is not shown to hold.
    fn fails(&self, observed: &Observation) -> Vec<bool> {
        let mut fails = vec![false; self.agents.intervals()];
        for (promise, slacks) in self.promises.iter().zip(&observed.periods).filter(|(promise, _)| !promise.is_deferred)
        {
            for (period, _) in promise.periods.iter().zip(slacks).filter(|(_, slack)| !slack.is_kept()) {
                fails[period.clone()].fill(true);
            }
        }
        fails
    }

    /// Adds agents where promises are not shown to hold: the cheapest ones by the differences, one where these say nothing.
    fn repair(&mut self, observed: &Observation) {
        let mut model = self.model.without_cuts();
        model.learn(&self.agents, observed, &self.differences);
        let (_, most) = self.trust(false);
        let bounds = Bounds { least: &self.agents, most: &most };
        let next = model.cheapest(&self.agents, observed, &bounds);
        if next == self.agents {
            self.add(observed, 0.0);
        } else {
            self.agents = next;
        }
    }

    /// Judges by fresh random numbers, tightening promises that are not shown to hold after all. Agents are only added here, so
    /// what earlier fresh numbers have shown is still true at least, and all of them are judged together.
    fn verify(&mut self) -> Result<(Performance, Vec<Judged>), Interrupted> {
        let mut evidence = Evidence::default();
        let mut round = 1;
        loop {
            let seed = fresh_seed(self.correction.seed, round);
            let performance = self.simulate(self.agents.clone(), seed, self.correction.replications)?;
            let mut observed = self.observation(&performance);
            evidence.enter(&mut observed, promise::judged(self.promises, &performance));
            if round >= u64::from(self.correction.most_verifications) || observed.is_kept() {
                return Ok((performance, evidence.judged(&observed)));
            }
            if round >= RUNS_BEFORE_REPAIR {
                self.repair(&observed);
            }
            round += 1;
        }
    }
}
