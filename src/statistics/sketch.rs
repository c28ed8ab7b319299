//! Quantiles of waits from a histogram that merges exactly.

/// Bins per second below one second, and per doubling above it.
const BINS: u64 = 64;
/// The low bits of a float that a bin does not look at: 52 of the mantissa less the 6 that tell 64 bins apart.
const IGNORED_BITS: u32 = 52 - 6;
/// The number of the bins of a whole sketch: up to 2²⁴ s, which is 194 days. Longer waits go to the last bin.
const ALL_BINS: u64 = BINS + 24 * BINS;

/// How many waits were about how long, from which any quantile can be read.
///
/// A quantile is off by at most 1/128 of itself (0.8 %), and below one second by at most 1/128 s: below one second the bins
/// are 1/64 s wide, and above it each doubling has 64 of equal width. No wait at all has a bin for itself,
/// so a quantile of 0 is exact. The bin is found from the bits of the float, without a logarithm.
///
/// Counts are integers, so merging is exact in any order. The bins reach as far as the longest wait needs: 2.8 kB for
/// waits up to 17 minutes, 6.4 kB at most. A bin counts up to 4.29 · 10⁹ waits and then stays there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuantileSketch {
    /// How many did not wait.
    zeros: u64,
    /// How many waited.
    positive: u64,
    /// How many waited about how long; not longer than needed.
    bins: Vec<u32>,
}

impl QuantileSketch {
    /// Nothing observed yet, and nothing allocated.
    pub const fn new() -> Self {
        Self { zeros: 0, positive: 0, bins: Vec::new() }
    }

    /// One more wait. What is not above 0 is no wait.
    pub fn add(&mut self, seconds: f64) {
        if seconds <= 0.0 || seconds.is_nan() {
            self.zeros += 1;
            return;
        }
        let bin = bin_of(seconds);
        if bin >= self.bins.len() {
            self.bins.resize(bin + 1, 0);
        }
        self.bins[bin] = self.bins[bin].saturating_add(1);
        self.positive += 1;
    }

    /// So many more who did not wait.
    pub fn add_zeros(&mut self, count: u64) {
        self.zeros += count;
    }

    /// All waits of the other as well.
    pub fn merge(&mut self, other: &Self) {
        self.zeros += other.zeros;
        self.positive += other.positive;
        if other.bins.len() > self.bins.len() {
            self.bins.resize(other.bins.len(), 0);
        }
        for (mine, theirs) in self.bins.iter_mut().zip(&other.bins) {
            *mine = mine.saturating_add(*theirs);
        }
    }

    /// Forgets all waits and keeps the memory for the next replication.
    pub fn clear(&mut self) {
        self.zeros = 0;
        self.positive = 0;
        self.bins.clear();
    }

    /// How many waits, those of 0 included.
    pub fn count(&self) -> u64 {
        self.zeros + self.positive
    }

    /// The shortest wait that at least the share `p` of all do not exceed, in seconds within the stated error.
    /// `p` counts as 0 below 0 and as 1 above 1. `None` without waits.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let count = self.count();
        if count == 0 {
            return None;
        }
        let rank = ((p * count as f64).ceil() as u64).clamp(1, count);
        let mut reached = self.zeros;
        if rank <= reached {
            return Some(0.0);
        }
        for (bin, &waits) in self.bins.iter().enumerate() {
            reached += u64::from(waits);
            if rank <= reached {
                return Some(middle_of(bin));
            }
        }
        // Only bins that are full can have lost waits.
        self.bins.len().checked_sub(1).map(middle_of)
    }
}

/// The bin of a positive wait.
fn bin_of(seconds: f64) -> usize {
    let bin = if seconds < 1.0 {
        (seconds * BINS as f64) as u64
    } else {
        // The bits of positive floats grow with the float: those of the exponent count doublings, the next six the bin in it.
        BINS + ((seconds.to_bits() - 1.0_f64.to_bits()) >> IGNORED_BITS)
    };
    bin.min(ALL_BINS - 1) as usize
}

/// The middle of a bin, in seconds.
fn middle_of(bin: usize) -> f64 {
    let bin = bin as u64;
    if bin < BINS {
        return (bin as f64 + 0.5) / BINS as f64;
    }
    let edge = |bin: u64| f64::from_bits(1.0_f64.to_bits() + ((bin - BINS) << IGNORED_BITS));
    f64::midpoint(edge(bin), edge(bin + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(waits: &[f64]) -> QuantileSketch {
        let mut sketch = QuantileSketch::new();
        for &wait in waits {
            sketch.add(wait);
        }
        sketch
    }

    #[test]
    fn without_waits_there_is_no_quantile() {
        assert_eq!(QuantileSketch::new().quantile(0.5), None);
    }

    #[test]
    fn who_did_not_wait_is_counted_exactly() {
        let sketch = of(&[0.0, 0.0, 0.0, 50.0]);
        assert_eq!(sketch.count(), 4);
        assert_eq!(sketch.quantile(0.75), Some(0.0));
        assert!(sketch.quantile(0.76).unwrap() > 49.0);
    }

    #[test]
    fn what_cannot_be_a_wait_is_none_and_what_is_too_long_is_the_longest() {
        assert_eq!(of(&[f64::NAN, -1.0]).quantile(1.0), Some(0.0));
        let longest = of(&[2.0_f64.powi(24) - 1.0]);
        assert_eq!(of(&[1e300]), longest);
        assert_eq!(of(&[f64::INFINITY]), longest);
    }

    #[test]
    fn a_cleared_sketch_is_a_new_one() {
        let mut sketch = of(&[1.0, 0.0, 900.0]);
        sketch.clear();
        assert_eq!(sketch, QuantileSketch::new());
    }

    #[test]
    fn seventeen_minutes_take_as_much_memory_as_stated() {
        assert!(of(&[1023.0]).bins.len() * size_of::<u32>() <= 2816);
        assert!(of(&[1e9]).bins.len() * size_of::<u32>() <= 6400);
    }

    proptest! {
        #[test]
        fn a_quantile_is_within_the_stated_error(
            mut waits in prop::collection::vec(prop_oneof![Just(0.0), 0.0..2.0, 0.0..1000.0, 0.0..1.6e7], 1..60),
            p in 0.0..=1.0,
        ) {
            let found = of(&waits).quantile(p).unwrap();
            waits.sort_by(f64::total_cmp);
            let exact = waits[((p * waits.len() as f64).ceil() as usize).max(1) - 1];
            prop_assert!((found - exact).abs() <= exact.max(1.0) / 128.0, "{} for {}", found, exact);
            prop_assert!(exact != 0.0 || found == 0.0);
        }

        #[test]
        fn two_halves_merge_to_the_whole_in_either_order(
            left in prop::collection::vec(0.0..1e4, 0..40),
            right in prop::collection::vec(0.0..1e4, 0..40),
        ) {
            let whole = of(&[left.clone(), right.clone()].concat());
            let (mut forth, mut back) = (of(&left), of(&right));
            forth.merge(&of(&right));
            back.merge(&of(&left));
            prop_assert_eq!(&forth, &whole);
            prop_assert_eq!(&back, &whole);
        }
    }
}
