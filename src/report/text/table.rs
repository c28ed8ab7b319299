//! Tables and paragraphs in the width of a terminal.

use super::format;
use comfy_table::presets;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width};

/// The least width that tables are made for; narrower terminals wrap.
const NARROWEST: u16 = 40;

/// Spaces beside the text of a column.
const PADDING: u16 = 2;

/// A table before it is laid out.
pub(in crate::report) struct Table {
    width: u16,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Of all columns but the first.
    pub(in crate::report) alignment: CellAlignment,
}

/// An empty table: names to the left, numbers to the right.
pub(in crate::report) fn table(width: u16, head: &[&str]) -> Table {
    let head = head.iter().map(|&name| name.to_owned()).collect();
    Table { width: width.max(NARROWEST), head, rows: Vec::new(), alignment: CellAlignment::Right }
}

impl Table {
    pub(in crate::report) fn add_row(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Laid out in its width. Names wrap before numbers do: these stay in one piece with their units and margins wherever the width allows
    /// it, and in two pieces, the number and its margin, where that helps.
    pub(in crate::report) fn text(&self) -> String {
        let in_two = |cell: &str| format::firm(cell).replace(&format!("{}±", format::FIRM), " ±");
        let fitting = self.fitting(&format::firm, false).or_else(|| self.fitting(&in_two, true));
        fitting.unwrap_or_else(|| self.laid_out(&self.head, &self.rows, &[]))
    }

    /// Laid out with cells that only wrap where `firm` leaves a blank; `None` where that is too wide. What is left over goes to all columns
    /// alike, or first to those that need the least of it to wrap no more.
    fn fitting(&self, firm: &dyn Fn(&str) -> String, least_first: bool) -> Option<String> {
        let firm = |cells: &[String]| cells.iter().map(|cell| firm(cell)).collect::<Vec<_>>();
        let (head, rows) = (firm(&self.head), self.rows.iter().map(|row| firm(row)).collect::<Vec<_>>());
        let width_of = |column: usize, breaks: &[char]| {
            let cells = rows.iter().chain([&head]).filter_map(|row| row.get(column));
            let parts = cells.flat_map(|cell| cell.split(breaks));
            parts.map(|part| part.chars().count()).max().unwrap_or(0) as u16 + PADDING
        };
        let mut widths: Vec<u16> = (0..head.len()).map(|column| width_of(column, &[' '])).collect();
        let wanted: Vec<u16> = (0..head.len()).map(|column| width_of(column, &[])).collect();
        let gaps = head.len().saturating_sub(1) as u16;
        let mut left = self.width.checked_sub(widths.iter().sum::<u16>() + gaps)?;
        if least_first {
            let mut order: Vec<usize> = (0..widths.len()).collect();
            order.sort_by_key(|&column| wanted[column] - widths[column]);
            for column in order {
                let more = left.min(wanted[column] - widths[column]);
                widths[column] += more;
                left -= more;
            }
        }
        // What is left goes to the columns that wrap, one letter after the other.
        while left > 0 && widths != wanted {
            for (width, wanted) in widths.iter_mut().zip(&wanted) {
                if left > 0 && *width < *wanted {
                    *width += 1;
                    left -= 1;
                }
            }
        }
        Some(self.laid_out(&head, &rows, &widths).replace(format::FIRM, " "))
    }

    fn laid_out(&self, head: &[String], rows: &[Vec<String>], widths: &[u16]) -> String {
        let mut table = comfy_table::Table::new();
        table
            .load_style(presets::NOTHING.header_separator(comfy_table::LineStyle::none().fill('─').junction('─')))
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(self.width)
            .force_no_tty()
            .set_header(head.to_vec());
        for row in rows {
            table.add_row(row.clone());
        }
        for (column, &width) in table.column_iter_mut().zip(widths) {
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(self.alignment);
        }
        table.trim_fmt()
    }
}

/// Words on lines of at most `width` letters.
pub(in crate::report) fn wrapped(text: &str, width: u16) -> String {
    let width = usize::from(width.max(NARROWEST));
    let mut lines: Vec<String> = Vec::new();
    let text = format::firm(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n").replace(format::FIRM, " ")
}
