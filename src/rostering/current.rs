//! A roster while it is being searched for: everybody's days, their prices, and the cover that they make.

use super::possible::{Choice, Counted, Possible};
use super::problem::{Cover, Line, Problem};

/// A roster in the making.
#[derive(Debug, Clone)]
pub(super) struct Current {
    pub(super) lines: Vec<Line>,
    /// Each person's own price: wishes, shifts, unfairness, and rules given up that they break.
    pub(super) own: Vec<f64>,
    /// People on duty, by day and kind.
    pub(super) on_duty: Vec<u32>,
}

/// What a cover costs.
fn cover_price(cover: &Cover, on_duty: u32) -> f64 {
    let missing = f64::from(cover.wanted.saturating_sub(on_duty));
    let surplus = f64::from(on_duty.saturating_sub(cover.wanted));
    missing * cover.price_under + surplus * cover.price_over
}

impl Current {
    /// Nobody has any shift yet, and everybody's price is nothing.
    pub(super) fn empty(problem: &Problem) -> Self {
        Self {
            lines: vec![vec![None; problem.days]; problem.people.len()],
            own: vec![0.0; problem.people.len()],
            on_duty: vec![0; problem.days * problem.kinds.len()],
        }
    }

    /// The price of all.
    pub(super) fn price(&self, problem: &Problem) -> f64 {
        self.own.iter().sum::<f64>() + self.cover_price(problem, 0, problem.days)
    }

    /// Takes somebody's shifts out of the cover.
    pub(super) fn take_out(&mut self, problem: &Problem, person: usize) {
        for (day, kind) in self.lines[person].iter().enumerate() {
            if let Some(kind) = kind {
                self.on_duty[day * problem.kinds.len() + kind.0] -= 1;
            }
        }
    }

    /// Gives somebody these days at this price of their own.
    pub(super) fn put_in(&mut self, problem: &Problem, person: usize, line: Line, own: f64) {
        for (day, kind) in line.iter().enumerate() {
            if let Some(kind) = kind {
                self.on_duty[day * problem.kinds.len() + kind.0] += 1;
            }
        }
        self.lines[person] = line;
        self.own[person] = own;
    }

    /// The price of the cover from one day to before another.
    pub(super) fn cover_price(&self, problem: &Problem, from: usize, until: usize) -> f64 {
        let covers = problem.cover[from..until].iter().flatten().zip(&self.on_duty[from * problem.kinds.len()..]);
        covers.map(|(cover, &on_duty)| cover_price(cover, on_duty)).sum()
    }

    /// What one more on duty would change in the price, at a day and kind by their number.
    pub(super) fn price_of_one_more(&self, problem: &Problem, cell: usize) -> f64 {
        let cover = &problem.cover[cell / problem.kinds.len()][cell % problem.kinds.len()];
        if self.on_duty[cell] < cover.wanted { -cover.price_under } else { cover.price_over }
    }
}

/// Somebody's own price of these days; `None` if they break a rule that is not given up.
pub(super) fn own_price(possible: &Possible, line: &Line) -> Option<f64> {
    let mut state = possible.start;
    let mut week = possible.week_before;
    let mut minutes = 0;
    let mut price = 0.0;
    let mut breaches = 0;
    let mut counts = vec![0_u64; possible.counters.len()];
    for (day, &given) in line.iter().enumerate() {
        let choice: Choice = possible.choice_of(given)?;
        let at = possible.at(day, choice);
        if possible.own[at] == f64::INFINITY {
            return None;
        }
        let (next, week_after, broken) = possible.after(day, state, week, choice)?;
        price += possible.own[at];
        breaches += broken;
        minutes += possible.minutes[usize::from(choice)];
        let is_weekend = possible.begins_weekend(day, state, choice);
        for (count, counter) in counts.iter_mut().zip(&possible.counters) {
            *count += match counter.counted {
                Counted::Kind(kind) => u64::from(kind == choice),
                Counted::Night => u64::from(possible.nights[usize::from(choice)]),
                Counted::Weekend => u64::from(is_weekend),
                Counted::Refused => u64::from(possible.refused[at]),
            };
        }
        (state, week) = (next, week_after);
    }
    if possible.period.is_some_and(|(least, most)| !(least..=most).contains(&minutes)) {
        return None;
    }
    for (&count, counter) in counts.iter().zip(&possible.counters) {
        let above = count.saturating_sub(counter.limit);
        if above > 0 {
            if counter.price == f64::INFINITY {
                return None;
            }
            price += above as f64 * counter.price;
        }
    }
    Some(price + f64::from(breaches) * possible.breach)
}
