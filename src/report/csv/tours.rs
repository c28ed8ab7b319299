//! Tours as a table: what each person, known by a number, works.

use super::{Table, breaks, number, overtime_and_sessions, safe, sessions_of, strings};
use crate::calendar::clock;
use crate::scenario::Scenario;
use crate::study::CertifiedSchedule;

/// One row per person of a contract and shift, in the order of people and dates; people and weeks count from 1, and a number is the same
/// person in each week. The other columns are as in `schedule.csv`.
pub fn tours_csv(scenario: &Scenario, certified: &CertifiedSchedule) -> String {
    let mut head = strings(["group", "contract", "person", "week", "date", "shift", "start", "end", "breaks"]);
    head.push("paid_hours".to_owned());
    let (overtime, sessions) = overtime_and_sessions(scenario, &mut head);
    let mut table = Table::new();
    table.push(&head);
    for tour in &certified.schedule.tours {
        let group = scenario.group(tour.group);
        for shift in &tour.shifts {
            let mut row = vec![
                safe(&group.name),
                safe(&group.contracts[tour.contract.0].name),
                (tour.person + 1).to_string(),
                (tour.week + 1).to_string(),
                scenario.calendar.days[shift.day].date.to_string(),
                safe(&scenario.shift_types[shift.shift_type.0].name),
                clock(shift.start % 1440),
                clock((shift.start + shift.length) % 1440),
                breaks(shift),
                number(shift.paid_hours().0),
            ];
            if overtime {
                row.extend([shift.overtime.before, shift.overtime.after].map(|minutes| minutes.to_string()));
            }
            if sessions {
                row.push(safe(&sessions_of(scenario, shift)));
            }
            table.push(&row);
        }
    }
    table.text()
}

#[cfg(test)]
mod tests {
    use super::super::tests::parsed;
    use super::*;
    use crate::report::example;

    #[test]
    fn a_row_for_every_shift_of_every_person() {
        let study = example::with_contracts();
        let rows = parsed(&tours_csv(&study.scenario, study.scheduled.as_ref().unwrap()));
        assert_eq!(rows.len(), 2);
        let first = ["Generalists", "full-time", "1", "1", "2026-11-23", "day", "08:00", "16:30"];
        assert_eq!(rows[0][..8], first);
        assert_eq!(rows[1][2], "2");
    }
}
