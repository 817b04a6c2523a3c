//! `doapi` as its users see it: journeys on a local API that behaves like the real one, and the exact requests on a
//! scripted one.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod account;
mod action;
mod approval;
mod binary;
mod catalog;
mod clock;
mod color;
mod completion;
mod contexts;
mod contract;
#[cfg(feature = "sandbox")]
mod documented;
mod domain;
mod droplet;
mod dry_run;
mod empty_values;
mod ensure;
mod error_format;
mod errors;
#[cfg(feature = "sandbox")]
mod examples;
#[cfg(feature = "sandbox")]
mod exec_signals;
mod external;
mod extra;
mod fake;
mod faults;
mod filters;
mod floating_ip;
mod format;
mod help;
mod help_anywhere;
mod hostile;
mod image;
mod interruption;
mod jq;
mod keys;
mod labels_of_people;
mod limits;
mod links;
mod lost_on_signal;
mod man;
mod missing;
mod multicall;
mod near_misses;
mod new_objects;
mod nothing_lost;
mod operations;
mod options;
mod output;
mod pages;
mod partly;
mod progress;
mod protocol;
mod random_moments;
mod reach;
mod records;
mod redaction;
mod replies;
mod request;
mod request_pages;
mod resolve;
mod retry;
mod runner;
#[cfg(feature = "sandbox")]
mod sandbox;
mod sandboxes;
mod scarce;
mod script;
mod secrecy;
mod select;
#[cfg(feature = "sandbox")]
mod shell;
mod signals;
mod snapshot;
mod speed;
mod ssh_key;
mod started_actions;
mod statuses;
mod synopsis;
mod tag;
mod tag_rename;
mod terminal;
mod tls;
mod token;
mod undone;
mod unprinted;
mod verb_aliases;
mod waiting;
