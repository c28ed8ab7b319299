//! The grid of a roster of named people.

use super::{Cell, Grid, Line, Look, Number, Sums};
use crate::report::format;
use crate::rostering::not_met::What;
use crate::rostering::problem::KindId;
use crate::rostering::rules::worked_weekends;
use crate::scenario::{RosterSettings, Scenario};
use crate::scheduling::ScheduledShift;
use crate::study::CertifiedRoster;
use std::collections::{BTreeMap, BTreeSet};

/// Each person's days, hours and shares; below them, by group, the shifts wanted, those that somebody takes, and those that nobody
/// takes.
pub(in crate::report) fn of(scenario: &Scenario, settings: &RosterSettings, certified: &CertifiedRoster) -> Grid {
    let problem = &certified.of.problem;
    let has_nights = problem.kinds.iter().any(|kind| kind.night);
    let mut columns = vec!["Hours", "Weekends"];
    if has_nights {
        columns.push("Nights");
    }
    columns.push("Wishes refused");
    let caption = format!(
        "{} and the shifts that they work on {}",
        counted(settings.employees.len()),
        format::counted(scenario.calendar.days.len(), "day")
    );
    let mut grid = Grid::new(scenario, caption, "time off", columns);
    let mut shifts: BTreeMap<(usize, usize), &ScheduledShift> = BTreeMap::new();
    for named in &certified.shifts {
        shifts.insert((named.employee, named.shift.day), &named.shift);
    }
    let refused: BTreeSet<(usize, usize)> = certified
        .not_met
        .iter()
        .filter(|piece| matches!(piece.what, What::Wish(_)))
        .filter_map(|piece| Some((piece.person?.0, piece.day?)))
        .collect();
    for (place, employee) in settings.employees.iter().enumerate() {
        let own = employee.groups.first().map_or("", |group| &scenario.group(*group).name);
        let cells = (0..scenario.calendar.days.len()).map(|day| {
            let date = || format::day(scenario.calendar.days[day].date);
            let mut cell = match shifts.get(&(place, day)) {
                Some(shift) => {
                    let group = &scenario.group(shift.group).name;
                    Cell::shift(scenario, shift, (group != own).then_some(group))
                }
                None if employee.days_off.contains(&day) => Cell::off(Look::Away, format!("{}, time off", date())),
                None => Cell::off(Look::Off, String::new()),
            };
            cell.locked = employee.locked.contains_key(&day);
            cell.refused = refused.contains(&(place, day));
            if (cell.locked || cell.refused) && cell.words.is_empty() {
                cell.words = format!("{}, off", date());
            }
            cell.words.push_str(if cell.locked { "; fixed beforehand" } else { "" });
            cell.words.push_str(if cell.refused { "; a wish is refused" } else { "" });
            cell
        });
        let theirs = || shifts.range((place, 0)..(place + 1, 0)).map(|(_, shift)| *shift);
        let line = &certified.roster.lines[place];
        let mut numbers = vec![
            Number::Hours(theirs().map(|shift| shift.paid_hours().0).sum()),
            Number::Count(worked_weekends(problem, line)),
        ];
        if has_nights {
            numbers
                .push(Number::Count(line.iter().flatten().filter(|kind| problem.kinds[kind.0].night).count() as u32));
        }
        let of_theirs = certified.not_met.iter().filter(|piece| piece.person.is_some_and(|person| person.0 == place));
        let refusals = of_theirs.filter(|piece| matches!(piece.what, What::Wish(_))).count() as u32;
        numbers.push(Number::Of(refusals, employee.wishes.len() as u32));
        let contract = &settings.contracts[employee.contract].name;
        grid.push(own, contract, Line { name: employee.name.clone(), cells: cells.collect(), numbers });
    }
    grid.sums = sums(scenario, certified);
    grid
}

fn counted(people: usize) -> String {
    if people == 1 { "One person".to_owned() } else { format!("{people} people") }
}

/// By group with any shifts: wanted, taken, and those that nobody takes.
fn sums(scenario: &Scenario, certified: &CertifiedRoster) -> Vec<Sums> {
    let problem = &certified.of.problem;
    let mut sums = Vec::new();
    for group in scenario.group_ids() {
        let is_theirs = |kind: KindId| certified.of.origins[kind.0].is_some_and(|origin| origin.group == group);
        let wanted: Vec<u32> = problem
            .cover
            .iter()
            .map(|row| (0..row.len()).filter(|&kind| is_theirs(KindId(kind))).map(|kind| row[kind].wanted).sum())
            .collect();
        let mut taken = vec![0; problem.days];
        for named in certified.shifts.iter().filter(|named| named.shift.group == group) {
            taken[named.shift.day] += 1;
        }
        let mut missing = vec![0; problem.days];
        for piece in &certified.not_met {
            if let (What::Missing { kind, people, .. }, Some(day)) = (piece.what, piece.day)
                && is_theirs(kind)
            {
                missing[day] += people;
            }
        }
        if wanted.iter().chain(&taken).all(|&people| people == 0) {
            continue;
        }
        let name = format::name(&scenario.group(group).name);
        sums.push(Sums { name: format!("{name}: shifts wanted"), by_day: wanted, is_lack: false });
        sums.push(Sums { name: "… taken by somebody".to_owned(), by_day: taken, is_lack: false });
        sums.push(Sums { name: "… that nobody takes".to_owned(), by_day: missing, is_lack: true });
    }
    sums
}
