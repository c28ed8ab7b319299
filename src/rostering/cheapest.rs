//! The cheapest days for one person at given prices of each day and kind, with all of that person's rules kept: a shortest path
//! through days by dynamic programming, with dominance.
//!
//! Two ways to the same day that differ in nothing a later rule asks for are compared: the one that costs no more and has
//! used up no more of any counter makes the other superfluous (`layer`). What is left to pay at least from each state (found
//! backwards, with the counters left aside) cuts off ways that cannot end below the price that is to be beaten. Where only a window
//! of days may change, what lies before and behind it is walked through once, and counters that cannot reach their limits within the
//! window are left aside.

use super::layer::{Key, Layer, Way};
use super::possible::{Choice, Counted, NOWHERE, Possible};
use super::problem::Line;
use std::ops::Range;

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
    /// At most so many ways are kept on each day, and so many that differ only in counters.
    pub(super) most_ways: usize,
    pub(super) most_alike: usize,
    /// After so many steps only few ways are kept.
    pub(super) most_work: u64,
    /// So many answers, the cheapest first.
    pub(super) answers: usize,
    /// On each day, what adds up over the period is held to the share of the days until then. That cuts off much, but few ways
    /// are then enough to come to an end of a long period.
    pub(super) steady: bool,
    /// No way makes another superfluous: all days below the limit are asked for.
    pub(super) every: bool,
}

impl<'a> Ask<'a> {
    /// The cheapest days at these prices, whatever it takes.
    pub(super) fn plain(prices: &'a [f64], kinds: usize) -> Self {
        let (most_ways, most_alike, most_work) = (usize::MAX, usize::MAX, u64::MAX);
        let below = f64::INFINITY;
        Self {
            prices,
            kinds,
            window: None,
            below,
            most_ways,
            most_alike,
            most_work,
            answers: 1,
            steady: false,
            every: false,
        }
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Days and their price, the cheapest first.
    pub(super) lines: Vec<(f64, Line)>,
    /// No days that were asked for cost less, whatever was cut off.
    pub(super) least: f64,
    /// Ways looked at.
    pub(super) work: u64,
}

impl Found {
    /// Nothing is known.
    pub(super) const NOTHING: Self = Self { lines: Vec::new(), least: f64::NEG_INFINITY, work: 0 };
}

/// The cheapest days, or none below the limit.
pub(super) fn cheapest(possible: &Possible, ask: &Ask) -> Found {
    fn of<const N: usize>(possible: &Possible, ask: &Ask) -> Found {
        Search::<N>::new(possible, ask).map_or(Found::NOTHING, Search::run)
    }
    match possible.words {
        1 => of::<1>(possible, ask),
        2 => of::<2>(possible, ask),
        3..=4 => of::<4>(possible, ask),
        5..=12 => of::<12>(possible, ask),
        _ => of::<MOST_WORDS>(possible, ask),
    }
}

/// Counters have at most so many words.
pub(super) const MOST_WORDS: usize = 64;

/// Backward prices with paid time as a dimension are kept up to so many entries in all.
const TABLE: usize = 400_000;

/// Ways kept on a day once the steps allowed are done.
const FEW_WAYS: usize = 500;

/// Shifts by which paid time may be ahead of its share or behind it.
const AHEAD: f64 = 4.0;

struct Search<'a, const N: usize> {
    possible: &'a Possible,
    ask: &'a Ask<'a>,
    /// Days that may change.
    window: Range<usize>,
    /// The choice of each day; of use outside the window.
    fixed: Vec<Choice>,
    /// Price by day of the window and choice.
    price: Vec<f64>,
    /// Choices of each day of the window.
    allowed: Vec<Vec<Choice>>,
    /// Least price from each day of the window and the one after it, state (and units worked) on, with the prices behind the window
    /// left aside.
    to_go: Vec<f64>,
    units: usize,
    /// Least and most units to be worked in the window.
    period: Option<(u32, u32)>,
    /// Most and least units that can still be worked in the window from a day on.
    most_left: Vec<u32>,
    least_left: Vec<u32>,
    /// What part of the days on which work is possible has passed after each; empty unless asked for.
    shares: Vec<f64>,
    guard: [u64; N],
    limits: [u64; N],
    /// What each choice adds.
    adds: Vec<[u64; N]>,
    refused: Option<(usize, u32)>,
    weekend: [u64; N],
    begin: Way<N>,
    work: u64,
}

impl<'a, const N: usize> Search<'a, N> {
    /// None where what is fixed before the window breaks a rule.
    fn new(possible: &'a Possible, ask: &'a Ask<'a>) -> Option<Self> {
        let days = possible.days.len();
        let (window, fixed) = match ask.window {
            None => (0..days, Vec::new()),
            Some((line, from, until)) => {
                (from..until, line.iter().map(|&kind| possible.choice_of(kind)).collect::<Option<_>>()?)
            }
        };
        let mut price = possible.own[window.start * possible.choices..window.end * possible.choices].to_vec();
        for (row, day) in price.chunks_mut(possible.choices).zip(window.clone()) {
            for (price, kind) in row[1..].iter_mut().zip(&possible.kinds) {
                *price += ask.prices[day * ask.kinds + kind.0];
            }
        }
        let allowed: Vec<Vec<Choice>> = price
            .chunks(possible.choices)
            .map(|row| (0..possible.choices as Choice).filter(|&choice| row[usize::from(choice)].is_finite()).collect())
            .collect();
        let units_of = |choice: &Choice| possible.minutes[usize::from(*choice)];
        let length = window.len();
        let (mut most_left, mut least_left) = (vec![0; length + 1], vec![0; length + 1]);
        for (at, allowed) in allowed.iter().enumerate().rev() {
            most_left[at] = most_left[at + 1] + allowed.iter().map(units_of).max().unwrap_or(0);
            least_left[at] = least_left[at + 1] + allowed.iter().map(units_of).min().unwrap_or(0);
        }
        let key = Key { state: possible.start, minutes: 0, week: possible.week_before };
        let mut search = Self {
            possible,
            ask,
            window,
            fixed,
            price,
            allowed,
            to_go: Vec::new(),
            units: 1,
            period: possible.period,
            most_left,
            least_left,
            shares: Vec::new(),
            guard: [0; N],
            limits: [0; N],
            adds: vec![[0; N]; possible.choices],
            refused: None,
            weekend: [0; N],
            begin: Way { cost: 0.0, key: key.packed(), used: [0; N], parent: 0, choice: 0 },
            work: 0,
        };
        search.set_counters();
        search.pass_by_what_is_fixed()?;
        search.look_back();
        if ask.steady && ask.window.is_none() {
            let can_work = |allowed: &Vec<Choice>| f64::from(u8::from(allowed.iter().any(|&choice| choice > 0)));
            let all: f64 = search.allowed.iter().map(can_work).sum();
            let passed = search.allowed.iter().scan(0.0, |sum, allowed| {
                *sum += can_work(allowed);
                Some(*sum / all.max(1.0))
            });
            search.shares = passed.collect();
        }
        Some(search)
    }

    fn set_counters(&mut self) {
        let possible = self.possible;
        for counter in &possible.counters {
            self.guard[counter.word] |= 1 << (counter.shift + counter.width);
            self.limits[counter.word] |= counter.limit << counter.shift;
            match counter.counted {
                Counted::Weekend => self.weekend[counter.word] |= 1 << counter.shift,
                Counted::Kind(choice) => self.adds[usize::from(choice)][counter.word] += 1 << counter.shift,
                Counted::Refused => self.refused = Some((counter.word, counter.shift)),
                Counted::Night => {
                    for (add, &night) in self.adds.iter_mut().zip(&possible.nights) {
                        add[counter.word] += u64::from(night) << counter.shift;
                    }
                }
            }
        }
    }

    /// Walks to the window, and adds what lies behind it to counters, paid time and price.
    fn pass_by_what_is_fixed(&mut self) -> Option<()> {
        let possible = self.possible;
        if self.fixed.is_empty() {
            return Some(());
        }
        let (mut state, mut week) = (possible.start, possible.week_before);
        let (mut broken, mut minutes) = (0, 0);
        let (before, behind) = (0..self.window.start, self.window.end..possible.days.len());
        for day in before.clone() {
            let choice = self.fixed[day];
            let after = possible.after(day, state, week, choice)?;
            self.count(day, choice, possible.begins_weekend(day, state, choice))?;
            broken += after.2;
            (state, week) = (after.0, after.1);
        }
        for day in behind.clone() {
            let choice = self.fixed[day];
            // Whether the first day behind the window begins a weekend is seen from the window.
            let weekday = possible.days[day].weekday;
            let is_first = weekday == 6 && day > self.window.end && self.fixed[day - 1] == 0;
            let is_weekend = choice > 0 && (weekday == 5 || is_first);
            self.count(day, choice, is_weekend)?;
        }
        for day in before.chain(behind) {
            let choice = usize::from(self.fixed[day]);
            minutes += possible.minutes[choice];
            let duty =
                if choice > 0 { self.ask.prices[day * self.ask.kinds + possible.kinds[choice - 1].0] } else { 0.0 };
            self.begin.cost += possible.own[possible.at(day, choice as Choice)] + duty;
        }
        self.begin.cost += f64::from(broken) * possible.breach;
        self.begin.key = Key { state, minutes: 0, week }.packed();
        let left = |(least, most): (u32, u32)| (least.saturating_sub(minutes), most.checked_sub(minutes));
        if let Some((least, most)) = self.period.map(left) {
            let most = most?;
            let binds = self.least_left[0] < least || self.most_left[0] > most;
            self.period = binds.then_some((least, most));
        }
        self.leave_aside();
        Some(())
    }

    /// Adds a fixed day to the counters.
    fn count(&mut self, day: usize, choice: Choice, is_weekend: bool) -> Option<()> {
        let mut used = self.begin.used;
        self.add_up(&mut used, day, choice, is_weekend);
        self.begin.cost += self.within_limits(&mut used)?;
        self.begin.used = used;
        Some(())
    }

    fn add_up(&self, used: &mut [u64; N], day: usize, choice: Choice, is_weekend: bool) {
        for (word, used) in used.iter_mut().enumerate() {
            *used += self.adds[usize::from(choice)][word] + if is_weekend { self.weekend[word] } else { 0 };
        }
        if let Some((word, shift)) = self.refused {
            used[word] += u64::from(self.possible.refused[self.possible.at(day, choice)]) << shift;
        }
    }

    /// What counters above their limits cost; they are set back to these. `None` if one may not be above.
    fn within_limits(&self, used: &mut [u64; N]) -> Option<f64> {
        let is_within = |word: usize| {
            let guard = self.guard[word];
            ((self.limits[word] | guard) - used[word]) & guard == guard
        };
        if (0..N).all(is_within) {
            return Some(0.0);
        }
        let mut cost = 0.0;
        for counter in &self.possible.counters {
            let value = used[counter.word] >> counter.shift & ((1 << counter.width) - 1);
            if value > counter.limit {
                if counter.price == f64::INFINITY {
                    return None;
                }
                let above = value - counter.limit;
                cost += above as f64 * counter.price;
                used[counter.word] -= above << counter.shift;
            }
        }
        Some(cost)
    }

    /// Counters that cannot come above their limits in the window are not counted in it.
    fn leave_aside(&mut self) {
        let possible = self.possible;
        // A weekend may begin on the first day behind the window too.
        let weekends = (self.window.start..(self.window.end + 1).min(possible.days.len()))
            .filter(|&day| {
                possible.days[day].weekday == 6 || (possible.days[day].weekday == 5 && day + 1 == self.window.end)
            })
            .count() as u64;
        for counter in &possible.counters {
            let days_with = |wanted: &dyn Fn(Choice) -> bool| {
                self.allowed.iter().filter(|allowed| allowed.iter().any(|&choice| wanted(choice))).count() as u64
            };
            let most = match counter.counted {
                Counted::Weekend => weekends,
                Counted::Kind(kind) => days_with(&|choice| choice == kind),
                Counted::Night => days_with(&|choice| possible.nights[usize::from(choice)]),
                Counted::Refused => self
                    .allowed
                    .iter()
                    .zip(self.window.clone())
                    .map(|(allowed, day)| {
                        let refused =
                            allowed.iter().map(|&choice| u64::from(possible.refused[possible.at(day, choice)]));
                        refused.max().unwrap_or(0)
                    })
                    .sum(),
            };
            let mask = ((1 << counter.width) - 1) << counter.shift;
            if ((self.begin.used[counter.word] & mask) >> counter.shift) + most > counter.limit {
                continue;
            }
            self.begin.used[counter.word] &= !mask;
            self.weekend[counter.word] &= !mask;
            for add in &mut self.adds {
                add[counter.word] &= !mask;
            }
            if counter.counted == Counted::Refused {
                self.refused = None;
            }
        }
    }

    /// Fills `to_go`.
    fn look_back(&mut self) {
        let Possible { states, choices, .. } = *self.possible;
        let all: usize = self.allowed.iter().map(Vec::len).sum();
        let units = self.period.map_or(1, |(_, most)| most.min(self.most_left[0]) as usize + 1);
        self.units = if units * states * all <= TABLE { units } else { 1 };
        self.work = (self.units * states * all / 8) as u64;
        let length = self.window.len();
        let size = states * self.units;
        self.to_go = vec![f64::INFINITY; (length + 1) * size];
        let least = self.period.map_or(0, |(least, _)| least as usize);
        for (state, tail) in self.tails().into_iter().enumerate() {
            for units in 0..self.units {
                if self.units == 1 || units >= least {
                    self.to_go[length * size + state * self.units + units] = tail;
                }
            }
        }
        for at in (0..length).rev() {
            let (now, later) = self.to_go.split_at_mut((at + 1) * size);
            let now = &mut now[at * size..];
            for state in 0..states {
                for &choice in &self.allowed[at] {
                    let step = self.possible.steps[state * choices + usize::from(choice)];
                    if step.to == NOWHERE {
                        continue;
                    }
                    let breaches = f64::from(step.breaches) * self.possible.breach;
                    let price = self.price[at * choices + usize::from(choice)] + breaches;
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

    /// What the days behind the window cost at least, by state at its end, apart from their own prices: followed until all states are
    /// one, after which it makes no difference.
    fn tails(&self) -> Vec<f64> {
        let Possible { states, choices, breach, .. } = *self.possible;
        let mut tails = vec![0.0; states];
        if self.fixed.is_empty() {
            return tails;
        }
        let mut at: Vec<u16> = (0..states as u16).collect();
        for &choice in &self.fixed[self.window.end..] {
            let mut common = None;
            let mut is_common = true;
            for (at, tail) in at.iter_mut().zip(&mut tails).filter(|(at, _)| **at != NOWHERE) {
                let step = self.possible.steps[usize::from(*at) * choices + usize::from(choice)];
                *at = step.to;
                if step.to == NOWHERE {
                    *tail = f64::INFINITY;
                } else {
                    *tail += f64::from(step.breaches) * breach;
                    is_common &= *common.get_or_insert(step.to) == step.to;
                }
            }
            if is_common {
                break;
            }
        }
        tails
    }

    /// What is still to pay at least before a day of the window, or after the last.
    fn least_from(&self, day: usize, state: u16, minutes: u32) -> f64 {
        let unit = if self.units == 1 { 0 } else { minutes as usize };
        let at = (day - self.window.start) * self.possible.states + usize::from(state);
        self.to_go[at * self.units + unit]
    }

    fn promise(&self, day: usize, way: &Way<N>) -> f64 {
        let key = Key::unpacked(way.key);
        way.cost + self.least_from(day, key.state, key.minutes)
    }

    fn run(mut self) -> Found {
        let mut ways = vec![self.begin];
        let mut layers: Vec<Vec<(u32, Choice)>> = Vec::with_capacity(self.window.len());
        let mut cut = f64::INFINITY;
        let mut layer = Layer::default();
        for day in self.window.clone() {
            layer.begin(ways.len() * 3);
            for (parent, way) in ways.iter().enumerate() {
                let from = Key::unpacked(way.key);
                for &choice in &self.allowed[day - self.window.start] {
                    let Some(mut next) = self.go(day, way, from, choice) else { continue };
                    next.parent = parent as u32;
                    self.work += 1;
                    if self.ask.every {
                        layer.ways.push(next);
                    } else if let Some(lost) = layer.add(next, self.guard, self.ask.most_alike) {
                        cut = cut.min(self.promise(day + 1, &lost));
                    }
                }
            }
            let most = if self.work > self.ask.most_work { FEW_WAYS } else { self.ask.most_ways };
            cut = cut.min(layer.narrow(most, |way| self.promise(day + 1, way)));
            std::mem::swap(&mut ways, &mut layer.ways);
            layers.push(ways.iter().map(|way| (way.parent, way.choice)).collect());
        }
        let end = self.window.end;
        let mut ends: Vec<(f64, usize)> = (0..ways.len()).map(|at| (self.promise(end, &ways[at]), at)).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let walked = ends.into_iter().filter_map(|(_, at)| Some((self.walk_on(&ways[at])?, at)));
        let mut found: Vec<(f64, usize)> = walked.take(self.ask.answers).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let lines: Vec<(f64, Line)> = found.into_iter().map(|(cost, at)| (cost, self.line(&layers, at))).collect();
        let least = lines.first().map_or(self.ask.below, |line| line.0).min(cut);
        Found { lines, least, work: self.work }
    }

    /// The days of a way to the end of the window.
    fn line(&self, layers: &[Vec<(u32, Choice)>], end: usize) -> Line {
        let mut line = self.ask.window.map_or_else(|| vec![None; self.possible.days.len()], |(line, ..)| line.clone());
        let mut at = end;
        for (day, layer) in self.window.clone().zip(layers).rev() {
            let (parent, choice) = layer[at];
            line[day] = self.possible.kind_of(choice);
            at = parent as usize;
        }
        line
    }

    /// The price of a way through the window once it has gone through the days behind it; `None` where it cannot.
    fn walk_on(&self, way: &Way<N>) -> Option<f64> {
        let Key { mut state, mut week, .. } = Key::unpacked(way.key);
        let (mut cost, mut broken) = (way.cost, 0);
        for day in self.window.end..self.possible.days.len() {
            let choice = self.fixed[day];
            let after = self.possible.after(day, state, week, choice)?;
            if day == self.window.end
                && self.possible.days[day].weekday == 6
                && self.possible.begins_weekend(day, state, choice)
            {
                let mut used = way.used;
                for (used, weekend) in used.iter_mut().zip(&self.weekend) {
                    *used += weekend;
                }
                cost += self.within_limits(&mut used)?;
            }
            broken += after.2;
            (state, week) = (after.0, after.1);
        }
        Some(cost + f64::from(broken) * self.possible.breach)
    }

    /// One choice further, or `None` where a rule forbids it or it cannot become cheap enough.
    fn go(&self, day: usize, way: &Way<N>, from: Key, choice: Choice) -> Option<Way<N>> {
        let possible = self.possible;
        let at = day - self.window.start;
        let step = possible.steps[usize::from(from.state) * possible.choices + usize::from(choice)];
        if step.to == NOWHERE {
            return None;
        }
        let mut minutes = from.minutes;
        if let Some((least, most)) = self.period {
            minutes += possible.minutes[usize::from(choice)];
            if minutes + self.least_left[at + 1] > most || minutes + self.most_left[at + 1] < least {
                return None;
            }
        }
        let to_go = self.least_from(day + 1, step.to, minutes);
        let mut cost = way.cost + self.price[at * possible.choices + usize::from(choice)];
        if cost + to_go >= self.ask.below {
            return None;
        }
        let (state, week, broken) = possible.after(day, from.state, from.week, choice)?;
        let mut used = way.used;
        self.add_up(&mut used, day, choice, possible.begins_weekend(day, from.state, choice));
        cost += f64::from(broken) * possible.breach + self.within_limits(&mut used)?;
        if cost + to_go >= self.ask.below || (!self.shares.is_empty() && !self.is_steady(at, minutes, &used)) {
            return None;
        }
        Some(Way { cost, key: Key { state, minutes, week }.packed(), used, parent: 0, choice })
    }

    /// Whether nothing is far ahead of its share or behind it after a day.
    fn is_steady(&self, at: usize, minutes: u32, used: &[u64; N]) -> bool {
        let share = self.shares[at];
        let longest = self.possible.minutes.iter().copied().max().unwrap_or(0);
        let ahead = AHEAD * f64::from(longest);
        let is_in_time = self.period.is_none_or(|(least, most)| {
            (share * f64::from(least) - ahead..=share * f64::from(most) + ahead).contains(&f64::from(minutes))
        });
        is_in_time
            && self.possible.counters.iter().all(|counter| {
                let value = used[counter.word] >> counter.shift & ((1 << counter.width) - 1);
                counter.price < f64::INFINITY || value as f64 <= share * counter.limit as f64 + 1.0
            })
    }
}
