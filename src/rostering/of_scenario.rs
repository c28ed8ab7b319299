//! From a scenario's employees and the shifts of a schedule to a [`Problem`], and from its roster back to shifts of named people.
//!
//! A kind of shift is a shift type of a group with its begin and length; where its breaks lie is left to the day. Prices are money:
//! somebody missing costs what a missing agent of the group costs ([`StaffingRequirement`]) in the hours of the shift, somebody
//! too many their wage (and the price of a surplus agent), a wish what the roster's settings say.
//!
//! Fair shares are those of equals: the nights, weekends and refusals that everybody had before, with the nights and weekends of the
//! schedule, over those who may work them, rounded up.

use super::problem::{
    Cover, DAY, KindId, Line, Person, Problem, Range, Rotation, Share, ShiftKind, Unfairness, Wanted, Wish,
};
use super::{Ended, Roster, price};
use crate::scenario::today::GivenShift;
use crate::scenario::{
    Contract, Employee, GroupId, Limits, RosterSettings, Scenario, ShiftTypeId, Wished, WorkedShift,
};
use crate::scheduling::ScheduledShift;
use crate::scheduling::shift::span_of;
use crate::staffing::StaffingRequirement;
use crate::units::{Hours, MoneyPerHour};
use std::collections::{BTreeMap, BTreeSet};

/// A shift with more minutes than this in the night is a night shift.
const NIGHT_MINUTES: u32 = 120;

/// What a kind of shift is in the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The group whose work it is.
    pub group: GroupId,
    /// Its type.
    pub shift_type: ShiftTypeId,
    /// Begin, in minutes after midnight.
    pub start: u32,
    /// From begin to end, in minutes.
    pub length: u32,
}

/// A problem, and what its kinds of shift stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct OfScenario {
    /// The problem.
    pub problem: Problem,
    /// By kind; `None` for a shift of somebody's history that nobody works any more.
    pub origins: Vec<Option<Origin>>,
}

/// Who of a scenario's employees works which of a schedule's shifts: the problem of finding that. Beside the schedule, what it had to
/// cover, with the prices of missing agents.
pub fn problem(
    scenario: &Scenario,
    settings: &RosterSettings,
    (shifts, needed): (&[ScheduledShift], &StaffingRequirement),
) -> OfScenario {
    let mut kinds = Kinds::of(shifts, settings.night);
    for employee in &settings.employees {
        for worked in employee.history.values().chain(employee.locked.values().flatten()) {
            kinds.of_worked(employee, *worked, settings.night);
        }
    }
    let days = scenario.calendar.days.len();
    let first_weekday = scenario.calendar.days[0].weekday().to_monday_zero_offset() as usize;
    let people = settings.employees.iter().map(|employee| person(scenario, settings, &kinds, employee)).collect();
    let mut problem = Problem::plain(days, first_weekday, kinds.kinds.clone(), people);
    cover(scenario, (shifts, needed), &kinds, &mut problem);
    problem.unfairness = Unfairness {
        night: settings.unfair_night.0,
        weekend: settings.unfair_weekend.0,
        refused: settings.unfair_refusal.0,
    };
    share_fairly(settings, &mut problem);
    OfScenario { problem, origins: kinds.origins }
}

struct Kinds {
    kinds: Vec<ShiftKind>,
    origins: Vec<Option<Origin>>,
}

impl Kinds {
    fn of(shifts: &[ScheduledShift], night: (u32, u32)) -> Self {
        let mut paid: BTreeMap<Origin, u32> = BTreeMap::new();
        for shift in shifts {
            paid.entry(origin_of(shift)).or_insert_with(|| shift.paid_minutes());
        }
        let kind = |(origin, &paid): (&Origin, &u32)| shift_kind(origin.start, origin.length, paid, night);
        Self { kinds: paid.iter().map(kind).collect(), origins: paid.keys().copied().map(Some).collect() }
    }

    /// The kind of a shift that somebody has worked or is fixed to; a new one where the schedule has none like it.
    fn of_worked(&mut self, employee: &Employee, worked: WorkedShift, night: (u32, u32)) -> KindId {
        self.find(employee, worked).unwrap_or_else(|| {
            self.kinds.push(shift_kind(worked.start, worked.length, worked.length, night));
            self.origins.push(None);
            KindId(self.kinds.len() - 1)
        })
    }

    fn find(&self, employee: &Employee, worked: WorkedShift) -> Option<KindId> {
        let fits = |place: &usize| {
            let kind = &self.kinds[*place];
            let is_theirs = self.origins[*place].is_none_or(|origin| employee.groups.contains(&origin.group));
            is_theirs && (kind.start, kind.length) == (worked.start, worked.length)
        };
        (0..self.kinds.len()).find(fits).map(KindId)
    }

    /// Those of some shift types.
    fn of_types(&self, types: &BTreeSet<ShiftTypeId>) -> BTreeSet<KindId> {
        let is_one = |place: &usize| self.origins[*place].is_some_and(|origin| types.contains(&origin.shift_type));
        (0..self.kinds.len()).filter(is_one).map(KindId).collect()
    }

    fn ids(&self) -> impl Iterator<Item = KindId> {
        (0..self.kinds.len()).map(KindId)
    }
}

fn origin_of(shift: &ScheduledShift) -> Origin {
    Origin { group: shift.group, shift_type: shift.shift_type, start: shift.start, length: shift.length }
}

fn shift_kind(start: u32, length: u32, paid: u32, night: (u32, u32)) -> ShiftKind {
    let name = format!("{}-{}", crate::calendar::clock(start), crate::calendar::clock((start + length) % DAY));
    ShiftKind { paid, night: is_night(start, length, night), ..ShiftKind::plain(&name, start, length) }
}

/// Whether a shift counts as a night: more than two hours of it lie in the night, which is given by its begin and end in minutes after
/// midnight. The shift begins so many minutes after midnight and has this length.
pub fn is_night(start: u32, length: u32, (from, until): (u32, u32)) -> bool {
    let night_begins = |day: u32| day * DAY + from;
    let night_length = if until > from { until - from } else { until + DAY - from };
    let begin = DAY + start;
    // The nights that begin the day before, on the day, and on the next.
    let in_night: u32 = (0..3)
        .map(|day| {
            let night = night_begins(day);
            (begin + length).min(night + night_length).saturating_sub(begin.max(night))
        })
        .sum();
    in_night > NIGHT_MINUTES
}

fn person(scenario: &Scenario, settings: &RosterSettings, kinds: &Kinds, employee: &Employee) -> Person {
    let contract = &settings.contracts[employee.contract];
    let minutes = |limits: Limits<Hours>| Range {
        least: limits.least.map_or(0, |hours| (hours.0 * 60.0).round() as u32),
        most: limits.most.map_or(u32::MAX, |hours| (hours.0 * 60.0).round() as u32),
    };
    let count = |limits: Limits<u32>| Range { least: limits.least.unwrap_or(0), most: limits.most.unwrap_or(u32::MAX) };
    let most_of_kind = kinds.ids().map(|kind| if may_work(contract, kinds, employee, kind) { u32::MAX } else { 0 });
    let mut forbidden_successions = BTreeSet::new();
    for (first, after) in &contract.not_before {
        for first in kinds.of_types(&BTreeSet::from([*first])) {
            forbidden_successions.extend(kinds.of_types(after).into_iter().map(|second| (first, second)));
        }
    }
    let mut history: Line = vec![None; employee.history_days];
    for (&before, &worked) in &employee.history {
        history[employee.history_days - before] = kinds.find(employee, worked);
    }
    let rotation = (!contract.rotation.is_empty()).then(|| Rotation {
        weeks: contract.rotation.iter().map(|types| kinds.of_types(types)).collect(),
        first: employee.rotation_week,
    });
    Person {
        most_of_kind: most_of_kind.collect(),
        days_off: employee.days_off.clone(),
        unavailable: unavailable(scenario, employee, kinds),
        minutes_per_day: minutes(contract.hours_per_day),
        minutes_per_week: minutes(contract.hours_per_week),
        minutes_in_period: less_leave(minutes(contract.hours), scenario, employee),
        days_per_week: count(contract.days_per_week),
        rest: contract.rest,
        weekly_rest: contract.weekly_rest,
        days_in_a_row: count(contract.days_in_a_row),
        days_off_in_a_row: contract.days_off_in_a_row,
        start_difference: contract.start_difference.unwrap_or(u32::MAX),
        forbidden_successions,
        weekends: contract.weekends.unwrap_or(u32::MAX),
        complete_weekends: contract.complete_weekends,
        rotation,
        locked: employee
            .locked
            .iter()
            .map(|(&day, fixed)| (day, fixed.and_then(|worked| kinds.find(employee, worked))))
            .collect(),
        history,
        wishes: wishes(employee, kinds, settings.refused_wish.0),
        seniority: employee.seniority,
        ..Person::plain(&employee.name, kinds.kinds.len())
    }
}

fn may_work(contract: &Contract, kinds: &Kinds, employee: &Employee, kind: KindId) -> bool {
    let Some(origin) = kinds.origins[kind.0] else { return false };
    let within = &contract.within;
    employee.groups.contains(&origin.group)
        && contract.shifts.as_ref().is_none_or(|types| types.contains(&origin.shift_type))
        && (within.is_empty() || within.iter().any(|span| holds(span, origin.start, origin.length)))
}

fn holds(span: &std::ops::Range<u32>, start: u32, length: u32) -> bool {
    span.start <= start && start + length <= span.end
}

/// Who is on leave owes fewer hours: leave counts as worked, by its share of the weekdays.
fn less_leave(minutes: Range, scenario: &Scenario, employee: &Employee) -> Range {
    let weekdays = |days: &mut dyn Iterator<Item = usize>| {
        days.filter(|&day| scenario.calendar.days[day].weekday().to_monday_zero_offset() < 5).count() as f64
    };
    let all = weekdays(&mut (0..scenario.calendar.days.len()));
    let away = weekdays(&mut employee.days_off.iter().copied());
    if all == 0.0 {
        return minutes;
    }
    Range { least: (f64::from(minutes.least) * (1.0 - away / all)).floor() as u32, ..minutes }
}

/// Kinds by day that somebody cannot work there, and those that nobody can: a shift type has its weekdays.
fn unavailable(scenario: &Scenario, employee: &Employee, kinds: &Kinds) -> BTreeSet<(usize, KindId)> {
    let days = scenario.calendar.days.len();
    let mut unavailable = BTreeSet::new();
    for (day, of_day) in scenario.calendar.days.iter().enumerate() {
        let weekday = of_day.weekday().to_monday_zero_offset() as usize;
        for kind in kinds.ids() {
            let may_begin = |origin: Origin| scenario.shift_types[origin.shift_type.0].weekdays[weekday];
            if kinds.origins[kind.0].is_some_and(|origin| !may_begin(origin)) {
                unavailable.insert((day, kind));
            }
        }
    }
    for (&day, spans) in employee.available.range(..days) {
        for kind in kinds.ids() {
            let shift = &kinds.kinds[kind.0];
            if !spans.iter().any(|span| holds(span, shift.start, shift.length)) {
                unavailable.insert((day, kind));
            }
        }
    }
    unavailable
}

/// A wish for a type of shift is one to work, and not to work any other: of these, at most one is refused.
fn wishes(employee: &Employee, kinds: &Kinds, price: f64) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for wish in &employee.wishes {
        let mut add = |wanted: Wanted| wishes.push(Wish { day: wish.day, wanted, price: price * wish.weight });
        let of_type = |shift_type: ShiftTypeId| kinds.of_types(&BTreeSet::from([shift_type]));
        match wish.what {
            Wished::Off => add(Wanted::Off),
            Wished::Work => add(Wanted::Work),
            Wished::NotShift(shift_type) => of_type(shift_type).into_iter().for_each(|kind| add(Wanted::NotKind(kind))),
            Wished::Shift(shift_type) => {
                add(Wanted::Work);
                let wanted = of_type(shift_type);
                kinds.ids().filter(|kind| !wanted.contains(kind)).for_each(|kind| add(Wanted::NotKind(kind)));
            }
        }
    }
    wishes
}

fn cover(
    scenario: &Scenario,
    (shifts, needed): (&[ScheduledShift], &StaffingRequirement),
    kinds: &Kinds,
    problem: &mut Problem,
) {
    let over = scenario.scheduling.over_cover_per_hour.0;
    for (place, origin) in kinds.origins.iter().enumerate() {
        let Some(origin) = origin else { continue };
        let group = scenario.group(origin.group);
        let hours = f64::from(kinds.kinds[place].paid) / 60.0;
        let available = group.shrinkage.complement().0;
        for (day, row) in problem.cover.iter_mut().enumerate() {
            let under = price_of_missing(scenario, needed, *origin, day).0;
            row[place] = Cover {
                wanted: 0,
                price_under: under * available * hours,
                price_over: (group.wage.0 + over * available) * hours,
            };
        }
    }
    for shift in shifts {
        if let Some(place) = kinds.origins.iter().position(|origin| *origin == Some(origin_of(shift))) {
            problem.cover[shift.day][place].wanted += shift.people;
        }
    }
}

/// What an hour costs in which somebody is missing on a shift, on average over its hours.
fn price_of_missing(scenario: &Scenario, needed: &StaffingRequirement, origin: Origin, day: usize) -> MoneyPerHour {
    let general = scenario.scheduling.under_cover_per_hour;
    let span = span_of(&scenario.calendar, day, origin.start, origin.length);
    let (Some(prices), Some(span)) = (&needed.price_of_missing, span) else { return general };
    let hours = &prices.row(origin.group.0)[span];
    if hours.is_empty() { general } else { hours.iter().copied().sum::<MoneyPerHour>() / hours.len() as f64 }
}

/// Gives everybody who may work nights, or weekends, the same share of them, and of what was refused.
fn share_fairly(settings: &RosterSettings, problem: &mut Problem) {
    let wanted = |day: usize, counts: &dyn Fn(&ShiftKind) -> bool| -> u32 {
        let row = problem.cover[day].iter().zip(&problem.kinds);
        row.filter(|(_, kind)| counts(kind)).map(|(cover, _)| cover.wanted).sum()
    };
    let nights: u32 = (0..problem.days).map(|day| wanted(day, &|kind| kind.night)).sum();
    let mut weekends: BTreeMap<usize, u32> = BTreeMap::new();
    for day in (0..problem.days).filter(|&day| problem.weekday(day) >= 5) {
        let most = weekends.entry(problem.week(day)).or_default();
        *most = (*most).max(wanted(day, &|_| true));
    }
    let weekends: u32 = weekends.values().sum();
    let may_work_nights =
        |person: &Person| problem.kinds.iter().zip(&person.most_of_kind).any(|(kind, &most)| kind.night && most > 0);
    let sharing: Vec<bool> = problem.people.iter().map(may_work_nights).collect();
    let fair = |people: usize, before: u32, now: u32| (before + now).div_ceil(people.max(1) as u32);
    let sum = |of: fn(&Employee) -> u32, who: &dyn Fn(usize) -> bool| -> u32 {
        settings.employees.iter().enumerate().filter(|(place, _)| who(*place)).map(|(_, employee)| of(employee)).sum()
    };
    let everybody = problem.people.len();
    let night_people = sharing.iter().filter(|&&shares| shares).count();
    let fair_nights = fair(night_people, sum(|employee| employee.nights_before, &|place| sharing[place]), nights);
    let fair_weekends = fair(everybody, sum(|employee| employee.weekends_before, &|_| true), weekends);
    let fair_refusals = fair(everybody, sum(|employee| employee.refusals_before, &|_| true), everybody as u32);
    for (person, employee) in problem.people.iter_mut().zip(&settings.employees) {
        person.nights = Share { carried: employee.nights_before, fair: fair_nights };
        person.worked_weekends = Share { carried: employee.weekends_before, fair: fair_weekends };
        person.refused_wishes = Share { carried: employee.refusals_before, fair: fair_refusals };
    }
}

/// The shift of a named person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedShift {
    /// Their place in [`RosterSettings::employees`].
    pub employee: usize,
    /// Their shift, of one.
    pub shift: ScheduledShift,
}

/// The shifts of a roster, by person and day. Who works a kind of shift on a day takes the breaks that the schedule has for it, one
/// after the other; who is there beside the schedule, those of the last.
pub fn named_shifts(of: &OfScenario, roster: &Roster, scheduled: &[ScheduledShift]) -> Vec<NamedShift> {
    let mut of_day: BTreeMap<(usize, Origin), Vec<&ScheduledShift>> = BTreeMap::new();
    for shift in scheduled {
        let places = of_day.entry((shift.day, origin_of(shift))).or_default();
        places.extend((0..shift.people).map(|_| shift));
    }
    let on_any_day: BTreeMap<Origin, &ScheduledShift> =
        scheduled.iter().map(|shift| (origin_of(shift), shift)).collect();
    let mut taken: BTreeMap<(usize, Origin), usize> = BTreeMap::new();
    let mut shifts = Vec::new();
    for (employee, line) in roster.lines.iter().enumerate() {
        for (day, kind) in line.iter().enumerate() {
            let Some(origin) = kind.and_then(|kind| of.origins[kind.0]) else { continue };
            let key = (day, origin);
            let place = taken.entry(key).or_default();
            let theirs = of_day.get(&key).and_then(|places| places.get(*place).or(places.last()).copied());
            *place += 1;
            let Origin { group, shift_type, start, length } = origin;
            let shift = match theirs.or_else(|| on_any_day.get(&origin).copied()) {
                Some(shift) => ScheduledShift { day, people: 1, ..shift.clone() },
                None => ScheduledShift::plain(group, shift_type, day, start, length),
            };
            shifts.push(NamedShift { employee, shift });
        }
    }
    shifts
}

/// Somebody has two shifts on one day, which no roster can say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("somebody has two shifts on one day")]
pub struct TwoOnOneDay {
    /// Their place in [`RosterSettings::employees`].
    pub employee: usize,
    /// The day.
    pub day: usize,
}

/// The roster that the shifts of named people are, as somebody has given them: nothing is searched, and no rule is said to give way.
pub fn given(of: &OfScenario, shifts: &[NamedShift]) -> Result<Roster, TwoOnOneDay> {
    let mut lines: Vec<Line> = vec![vec![None; of.problem.days]; of.problem.people.len()];
    for NamedShift { employee, shift } in shifts {
        let origin = Some(origin_of(shift));
        let kind = of.origins.iter().position(|known| *known == origin).map(KindId);
        let place = &mut lines[*employee][shift.day];
        if place.is_some() {
            return Err(TwoOnOneDay { employee: *employee, day: shift.day });
        }
        *place = kind;
    }
    let price = price(&of.problem, &lines);
    Ok(Roster { price, lines, bound: 0.0, unmet: Vec::new(), ended: Ended::Given, work: 0 })
}

/// Shifts that a table gives, of the people whom they name. Fails with a sentence where one names nobody, or somebody unknown.
pub fn named(scenario: &Scenario, settings: &RosterSettings, given: &[GivenShift]) -> Result<Vec<NamedShift>, String> {
    let one = |given: &GivenShift| {
        let date = scenario.calendar.days[given.day].date;
        let Some(name) = &given.name else {
            return Err(format!("a shift on {date} names nobody: a roster has a column name"));
        };
        let employee = settings.employees.iter().position(|employee| employee.name == *name);
        let employee = employee.ok_or_else(|| format!("\"{}\" is nobody of the scenario", name.escape_debug()))?;
        Ok(NamedShift { employee, shift: ScheduledShift::of(given) })
    };
    given.iter().map(one).collect()
}
