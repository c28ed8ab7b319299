//! The facts of one replication: counts and sums by queue and segment, and by group and segment. No statistics yet.

use super::centre::Centre;
use super::contact::Waiting;
use crate::calendar::Grid;
use std::ops::AddAssign;

/// What became of the contacts of a queue that came in during some time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct QueueFacts {
    /// Answered.
    pub answered: u32,
    /// Answered within the threshold of the service level.
    pub answered_within: u32,
    /// Abandoned.
    pub abandoned: u32,
    /// Abandoned within the threshold.
    pub abandoned_within: u32,
    /// Found every waiting place taken.
    pub blocked: u32,
    /// Waited for nobody when all was over.
    pub unserved: u32,
    /// Answered or abandoned after a wait that was longer than 0.
    pub waited: u32,
    /// Waits of the answered, in seconds.
    pub wait_answered: f64,
    /// Waits of the abandoned, in seconds.
    pub wait_abandoned: f64,
    /// Handling times of the answered, in seconds.
    pub handling: f64,
    /// Seconds that contacts waited *during this time*, whenever they came in.
    pub waiting_time: f64,
}

impl QueueFacts {
    /// Contacts that came in.
    pub fn offered(&self) -> u32 {
        self.answered + self.abandoned + self.blocked + self.unserved
    }
}

impl AddAssign<&Self> for QueueFacts {
    fn add_assign(&mut self, other: &Self) {
        self.answered += other.answered;
        self.answered_within += other.answered_within;
        self.abandoned += other.abandoned;
        self.abandoned_within += other.abandoned_within;
        self.blocked += other.blocked;
        self.unserved += other.unserved;
        self.waited += other.waited;
        self.wait_answered += other.wait_answered;
        self.wait_abandoned += other.wait_abandoned;
        self.handling += other.handling;
        self.waiting_time += other.waiting_time;
    }
}

/// What the agents of a group did during some time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GroupFacts {
    /// Contacts that they began.
    pub answered: u32,
    /// Seconds with a contact.
    pub busy: f64,
    /// Seconds worked after the end of duty.
    pub overtime: f64,
}

impl AddAssign<&Self> for GroupFacts {
    fn add_assign(&mut self, other: &Self) {
        self.answered += other.answered;
        self.busy += other.busy;
        self.overtime += other.overtime;
    }
}

/// All facts of a replication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// By queue and segment.
    pub queues: Grid<QueueFacts>,
    /// By group and segment. `busy` is filled by [`Facts::complete`].
    pub groups: Grid<GroupFacts>,
    /// Seconds with a contact, by pair of group and skill, and segment.
    pub busy: Grid<f64>,
}

impl Facts {
    /// No facts yet, with room for those of a centre.
    pub fn reset(&mut self, centre: &Centre) {
        let segments = centre.segments.len();
        if self.queues.rows() == centre.queues.len() && self.queues.intervals() == segments {
            clear(&mut self.queues);
            clear(&mut self.groups);
            clear(&mut self.busy);
        } else {
            self.queues = Grid::filled(centre.queues.len(), segments, QueueFacts::default());
            self.groups = Grid::filled(centre.groups.len(), segments, GroupFacts::default());
            self.busy = Grid::filled(centre.pairs, segments, 0.0);
        }
    }

    /// A contact was answered after `wait`.
    #[inline]
    pub fn answered(&mut self, centre: &Centre, queue: usize, contact: &Waiting, wait: f64) {
        let facts = &mut self.queues[(queue, contact.segment as usize)];
        facts.answered += 1;
        facts.answered_within += u32::from(wait <= centre.queues[queue].within);
        facts.handling += contact.handling;
        if wait > 0.0 {
            facts.waited += 1;
            facts.wait_answered += wait;
            self.waits(centre, queue, contact, contact.arrival + wait);
        }
    }

    /// A contact abandoned after `wait`.
    pub fn abandoned(&mut self, centre: &Centre, queue: usize, contact: &Waiting, wait: f64) {
        let facts = &mut self.queues[(queue, contact.segment as usize)];
        facts.abandoned += 1;
        facts.abandoned_within += u32::from(wait <= centre.queues[queue].within);
        facts.waited += u32::from(wait > 0.0);
        facts.wait_abandoned += wait;
        self.waits(centre, queue, contact, contact.arrival + wait);
    }

    /// A contact waited until the end, and nobody came.
    pub fn unserved(&mut self, centre: &Centre, queue: usize, contact: &Waiting) {
        self.queues[(queue, contact.segment as usize)].unserved += 1;
        self.waits(centre, queue, contact, centre.end());
    }

    /// Spreads a wait over the segments in which it passed. What passes after the horizon is not in it.
    fn waits(&mut self, centre: &Centre, queue: usize, contact: &Waiting, until: f64) {
        let row = self.queues.row_mut(queue);
        let mut from = contact.arrival;
        for (segment, facts) in centre.segments.iter().zip(row).skip(contact.segment as usize) {
            facts.waiting_time += (until.min(segment.end) - from).max(0.0);
            if until <= segment.end {
                break;
            }
            from = segment.end;
        }
    }

    /// Spreads the work of an agent over the segments in which it passes. What passes after the horizon belongs to the
    /// last of them.
    #[inline]
    pub fn works(&mut self, centre: &Centre, pair: usize, segment: usize, from: f64, until: f64) {
        let row = self.busy.row_mut(pair);
        let last = row.len() - 1;
        let (mut segment, mut from) = (segment, from);
        while segment < last && until > centre.segments[segment].end {
            row[segment] += centre.segments[segment].end - from;
            from = centre.segments[segment].end;
            segment += 1;
        }
        row[segment] += until - from;
    }

    /// Adds up what follows from the other facts, at the end of a replication.
    pub fn complete(&mut self, centre: &Centre) {
        for (index, group) in centre.groups.iter().enumerate() {
            for skill in &group.skills {
                for (facts, busy) in self.groups.row_mut(index).iter_mut().zip(self.busy.row(skill.pair)) {
                    facts.busy += busy;
                }
            }
        }
    }
}

fn clear<T: Clone + Default>(grid: &mut Grid<T>) {
    for row in 0..grid.rows() {
        grid.row_mut(row).fill(T::default());
    }
}
