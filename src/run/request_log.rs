//! What requests tell while they are made: waits always, traces with `-v`.

use crate::api::{Notice, Observer, Reply, Trace};
use crate::ui::escape;
use crate::ui::messages::note;
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Waits shorter than this are not worth a line.
const SHORT: Duration = Duration::from_secs(2);

/// Writes to stderr.
pub(crate) struct Log {
    /// 1 for a line a request, 2 for bodies too.
    verbosity: u8,
    /// Whether waits are not worth a line.
    quiet: bool,
    /// Set when a request may have changed something.
    changed: Arc<AtomicBool>,
    /// Until when it has been told that requests wait for the rate limit.
    told: Mutex<Option<Instant>>,
}

impl Log {
    /// A log at this verbosity: 1 for a line a request, 2 for bodies too; `changed` is set by requests that change.
    pub(crate) fn new(verbosity: u8, quiet: bool, changed: Arc<AtomicBool>) -> Log {
        Log { verbosity, quiet, changed, told: Mutex::new(None) }
    }

    /// Whether a wait of all workers together has not been told of yet: each of them comes with it.
    fn is_news(&self, wait: Duration) -> bool {
        let (now, end) = (Instant::now(), Instant::now().checked_add(wait));
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let news = told.is_none_or(|until| until <= now);
        if news {
            *told = end;
        }
        news
    }
}

impl Observer for Log {
    fn traced(&self, trace: &Trace) {
        if !trace.request.method.only_reads() {
            self.changed.store(true, Ordering::Relaxed);
        }
        if self.verbosity == 0 {
            return;
        }
        note(summary(trace));
        if self.verbosity > 1 {
            bodies(trace);
        }
    }

    fn noticed(&self, notice: &Notice) {
        match notice {
            _ if self.quiet => {}
            Notice::Limited { method, path, wait } if self.is_news(*wait) => {
                note(format_args!("{method} {path}: the rate limit is used up for now; waiting {}", in_words(*wait)));
            }
            Notice::Pacing { wait } if *wait >= SHORT && self.is_news(*wait) => {
                note(format_args!(
                    "keeping below 250 requests a minute (10 for lists of keys); waiting {}",
                    in_words(*wait)
                ));
            }
            Notice::Retrying { method, path, wait, why } if *wait >= SHORT || self.verbosity > 0 => {
                note(format_args!("{method} {path}: {}; trying again in {}", escape(why), in_words(*wait)));
            }
            Notice::Limited { .. } | Notice::Pacing { .. } | Notice::Retrying { .. } => {}
        }
    }
}

fn summary(trace: &Trace) -> String {
    let request = trace.request;
    let mut text = format!("{} {}", request.method, request.path);
    match trace.reply {
        Ok(reply) => describe(reply, &mut text),
        Err(why) => drop(write!(text, " → {}", escape(why))),
    }
    text
}

fn describe(reply: &Reply, text: &mut String) {
    let _ = write!(text, " → {} in {} ms", reply.status, reply.elapsed.as_millis());
    if let Some(left) = reply.header("ratelimit-remaining") {
        let _ = write!(text, ", {} requests left", escape(left));
    }
    if let Some(id) = reply.header("x-request-id") {
        let _ = write!(text, ", request {}", escape(id));
    }
}

fn bodies(trace: &Trace) {
    if let Some(body) = &trace.request.body {
        note(format_args!("> {}", escape(body)));
    }
    if let Ok(reply) = trace.reply
        && !reply.body.is_empty()
    {
        note(format_args!("< {}", escape(&reply.body)));
    }
}

fn in_words(time: Duration) -> String {
    let millis = if time < SHORT { time.as_millis() } else { u128::from(time.as_secs() + 1) * 1000 };
    humantime::format_duration(Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))).to_string()
}
