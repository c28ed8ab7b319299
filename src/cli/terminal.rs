//! The terminal: its width, its colours, progress on stderr, and Ctrl-C.

use crate::watch::Watch;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

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

/// What is done at the first Ctrl-C; a second one ends the program at once.
pub fn on_interrupt(first: impl Fn() + Send + 'static) {
    let was_pressed = AtomicBool::new(false);
    // Where no handler can be set, Ctrl-C ends the program as ever.
    let _ = ctrlc::set_handler(move || {
        if was_pressed.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
        first();
    });
}

/// Shows progress on stderr, and knows whether Ctrl-C was pressed. On a terminal there is a bar with the time left;
/// elsewhere one line for each stage, so that a log tells how far it came.
pub struct Terminal {
    interrupted: Arc<AtomicBool>,
    bar: Option<ProgressBar>,
    quiet: bool,
    verbose: bool,
    stages: Mutex<Stages>,
}

/// The parts of the work, in the order in which they were begun first, with the time that each took.
struct Stages {
    began: Instant,
    current: Option<(usize, Instant)>,
    took: Vec<(String, Duration)>,
}

impl Stages {
    /// Goes on with a stage; whether it is another one than before.
    fn enter(&mut self, stage: &str) -> bool {
        if self.current.is_some_and(|(place, _)| self.took[place].0 == stage) {
            return false;
        }
        let now = Instant::now();
        self.leave(now);
        let place = self.took.iter().position(|(name, _)| name == stage).unwrap_or_else(|| {
            self.took.push((stage.to_owned(), Duration::ZERO));
            self.took.len() - 1
        });
        self.current = Some((place, now));
        true
    }

    fn leave(&mut self, now: Instant) {
        if let Some((place, since)) = self.current.take() {
            self.took[place].1 += now - since;
        }
    }

    /// What took how long, a line for each.
    fn told(&mut self) -> String {
        let now = Instant::now();
        self.leave(now);
        let all = ("in all".to_owned(), now - self.began);
        let line = |(name, took): &(String, Duration)| format!("{:>9.2} s  {name}", took.as_secs_f64());
        self.took.iter().chain([&all]).map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Terminal {
    /// Progress unless `quiet`; with `verbose`, how long each stage took at the end. The first Ctrl-C asks the work to stop at its next
    /// step; a second one ends the program at once. Either way nothing is half written, since files are written aside and renamed.
    pub fn new(quiet: bool, verbose: bool) -> Self {
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&interrupted);
        on_interrupt(move || {
            flag.store(true, Ordering::SeqCst);
            eprintln!("\nstopping at the next step; press Ctrl-C again to stop at once (nothing is half written)");
        });
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(0);
            let style = ProgressStyle::with_template("{msg:32} [{bar:30}] {pos}/{len} {elapsed} left {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
            bar
        });
        let stages = Mutex::new(Stages { began: Instant::now(), current: None, took: Vec::new() });
        Self { interrupted, bar, quiet, verbose, stages }
    }
}

impl Watch for Terminal {
    fn progress(&self, stage: &str, done: u64, total: u64) {
        let is_new = self.stages.lock().unwrap_or_else(PoisonError::into_inner).enter(stage);
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
        if self.verbose {
            let told = self.stages.lock().unwrap_or_else(PoisonError::into_inner).told();
            eprintln!("{told}\n{:>9}    threads", rayon::current_num_threads());
        }
    }
}
