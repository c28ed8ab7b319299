//! CPU time as criterion's measure, and the rates that come of it.
//!
//! A simulation on one thread neither waits nor reads; so its CPU time is what it costs, and other programmes on the same
//! machine disturb it far less than they disturb the clock on the wall.

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use std::cell::RefCell;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// CPU time of the process, all threads together.
pub struct CpuTime;

impl CpuTime {
    /// CPU time since the process began.
    #[cfg(unix)]
    pub fn now() -> Duration {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Duration::new(time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).unwrap_or(0))
    }

    /// Elsewhere: the clock on the wall.
    #[cfg(not(unix))]
    pub fn now() -> Duration {
        wall()
    }
}

/// Time on the wall since it was first asked for.
fn wall() -> Duration {
    static BEGIN: OnceLock<Instant> = OnceLock::new();
    BEGIN.get_or_init(Instant::now).elapsed()
}

/// By which clock a rate is told.
#[derive(Clone, Copy)]
pub enum Clock {
    /// CPU time; the median of the runs stands for them.
    Cpu,
    /// Time on the wall; the fastest of the runs stands for them, as the one that others disturbed least.
    Wall,
}

impl Clock {
    /// What it shows.
    pub fn now(self) -> Duration {
        match self {
            Self::Cpu => CpuTime::now(),
            Self::Wall => wall(),
        }
    }

    fn typical(self, mut durations: Vec<Duration>) -> Option<Duration> {
        durations.sort();
        match self {
            Self::Cpu => durations.get(durations.len() / 2).copied(),
            Self::Wall => durations.first().copied(),
        }
    }
}

impl Measurement for CpuTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        Self::now()
    }

    fn end(&self, begin: Duration) -> Duration {
        Self::now().saturating_sub(begin)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

/// Rates by name, in contacts per second, kept for the table at the end of the run.
#[derive(Default)]
pub struct Rates(RefCell<Vec<(String, f64)>>);

impl Rates {
    /// Keeps the rate of runs that took so long each by that clock, with so many contacts each.
    pub fn keep(&self, name: &str, contacts: u64, clock: Clock, durations: Vec<Duration>) {
        if let Some(duration) = clock.typical(durations) {
            self.0.borrow_mut().push((name.to_owned(), contacts as f64 / duration.as_secs_f64()));
        }
    }

    /// The rate of that name, if it was measured: a filter on the command line may have left it out.
    pub fn of(&self, name: &str) -> Option<f64> {
        self.0.borrow().iter().find(|(known, _)| known == name).map(|(_, rate)| *rate)
    }

    /// Prints each of `names` with its rate and its ratio to the yardstick.
    pub fn print(&self, title: &str, names: &[&str], yardstick: &str) {
        println!("\n{title:<44}       M/s    × {yardstick}");
        for name in names {
            if let Some(rate) = self.of(name) {
                let ratio = self.of(yardstick).map(|other| format!("{:.2}", rate / other));
                println!("  {name:<44} {:>7.3}    {}", rate / 1e6, ratio.unwrap_or_default());
            }
        }
    }
}
