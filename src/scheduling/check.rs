//! Goes over a schedule again, rule by rule, from the scenario alone: it shares nothing with what made the schedule, neither
//! the model nor the list of possible shifts, and counts people, hours and money anew.

mod overtime;
mod seats;
mod sessions;
mod split;
mod tours;

use super::schedule::{Finding, PlannedBreak, Schedule, ScheduleCost, ScheduledShift};
use crate::calendar::{Grid, clock};
use crate::milp::TOLERANCE;
use crate::scenario::{BreakRule, Premium, Scenario, ShiftType};
use crate::staffing::StaffingRequirement;
use crate::units::MoneyPerHour;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use overtime::{overtime_is_allowed, overtime_lies_at_the_ends, overtime_of_a_week, without_overtime};
use seats::seats_of_a_site;
use sessions::{missed, nobody_attends_in_vain, sessions_are_where_they_may_be, sessions_have_seats};
use split::{split_shifts_have_their_pause, without_pause};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use tours::{
    dates_and_types_are_the_contracts, days_of_a_person, days_off_lie_together, hours_of_a_person, one_shift_a_day,
    shifts_begin_near_each_other, shifts_have_a_contract, tours_add_up, tours_name_what_exists, weekends_are_in_turn,
};

/// Everything that is wrong with a schedule; nothing, if it keeps all rules and its numbers are right.
///
/// Where a shift names a group, a type or a day that does not exist, or consists of overtime, the other rules are not looked at.
pub fn check(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> Vec<Finding> {
    let unknown = [names_what_exists(scenario, schedule), overtime_lies_at_the_ends(schedule)].concat();
    if !unknown.is_empty() {
        return unknown;
    }
    let unknown = tours_name_what_exists(scenario, schedule);
    if !unknown.is_empty() {
        return unknown;
    }
    [
        type_is_allowed_for_the_group(scenario, schedule),
        day_is_allowed(scenario, schedule),
        start_and_length_are_allowed(scenario, schedule),
        split_shifts_have_their_pause(scenario, schedule),
        breaks_are_where_they_may_be(scenario, schedule),
        work_lies_between_and_after_breaks(scenario, schedule),
        overtime_is_allowed(scenario, schedule),
        sessions_are_where_they_may_be(scenario, schedule),
        sessions_have_seats(scenario, schedule),
        nobody_attends_in_vain(scenario, schedule),
        seats_of_a_site(scenario, schedule),
        people_of_a_day(scenario, schedule),
        working_days_of_a_week(scenario, schedule),
        paid_hours_of_a_week(scenario, schedule),
        overtime_of_a_week(scenario, schedule),
        shifts_have_a_contract(scenario, schedule),
        tours_add_up(scenario, schedule),
        one_shift_a_day(scenario, schedule),
        days_of_a_person(scenario, schedule),
        hours_of_a_person(scenario, schedule),
        days_off_lie_together(scenario, schedule),
        shifts_begin_near_each_other(scenario, schedule),
        dates_and_types_are_the_contracts(scenario, schedule),
        weekends_are_in_turn(scenario, schedule),
        cover_adds_up(scenario, requirement, schedule),
        cost_adds_up(scenario, requirement, schedule),
        parts_add_up(scenario, requirement, schedule),
        bound_is_below_cost(scenario, requirement, schedule),
    ]
    .concat()
}

fn names_what_exists(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let exists = |shift: &&ScheduledShift| {
        shift.group.0 < scenario.groups.len()
            && shift.shift_type.0 < scenario.shift_types.len()
            && shift.day < scenario.calendar.days.len()
    };
    let unknown = schedule.shifts.iter().filter(|shift| !exists(shift));
    unknown.map(|shift| finding("names what exists", format!("{shift:?}"))).collect()
}

fn type_is_allowed_for_the_group(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_shift(scenario, schedule, "type is allowed for the group", |shift, shift_type| {
        (!shift_type.groups.contains(&shift.group)).then(|| "the group may not work this type".to_owned())
    })
}

fn day_is_allowed(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_shift(scenario, schedule, "day is allowed", |shift, shift_type| {
        let weekday = scenario.calendar.days[shift.day].date.weekday();
        let allowed = shift_type.weekdays[weekday.to_monday_zero_offset() as usize];
        (!allowed).then(|| format!("it may not begin on a {weekday:?}"))
    })
}

fn start_and_length_are_allowed(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_shift(scenario, schedule, "start and length are allowed", |shift, shift_type| {
        let shift = &without_pause(shift, shift_type)?;
        if !shift_type.starts.contains(&shift.start) {
            Some(format!("it may not begin at {}", clock(shift.start)))
        } else if !shift_type.lengths.contains(&shift.length) {
            Some(format!("it may not last {} min", shift.length))
        } else {
            begin_of(scenario, shift).is_none().then(|| "it begins after the horizon".to_owned())
        }
    })
}

fn breaks_are_where_they_may_be(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_shift(scenario, schedule, "breaks are where they may be", |shift, shift_type| {
        let shift = &without_pause(shift, shift_type)?;
        let rules: Vec<&BreakRule> =
            shift_type.breaks.iter().filter(|rule| shift.length >= rule.from_shift_length).collect();
        if rules.len() != shift.breaks.len() {
            return Some(format!("it has {} breaks instead of {}", shift.breaks.len(), rules.len()));
        }
        let mut free_from = 0;
        for (number, (rule, rest)) in rules.into_iter().zip(&shift.breaks).enumerate() {
            let &PlannedBreak { begin, length, paid } = rest;
            let number = number + 1;
            if length != rule.length || paid != rule.paid {
                return Some(format!("break {number} is not the one of the rules"));
            }
            if begin < rule.earliest || begin > rule.latest {
                return Some(format!("break {number} begins after {begin} min, outside its window"));
            }
            if (begin - rule.earliest) % rule.step.max(1) != 0 {
                return Some(format!("break {number} begins after {begin} min, beside its grid"));
            }
            if begin < free_from {
                return Some(format!("break {number} begins before the one before it is over"));
            }
            free_from = begin + length;
        }
        (free_from > shift.length).then(|| "its last break ends after it".to_owned())
    })
}

fn work_lies_between_and_after_breaks(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_shift(scenario, schedule, "work lies between and after breaks", |shift, shift_type| {
        for (number, pair) in shift.breaks.windows(2).enumerate() {
            let (end, next) = (pair[0].begin + pair[0].length, pair[1].begin);
            // Breaks that overlap break another rule.
            if next >= end && next - end < shift_type.gap_between_breaks {
                let least = shift_type.gap_between_breaks;
                return Some(format!(
                    "{} min between break {} and the next instead of {least}",
                    next - end,
                    number + 1
                ));
            }
        }
        let last = shift.breaks.last()?;
        let worked = shift.length.checked_sub(last.begin + last.length)?;
        let least = shift_type.work_after_break;
        (worked < least).then(|| format!("{worked} min after its last break instead of {least}"))
    })
}

fn people_of_a_day(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let mut people: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for shift in &schedule.shifts {
        *people.entry((shift.group.0, shift.day)).or_default() += u64::from(shift.people);
    }
    let too_many = people.into_iter().filter(|&((group, _), count)| count > scenario.groups[group].headcount.into());
    too_many
        .map(|((group, day), count)| {
            let (group, date) = (&scenario.groups[group], scenario.calendar.days[day].date);
            finding("people of a day", format!("{count} of {} {} on {date}", group.headcount, group.name))
        })
        .collect()
}

// Of a group with contracts, the days and hours of each person are looked at instead.
fn working_days_of_a_week(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let shifts = by_group_and_week(schedule, |shift| f64::from(u8::from(shift.contract.is_none())));
    over_the_limit(scenario, &shifts, "working days of a week", |group, days| {
        f64::from(group.headcount) * days.min(f64::from(group.days_per_week))
    })
}

fn paid_hours_of_a_week(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let of_contract = |shift: &ScheduledShift| match without_overtime(shift) {
        Some(shift) if shift.contract.is_none() => paid_minutes(&shift),
        _ => 0,
    };
    let hours = by_group_and_week(schedule, |shift| f64::from(of_contract(shift)) / 60.0);
    over_the_limit(scenario, &hours, "paid hours of a week", |group, days| {
        let share_of_the_week = (days / f64::from(group.days_per_week)).min(1.0);
        f64::from(group.headcount) * group.weekly_hours.0 * share_of_the_week
    })
}

fn cover_adds_up(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> Vec<Finding> {
    let counted = count_again(scenario, requirement, schedule);
    let (told, rounding) = (&schedule.cost, rounding(scenario, requirement, schedule));
    different(
        rounding,
        "cover adds up",
        &[
            ("hours of under-cover", told.under_cover_hours.0, counted.under_cover_hours.0),
            ("hours of over-cover", told.over_cover_hours.0, counted.over_cover_hours.0),
        ],
    )
}

fn cost_adds_up(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> Vec<Finding> {
    let counted = count_again(scenario, requirement, schedule);
    let (told, rounding) = (&schedule.cost, rounding(scenario, requirement, schedule));
    different(
        rounding,
        "cost adds up",
        &[
            ("paid hours", told.paid_hours.0, counted.paid_hours.0),
            ("wages", told.wages.0, counted.wages.0),
            ("hours of overtime", told.overtime_hours.0, counted.overtime_hours.0),
            ("overtime", told.overtime.0, counted.overtime.0),
            ("attendances missed", told.missed_attendances.into(), counted.missed_attendances.into()),
            ("missed sessions", told.missed_sessions.0, counted.missed_sessions.0),
            ("premiums", told.premiums.0, counted.premiums.0),
            ("cost of under-cover", told.under_cover.0, counted.under_cover.0),
            ("cost of over-cover", told.over_cover.0, counted.over_cover.0),
        ],
    )
}

fn parts_add_up(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> Vec<Finding> {
    let told: f64 = schedule.solutions.iter().map(|part| part.objective.0).sum();
    let counted = count_again(scenario, requirement, schedule).objective().0;
    let apart =
        (told - counted).abs() > solver_tolerance(scenario, requirement) + rounding(scenario, requirement, schedule);
    let what = || format!("the solver's objectives sum to {told}, the shifts cost {counted}");
    apart.then(|| finding("parts add up", what())).into_iter().collect()
}

fn bound_is_below_cost(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> Vec<Finding> {
    let tolerance = solver_tolerance(scenario, requirement);
    let above = schedule.solutions.iter().filter(|part| part.bound.0 > part.objective.0 + tolerance);
    above
        .map(|part| {
            let what = format!(
                "{} from day {}: {} cannot be reached if nothing is below {}",
                scenario.group(part.group).name,
                part.first_day,
                part.objective.0,
                part.bound.0
            );
            finding("bound is below cost", what)
        })
        .collect()
}

/// What the shifts cost, counted with this file's own means.
fn count_again(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> ScheduleCost {
    let mut counted = ScheduleCost::default();
    (counted.missed_attendances, counted.missed_sessions) = missed(scenario, schedule);
    let mut present: Grid<f64> = Grid::filled(scenario.groups.len(), scenario.calendar.intervals.len(), 0.0);
    for shift in &schedule.shifts {
        let hours = crate::units::Hours(f64::from(shift.people) * f64::from(paid_minutes(shift)) / 60.0);
        counted.paid_hours += hours;
        counted.wages += scenario.group(shift.group).wage * hours;
        let overtime = f64::from(shift.people) * f64::from(shift.overtime.before + shift.overtime.after) / 60.0;
        counted.overtime_hours += crate::units::Hours(overtime);
        if let Some(rule) = &scenario.shift_types[shift.shift_type.0].overtime {
            counted.overtime += scenario.group(shift.group).wage * crate::units::Hours(overtime) * rule.premium.0;
        }
        let Some(begin) = begin_of(scenario, shift) else { continue };
        let premium = premium_hours(scenario, shift, begin) * f64::from(shift.people);
        counted.premiums += scenario.group(shift.group).wage * crate::units::Hours(premium);
        for (index, interval) in scenario.calendar.intervals.iter().enumerate() {
            let minutes_since_begin = (interval.start.0 - begin) / 60.0;
            let within = |from: u32, length: u32| {
                let from = f64::from(from);
                minutes_since_begin >= from && minutes_since_begin < from + f64::from(length)
            };
            let rests = shift.breaks.iter().any(|rest| within(rest.begin, rest.length));
            let attends = shift.sessions.iter().any(|planned| within(planned.begin, planned.length));
            if within(0, shift.length) && !rests && !attends {
                present[(shift.group.0, index)] += f64::from(shift.people);
            }
        }
    }
    for (row, group) in scenario.groups.iter().enumerate() {
        for (index, interval) in scenario.calendar.intervals.iter().enumerate() {
            let needed = f64::from(requirement.agents[(row, index)]);
            let on_duty = present[(row, index)] * (1.0 - group.shrinkage.0);
            let hours = interval.length().hours();
            // Somebody who is only partly there is missing; rounding in the product must not make a whole agent partial.
            let missing = (needed - on_duty - 1e-9).ceil().max(0.0);
            counted.under_cover_hours += hours * missing;
            counted.under_cover += requirement.price_of_missing(scenario, (row, index)) * hours * missing;
            counted.over_cover_hours += hours * (on_duty - needed).max(0.0);
        }
    }
    counted.over_cover = scenario.scheduling.over_cover_per_hour * counted.over_cover_hours;
    counted
}

/// The highest price of an hour in which an agent is missing.
fn dearest_missing(scenario: &Scenario, requirement: &StaffingRequirement) -> MoneyPerHour {
    let general = scenario.scheduling.under_cover_per_hour;
    let prices = requirement.price_of_missing.iter().flat_map(Grid::values);
    prices.fold(general, |most, &price| most.max(price))
}

/// Hours × share of the wage that one person on a shift is paid on top, interval by interval of its paid time, also beyond the
/// horizon. The shift begins so many seconds after the horizon.
fn premium_hours(scenario: &Scenario, shift: &ScheduledShift, begin: f64) -> f64 {
    let (calendar, premiums) = (&scenario.calendar, &scenario.scheduling.premiums);
    let zone = TimeZone::get(&calendar.time_zone).unwrap_or(TimeZone::UTC);
    let Some(Ok(midnight)) = calendar.days.first().map(|day| day.date.to_zoned(zone.clone())) else { return 0.0 };
    if premiums.is_empty() {
        return 0.0;
    }
    let step = calendar.interval_minutes;
    let is_paid = |&after: &u32| {
        !shift.breaks.iter().any(|rest| !rest.paid && (rest.begin..rest.begin + rest.length).contains(&after))
    };
    let paid = (0..shift.length).step_by(step as usize).filter(is_paid);
    let shares = paid.map(|after| {
        let moment = midnight.timestamp() + SignedDuration::from_secs(begin as i64 + 60 * i64::from(after));
        let there = zone.to_datetime(moment);
        let minute = there.hour() as u32 * 60 + there.minute() as u32;
        let holds = |premium: &&Premium| {
            let (from, until) = (premium.from % 1440, premium.until % 1440);
            let in_window = match from.cmp(&until) {
                Ordering::Less => from <= minute && minute < until,
                Ordering::Equal => true,
                Ordering::Greater => minute >= from || minute < until,
            };
            let weekday = there.weekday().to_monday_zero_offset() as usize;
            in_window && (premium.weekdays[weekday] || premium.dates.contains(&there.date()))
        };
        premiums.iter().filter(holds).map(|premium| premium.share.0).sum::<f64>()
    });
    shares.sum::<f64>() * f64::from(step) / 60.0
}

/// When a shift begins, in seconds since the horizon's begin: when the clock of its day first shows its start or, where
/// the clock jumps over it, something later; `None` after the horizon.
fn begin_of(scenario: &Scenario, shift: &ScheduledShift) -> Option<f64> {
    let intervals = &scenario.calendar.intervals;
    let reached = |interval: &&crate::calendar::Interval| {
        interval.day > shift.day || (interval.day == shift.day && interval.clock_minute >= shift.start)
    };
    intervals.iter().find(reached).map(|interval| interval.start.0)
}

fn paid_minutes(shift: &ScheduledShift) -> u32 {
    let unpaid: u32 = shift.breaks.iter().map(|rest| if rest.paid { 0 } else { rest.length }).sum();
    shift.length.saturating_sub(unpaid)
}

fn by_group_and_week(schedule: &Schedule, of_one: impl Fn(&ScheduledShift) -> f64) -> BTreeMap<(usize, usize), f64> {
    let mut sums = BTreeMap::new();
    for shift in &schedule.shifts {
        *sums.entry((shift.group.0, shift.day / 7)).or_default() += of_one(shift) * f64::from(shift.people);
    }
    sums
}

/// Sums by group and week that are above what the group and the days of the week allow.
fn over_the_limit(
    scenario: &Scenario,
    sums: &BTreeMap<(usize, usize), f64>,
    rule: &'static str,
    most: impl Fn(&crate::scenario::Group, f64) -> f64,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (&(group, week), &sum) in sums {
        let group = &scenario.groups[group];
        let days = (scenario.calendar.days.len() - 7 * week).min(7);
        let most = most(group, days as f64);
        // The solver's rows may be beyond their bounds by its tolerance.
        if sum > most + TOLERANCE * most.max(1.0) {
            let date = scenario.calendar.days[7 * week].date;
            let what = format!("{} in the week from {date}: {sum} instead of at most {most}", group.name);
            findings.push(finding(rule, what));
        }
    }
    findings
}

/// Numbers that were told and are not what was counted, by more than rounding explains.
fn different(rounding: f64, rule: &'static str, numbers: &[(&str, f64, f64)]) -> Vec<Finding> {
    let apart = numbers.iter().filter(|(_, told, counted)| (told - counted).abs() > rounding);
    apart.map(|(what, told, counted)| finding(rule, format!("{what}: {told} told, {counted} counted"))).collect()
}

/// How far two sums of the same terms in different orders may be apart: each addition rounds by ½ ε of its result, each
/// term by a few ε, and no partial sum is above all hours paid and needed at the dearest price.
fn rounding(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> f64 {
    let needed: f64 = (0..scenario.groups.len())
        .map(|group| crate::staffing::agent_hours(scenario, requirement.agents.row(group)).0)
        .sum();
    let paid: f64 = schedule.shifts.iter().map(|shift| f64::from(shift.people) * f64::from(shift.length) / 60.0).sum();
    let settings = &scenario.scheduling;
    let prices = dearest_missing(scenario, requirement).max(settings.over_cover_per_hour);
    let overtime = scenario.shift_types.iter().filter_map(|shift_type| shift_type.overtime.as_ref());
    let overtime = overtime.fold(0.0, |most: f64, rule| most.max(rule.premium.0));
    let on_top: f64 = overtime + settings.premiums.iter().map(|premium| premium.share.0).sum::<f64>();
    let pay = scenario.groups.iter().fold(0.0, |most: f64, group| most.max(group.wage.0)) * (1.0 + on_top);
    let dearest = prices.0.max(pay).max(1.0);
    let missed = missed(scenario, schedule).1.0;
    let mut additions = scenario.groups.len() * scenario.calendar.intervals.len() + schedule.shifts.len();
    if !settings.premiums.is_empty() {
        // A sum over the horizon, and one over the intervals of the longest shift.
        let longest = schedule.shifts.iter().map(|shift| shift.length / scenario.calendar.interval_minutes).max();
        additions += scenario.calendar.intervals.len() + longest.unwrap_or(0) as usize;
    }
    (additions as f64 + 4.0) * f64::EPSILON * ((needed + paid) * dearest + missed)
}

/// How far the solver's objective may be from the cost of its whole numbers: each row that balances cover may be off by the
/// solver's tolerance, at the price of under- or over-cover.
fn solver_tolerance(scenario: &Scenario, requirement: &StaffingRequirement) -> f64 {
    let price = dearest_missing(scenario, requirement).0 + scenario.scheduling.over_cover_per_hour.0;
    let rows = (0..scenario.groups.len()).map(|row| {
        let cells = requirement.agents.row(row).iter().zip(&scenario.calendar.intervals);
        cells.map(|(&needed, interval)| f64::from(needed.max(1)) * interval.length().hours().0).sum::<f64>()
    });
    TOLERANCE * price * rows.sum::<f64>()
}

/// What is wrong with shifts, each without its overtime.
fn each_shift(
    scenario: &Scenario,
    schedule: &Schedule,
    rule: &'static str,
    wrong: impl Fn(&ScheduledShift, &ShiftType) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for shift in &schedule.shifts {
        let shift_type = &scenario.shift_types[shift.shift_type.0];
        let Some(shift) = &without_overtime(shift) else { continue };
        if let Some(what) = wrong(shift, shift_type) {
            let group = &scenario.group(shift.group).name;
            let (date, start) = (scenario.calendar.days[shift.day].date, clock(shift.start));
            findings.push(finding(rule, format!("{group}, {} on {date} at {start}: {what}", shift_type.name)));
        }
    }
    findings
}

fn finding(rule: &'static str, what: String) -> Finding {
    Finding { rule, what }
}
