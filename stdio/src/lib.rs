//! Whether stdout was open when the program began.
//!
//! Rust's runtime opens `/dev/null` in the place of a stdout that is closed, so by the time `main` runs, every write
//! succeeds and nothing shows that the output is lost. Only code that runs before the runtime can tell.

/// Whether the program was started with its stdout closed, as a shell does for `>&-`.
#[must_use]
pub fn stdout_was_closed() -> bool {
    imp::stdout_was_closed()
}

#[cfg(unix)]
mod imp {
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Written once, before `main`.
    static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

    ctor::declarative::ctor! {
        #[ctor(unsafe)]
        fn look() {
            let flags = rustix::io::fcntl_getfd(rustix::stdio::stdout());
            WAS_CLOSED.store(flags.is_err(), Ordering::Relaxed);
        }
    }

    pub(super) fn stdout_was_closed() -> bool {
        WAS_CLOSED.load(Ordering::Relaxed)
    }
}

#[cfg(not(unix))]
mod imp {
    pub(super) fn stdout_was_closed() -> bool {
        false
    }
}
