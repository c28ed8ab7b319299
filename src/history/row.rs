//! A row of a table, whatever file it comes from.

use std::borrow::Cow;

/// The cells of a row as bytes, one after the other in memory that is used again for the next row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Line of a text, or row of a sheet, from 1, where it begins.
    pub line: u64,
    data: Vec<u8>,
    cells: Vec<(u32, u32)>,
}

impl Row {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// A cell without the blanks around it; empty where there is none.
    pub fn cell(&self, at: usize) -> &[u8] {
        match self.cells.get(at) {
            Some(&(begin, end)) => trimmed(&self.data[begin as usize..end as usize]),
            None => &[],
        }
    }

    /// A cell as text for a message; what is not UTF-8 is replaced.
    pub fn text(&self, at: usize) -> Cow<'_, str> {
        String::from_utf8_lossy(self.cell(at))
    }

    /// All cells as text.
    pub fn texts(&self) -> Vec<String> {
        (0..self.len()).map(|at| self.text(at).into_owned()).collect()
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        (0..self.len()).all(|at| self.cell(at).is_empty())
    }

    /// All that stands in it, without what parts the cells.
    pub fn bytes(&self) -> &[u8] {
        &self.data
    }

    /// Empties it for the row that begins on a line.
    pub(super) fn begin(&mut self, line: u64) {
        self.line = line;
        self.data.clear();
        self.cells.clear();
    }

    /// Adds a cell.
    pub(super) fn push(&mut self, cell: &[u8]) {
        let begin = self.data.len() as u32;
        self.data.extend_from_slice(cell);
        self.cells.push((begin, self.data.len() as u32));
    }

    /// Takes a line in that has no quotation marks, cut at a delimiter.
    pub(super) fn split(&mut self, line: &[u8], delimiter: u8) {
        self.data.extend_from_slice(line);
        let mut begin = 0;
        for at in memchr::memchr_iter(delimiter, line) {
            self.cells.push((begin, at as u32));
            begin = at as u32 + 1;
        }
        self.cells.push((begin, line.len() as u32));
    }
}

/// Bytes without the blanks around them. The no-break space of two bytes is one of them: spreadsheets export it.
pub(super) fn trimmed(mut bytes: &[u8]) -> &[u8] {
    loop {
        bytes = match bytes {
            [b' ' | b'\t' | b'\r' | b'\n', rest @ ..]
            | [0xc2, 0xa0, rest @ ..]
            | [rest @ .., b' ' | b'\t' | b'\r' | b'\n']
            | [rest @ .., 0xc2, 0xa0] => rest,
            _ => return bytes,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_without_the_blanks_around_them() {
        let mut row = Row::default();
        row.begin(3);
        row.split("a; b\u{a0};;".as_bytes(), b';');
        assert_eq!(row.texts(), ["a", "b", "", ""]);
        assert_eq!((row.line, row.len(), row.cell(9)), (3, 4, &b""[..]));
        assert!(!row.is_blank());
    }
}
