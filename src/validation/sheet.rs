//! The sums of one run, recorded or simulated, over all the stretches that are compared.

use super::as_recorded::Pool;
use super::measure::{Measure, Pair};
use super::record::Record;
use crate::calendar::Grid;
use crate::scenario::Scenario;
use crate::simulation::Outcome;
use std::collections::BTreeSet;

/// A pair for each of [`Measure::ALL`]. Nothing is added to a measure that was not recorded.
pub type Cell = [Pair; Measure::ALL.len()];

/// What is compared over which stretches.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Queues that are compared, by index of the scenario.
    pub queues: Vec<usize>,
    /// Days of the calendar.
    pub days: usize,
    /// Clock minutes at which intervals begin, ascending.
    pub clocks: Vec<u32>,
    /// What was recorded, per queue of the scenario and interval: `None` of a measure that was not, or is left out.
    pub recorded: Grid<[Option<Pair>; Measure::ALL.len()]>,
    /// The time that the agents of the pool of a queue are there, per queue of the scenario and interval, in agent-seconds: where the pool
    /// has no other queue.
    agent_s: Grid<Option<f64>>,
    /// The same of all agents together, and the queues that are handled in it, by interval.
    of_all: Vec<Option<Pair>>,
    /// By interval, its day and the place of its clock minute.
    places: Vec<(usize, usize)>,
}

/// A stretch of time of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// All of the horizon.
    Whole,
    /// A day, by index.
    Day(usize),
    /// The interval of that place among the clock minutes, of all days together.
    Clock(usize),
}

impl Layout {
    /// What of a record is compared. Deferred work waits by other clocks, and is not compared; but the time that it takes is part of
    /// occupancy.
    pub fn of(scenario: &Scenario, record: &Record, pools: &[Pool]) -> Self {
        let calendar = &scenario.calendar;
        let intervals = calendar.intervals.len();
        let is_live = |queue: &usize| !scenario.queues[*queue].channel.is_deferred();
        let queues: Vec<usize> = (0..scenario.queues.len())
            .filter(is_live)
            .filter(|&queue| record.compared(queue).next().is_some())
            .collect();
        let mut recorded = Grid::filled(scenario.queues.len(), intervals, [None; Measure::ALL.len()]);
        let mut agent_s = Grid::filled(scenario.queues.len(), intervals, None);
        for &queue in &queues {
            for (interval, row) in record.compared(queue) {
                let pair = |over: Option<f64>, under: Option<f64>| Some(Pair { over: over?, under: under? });
                let cell = &mut recorded[(queue, interval)];
                let offered = Some(row.offered);
                cell[Measure::ServiceLevel.place()] = pair(row.in_time, offered);
                cell[Measure::Abandonment.place()] = pair(row.abandoned, offered);
                cell[Measure::Wait.place()] = pair(row.waited_s, row.answered);
                cell[Measure::Answered.place()] = pair(row.answered, offered);
            }
        }
        let mut of_all: Vec<Option<Pair>> = vec![Some(Pair::default()); intervals];
        for pool in pools {
            let is_known = !pool.groups.is_empty() && pool.groups.iter().all(|&group| record.staff[group]);
            for (interval, of_all) in of_all.iter_mut().enumerate() {
                let seconds = calendar.intervals[interval].length().0;
                let agents: u32 = pool.groups.iter().map(|&group| scenario.groups[group].on_duty[interval]).sum();
                let rows = pool.queues.iter().map(|&queue| (queue, record.rows[(queue, interval)].as_ref()));
                // Without a row nothing came.
                let handling: Option<f64> =
                    rows.clone().map(|(_, row)| row.map_or(Some(0.0), |row| row.handling_s)).sum();
                let is_compared = rows.clone().all(|(_, row)| row.is_none_or(|row| row.left_out.is_none()));
                let is_any = agents > 0 || rows.clone().any(|(_, row)| row.is_some_and(|row| row.offered > 0.0));
                let under = f64::from(agents) * seconds;
                let pair = handling.filter(|_| is_known && is_compared).map(|over| Pair { over, under });
                if is_any {
                    *of_all = of_all.zip(pair).map(|(sum, pair)| sum.plus(pair));
                }
                if let ([queue], Some(pair)) = (&pool.queues[..], pair)
                    && queues.contains(queue)
                    && record.rows[(*queue, interval)].is_some()
                {
                    recorded[(*queue, interval)][Measure::Occupancy.place()] = Some(pair);
                    agent_s[(*queue, interval)] = Some(under);
                }
            }
        }
        let minutes: BTreeSet<u32> = calendar.intervals.iter().map(|interval| interval.clock_minute).collect();
        let clocks: Vec<u32> = minutes.into_iter().collect();
        let place = |minute: u32| clocks.partition_point(|&clock| clock < minute);
        let places = calendar.intervals.iter().map(|interval| (interval.day, place(interval.clock_minute))).collect();
        Self { queues, days: calendar.days.len(), recorded, agent_s, of_all, places, clocks }
    }

    /// Whether there is anything to compare.
    pub fn is_anything_recorded(&self) -> bool {
        self.recorded.values().iter().flatten().any(Option::is_some)
            || self.of_all.iter().flatten().any(|pair| pair.under > 0.0)
    }

    /// How many subjects there are: the compared queues in their order, and all of them together, the last.
    pub fn subjects(&self) -> usize {
        self.queues.len() + 1
    }

    /// All stretches.
    pub fn stretches(&self) -> usize {
        1 + self.days + self.clocks.len()
    }

    /// The place of a stretch of a subject in a sheet.
    pub fn place(&self, subject: usize, stretch: Stretch) -> usize {
        let within = match stretch {
            Stretch::Whole => 0,
            Stretch::Day(day) => 1 + day,
            Stretch::Clock(place) => 1 + self.days + place,
        };
        subject * self.stretches() + within
    }

    /// The sums of what was recorded.
    pub fn of_record(&self) -> Vec<Cell> {
        let of_all = |interval: usize| self.of_all[interval].unwrap_or_default();
        self.add_up(|queue, interval| self.recorded[(queue, interval)].map(Option::unwrap_or_default), of_all)
    }

    /// The sums of a simulated run, over the same intervals.
    pub fn of_run(&self, outcomes: &Grid<Outcome>) -> Vec<Cell> {
        let all = |interval: usize| {
            let Some(Pair { under, .. }) = self.of_all[interval] else { return Pair::default() };
            Pair { over: (0..outcomes.rows()).map(|queue| outcomes[(queue, interval)].handling_s).sum(), under }
        };
        self.add_up(|queue, interval| self.simulated(outcomes, queue, interval), all)
    }

    /// The pairs of a queue in an interval of a simulated run.
    pub fn simulated(&self, outcomes: &Grid<Outcome>, queue: usize, interval: usize) -> Cell {
        let outcome = &outcomes[(queue, interval)];
        let recorded = &self.recorded[(queue, interval)];
        let mut cell = Cell::default();
        for (place, measure) in Measure::ALL.into_iter().enumerate().filter(|(place, _)| recorded[*place].is_some()) {
            cell[place] = match measure {
                Measure::ServiceLevel => Pair { over: outcome.answered_within, under: outcome.offered },
                Measure::Abandonment => Pair { over: outcome.abandoned, under: outcome.offered },
                Measure::Wait => Pair { over: outcome.waited_s, under: outcome.answered },
                Measure::Answered => Pair { over: outcome.answered, under: outcome.offered },
                Measure::Occupancy => {
                    Pair { over: outcome.handling_s, under: self.agent_s[(queue, interval)].unwrap_or(0.0) }
                }
            };
        }
        cell
    }

    fn add_up(&self, cell: impl Fn(usize, usize) -> Cell, of_all: impl Fn(usize) -> Pair) -> Vec<Cell> {
        let mut sheet = vec![Cell::default(); self.subjects() * self.stretches()];
        let all = self.queues.len();
        let occupancy = Measure::Occupancy.place();
        let mut add = |subject: usize, interval: usize, pairs: &Cell| {
            let (day, clock) = self.places[interval];
            for stretch in [Stretch::Whole, Stretch::Day(day), Stretch::Clock(clock)] {
                let sums = &mut sheet[self.place(subject, stretch)];
                for (sum, pair) in sums.iter_mut().zip(pairs) {
                    *sum = sum.plus(*pair);
                }
            }
        };
        for interval in 0..self.places.len() {
            for (subject, &queue) in self.queues.iter().enumerate() {
                let mut pairs = cell(queue, interval);
                add(subject, interval, &pairs);
                pairs[occupancy] = Pair::default();
                add(all, interval, &pairs);
            }
            let mut pairs = Cell::default();
            pairs[occupancy] = of_all(interval);
            add(all, interval, &pairs);
        }
        sheet
    }
}
