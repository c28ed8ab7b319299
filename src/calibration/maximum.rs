//! Where a smooth function of a few parameters is greatest, and how sharply it falls off there.
//!
//! Newton's method with derivatives by central differences. For a log-likelihood, the inverse of the curvature at the top
//! (observed information) is the covariance of the estimates. The steps of the differences are for parameters on a
//! logarithmic scale or otherwise of the order of 1: the gradient is right to about 10⁻⁹ of the curvature and the
//! curvature to about 10⁻⁶ of itself, both far below a standard error.

/// The top of a function.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Maximum<const N: usize> {
    pub(super) at: [f64; N],
    pub(super) value: f64,
    /// The inverse of the negative second derivatives.
    pub(super) covariance: [[f64; N]; N],
}

const GRADIENT_STEP: f64 = 1e-5;
const CURVATURE_STEP: f64 = 1e-3;
/// Longest step of a parameter.
const MOST_STEP: f64 = 1.0;
/// A parameter that runs beyond this has no estimate: the function rises for ever.
const FARTHEST: f64 = 60.0;
const SHORT_STEP: f64 = 1e-6;
const MOST_ROUNDS: usize = 200;

/// The maximum of `f` that is uphill from `start`, if the climb ends at a top at which `f` falls off in every direction.
pub(super) fn maximum<const N: usize>(f: impl Fn(&[f64; N]) -> f64, start: [f64; N]) -> Option<Maximum<N>> {
    let mut at = start;
    let mut value = f(&at);
    for _ in 0..MOST_ROUNDS {
        let gradient = gradient(&f, &at);
        let curvature = curvature(&f, &at);
        let mut ridge = 0.0;
        let scale = (0..N).map(|i| curvature[i][i].abs()).fold(1e-9, f64::max);
        // Where the function is not concave, a ridge turns the step towards the steepest way up.
        let inverse = loop {
            let mut ridged = curvature;
            for (i, row) in ridged.iter_mut().enumerate() {
                row[i] += ridge;
            }
            if let Some(inverse) = inverse(&ridged) {
                break inverse;
            }
            ridge = if ridge == 0.0 { 1e-3 * scale } else { 10.0 * ridge };
            if ridge.is_nan() || ridge > 1e12 * scale {
                return None;
            }
        };
        let mut step: [f64; N] = std::array::from_fn(|i| (0..N).map(|j| inverse[i][j] * gradient[j]).sum());
        let longest = step.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
        if longest.is_nan() {
            return None;
        }
        if longest > MOST_STEP {
            step = step.map(|part| part * MOST_STEP / longest);
        }
        // Newton's steps shrink quadratically: after one as short as this, the rest is rounding.
        if longest < SHORT_STEP && ridge == 0.0 {
            for (part, step) in at.iter_mut().zip(step) {
                *part += step;
            }
            return Some(Maximum { at, value: f(&at), covariance: inverse });
        }
        // Half as far, until it is not downhill; rounding makes the last steps look so.
        let mut taken = None;
        for _ in 0..40 {
            let next: [f64; N] = std::array::from_fn(|i| at[i] + step[i]);
            let there = f(&next);
            if there >= value {
                taken = Some((next, there));
                break;
            }
            step = step.map(|part| part / 2.0);
        }
        match taken {
            Some((next, there)) => (at, value) = (next, there),
            None => return None,
        }
        if at.iter().any(|part| part.abs() > FARTHEST) {
            return None;
        }
    }
    None
}

fn gradient<const N: usize>(f: &impl Fn(&[f64; N]) -> f64, at: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|i| {
        let [up, down] = [GRADIENT_STEP, -GRADIENT_STEP].map(|step| f(&moved(at, &[(i, step)])));
        (up - down) / (2.0 * GRADIENT_STEP)
    })
}

/// The negative second derivatives.
fn curvature<const N: usize>(f: &impl Fn(&[f64; N]) -> f64, at: &[f64; N]) -> [[f64; N]; N] {
    let h = CURVATURE_STEP;
    let middle = f(at);
    let second = |i: usize, j: usize| {
        if i == j {
            return (2.0 * middle - f(&moved(at, &[(i, h)])) - f(&moved(at, &[(i, -h)]))) / (h * h);
        }
        let corner = |a: f64, b: f64| f(&moved(at, &[(i, a), (j, b)]));
        (corner(h, -h) + corner(-h, h) - corner(h, h) - corner(-h, -h)) / (4.0 * h * h)
    };
    // Each pair once: it is the same both ways.
    let half: [[f64; N]; N] = std::array::from_fn(|i| std::array::from_fn(|j| if j <= i { second(i, j) } else { 0.0 }));
    std::array::from_fn(|i| std::array::from_fn(|j| half[i.max(j)][i.min(j)]))
}

fn moved<const N: usize>(at: &[f64; N], steps: &[(usize, f64)]) -> [f64; N] {
    let mut moved = *at;
    for &(i, step) in steps {
        moved[i] += step;
    }
    moved
}

/// The inverse of a symmetric matrix, if it is positive definite (Cholesky).
pub(super) fn inverse<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut root = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let rest = matrix[i][j] - (0..j).map(|k| root[i][k] * root[j][k]).sum::<f64>();
            if i == j {
                // Below this, what is left of the diagonal is rounding.
                if rest.is_nan() || rest <= 1e-13 * matrix[i][i].abs() || !rest.is_finite() {
                    return None;
                }
                root[i][i] = rest.sqrt();
            } else {
                root[i][j] = rest / root[j][j];
            }
        }
    }
    // The columns of the inverse, which is symmetric, are its rows.
    let column = |column: usize| {
        let mut solution = [0.0; N];
        for i in 0..N {
            let rest = f64::from(u8::from(i == column)) - (0..i).map(|k| root[i][k] * solution[k]).sum::<f64>();
            solution[i] = rest / root[i][i];
        }
        for i in (0..N).rev() {
            let rest = solution[i] - (i + 1..N).map(|k| root[k][i] * solution[k]).sum::<f64>();
            solution[i] = rest / root[i][i];
        }
        solution
    };
    Some(std::array::from_fn(column))
}

/// The variance of a smooth function of parameters with that covariance (delta method), derivatives by central differences.
pub(super) fn variance_of<const N: usize>(
    f: impl Fn(&[f64; N]) -> f64,
    at: &[f64; N],
    covariance: &[[f64; N]; N],
) -> f64 {
    quadratic(&gradient(&f, at), covariance)
}

/// g′ C g.
pub(super) fn quadratic<const N: usize>(g: &[f64; N], covariance: &[[f64; N]; N]) -> f64 {
    (0..N).map(|i| g[i] * (0..N).map(|j| covariance[i][j] * g[j]).sum::<f64>()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        let inverse = inverse(&[[4.0, 2.0], [2.0, 3.0]]).unwrap();
        // By hand: 1/8 · [[3, −2], [−2, 4]]; a handful of roundings.
        for (found, exact) in inverse.iter().flatten().zip([0.375, -0.25, -0.25, 0.5]) {
            assert!((found - exact).abs() < 8.0 * f64::EPSILON);
        }
        assert_eq!(super::inverse(&[[1.0, 2.0], [2.0, 1.0]]), None);
        assert_eq!(super::inverse(&[[1.0, 1.0], [1.0, 1.0]]), None);
    }

    #[test]
    fn the_top_of_a_hill_is_found_from_where_it_is_not_concave() {
        // −ln(1 + x² + (y − 1)²) is concave only near (0, 1), where its curvature is 2 in both directions.
        let hill = |at: &[f64; 2]| -(1.0 + at[0] * at[0] + (at[1] - 1.0).powi(2)).ln();
        let top = maximum(hill, [4.0, -3.0]).unwrap();
        assert!(top.at[0].abs() < 1e-7 && (top.at[1] - 1.0).abs() < 1e-7, "{top:?}");
        assert!((top.covariance[0][0] - 0.5).abs() < 1e-5 && top.covariance[0][1].abs() < 1e-5);
    }

    #[test]
    fn a_slope_without_end_has_no_top() {
        assert_eq!(maximum(|at: &[f64; 1]| -(-at[0]).exp(), [0.0]), None);
        assert_eq!(maximum(|at: &[f64; 1]| at[0], [0.0]), None);
        assert_eq!(maximum(|_: &[f64; 1]| f64::NAN, [0.0]), None);
    }
}
