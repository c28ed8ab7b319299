//! `callboard report`: the answer for those who decide, as a page, as PDF or as a workbook.

use super::{Failure, ScenarioArguments, TimeLimitArguments, WorkArguments, give_out};
use crate::report::file::write_by_rename;
use crate::report::format::in_locale;
use crate::report::locale::Locale;
use crate::report::{self, Extent, pdf};
use crate::study::Study;
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Words of `callboard report`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard report scenarios/peak_season -o pack.html
  callboard report scenarios/peak_season --one-page --format pdf -o decision.pdf
  callboard report scenarios/peak_season --format xlsx -o study.xlsx
  callboard report scenarios/peak_season --locale de-DE --set queue.orders.volume.factor=1.2 -o pack.html

The pack is a page that prints: with page breaks, and with its provenance on each page. A PDF is printed by a browser on this machine
(Chromium, Chrome, Edge); the same browser gives the same bytes, another version of it may not.")]
pub struct ReportArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// What is written
    #[arg(long, value_enum, default_value_t = ReportFormat::Html)]
    format: ReportFormat,
    /// How much of it: one page to decide on, or all chapters
    #[arg(long, value_enum, default_value_t = ExtentName::Full)]
    extent: ExtentName,
    /// The same as --extent one-page
    #[arg(long, conflicts_with_all = ["extent", "full"])]
    one_page: bool,
    /// The same as --extent full
    #[arg(long, conflicts_with = "extent")]
    full: bool,
    /// How numbers, dates and amounts are written, and on which paper: a language and a country, such as de-DE
    #[arg(long, value_name = "TAG", default_value = "en")]
    locale: Locale,
    /// The browser that prints a PDF [default: Chromium, Chrome or Edge, as found]
    #[arg(long, value_name = "PROGRAM")]
    browser: Option<PathBuf>,
    /// Write to this file instead of stdout; a PDF takes one
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    limit: TimeLimitArguments,
    #[command(flatten)]
    work: WorkArguments,
}

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A page to be opened in a browser, and printed there
    Html,
    /// The same on paper
    Pdf,
    /// The whole study as a workbook to keep working in
    Xlsx,
}

/// How much of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtentName {
    /// One page to decide on
    OnePage,
    /// All chapters
    Full,
}

/// Runs the whole chain and writes the pack.
pub fn report(arguments: &ReportArguments) -> Result<(), Failure> {
    let is_file = arguments.format != ReportFormat::Html;
    if is_file && arguments.output.is_none() {
        let message = match arguments.format {
            ReportFormat::Xlsx => "a workbook is no text for the screen: name a file for it, as -o study.xlsx",
            _ => "a PDF is no text for the screen: name a file for it, as -o pack.pdf",
        };
        return Err(Failure::Usage(message.to_owned()));
    }
    if arguments.browser.is_some() && arguments.format != ReportFormat::Pdf {
        return Err(Failure::Usage("--browser prints a PDF: it goes with --format pdf".to_owned()));
    }
    // Before the work, so that a browser that is missing does not cost a minute.
    let browser = match arguments.format {
        ReportFormat::Html | ReportFormat::Xlsx => None,
        ReportFormat::Pdf => {
            let search_path = std::env::var_os("PATH");
            let found = pdf::browser(arguments.browser.as_deref(), search_path.as_ref());
            Some(found.map_err(|error| Failure::Usage(error.to_string()))?)
        }
    };
    let study = super::run::whole(arguments.scenario.load()?, &arguments.scenario, &arguments.limit, &arguments.work)?;
    give(arguments, browser.as_deref(), &study)?;
    study.scheduled.as_ref().map_or(Ok(()), super::schedule::objections)?;
    study.rostered.as_ref().map_or(Ok(()), super::roster::of_scenario::objections)
}

/// Writes the pack, or the workbook.
fn give(arguments: &ReportArguments, browser: Option<&Path>, study: &Study) -> Result<(), Failure> {
    let locale = &arguments.locale;
    let write = |path: &Path, bytes: &[u8]| {
        write_by_rename(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
    };
    if let (ReportFormat::Xlsx, Some(path)) = (arguments.format, &arguments.output) {
        let bytes = in_locale(locale, || report::study_workbook(study, locale));
        return Ok(write(path, &bytes.context("the workbook cannot be made")?)?);
    }
    let is_one_page = arguments.one_page || (!arguments.full && arguments.extent == ExtentName::OnePage);
    let extent = if is_one_page { Extent::OnePage } else { Extent::Full };
    let page = report::board_html(study, extent, locale).context("the pack cannot be made")?;
    match (browser, &arguments.output) {
        (Some(browser), Some(path)) => {
            let dated = study.scenario.calendar.days.first().map_or(jiff::civil::Date::ZERO, |day| day.date);
            let bytes = pdf::print(&page, browser, dated, pdf::LIMIT).context("the PDF cannot be made")?;
            write(path, &bytes)?;
        }
        _ => give_out(arguments.output.as_deref(), &page)?,
    }
    Ok(())
}
