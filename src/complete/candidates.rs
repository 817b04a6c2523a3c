//! The candidates for arguments: each function here is attached to arguments with `add = …`.

use super::fetch::items;
use super::list::List;
use super::rank::offer;
use super::session::Session;
use crate::resolve::Family;
use crate::resolve::item::Item;
use crate::resolve::noun::{
    ACTION, DOMAIN, DROPLET, DROPLET_STATUSES, IMAGE, NOUNS, Noun, REGION, SIZE, SSH_KEY, TAG, VOLUME,
};
use clap::builder::ArgExt;
use clap::{Arg, Command};
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use std::ffi::OsStr;
use std::fmt;
use std::sync::Arc;

type Find = dyn Fn(&Session, &OsStr) -> Vec<CompletionCandidate> + Send + Sync;

/// Candidates that depend on the rest of the line or on the account. The grammar is the same for all lines, and
/// `clap_complete` passes a completer only the current word. So an argument bears these until [`attach`] makes them
/// completers for one line.
#[derive(Clone)]
pub(crate) struct Candidates(Arc<Find>);

impl ArgExt for Candidates {}

impl fmt::Debug for Candidates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Candidates")
    }
}

impl Candidates {
    fn new(find: impl Fn(&Session, &OsStr) -> Vec<CompletionCandidate> + Send + Sync + 'static) -> Candidates {
        Candidates(Arc::new(find))
    }

    fn completer(&self, session: &Arc<Session>) -> ArgValueCompleter {
        let (find, session) = (Arc::clone(&self.0), Arc::clone(session));
        ArgValueCompleter::new(move |typed: &OsStr| find(&session, typed))
    }
}

/// Makes the candidates in a tree completers for one line.
pub(super) fn attach(tree: Command, session: &Arc<Session>) -> Command {
    let with_completer = |argument: Arg| match argument.get::<Candidates>() {
        Some(candidates) => {
            let completer = candidates.completer(session);
            argument.add(completer)
        }
        None => argument,
    };
    tree.mut_args(with_completer).mut_subcommands(|inner| attach(inner, session))
}

/// The objects of a list that `wanted` accepts.
fn of(list: List, wanted: fn(&Item) -> bool) -> Candidates {
    Candidates::new(move |session, typed| among(session, &list, wanted, typed))
}

fn among(session: &Session, list: &List, wanted: fn(&Item) -> bool, typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let after_dashes = session.words_before().iter().any(|word| word == "--");
    if typed.starts_with('-') && !after_dashes {
        return Vec::new();
    }
    let items: Vec<Item> = items(session, list).into_iter().filter(wanted).collect();
    let offered = offer(&items, typed, after_dashes).into_iter();
    offered.filter(|candidate| !is_given(session, candidate)).collect()
}

/// Whether the line names the object already: naming it twice is never useful.
fn is_given(session: &Session, candidate: &CompletionCandidate) -> bool {
    const COMMAND: usize = 3;
    session.words_before().iter().skip(COMMAND).any(|word| word == candidate.get_value())
}

fn every(_: &Item) -> bool {
    true
}

fn is_own(image: &Item) -> bool {
    image.kind.as_deref() != Some("public")
}

fn is_in_progress(action: &Item) -> bool {
    action.kind.as_deref() == Some("in-progress")
}

/// The objects of a noun.
pub(crate) fn objects(noun: &'static Noun) -> Candidates {
    of(List::Of(noun), every)
}

/// The objects of a family that the line so far says more of; none if it does not say it.
pub(crate) fn objects_of(find: impl Fn(&Session) -> Option<Family> + Send + Sync + 'static) -> Candidates {
    Candidates::new(move |session, typed| {
        find(session).map_or_else(Vec::new, |family| among(session, &list_of(family), every, typed))
    })
}

/// The list of a family: that of the noun, where there is one, which says more of each object.
fn list_of(family: Family) -> List {
    // A noun without a command has candidates for one option only.
    let noun =
        NOUNS.iter().find(|noun| noun.family.collection.path == family.collection.path && !noun.command.is_empty());
    noun.map_or(List::In(family), |noun| List::Of(noun))
}

/// The ID of the object that a label on the line means, as far as the cached lists know.
pub(crate) fn id_of(session: &Session, family: &Family, label: &str) -> Option<String> {
    let found = items(session, &list_of(family.clone()))
        .into_iter()
        .find(|item| item.id == label || item.name.as_deref() == Some(label));
    found.map(|item| item.id)
}

/// Values that are known beforehand.
pub(crate) fn words(words: Vec<String>) -> ArgValueCandidates {
    ArgValueCandidates::new(move || words.iter().map(CompletionCandidate::new).collect())
}

pub(crate) fn droplets() -> Candidates {
    of(List::Of(&DROPLET), every)
}

/// Images: the public ones by slug, own ones by name.
pub(crate) fn images() -> Candidates {
    of(List::Of(&IMAGE), every)
}

/// The account's own images.
pub(crate) fn own_images() -> Candidates {
    of(List::Of(&IMAGE), is_own)
}

pub(crate) fn backups() -> Candidates {
    of(List::Of(&IMAGE), |image| image.kind.as_deref() == Some("backup"))
}

pub(crate) fn ssh_keys() -> Candidates {
    of(List::Of(&SSH_KEY), every)
}

/// SSH keys, and files that may hold one.
pub(crate) fn droplet_keys() -> Candidates {
    Candidates::new(|session, typed| {
        let mut keys = among(session, &List::Of(&SSH_KEY), every, typed);
        let is_key = |path: &std::path::Path| path.extension() == Some(OsStr::new("pub"));
        keys.extend(PathCompleter::any().filter(is_key).complete(typed));
        keys
    })
}

pub(crate) fn tags() -> Candidates {
    of(List::Of(&TAG), every)
}

pub(crate) fn regions() -> Candidates {
    of(List::Of(&REGION), every)
}

pub(crate) fn sizes() -> Candidates {
    of(List::Of(&SIZE), every)
}

pub(crate) fn domains() -> Candidates {
    of(List::Of(&DOMAIN), every)
}

/// Records of the domain that is on the line already.
pub(crate) fn records() -> Candidates {
    Candidates::new(|session, typed| {
        let named = |domain: &Item| session.words_before().iter().any(|word| word.eq_ignore_ascii_case(&domain.id));
        let domain = items(session, &List::Of(&DOMAIN)).into_iter().find(named);
        domain.map_or_else(Vec::new, |domain| among(session, &List::Records(domain.id), every, typed))
    })
}

/// Block storage volumes.
pub(crate) fn volumes() -> Candidates {
    of(List::Of(&VOLUME), every)
}

/// Actions in progress.
pub(crate) fn actions() -> Candidates {
    of(List::Of(&ACTION), is_in_progress)
}

/// A fixed list of words.
fn fixed(words: &'static [&'static str]) -> ArgValueCandidates {
    ArgValueCandidates::new(move || words.iter().map(CompletionCandidate::new).collect())
}

/// The types of actions that the objects of a noun can perform.
pub(crate) fn action_types(noun: &'static Noun) -> ArgValueCandidates {
    ArgValueCandidates::new(move || noun.actions.iter().map(|action| CompletionCandidate::new(action.name)).collect())
}

/// The statuses of droplets.
pub(crate) fn droplet_statuses() -> ArgValueCandidates {
    fixed(&DROPLET_STATUSES)
}

/// The types of images.
pub(crate) fn image_types() -> ArgValueCandidates {
    fixed(&["application", "distribution"])
}

/// The types of records.
pub(crate) fn record_types() -> ArgValueCandidates {
    fixed(&["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SOA", "SRV", "TXT"])
}

/// The methods of requests.
pub(crate) fn methods() -> ArgValueCandidates {
    fixed(&["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
}

/// Files behind an `@`.
pub(crate) fn at_file() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let Some(file) = typed.to_str().and_then(|typed| typed.strip_prefix('@')) else { return Vec::new() };
        let files = PathCompleter::file().complete(OsStr::new(file));
        files.into_iter().map(|file| file.add_prefix("@")).collect()
    })
}
