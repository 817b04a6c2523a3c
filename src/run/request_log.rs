//! Messages about requests on stderr: waits always, each request with `-v`.

use super::changes::{Changes, name};
use super::guard::Guard;
use crate::api::{Clock, Notice, Observer, Reply, Request, Trace};
use crate::ui::progress::Answers;
use crate::ui::{Messages, escape};
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Shorter waits are not reported.
const SHORT: Duration = Duration::from_secs(2);

pub(super) struct Log {
    /// 1 for a line a request, 2 for bodies too.
    pub(super) verbosity: u8,
    pub(super) messages: Messages,
    pub(super) changes: Changes,
    pub(super) answers: Answers,
    pub(super) guard: Guard,
    /// Set when a request is sent.
    pub(super) sent: Arc<AtomicBool>,
    pub(super) clock: Clock,
    /// The end of the wait for the rate limit that was last reported.
    pub(super) reported: Mutex<Option<Instant>>,
}

impl Log {
    /// Whether this wait is to be reported. All workers wait at the same time, so one line is enough for all.
    fn is_news(&self, wait: Duration) -> bool {
        let now = self.clock.now();
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        let news = reported.is_none_or(|until| until <= now);
        if news {
            *reported = now.checked_add(wait);
        }
        news
    }

    fn bodies(&self, trace: &Trace) {
        if let Some(body) = &trace.request.body {
            self.messages.note(format_args!("> {}", escape(body)));
        }
        if let Ok(reply) = trace.reply
            && !reply.body.is_empty()
        {
            self.messages.note(format_args!("< {}", escape(&reply.body)));
        }
    }
}

impl Observer for Log {
    fn may_send(&self, request: &Request) -> bool {
        self.guard.may_send(request)
    }

    fn sending(&self, request: &Request) {
        self.sent.store(true, Ordering::Relaxed);
        self.changes.sending(request);
        self.answers.await_one(|| name(request));
    }

    fn traced(&self, trace: &Trace) {
        self.changes.answered(trace);
        self.answers.is_over(|| name(trace.request));
        if self.verbosity == 0 {
            return;
        }
        self.messages.note(summary(trace));
        if self.verbosity > 1 {
            self.bodies(trace);
        }
    }

    fn noticed(&self, notice: &Notice) {
        match notice {
            _ if self.messages.is_quiet() => {}
            Notice::Limited { method, path, wait } if self.is_news(*wait) => {
                self.messages.note(format_args!(
                    "{method} {path}: the rate limit is used up for now; waiting {}",
                    in_words(*wait)
                ));
            }
            Notice::Pacing { wait } if *wait >= SHORT && self.is_news(*wait) => {
                self.messages.note(format_args!(
                    "keeping below 250 requests a minute (10 for lists of keys); waiting {}",
                    in_words(*wait)
                ));
            }
            Notice::Retrying { method, path, wait, why } if *wait >= SHORT || self.verbosity > 0 => {
                self.messages.note(format_args!(
                    "{method} {path}: {}; trying again in {}",
                    escape(why),
                    in_words(*wait)
                ));
            }
            Notice::Limited { .. } | Notice::Pacing { .. } | Notice::Retrying { .. } => {}
        }
    }
}

fn summary(trace: &Trace) -> String {
    let mut text = name(trace.request);
    match trace.reply {
        Ok(reply) => describe(reply, &mut text),
        Err(why) => drop(write!(text, " → {}", escape(&why.to_string()))),
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

fn in_words(time: Duration) -> String {
    let millis = if time < SHORT { time.as_millis() } else { u128::from(time.as_secs() + 1) * 1000 };
    humantime::format_duration(Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))).to_string()
}
