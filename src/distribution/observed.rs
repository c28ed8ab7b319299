//! The law of what was observed.

/// A quantile function that runs straight from each value to the next, with mean 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Observed {
    /// Ascending, at least two.
    values: Box<[f64]>,
    /// The integral of the quantile function from 0 up to each of the values' places.
    areas: Box<[f64]>,
}

/// The mean of the law through those ascending values.
pub(super) fn mean(values: &[f64]) -> f64 {
    let pieces = values.windows(2).map(|ends| f64::midpoint(ends[0], ends[1]));
    pieces.sum::<f64>() / (values.len() - 1) as f64
}

impl Observed {
    /// The law through those ascending values, whose [`mean`] is 1.
    pub(super) fn of(values: Box<[f64]>) -> Self {
        let width = 1.0 / (values.len() - 1) as f64;
        let mut areas = vec![0.0; values.len()];
        for i in 1..values.len() {
            areas[i] = areas[i - 1] + width * f64::midpoint(values[i - 1], values[i]);
        }
        Self { values, areas: areas.into() }
    }

    /// The standard deviation: within a piece from a to b the mean square distance from 1 is (u² + uv + v²) / 3 with u = a − 1
    /// and v = b − 1.
    pub(super) fn cv(&self) -> f64 {
        let square = |ends: &[f64]| {
            let (u, v) = (ends[0] - 1.0, ends[1] - 1.0);
            (u * u + u * v + v * v) / 3.0
        };
        (self.values.windows(2).map(square).sum::<f64>() / self.pieces()).sqrt()
    }

    fn pieces(&self) -> f64 {
        (self.values.len() - 1) as f64
    }

    /// The value at `p`, from 0 to 1.
    #[inline]
    pub(super) fn quantile(&self, p: f64) -> f64 {
        let place = p * self.pieces();
        let piece = (place as usize).min(self.values.len() - 2);
        let (from, to) = (self.values[piece], self.values[piece + 1]);
        from + (to - from) * (place - piece as f64)
    }

    /// The share that does not exceed `x`, and how many of the values do not.
    fn place(&self, x: f64) -> (f64, usize) {
        let above = self.values.partition_point(|&value| value <= x);
        if above == 0 || above == self.values.len() {
            return (if above == 0 { 0.0 } else { 1.0 }, above);
        }
        let (from, to) = (self.values[above - 1], self.values[above]);
        (((above - 1) as f64 + (x - from) / (to - from)) / self.pieces(), above)
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        1.0 - self.place(x).0
    }

    /// E[min(X, x)]: the area under the quantile function as far as it is below `x`, and `x` for the rest.
    pub(super) fn limited_mean(&self, x: f64) -> f64 {
        let (share, above) = self.place(x);
        if above == 0 {
            return x;
        }
        let from = (above - 1) as f64 / self.pieces();
        let area = self.areas[above - 1] + (share - from) * f64::midpoint(self.values[above - 1], x);
        if above == self.values.len() { self.areas[above - 1] } else { area + x * (1.0 - share) }
    }
}
