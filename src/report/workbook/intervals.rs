//! Tables with a row for each interval: day, clock time and length, numbers beside them, sums above them where they stay in sight; and
//! how much of a long horizon such a table holds.

use super::WorkbookError;
use super::formats::{serial, time};
use super::sheet::{Cell, Look, Sheet, letters, on};
use super::words;
use crate::calendar::{Calendar, Grid};

/// Most cells of a table: what spreadsheet programs open in a few seconds.
const MOST_CELLS: usize = 500_000;

/// Most queues or groups with columns of their own.
pub(super) const MOST_NAMES: usize = 200;

/// Columns before the numbers: day, time, hours.
pub(super) const DAY: usize = 0;
pub(super) const TIME: usize = 1;
pub(super) const HOURS: usize = 2;
/// The first column of numbers.
pub(super) const FIRST: usize = 3;

/// The intervals of a table: those in which something is told, of as many whole days as it can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows {
    pub intervals: Vec<usize>,
    /// Days that are told, from the first on.
    pub days: usize,
    /// Days of the horizon.
    pub of_days: usize,
    /// Queues or groups with columns of their own.
    pub names: usize,
    /// Queues or groups.
    pub of_names: usize,
}

impl Rows {
    /// For `names` queues or groups with so many columns each, where `is_something` in an interval.
    pub(super) fn of(calendar: &Calendar, names: usize, each: usize, is_something: impl Fn(usize) -> bool) -> Self {
        Self::at_most(MOST_CELLS, calendar, names, each, is_something)
    }

    fn at_most(
        cells: usize,
        calendar: &Calendar,
        of_names: usize,
        each: usize,
        is_something: impl Fn(usize) -> bool,
    ) -> Self {
        let names = of_names.min(MOST_NAMES);
        let most = cells / (FIRST + each * (names + 1));
        let of_days = calendar.days.len();
        let mut rows = Self { intervals: Vec::new(), days: 0, of_days, names, of_names };
        for day in &calendar.days {
            let of_day: Vec<usize> = day.intervals.clone().filter(|&interval| is_something(interval)).collect();
            if rows.days > 0 && rows.intervals.len() + of_day.len() > most {
                break;
            }
            rows.intervals.extend(of_day);
            rows.days += 1;
        }
        rows
    }

    /// Whether nothing is left out.
    pub(super) fn are_all(&self) -> bool {
        self.days == self.of_days && self.names == self.of_names
    }

    /// The columns of numbers of all queues or groups together, of `each` per name: those of the only one where there is only one.
    pub(super) fn together(&self, each: usize) -> usize {
        if self.of_names == 1 { FIRST } else { FIRST + each * self.names }
    }

    /// What is left out, in words.
    fn note(&self) -> Option<String> {
        (!self.are_all()).then(|| words::left_out((self.days, self.of_days), (self.names, self.of_names)))
    }

    /// The number of the first row of the table, as a formula counts, below `sums` lines of sums.
    pub(super) fn first(&self, sums: usize) -> usize {
        sums + 2 + usize::from(!self.are_all())
    }

    /// A line of sums, as a formula counts: 0 for the topmost.
    pub(super) fn line_of_sums(&self, place: usize) -> usize {
        place + 1 + usize::from(!self.are_all())
    }

    /// The cells of a column, below so many lines of sums: `$D$3:$D$98`.
    pub(super) fn down(&self, column: usize, sums: usize) -> String {
        let (first, column) = (self.first(sums), letters(column));
        let last = first + self.intervals.len().max(1) - 1;
        format!("${column}${first}:${column}${last}")
    }

    /// The same seen from another sheet.
    pub(super) fn down_on(&self, sheet: &str, column: usize, sums: usize) -> String {
        format!("{}{}", on(sheet), self.down(column, sums))
    }

    /// Hours in a column of agents, summed: a formula, or the number alone where rows are left out.
    pub(super) fn agent_hours(&self, column: usize, sums: usize, value: f64) -> Cell<'static> {
        if self.are_all() {
            let formula = format!("=SUMPRODUCT({},{})", self.down(HOURS, sums), self.down(column, sums));
            Cell::Worked(formula, value, Look::Sum)
        } else {
            Cell::Given(value, Look::Sum)
        }
    }
}

/// A row of agents as hours.
pub(super) fn hours_of(calendar: &Calendar, agents: impl Fn(usize) -> u32) -> f64 {
    let hours =
        |(place, interval): (usize, &crate::calendar::Interval)| f64::from(agents(place)) * interval.length().hours().0;
    calendar.intervals.iter().enumerate().map(hours).sum()
}

/// Agents of all groups in an interval.
pub(super) fn all_of(agents: &Grid<u32>, interval: usize) -> u32 {
    (0..agents.rows()).map(|row| agents[(row, interval)]).sum()
}

/// Writes the table: its sums, its head, and its rows. `cells` gives those of an interval, told the number of its row as a formula
/// counts.
pub(super) fn write<'c>(
    sheet: &mut Sheet<'_>,
    calendar: &Calendar,
    rows: &Rows,
    heads: &[(String, f64)],
    sums: Vec<(&'c str, Vec<Cell<'c>>)>,
    cells: impl Fn(usize, usize) -> Vec<Cell<'c>>,
) -> Result<(), WorkbookError> {
    if let Some(note) = rows.note() {
        sheet.line(&[Cell::Label(&note)])?;
    }
    for (name, of_columns) in sums {
        let mut line = vec![Cell::Label(name), Cell::Empty, Cell::Empty];
        line.extend(of_columns);
        sheet.line(&line)?;
    }
    let head_row = sheet.row;
    let mut names: Vec<String> = [words::DAY, words::TIME, words::HOURS].map(str::to_owned).to_vec();
    let mut widths = vec![17.0, 7.0, 8.0];
    names.extend(heads.iter().map(|(name, _)| name.clone()));
    widths.extend(heads.iter().map(|&(_, width)| width));
    sheet.head_over(&widths, &names, HOURS as u16)?;
    sheet.inner.set_repeat_rows(0, head_row)?;
    for &interval in &rows.intervals {
        let at = &calendar.intervals[interval];
        let mut line = vec![
            Cell::Given(serial(calendar.days[at.day].date), Look::Day),
            Cell::Given(time(at.clock_minute), Look::Time),
            Cell::Number(at.length().hours().0),
        ];
        line.extend(cells(interval, sheet.row as usize + 1));
        sheet.line(&line)?;
    }
    let (last, column) = (sheet.row.max(head_row + 2) - 1, (names.len() - 1) as u16);
    sheet.inner.autofilter(head_row, 0, last, column)?;
    sheet.inner.set_print_area(0, 0, last, column)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    #[test]
    fn a_long_horizon_is_told_by_whole_days_and_what_is_left_out_is_said() {
        let calendar = Calendar::of_days(date(2026, 11, 23), 7, 60, &TimeZone::UTC);
        let all = Rows::of(&calendar, 2, 1, |_| true);
        assert!(all.are_all() && all.note().is_none() && all.intervals.len() == 168);
        assert_eq!(all.down(FIRST, 1), "$D$3:$D$170");
        // A row of six cells for each of 24 hours: 300 cells hold two days.
        let some = Rows::at_most(300, &calendar, 2, 1, |_| true);
        assert_eq!((some.days, some.intervals.len()), (2, 48));
        assert_eq!(some.note().unwrap(), words::left_out((2, 7), (2, 2)));
        assert_eq!(some.first(1), 4);
        // The first day is told whatever it takes.
        assert_eq!(Rows::at_most(1, &calendar, 2, 1, |_| true).intervals.len(), 24);
        let many = Rows::of(&calendar, MOST_NAMES + 1, 1, |_| true);
        assert!(!many.are_all() && many.names == MOST_NAMES);
    }

    #[test]
    fn hours_in_which_nothing_happens_have_no_row() {
        let calendar = Calendar::of_days(date(2026, 11, 23), 1, 60, &TimeZone::UTC);
        let rows = Rows::of(&calendar, 1, 1, |interval| interval > 7);
        assert_eq!(rows.intervals.first(), Some(&8));
        assert!(rows.are_all());
        let none = Rows::of(&calendar, 1, 1, |_| false);
        assert_eq!(none.down(FIRST, 1), "$D$3:$D$3");
    }
}
