//! What periods ask for in any world, tabulated, so that a thousand draws do not ask the formula a thousand times.
//!
//! Hours are asked for at the plan's own stages on a grid: factors on contacts (by period, since growth adds up), on handling time and,
//! where self-service of an initiative is live, on what it contains. The grid spans what is drawn. Between its nodes, hours are
//! interpolated: linearly in logarithms over contacts and handling time, since a requirement is nearly a power of them, and linearly over
//! containment, in which the work that is left is nearly linear. The nodes lie so close that the error stays below a per cent of a smooth
//! requirement, and within an agent of one that counts whole agents; contacts and sessions are exact in volume, of which they are multiples.

use super::worlds::{World, work};
use crate::planning::carry_out::{Decisions, Given};
use crate::planning::stage::Stage;
use crate::planning::workload::{Need, Work, Workload};
use crate::scenario::{Effect, PlanAssumptions, Uncertain};
use crate::units::Hours;
use crate::watch::{Interrupted, Watch};
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Widest distance of nodes, in logarithms of contacts and handling time. The elasticity of a requirement goes from a half (few agents)
/// to 1 (many) over several doublings, by less than 0.1 from node to node: the error is below 0.25 × 0.1 / 8, a third of a per cent.
const WIDEST: f64 = 0.25;

/// Widest distance of nodes in containment, as a share of what is expected. What is left for agents is nearly linear in it, but for its end,
/// where nearly all is contained and those who are left are the hardest.
const WIDEST_CONTAINMENT: f64 = 0.1;

/// Bends in containment nearer than this are one, and no other node lies as near to them.
const NEAREST_CONTAINMENT: f64 = 0.03;

/// Most stretches between nodes of an axis.
const MOST_STRETCHES: usize = 16;

/// The nodes of the grid, with the assumptions at each.
pub struct Grid {
    /// By period, then node.
    volume: Vec<Vec<f64>>,
    handling: Vec<f64>,
    containment: Vec<f64>,
    /// Over volume, then handling, then containment.
    plans: Vec<PlanAssumptions>,
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)))
}

fn stretches(distance: f64, widest: f64) -> usize {
    if distance > 0.0 { ((distance / widest).ceil() as usize).clamp(1, MOST_STRETCHES) } else { 0 }
}

/// The nodes of an axis from `least` to `most`, at equal distances of what `back` maps to them.
fn nodes((least, most): (f64, f64), stretches: usize, to: fn(f64) -> f64, back: fn(f64) -> f64) -> Vec<f64> {
    let inner = |node: usize| back(to(least) + (to(most) - to(least)) * node as f64 / stretches as f64);
    // The ends are exact, so that what is certain is asked for as it is.
    (0..=stretches)
        .map(|node| {
            if node == 0 {
                least
            } else if node == stretches {
                most
            } else {
                inner(node)
            }
        })
        .collect()
}

/// The nodes over containment, among them those at which an outcome comes to contain all of its sessions, and what is needed has a bend.
fn containment_nodes(plan: &PlanAssumptions, (least, most): (f64, f64)) -> Vec<f64> {
    let options = plan.initiatives.iter().filter_map(|initiative| match &initiative.effect {
        Effect::SelfService(option) => Some(option),
        Effect::Coaching(_) => None,
    });
    let outcomes = options.flat_map(|option| {
        let by_reason = option.by_reason.iter().map(|(.., outcome)| outcome);
        option.bots.iter().map(|bot| &bot.outcome).chain(by_reason)
    });
    let mut bends: Vec<f64> = outcomes.map(|outcome| 1.0 / (outcome.resolved.0 + outcome.unresolved.0)).collect();
    bends.retain(|&bend| bend > least && bend < most);
    bends.sort_by(f64::total_cmp);
    bends.dedup_by(|next, before| *next - *before < NEAREST_CONTAINMENT);
    let mut containment = nodes((least, most), stretches(most - least, WIDEST_CONTAINMENT), itself, itself);
    containment.retain(|&node| {
        node == least || node == most || bends.iter().all(|bend| (bend - node).abs() >= NEAREST_CONTAINMENT)
    });
    containment.extend(bends);
    containment.sort_by(f64::total_cmp);
    containment
}

fn itself(value: f64) -> f64 {
    value
}

impl Grid {
    /// Of the worlds that are drawn.
    pub fn of(given: &Given, worlds: &[World]) -> Self {
        let plan = given.plan();
        let months = |period: usize| plan.step.months() * period as f64;
        let ranges: Vec<(f64, f64)> =
            (0..given.periods()).map(|period| range(worlds.iter().map(|world| world.volume(months(period))))).collect();
        let of_volume = ranges.iter().map(|(least, most)| stretches((most / least).ln(), WIDEST)).max().unwrap_or(0);
        let volume: Vec<Vec<f64>> =
            ranges.into_iter().map(|range| nodes(range, of_volume, f64::ln, f64::exp)).collect();
        let spread = |input: Uncertain| range(worlds.iter().map(|world| world.value(input)));
        let (least, most) = spread(Uncertain::Handling);
        let handling = nodes((least, most), stretches((most / least).ln(), WIDEST), f64::ln, f64::exp);
        let containment = containment_nodes(plan, spread(Uncertain::Containment));
        let mut plans = Vec::new();
        for node in 0..=of_volume {
            let factors: Vec<f64> = volume.iter().map(|nodes| nodes[node]).collect();
            for &handling in &handling {
                plans.extend(containment.iter().map(|&contained| work(plan, &factors, handling, contained)));
            }
        }
        Self { volume, handling, containment, plans }
    }

    /// What is asked for at each node; nothing is asked yet.
    pub fn workloads<'a>(&'a self, given: &Given<'a>) -> Vec<Workload<'a>> {
        let asked = given.workload;
        self.plans.iter().map(|plan| Workload::of(asked.scenario, plan, asked.demand, asked.required)).collect()
    }

    fn node(&self, volume: usize, handling: usize, containment: usize) -> usize {
        (volume * self.handling.len() + handling) * self.containment.len() + containment
    }
}

/// What a cluster asks for in a period at the nodes.
struct Cell {
    /// Over volume, then handling, then containment; the last only where self-service is live.
    works: Vec<Arc<Work>>,
    /// Number of nodes over containment.
    containment: usize,
}

/// What the periods ask for in any world, for a plan's own stages.
pub struct Tabulated<'a> {
    given: Given<'a>,
    grid: &'a Grid,
    /// By period, then cluster.
    cells: Vec<Vec<Cell>>,
}

/// Where a value lies on an axis: the node below, and how far on the way to the next.
#[derive(Clone, Copy)]
struct Place {
    below: usize,
    part: f64,
}

impl Place {
    fn of(nodes: &[f64], value: f64, to: fn(f64) -> f64) -> Self {
        // Before the first and after the last node, the line of the outermost stretch goes on.
        let below = nodes.partition_point(|&node| node <= value).saturating_sub(1).min(nodes.len().saturating_sub(2));
        let part = match (nodes.get(below), nodes.get(below + 1)) {
            (Some(&lower), Some(&upper)) if upper > lower => (to(value) - to(lower)) / (to(upper) - to(lower)),
            _ => 0.0,
        };
        Self { below, part }
    }

    /// Interpolates between what stands at the node below and the next, which is looked at only if it matters.
    fn between(self, at: impl Fn(usize) -> f64, blend: fn(f64, f64, f64) -> f64) -> f64 {
        let lower = at(self.below);
        if self.part == 0.0 { lower } else { blend(lower, at(self.below + 1), self.part) }
    }
}

fn linear(lower: f64, upper: f64, part: f64) -> f64 {
    lower + (upper - lower) * part
}

/// Linear in logarithms, where there are any.
fn in_logs(lower: f64, upper: f64, part: f64) -> f64 {
    if lower > 0.0 && upper > 0.0 { lower * (upper / lower).powf(part) } else { linear(lower, upper, part).max(0.0) }
}

impl<'a> Tabulated<'a> {
    /// Asks for everything that decisions need, in parallel. The `workloads` are those of the grid, and remember what was asked.
    pub fn of(
        given: &Given<'a>,
        grid: &'a Grid,
        workloads: &[Workload],
        decisions: &Decisions,
        watch: &dyn Watch,
    ) -> Result<Self, Interrupted> {
        let clusters = given.workload.clusters.len();
        let stages: Vec<Stage> = (0..given.periods())
            .map(|period| given.workload.stage(&decisions.starts, &decisions.given_away_in(period), period))
            .collect();
        let contains = |cluster: usize, stage: &Stage| {
            given.workload.clusters[cluster].initiatives.iter().any(|&place| {
                stage.ages[place].is_some() && matches!(given.plan().initiatives[place].effect, Effect::SelfService(_))
            })
        };
        let places = |period: usize, cluster: usize| {
            let containment = if contains(cluster, &stages[period]) { grid.containment.len() } else { 1 };
            let volume = grid.volume[period].len();
            let over =
                (0..volume).flat_map(move |volume| (0..grid.handling.len()).map(move |handling| (volume, handling)));
            over.flat_map(move |(volume, handling)| {
                (0..containment).map(move |place| grid.node(volume, handling, place))
            })
        };
        let asked: Vec<(usize, usize, usize)> = (0..given.periods())
            .flat_map(|period| (0..clusters).map(move |cluster| (period, cluster)))
            .flat_map(|(period, cluster)| places(period, cluster).map(move |node| (period, cluster, node)))
            .collect();
        let (done, total) = (AtomicU64::new(0), asked.len() as u64);
        watch.progress("required hours under risk", 0, total);
        let answers: Result<Vec<Arc<Work>>, Interrupted> = asked
            .par_iter()
            .map(|&(period, cluster, node)| {
                watch.check()?;
                let work = workloads[node].of_cluster(cluster, period, &stages[period]);
                watch.progress("required hours under risk", done.fetch_add(1, Ordering::Relaxed) + 1, total);
                Ok(work)
            })
            .collect();
        let mut answers = answers?.into_iter();
        let mut cell = |period: usize, cluster: usize| Cell {
            works: answers.by_ref().take(places(period, cluster).count()).collect(),
            containment: if contains(cluster, &stages[period]) { grid.containment.len() } else { 1 },
        };
        let mut cells = Vec::new();
        for period in 0..given.periods() {
            cells.push((0..clusters).map(|cluster| cell(period, cluster)).collect());
        }
        Ok(Self { given: *given, grid, cells })
    }

    /// What a period asks for in a world.
    pub fn work(&self, world: &World, period: usize) -> Work {
        let asked = self.given.workload;
        let months = asked.plan.step.months() * period as f64;
        let volume = world.volume(months);
        let places = [
            Place::of(&self.grid.volume[period], volume, f64::ln),
            Place::of(&self.grid.handling, world.value(Uncertain::Handling), f64::ln),
            Place::of(&self.grid.containment, world.value(Uncertain::Containment), itself),
        ];
        let mut work = Work::nothing(asked.scenario, asked.plan);
        for (cell, cluster) in self.cells[period].iter().zip(&asked.clusters) {
            let contacts =
                |of: &dyn Fn(&Work) -> f64| cell.contacts(places[2], of) * volume / self.grid.volume[period][0];
            let handlings = self.grid.handling.len();
            for &group in &cluster.groups {
                work.needs[group] = Need {
                    hours: Hours(cell.hours(places, handlings, &|work: &Work| work.needs[group].hours.0)),
                    busy: Hours(cell.hours(places, handlings, &|work: &Work| work.needs[group].busy.0)),
                };
            }
            cluster.queues.iter().for_each(|&queue| work.to_agents[queue] = contacts(&|work| work.to_agents[queue]));
            cluster
                .partners
                .iter()
                .for_each(|&partner| work.outsourced[partner] = contacts(&|work| work.outsourced[partner]));
            for &initiative in &cluster.initiatives {
                work.sessions[initiative] = contacts(&|work| work.sessions[initiative]);
                work.resolved[initiative] = contacts(&|work| work.resolved[initiative]);
                work.unresolved[initiative] = contacts(&|work| work.unresolved[initiative]);
            }
        }
        work
    }
}

impl Cell {
    fn contained(&self, place: Place, of: &dyn Fn(&Work) -> f64, first: usize) -> f64 {
        let at = |node: usize| of(&self.works[first + node]);
        if self.containment == 1 { at(0) } else { place.between(at, linear).max(0.0) }
    }

    /// What is a multiple of volume, at the first nodes of volume and handling.
    fn contacts(&self, containment: Place, of: &dyn Fn(&Work) -> f64) -> f64 {
        self.contained(containment, of, 0)
    }

    fn hours(&self, [volume, handling, containment]: [Place; 3], handlings: usize, of: &dyn Fn(&Work) -> f64) -> f64 {
        let over_handling = |node: usize| {
            let first = |place: usize| (node * handlings + place) * self.containment;
            handling.between(|place| self.contained(containment, of, first(place)), in_logs)
        };
        volume.between(over_handling, in_logs)
    }
}
