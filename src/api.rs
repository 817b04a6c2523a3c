//! The thin API module: requests, errors, retry, pages, waits. It knows no command line and prints nothing;
//! what a person may want to hear of (a wait, a request made) goes to an [`Observer`].

mod attempt;
mod body;
mod builder;
mod cancel;
mod client;
mod clock;
mod collection;
mod dns;
mod endpoint;
mod error;
mod http;
mod id;
mod limits;
mod list;
mod object;
mod observer;
mod pace;
mod page;
mod parallel;
mod path;
mod phase;
mod poll;
mod rate;
mod request;
mod resources;
mod retry;
mod send;
mod status_error;
#[cfg(test)]
mod testing;
mod tls;
mod token;
mod wait;

pub(crate) use body::Body;
use builder::Config;
pub(crate) use cancel::Cancel;
pub(crate) use client::Client;
pub(crate) use clock::Clock;
pub(crate) use collection::Collection;
pub(crate) use endpoint::{Endpoint, EndpointError};
pub(crate) use error::{Cause, Error, StatusError};
pub(crate) use id::Id;
pub(crate) use limits::Limits;
pub(crate) use list::Listing;
pub(crate) use object::{Object, fields};
pub(crate) use observer::{Notice, Observer, Trace};
pub(crate) use page::Page;
#[cfg(test)]
pub(crate) use page::Root;
pub(crate) use parallel::{parallel_map, parallel_map_bounded};
pub(crate) use path::Path;
pub(crate) use poll::Poller;
pub(crate) use request::{Method, Reply, Request};
pub(crate) use token::Token;
pub(crate) use wait::{EndReason, Event, Schedule, WaitOutcome, wait};
