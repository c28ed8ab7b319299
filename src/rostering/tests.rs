//! Rules on named people, the search against all rosters there are, and random problems solved and checked.

use super::cheapest::{Ask, cheapest};
use super::check::check;
use super::current::own_price;
use super::possible::Possible;
use super::problem::*;
use super::roster::{Cause, Ended, Roster, Unmet};
use super::rules::Rule;
use super::{Limits, price, roster};
use crate::random::Stream;
use crate::watch::Unwatched;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeSet;

const EARLY: KindId = KindId(0);
const LATE: KindId = KindId(1);
const NIGHT: KindId = KindId(2);

/// Early 6–14, late 14–22, night 22–6.
fn kinds() -> Vec<ShiftKind> {
    let mut night = ShiftKind::plain("N", 1320, 480);
    night.night = true;
    vec![ShiftKind::plain("E", 360, 480), ShiftKind::plain("L", 840, 480), night]
}

/// Days written as letters, `.` for off.
fn days(text: &str) -> Line {
    let kind = |letter| match letter {
        'E' => Some(EARLY),
        'L' => Some(LATE),
        'N' => Some(NIGHT),
        _ => None,
    };
    text.chars().filter(|letter| *letter != ' ').map(kind).collect()
}

fn ada(change: impl FnOnce(&mut Person)) -> Person {
    let mut ada = Person::plain("Ada", 3);
    change(&mut ada);
    ada
}

/// The rules that the checker finds broken when Ada, two weeks from a Monday on, works these days.
fn broken(change: impl FnOnce(&mut Person), line: &str) -> Vec<(Rule, usize)> {
    let problem = Problem::plain(14, 0, kinds(), vec![ada(change)]);
    let lines = vec![days(line)];
    let price = price(&problem, &lines);
    let roster = Roster { bound: price.total(), lines, price, unmet: Vec::new(), ended: Ended::Work, work: 0 };
    let findings = check(&problem, &roster);
    findings.iter().map(|finding| (finding.rule.unwrap(), finding.day.unwrap())).collect()
}

type Change = Box<dyn Fn(&mut Person)>;

#[test]
#[expect(clippy::too_many_lines, reason = "a table with a row for each rule")]
fn each_rule_is_kept_by_one_line_and_broken_by_another() {
    let range = |least, most| Range { least, most };
    let cases: Vec<(Change, &str, &str, Rule, usize)> = vec![
        (
            Box::new(move |ada| ada.minutes_in_period = range(960, 9999)),
            "EE.....|.......",
            "E......|.......",
            Rule::LeastMinutesInPeriod,
            0,
        ),
        (
            Box::new(move |ada| ada.minutes_in_period = range(0, 480)),
            "E......|.......",
            "E....E.|.......",
            Rule::MostMinutesInPeriod,
            0,
        ),
        (
            Box::new(move |ada| ada.minutes_per_week = range(480, 9999)),
            "E......|......E",
            "EE.....|.......",
            Rule::LeastMinutesPerWeek,
            7,
        ),
        (
            Box::new(move |ada| ada.minutes_per_week = range(0, 960)),
            "E.....E|E.....E",
            "E......|EE....E",
            Rule::MostMinutesPerWeek,
            7,
        ),
        (
            Box::new(move |ada| ada.days_per_week = range(1, 7)),
            "E......|......E",
            ".......|......E",
            Rule::LeastDaysPerWeek,
            0,
        ),
        (
            Box::new(move |ada| ada.days_per_week = range(0, 2)),
            "E.....E|E.....E",
            "E.L...E|E.....E",
            Rule::MostDaysPerWeek,
            0,
        ),
        (
            Box::new(|ada| ada.complete_weekends = true),
            ".....EE|.......",
            ".......|......E",
            Rule::CompleteWeekends,
            12,
        ),
        (Box::new(|ada| ada.start_difference = 60), "EE.L...|.......", "EL.....|.......", Rule::StartDifference, 1),
        (
            Box::new(move |ada| ada.days_in_a_row = range(2, 99)),
            "E.EE...|......E",
            "..E.EE.|.......",
            Rule::LeastDaysInARow,
            2,
        ),
        (
            Box::new(move |ada| ada.days_in_a_row = range(0, 3)),
            "EEE.EEE|.......",
            "EEEE...|.......",
            Rule::MostDaysInARow,
            0,
        ),
        (Box::new(|ada| ada.days_off_in_a_row = 2), ".E..EEE|EEEEEE.", "EE.EE..|.......", Rule::DaysOffInARow, 2),
        (Box::new(|ada| ada.weekends = 1), ".....EE|.......", ".....E.|......E", Rule::Weekends, 0),
        (
            Box::new(|ada| {
                let weeks = vec![BTreeSet::from([EARLY]), BTreeSet::from([LATE])];
                ada.rotation = Some(Rotation { weeks, first: 1 });
            }),
            "LL.....|EE.....",
            "LL.....|EL.....",
            Rule::Rotation,
            8,
        ),
        (
            Box::new(move |ada| ada.minutes_per_day = range(500, 999)),
            ".......|.......",
            "..E....|.......",
            Rule::MinutesPerDay,
            2,
        ),
        (
            Box::new(|ada: &mut Person| {
                ada.forbidden_successions.insert((EARLY, LATE));
            }),
            "LE.....|.......",
            "EL.....|.......",
            Rule::Succession,
            1,
        ),
        (Box::new(|ada| ada.weekly_rest = 2880), "EEEEE..|EEEEE..", "EEE.EEE|EEEEE..", Rule::WeeklyRest, 0),
        (Box::new(|ada| ada.rest = 660), "EL.LN..|.......", "EL.....|..LE...", Rule::Rest, 10),
        (
            Box::new(|ada: &mut Person| {
                ada.unavailable.insert((3, LATE));
            }),
            "...E...|.......",
            "...L...|.......",
            Rule::Availability,
            3,
        ),
        (
            Box::new(|ada: &mut Person| {
                ada.days_off.insert(4);
            }),
            ".......|.......",
            "....E..|.......",
            Rule::TimeOff,
            4,
        ),
        (Box::new(|ada| ada.most_of_kind[NIGHT.0] = 1), "N......|.......", "N.....N|.......", Rule::MostOfKind, 6),
        (
            Box::new(|ada: &mut Person| {
                ada.locked.insert(5, Some(LATE));
            }),
            ".....L.|.......",
            ".......|.......",
            Rule::Locked,
            5,
        ),
    ];
    let planted: BTreeSet<Rule> = cases.iter().map(|case| case.3).collect();
    assert_eq!(planted, BTreeSet::from(Rule::ALL), "every rule has its case");
    for (change, kept, wrong, rule, day) in cases {
        let letters = |text: &str| text.replace('|', "");
        assert_eq!(broken(&change, &letters(kept)), [], "{rule}: {kept}");
        assert_eq!(broken(&change, &letters(wrong)), [(rule, day)], "{rule}: {wrong}");
    }
}

#[test]
fn what_was_worked_before_counts_on() {
    let with = |history: fn(&mut Person), rule: fn(&mut Person)| {
        move |ada: &mut Person| {
            history(ada);
            rule(ada);
        }
    };
    let four = |ada: &mut Person| ada.history = days(".EEEE");
    assert_eq!(broken(with(four, |ada| ada.days_in_a_row.most = 5), "EE............"), [(Rule::MostDaysInARow, 0)]);
    let night = |ada: &mut Person| ada.history = days("....N");
    assert_eq!(broken(with(night, |ada| ada.rest = 660), "E............."), [(Rule::Rest, 0)]);
    assert_eq!(
        broken(
            with(night, |ada: &mut Person| {
                ada.forbidden_successions.insert((NIGHT, LATE));
            }),
            "L............."
        ),
        [(Rule::Succession, 0)]
    );
    assert_eq!(broken(with(night, |ada| ada.days_in_a_row.least = 2), ".............."), [(Rule::LeastDaysInARow, 0)]);
}

type Plant = Box<dyn Fn(&mut Roster)>;

#[test]
fn each_wrong_number_of_a_roster_is_found() {
    let problem = Problem::plain(2, 0, kinds(), vec![ada(|_| {})]);
    let lines = vec![days("E.")];
    let price = price(&problem, &lines);
    let right = Roster { lines, price, bound: price.total(), unmet: Vec::new(), ended: Ended::Work, work: 0 };
    assert_eq!(check(&problem, &right), []);
    let unmet = |person| Unmet { person: PersonId(person), rule: Rule::Rest, cause: Cause::History };
    let wrongs: Vec<(&str, Plant)> = vec![
        ("too few", Box::new(|roster| roster.price.under += 1.0)),
        ("too many", Box::new(|roster| roster.price.over += 1.0)),
        ("refused wishes", Box::new(|roster| roster.price.wishes += 1.0)),
        ("unfairness", Box::new(|roster| roster.price.unfairness += 1.0)),
        ("shifts", Box::new(|roster| roster.price.shifts += 1.0)),
        ("the bound", Box::new(|roster| roster.bound += 1.0)),
        ("is called unmet, but is kept", Box::new(move |roster| roster.unmet = vec![unmet(0)])),
        ("does not exist", Box::new(move |roster| roster.unmet = vec![unmet(1)])),
        ("a shift that does not exist", Box::new(|roster| roster.lines[0][0] = Some(KindId(3)))),
        ("1 days instead of 2", Box::new(|roster| roster.lines[0].truncate(1))),
        ("0 lines for 1 people", Box::new(|roster| roster.lines.clear())),
    ];
    for (words, plant) in wrongs {
        let mut wrong = right.clone();
        plant(&mut wrong);
        let findings = check(&problem, &wrong);
        assert!(matches!(&findings[..], [finding] if finding.what.contains(words)), "{words}: {findings:?}");
    }
}

fn few_steps<'a>() -> Limits<'a> {
    Limits { work: 3_000_000, ..Limits::default() }
}

/// A random problem in which any rule may bind.
fn random_problem(seed: u64, people: usize, period: usize) -> Problem {
    let mut random = Stream::seed_from_u64(seed);
    let mut number = |below: u32| random.random_range(0..below);
    let mut all = Vec::new();
    for at in 0..people {
        let mut person = Person::plain(&format!("person {at}"), 3);
        if number(3) == 0 {
            person.most_of_kind = vec![number(4), number(4), number(3)];
        }
        if number(3) == 0 {
            person.minutes_in_period = Range { least: 480 * number(3), most: 480 * (3 + number(4)) };
        }
        if number(3) == 0 {
            person.minutes_per_week = Range { least: 480 * number(2), most: 480 * (2 + number(4)) };
        }
        if number(3) == 0 {
            person.days_per_week = Range { least: number(2), most: 2 + number(4) };
        }
        person.rest = [0, 660, 1500, 3000][number(4) as usize];
        person.weekly_rest = [0, 2160, 2880, 4000][number(4) as usize];
        person.days_in_a_row = Range { least: number(3), most: 3 + number(3) };
        person.days_off_in_a_row = number(3);
        person.start_difference = [u32::MAX, 600][number(2) as usize];
        if number(2) == 0 {
            person.forbidden_successions.insert((KindId(number(3) as usize), KindId(number(3) as usize)));
        }
        person.weekends = number(3);
        person.complete_weekends = number(3) == 0;
        if number(4) == 0 {
            let weeks = vec![BTreeSet::from([EARLY, NIGHT]), BTreeSet::from([LATE])];
            person.rotation = Some(Rotation { weeks, first: number(2) as usize });
        }
        if number(2) == 0 {
            person.days_off.insert(number(period as u32) as usize);
        }
        if number(4) == 0 {
            let given = Some(KindId(number(3) as usize)).filter(|_| number(2) == 0);
            person.locked.insert(number(period as u32) as usize, given);
        }
        if number(2) == 0 {
            let length = 1 + number(9);
            person.history = (0..length).map(|_| Some(KindId(number(3) as usize)).filter(|_| number(2) == 0)).collect();
        }
        for _ in 0..2 {
            let kind = KindId(number(3) as usize);
            let wanted = [Wanted::Work, Wanted::Off, Wanted::Kind(kind), Wanted::NotKind(kind)][number(4) as usize];
            let day = number(period as u32) as usize;
            person.wishes.push(Wish { day, wanted, price: f64::from(number(5)) });
        }
        let mut share = || Share { carried: number(3), fair: number(4) };
        (person.nights, person.worked_weekends, person.refused_wishes) = (share(), share(), share());
        all.push(person);
    }
    let mut problem = Problem::plain(period, number(7) as usize, kinds(), all);
    for cover in problem.cover.iter_mut().flatten() {
        let price_under = f64::from(5 + number(10));
        *cover = Cover { wanted: number(2), price_under, price_over: f64::from(number(3)) };
    }
    problem.unfairness = Unfairness { night: 3.0, weekend: 2.0, refused: 1.0 };
    problem
}

#[test]
fn what_is_found_passes_the_checker_whatever_the_rules() {
    let mut unmet = 0;
    for seed in 0..150 {
        let problem = random_problem(seed, 3, 16);
        let roster = roster(&problem, seed, Limits { work: 300_000, ..Limits::default() }, &Unwatched).unwrap();
        assert_eq!(check(&problem, &roster), [], "seed {seed}");
        unmet += roster.unmet.len();
    }
    assert!(unmet > 0, "some problems have contradictions");
}

/// The least price over all lines of both people that break no rule.
fn cheapest_of_all(problem: &Problem) -> Option<f64> {
    let choices = problem.kinds.len() + 1;
    let count = choices.pow(problem.days as u32);
    let line = |mut number: usize| -> Line {
        let mut line = Vec::new();
        for _ in 0..problem.days {
            line.push((number % choices).checked_sub(1).map(KindId));
            number /= choices;
        }
        line
    };
    let possible: Vec<Vec<Line>> = problem
        .people
        .iter()
        .map(|person| {
            let keeps = |line: &Line| Rule::ALL.iter().all(|rule| rule.breaches(problem, person, line).is_empty());
            (0..count).map(line).filter(keeps).collect()
        })
        .collect();
    let prices = possible[0].iter().flat_map(|first| {
        possible[1].iter().map(move |second| price(problem, &[first.clone(), second.clone()]).total())
    });
    prices.min_by(f64::total_cmp)
}

#[test]
fn the_best_of_all_rosters_is_found_and_the_bound_is_below_it() {
    let mut compared = 0;
    for seed in 0..60 {
        let problem = random_problem(seed, 2, 4);
        let Some(best) = cheapest_of_all(&problem) else { continue };
        let roster = roster(&problem, 1, few_steps(), &Unwatched).unwrap();
        assert_eq!(roster.unmet, [], "seed {seed}");
        assert!((roster.price.total() - best).abs() < 1e-6, "seed {seed}: {} is not {best}", roster.price.total());
        assert!(roster.bound <= best + 1e-6, "seed {seed}");
        compared += 1;
    }
    assert!(compared >= 15, "{compared} problems could be compared");
}

#[test]
fn the_cheapest_days_in_a_window_are_those_found_by_trying_all() {
    let mut compared = 0;
    for seed in 0..80 {
        let problem = random_problem(seed, 1, 14);
        let mut random = Stream::seed_from_u64(seed);
        let prices: Vec<f64> = (0..problem.days * 3).map(|_| f64::from(random.random_range(-20..20_i32))).collect();
        let possible = Possible::of(&problem, &problem.people[0], &BTreeSet::new());
        let whole = cheapest(&possible, &Ask::plain(&[0.0; 14 * 3], 3));
        let Some((_, line)) = whole.lines.first() else { continue };
        let (from, length) = (random.random_range(0..11_usize), 4);
        let with = |number: usize| {
            let mut line = line.clone();
            for (at, given) in line[from..(from + length).min(14)].iter_mut().enumerate() {
                *given = (number / 4_usize.pow(at as u32) % 4).checked_sub(1).map(KindId);
            }
            line
        };
        let price_of = |line: &Line| {
            let duty = line.iter().enumerate().filter_map(|(day, kind)| kind.map(|kind| prices[day * 3 + kind.0]));
            Some(own_price(&possible, line)? + duty.sum::<f64>())
        };
        let best = (0..4_usize.pow(4)).filter_map(|number| price_of(&with(number))).min_by(f64::total_cmp).unwrap();
        let ask = Ask { window: Some((line, from, (from + length).min(14))), ..Ask::plain(&prices, 3) };
        let found = cheapest(&possible, &ask);
        assert!((found.lines[0].0 - best).abs() < 1e-9, "seed {seed}: {} is not {best}", found.lines[0].0);
        assert_eq!(price_of(&found.lines[0].1), Some(found.lines[0].0), "seed {seed}");
        assert!(found.least <= best, "seed {seed}");
        compared += 1;
    }
    assert!(compared >= 30, "{compared} windows could be compared");
}

#[test]
fn what_is_cut_off_still_bounds_the_price() {
    for seed in 0..60 {
        let problem = random_problem(seed, 1, 14);
        let mut random = Stream::seed_from_u64(seed);
        let prices: Vec<f64> = (0..problem.days * 3).map(|_| f64::from(random.random_range(-20..20_i32))).collect();
        let possible = Possible::of(&problem, &problem.people[0], &BTreeSet::new());
        let plain = cheapest(&possible, &Ask::plain(&prices, 3));
        let few = cheapest(&possible, &Ask { most_ways: 3, most_alike: 1, ..Ask::plain(&prices, 3) });
        let Some((best, _)) = plain.lines.first() else { continue };
        assert!(few.least <= best + 1e-9, "seed {seed}: {} is above {best}", few.least);
    }
}

#[test]
fn leave_that_makes_the_contract_impossible_is_named_and_the_rest_is_kept() {
    let ada = ada(|ada| {
        ada.minutes_in_period.least = 480 * 5;
        ada.days_in_a_row.most = 2;
        ada.days_off = (2..14).collect();
    });
    let problem = Problem::plain(14, 0, kinds(), vec![ada]);
    let roster = roster(&problem, 1, few_steps(), &Unwatched).unwrap();
    let [unmet] = roster.unmet[..] else { panic!("{:?}", roster.unmet) };
    assert_eq!((unmet.rule, unmet.cause), (Rule::LeastMinutesInPeriod, Cause::TimeOff));
    assert_eq!(roster.lines[0].iter().flatten().count(), 2, "as much as can be worked is worked");
    assert_eq!(check(&problem, &roster), []);
}

#[test]
fn a_locked_assignment_stays_whatever_it_breaks() {
    let ada = ada(|ada| {
        ada.rest = 660;
        ada.locked = [(0, Some(NIGHT)), (1, Some(EARLY))].into();
    });
    let problem = Problem::plain(7, 0, kinds(), vec![ada]);
    let roster = roster(&problem, 1, few_steps(), &Unwatched).unwrap();
    assert_eq!(roster.lines[0][..2], [Some(NIGHT), Some(EARLY)]);
    let [unmet] = roster.unmet[..] else { panic!("{:?}", roster.unmet) };
    assert_eq!((unmet.rule, unmet.cause), (Rule::Rest, Cause::Locked));
    assert_eq!(check(&problem, &roster), []);
}

#[test]
fn the_same_problem_gives_the_same_roster_on_any_number_of_threads() {
    let problem = random_problem(7, 6, 14);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| roster(&problem, 3, few_steps(), &Unwatched).unwrap())
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn the_first_public_instance_is_solved_to_its_best_known_objective() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/roster_benchmark/Instance1.txt");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: no ../shared/data/roster_benchmark");
        return;
    };
    let problem = super::benchmark::read(&text).unwrap();
    let roster = roster(&problem, 1, Limits { work: 400_000_000, ..Limits::default() }, &Unwatched).unwrap();
    assert_eq!((roster.price.total(), roster.bound), (607.0, 607.0), "proved");
    assert_eq!(check(&problem, &roster), []);
}

#[test]
fn every_problem_of_a_benchmark_file_is_named_with_its_place() {
    let text = "SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,X\nSECTION_STAFF\nA,D=x,1,2\nSECTION_COVER\n9,D,1,100,1\n";
    let wrong = super::benchmark::read(text).unwrap_err();
    let places: Vec<(usize, usize)> = wrong.iter().map(|wrong| (wrong.line, wrong.column)).collect();
    assert_eq!(places, [(4, 7), (6, 1), (8, 1)], "{wrong:?}");
}

/// A centre with three skills around the clock: everybody has every rule.
fn large_centre(people: usize) -> Problem {
    let mut random = Stream::seed_from_u64(200);
    let mut number = |below: u32| random.random_range(0..below);
    let kinds: Vec<ShiftKind> = (0..3)
        .flat_map(|skill| {
            [("E", 360), ("D", 540), ("L", 840), ("N", 1320)].map(|(name, start)| {
                let mut kind = ShiftKind::plain(&format!("{name}{skill}"), start, 480);
                kind.paid = 450;
                kind.night = name == "N";
                kind
            })
        })
        .collect();
    let nights: Vec<KindId> = (0..kinds.len()).filter(|&kind| kinds[kind].night).map(KindId).collect();
    let mut all = Vec::new();
    for at in 0..people {
        let mut person = Person::plain(&format!("person {at}"), kinds.len());
        let works_nights = number(3) > 0;
        for (kind, of) in kinds.iter().enumerate() {
            let has_skill = kind / 4 == at % 3 || (at % 5 == 0 && kind / 4 == (at + 1) % 3);
            let is_allowed = has_skill && (works_nights || !of.night);
            person.most_of_kind[kind] = if !is_allowed {
                0
            } else if of.night {
                6
            } else {
                28
            };
        }
        let full = number(4) > 0;
        let (least, most) = if full { (450 * 16, 450 * 20) } else { (450 * 8, 450 * 11) };
        person.minutes_in_period = Range { least, most };
        person.minutes_per_week = Range { least: 0, most: if full { 450 * 6 } else { 450 * 4 } };
        person.minutes_per_day = Range { least: 240, most: 600 };
        person.days_per_week = Range { least: 1, most: if full { 6 } else { 4 } };
        (person.rest, person.weekly_rest) = (660, 2160);
        person.days_in_a_row = Range { least: 2, most: 6 };
        (person.days_off_in_a_row, person.start_difference) = (2, if full { 960 } else { 480 });
        for &night in &nights {
            person.forbidden_successions.extend((0..4).map(|other| (night, KindId(night.0 / 4 * 4 + other))).take(3));
        }
        (person.weekends, person.complete_weekends) = (2, number(2) == 0);
        person.history = days(["EE..EE.", "..EEEE.", "EEEE...", "....EEE"][number(4) as usize]);
        for day in person.history.iter_mut().flatten() {
            *day = KindId(at % 3 * 4);
        }
        let first = number(26) as usize;
        person.days_off = [first, first + 1].into();
        for _ in 0..3 {
            let day = number(28) as usize;
            let wanted = [Wanted::Off, Wanted::Work, Wanted::Kind(KindId(at % 3 * 4 + 1))][number(3) as usize];
            person.wishes.push(Wish { day, wanted, price: f64::from(1 + number(5)) });
        }
        person.seniority = 1.0 + f64::from(number(3));
        person.nights = Share { carried: number(3), fair: 6 };
        person.worked_weekends = Share { carried: number(2), fair: 3 };
        person.refused_wishes = Share { carried: number(2), fair: 2 };
        all.push(person);
    }
    let mut problem = Problem::plain(28, 0, kinds, all);
    for day in 0..28 {
        for kind in 0..12 {
            let part = [0.30, 0.25, 0.30, 0.15][kind % 4] * if day % 7 < 5 { 1.0 } else { 0.7 };
            let wanted = (people as f64 / 3.0 * 0.62 * part).round() as u32;
            problem.cover[day][kind] = Cover { wanted, price_under: 50.0, price_over: 2.0 };
        }
    }
    problem.unfairness = Unfairness { night: 5.0, weekend: 8.0, refused: 2.0 };
    problem
}

#[test]
fn a_centre_with_every_rule_is_rostered_without_breaking_one() {
    let problem = large_centre(12);
    let roster = roster(&problem, 1, few_steps(), &Unwatched).unwrap();
    assert_eq!(roster.unmet, []);
    assert_eq!(check(&problem, &roster), []);
}

#[test]
#[ignore = "some minutes: 200 people for 4 weeks, with its price printed"]
fn two_hundred_people_are_rostered_without_breaking_a_rule() {
    let problem = large_centre(200);
    let begun = std::time::Instant::now();
    let elapsed = || begun.elapsed();
    let clock = Some(super::Clock { elapsed: &elapsed, limit: std::time::Duration::from_secs(240) });
    let roster = roster(&problem, 1, Limits { clock, ..Limits::default() }, &Unwatched).unwrap();
    println!("{:?}, bound {}, {:?} after {:?}", roster.price, roster.bound, roster.unmet, begun.elapsed());
    assert_eq!(check(&problem, &roster), []);
}
