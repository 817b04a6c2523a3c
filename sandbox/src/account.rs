//! `/v2/account` and `/v2/account/keys`.

mod keys;

use serde::{Deserialize, Serialize};

use crate::http::{Outcome, Refusal, Reply, Request};
use crate::state::State;

pub(crate) use keys::{SshKey, find as find_key, fingerprint};

/// When the account was made, and with it its default project and networks: 2020-03-13T19:20:47Z.
pub(crate) const CREATED: u64 = 1_584_127_247;

/// The account, in the API's key order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Account {
    pub(crate) droplet_limit: u64,
    pub(crate) floating_ip_limit: u64,
    pub(crate) reserved_ip_limit: u64,
    pub(crate) volume_limit: u64,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) uuid: String,
    pub(crate) email_verified: bool,
    pub(crate) status: String,
    pub(crate) status_message: String,
    pub(crate) team: Team,
}

/// The team whose account it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Team {
    pub(crate) uuid: String,
    pub(crate) name: String,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            droplet_limit: 25,
            floating_ip_limit: 3,
            reserved_ip_limit: 3,
            volume_limit: 100,
            email: "sammy@example.com".to_owned(),
            name: "Sammy the Shark".to_owned(),
            uuid: "b6fc89dbf6d9156cace5f3c78dc9851d957381ef".to_owned(),
            email_verified: true,
            status: "active".to_owned(),
            status_message: String::new(),
            team: Team::default(),
        }
    }
}

impl Default for Team {
    fn default() -> Self {
        Self { uuid: "5df3e3004a17e242b7c20ca6c9fc25b701a47ece".to_owned(), name: "My Team".to_owned() }
    }
}

/// `/v2/account…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => Ok(Reply::root(200, "account", &state.account)),
        (_, ["keys", rest @ ..]) => keys::route(state, request, rest),
        _ => Err(Refusal::no_route()),
    }
}
