//! The reference models as one would write them by hand: the yardstick for the engine.
//!
//! Textbook style: everything that happens is an event in one list on [`BinaryHeap`], ordered by time as `f64`: arrivals,
//! ends of service, abandonments, changes of the staff. The abandonment of a contact that was answered before stays in the
//! list and is ignored when its time comes. Same generator and same exponential sampler as the engine's, three statistics
//! and nothing else. [`one_queue_lazily`] is leaner than any textbook: it decides who abandoned when an agent is free.

use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, LogNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

/// End of the stationary models, and of their warm-up, in seconds.
const END: f64 = 864_000.0;
const WARM_UP: f64 = 7_200.0;

/// What was counted: enough for three statistics.
#[derive(Debug, Default, Clone, Copy)]
pub struct Counts {
    /// All contacts that came, counted or not: the work done.
    pub arrived: u64,
    answered: u64,
    within: u64,
    abandoned: u64,
    waited: f64,
}

impl Counts {
    fn answer(&mut self, since: f64, now: f64) {
        self.answered += 1;
        self.within += u64::from(now - since <= 20.0);
        self.waited += now - since;
    }

    /// Answered within 20 s / (answered + abandoned).
    pub fn service_level(&self) -> f64 {
        self.within as f64 / (self.answered + self.abandoned) as f64
    }

    /// Abandoned / (answered + abandoned).
    pub fn abandonment(&self) -> f64 {
        self.abandoned as f64 / (self.answered + self.abandoned) as f64
    }

    /// Mean wait of the answered, in seconds.
    pub fn asa_s(&self) -> f64 {
        self.waited / self.answered as f64
    }
}

/// Something that happens, at its time. The earliest is the greatest, since [`BinaryHeap`] gives the greatest first.
struct Event<What> {
    at: f64,
    what: What,
}

impl<What> Ord for Event<What> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.at.total_cmp(&self.at)
    }
}

impl<What> PartialOrd for Event<What> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<What> PartialEq for Event<What> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<What> Eq for Event<What> {}

/// Contacts that wait, first come, first served; each with a number, by which its abandonment finds it.
#[derive(Default)]
struct Line {
    first: u64,
    waiting: VecDeque<(f64, bool)>,
}

impl Line {
    fn join(&mut self, now: f64) -> u64 {
        self.waiting.push_back((now, true));
        self.first + self.waiting.len() as u64 - 1
    }

    /// The contact of that number leaves, unless it was answered before. Since when it waited.
    fn leave(&mut self, number: u64) -> Option<f64> {
        let (since, waits) = self.waiting.get_mut(number.checked_sub(self.first)? as usize)?;
        *waits = false;
        Some(*since)
    }

    /// Takes the first who still waits. Since when it waited.
    fn next(&mut self) -> Option<f64> {
        while let Some((since, waits)) = self.waiting.pop_front() {
            self.first += 1;
            if waits {
                return Some(since);
            }
        }
        None
    }
}

/// S1: one queue, 100 agents.
pub fn one_queue(seed: u64) -> Counts {
    enum What {
        Arrival,
        End,
        Abandonment(u64),
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut exponential = |mean: f64| mean * random.sample::<f64, _>(Exp1);
    let mut counts = Counts::default();
    let mut line = Line::default();
    let mut idle = 100;
    let mut events = BinaryHeap::new();
    events.push(Event { at: exponential(60.0 / 19.0), what: What::Arrival });
    while let Some(Event { at: now, what }) = events.pop()
        && now < END
    {
        match what {
            What::Arrival => {
                counts.arrived += 1;
                if idle > 0 {
                    idle -= 1;
                    events.push(Event { at: now + exponential(300.0), what: What::End });
                    if now >= WARM_UP {
                        counts.answer(now, now);
                    }
                } else {
                    let number = line.join(now);
                    events.push(Event { at: now + exponential(180.0), what: What::Abandonment(number) });
                }
                events.push(Event { at: now + exponential(60.0 / 19.0), what: What::Arrival });
            }
            What::End => match line.next() {
                Some(since) => {
                    events.push(Event { at: now + exponential(300.0), what: What::End });
                    if since >= WARM_UP {
                        counts.answer(since, now);
                    }
                }
                None => idle += 1,
            },
            What::Abandonment(number) => {
                if line.leave(number).is_some_and(|since| since >= WARM_UP) {
                    counts.abandoned += 1;
                }
            }
        }
    }
    counts
}

/// S1 again, leaner: the heap holds ends of service only, as integers, and who abandoned is found out when an agent frees.
pub fn one_queue_lazily(seed: u64) -> Counts {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut exponential = |mean: f64| mean * random.sample::<f64, _>(Exp1);
    let mut counts = Counts::default();
    let mut ends: BinaryHeap<Reverse<u64>> = BinaryHeap::new();
    let mut line: VecDeque<(f64, f64)> = VecDeque::new();
    let mut arrival = exponential(60.0 / 19.0);
    loop {
        let end = ends.peek().map_or(f64::INFINITY, |end| f64::from_bits(end.0));
        let now = arrival.min(end);
        if now >= END {
            return counts;
        }
        if arrival <= end {
            counts.arrived += 1;
            if ends.len() < 100 {
                ends.push(Reverse((now + exponential(300.0)).to_bits()));
                if now >= WARM_UP {
                    counts.answer(now, now);
                }
            } else {
                line.push_back((now, now + exponential(180.0)));
            }
            arrival = now + exponential(60.0 / 19.0);
        } else {
            ends.pop();
            while let Some((since, deadline)) = line.pop_front() {
                let abandons = deadline < now;
                if !abandons {
                    ends.push(Reverse((now + exponential(300.0)).to_bits()));
                }
                match (since >= WARM_UP, abandons) {
                    (true, true) => counts.abandoned += 1,
                    (true, false) => counts.answer(since, now),
                    (false, _) => {}
                }
                if !abandons {
                    break;
                }
            }
        }
    }
}

/// S2: so many days of 96 intervals with these loads, in Erlang.
pub fn one_day(seed: u64, days: u32, loads: &[f64]) -> Counts {
    let rates: Vec<f64> = loads.iter().map(|load| load / 300.0).collect();
    let staff: Vec<i64> = loads.iter().map(|load| (load + 0.5 * load.sqrt()).ceil() as i64).collect();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut counts = Counts::default();
    for _ in 0..days {
        one_of_the_days(&mut random, &rates, &staff, &mut counts);
    }
    counts
}

fn one_of_the_days(random: &mut Xoshiro256PlusPlus, rates: &[f64], staff: &[i64], counts: &mut Counts) {
    enum What {
        Arrival,
        End,
        Abandonment(u64),
        Shift(usize),
    }
    let variance = f64::ln(2.0);
    let handling =
        LogNormal::new(300.0_f64.ln() - variance / 2.0, variance.sqrt()).expect("the deviation is above zero");
    let mut line = Line::default();
    let (mut busy, mut on_duty) = (0, 0);
    let mut events = BinaryHeap::new();
    for index in 0..staff.len() {
        events.push(Event { at: index as f64 * 900.0, what: What::Shift(index) });
    }
    if let Some(at) = next_arrival(0.0, random.sample(Exp1), rates) {
        events.push(Event { at, what: What::Arrival });
    }
    while let Some(Event { at: now, what }) = events.pop() {
        match what {
            What::Arrival => {
                counts.arrived += 1;
                if busy < on_duty {
                    busy += 1;
                    events.push(Event { at: now + handling.sample(random), what: What::End });
                    counts.answer(now, now);
                } else {
                    let number = line.join(now);
                    let patience = 180.0 * random.sample::<f64, _>(Exp1);
                    events.push(Event { at: now + patience, what: What::Abandonment(number) });
                }
                if let Some(at) = next_arrival(now, random.sample(Exp1), rates) {
                    events.push(Event { at, what: What::Arrival });
                }
            }
            What::Abandonment(number) => counts.abandoned += u64::from(line.leave(number).is_some()),
            What::End | What::Shift(_) => {
                match what {
                    What::Shift(index) => on_duty = staff[index],
                    _ => busy -= 1,
                }
                while busy < on_duty
                    && let Some(since) = line.next()
                {
                    busy += 1;
                    events.push(Event { at: now + handling.sample(random), what: What::End });
                    counts.answer(since, now);
                }
            }
        }
    }
}

/// When the next contact comes, if so much of the cumulated rate has to pass first; `None` after the day.
fn next_arrival(now: f64, mut to_pass: f64, rates: &[f64]) -> Option<f64> {
    let mut from = now;
    for (index, rate) in rates.iter().enumerate().skip((now / 900.0) as usize) {
        let end = (index + 1) as f64 * 900.0;
        if from + to_pass / rate < end {
            return Some(from + to_pass / rate);
        }
        to_pass -= (end - from) * rate;
        from = end;
    }
    None
}

/// S3: three types, four groups, preferences both ways.
pub fn three_skills(seed: u64) -> Counts {
    enum What {
        Arrival(usize),
        End(usize),
        Abandonment(usize, u64),
    }
    const BETWEEN: [f64; 3] = [60.0 / 8.0, 60.0 / 5.0, 60.0 / 3.0];
    const HANDLING: [f64; 3] = [240.0, 360.0, 420.0];
    const PATIENCE: [f64; 3] = [150.0, 200.0, 300.0];
    const GOES_TO: [&[usize]; 3] = [&[0, 1, 3], &[1, 2], &[3, 2]];
    const TAKES: [&[usize]; 4] = [&[0], &[1, 0], &[1, 2], &[2, 0]];
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut exponential = |mean: f64| mean * random.sample::<f64, _>(Exp1);
    let mut counts = Counts::default();
    let mut lines = [Line::default(), Line::default(), Line::default()];
    let mut idle = [24, 30, 22, 14];
    let mut events = BinaryHeap::new();
    for (kind, between) in BETWEEN.into_iter().enumerate() {
        events.push(Event { at: exponential(between), what: What::Arrival(kind) });
    }
    while let Some(Event { at: now, what }) = events.pop()
        && now < END
    {
        match what {
            What::Arrival(kind) => {
                counts.arrived += 1;
                if let Some(&group) = GOES_TO[kind].iter().find(|group| idle[**group] > 0) {
                    idle[group] -= 1;
                    events.push(Event { at: now + exponential(HANDLING[kind]), what: What::End(group) });
                    if now >= WARM_UP {
                        counts.answer(now, now);
                    }
                } else {
                    let number = lines[kind].join(now);
                    let at = now + exponential(PATIENCE[kind]);
                    events.push(Event { at, what: What::Abandonment(kind, number) });
                }
                events.push(Event { at: now + exponential(BETWEEN[kind]), what: What::Arrival(kind) });
            }
            What::End(group) => {
                let next = TAKES[group].iter().find_map(|kind| lines[*kind].next().map(|since| (*kind, since)));
                if let Some((kind, since)) = next {
                    events.push(Event { at: now + exponential(HANDLING[kind]), what: What::End(group) });
                    if since >= WARM_UP {
                        counts.answer(since, now);
                    }
                } else {
                    idle[group] += 1;
                }
            }
            What::Abandonment(kind, number) => {
                if lines[kind].leave(number).is_some_and(|since| since >= WARM_UP) {
                    counts.abandoned += 1;
                }
            }
        }
    }
    counts
}
