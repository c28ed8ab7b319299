//! Simulated annealing of people's weeks, as [`crate::scheduling::anneal`] of days, for groups with contracts.
//!
//! Here each person of a contract has a week: a band of times, a pattern of days, shifts. A move changes the week of one person, or hands a
//! shift over from one to another, and never breaks a rule: so what is found needs no dealing out, and the hours of each person hold.
//! Weeks of a part are annealed together, by one thread; parts are what is solved beside each other.

use super::TourKinds;
use super::assembly::{Assembled, Team, numbered};
use super::crew::{self, Duty};
use crate::random::{Purpose, stream};
use crate::scenario::Scenario;
use crate::scheduling::anneal::COLDEST;
use crate::scheduling::anneal::field::Field;
use crate::scheduling::anneal::yard::{Person as Shift, Work, Yard};
use crate::scheduling::part::Part;
use crate::staffing::StaffingRequirement;
use rand::RngExt;
use rand::seq::IteratorRandom;

/// Shares of the moves that call somebody in on a free day, that give a day off, and that let somebody work on another day.
const CALL_IN: f64 = 0.06;
const SEND_HOME: f64 = 0.04;
const OTHER_DAY: f64 = 0.06;
/// Share of the moves that hand a shift over to somebody else, and that change somebody's band and pattern.
const HAND_OVER: f64 = 0.06;
const OTHER_WEEK: f64 = 0.04;
/// Share of the moves that place a break anew; the rest change a shift.
const PLACE_BREAK: f64 = 0.38;

/// Temperature at the begin, as a share of the wage of one person in one interval: where contracts leave no hours, a change has to go by
/// way of missing agents, who cost many wages.
const WARMEST: f64 = 4.0;

/// How often a shift is drawn that begins within somebody's band.
const DRAWS: usize = 8;

/// Somebody's week.
#[derive(Clone)]
struct Week {
    /// As an index into the teams.
    team: usize,
    has_turn: bool,
    band: usize,
    pattern: usize,
    /// Paid.
    minutes: i64,
    /// By day of the week.
    shifts: [Option<Shift>; 7],
}

impl Week {
    fn count(&self) -> u32 {
        self.shifts.iter().flatten().count() as u32
    }
}

/// What the people of a team may do.
struct Rules<'a> {
    kinds: &'a TourKinds,
    /// First day of the week, as a day of the part.
    first_day: usize,
    most_minutes: i64,
    /// By day of the week, the works of the contract, as indices into those of the day.
    works: Vec<Vec<usize>>,
    /// Its people, as a range of all weeks.
    people: std::ops::Range<usize>,
}

/// People's weeks while they are annealed.
struct Tours<'a> {
    yard: &'a Yard,
    rules: Vec<Rules<'a>>,
    weeks: Vec<Week>,
    field: Field<'a>,
    temperature: f64,
}

/// Anneals known tours of a part, with so many moves; what comes out may cost more. `seed` tells apart the searches of one part.
pub fn annealed(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    known: &Assembled,
    moves: u64,
    seed: u64,
) -> Assembled {
    let yard = Yard::new(scenario, requirement, part);
    let people = yard.people(part, &known.people);
    let (present, free) = (yard.presence(&people), yard.free_seats(&people));
    let random = stream(seed, part.days().start as u64, Purpose::Annealing);
    let mut tours = Tours::new(&yard, part, &known.teams, Field::new(&yard, present, free, random));
    if tours.weeks.is_empty() {
        return known.clone();
    }
    let warmest = yard.wage_of_interval * WARMEST;
    let cooling = (COLDEST / WARMEST).powf(1.0 / moves.max(1) as f64);
    tours.temperature = warmest;
    for _ in 0..moves {
        tours.temperature *= cooling;
        tours.one_move();
    }
    tours.ended(&known.teams)
}

impl<'a> Tours<'a> {
    fn new(yard: &'a Yard, part: &Part, teams: &'a [Team], field: Field<'a>) -> Self {
        let (mut rules, mut weeks) = (Vec::new(), Vec::new());
        for (index, team) in teams.iter().enumerate() {
            let first_day = part.weeks[team.week].start - part.days().start;
            let theirs = |day: usize| -> Vec<usize> {
                let works = yard.days.get(first_day + day).map_or(&[][..], Vec::as_slice);
                (0..works.len()).filter(|&work| works[work].contract == team.contract).collect()
            };
            let first = weeks.len();
            for (person, &has_turn) in team.people.iter().zip(&team.kinds.has_turn) {
                let shift = |day: usize| {
                    let duty = person.duties[day]?;
                    yard.person(first_day + day, &team.places[duty.label])
                };
                let shifts = std::array::from_fn(shift);
                let minutes = i64::from(person.minutes());
                weeks.push(Week { team: index, has_turn, band: person.band, pattern: person.pattern, minutes, shifts });
            }
            rules.push(Rules {
                kinds: &team.kinds,
                first_day,
                most_minutes: i64::from(team.most_minutes()),
                works: (0..part.weeks[team.week].len()).map(theirs).collect(),
                people: first..weeks.len(),
            });
        }
        Self { yard, rules, weeks, field, temperature: 0.0 }
    }

    /// The tours as they are now.
    fn ended(self, teams: &[Team]) -> Assembled {
        let Self { yard, rules, weeks, .. } = self;
        let of_team = |(team, rules): (&Team, &Rules)| {
            let mut places = Vec::new();
            let mut people: Vec<crew::Person> = Vec::new();
            for week in &weeks[rules.people.clone()] {
                let mut person = rules.kinds.person(week.band, week.pattern);
                for (day, shift) in week.shifts.iter().enumerate() {
                    let Some(shift) = shift else { continue };
                    let work = &yard.days[rules.first_day + day][shift.work];
                    let minutes = u32::try_from(work.minutes).expect("paid minutes are a count");
                    person.duties[day] = Some(Duty { start: work.start, minutes, label: places.len() });
                    places.push(yard.place(rules.first_day + day, shift));
                }
                people.push(person);
            }
            let people = numbered(&team.kinds, people);
            Team { contract: team.contract, week: team.week, kinds: team.kinds.clone(), people, places }
        };
        Assembled::of(teams.iter().zip(&rules).map(of_team).collect())
    }

    fn one_move(&mut self) {
        let who = self.field.random.random_range(0..self.weeks.len());
        let mut choice: f64 = self.field.random.random();
        let mut is_less = |share: f64| {
            choice -= share;
            choice < 0.0
        };
        if is_less(CALL_IN) {
            self.call_in(who);
        } else if is_less(SEND_HOME) {
            self.send_home(who);
        } else if is_less(OTHER_DAY) {
            self.another_day(who);
        } else if is_less(HAND_OVER) {
            self.hand_over(who);
        } else if is_less(OTHER_WEEK) {
            self.another_week(who);
        } else if is_less(PLACE_BREAK) {
            self.another_break(who);
        } else {
            self.another_shift(who);
        }
    }

    fn works(&self, who: usize, day: usize) -> &'a [Work] {
        &self.yard.days[self.rules[self.weeks[who].team].first_day + day]
    }

    /// One of the days of the week on which somebody works, or does not but may.
    fn a_day(&mut self, who: usize, works: bool) -> Option<usize> {
        let week = &self.weeks[who];
        let kinds = self.rules[week.team].kinds;
        let days = kinds.patterns[week.pattern].days;
        let fits = |day: &usize| week.shifts[*day].is_some() == works && (works || days >> day & 1 == 1);
        (0..7).filter(fits).choose(&mut self.field.random)
    }

    /// Some shift of a day that begins within a band of somebody's contract.
    fn a_work(&mut self, who: usize, day: usize, band: usize) -> Option<usize> {
        let rules = &self.rules[self.weeks[who].team];
        let (of_day, works) = (rules.works.get(day)?, self.works(who, day));
        if of_day.is_empty() {
            return None;
        }
        let band = rules.kinds.bands[band];
        let mut draws = (0..DRAWS).map(|_| of_day[self.field.random.random_range(0..of_day.len())]);
        draws.find(|&work| band.contains(works[work].start))
    }

    fn call_in(&mut self, who: usize) {
        let Some(day) = self.a_day(who, false) else { return };
        let week = &self.weeks[who];
        let rules = &self.rules[week.team];
        if week.count() >= rules.kinds.patterns[week.pattern].most {
            return;
        }
        let (band, left, works) = (week.band, rules.most_minutes - week.minutes, self.works(who, day));
        let Some(work) = self.a_work(who, day, band).filter(|&work| works[work].minutes <= left) else { return };
        let Some(shift) = self.field.someone(works, work) else { return };
        self.exchange(who, &[], vec![(day, shift)], |_| {});
    }

    fn send_home(&mut self, who: usize) {
        let Some(day) = self.a_day(who, true) else { return };
        self.exchange(who, &[day], Vec::new(), |_| {});
    }

    fn another_day(&mut self, who: usize) {
        let (Some(from), Some(to)) = (self.a_day(who, true), self.a_day(who, false)) else { return };
        let band = self.weeks[who].band;
        let Some(work) = self.a_work(who, to, band) else { return };
        let Some(shift) = self.field.someone(self.works(who, to), work) else { return };
        self.exchange(who, &[from], vec![(to, shift)], |_| {});
    }

    fn another_break(&mut self, who: usize) {
        let Some(day) = self.a_day(who, true) else { return };
        let works = self.works(who, day);
        if let Some(shift) = &mut self.weeks[who].shifts[day] {
            self.field.another_break(works, shift, self.temperature);
        }
    }

    fn another_shift(&mut self, who: usize) {
        let Some(day) = self.a_day(who, true) else { return };
        let (works, Some(shift)) = (self.works(who, day), &self.weeks[who].shifts[day]) else { return };
        let work = self.field.another(works, shift.work);
        let week = &self.weeks[who];
        let band = self.rules[week.team].kinds.bands[week.band];
        let is_theirs = works[work].contract == works[shift.work].contract;
        if !is_theirs || !band.contains(works[work].start) {
            return;
        }
        let Some(changed) = self.field.changed(works, shift, work) else { return };
        self.exchange(who, &[day], vec![(day, changed)], |_| {});
    }

    /// Another band and pattern: what does not fit into them begins at another time or lies on another day.
    fn another_week(&mut self, who: usize) {
        let week = &self.weeks[who];
        let (has_turn, old, kinds) = (week.has_turn, (week.band, week.pattern), self.rules[week.team].kinds);
        let band = self.field.random.random_range(0..kinds.bands.len());
        let pattern = self.field.random.random_range(0..kinds.patterns.len());
        let new = &kinds.patterns[pattern];
        if (band, pattern) == old || (new.has_weekend && !has_turn) || week.count() > new.most {
            return;
        }
        let stays = |day: usize| {
            let shift = week.shifts[day].as_ref()?;
            let start = self.works(who, day)[shift.work].start;
            Some(new.days >> day & 1 == 1 && kinds.bands[band].contains(start))
        };
        let leaves: Vec<usize> = (0..7).filter(|&day| stays(day) == Some(false)).collect();
        let mut free: Vec<usize> = (0..7).filter(|&day| new.days >> day & 1 == 1 && stays(day) != Some(true)).collect();
        let mut comes = Vec::new();
        for &day in &leaves {
            // The same day if it may be, any other where not.
            let place = free.iter().position(|&other| other == day);
            let place = place.or_else(|| (0..free.len()).choose(&mut self.field.random));
            let Some(to) = place.map(|place| free.swap_remove(place)) else { return };
            let Some(work) = self.a_work(who, to, band) else { return };
            let Some(shift) = self.field.someone(self.works(who, to), work) else { return };
            comes.push((to, shift));
        }
        self.exchange(who, &leaves, comes, |week| (week.band, week.pattern) = (band, pattern));
    }

    /// Takes somebody's shifts of some days away and gives others instead, if the hours allow it and the change is kept.
    fn exchange(&mut self, who: usize, leaves: &[usize], comes: Vec<(usize, Shift)>, and: impl Fn(&mut Week)) {
        let week = &self.weeks[who];
        let minutes = |day: usize, shift: &Shift| self.works(who, day)[shift.work].minutes;
        let gone: Vec<(usize, Shift)> =
            leaves.iter().filter_map(|&day| Some((day, week.shifts[day].clone()?))).collect();
        let of = |shifts: &[(usize, Shift)]| shifts.iter().map(|(day, shift)| minutes(*day, shift)).sum::<i64>();
        let minutes = week.minutes - of(&gone) + of(&comes);
        if minutes > self.rules[week.team].most_minutes {
            return;
        }
        let mut cost = 0.0;
        for (shifts, come) in [(&gone, false), (&comes, true)] {
            for (day, shift) in shifts {
                cost += self.field.count(self.works(who, *day), shift, come);
            }
        }
        if self.field.is_kept(cost, self.temperature) {
            let week = &mut self.weeks[who];
            week.minutes = minutes;
            for (day, _) in gone {
                week.shifts[day] = None;
            }
            for (day, shift) in comes {
                week.shifts[day] = Some(shift);
            }
            and(week);
        } else {
            for (shifts, come) in [(&comes, false), (&gone, true)] {
                for (day, shift) in shifts {
                    self.field.count(self.works(who, *day), shift, come);
                }
            }
        }
    }

    /// Gives a shift to somebody else of the team, in exchange for that one's shift of the day, if there is one: nobody is missed for it.
    fn hand_over(&mut self, who: usize) {
        let Some(day) = self.a_day(who, true) else { return };
        let people = self.rules[self.weeks[who].team].people.clone();
        let to = self.field.random.random_range(people);
        if to == who {
            return;
        }
        let (mut giver, mut taker) = (self.weeks[who].clone(), self.weeks[to].clone());
        std::mem::swap(&mut giver.shifts[day], &mut taker.shifts[day]);
        let works = self.works(who, day);
        for week in [&mut giver, &mut taker] {
            let rules = &self.rules[week.team];
            let (band, pattern) = (rules.kinds.bands[week.band], &rules.kinds.patterns[week.pattern]);
            let minutes = |(day, shift): (usize, &Option<Shift>)| {
                shift.as_ref().map_or(0, |shift| self.yard.days[rules.first_day + day][shift.work].minutes)
            };
            week.minutes = week.shifts.iter().enumerate().map(minutes).sum();
            let fits = |shift: &Shift| pattern.days >> day & 1 == 1 && band.contains(works[shift.work].start);
            let is_right = week.shifts[day].as_ref().is_none_or(fits);
            if !is_right || week.minutes > rules.most_minutes || week.count() > pattern.most {
                return;
            }
        }
        self.weeks[who] = giver;
        self.weeks[to] = taker;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, Grid};
    use crate::scenario::{BreakRule, Group, GroupContract, GroupId, ShiftType, WeekendRotation};
    use crate::scheduling::model::Model;
    use crate::scheduling::part::parts;
    use crate::scheduling::schedule::GroupSolution;
    use crate::scheduling::tours::assembly::assemble;
    use crate::scheduling::{Schedule, check, cost};
    use crate::units::{Hours, Money, MoneyPerHour};
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use std::collections::BTreeMap;

    const MOVES: u64 = 60_000;

    /// A week of hours from a Monday on: four full-timers, three part-timers and two who help from Wednesday on.
    fn centre(needed: impl Fn(usize) -> u32) -> (Scenario, StaffingRequirement) {
        let calendar = Calendar::of_days(date(2026, 1, 5), 7, 60, &TimeZone::UTC);
        let intervals = calendar.intervals.len();
        let full = GroupContract {
            days_off_together: true,
            start_within: Some(120),
            weekends: Some(WeekendRotation { worked: 1, of: 2 }),
            ..GroupContract::plain("full", 4, Hours(30.0), 5)
        };
        let part = GroupContract {
            start_within: Some(60),
            weekends: Some(WeekendRotation { worked: 1, of: 3 }),
            ..GroupContract::plain("part", 3, Hours(14.0), 4)
        };
        let help = GroupContract { from: Some(date(2026, 1, 7)), ..GroupContract::plain("help", 2, Hours(20.0), 5) };
        let mut group = Group::plain("desk", vec![], vec![]);
        (group.headcount, group.wage) = (9, MoneyPerHour(20.0));
        group.contracts = vec![full, part, help];
        let mut scenario = Scenario::plain(calendar, vec![], vec![group]);
        scenario.scheduling.under_cover_per_hour = MoneyPerHour(60.0);
        let rest = BreakRule { length: 60, paid: false, earliest: 60, latest: 180, step: 60, from_shift_length: 300 };
        let starts = (6..=14).map(|hour| 60 * hour).collect();
        let lengths = (4..=8).map(|hours| 60 * hours).collect();
        scenario.shift_types =
            vec![ShiftType { breaks: vec![rest], ..ShiftType::plain("any", vec![GroupId(0)], lengths, starts) }];
        let needed = Grid::from_rows(vec![(0..intervals).map(needed).collect()]);
        (scenario, StaffingRequirement::at_one_price(needed))
    }

    /// Annealed from nobody: the tours, and what they cost beside nobody's.
    fn solved(scenario: &Scenario, needed: &StaffingRequirement, part: &Part, seed: u64) -> (Assembled, f64, f64) {
        let model = Model::new(scenario, needed, part);
        let cost = |assembled: &Assembled| model.programme.objective(&model.values(&assembled.people));
        let crews = model.crews(&vec![0.0; model.programme.columns().len()]);
        let nobody = assemble(scenario, part, &BTreeMap::new(), &crews);
        let annealed = annealed(scenario, needed, part, &nobody, MOVES, seed);
        let costs = (cost(&annealed), cost(&nobody));
        (annealed, costs.0, costs.1)
    }

    fn schedule_of(scenario: &Scenario, needed: &StaffingRequirement, part: &Part, assembled: &Assembled) -> Schedule {
        let model = Model::new(scenario, needed, part);
        let shifts = model.shifts(assembled.people.clone());
        let cost = cost(scenario, needed, &shifts);
        let (objective, bound) = (cost.objective(), Money::ZERO);
        let solution = GroupSolution { group: GroupId(0), first_day: 0, objective, bound, status: String::new() };
        Schedule {
            cost,
            solutions: vec![solution],
            tours: assembled.tours(part, &model),
            prices: (scenario.scheduling.under_cover_per_hour, scenario.scheduling.over_cover_per_hour),
            shifts,
        }
    }

    #[test]
    fn a_shift_that_one_person_can_work_is_found_from_nobody() {
        // On Tuesday from 8 to 12 one agent: four hours for 80, where each missing hour would cost 60.
        let (scenario, needed) = centre(|interval| u32::from((32..36).contains(&interval)));
        let part = &parts(&scenario, &needed, GroupId(0))[0];
        assert!((solved(&scenario, &needed, part, 1).1 - 80.0).abs() < 1e-9);
    }

    #[test]
    fn all_rules_are_kept_where_people_are_too_few() {
        let by_day = |interval: usize| if (7..21).contains(&(interval % 24)) { 6 } else { 0 };
        let (scenario, needed) = centre(by_day);
        let part = &parts(&scenario, &needed, GroupId(0))[0];
        for seed in 0..4 {
            let (assembled, cost, of_nobody) = solved(&scenario, &needed, part, seed);
            // All hours of all people are worth working: 4 × 30, 3 × 14 and 2 × 20 × 5 days of 5, at 60 less 20 each. Rules may leave an
            // hour or two of each of the nine people over, and breaks lie where somebody is needed.
            let hours = 4.0 * 30.0 + 3.0 * 14.0 + 2.0 * 20.0;
            assert!(of_nobody - cost > 40.0 * (hours - 9.0 * 4.0), "saves {}", of_nobody - cost);
            let schedule = schedule_of(&scenario, &needed, part, &assembled);
            assert_eq!(check(&scenario, &needed, &schedule), []);
        }
    }

    #[test]
    fn nobody_works_without_a_seat() {
        let by_day = |interval: usize| if (7..21).contains(&(interval % 24)) { 6 } else { 0 };
        let (scenario, needed) = centre(by_day);
        let seats = Some(vec![2; scenario.calendar.intervals.len()]);
        let part = Part { seats, ..parts(&scenario, &needed, GroupId(0))[0].clone() };
        let (assembled, ..) = solved(&scenario, &needed, &part, 1);
        let mut taken = vec![0; scenario.calendar.intervals.len()];
        for (place, people) in &assembled.people {
            part.shifts[place.shift].span(&scenario.calendar).for_each(|interval| taken[interval] += people);
        }
        assert_eq!(taken.iter().max(), Some(&2));
    }

    #[test]
    fn the_same_seed_gives_the_same_tours_and_another_seed_others() {
        let (scenario, needed) = centre(|interval| if (7..21).contains(&(interval % 24)) { 4 } else { 0 });
        let part = &parts(&scenario, &needed, GroupId(0))[0];
        let people = |seed| solved(&scenario, &needed, part, seed).0.people;
        assert_eq!(people(1), people(1));
        assert_ne!(people(1), people(2));
    }
}
