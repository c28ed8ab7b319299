//! Long work, in turn: whoever has waited longest since something of theirs was last begun is next, so that nobody's twenty runs stand before
//! somebody else's one.
//!
//! What is asked for is in the [`Store`] before anybody is told its number, and what came out is there before anybody is told that it is
//! done. This room only knows who is next, how far each run is, and which are not wanted any more.

mod work;

pub use work::Kind;

use super::store::{Asked, State, Store, StoreError};
use crate::watch::Watch;
use serde::Serialize;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use work::Trouble;

/// Most runs that may wait, of all and of one person.
const MOST_WAITING: usize = 1000;
/// See [`MOST_WAITING`].
const MOST_OF_ONE: usize = 100;
/// Longest time that a run may take.
const LONGEST: Duration = Duration::from_secs(2 * 3600);
/// Stack of the threads that work: solvers and event loops are not deep, and what they call is the same on the main thread.
const STACK: usize = 8 << 20;

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Progress {
    /// What is being done.
    pub stage: String,
    /// Steps of it that are done.
    pub done: u64,
    /// Steps of it; 0 where nobody knows.
    pub total: u64,
}

struct Running {
    who: String,
    cancelled: Arc<AtomicBool>,
    progress: Progress,
}

/// Who waits and what runs.
#[derive(Default)]
struct Hall {
    /// Numbers of runs with who asked for them, in the order in which they came.
    waiting: Vec<(i64, String)>,
    running: BTreeMap<i64, Running>,
    /// When something of a person was last begun, counted in begins.
    begun: BTreeMap<String, u64>,
    begins: u64,
    is_closing: bool,
}

impl Hall {
    /// The place in the line of who is next: those first of whom least is running, then those whose last begin is longest ago, then by number.
    fn next(&self) -> Option<usize> {
        let rank = |(id, who): &(i64, String)| {
            let running = self.running.values().filter(|running| running.who == *who).count();
            (running, self.begun.get(who).copied().unwrap_or(0), *id)
        };
        (0..self.waiting.len()).min_by_key(|&place| rank(&self.waiting[place]))
    }

    fn begin(&mut self, place: usize) -> (i64, Arc<AtomicBool>) {
        let (id, who) = self.waiting.remove(place);
        self.begins += 1;
        self.begun.insert(who.clone(), self.begins);
        let cancelled = Arc::new(AtomicBool::new(false));
        self.running.insert(id, Running { who, cancelled: Arc::clone(&cancelled), progress: Progress::default() });
        (id, cancelled)
    }
}

struct Shared {
    store: Arc<Store>,
    hall: Mutex<Hall>,
    wake: Condvar,
    changed: watch::Sender<u64>,
}

impl Shared {
    fn hall(&self) -> MutexGuard<'_, Hall> {
        self.hall.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.changed.send_modify(|count| *count += 1);
    }
}

/// The line and those who work.
pub struct Jobs {
    shared: Arc<Shared>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

/// Why something cannot be asked for.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Too much waits already.
    #[error("{0} runs wait already: wait until some are done, or cancel some")]
    TooMany(usize),
    /// The history of runs.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Jobs {
    /// Begins to work on what waits, so many runs at once, each on as many threads as there are cores.
    ///
    /// # Errors
    ///
    /// The history cannot be read, or threads cannot be started.
    pub fn begin(store: Arc<Store>, at_once: usize) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let waiting = store.in_state(State::Queued)?.into_iter().map(|run| (run.id, run.who)).collect();
        let hall = Hall { waiting, ..Hall::default() };
        let shared =
            Arc::new(Shared { store, hall: Mutex::new(hall), wake: Condvar::new(), changed: watch::Sender::new(0) });
        let mut workers = Vec::new();
        for number in 0..at_once.max(1) {
            // Threads of its own, so that what somebody waits for at the page does not stand behind a solver.
            let pool = rayon::ThreadPoolBuilder::new()
                .stack_size(STACK)
                .thread_name(move |thread| format!("work-{number}-{thread}"))
                .build()?;
            let shared = Arc::clone(&shared);
            let builder = std::thread::Builder::new().name(format!("work-{number}")).stack_size(STACK);
            workers.push(builder.spawn(move || work_on(&shared, &pool))?);
        }
        Ok(Self { shared, workers: Mutex::new(workers) })
    }

    /// Asks for a run; its number.
    pub fn ask(&self, asked: &Asked) -> Result<i64, JobError> {
        // Nobody else gets in between the count and the note.
        let mut hall = self.shared.hall();
        let mine = hall.waiting.iter().filter(|(_, who)| *who == asked.who).count();
        if mine >= MOST_OF_ONE || hall.waiting.len() >= MOST_WAITING {
            return Err(JobError::TooMany(if mine >= MOST_OF_ONE { mine } else { hall.waiting.len() }));
        }
        let id = self.shared.store.ask(asked)?;
        hall.waiting.push((id, asked.who.clone()));
        drop(hall);
        self.shared.wake.notify_one();
        self.shared.tell();
        Ok(id)
    }

    /// Does not want a run any more; whether it was waiting or running.
    pub fn cancel(&self, id: i64) -> Result<bool, StoreError> {
        let mut hall = self.shared.hall();
        if let Some(running) = hall.running.get(&id) {
            running.cancelled.store(true, Ordering::SeqCst);
            return Ok(true);
        }
        let Some(place) = hall.waiting.iter().position(|(waiting, _)| *waiting == id) else { return Ok(false) };
        self.shared.store.end(id, State::Cancelled, "")?;
        hall.waiting.remove(place);
        drop(hall);
        self.shared.tell();
        Ok(true)
    }

    /// How far the runs are that are being worked on.
    pub fn progress(&self) -> BTreeMap<i64, Progress> {
        self.shared.hall().running.iter().map(|(id, running)| (*id, running.progress.clone())).collect()
    }

    /// Tells when something has changed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }
}

impl Jobs {
    /// Stops all work, and waits until it has stopped. What was being worked on waits for its turn again when the history is opened next.
    pub fn close(&self) {
        let mut hall = self.shared.hall();
        hall.is_closing = true;
        for running in hall.running.values() {
            running.cancelled.store(true, Ordering::SeqCst);
        }
        drop(hall);
        self.shared.wake.notify_all();
        for worker in self.workers.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // One that panicked has been told of already.
            let _ = worker.join();
        }
    }
}

/// Watches one run: tells how far it is, and knows whether it is wanted still.
struct Watched<'a> {
    shared: &'a Shared,
    id: i64,
    cancelled: &'a AtomicBool,
    until: Instant,
}

impl Watch for Watched<'_> {
    fn progress(&self, stage: &str, done: u64, total: u64) {
        let mut hall = self.shared.hall();
        let Some(running) = hall.running.get_mut(&self.id) else { return };
        // Some steps are told a million times.
        let percent = |done: u64, total: u64| done.saturating_mul(100).checked_div(total).unwrap_or(done);
        let before = &running.progress;
        let is_news = before.stage != stage || percent(before.done, before.total) != percent(done, total);
        if is_news {
            running.progress = Progress { stage: stage.to_owned(), done, total };
            drop(hall);
            self.shared.tell();
        }
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst) || Instant::now() > self.until
    }
}

/// Works on one run after the other, until the house is closed.
fn work_on(shared: &Shared, pool: &rayon::ThreadPool) {
    loop {
        let mut hall = shared.hall();
        let (id, cancelled) = loop {
            if hall.is_closing {
                return;
            }
            if let Some(place) = hall.next() {
                break hall.begin(place);
            }
            hall = shared.wake.wait(hall).unwrap_or_else(PoisonError::into_inner);
        };
        drop(hall);
        shared.tell();
        let watched = Watched { shared, id, cancelled: &cancelled, until: Instant::now() + LONGEST };
        let ended = catch_unwind(AssertUnwindSafe(|| pool.install(|| one_run(shared, &watched))));
        let mut hall = shared.hall();
        let is_closing = hall.is_closing;
        // Where it is told that the run is not running any more, its end is in the history.
        let kept = match ended {
            Ok(Ok(())) => Ok(()),
            Ok(Err(Trouble::Interrupted)) if is_closing => Ok(()),
            Ok(Err(Trouble::Interrupted)) if cancelled.load(Ordering::SeqCst) => {
                shared.store.end(id, State::Cancelled, "")
            }
            Ok(Err(Trouble::Interrupted)) => {
                let hours = LONGEST.as_secs() / 3600;
                shared.store.end(id, State::Failed, &format!("it took longer than {hours} hours and was stopped"))
            }
            Ok(Err(Trouble::Wrong(message))) => shared.store.end(id, State::Failed, &message),
            Err(_) => shared.store.end(id, State::Failed, "a fault of this program; nothing is lost"),
        };
        if let Err(error) = kept {
            eprintln!("run {id}: {error}");
        }
        hall.running.remove(&id);
        drop(hall);
        shared.tell();
    }
}

fn one_run(shared: &Shared, watched: &Watched<'_>) -> Result<(), Trouble> {
    let wrong = |error: StoreError| Trouble::Wrong(error.to_string());
    let store = &shared.store;
    let Some(run) = store.run(watched.id).map_err(wrong)? else {
        return Err(Trouble::Wrong("it is not in the history".to_owned()));
    };
    let inputs = store.inputs(watched.id).map_err(wrong)?;
    let begin = |seed: u64, digest: &str| store.begin(watched.id, seed, digest).map_err(wrong);
    let done = work::work(&run, &inputs, begin, watched)?;
    store.finish(watched.id, &done.files, &done.message).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(hall: &mut Hall, line: &[(i64, &str)]) {
        hall.waiting = line.iter().map(|&(id, who)| (id, who.to_owned())).collect();
    }

    fn begun(hall: &mut Hall) -> i64 {
        let place = hall.next().unwrap();
        hall.begin(place).0
    }

    #[test]
    fn whoever_asks_for_little_does_not_wait_behind_whoever_asks_for_much() {
        let mut hall = Hall::default();
        waiting(&mut hall, &[(1, "Ada"), (2, "Ada"), (3, "Ada"), (4, "Ben"), (5, "Cleo"), (6, "Ben")]);
        let mut order = Vec::new();
        while hall.next().is_some() {
            let id = begun(&mut hall);
            order.push(id);
            hall.running.remove(&id);
        }
        assert_eq!(order, [1, 4, 5, 2, 6, 3]);
    }

    #[test]
    fn whoever_has_a_run_under_way_waits_for_those_who_have_none() {
        let mut hall = Hall::default();
        waiting(&mut hall, &[(1, "Ada"), (2, "Ada"), (3, "Ben")]);
        assert_eq!((begun(&mut hall), begun(&mut hall), begun(&mut hall)), (1, 3, 2));
    }
}
