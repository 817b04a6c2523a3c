//! `doapi links`.

use crate::commands::all_applet_nouns;
use crate::error::{CliError, Context as _, Result, failure};
use crate::run::context::Context;
use crate::run::links;
use clap::{Args, ValueHint};
use std::path::{Path, PathBuf};

/// Create links for the nouns, such as doapi-droplet
#[derive(Debug, Args)]
pub(crate) struct Links {
    /// Remove the links
    #[arg(long, conflicts_with = "list")]
    remove: bool,

    /// List existing links
    #[arg(long)]
    list: bool,

    /// The directory of the links [default: that of the program]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

impl Links {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        if let Some(dir) = self.dir.as_deref().filter(|dir| !dir.is_dir()) {
            return Err(failure(format!("{} is not a directory", show(dir))));
        }
        let links = links::Links::to_this_program(self.dir).context("cannot find the path of this program")?;
        let names: Vec<String> = all_applet_nouns().into_iter().map(|noun| format!("doapi-{noun}")).collect();
        if self.remove {
            for name in &names {
                remove(ctx, &links, name);
            }
        } else if self.list {
            print(ctx, names.iter().filter(|name| links.has(name)).map(|name| links.path(name)));
        } else {
            let made: Vec<PathBuf> = names.iter().filter_map(|name| make(ctx, &links, name)).collect();
            print(ctx, made.into_iter());
        }
        Ok(())
    }
}

fn make(ctx: &Context, links: &links::Links, name: &str) -> Option<PathBuf> {
    let made = if links.is_taken(name) {
        Err(failure("a file that is not a link to doapi has this name; it is left unchanged"))
    } else {
        links.make(name).context("cannot be made")
    };
    let path = made.map_err(|error| ctx.fail(show(&links.path(name)), error)).ok()?;
    ctx.tally.success();
    Some(path)
}

fn remove(ctx: &Context, links: &links::Links, name: &str) {
    let path = links.path(name);
    if links.is_taken(name) {
        ctx.ui.warning(format_args!("{}: not a link to doapi; it is left unchanged", show(&path)));
    } else if let Err(error) = links.remove(name) {
        ctx.fail(show(&path), CliError::from(error).context("cannot be removed"));
    }
}

fn show(path: &Path) -> String {
    format!("{:?}", path.to_string_lossy())
}

/// Prints paths as an array.
fn print(ctx: &Context, paths: impl Iterator<Item = PathBuf>) {
    let mut array = ctx.ui.array();
    paths.for_each(|path| array.push(&serde_json::Value::from(path.to_string_lossy()).to_string()));
    array.finish();
}
