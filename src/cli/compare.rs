//! `callboard compare`: what if, on the same random numbers.

use super::{ChangeArguments, Failure, WorkArguments, begin, give_out, json, terminal};
use crate::report;
use crate::scenario::Scenario;
use crate::scenario::file::{Problems, load, read};
use crate::what_if::{self, Variant, WhatIfError};
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Words of `callboard compare`.
#[derive(Debug, Args)]
#[command(after_help = "\
Everything is compared with the first scenario, on the same random numbers: its seed, and as many
replications as it says (with auto: as it needed). What is the same in both has the same customers.

Examples:
  callboard compare scenarios/one_queue --variant \"one more: group.agents.headcount=19\"
  callboard compare scenarios/add_chatbot --variant \"no bot: bot.assistant.entry=0\"
  callboard compare scenarios/one_queue \\
      --variant \"quicker: queue.calls.handling.mean=4m45s\" \\
      --variant \"both: queue.calls.handling.mean=4m45s, group.agents.headcount=19\"
  callboard compare this_year.toml next_year.toml --format html -o compared.html")]
pub struct CompareArguments {
    /// Scenarios: folders or TOML files; the first is what the others are compared with
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// The first scenario with other values: "name: path=value, path=value", or without a name (may be repeated)
    #[arg(long = "variant", value_name = "NAME: PATH=VALUE, …")]
    variants: Vec<String>,
    #[command(flatten)]
    changes: ChangeArguments,
    /// How results are printed
    #[arg(long, value_enum, default_value_t = ComparisonFormat::Text)]
    format: ComparisonFormat,
    /// Write the results to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    work: WorkArguments,
}

/// Forms of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ComparisonFormat {
    /// Tables to read
    Text,
    /// One JSON document
    Json,
    /// Rows for a spreadsheet
    Csv,
    /// A page with charts, to be opened in a browser
    Html,
}

/// Compares, and gives out which differences are real.
pub fn compare(arguments: &CompareArguments) -> Result<(), Failure> {
    let mut compared = load_all(arguments)?.into_iter();
    let Some(baseline) = compared.next() else {
        return Err(Failure::Usage("name a scenario".to_owned()));
    };
    let terminal = begin(&arguments.work)?;
    let what_if = what_if::compare(baseline, compared.collect(), &terminal)?;
    drop(terminal);
    let text = match arguments.format {
        ComparisonFormat::Text => report::what_if_text(&what_if, terminal::width()),
        ComparisonFormat::Json => json(&report::what_if_json(&what_if)),
        ComparisonFormat::Csv => report::what_if_csv(&what_if),
        ComparisonFormat::Html => report::what_if_html(&what_if).context("the page cannot be made")?,
    };
    give_out(arguments.output.as_deref(), &text)
}

/// All that is to be compared, the baseline first, or all that is wrong with any of it.
fn load_all(arguments: &CompareArguments) -> Result<Vec<Variant>, Failure> {
    let for_all = arguments.changes.all();
    let first = &arguments.scenarios[0];
    let mut found: Vec<Variant> = Vec::new();
    let mut wrong = Problems { problems: Vec::new() };
    let mut add = |name: String, loaded: Result<Scenario, Problems>| match loaded {
        Ok(scenario) => found.push(Variant { name, scenario }),
        Err(problems) => {
            // What is wrong with the first is wrong with its variants too, and said once.
            let new = problems.problems.into_iter().filter(|problem| !wrong.problems.contains(problem));
            wrong.problems.extend(new.collect::<Vec<_>>());
        }
    };
    for (path, name) in arguments.scenarios.iter().zip(names(&arguments.scenarios)) {
        add(name, load(path, &for_all));
    }
    for text in &arguments.variants {
        let (name, mut changes) = variant(text);
        if changes.is_empty() {
            return Err(Failure::Usage(format!(
                "--variant {text:?} changes nothing: write \"name: path=value, path=value\", such as \
                 \"five minutes: queue.calls.handling.mean=5m\""
            )));
        }
        changes.splice(0..0, for_all.iter().cloned());
        add(name, load(first, &changes));
    }
    if wrong.problems.is_empty() { Ok(found) } else { Err(wrong.into()) }
}

/// What scenarios are called: by the folder or file where these differ, else by the whole path.
fn names(paths: &[PathBuf]) -> Vec<String> {
    let whole = |path: &Path| path.display().to_string();
    let short: Vec<String> =
        paths.iter().map(|path| read(path).map_or_else(|_| whole(path), |source| source.name)).collect();
    let is_taken = |name: &String| short.iter().filter(|other| *other == name).count() > 1;
    short.iter().zip(paths).map(|(name, path)| if is_taken(name) { whole(path) } else { name.clone() }).collect()
}

/// The name of a variant and its changes. The name ends at the first colon, if that stands before the first `=`; changes are
/// separated by commas outside of quotes, brackets and braces. Without a name, its changes are its name.
fn variant(text: &str) -> (String, Vec<String>) {
    let (mut name, mut rest) = (None, text);
    let (mut quote, mut depth, mut begin) = (None, 0_u32, 0);
    let mut cuts = Vec::new();
    let mut has_value = false;
    for (at, letter) in text.char_indices() {
        if let Some(open) = quote {
            quote = (letter != open).then_some(open);
            continue;
        }
        match letter {
            // An apostrophe in a name is no quote.
            '\'' if name.is_none() && !has_value => {}
            '"' | '\'' => quote = Some(letter),
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            '=' => has_value = true,
            ':' if name.is_none() && !has_value => {
                name = Some(text[..at].trim());
                begin = at + 1;
                rest = &text[begin..];
                cuts.clear();
            }
            ',' if depth == 0 => cuts.push(at),
            _ => {}
        }
    }
    cuts.push(text.len());
    let mut changes = Vec::new();
    for cut in cuts {
        let change = text[begin.min(cut)..cut].trim();
        if !change.is_empty() {
            changes.push(change.to_owned());
        }
        begin = cut + 1;
    }
    let name = name.filter(|name| !name.is_empty()).map_or_else(|| rest.trim().to_owned(), ToOwned::to_owned);
    (name, changes)
}

impl From<WhatIfError> for Failure {
    fn from(error: WhatIfError) -> Self {
        match error {
            WhatIfError::Interrupted(interrupted) => Self::Interrupted(interrupted),
            WhatIfError::Alone(_) => Self::Usage(format!(
                "{error}: name another scenario, or say what changes: --variant \"five minutes: queue.calls.handling.mean=5m\""
            )),
            WhatIfError::SameName(_) => Self::Usage(format!(
                "{error}: name each scenario once, and begin each --variant with a name and a colon"
            )),
            error => Self::Usage(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (String, Vec<String>) {
        variant(text)
    }

    #[test]
    fn a_variant_has_a_name_and_changes() {
        let (name, changes) =
            parsed("five minutes, one more : queue.calls.handling.mean=5m, group.agents.headcount=19");
        assert_eq!(name, "five minutes, one more");
        assert_eq!(changes, ["queue.calls.handling.mean=5m", "group.agents.headcount=19"]);
    }

    #[test]
    fn a_variant_without_a_name_is_called_by_its_changes() {
        let (name, changes) = parsed("opening_hours.mon=08:00-20:00, seed=3");
        assert_eq!(name, "opening_hours.mon=08:00-20:00, seed=3");
        assert_eq!(changes, ["opening_hours.mon=08:00-20:00", "seed=3"]);
    }

    #[test]
    fn commas_within_a_value_do_not_part_it() {
        let (name, changes) =
            parsed("x: queue.\"a, b\".volume={ per_day = 3, growth = \"1%, or so\" }, group.g.skills=[\"a\", 'b']");
        assert_eq!(name, "x");
        assert_eq!(changes.len(), 2);
        assert_eq!(changes[1], "group.g.skills=[\"a\", 'b']");
    }

    #[test]
    fn an_apostrophe_in_a_name_is_part_of_it() {
        let (name, changes) = parsed("next year's calls: queue.calls.volume.factor=1.1, seed=2");
        assert_eq!(name, "next year's calls");
        assert_eq!(changes.len(), 2);
    }

    #[test]
    fn nothing_changes_nothing() {
        assert!(parsed("").1.is_empty() && parsed("name:").1.is_empty() && parsed("a: ,").1.is_empty());
    }
}
