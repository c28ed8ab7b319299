//! Tours: what one person works in a week, and which weeks the rules of a contract allow.
//!
//! People have no names, so the programme only counts them: by the *band* of times within which all shifts of their week begin,
//! and by the *pattern* of days on which they may work ([`TourKinds`]). Who works what is found afterwards ([`assembly`]).

pub mod anneal;
pub mod assembly;
pub mod crew;
pub mod search;

use super::contract::ContractWeek;
use super::schedule::{Schedule, ScheduledShift};
use crate::calendar::Calendar;
use crate::scenario::{ContractId, GroupContract, GroupId, Scenario};
use crate::units::Hours;
use crew::Person;
use jiff::civil::Weekday;
use std::collections::{BTreeMap, BTreeSet};

/// The people of contracts whose weeks have rules, by contract and week of a part.
pub type Crews = BTreeMap<(usize, usize), crew::Crew>;

/// Days of a week as bits, the first day of the week lowest.
pub type Days = u8;

/// Clock times, in minutes after midnight, at which all shifts of a person's week begin; both ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Band {
    /// Earliest begin.
    pub from: u32,
    /// Latest begin.
    pub to: u32,
}

impl Band {
    /// Whether a shift may begin then.
    pub fn contains(self, start: u32) -> bool {
        (self.from..=self.to).contains(&start)
    }
}

/// Days on which a person may work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// The days.
    pub days: Days,
    /// On how many of them at most.
    pub most: u32,
    /// Whether one of them is a Saturday or Sunday on which only those work whose turn it is.
    pub has_weekend: bool,
}

/// The bands and patterns of a contract in a week.
#[derive(Debug, Clone, PartialEq)]
pub struct TourKinds {
    /// What the contract allows in the week.
    pub allows: ContractWeek,
    /// The day of the calendar with which the week begins.
    pub first_day: usize,
    /// Ascending at both ends; all of the same width. A band whose starts are among those of another is left out.
    pub bands: Vec<Band>,
    /// None of them is part of another with the same weekend.
    pub patterns: Vec<Pattern>,
    /// Patterns whose people can be told apart only by what they may do: the days of all of them together, in each of these lists,
    /// can be dealt out to people.
    pub lots: Vec<Vec<usize>>,
    /// People who may work at the weekend, by number from 0.
    pub has_turn: Vec<bool>,
}

impl TourKinds {
    /// Those of a contract of a group in a week of some days of the calendar, in which the shortest shift has so many paid minutes.
    ///
    /// Where days off lie anywhere, a pattern is all days (without the weekend for those whose turn it is not), of which a person
    /// works any `most`; otherwise it is a choice of so many days that leaves the days off in one run.
    pub fn of(
        scenario: &Scenario,
        group: GroupId,
        contract: &GroupContract,
        week: &std::ops::Range<usize>,
        shortest: Option<u32>,
    ) -> Self {
        let allows = ContractWeek::of(contract, &scenario.calendar, week);
        let bit = |day: usize| 1u8 << (day - week.start);
        let all: Days = allows.days.clone().map(bit).sum();
        let weekend = weekend(&scenario.calendar, week) & all;
        let chosen: Vec<Days> = if contract.days_off_together {
            let off = allows.days.len() as u32 - allows.most_days;
            let run = |first: usize| -> Days { (first..first + off as usize).map(bit).sum() };
            let firsts = allows.days.start..=allows.days.end - off as usize;
            firsts.map(|first| all & !run(first)).collect::<BTreeSet<_>>().into_iter().collect()
        } else {
            vec![all]
        };
        let by_hours = shortest.map(|minutes| (allows.minutes_of_one / f64::from(minutes.max(1)) + 1e-9) as u32);
        let most_shifts = by_hours.map_or(allows.most_days, |most| most.min(allows.most_days));
        let number = week.start / 7;
        let in_turn = |person| contract.weekends.is_none_or(|weekends| weekends.has_turn(person, number));
        let has_turn: Vec<bool> = (0..contract.people).map(in_turn).collect();
        let rotates = contract.weekends.is_some();
        let pattern = |days: Days, has_weekend| {
            let most = most_shifts.min(days.count_ones());
            Pattern { days, most, has_weekend }
        };
        let mut patterns: Vec<Pattern> =
            chosen.iter().map(|&days| pattern(days, rotates && days & weekend != 0)).collect();
        if rotates {
            let without: BTreeSet<Days> = chosen.iter().map(|&days| days & !weekend).collect();
            patterns.extend(without.into_iter().map(|days| pattern(days, false)));
        }
        let is_part =
            |one: &Pattern, of: &Pattern| one != of && one.has_weekend == of.has_weekend && one.days & !of.days == 0;
        let maximal = |one: &&Pattern| !patterns.iter().any(|other| is_part(one, other));
        let patterns: BTreeSet<Pattern> = patterns.iter().filter(maximal).copied().collect();
        let patterns: Vec<Pattern> = patterns.into_iter().collect();
        // Whose pattern is as many days as may be worked, may work or not on each of them, whatever happens on the others.
        let is_exact = |&index: &usize| patterns[index].most == patterns[index].days.count_ones();
        let (exact, free): (Vec<usize>, Vec<usize>) = (0..patterns.len()).partition(is_exact);
        let lots = free.into_iter().map(|index| vec![index]).chain((!exact.is_empty()).then_some(exact)).collect();
        let bands = bands(scenario, group, contract);
        Self { allows, first_day: week.start, bands, patterns, lots, has_turn }
    }

    /// Somebody with a band and a pattern, by their indices, and without shifts yet.
    pub fn person(&self, band: usize, pattern: usize) -> Person {
        let Pattern { days, most, .. } = self.patterns[pattern];
        Person { band, starts: self.bands[band], pattern, days, most, duties: [None; 7] }
    }

    /// People who may work at the weekend.
    pub fn people_with_turn(&self) -> u32 {
        self.has_turn.iter().filter(|&&has_turn| has_turn).count() as u32
    }
}

/// What the people of a contract work over the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractWork {
    /// The group.
    pub group: GroupId,
    /// The contract.
    pub contract: ContractId,
    /// People who have it.
    pub people: u32,
    /// People who work at least one shift.
    pub at_work: u32,
    /// Their shifts.
    pub shifts: usize,
    /// Paid hours, overtime included.
    pub paid_hours: Hours,
    /// Hours that their contracts allow, without overtime.
    pub contract_hours: Hours,
}

/// What the people of each contract work, by group and contract.
pub fn contract_work(scenario: &Scenario, schedule: &Schedule) -> Vec<ContractWork> {
    let calendar = &scenario.calendar;
    let mut all = Vec::new();
    for group in scenario.group_ids() {
        for (index, rules) in scenario.group(group).contracts.iter().enumerate() {
            let contract = ContractId(index);
            let tours = || schedule.tours.iter().filter(|tour| (tour.group, tour.contract) == (group, contract));
            let shifts = || tours().flat_map(|tour| &tour.shifts);
            let weeks = (0..calendar.days.len()).step_by(7).map(|first| first..(first + 7).min(calendar.days.len()));
            all.push(ContractWork {
                group,
                contract,
                people: rules.people,
                at_work: tours().map(|tour| tour.person).collect::<BTreeSet<_>>().len() as u32,
                shifts: shifts().count(),
                paid_hours: shifts().map(ScheduledShift::paid_hours).sum(),
                contract_hours: weeks.map(|week| ContractWeek::of(rules, calendar, &week).hours).sum(),
            });
        }
    }
    all
}

/// Days of a week, of the calendar, that are Saturdays or Sundays.
fn weekend(calendar: &Calendar, week: &std::ops::Range<usize>) -> Days {
    let is_weekend = |&day: &usize| matches!(calendar.days[day].weekday(), Weekday::Saturday | Weekday::Sunday);
    week.clone().filter(is_weekend).map(|day| 1u8 << (day - week.start)).sum()
}

fn bands(scenario: &Scenario, group: GroupId, contract: &GroupContract) -> Vec<Band> {
    let mut starts = BTreeSet::new();
    for (index, shift_type) in scenario.shift_types.iter().enumerate() {
        if shift_type.groups.contains(&group) && contract.works(crate::scenario::ShiftTypeId(index)) {
            starts.extend(shift_type.starts.iter().copied());
        }
    }
    let last = starts.last().copied().unwrap_or(0);
    let Some(width) = contract.start_within else { return vec![Band { from: 0, to: last }] };
    let mut bands = Vec::new();
    for from in starts {
        bands.push(Band { from, to: from + width });
        if from + width >= last {
            break;
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Group, ShiftType, WeekendRotation};
    use crate::units::Hours;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn kinds(change: impl Fn(&mut GroupContract)) -> TourKinds {
        let calendar = Calendar::of_days(date(2026, 1, 5), 7, 60, &TimeZone::UTC);
        let mut scenario = Scenario::plain(calendar, Vec::new(), vec![Group::plain("desk", Vec::new(), Vec::new())]);
        scenario.shift_types = vec![ShiftType::plain("day", vec![GroupId(0)], vec![240], vec![480, 540, 600, 660])];
        let mut contract = GroupContract::plain("full", 4, Hours(40.0), 5);
        change(&mut contract);
        TourKinds::of(&scenario, GroupId(0), &contract, &(0..7), None)
    }

    #[test]
    fn two_days_off_together_lie_at_six_places_of_a_week() {
        let kinds = kinds(|contract| contract.days_off_together = true);
        let days: Vec<Days> = kinds.patterns.iter().map(|pattern| pattern.days).collect();
        assert_eq!(days, [0b001_1111, 0b100_1111, 0b110_0111, 0b111_0011, 0b111_1001, 0b111_1100]);
        assert_eq!(kinds.lots, [vec![0, 1, 2, 3, 4, 5]]);
    }

    #[test]
    fn whose_turn_it_is_not_has_the_weekend_off() {
        let kinds = kinds(|contract| contract.weekends = Some(WeekendRotation { worked: 1, of: 3 }));
        let patterns: Vec<(Days, u32, bool)> =
            kinds.patterns.iter().map(|pattern| (pattern.days, pattern.most, pattern.has_weekend)).collect();
        assert_eq!(patterns, [(0b001_1111, 5, false), (0b111_1111, 5, true)]);
        assert_eq!(kinds.has_turn, [true, false, false, true]);
    }

    #[test]
    fn a_band_begins_at_each_start_until_all_later_ones_are_in_it() {
        let kinds = kinds(|contract| contract.start_within = Some(60));
        let bands: Vec<(u32, u32)> = kinds.bands.iter().map(|band| (band.from, band.to)).collect();
        assert_eq!(bands, [(480, 540), (540, 600), (600, 660)]);
    }

    #[test]
    fn a_season_that_begins_on_friday_leaves_three_days() {
        let kinds = kinds(|contract| {
            contract.from = Some(date(2026, 1, 9));
            contract.days_off_together = true;
        });
        assert_eq!((kinds.allows.days.clone(), kinds.allows.most_days), (4..7, 3));
        assert_eq!(kinds.patterns.iter().map(|pattern| pattern.days).collect::<Vec<_>>(), [0b111_0000]);
        // Three fifths of four times forty hours.
        assert!((kinds.allows.hours.0 - 96.0).abs() < 1e-9);
    }
}
