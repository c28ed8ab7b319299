//! The terminal: its width, its colours, progress on stderr, and Ctrl-C.

use crate::watch::Watch;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Columns to write into, where no terminal says how many there are.
const DEFAULT_WIDTH: u16 = 100;

/// Columns that tables may fill: those of the terminal on stdout. In a file or a pipe, tables do not depend on where they
/// were made.
pub fn width() -> u16 {
    terminal_size::terminal_size_of(std::io::stdout()).map_or(DEFAULT_WIDTH, |(width, _)| width.0.max(40))
}

/// An empty table of that width; so many columns after the first have numbers, to the right.
pub fn table(width: u16, header: &[&str], numbers: usize) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width);
    table.set_header(header);
    for column in table.column_iter_mut().skip(1).take(numbers) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// Whether errors may be coloured: stderr is a terminal, and `NO_COLOR` is not set.
pub fn errors_in_colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Shows progress on stderr, and knows whether Ctrl-C was pressed. On a terminal there is a bar with the time left;
/// elsewhere one line for each stage, so that a log tells how far it came.
pub struct Terminal {
    interrupted: Arc<AtomicBool>,
    bar: Option<ProgressBar>,
    quiet: bool,
    stage: Mutex<String>,
}

impl Terminal {
    /// Progress unless `quiet`. The first Ctrl-C asks the work to stop at its next step; a second one ends the program
    /// at once. Either way nothing is half written, since files are written aside and renamed.
    pub fn new(quiet: bool) -> Self {
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&interrupted);
        // Where no handler can be set, Ctrl-C ends the program as ever.
        let _ = ctrlc::set_handler(move || {
            if flag.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            eprintln!("\nstopping at the next step; press Ctrl-C again to stop at once (nothing is half written)");
        });
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(0);
            let style = ProgressStyle::with_template("{msg:32} [{bar:30}] {pos}/{len} {elapsed} left {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
            bar
        });
        Self { interrupted, bar, quiet, stage: Mutex::new(String::new()) }
    }
}

impl Watch for Terminal {
    fn progress(&self, stage: &str, done: u64, total: u64) {
        let mut current = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = *current != stage;
        if is_new {
            stage.clone_into(&mut current);
        }
        match &self.bar {
            Some(bar) => {
                if is_new {
                    bar.set_message(stage.to_owned());
                    bar.set_length(total);
                    bar.reset();
                }
                bar.set_length(total);
                bar.set_position(done);
            }
            None if is_new && !self.quiet => eprintln!("{stage} …"),
            None => {}
        }
    }

    fn is_cancelled(&self) -> bool {
        self.interrupted.load(Ordering::SeqCst)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
