//! The state of one run: the client and the resolver, built when they are first needed, the token, the request log.

pub(crate) mod accounts;
mod changes;
pub(crate) mod context;
mod end;
mod guard;
mod interrupt;
pub(crate) mod links;
pub(crate) mod missing;
pub(crate) mod names;
pub(crate) mod near;
pub(crate) mod print;
pub(crate) mod program;
mod request_log;
pub(crate) mod signals;
mod test_clock;
pub(crate) mod token;

pub(crate) use context::Context;
pub(crate) use missing::Missing;
