//! Accounts: what replications said about the same measures of many stretches of time.

use crate::simulation::measure::{Measure, Sums};
use crate::statistics::{Estimate, RatioOfMeans, Tally, student_quantile};

/// The accounts of a subject, by stretch.
#[derive(Debug)]
pub(super) struct Accounts {
    numbers: Vec<Measure>,
    ratios: Vec<Measure>,
    /// By stretch and number.
    tallies: Vec<Tally>,
    /// By stretch and ratio.
    pairs: Vec<RatioOfMeans>,
}

impl Accounts {
    /// Empty accounts of these measures for so many stretches.
    pub fn new(measures: &[Measure], stretches: usize) -> Self {
        let (ratios, numbers): (Vec<Measure>, Vec<Measure>) = measures.iter().partition(|measure| measure.is_ratio());
        Self {
            tallies: vec![Tally::new(); numbers.len() * stretches],
            pairs: vec![RatioOfMeans::new(); ratios.len() * stretches],
            numbers,
            ratios,
        }
    }

    /// Enters the sums of a replication over a stretch.
    pub fn enter(&mut self, stretch: usize, sums: &Sums) {
        let tallies = self.tallies[stretch * self.numbers.len()..].iter_mut();
        for (tally, measure) in tallies.zip(&self.numbers) {
            tally.add(measure.of(sums).0);
        }
        let pairs = self.pairs[stretch * self.ratios.len()..].iter_mut();
        for (pair, measure) in pairs.zip(&self.ratios) {
            let (numerator, denominator) = measure.of(sums);
            pair.add(numerator, denominator);
        }
    }

    /// What is known about a measure over a stretch. Of what there is no account, nothing ever happens: a number is 0, a ratio
    /// is none.
    pub fn estimate(&self, stretch: usize, measure: Measure, student: &Student) -> Estimate {
        let place_in = |measures: &[Measure]| {
            let place = measures.iter().position(|&other| other == measure)?;
            Some(stretch * measures.len() + place)
        };
        if measure.is_ratio() {
            place_in(&self.ratios).map_or(Estimate::none(), |place| student.of_ratio(&self.pairs[place]))
        } else {
            place_in(&self.numbers).map_or(Estimate::exact(0.0), |place| student.of(&self.tallies[place]))
        }
    }

    /// How many stretches there are accounts of.
    pub fn stretches(&self) -> usize {
        self.pairs.len().checked_div(self.ratios.len()).unwrap_or(0)
    }

    /// A ratio over a stretch, while replications still come.
    pub fn ratio(&self, stretch: usize, measure: Measure) -> Estimate {
        let place = self.ratios.iter().position(|&other| other == measure);
        place.map_or(Estimate::none(), |place| self.pairs[stretch * self.ratios.len() + place].estimate())
    }
}

/// The 97.5 % quantiles of Student's distribution by degrees of freedom, computed once for all the intervals.
pub(super) struct Student(Vec<f64>);

impl Student {
    pub fn up_to(replications: u32) -> Self {
        Self((0..u64::from(replications)).map(|degrees| student_quantile(0.975, degrees)).collect())
    }

    fn estimate(&self, mean: Option<f64>, error: Option<f64>, count: u64) -> Estimate {
        let quantile = count.checked_sub(1).and_then(|degrees| self.0.get(degrees as usize)).copied();
        Estimate::with_error(mean, error, quantile)
    }

    fn of(&self, tally: &Tally) -> Estimate {
        self.estimate(tally.mean(), tally.standard_error(), tally.count())
    }

    fn of_ratio(&self, ratio: &RatioOfMeans) -> Estimate {
        self.estimate(ratio.ratio(), ratio.standard_error(), ratio.count())
    }
}
