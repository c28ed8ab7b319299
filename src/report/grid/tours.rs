//! The grid of tours: what people of contracts work, who have numbers and no names.

use super::{Cell, Grid, Line, Look, Number, Sums};
use crate::report::format;
use crate::scenario::{ContractId, Scenario};
use crate::scheduling::{ScheduledShift, Tour};
use crate::study::CertifiedSchedule;
use std::collections::BTreeMap;

/// Each person's days and hours, people of no work included, and people at work by day; none where no group has contracts.
pub(in crate::report) fn of(scenario: &Scenario, certified: &CertifiedSchedule) -> Option<Grid> {
    if scenario.groups.iter().all(|group| group.contracts.is_empty()) {
        return None;
    }
    let days = &scenario.calendar.days;
    let caption = format!(
        "People of each contract, by number, and the shifts that they work on {}",
        format::counted(days.len(), "day")
    );
    let mut grid =
        Grid::new(scenario, caption, "before or after the contract’s season", vec!["Hours", "Shifts", "Weekends"]);
    let mut shifts: BTreeMap<(usize, ContractId, u32), BTreeMap<usize, &ScheduledShift>> = BTreeMap::new();
    for Tour { group, contract, person, shifts: theirs, .. } in &certified.schedule.tours {
        let line = shifts.entry((group.0, *contract, *person)).or_default();
        line.extend(theirs.iter().map(|shift| (shift.day, shift)));
    }
    for group in scenario.group_ids() {
        let of_group = scenario.group(group);
        let mut at_work = vec![0; days.len()];
        for (index, contract) in of_group.contracts.iter().enumerate() {
            for person in 0..contract.people {
                let none = BTreeMap::new();
                let theirs = shifts.get(&(group.0, ContractId(index), person)).unwrap_or(&none);
                let is_season = |day: usize| {
                    let date = days[day].date;
                    contract.from.is_none_or(|from| from <= date) && contract.until.is_none_or(|until| date <= until)
                };
                let cell = |day: usize| match theirs.get(&day) {
                    Some(shift) => Cell::shift(scenario, shift, None),
                    None if is_season(day) => Cell::off(Look::Off, String::new()),
                    None => {
                        Cell::off(Look::Away, format!("{}, not in the contract’s season", format::day(days[day].date)))
                    }
                };
                // Each weekend is known by its week, counted from the one of the first day.
                let first = days.first().map_or(0, |day| day.weekday().to_monday_zero_offset().unsigned_abs());
                let week = |day: usize| (day + usize::from(first)) / 7;
                let worked = || theirs.keys().copied();
                let mut weekends: Vec<usize> = worked().filter(|&day| grid.days[day].is_weekend).map(week).collect();
                weekends.dedup();
                for day in worked() {
                    at_work[day] += 1;
                }
                let numbers = vec![
                    Number::Hours(theirs.values().map(|shift| shift.paid_hours().0).sum()),
                    Number::Count(theirs.len() as u32),
                    Number::Count(weekends.len() as u32),
                ];
                let cells = (0..days.len()).map(cell).collect();
                let name = format!("person {}", person + 1);
                grid.push(&of_group.name, &contract.name, Line { name, cells, numbers });
            }
        }
        if !of_group.contracts.is_empty() {
            let name = format!("{}: people at work", format::name(&of_group.name));
            grid.sums.push(Sums { name, by_day: at_work, is_lack: false });
        }
    }
    Some(grid)
}
