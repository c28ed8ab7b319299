//! Rows of a delimited text, one at a time in bounded memory.
//!
//! A quotation mark that is never closed would swallow the rest of the file. Here it costs its own line: a row that runs over
//! several lines is believed if it is closed soon and as wide as the others; otherwise its first line is refused and reading goes
//! on with the second.

use super::row::Row;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// Longest line, in bytes.
const MOST_BYTES_OF_A_LINE: u64 = 1 << 20;
/// Most lines of a row: notes of an agent have a few.
const MOST_LINES_OF_A_ROW: usize = 50;

/// Why a row cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A quotation mark is opened and not closed.
    OpenQuote,
    /// The line is longer than a row may be.
    TooLong,
}

/// A text that is being read.
pub struct Lines {
    source: Box<dyn BufRead>,
    delimiter: u8,
    /// Byte that ends a line.
    line_end: u8,
    /// Cells of a row, once they are known.
    pub width: Option<usize>,
    /// Lines read so far.
    line: u64,
    /// Lines that were read ahead.
    ahead: VecDeque<Vec<u8>>,
    buffer: Vec<u8>,
    unquoted: Vec<u8>,
}

impl Lines {
    /// Reads from a source in UTF-8.
    pub fn new(source: Box<dyn BufRead>, delimiter: u8, line_end: u8) -> Self {
        let (ahead, buffer, unquoted) = (VecDeque::new(), Vec::new(), Vec::new());
        Self { source, delimiter, line_end, width: None, line: 0, ahead, buffer, unquoted }
    }

    /// Reads the next row that is not blank; `None` at the end.
    pub fn next(&mut self, row: &mut Row) -> io::Result<Option<Result<(), Fault>>> {
        loop {
            let Some(is_whole) = self.next_line()? else { return Ok(None) };
            row.begin(self.line);
            if !is_whole {
                row.push(&self.buffer[..200]);
                return Ok(Some(Err(Fault::TooLong)));
            }
            if memchr::memchr(b'"', &self.buffer).is_none() {
                row.split(&self.buffer, self.delimiter);
            } else if !self.quoted(row)? {
                return Ok(Some(Err(Fault::OpenQuote)));
            }
            if !row.is_blank() {
                return Ok(Some(Ok(())));
            }
        }
    }

    /// Reads a row with quotation marks that begins in the buffer; `false` if they are not closed.
    fn quoted(&mut self, row: &mut Row) -> io::Result<bool> {
        let first = self.line;
        let mut parts: Vec<Vec<u8>> = Vec::new();
        let mut whole = std::mem::take(&mut self.buffer);
        let mut marks_of_row = marks(&whole, self.delimiter);
        let length = whole.len();
        while marks_of_row == Marks::Open && parts.len() < MOST_LINES_OF_A_ROW {
            if self.next_line()? != Some(true) {
                break;
            }
            whole.push(b'\n');
            whole.extend_from_slice(&self.buffer);
            parts.push(std::mem::take(&mut self.buffer));
            marks_of_row = marks(&whole, self.delimiter);
        }
        if marks_of_row != Marks::Open {
            self.unquote(&whole, row);
        }
        let is_as_wide = self.width.is_none_or(|width| width == row.len());
        let is_believed = match marks_of_row {
            Marks::Open => false,
            Marks::Closed => parts.is_empty() || is_as_wide,
            Marks::ClosedWithin => parts.is_empty(),
        };
        if is_believed {
            self.buffer = whole;
            return Ok(true);
        }
        row.begin(first);
        row.split(&whole[..length], self.delimiter);
        self.line = first;
        for part in parts.into_iter().rev() {
            self.ahead.push_front(part);
        }
        self.buffer = whole;
        Ok(false)
    }

    fn unquote(&mut self, whole: &[u8], row: &mut Row) {
        let mut reader = csv_core::ReaderBuilder::new().delimiter(self.delimiter).build();
        self.unquoted.resize(whole.len() + 1, 0);
        let mut rest = whole;
        loop {
            let (result, read, written) = reader.read_field(rest, &mut self.unquoted);
            rest = &rest[read..];
            match result {
                csv_core::ReadFieldResult::Field { record_end } => {
                    row.push(&self.unquoted[..written]);
                    if record_end {
                        return;
                    }
                }
                // The row is whole: at its end an empty input says so, and the field that was begun comes out.
                csv_core::ReadFieldResult::InputEmpty => {
                    let kept = written;
                    let (result, _, written) = reader.read_field(&[], &mut self.unquoted[kept..]);
                    if matches!(result, csv_core::ReadFieldResult::Field { .. }) {
                        row.push(&self.unquoted[..kept + written]);
                    }
                    return;
                }
                csv_core::ReadFieldResult::OutputFull | csv_core::ReadFieldResult::End => return,
            }
        }
    }

    /// Reads a line into the buffer, without its end; `Some(false)` where it is too long and was cut, `None` at the end.
    fn next_line(&mut self) -> io::Result<Option<bool>> {
        if let Some(line) = self.ahead.pop_front() {
            self.buffer = line;
            self.line += 1;
            return Ok(Some(true));
        }
        self.buffer.clear();
        let mut limited = self.source.by_ref().take(MOST_BYTES_OF_A_LINE);
        if limited.read_until(self.line_end, &mut self.buffer)? == 0 {
            return Ok(None);
        }
        self.line += 1;
        if self.buffer.last() == Some(&self.line_end) {
            self.buffer.pop();
        } else if self.buffer.len() as u64 == MOST_BYTES_OF_A_LINE {
            return self.skip_line().map(|()| Some(false));
        }
        if self.buffer.last() == Some(&b'\r') {
            self.buffer.pop();
        }
        Ok(Some(true))
    }

    /// Passes over what is left of a line.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.source.fill_buf()?;
            let end = bytes.iter().position(|&byte| byte == self.line_end);
            let length = end.map_or(bytes.len(), |end| end + 1);
            let is_last = bytes.is_empty();
            self.source.consume(length);
            if end.is_some() || is_last {
                return Ok(());
            }
        }
    }
}

/// How the quotation marks of a row stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// One that opens a cell is not closed.
    Open,
    /// Each is closed, at the end of its cell.
    Closed,
    /// Each is closed, but one in the middle of a cell.
    ClosedWithin,
}

fn marks(line: &[u8], delimiter: u8) -> Marks {
    let (mut is_open, mut is_begin, mut was_closed, mut is_within) = (false, true, false, false);
    for &byte in line {
        if is_open {
            is_open = byte != b'"';
            was_closed = !is_open;
        } else if byte == b'"' && (is_begin || was_closed) {
            // A doubled mark closes and opens again.
            is_open = true;
        } else {
            is_begin = byte == delimiter || byte == b'\n';
            is_within |= was_closed && !is_begin && byte != b'\r';
            was_closed = false;
            continue;
        }
        is_begin = false;
    }
    match (is_open, is_within) {
        (true, _) => Marks::Open,
        (false, false) => Marks::Closed,
        (false, true) => Marks::ClosedWithin,
    }
}

/// What parts the cells, told by the first lines: the sign at which most of them are cut into equally many cells, at least two.
/// A line `sep=;`, which spreadsheets write, decides.
pub fn delimiter_of(head: &[u8], line_end: u8) -> u8 {
    let lines: Vec<&[u8]> = head.split(|&byte| byte == line_end).filter(|line| !line.is_empty()).take(60).collect();
    if let Some([b's', b'e', b'p', b'=', delimiter, ..]) = lines.first().map(|line| &line[..]) {
        return *delimiter;
    }
    let score = |delimiter: u8| {
        let mut widths: Vec<usize> =
            lines.iter().map(|line| width(line, delimiter)).filter(|&width| width > 1).collect();
        widths.sort_unstable();
        widths.chunk_by(|a, b| a == b).map(|equal| (equal.len(), equal[0])).max().unwrap_or((0, 0))
    };
    // Of equally good ones the comma, which stands last, is taken.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|&delimiter| score(delimiter)).unwrap_or(b',')
}

/// Cells of a line, quoted ones being one.
fn width(line: &[u8], delimiter: u8) -> usize {
    let mut is_open = false;
    let mut width = 1;
    for &byte in line {
        is_open ^= byte == b'"';
        width += usize::from(byte == delimiter && !is_open);
    }
    width
}

/// What ends a line: a line feed, or, in files of old machines, a carriage return alone.
pub fn line_end_of(head: &[u8]) -> u8 {
    if head.contains(&b'\n') || !head.contains(&b'\r') { b'\n' } else { b'\r' }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows with their lines; a fault as `!`.
    fn rows(text: &'static str, width: Option<usize>) -> Vec<(u64, String)> {
        let mut lines = Lines::new(Box::new(text.as_bytes()), b',', line_end_of(text.as_bytes()));
        lines.width = width;
        let mut row = Row::default();
        let mut rows = Vec::new();
        while let Some(result) = lines.next(&mut row).unwrap() {
            let mark = if result.is_err() { "!" } else { "" };
            rows.push((row.line, format!("{mark}{}", row.texts().join("|"))));
        }
        rows
    }

    fn expect(found: &[(u64, String)], expected: &[(u64, &str)]) {
        let found: Vec<(u64, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn quoted_cells_may_hold_delimiters_marks_and_line_ends() {
        let text = "a,\"b,c\",d\r\n\"say \"\"hi\"\"\",\"two\nlines\",\"\"\n\nlast,,\"x\"";
        expect(&rows(text, Some(3)), &[(1, "a|b,c|d"), (2, "say \"hi\"|two\nlines|"), (5, "last||x")]);
    }

    #[test]
    fn a_mark_that_is_never_closed_costs_its_own_line_only() {
        let text = "a,b\n1,\"2\n3,4\n5,6\n";
        expect(&rows(text, Some(2)), &[(1, "a|b"), (2, "!1|\"2"), (3, "3|4"), (4, "5|6")]);
    }

    #[test]
    fn two_stray_marks_do_not_swallow_what_is_between_them() {
        let text = "1,\"2\n3,4\n5,\"6\n7,8\n";
        expect(&rows(text, Some(2)), &[(1, "!1|\"2"), (2, "3|4"), (3, "!5|\"6"), (4, "7|8")]);
    }

    #[test]
    fn a_mark_within_a_cell_is_a_letter() {
        expect(&rows("5\" pipe,3\n6,4\n", Some(2)), &[(1, "5\" pipe|3"), (2, "6|4")]);
    }

    #[test]
    fn carriage_returns_alone_end_lines_too() {
        expect(&rows("a,b\r1,2\r", None), &[(1, "a|b"), (2, "1|2")]);
    }

    #[test]
    fn a_line_without_end_is_refused_and_passed_over() {
        let long = "x".repeat(MOST_BYTES_OF_A_LINE as usize + 5);
        let text: &'static str = Box::leak(format!("a,b\n{long}\n1,2\n").into_boxed_str());
        let rows = rows(text, None);
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(rows[1].1.starts_with('!') && rows[1].1.len() < 300);
    }

    #[test]
    fn delimiters_are_told_by_equal_widths() {
        for (text, expected) in [
            ("a;b,c;d\n1;2,5;3\n2;3,5;4\n", b';'),
            ("a,b\n1,2\n", b','),
            ("a\tb\n1\t2\n", b'\t'),
            ("a|b|c\n1|2|3\n", b'|'),
            ("sep=;\na,b;c\n", b';'),
            ("\"x;y;z\",b\n\"x;y\",2\n", b','),
            ("Report; printed today\n\na,b,c\n1,2,3\n2,3,4\n", b','),
            ("single\ncolumn\n", b','),
        ] {
            assert_eq!(char::from(delimiter_of(text.as_bytes(), b'\n')), char::from(expected), "{text}");
        }
    }
}
