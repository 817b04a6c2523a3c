//! Abbreviated options. clap takes one that only one option begins with; of any other it says that it is unknown.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// Names the options that an abbreviation may stand for, where there are several.
pub(super) fn explain(error: &mut clap::Error, tree: &Command, line: &[OsString]) {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else { return };
    let Some(given) = given.strip_prefix("--").filter(|_| error.kind() == ErrorKind::UnknownArgument) else { return };
    let options: Vec<String> = options(tree, line).into_iter().filter(|option| option.starts_with(given)).collect();
    if let [first @ .., last] = options.as_slice()
        && !first.is_empty()
    {
        let first: Vec<String> = first.iter().map(|option| format!("'--{option}'")).collect();
        let tip = format!("'--{given}' may stand for {} or '--{last}'", first.join(", "));
        error.remove(ContextKind::SuggestedArg);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
}

/// The long options of the command that a line names, with the universal ones.
fn options(tree: &Command, line: &[OsString]) -> Vec<String> {
    let mut options: Vec<String> = long(tree).collect();
    let mut command = tree;
    for word in line {
        if let Some(below) = word.to_str().and_then(|word| command.find_subcommand(word)) {
            command = below;
            options.extend(long(command));
        }
    }
    options.sort_unstable();
    options.dedup();
    options
}

fn long(command: &Command) -> impl Iterator<Item = String> {
    command.get_arguments().filter_map(|argument| argument.get_long().map(str::to_owned))
}
