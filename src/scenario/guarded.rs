//! Calls into readers of other people, which give up with a panic on some files: then the file is refused, and nothing else happens.

use std::cell::Cell;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What is said of a file at which a reader gave up.
const GAVE_UP: &str = "parts that contradict each other";

/// What a call into a reader gives, or what is wrong with the file, in words.
pub fn reading<T, E: Display>(call: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    guarded(call).ok_or_else(|| GAVE_UP.to_owned())?.map_err(|error| error.to_string())
}

/// What a call gives; `None` where it panics. What it had in its hands then is not used again.
pub fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    let before = IS_GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    IS_GUARDED.set(before);
    result.ok()
}

/// Whether this thread is in a guarded call, so that a panic is no fault of ours and is told otherwise.
pub fn is_guarded() -> bool {
    IS_GUARDED.get()
}

/// Lets panics of guarded calls be silent, in the whole process. All others are told as before.
pub fn silence() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !is_guarded() {
            told(panic);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_guarded_call_ends_there() {
        let list: Vec<u32> = Vec::new();
        assert_eq!(guarded(|| list[3]), None);
        assert_eq!(guarded(is_guarded), Some(true));
        assert!(!is_guarded());
    }
}
