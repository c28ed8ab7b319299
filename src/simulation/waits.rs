//! Sketches of the waits of the answered and abandoned, from which quantiles are read.
//!
//! The counts in a sketch are whole numbers, and adding those is exact in any order. So each worker fills sketches of its own over all its
//! replications, and they are merged at the end, with the same bytes whoever did what.

use super::centre::Centre;
use super::facts::Facts;
use crate::statistics::{Estimate, QuantileSketch, student_quantile};

/// Replications are dealt to so many sections; how much their quantiles differ tells how well the whole's is known.
const SECTIONS: usize = 16;
/// With more queues × days than this, days and horizon have no half-widths, for the memory that the sections would take: 256 such
/// days take 12 MB for each worker.
const MOST_DAYS: usize = 256;
/// With more queues × intervals than this, intervals have no quantiles: 12 MB for each worker.
const MOST_INTERVALS: usize = 4096;

/// Sketches by queue and interval, and by section, queue and day.
#[derive(Debug, Clone, Default)]
pub struct Waits {
    /// By queue and interval; empty where there would be too many.
    intervals: Vec<QuantileSketch>,
    /// By section, queue and day.
    days: Vec<QuantileSketch>,
    /// Where the present section begins in `days`.
    section: usize,
    queues: usize,
    days_per_queue: usize,
    intervals_per_queue: usize,
}

impl Waits {
    /// Sketches for a centre, empty.
    pub fn new(centre: &Centre) -> Self {
        let queues = centre.queues.len();
        let intervals_per_queue = centre.segments.len() - centre.warm_up;
        let intervals = queues * intervals_per_queue;
        let days = queues * centre.days;
        let sections = if days <= MOST_DAYS { SECTIONS } else { 1 };
        Self {
            intervals: vec![QuantileSketch::new(); if intervals <= MOST_INTERVALS { intervals } else { 0 }],
            days: vec![QuantileSketch::new(); days * sections],
            section: 0,
            queues,
            days_per_queue: centre.days,
            intervals_per_queue,
        }
    }

    /// What follows belongs to this replication.
    pub fn begin(&mut self, replication: u32) {
        let section_length = self.queues * self.days_per_queue;
        let sections = self.days.len().checked_div(section_length).unwrap_or(1);
        self.section = replication as usize % sections * section_length;
    }

    /// A contact that came in during a segment waited so many seconds. Who did not wait is added by [`Waits::complete`].
    #[inline]
    pub fn add(&mut self, centre: &Centre, queue: usize, segment: usize, wait: f64) {
        if wait <= 0.0 {
            return;
        }
        let Some(interval) = segment.checked_sub(centre.warm_up) else { return };
        if let Some(sketch) = self.intervals.get_mut(queue * self.intervals_per_queue + interval) {
            sketch.add(wait);
        }
        self.days[self.section + queue * self.days_per_queue + centre.segments[segment].day].add(wait);
    }

    /// Adds those who did not wait, at the end of a replication: they are most, and the facts know how many they are.
    pub fn complete(&mut self, centre: &Centre, facts: &Facts) {
        for queue in 0..self.queues {
            for (interval, facts) in facts.queues.row(queue)[centre.warm_up..].iter().enumerate() {
                let none = u64::from(facts.answered + facts.abandoned - facts.waited);
                if let Some(sketch) = self.intervals.get_mut(queue * self.intervals_per_queue + interval) {
                    sketch.add_zeros(none);
                }
                let day = centre.segments[interval + centre.warm_up].day;
                self.days[self.section + queue * self.days_per_queue + day].add_zeros(none);
            }
        }
    }

    /// All waits of the other as well.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.intervals.iter_mut().zip(&other.intervals) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.days.iter_mut().zip(&other.days) {
            mine.merge(theirs);
        }
    }

    /// Quantile `p` in an interval: without half-width, since an interval of one replication has too few waits for one.
    pub fn in_interval(&self, queue: usize, interval: usize, p: f64) -> Estimate {
        let sketch = self.intervals.get(queue * self.intervals_per_queue + interval);
        let quantile = sketch.and_then(|sketch| sketch.quantile(p));
        quantile.map_or(Estimate::none(), |seconds| Estimate::new(seconds, f64::NAN))
    }

    /// Quantile `p` on a day.
    pub fn on_day(&self, queue: usize, day: usize, p: f64) -> Estimate {
        self.by_sections(queue, day..day + 1, p)
    }

    /// Quantile `p` over the horizon.
    pub fn in_total(&self, queue: usize, p: f64) -> Estimate {
        self.by_sections(queue, 0..self.days_per_queue, p)
    }

    /// The quantile of all, and by sectioning (Asmussen & Glynn, *Stochastic Simulation*, 2007, § III.5a) its half-width: sections are
    /// independent, so that the spread of their quantiles around that of all, over √sections, is its standard error.
    fn by_sections(&self, queue: usize, days: std::ops::Range<usize>, p: f64) -> Estimate {
        let mut all = QuantileSketch::new();
        let mut quantiles = Vec::with_capacity(SECTIONS);
        for section in self.days.chunks((self.queues * self.days_per_queue).max(1)) {
            let mut whole = QuantileSketch::new();
            for day in days.clone() {
                whole.merge(&section[queue * self.days_per_queue + day]);
            }
            quantiles.extend(whole.quantile(p));
            all.merge(&whole);
        }
        let Some(quantile) = all.quantile(p) else { return Estimate::none() };
        let sections = quantiles.len() as f64;
        let squares: f64 = quantiles.iter().map(|q| (q - quantile) * (q - quantile)).sum();
        let error = (squares / (sections - 1.0) / sections).sqrt();
        Estimate::new(quantile, error * student_quantile(0.975, quantiles.len() as u64 - 1))
    }
}
