//! `/v2/domains` and their records.

use serde::{Deserialize, Serialize};

use crate::http::{Outcome, Refusal, Request};
use crate::state::State;
use crate::time::Time;

/// A domain with its records.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Domain {
    pub(crate) name: String,
    pub(crate) ttl: u64,
    /// The last change, which is the zone's serial.
    pub(crate) changed: Time,
    pub(crate) records: Vec<Record>,
}

/// A record; all ten keys are always shown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) id: u64,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) data: String,
    pub(crate) priority: Option<u64>,
    pub(crate) port: Option<u64>,
    pub(crate) ttl: u64,
    pub(crate) weight: Option<u64>,
    pub(crate) flags: Option<u64>,
    pub(crate) tag: Option<String>,
}

/// Puts the domains of a seed in place.
pub(crate) fn load(state: &mut State, domains: Vec<Domain>) {
    state.domains = domains;
}

/// `/v2/domains…`
pub(crate) fn route(_state: &mut State, _request: &Request, _path: &[&str]) -> Outcome {
    Err(Refusal::no_route())
}
