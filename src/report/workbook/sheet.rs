//! A sheet with a head, written cell by cell.

use super::WorkbookError;
use super::formats::{Formats, serial};
use jiff::civil::Date;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline, Formula, Workbook, Worksheet};
use std::borrow::Cow;

/// How cells look.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) head: Format,
    pub(super) text: Format,
    pub(super) whole: Format,
    pub(super) number: Format,
    pub(super) share: Format,
    pub(super) total: Format,
    pub(super) people: Format,
    pub(super) factor: Format,
    pub(super) total_people: Format,
    pub(super) wrapped: Format,
    pub(super) words: Format,
    pub(super) head_of_numbers: Format,
    pub(super) place: Format,
    pub(super) heading: Format,
    pub(super) label: Format,
    pub(super) day: Format,
    pub(super) head_of_day: Format,
    pub(super) month: Format,
    pub(super) time: Format,
    pub(super) clock: Format,
    pub(super) duration: Format,
    pub(super) amount: Format,
    pub(super) total_whole: Format,
    pub(super) link: Format,
    pub(super) first: Format,
    pub(super) first_share: Format,
    pub(super) sum: Format,
    pub(super) sum_amount: Format,
    pub(super) round_amount: Format,
    pub(super) told: Format,
    pub(super) head_of_told: Format,
    /// Forms of dates, for the axes of charts.
    pub(super) formats: Formats,
}

impl Looks {
    /// As of a program that writes English, and no currency with amounts.
    pub(super) fn new() -> Self {
        Self::of(&Formats::plain())
    }

    /// With dates and amounts of money in the forms given.
    pub(super) fn of(formats: &Formats) -> Self {
        // All cells of a row begin at the same height, whatever lines their texts take.
        let number = |form: &str| Format::new().set_num_format(form).set_align(FormatAlign::Top);
        let sum = |form: &str| number(form).set_bold().set_font_color(Color::RGB(BLUE));
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E3_EAF2))
            .set_border_bottom(FormatBorder::Thin)
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        let head_of_day = head.clone().set_num_format(&formats.short_day).set_align(FormatAlign::Left);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head_of_numbers: head.clone().set_align(FormatAlign::Right),
            head_of_told: head.clone().set_align(FormatAlign::Left).set_indent(1),
            head,
            place: number("0").set_align(FormatAlign::Center),
            text: Format::new().set_align(FormatAlign::Top),
            whole: number("#,##0"),
            number: number("#,##0.00"),
            share: number("0.0%"),
            total: number("#,##0.00").set_bold().set_border_top(FormatBorder::Thin),
            people: number("#,##0.0"),
            factor: number("0.000000"),
            total_people: number("#,##0.0").set_bold().set_border_top(FormatBorder::Thin),
            words: Format::new().set_text_wrap().set_align(FormatAlign::Right).set_align(FormatAlign::Top),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            heading: Format::new().set_bold().set_font_size(12).set_font_color(Color::RGB(BLUE)),
            label: Format::new().set_bold().set_align(FormatAlign::Top),
            day: number(&formats.day).set_align(FormatAlign::Left),
            head_of_day,
            month: number(&formats.month).set_align(FormatAlign::Left),
            time: number("hh:mm").set_align(FormatAlign::Left),
            clock: number("hh:mm"),
            duration: number("[h]:mm:ss"),
            amount: number(&formats.money),
            total_whole: number("#,##0").set_bold().set_border_top(FormatBorder::Thin),
            sum: sum("#,##0.0"),
            sum_amount: sum(&formats.round_money),
            round_amount: number(&formats.round_money),
            told: Format::new().set_text_wrap().set_align(FormatAlign::Top).set_align(FormatAlign::Left).set_indent(1),
            formats: formats.clone(),
            first: number("#,##0").set_align(FormatAlign::Left),
            first_share: number("0.00%").set_align(FormatAlign::Left),
            link: Format::new().set_font_color(Color::RGB(0x001F_5FA8)).set_underline(FormatUnderline::Single),
        }
    }
}

/// A sheet that is filled from top to bottom.
pub(super) struct Sheet<'a> {
    pub(super) inner: &'a mut Worksheet,
    pub(super) looks: &'a Looks,
    pub(super) row: u32,
}

/// A cell to be written.
pub(super) enum Cell<'a> {
    Text(&'a str),
    /// A whole number.
    Count(u32),
    /// Hours or money.
    Number(f64),
    Share(f64),
    /// A formula, and its value now.
    Formula(String, f64),
    /// The same, under a column or for the whole.
    Total(String, f64),
    /// A number in a look of its own.
    Given(f64, Look),
    /// A formula and its value now, in a look of its own.
    Worked(String, f64, Look),
    /// A formula whose value is a text, and that text.
    Words(String, String),
    /// A text that may take several lines.
    Wrapped(&'a str),
    /// The same beside numbers, clear of them.
    Told(&'a str),
    /// A text in bold.
    Label(&'a str),
    /// A text under a head of numbers.
    Right(&'a str),
    Empty,
}

/// What a number is, and so how it looks.
#[derive(Clone, Copy)]
pub(super) enum Look {
    Whole,
    Money,
    Share,
    People,
    Factor,
    TotalPeople,
    /// The number of a row, clear of the name beside it.
    Place,
    /// A [date](super::formats::serial) with its weekday.
    Day,
    /// The month of a date.
    Month,
    /// A clock time, as a part of a day, at the begin of a row.
    Time,
    /// A clock time among numbers.
    Clock,
    /// A duration, in days.
    Duration,
    /// Money with its currency.
    Amount,
    TotalWhole,
    /// A sum above a table.
    Sum,
    SumAmount,
    /// Money with its currency, without cents.
    RoundAmount,
    /// A whole number at the begin of its cell, as texts are.
    First,
    /// A share likewise.
    FirstShare,
}

impl Look {
    fn of(self, looks: &Looks) -> &Format {
        match self {
            Self::Whole => &looks.whole,
            Self::Money => &looks.number,
            Self::Share => &looks.share,
            Self::People => &looks.people,
            Self::Factor => &looks.factor,
            Self::TotalPeople => &looks.total_people,
            Self::Place => &looks.place,
            Self::Day => &looks.day,
            Self::Month => &looks.month,
            Self::Time => &looks.time,
            Self::Clock => &looks.clock,
            Self::Duration => &looks.duration,
            Self::Amount => &looks.amount,
            Self::TotalWhole => &looks.total_whole,
            Self::Sum => &looks.sum,
            Self::SumAmount => &looks.sum_amount,
            Self::RoundAmount => &looks.round_amount,
            Self::First => &looks.first,
            Self::FirstShare => &looks.first_share,
        }
    }
}

impl<'a> Sheet<'a> {
    pub(super) fn new(workbook: &'a mut Workbook, name: &str, looks: &'a Looks) -> Result<Self, WorkbookError> {
        let inner = workbook.add_worksheet();
        inner.set_name(name)?.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(Self { inner, looks, row: 0 })
    }

    /// One that was begun before.
    pub(super) fn again(workbook: &'a mut Workbook, name: &str, looks: &'a Looks) -> Result<Self, WorkbookError> {
        Ok(Self { inner: workbook.worksheet_from_name(name)?, looks, row: 0 })
    }

    /// A line in large letters.
    pub(super) fn title(&mut self, text: &str) -> Result<(), WorkbookError> {
        self.write_text(self.row, 0, text, &self.looks.title)?;
        self.row += 1;
        Ok(())
    }

    /// A line above a table of several on a sheet, clear of the table before.
    pub(super) fn heading(&mut self, text: &str) -> Result<(), WorkbookError> {
        self.row += u32::from(self.row > 0);
        self.write_text(self.row, 0, text, &self.looks.heading)?;
        self.row += 1;
        Ok(())
    }

    /// The head of a table that fills the rest of the sheet: it stays in sight, and is repeated on each page.
    pub(super) fn head_that_stays(&mut self, names: &[String], frozen_columns: u16) -> Result<(), WorkbookError> {
        self.inner.set_freeze_panes(self.row + 1, frozen_columns)?;
        self.inner.set_repeat_rows(self.row, self.row)?;
        self.head(names)
    }

    /// The same below columns of these widths, in characters: high enough for names that take several lines, and on paper of A4.
    pub(super) fn head_over(&mut self, widths: &[f64], names: &[String], frozen: u16) -> Result<(), WorkbookError> {
        self.inner.set_paper_size(A4);
        self.widths(widths)?;
        self.make_room(names, widths)?;
        self.head_that_stays(names, frozen)?;
        let words = if frozen > 0 { frozen.into() } else { names.len() };
        self.over_numbers(names, words)
    }

    /// Makes the row high enough for texts in columns of these widths.
    pub(super) fn make_room(&mut self, texts: &[String], widths: &[f64]) -> Result<(), WorkbookError> {
        let lines = texts.iter().zip(widths).map(|(name, &width)| lines(name, width)).max().unwrap_or(1);
        self.inner.set_row_height(self.row, (LINE * f64::from(lines)).min(HIGHEST))?;
        Ok(())
    }

    /// Moves the names of a head that was just written to the right, over their numbers, from a column on.
    pub(super) fn over_numbers(&mut self, names: &[String], from: usize) -> Result<(), WorkbookError> {
        for (column, name) in (0..).zip(names).skip(from) {
            self.write_text(self.row - 1, column, name, &self.looks.head_of_numbers)?;
        }
        Ok(())
    }

    /// Moves names of a head that was just written over texts beside numbers, from a column on.
    pub(super) fn over_texts(&mut self, names: &[String], from: usize) -> Result<(), WorkbookError> {
        for (column, name) in (0..).zip(names).skip(from) {
            self.write_text(self.row - 1, column, name, &self.looks.head_of_told)?;
        }
        Ok(())
    }

    /// Days in the head that was just written, from a column on.
    pub(super) fn days_at_head(&mut self, from: u16, days: impl Iterator<Item = Date>) -> Result<(), WorkbookError> {
        for (column, day) in (from..).zip(days) {
            self.inner.write_number_with_format(self.row - 1, column, serial(day), &self.looks.head_of_day)?;
        }
        Ok(())
    }

    /// A text over several columns, which are so many characters wide, on as many lines as it takes.
    pub(super) fn paragraph(&mut self, text: &str, columns: u16, width: f64) -> Result<(), WorkbookError> {
        let text = &fitting(text);
        let look = as_text(&self.looks.wrapped, text);
        self.inner.merge_range(self.row, 0, self.row, columns - 1, text, &look)?;
        self.inner.set_row_height(self.row, (LINE * f64::from(lines(text, width)) + 3.0).min(HIGHEST))?;
        self.row += 1;
        Ok(())
    }

    /// A row of texts under columns of these widths, each on as many lines as it takes.
    pub(super) fn texts(&mut self, texts: &[&str], widths: &[f64]) -> Result<(), WorkbookError> {
        let high = texts.iter().zip(widths).map(|(text, &width)| lines(text, width)).max().unwrap_or(1);
        if high > 1 {
            self.inner.set_row_height(self.row, (LINE * f64::from(high)).min(HIGHEST))?;
        }
        let cells: Vec<Cell> = texts.iter().map(|text| Cell::Wrapped(text)).collect();
        self.line(&cells)
    }

    /// The head of a table.
    pub(super) fn head(&mut self, names: &[String]) -> Result<(), WorkbookError> {
        for (column, name) in (0..).zip(names) {
            self.write_text(self.row, column, name, &self.looks.head)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A row from the first column on.
    pub(super) fn line(&mut self, cells: &[Cell<'_>]) -> Result<(), WorkbookError> {
        for (column, cell) in (0..).zip(cells) {
            self.write(column, cell)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A text, never a formula.
    fn write_text(&mut self, row: u32, column: u16, text: &str, look: &Format) -> Result<(), WorkbookError> {
        self.inner.write_string_with_format(row, column, fitting(text), &as_text(look, text))?;
        Ok(())
    }

    fn write(&mut self, column: u16, cell: &Cell<'_>) -> Result<(), WorkbookError> {
        let (sheet, looks, row) = (&mut *self.inner, self.looks, self.row);
        match cell {
            Cell::Text(text) => return self.write_text(row, column, text, &looks.text),
            Cell::Told(text) => return self.write_text(row, column, text, &looks.told),
            Cell::Right(text) => return self.write_text(row, column, text, &looks.words),
            Cell::Label(text) => return self.write_text(row, column, text, &looks.label),
            Cell::Count(count) => sheet.write_number_with_format(row, column, *count, &looks.whole)?,
            Cell::Number(number) => sheet.write_number_with_format(row, column, *number, &looks.number)?,
            Cell::Share(share) => sheet.write_number_with_format(row, column, *share, &looks.share)?,
            Cell::Formula(formula, value) | Cell::Total(formula, value) => {
                let look = if matches!(cell, Cell::Total(..)) { &looks.total } else { &looks.number };
                let formula = Formula::new(formula).set_result(value.to_string());
                sheet.write_formula_with_format(row, column, formula, look)?
            }
            Cell::Given(number, look) => sheet.write_number_with_format(row, column, *number, look.of(looks))?,
            Cell::Worked(formula, value, look) => {
                let formula = Formula::new(formula).set_result(value.to_string());
                sheet.write_formula_with_format(row, column, formula, look.of(looks))?
            }
            Cell::Words(formula, value) => {
                sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(value), &looks.words)?
            }
            Cell::Wrapped(text) => return self.write_text(row, column, text, &looks.wrapped),
            Cell::Empty => return Ok(()),
        };
        Ok(())
    }

    /// Widths of the first columns, in characters.
    pub(super) fn widths(&mut self, widths: &[f64]) -> Result<(), WorkbookError> {
        for (column, width) in (0..).zip(widths) {
            self.inner.set_column_width(column, *width)?;
        }
        Ok(())
    }
}

/// The colour of headings and of sums above a table.
const BLUE: u32 = 0x001F_3F66;

/// The number of A4 among the sizes of paper.
const A4: u8 = 9;

/// Height of a line of text, in points.
const LINE: f64 = 15.0;

/// The greatest height of a row, in points.
const HIGHEST: f64 = 409.0;

/// The most characters of a cell.
const LONGEST: usize = 32_767;

/// The look of a text. One that begins as formulas do is marked as a text, so that it stays one when somebody goes over its cell again.
fn as_text<'a>(look: &'a Format, text: &str) -> Cow<'a, Format> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(look.clone().set_quote_prefix())
    } else {
        Cow::Borrowed(look)
    }
}

/// A text as far as a cell can hold it.
fn fitting(text: &str) -> Cow<'_, str> {
    // A character takes one or two of those that are counted.
    if text.encode_utf16().count() <= LONGEST {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().take(LONGEST / 2 - 1).chain(['…']).collect())
}

/// How many lines a text takes in a column of this width, in characters: words are broken as they come, which takes some more.
fn lines(text: &str, width: f64) -> u32 {
    let mut lines = 1;
    let mut used = 0.0;
    for word in text.split_whitespace() {
        // Bold letters are wider than the figures that widths are counted in.
        let length = 1.1 * word.chars().count() as f64;
        if used > 0.0 && used + 1.0 + length > width {
            lines += 1;
            used = 0.0;
        }
        used += length + if used > 0.0 { 1.0 } else { 0.0 };
    }
    lines
}

/// A name of a sheet before a cell of a formula: `'Cash flow'!`.
pub(super) fn on(sheet: &str) -> String {
    format!("'{}'!", sheet.replace('\'', "''"))
}

/// The letters of a column: A, B … Z, AA …
pub(super) fn letters(mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            return letters;
        }
        column = column / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, fitting, letters};

    #[test]
    fn a_text_that_no_cell_can_hold_is_cut_short() {
        assert_eq!(fitting("short"), "short");
        let long = "😀".repeat(LONGEST);
        let cut = fitting(&long);
        assert!(cut.ends_with('…') && cut.encode_utf16().count() <= LONGEST);
    }

    #[test]
    fn columns_are_counted_in_letters() {
        assert_eq!([0, 25, 26, 51, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }
}
