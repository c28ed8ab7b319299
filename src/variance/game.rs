//! The game of a stretch: what each set of causes makes of it.

use super::shapley::{Value, exact};
use super::{Cause, Quantity, Stretch};
use crate::calendar::Grid;
use crate::demand::{Demand, offered_to_agents};
use crate::intraday::handling::of_handling_alone;
use crate::requirement::Formula;
use crate::scenario::{Attendance, Replications, Scenario};
use crate::simulation::{self, Measure, MeasureKey, Options, Performance, Subject};
use crate::staffing::{StaffingLevels, agent_hours};
use crate::target::{ServiceLevelDefinition, ServiceLevelTarget};
use crate::units::Share;
use crate::watch::{Interrupted, Quietly, Watch};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Replications of each set where the scenario says "until precise enough".
const REPLICATIONS: u32 = 200;

/// What is explained, and of which queue.
pub type Key = (Quantity, Option<usize>);

/// The values of all sets of causes, of everything that is explained.
pub struct Values {
    pub keys: Vec<Key>,
    /// By key, then by set.
    pub games: Vec<Vec<Value>>,
    /// What was recorded, as a ratio, by key.
    pub recorded: Vec<Option<(f64, f64)>>,
}

impl Values {
    /// Those of this stretch and another: numerators and denominators add up, replication by replication.
    pub fn add(&mut self, other: &Self) {
        for (place, key) in self.keys.iter().enumerate() {
            let add = |a: (f64, f64), b: (f64, f64)| (a.0 + b.0, if key.0.is_simulated() { a.1 + b.1 } else { 1.0 });
            let (mine, theirs) = (&mut self.games[place], &other.games[place]);
            for (mine, theirs) in mine.iter_mut().flatten().zip(theirs.iter().flatten()) {
                *mine = add(*mine, *theirs);
            }
            let mine = &mut self.recorded[place];
            *mine = mine.zip(other.recorded[place]).map(|(a, b)| add(a, b));
        }
    }
}

/// How often each set is simulated.
pub fn replications(options: &Options) -> u32 {
    match options.replications {
        Replications::Fixed(number) => number,
        Replications::Auto { most, .. } => most.min(REPLICATIONS),
    }
}

/// A stretch with what is looked up once.
pub struct Game<'a> {
    stretch: &'a Stretch,
    /// The scenario as it is simulated.
    scenario: Scenario,
    demand: Demand,
    /// Contacts planned to reach agents, by queue and interval.
    planned: Grid<f64>,
    /// By queue: fresh contacts of those who reach agents.
    fresh: Vec<f64>,
    /// Mean work of a contact as planned, by queue, in seconds; `None` where only a simulation can tell.
    work: Vec<Option<f64>>,
}

/// What a set of causes means.
struct World {
    /// Contacts that reach agents.
    contacts: Grid<f64>,
    /// Whether they are counted, and not expected.
    counted: bool,
    /// By queue: handling time relative to that of the plan.
    handling: Vec<f64>,
    levels: StaffingLevels,
}

impl<'a> Game<'a> {
    pub fn of(stretch: &'a Stretch) -> Self {
        let given = &stretch.scenario;
        let demand = Demand { day_factor_cv: vec![0.0; given.queues.len()], ..Demand::of(given) };
        let reaching = offered_to_agents(given, &demand);
        let sum = |grid: &Grid<f64>, queue: usize| grid.row(queue).iter().sum::<f64>();
        let fresh = |queue: usize| {
            let share = sum(&demand.expected, queue) / sum(&reaching.expected, queue);
            if share.is_finite() && share > 0.0 { share } else { 1.0 }
        };
        let work = |queue: usize| {
            let all = |group: &crate::scenario::Group| {
                let skill = group.skills.iter().position(|skill| skill.0 == queue);
                skill.is_none_or(|skill| {
                    group.tenure.is_empty() && group.persons.is_empty() && group.proficiency[skill] == 1.0
                })
            };
            let is_plain = given.groups.iter().all(all) && given.queues[queue].concurrency.is_none();
            is_plain.then(|| given.queues[queue].mean_work(reaching.handling_factor[queue]).0)
        };
        Self {
            fresh: (0..given.queues.len()).map(fresh).collect(),
            work: (0..given.queues.len()).map(work).collect(),
            planned: reaching.expected,
            scenario: as_simulated(stretch),
            demand,
            stretch,
        }
    }

    pub fn first(&self) -> Date {
        self.scenario.calendar.days.first().map_or(Date::ZERO, |day| day.date)
    }

    pub fn last(&self) -> Date {
        self.scenario.calendar.days.last().map_or(Date::ZERO, |day| day.date)
    }

    /// Whether a cause can change anything in this stretch.
    pub fn is_active(&self, cause: Cause) -> bool {
        let recorded = &self.stretch.recorded;
        match cause {
            Cause::Volume | Cause::Mix => true,
            Cause::Handling => recorded.queues.iter().any(|queue| queue.mean_handling().is_some()),
            Cause::Shrinkage => recorded.absent.iter().any(Option::is_some),
            Cause::Staffing => recorded.on_duty.iter().any(Option::is_some),
        }
    }

    /// How many sets of these causes differ in this stretch.
    pub fn sets(&self, causes: &[Cause]) -> u64 {
        1 << causes.iter().filter(|cause| self.is_active(**cause)).count()
    }

    /// The values of each set of causes. What is done is counted on.
    pub fn values(
        &self,
        causes: &[Cause],
        options: &Options,
        (done, total): (&mut u64, u64),
        watch: &dyn Watch,
    ) -> Result<Values, Interrupted> {
        let active = (0..causes.len()).filter(|&place| self.is_active(causes[place]));
        let active: usize = active.map(|place| 1 << place).sum();
        let keys = self.keys();
        let mut games: Vec<Vec<Value>> = vec![Vec::new(); keys.len()];
        let options = Options { replications: Replications::Fixed(replications(options)), ..*options };
        let formula = Formula::new(&self.stretch.scenario);
        let mut known: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        // The plan comes first: what a simulation tells of its handling time is what the recorded one is compared with.
        let mut work: Option<Vec<f64>> = None;
        for set in 0..1_usize << causes.len() {
            let effective = set & active;
            if let Entry::Vacant(unknown) = known.entry(effective) {
                watch.progress("explain", *done, total);
                let has =
                    |cause: Cause| causes.iter().position(|c| *c == cause).is_some_and(|p| effective >> p & 1 == 1);
                let world = self.world(&has, work.as_deref());
                let performance = self.simulate(&world, &has, &options, watch)?;
                let work = work.get_or_insert_with(|| self.planned_work(&performance));
                let values = keys.iter().map(|key| self.value(*key, &world, &has, &performance, (work, &formula)));
                unknown.insert(values.collect());
                *done += 1;
            }
            for (game, value) in games.iter_mut().zip(&known[&effective]) {
                game.push(value.clone());
            }
        }
        watch.progress("explain", *done, total);
        let recorded = keys.iter().zip(&games).map(|(key, game)| self.recorded(*key, game.last()));
        Ok(Values { recorded: recorded.collect(), keys, games })
    }

    /// Routing and the rest alone: by key, the recorded measures less those simulated with all that is recorded.
    pub fn rests(&self, options: &Options, watch: &dyn Watch) -> Result<Vec<(Key, f64)>, Interrupted> {
        let options = Options { replications: Replications::Fixed(replications(options)), ..*options };
        let work: Option<Vec<f64>> = self.work.iter().copied().collect();
        let work = if let Some(work) = work {
            work
        } else {
            let planned = self.world(&|_| false, None);
            self.planned_work(&self.simulate(&planned, &|_| false, &options, watch)?)
        };
        let has = |cause: Cause| self.is_active(cause);
        let performance = self.simulate(&self.world(&has, Some(&work)), &has, &options, watch)?;
        let simulated = [
            (Quantity::ServiceLevel, Measure::ServiceLevel),
            (Quantity::Asa, Measure::Asa),
            (Quantity::Abandonment, Measure::Abandonment),
        ];
        let queues = std::iter::once(None).chain((0..self.scenario.queues.len()).map(Some));
        let keys = queues.flat_map(|queue| simulated.map(|(quantity, measure)| ((quantity, queue), measure)));
        let rest = |(key, measure): (Key, Measure)| {
            let (recorded, of) = self.recorded(key, None)?;
            let expected = replicates(&performance, measure, key.1).into_iter();
            let expected = expected.fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            Some((key, recorded / of - expected.0 / expected.1)).filter(|(_, rest)| rest.is_finite())
        };
        Ok(keys.filter_map(rest).collect())
    }

    /// Everything together first, then queue by queue.
    fn keys(&self) -> Vec<Key> {
        let of_queue =
            [Quantity::ServiceLevel, Quantity::Asa, Quantity::Abandonment, Quantity::Contacts, Quantity::Workload];
        let queues = (0..self.scenario.queues.len()).flat_map(|queue| of_queue.map(|quantity| (quantity, Some(queue))));
        Quantity::ALL.into_iter().map(|quantity| (quantity, None)).chain(queues).collect()
    }

    fn planned_work(&self, performance: &Performance) -> Vec<f64> {
        let simulated = |queue: usize| performance.queues[queue].total.handling_time_s.mean;
        let given = |queue: usize| self.scenario.queues[queue].mean_work(1.0).0;
        (0..self.work.len())
            .map(|queue| self.work[queue].or_else(|| simulated(queue)).unwrap_or_else(|| given(queue)))
            .collect()
    }

    /// What a set of causes means. Without the planned work, handling is as planned.
    fn world(&self, has: &impl Fn(Cause) -> bool, work: Option<&[f64]>) -> World {
        let came = &self.stretch.recorded.contacts;
        let sum = |grid: &Grid<f64>| grid.values().iter().sum::<f64>();
        let (planned, recorded) = (sum(&self.planned), sum(came));
        let total = if has(Cause::Volume) { recorded } else { planned };
        // A total of nothing has no split of its own.
        let counted = if has(Cause::Mix) { recorded > 0.0 } else { planned <= 0.0 };
        let (split, of) = if counted { (came, recorded) } else { (&self.planned, planned) };
        let factor = if of > 0.0 { total / of } else { 0.0 };
        let row = |queue: usize| split.row(queue).iter().map(|contacts| contacts * factor).collect();
        let contacts = Grid::from_rows((0..split.rows()).map(row).collect());
        let handling = |queue: usize| {
            let seen = self.stretch.recorded.queues[queue].mean_handling().filter(|_| has(Cause::Handling));
            seen.zip(work.map(|work| work[queue]))
                .filter(|(_, work)| *work > 0.0)
                .map_or(1.0, |(seen, work)| seen / work)
        };
        let handling = (0..split.rows()).map(handling).collect();
        World { contacts, counted, handling, levels: self.levels(has) }
    }

    /// Agents on duty: as planned, or as many as would have been without absences; less the absent.
    fn levels(&self, has: &impl Fn(Cause) -> bool) -> StaffingLevels {
        let recorded = &self.stretch.recorded;
        let mut agents = self.stretch.levels.agents.clone();
        for group in 0..agents.rows() {
            for (interval, agents) in agents.row_mut(group).iter_mut().enumerate() {
                let absent = recorded.absent[group].as_ref().map_or(0, |absent| absent[interval]);
                if let Some(there) = recorded.on_duty[group].as_ref().filter(|_| has(Cause::Staffing)) {
                    *agents = there[interval] + absent;
                }
                if has(Cause::Shrinkage) {
                    *agents = agents.saturating_sub(absent);
                }
            }
        }
        StaffingLevels { agents }
    }

    /// Fresh contacts and handling of a world.
    fn demand(&self, world: &World) -> Demand {
        let row =
            |queue: usize| world.contacts.row(queue).iter().map(|reaching| reaching * self.fresh[queue]).collect();
        let factor = |queue: usize| {
            self.demand.handling_factor[queue] * of_handling_alone(&self.scenario.queues[queue], world.handling[queue])
        };
        Demand {
            expected: Grid::from_rows((0..world.contacts.rows()).map(row).collect()),
            handling_factor: (0..world.handling.len()).map(factor).collect(),
            ..self.demand.clone()
        }
    }

    fn simulate(
        &self,
        world: &World,
        has: &impl Fn(Cause) -> bool,
        options: &Options,
        watch: &dyn Watch,
    ) -> Result<Performance, Interrupted> {
        let mut scenario = self.scenario.clone();
        for (index, group) in scenario.groups.iter_mut().enumerate() {
            // Who was recorded was there.
            if has(Cause::Staffing) && self.stretch.recorded.on_duty[index].is_some() {
                group.attendance = Attendance::default();
            } else if has(Cause::Shrinkage) && self.stretch.recorded.absent[index].is_some() {
                group.attendance.absence = Share::ZERO;
            }
        }
        let demand = self.demand(world);
        let watch = Quietly(watch);
        if world.counted {
            simulation::simulate_counted(&scenario, &demand, &world.levels, options, &watch)
        } else {
            simulation::simulate(&scenario, &demand, &world.levels, options, &watch)
        }
    }

    fn value(
        &self,
        (quantity, queue): Key,
        world: &World,
        has: &impl Fn(Cause) -> bool,
        performance: &Performance,
        (work, formula): (&[f64], &Formula<'_>),
    ) -> Value {
        let queues = || queue.map_or(0..world.contacts.rows(), |queue| queue..queue + 1);
        let contacts = |queue: usize| world.contacts.row(queue).iter().sum::<f64>();
        match quantity {
            Quantity::Contacts => exact(queues().map(contacts).sum()),
            Quantity::Workload => {
                exact(queues().map(|queue| contacts(queue) * work[queue] * world.handling[queue]).sum::<f64>() / 3600.0)
            }
            Quantity::AgentsNeeded => {
                let needed = formula.agents_by_group(&self.demand(world));
                exact((0..needed.rows()).map(|group| agent_hours(&self.scenario, needed.row(group)).0).sum())
            }
            Quantity::OnDuty => exact(self.hours(&world.levels).sum()),
            Quantity::Cost => {
                let on_roster = self.levels(&|cause| cause != Cause::Shrinkage && has(cause));
                let cost = self.hours(&on_roster).zip(&self.scenario.groups);
                let of_group = |(hours, group): (f64, &crate::scenario::Group)| {
                    hours / group.shrinkage.complement().0.max(1e-9) * group.wage.0
                };
                exact(cost.map(of_group).sum())
            }
            Quantity::ServiceLevel => replicates(performance, Measure::ServiceLevel, queue),
            Quantity::Asa => replicates(performance, Measure::Asa, queue),
            Quantity::Abandonment => replicates(performance, Measure::Abandonment, queue),
        }
    }

    /// Agent-hours of each group.
    fn hours(&self, levels: &StaffingLevels) -> impl Iterator<Item = f64> {
        (0..levels.agents.rows()).map(|group| agent_hours(&self.scenario, levels.agents.row(group)).0)
    }

    /// What was recorded of a quantity; of one that is exact, its value with all causes as recorded.
    fn recorded(&self, (quantity, queue): Key, with_all: Option<&Value>) -> Option<(f64, f64)> {
        let recorded = &self.stretch.recorded;
        let knows_staff = || recorded.on_duty.iter().all(Option::is_some);
        match quantity {
            Quantity::ServiceLevel | Quantity::Asa | Quantity::Abandonment => {
                let queues = queue.map_or(0..recorded.queues.len(), |queue| queue..queue + 1);
                queues.map(|queue| recorded.queues[queue].ratio(quantity)).try_fold((0.0, 0.0), |sum, ratio| {
                    let ratio = ratio?;
                    Some((sum.0 + ratio.0, sum.1 + ratio.1))
                })
            }
            Quantity::OnDuty | Quantity::Cost if !knows_staff() => None,
            _ => with_all.and_then(|value| value.first().copied()),
        }
    }
}

/// The scenario as it is simulated: a day as it was, without random factors; people without names; the service level as it is
/// recorded, where it is.
fn as_simulated(stretch: &Stretch) -> Scenario {
    let mut scenario = stretch.scenario.clone();
    for (queue, recorded) in scenario.queues.iter_mut().zip(&stretch.recorded.queues) {
        queue.day_factor_cv = 0.0;
        queue.busyness = None;
        queue.forecast_error = None;
        if recorded.in_time.is_some() {
            let within = stretch.recorded.within;
            let share = queue.target.service_level.map_or(Share(0.8), |target| target.share);
            let definition = ServiceLevelDefinition::AnsweredOfOffered;
            queue.target.service_level = Some(ServiceLevelTarget { share, within, definition });
            queue.service_level_within = within;
        }
    }
    for group in &mut scenario.groups {
        let persons = std::mem::take(&mut group.persons);
        if !persons.is_empty() {
            for (skill, proficiency) in group.proficiency.iter_mut().enumerate() {
                let all: f64 = persons.iter().map(|person| person.proficiency[skill]).sum();
                *proficiency = all / persons.len() as f64;
            }
        }
    }
    scenario
}

fn replicates(performance: &Performance, measure: Measure, queue: Option<usize>) -> Value {
    let key = MeasureKey { subject: queue.map_or(Subject::Total, Subject::Queue), measure };
    let place = performance.keys.iter().position(|other| *other == key);
    let of = |place: usize| performance.replicates.iter().map(|one| one.measures[place]).collect();
    place.map_or_else(Vec::new, of)
}
