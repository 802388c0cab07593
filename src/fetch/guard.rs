//! Running foreign code that may panic, without the panic being seen.
//!
//! A panic hook runs for caught panics too, in any thread. The reader's hook restores the terminal, which must
//! not happen when a feed broke its parser on a worker thread; so the hook asks [`is_guarded`] first.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` and returns its value, or the message of its panic.
///
/// What `work` borrows mutably may be left half done by a panic; pass it what can be thrown away.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.map_err(message)
}

/// Whether this thread is inside [`guarded`], so that a panic here will be caught.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

fn message(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast_ref::<&str>().map_or("a panic without a message", |text| *text).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_returned_as_its_message() {
        assert_eq!(guarded(|| 1), Ok(1));
        assert_eq!(guarded(|| -> u8 { panic!("plain") }), Err("plain".to_owned()));
        assert_eq!(guarded(|| -> u8 { panic!("with {}", 1) }), Err("with 1".to_owned()));
    }

    #[test]
    fn the_guard_stands_only_inside_and_nests() {
        assert!(!is_guarded());
        let inner = guarded(|| {
            let _ = guarded(|| -> u8 { panic!("inner") });
            is_guarded()
        });
        assert_eq!(inner, Ok(true));
        assert!(!is_guarded());
    }
}
