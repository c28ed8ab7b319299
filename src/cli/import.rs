//! `callboard import`: a scenario folder made of the user's own history.

pub(super) mod summary;

use super::{Failure, Format, json, print_out, terminal};
use crate::history::dates::DateOrder;
use crate::history::encoding::Encoding;
use crate::history::layout::Layout;
use crate::history::mapping::{self, Mapping};
use crate::history::number::Decimal;
use crate::importing::{self, ImportError, Wish};
use crate::scenario::file::Problems;
use clap::Args;
use std::path::PathBuf;

/// Words of `callboard import`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard import calls_2026.csv -o our_centre --time-zone Europe/Berlin
  callboard import export/*.csv -o our_centre --date-order dmy --decimal comma
  callboard import june.csv -o june --mapping our_centre/mapping.toml
  callboard import intervals.csv --sample some_calls.csv -o our_centre
  callboard import calls.csv staff.csv time_sheets.csv -o our_centre
  callboard import --sql

Layouts: genesys-cloud, amazon-connect, calabrio, intervals (columns by their headers: start or date and time, queue,
offered, answered, average handle time, agents), calls (arrival, answered, ended, outcome, queue, agent, customer), wide (date, start
and a column for each queue), staff (agent, began, left), time-sheets (date, agent, paid hours, missing hours, absent hours).")]
#[allow(clippy::struct_excessive_bools, reason = "switches of the command line")]
pub struct ImportArguments {
    /// Exports, CSV or XLSX: interval statistics or call records; beside them perhaps a staff file and time sheets
    #[arg(required_unless_present = "sql")]
    pub files: Vec<PathBuf>,
    /// The folder to write the scenario to
    #[arg(short, long, value_name = "FOLDER", required_unless_present = "sql")]
    pub output: Option<PathBuf>,
    /// Call records of some of the calls that the files count: for handling times, patience and who comes back, not for volumes
    #[arg(long, value_name = "FILE")]
    pub sample: Vec<PathBuf>,
    /// Write the history as history.parquet too
    #[cfg(feature = "parquet")]
    #[arg(long)]
    pub parquet: bool,
    /// Print SQL that aggregates call records to intervals where they are, and draws a sample of them
    #[arg(long, exclusive = true)]
    pub sql: bool,
    /// Write over a scenario that is there already
    #[arg(long)]
    pub replace: bool,
    /// How the files are laid out [default: recognised by their header]
    #[arg(long, value_parser = layout)]
    pub layout: Option<Layout>,
    /// What parts the cells: a character, or tab [default: recognised]
    #[arg(long, value_parser = delimiter)]
    pub delimiter: Option<u8>,
    /// What stands before decimals: point or comma [default: recognised]
    #[arg(long, value_parser = decimal)]
    pub decimal: Option<Decimal>,
    /// How letters are written: utf-8, utf-16le, utf-16be or windows-1252 [default: recognised]
    #[arg(long, value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Order of dates such as 3/4/2026: dmy, mdy or ymd [default: recognised where the dates decide it]
    #[arg(long, value_parser = date_order)]
    pub date_order: Option<DateOrder>,
    /// Time zone of the centre, such as Europe/Berlin [default: UTC]
    #[arg(long, value_parser = zone)]
    pub time_zone: Option<String>,
    /// Time zone of clock times in the files that say none [default: the centre's; UTC where the layout says so]
    #[arg(long, value_parser = zone, value_name = "TIME_ZONE")]
    pub times_in: Option<String>,
    /// Length of an interval of the scenario: 15m, 30m or 1h [default: as in the files; 30m for call records]
    #[arg(long, value_parser = interval)]
    pub interval: Option<u32>,
    /// Sheet of workbooks [default: the first]
    #[arg(long)]
    pub sheet: Option<String>,
    /// What was found out before: the mapping.toml of an earlier import, perhaps changed
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Stop at rows that cannot be believed, instead of setting them aside
    #[arg(long)]
    pub strict: bool,
    /// How the summary is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

fn layout(text: &str) -> Result<Layout, String> {
    Layout::from_name(text).ok_or_else(|| format!("one of {}", Layout::ALL.map(Layout::name).join(", ")))
}

fn delimiter(text: &str) -> Result<u8, String> {
    mapping::delimiter_of_name(text).ok_or_else(|| "one of , ; | or tab".to_owned())
}

fn decimal(text: &str) -> Result<Decimal, String> {
    Decimal::from_name(text).ok_or_else(|| "point or comma".to_owned())
}

fn encoding(text: &str) -> Result<Encoding, String> {
    Encoding::from_name(text).ok_or_else(|| format!("one of {}", Encoding::ALL.map(Encoding::name).join(", ")))
}

fn date_order(text: &str) -> Result<DateOrder, String> {
    DateOrder::from_name(text).ok_or_else(|| "dmy, mdy or ymd".to_owned())
}

fn zone(text: &str) -> Result<String, String> {
    match jiff::tz::TimeZone::get(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("a time zone by its IANA name, such as Europe/Berlin, or UTC".to_owned()),
    }
}

fn interval(text: &str) -> Result<u32, String> {
    match text {
        "15m" | "15" => Ok(15),
        "30m" | "30" => Ok(30),
        "60m" | "60" | "1h" => Ok(60),
        _ => Err("15m, 30m or 1h".to_owned()),
    }
}

/// Reads the exports and writes the scenario.
pub fn import(arguments: &ImportArguments) -> Result<(), Failure> {
    if arguments.sql {
        return print_out(include_str!("../history/warehouse.sql"));
    }
    let Some(folder) = &arguments.output else {
        return Err(Failure::Usage("say with -o FOLDER where the scenario is to be written".to_owned()));
    };
    let wish = Wish {
        files: arguments.files.clone(),
        sample: arguments.sample.clone(),
        mapping: told(arguments)?,
        strict: arguments.strict,
        replace: arguments.replace,
        #[cfg(feature = "parquet")]
        parquet: arguments.parquet,
        #[cfg(not(feature = "parquet"))]
        parquet: false,
    };
    let found = importing::import(&wish, folder)?;
    match arguments.format {
        Format::Json => print_out(&json(&importing::document(&found))),
        _ => print_out(&summary::summary(folder, &found, terminal::width())),
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Input(problems) => Self::Input(problems),
            ImportError::Wish(message) => Self::Usage(message),
            error @ ImportError::Fault { .. } => Self::Fault(error.into()),
        }
    }
}

/// Puts what was said over what is there.
fn over<T: Clone>(mine: &mut Option<T>, said: Option<&T>) {
    if let Some(said) = said {
        *mine = Some(said.clone());
    }
}

/// What the command line says, over what the mapping file says.
fn told(arguments: &ImportArguments) -> Result<Mapping, Failure> {
    let mut mapping = match &arguments.mapping {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", path.display())))?;
            mapping::parse(&text, &path.display().to_string()).map_err(|problems| Problems { problems })?
        }
        None => Mapping::default(),
    };
    over(&mut mapping.layout, arguments.layout.as_ref());
    over(&mut mapping.delimiter, arguments.delimiter.as_ref());
    over(&mut mapping.decimal, arguments.decimal.as_ref());
    over(&mut mapping.encoding, arguments.encoding.as_ref());
    over(&mut mapping.date_order, arguments.date_order.as_ref());
    over(&mut mapping.time_zone, arguments.time_zone.as_ref());
    over(&mut mapping.times_in, arguments.times_in.as_ref());
    over(&mut mapping.interval_minutes, arguments.interval.as_ref());
    over(&mut mapping.sheet, arguments.sheet.as_ref());
    Ok(mapping)
}
