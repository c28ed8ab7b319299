//! Layouts of exports: known by name, recognised by their header, or by the first row where there is none.

use super::field::{ALL, FIELDS, Field, meaning, normalised, unit_of};
use super::number::{Decimal, Unit, number};
use super::{dates, mapping::Column};
use std::collections::BTreeMap;

/// How an export is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Interval statistics of Genesys Cloud: a row for each queue, medium, skill set, language and interval, in UTC.
    GenesysCloud,
    /// Interval statistics of Amazon Connect: a row for each queue, channel and interval, with its length.
    AmazonConnect,
    /// Intervals of Calabrio, without a header: skill, start, end, volume, task seconds and after-task seconds of a contact,
    /// and perhaps agents.
    Calabrio,
    /// Intervals, columns by their headers.
    Intervals,
    /// Call by call, columns by their headers.
    Calls,
    /// A row for each interval, a column for each queue.
    Wide,
    /// A row for each employee: agent, began, left.
    Staff,
    /// A row for each employee and day: date, agent, paid hours, missing hours, absent hours.
    TimeSheets,
}

impl Layout {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::GenesysCloud,
        Self::AmazonConnect,
        Self::Calabrio,
        Self::Intervals,
        Self::Calls,
        Self::Wide,
        Self::Staff,
        Self::TimeSheets,
    ];

    /// Its name on the command line and in mapping files.
    pub fn name(self) -> &'static str {
        match self {
            Self::GenesysCloud => "genesys-cloud",
            Self::AmazonConnect => "amazon-connect",
            Self::Calabrio => "calabrio",
            Self::Intervals => "intervals",
            Self::Calls => "calls",
            Self::Wide => "wide",
            Self::Staff => "staff",
            Self::TimeSheets => "time-sheets",
        }
    }

    /// The layout of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.name() == name)
    }

    /// The header that it is known by, normalised.
    fn signature(self) -> &'static [&'static str] {
        match self {
            Self::GenesysCloud => &["interval start utc date", "queue", "media type", "offered"],
            Self::AmazonConnect => {
                &["queuename", "channeltype", "timestamp", "intervalduration", "incomingcontactvolume"]
            }
            _ => &[],
        }
    }

    /// Whether it tells of employees, not of contacts.
    pub fn is_of_people(self) -> bool {
        matches!(self, Self::Staff | Self::TimeSheets)
    }

    /// Whether clock times without an offset are UTC.
    pub fn is_utc(self) -> bool {
        matches!(self, Self::GenesysCloud | Self::AmazonConnect)
    }
}

/// Where things stand in a row.
#[derive(Debug, Clone)]
pub struct Columns {
    places: [Option<usize>; FIELDS],
    units: BTreeMap<Field, Unit>,
    /// Of a wide layout, the columns of the queues.
    pub queues: Vec<(usize, String)>,
    /// Headers that mean nothing here.
    pub unused: Vec<String>,
    /// Cells of a row.
    pub width: usize,
    /// The headers, or `column 3` where there are none.
    pub headers: Vec<String>,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            places: [None; FIELDS],
            units: BTreeMap::new(),
            queues: Vec::new(),
            unused: Vec::new(),
            width: 0,
            headers: Vec::new(),
        }
    }
}

impl Columns {
    /// Where a field stands.
    pub fn place(&self, field: Field) -> Option<usize> {
        self.places[field as usize]
    }

    /// Whether a field stands anywhere.
    pub fn has(&self, field: Field) -> bool {
        self.place(field).is_some()
    }

    /// What a field's durations are measured in.
    pub fn unit(&self, field: Field) -> Unit {
        self.units.get(&field).copied().unwrap_or(Unit::Seconds)
    }

    /// The header of a column.
    pub fn header(&self, at: usize) -> &str {
        self.headers.get(at).map_or("", String::as_str)
    }

    fn set(&mut self, field: Field, at: usize) {
        self.places[field as usize] = Some(at);
        if field.is_duration() {
            self.units.insert(field, unit_of(self.header(at)));
        }
    }

    fn move_to(&mut self, from: Field, to: Field) {
        if !self.has(to) {
            self.places[to as usize] = self.places[from as usize].take();
        }
    }

    fn has_moment(&self, alone: Field) -> bool {
        self.has(alone) || (self.has(Field::Date) && self.has(Field::Clock))
    }
}

/// What was recognised.
#[derive(Debug, Clone)]
pub struct Recognised {
    /// The layout.
    pub layout: Layout,
    /// Place of the header among the rows; `None` where there is none.
    pub header: Option<usize>,
    /// Where things stand.
    pub columns: Columns,
}

/// What is known before a file is looked at.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The layout.
    pub layout: Option<Layout>,
    /// Columns by field.
    pub columns: BTreeMap<Field, Column>,
    /// Units by field.
    pub units: BTreeMap<Field, Unit>,
}

/// Rows in which a header is looked for: reports have some lines above it.
const MOST_ROWS_BEFORE: usize = 30;

/// Recognises the layout of a file by its first rows; `Err` says what was found instead.
pub fn recognise(rows: &[Vec<String>], known: &Known) -> Result<Recognised, String> {
    let numbered = known.columns.values().any(|column| matches!(column, Column::Number(_)));
    if numbered {
        return by_number(rows, known).ok_or_else(|| {
            let width = rows.iter().map(Vec::len).max().unwrap_or(0);
            format!("columns by number that make no layout, in rows of {width} cells")
        });
    }
    if known.layout == Some(Layout::Calabrio) {
        let first = rows.first().ok_or("no row")?;
        return Ok(headerless(first));
    }
    for (at, row) in rows.iter().enumerate().take(MOST_ROWS_BEFORE) {
        // What is known of exports of contacts says nothing of employees, whose files may stand beside them.
        let of_people = of_header(row, &[], &Known::default()).filter(|(layout, _)| layout.is_of_people());
        let found = of_people.or_else(|| of_header(row, rows.get(at + 1..).unwrap_or_default(), known));
        if let Some((layout, columns)) = found {
            return Ok(Recognised { layout, header: Some(at), columns });
        }
    }
    if let Some(first) = rows.first().filter(|row| known.layout.is_none() && is_calabrio(row)) {
        return Ok(headerless(first));
    }
    // Of rows with equally many headers that mean something, the first.
    let told = |cell: &String| {
        known
            .columns
            .values()
            .any(|column| matches!(column, Column::Name(name) if normalised(name) == normalised(cell)))
    };
    let meant = |row: &Vec<String>| row.iter().filter(|cell| meaning(cell).is_some() || told(cell)).count();
    let best = rows.iter().take(MOST_ROWS_BEFORE).rev().max_by_key(|row| meant(row)).ok_or("no row")?;
    let cells: Vec<String> = best.iter().take(12).map(|cell| cell.chars().take(40).collect()).collect();
    let cells = cells.join(", ").escape_debug().to_string();
    let is_missing = |column: &&Column| matches!(column, Column::Name(name) if best.iter().all(|cell| normalised(cell) != normalised(name)));
    Err(match known.columns.values().find(is_missing) {
        Some(Column::Name(name)) => format!("no column \"{}\" among {cells}", name.escape_debug()),
        _ => format!("the columns {cells}"),
    })
}

fn of_header(row: &[String], below: &[Vec<String>], known: &Known) -> Option<(Layout, Columns)> {
    let mut columns = Columns { width: row.len(), headers: row.to_vec(), ..Columns::default() };
    let names: Vec<String> = row.iter().map(|cell| normalised(cell)).collect();
    let mut ranks = [usize::MAX; FIELDS];
    for (field, column) in &known.columns {
        let Column::Name(header) = column else { continue };
        let wanted = normalised(header);
        let at = names.iter().position(|name| *name == wanted)?;
        columns.set(*field, at);
        ranks[*field as usize] = 0;
    }
    let taken = columns.places;
    for (at, cell) in row.iter().enumerate() {
        let is_taken = taken.contains(&Some(at));
        let Some((field, rank)) = meaning(cell).filter(|_| !is_taken) else { continue };
        if rank < ranks[field as usize] && taken[field as usize].is_none() {
            ranks[field as usize] = rank;
            columns.set(field, at);
        }
    }
    for (field, unit) in &known.units {
        columns.units.insert(*field, *unit);
    }
    let layout = complete(&mut columns, &names, below, known)?;
    let used: Vec<usize> =
        columns.places.iter().flatten().copied().chain(columns.queues.iter().map(|(at, _)| *at)).collect();
    columns.unused =
        (0..row.len()).filter(|at| !used.contains(at) && !row[*at].is_empty()).map(|at| row[at].clone()).collect();
    Some((layout, columns))
}

/// The layout that the columns make, if they make one.
fn complete(columns: &mut Columns, names: &[String], below: &[Vec<String>], known: &Known) -> Option<Layout> {
    let vendors = [Layout::GenesysCloud, Layout::AmazonConnect];
    let is_signed = |layout: &Layout| layout.signature().iter().all(|header| names.iter().any(|name| name == header));
    if let Some(vendor) =
        vendors.into_iter().find(is_signed).filter(|vendor| known.layout.is_none_or(|wanted| wanted == *vendor))
    {
        return Some(vendor);
    }
    let wants = |layout: Layout| known.layout.is_none_or(|wanted| wanted == layout);
    if columns.has(Field::Agent) && columns.has(Field::Began) && wants(Layout::Staff) {
        return Some(Layout::Staff);
    }
    let says_time = columns.has(Field::Paid) && (columns.has(Field::Missing) || columns.has(Field::Absent));
    if columns.has(Field::Date) && says_time && wants(Layout::TimeSheets) {
        return Some(Layout::TimeSheets);
    }
    let has_volume = columns.has(Field::Offered) || columns.has(Field::Answered);
    if wants(Layout::Intervals) && has_volume && !columns.has(Field::Arrival) {
        columns.move_to(Field::Arrival, Field::Start);
        if columns.has_moment(Field::Start) || columns.has(Field::Date) {
            return Some(Layout::Intervals);
        }
    }
    if wants(Layout::Calls) {
        let mut calls = columns.clone();
        for (from, to) in [
            (Field::Start, Field::Arrival),
            (Field::Answered, Field::Answer),
            (Field::End, Field::Leave),
            (Field::Abandoned, Field::Outcome),
        ] {
            // A header `answered` of a call stands for when, one `handle time` for its own.
            if from != Field::Abandoned {
                calls.move_to(from, to);
            }
        }
        calls.move_to(Field::HandlingTotal, Field::Handling);
        if let Some(unit) = calls.units.get(&Field::HandlingTotal).copied() {
            calls.units.entry(Field::Handling).or_insert(unit);
        }
        let tells = [Field::Answer, Field::Leave, Field::Outcome, Field::Wait, Field::Handling];
        if calls.has_moment(Field::Arrival) && tells.iter().any(|field| calls.has(*field)) {
            *columns = calls;
            return Some(Layout::Calls);
        }
    }
    if wants(Layout::Wide) && !has_volume && columns.has_moment(Field::Start) {
        let moments = [Field::Start, Field::Date, Field::Clock].map(|field| columns.place(field));
        let others: Vec<usize> = (0..columns.width).filter(|at| !moments.contains(&Some(*at))).collect();
        let is_numeric = |at: &usize| {
            let cells: Vec<&str> = below
                .iter()
                .take(50)
                .filter_map(|row| row.get(*at))
                .map(String::as_str)
                .filter(|cell| !cell.is_empty())
                .collect();
            let reads = |cell: &&str| {
                [Decimal::Point, Decimal::Comma].iter().any(|decimal| number(cell.as_bytes(), *decimal).is_some())
            };
            let right = cells.iter().filter(|cell| reads(cell)).count();
            right > 0 && right * 2 > cells.len()
        };
        let is_named = |at: &usize| !columns.headers[*at].trim().is_empty();
        if !others.is_empty() && others.iter().all(|at| is_numeric(at) && is_named(at)) {
            columns.queues = others.iter().map(|at| (*at, columns.headers[*at].trim().to_owned())).collect();
            let moments = [Field::Start, Field::Date, Field::Clock];
            (0..FIELDS).filter(|at| !moments.contains(&ALL[*at].field)).for_each(|at| columns.places[at] = None);
            return Some(Layout::Wide);
        }
    }
    None
}

const CALABRIO: [Field; 7] =
    [Field::Queue, Field::Start, Field::End, Field::Offered, Field::TalkMean, Field::AfterWorkMean, Field::Agents];

fn headerless(first: &[String]) -> Recognised {
    let mut columns = Columns { width: first.len(), ..Columns::default() };
    columns.headers = (0..first.len()).map(|at| format!("column {}", at + 1)).collect();
    CALABRIO.iter().enumerate().take(first.len()).for_each(|(at, field)| columns.set(*field, at));
    Recognised { layout: Layout::Calabrio, header: None, columns }
}

fn is_calabrio(row: &[String]) -> bool {
    let is_moment = |at: usize| dates::moment(row[at].as_bytes(), None).is_some();
    let is_number = |at: usize| {
        [Decimal::Point, Decimal::Comma].iter().any(|decimal| number(row[at].as_bytes(), *decimal).is_some())
    };
    (6..=7).contains(&row.len()) && is_moment(1) && is_moment(2) && (3..row.len()).all(is_number) && !row[0].is_empty()
}

fn by_number(rows: &[Vec<String>], known: &Known) -> Option<Recognised> {
    let width = rows.iter().map(Vec::len).max()?;
    let mut columns = Columns { width, ..Columns::default() };
    columns.headers = (0..width).map(|at| format!("column {}", at + 1)).collect();
    for (field, column) in &known.columns {
        let Column::Number(number) = column else { return None };
        columns.set(*field, number.checked_sub(1).filter(|at| *at < width)?);
    }
    columns.units.extend(known.units.iter());
    let layout = complete(&mut columns, &[], &[], known)?;
    Some(Recognised { layout, header: None, columns })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Result<Recognised, String> {
        let rows: Vec<Vec<String>> = lines.iter().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        recognise(&rows, &Known::default())
    }

    #[test]
    fn layouts_of_vendors_are_known_by_their_headers() {
        let genesys = "Interval Start UTC Date,Queue,Media Type,Skill Set,Language,Offered,Interactions Handled,Total Handle Time (Seconds)";
        let connect = "QueueName,QueueId,ChannelType,TimeStamp,IntervalDuration,IncomingContactVolume,AverageHandleTime,ContactsHandled";
        let found = of(&[genesys]).unwrap();
        assert_eq!(found.layout, Layout::GenesysCloud);
        assert_eq!(found.columns.place(Field::HandlingTotal), Some(7));
        assert!(found.columns.unused.is_empty());
        let found = of(&[connect]).unwrap();
        assert_eq!((found.layout, found.columns.place(Field::HandlingMean)), (Layout::AmazonConnect, Some(6)));
        assert_eq!(found.columns.unused, ["QueueId"]);
        let found = of(&["Insurance,20210218 08:00,20210218 08:15,16,135.46,490.74,16.85"]).unwrap();
        assert_eq!((found.layout, found.header), (Layout::Calabrio, None));
    }

    #[test]
    fn intervals_calls_and_wide_tables_are_told_apart() {
        let layout = |lines: &[&str]| of(lines).map(|found| (found.layout, found.header));
        assert_eq!(layout(&["DateTime,Calls", "2003-03-03 07:00,111"]), Ok((Layout::Intervals, Some(0))));
        assert_eq!(layout(&["Report of May", "", "date,time,queue,offered,aht"]), Ok((Layout::Intervals, Some(2))));
        assert_eq!(layout(&["arrival,answered,ended,outcome,queue,agent"]), Ok((Layout::Calls, Some(0))));
        assert_eq!(layout(&["start time,end time,status,agent"]), Ok((Layout::Calls, Some(0))));
        assert_eq!(layout(&["date,start,sales,support", "2026-11-16,08:00,1,2"]), Ok((Layout::Wide, Some(0))));
        assert_eq!(layout(&["date,time,sales,support", "2026-11-16,08:00,1,2"]), Ok((Layout::Wide, Some(0))));
        assert_eq!(layout(&["a,b"]), Err("the columns a, b".to_owned()));
    }
}
