//! One named stream of random numbers per (seed, replication, purpose).
//!
//! Two scenarios that differ in one thing draw the same numbers for everything else (common random numbers), so that
//! what-ifs are compared on the same callers; and a replication's numbers do not depend on which thread runs it or on
//! how many replications there are.
//!
//! Queues, groups and bots are meant by their names, so that adding one shifts nobody else's draws. Contacts have a key of
//! their own, from the name of their queue and their number in it; everything about a contact (how long it takes, how long it waits,
//! what it does next) is drawn from its key and the [`Facet`] that is asked for, whenever and in whatever order it is asked for.
//! These are counter-based random numbers (Salmon et al., *Parallel random numbers: as easy as 1, 2, 3*, 2011).
//!
//! The fields are absorbed one after the other by the finaliser of `SplitMix64` (Steele, Lea & Flood 2014, with
//! Stafford's constants "Mix13"), which changes half of the output bits when one input bit changes. The 64-bit result
//! seeds xoshiro256++ (Blackman & Vigna 2021) as its authors recommend: by four steps of `SplitMix64`. With a million
//! streams, the chance that any two are the same is below 10⁻⁷.

use rand::SeedableRng;

/// The generator of every stream. It is named, so that its numbers are the same in every release and on every machine.
pub type Stream = rand_xoshiro::Xoshiro256PlusPlus;

/// The generator of what is drawn about one contact: `SplitMix64`, whose state is a counter. It is as good as needed for the few
/// numbers that one facet of a contact takes, and costs nothing to set up.
pub type Draws = rand_xoshiro::SplitMix64;

/// What a stream is for. Queues and groups are meant by the keys of their names.
///
/// To extend: add a variant and give it the next free number in `Purpose::code`. A number once used is never used for
/// anything else, or old results could not be had again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// The random factor on a whole day's volume of a queue.
    DayFactor {
        /// Key of the queue's name.
        queue: u64,
    },
    /// When contacts come in to a queue.
    Arrivals {
        /// Key of the queue's name.
        queue: u64,
    },
    /// Who the contacts of a queue are.
    Contacts {
        /// Key of the queue's name.
        queue: u64,
    },
    /// The random factor on a whole day's volume that queues have in common.
    CommonDayFactor,
    /// The random factor that wanders within the day.
    Busyness {
        /// Key of the queue's name.
        queue: u64,
    },
    /// Who is absent, late or away.
    Attendance {
        /// Key of the crew.
        crew: u64,
    },
    /// The moves of an annealed schedule.
    Annealing,
    /// How the assumptions of a plan turn out in a draw.
    World,
    /// Which observations of a queue are kept of very many.
    Sample {
        /// Key of the queue's name.
        queue: u64,
    },
    /// How the forecast volumes of a queue turn out in a draw.
    Forecast {
        /// Key of the queue's name.
        queue: u64,
    },
    /// The error of a queue's forecast that is its own.
    ForecastError {
        /// Key of the queue's name.
        queue: u64,
    },
    /// The error that the forecasts of all queues have in common.
    CommonForecastError,
}

impl Purpose {
    /// The number of the purpose, and the key of what it belongs to.
    fn code(self) -> (u64, u64) {
        match self {
            Self::DayFactor { queue } => (1, queue),
            Self::Arrivals { queue } => (2, queue),
            Self::Contacts { queue } => (3, queue),
            Self::CommonDayFactor => (6, 0),
            Self::Busyness { queue } => (7, queue),
            Self::Attendance { crew } => (8, crew),
            Self::Annealing => (9, 0),
            Self::World => (10, 0),
            Self::Forecast { queue } => (11, queue),
            Self::Sample { queue } => (12, queue),
            Self::ForecastError { queue } => (13, queue),
            Self::CommonForecastError => (14, 0),
        }
    }
}

/// What is drawn about a contact.
///
/// To extend: add a variant at the end. A number once used is never used for anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
#[allow(missing_docs, reason = "each is the name of a thing that may happen to a contact")]
pub enum Facet {
    Handling = 1,
    Patience,
    AfterCall,
    Reason,
    Balking,
    Callback,
    Reached,
    Redial,
    Settled,
    Repeat,
    Handover,
    Turn,
    Gap,
    Delay,
    BotEntry,
    BotOutcome,
    BotReturn,
    Session,
    Reopening,
}

/// Keys are spread by this odd number, so that the counters of two facets of a contact never meet.
const FACET_STEP: u64 = 0xd134_2543_de82_ef95;
/// The step of `SplitMix64`: 2⁶⁴ divided by the golden ratio, made odd.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The key of a name: FNV-1a with 64 bits.
pub fn name_key(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// From what the keys of a queue's contacts are made in a replication.
pub fn contact_base(seed: u64, replication: u64, queue: u64) -> u64 {
    let (code, index) = Purpose::Contacts { queue }.code();
    mixed(&[seed, replication, code, index])
}

/// The key of the contact with that number.
#[inline]
pub fn contact_key(base: u64, number: u64) -> u64 {
    finalised(base.wrapping_add(number.wrapping_mul(GOLDEN)))
}

/// The key of what comes of a contact: its next attempt, its return, its further way in another queue.
pub fn child(key: u64, facet: Facet) -> u64 {
    finalised(key.wrapping_add((facet as u64).wrapping_mul(FACET_STEP)) ^ FRESH)
}

/// The random numbers of a facet of a contact.
#[inline]
pub fn draws(key: u64, facet: Facet) -> Draws {
    Draws::from_seed(key.wrapping_add((facet as u64).wrapping_mul(FACET_STEP)).to_le_bytes())
}

/// A chance of a contact: uniform from 0 to below 1, in steps of 2⁻⁵³.
#[inline]
pub fn uniform(key: u64, facet: Facet) -> f64 {
    uniform_of(key, facet, 0)
}

/// The `n`th chance of its kind.
pub fn uniform_of(key: u64, facet: Facet, n: u64) -> f64 {
    let state = key.wrapping_add((facet as u64).wrapping_mul(FACET_STEP)).wrapping_add((n + 1).wrapping_mul(GOLDEN));
    (finalised(state) >> 11) as f64 * f64::EPSILON / 2.0
}

/// Stands in the place of the seed when a seed, and not a stream, is derived.
const FRESH: u64 = 0x6672_6573_6820_7365;

/// The stream for that purpose in that replication of the study with that seed.
pub fn stream(seed: u64, replication: u64, purpose: Purpose) -> Stream {
    let (code, index) = purpose.code();
    Stream::seed_from_u64(mixed(&[seed, replication, code, index]))
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
    fields.iter().fold(0, |state: u64, field| finalised(state.wrapping_add(GOLDEN) ^ field))
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
        assert_eq!(fresh_seed(42, 1), 0x0011_8349_fabd_86ab);
    }

    #[test]
    fn a_stream_differs_in_each_of_its_fields() {
        let purposes = |queue| {
            [
                Purpose::DayFactor { queue },
                Purpose::Arrivals { queue },
                Purpose::Contacts { queue },
                Purpose::Busyness { queue },
                Purpose::Attendance { crew: queue },
            ]
        };
        let mut firsts = BTreeSet::new();
        let mut streams = 0;
        for seed in 0..8 {
            for replication in 0..8 {
                for queue in 0..8 {
                    for purpose in purposes(queue) {
                        streams += 1;
                        firsts.insert(first(seed, replication, purpose));
                    }
                }
            }
        }
        assert_eq!(firsts.len(), streams);
    }

    #[test]
    fn a_stream_is_the_same_each_time() {
        let purpose = Purpose::Busyness { queue: 1 };
        assert_eq!(stream(1, 2, purpose), stream(1, 2, purpose));
    }

    #[test]
    fn the_chances_of_contacts_are_uniform_and_uncorrelated_with_each_other() {
        let base = contact_base(1, 0, name_key("calls"));
        let keys: Vec<u64> = (0..100_000).map(|number| contact_key(base, number)).collect();
        for facet in [Facet::Handling, Facet::Settled, Facet::Session] {
            let mut chances: Vec<f64> = keys.iter().map(|&key| uniform(key, facet)).collect();
            chances.sort_by(f64::total_cmp);
            let distance = chances.iter().enumerate().map(|(i, u)| (u - i as f64 / 1e5).abs()).fold(0.0, f64::max);
            // Kolmogorov: above 2.7 / √n with probability 10⁻⁶.
            assert!(distance < 2.7 / 1e5_f64.sqrt() + 1e-5, "{facet:?} {distance}");
        }
        let pairs = |a, b| normalised_correlation(keys.iter().map(|&key| (uniform(key, a), uniform(key, b))));
        let neighbours =
            keys.windows(2).map(|two| (uniform(two[0], Facet::Handling), uniform(two[1], Facet::Handling)));
        let children =
            keys.iter().map(|&key| (uniform(key, Facet::Redial), uniform(child(key, Facet::Redial), Facet::Redial)));
        for correlation in [
            pairs(Facet::Handling, Facet::Patience),
            pairs(Facet::Settled, Facet::Repeat),
            normalised_correlation(neighbours),
            normalised_correlation(children),
        ] {
            assert!(correlation.abs() < 4.9, "{correlation}");
        }
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
            (uniform(1, 0, Purpose::Contacts { queue }), uniform(1, 0, Purpose::Contacts { queue: queue + 1 }))
        }));
        let purposes = normalised_correlation(
            (0..10_000).map(|r| (uniform(1, r, arrivals), uniform(1, r, Purpose::Contacts { queue: 0 }))),
        );
        for correlation in [replications, seeds, queues, purposes] {
            assert!(correlation.abs() < 4.9, "{correlation}");
        }
    }
}
