//! Types that clap fills: options that several commands take, and the forms of their values. None of them depends on a
//! run.

pub(crate) mod at_file;
pub(crate) mod body;
pub(crate) mod config;
pub(crate) mod domain_name;
pub(crate) mod duration;
pub(crate) mod empty;
pub(crate) mod extra;
pub(crate) mod global;
pub(crate) mod nearest;
pub(crate) mod noun;
pub(crate) mod output;
pub(crate) mod private_file;
pub(crate) mod public_key;
pub(crate) mod traits;
pub(crate) mod variable;
