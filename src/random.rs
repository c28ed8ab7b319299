//! One named stream of random numbers per (seed, replication, purpose).
//!
//! Two scenarios that differ in one thing draw the same numbers for everything else (common random numbers), so that
//! what-ifs are compared on the same callers; and a replication's numbers do not depend on which thread runs it or on
//! how many replications there are.
//!
//! The fields are absorbed one after the other by the finaliser of `SplitMix64` (Steele, Lea & Flood 2014, with
//! Stafford's constants "Mix13"), which changes half of the output bits when one input bit changes. The 64-bit result
//! seeds xoshiro256++ (Blackman & Vigna 2021) as its authors recommend: by four steps of `SplitMix64`. With a million
//! streams, the chance that any two are the same is below 10⁻⁷.

use rand::SeedableRng;

/// The generator of every stream. It is named, so that its numbers are the same in every release and on every machine.
pub type Stream = rand_xoshiro::Xoshiro256PlusPlus;

/// What a stream is for. Queues and groups are meant by their index in the scenario, so adding one at the end shifts
/// nobody else's draws.
///
/// To extend: add a variant and give it the next free number in `Purpose::code`. A number once used is never used for
/// anything else, or old results could not be had again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// The random factor on a whole day's volume of a queue.
    DayFactor {
        /// Index of the queue.
        queue: usize,
    },
    /// When contacts come in to a queue.
    Arrivals {
        /// Index of the queue.
        queue: usize,
    },
    /// How long the contacts of a queue are handled.
    Handling {
        /// Index of the queue.
        queue: usize,
    },
    /// How long the contacts of a queue are ready to wait.
    Patience {
        /// Index of the queue.
        queue: usize,
    },
    /// Choices among equals when contacts and agents are matched.
    Routing,
    /// What the days of all queues have in common.
    CommonDayFactor,
    /// How the volume of a queue wanders within the day.
    Busyness {
        /// Index of the queue.
        queue: usize,
    },
    /// Who of a group is really there.
    Attendance {
        /// Index of the group, or of a part of it whose people are told apart.
        group: usize,
    },
}

impl Purpose {
    /// The number of the purpose, and the index of what it belongs to.
    fn code(self) -> (u64, usize) {
        match self {
            Self::DayFactor { queue } => (1, queue),
            Self::Arrivals { queue } => (2, queue),
            Self::Handling { queue } => (3, queue),
            Self::Patience { queue } => (4, queue),
            Self::Routing => (5, 0),
            Self::CommonDayFactor => (6, 0),
            Self::Busyness { queue } => (7, queue),
            Self::Attendance { group } => (8, group),
        }
    }
}

/// Stands in the place of the seed when a seed, and not a stream, is derived.
const FRESH: u64 = 0x6672_6573_6820_7365;

/// The stream for that purpose in that replication of the study with that seed.
pub fn stream(seed: u64, replication: u64, purpose: Purpose) -> Stream {
    let (code, index) = purpose.code();
    Stream::seed_from_u64(mixed(&[seed, replication, code, index as u64]))
}

/// The seed of a study that is independent of the one with `seed`: for instance, a schedule that was found with some
/// random numbers is judged with fresh ones. `round` tells several such studies apart.
///
/// It is below 2⁵³, so that it survives every JSON reader and can be given again as `--seed`.
pub fn fresh_seed(seed: u64, round: u64) -> u64 {
    mixed(&[FRESH, seed, round]) >> 11
}

/// All fields in one number; their order counts.
fn mixed(fields: &[u64]) -> u64 {
    fields.iter().fold(0, |state: u64, field| finalised(state.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ field))
}

/// The finaliser of `SplitMix64`: a bijection in which every input bit reaches every output bit.
fn finalised(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, RngExt};
    use std::collections::BTreeSet;

    fn first(seed: u64, replication: u64, purpose: Purpose) -> u64 {
        stream(seed, replication, purpose).next_u64()
    }

    #[test]
    fn the_numbers_of_a_stream_never_change() {
        // Computed apart from this code, by a few lines of Python that follow the papers.
        let mut arrivals = stream(42, 7, Purpose::Arrivals { queue: 3 });
        assert_eq!(
            [arrivals.next_u64(), arrivals.next_u64(), arrivals.next_u64()],
            [0x3ad1_b268_6051_14a5, 0x9c25_53b1_7f9c_47af, 0x03b2_a2fb_26bf_a13d]
        );
        assert_eq!(first(0, 0, Purpose::Routing), 0x5c50_c5b2_4a06_cfa7);
        assert_eq!(fresh_seed(42, 1), 0x0011_8349_fabd_86ab);
    }

    #[test]
    fn a_stream_differs_in_each_of_its_fields() {
        let purposes = |queue| {
            [
                Purpose::DayFactor { queue },
                Purpose::Arrivals { queue },
                Purpose::Handling { queue },
                Purpose::Patience { queue },
                Purpose::Routing,
            ]
        };
        let mut firsts = BTreeSet::new();
        let mut streams = 0;
        for seed in 0..8 {
            for replication in 0..8 {
                for queue in 0..8 {
                    for purpose in purposes(queue) {
                        if purpose != Purpose::Routing || queue == 0 {
                            streams += 1;
                            firsts.insert(first(seed, replication, purpose));
                        }
                    }
                }
            }
        }
        assert_eq!(firsts.len(), streams);
    }

    #[test]
    fn a_stream_is_the_same_each_time() {
        let purpose = Purpose::Patience { queue: 1 };
        assert_eq!(stream(1, 2, purpose), stream(1, 2, purpose));
    }

    #[test]
    fn fresh_seeds_differ_from_round_to_round_and_fit_a_json_number() {
        let seeds: BTreeSet<u64> = (0..1000).map(|round| fresh_seed(1, round)).collect();
        assert_eq!(seeds.len(), 1000);
        assert!(seeds.iter().all(|&seed| seed < 1 << 53));
        assert!((0..1000).all(|round| fresh_seed(2, round) != fresh_seed(1, round)));
    }

    /// Correlation of the paired uniforms, times √n: standard normal if they are independent. 4.9 is its 10⁻⁶ bound.
    fn normalised_correlation(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for (u, v) in pairs {
            sum += 12.0 * (u - 0.5) * (v - 0.5);
            count += 1.0;
        }
        sum / f64::sqrt(count)
    }

    #[test]
    fn neighbours_are_uncorrelated() {
        let uniform = |seed, replication, purpose| stream(seed, replication, purpose).random::<f64>();
        let arrivals = Purpose::Arrivals { queue: 0 };
        let replications =
            normalised_correlation((0..10_000).map(|r| (uniform(1, r, arrivals), uniform(1, r + 1, arrivals))));
        let seeds = normalised_correlation(
            (0..10_000).map(|seed| (uniform(seed, 0, arrivals), uniform(seed + 1, 0, arrivals))),
        );
        let queues = normalised_correlation((0..10_000).map(|queue| {
            (uniform(1, 0, Purpose::Handling { queue }), uniform(1, 0, Purpose::Handling { queue: queue + 1 }))
        }));
        let purposes = normalised_correlation(
            (0..10_000).map(|r| (uniform(1, r, arrivals), uniform(1, r, Purpose::Handling { queue: 0 }))),
        );
        for correlation in [replications, seeds, queues, purposes] {
            assert!(correlation.abs() < 4.9, "{correlation}");
        }
    }
}
