//! Empty values are refused wherever they have no meaning of their own.
//!
//! An empty value is what an unset shell variable gives, and to the API an empty tag or region often means "all" or
//! "any". The check reads the whole parsed command line, so a new argument is covered without being listed anywhere.

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use std::ffi::OsStr;

/// Arguments whose value may be empty: texts for people and for programs, never the name of anything.
pub(crate) const MAY_BE_EMPTY: [&str; 5] = ["api_token", "command", "data", "description", "user_data"];

/// Whether the argument of this ID, of a command that is written by hand, may be empty.
pub(crate) fn may_be_empty(id: &str) -> bool {
    MAY_BE_EMPTY.contains(&id)
}

/// An error for the first argument that was given an empty value on the command line; none for an argument whose ID
/// `allowed` has.
pub(crate) fn refuse_empty(
    tree: &mut Command,
    matches: &ArgMatches,
    allowed: fn(&str) -> bool,
) -> Result<(), clap::Error> {
    for argument in tree.get_arguments() {
        let id = argument.get_id().as_str();
        let typed = matches.try_contains_id(id).is_ok() && matches.value_source(id) == Some(ValueSource::CommandLine);
        if !typed || !argument.get_action().takes_values() || allowed(id) {
            continue;
        }
        if matches.get_raw(id).into_iter().flatten().any(OsStr::is_empty) {
            let what = format!("the value of '{argument}' must not be empty");
            return Err(tree.clone().error(ErrorKind::InvalidValue, what));
        }
    }
    let Some((name, matches)) = matches.subcommand() else { return Ok(()) };
    tree.find_subcommand_mut(name).map_or(Ok(()), |sub| refuse_empty(sub, matches, allowed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Arg;

    fn tree() -> Command {
        let act = Command::new("act").arg(Arg::new("tag").long("tag")).arg(Arg::new("names").num_args(0..));
        let update = Command::new("update").arg(Arg::new("description").long("description"));
        Command::new("doapi").subcommand(act).subcommand(update)
    }

    #[test]
    fn an_empty_value_is_refused_unless_empty_has_a_meaning() {
        for (line, refused) in [
            (vec!["doapi", "act", "--tag", ""], Some("'--tag <tag>'")),
            (vec!["doapi", "act", "--tag="], Some("'--tag <tag>'")),
            (vec!["doapi", "act", "web", ""], Some("'[names]...'")),
            (vec!["doapi", "act", "--tag", "web", "a"], None),
            (vec!["doapi", "act"], None),
            (vec!["doapi", "update", "--description", ""], None),
        ] {
            let mut tree = tree();
            let matches = tree.try_get_matches_from_mut(&line).unwrap();
            let error = refuse_empty(&mut tree, &matches, may_be_empty).err().map(|error| error.to_string());
            assert_eq!(error.is_some(), refused.is_some(), "{line:?}");
            assert!(error.unwrap_or_default().contains(refused.unwrap_or_default()), "{line:?}");
        }
    }
}
