//! A schedule or a roster that was written before, read back.

use super::{count, day_of, done, open};
use crate::scenario::kind::parse_clock;
use crate::scenario::problem::Problems;
use crate::scenario::table::records::Record;
use crate::scenario::table::sheet::{Sheet, may, must};
use crate::scenario::{GroupId, Scenario, ShiftTypeId};
use std::path::Path;

/// A break of a given shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenBreak {
    /// Begin, in minutes after the shift's begin.
    pub begin: u32,
    /// Length in minutes.
    pub length: u32,
    /// Whether it is paid.
    pub paid: bool,
}

/// So many people of a group who work the same shift on the same day, as a table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenShift {
    /// Who, where the table names them.
    pub name: Option<String>,
    /// The group.
    pub group: GroupId,
    /// The kind of shift.
    pub shift_type: ShiftTypeId,
    /// Index of the day, in the calendar, on which it begins.
    pub day: usize,
    /// Begin, in minutes after local midnight of that day.
    pub start: u32,
    /// Length from begin to end, breaks included, in minutes.
    pub length: u32,
    /// Its breaks, in order.
    pub breaks: Vec<GivenBreak>,
    /// How many people work it.
    pub people: u32,
}

/// Reads `schedule.csv` as `callboard schedule` and `run` write it, or `roster.csv` as `callboard roster` does: `group`, `shift`,
/// `date`, `start`, `end`, `breaks`, and `people` or `name`. Shifts of other horizons are passed over.
pub fn read_shifts(path: &Path, scenario: &Scenario) -> Result<Vec<GivenShift>, Problems> {
    let columns = [
        must("group"),
        must("shift"),
        must("date"),
        must("start"),
        must("end"),
        may("breaks"),
        may("people"),
        may("name"),
        may("paid_hours"),
        // Said of a shift elsewhere, and of no use for a day.
        may("overtime_before_min"),
        may("overtime_after_min"),
        may("sessions"),
        may("contract"),
        // What `callboard intraday` writes beside a shift that it changes.
        may("change"),
    ];
    let (mut sheet, records) = open(path, &columns)?;
    let mut shifts = Vec::new();
    for record in &records {
        let group = sheet.name(record, 0, "group", scenario.groups.iter().map(|group| group.name.as_str()));
        let shift_type = sheet.name(record, 1, "shift", scenario.shift_types.iter().map(|shift| shift.name.as_str()));
        let (date, start, end) = (sheet.date(record, 2), sheet.clock(record, 3), sheet.clock(record, 4));
        let people = if record.cells[6].is_empty() { Some(1.0) } else { count(&mut sheet, record, 6, 1e5) };
        let (Some(group), Some(shift_type), Some(date), Some(start), Some(end), Some(people)) =
            (group, shift_type, date, start, end, people)
        else {
            continue;
        };
        if start >= 1440 {
            sheet.refuse("range", record, 3, "a begin before 24:00", "write midnight as 00:00");
            continue;
        }
        let length = if end > start { end - start } else { end + 1440 - start };
        let Some(breaks) = breaks(&mut sheet, record, start, length) else { continue };
        let Some(day) = day_of(scenario, date).filter(|_| people > 0.0) else { continue };
        let name = Some(record.cells[7].clone()).filter(|name| !name.is_empty());
        let name = name.map(|name| name.strip_prefix('\'').map_or(name.clone(), str::to_owned));
        let (group, shift_type) = (GroupId(group), ShiftTypeId(shift_type));
        shifts.push(GivenShift { name, group, shift_type, day, start, length, breaks, people: people as u32 });
    }
    done(sheet, shifts)
}

/// `12:00-12:30 unpaid; 15:00-15:15 paid`.
fn breaks(sheet: &mut Sheet, record: &Record, start: u32, length: u32) -> Option<Vec<GivenBreak>> {
    let cell = record.cells[5].clone();
    let mut breaks = Vec::new();
    let mut free_from = 0;
    for text in cell.split(';').map(str::trim).filter(|text| !text.is_empty()) {
        let parsed = parsed(text).map(|(from, until, paid)| {
            // Minutes of the day, made minutes since the begin of a shift that may pass midnight.
            let begin = (from + 1440 - start) % 1440;
            let length = (until + 1440 - from) % 1440;
            GivenBreak { begin, length, paid }
        });
        match parsed {
            Some(rest) if rest.length > 0 && rest.begin >= free_from && rest.begin + rest.length <= length => {
                free_from = rest.begin + rest.length;
                breaks.push(rest);
            }
            _ => {
                let allowed = "breaks within the shift, one after the other";
                sheet.refuse("type", record, 5, allowed, "write them as 12:00-12:30 unpaid; 15:00-15:15 paid");
                return None;
            }
        }
    }
    Some(breaks)
}

fn parsed(text: &str) -> Option<(u32, u32, bool)> {
    let (times, paid) = text.split_once(' ')?;
    let (from, until) = times.split_once('-')?;
    let paid = match paid.trim() {
        "paid" => true,
        "unpaid" => false,
        _ => return None,
    };
    Some((parse_clock(from)?, parse_clock(until)?, paid))
}
