//! Times that were observed, as the likelihood sees them: each value once, with how many ended then and how many were only
//! seen to be longer.

/// What was observed at one value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct At {
    /// Seconds, above 0.
    pub(super) time: f64,
    /// How many ended then.
    pub(super) ended: f64,
    /// How many were watched until then and had not ended: they are longer.
    pub(super) longer: f64,
}

/// Times, ascending; longer than `from` is a condition of being seen at all (left truncation; 0 for none).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Times {
    pub(super) at: Vec<At>,
    pub(super) from: f64,
}

impl Times {
    /// From pairs of a time above 0 and whether it ended then.
    pub(super) fn of(observations: impl IntoIterator<Item = (f64, bool)>, from: f64) -> Self {
        let mut sorted: Vec<(f64, bool)> = observations.into_iter().collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut at: Vec<At> = Vec::new();
        for (time, has_ended) in sorted {
            if at.last().is_none_or(|last| last.time != time) {
                at.push(At { time, ended: 0.0, longer: 0.0 });
            }
            if let Some(last) = at.last_mut() {
                *(if has_ended { &mut last.ended } else { &mut last.longer }) += 1.0;
            }
        }
        Self { at, from }
    }

    /// How many ended.
    pub(super) fn ended(&self) -> f64 {
        self.at.iter().map(|at| at.ended).sum()
    }

    /// How many there are.
    pub(super) fn all(&self) -> f64 {
        self.at.iter().map(|at| at.ended + at.longer).sum()
    }

    /// How many different values there are at which something ended.
    pub(super) fn different(&self) -> usize {
        self.at.iter().filter(|at| at.ended > 0.0).count()
    }

    /// The time over which all were watched.
    pub(super) fn watched(&self) -> f64 {
        self.at.iter().map(|at| (at.ended + at.longer) * (at.time - self.from)).sum()
    }

    /// Mean and standard deviation of the logarithms of all of them.
    pub(super) fn logarithms(&self) -> (f64, f64) {
        let all = self.all();
        let over = |f: &dyn Fn(&At) -> f64| self.at.iter().map(|at| (at.ended + at.longer) * f(at)).sum::<f64>() / all;
        let mean = over(&|at| at.time.ln());
        (mean, over(&|at| (at.time.ln() - mean).powi(2)).sqrt())
    }
}
