//! What would bring the simulation to what was recorded: how much more, or less, work there would be in each contact.
//!
//! Where simulated waits are too short (or too long) beyond chance, the agents had more (or less) to do than the records say, or were fewer (or
//! more) than they say. Records cannot tell these apart, since a queue looks the same when every contact takes twice as long
//! with as many agents as when half of the agents are there. So one number tells both: the factor on the handling time at which the simulated
//! service over the whole period is the recorded one, found by bisection on the same random numbers.

use super::measure::Measure;
use super::score::{QueueDay, errors};
use super::sheet::Stretch;
use super::{Past, Runs, SubjectCompared};
use crate::watch::{Interrupted, Watch};

/// Work that is tried, relative to the scenario.
const LEAST: f64 = 1.0 / 3.0;
const MOST: f64 = 3.0;
/// Halvings of the range: the factor is then known to 1 %.
const STEPS: u32 = 8;
/// Runs of each step.
const RUNS: u32 = 20;

/// What would bring simulated and recorded together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// The measure that was brought together.
    pub measure: Measure,
    /// Its value over the whole, as recorded.
    pub recorded: f64,
    /// As simulated.
    pub simulated: f64,
    /// Work in each contact, relative to the scenario's handling time.
    pub work: f64,
    /// The typical error of a day then.
    pub error_then: f64,
    /// Whether that would be no more than chance.
    pub is_chance_then: bool,
}

impl Gap {
    /// The agents who would do, relative to those recorded, if the work in each contact is as recorded.
    pub fn agents(&self) -> f64 {
        1.0 / self.work
    }
}

/// Finds the factor where the recorded value of all queues over the whole is outside of its band; `None` where it is inside, or no factor
/// would do.
pub(super) fn close(
    past: &Past<'_>,
    measure: Measure,
    together: &SubjectCompared,
    watch: &dyn Watch,
) -> Result<Option<Gap>, Interrupted> {
    let Some(whole) = together.whole.of(measure).filter(|whole| whole.band.is_some() && !whole.is_inside()) else {
        return Ok(None);
    };
    if matches!(measure, Measure::Occupancy | Measure::Answered) {
        return Ok(None);
    }
    // More work is a lower service level, longer waits, more who hang up.
    let is_too_good = |simulated: f64| {
        if measure == Measure::ServiceLevel { simulated > whole.recorded } else { simulated < whole.recorded }
    };
    let place = past.layout.place(past.layout.queues.len(), Stretch::Whole);
    let recorded = past.layout.of_record();
    let runs_with = |work: f64| -> Result<Runs, Interrupted> {
        let mut sheets = Vec::new();
        past.run(work, RUNS, watch, &mut |outcomes| sheets.push(past.layout.of_run(outcomes)))?;
        Ok(Runs { layout: past.layout, offered: past.offered, recorded: recorded.clone(), sheets })
    };
    let value = |runs: &Runs| runs.beside(measure, place).map(|beside| beside.simulated);
    let needs_more = is_too_good(whole.simulated);
    let (mut low, mut high) = if needs_more { (1.0, MOST) } else { (LEAST, 1.0) };
    let end = if needs_more { high } else { low };
    let at_end = value(&runs_with(end)?);
    if at_end.is_none_or(|at_end| is_too_good(at_end) == needs_more) {
        return Ok(None);
    }
    let mut runs = None;
    for _ in 0..STEPS {
        let work = f64::sqrt(low * high);
        let at_work = runs.insert(runs_with(work)?);
        match value(at_work) {
            Some(simulated) if is_too_good(simulated) => low = work,
            Some(_) => high = work,
            None => return Ok(None),
        }
    }
    let days: Option<Vec<QueueDay>> =
        runs.map(|runs| (0..past.layout.queues.len()).flat_map(|subject| runs.days(measure, subject)).collect());
    Ok(days.and_then(|days| errors(measure, &days)).map(|then| Gap {
        measure,
        recorded: whole.recorded,
        simulated: whole.simulated,
        work: f64::sqrt(low * high),
        error_then: then.error,
        is_chance_then: then.chance > super::score::SIGNIFICANT,
    }))
}
