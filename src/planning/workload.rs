//! What each period asks of each group at each stage of initiatives and partners.
//!
//! Economies of scale make the requirement concave in load: half the contacts need more than half the agents. So hours are never
//! scaled by a ratio; they are asked for anew for every period and stage that comes up, exactly. Queues and groups that have
//! nothing to do with each other make up *clusters* that are asked about one by one: an initiative is then weighed only against
//! those that change the same work.

use super::periods::{PlanPeriod, periods};
use super::stage::{Stage, Starts, age, at_stage, horizon_days, share_given_away};
use crate::demand::{Demand, offered};
use crate::scenario::{Charge, Effect, PlanAssumptions, Scenario};
use crate::units::{Hours, Share};
use crate::watch::{Interrupted, Watch};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What a group needs over the scenario's horizon for the contacts that reach agents.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Need {
    /// Agent-hours on duty, so that the promise is kept.
    pub hours: Hours,
    /// Agent-hours of pure work in them.
    pub busy: Hours,
}

/// What each group needs for a demand of contacts that reach agents.
pub type Required<'a> = dyn Fn(&Demand) -> Vec<Need> + Sync + 'a;

/// What a queue's customers get.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served {
    /// Expected service level; `None` where nothing is promised or nobody comes.
    pub service_level: Option<Share>,
    /// Contacts lost, as a share of those offered.
    pub abandonment: f64,
}

/// What each queue's customers get, for a demand of contacts that reach agents, and for each group its agent-hours on duty relative to
/// those required.
pub type Service<'a> = dyn Fn(&Demand, &[f64]) -> Vec<Served> + Sync + 'a;

/// What a period asks for at a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// Contacts that reach agents, by queue, partners' part taken off.
    pub to_agents: Vec<f64>,
    /// Sessions, by initiative.
    pub sessions: Vec<f64>,
    /// Of these, those that settled the matter.
    pub resolved: Vec<f64>,
    /// Of these, those that were contained and settled nothing.
    pub unresolved: Vec<f64>,
    /// Contacts that partners take, by partner.
    pub outsourced: Vec<f64>,
    /// What the period needs, by group.
    pub needs: Vec<Need>,
}

impl Work {
    pub(super) fn nothing(scenario: &Scenario, plan: &PlanAssumptions) -> Self {
        Self {
            to_agents: vec![0.0; scenario.queues.len()],
            sessions: vec![0.0; plan.initiatives.len()],
            resolved: vec![0.0; plan.initiatives.len()],
            unresolved: vec![0.0; plan.initiatives.len()],
            outsourced: vec![0.0; plan.partners.len()],
            needs: vec![Need::default(); scenario.groups.len()],
        }
    }

    fn add(&mut self, other: &Self) {
        let add = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.to_agents, &other.to_agents);
        add(&mut self.sessions, &other.sessions);
        add(&mut self.resolved, &other.resolved);
        add(&mut self.unresolved, &other.unresolved);
        add(&mut self.outsourced, &other.outsourced);
        for (to, from) in self.needs.iter_mut().zip(&other.needs) {
            to.hours += from.hours;
            to.busy += from.busy;
        }
    }
}

/// Queues, groups, initiatives and partners that have to do with each other, by their places.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cluster {
    /// Queues.
    pub queues: Vec<usize>,
    /// Groups.
    pub groups: Vec<usize>,
    /// Initiatives that change their contacts.
    pub initiatives: Vec<usize>,
    /// Partners who take some of their contacts.
    pub partners: Vec<usize>,
}

impl Cluster {
    /// The part of a stage that matters to it; everything else as if nothing were live.
    pub fn of(&self, stage: &Stage) -> Stage {
        let mut own = Stage { ages: vec![None; stage.ages.len()], given_away: vec![0; stage.given_away.len()] };
        self.initiatives.iter().for_each(|&place| own.ages[place] = stage.ages[place]);
        self.partners.iter().for_each(|&place| own.given_away[place] = stage.given_away[place]);
        own
    }
}

/// What was asked so far: by cluster, period and stage.
pub(super) type Answers = BTreeMap<(usize, usize, Stage), Arc<Work>>;

/// What each period asks for; asked for when it is needed, and remembered.
pub struct Workload<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its assumptions for the plan.
    pub plan: &'a PlanAssumptions,
    /// The demand over its horizon.
    pub demand: &'a Demand,
    /// The periods.
    pub periods: Vec<PlanPeriod>,
    /// What has to do with each other.
    pub clusters: Vec<Cluster>,
    pub(super) required: &'a Required<'a>,
    margins: Vec<Vec<f64>>,
    answers: Mutex<Answers>,
}

impl<'a> Workload<'a> {
    /// Of a scenario; nothing is asked yet.
    pub fn of(
        scenario: &'a Scenario,
        plan: &'a PlanAssumptions,
        demand: &'a Demand,
        required: &'a Required<'a>,
    ) -> Self {
        Self {
            scenario,
            plan,
            demand,
            periods: periods(plan),
            clusters: clusters(scenario, plan),
            required,
            margins: Vec::new(),
            answers: Mutex::default(),
        }
    }

    /// With the hours needed, though not the work in them, so many times as many, by group and period.
    pub fn raised(self, margins: Vec<Vec<f64>>) -> Self {
        Self { margins, answers: Mutex::default(), ..self }
    }

    /// Whether hours needed are raised by margins.
    pub(super) fn is_raised(&self) -> bool {
        !self.margins.is_empty()
    }

    /// The factor by which the hours are raised that a group needs in a period.
    pub(super) fn margin(&self, group: usize, period: usize) -> f64 {
        self.margins.get(group).and_then(|margins| margins.get(period)).copied().unwrap_or(1.0)
    }

    /// With answers that are known.
    pub(super) fn knowing(self, answers: Answers) -> Self {
        Self { answers: Mutex::new(answers), ..self }
    }

    /// What was asked so far.
    pub(super) fn answers(&self) -> Answers {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The stage of a period, given when initiatives begin and what is given away in it.
    pub fn stage(&self, starts: &[Option<u32>], given_away: &[usize], period: usize) -> Stage {
        let initiatives = self.plan.initiatives.iter().zip(starts);
        let ages = initiatives.map(|(initiative, &start)| age(self.plan, initiative, start, period as u32)).collect();
        Stage { ages, given_away: given_away.to_vec() }
    }

    /// What a cluster asks for in a period at a stage.
    pub fn of_cluster(&self, cluster: usize, period: usize, stage: &Stage) -> Arc<Work> {
        let key = (cluster, period, self.clusters[cluster].of(stage));
        // Answers are only remembered: a lock poisoned by a panic elsewhere still holds true ones.
        let known = self.answers.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let work = Arc::new(self.ask(cluster, period, &key.2));
            self.answers.lock().unwrap_or_else(PoisonError::into_inner).insert(key, work.clone());
            work
        })
    }

    /// Asks for all these at once, in parallel.
    pub fn ask_all(&self, all: &BTreeSet<(usize, usize, Stage)>, watch: &dyn Watch) -> Result<(), Interrupted> {
        let (done, total) = (AtomicU64::new(0), all.len() as u64);
        watch.progress("required hours", 0, total);
        all.par_iter().try_for_each(|(cluster, period, stage)| {
            watch.check()?;
            self.of_cluster(*cluster, *period, stage);
            watch.progress("required hours", done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok(())
        })
    }

    /// What a period asks for in all, given when initiatives begin and what is given away in it.
    pub fn in_period(&self, starts: &Starts, given_away: &[usize], period: usize) -> Work {
        let stage = self.stage(starts, given_away, period);
        let mut work = Work::nothing(self.scenario, self.plan);
        for cluster in 0..self.clusters.len() {
            work.add(&self.of_cluster(cluster, period, &stage));
        }
        work
    }

    /// The contacts that reach agents over the horizon at the level of a period, all clusters together.
    pub fn reaching_agents(&self, starts: &Starts, given_away: &[usize], period: usize) -> Demand {
        self.offered(period, &self.stage(starts, given_away, period), |_| true).0
    }

    /// The contacts of some queues that reach agents over the horizon, the centre of the stage's bots with what they do, and the
    /// contacts that partners take.
    fn offered(
        &self,
        period: usize,
        stage: &Stage,
        is_asked: impl Fn(usize) -> bool,
    ) -> (Demand, Vec<crate::demand::BotFlow>, Vec<f64>) {
        let place = (&self.periods[period], period);
        let (centre, mut fresh) = at_stage(self.scenario, self.plan, self.demand, place, stage);
        for queue in (0..self.scenario.queues.len()).filter(|&queue| !is_asked(queue)) {
            fresh.expected.row_mut(queue).fill(0.0);
        }
        let offered = offered(&centre, &fresh);
        let mut reaching = offered.to_agents;
        let mut outsourced = vec![0.0; self.plan.partners.len()];
        for (partner, outsourced) in outsourced.iter_mut().enumerate() {
            if let Some((queue, share)) = share_given_away(self.plan, partner, stage.given_away[partner]) {
                *outsourced = reaching.total(queue) * share;
                reaching.expected.row_mut(queue).iter_mut().for_each(|contacts| *contacts *= 1.0 - share);
            }
        }
        (reaching, offered.bots, outsourced)
    }

    fn ask(&self, cluster: usize, period: usize, stage: &Stage) -> Work {
        let queues = &self.clusters[cluster].queues;
        let (reaching, flows, outsourced) = self.offered(period, stage, |queue| queues.contains(&queue));
        let horizons = self.periods[period].days / horizon_days(self.scenario);
        let mut work = Work::nothing(self.scenario, self.plan);
        for &queue in queues {
            work.to_agents[queue] = reaching.total(queue) * horizons;
        }
        work.outsourced = outsourced.into_iter().map(|contacts| contacts * horizons).collect();
        // The bots of today stand first, then those of the initiatives that are live, in their order.
        let mut flows = flows.into_iter().skip(self.scenario.bots.len());
        for (place, initiative) in self.plan.initiatives.iter().enumerate() {
            let Effect::SelfService(option) = &initiative.effect else { continue };
            if stage.ages[place].is_some() {
                for flow in flows.by_ref().take(option.bots.len()) {
                    work.sessions[place] += flow.sessions * horizons;
                    work.resolved[place] += flow.resolved * horizons;
                    work.unresolved[place] += flow.unresolved * horizons;
                }
            }
        }
        let needs = (self.required)(&reaching);
        for &group in &self.clusters[cluster].groups {
            let Need { hours, busy } = needs[group];
            let raised = hours * horizons * self.margin(group, period);
            work.needs[group] = Need { hours: raised, busy: busy * horizons };
        }
        work
    }
}

/// Joins places that have to do with each other.
struct Joined(Vec<usize>);

impl Joined {
    fn root(&self, mut place: usize) -> usize {
        while self.0[place] != place {
            place = self.0[place];
        }
        place
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

/// Queues have to do with each other that share a group, send contacts to each other, or are met by the same initiative.
fn clusters(scenario: &Scenario, plan: &PlanAssumptions) -> Vec<Cluster> {
    let (queues, groups) = (scenario.queues.len(), scenario.groups.len());
    let mut joined = Joined((0..queues + groups).collect());
    for (group, people) in scenario.groups.iter().enumerate() {
        people.skills.iter().for_each(|queue| joined.join(queue.0, queues + group));
    }
    for (here, queue) in scenario.queues.iter().enumerate() {
        let handed = queue.reasons.iter().flat_map(|reason| [&reason.transfer, &reason.escalation]);
        let handed = handed.flatten().map(|handover| handover.to);
        let again = [&queue.redial, &queue.repeat].into_iter().flatten().map(|comes_back| comes_back.to);
        handed.chain(again).for_each(|to| joined.join(here, to.0));
    }
    let planned = plan.initiatives.iter().filter_map(|initiative| match &initiative.effect {
        Effect::SelfService(option) => Some(&option.bots),
        Effect::Coaching(_) => None,
    });
    for bot in scenario.bots.iter().chain(planned.flatten()) {
        let meets = bot.queues.iter().chain(bot.comes_back.as_ref().map(|comes_back| &comes_back.to));
        meets.collect::<Vec<_>>().windows(2).for_each(|pair| joined.join(pair[0].0, pair[1].0));
    }
    for initiative in &plan.initiatives {
        initiative.queues().windows(2).for_each(|pair| joined.join(pair[0].0, pair[1].0));
    }
    let mut clusters: BTreeMap<usize, Cluster> = BTreeMap::new();
    for queue in 0..queues {
        clusters.entry(joined.root(queue)).or_default().queues.push(queue);
    }
    for group in 0..groups {
        clusters.entry(joined.root(queues + group)).or_default().groups.push(group);
    }
    for (place, initiative) in plan.initiatives.iter().enumerate() {
        let Some(first) = initiative.queues().first().copied() else { continue };
        clusters.entry(joined.root(first.0)).or_default().initiatives.push(place);
    }
    for (place, partner) in plan.partners.iter().enumerate() {
        if let Charge::PerContact { queue, .. } = &partner.charge {
            clusters.entry(joined.root(queue.0)).or_default().partners.push(place);
        }
    }
    clusters.into_values().collect()
}
