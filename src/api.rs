//! The thin API module: requests, errors, retry, pages, waits. It knows no command line and prints nothing;
//! what a person may want to hear of (a wait, a request made) goes to an [`Observer`].

mod cancel;
mod client;
mod collection;
mod endpoint;
mod error;
mod exchange;
mod id;
mod list;
mod object;
mod observer;
mod pace;
mod page;
mod parallel;
mod path;
mod poll;
mod request;
mod retry;
mod status_error;
mod tls;
mod token;
mod wait;

pub(crate) use cancel::Cancel;
pub(crate) use client::{Client, Settings};
pub(crate) use collection::Collection;
pub(crate) use endpoint::{Endpoint, EndpointError};
pub(crate) use error::{Error, StatusError};
pub(crate) use id::Id;
pub(crate) use list::Listing;
pub(crate) use object::Object;
pub(crate) use observer::{Notice, Observer, Trace};
pub(crate) use page::Page;
#[cfg(test)]
pub(crate) use page::Root;
pub(crate) use parallel::{Effect, parallel_map};
pub(crate) use path::Path;
pub(crate) use poll::Poller;
pub(crate) use request::{Method, Reply, Request};
pub(crate) use token::Token;
pub(crate) use wait::{Ended, Event, Timing, Why, wait};
