//! `--dry-run` and `--read-only`: requests that would change something are kept from being sent.

use super::Context;
use crate::api::Request;
use crate::args::config::Confirm;
use crate::args::global::Global;
use crate::error::status::Status;
use crate::error::{CliError, Result};
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex, PoisonError};

/// What may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Everything,
    /// Requests that change something are refused.
    ReadOnly,
    /// They are listed instead.
    DryRun,
}

impl Mode {
    /// As the options say. One that cannot be read was reported when the command line was checked.
    pub(super) fn of(global: &Global) -> Mode {
        match (global.is_dry_run(), global.is_read_only().unwrap_or(true)) {
            (true, _) => Mode::DryRun,
            (_, true) => Mode::ReadOnly,
            _ => Mode::Everything,
        }
    }
}

/// Decides on each request. Clones share the list.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    mode: Mode,
    planned: Arc<Mutex<Vec<String>>>,
}

impl Guard {
    pub(crate) fn new(mode: Mode) -> Guard {
        Guard { mode, planned: Arc::default() }
    }

    /// Whether a request may be sent. With `--dry-run`, one that may not is kept for the list.
    pub(crate) fn may_send(&self, request: &Request) -> bool {
        if request.method.only_reads() || self.mode == Mode::Everything {
            return true;
        }
        if self.mode == Mode::DryRun {
            self.planned.lock().unwrap_or_else(PoisonError::into_inner).push(described(request));
        }
        false
    }

    /// Keeps something else for the list, as a JSON object.
    pub(super) fn plan(&self, what: String) {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    /// The requests that would have been sent, as JSON objects.
    pub(crate) fn take_planned(&self) -> Vec<String> {
        std::mem::take(&mut self.planned.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn described(request: &Request) -> String {
    let mut fields = Map::new();
    fields.insert("method".to_owned(), Value::from(request.method.to_string()));
    fields.insert("path".to_owned(), Value::from(request.path.to_string()));
    if let Some(body) = &request.body {
        let body = serde_json::from_str(body).unwrap_or_else(|_| Value::from(body.as_str()));
        fields.insert("body".to_owned(), body);
    }
    Value::Object(fields).to_string()
}

impl Context {
    /// Whether requests that change something are listed instead of sent.
    pub(crate) fn is_dry_run(&self) -> bool {
        self.guard.mode == Mode::DryRun
    }

    /// Whether an error is only that a request was listed instead of sent.
    pub(super) fn is_planned(&self, error: &CliError) -> bool {
        self.is_dry_run() && error.status == Status::Withheld
    }

    /// Prints the requests that `--dry-run` kept from being sent.
    pub(super) fn print_planned(&self, has_succeeded: bool) {
        let planned = self.guard.take_planned();
        if planned.is_empty() {
            if self.is_dry_run() && has_succeeded && self.tally.status() == Status::Done {
                self.ui.note("nothing would be changed");
            }
            return;
        }
        let mut array = self.ui.array_of(&["method", "path", "body"]);
        planned.iter().for_each(|request| array.push(request));
        array.finish();
    }

    /// Which destructions have to be confirmed.
    pub(crate) fn confirm(&self) -> Result<Confirm> {
        self.global.confirm()
    }

    /// What a question about objects says of the account that they are in, where that is a context.
    pub(crate) fn in_context(&self) -> String {
        let account = self.global.account().ok().flatten();
        account.map(|account| format!(" (context {:?})", account.name)).unwrap_or_default()
    }

    /// The patterns of what verbs that destroy refuse: names, or `tag:NAME`.
    pub(crate) fn protected_patterns(&self) -> Result<Vec<String>> {
        self.global.protected_patterns()
    }
}
