//! Drawing from a distribution, for the hot loop.
//!
//! A draw is the quantile of one random number (inversion): what is drawn with the same number from two laws is as alike as it
//! can be, which is what a comparison on common random numbers wants, and each draw takes exactly one number from the
//! stream. The quantile comes from a table of cubics that have its values and slopes at the ends of their cells.
//!
//! The cells are finer towards both ends of the law: the halves of the probability below and above the median are halved again
//! and again, and each of these parts has 16 cells. So the share beyond a cell is at least 16 times its width, and the
//! tails are followed as closely as the middle. Twenty halvings are in the table; the one draw in a million that lies
//! beyond is computed in full. Where a draw falls can be read off the bits of the random number as a float: its exponent
//! is the part, the next four bits the cell, the others the place in the cell. The table has 20 KB, of which nine draws in
//! ten read 4 KB.
//!
//! How good it is: moments are right to 10⁻⁶ and the distance from the law (Kolmogorov) is below 10⁻⁵; tests measure both.

use super::observed::Observed;
use super::tail::{End, Last, Node, TailWalk, along, cubic};
use super::{Distribution, Shape, two_kinds};
use rand::{Rng, RngExt};
use rand_distr::{Exp1, Gamma};
use std::sync::Arc;

/// Cells in each part.
const CELL_BITS: u32 = 4;
/// Halvings of either end that are in the table.
const PARTS: u64 = 20;
/// Cells of either end.
const CELLS: u64 = PARTS << CELL_BITS;
/// Bits of a float behind those that tell the cell.
const PLACE_BITS: u32 = 52 - CELL_BITS;
/// What the float of the cell next to the median has before those bits: the numbers that are folded at the median end at 2⁶³.
const FIRST: u64 = ((1023 + 63) << CELL_BITS) - 1;
/// The share that a folded number of 1 stands for.
const UNIT: f64 = 1.0 / (1_u128 << 64) as f64;
/// A gamma law with a smaller shape rises from nothing too steeply for the cells.
const LEAST_GAMMA_SHAPE: f64 = 0.16;
/// A hyperexponential law with a greater coefficient of variation has too sharp a bend between its two kinds.
const MOST_HYPER_CV: f64 = 4.0;

/// A distribution with everything precomputed that a draw needs. Making one takes up to a third of a millisecond; a clone shares the
/// table.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampler(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Constant(f64),
    /// The mean, and the quantiles of the law with mean 1.
    Table {
        mean: f64,
        table: Arc<Table>,
    },
    Empirical {
        mean: f64,
        observed: Arc<Observed>,
    },
    /// By rejection, exactly.
    Gamma(Gamma<f64>),
    /// By choosing the kind, exactly.
    HyperExponential {
        share: f64,
        means: [f64; 2],
    },
}

impl Sampler {
    pub(super) fn new(distribution: &Distribution) -> Self {
        let Distribution { mean, cv, ref shape } = *distribution;
        Self(match shape {
            Shape::Constant => Kind::Constant(mean),
            Shape::Empirical(observed) => Kind::Empirical { mean, observed: Arc::clone(observed) },
            Shape::Gamma { a } if *a < LEAST_GAMMA_SHAPE => Kind::Gamma(
                Gamma::new(*a, mean * cv * cv).expect("both are above 0, as `Distribution::new` has checked"),
            ),
            Shape::HyperExponential { share } if cv > MOST_HYPER_CV => {
                Kind::HyperExponential { share: *share, means: two_kinds(*share).map(|share| mean / (2.0 * share)) }
            }
            _ => Kind::Table { mean, table: Arc::new(Table::new(&distribution.scaled(1.0 / mean))) },
        })
    }

    /// What draws from the distribution, sharing the table of one of these if its law has the same shape: there is less to be
    /// made, and less for the cache to hold.
    pub(super) fn among(distribution: &Distribution, known: &mut Vec<Self>) -> Self {
        let same_shape = |sampler: &Self| match &sampler.0 {
            Kind::Table { table, .. } => {
                let Distribution { cv, ref shape, .. } = table.distribution;
                (cv == distribution.cv && *shape == distribution.shape).then(|| Arc::clone(table))
            }
            _ => None,
        };
        if let Some(table) = known.iter().find_map(same_shape) {
            return Self(Kind::Table { mean: distribution.mean, table });
        }
        let sampler = Self::new(distribution);
        known.push(sampler.clone());
        sampler
    }

    /// One draw, in seconds: finite and never below 0. It takes one number of 64 bits from the stream and rises with it; for
    /// constants none, and for gamma laws with a coefficient of variation above 2.5 and hyperexponential ones above 4 several.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, stream: &mut R) -> f64 {
        match &self.0 {
            Kind::Table { mean, table } => mean * table.at(stream.next_u64()),
            Kind::Constant(value) => *value,
            Kind::Empirical { mean, observed } => mean * observed.quantile(stream.random()),
            Kind::Gamma(gamma) => stream.sample(gamma),
            Kind::HyperExponential { share, means } => {
                let kind = usize::from(stream.random::<f64>() >= *share);
                means[kind] * stream.sample::<f64, _>(Exp1)
            }
        }
    }
}

/// The quantile function of a law.
#[derive(Debug, Clone, PartialEq)]
struct Table {
    /// Outward from the median; of each two, the first is of the lower end and the second of the upper one.
    cells: Box<[[f64; 4]]>,
    distribution: Distribution,
    /// Where it ends, at either end.
    ends: [Option<Last>; 2],
}

impl Table {
    fn new(distribution: &Distribution) -> Self {
        let mut cells = vec![[0.0; 4]; 2 * CELLS as usize];
        let mut ends = [None; 2];
        for (offset, end) in [End::Lower, End::Upper].into_iter().enumerate() {
            let mut walk = TailWalk::new(distribution, end);
            let beyond = |cell: u64| f64::from_bits((FIRST + 1 - cell) << PLACE_BITS) * UNIT;
            let mut outer = walk.node(beyond(0));
            for cell in 0..CELLS {
                let inner = outer;
                outer = walk.node(beyond(cell + 1));
                let width = beyond(cell) - beyond(cell + 1);
                let by_place = |node: Node| Node { slope: node.slope * width, ..node };
                cells[2 * cell as usize + offset] = cubic(by_place(outer), by_place(inner));
            }
            ends[offset] = walk.last();
        }
        Self { cells: cells.into(), distribution: distribution.clone(), ends }
    }

    /// The quantile at `bits` / 2⁶⁴.
    #[inline]
    fn at(&self, bits: u64) -> f64 {
        // All ones for the upper half, so that folding makes the distance from either end of it, below 2⁶³.
        let upper = bits.cast_signed() >> 63;
        let folded = bits.cast_signed() ^ upper;
        let float = (folded as f64).to_bits();
        let cell = FIRST.wrapping_sub(float >> PLACE_BITS);
        let index = cell.wrapping_mul(2).wrapping_add((upper & 1).cast_unsigned()) as usize;
        match self.cells.get(index) {
            Some(cubic) => along(cubic, f64::from_bits((float << CELL_BITS) & MANTISSA | ONE) - 1.0),
            None => self.beyond_the_table(folded, upper != 0),
        }
    }

    #[cold]
    #[inline(never)]
    fn beyond_the_table(&self, folded: i64, is_upper: bool) -> f64 {
        // Half a step, so that there is an end.
        let beyond = (folded as f64).max(0.5) * UNIT;
        let end = if is_upper { End::Upper } else { End::Lower };
        TailWalk::from(&self.distribution, end, self.ends[usize::from(is_upper)]).node(beyond).value
    }
}

/// The bits of a float behind its exponent.
const MANTISSA: u64 = (1 << 52) - 1;
/// The bits of 1.0.
const ONE: u64 = 1023 << 52;
