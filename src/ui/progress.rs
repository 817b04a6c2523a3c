//! What a person at a terminal sees while doapi waits: one line on stderr, gone at the end.
//!
//! There is at most one such line, and everything that is written to the terminal in the meantime goes around it
//! ([`with_progress_hidden`]). Results in a pipe may come out on the same terminal by way of the pipe's reader, which nobody can
//! go around: so the first of them ends the line for good.

mod terminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::env::var_os;
use std::fmt::Write;
use std::io::{IsTerminal, stderr, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use terminal::Terminal;

/// The line that is on the terminal now.
static LIVE: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Whether the reader of a pipe has got results.
static PIPED: AtomicBool = AtomicBool::new(false);

/// How often the line is drawn anew.
const TICK: Duration = Duration::from_millis(200);

/// What is over sooner needs no line.
const SOON: Duration = Duration::from_millis(500);

/// How much of a line names may take, for some columns of an ordinary terminal to stay free.
const ROOM: usize = 30;

/// Does something that writes to the terminal, with the line out of the way.
pub(crate) fn with_progress_hidden<R>(write: impl FnOnce() -> R) -> R {
    let line = live().clone();
    match line {
        Some(line) => line.suspend(write),
        None => write(),
    }
}

/// Is told that results are about to be written to a stdout that is no terminal.
pub(crate) fn stdout_is_piped() {
    if !PIPED.load(Ordering::Relaxed) && !is_file_or_device() {
        PIPED.store(true, Ordering::Relaxed);
        if let Some(line) = live().take() {
            line.finish_and_clear();
        }
    }
}

fn live() -> MutexGuard<'static, Option<ProgressBar>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether nobody reads stdout while it is written.
#[cfg(unix)]
fn is_file_or_device() -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;
    let stdout = stdout().as_fd().try_clone_to_owned().map(std::fs::File::from);
    let kind = stdout.and_then(|file| file.metadata()).map(|metadata| metadata.file_type());
    kind.is_ok_and(|kind| kind.is_file() || kind.is_char_device())
}

#[cfg(not(unix))]
fn is_file_or_device() -> bool {
    false
}

/// Whether somebody is there to see progress, and wants to.
fn is_watched() -> bool {
    let is = |name: &str, value: &str| var_os(name).is_some_and(|text| text == value);
    let in_ci = var_os("CI").is_some_and(|text| !text.is_empty()) && !is("CI", "false") && !is("CI", "0");
    stderr().is_terminal() && !in_ci && !is("TERM", "dumb") && !PIPED.load(Ordering::Relaxed)
}

/// The progress of one wait or list. Nothing is on the terminal before there is something to tell; when this is
/// dropped, the line is gone.
pub(crate) struct Progress {
    /// When the program began.
    started: Instant,
    quiet: bool,
    /// When the next look is taken.
    next: Arc<Mutex<Instant>>,
    line: Option<ProgressBar>,
}

impl Progress {
    /// Nothing to see yet.
    pub(crate) fn new(started: Instant, quiet: bool) -> Progress {
        Progress { started, quiet, next: Arc::new(Mutex::new(started)), line: None }
    }

    /// These, of so many, are waited for, and looked at again after `next`.
    pub(crate) fn pending(&mut self, left: &[String], of: usize, next: Duration) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + next;
        let what = format!("{} of {of} pending", left.len());
        self.show("{spinner} {prefix}, {elapsed}, next look {next}: {msg}", what, in_words(left));
    }

    /// So many pages of a list have come. Where the results are on the same terminal, they tell enough themselves.
    pub(crate) fn pages(&mut self, done: usize, of: usize) {
        if self.started.elapsed() > SOON && of > 1 && !stdout().is_terminal() {
            self.show("{spinner} {prefix}, {elapsed}", format!("{done} of {of} pages fetched"), String::new());
        }
    }

    fn show(&mut self, template: &str, prefix: String, message: String) {
        if let Some(line) = &self.line {
            line.set_prefix(prefix);
            line.set_message(message);
        } else if !self.quiet && is_watched() {
            let line = ProgressBar::new_spinner().with_style(self.style(template)).with_elapsed(self.started.elapsed());
            let line = line.with_prefix(prefix).with_message(message);
            line.set_draw_target(ProgressDrawTarget::term_like(Box::new(Terminal::stderr())));
            line.enable_steady_tick(TICK);
            *live() = Some(line.clone());
            self.line = Some(line);
        }
    }

    fn style(&self, template: &str) -> ProgressStyle {
        let next = Arc::clone(&self.next);
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
        style.with_key("next", move |_: &ProgressState, out: &mut dyn Write| {
            let next = *next.lock().unwrap_or_else(PoisonError::into_inner);
            let left = next.saturating_duration_since(Instant::now());
            let _ = if left.is_zero() {
                write!(out, "now")
            } else {
                write!(out, "in {}s", left.as_millis().div_ceil(1000))
            };
        })
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(line) = self.line.take() {
            *live() = None;
            line.finish_and_clear();
        }
    }
}

/// As many of the names as there is room for, and how many more there are.
fn in_words(left: &[String]) -> String {
    let mut words = String::new();
    for (at, name) in left.iter().enumerate() {
        if at > 0 && words.chars().count() + name.chars().count() > ROOM {
            return format!("{words}, +{}", left.len() - at);
        }
        words.push_str(if at > 0 { ", " } else { "" });
        words.push_str(&shortened(name));
    }
    words
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= ROOM { name.to_owned() } else { name.chars().take(ROOM - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_a_few_and_counts_the_rest() {
        for (left, line) in [
            (vec!["droplet \"a\""], "droplet \"a\""),
            (vec!["a", "b"], "a, b"),
            (vec!["droplet \"of-a-long-name-indeed\"", "b"], "droplet \"of-a-long-name-indee…, +1"),
            (
                vec!["droplet \"a\"", "droplet \"b\"", "droplet \"c\"", "droplet \"d\""],
                "droplet \"a\", droplet \"b\", +2",
            ),
        ] {
            let left: Vec<String> = left.into_iter().map(str::to_owned).collect();
            assert_eq!(in_words(&left), line);
        }
    }

    #[test]
    fn nothing_is_shown_to_nobody() {
        let mut progress = Progress::new(Instant::now(), true);
        progress.pending(&["a".to_owned()], 1, TICK);
        assert!(progress.line.is_none() && live().is_none());
    }
}
