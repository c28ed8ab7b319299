//! The promises that staffing has to keep: which measure of which queue, over which stretches of time, and by how much the
//! simulation shows that it is kept.

use crate::calendar::Grid;
use crate::scenario::{QueueId, Scenario};
use crate::simulation::{Performance, QueueMeasures, Verdict, judge};
use crate::statistics::Estimate;
use crate::target::{Over, Target};
use std::ops::Range;

/// What is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// At least a share answered within a time; of deferred work, done within the promise.
    ServiceLevel,
    /// The answered wait at most so long on average, in seconds.
    Asa,
    /// At most a share abandons.
    Abandonment,
    /// At most a share waits at all.
    PWait,
    /// Agents are busy at most a share of their time.
    Occupancy,
}

impl Part {
    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceLevel => "service_level",
            Self::Asa => "asa_s",
            Self::Abandonment => "abandonment",
            Self::PWait => "p_wait",
            Self::Occupancy => "occupancy",
        }
    }
}

/// One measure of one queue that has to stay on the right side of a number, over each of its periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// Of this queue.
    pub queue: QueueId,
    /// What is promised.
    pub part: Part,
    /// The number promised: a share, or seconds.
    pub promised: f64,
    /// Over which stretches of time.
    pub over: Over,
    /// The stretches over each of which it has to hold, as intervals of the calendar; those in which the queue never opens
    /// are not among them.
    pub periods: Vec<Range<usize>>,
    /// The place of each period among all intervals or days of the calendar.
    places: Vec<usize>,
    /// Whether what comes in one interval is done in others, so that nothing can be said by interval.
    pub(super) is_deferred: bool,
    /// By interval: whether the queue is open. What still comes from a bot or another queue after closing is for nobody.
    pub(super) open: Vec<bool>,
    /// This promise alone.
    target: Target,
}

/// By how much a promise is kept: at least 0 where it is kept. Shares as they are, times relative to what is promised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slack {
    /// As estimated; infinite where nothing is to be judged.
    pub mean: f64,
    /// Half the width of its 95 % interval.
    pub half: f64,
}

impl Slack {
    /// What is left of it at the lower end of the interval: the promise is shown to be kept where this is not below 0.
    pub fn lower(self) -> f64 {
        self.mean - self.half
    }

    pub fn is_kept(self) -> bool {
        self.lower() >= 0.0
    }
}

/// A promise over a period beside what was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Which of the promises, by its place in [`promises`].
    pub promise: usize,
    /// Intervals of the calendar.
    pub period: Range<usize>,
    /// What was measured, with its 95 % interval.
    pub measured: Estimate,
    /// What that says.
    pub verdict: Verdict,
}

/// All that is promised in a scenario.
pub fn promises(scenario: &Scenario) -> Vec<Promise> {
    let mut all = Vec::new();
    for id in scenario.queue_ids() {
        let queue = scenario.queue(id);
        let (target, nothing) = (queue.target, Target::default());
        let open = queue.opening_hours.open_intervals(&scenario.calendar);
        let over = queue.promised_over();
        let periods: Vec<Range<usize>> = match over {
            Over::Interval => (0..open.len()).map(|interval| interval..interval + 1).collect(),
            Over::Day => scenario.calendar.days.iter().map(|day| day.intervals.clone()).collect(),
            Over::Horizon => std::iter::once(0..open.len()).collect(),
        };
        let (places, periods): (Vec<usize>, Vec<_>) =
            periods.into_iter().enumerate().filter(|(_, period)| period.clone().any(|i| open[i])).unzip();
        let parts = [
            (
                Part::ServiceLevel,
                target.service_level.map(|level| level.share.0),
                Target { service_level: target.service_level, ..nothing },
            ),
            (Part::Asa, target.max_asa.map(|wait| wait.0), Target { max_asa: target.max_asa, ..nothing }),
            (
                Part::Abandonment,
                target.max_abandonment.map(|share| share.0),
                Target { max_abandonment: target.max_abandonment, ..nothing },
            ),
            (Part::PWait, target.max_p_wait.map(|share| share.0), Target { max_p_wait: target.max_p_wait, ..nothing }),
            (
                Part::Occupancy,
                target.max_occupancy.map(|share| share.0),
                Target { max_occupancy: target.max_occupancy, ..nothing },
            ),
        ];
        for (part, promised, target) in parts {
            if let Some(promised) = promised {
                let (periods, places, open) = (periods.clone(), places.clone(), open.clone());
                let is_deferred = queue.deferred.is_some();
                all.push(Promise { queue: id, part, promised, over, periods, places, is_deferred, open, target });
            }
        }
    }
    all
}

/// Each promise over each of its periods, as a simulation shows it.
pub fn judged(promises: &[Promise], performance: &Performance) -> Vec<Judged> {
    let each = |(index, promise): (usize, &Promise)| {
        let one = |(period, &place): (&Range<usize>, &usize)| {
            let measures = promise.measures(performance, place);
            let verdict = judge(&promise.target, measures);
            Judged { promise: index, period: period.clone(), measured: promise.measured(measures), verdict }
        };
        promise.periods.iter().zip(&promise.places).map(one).collect::<Vec<_>>()
    };
    promises.iter().enumerate().flat_map(each).collect()
}

impl Promise {
    /// The measures of the queue over the period at that place of the calendar.
    fn measures<'a>(&self, performance: &'a Performance, place: usize) -> &'a QueueMeasures {
        let queue = &performance.queues[self.queue.0];
        match self.over {
            Over::Interval => &queue.intervals[place],
            Over::Day => &queue.days[place],
            Over::Horizon => &queue.total,
        }
    }

    fn measured(&self, measures: &QueueMeasures) -> Estimate {
        match self.part {
            Part::ServiceLevel => measures.service_level,
            Part::Asa => measures.asa_s,
            Part::Abandonment => measures.abandonment,
            Part::PWait => measures.p_wait,
            Part::Occupancy => measures.occupancy,
        }
    }

    fn slack(&self, measures: &QueueMeasures) -> Slack {
        if judge(&self.target, measures) == Verdict::NoPromise {
            return Slack { mean: f64::INFINITY, half: 0.0 };
        }
        let measured = self.measured(measures);
        let unit = if self.part == Part::Asa { self.promised.max(1.0) } else { 1.0 };
        // Contacts came, and nobody was answered.
        let Some(mean) = measured.mean else { return Slack { mean: -self.promised / unit, half: 0.0 } };
        let mean = if self.part == Part::ServiceLevel { mean - self.promised } else { (self.promised - mean) / unit };
        // What was seen in a single replication shows nothing.
        let half = measured.half_width.map_or(mean.abs() + 1e-3, |half| half / unit);
        Slack { mean, half }
    }
}

/// What a simulation shows of all promises.
#[derive(Debug, Clone)]
pub(super) struct Observation {
    /// By promise and period.
    pub periods: Vec<Vec<Slack>>,
    /// By promise and interval, its slack in that interval alone; 0 where nothing is to be judged, and for deferred work.
    pub intervals: Grid<f64>,
    /// By promise and interval: contacts that came, as the weight of the interval in longer periods.
    pub weights: Grid<f64>,
}

impl Observation {
    pub fn of(promises: &[Promise], performance: &Performance, intervals: usize) -> Self {
        let mut observed = Self {
            periods: Vec::with_capacity(promises.len()),
            intervals: Grid::filled(promises.len(), intervals, 0.0),
            weights: Grid::filled(promises.len(), intervals, 0.0),
        };
        for (index, promise) in promises.iter().enumerate() {
            let of = |&place: &usize| promise.slack(promise.measures(performance, place));
            observed.periods.push(promise.places.iter().map(of).collect());
            for (interval, measures) in performance.queues[promise.queue.0].intervals.iter().enumerate() {
                if promise.open[interval] && !promise.is_deferred {
                    let slack = promise.slack(measures).mean;
                    observed.intervals[(index, interval)] = if slack.is_finite() { slack } else { 0.0 };
                    observed.weights[(index, interval)] = measures.offered.mean.unwrap_or(0.0);
                }
            }
        }
        observed
    }

    /// Whether every promise is shown to be kept over every period.
    pub fn is_kept(&self) -> bool {
        self.periods.iter().flatten().all(|slack| slack.is_kept())
    }
}
