//! The pages of nouns that are made from the table of operations: one for each, with all its commands.

use super::{RELEASED, tidy};
use crate::operations::overview;
use clap_mangen::roff::{Roff, bold, italic, roman};

/// The page of a noun.
pub(super) fn page(noun: &str) -> String {
    let mut roff = Roff::new();
    let version = format!("doapi {}", env!("CARGO_PKG_VERSION"));
    let title = format!("DOAPI-{}", noun.to_uppercase());
    roff.control("TH", [title.as_str(), "1", RELEASED, version.as_str(), "doapi manual"]);
    roff.control("SH", ["NAME"]);
    roff.text([roman(format!("doapi-{noun} - manage what the API calls {}", noun.replace('-', " ")))]);
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([bold(format!("doapi {noun}")), roman(" [OPTIONS] COMMAND")]);
    roff.control("SH", ["DESCRIPTION"]);
    roff.text([
        roman("These commands are made from the API's own description; what all of them have in common is in "),
        bold("doapi-api"),
        roman("(1). The options of each are in its "),
        bold("--help"),
        roman("."),
    ]);
    roff.control("SH", ["COMMANDS"]);
    for (usage, about, requests) in overview(noun) {
        roff.control("TP", []);
        roff.text([bold(usage)]);
        roff.text([roman(format!("{about}. ")), italic(shown(&requests))]);
    }
    roff.control("SH", ["SEE ALSO"]);
    roff.text([bold("doapi"), roman("(1), "), bold("doapi-api"), roman("(1)")]);
    tidy(&roff.to_roff())
}

/// The requests that fit on a line: a path cannot be broken.
fn shown(requests: &[String]) -> String {
    requests.iter().filter(|request| request.len() < 62).cloned().collect::<Vec<_>>().join(", ")
}
