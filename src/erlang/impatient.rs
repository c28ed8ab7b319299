//! The offered wait under exponential patience and unlimited waiting places (M/M/c+M), as integrals of its density.
//!
//! Time is counted in units of the mean patience. With x = λ/θ and s = cμ/θ, given that a contact has to wait, its
//! offered wait has a density proportional to g(u) = exp(x (1 − e^{−u}) − s u). Who is offered the wait u is answered with
//! probability e^{−u}. All measures are integrals of g with such weights. g is log-concave, with its mode at
//! G = max(0, ln(x/s)).
//!
//! The integrals are incomplete gamma functions (∫₀^∞ g = eˣ x^{−s} γ(s, x)) and their derivatives, but with x and s up to
//! 10¹⁰ those formulas subtract nearly equal numbers. Taken relative to a base b, the logarithm of g is
//! f d − k (d − 1 + e^{−d}), d = u − b, k = x e^{−b}, f = k − s, which loses nothing: at an inner mode f is 0 and k is s.
//! The integrand is entire, so that Gauss–Legendre quadrature converges faster than geometrically. Panels are laid from the
//! mode outwards such that ln g changes by 14 at most within each, where 16 nodes leave a relative error near 10⁻¹⁶
//! (their error on e^{κτ} over [−1, 1] is about κ³² · 3·10⁻⁴⁵, at κ = 7 some 3·10⁻¹⁸). They end where log-concavity bounds
//! the rest by e^{−42} of the whole.

/// Integrals of g, relative to its greatest value, over some range of offered waits u.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moments {
    /// ∫ g.
    pub mass: f64,
    /// ∫ e^{−u} g: answered.
    pub answered: f64,
    /// ∫ (1 − e^{−u}) g: abandons before the offered wait is over.
    pub abandoned: f64,
    /// ∫ u e^{−u} g: waits of the answered.
    pub answered_wait: f64,
}

impl Moments {
    fn times(self, factor: f64) -> Self {
        Self {
            mass: self.mass * factor,
            answered: self.answered * factor,
            abandoned: self.abandoned * factor,
            answered_wait: self.answered_wait * factor,
        }
    }
}

/// The offered wait of those who have to wait.
#[derive(Debug, Clone)]
pub(super) struct OfferedWait {
    /// G, where g is greatest.
    mode: f64,
    /// (ln g)' at the mode: 0, or negative when the mode is 0.
    slope: f64,
    /// −(ln g)'' at the mode: x e^{−G}.
    curvature: f64,
    /// ln g(G), which is 0 or positive.
    log_greatest: f64,
    /// s = cμ/θ.
    service: f64,
    /// The integrals over all waits.
    pub whole: Moments,
}

impl OfferedWait {
    /// For a load and at least one agent; patience is counted in mean handling times.
    pub fn new(load: f64, agents: f64, patience: f64) -> Self {
        let (arrival, service) = (load * patience, agents * patience);
        let excess = (load - agents) * patience;
        let (mode, slope, curvature) =
            if load > agents { (((load - agents) / agents).ln_1p(), 0.0, service) } else { (0.0, excess, arrival) };
        let log_greatest = excess * mode - arrival * beyond_linear(mode);
        let mut wait = Self { mode, slope, curvature, log_greatest, service, whole: Moments::default() };
        wait.whole = wait.integrate(0.0, f64::INFINITY);
        wait
    }

    /// The states in which all agents are busy against the one with nobody waiting: `Σ_{n ≥ c} p_n / p_c` = s ∫ g.
    /// May be infinite.
    pub fn busy_states(&self) -> f64 {
        self.service * self.whole.mass * self.log_greatest.exp()
    }

    /// The integrals over the waits up to `u`.
    pub fn until(&self, u: f64) -> Moments {
        if u == f64::INFINITY {
            return self.whole;
        }
        self.integrate(0.0, u)
    }

    /// ∫ g over the waits beyond `u`, where the integrals up to there are known.
    pub fn mass_after(&self, u: f64, until: &Moments) -> f64 {
        let rest = self.whole.mass - until.mass;
        // The difference has lost less than one digit; a small rest is integrated by itself.
        if rest > 0.1 * self.whole.mass {
            rest
        } else if u == f64::INFINITY {
            0.0
        } else {
            self.integrate(u, f64::INFINITY).mass
        }
    }

    fn integrate(&self, from: f64, to: f64) -> Moments {
        if to <= from {
            return Moments::default();
        }
        let base = self.mode.clamp(from, to);
        let shift = base - self.mode;
        let decay = (-shift).exp();
        let local = Local {
            base,
            base_answered: (-base).exp(),
            base_abandoned: -(-base).exp_m1(),
            // s (e^{−shift} − 1) at an inner mode, and a sum of two negative numbers when the mode is 0.
            slope: self.slope + self.curvature * (-shift).exp_m1(),
            curvature: self.curvature * decay,
        };
        // The weight e^{−u} shifts the bulk to the left of the mode, by a factor of e^G at most.
        let negligible = -42.0 - self.mode;
        let mut sum = Moments::default();
        let mut d = 0.0;
        while d < to - base {
            let end = (d + local.panel_right(d)).min(to - base);
            local.add_panel(d, end, &mut sum);
            d = end;
            if local.log_g(d) < negligible {
                break;
            }
        }
        d = 0.0;
        while d > from - base {
            let end = (d - local.panel_left(d)).max(from - base);
            local.add_panel(end, d, &mut sum);
            d = end;
            if local.log_g(d) < negligible {
                break;
            }
        }
        sum.times((self.slope * shift - self.curvature * beyond_linear(shift)).exp())
    }
}

/// Most that ln g may change within a panel.
const CHANGE: f64 = 14.0;
/// Widest panel in which e^{−u} counts.
const WIDEST: f64 = 4.0;

/// g around a base point, as a function of d = u − base and relative to its value there.
struct Local {
    base: f64,
    base_answered: f64,
    base_abandoned: f64,
    slope: f64,
    curvature: f64,
}

impl Local {
    fn log_g(&self, d: f64) -> f64 {
        self.slope * d - self.curvature * beyond_linear(d)
    }

    /// Width of the panel from `d` to the right, by the quadratic that bounds ln g: its curvature falls to the right.
    fn panel_right(&self, d: f64) -> f64 {
        let slope = self.slope + self.curvature * (-d).exp_m1();
        let curvature = self.curvature * (-d).exp();
        let width = width_of_change(slope.abs(), curvature);
        if self.base + d < 40.0 || curvature > 1e-17 { width.min(WIDEST) } else { width }
    }

    /// Width of the panel from `d` to the left, where the curvature grows: it is bounded by that at the far end.
    fn panel_left(&self, d: f64) -> f64 {
        let slope = self.slope + self.curvature * (-d).exp_m1();
        let curvature = self.curvature * (-d).exp();
        let width = width_of_change(slope.abs(), curvature).min(WIDEST);
        width_of_change(slope.abs(), curvature * width.exp()).min(width)
    }

    fn add_panel(&self, from: f64, to: f64, sum: &mut Moments) {
        let (middle, half) = (f64::midpoint(from, to), 0.5 * (to - from));
        let mut add = |d: f64, weight: f64| {
            let beyond = beyond_linear(d);
            let g = weight * half * (self.slope * d - self.curvature * beyond).exp();
            // 1 − e^{−d}, without loss where d is small.
            let gone = d - beyond;
            let answered = g * self.base_answered * (1.0 - gone);
            sum.mass += g;
            sum.answered += answered;
            sum.abandoned += g * (self.base_abandoned + self.base_answered * gone);
            sum.answered_wait += answered * (self.base + d);
        };
        for (node, weight) in GAUSS_LEGENDRE_16 {
            add(middle - half * node, weight);
            add(middle + half * node, weight);
        }
    }
}

/// The w at which (slope + curvature w) w reaches `CHANGE`.
fn width_of_change(slope: f64, curvature: f64) -> f64 {
    2.0 * CHANGE / (slope + slope.hypot((4.0 * CHANGE * curvature).sqrt()))
}

/// d − (1 − e^{−d}) = d²/2 − d³/6 + …: how far d is beyond 1 − e^{−d}, to full relative precision.
fn beyond_linear(d: f64) -> f64 {
    if d.abs() > 0.5 {
        return d + (-d).exp_m1();
    }
    let series = INVERSE_FACTORIALS.iter().rev().fold(0.0, |rest, coefficient| coefficient - d * rest);
    d * d * series
}

/// 1/2!, 1/3!, … 1/17!: at |d| ≤ ½ the first one left out adds less than 10⁻¹⁹ of the sum.
const INVERSE_FACTORIALS: [f64; 16] = {
    let mut all = [0.0; 16];
    let (mut k, mut factorial) = (0, 1.0);
    while k < all.len() {
        factorial *= (k + 2) as f64;
        all[k] = 1.0 / factorial;
        k += 1;
    }
    all
};

/// Positive nodes of the 16-point Gauss–Legendre rule on [−1, 1] and their weights: roots of the Legendre polynomial P₁₆,
/// computed to 40 digits.
const GAUSS_LEGENDRE_16: [(f64, f64); 8] = [
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_79),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_74),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_integrates_powers_exactly() {
        // 16 nodes are exact up to degree 31; the bound is the rounding of 16 additions.
        for degree in [0, 2, 16, 30] {
            let sum: f64 = GAUSS_LEGENDRE_16.iter().map(|(node, weight)| 2.0 * weight * node.powi(degree)).sum();
            let exact = 2.0 / f64::from(degree + 1);
            assert!((sum - exact).abs() < 16.0 * f64::EPSILON, "{degree}: {sum} {exact}");
        }
    }

    #[test]
    fn the_series_and_the_formula_agree_where_they_meet() {
        for d in [-0.5f64, 0.5] {
            let formula = d + (-d).exp_m1();
            assert!((beyond_linear(d) / formula - 1.0).abs() < 16.0 * f64::EPSILON);
        }
        assert!((beyond_linear(1e-8) / (0.5e-16 - 1e-24 / 6.0) - 1.0).abs() < 4.0 * f64::EPSILON);
    }
}
