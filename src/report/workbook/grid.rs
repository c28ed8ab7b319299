//! A grid of people and days on a sheet: hours in coloured cells, numbers at the end of each line, sums below.

use super::formats::serial;
use super::sheet::{Cell, Look as SheetLook, Looks, Sheet, letters};
use super::{WorkbookError, words};
use crate::report::format;
use crate::report::grid::{Grid, Look, Number};
use rust_xlsxwriter::{Color, Format, FormatBorder, FormatPattern, Workbook};

/// Columns before the days: who, and under which contract.
const BEFORE: usize = 3;
/// Weekends, at the head and where nobody works.
const WEEKEND: u32 = 0x00DD_E3E9;
const LACK: u32 = 0x00F4_B6B0;

/// The sheet, with that name.
pub(super) fn sheet(workbook: &mut Workbook, looks: &Looks, name: &str, grid: &Grid) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, name, looks)?;
    let mut widths = vec![24.0, 16.0, 14.0];
    widths.extend(grid.days.iter().map(|_| 12.0));
    widths.extend(grid.columns.iter().map(|name| name.len() as f64 + 3.0));
    sheet.widths(&widths)?;
    let mut head = words::GRID_HEADS.map(str::to_owned).to_vec();
    head.extend(grid.days.iter().map(|_| String::new()));
    head.extend(grid.columns.iter().map(|name| name.to_lowercase()));
    sheet.head_that_stays(&head, BEFORE as u16)?;
    sheet.over_numbers(&head, BEFORE + grid.days.len())?;
    sheet.days_at_head(BEFORE as u16, grid.days.iter().map(|day| day.at))?;
    let weekend_head = looks.head_of_day.clone().set_background_color(Color::RGB(0x00BF_C9D3));
    for (column, day) in (BEFORE as u16..).zip(&grid.days).filter(|(_, day)| day.is_weekend) {
        sheet.inner.write_number_with_format(0, column, serial(day.at), &weekend_head)?;
    }
    for block in &grid.blocks {
        let (group, contract) = (format::name(&block.group), format::name(&block.contract));
        for line in &block.lines {
            let row = sheet.row;
            let numbers = line.numbers.iter().map(|number| match number {
                Number::Hours(hours) => Cell::Number(*hours),
                Number::Count(count) | Number::Of(count, _) => Cell::Count(*count),
            });
            let mut cells = vec![Cell::Text(&line.name), Cell::Text(&group), Cell::Text(&contract)];
            cells.extend(grid.days.iter().map(|_| Cell::Empty));
            cells.extend(numbers);
            for (column, (cell, day)) in (BEFORE as u16..).zip(line.cells.iter().zip(&grid.days)) {
                let (text, colour) = match cell.look {
                    Look::Away => (words::AWAY, None),
                    _ => (cell.hours.as_str(), cell.look.colour()),
                };
                let colour = colour.or(day.is_weekend.then_some(WEEKEND));
                let look = look(cell.look, colour, cell.locked, cell.refused);
                if text.is_empty() {
                    sheet.inner.write_blank(row, column, &look)?;
                } else {
                    sheet.inner.write_string_with_format(row, column, text, &look)?;
                }
            }
            sheet.line(&cells)?;
        }
    }
    together(&mut sheet, grid)?;
    sums(&mut sheet, grid)?;
    legend(&mut sheet, grid)
}

fn look(of: Look, colour: Option<u32>, locked: bool, refused: bool) -> Format {
    let mut look = Format::new().set_border(FormatBorder::Thin).set_border_color(Color::White);
    if let Some(colour) = colour {
        look = look.set_background_color(Color::RGB(colour));
    }
    look = match of {
        Look::Night => look.set_font_color(Color::White),
        Look::Away => look
            .set_font_color(Color::RGB(0x0066_6E76))
            .set_pattern(FormatPattern::LightUp)
            .set_foreground_color(Color::RGB(0x00C9_CFD6)),
        _ => look,
    };
    if locked {
        look = look.set_border(FormatBorder::Medium).set_border_color(Color::RGB(0x0026_2C33));
    }
    if refused {
        look = look.set_bold().set_italic().set_font_color(Color::RGB(0x00A3_0F1A));
    }
    look
}

/// Hours and counts of all people, below their lines.
fn together(sheet: &mut Sheet<'_>, grid: &Grid) -> Result<(), WorkbookError> {
    let lines = || grid.blocks.iter().flat_map(|block| &block.lines);
    let last = sheet.row.max(2);
    let mut cells = vec![Cell::Label(words::TOGETHER)];
    cells.resize_with(BEFORE + grid.days.len(), || Cell::Empty);
    for place in 0..grid.columns.len() {
        let numbers = || lines().filter_map(|line| line.numbers.get(place));
        let hours = numbers().any(|number| matches!(number, Number::Hours(_)));
        let value = |number: &Number| match number {
            Number::Hours(hours) => *hours,
            Number::Count(count) | Number::Of(count, _) => f64::from(*count),
        };
        let column = letters(BEFORE + grid.days.len() + place);
        let look = if hours { SheetLook::TotalPeople } else { SheetLook::TotalWhole };
        cells.push(Cell::Worked(format!("=SUM({column}2:{column}{last})"), numbers().map(value).sum(), look));
    }
    sheet.line(&cells)
}

/// Sums by day, below an empty line so that the table above can be filtered and sorted by itself.
fn sums(sheet: &mut Sheet<'_>, grid: &Grid) -> Result<(), WorkbookError> {
    sheet.row += 1;
    let red = Format::new().set_num_format("#,##0").set_background_color(Color::RGB(LACK)).set_bold();
    for sums in &grid.sums {
        let row = sheet.row;
        let mut cells = vec![Cell::Text(&sums.name), Cell::Empty, Cell::Empty];
        cells.extend(sums.by_day.iter().map(|&people| Cell::Count(people)));
        sheet.line(&cells)?;
        if sums.is_lack {
            for (column, &people) in (BEFORE as u16..).zip(&sums.by_day).filter(|&(_, &people)| people > 0) {
                sheet.inner.write_number_with_format(row, column, people, &red)?;
            }
        }
    }
    Ok(())
}

fn legend(sheet: &mut Sheet<'_>, grid: &Grid) -> Result<(), WorkbookError> {
    sheet.row += 1;
    let mut entries: Vec<(Format, String)> = grid
        .looks()
        .into_iter()
        .filter(|(of, _)| *of != Look::Off)
        .map(|(of, meaning)| (look(of, of.colour().filter(|_| of != Look::Away), false, false), meaning))
        .collect();
    if grid.has_locked() {
        entries.push((look(Look::Off, None, true, false), words::FIXED_BEFOREHAND.to_owned()));
    }
    if grid.has_refused() {
        entries.push((look(Look::Off, None, false, true), words::WISH_REFUSED.to_owned()));
    }
    for (format, meaning) in entries {
        sheet.inner.write_string_with_format(sheet.row, 0, &meaning, &format)?;
        sheet.row += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::report::example;
    use crate::report::workbook::{roster_workbook, schedule_workbook};
    use calamine::{Reader, Xlsx, open_workbook_from_rs};
    use std::io::Cursor;

    fn rows(bytes: Vec<u8>, sheet: &str) -> Vec<Vec<String>> {
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let range = workbook.worksheet_range(sheet).unwrap();
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }

    #[test]
    fn a_roster_is_read_back_from_its_workbook_with_its_sums() {
        let study = example::roster::with_a_roster();
        let (settings, rostered) = (study.scenario.roster.as_ref().unwrap(), study.rostered.as_ref().unwrap());
        let bytes = roster_workbook(&study.scenario, settings, rostered).unwrap();
        assert_eq!(bytes, roster_workbook(&study.scenario, settings, rostered).unwrap());
        let grid = rows(bytes.clone(), "Roster");
        assert_eq!(grid[1][..4], ["Ada <b>", "Generalists", "full time", "08:00–16:30"]);
        assert_eq!(grid[1][10..], ["40", "0", "1"]);
        assert_eq!(grid[2][4], "away");
        let taken = grid.iter().find(|row| row[0] == "… taken by somebody").unwrap();
        assert_eq!(taken[3..10], ["2", "1", "1", "3", "2", "1", "0"]);
        let not_met = rows(bytes.clone(), "Not met");
        assert_eq!(not_met.len(), rostered.not_met.len() + 1);
        let cost = rows(bytes, "Cost");
        assert_eq!(cost[2], ["wages, EUR", &rostered.cost.wages.0.to_string()]);
    }

    #[test]
    fn people_of_contracts_have_a_sheet_where_there_are_any() {
        let study = example::with_contracts();
        let bytes = schedule_workbook(&study.scenario, study.scheduled.as_ref().unwrap()).unwrap();
        let grid = rows(bytes, "People");
        assert_eq!(grid[1][..4], ["person 1", "Generalists", "full-time", "08:00–16:30"]);
        assert_eq!(grid[1][10..], ["8", "1", "0"]);
        assert!(grid.len() > 60);
    }
}
