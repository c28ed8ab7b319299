//! Validation: the recorded period simulated with the recorded staff, beside what was recorded.
//!
//! ```text
//! history, marks ──► Record ────────────┬──────────────► sums of the record ──┐
//!                    (record)           │ contacts as counted                 ▼
//! scenario ──► as recorded, pools ──► runs ──► sums of each run ──────► bands, scores ──► Validation
//!              (as_recorded)            (simulation)      (sheet)       (band, score)      with reasons
//! ```
//!
//! Contacts come **as they were counted**: exactly as many in each interval, at moments by chance. So volumes and their uncertainty play no part, and what
//! differs between the recorded days and the simulated ones is the model, or chance. Handling times and patience are those of the
//! scenario, which an import estimates from the same history; no recorded wait or service level is looked at in a run.
//!
//! What is compared: service level, abandonment, mean wait of the answered, occupancy and the number answered ([`Measure`]); by queue and
//! of all queues; by interval, by interval of the day over all days, by day, and over the whole ([`Compared`]). Each recorded value stands beside the mean of
//! the runs and the band in which one more run is with a probability of 90 % ([`band`]). The headline is the typical error of a
//! day ([`score`]). Where the runs miss, [`reasons`] says what in the records may be why; it never guesses.
//!
//! Left out of the comparison, but simulated: intervals that are marked as odd in a way that leaves doubt whether all was recorded, and what came
//! while the doors were shut. Days with far more contacts than usual stay in: they are what a simulation is for.

pub mod as_recorded;
pub mod band;
mod formula;
pub mod gap;
pub mod measure;
pub mod reasons;
pub mod record;
pub mod score;
mod sheet;
#[cfg(test)]
mod tests;

use crate::calendar::Grid;
use crate::demand::Demand;
use crate::scenario::Scenario;
use crate::simulation::{Outcome, outcomes_of_counted};
use crate::staffing::StaffingLevels;
use crate::watch::{Interrupted, Watch};
use as_recorded::{as_recorded, pools};
use band::{Band, Coverage};
use gap::Gap;
pub use measure::{Measure, Pair};
use reasons::Reason;
pub use record::{LeftOut, Record, RecordError, Recorded};
use score::{QueueDay, by_average, errors, mean_of};
pub use score::{Score, Trust};
use sheet::{Cell, Layout, Stretch};

/// Runs unless told otherwise: the ends of a band are then the tenth from each side.
pub const RUNS: u32 = 199;
/// Where the intervals of queues have more values in all runs than these, they are not compared one by one, for the memory: 400 MB.
const MOST_VALUES: usize = 100_000_000;

/// How to validate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Seed of all random numbers.
    pub seed: u64,
    /// How many runs: [`band::FEWEST_RUNS`] at least, or there are no bands.
    pub runs: u32,
}

/// The recorded period beside the simulated one.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// The scenario as it was simulated. Its horizon is the period.
    pub scenario: Scenario,
    /// How it was simulated.
    pub options: Options,
    /// What was recorded.
    pub record: Record,
    /// Queues that are compared, by index of the scenario.
    pub queues: Vec<usize>,
    /// By compared queue, and of all of them together at the end.
    pub subjects: Vec<SubjectCompared>,
    /// Clock minutes at which intervals begin, ascending: those of [`SubjectCompared::clocks`].
    pub clocks: Vec<u32>,
    /// By interval of a queue. Empty where there are too many to keep.
    pub intervals: Vec<IntervalCompared>,
    /// By measure that was recorded, in the order of [`Measure::ALL`]; the first is the headline.
    pub scores: Vec<Score>,
    /// Measures that were not recorded of any queue.
    pub not_recorded: Vec<Measure>,
    /// What would bring simulated and recorded together, where they are apart beyond chance.
    pub gap: Option<Gap>,
    /// What in the records may be why they are apart, or limits what the comparison says; the weightiest first.
    pub reasons: Vec<Reason>,
    /// What is left out of the comparison.
    pub left_out: LeftOutSums,
}

/// What is left out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LeftOutSums {
    /// Intervals of queues that are marked as odd.
    pub odd_intervals: usize,
    /// Contacts in them.
    pub odd_contacts: f64,
    /// Contacts that came while the doors were shut; they are not simulated either.
    pub shut_contacts: f64,
}

/// A queue, or all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct SubjectCompared {
    /// Index of the queue; `None`: all compared queues together.
    pub queue: Option<usize>,
    /// Over the whole.
    pub whole: Compared,
    /// By day.
    pub days: Vec<Compared>,
    /// By interval of the day, over all days.
    pub clocks: Vec<Compared>,
}

/// An interval of a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalCompared {
    /// Index of the queue.
    pub queue: usize,
    /// Index of the interval.
    pub interval: usize,
    /// The measures.
    pub compared: Compared,
}

/// What was recorded beside what was simulated.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Compared {
    /// Contacts that came in the intervals that are compared.
    pub offered: f64,
    /// By place of [`Measure::ALL`]; `None` of what was not recorded, or where nothing counts.
    pub measures: [Option<Beside>; Measure::ALL.len()],
}

impl Compared {
    /// That of a measure.
    pub fn of(&self, measure: Measure) -> Option<&Beside> {
        self.measures[measure.place()].as_ref()
    }
}

/// A recorded value beside simulated ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beside {
    /// What was recorded.
    pub recorded: f64,
    /// The same of all runs together: a ratio of means.
    pub simulated: f64,
    /// Where one more run is; `None` of too few runs.
    pub band: Option<Band>,
}

impl Beside {
    /// Whether the recorded value lies in the band.
    pub fn is_inside(&self) -> bool {
        self.band.is_some_and(|band| band.contains(self.recorded))
    }
}

impl Validation {
    /// The score by which the simulation is judged first: that of the first measure that was recorded.
    pub fn headline(&self) -> Option<&Score> {
        self.scores.first().filter(|score| score.measure != Measure::Occupancy && score.measure != Measure::Answered)
    }

    /// All compared queues together.
    pub fn together(&self) -> &SubjectCompared {
        &self.subjects[self.subjects.len() - 1]
    }

    /// The score of a measure.
    pub fn score(&self, measure: Measure) -> Option<&Score> {
        self.scores.iter().find(|score| score.measure == measure)
    }
}

/// Simulates the horizon of a scenario as it was recorded, and compares. The agents on duty are those of the scenario. Where nothing was
/// recorded but contacts, nothing is simulated, and [`Validation::options`] says so.
///
/// Same arguments → the same result, on any number of threads.
pub fn validate(
    scenario: &Scenario,
    record: &Record,
    options: Options,
    watch: &dyn Watch,
) -> Result<Validation, Interrupted> {
    let scenario = as_recorded(scenario, record.within);
    let pools = pools(&scenario);
    let layout = Layout::of(&scenario, record, &pools);
    let options = if layout.is_anything_recorded() { options } else { Options { runs: 0, ..options } };
    let contacts = record.contacts(&Demand::of(&scenario).expected);
    let offered = offered(&layout, record, &scenario);
    let past =
        Past { scenario: &scenario, contacts: &contacts, layout: &layout, offered: &offered, seed: options.seed };
    let mut cells = Cells::of(&layout, record, options.runs);
    let mut runs = Runs { layout: &layout, offered: &offered, recorded: layout.of_record(), sheets: Vec::new() };
    past.run(1.0, options.runs, watch, &mut |outcomes| {
        cells.enter(&layout, outcomes);
        runs.sheets.push(layout.of_run(outcomes));
    })?;
    let subjects: Vec<SubjectCompared> = (0..layout.subjects()).map(|subject| runs.subject(subject)).collect();
    let intervals = cells.compared(&layout, record);
    let score = |measure: Measure| {
        let queues = &subjects[..layout.queues.len()];
        let score = runs.score(measure, queues, &intervals)?;
        let by_formula = formula::error_by_formula(measure, &scenario, &contacts, &pools, &layout);
        Some(Score { by_formula, ..score })
    };
    let scores: Vec<Score> = Measure::ALL.into_iter().filter_map(score).collect();
    let together = &subjects[layout.queues.len()];
    let gap = match scores.first() {
        Some(score) => gap::close(&past, score.measure, together, watch)?,
        None => None,
    };
    let mut validation = Validation {
        not_recorded: Measure::ALL
            .into_iter()
            .filter(|&measure| {
                together.whole.of(measure).is_none() && scores.iter().all(|score| score.measure != measure)
            })
            .collect(),
        left_out: left_out(record),
        queues: layout.queues.clone(),
        clocks: layout.clocks.clone(),
        record: record.clone(),
        reasons: Vec::new(),
        scenario: scenario.clone(),
        options,
        subjects,
        intervals,
        scores,
        gap,
    };
    validation.reasons = reasons::of(&validation, &pools);
    Ok(validation)
}

/// What is simulated, again and again.
struct Past<'a> {
    scenario: &'a Scenario,
    contacts: &'a Grid<f64>,
    layout: &'a Layout,
    /// Contacts that came in the compared intervals, by place of a sheet.
    offered: &'a [f64],
    seed: u64,
}

impl Past<'_> {
    /// Runs of the period with so much work in each contact, relative to the scenario.
    fn run(
        &self,
        work: f64,
        runs: u32,
        watch: &dyn Watch,
        each: &mut dyn FnMut(&Grid<Outcome>),
    ) -> Result<(), Interrupted> {
        let counted = counted(self.contacts.clone(), work);
        let levels = StaffingLevels::as_given(self.scenario);
        outcomes_of_counted(self.scenario, &counted, &levels, (self.seed, runs), watch, each)
    }
}

/// Contacts that were counted, with so much work in each, relative to the scenario.
fn counted(contacts: Grid<f64>, work: f64) -> Demand {
    let queues = contacts.rows();
    Demand { expected: contacts, day_factor_cv: vec![0.0; queues], handling_factor: vec![work; queues] }
}

/// What was recorded and all runs, as sheets.
struct Runs<'a> {
    layout: &'a Layout,
    /// Contacts that came in the compared intervals, by place of a sheet.
    offered: &'a [f64],
    recorded: Vec<Cell>,
    sheets: Vec<Vec<Cell>>,
}

impl Runs<'_> {
    fn subject(&self, subject: usize) -> SubjectCompared {
        let compared = |stretch: Stretch| {
            let place = self.layout.place(subject, stretch);
            Compared { offered: self.offered[place], measures: Measure::ALL.map(|measure| self.beside(measure, place)) }
        };
        SubjectCompared {
            queue: self.layout.queues.get(subject).copied(),
            whole: compared(Stretch::Whole),
            days: (0..self.layout.days).map(|day| compared(Stretch::Day(day))).collect(),
            clocks: (0..self.layout.clocks.len()).map(|place| compared(Stretch::Clock(place))).collect(),
        }
    }

    /// A recorded value beside runs; `None` where nothing was recorded, or nothing counts in most runs.
    fn beside(&self, measure: Measure, place: usize) -> Option<Beside> {
        let recorded = measure.value(self.recorded[place][measure.place()])?;
        let pairs = || self.sheets.iter().map(|run| run[place][measure.place()]);
        let mut values: Vec<f64> = pairs().filter_map(|pair| measure.value(pair)).collect();
        if values.len() * 2 < self.sheets.len() {
            return None;
        }
        let simulated = mean_of(measure, pairs().fold(Pair::default(), Pair::plus), self.sheets.len())?;
        Some(Beside { recorded, simulated, band: Band::of(&mut values) })
    }

    /// The days of a queue, or of all of them, as a score takes them.
    fn days(&self, measure: Measure, subject: usize) -> Vec<QueueDay> {
        let day = |day: usize| {
            let place = self.layout.place(subject, Stretch::Day(day));
            let recorded = self.recorded[place][measure.place()];
            measure.value(recorded)?;
            let runs = self.sheets.iter().map(|run| run[place][measure.place()]).collect();
            Some(QueueDay { weight: self.offered[place], recorded, runs })
        };
        (0..self.layout.days).filter_map(day).collect()
    }

    /// The score of a measure, but for what formulas say; `None` where it was not recorded.
    fn score(&self, measure: Measure, queues: &[SubjectCompared], intervals: &[IntervalCompared]) -> Option<Score> {
        let days: Vec<Vec<QueueDay>> = (0..queues.len()).map(|subject| self.days(measure, subject)).collect();
        let by_average = by_average(measure, &days.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let found = errors(measure, &days.into_iter().flatten().collect::<Vec<_>>())?;
        let together = self.days(measure, queues.len());
        let of_together = errors(measure, &together);
        Some(Score {
            measure,
            error: found.error,
            by_chance: found.by_chance,
            by_average,
            by_formula: None,
            bias: found.bias,
            chance: found.chance,
            together: of_together.map(|found| (found.error, score::by_average(measure, &[&together]))),
            days: coverage(measure, queues.iter().flat_map(|subject| &subject.days)),
            intervals: coverage(measure, intervals.iter().map(|interval| &interval.compared)),
        })
    }
}

fn coverage<'a>(measure: Measure, compared: impl Iterator<Item = &'a Compared>) -> Coverage {
    let mut coverage = Coverage::default();
    for beside in compared.filter_map(|compared| compared.of(measure)) {
        if let Some(band) = &beside.band {
            coverage.count(band, beside.recorded);
        }
    }
    coverage
}

/// Contacts that came in the compared intervals, by place of a sheet.
fn offered(layout: &Layout, record: &Record, scenario: &Scenario) -> Vec<f64> {
    let mut offered = vec![0.0; layout.subjects() * layout.stretches()];
    for (subject, &queue) in layout.queues.iter().enumerate() {
        for (index, row) in record.compared(queue) {
            let interval = &scenario.calendar.intervals[index];
            let clock = layout.clocks.partition_point(|&clock| clock < interval.clock_minute);
            for subject in [subject, layout.queues.len()] {
                for stretch in [Stretch::Whole, Stretch::Day(interval.day), Stretch::Clock(clock)] {
                    offered[layout.place(subject, stretch)] += row.offered;
                }
            }
        }
    }
    offered
}

fn left_out(record: &Record) -> LeftOutSums {
    let mut sums = LeftOutSums::default();
    for row in record.rows.values().iter().flatten() {
        match row.left_out {
            Some(LeftOut::Odd(_)) => {
                sums.odd_intervals += 1;
                sums.odd_contacts += row.offered;
            }
            Some(LeftOut::Closed) => sums.shut_contacts += row.offered,
            None => {}
        }
    }
    sums
}

/// The values of each compared interval, run by run, so that it has a band of its own.
struct Cells {
    /// Queue and interval of each.
    places: Vec<(usize, usize)>,
    runs: usize,
    entered: usize,
    /// By cell, measure and run; not a number where nothing counts.
    values: Vec<f32>,
    /// Sums over the runs.
    sums: Vec<Cell>,
}

impl Cells {
    fn of(layout: &Layout, record: &Record, runs: u32) -> Self {
        let has_contacts = |queue: &usize| {
            let queue = *queue;
            record.compared(queue).filter(|(_, row)| row.offered > 0.0).map(move |(interval, _)| (queue, interval))
        };
        let mut places: Vec<(usize, usize)> = layout.queues.iter().flat_map(has_contacts).collect();
        let runs = runs as usize;
        if places.len() * Measure::ALL.len() * runs > MOST_VALUES {
            places.clear();
        }
        let values = vec![f32::NAN; places.len() * Measure::ALL.len() * runs];
        Self { sums: vec![Cell::default(); places.len()], places, runs, entered: 0, values }
    }

    fn enter(&mut self, layout: &Layout, outcomes: &Grid<Outcome>) {
        for (index, &(queue, interval)) in self.places.iter().enumerate() {
            let pairs = layout.simulated(outcomes, queue, interval);
            for (place, (pair, measure)) in pairs.iter().zip(Measure::ALL).enumerate() {
                self.sums[index][place] = self.sums[index][place].plus(*pair);
                let at = (index * Measure::ALL.len() + place) * self.runs + self.entered;
                self.values[at] = measure.value(*pair).map_or(f32::NAN, |value| value as f32);
            }
        }
        self.entered += 1;
    }

    fn compared(&self, layout: &Layout, record: &Record) -> Vec<IntervalCompared> {
        let of = |(index, &(queue, interval)): (usize, &(usize, usize))| {
            let beside = |measure: Measure| {
                let place = measure.place();
                let recorded = measure.value(layout.recorded[(queue, interval)][place]?)?;
                let from = (index * Measure::ALL.len() + place) * self.runs;
                let of_runs = self.values[from..from + self.entered].iter();
                let mut values: Vec<f64> =
                    of_runs.filter(|value| !value.is_nan()).map(|&value| f64::from(value)).collect();
                if values.len() * 2 < self.entered {
                    return None;
                }
                let simulated = mean_of(measure, self.sums[index][place], self.entered)?;
                // As coarse as the runs, so that equal values are equal.
                let recorded = f64::from(recorded as f32);
                Some(Beside { recorded, simulated, band: Band::of(&mut values) })
            };
            let offered = record.rows[(queue, interval)].map_or(0.0, |row| row.offered);
            let compared = Compared { offered, measures: Measure::ALL.map(beside) };
            IntervalCompared { queue, interval, compared }
        };
        self.places.iter().enumerate().map(of).collect()
    }
}
