//! What the API can do and the sandbox does not serve: it is refused with 501, as a client would take a 404 for an
//! object that is gone.

use crate::http::{Refusal, Request};
use crate::objects::Facts;

/// The refusal of a request that no route takes.
pub(crate) fn refusal(facts: &Facts, request: &Request) -> Refusal {
    let segments = request.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let path = path.strip_suffix(&[""]).unwrap_or(&path);
    if facts.find(&request.method, path).is_none() {
        return Refusal::no_route();
    }
    let message = format!("The sandbox does not serve {} {}.", request.method, request.path);
    Refusal { unrouted: true, ..Refusal::not_implemented(message) }
}
