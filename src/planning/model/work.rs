//! Initiatives begin, and the work of each cluster is that of its stage.

use super::{Key, PlanModel, bounds};
use crate::milp::{Column, Kind};
use crate::planning::carry_out::Decisions;
use crate::planning::costs::{Ledger, cost_of_initiative, cost_of_work};
use crate::planning::stage::{Stage, age, live_period};
use crate::planning::workload::{Cluster, Workload};
use crate::scenario::{Charge, PlanAssumptions};
use std::collections::BTreeSet;

/// Most stages of a cluster over all periods that are tabulated.
pub const MOST_STAGES: usize = 4_000;

/// The periods in which an initiative may begin, and never: those from which it is live within the plan; or the one that is fixed.
pub fn possible_starts(plan: &PlanAssumptions, initiative: usize) -> Vec<Option<u32>> {
    let initiative = &plan.initiatives[initiative];
    if initiative.fixed_start.is_some() {
        return vec![initiative.fixed_start];
    }
    let periods = plan.periods() as u32;
    let within = (0..periods).filter(|&start| live_period(plan, initiative, start) < periods);
    std::iter::once(None).chain(within.map(Some)).collect()
}

/// What can differ in a cluster and period: an initiative by its age, or a partner by what it takes.
#[derive(Debug, Clone)]
enum Difference {
    Initiative { place: usize, ages: Vec<Option<u32>> },
    Partner { place: usize, levels: usize },
}

impl Difference {
    fn states(&self) -> usize {
        match self {
            Self::Initiative { ages, .. } => ages.len(),
            Self::Partner { levels, .. } => levels + 1,
        }
    }

    fn set(&self, stage: &mut Stage, state: usize) {
        match self {
            Self::Initiative { place, ages } => stage.ages[*place] = ages[state],
            Self::Partner { place, .. } => stage.given_away[*place] = state,
        }
    }

    /// The state that a stage is in.
    fn state_of(&self, stage: &Stage) -> Option<usize> {
        match self {
            Self::Initiative { place, ages } => ages.iter().position(|age| *age == stage.ages[*place]),
            Self::Partner { place, .. } => Some(stage.given_away[*place]),
        }
    }
}

/// What can differ in a cluster in each period, and the stage of everything else.
fn differences(workload: &Workload, cluster: &Cluster, period: usize) -> (Vec<Difference>, Stage) {
    let plan = workload.plan;
    let mut rest = Stage::nothing(plan);
    let mut differences = Vec::new();
    for &place in &cluster.initiatives {
        let initiative = &plan.initiatives[place];
        let ages: BTreeSet<Option<u32>> =
            possible_starts(plan, place).into_iter().map(|start| age(plan, initiative, start, period as u32)).collect();
        let ages: Vec<Option<u32>> = ages.into_iter().collect();
        rest.ages[place] = ages[0];
        if ages.len() > 1 {
            differences.push(Difference::Initiative { place, ages });
        }
    }
    for &place in &cluster.partners {
        let Charge::PerContact { shares, .. } = &plan.partners[place].charge else { continue };
        if super::partners::can_run(plan, place, period) {
            differences.push(Difference::Partner { place, levels: shares.len() });
        }
    }
    (differences, rest)
}

/// All stages of a cluster in a period.
fn all_stages(differences: &[Difference], rest: &Stage) -> Vec<Stage> {
    let mut stages = vec![rest.clone()];
    for difference in differences {
        stages = stages
            .iter()
            .flat_map(|stage| {
                (0..difference.states()).map(|state| {
                    let mut other = stage.clone();
                    difference.set(&mut other, state);
                    other
                })
            })
            .collect();
    }
    stages
}

/// Whether the stages of a cluster are too many to be tabulated.
pub fn is_large(workload: &Workload, cluster: usize) -> bool {
    let stages = |period: usize| -> usize {
        let (differences, _) = differences(workload, &workload.clusters[cluster], period);
        differences.iter().map(Difference::states).fold(1, usize::saturating_mul)
    };
    (0..workload.periods.len()).map(stages).fold(0, usize::saturating_add) > MOST_STAGES
}

/// The stages about which the programme will ask, so that they can be asked about at once: beside decisions that are known where a
/// cluster is large.
pub fn stages_asked(workload: &Workload, known: &Decisions) -> BTreeSet<(usize, usize, Stage)> {
    let mut asked = BTreeSet::new();
    for cluster in 0..workload.clusters.len() {
        let large = is_large(workload, cluster);
        for period in 0..workload.periods.len() {
            let (differences, rest) = differences(workload, &workload.clusters[cluster], period);
            let stages = if large {
                let now = reference(workload, cluster, known, period);
                beside(&differences, &now).into_iter().flatten().chain([now]).collect()
            } else {
                all_stages(&differences, &rest)
            };
            asked.extend(stages.into_iter().map(|stage| (cluster, period, stage)));
        }
    }
    asked
}

/// The stage of a cluster by decisions that are known, its partners taking nothing.
fn reference(workload: &Workload, cluster: usize, known: &Decisions, period: usize) -> Stage {
    let nothing = vec![0; known.given_away.len()];
    workload.clusters[cluster].of(&workload.stage(&known.starts, &nothing, period))
}

/// For each difference, the stages in which it alone is otherwise, by its states.
fn beside(differences: &[Difference], now: &Stage) -> Vec<Vec<Stage>> {
    let of = |difference: &Difference| {
        (0..difference.states())
            .map(|state| {
                let mut stage = now.clone();
                difference.set(&mut stage, state);
                stage
            })
            .collect()
    };
    differences.iter().map(of).collect()
}

impl PlanModel<'_> {
    pub(super) fn begin_initiatives(&mut self) {
        let plan = self.given.plan();
        for (place, initiative) in plan.initiatives.iter().enumerate() {
            let columns: Vec<(Option<u32>, Column)> = possible_starts(plan, place)
                .into_iter()
                .map(|start| {
                    let key = Key::Start { initiative: place, start };
                    let committed = plan.committed.as_ref().and_then(|before| before.start_in(place, start));
                    let (least, most) = bounds(committed, 1.0);
                    (start, self.programme.column(key, least, most, 0.0, Kind::Integer))
                })
                .collect();
            let name = format!("start of {}", initiative.name);
            self.programme.row(name, 1.0, 1.0, columns.iter().map(|&(_, column)| (column, 1.0)));
            for &(start, column) in &columns {
                let Some(start) = start else { continue };
                for period in 0..self.periods() {
                    let mut ledger = Ledger::new();
                    let when = (&self.given.workload.periods[period], period);
                    cost_of_initiative(plan, place, start, when, &mut ledger);
                    for (kind, amount) in ledger.amounts() {
                        self.charge(column, period, kind, amount);
                    }
                }
            }
            self.starts.push(columns);
        }
        for (place, initiative) in plan.initiatives.iter().enumerate() {
            for &other in &initiative.excludes {
                let begun = |of: usize| self.starts[of].iter().filter(|(start, _)| start.is_some());
                let terms: Vec<(Column, f64)> =
                    begun(place).chain(begun(other)).map(|&(_, column)| (column, 1.0)).collect();
                let name = format!("{} excludes {}", initiative.name, plan.initiatives[other].name);
                self.programme.row(name, f64::NEG_INFINITY, 1.0, terms);
            }
            for &other in &initiative.requires {
                for period in 0..self.periods() as u32 {
                    let live = |of: usize, factor: f64| {
                        let initiative = &plan.initiatives[of];
                        let is_live = move |start: Option<u32>| {
                            start.is_some_and(|start| live_period(plan, initiative, start) <= period)
                        };
                        let live = self.starts[of].iter().filter(move |(start, _)| is_live(*start));
                        live.map(move |&(_, column)| (column, factor))
                    };
                    let terms: Vec<(Column, f64)> = live(place, 1.0).chain(live(other, -1.0)).collect();
                    let name = format!("{} requires {}", initiative.name, plan.initiatives[other].name);
                    self.programme.row(name, f64::NEG_INFINITY, 0.0, terms);
                }
            }
        }
    }

    /// The columns that together say whether something is in a state.
    fn columns_of(&self, difference: &Difference, state: usize, period: usize) -> Vec<Column> {
        match difference {
            Difference::Initiative { place, ages } => {
                let plan = self.given.plan();
                let has =
                    |start: Option<u32>| age(plan, &plan.initiatives[*place], start, period as u32) == ages[state];
                self.starts[*place].iter().filter(|(start, _)| has(*start)).map(|&(_, column)| column).collect()
            }
            Difference::Partner { place, .. } => self.level(*place, period, state).into_iter().collect(),
        }
    }

    pub(super) fn reach_stages(&mut self, known: &Decisions) {
        let workload = self.given.workload;
        for cluster in 0..workload.clusters.len() {
            let large = is_large(workload, cluster);
            for period in 0..self.periods() {
                let (differences, rest) = differences(workload, &workload.clusters[cluster], period);
                if large || differences.len() <= 1 {
                    let now = if large { reference(workload, cluster, known, period) } else { rest };
                    self.add_beside(cluster, period, &differences, &now);
                } else {
                    self.add_table(cluster, period, &differences, &rest);
                }
            }
        }
    }

    /// What a stage changes against none: hours needed, contacts given away, costs, by the columns that say whether it holds.
    fn add_work(&mut self, cluster: usize, period: usize, columns: &[Column], stage: &Stage, less: Option<&Stage>) {
        let workload = self.given.workload;
        let work = workload.of_cluster(cluster, period, stage);
        let other = less.map(|stage| workload.of_cluster(cluster, period, stage));
        let mut needs = self.needs_of(cluster, &work);
        let mut taken: Vec<(usize, f64)> =
            workload.clusters[cluster].partners.iter().map(|&partner| (partner, work.outsourced[partner])).collect();
        let plan = self.given.plan();
        let cost = |work: &crate::planning::workload::Work| {
            let mut ledger = Ledger::new();
            cost_of_work(plan, work, &mut ledger);
            ledger.amounts().collect::<Vec<_>>()
        };
        let mut costs = cost(&work);
        if let Some(other) = &other {
            for ((_, need), (_, less)) in needs.iter_mut().zip(self.needs_of(cluster, other)) {
                *need -= less;
            }
            for (partner, contacts) in &mut taken {
                *contacts -= other.outsourced[*partner];
            }
            costs.extend(cost(other).into_iter().map(|(kind, amount)| (kind, -amount)));
        }
        for &column in columns {
            for &(group, hours) in &needs {
                self.needs[group][period].add(column, hours);
            }
            for &(partner, contacts) in &taken {
                self.taken[partner][period].add(column, contacts);
            }
            for &(kind, amount) in &costs {
                self.charge(column, period, kind, amount);
            }
        }
    }

    /// A stage that holds, and what each difference changes of it by itself.
    fn add_beside(&mut self, cluster: usize, period: usize, differences: &[Difference], now: &Stage) {
        self.add_work(cluster, period, &[self.base], now, None);
        for (difference, stages) in differences.iter().zip(beside(differences, now)) {
            for (state, stage) in stages.iter().enumerate() {
                if difference.state_of(now) != Some(state) {
                    let columns = self.columns_of(difference, state, period);
                    self.add_work(cluster, period, &columns, stage, Some(now));
                }
            }
        }
    }

    /// A column for each stage, tied to what makes it.
    fn add_table(&mut self, cluster: usize, period: usize, differences: &[Difference], rest: &Stage) {
        let stages = all_stages(differences, rest);
        let mut columns = Vec::new();
        for stage in &stages {
            let key = Key::Stage(self.stages.len());
            self.stages.push((cluster, period, stage.clone()));
            let column = self.programme.column(key, 0.0, 1.0, 0.0, Kind::Continuous);
            self.add_work(cluster, period, &[column], stage, None);
            columns.push(column);
        }
        let name = |what: &str| format!("{what} of cluster {} in period {}", cluster + 1, period + 1);
        self.programme.row(name("one stage"), 1.0, 1.0, columns.iter().map(|&column| (column, 1.0)));
        for difference in differences {
            // The last state follows from the others.
            for state in 1..difference.states() {
                let here = stages.iter().zip(&columns).filter(|(stage, _)| difference.state_of(stage) == Some(state));
                let made_by = self.columns_of(difference, state, period);
                let terms: Vec<(Column, f64)> = here
                    .map(|(_, &column)| (column, 1.0))
                    .chain(made_by.into_iter().map(|column| (column, -1.0)))
                    .collect();
                self.programme.row(name("stages"), 0.0, 0.0, terms);
            }
        }
    }
}
