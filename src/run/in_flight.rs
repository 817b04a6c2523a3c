//! The requests that may change something: those without an answer yet, and those that were answered while an earlier
//! one was not. The results of the latter may not have been printed, since results are printed in order.

use crate::api::{Request, Trace};
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Clone, Default)]
pub(crate) struct InFlight(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    unanswered: Vec<Request>,
    /// A line for each answer whose result may have to wait for that of another request before it is printed.
    answered: Vec<String>,
}

impl InFlight {
    pub(super) fn sending(&self, request: &Request) {
        if !request.method.only_reads() {
            self.lock().unanswered.push(request.clone());
        }
    }

    pub(super) fn answered(&self, trace: &Trace) {
        let request = trace.request;
        let mut state = self.lock();
        let key = |request: &Request| (request.method, request.path.as_str().to_owned(), request.body.clone());
        let same = |one: &Request| key(one) == key(request);
        let Some(at) = state.unanswered.iter().position(same) else { return };
        state.unanswered.remove(at);
        match trace.reply {
            _ if state.unanswered.is_empty() => state.answered.clear(),
            Ok(reply) if (200..300).contains(&reply.status) => {
                state.answered.push(format!("{} {}: {}", request.method, request.path, result(&reply.body)));
            }
            _ => {}
        }
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.lock().unanswered.clone()
    }

    /// What was done while an earlier request had no answer.
    pub(super) fn done(&self) -> Vec<String> {
        self.lock().answered.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The names in the body of a request that creates something.
pub(super) fn names(request: &Request) -> Vec<String> {
    let body: Value = request.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    let names = body["names"].as_array().into_iter().flatten().chain(body.get("name"));
    names.filter_map(Value::as_str).map(|name| format!("{name:?}")).collect()
}

/// What an answer says was made: the IDs and names of the objects in it.
fn result(body: &str) -> String {
    let reply: Value = serde_json::from_str(body).unwrap_or_default();
    let roots = reply.as_object().into_iter().flatten().filter(|(root, _)| !matches!(root.as_str(), "links" | "meta"));
    let objects = roots.flat_map(|(root, value)| match value {
        Value::Array(items) => items.iter().map(|item| name(root, item)).collect(),
        item => vec![name(root, item)],
    });
    let names: Vec<String> = objects.collect();
    if names.is_empty() { "done".to_owned() } else { format!("done, {}", names.join(", ")) }
}

fn name(root: &str, object: &Value) -> String {
    let keys = ["id", "ip", "name"].into_iter().filter_map(|key| object.get(key));
    let keys: Vec<String> = keys.map(ToString::to_string).collect();
    format!("{root} {}", keys.join(" "))
}

#[cfg(test)]
mod tests {
    use super::result;

    #[test]
    fn an_answer_is_summed_up_by_what_identifies_its_objects() {
        for (body, text) in [
            ("", "done"),
            (r#"{"action":{"id":3,"status":"in-progress"}}"#, "done, action 3"),
            (
                r#"{"droplets":[{"id":1,"name":"a"},{"id":2,"name":"b"}],"links":{"actions":[]}}"#,
                r#"done, droplets 1 "a", droplets 2 "b""#,
            ),
            (r#"{"reserved_ip":{"ip":"192.0.2.7"}}"#, r#"done, reserved_ip "192.0.2.7""#),
        ] {
            assert_eq!(result(body), text);
        }
    }
}
