//! The cheapest days for one person at given prices of each day and kind, with all of that person's rules kept: a shortest path
//! through days by dynamic programming, with dominance.
//!
//! Two ways to the same day that differ in nothing a later rule asks for are compared: the one that costs no more and has
//! used up no more of any counter makes the other superfluous. What is left to pay at least from each state (found backwards, with
//! the counters left aside) cuts off ways that cannot end below the price that is to be beaten.

use super::possible::{Choice, Counted, NOWHERE, Possible, WeekSoFar};
use super::problem::Line;

/// What is asked for.
pub(super) struct Ask<'a> {
    /// Price of working a kind on a day, by day and kind of the problem; added to the person's own prices.
    pub(super) prices: &'a [f64],
    /// Kinds of the problem.
    pub(super) kinds: usize,
    /// Days from the first to before the second may change; the others are as in this line.
    pub(super) window: Option<(&'a Line, usize, usize)>,
    /// Only days below this price are of use.
    pub(super) below: f64,
    /// At most so many ways are kept on each day, and so many that differ only in counters. Where that cut something off, the answer
    /// is not proved to be the cheapest.
    pub(super) most_ways: usize,
    pub(super) most_alike: usize,
    /// After so many steps only few ways are kept.
    pub(super) most_work: u64,
    /// So many answers, the cheapest first.
    pub(super) answers: usize,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// Days and their price, the cheapest first.
    pub(super) lines: Vec<(f64, Line)>,
    /// Nothing was cut off: no days are cheaper than the first of `lines`, or than the limit if there are none.
    pub(super) proved: bool,
    /// Ways looked at.
    pub(super) work: u64,
}

/// The cheapest days, or none below the limit.
pub(super) fn cheapest(possible: &Possible, ask: &Ask) -> Found {
    match possible.words {
        1 => Search::<1>::new(possible, ask).run(),
        2 => Search::<2>::new(possible, ask).run(),
        3..=4 => Search::<4>::new(possible, ask).run(),
        _ => Search::<12>::new(possible, ask).run(),
    }
}

/// Backward prices with paid time as a dimension are kept up to so many entries in all.
const TABLE: usize = 400_000;

/// Ways kept on a day once the steps allowed are done.
const FEW_WAYS: usize = 500;

#[derive(Clone, Copy)]
struct Way<const N: usize> {
    cost: f64,
    key: u64,
    used: [u64; N],
    parent: u32,
    choice: Choice,
}

/// The parts of a key.
#[derive(Clone, Copy)]
struct Key {
    state: u16,
    minutes: u32,
    week: WeekSoFar,
}

impl Key {
    fn packed(self) -> u64 {
        u64::from(self.state)
            | u64::from(self.minutes) << 16
            | u64::from(self.week.minutes) << 36
            | u64::from(self.week.days) << 52
            | u64::from(self.week.rested) << 56
    }

    fn unpacked(key: u64) -> Self {
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

struct Search<'a, const N: usize> {
    possible: &'a Possible,
    ask: &'a Ask<'a>,
    /// Price by day and choice.
    price: Vec<f64>,
    /// Choices of each day.
    allowed: Vec<Vec<Choice>>,
    /// Least price from each day, state (and units worked) on.
    to_go: Vec<f64>,
    units: usize,
    first: usize,
    /// Most and least units that can still be worked from a day on.
    most_left: Vec<u32>,
    least_left: Vec<u32>,
    guard: [u64; N],
    limits: [u64; N],
    adds: Vec<[u64; N]>,
    weekend: [u64; N],
    work: u64,
}

impl<'a, const N: usize> Search<'a, N> {
    fn new(possible: &'a Possible, ask: &'a Ask<'a>) -> Self {
        let days = possible.days.len();
        let mut price = possible.own.clone();
        for day in 0..days {
            for (at, kind) in possible.kinds.iter().enumerate() {
                price[day * possible.choices + at + 1] += ask.prices[day * ask.kinds + kind.0];
            }
        }
        let allowed: Vec<Vec<Choice>> = (0..days)
            .map(|day| match ask.window {
                Some((line, from, until)) if !(from..until).contains(&day) => {
                    possible.choice_of(line[day]).into_iter().collect()
                }
                _ => (0..possible.choices as Choice)
                    .filter(|&choice| possible.own[possible.at(day, choice)].is_finite())
                    .collect(),
            })
            .collect();
        let units_of = |choice: &Choice| possible.minutes[usize::from(*choice)];
        let (mut most_left, mut least_left) = (vec![0; days + 1], vec![0; days + 1]);
        for day in (0..days).rev() {
            most_left[day] = most_left[day + 1] + allowed[day].iter().map(units_of).max().unwrap_or(0);
            least_left[day] = least_left[day + 1] + allowed[day].iter().map(units_of).min().unwrap_or(0);
        }
        let (mut guard, mut limits) = ([0; N], [0; N]);
        let mut adds = vec![[0; N]; days * possible.choices];
        let mut weekend = [0; N];
        for counter in &possible.counters {
            guard[counter.word] |= 1 << (counter.shift + counter.width);
            limits[counter.word] |= counter.limit << counter.shift;
            match counter.counted {
                Counted::Weekend => weekend[counter.word] |= 1 << counter.shift,
                Counted::Kind(choice) => {
                    for day in 0..days {
                        adds[possible.at(day, choice)][counter.word] += 1 << counter.shift;
                    }
                }
                Counted::Refused => {
                    for (add, &refused) in adds.iter_mut().zip(&possible.refused) {
                        add[counter.word] += u64::from(refused) << counter.shift;
                    }
                }
                Counted::Night => {
                    for (add, &night) in adds.iter_mut().zip(possible.nights.iter().cycle()) {
                        add[counter.word] += u64::from(night) << counter.shift;
                    }
                }
            }
        }
        let first = ask.window.map_or(0, |(_, from, _)| from);
        let choices: usize = allowed[first..].iter().map(Vec::len).sum();
        let units = possible.period.map_or(1, |(_, most)| most as usize + 1);
        let units = if units * possible.states * choices <= TABLE { units } else { 1 };
        let mut search = Self {
            possible,
            ask,
            price,
            allowed,
            to_go: Vec::new(),
            units,
            first,
            most_left,
            least_left,
            guard,
            limits,
            adds,
            weekend,
            work: (units * possible.states * choices / 8) as u64,
        };
        search.look_back();
        search
    }

    /// Fills `to_go`.
    fn look_back(&mut self) {
        let Possible { states, choices, .. } = *self.possible;
        let days = self.possible.days.len();
        let size = states * self.units;
        self.to_go = vec![f64::INFINITY; (days + 1 - self.first) * size];
        let least = self.possible.period.map_or(0, |(least, _)| least as usize);
        let last = (days - self.first) * size;
        for state in 0..states {
            for units in 0..self.units {
                if self.units == 1 || units >= least {
                    self.to_go[last + state * self.units + units] = 0.0;
                }
            }
        }
        for day in (self.first..days).rev() {
            let (now, later) = self.to_go.split_at_mut((day + 1 - self.first) * size);
            let now = &mut now[(day - self.first) * size..];
            for state in 0..states {
                for &choice in &self.allowed[day] {
                    let step = self.possible.steps[state * choices + usize::from(choice)];
                    let price = self.price[self.possible.at(day, choice)];
                    if step.to == NOWHERE || price == f64::INFINITY {
                        continue;
                    }
                    let price = price + f64::from(step.breaches) * self.possible.breach;
                    let to = usize::from(step.to) * self.units;
                    if self.units == 1 {
                        now[state] = now[state].min(price + later[to]);
                        continue;
                    }
                    let worked = self.possible.minutes[usize::from(choice)] as usize;
                    if worked < self.units {
                        let targets = &later[to + worked..to + self.units];
                        for (least, target) in now[state * self.units..].iter_mut().zip(targets) {
                            *least = least.min(price + target);
                        }
                    }
                }
            }
        }
    }

    fn least_from(&self, day: usize, state: u16, minutes: u32) -> f64 {
        if day < self.first {
            return f64::NEG_INFINITY;
        }
        let unit = if self.units == 1 { 0 } else { minutes as usize };
        self.to_go[((day - self.first) * self.possible.states + usize::from(state)) * self.units + unit]
    }

    fn run(mut self) -> Found {
        let days = self.possible.days.len();
        let key = Key { state: self.possible.start, minutes: 0, week: self.possible.week_before };
        let mut ways = vec![Way { cost: 0.0, key: key.packed(), used: [0; N], parent: 0, choice: 0 }];
        let mut layers: Vec<Vec<(u32, Choice)>> = Vec::with_capacity(days);
        let mut proved = true;
        let mut layer = Layer::default();
        for day in 0..days {
            layer.begin(ways.len() * 3);
            for (parent, way) in ways.iter().enumerate() {
                let from = Key::unpacked(way.key);
                for at in 0..self.allowed[day].len() {
                    let choice = self.allowed[day][at];
                    let Some(mut next) = self.go(day, way, from, choice) else { continue };
                    next.parent = parent as u32;
                    self.work += 1;
                    proved &= layer.add(next, self.guard, self.ask.most_alike);
                }
            }
            let most = if self.work > self.ask.most_work { FEW_WAYS } else { self.ask.most_ways };
            let least_from = |way: &Way<N>| {
                let key = Key::unpacked(way.key);
                way.cost + self.least_from(day + 1, key.state, key.minutes).max(-1e300)
            };
            proved &= layer.narrow(most, least_from);
            std::mem::swap(&mut ways, &mut layer.ways);
            layers.push(ways.iter().map(|way| (way.parent, way.choice)).collect());
        }
        let mut ends: Vec<usize> = (0..ways.len()).collect();
        ends.sort_by(|&a, &b| ways[a].cost.total_cmp(&ways[b].cost).then(a.cmp(&b)));
        ends.truncate(self.ask.answers);
        let line = |end: usize| {
            let mut line: Line = vec![None; days];
            let mut at = end;
            for day in (0..days).rev() {
                let (parent, choice) = layers[day][at];
                line[day] = self.possible.kind_of(choice);
                at = parent as usize;
            }
            line
        };
        Found { lines: ends.into_iter().map(|end| (ways[end].cost, line(end))).collect(), proved, work: self.work }
    }

    /// One choice further, or `None` where a rule forbids it or it cannot become cheap enough.
    fn go(&self, day: usize, way: &Way<N>, from: Key, choice: Choice) -> Option<Way<N>> {
        let possible = self.possible;
        let at = possible.at(day, choice);
        let step = possible.steps[usize::from(from.state) * possible.choices + usize::from(choice)];
        if step.to == NOWHERE {
            return None;
        }
        let mut breaches = u32::from(step.breaches);
        let mut key = Key { state: step.to, ..from };
        let facts = possible.days[day];
        let units = possible.minutes[usize::from(choice)];
        if let Some((least, most)) = possible.period {
            key.minutes += units;
            if key.minutes + self.least_left[day + 1] > most || key.minutes + self.most_left[day + 1] < least {
                return None;
            }
        }
        let mut cost = way.cost + self.price[at];
        if cost + self.least_from(day + 1, key.state, key.minutes) >= self.ask.below {
            return None;
        }
        let is_worked = choice > 0;
        let yesterday = possible.worked[usize::from(from.state)];
        if facts.weekday == 6
            && facts.after_known
            && yesterday != is_worked
            && let Some(weight) = possible.complete_weekends
        {
            if weight == NOWHERE {
                return None;
            }
            breaches += u32::from(weight);
        }
        let (week, broken) = possible.week_after(day, from.state, from.week, choice)?;
        key.week = week;
        breaches += broken;
        cost += f64::from(breaches) * possible.breach;
        let mut used = way.used;
        let is_weekend = is_worked && (facts.weekday == 5 || (facts.weekday == 6 && !(day > 0 && yesterday)));
        let mut is_within = true;
        for (word, used) in used.iter_mut().enumerate() {
            let guard = self.guard[word];
            *used += self.adds[at][word] + if is_weekend { self.weekend[word] } else { 0 };
            is_within &= ((self.limits[word] | guard) - *used) & guard == guard;
        }
        if !is_within {
            for counter in &possible.counters {
                let mask = (1 << counter.width) - 1;
                let value = used[counter.word] >> counter.shift & mask;
                if value > counter.limit {
                    if counter.price == f64::INFINITY {
                        return None;
                    }
                    let above = value - counter.limit;
                    cost += above as f64 * counter.price;
                    used[counter.word] -= above << counter.shift;
                }
            }
        }
        if cost + self.least_from(day + 1, key.state, key.minutes) >= self.ask.below {
            return None;
        }
        Some(Way { cost, key: key.packed(), used, parent: 0, choice })
    }
}

/// The ways to a day, found by their keys.
struct Layer<const N: usize> {
    ways: Vec<Way<N>>,
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
    fn begin(&mut self, expected: usize) {
        self.ways.clear();
        self.next.clear();
        self.slots.clear();
        self.slots.resize(expected.clamp(64, 1 << 18).next_power_of_two(), NONE);
    }

    /// Adds a way unless it is superfluous; `false` if one that might have been of use was cut off.
    fn add(&mut self, way: Way<N>, guard: [u64; N], most_alike: usize) -> bool {
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
                    return true;
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
            if self.ways[dearest as usize].cost > way.cost {
                self.ways[dearest as usize] = way;
            }
            return false;
        }
        let number = self.ways.len() as u32;
        self.ways.push(way);
        self.next.push(self.slots[slot]);
        self.slots[slot] = number;
        true
    }

    /// Leaves out what is superfluous, and all but the best by `promise` if there are more than `most`; `false` if any was
    /// cut off.
    fn narrow(&mut self, most: usize, promise: impl Fn(&Way<N>) -> f64) -> bool {
        self.ways.retain(|way| way.cost < f64::INFINITY);
        if self.ways.len() <= most {
            return true;
        }
        let mut promises: Vec<(f64, u32)> =
            self.ways.iter().enumerate().map(|(at, way)| (promise(way), at as u32)).collect();
        promises.select_nth_unstable_by(most, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        promises.truncate(most);
        promises.sort_unstable_by_key(|&(_, at)| at);
        self.ways = promises.into_iter().map(|(_, at)| self.ways[at as usize]).collect();
        false
    }
}
