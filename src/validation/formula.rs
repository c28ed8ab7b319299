//! What formulas say of the same contacts and agents: each interval of each pool in steady state, by Erlang A (by Erlang C where nobody
//! gives up).

use super::as_recorded::Pool;
use super::measure::{Measure, Pair};
use super::sheet::Layout;
use crate::calendar::Grid;
use crate::erlang::System;
use crate::scenario::Scenario;
use crate::units::Seconds;

/// The typical error of a queue's day by formula; `None` where it has no answer.
pub fn error_by_formula(
    measure: Measure,
    scenario: &Scenario,
    contacts: &Grid<f64>,
    pools: &[Pool],
    layout: &Layout,
) -> Option<f64> {
    let intervals = &scenario.calendar.intervals;
    let mut by_day: Vec<Vec<(Pair, Pair)>> = vec![vec![Default::default(); layout.days]; layout.queues.len()];
    for (subject, &queue) in layout.queues.iter().enumerate() {
        let pool = pools.iter().find(|pool| pool.queues.contains(&queue))?;
        for (index, interval) in intervals.iter().enumerate() {
            let Some(recorded) = layout.recorded[(queue, index)][measure.place()] else { continue };
            if contacts[(queue, index)] <= 0.0 {
                continue;
            }
            let expected = expected(measure, scenario, contacts, pool, (queue, index))?;
            let sums = &mut by_day[subject][interval.day];
            sums.0 = sums.0.plus(recorded);
            sums.1 = sums.1.plus(expected);
        }
    }
    let (mut sum, mut weights) = (0.0, 0.0);
    for (subject, days) in by_day.iter().enumerate() {
        for (day, (recorded, expected)) in days.iter().enumerate() {
            if let (Some(recorded), Some(expected)) = (measure.value(*recorded), measure.value(*expected)) {
                let weight: f64 =
                    scenario.calendar.days[day].intervals.clone().map(|i| contacts[(layout.queues[subject], i)]).sum();
                sum += weight * (recorded - expected).abs();
                weights += weight;
            }
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

/// What is expected of a queue in an interval: that of its pool, whose queues are taken as one.
fn expected(
    measure: Measure,
    scenario: &Scenario,
    contacts: &Grid<f64>,
    pool: &Pool,
    (queue, interval): (usize, usize),
) -> Option<Pair> {
    let came = |queue: usize| contacts[(queue, interval)];
    let mean = |of: &dyn Fn(usize) -> f64| {
        let (sum, weights) = pool
            .queues
            .iter()
            .filter(|&&queue| !scenario.queues[queue].channel.is_deferred())
            .fold((0.0, 0.0), |sum, &queue| (sum.0 + came(queue) * of(queue), sum.1 + came(queue)));
        if weights > 0.0 { sum / weights } else { 0.0 }
    };
    let handling = mean(&|queue| scenario.queues[queue].mean_work(1.0).0);
    let is_impatient = pool.queues.iter().all(|&queue| scenario.queues[queue].patience.is_some());
    let patience =
        is_impatient.then(|| mean(&|queue| scenario.queues[queue].patience.as_ref().map_or(0.0, |law| law.mean().0)));
    let all: f64 = pool.queues.iter().map(|&queue| came(queue)).sum();
    let offered = came(queue);
    let agents = pool.groups.iter().map(|&group| scenario.groups[group].on_duty[interval]).sum();
    let system = System {
        contacts_per_s: all / scenario.calendar.intervals[interval].length().0,
        handling: Seconds(handling),
        agents,
        patience: patience.map(Seconds),
        waiting_places: None,
    };
    let state = system.solve();
    let within =
        scenario.queues[queue].target.service_level.map_or(scenario.queues[queue].service_level_within, |t| t.within);
    let answered = offered * state.p_answered;
    match measure {
        Measure::ServiceLevel => {
            let in_time = state.outcomes(within).answered_within;
            Some(Pair { over: offered * in_time, under: offered })
        }
        Measure::Abandonment => Some(Pair { over: offered * state.p_abandon, under: offered }),
        Measure::Wait if answered > 0.0 => state.asa.map(|asa| Pair { over: answered * asa.0, under: answered }),
        Measure::Wait => Some(Pair::default()),
        Measure::Answered => Some(Pair { over: answered, under: offered }),
        Measure::Occupancy => None,
    }
}
