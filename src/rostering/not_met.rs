//! What a roster does not give, piece by piece: hard rules that had to give way, shifts that nobody takes, people too many, wishes
//! refused, and shares that are not fair. Each comes with why, and all but the rules with their part of the price.

use super::problem::{Cover, KindId, Line, Person, PersonId, Problem, Wanted};
use super::roster::{Cause, Roster};
use super::rules::{Rule, worked_weekends};
use super::score::above;
use std::collections::BTreeMap;

/// Something that a roster does not give.
#[derive(Debug, Clone, PartialEq)]
pub struct NotMet {
    /// What.
    pub what: What,
    /// Whose it is; none for a shift.
    pub person: Option<PersonId>,
    /// On which day; none where it concerns the whole period.
    pub day: Option<usize>,
    /// Why.
    pub why: Why,
    /// Its part of [`super::Price::total`]. A rule that gave way has none.
    pub price: Option<f64>,
}

/// What is not given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// A hard rule is broken.
    Rule(Rule),
    /// Shifts of a kind that nobody takes.
    Missing {
        /// The kind.
        kind: KindId,
        /// How many.
        people: u32,
        /// Of how many that are wanted.
        wanted: u32,
    },
    /// More people on a kind of shift than are wanted.
    Surplus {
        /// The kind.
        kind: KindId,
        /// How many too many.
        people: u32,
        /// How many are wanted.
        wanted: u32,
    },
    /// A wish.
    Wish(Wanted),
    /// A fair share: somebody has more than theirs.
    Share {
        /// Of what.
        of: Shared,
        /// How many of the period are above the share.
        above: u32,
        /// The share, with what they had before.
        fair: u32,
    },
}

/// What is shared fairly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    /// Nights.
    Nights,
    /// Worked weekends.
    Weekends,
    /// Refused wishes.
    RefusedWishes,
}

/// Why something is not given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// This stands in its way.
    Cause(Cause),
    /// What keeps those from a shift who may work its kind, and how many each; the most frequent first. Nobody may work it where
    /// the list is empty.
    Nobody(Vec<(Hindrance, u32)>),
    /// It can be had, but everything taken together the roster would cost more.
    Price,
}

/// What keeps somebody from one more shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hindrance {
    /// They work another shift on that day.
    AtWork,
    /// Leave.
    TimeOff,
    /// They are not available then.
    Availability,
    /// Something else is fixed for the day.
    Locked,
    /// With this shift beside their others, this rule would be broken.
    Rule(Rule),
    /// Nothing but the price: a wish, a fair share, or a shift elsewhere that would be given up.
    Price,
}

/// Questions "could this person take that shift?" that are asked at most: shifts that nobody takes are explained as long as they
/// last.
const MOST_QUESTIONS: usize = 1_000_000;

/// All of it: rules by person, then shifts by day and kind, wishes and shares by person. The prices add up to that of the roster
/// without [`super::Price::shifts`].
pub fn not_met(problem: &Problem, roster: &Roster) -> Vec<NotMet> {
    let mut all: Vec<NotMet> = roster
        .unmet
        .iter()
        .map(|unmet| NotMet {
            what: What::Rule(unmet.rule),
            person: Some(unmet.person),
            day: None,
            why: Why::Cause(unmet.cause),
            price: None,
        })
        .collect();
    shifts(problem, roster, &mut all);
    for (place, (person, line)) in problem.people.iter().zip(&roster.lines).enumerate() {
        wishes(person, PersonId(place), line, &mut all);
    }
    for (place, (person, line)) in problem.people.iter().zip(&roster.lines).enumerate() {
        shares(problem, person, PersonId(place), line, &mut all);
    }
    all
}

fn shifts(problem: &Problem, roster: &Roster, all: &mut Vec<NotMet>) {
    let mut questions = 0;
    for (day, row) in problem.cover.iter().enumerate() {
        let mut on_duty = vec![0_u32; row.len()];
        roster.lines.iter().filter_map(|line| line[day]).for_each(|kind| on_duty[kind.0] += 1);
        for (kind, (&Cover { wanted, price_under, price_over }, &on_duty)) in row.iter().zip(&on_duty).enumerate() {
            let kind = KindId(kind);
            let mut add = |what, why, price| all.push(NotMet { what, person: None, day: Some(day), why, price });
            if on_duty < wanted {
                let people = wanted - on_duty;
                questions += problem.people.len();
                let why = if questions <= MOST_QUESTIONS {
                    Why::Nobody(hindrances(problem, roster, day, kind))
                } else {
                    Why::Price
                };
                add(What::Missing { kind, people, wanted }, why, Some(f64::from(people) * price_under));
            } else if on_duty > wanted {
                let people = on_duty - wanted;
                add(What::Surplus { kind, people, wanted }, Why::Price, Some(f64::from(people) * price_over));
            }
        }
    }
}

/// What keeps those who may work a kind of shift from working it on a day, the most frequent first.
fn hindrances(problem: &Problem, roster: &Roster, day: usize, kind: KindId) -> Vec<(Hindrance, u32)> {
    let mut counts: BTreeMap<Hindrance, u32> = BTreeMap::new();
    for (person, line) in problem.people.iter().zip(&roster.lines) {
        if person.most_of_kind[kind.0] > 0 && line[day] != Some(kind) {
            *counts.entry(hindrance(problem, person, line, day, kind)).or_default() += 1;
        }
    }
    let mut counts: Vec<(Hindrance, u32)> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    counts
}

fn hindrance(problem: &Problem, person: &Person, line: &Line, day: usize, kind: KindId) -> Hindrance {
    if person.days_off.contains(&day) {
        Hindrance::TimeOff
    } else if person.unavailable.contains(&(day, kind)) {
        Hindrance::Availability
    } else if line[day].is_some() {
        Hindrance::AtWork
    } else if person.locked.contains_key(&day) {
        Hindrance::Locked
    } else {
        let mut with = line.clone();
        with[day] = Some(kind);
        let breaches = |rule: Rule, line: &Line| rule.breaches(problem, person, line).len();
        // The rules that matter most are named first.
        let broken = Rule::ALL.into_iter().rev().find(|&rule| breaches(rule, &with) > breaches(rule, line));
        broken.map_or(Hindrance::Price, Hindrance::Rule)
    }
}

fn wishes(person: &Person, id: PersonId, line: &Line, all: &mut Vec<NotMet>) {
    for wish in person.wishes.iter().filter(|wish| wish.wanted.is_refused_by(line[wish.day])) {
        let why = if person.locked.contains_key(&wish.day) {
            Why::Cause(Cause::Locked)
        } else if person.days_off.contains(&wish.day) {
            Why::Cause(Cause::TimeOff)
        } else {
            Why::Price
        };
        all.push(NotMet {
            what: What::Wish(wish.wanted),
            person: Some(id),
            day: Some(wish.day),
            why,
            price: Some(wish.price * person.seniority),
        });
    }
}

fn shares(problem: &Problem, person: &Person, id: PersonId, line: &Line, all: &mut Vec<NotMet>) {
    let nights = line.iter().flatten().filter(|kind| problem.kinds[kind.0].night).count() as u32;
    let refused = person.wishes.iter().filter(|wish| wish.wanted.is_refused_by(line[wish.day])).count() as u32;
    let unfair = problem.unfairness;
    for (of, share, pieces, price) in [
        (Shared::Nights, person.nights, nights, unfair.night),
        (Shared::Weekends, person.worked_weekends, worked_weekends(problem, line), unfair.weekend),
        (Shared::RefusedWishes, person.refused_wishes, refused, unfair.refused),
    ] {
        let above = above(share, pieces);
        if above > 0.0 && price > 0.0 {
            all.push(NotMet {
                what: What::Share { of, above: above as u32, fair: share.fair },
                person: Some(id),
                day: None,
                why: Why::Price,
                price: Some(above * price),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::problem::{Share, ShiftKind, Wish};
    use super::super::roster::{Ended, Unmet};
    use super::super::score;
    use super::*;

    /// Early 6–14 and late 14–22 on three days from a Friday on; one early is wanted each day, and two lates on the last.
    fn problem() -> Problem {
        let kinds = vec![ShiftKind::plain("E", 360, 480), ShiftKind::plain("L", 840, 480)];
        let mut people: Vec<Person> = ["Ada", "Bo", "Cem"].iter().map(|name| Person::plain(name, 2)).collect();
        people[0].wishes = vec![Wish { day: 0, wanted: Wanted::Off, price: 10.0 }];
        people[0].seniority = 2.0;
        people[1].days_off = [1, 2].into();
        people[2].rest = 660;
        people[2].most_of_kind[0] = 0;
        let mut problem = Problem::plain(3, 4, kinds, people);
        let cover = |wanted| Cover { wanted, price_under: 100.0, price_over: 7.0 };
        for day in 0..3 {
            problem.cover[day][0] = cover(1);
            problem.cover[day][1] = cover(0);
        }
        problem.cover[2][1] = cover(2);
        problem
    }

    fn roster(problem: &Problem, lines: [&str; 3]) -> Roster {
        let kind = |letter| match letter {
            'E' => Some(KindId(0)),
            'L' => Some(KindId(1)),
            _ => None,
        };
        let lines: Vec<Line> = lines.iter().map(|line| line.chars().map(kind).collect()).collect();
        let price = score::price(problem, &lines);
        Roster { bound: price.total(), lines, price, unmet: Vec::new(), ended: Ended::Work, work: 0 }
    }

    #[test]
    fn a_shift_that_nobody_takes_says_what_keeps_everybody_from_it() {
        let mut problem = problem();
        problem.people[0].days_per_week.most = 2;
        let roster = roster(&problem, ["EE.", "...", "..L"]);
        let missing: Vec<NotMet> =
            not_met(&problem, &roster).into_iter().filter(|piece| matches!(piece.what, What::Missing { .. })).collect();
        assert_eq!(missing.len(), 2);
        assert_eq!(missing[0].what, What::Missing { kind: KindId(0), people: 1, wanted: 1 });
        assert_eq!((missing[0].day, missing[0].price), (Some(2), Some(100.0)));
        // Ada has worked her days, Bo is on leave, and Cem may not work it.
        let hindered = vec![(Hindrance::TimeOff, 1), (Hindrance::Rule(Rule::MostDaysPerWeek), 1)];
        assert_eq!(missing[0].why, Why::Nobody(hindered.clone()));
        assert_eq!(missing[1].what, What::Missing { kind: KindId(1), people: 1, wanted: 2 });
        assert_eq!(missing[1].why, Why::Nobody(hindered));
    }

    #[test]
    fn a_shift_that_only_its_price_prevents_says_so() {
        let problem = problem();
        let roster = roster(&problem, ["...", "...", "..L"]);
        let not_met = not_met(&problem, &roster);
        assert_eq!(not_met[0].day, Some(0));
        assert_eq!(not_met[0].why, Why::Nobody(vec![(Hindrance::Price, 2)]));
    }

    #[test]
    fn a_wish_has_its_price_by_seniority_and_its_cause() {
        let mut problem = problem();
        let given = roster(&problem, ["E..", ".E.", "..E"]);
        let wish = |problem: &Problem| {
            not_met(problem, &given).into_iter().find(|piece| matches!(piece.what, What::Wish(_))).unwrap()
        };
        let refused = wish(&problem);
        assert_eq!((refused.person, refused.day, refused.price), (Some(PersonId(0)), Some(0), Some(20.0)));
        assert_eq!(refused.why, Why::Price);
        problem.people[0].locked.insert(0, Some(KindId(0)));
        assert_eq!(wish(&problem).why, Why::Cause(Cause::Locked));
    }

    #[test]
    fn a_rule_that_gave_way_has_its_cause_and_no_price() {
        let problem = problem();
        let mut roster = roster(&problem, ["E..", ".E.", "..E"]);
        let unmet = Unmet { person: PersonId(1), rule: Rule::TimeOff, cause: Cause::Contradiction };
        roster.unmet = vec![unmet];
        let first = &not_met(&problem, &roster)[0];
        assert_eq!((first.what, first.person), (What::Rule(Rule::TimeOff), Some(PersonId(1))));
        assert_eq!((&first.why, first.price), (&Why::Cause(Cause::Contradiction), None));
    }

    #[test]
    fn the_prices_of_all_pieces_are_the_price_of_the_roster() {
        let mut problem = problem();
        problem.kinds[1].night = true;
        problem.unfairness = super::super::problem::Unfairness { night: 3.0, weekend: 5.0, refused: 11.0 };
        for person in &mut problem.people {
            person.nights = Share { carried: 1, fair: 1 };
            person.worked_weekends = Share { carried: 0, fair: 0 };
            person.refused_wishes = Share { carried: 3, fair: 3 };
        }
        for lines in [["EEE", "LL.", "..L"], ["...", "EE.", "LLL"], ["E.L", "...", "..."]] {
            let roster = roster(&problem, lines);
            let pieces: f64 = not_met(&problem, &roster).iter().filter_map(|piece| piece.price).sum();
            assert!(roster.price.unfairness > 0.0 && roster.price.under > 0.0, "{:?}", roster.price);
            assert!((pieces - roster.price.total()).abs() < 1e-9, "{pieces} instead of {}", roster.price.total());
        }
    }
}
