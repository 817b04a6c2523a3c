//! The state that every command uses. Nothing in it is built, read or sent before it is needed.

use super::changes::Changes;
use super::guard::{Guard, Mode};
use super::interrupt::Interrupt;
use super::missing::Missing;
use super::near;
use super::request_log::Log;
use super::signals::{self, Ending};
use super::token::{self, LocatedToken};
#[cfg(feature = "sandbox")]
use crate::api::Token;
use crate::api::{Client, Clock, Endpoint, Object};
use crate::args::global::{ErrorFormat, Global};
use crate::complete;
use crate::error::status::{Status, Tally};
use crate::error::{CliError, Context as _, Result, unresolved};
use crate::resolve::Family;
use crate::resolve::{Problem, Resolution, Resolver, Target};
use crate::ui::progress::Answers;
use crate::ui::stdout::Style;
use crate::ui::{Messages, Ui};
use std::cell::{OnceCell, RefCell};
use std::fmt::Display;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The `User-Agent`.
pub(crate) const USER_AGENT: &str = concat!("doapi/", env!("CARGO_PKG_VERSION"));

/// How long after the deadline an answer is still waited for.
const GRACE: Duration = Duration::from_secs(1);
/// How long requests may take in any case.
const LEAST_TIME: Duration = Duration::from_secs(3);

/// The state of one run.
pub(crate) struct Context {
    pub(super) global: Global,
    pub(crate) interrupt: Interrupt,
    pub(crate) ui: Ui,
    pub(crate) tally: Tally,
    /// Targets that were not processed because of a signal or a timeout.
    pub(super) not_done: RefCell<Vec<String>>,
    pub(crate) changes: Changes,
    pub(super) guard: Guard,
    /// The clock for waits.
    pub(crate) clock: Clock,
    pub(super) client: OnceCell<Client>,
    resolver: OnceCell<RefCell<Resolver<Client>>>,
    /// Whether a request was sent.
    pub(super) sent: Arc<AtomicBool>,
    /// When the command must be over.
    deadline: Option<Instant>,
    started: Instant,
}

/// Whether one label may mean several objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Multiple {
    /// The command has no `-M`.
    NotOffered,
    /// `-M` was not given.
    Off,
    /// `-M` was given.
    On,
}

impl Context {
    /// The context of a run that began at `started`.
    pub(crate) fn new(global: Global, started: Instant, limit: Option<Duration>) -> Context {
        let messages =
            Messages::new(global.quiet().unwrap_or(false), global.errors().unwrap_or_default() == ErrorFormat::Json);
        let ui = Ui::new(messages, style(&global), started);
        Context {
            changes: Changes::new(ui.messages().clone(), ui.output().clone()),
            ui,
            guard: Guard::new(Mode::of(&global)),
            global,
            interrupt: Interrupt::default(),
            tally: Tally::default(),
            not_done: RefCell::default(),
            clock: super::test_clock::clock(),
            client: OnceCell::new(),
            resolver: OnceCell::new(),
            sent: Arc::default(),
            started,
            deadline: limit.and_then(|limit| started.checked_add(limit)),
        }
    }

    /// Errors in universal options and in the configuration, and what is odd about that.
    pub(crate) fn check(&self) -> Result<()> {
        self.global.check()?;
        self.global.configuration_warnings().iter().for_each(|text| self.ui.warning(text));
        Ok(())
    }

    /// When the command must be over, by `--wait-time`.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// When a request that has no answer is given up: a little after the deadline, so that a limit of zero still looks
    /// once.
    pub(super) fn last_moment(&self) -> Option<Instant> {
        let last = self.deadline.and_then(|deadline| deadline.checked_add(GRACE));
        last.map(|last| last.max(self.started + LEAST_TIME))
    }

    /// Starts handling signals: see [`signals`].
    pub(crate) fn listen_for_signals(&self) -> Result<()> {
        let (messages, output) = (self.ui.messages().clone(), self.ui.output().clone());
        let ending = Ending { interrupt: self.interrupt.clone(), messages, output, changes: self.changes.clone() };
        signals::listen(ending).context("cannot listen for signals")
    }

    pub(crate) fn client(&self) -> Result<&Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.new_client()?.with_deadline(self.last_moment());
        self.interrupt.arm();
        Ok(self.client.get_or_init(|| client))
    }

    /// Whether requests are to be logged.
    #[cfg(feature = "sandbox")]
    pub(crate) fn is_verbose(&self) -> Result<bool> {
        Ok(self.global.verbosity()? > 0)
    }

    /// The token of `--api-token` or `--api-token-file`.
    #[cfg(feature = "sandbox")]
    pub(crate) fn token_on_the_line(&self) -> Result<Option<Token>> {
        let found = token::on_the_line(&self.global, self.reading())?;
        Ok(found.map(|found| found.token))
    }

    /// How many requests may be under way at once, if that was chosen; a dry run lists them in their order.
    fn jobs(&self) -> Result<Option<usize>> {
        if self.is_dry_run() { Ok(Some(1)) } else { self.global.jobs() }
    }

    fn new_client(&self) -> Result<Client> {
        let found = token::find(&self.global, self.reading())?;
        if self.global.verbosity()? > 0 && self.context_name()?.is_some() {
            self.ui.note(format_args!("the token is {}", found.place));
        }
        self.client_of(self.global.endpoint()?, found)
    }

    pub(super) fn client_of(&self, endpoint: Endpoint, found: LocatedToken) -> Result<Client> {
        let global = &self.global;
        let (timeout, per_page, jobs) = (global.timeout()?, global.per_page()?, self.jobs()?);
        let observer = Log {
            answers: Answers::new(self.ui.messages().clone()),
            verbosity: global.verbosity()?,
            messages: self.ui.messages().clone(),
            changes: self.changes.clone(),
            guard: self.guard.clone(),
            sent: Arc::clone(&self.sent),
            clock: self.clock.clone(),
            reported: Mutex::default(),
        };
        self.ui.set_secret(&found.token, found.place);
        found.warnings.iter().for_each(|text| self.ui.warning(text));
        let builder = Client::builder(endpoint, found.token).user_agent(USER_AGENT).timeout(timeout).per_page(per_page);
        let builder = builder.jobs(jobs).cancel(self.interrupt.cancel().clone()).clock(self.clock.clone());
        Ok(builder.observer(observer).build())
    }

    /// Marks the cache of completion as stale if something was changed.
    pub(super) fn invalidate_completion_cache(&self) {
        if let Some(client) = self.client.get().filter(|_| self.changes.is_any()) {
            complete::make_stale(client.endpoint(), client.token());
        }
    }

    pub(super) fn resolver(&self) -> Result<&RefCell<Resolver<Client>>> {
        if let Some(resolver) = self.resolver.get() {
            return Ok(resolver);
        }
        let client = self.client()?.clone();
        Ok(self.resolver.get_or_init(|| RefCell::new(Resolver::new(client))))
    }

    /// The objects that the labels match, without duplicates; an error if a label matches none or too many.
    pub(crate) fn find(&self, family: &Family, labels: &[String], multiple: Multiple) -> Result<Vec<Target>> {
        self.find_existing(family, labels, multiple, Missing::Refuse)
    }

    /// The same; whether labels that match none are an error is up to `missing`.
    pub(crate) fn find_existing(
        &self,
        family: &Family,
        labels: &[String],
        multiple: Multiple,
        missing: Missing,
    ) -> Result<Vec<Target>> {
        let found = self.resolve(family, labels, multiple)?;
        let problems = self.remaining(found.problems, missing);
        if problems.is_empty() {
            return Ok(found.targets);
        }
        let error = unresolved(&problems, multiple != Multiple::NotOffered);
        Err(problems.iter().fold(error, |error, problem| match problem {
            Problem::Unknown { label, .. } => self.suggested(error, family, label),
            _ => error,
        }))
    }

    /// The error with the name that was perhaps meant, where the list was read anyway.
    fn suggested(&self, error: CliError, family: &Family, label: &str) -> CliError {
        let known = self.resolver().map(|resolver| resolver.borrow().loaded(family)).unwrap_or_default();
        near::suggested(error, family, label, &known)
    }

    /// The one object that the label matches.
    pub(crate) fn find_one(&self, family: &Family, label: &str) -> Result<Target> {
        self.find_optional(family, label)?.ok_or_else(|| self.suggested(unknown(family, label), family, label))
    }

    /// The one object that the label matches, or `None`.
    pub(crate) fn find_optional(&self, family: &Family, label: &str) -> Result<Option<Target>> {
        let is_unknown = |problem: &Problem| matches!(problem, Problem::Unknown { .. });
        let found = self.resolve(family, &[label.to_owned()], Multiple::NotOffered)?;
        if found.problems.iter().all(is_unknown) {
            Ok(found.targets.into_iter().next())
        } else {
            Err(unresolved(&found.problems, false))
        }
    }

    fn resolve(&self, family: &Family, labels: &[String], multiple: Multiple) -> Result<Resolution> {
        let mut resolver = self.resolver()?.borrow_mut();
        let found = resolver.find(family, labels, multiple == Multiple::On)?;
        resolver.warnings.drain(..).for_each(|text| self.ui.warning(text));
        Ok(found)
    }

    /// All objects of a kind, read at most once a run.
    pub(crate) fn all(&self, family: &Family) -> Result<Vec<Object>> {
        Ok(self.resolver()?.borrow_mut().list(family)?)
    }

    /// Takes note that the failure of a request needs no report, since what it was to do is done.
    pub(crate) fn forget(&self, error: &CliError) {
        self.changes.reported(error);
    }

    /// Reports a target that failed, while the others continue.
    pub(crate) fn fail(&self, target: impl Display, error: impl Into<CliError>) {
        let error = error.into();
        if self.is_planned(&error) {
            return self.tally.success();
        }
        self.changes.reported(&error);
        self.tally.failure(error.status);
        if matches!(error.status, Status::Interrupted | Status::TimedOut) {
            self.not_done.borrow_mut().push(target.to_string());
        } else {
            self.ui.report_target(&target.to_string(), error);
        }
    }
}

/// How results are printed. Options that cannot be read were reported when the command line was checked.
fn style(global: &Global) -> Style {
    let colored = global.color().unwrap_or_default().on_stdout();
    let (format, shape) = (global.format().unwrap_or_default(), global.output.shape(colored).unwrap_or_default());
    Style {
        #[cfg(feature = "jq")]
        filter: global.output.filter(),
        colored,
        format,
        shape,
        omits_empty: global.is_dry_run(),
    }
}

/// The error for an object that does not exist.
pub(crate) fn unknown(family: &Family, label: &str) -> CliError {
    unresolved(&[Problem::unknown(family, label)], false)
}
