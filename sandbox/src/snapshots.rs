//! `/v2/snapshots`: the snapshots among the images, under another form.

use crate::http::{Outcome, Refusal, Request};
use crate::state::State;

/// `/v2/snapshots…`
pub(crate) fn route(_state: &mut State, _request: &Request, _path: &[&str]) -> Outcome {
    Err(Refusal::no_route())
}
