//! How far a forecast was from what came.

/// Weighted absolute percentage error: the sum of absolute errors over the sum of contacts. Unlike a mean of percentages it
/// does not blow up where few contacts come, and it says what share of the work was forecast in the wrong place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Wape {
    errors: f64,
    contacts: f64,
}

impl Wape {
    /// One more forecast, beside what came.
    pub fn add(&mut self, forecast: f64, actual: f64) {
        self.errors += (forecast - actual).abs();
        self.contacts += actual;
    }

    /// All forecasts of the other as well.
    pub fn merge(&mut self, other: &Self) {
        self.errors += other.errors;
        self.contacts += other.contacts;
    }

    /// The share; `None` if nothing came.
    pub fn share(&self) -> Option<f64> {
        (self.contacts > 0.0).then(|| self.errors / self.contacts)
    }
}

/// Sums of `width` values each, the last of what is left: the intervals of a day in longer steps.
pub fn in_steps(values: &[f64], width: usize) -> Vec<f64> {
    values.chunks(width.max(1)).map(|chunk| chunk.iter().sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_weighed_by_the_contacts() {
        let mut wape = Wape::default();
        wape.add(110.0, 100.0);
        wape.add(0.0, 0.0);
        wape.add(0.0, 100.0);
        assert_eq!(wape.share(), Some(0.55));
        assert_eq!(Wape::default().share(), None);
        assert_eq!(in_steps(&[1.0, 2.0, 3.0], 2), [3.0, 3.0]);
    }
}
