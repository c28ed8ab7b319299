//! How the correction by simulation changes with load.
//!
//! The correction of a scenario is found at the load of its horizon. A plan has months with less and with more, and what the formula
//! leaves out does not stay the same part of them: days that come out above their forecast matter more the larger a group is, since
//! it is chance alone that large groups even out; waits that reach into the next interval matter less.
//!
//! At each load it is found by how much the formula's agents have to be multiplied to give, under simulation, the service level that the
//! formula expects of them: if a simulation with `f` times the agents shows what the formula expects of `r` times the agents, the
//! next one has `f / r` times. A queue without a promised service level, or one whose service level is so high that it says
//! nothing about agents, and deferred work have no part in that. The correction of the horizon, which is found interval by
//! interval ([`super::correction`]), changes with load as these factors do.

use super::formula::Formula;
use crate::calendar::Grid;
use crate::demand::{Demand, offered_to_agents};
use crate::random::fresh_seed;
use crate::scenario::{Replications, Scenario};
use crate::simulation::{self, Options};
use crate::staffing::StaffingLevels;
use crate::units::Hours;
use crate::watch::{Interrupted, Quietly, Watch};

/// Hours needed by a group, relative to those by formula, as a function of the hours by formula: straight lines between loads that
/// were simulated, and level beyond them.
#[derive(Debug, Clone, PartialEq)]
pub struct RequirementCurve {
    /// By group: hours by formula over the horizon, ascending, and the factor on them.
    pub points: Vec<Vec<(Hours, f64)>>,
}

/// Simulations at each load but the last look; the factors move little after the second.
const STEPS: u32 = 3;

/// Contacts of a simulation: a service level is then known to some tenths of a point, and agents to some thousandths.
const CONTACTS: f64 = 1.5e6;

/// Purpose of the seed, so that these random numbers are not those that anything is judged by.
const SEED_OF_CURVE: u64 = 5_000;

/// So many times the agents, for which the formula says what it expects.
const RATIOS: [f64; 15] = [0.6, 0.7, 0.8, 0.85, 0.9, 0.94, 0.97, 1.0, 1.03, 1.06, 1.1, 1.15, 1.2, 1.3, 1.4];

/// Service levels above this say hardly anything about agents.
const HARDLY_ANYBODY_WAITS: f64 = 0.995;

/// Loads of a group that differ by less than this part are the same.
const SAME_LOAD: f64 = 0.02;

impl RequirementCurve {
    /// The same factors at every load.
    pub fn level(factors: &[f64]) -> Self {
        Self { points: factors.iter().map(|&factor| vec![(Hours::ZERO, factor)]).collect() }
    }

    /// The factor of a group on so many hours by formula; 1 for a group that is not there.
    pub fn factor(&self, group: usize, hours: Hours) -> f64 {
        let Some(points) = self.points.get(group) else { return 1.0 };
        let above = points.partition_point(|(at, _)| at.0 <= hours.0);
        match (above.checked_sub(1).and_then(|below| points.get(below)), points.get(above)) {
            (Some(&(from, low)), Some(&(to, high))) => low + (high - low) * ((hours - from) / (to - from)),
            (Some(&(_, factor)), None) | (None, Some(&(_, factor))) => factor,
            (None, None) => 1.0,
        }
    }

    /// The curve through a known correction at the load of one demand (the factor of each group), and other loads. Demands
    /// are those of fresh contacts over the scenario's horizon.
    pub fn through(
        scenario: &Scenario,
        (known, factors): (&Demand, &[f64]),
        others: &[Demand],
        watch: &dyn Watch,
    ) -> Result<Self, Interrupted> {
        let formula = Formula::new(scenario);
        let loads: Vec<&Demand> = std::iter::once(known).chain(others).collect();
        let total = loads.len() as u64;
        let mut seen = Vec::new();
        for (done, demand) in loads.into_iter().enumerate() {
            watch.progress("requirement at other loads", done as u64, total);
            seen.push(multiples(scenario, &formula, demand, watch)?);
        }
        watch.progress("requirement at other loads", total, total);
        let (_, at_known) = &seen[0];
        let of_group = |group: usize| {
            let mut points: Vec<(Hours, f64)> = Vec::new();
            for (hours, multiples) in &seen {
                let is_another = |(at, _): &(Hours, f64)| (hours[group].0 - at.0).abs() > SAME_LOAD * at.0;
                if hours[group].0 > 0.0 && points.iter().all(is_another) {
                    points.push((hours[group], factors[group] * multiples[group] / at_known[group]));
                }
            }
            points.sort_by(|one, other| one.0.0.total_cmp(&other.0.0));
            if points.is_empty() { vec![(Hours::ZERO, factors[group])] } else { points }
        };
        Ok(Self { points: scenario.group_ids().map(|group| of_group(group.0)).collect() })
    }
}

/// By group: the hours by formula, and how many times as many give what the formula expects.
fn multiples(
    scenario: &Scenario,
    formula: &Formula,
    demand: &Demand,
    watch: &dyn Watch,
) -> Result<(Vec<Hours>, Vec<f64>), Interrupted> {
    let reaching = offered_to_agents(scenario, demand);
    let agents = formula.agents_in_parts(&reaching);
    let hours: Vec<Hours> = formula.hours_by_group(&reaching).into_iter().map(|(hours, _)| hours).collect();
    // By ratio, then queue.
    let expected: Vec<Vec<Option<f64>>> = RATIOS
        .iter()
        .map(|&ratio| {
            let served = formula.served(&reaching, &vec![ratio; scenario.groups.len()]);
            served.into_iter().map(|(level, _)| level.map(|level| level.0)).collect()
        })
        .collect();
    let contacts: f64 = (0..scenario.queues.len()).map(|queue| reaching.total(queue)).sum();
    let replications = Replications::Fixed((CONTACTS / contacts.max(1.0)).clamp(8.0, 400.0) as u32);
    let options = Options { seed: fresh_seed(scenario.seed, SEED_OF_CURVE), replications };
    let mut multiples = vec![1.0; scenario.groups.len()];
    for _ in 0..STEPS {
        watch.check()?;
        let levels = StaffingLevels { agents: whole(&agents, &multiples) };
        let performance = simulation::simulate(scenario, demand, &levels, &options, &Quietly(watch))?;
        let as_good_as: Vec<Option<f64>> = scenario
            .queue_ids()
            .map(|queue| {
                let is_live = scenario.queue(queue).deferred.is_none();
                let level = performance.queues[queue.0].total.service_level.mean.filter(|_| is_live)?;
                ratio_of(level, |ratio| expected[ratio][queue.0])
            })
            .collect();
        for (group, multiple) in multiples.iter_mut().enumerate() {
            let work = |queue: usize| {
                let works = scenario.groups[group].skills.iter().any(|skill| skill.0 == queue);
                if works {
                    reaching.total(queue) * scenario.queues[queue].mean_work(reaching.handling_factor[queue]).0
                } else {
                    0.0
                }
            };
            let seen = || as_good_as.iter().enumerate().filter_map(|(queue, ratio)| Some((work(queue), (*ratio)?)));
            let all: f64 = seen().map(|(work, _)| work).sum();
            if all > 0.0 {
                *multiple /= seen().map(|(work, ratio)| work * ratio).sum::<f64>() / all;
                *multiple = multiple.clamp(RATIOS[0], RATIOS[RATIOS.len() - 1]);
            }
        }
    }
    Ok((hours, multiples))
}

/// The ratio of which the formula expects a service level; `None` where service levels say nothing about agents.
fn ratio_of(level: f64, expected: impl Fn(usize) -> Option<f64>) -> Option<f64> {
    let exactly_enough = RATIOS.iter().position(|&ratio| ratio == 1.0).and_then(&expected)?;
    if exactly_enough > HARDLY_ANYBODY_WAITS {
        return None;
    }
    let levels: Vec<f64> = (0..RATIOS.len()).map_while(&expected).collect();
    let above = levels.partition_point(|&expected| expected < level);
    Some(match (above.checked_sub(1), levels.get(above)) {
        (Some(below), Some(&high)) if high > levels[below] => {
            RATIOS[below] + (RATIOS[above] - RATIOS[below]) * (level - levels[below]) / (high - levels[below])
        }
        (None, _) => RATIOS[0],
        _ => RATIOS[RATIOS.len() - 1],
    })
}

/// So many times these agents, in whole agents: what is left over in an interval goes on to the next, so that the hours stay.
pub fn whole(agents: &Grid<f64>, multiples: &[f64]) -> Grid<u32> {
    let row = |group: usize| {
        let mut left = 0.0;
        let of_interval = |agents: &f64| {
            if *agents <= 0.0 {
                return 0;
            }
            let wanted = agents * multiples[group] + left;
            let whole = wanted.round().max(0.0);
            left = wanted - whole;
            whole as u32
        };
        agents.row(group).iter().map(of_interval).collect()
    };
    Grid::from_rows((0..agents.rows()).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::distribution::{Distribution, Law};
    use crate::scenario::{Group, Queue, QueueId, Volume};
    use crate::target::{ServiceLevelDefinition, ServiceLevelTarget, Target};
    use crate::units::{Seconds, Share};
    use crate::watch::Unwatched;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    /// Two weeks of calls round the clock, whose days vary.
    fn calls(day_factor_cv: f64) -> Scenario {
        let calendar = Calendar::of_days(date(2026, 1, 5), 14, 60, &TimeZone::UTC);
        let on_duty = vec![0; calendar.intervals.len()];
        let exponential = |mean: f64| Distribution::new(Law::Exponential, Seconds(mean), None).unwrap();
        let mut queue = Queue::plain("calls", Volume::PerHour(100.0), exponential(300.0));
        queue.day_factor_cv = day_factor_cv;
        queue.patience = Some(exponential(180.0));
        let level = ServiceLevelTarget {
            share: Share(0.8),
            within: Seconds(20.0),
            definition: ServiceLevelDefinition::default(),
        };
        queue.target = Target { service_level: Some(level), ..Target::default() };
        Scenario::plain(calendar, vec![queue], vec![Group::plain("all", vec![QueueId(0)], on_duty)])
    }

    fn times(demand: &Demand, factor: f64) -> Demand {
        let mut other = demand.clone();
        other.expected.row_mut(0).iter_mut().for_each(|contacts| *contacts *= factor);
        other
    }

    #[test]
    fn where_the_formula_is_exact_the_correction_is_the_same_at_every_load() {
        // Erlang A is the law of this queue but for what crosses the hours, so the factor is 1 at any load, within the 0.3 % to which 1.5
        // million contacts know agents: of 0.02 points of service level an agent in a thousand makes some 0.3.
        let scenario = calls(0.0);
        let demand = Demand::of(&scenario);
        let others = [times(&demand, 0.5), times(&demand, 3.0)];
        let curve = RequirementCurve::through(&scenario, (&demand, &[1.0]), &others, &Unwatched).unwrap();
        assert_eq!(curve.points[0].len(), 3);
        for &(hours, factor) in &curve.points[0] {
            assert!((factor - 1.0).abs() < 0.01, "{hours:?}: {factor}");
        }
    }

    #[test]
    fn days_that_vary_ask_for_more_the_larger_the_load_is() {
        let scenario = calls(0.1);
        let demand = Demand::of(&scenario);
        let others = [times(&demand, 0.3), times(&demand, 8.0)];
        let curve = RequirementCurve::through(&scenario, (&demand, &[1.1]), &others, &Unwatched).unwrap();
        let factors: Vec<f64> = curve.points[0].iter().map(|(_, factor)| *factor).collect();
        assert_eq!(factors[1], 1.1);
        assert!(factors[0] < factors[1] - 0.005 && factors[1] + 0.005 < factors[2], "{factors:?}");
    }

    #[test]
    fn between_loads_the_factor_is_on_a_straight_line_and_level_beyond() {
        let points = vec![(Hours(100.0), 1.0), (Hours(200.0), 1.1), (Hours(400.0), 1.2)];
        let curve = RequirementCurve { points: vec![points] };
        for (hours, factor) in [(0.0, 1.0), (100.0, 1.0), (150.0, 1.05), (300.0, 1.15), (400.0, 1.2), (1e9, 1.2)] {
            assert!((curve.factor(0, Hours(hours)) - factor).abs() < 1e-12, "{hours}");
        }
        assert_eq!(RequirementCurve::level(&[1.3]).factor(0, Hours(5.0)), 1.3);
    }

    #[test]
    fn whole_agents_have_the_hours_of_fractions() {
        let agents = Grid::from_rows(vec![vec![1.4, 0.0, 1.4, 1.4, 1.4, 1.4]]);
        assert_eq!(whole(&agents, &[1.0]).row(0), [1, 0, 2, 1, 2, 1]);
        assert_eq!(whole(&agents, &[2.0]).row(0).iter().sum::<u32>(), 14);
    }
}
