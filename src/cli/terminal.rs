//! The terminal: its width, its colours, progress on stderr, and Ctrl-C.

use crate::watch::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Columns to write into, where nobody says.
const DEFAULT_WIDTH: u16 = 100;

/// Columns of the terminal that stdout or stderr goes to.
pub fn width() -> u16 {
    let (_, columns) = indicatif::TermLike::width(&console()).checked_sub(0).map_or((0, 0), |columns| (0, columns));
    if std::io::stdout().is_terminal() && columns > 0 { columns } else { DEFAULT_WIDTH }
}

fn console() -> impl indicatif::TermLike {
    Plain
}

#[derive(Debug)]
struct Plain;
