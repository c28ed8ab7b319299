//! The ways to a day, as the search for somebody's cheapest days knows them: which of them make others superfluous.

use super::possible::{Choice, WeekSoFar};

/// A way to a day.
#[derive(Clone, Copy)]
pub(super) struct Way<const N: usize> {
    pub(super) cost: f64,
    /// All that a later rule asks for but what the counters have ([`Key`]).
    pub(super) key: u64,
    pub(super) used: [u64; N],
    pub(super) parent: u32,
    pub(super) choice: Choice,
}

/// The parts of a key.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) state: u16,
    pub(super) minutes: u32,
    pub(super) week: WeekSoFar,
}

impl Key {
    pub(super) fn packed(self) -> u64 {
        u64::from(self.state)
            | u64::from(self.minutes) << 16
            | u64::from(self.week.minutes) << 36
            | u64::from(self.week.days) << 52
            | u64::from(self.week.rested) << 56
    }

    pub(super) fn unpacked(key: u64) -> Self {
        Self {
            state: key as u16,
            minutes: (key >> 16) as u32 & 0xf_ffff,
            week: WeekSoFar {
                minutes: (key >> 36) as u32 & 0xffff,
                days: (key >> 52) as u32 & 0xf,
                rested: key >> 56 & 1 == 1,
            },
        }
    }
}

/// The ways to a day, found by their keys.
pub(super) struct Layer<const N: usize> {
    pub(super) ways: Vec<Way<N>>,
    /// The next way in the same slot, `NONE` at the end.
    next: Vec<u32>,
    slots: Vec<u32>,
}

const NONE: u32 = u32::MAX;
/// 2⁶⁴ divided by the golden ratio, made odd: spreads keys over slots.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl<const N: usize> Default for Layer<N> {
    fn default() -> Self {
        Self { ways: Vec::new(), next: Vec::new(), slots: Vec::new() }
    }
}

impl<const N: usize> Layer<N> {
    pub(super) fn begin(&mut self, expected: usize) {
        self.ways.clear();
        self.next.clear();
        self.slots.clear();
        self.slots.resize(expected.clamp(64, 1 << 18).next_power_of_two(), NONE);
    }

    /// Adds a way unless it is superfluous. One that might have been of use but is one too many is given back.
    pub(super) fn add(&mut self, way: Way<N>, guard: [u64; N], most_alike: usize) -> Option<Way<N>> {
        let bits = self.slots.len().trailing_zeros();
        let slot = (way.key.wrapping_mul(GOLDEN) >> (64 - bits)) as usize;
        let mut before = NONE;
        let mut at = self.slots[slot];
        let (mut alike, mut dearest) = (0, NONE);
        while at != NONE {
            let next = self.next[at as usize];
            let other = &self.ways[at as usize];
            if other.key == way.key {
                let no_more = |a: &[u64; N], b: &[u64; N]| {
                    (0..N).all(|word| ((b[word] | guard[word]) - a[word]) & guard[word] == guard[word])
                };
                if other.cost <= way.cost && no_more(&other.used, &way.used) {
                    return None;
                }
                if way.cost <= other.cost && no_more(&way.used, &other.used) {
                    self.ways[at as usize].cost = f64::INFINITY;
                    if before == NONE {
                        self.slots[slot] = next;
                    } else {
                        self.next[before as usize] = next;
                    }
                    at = next;
                    continue;
                }
                alike += 1;
                if dearest == NONE || self.ways[dearest as usize].cost < other.cost {
                    dearest = at;
                }
            }
            before = at;
            at = next;
        }
        if alike >= most_alike {
            let dearest = &mut self.ways[dearest as usize];
            return Some(if dearest.cost > way.cost { std::mem::replace(dearest, way) } else { way });
        }
        let number = self.ways.len() as u32;
        self.ways.push(way);
        self.next.push(self.slots[slot]);
        self.slots[slot] = number;
        None
    }

    /// Leaves out what is superfluous, and all but the best by `promise` if there are more than `most`. The best promise of what was
    /// cut off, infinite for nothing.
    pub(super) fn narrow(&mut self, most: usize, promise: impl Fn(&Way<N>) -> f64) -> f64 {
        self.ways.retain(|way| way.cost < f64::INFINITY);
        if self.ways.len() <= most {
            return f64::INFINITY;
        }
        let mut promises: Vec<(f64, u32)> =
            self.ways.iter().enumerate().map(|(at, way)| (promise(way), at as u32)).collect();
        let (_, &mut (cut, _), _) =
            promises.select_nth_unstable_by(most, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        promises.truncate(most);
        promises.sort_unstable_by_key(|&(_, at)| at);
        self.ways = promises.into_iter().map(|(_, at)| self.ways[at as usize]).collect();
        cut
    }
}
