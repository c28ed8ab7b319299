//! What a plan does to service, and what a move changes: simulation on common random numbers.

use super::Asking;
use super::duty::Plan;
use crate::demand::Demand;
use crate::scenario::Replications;
use crate::simulation::{Measure, Options, Performance, QueuePerformance, SoFar, Verdict, judge, simulate_rest};
use crate::statistics::Estimate;
use crate::watch::{Interrupted, Quietly, Watch};
use crate::what_if::{Difference, Kind, differences};

/// What a move changes for a queue over the rest of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Measures without and with it, and their difference on the same random numbers: service level, average wait, hang-ups.
    pub measures: Vec<Difference>,
    /// Whether the promise is kept without it, over the rest of the day.
    pub before: Verdict,
    /// Whether it is kept with it.
    pub after: Verdict,
}

/// Measures that moves are judged by, and whether more is better.
const JUDGED: [(Measure, bool); 3] =
    [(Measure::ServiceLevel, true), (Measure::Asa, false), (Measure::Abandonment, false)];

impl Effect {
    /// The difference of a measure.
    pub fn of(&self, measure: Measure) -> Option<&Difference> {
        self.measures.iter().find(|difference| difference.measure == measure)
    }

    /// Whether any measure is shown to be better, with the interval of its difference wholly on the good side.
    pub fn is_better(&self) -> bool {
        self.is_real(true)
    }

    /// Whether any measure is shown to be worse.
    pub fn is_worse(&self) -> bool {
        self.is_real(false)
    }

    fn is_real(&self, for_the_better: bool) -> bool {
        JUDGED.iter().any(|&(measure, more_is_better)| {
            let found = self.of(measure).filter(|difference| difference.is_real == Some(true));
            let mean = found.and_then(|difference| difference.difference.mean);
            mean.is_some_and(|mean| mean != 0.0 && ((mean > 0.0) == more_is_better) == for_the_better)
        })
    }
}

/// How much wider than 95 % intervals are those by which the search is content.
const CAUTION: f64 = 1.5;

/// Simulates the rest of the day under a plan.
pub(super) fn simulate(
    asking: &Asking<'_>,
    demand: &Demand,
    plan: &Plan,
    (seed, replications): (u64, u32),
    watch: &dyn Watch,
) -> Result<Performance, Interrupted> {
    let levels = plan.levels(&plan.people(asking.whole, asking.today));
    let factors = |seed, replication| asking.outlook.posterior.factors(seed, replication);
    let so_far = SoFar { known: asking.today.known, came: asking.came, factors: &factors };
    let options = Options { seed, replications: Replications::Fixed(replications) };
    simulate_rest(&asking.today.scenario, demand, &levels, &so_far, &options, &Quietly(watch))
}

/// Whether each queue's promise holds over the rest of the day.
pub(super) fn verdicts(performance: &Performance) -> Vec<Verdict> {
    performance.queues.iter().map(|queue| judge(&queue.target, &queue.total)).collect()
}

/// The same with intervals half as wide again: what is kept by this is mostly kept too with other random numbers.
pub(super) fn cautious_verdicts(performance: &Performance) -> Vec<Verdict> {
    let wider =
        |estimate: Estimate| Estimate { half_width: estimate.half_width.map(|half| CAUTION * half), ..estimate };
    let of_queue = |queue: &QueuePerformance| {
        let mut measures = queue.total.clone();
        measures.service_level = wider(measures.service_level);
        measures.asa_s = wider(measures.asa_s);
        measures.abandonment = wider(measures.abandonment);
        measures.p_wait = wider(measures.p_wait);
        measures.occupancy = wider(measures.occupancy);
        judge(&queue.target, &measures)
    };
    performance.queues.iter().map(of_queue).collect()
}

/// What changes for each queue from one simulation to another with the same random numbers.
pub(super) fn effects(asking: &Asking<'_>, before: &Performance, after: &Performance) -> Vec<Effect> {
    let scenario = &asking.today.scenario;
    let compared = differences((scenario, before), (scenario, after));
    let (then, now) = (verdicts(before), verdicts(after));
    let of_queue = |(index, queue): (usize, &crate::scenario::Queue)| {
        let found =
            compared.iter().find(|compared| compared.about.kind == Kind::Queue && compared.about.name == queue.name);
        let measures = found.map_or_else(Vec::new, |compared| {
            let is_judged = |difference: &&Difference| JUDGED.iter().any(|(measure, _)| *measure == difference.measure);
            compared.differences.iter().filter(is_judged).copied().collect()
        });
        Effect { measures, before: then[index], after: now[index] }
    };
    scenario.queues.iter().enumerate().map(of_queue).collect()
}

/// A measure's value that is promised and not kept: what is promised, and what is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortfall {
    /// Which.
    pub measure: Measure,
    /// What is promised.
    pub promised: f64,
    /// What is found.
    pub found: Estimate,
}
