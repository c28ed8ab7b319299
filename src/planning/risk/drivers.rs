//! What drives the cost of a plan: shares of its variance, and how far each input moves it by itself.
//!
//! **Shares.** Over the draws, total cost is fitted by least squares with a cubic in the normal score of each input that is uncertain
//! (Hermite polynomials), all at once: Y ≈ mean + Σ fᵢ. The share of input i is Cov(fᵢ, Y) / Var(Y). For independent inputs it
//! estimates the first-order index of Sobol', Var(E(Y | input)) / Var(Y), by the correlation ratio with a polynomial (Lewandowski,
//! Cooke & Duintjer Tebbens, *Sample-based estimation of correlation ratio with polynomial approximation*, ACM TOMACS 2007); for
//! correlated ones it is the share with what the input has in common with others divided among them (Li, Rabitz et al., *Global
//! sensitivity analysis for systems with independent and/or correlated inputs*, J. Phys. Chem. A 2010), and may be below 0.
//! Shares and the rest, which is what inputs do only together and what a cubic cannot follow, add up to 1, by the algebra of least squares.
//! An input that has nothing to do with cost gets some 3 / draws by chance.
//!
//! **Tornado.** Total cost with an input at its 10 % and its 90 % quantile, all others at their medians.

use super::worlds::World;
use crate::scenario::plan::{OfEach, UNCERTAIN};
use crate::scenario::{Uncertain, Uncertainty};
use crate::statistics::normal_quantile;
use crate::units::Money;
use serde::Serialize;

/// What an uncertain input does to the cost of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Driver {
    /// The input.
    pub input: Uncertain,
    /// Its share of the variance of all costs of the plan; all shares and [`Drivers::rest`] add up to 1, where costs vary.
    pub variance_share: f64,
    /// All costs of the plan with the input at its 10 % quantile and the others at their medians.
    pub low: Money,
    /// The same at its 90 % quantile.
    pub high: Money,
}

/// What drives the cost of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drivers {
    /// Uncertain inputs, those with the largest share first.
    pub inputs: Vec<Driver>,
    /// Share of the variance that no input explains by itself.
    pub rest: f64,
    /// All costs of the plan with all inputs at their medians.
    pub at_medians: Money,
}

/// Terms of the polynomial of an input.
const TERMS: usize = 3;

/// Hermite polynomials of a standard normal number, each with variance 1.
fn hermite(score: f64) -> [f64; TERMS] {
    let square = score * score;
    [score, (square - 1.0) / 2.0_f64.sqrt(), score * (square - 3.0) / 6.0_f64.sqrt()]
}

impl Drivers {
    /// Of the draws' worlds and their costs, and of what a world costs.
    pub fn of(
        uncertainty: &Uncertainty,
        worlds: &[World],
        costs: &[f64],
        cost_in: &(dyn Fn(&World) -> f64 + Sync),
    ) -> Self {
        let medians = [0.0; UNCERTAIN];
        let at_medians = cost_in(&World::of(uncertainty, medians));
        let mut inputs: Vec<Driver> = Vec::new();
        for input in Uncertain::ALL.into_iter().filter(|input| uncertainty.deviation[*input as usize] > 0.0) {
            let at = |share: f64| {
                let mut scores = medians;
                scores[input as usize] = normal_quantile(share);
                Money(cost_in(&World::of(uncertainty, scores)))
            };
            inputs.push(Driver { input, variance_share: 0.0, low: at(0.1), high: at(0.9) });
        }
        // What moves nothing by itself is not fitted: chance would give it a share.
        let moves = |driver: &&Driver| driver.low.0 != at_medians || driver.high.0 != at_medians;
        let fitted: Vec<Uncertain> = inputs.iter().filter(moves).map(|driver| driver.input).collect();
        let scores: Vec<OfEach<f64>> = worlds.iter().map(|world| world.scores).collect();
        let (shares, rest) = variance_shares(&scores, costs, &fitted);
        for (input, share) in fitted.iter().zip(shares) {
            inputs.iter_mut().filter(|driver| driver.input == *input).for_each(|driver| driver.variance_share = share);
        }
        inputs.sort_by(|one, other| other.variance_share.total_cmp(&one.variance_share));
        Self { inputs, rest, at_medians: Money(at_medians) }
    }
}

/// The share of each input in the variance of costs, and the rest; all 0 where costs do not vary.
fn variance_shares(scores: &[OfEach<f64>], costs: &[f64], inputs: &[Uncertain]) -> (Vec<f64>, f64) {
    let n = costs.len() as f64;
    let centred = |values: Vec<f64>| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / n;
        values.into_iter().map(|value| value - mean).collect()
    };
    let product = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f64>() / n;
    let largest = costs.iter().fold(0.0, |most: f64, cost| most.max(cost.abs()));
    let costs = centred(costs.to_vec());
    let variance = product(&costs, &costs);
    // Sums of a thousand costs are exact to some 10⁻¹³ of the largest: what varies less does not vary.
    if variance.is_nan() || variance <= (1e-12 * largest).powi(2) {
        return (vec![0.0; inputs.len()], 0.0);
    }
    let columns: Vec<Vec<f64>> = inputs
        .iter()
        .flat_map(|&input| (0..TERMS).map(move |term| (input, term)))
        .map(|(input, term)| centred(scores.iter().map(|scores| hermite(scores[input as usize])[term]).collect()))
        .collect();
    let gram: Vec<Vec<f64>> =
        columns.iter().map(|one| columns.iter().map(|other| product(one, other)).collect()).collect();
    let with_cost: Vec<f64> = columns.iter().map(|column| product(column, &costs)).collect();
    let coefficients = least_squares(gram, with_cost.clone());
    let parts: Vec<f64> = coefficients.iter().zip(&with_cost).map(|(a, b)| a * b / variance).collect();
    let shares: Vec<f64> = parts.chunks(TERMS).map(|terms| terms.iter().sum()).collect();
    let rest = 1.0 - shares.iter().sum::<f64>();
    (shares, rest)
}

/// Solves the normal equations by elimination. A column that depends on those before it gets the coefficient 0.
fn least_squares(mut gram: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    // Two inputs that are always alike differ by rounding only, some 10⁻¹⁶ times the number of draws.
    let is_dependent: Vec<f64> = (0..n).map(|place| 1e-10 * gram[place][place]).collect();
    let mut depends = vec![false; n];
    for pivot in 0..n {
        depends[pivot] = gram[pivot][pivot] <= is_dependent[pivot];
        if depends[pivot] {
            continue;
        }
        let above = gram[pivot].clone();
        for row in pivot + 1..n {
            let factor = gram[row][pivot] / above[pivot];
            if factor != 0.0 {
                gram[row].iter_mut().zip(&above).skip(pivot).for_each(|(value, above)| *value -= factor * above);
                right[row] -= factor * right[pivot];
            }
        }
    }
    let mut coefficients = vec![0.0; n];
    for row in (0..n).rev().filter(|&row| !depends[row]) {
        let known: f64 = (row + 1..n).map(|column| gram[row][column] * coefficients[column]).sum();
        coefficients[row] = (right[row] - known) / gram[row][row];
    }
    coefficients
}

#[cfg(test)]
mod tests {
    use super::super::worlds::worlds;
    use super::*;
    use Uncertain::{Attrition, Handling, Volume};

    fn scores(draws: u32, correlations: Vec<(Uncertain, Uncertain, f64)>) -> Vec<OfEach<f64>> {
        let uncertainty = Uncertainty { correlations, draws, ..Uncertainty::none() };
        worlds(&uncertainty, 5).into_iter().map(|world| world.scores).collect()
    }

    fn costs(scores: &[OfEach<f64>], cost: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        scores.iter().map(|scores| cost(scores[Volume as usize], scores[Attrition as usize])).collect()
    }

    #[test]
    fn two_independent_inputs_that_add_up_split_as_their_variances() {
        let scores = scores(10_000, Vec::new());
        let costs = costs(&scores, |volume, attrition| 1e6 + 300.0 * volume + 400.0 * attrition);
        let (shares, rest) = variance_shares(&scores, &costs, &[Volume, Attrition]);
        // The share 9 s₁₁ + 12 s₁₂ of 9 s₁₁ + 24 s₁₂ + 16 s₂₂ has, by the delta method, deviation 0.48 / √n.
        assert!((shares[0] - 0.36).abs() < 5.0 * 0.48 / 100.0, "{shares:?}");
        assert!((shares[1] - 0.64).abs() < 5.0 * 0.48 / 100.0, "{shares:?}");
        assert!(rest.abs() < 1e-9);
    }

    #[test]
    fn what_two_do_only_together_is_the_rest() {
        let scores = scores(10_000, Vec::new());
        let costs = costs(&scores, |volume, attrition| volume * attrition);
        let (shares, rest) = variance_shares(&scores, &costs, &[Volume, Attrition]);
        // Six terms that explain nothing: n × R² is χ² with 6 degrees, each somewhat wider for the heavy tails of the product.
        assert!(rest > 1.0 - 5.0 * 6.0 / 10_000.0 * 3.0, "{rest} {shares:?}");
        assert!((shares.iter().sum::<f64>() + rest - 1.0).abs() < 1e-12);
    }

    #[test]
    fn of_two_that_are_always_alike_the_shares_still_add_up() {
        let scores = scores(1000, vec![(Volume, Attrition, 1.0)]);
        let costs = costs(&scores, |volume, attrition| volume + attrition);
        let (shares, rest) = variance_shares(&scores, &costs, &[Volume, Attrition, Handling]);
        assert!((shares[0] + shares[1] - 1.0).abs() < 1e-9 && rest.abs() < 1e-9, "{shares:?} {rest}");
    }

    #[test]
    fn costs_that_do_not_vary_have_no_drivers() {
        let scores = scores(100, Vec::new());
        assert_eq!(variance_shares(&scores, &[1e6; 100], &[Volume]), (vec![0.0], 0.0));
    }
}
