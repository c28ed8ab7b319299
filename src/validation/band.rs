//! Prediction bands: between which values a run of the model is, with a stated probability.
//!
//! If the model is right, what was recorded is one more run of it, equally likely to take any place among n simulated runs ordered by a
//! measure (Wilks 1941). So it lies between the k-th from below and the k-th from above with probability (n + 1 − 2k) / (n + 1) at
//! least, and exactly where values do not repeat; k is the largest that makes this [`LEVEL`]. Where they repeat (a share of
//! three contacts), more runs are within, and [`Band::expected`] says how many.

/// Probability that a run lies in its band.
pub const LEVEL: f64 = 0.9;

/// Fewest runs that have a band of [`LEVEL`]: with them, the band is from the least to the greatest.
pub const FEWEST_RUNS: u32 = 19;

/// Where a run of the model is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Lower end, included.
    pub lower: f64,
    /// Upper end, included.
    pub upper: f64,
    /// Probability that one more run of the model is in it, as far as these runs tell.
    pub expected: f64,
}

impl Band {
    /// The band of the values of runs, which are put in order; `None` where there are too few.
    pub fn of(values: &mut [f64]) -> Option<Self> {
        let n = values.len();
        if n < FEWEST_RUNS as usize {
            return None;
        }
        values.sort_unstable_by(f64::total_cmp);
        // 20 runs and one more have 21 places: rounding must not take one away.
        let k = ((1.0 - LEVEL) / 2.0 * (n as f64 + 1.0) + 1e-9).floor() as usize;
        let (lower, upper) = (values[k - 1], values[n - k]);
        let inside = values.partition_point(|&value| value <= upper) - values.partition_point(|&value| value < lower);
        Some(Self { lower, upper, expected: (inside as f64 - 1.0) / (n as f64 + 1.0) })
    }

    /// Whether a value lies in it.
    pub fn contains(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

/// How often what was recorded lies in its band.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Coverage {
    /// Times that it does.
    pub inside: u32,
    /// Times that were compared.
    pub of: u32,
    /// Times that it would if the model were right.
    pub expected: f64,
}

impl Coverage {
    /// Counts one more.
    pub fn count(&mut self, band: &Band, recorded: f64) {
        self.of += 1;
        self.inside += u32::from(band.contains(recorded));
        self.expected += band.expected;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_of_199_runs_leaves_nine_on_each_side() {
        let mut values: Vec<f64> = (1..=199).rev().map(f64::from).collect();
        let band = Band::of(&mut values).unwrap();
        assert_eq!((band.lower, band.upper), (10.0, 190.0));
        // 180 of the 200 places that one more may take.
        assert!((band.expected - 0.9).abs() < 1e-12);
        assert!(band.contains(10.0) && band.contains(190.0) && !band.contains(9.9) && !band.contains(190.1));
    }

    #[test]
    fn nineteen_runs_are_enough_and_fewer_are_not() {
        let band = Band::of(&mut (1..=19).map(f64::from).collect::<Vec<_>>()).unwrap();
        assert_eq!((band.lower, band.upper), (1.0, 19.0));
        assert!((band.expected - 0.9).abs() < 1e-12);
        assert_eq!(Band::of(&mut [1.0; 18]), None);
    }

    #[test]
    fn where_values_repeat_more_are_expected_within() {
        let mut values = vec![1.0; 150];
        values.extend(vec![0.0; 49]);
        let band = Band::of(&mut values).unwrap();
        assert_eq!((band.lower, band.upper), (0.0, 1.0));
        assert!(band.expected > 0.98);
    }
}
