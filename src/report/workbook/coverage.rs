//! Agents needed and on duty in each interval, with what is missing, and charts of them.

use super::WorkbookError;
use super::charts::{Kind, Line, chart};
use super::intervals::{DAY, Rows, TIME, all_of, hours_of, write};
use super::sheet::{Cell, Look, Looks, Sheet, letters};
use super::words;
use crate::calendar::Grid;
use crate::report::format;
use crate::scenario::Scenario;
use rust_xlsxwriter::{Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, Workbook};

/// Lines of sums above the table.
pub(super) const SUMS: usize = 1;

/// Most groups with charts.
const MOST_CHARTS: usize = 12;

/// What is behind cells that should be zero.
const LACK: u32 = 0x00F4_B6B0;

/// Agents needed beside those on duty.
pub(super) struct Coverage<'a> {
    scenario: &'a Scenario,
    needed: &'a Grid<u32>,
    /// Agents on duty, by name; who is missing is counted against the last.
    staffings: Vec<(&'static str, Grid<u32>)>,
    /// People on break.
    resting: Option<Grid<u32>>,
    pub rows: Rows,
}

impl<'a> Coverage<'a> {
    pub(super) fn of(
        scenario: &'a Scenario,
        needed: &'a Grid<u32>,
        staffings: Vec<(&'static str, Grid<u32>)>,
        resting: Option<Grid<u32>>,
    ) -> Self {
        let each = staffings.len() + 2 + usize::from(resting.is_some());
        let tables = || staffings.iter().map(|(_, agents)| agents).chain(&resting).chain([needed]);
        let rows = Rows::of(&scenario.calendar, scenario.groups.len(), each, |interval| {
            tables().any(|agents| (0..agents.rows()).any(|group| agents[(group, interval)] > 0))
        });
        Self { scenario, needed, staffings, resting, rows }
    }

    /// Columns of a group.
    fn each(&self) -> usize {
        self.staffings.len() + 2 + usize::from(self.resting.is_some())
    }

    /// The first column of a group; that of all groups together without one.
    fn block(&self, group: Option<usize>) -> usize {
        group.map_or_else(|| self.rows.together(self.each()), |group| super::intervals::FIRST + self.each() * group)
    }

    /// The column of those on duty in all groups, by the place of their staffing.
    pub(super) fn on_duty_together(&self, staffing: usize) -> usize {
        self.block(None) + 1 + staffing
    }

    /// The column of those missing in all groups.
    pub(super) fn missing_together(&self) -> usize {
        self.block(None) + self.each() - 1
    }

    /// Agents on duty, staffing by staffing.
    pub(super) fn staffings(&self) -> impl Iterator<Item = &Grid<u32>> {
        self.staffings.iter().map(|(_, agents)| agents)
    }

    /// Agent-hours on duty in all groups, staffing by staffing.
    pub(super) fn hours_on_duty(&self) -> Vec<f64> {
        self.staffings().map(|agents| hours_of(&self.scenario.calendar, |interval| all_of(agents, interval))).collect()
    }

    /// Agent-hours missing in all groups.
    pub(super) fn hours_missing(&self) -> f64 {
        hours_of(&self.scenario.calendar, |interval| self.missing_in(interval))
    }

    /// The last staffing.
    fn judged(&self) -> &Grid<u32> {
        self.staffings.last().map_or(self.needed, |(_, agents)| agents)
    }

    /// Those of a group who are missing in an interval.
    fn missing(&self, group: usize, interval: usize) -> u32 {
        self.needed[(group, interval)].saturating_sub(self.judged()[(group, interval)])
    }

    /// Those of all groups who are missing in an interval.
    pub(super) fn missing_in(&self, interval: usize) -> u32 {
        (0..self.needed.rows()).map(|group| self.missing(group, interval)).sum()
    }

    /// Those needed, on duty and on break: all columns of a group but the last.
    fn tables(&self) -> Vec<&Grid<u32>> {
        [self.needed].into_iter().chain(self.staffings()).chain(&self.resting).collect()
    }

    fn heads(&self) -> Vec<(String, f64)> {
        let mut what = vec![words::NEEDED];
        what.extend(self.staffings.iter().map(|&(name, _)| name));
        what.extend(self.resting.as_ref().map(|_| words::ON_BREAK));
        what.push(words::MISSING);
        let groups = self.scenario.groups.iter().take(self.rows.names);
        let mut names: Vec<String> = groups.map(|group| format::name(&group.name)).collect();
        names.extend((self.rows.of_names != 1).then(|| words::ALL_GROUPS.to_owned()));
        let heads = names.iter().flat_map(|name| what.iter().map(move |what| (format!("{name} {what}"), 13.0)));
        heads.collect()
    }

    /// The sheet: sums of agent-hours, and a row for each interval.
    pub(super) fn sheet(&self, workbook: &mut Workbook, looks: &Looks) -> Result<(), WorkbookError> {
        let mut sheet = Sheet::new(workbook, words::COVERAGE, looks)?;
        let calendar = &self.scenario.calendar;
        let has_all = self.rows.of_names != 1;
        let tables = self.tables();
        let mut sums = Vec::new();
        for group in 0..self.rows.names {
            let of_group = tables.iter().map(|of| hours_of(calendar, |at| of[(group, at)]));
            let missing = hours_of(calendar, |at| self.missing(group, at));
            let all = (self.block(Some(group))..).zip(of_group.chain([missing]));
            sums.extend(all.map(|(column, hours)| self.rows.agent_hours(column, SUMS, hours)));
        }
        if has_all {
            let of_all = tables.iter().map(|of| hours_of(calendar, |at| all_of(of, at)));
            let all = (self.block(None)..).zip(of_all.chain([self.hours_missing()]));
            sums.extend(all.map(|(column, hours)| self.rows.agent_hours(column, SUMS, hours)));
        }
        write(&mut sheet, calendar, &self.rows, &self.heads(), vec![(words::AGENT_HOURS, sums)], |interval, row| {
            let mut cells = Vec::new();
            for group in 0..self.rows.names {
                let first = self.block(Some(group));
                cells.extend(tables.iter().map(|of| Cell::Count(of[(group, interval)])));
                let on_duty = letters(first + self.staffings.len());
                let missing = format!("=MAX(0,{}{row}-{on_duty}{row})", letters(first));
                cells.push(Cell::Worked(missing, self.missing(group, interval).into(), Look::Whole));
            }
            if has_all {
                let counts = tables.iter().map(|of| all_of(of, interval)).chain([self.missing_in(interval)]);
                cells.extend(counts.enumerate().map(|(place, count)| self.over_groups(place, row, count)));
            }
            cells
        })?;
        let (first, last) = ((self.rows.first(SUMS) - 1) as u32, sheet.row.max(self.rows.first(SUMS) as u32) - 1);
        let red = Format::new().set_background_color(Color::RGB(LACK));
        let missing = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::GreaterThan(0)).set_format(red);
        let all = has_all.then_some(None);
        for group in (0..self.rows.names).map(Some).chain(all) {
            let column = (self.block(group) + self.each() - 1) as u16;
            sheet.inner.add_conditional_format(first, column, last, column, &missing)?;
        }
        Ok(())
    }

    /// The sum of a column of all groups in a row.
    fn over_groups(&self, place: usize, row: usize, value: u32) -> Cell<'static> {
        if self.rows.names < self.rows.of_names {
            return Cell::Count(value);
        }
        let parts: Vec<String> =
            (0..self.rows.names).map(|group| format!("{}{row}", letters(self.block(Some(group)) + place))).collect();
        Cell::Worked(format!("={}", parts.join("+")), value.into(), Look::Whole)
    }

    /// Charts of each group, from a row on: over the whole table and, where that is several days, on one of them, by its place and its
    /// name. Gives the row below.
    pub(super) fn charts(
        &self,
        sheet: &mut Sheet<'_>,
        mut row: u32,
        (peak, day): (usize, &str),
    ) -> Result<u32, WorkbookError> {
        let calendar = &self.scenario.calendar;
        let whole = self.span(|_| true);
        let on_peak = self.span(|interval| calendar.intervals[interval].day == peak);
        let groups = &self.scenario.groups[..self.rows.names.min(MOST_CHARTS)];
        for (group, of_group) in groups.iter().enumerate() {
            let lines = |rows: (u32, u32)| -> Vec<Line> {
                let mut looks = vec![(0, words::NEEDED, 0x00C0_504D, false)];
                let places = (1..).zip(&self.staffings);
                let last = self.staffings.len();
                looks.extend(places.map(|(place, &(name, _))| {
                    let colour = if place == last { 0x0036_6092 } else { [0x0088_8888, 0x00B0_8D57][place.min(2) - 1] };
                    (place, name, colour, place < last)
                }));
                looks.extend(self.resting.as_ref().map(|_| (last + 1, words::ON_BREAK, 0x009B_BB59, false)));
                let line = |(place, name, colour, dashed): (usize, &'static str, u32, bool)| Line {
                    name,
                    column: self.block(Some(group)) + place,
                    rows,
                    colour,
                    dashed,
                };
                looks.into_iter().map(line).collect()
            };
            if let Some(rows) = whole {
                let title = words::coverage_of(&of_group.name);
                let mut drawn = chart(Kind::Line, &title, words::AGENTS, words::COVERAGE, DAY, &lines(rows));
                let days = self.rows.days.clamp(1, 14) as u32;
                let each = ((rows.1 - rows.0) / days).clamp(1, u32::from(u16::MAX)) as u16;
                drawn.x_axis().set_label_interval(each).set_num_format(&sheet.looks.formats.short_day);
                sheet.inner.insert_chart(row, 0, &drawn)?;
            }
            if let (Some(rows), true) = (on_peak, self.rows.days > 1) {
                let title = words::coverage_on(&of_group.name, day);
                let mut drawn = chart(Kind::Line, &title, words::AGENTS, words::COVERAGE, TIME, &lines(rows));
                let hour = 60 / calendar.interval_minutes.max(1);
                drawn.x_axis().set_label_interval((2 * hour).max(1) as u16).set_num_format("hh:mm");
                drawn.set_width(560);
                sheet.inner.insert_chart(row, 12, &drawn)?;
            }
            row += super::charts::ROWS;
        }
        if groups.len() < self.scenario.groups.len() {
            sheet.inner.write_string(row, 0, words::more_groups(groups.len(), self.scenario.groups.len()))?;
            row += 2;
        }
        Ok(row)
    }

    /// The first and the last row, as a writer counts, of the intervals that are meant.
    fn span(&self, is_meant: impl Fn(usize) -> bool) -> Option<(u32, u32)> {
        let first = self.rows.first(SUMS) as u32 - 1;
        let mut places =
            (first..).zip(&self.rows.intervals).filter(|&(_, &interval)| is_meant(interval)).map(|(row, _)| row);
        let begin = places.next()?;
        Some((begin, places.last().unwrap_or(begin)))
    }
}
