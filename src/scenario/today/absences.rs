//! Who is absent today.

use super::{Now, count, day_of, done, open};
use crate::scenario::problem::Problems;
use crate::scenario::table::sheet::may;
use crate::scenario::{GroupId, Scenario, ShiftTypeId};
use std::path::Path;

/// People who are planned and not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Who, where the table names them.
    pub name: Option<String>,
    /// Otherwise their group.
    pub group: Option<GroupId>,
    /// Only those of this kind of shift.
    pub shift_type: Option<ShiftTypeId>,
    /// Only those whose shift begins then, in minutes after midnight.
    pub start: Option<u32>,
    /// How many.
    pub people: u32,
    /// From when, in minutes after midnight of the day.
    pub from: u32,
    /// Until when.
    pub until: u32,
}

/// Reads who is absent: `name`, or `group` with perhaps `shift`, `start` (of the shift) and `people` (1 if it is left out);
/// and perhaps `date`, `from` and `until` (all day if they are left out). Rows of other dates are passed over.
pub fn read_absences(path: &Path, scenario: &Scenario, now: Now) -> Result<Vec<Absence>, Problems> {
    let columns =
        [may("name"), may("group"), may("shift"), may("start"), may("people"), may("from"), may("until"), may("date")];
    let (mut sheet, records) = open(path, &columns)?;
    let mut absences = Vec::new();
    for record in &records {
        let is_empty = |column: usize| record.cells[column].is_empty();
        if !is_empty(7) {
            let Some(date) = sheet.date(record, 7) else { continue };
            if day_of(scenario, date) != Some(now.day) {
                continue;
            }
        }
        if is_empty(0) == is_empty(1) {
            let allowed = "either the name of a person or a group";
            sheet.refuse("one-of", record, usize::from(!is_empty(0)), allowed, "give each row one of the two");
            continue;
        }
        let groups = scenario.groups.iter().map(|group| group.name.as_str());
        let group = if is_empty(1) { None } else { Some(sheet.name(record, 1, "group", groups)) };
        let shifts = scenario.shift_types.iter().map(|shift| shift.name.as_str());
        let shift_type = if is_empty(2) { None } else { Some(sheet.name(record, 2, "shift", shifts)) };
        let start = if is_empty(3) { None } else { Some(sheet.clock(record, 3)) };
        let people = if is_empty(4) { Some(1.0) } else { count(&mut sheet, record, 4, 1e5) };
        let from = if is_empty(5) { Some(0) } else { sheet.clock(record, 5) };
        let until = if is_empty(6) { Some(1440) } else { sheet.clock(record, 6) };
        // What was given and could not be read has been refused.
        let is_read = group != Some(None) && shift_type != Some(None) && start != Some(None);
        let (true, Some(people), Some(from), Some(until)) = (is_read, people, from, until) else { continue };
        if until <= from {
            sheet.refuse("order", record, 6, "a time after `from`", "exchange `from` and `until`");
            continue;
        }
        absences.push(Absence {
            name: Some(record.cells[0].clone()).filter(|name| !name.is_empty()),
            group: group.flatten().map(GroupId),
            shift_type: shift_type.flatten().map(ShiftTypeId),
            start: start.flatten(),
            people: people as u32,
            from,
            until,
        });
    }
    done(sheet, absences)
}
