//! Parquet files: rows read one at a time, with cells as they would stand in a CSV file; and a history written as one.

use super::dates::{DAY_S, date_of};
use super::findings::Kind;
use super::row::Row;
use super::{IntervalHistory, IntervalRow};
use crate::scenario::guarded::{guarded, reading};
use parquet::basic::{LogicalType, TimeUnit};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// With what a file begins.
pub const MAGIC: &[u8] = b"PAR1";
/// Widest row.
const MOST_CELLS: usize = 1000;

/// Hands the names of the columns, as a first row, and then all rows to `visit`, until it breaks.
pub fn visit(path: &Path, mut visit: impl FnMut(&Row) -> ControlFlow<()>) -> Result<(), String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let reader = reading(|| SerializedFileReader::new(file))?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let columns = schema.root_schema().get_fields();
    if columns.len() > MOST_CELLS {
        return Err(format!("{} columns, more than {MOST_CELLS}", columns.len()));
    }
    let moments: Vec<Moments> =
        columns.iter().map(|column| moments_of(column.get_basic_info().logical_type_ref())).collect();
    let mut row = Row::default();
    row.begin(1);
    for column in columns {
        row.push(column.name().as_bytes());
    }
    if visit(&row).is_break() {
        return Ok(());
    }
    let mut records = reading(|| reader.get_row_iter(None))?;
    for line in 2.. {
        let Some(record) = reading(|| records.next().transpose())? else { return Ok(()) };
        row.begin(line);
        for ((_, field), moments) in record.get_column_iter().zip(&moments) {
            row.push(text_of(field, *moments).as_bytes());
        }
        if visit(&row).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// How the moments of a column are to be read.
#[derive(Debug, Clone, Copy)]
struct Moments {
    /// They are UTC; otherwise they are clock times of nobody knows where.
    is_utc: bool,
    /// They are counted in billionths of a second.
    is_nanos: bool,
}

fn moments_of(logical: Option<&LogicalType>) -> Moments {
    match logical {
        Some(LogicalType::Timestamp(timestamp)) => {
            Moments { is_utc: timestamp.is_adjusted_to_u_t_c, is_nanos: timestamp.unit == TimeUnit::NANOS }
        }
        _ => Moments { is_utc: false, is_nanos: false },
    }
}

/// A cell as it would stand in a CSV file; nothing for what is no plain value.
fn text_of(field: &Field, moments: Moments) -> String {
    match field {
        Field::Str(text) => text.clone(),
        Field::Long(nanos) if moments.is_nanos => moment(nanos.div_euclid(1_000_000_000), moments),
        Field::Bool(_)
        | Field::Byte(_)
        | Field::Short(_)
        | Field::Int(_)
        | Field::Long(_)
        | Field::UByte(_)
        | Field::UShort(_)
        | Field::UInt(_)
        | Field::ULong(_)
        | Field::Decimal(_) => guarded(|| field.to_string()).unwrap_or_default(),
        Field::Float16(value) => f32::from(*value).to_string(),
        Field::Float(value) => value.to_string(),
        Field::Double(value) => value.to_string(),
        Field::Date(day) => day_of(i64::from(*day)),
        Field::TimeMillis(millis) => clock(i64::from(*millis).div_euclid(1000)),
        Field::TimeMicros(micros) => clock(micros.div_euclid(1_000_000)),
        Field::TimestampMillis(millis) => moment(millis.div_euclid(1000), moments),
        Field::TimestampMicros(micros) => moment(micros.div_euclid(1_000_000), moments),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Null | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => String::new(),
    }
}

fn day_of(day: i64) -> String {
    // Beyond that no calendar goes, and the row is refused for it.
    if (-700_000..=2_900_000).contains(&day) { date_of(day as i32).to_string() } else { day.to_string() }
}

fn moment(seconds: i64, moments: Moments) -> String {
    let zone = if moments.is_utc { "Z" } else { "" };
    format!("{}T{}{zone}", day_of(seconds.div_euclid(DAY_S)), clock(seconds.rem_euclid(DAY_S)))
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

const SCHEMA: &str = "message history {
    required binary queue (STRING);
    required binary channel (STRING);
    required int64 start (TIMESTAMP(MILLIS, true));
    required double offered;
    optional double answered;
    optional double abandoned;
    optional double total_handle_time_s;
    optional double total_wait_s;
    optional double answered_in_time;
    optional double agents;
    optional binary mark (STRING);
}";

/// A history with what marks its intervals, as the bytes of a Parquet file with the columns of `history.csv`; moments are UTC.
pub fn history_parquet(
    history: &IntervalHistory,
    mark: impl Fn(usize, &IntervalRow) -> Option<Kind>,
) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let properties = Arc::new(WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    let mut group = writer.next_row_group()?;
    let rows = || {
        let queues = history.queues.iter().enumerate();
        queues.flat_map(|(index, queue)| queue.rows.iter().map(move |row| (index, queue, row)))
    };
    let texts = |text: &str| ByteArray::from(text.as_bytes().to_vec());
    let queues: Vec<ByteArray> = rows().map(|(_, queue, _)| texts(&queue.name)).collect();
    let channels: Vec<ByteArray> = rows().map(|(_, queue, _)| texts(queue.channel.name())).collect();
    for values in [queues, channels] {
        if let Some(mut column) = group.next_column()? {
            column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
            column.close()?;
        }
    }
    if let Some(mut column) = group.next_column()? {
        let starts: Vec<i64> = rows().map(|(_, _, row)| row.start_s * 1000).collect();
        column.typed::<Int64Type>().write_batch(&starts, None, None)?;
        column.close()?;
    }
    let numbers: [fn(&IntervalRow) -> Option<f64>; 7] = [
        |row| Some(row.offered),
        |row| row.answered,
        |row| row.abandoned,
        |row| (row.handled > 0.0).then_some(row.handling_s),
        |row| row.waited_s,
        |row| row.in_time,
        |row| row.agents,
    ];
    for (place, number) in numbers.into_iter().enumerate() {
        if let Some(mut column) = group.next_column()? {
            let values: Vec<f64> = rows().filter_map(|(_, _, row)| number(row)).collect();
            let known: Vec<i16> = rows().map(|(_, _, row)| i16::from(number(row).is_some())).collect();
            let levels = (place > 0).then_some(&known[..]);
            column.typed::<DoubleType>().write_batch(&values, levels, None)?;
            column.close()?;
        }
    }
    if let Some(mut column) = group.next_column()? {
        let marks: Vec<Option<Kind>> = rows().map(|(index, _, row)| mark(index, row)).collect();
        let known: Vec<i16> = marks.iter().map(|mark| i16::from(mark.is_some())).collect();
        let values: Vec<ByteArray> = marks.into_iter().flatten().map(|kind| texts(kind.name())).collect();
        column.typed::<ByteArrayType>().write_batch(&values, Some(&known), None)?;
        column.close()?;
    }
    group.close()?;
    writer.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::QueueHistory;
    use crate::scenario::Channel;

    /// A history of a queue in three intervals, as a file.
    fn written() -> Vec<u8> {
        let row = |number: i64| {
            let start_s = 1_796_000_400 + 1800 * number;
            IntervalRow { start_s, local_s: start_s, offered: 12.0, answered: Some(11.0), ..IntervalRow::default() }
        };
        let queue = QueueHistory {
            name: "sales".to_owned(),
            labels: vec!["Sales".to_owned()],
            channel: Channel::Voice,
            rows: (0..3).map(row).collect(),
        };
        let history =
            IntervalHistory { interval_minutes: 30, time_zone: "UTC".to_owned(), within_s: 20.0, queues: vec![queue] };
        history_parquet(&history, |_, _| None).unwrap()
    }

    fn rows(bytes: &[u8]) -> Result<usize, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let mut rows = 0;
        visit(file.path(), |_| {
            rows += 1;
            if rows < 100 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(rows)
    }

    #[test]
    fn a_file_of_which_any_byte_is_another_is_read_or_refused() {
        let whole = written();
        assert_eq!(rows(&whole), Ok(4));
        let mut refused = 0;
        for at in 0..whole.len() {
            for flip in [0x01, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= flip;
                refused += usize::from(rows(&bytes).is_err());
            }
        }
        assert!(refused > 100, "{refused}");
    }
}
