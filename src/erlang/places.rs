//! A limited number of waiting places (M/M/c/K and M/M/c/K+M), from the states themselves.
//!
//! With j waiting the queue shrinks at rate b + jθ, b = cμ. So the state with j waiting weighs Π_{i=1..j} λ/(b + iθ)
//! against the one with none. A contact that finds j others waiting, would it wait for ever, waits for j + 1
//! departures, at rates b + jθ, …, b. Those departures are a pure death process: the number within t is negative
//! binomial (Poisson when θ = 0), so "answered within t" is "more than j departures within t".

/// The states with all agents busy, by the number waiting.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// b = cμ: rate at which agents free, when all are busy.
    service: f64,
    /// θ, 0 for endless patience.
    abandonment: f64,
    /// By the number waiting, 0 to K: weights, or probabilities once scaled.
    states: Vec<f64>,
}

/// Sums over the states of [`Places`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    /// With nobody waiting.
    pub nobody: f64,
    /// With all places taken.
    pub full: f64,
    /// In which an arrival would wait.
    pub waiting: f64,
    /// All.
    pub all: f64,
    /// In which an arrival would wait and be answered.
    pub answered: f64,
    /// In which an arrival would wait and give up.
    pub abandoned: f64,
    /// Waits of those answered, in seconds.
    pub answered_wait: f64,
    /// Number waiting.
    pub number: f64,
}

impl Places {
    /// Weights of the states, relative to the heaviest. Either the service rate or 1/patience is positive.
    pub fn new(arrival: f64, service: f64, patience: Option<f64>, limit: u32) -> Self {
        let abandonment = patience.map_or(0.0, f64::recip);
        let limit = limit as usize;
        let ratio = |j: usize| arrival / (service + j as f64 * abandonment);
        // The ratios fall with j, so the heaviest state is the last one that is reached by a ratio of at least 1. From
        // there the weights fall on both sides: no overflow, and what underflows is nothing.
        let heaviest = (0..limit).find(|&j| ratio(j + 1) < 1.0).unwrap_or(limit);
        let mut states = vec![0.0; limit + 1];
        states[heaviest] = 1.0;
        for j in heaviest + 1..=limit {
            states[j] = states[j - 1] * ratio(j);
        }
        for j in (0..heaviest).rev() {
            states[j] = states[j + 1] / ratio(j + 1);
        }
        Self { service, abandonment, states }
    }

    pub fn scaled(mut self, factor: f64) -> Self {
        for state in &mut self.states {
            *state *= factor;
        }
        self
    }

    pub fn sums(&self) -> Sums {
        let limit = self.states.len() - 1;
        let mut sums = Sums { nobody: self.states[0], full: self.states[limit], ..Sums::default() };
        let mut wait = 0.0;
        for (j, &state) in self.states[..limit].iter().enumerate() {
            let ahead = (j + 1) as f64;
            let departure = self.service + ahead * self.abandonment;
            // Mean time to the answer of those who do not give up: they leave each stage as one of ahead + 1 at a time.
            wait += departure.recip();
            let answered = state * self.service / departure;
            sums.waiting += state;
            sums.answered += answered;
            sums.abandoned += state * (ahead * self.abandonment) / departure;
            sums.answered_wait += answered * wait;
            sums.number += ahead * self.states[j + 1];
        }
        sums.all = sums.waiting + sums.full;
        sums
    }

    /// Probabilities to be answered after a wait of at most `t`, and to give up within `t`.
    pub fn left_within(&self, t: f64) -> (f64, f64) {
        let theta = self.abandonment;
        // Given that it does not give up itself, a contact sees each stage end at a rate higher by θ.
        let within = departures_exceed(self.service + theta, theta, t, self.states.len() - 1);
        let (mut answered, mut abandoned, mut gives_up) = (0.0, 0.0, 0.0);
        for (j, (&state, &passed)) in self.states.iter().zip(&within).enumerate() {
            let before = self.service + j as f64 * theta;
            let after = before + theta;
            // A contact gives up with i stages behind it when i departures came before t and it was the next to go:
            // ∫₀ᵗ θ e^{−θv} P(i departures by v) dv, which has this closed form.
            let share = if j == 0 { theta / after } else { self.service * theta / (before * after) };
            gives_up += share * passed;
            answered += state * (self.service / after) * passed;
            abandoned += state * gives_up;
        }
        (answered, abandoned)
    }

    /// Probability to find all agents busy and a place free, and an offered wait of at most `t`.
    pub fn free_within(&self, t: f64) -> f64 {
        let within = departures_exceed(self.service, self.abandonment, t, self.states.len() - 1);
        self.states.iter().zip(&within).map(|(state, passed)| state * passed).sum()
    }
}

/// P(more than j departures within t) for j = 0 … limit − 1, where the (i+1)-th departure *from the end of the line* goes at
/// rate `service + i·abandonment`.
///
/// The number of stages passed is negative binomial with weights e^{−bt} Π_{i<n} h (b + iθ)/(i + 1), h = (1 − e^{−θt})/θ.
fn departures_exceed(service: f64, abandonment: f64, t: f64, limit: usize) -> Vec<f64> {
    if limit == 0 || service <= 0.0 || t <= 0.0 {
        return vec![0.0; limit];
    }
    let elapsed = if abandonment > 0.0 { -(-abandonment * t).exp_m1() / abandonment } else { t };
    if elapsed == f64::INFINITY {
        return vec![1.0; limit];
    }
    let ratio = |i: usize| elapsed * (service + i as f64 * abandonment) / (i as f64 + 1.0);
    // The ratios move monotonically towards hθ < 1, so the heaviest weight is where they first fall below 1.
    let mut heaviest = 0;
    let (mut mantissa, mut exponent) = (1.0_f64, -service * t);
    while heaviest < limit && ratio(heaviest) >= 1.0 {
        mantissa *= ratio(heaviest);
        if mantissa > 1e200 {
            exponent += mantissa.ln();
            mantissa = 1.0;
        }
        heaviest += 1;
    }
    let mut weights = vec![0.0; limit + 1];
    weights[heaviest] = (exponent + mantissa.ln()).exp();
    for n in heaviest + 1..=limit {
        weights[n] = weights[n - 1] * ratio(n - 1);
    }
    for n in (0..heaviest).rev() {
        weights[n] = weights[n + 1] / ratio(n);
    }
    let last = limit as f64;
    let (service_h, abandonment_h) = (service * elapsed, abandonment * elapsed);
    let mut exceed = if abandonment_h * (last + 2.0) + service_h < last + 1.0 {
        weights[limit] * tail_over_first(last, service_h, abandonment_h)
    } else {
        // At or below the mean number the tail is a good part of 1, and the difference loses nothing that counts.
        (1.0 - weights[..limit].iter().sum::<f64>()).max(0.0)
    };
    let mut all = vec![0.0; limit];
    for j in (0..limit).rev() {
        all[j] = exceed.min(1.0);
        exceed += weights[j];
    }
    all
}

/// `Σ_{i ≥ n} w_i / w_n` of the negative binomial weights `w_{i+1}/w_i = (y + i z)/(i + 1)`, z < 1, beyond their mean.
///
/// This is the continued fraction of the incomplete beta function (DLMF 8.17.22) with a = n, x = z and b x = y, written
/// so that z = 0, the incomplete gamma function, is no exception; evaluated by Lentz's method.
fn tail_over_first(n: f64, y: f64, z: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = away_from_zero(1.0 - (n * z + y) / (n + 1.0)).recip();
    let mut fraction = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let at = n + 2.0 * m;
        let even = m * (y - m * z) / ((at - 1.0) * at);
        d = away_from_zero(1.0 + even * d).recip();
        c = away_from_zero(1.0 + even / c);
        fraction *= c * d;
        let odd = -(n + m) * ((n + m) * z + y) / (at * (at + 1.0));
        d = away_from_zero(1.0 + odd * d).recip();
        c = away_from_zero(1.0 + odd / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    fraction
}
