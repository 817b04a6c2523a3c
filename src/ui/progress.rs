//! Progress on a terminal: one line on stderr that is removed at the end.
//!
//! There is at most one such line, and it is hidden while anything else is written to the terminal
//! ([`LiveLine::hidden_during`]). The reader of a pipe may write to the same terminal at any time, so the first result
//! that goes to a pipe removes the line for the rest of the run.

mod answers;
mod terminal;

pub(crate) use answers::Answers;

use crate::ui::Messages;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::env::var_os;
use std::fmt::Write;
use std::io::{IsTerminal, stderr, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use terminal::Terminal;

/// When the line is drawn first, so that what is over sooner shows none.
const FIRST_TICK: Duration = Duration::from_millis(200);

/// How often the line is drawn again: it counts seconds.
const TICK: Duration = Duration::from_millis(500);

/// How often a wait is reported where stderr is not a terminal, as in a CI job.
const LOG_INTERVAL: Duration = Duration::from_secs(60);

/// Progress of a list is shown only if reading it takes longer than this.
const SHOWN_AFTER: Duration = Duration::from_millis(500);

/// How many columns names may take, so that the line fits an ordinary terminal.
const NAMES_WIDTH: usize = 30;

/// The same for a request.
const REQUEST_WIDTH: usize = 50;

/// The line that is on the terminal now, if any.
#[derive(Default)]
pub(crate) struct LiveLine {
    line: Mutex<Option<ProgressBar>>,
    /// Whether results have been written to a pipe.
    piped: AtomicBool,
    /// Whether stdout is something that no program reads while it is written, such as a file.
    is_file: OnceLock<bool>,
    /// Whether stderr is a terminal that can redraw a line, and nobody's log.
    is_live: OnceLock<bool>,
}

impl LiveLine {
    /// Runs something that writes to the terminal, with the line hidden.
    pub(super) fn hidden_during<R>(&self, write: impl FnOnce() -> R) -> R {
        let line = self.current().clone();
        match line {
            Some(line) => line.suspend(write),
            None => write(),
        }
    }

    /// Is called before results are written to a stdout that is no terminal.
    pub(super) fn stdout_is_piped(&self) {
        if !self.piped.load(Ordering::Relaxed) && !self.stdout_is_file() {
            self.piped.store(true, Ordering::Relaxed);
            if let Some(line) = self.current().take() {
                line.finish_and_clear();
            }
        }
    }

    /// Whether stdout is something that no program reads while it is written.
    pub(super) fn stdout_is_file(&self) -> bool {
        *self.is_file.get_or_init(is_file_or_device)
    }

    fn current(&self) -> MutexGuard<'_, Option<ProgressBar>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether progress can be shown. It is asked for each request.
    fn is_watched(&self) -> bool {
        !self.piped.load(Ordering::Relaxed) && *self.is_live.get_or_init(is_live_terminal)
    }
}

fn is_live_terminal() -> bool {
    let is = |name: &str, value: &str| var_os(name).is_some_and(|text| text == value);
    let in_ci = var_os("CI").is_some_and(|text| !text.is_empty()) && !is("CI", "false") && !is("CI", "0");
    stderr().is_terminal() && !in_ci && !is("TERM", "dumb")
}

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

/// The progress of one wait or list. Nothing is drawn before there is something to show; dropping this
/// removes the line.
pub(crate) struct Progress {
    /// When the program started.
    started: Instant,
    messages: Messages,
    /// When the next poll is due.
    next: Arc<Mutex<Instant>>,
    line: Option<ProgressBar>,
    /// When the last line was written where there is no terminal, or the wait began.
    logged: Instant,
}

impl Progress {
    pub(super) fn new(started: Instant, messages: Messages) -> Progress {
        Progress { started, messages, next: Arc::new(Mutex::new(started)), line: None, logged: Instant::now() }
    }

    /// These, of `of` in all, are still pending, and are polled again after `next`.
    pub(crate) fn pending(&mut self, left: &[String], of: usize, next: Duration) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + next;
        let what = format!("{} of {of} pending", left.len());
        if is_due(self.logged.elapsed(), next) && self.is_for_a_log() {
            self.logged = Instant::now();
            self.messages.note(format_args!("still waiting, {what}: {}", in_words(left)));
        }
        self.show("{spinner} {prefix}, {elapsed}, next poll {next}: {msg}", what, in_words(left));
    }

    fn is_for_a_log(&self) -> bool {
        !self.messages.is_quiet() && !self.messages.line().is_watched()
    }

    /// `done` pages of a list have been read. Not shown if the results appear on the same terminal.
    pub(crate) fn pages(&mut self, done: usize, of: usize) {
        if self.started.elapsed() > SHOWN_AFTER && of > 1 && !stdout().is_terminal() {
            self.show("{spinner} {prefix}, {elapsed}", format!("{done} of {of} pages fetched"), String::new());
        }
    }

    /// The answer to a request takes long. Not shown beside a line that says more.
    fn answer(&mut self, request: &str) {
        if self.messages.line().current().is_none() {
            self.show("{spinner} waiting for {msg}, {elapsed}", String::new(), shortened_to(request, REQUEST_WIDTH));
        }
    }

    fn show(&mut self, template: &str, prefix: String, message: String) {
        if let Some(line) = &self.line {
            line.set_prefix(prefix);
            line.set_message(message);
        } else if !self.messages.is_quiet() && self.messages.line().is_watched() {
            let line = ProgressBar::new_spinner().with_style(self.style(template)).with_elapsed(self.started.elapsed());
            let line = line.with_prefix(prefix).with_message(message);
            line.set_draw_target(ProgressDrawTarget::term_like(Box::new(Terminal::stderr())));
            keep_ticking(line.clone());
            if let Some(other) = self.messages.line().current().replace(line.clone()) {
                other.finish_and_clear();
            }
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

/// Redraws the line until it is finished. Without a thread for it, the line is redrawn when its text changes.
fn keep_ticking(line: ProgressBar) {
    let tick = move || {
        std::thread::sleep(FIRST_TICK);
        while !line.is_finished() {
            line.tick();
            std::thread::sleep(TICK);
        }
    };
    drop(std::thread::Builder::new().name("progress".to_owned()).spawn(tick));
}

impl Drop for Progress {
    fn drop(&mut self) {
        // A line that is finished has made room for another one.
        if let Some(line) = self.line.take().filter(|line| !line.is_finished()) {
            *self.messages.line().current() = None;
            line.finish_and_clear();
        }
    }
}

/// Whether a minute is over by the time of the next poll.
fn is_due(since: Duration, next: Duration) -> bool {
    since.saturating_add(next) > LOG_INTERVAL
}

/// The first names, and how many more there are.
fn in_words(left: &[String]) -> String {
    let mut words = String::new();
    for (at, name) in left.iter().enumerate() {
        if at > 0 && words.chars().count() + name.chars().count() > NAMES_WIDTH {
            return format!("{words}, +{}", left.len() - at);
        }
        words.push_str(if at > 0 { ", " } else { "" });
        words.push_str(&shortened(name));
    }
    words
}

fn shortened(name: &str) -> String {
    shortened_to(name, NAMES_WIDTH)
}

fn shortened_to(text: &str, width: usize) -> String {
    if text.chars().count() <= width { text.to_owned() } else { text.chars().take(width - 1).chain(['…']).collect() }
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
    fn a_wait_is_logged_about_once_a_minute() {
        let seconds = Duration::from_secs;
        for (since, next, due) in [(0, 2, false), (57, 2, false), (59, 2, true), (0, 3600, true), (61, 1, true)] {
            assert_eq!(is_due(seconds(since), seconds(next)), due, "{since} {next}");
        }
        assert!(is_due(Duration::MAX, Duration::MAX));
    }

    #[test]
    fn nothing_is_shown_to_nobody() {
        let messages = Messages::new(true, false);
        let mut progress = Progress::new(Instant::now(), messages.clone());
        progress.pending(&["a".to_owned()], 1, TICK);
        assert!(progress.line.is_none() && messages.line().current().is_none());
    }
}
