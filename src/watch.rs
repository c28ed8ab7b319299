//! How long work tells how far it is, and learns that nobody wants it any more. The core never looks at a clock or a
//! terminal: whoever calls it hands in a [`Watch`].

/// Someone who watches long work. Calls may come from any thread, and must not change any result.
pub trait Watch: Sync {
    /// `done` of `total` steps of `stage` are done. A new `stage` begins with `done == 0`; `total == 0` means unknown.
    fn progress(&self, stage: &str, done: u64, total: u64) {
        let _ = (stage, done, total);
    }

    /// Whether the work should stop as soon as it can and return [`Interrupted`].
    fn is_cancelled(&self) -> bool {
        false
    }

    /// `Err(Interrupted)` once the work is not wanted any more: `watch.check()?` at every step of a long loop.
    fn check(&self) -> Result<(), Interrupted> {
        if self.is_cancelled() { Err(Interrupted) } else { Ok(()) }
    }
}

/// Nobody watches.
pub struct Unwatched;

impl Watch for Unwatched {}

/// Passes on that work is not wanted any more, but not its progress: for a step of longer work that tells its own.
pub struct Quietly<'a>(pub &'a dyn Watch);

impl Watch for Quietly<'_> {
    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// The work was stopped from outside before it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;
