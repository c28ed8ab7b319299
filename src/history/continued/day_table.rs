//! A table beside the scenario with a row for each interval, kept as text: cells that nobody changes stay as they are.

use std::collections::BTreeMap;

/// A row of a date: clock time, how often that has been before, cells.
type Timed<'a> = (&'a str, u8, &'a Vec<String>);

/// A table with the columns `date`, `start` and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayTable {
    /// The names, in their order.
    pub names: Vec<String>,
    /// By date, clock time and how often that has been on this date before (daylight saving repeats an hour).
    rows: BTreeMap<(String, String, u8), Vec<String>>,
}

impl DayTable {
    /// A table without rows.
    pub fn of(names: Vec<String>) -> Self {
        Self { names, rows: BTreeMap::new() }
    }

    /// Reads a table as import writes it: with commas, dates as `2026-11-24` and clock times as `09:30`.
    ///
    /// # Errors
    ///
    /// What is otherwise, with the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| error.to_string())?.clone();
        if header.get(0) != Some("date") || header.get(1) != Some("start") {
            return Err(format!("line 1 begins with \"{}\"", header.iter().take(2).collect::<Vec<_>>().join(",")));
        }
        let mut table = Self::of(header.iter().skip(2).map(str::to_owned).collect());
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let line = record.position().map_or(0, csv::Position::line);
            let (date, start) = (record[0].trim(), record[1].trim());
            if date.parse::<jiff::civil::Date>().is_err() || date.len() != 10 {
                return Err(format!("line {line} has the date \"{}\"", date.escape_debug()));
            }
            if start.len() != 5 || start.as_bytes()[2] != b':' {
                return Err(format!("line {line} has the clock time \"{}\"", start.escape_debug()));
            }
            table.push(date, start, record.iter().skip(2).map(str::to_owned).collect());
        }
        Ok(table)
    }

    /// The table as text.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory does not fail, and rows are equally wide.
        _ = writer.write_record(["date", "start"].into_iter().chain(self.names.iter().map(String::as_str)));
        // The hour that is repeated comes a second time after all of the first: rows of a date in the order of the clock would not be in
        // the order of time.
        let mut dates: BTreeMap<&str, Vec<Timed<'_>>> = BTreeMap::new();
        for ((date, start, times), cells) in &self.rows {
            dates.entry(date).or_default().push((start, *times, cells));
        }
        for (date, rows) in dates {
            for (start, cells) in in_time(&rows) {
                _ = writer.write_record([date, start].into_iter().chain(cells.iter().map(String::as_str)));
            }
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }

    /// Whether it has a row of a date.
    pub fn has_date(&self, date: &str) -> bool {
        let begin = (date.to_owned(), String::new(), 0);
        self.rows.range(begin..).next().is_some_and(|((first, ..), _)| first == date)
    }

    /// The cell of a date, a clock time and a name.
    pub fn cell(&self, date: &str, start: &str, name: &str) -> Option<&str> {
        let column = self.names.iter().position(|other| other == name)?;
        self.rows.get(&(date.to_owned(), start.to_owned(), 0))?.get(column).map(String::as_str)
    }

    /// Takes rows of another table over, those that are `wanted` by date and clock time: they replace what is here, name by name, and names
    /// that are not here become further columns, of which other rows have `0`.
    pub fn take(&mut self, other: &Self, wanted: impl Fn(&str, &str) -> bool) {
        for name in &other.names {
            if !self.names.contains(name) {
                self.names.push(name.clone());
                self.rows.values_mut().for_each(|cells| cells.push("0".to_owned()));
            }
        }
        let places: Vec<Option<usize>> =
            self.names.iter().map(|name| other.names.iter().position(|theirs| theirs == name)).collect();
        for (key, theirs) in other.rows.iter().filter(|(key, _)| wanted(&key.0, &key.1)) {
            let mine = self.rows.entry(key.clone()).or_insert_with(|| vec!["0".to_owned(); places.len()]);
            for (mine, place) in mine.iter_mut().zip(&places) {
                if let Some(cell) = place.and_then(|place| theirs.get(place)) {
                    mine.clone_from(cell);
                }
            }
        }
    }

    /// Drops columns that are not `wanted`.
    pub fn keep_columns(&mut self, wanted: impl Fn(&str) -> bool) {
        let kept: Vec<bool> = self.names.iter().map(|name| wanted(name)).collect();
        let chosen = |cells: &mut Vec<String>| {
            let mut places = kept.iter();
            cells.retain(|_| *places.next().unwrap_or(&true));
        };
        chosen(&mut self.names);
        self.rows.values_mut().for_each(chosen);
    }

    /// Puts a row in, with cells in the order of the names. A second one of the same date and clock time is that of the hour that daylight
    /// saving repeats.
    pub fn push(&mut self, date: &str, start: &str, cells: Vec<String>) {
        let free = |times: &u8| !self.rows.contains_key(&(date.to_owned(), start.to_owned(), *times));
        let times = (0..u8::MAX).find(free).unwrap_or(u8::MAX);
        self.rows.insert((date.to_owned(), start.to_owned(), times), cells);
    }
}

/// Rows of a date in the order of time: those of a repeated hour after the first of it.
fn in_time<'a>(rows: &[Timed<'a>]) -> Vec<(&'a str, &'a Vec<String>)> {
    let again: Vec<&Timed<'a>> = rows.iter().filter(|row| row.1 > 0).collect();
    let last_again = again.last().map(|row| row.0);
    let mut ordered = Vec::new();
    for row in rows.iter().filter(|row| row.1 == 0) {
        ordered.push((row.0, row.2));
        if Some(row.0) == last_again {
            ordered.extend(again.iter().map(|row| (row.0, row.2)));
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "date,start,a,b\n2026-10-25,01:30,1,2\n2026-10-25,02:00,3,4\n2026-10-25,02:30,5,6\n2026-10-25,02:00,7,8\n2026-10-25,02:30,9,10\n2026-10-25,03:00,11,12\n";

    #[test]
    fn a_table_is_written_as_it_was_read_with_the_hour_that_is_repeated() {
        let table = DayTable::parse(TABLE).unwrap();
        assert_eq!(table.to_csv(), TABLE);
        assert_eq!(table.cell("2026-10-25", "02:30", "b"), Some("6"));
        let has = ["2026-10-24", "2026-10-25", "2026-10-26"].map(|date| table.has_date(date));
        assert_eq!(has, [false, true, false]);
    }

    #[test]
    fn rows_that_are_wanted_replace_others_and_a_new_name_is_a_further_column() {
        let mut table = DayTable::parse("date,start,a,b\n2026-11-24,08:00,1,2\n2026-11-24,09:00,3,4\n").unwrap();
        let new =
            DayTable::parse("date,start,c,a\n2026-11-24,08:00,5,6\n2026-11-24,09:00,7,8\n2026-11-25,08:00,9,10\n");
        table.take(&new.unwrap(), |_, start| start != "09:00");
        let text = "date,start,a,b,c\n2026-11-24,08:00,6,2,5\n2026-11-24,09:00,3,4,0\n2026-11-25,08:00,10,0,9\n";
        assert_eq!(table.to_csv(), text);
        table.keep_columns(|name| name != "b");
        assert!(table.to_csv().starts_with("date,start,a,c\n2026-11-24,08:00,6,5\n"));
    }

    #[test]
    fn a_table_in_another_layout_is_refused_with_the_line() {
        for (text, wrong) in [
            ("day,start,a\n", "line 1"),
            ("date,start,a\n24.11.2026,08:00,1\n", "line 2"),
            ("date,start,a\n2026-11-24,8:00,1\n", "line 2"),
        ] {
            assert!(DayTable::parse(text).unwrap_err().contains(wrong), "{text}");
        }
        assert!(DayTable::parse("date,start,a\n2026-11-24,08:00\n").is_err());
    }
}
