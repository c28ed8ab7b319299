//! Call records per second, as they stream through `history::read`, beside the bare CSV parser on the same file.
//!
//! Machines differ and are disturbed; the ratio at the end of the run is what to quote. `HISTORY_RECORDS=10000000 cargo bench
//! --bench history -- --write calls.csv` only writes a file of so many records, for runs of the command.

#[allow(dead_code, reason = "other benches use more of it")]
mod cpu_time;

use callboard::history::mapping::Mapping;
use callboard::history::read::{Visitors, read};
use cpu_time::{Clock, CpuTime, Rates};
use criterion::{Criterion, SamplingMode, Throughput};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Records that are measured.
const RECORDS: u64 = 500_000;
/// Something that counts the rows of a file.
type Work = fn(&Path) -> u64;

/// The yardstick: rows are cut into cells, and nothing else.
const BARE: &str = "bare CSV parser";

/// Writes call records of 20 queues and 400 agents: two weeks from 2026-06-01 on for every 500,000.
fn write_records(path: &Path, records: u64) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "call_id,arrival,answered at,ended,outcome,queue,agent")?;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let begin = jiff::civil::date(2026, 6, 1).at(0, 0, 0, 0);
    let mut line = String::new();
    for record in 0..records {
        // Twelve open hours a day.
        let of_open = record * 604_800 / RECORDS.max(1);
        let second = of_open / 43_200 * 86_400 + 28_800 + of_open % 43_200;
        let at = |later: u64| begin.saturating_add(std::time::Duration::from_secs(second + later));
        let (wait, handling) = (random(60), 60 + random(400));
        line.clear();
        let queue = random(20);
        if random(20) == 0 {
            _ = writeln!(line, "{record},{},,{},abandoned,queue {queue},", at(0), at(wait));
        } else {
            let agent = random(400);
            _ = writeln!(
                line,
                "{record},{},{},{},answered,queue {queue},agent {agent}",
                at(0),
                at(wait),
                at(wait + handling)
            );
        }
        file.write_all(line.as_bytes())?;
    }
    file.flush()
}

/// Rows that the bare parser finds.
fn parse(path: &Path) -> u64 {
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_path(path).expect("the file is there");
    let mut row = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut row).expect("the file is right") {
        rows += 1;
    }
    rows
}

/// Calls that are read.
fn import(path: &Path) -> u64 {
    let mapping = Mapping { time_zone: Some("Europe/Berlin".to_owned()), ..Mapping::default() };
    let mut calls = 0;
    let mut count = |_: &callboard::history::CallRecord<'_>| calls += 1;
    read(&[path.to_owned()], &mapping, false, &mut Visitors { call: &mut count, set_aside: &mut |_| {} })
        .expect("it is right");
    calls
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let records = std::env::var("HISTORY_RECORDS").ok().and_then(|text| text.parse().ok()).unwrap_or(RECORDS);
        let path = arguments.get(at + 1).map_or_else(|| PathBuf::from("calls.csv"), PathBuf::from);
        write_records(&path, records).expect("the file can be written");
        println!("{records} records: {}", path.display());
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for the records");
    let path = folder.path().join("calls.csv");
    write_records(&path, RECORDS).expect("the records can be written");
    let rates = Rates::default();
    let mut criterion = Criterion::default().with_measurement(CpuTime).configure_from_args();
    let works: [(&str, Work); 2] = [(BARE, parse), ("history", import)];
    for (name, work) in works {
        let mut group = criterion.benchmark_group("records");
        group.sample_size(10).sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(RECORDS));
        let mut durations = Vec::new();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let begin = Clock::Cpu.now();
                assert_eq!(work(&path), RECORDS);
                durations.push(Clock::Cpu.now().saturating_sub(begin));
            });
        });
        rates.keep(name, RECORDS, Clock::Cpu, durations);
        group.finish();
    }
    criterion.final_summary();
    rates.print("Call records", &[BARE, "history"], BARE);
}
