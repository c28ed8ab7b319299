//! A file of history, opened: what was found out about it, and its rows.

use super::dates::{self, DateOrder};
use super::encoding::{self, Encoding};
use super::field::Field;
use super::layout::{Columns, Known, Layout, recognise};
use super::lines::{Fault, Lines, delimiter_of, line_end_of};
use super::mapping::{Mapping, delimiter_name};
use super::number::{self, Decimal, number};
use super::row::Row;
use super::sheet;
use crate::scenario::problem::{Place, Problem};
use std::collections::BTreeSet;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Rows that are looked at before a file is read.
const SAMPLE: usize = 2000;

/// A file and what was found out about it.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// Its name in messages.
    pub origin: String,
    /// Sheet, of a workbook.
    pub sheet: Option<String>,
    /// Whether it is a Parquet file.
    pub is_parquet: bool,
    /// How letters are written, of a text.
    pub encoding: Encoding,
    /// What parts the cells, of a text.
    pub delimiter: u8,
    line_end: u8,
    /// What stands before decimals.
    pub decimal: Decimal,
    /// Which number of a date is what, where that matters.
    pub date_order: Option<DateOrder>,
    /// What its dates say about that.
    pub dates: dates::Evidence,
    /// How it is laid out.
    pub layout: Layout,
    /// Where things stand.
    pub columns: Columns,
    /// Line of the header; 0 where there is none.
    pub header_line: u64,
    /// Length of its intervals in minutes; `None` for calls.
    pub interval_minutes: Option<u32>,
    /// What is worth knowing: columns and lines that are passed over, guesses.
    pub notes: Vec<String>,
}

/// A problem of a whole file.
pub fn refused(
    origin: &str,
    rule: &'static str,
    found: impl Into<String>,
    allowed: &str,
    remedy: &str,
) -> Box<Problem> {
    let (found, allowed, remedy) = (found.into(), allowed.to_owned(), remedy.to_owned());
    Box::new(Problem { rule, about: String::new(), place: Place::whole(origin), found, allowed, remedy })
}

impl Source {
    /// Opens a file and finds out what the mapping does not say.
    pub fn open(path: &Path, mapping: &Mapping) -> Result<Self, Box<Problem>> {
        let origin = path.display().to_string();
        let unreadable = |error: &std::io::Error| {
            let found = if error.kind() == std::io::ErrorKind::NotFound {
                "no such file".to_owned()
            } else {
                error.to_string()
            };
            refused(
                &origin,
                "file",
                found,
                "a CSV or XLSX file that can be read",
                "check the name and who may read the file",
            )
        };
        let meta = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
        if !meta.is_file() {
            let remedy = "name the files; a shell writes all of a folder as folder/*.csv. A pipe cannot be read twice: save it first";
            return Err(refused(&origin, "file", "something that is not a file", "a CSV or XLSX file", remedy));
        }
        if meta.len() == 0 {
            return Err(refused(&origin, "empty", "an empty file", "a CSV or XLSX file with rows", "export it again"));
        }
        let mut source = Self {
            path: path.to_owned(),
            origin: origin.clone(),
            sheet: None,
            is_parquet: false,
            encoding: mapping.encoding.unwrap_or(Encoding::Utf8),
            delimiter: b',',
            line_end: b'\n',
            decimal: Decimal::Point,
            date_order: mapping.date_order,
            dates: dates::Evidence::default(),
            layout: Layout::Intervals,
            columns: Columns::default(),
            header_line: 0,
            interval_minutes: None,
            notes: Vec::new(),
        };
        let head = head_of(path).map_err(|error| unreadable(&error))?;
        if head.starts_with(b"PK\x03\x04") {
            source.open_workbook(meta.len(), mapping)?;
        } else if head.starts_with(b"PAR1") {
            if cfg!(not(feature = "parquet")) {
                let remedy = "build callboard with the feature parquet, or save it as CSV";
                return Err(refused(&origin, "parquet", "a Parquet file", "CSV or XLSX", remedy));
            }
            source.is_parquet = true;
        } else if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            let remedy = "open it in a spreadsheet and save it as XLSX or CSV";
            return Err(refused(&origin, "old-workbook", "a workbook of the old kind (XLS)", "CSV or XLSX", remedy));
        } else if head.starts_with(&[0x1f, 0x8b]) {
            return Err(refused(
                &origin,
                "packed",
                "a packed file (gzip)",
                "CSV or XLSX",
                "unpack it first: gunzip FILE",
            ));
        } else {
            source.open_text(mapping).map_err(|error| unreadable(&error))?;
        }
        source.look(mapping)?;
        Ok(source)
    }

    fn open_workbook(&mut self, bytes: u64, mapping: &Mapping) -> Result<(), Box<Problem>> {
        if bytes > sheet::MOST_BYTES {
            let found = format!("{} MB", bytes >> 20);
            return Err(refused(
                &self.origin,
                "too-large",
                found,
                "a workbook of at most 100 MB",
                "save its sheet as CSV",
            ));
        }
        let sheets = sheet::sheets(&self.path).map_err(|found| {
            refused(
                &self.origin,
                "workbook",
                found,
                "a workbook (XLSX) that can be read",
                "save it again as XLSX or CSV",
            )
        })?;
        let chosen = match &mapping.sheet {
            Some(wanted) => sheets.iter().find(|name| *name == wanted).cloned().ok_or_else(|| {
                let found = format!("no sheet \"{}\"", wanted.escape_debug());
                refused(&self.origin, "sheet", found, &sheets.join(", "), "name one of these with --sheet")
            })?,
            None => sheets.first().cloned().ok_or_else(|| {
                refused(&self.origin, "sheet", "no sheet", "a workbook with a sheet", "save it again")
            })?,
        };
        let others: Vec<&str> = sheets.iter().filter(|name| **name != chosen).map(String::as_str).collect();
        if !others.is_empty() {
            self.notes.push(format!("sheet {chosen} is read; not {} (--sheet NAME)", others.join(", ")));
        }
        self.sheet = Some(chosen);
        Ok(())
    }

    fn open_text(&mut self, mapping: &Mapping) -> std::io::Result<()> {
        if mapping.encoding.is_none() {
            let letters = encoding::recognise(&self.path)?;
            self.encoding = letters.encoding;
            if letters.matters && letters.encoding != Encoding::Utf8 {
                self.notes.push(format!("letters are read as {}", letters.encoding.name()));
            }
        }
        let mut text = encoding::open(&self.path, self.encoding)?;
        let mut head = Vec::new();
        // Whole lines: what is cut off would count as a line of another width.
        while head.len() < 1 << 16 {
            let part = text.fill_buf()?;
            if part.is_empty() {
                break;
            }
            let length = part.len();
            head.extend_from_slice(part);
            text.consume(length);
        }
        self.line_end = line_end_of(&head);
        let end = if head.len() < 1 << 16 {
            head.len()
        } else {
            head.iter().rposition(|&byte| byte == self.line_end).unwrap_or(head.len())
        };
        self.delimiter = mapping.delimiter.unwrap_or_else(|| delimiter_of(&head[..end], self.line_end));
        Ok(())
    }

    /// Looks at the first rows: layout, decimals, dates, intervals.
    fn look(&mut self, mapping: &Mapping) -> Result<(), Box<Problem>> {
        let mut sample: Vec<Row> = Vec::new();
        self.visit_all(None, |row, fault| {
            if fault.is_none() {
                sample.push(row.clone());
            }
            if sample.len() < SAMPLE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        if sample.first().is_some_and(|row| row.text(0).starts_with("sep=")) {
            sample.remove(0);
        }
        if sample.is_empty() {
            return Err(refused(&self.origin, "empty", "no row", "a file with rows", "export it again"));
        }
        let texts: Vec<Vec<String>> = sample.iter().take(100).map(Row::texts).collect();
        let known = Known { layout: mapping.layout, columns: mapping.columns.clone(), units: mapping.units.clone() };
        let found = recognise(&texts, &known).map_err(|found| {
            let allowed = match mapping.layout {
                Some(layout) => format!("columns of the layout {}", layout.name()),
                None => "intervals (start, queue, offered, answered, average handle time …), calls (arrival, answered, ended, outcome, queue, agent), or a layout known by name".to_owned(),
            };
            let remedy = "say which column holds what with --mapping FILE: [columns], then for example offered = \"Contacts in\"; or --delimiter, if the columns run together";
            refused(&self.origin, "layout", found, &allowed, remedy)
        })?;
        self.layout = found.layout;
        self.columns = found.columns;
        if let Some(at) = found.header {
            self.header_line = sample[at].line;
            let before = sample[..at].iter().filter(|row| !row.is_blank()).count();
            if before > 0 {
                self.notes.push(format!("{before} lines above the header are passed over"));
            }
            sample.drain(..=at);
        }
        if !self.columns.unused.is_empty() {
            self.notes.push(format!("columns that are not used: {}", self.columns.unused.join(", ")));
        }
        if sample.is_empty() {
            return Err(refused(
                &self.origin,
                "empty",
                "a header and no row",
                "a file with rows",
                "export it again, with data",
            ));
        }
        self.find_decimal(mapping, &sample)?;
        self.find_date_order(&sample)?;
        Ok(())
    }

    fn find_decimal(&mut self, mapping: &Mapping, sample: &[Row]) -> Result<(), Box<Problem>> {
        if let Some(decimal) = mapping.decimal {
            self.decimal = decimal;
            return Ok(());
        }
        if !self.is_text() {
            return Ok(());
        }
        let mut evidence = number::Evidence::default();
        let fields = super::field::ALL.iter().filter(|described| described.field.is_number());
        let mut places: Vec<usize> = fields.filter_map(|described| self.columns.place(described.field)).collect();
        places.extend(self.columns.queues.iter().map(|(at, _)| *at));
        for row in sample {
            for &at in &places {
                evidence.take(row.cell(at));
            }
        }
        self.decimal = evidence.decide(self.delimiter).ok_or_else(|| {
            let found = match &evidence.unclear {
                Some(number) => format!(
                    "numbers such as {number}, which mean one thing with a decimal point and another with a comma"
                ),
                None => "as many numbers with a decimal point as with a comma".to_owned(),
            };
            refused(
                &self.origin,
                "decimal",
                found,
                "numbers of which the decimal sign is clear",
                "say it with --decimal point or --decimal comma",
            )
        })?;
        Ok(())
    }

    /// The columns that hold dates.
    fn date_places(&self) -> Vec<usize> {
        let fields = match self.layout {
            Layout::Staff => [Field::Began; 3],
            _ => [Field::Date, Field::Start, Field::Arrival],
        };
        fields.iter().filter_map(|field| self.columns.place(*field)).take(1).collect()
    }

    fn find_date_order(&mut self, sample: &[Row]) -> Result<(), Box<Problem>> {
        if self.date_order.is_some() {
            return Ok(());
        }
        let places = self.date_places();
        let mut evidence = dates::Evidence::default();
        for row in sample {
            for &at in &places {
                evidence.take(row.cell(at), row.line);
            }
        }
        if evidence.decide().is_none() && evidence.either.is_some() && sample.len() >= SAMPLE - 40 {
            // The column as a whole may decide what its begin does not.
            self.visit(|row, fault| {
                let is_decided = fault.is_none() && places.iter().any(|&at| evidence.take(row.cell(at), row.line));
                if is_decided || evidence.decide().is_some() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })?;
        }
        if let (Some((day_first, row)), Some((month_first, other))) = (&evidence.day_first, &evidence.month_first) {
            let found = format!(
                "dates with the day first ({day_first} in row {row}) and with the month first ({month_first} in row {other})"
            );
            let remedy = "say which is right with --date-order dmy or mdy; rows of the other kind are then set aside";
            return Err(refused(&self.origin, "date-order", found, "dates in one order", remedy));
        }
        self.date_order = evidence.decide();
        self.dates = evidence;
        Ok(())
    }

    /// Refuses dates that can be read either way, unless `others` decide it: the order of other files of the same import.
    pub fn settle_date_order(&mut self, others: Option<DateOrder>) -> Result<(), Box<Problem>> {
        if self.date_order.is_none() && self.dates.either.is_some() {
            self.date_order = others;
        }
        match (&self.dates.either, self.date_order) {
            (Some((date, row)), None) => {
                let found = format!("dates such as {date} (row {row}), and none in the file whose day is above 12");
                Err(refused(
                    &self.origin,
                    "date-order",
                    found,
                    "dates of which the order is clear",
                    "say it with --date-order dmy or mdy",
                ))
            }
            _ => Ok(()),
        }
    }

    /// Finds the length of the intervals: as a column says, or the longest on whose grid nearly all rows begin.
    pub fn find_interval(&mut self) -> Result<(), Box<Problem>> {
        if self.layout == Layout::Calls || self.layout.is_of_people() {
            return Ok(());
        }
        let (mut starts, mut lengths) = (Vec::new(), Vec::new());
        self.visit(|row, fault| {
            if let Some(start) = self.moment(row, Field::Start).filter(|_| fault.is_none()) {
                starts.push(start.local_s);
                let end = self.columns.place(Field::End).and_then(|at| dates::moment(row.cell(at), self.date_order));
                let said = self.columns.place(Field::Length).and_then(|at| minutes_of(row.cell(at), self.decimal));
                lengths.extend(said.or(end.map(|end| end.local_s - start.local_s)));
            }
            if starts.len() < SAMPLE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        let days: BTreeSet<i64> = starts.iter().map(|start| start.div_euclid(dates::DAY_S)).collect();
        if days.len() > 1 && starts.iter().all(|start| start % dates::DAY_S == 0) {
            let remedy = "export the statistics by interval: 15, 30 or 60 minutes; from daily numbers, write volume.per_day in a scenario";
            return Err(refused(
                &self.origin,
                "daily",
                "one row for each day",
                "rows for intervals of at most an hour",
                remedy,
            ));
        }
        // Where rows say how long they are, the longest of nearly all counts; else the grid on which they begin.
        let share = |fits: usize, of: usize| fits * 20 >= of * 19;
        lengths.retain(|length| *length > 0);
        lengths.sort_unstable();
        let middle = lengths.get(lengths.len() / 2).map(|seconds| (seconds / 60) as u32);
        let minutes = middle.or_else(|| {
            [60, 30, 20, 15, 10, 5, 1].into_iter().find(|minutes| {
                let on_grid = starts.iter().filter(|start| **start % (i64::from(*minutes) * 60) == 0).count();
                share(on_grid, starts.len())
            })
        });
        match minutes {
            _ if starts.is_empty() => {
                let order = if self.date_order.is_none() { "" } else { " in this order" };
                let found = format!("no row with a date and clock time that can be read{order}");
                Err(refused(
                    &self.origin,
                    "no-dates",
                    found,
                    "moments such as 2026-11-27 08:30",
                    "say which column holds them with --mapping FILE, or --date-order",
                ))
            }
            Some(minutes) if minutes > 0 && 60 % minutes == 0 => {
                self.interval_minutes = Some(minutes);
                Ok(())
            }
            found => {
                let found = found.map_or("rows that begin on no grid".to_owned(), |minutes| {
                    format!("intervals of {minutes} minutes")
                });
                Err(refused(
                    &self.origin,
                    "interval",
                    found,
                    "intervals that divide an hour",
                    "export the statistics in 15, 30 or 60 minutes",
                ))
            }
        }
    }

    /// Whether it is a text, and neither a workbook nor Parquet.
    pub fn is_text(&self) -> bool {
        self.sheet.is_none() && !self.is_parquet
    }

    /// The moment that a field says, or that date and clock say together.
    pub fn moment(&self, row: &Row, field: Field) -> Option<dates::Moment> {
        let whole = self.columns.place(field).and_then(|at| dates::moment(row.cell(at), self.date_order));
        if whole.is_some() {
            return whole;
        }
        let day = dates::day(row.cell(self.columns.place(Field::Date)?), self.date_order)?;
        let at = self.columns.place(field).or(self.columns.place(Field::Clock));
        let seconds = match at {
            Some(at) => dates::clock(row.cell(at)).or_else(|| hour_of(row.cell(at), field))?,
            None => 0,
        };
        Some(dates::Moment { local_s: i64::from(day) * dates::DAY_S + seconds, offset_s: None })
    }

    /// Hands the rows below the header to `visit`, with what is wrong with a row as such, until it breaks.
    pub fn visit(&self, mut visit: impl FnMut(&Row, Option<Fault>) -> ControlFlow<()>) -> Result<(), Box<Problem>> {
        self.visit_all(Some(self.columns.width), |row, fault| {
            if row.line <= self.header_line { ControlFlow::Continue(()) } else { visit(row, fault) }
        })
    }

    fn visit_all(
        &self,
        width: Option<usize>,
        mut visit: impl FnMut(&Row, Option<Fault>) -> ControlFlow<()>,
    ) -> Result<(), Box<Problem>> {
        if let Some(sheet) = &self.sheet {
            return sheet::visit(&self.path, sheet, |row| visit(row, None)).map_err(|found| {
                refused(&self.origin, "workbook", found, "a sheet that can be read", "save it again as XLSX or CSV")
            });
        }
        #[cfg(feature = "parquet")]
        if self.is_parquet {
            return super::parquet::visit(&self.path, |row| visit(row, None)).map_err(|found| {
                refused(&self.origin, "parquet", found, "a Parquet file that can be read", "write it again, or as CSV")
            });
        }
        let mut read = || -> std::io::Result<()> {
            let mut lines = Lines::new(encoding::open(&self.path, self.encoding)?, self.delimiter, self.line_end);
            lines.width = width;
            let mut row = Row::default();
            while let Some(result) = lines.next(&mut row)? {
                if visit(&row, result.err()).is_break() {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|error| {
            refused(&self.origin, "file", error.to_string(), "a file that can be read to its end", "copy it again")
        })
    }

    /// What was found out, in a line.
    pub fn described(&self) -> String {
        let mut words = vec![format!("layout {}", self.layout.name())];
        if let Some(sheet) = &self.sheet {
            words.push(format!("sheet {sheet}"));
        } else if self.is_parquet {
            words.push("Parquet".to_owned());
        } else {
            words.push(format!("delimiter \"{}\"", delimiter_name(self.delimiter)));
            words.push(format!("decimal {}", self.decimal.name()));
            words.push(self.encoding.name().to_owned());
        }
        words.extend(self.date_order.map(|order| format!("dates {}", order.name())));
        words.extend(self.interval_minutes.map(|minutes| format!("{minutes} minutes")));
        words.join(", ")
    }
}

/// An hour alone, as columns `hour` have it.
fn hour_of(cell: &[u8], field: Field) -> Option<i64> {
    let hour = number(cell, Decimal::Point).filter(|hour| (0.0..24.0).contains(hour) && hour.fract() == 0.0)?;
    (field == Field::Start).then_some(hour as i64 * 3600)
}

/// Seconds of a length such as `30`, `30 min`, `PT30M` or `00:30`.
fn minutes_of(cell: &[u8], decimal: Decimal) -> Option<i64> {
    let text = std::str::from_utf8(cell).ok()?.to_uppercase();
    if let Some(clock) = dates::clock(text.as_bytes()).filter(|_| text.contains(':')) {
        return Some(clock);
    }
    let (digits, unit) = match text.strip_prefix("PT") {
        Some(rest) => (rest.trim_end_matches(['M', 'H']), if rest.ends_with('H') { 3600.0 } else { 60.0 }),
        None => (text.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == ' '), 60.0),
    };
    number(digits.as_bytes(), decimal).map(|value| (value * unit) as i64)
}

fn head_of(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(8).read_to_end(&mut head)?;
    Ok(head)
}
