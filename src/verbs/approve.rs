//! Approval before objects are destroyed: protected ones are refused, and a selection that was not named one by one is
//! shown and has to be confirmed.

use crate::args::config::Confirm;
use crate::error::{CliError, Result, Status, interrupted, usage};
use crate::resolve::condition::glob;
use crate::resolve::field::FieldPath;
use crate::resolve::noun::Noun;
use crate::resolve::{Family, Target};
use crate::run::context::Context;
use crate::ui::question::{ask, can_ask};
use crate::verbs::lookup::full_name;
use crate::verbs::select::Selection;
use crate::verbs::targets::Targets;
use clap::Args;

/// The tag that protects objects.
const PROTECTED: &str = "protected";

/// Options of verbs that destroy.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Approval {
    /// Do not ask; without a terminal, --where and --all need it
    #[arg(short, long)]
    yes: bool,

    /// Act on objects too that the tag "protected", the configuration or DOAPI_PROTECT protects
    #[arg(long)]
    unprotect: bool,
}

/// What kind of objects the targets are, and how a table shows them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind<'a> {
    pub(crate) family: &'a Family,
    pub(crate) columns: &'a [&'a str],
}

impl<'a> From<&'a Noun> for Kind<'a> {
    fn from(noun: &'a Noun) -> Kind<'a> {
        Kind { family: &noun.family, columns: noun.columns }
    }
}

impl Approval {
    /// An error where a question will have to be asked and nobody can answer, before any request.
    pub(crate) fn check(&self, ctx: &Context, selection: Selection) -> Result<()> {
        if self.yes || ctx.is_dry_run() || can_ask() {
            return Ok(());
        }
        match (ctx.confirm()?, selection) {
            (Confirm::Always, _) => Err(usage("confirm = \"always\" needs --yes where nobody can be asked")),
            (Confirm::Selected, Selection::Chosen) => {
                Err(usage("--where and --all need --yes where nobody can be asked"))
            }
            _ => Ok(()),
        }
    }

    /// The targets of a verb that destroys, once that is allowed.
    pub(crate) fn targets<T: Targets>(&self, ctx: &Context, verb: &str, on: &T) -> Result<Vec<Target>> {
        let selection = on.selection();
        self.check(ctx, selection)?;
        let targets = on.find(ctx)?;
        self.obtain(ctx, verb, T::objects().into(), selection, &targets)?;
        Ok(targets)
    }

    /// Whether somebody has to confirm.
    fn must_ask(&self, ctx: &Context, selection: Selection) -> Result<bool> {
        let is_wanted = match ctx.confirm()? {
            Confirm::Always => true,
            Confirm::Selected => selection != Selection::Typed,
            Confirm::Never => false,
        };
        Ok(is_wanted && !self.yes && !ctx.is_dry_run() && can_ask())
    }

    /// An error unless the targets may be destroyed. `true` if the user has confirmed exactly these.
    pub(crate) fn obtain(
        &self,
        ctx: &Context,
        verb: &str,
        kind: Kind,
        selection: Selection,
        targets: &[Target],
    ) -> Result<bool> {
        self.check(ctx, selection)?;
        self.refuse_protected(ctx, verb, kind, targets)?;
        if ctx.is_dry_run() && !targets.is_empty() {
            show(ctx, kind, targets);
            ctx.ui.note(format_args!("would {verb} {}", counted(kind, targets)));
        }
        if targets.is_empty() || !self.must_ask(ctx, selection)? {
            return Ok(false);
        }
        show(ctx, kind, targets);
        let question = format!("{verb} {}{}? [y/N] ", counted(kind, targets), ctx.in_context());
        match ask(ctx.ui.messages(), &question, ctx.interrupt.cancel()).as_deref() {
            Some("y" | "Y" | "yes" | "Yes" | "YES") => Ok(true),
            _ if ctx.interrupt.is_set() => Err(interrupted()),
            _ => Err(CliError::new(Status::Unresolved, anyhow::anyhow!("not confirmed; nothing was changed"))),
        }
    }

    /// The targets that may be destroyed; protected ones are named and left out.
    pub(crate) fn without_protected(&self, ctx: &Context, kind: Kind, targets: Vec<Target>) -> Result<Vec<Target>> {
        let patterns = ctx.protected_patterns()?;
        let is_free = |target: &Target| {
            let protection = if self.unprotect { None } else { protection(&patterns, target) };
            let name = full_name(kind.family, target);
            protection.iter().for_each(|by| ctx.ui.messages().done(format_args!("{name} is protected by {by}; kept")));
            protection.is_none()
        };
        Ok(targets.into_iter().filter(is_free).collect())
    }

    fn refuse_protected(&self, ctx: &Context, verb: &str, kind: Kind, targets: &[Target]) -> Result<()> {
        let patterns = ctx.protected_patterns()?;
        if self.unprotect {
            return Ok(());
        }
        let protected = |target: &Target| Some((format!("{:?}", target.label), protection(&patterns, target)?));
        let (names, protections): (Vec<String>, Vec<String>) = targets.iter().filter_map(protected).unzip();
        let Some(first) = protections.first() else { return Ok(()) };
        let text = format!("{} {} is protected by {first}; nothing was changed", kind.family.noun, names.join(", "));
        Err(CliError::new(Status::Unresolved, anyhow::Error::msg(text)).hint(format!("--unprotect to {verb} it")))
    }
}

fn show(ctx: &Context, kind: Kind, targets: &[Target]) {
    ctx.ui.table(kind.columns, targets.iter().map(|target| target.object.raw().get()));
}

/// What protects an object: the tag, or one of the patterns, each `tag:NAME` or a pattern of names.
fn protection(patterns: &[String], target: &Target) -> Option<String> {
    let tags: Vec<String> = target.object.get("tags").unwrap_or_default();
    let bears = |tag: &str| tags.iter().any(|one| one.eq_ignore_ascii_case(tag));
    if bears(PROTECTED) {
        return Some(format!("the tag {PROTECTED:?}"));
    }
    let name = target.object.text("name").unwrap_or_else(|| target.label.clone());
    let matching = patterns.iter().find(|pattern| match pattern.strip_prefix("tag:") {
        Some(tag) => bears(tag),
        None => glob(pattern, &name),
    });
    matching.map(|pattern| format!("{pattern:?}"))
}

/// `3 droplets, $18.00 a month`.
fn counted(kind: Kind, targets: &[Target]) -> String {
    let name = &kind.family.noun;
    let plural = if targets.len() == 1 { "" } else { "s" };
    let count = format!("{} {name}{plural}", targets.len());
    let Ok(price) = "price".parse::<FieldPath>() else { return count };
    let prices: Vec<f64> =
        targets.iter().filter_map(|target| price.text(target.object.raw().get()).parse().ok()).collect();
    match prices.len() {
        0 => count,
        known if known < targets.len() => {
            format!("{count}, ${:.2} a month for {known} of them", prices.iter().sum::<f64>())
        }
        _ => format!("{count}, ${:.2} a month", prices.iter().sum::<f64>()),
    }
}
