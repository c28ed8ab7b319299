//! Random small centres against all that could be done in them.

use super::*;
use callboard::scenario::{OvertimeRule, Premium, Session, SessionId, SplitRule};
use callboard::scheduling::shift::intervals_present;
use callboard::scheduling::{PlannedOvertime, PlannedSession};
use proptest::prelude::*;

/// More are not tried out.
const MOST_TEAMS: f64 = 500_000.0;

/// Every way to place the breaks of a type, and the pause if it is split, in a shift of this length: with the length that the
/// pause makes of it.
fn break_choices(shift_type: &ShiftType, length: u32) -> Vec<(u32, Vec<PlannedBreak>)> {
    let mut pauses = vec![None];
    if let Some(split) = &shift_type.split {
        let begins = (split.earliest..=split.latest).step_by(split.step as usize);
        let pause = |begin, length| Some(PlannedBreak { begin, length, paid: false });
        pauses = begins.flat_map(|begin| split.lengths.iter().map(move |&length| pause(begin, length))).collect();
    }
    pauses.into_iter().flat_map(|pause| break_choices_around(shift_type, length, pause)).collect()
}

fn break_choices_around(
    shift_type: &ShiftType,
    length: u32,
    pause: Option<PlannedBreak>,
) -> Vec<(u32, Vec<PlannedBreak>)> {
    let mut choices: Vec<Vec<PlannedBreak>> = vec![Vec::new()];
    for rule in shift_type.breaks.iter().filter(|rule| length >= rule.from_shift_length) {
        let begins = || (rule.earliest..=rule.latest).step_by(rule.step as usize);
        let longer = choices.iter().flat_map(|choice| {
            begins().map(move |begin| {
                let next = PlannedBreak { begin, length: rule.length, paid: rule.paid };
                choice.iter().copied().chain([next]).collect()
            })
        });
        choices = longer.collect();
    }
    let total = length + pause.map_or(0, |pause| pause.length);
    let mut kept = Vec::new();
    for mut choice in choices {
        if let Some(pause) = pause {
            // Windows count without the pause; no break is cut by it.
            if choice.iter().any(|rest| rest.begin < pause.begin && pause.begin < rest.begin + rest.length) {
                continue;
            }
            let place = choice.iter().take_while(|rest| rest.begin < pause.begin).count();
            choice[place..].iter_mut().for_each(|rest| rest.begin += pause.length);
            choice.insert(place, pause);
        }
        let end = |rest: &PlannedBreak| rest.begin + rest.length;
        let apart = |pair: &[PlannedBreak]| pair[1].begin >= end(&pair[0]) + shift_type.gap_between_breaks;
        let in_time = choice.last().is_none_or(|last| end(last) + shift_type.work_after_break <= total);
        if choice.windows(2).all(apart) && in_time {
            kept.push((total, choice));
        }
    }
    kept
}

/// A shift with every overtime that its type allows; none begins before midnight.
fn with_overtime(shift_type: &ShiftType, shift: &ScheduledShift) -> Vec<ScheduledShift> {
    let lengths = |most: fn(&OvertimeRule) -> u32| -> Vec<u32> {
        let Some(rule) = &shift_type.overtime else { return vec![0] };
        (0..=most(rule)).step_by(rule.step as usize).collect()
    };
    let mut shifts = Vec::new();
    for before in lengths(|rule| rule.before).into_iter().filter(|&before| before <= shift.start) {
        for after in lengths(|rule| rule.after) {
            let mut longer = shift.clone();
            longer.start -= before;
            longer.length += before + after;
            longer.breaks.iter_mut().for_each(|rest| rest.begin += before);
            longer.sessions.iter_mut().for_each(|planned| planned.begin += before);
            longer.overtime = PlannedOvertime { before, after };
            shifts.push(longer);
        }
    }
    shifts
}

/// A shift by itself, and with each session at each time at which it can hold it, in hours without daylight saving.
fn with_a_session(scenario: &Scenario, shift: &ScheduledShift) -> Vec<ScheduledShift> {
    let mut shifts = vec![shift.clone()];
    let weekday = scenario.calendar.days[shift.day].weekday().to_monday_zero_offset() as usize;
    for (index, session) in scenario.scheduling.sessions.iter().enumerate() {
        if !session.weekdays[weekday] || session.attendances.iter().all(|(group, _)| *group != shift.group) {
            continue;
        }
        for begin in (0..shift.length).step_by(60) {
            let (clock, end) = (shift.start + begin, begin + session.length);
            let rests = shift.breaks.iter().any(|rest| rest.begin < end && begin < rest.begin + rest.length);
            let in_time = clock < 1440 && clock >= session.earliest && clock + session.length <= session.latest;
            if end <= shift.length && in_time && !rests {
                let planned = PlannedSession { session: SessionId(index), begin, length: session.length };
                shifts.push(ScheduledShift { sessions: vec![planned], ..shift.clone() });
            }
        }
    }
    shifts
}

/// Every shift that one person of a group could work on a day.
pub fn choices(scenario: &Scenario, group: GroupId, day: usize) -> Vec<ScheduledShift> {
    let mut choices = Vec::new();
    for (index, shift_type) in scenario.shift_types.iter().enumerate() {
        let weekday = scenario.calendar.days[day].weekday().to_monday_zero_offset() as usize;
        if !shift_type.groups.contains(&group) || !shift_type.weekdays[weekday] {
            continue;
        }
        for &length in &shift_type.lengths {
            for (length, breaks) in break_choices(shift_type, length) {
                for &start in &shift_type.starts {
                    let id = ShiftTypeId(index);
                    let shift = ScheduledShift {
                        breaks: breaks.clone(),
                        ..ScheduledShift::plain(group, id, day, start, length)
                    };
                    for shift in with_a_session(scenario, &shift) {
                        choices.extend(with_overtime(shift_type, &shift));
                    }
                }
            }
        }
    }
    choices
}

/// What a team of a group does, as far as rules and prices look at it.
#[derive(Clone)]
struct Work {
    /// By interval.
    present: Vec<u32>,
    /// Paid minutes of the contract, and of overtime.
    minutes: (u32, u32),
    people: u32,
    /// Attendances by session.
    attended: Vec<u32>,
    /// Seats taken by session and interval.
    seats: Vec<u32>,
    /// Hours that are paid, and shares of hours that are paid on top.
    paid: f64,
}

impl Work {
    fn none(scenario: &Scenario) -> Self {
        let (calendar, sessions) = (&scenario.calendar, scenario.scheduling.sessions.len());
        Self {
            present: vec![0; calendar.intervals.len()],
            minutes: (0, 0),
            people: 0,
            attended: vec![0; sessions],
            seats: vec![0; sessions * calendar.intervals.len()],
            paid: 0.0,
        }
    }

    fn of_one(scenario: &Scenario, shift: &ScheduledShift) -> Self {
        let mut work = Self::none(scenario);
        for interval in intervals_present(&scenario.calendar, shift) {
            work.present[interval] += 1;
        }
        for planned in &shift.sessions {
            work.attended[planned.session.0] += 1;
            let first = shift.day * 24 + ((shift.start + planned.begin) / 60) as usize;
            for hour in first..first + (planned.length / 60) as usize {
                if let Some(taken) = work.seats.get_mut(planned.session.0 * scenario.calendar.intervals.len() + hour) {
                    *taken += 1;
                }
            }
        }
        let overtime = shift.overtime.before + shift.overtime.after;
        let paid = shift.paid_minutes();
        let premium = scenario.shift_types[shift.shift_type.0].overtime.map_or(0.0, |rule| rule.premium.0);
        let hours = (f64::from(paid) + premium * f64::from(overtime)) / 60.0 + on_top(scenario, shift);
        Self { minutes: (paid - overtime, overtime), people: 1, paid: hours, ..work }
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            present: sums(&self.present, &other.present),
            attended: sums(&self.attended, &other.attended),
            seats: sums(&self.seats, &other.seats),
            minutes: (self.minutes.0 + other.minutes.0, self.minutes.1 + other.minutes.1),
            people: self.people + other.people,
            paid: self.paid + other.paid,
        }
    }
}

fn sums(a: &[u32], b: &[u32]) -> Vec<u32> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

/// Shares of hours that one person is paid on top: hour by hour, in a calendar of hours without daylight saving.
fn on_top(scenario: &Scenario, shift: &ScheduledShift) -> f64 {
    let is_paid = |&after: &u32| {
        !shift.breaks.iter().any(|rest| !rest.paid && (rest.begin..rest.begin + rest.length).contains(&after))
    };
    let paid = (0..shift.length).step_by(60).filter(is_paid);
    let shares = paid.map(|after| {
        let moment = 1440 * shift.day as u32 + shift.start + after;
        let days = i64::from(moment / 1440);
        let date = scenario.calendar.days[0].date.checked_add(jiff::Span::new().days(days)).unwrap();
        let premiums = scenario.scheduling.premiums.iter();
        premiums.filter(|premium| premium.is_paid(date, moment % 1440)).map(|premium| premium.share.0).sum::<f64>()
    });
    shares.sum()
}

/// Every team of at most `most` people that could work on a day.
fn teams(scenario: &Scenario, choices: &[ScheduledShift], most: u32) -> Vec<Work> {
    let mut teams = vec![Work::none(scenario)];
    for choice in choices {
        let one = Work::of_one(scenario, choice);
        let mut more = Vec::new();
        for before in &teams {
            let mut team = before.clone();
            while team.people < most {
                team = team.and(&one);
                more.push(team.clone());
            }
        }
        teams.extend(more);
    }
    teams
}

/// The least cost of a group over the horizon of one or two days.
fn least_cost(scenario: &Scenario, requirement: &StaffingRequirement, id: GroupId) -> f64 {
    let (group, calendar) = (scenario.group(id), &scenario.calendar);
    let days = calendar.days.len();
    let working = days.min(group.days_per_week as usize) as f64;
    let most_people = f64::from(group.headcount) * working;
    let most_hours = f64::from(group.headcount) * group.weekly_hours.0 * working / f64::from(group.days_per_week);
    let mut all = vec![Work::none(scenario)];
    for day in 0..days {
        let today = teams(scenario, &choices(scenario, id, day), group.headcount);
        all = all.iter().flat_map(|before| today.iter().map(|team| before.and(team))).collect();
    }
    let overtime = group.overtime_per_week.map_or(f64::INFINITY, |hours| hours.0);
    let most_overtime = overtime * f64::from(group.headcount) * working / f64::from(group.days_per_week);
    let wanted = |session: &Session| {
        let of_week = session.attendances.iter().find(|(group, _)| *group == id).map_or(0, |&(_, people)| people);
        of_week * days as u32 / 7
    };
    let is_within = |work: &&Work| {
        f64::from(work.minutes.0) / 60.0 <= most_hours + 1e-9
            && (overtime.is_infinite() || f64::from(work.minutes.1) / 60.0 <= most_overtime + 1e-9)
            && f64::from(work.people) <= most_people
            && scenario.scheduling.sessions.iter().enumerate().all(|(index, session)| {
                let hours = calendar.intervals.len();
                let most = work.seats[index * hours..(index + 1) * hours].iter().max();
                work.attended[index] <= wanted(session) && session.at_once.is_none_or(|seats| most <= Some(&seats))
            })
    };
    let price = |work: &Work| {
        let cells = work.present.iter().zip(requirement.agents.row(id.0)).zip(&calendar.intervals);
        let cover: f64 = cells
            .zip(0..)
            .map(|(((&people, &needed), interval), at)| {
                let price = requirement.price_of_missing(scenario, (id.0, at));
                let surplus = f64::from(people) * (1.0 - group.shrinkage.0) - f64::from(needed);
                let missing = (-surplus - 1e-9).ceil().max(0.0);
                (price.0 * missing + 5.0 * surplus.max(0.0)) * interval.length().hours().0
            })
            .sum();
        let sessions = scenario.scheduling.sessions.iter().zip(&work.attended);
        let missed: f64 = sessions.map(|(session, &there)| session.missed.0 * f64::from(wanted(session) - there)).sum();
        cover + missed + work.paid * group.wage.0
    };
    all.iter().filter(is_within).map(price).fold(f64::INFINITY, f64::min)
}

/// How many teams over the horizon would have to be tried out for a group.
fn teams_of(scenario: &Scenario, id: GroupId) -> f64 {
    let of_day = |day| {
        // Choices, with repetition, of up to so many people.
        let (choices, most) = (choices(scenario, id, day).len() as f64, scenario.group(id).headcount);
        (1..=most).map(f64::from).fold(1.0, |ways, person| ways * (choices + person) / person)
    };
    (0..scenario.calendar.days.len()).map(of_day).product()
}

fn a_split() -> impl Strategy<Value = Option<SplitRule>> {
    let rule = |lengths, (earliest, latest)| SplitRule { lengths, earliest, latest, step: 60 };
    let window = prop::sample::select(vec![(60, 60), (60, 120), (120, 120)]);
    let lengths = prop::sample::select(vec![vec![60], vec![120], vec![60, 180]]);
    prop::option::weighted(0.3, (lengths, window).prop_map(move |(lengths, window)| rule(lengths, window)))
}

/// The breaks that lie in one part of a split shift, in the order of the parts.
fn around(split: Option<&SplitRule>, mut breaks: Vec<BreakRule>) -> Vec<BreakRule> {
    if let Some(split) = split {
        breaks.retain(|rule| rule.latest + rule.length <= split.earliest || rule.earliest >= split.latest);
        breaks.sort_by_key(|rule| rule.earliest);
    }
    breaks
}

fn a_session() -> impl Strategy<Value = Session> {
    let hours = prop::sample::select(vec![(0, 1440), (60, 240), (360, 600)]);
    let (people, missed) = (prop::sample::select(vec![7, 14]), prop::sample::select(vec![30.0, 100.0]));
    let at_once = prop::option::of(Just(1));
    (hours, people, missed, any::<[bool; 7]>(), at_once).prop_map(
        |((earliest, latest), people, missed, weekdays, at_once)| Session {
            name: "random".to_owned(),
            attendances: vec![(GroupId(0), people)],
            length: 60,
            earliest,
            latest,
            step: 60,
            weekdays,
            at_once,
            missed: Money(missed),
        },
    )
}

fn an_overtime() -> impl Strategy<Value = Option<OvertimeRule>> {
    let rule = |(before, after): (u32, u32), premium| OvertimeRule { before, after, step: 60, premium: Share(premium) };
    let lengths = prop::sample::select(vec![(60, 0), (0, 120), (60, 60)]);
    prop::option::weighted(
        0.4,
        (lengths, prop::sample::select(vec![0.0, 0.25, 1.0])).prop_map(move |(a, b)| rule(a, b)),
    )
}

fn a_premium() -> impl Strategy<Value = Premium> {
    let window = prop::sample::select(vec![(0, 1440), (120, 300), (1320, 240), (420, 540)]);
    let dates = prop::sample::select(vec![vec![], vec![date(2026, 1, 6)], vec![date(2026, 1, 7)]]);
    (window, any::<[bool; 7]>(), dates, prop::sample::select(vec![0.1, 0.5, 2.0])).prop_map(
        |((from, until), weekdays, dates, share)| Premium {
            name: "random".to_owned(),
            from,
            until,
            weekdays,
            dates,
            share: Share(share),
        },
    )
}

fn a_break() -> impl Strategy<Value = BreakRule> {
    (0u32..3, 0u32..2, any::<bool>(), prop_oneof![Just(0u32), Just(240)]).prop_map(
        |(earliest, window, paid, from_shift_length)| BreakRule {
            length: 60,
            paid,
            earliest: 60 * earliest,
            latest: 60 * (earliest + window),
            step: 60,
            from_shift_length,
        },
    )
}

fn a_shift_type(groups: usize) -> impl Strategy<Value = ShiftType> {
    let plain = (
        prop::sample::subsequence((0..groups).map(GroupId).collect::<Vec<_>>(), 1..=groups),
        prop::sample::select(vec![vec![180], vec![300], vec![360], vec![180, 300]]),
        prop::sample::select(vec![vec![0], vec![360], vec![60, 1260], vec![1380]]),
    );
    let plain = plain.prop_map(|(groups, lengths, starts)| ShiftType::plain("random", groups, lengths, starts));
    let work = prop::sample::select(vec![(0, 0), (60, 0), (60, 60), (0, 60), (120, 0)]);
    let breaks = prop::collection::vec(a_break(), 0..3);
    let weekdays = prop_oneof![3 => Just([true; 7]), 1 => any::<[bool; 7]>()];
    (plain, weekdays, breaks, work, an_overtime(), a_split()).prop_map(
        |(plain, weekdays, breaks, (gap_between_breaks, work_after_break), overtime, split)| ShiftType {
            weekdays,
            breaks: around(split.as_ref(), breaks),
            gap_between_breaks,
            work_after_break,
            overtime,
            split,
            ..plain
        },
    )
}

fn a_group() -> impl Strategy<Value = Group> {
    let contract = prop::sample::select(vec![(40.0, 5), (12.0, 2), (15.0, 3), (3.0, 1)]);
    let overtime = prop::sample::select(vec![None, Some(Hours(5.0)), Some(Hours(0.0))]);
    let headcount = prop_oneof![1 => Just(0u32), 6 => Just(1), 6 => Just(2), 3 => Just(3)];
    (headcount, contract, prop::sample::select(vec![0.0, 0.1, 0.3, 0.5]), 10u32..30, overtime).prop_map(
        |(headcount, (hours, days), shrinkage, wage, overtime_per_week)| Group {
            overtime_per_week,
            weekly_hours: Hours(hours),
            days_per_week: days,
            shrinkage: Share(shrinkage),
            wage: MoneyPerHour(f64::from(wage)),
            ..group(headcount)
        },
    )
}

prop_compose! {
    fn a_centre()(days in 1u32..3, groups in prop::collection::vec(a_group(), 1..3))(
        shift_types in prop::collection::vec(a_shift_type(groups.len()), 1..3),
        agents in prop::collection::vec(
            prop_oneof![1 => Just(0u32), 2 => 0u32..4], groups.len() * days as usize * 24),
        prices in prop::option::weighted(
            0.3, prop::collection::vec(prop::sample::select(vec![20.0, 60.0, 90.0, 200.0]), groups.len() * days as usize * 24)),
        days in Just(days),
        groups in Just(groups),
        premiums in prop::collection::vec(a_premium(), 0..3),
        sessions in prop::collection::vec(a_session(), 0..2),
    ) -> (Scenario, StaffingRequirement) {
        let requirement = agents.chunks(days as usize * 24).map(<[u32]>::to_vec).collect();
        let mut scenario = centre(days, 60, groups, shift_types);
        scenario.scheduling.premiums = premiums;
        scenario.scheduling.sessions = sessions;
        let by_group = |prices: Vec<f64>| {
            let of_group = |prices: &[f64]| prices.iter().map(|&price| MoneyPerHour(price)).collect();
            Grid::from_rows(prices.chunks(days as usize * 24).map(of_group).collect())
        };
        let (agents, price_of_missing) = (Grid::from_rows(requirement), prices.map(by_group));
        (scenario, StaffingRequirement { agents, price_of_missing })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, max_global_rejects: 16_384, ..ProptestConfig::default() })]

    #[test]
    fn no_schedule_of_a_random_small_centre_costs_less((scenario, requirement) in a_centre()) {
        prop_assume!(scenario.group_ids().map(|group| teams_of(&scenario, group)).sum::<f64>() < MOST_TEAMS);
        let breaks_fit = |shift_type: &ShiftType| {
            shift_type.lengths.iter().any(|&length| !break_choices(shift_type, length).is_empty())
        };
        let schedule = schedule(&scenario, &requirement, &Limits::NONE, &Unwatched);
        if !scenario.shift_types.iter().all(breaks_fit) {
            let contradiction = matches!(schedule, Err(ScheduleError::Contradiction { .. }));
            prop_assert!(contradiction, "{schedule:?}");
            return Ok(());
        }
        let schedule = schedule.unwrap();
        prop_assert_eq!(check(&scenario, &requirement, &schedule), []);
        let least: f64 = scenario.group_ids().map(|group| least_cost(&scenario, &requirement, group)).sum();
        let cost = schedule.cost.objective().0;
        // Wages, prices and shares are such that two different costs are at least 0.05 apart; the solver's tolerances
        // are below a hundredth of that.
        prop_assert!((cost - least).abs() < 0.01, "{} instead of {}: {:?}", cost, least, schedule);
    }
}
