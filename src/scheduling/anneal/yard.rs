//! What cannot change during a search, laid out so that a move looks up and adds little.

use crate::scenario::{Group, GroupId, Scenario};
use crate::scheduling::family::begin_of;
use crate::scheduling::model::Place;
use crate::scheduling::part::Part;
use crate::scheduling::premium::Premiums;
use crate::scheduling::schedule::{PlannedOvertime, cover_cost};
use crate::scheduling::shift::PossibleShift;
use crate::staffing::StaffingRequirement;
use crate::units::MoneyPerHour;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many shifts that begin and end at nearly the same time each shift has.
const NEAR: usize = 16;

/// A place of a break: its begin in minutes after the shift's, the intervals that it covers, and the premium that it spares.
pub struct BreakPlace {
    pub begin: u32,
    pub span: Range<usize>,
    pub spared: f64,
}

/// A break of a shift.
pub struct Rest {
    pub length: u32,
    /// Least work since the break before.
    pub gap: u32,
    pub places: Vec<BreakPlace>,
}

/// A shift of a day. Intervals are counted from the first of the part.
pub struct Work {
    /// As an index into [`Part::shifts`].
    pub shift: usize,
    /// Whose shift it is, as an index into [`contracts`](crate::scheduling::contract::contracts()).
    pub contract: usize,
    /// Clock time of its begin, in minutes after midnight.
    pub start: u32,
    /// In minutes after the horizon's begin.
    pub begin: u32,
    /// Length from begin to end, in minutes.
    pub length: u32,
    /// Paid.
    pub minutes: i64,
    /// Wage and premiums, as if nobody rested.
    pub pay: f64,
    pub span: Range<usize>,
    pub rests: Vec<Rest>,
    /// Those of its day and contract that begin and end nearest, the nearest first.
    pub near: Vec<usize>,
}

impl Work {
    /// When a person's breaks begin, in minutes after the horizon's begin.
    pub fn begins<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = u32> + 'a {
        self.rests.iter().zip(&person.places).map(|(rest, &place)| self.begin + rest.places[place].begin)
    }
}

/// Someone at work on a day: which shift, and the place of each break.
#[derive(Clone)]
pub struct Person {
    pub work: usize,
    pub places: Vec<usize>,
}

/// All that a search of a part looks up.
pub struct Yard {
    /// By interval: what each further person present costs, less than nothing where it saves; from the last on always the same.
    pub one_more: Vec<Vec<f64>>,
    /// By day of the part, the shifts without sessions.
    pub days: Vec<Vec<Work>>,
    pub headcount: usize,
    /// By interval: most people who can have a seat; `None`: any number.
    pub seats: Option<Vec<u32>>,
    /// What a person is paid for one interval; where that is nothing, what a missing one costs.
    pub wage_of_interval: f64,
}

impl Yard {
    pub fn new(scenario: &Scenario, requirement: &StaffingRequirement, part: &Part) -> Self {
        let (group, calendar) = (scenario.group(part.group), &scenario.calendar);
        let premiums = Premiums::of(scenario);
        let first = part.shifts.iter().map(|shift| shift.first_interval).min().unwrap_or(0);
        let end = part.shifts.iter().map(|shift| shift.span(calendar).end).max().unwrap_or(first);
        let works = |day: usize| {
            let of_day = part.shifts.iter().enumerate().filter(|(_, it)| it.day == day && it.session().is_none());
            let mut works: Vec<Work> =
                of_day.map(|(index, shift)| work(scenario, group, &premiums, first, index, shift)).collect();
            let near: Vec<Vec<usize>> = (0..works.len()).map(|of| nearest(&works, of)).collect();
            works.iter_mut().zip(near).for_each(|(work, near)| work.near = near);
            works
        };
        let cost = |interval: usize| costs_of_one_more(scenario, requirement, part.group, interval);
        let missing = requirement.highest_price(scenario, part.group.0);
        let price = if group.wage > MoneyPerHour(0.0) { group.wage } else { missing };
        Self {
            one_more: (first..end).map(cost).collect(),
            days: part.days().map(works).collect(),
            headcount: group.headcount as usize,
            seats: part.seats.as_ref().map(|seats| seats[first..end].to_vec()),
            wage_of_interval: price.0 * f64::from(calendar.interval_minutes) / 60.0,
        }
    }

    /// Someone at a place of a day of the part; `None` where the place is not laid out.
    pub fn person(&self, day: usize, place: &Place) -> Option<Person> {
        let work = self.days[day].binary_search_by_key(&place.shift, |work| work.shift).ok()?;
        let rests = self.days[day][work].rests.iter().zip(&place.begins);
        let places = rests.map(|(rest, &begin)| rest.places.partition_point(|place| place.begin < begin)).collect();
        Some(Person { work, places })
    }

    /// The place of someone on a day of the part.
    pub fn place(&self, day: usize, person: &Person) -> Place {
        let work = &self.days[day][person.work];
        let begins = work.begins(person).map(|after| after - work.begin).collect();
        Place { shift: work.shift, begins, overtime: PlannedOvertime::default() }
    }

    /// The people of a known answer, by day.
    pub fn people(&self, part: &Part, known: &BTreeMap<Place, u32>) -> Vec<Vec<Person>> {
        let first_day = part.days().start;
        let mut people = vec![Vec::new(); self.days.len()];
        for (place, &count) in known {
            let day = part.shifts[place.shift].day - first_day;
            if let Some(person) = self.person(day, place) {
                people[day].extend(std::iter::repeat_n(person, count as usize));
            }
        }
        people
    }

    /// How many of them are present, by interval.
    pub fn presence(&self, people: &[Vec<Person>]) -> Vec<u32> {
        let mut present = vec![0; self.one_more.len()];
        for (works, people) in self.days.iter().zip(people) {
            for person in people {
                let work = &works[person.work];
                work.span.clone().for_each(|interval| present[interval] += 1);
                for (rest, &place) in work.rests.iter().zip(&person.places) {
                    rest.places[place].span.clone().for_each(|interval| present[interval] -= 1);
                }
            }
        }
        present
    }

    /// Seats that these people leave free, by interval.
    pub fn free_seats(&self, people: &[Vec<Person>]) -> Option<Vec<i64>> {
        let mut free: Vec<i64> = self.seats.as_ref()?.iter().map(|&seats| i64::from(seats)).collect();
        for (works, people) in self.days.iter().zip(people) {
            for person in people {
                free[works[person.work].span.clone()].iter_mut().for_each(|free| *free -= 1);
            }
        }
        Some(free)
    }

    /// The intervals that the shifts of a day may cover.
    pub fn reach(&self, day: usize) -> Range<usize> {
        let spans = self.days[day].iter().map(|work| work.span.clone());
        spans.reduce(|all, span| all.start.min(span.start)..all.end.max(span.end)).unwrap_or_default()
    }
}

fn work(
    scenario: &Scenario,
    group: &Group,
    premiums: &Premiums,
    first: usize,
    index: usize,
    shift: &PossibleShift,
) -> Work {
    let calendar = &scenario.calendar;
    let begin = begin_of(calendar, shift);
    let premium = |from: u32, length: u32| group.wage.0 * premiums.between(from, from + length);
    let counted = |span: Range<usize>| span.start - first..span.end - first;
    let rests = shift.breaks.iter().map(|rest| {
        let places = rest.begins.iter().map(|&after| BreakPlace {
            begin: after,
            span: counted(shift.break_span(calendar, rest, after)),
            spared: if rest.paid { 0.0 } else { premium(begin + after, rest.length) },
        });
        Rest { length: rest.length, gap: rest.gap, places: places.collect() }
    });
    let paid = shift.paid_minutes();
    Work {
        shift: index,
        contract: shift.contract,
        start: shift.start,
        begin,
        length: shift.length,
        minutes: i64::from(paid),
        pay: group.wage.0 * f64::from(paid) / 60.0 + premium(begin, shift.length),
        span: counted(shift.span(calendar)),
        rests: rests.collect(),
        near: Vec::new(),
    }
}

/// What each further person present in an interval costs.
fn costs_of_one_more(scenario: &Scenario, requirement: &StaffingRequirement, id: GroupId, interval: usize) -> Vec<f64> {
    let (group, needed) = (scenario.group(id), requirement.agents[(id.0, interval)]);
    let available = group.shrinkage.complement().0;
    let cost = |people: u32| cover_cost(scenario, requirement, (id, interval), people);
    // With so many people nobody is missing, if that can be.
    let enough = if available > 0.0 { (f64::from(needed) / available).ceil() + 1.0 } else { 0.0 };
    let enough = (enough as u32).min(group.headcount);
    (0..=enough).map(|people| cost(people + 1) - cost(people)).collect()
}

/// The other shifts of a contract that begin and end nearest to one, the nearest first.
fn nearest(works: &[Work], of: usize) -> Vec<usize> {
    let times = |work: &Work| (work.begin, work.begin + work.length);
    let (begin, end) = times(&works[of]);
    let apart = |&other: &usize| {
        let (other_begin, other_end) = times(&works[other]);
        (begin.abs_diff(other_begin) + end.abs_diff(other_end), other)
    };
    let mut others: Vec<usize> =
        (0..works.len()).filter(|&other| other != of && works[other].contract == works[of].contract).collect();
    if others.len() > NEAR {
        others.select_nth_unstable_by_key(NEAR, apart);
        others.truncate(NEAR);
    }
    others.sort_by_key(apart);
    others
}
