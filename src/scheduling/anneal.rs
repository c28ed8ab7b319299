//! Simulated annealing of who works what on each day: the search that brings a large part near its bound.
//!
//! A move sends one person home, calls one more in, lets one take a break at another time or work another shift, mostly one
//! that begins and ends at nearly the same time ([`moves`]). It is kept if it is cheaper, and otherwise with a chance that falls
//! with what it costs and rises with the temperature (Kirkpatrick, Gelatt & Vecchi 1983, "Optimization by simulated annealing",
//! Science 220). A move changes a few dozen intervals at most, so a second sees millions of them, while a solver finds hardly
//! any answer of a programme of that size in a minute. What it begins with matters: begun with nobody, it ends some 1 % higher
//! than begun with the relaxation, rounded.
//!
//! Days whose shifts meet in no interval are annealed beside each other, then the others, in turns while it gets colder.
//! Each has its own random numbers and the same number of moves whatever the machine, so the answer is the same on any
//! number of threads. What the people of a week may still work is shared out among the days of a turn.

pub(super) mod field;
mod moves;
pub(super) mod yard;

use super::contract::{ContractWeek, contracts};
use super::model::Place;
use super::part::Part;
use crate::random::{Purpose, stream};
use crate::scenario::Scenario;
use crate::staffing::StaffingRequirement;
use field::Field;
use moves::{Day, Room};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use yard::{Person, Yard};

/// Turns of each day, from the warmest to the coldest.
const TURNS: u64 = 24;

/// Temperatures at the begin and in the end, as shares of the wage of one person in one interval. At the first, one move in three
/// that costs as much as a person more in two intervals would be kept; at the last none.
pub(super) const WARMEST: f64 = 0.4;
pub(super) const COLDEST: f64 = 0.04;

/// Anneals a known answer of a part, with so many moves for each day; gives back the known one where nothing better is found.
/// `seed` tells apart the searches of one part.
///
/// For groups without written contracts, of whose people nothing but the sums of a day and a week matters.
/// Overtime and sessions are left as little as the local search knows them: nobody does either.
pub fn annealed(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    known: &BTreeMap<Place, u32>,
    moves: u64,
    seed: u64,
) -> BTreeMap<Place, u32> {
    let yard = Yard::new(scenario, requirement, part);
    let first_day = part.days().start;
    let mut people = yard.people(part, known);
    let mut present = yard.presence(&people);
    let apart = days_apart(&yard);
    let warmest = yard.wage_of_interval * WARMEST;
    let temperature = |turn: u64| warmest * (COLDEST / WARMEST).powf(turn as f64 / TURNS as f64);
    for turn in 0..TURNS {
        for first in 0..apart {
            let beside = (first..yard.days.len()).step_by(apart).filter(|&day| !yard.days[day].is_empty());
            let beside: Vec<usize> = beside.collect();
            let free = yard.free_seats(&people);
            let solve = |&day: &usize| {
                let random = stream(seed, (turn << 32) + (first_day + day) as u64, Purpose::Annealing);
                let room = room(scenario, part, &yard, &people, &beside, day);
                let field = Field::new(&yard, present.clone(), free.clone(), random);
                let mut day = Day::new(&yard, day, people[day].clone(), field, room);
                day.anneal(moves / TURNS, temperature(turn), temperature(turn + 1));
                day.ended()
            };
            let solved: Vec<(Vec<Person>, Vec<u32>)> = beside.par_iter().map(solve).collect();
            for (&day, (now_people, now_present)) in beside.iter().zip(solved) {
                let reach = yard.reach(day);
                present[reach.clone()].copy_from_slice(&now_present[reach]);
                people[day] = now_people;
            }
        }
    }
    places(&yard, &people)
}

/// People by what they work.
fn places(yard: &Yard, people: &[Vec<Person>]) -> BTreeMap<Place, u32> {
    let mut places: BTreeMap<Place, u32> = BTreeMap::new();
    for (day, people) in people.iter().enumerate() {
        for person in people {
            *places.entry(yard.place(day, person)).or_default() += 1;
        }
    }
    places
}

/// Days so far apart, or farther, meet in no interval.
fn days_apart(yard: &Yard) -> usize {
    let reaches: Vec<Range<usize>> = (0..yard.days.len()).map(|day| yard.reach(day)).collect();
    let meet = |(day, reach): (usize, &Range<usize>)| {
        reaches[day + 1..]
            .iter()
            .rposition(|later| !later.is_empty() && later.start < reach.end)
            .map_or(1, |last| last + 2)
    };
    reaches.iter().enumerate().filter(|(_, reach)| !reach.is_empty()).map(meet).max().unwrap_or(1)
}

/// What a day may work more: its share of what is left of its week, with that of the days beside which it is annealed.
fn room(scenario: &Scenario, part: &Part, yard: &Yard, people: &[Vec<Person>], beside: &[usize], day: usize) -> Room {
    let first_day = part.days().start;
    let week = part.week_of(first_day + day);
    let days = part.weeks[week].start - first_day..part.weeks[week].end - first_day;
    let minutes_of = |day: usize| people[day].iter().map(|person| yard.days[day][person.work].minutes).sum::<i64>();
    let shifts: usize = days.clone().map(|day| people[day].len()).sum();
    let minutes: i64 = days.clone().map(minutes_of).sum();
    let sharing = beside.iter().filter(|day| days.contains(day)).count().max(1);
    let contracts = contracts(scenario.group(part.group));
    let allows = ContractWeek::of(&contracts[0], &scenario.calendar, &part.weeks[week]);
    let most_minutes = (allows.hours.0 * 60.0 + 1e-6).floor() as i64;
    Room {
        shifts: (allows.shifts() as usize).saturating_sub(shifts) / sharing,
        minutes: (most_minutes - minutes).max(0) / i64::try_from(sharing).unwrap_or(i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, Grid};
    use crate::scenario::{BreakRule, Group, GroupId, ShiftType};
    use crate::scheduling::model::Model;
    use crate::scheduling::part::parts;
    use crate::scheduling::schedule::{GroupSolution, people_present};
    use crate::units::{Hours, MoneyPerHour};
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    const MOVES: u64 = 20_000;

    /// Two days of hours, ten people, shifts of four to eight hours with a break, by day or also over the night.
    fn centre(needed: impl Fn(usize) -> u32, latest_start: u32) -> (Scenario, StaffingRequirement) {
        let calendar = Calendar::of_days(date(2026, 1, 5), 2, 60, &TimeZone::UTC);
        let mut group = Group::plain("desk", vec![], vec![]);
        (group.headcount, group.weekly_hours, group.days_per_week) = (10, Hours(40.0), 5);
        group.wage = MoneyPerHour(20.0);
        let needed = StaffingRequirement::at_one_price(Grid::from_rows(vec![(0..48).map(needed).collect()]));
        let mut scenario = Scenario::plain(calendar, vec![], vec![group]);
        let rest = BreakRule { length: 60, paid: false, earliest: 60, latest: 180, step: 60, from_shift_length: 300 };
        let starts = (6..=latest_start).map(|hour| 60 * hour).collect();
        let lengths = (4..=8).map(|hours| 60 * hours).collect();
        scenario.shift_types =
            vec![ShiftType { breaks: vec![rest], ..ShiftType::plain("any", vec![GroupId(0)], lengths, starts) }];
        scenario.scheduling.under_cover_per_hour = MoneyPerHour(60.0);
        (scenario, needed)
    }

    fn day_and_a_little_night(interval: usize) -> u32 {
        match interval % 24 {
            8..12 => 5,
            12..20 => 3,
            20..24 | 0..2 => 1,
            _ => 0,
        }
    }

    fn solved(scenario: &Scenario, needed: &StaffingRequirement, seed: u64) -> (Vec<BTreeMap<Place, u32>>, f64) {
        let mut cost = 0.0;
        let parts = parts(scenario, needed, GroupId(0));
        let people = parts.iter().map(|part| {
            let people = annealed(scenario, needed, part, &BTreeMap::new(), MOVES, seed);
            let model = Model::new(scenario, needed, part);
            cost += model.programme.objective(&model.values(&people));
            people
        });
        (people.collect(), cost)
    }

    #[test]
    fn one_shift_that_fits_is_found_from_nobody() {
        // From 8 to 12 one agent: four hours for 80, where each missing hour would cost 60.
        let (scenario, needed) = centre(|interval| u32::from((8..12).contains(&interval)), 16);
        assert!((solved(&scenario, &needed, 1).1 - 80.0).abs() < 1e-9);
    }

    #[test]
    fn the_answer_is_the_same_on_any_number_of_threads_and_another_with_another_seed() {
        let (scenario, needed) = centre(day_and_a_little_night, 22);
        let on = |threads: usize, seed: u64| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| solved(&scenario, &needed, seed).0)
        };
        assert_eq!(on(1, 1), on(3, 1));
        assert_ne!(on(1, 1), on(1, 2));
    }

    #[test]
    fn what_it_finds_keeps_all_rules_where_people_are_too_few() {
        let (mut scenario, needed) = centre(|interval| 3 * day_and_a_little_night(interval), 22);
        (scenario.groups[0].headcount, scenario.groups[0].weekly_hours) = (4, Hours(14.0));
        scenario.groups[0].days_per_week = 1;
        let part = &parts(&scenario, &needed, GroupId(0))[0];
        let people = annealed(&scenario, &needed, part, &BTreeMap::new(), MOVES, 1);
        let model = Model::new(&scenario, &needed, part);
        let shifts = model.shifts(people.clone());
        let worked: u32 = shifts.iter().map(|shift| shift.people).sum();
        // Four shifts in all, on two days that share them.
        assert!((1..=4).contains(&worked), "{worked} shifts");
        let cost = crate::scheduling::cost(&scenario, &needed, &shifts);
        let (objective, bound) = (cost.objective(), crate::units::Money::ZERO);
        let part = GroupSolution { group: GroupId(0), first_day: 0, objective, bound, status: String::new() };
        let schedule = crate::scheduling::Schedule {
            cost,
            solutions: vec![part],
            tours: vec![],
            prices: (scenario.scheduling.under_cover_per_hour, scenario.scheduling.over_cover_per_hour),
            shifts,
        };
        assert_eq!(crate::scheduling::check(&scenario, &needed, &schedule), []);
    }

    #[test]
    fn days_whose_night_shifts_reach_the_next_day_are_not_annealed_beside_it() {
        for (latest_start, apart) in [(22, 1), (23, 2)] {
            let (scenario, needed) = centre(day_and_a_little_night, latest_start);
            let part = &parts(&scenario, &needed, GroupId(0))[0];
            assert_eq!(days_apart(&Yard::new(&scenario, &needed, part)), apart);
        }
    }

    #[test]
    fn presence_is_counted_along_with_the_moves() {
        let (scenario, needed) = centre(day_and_a_little_night, 22);
        let part = &parts(&scenario, &needed, GroupId(0))[0];
        let yard = Yard::new(&scenario, &needed, part);
        let room = Room { shifts: 50, minutes: 24_000 };
        let nobody = vec![0; yard.one_more.len()];
        let mut day =
            Day::new(&yard, 0, vec![], Field::new(&yard, nobody, None, stream(1, 0, Purpose::Annealing)), room);
        day.anneal(MOVES, 8.0, 0.8);
        let (people, present) = day.ended();
        assert!(!people.is_empty());
        let people = vec![people, vec![]];
        assert_eq!(yard.presence(&people), present);
        let model = Model::new(&scenario, &needed, part);
        let of_schedule = people_present(&scenario, &model.shifts(places(&yard, &people)));
        let first = part.shifts[0].first_interval;
        assert_eq!(of_schedule.row(0)[first..first + present.len()], present);
    }
}
