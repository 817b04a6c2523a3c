//! What every command has at hand. Nothing in it is built, read or sent before it is needed.

use super::{request_log::Log, token};
use crate::api::{Client, Interrupt, Listing, Object, Request, Resource, Settings};
use crate::args::global::Global;
use crate::complete;
use crate::error::Unresolved;
use crate::error::status::{Status, Tally};
use crate::resolve::{self, Problem, Resolver, Target};
use crate::ui::messages::{note, set_secret, status, warning};
use crate::ui::progress::Progress;
use crate::ui::stdout::Output;
use anyhow::Result;
use std::cell::{OnceCell, RefCell};
use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// The state of one run.
pub(crate) struct Context {
    global: Global,
    /// When the program began: times for waiting count from here.
    pub(crate) started: Instant,
    pub(crate) interrupt: Interrupt,
    pub(crate) output: Output,
    pub(crate) tally: Tally,
    /// What a signal came before.
    interrupted_before: RefCell<Vec<String>>,
    client: OnceCell<Client>,
    resolver: OnceCell<RefCell<Resolver<Client>>>,
    /// Whether a request was sent that may have changed something.
    changed: Arc<AtomicBool>,
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
    pub(crate) fn new(global: Global, started: Instant, interrupt: Interrupt) -> Context {
        let colored = global.color().unwrap_or_default().on_stdout();
        Context {
            global,
            started,
            interrupt,
            output: Output::stdout(colored),
            tally: Tally::default(),
            interrupted_before: RefCell::default(),
            client: OnceCell::new(),
            resolver: OnceCell::new(),
            changed: Arc::default(),
        }
    }

    /// The API.
    pub(crate) fn client(&self) -> Result<&Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let settings = self.settings()?;
        Ok(self.client.get_or_init(|| Client::new(settings)))
    }

    /// Whether requests are to be logged.
    #[cfg(feature = "sandbox")]
    pub(crate) fn is_verbose(&self) -> Result<bool> {
        Ok(self.global.verbosity()? > 0)
    }

    /// A line that tells of progress.
    pub(crate) fn progress(&self) -> Progress {
        Progress::new(self.started, self.global.quiet().unwrap_or(false))
    }

    fn settings(&self) -> Result<Settings> {
        let global = &self.global;
        let (endpoint, timeout, per_page, jobs) =
            (global.endpoint()?, global.timeout()?, global.per_page()?, global.jobs()?);
        let observer = Box::new(self.log()?);
        let token::Found { token, place } = token::find(global)?;
        set_secret(&token, place);
        Ok(Settings { endpoint, token, timeout, per_page, jobs, observer, interrupt: self.interrupt.clone() })
    }

    fn log(&self) -> Result<Log> {
        let (verbosity, quiet) = (self.global.verbosity()?, self.global.quiet()?);
        Ok(Log::new(verbosity, quiet, Arc::clone(&self.changed)))
    }

    /// After a change, what completion knows of the account is out of date.
    pub(crate) fn invalidate_completion_cache(&self) {
        if let Some(client) = self.client.get().filter(|_| self.changed.load(Ordering::Relaxed)) {
            complete::make_stale(&client.settings().endpoint, &client.settings().token);
        }
    }

    fn resolver(&self) -> Result<&RefCell<Resolver<Client>>> {
        if let Some(resolver) = self.resolver.get() {
            return Ok(resolver);
        }
        let client = self.client()?.clone();
        Ok(self.resolver.get_or_init(|| RefCell::new(Resolver::new(client))))
    }

    /// The objects that the labels mean, each once; if one means none or too many, an error.
    pub(crate) fn find(
        &self,
        resource: &'static Resource,
        labels: &[String],
        multiple: Multiple,
    ) -> Result<Vec<Target>> {
        let mut resolver = self.resolver()?.borrow_mut();
        let found = resolver.find(resource, labels, multiple == Multiple::On);
        resolver.warnings.drain(..).for_each(warning);
        found.map_err(|error| unresolved(error, multiple != Multiple::NotOffered))
    }

    /// The one object that the label means.
    pub(crate) fn find_one(&self, resource: &'static Resource, label: &str) -> Result<Target> {
        let found = self.find(resource, &[label.to_owned()], Multiple::NotOffered)?;
        found.into_iter().next().ok_or_else(|| unknown(resource, label))
    }

    /// All objects of a kind, read at most once a run.
    pub(crate) fn all(&self, resource: &'static Resource) -> Result<Vec<Object>> {
        Ok(self.resolver()?.borrow_mut().list(resource)?)
    }

    /// Warns of names that are in use, or refuses them with `unique`; then also a name that is given twice.
    pub(crate) fn check_names(&self, resource: &'static Resource, names: &[String], unique: bool) -> Result<()> {
        let noun = resource.noun;
        let in_use = self.resolver()?.borrow_mut().in_use(resource, names)?;
        let mut problems: Vec<Problem> =
            in_use.into_iter().map(|(label, ids)| Problem::InUse { noun, label, ids }).collect();
        let twice = |(at, name): (usize, &String)| names[..at].contains(name).then(|| name.clone());
        problems.extend(names.iter().enumerate().filter_map(twice).map(|label| Problem::InUse {
            noun,
            label,
            ids: vec![],
        }));
        if unique && !problems.is_empty() {
            return Err(Unresolved { problems, takes_multiple: false }.into());
        }
        problems.iter().for_each(warning);
        Ok(())
    }

    /// The same for the new name of an object, which may be its old one.
    pub(crate) fn check_new_name(
        &self,
        resource: &'static Resource,
        target: &Target,
        name: &String,
        unique: bool,
    ) -> Result<()> {
        let unchanged = target.object.text("name").as_ref() == Some(name);
        if unchanged { Ok(()) } else { self.check_names(resource, std::slice::from_ref(name), unique) }
    }

    /// Sends a request and prints the object under `root` of the reply; an error names the target.
    pub(crate) fn print_changed(&self, request: Request, root: &'static str, target: impl Display) -> Result<()> {
        let sent = self.client()?.send(request).and_then(|reply| reply.object(root));
        let object = sent.map_err(|error| anyhow::Error::new(error).context(target.to_string()))?;
        self.output.value(object.raw().get());
        Ok(())
    }

    /// Prints the objects of several lists as one array, page by page.
    pub(crate) fn print_lists(&self, listings: Vec<Listing>) -> Result<()> {
        let mut array = self.output.array();
        for listing in listings {
            let mut progress = self.progress();
            let mut pages = self.client()?.pages(listing);
            let (mut done, mut all) = (0, 1);
            while let Some(page) = pages.next() {
                page?.texts().for_each(|text| array.push(text));
                array.flush();
                (done, all) = (done + 1, all.max(done + 1 + pages.ahead_of()));
                progress.pages(done, all);
                if self.output.is_broken() {
                    return Ok(());
                }
            }
        }
        array.finish();
        Ok(())
    }

    /// Prints objects as one array.
    pub(crate) fn print_all<'a>(&self, objects: impl IntoIterator<Item = &'a Object>) {
        let mut array = self.output.array();
        objects.into_iter().for_each(|object| array.push(object.raw().get()));
        array.finish();
    }

    /// Says what became of a target that failed, while the others go on.
    pub(crate) fn fail(&self, target: impl Display, error: &anyhow::Error) {
        let status = status(error);
        self.tally.failure(status);
        if matches!(status, Status::Interrupted(_)) {
            self.interrupted_before.borrow_mut().push(target.to_string());
        } else {
            note(format_args!("{target}: {error:#}"));
        }
    }

    /// Says what was not done because a signal came first.
    pub(crate) fn report_interrupted(&self) {
        let interrupted_before = self.interrupted_before.borrow();
        if !interrupted_before.is_empty() {
            note(format_args!("interrupted; not done: {}", interrupted_before.join(", ")));
        }
    }
}

/// The error of an object that is not there.
pub(crate) fn unknown(resource: &Resource, label: &str) -> anyhow::Error {
    Unresolved { problems: vec![Problem::unknown(resource, label)], takes_multiple: false }.into()
}

fn unresolved(error: resolve::Error, takes_multiple: bool) -> anyhow::Error {
    match error {
        resolve::Error::Problems(problems) => Unresolved { problems, takes_multiple }.into(),
        resolve::Error::Api(error) => error.into(),
    }
}
