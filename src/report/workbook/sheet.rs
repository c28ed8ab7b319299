//! A sheet with a head, written cell by cell.

use super::WorkbookError;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet};

/// How cells look.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) head: Format,
    pub(super) text: Format,
    pub(super) whole: Format,
    pub(super) number: Format,
    pub(super) share: Format,
    pub(super) total: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let number = |form: &str| Format::new().set_num_format(form);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0x00E3_EAF2))
                .set_border_bottom(FormatBorder::Thin)
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            text: Format::new(),
            whole: number("#,##0"),
            number: number("#,##0.00"),
            share: number("0.0%"),
            total: number("#,##0.00").set_bold().set_border_top(FormatBorder::Thin),
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
    Empty,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(workbook: &'a mut Workbook, name: &str, looks: &'a Looks) -> Result<Self, WorkbookError> {
        let inner = workbook.add_worksheet();
        inner.set_name(name)?.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(Self { inner, looks, row: 0 })
    }

    /// A line in large letters.
    pub(super) fn title(&mut self, text: &str) -> Result<(), WorkbookError> {
        self.inner.write_string_with_format(self.row, 0, text, &self.looks.title)?;
        self.row += 1;
        Ok(())
    }

    /// The head of a table that fills the rest of the sheet: it stays in sight, and is repeated on each page.
    pub(super) fn head_that_stays(&mut self, names: &[String], frozen_columns: u16) -> Result<(), WorkbookError> {
        self.inner.set_freeze_panes(self.row + 1, frozen_columns)?;
        self.inner.set_repeat_rows(self.row, self.row)?;
        self.head(names)
    }

    /// The head of a table.
    pub(super) fn head(&mut self, names: &[String]) -> Result<(), WorkbookError> {
        for (column, name) in (0..).zip(names) {
            self.inner.write_string_with_format(self.row, column, name, &self.looks.head)?;
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

    fn write(&mut self, column: u16, cell: &Cell<'_>) -> Result<(), WorkbookError> {
        let (sheet, looks, row) = (&mut *self.inner, self.looks, self.row);
        match cell {
            Cell::Text(text) => sheet.write_string_with_format(row, column, *text, &looks.text)?,
            Cell::Count(count) => sheet.write_number_with_format(row, column, *count, &looks.whole)?,
            Cell::Number(number) => sheet.write_number_with_format(row, column, *number, &looks.number)?,
            Cell::Share(share) => sheet.write_number_with_format(row, column, *share, &looks.share)?,
            Cell::Formula(formula, value) | Cell::Total(formula, value) => {
                let look = if matches!(cell, Cell::Total(..)) { &looks.total } else { &looks.number };
                let formula = Formula::new(formula).set_result(value.to_string());
                sheet.write_formula_with_format(row, column, formula, look)?
            }
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
    use super::letters;

    #[test]
    fn columns_are_counted_in_letters() {
        assert_eq!([0, 25, 26, 51, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }
}
