//! What an import read and found, in short, and as a document.

use crate::cli::terminal::table;
use crate::history::findings::{Finding, Kind};
use crate::history::read::Reading;
use crate::history::{IntervalHistory, QueueHistory};
use crate::importing::Imported;
use crate::report::format;
use crate::scenario::kind::duration_text;
use comfy_table::{CellAlignment, Table};
use std::collections::BTreeMap;
use std::path::Path;

/// The files, with their rows and what became of them.
pub(in crate::cli) fn files_table(reading: &Reading, width: u16) -> Table {
    let mut files = table(width, &["file", "rows", "counted", "twice", "set aside"], 4);
    for file in &reading.files {
        let counts = [file.rows, file.taken, file.duplicates, file.set_aside];
        files.add_row([file.origin.clone()].into_iter().chain(counts.map(|count| format::count(count as f64))));
    }
    files
}

/// What was read and found, in short.
pub(super) fn summary(
    folder: &Path,
    Imported { reading, history, findings, set_aside }: &Imported,
    width: u16,
) -> String {
    let mut text = Vec::new();
    text.push(format!("{}\n\n", files_table(reading, width)));
    for file in &reading.files {
        text.push(format!("{}: {}\n", file.origin, file.described));
        text.extend(file.notes.iter().map(|note| format!("  {note}\n")));
    }
    text.extend(reading.notes.iter().map(|note| format!("{note}\n")));
    text.extend(
        reading
            .passed_over
            .iter()
            .map(|(reason, count)| format!("passed over: {} {reason}\n", format::count(*count as f64))),
    );
    text.extend(days_twice(reading));
    let mut queues = table(width, &["queue", "channel", "days", "contacts", "hang up", "handling"], 0);
    for queue in &history.queues {
        queues.add_row(queue_row(queue));
    }
    for column in queues.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let minutes = history.interval_minutes;
    text.push(format!("\n{queues}\n\nin {}, intervals of {minutes} minutes\n", history.time_zone));
    if !findings.list.is_empty() {
        let mut table = table(width, &["found", "how often", "for example"], 0);
        let mut kinds: BTreeMap<Kind, Vec<&Finding>> = BTreeMap::new();
        findings.list.iter().for_each(|finding| kinds.entry(finding.kind).or_default().push(finding));
        for (kind, list) in kinds {
            let example = list
                .iter()
                .max_by(|a, b| weight(a).total_cmp(&weight(b)))
                .map_or(String::new(), |one| in_words(one, history));
            table.add_row([kind.name().to_owned(), format::count(list.len() as f64), example]);
        }
        text.push(format!("\n{table}\n"));
    }
    let shown = folder.display();
    if *set_aside > 0 {
        text.push(format!(
            "\n{} rows were set aside, each with its reason: {shown}/set_aside.csv\n",
            format::count(*set_aside as f64)
        ));
    }
    text.push(format!(
        "\n{shown}: scenario.toml, volume.csv, history.csv, findings.csv, estimates.csv, mapping.toml\nlook at {shown}/import.html: what came day by day, what is odd, and how well laws fit\nnext: put your own numbers where scenario.toml says default, then\n  callboard check {shown}\n  callboard simulate {shown}\n"
    ));
    text.concat()
}

fn days_twice(reading: &Reading) -> Vec<String> {
    let calls: u64 = reading.days_twice.iter().map(|(_, _, calls)| calls).sum();
    reading
        .days_twice
        .first()
        .map(|(queue, day, _)| {
            let days = format::count(reading.days_twice.len() as f64);
            format!(
                "counted once: {} calls on {days} days that several files have alike, such as {queue} on {day}\n",
                format::count(calls as f64)
            )
        })
        .into_iter()
        .collect()
}

fn queue_row(queue: &QueueHistory) -> [String; 6] {
    let known = queue.rows.iter().filter_map(|row| row.abandoned.map(|abandoned| (abandoned, row.offered)));
    let (abandoned, offered) = known.fold((0.0, 0.0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    let handled: f64 = queue.rows.iter().map(|row| row.handled).sum();
    let handling: f64 = queue.rows.iter().map(|row| row.handling_s).sum();
    [
        queue.name.clone(),
        queue.channel.name().to_owned(),
        format::count(queue.days_with_contacts() as f64),
        format::count(queue.offered()),
        if offered > 0.0 { format!("{:.1} %", 100.0 * abandoned / offered) } else { "not known".to_owned() },
        if handled > 0.0 { duration_text((handling / handled).round()) } else { "not known".to_owned() },
    ]
}

/// How far a finding is from what is usual: the largest is shown.
fn weight(finding: &Finding) -> f64 {
    finding.usual.map_or(0.0, |usual| (finding.found - usual).abs())
}

fn in_words(finding: &Finding, history: &IntervalHistory) -> String {
    let clock = crate::calendar::clock;
    let mut words = vec![finding.first.to_string()];
    if finding.last != finding.first {
        words.push(format!("to {}", finding.last));
    }
    words.extend(finding.minutes.map(|(from, to)| format!("{}-{}", clock(from), clock(to))));
    words.extend(finding.queue.map(|queue| history.queues[queue].name.clone()));
    match (finding.kind, finding.usual) {
        (Kind::DaylightSaving, _) => words.push(format!("has {} hours", finding.found)),
        (Kind::ClosedDay | Kind::MissingDays, _) => {}
        (_, Some(usual)) => words.push(format!("{:.0} contacts, usually {usual:.0}", finding.found)),
        (_, None) => words.push(format!("{:.0} contacts", finding.found)),
    }
    words.join(" ")
}
