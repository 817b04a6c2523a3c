//! What a wait is for: the states in which an object of the table is there, failed, or still on its way.

use crate::api::Object;
use serde_json::Value;

/// What a state means for a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Moving,
    Settled,
    Failed,
}

/// States in which something still happens, beside those that end in `ing`.
const MOVING: [&str; 6] = ["new", "pending", "queued", "scheduled", "unknown", "initialized"];
/// States that end in `ing` although nothing more happens.
const SETTLED: [&str; 2] = ["running", "missing"];
/// Parts of the words for failures.
const FAILED: [&str; 4] = ["error", "fail", "invalid", "cancel"];

impl State {
    /// Anything that is not known is settled: a wait for a word that doapi does not know would never end.
    fn of(text: &str) -> State {
        let text = text.to_ascii_lowercase().replace('-', "_");
        let is_moving = text.split('_').any(|part| MOVING.contains(&part)) || text == "in_progress";
        if FAILED.iter().any(|part| text.contains(part)) {
            State::Failed
        } else if is_moving || text.ends_with("ing") && !SETTLED.contains(&text.as_str()) {
            State::Moving
        } else {
            State::Settled
        }
    }
}

/// What is waited for.
pub(super) struct Goal {
    /// The field with the state; dots lead into objects.
    pub(super) field: String,
    pub(super) until: Option<String>,
}

impl Goal {
    /// The states of the object: one, or that of each part where the parts have states.
    fn states(&self, object: &Object) -> Vec<String> {
        let (first, rest) = self.field.split_once('.').unwrap_or((&self.field, ""));
        object.get(first).map(|value: Value| states(&value, rest)).unwrap_or_default()
    }

    /// Whether parts are still to come: a new node pool has a `count`, and for a while fewer nodes than that.
    fn lacks_parts(&self, object: &Object) -> bool {
        let parts = self.field.split('.').next().and_then(|first| object.get::<Vec<Value>>(first));
        parts.is_some_and(|parts| object.get::<usize>("count").is_some_and(|count| parts.len() < count))
    }

    fn is_wanted(&self, states: &[String]) -> bool {
        let until = self.until.as_deref();
        until.is_some_and(|until| !states.is_empty() && states.iter().all(|state| state.eq_ignore_ascii_case(until)))
    }

    pub(super) fn is_reached(&self, object: &Object) -> bool {
        let states = self.states(object);
        let is_any = |wanted| states.iter().any(|state| State::of(state) == wanted);
        let is_over = if self.until.is_some() { self.is_wanted(&states) } else { !is_any(State::Moving) };
        is_any(State::Failed) || is_over && !self.lacks_parts(object)
    }

    /// The state in which an object failed that is waited for no longer.
    pub(super) fn failure(&self, object: &Object) -> Option<String> {
        let states = self.states(object);
        let failed = states.iter().find(|state| State::of(state) == State::Failed);
        failed.filter(|_| !self.is_wanted(&states)).cloned()
    }

    pub(super) fn awaits_deletion(&self) -> bool {
        self.until.as_deref() == Some("deleted")
    }
}

/// The texts at a path below a value; every element of a list is looked into.
fn states(value: &Value, path: &str) -> Vec<String> {
    match (value, path.split_once('.').unwrap_or((path, ""))) {
        (Value::Array(elements), _) => elements.iter().flat_map(|one| states(one, path)).collect(),
        (Value::String(text), ("", _)) => vec![text.clone()],
        (Value::Object(fields), (first, rest)) => fields.get(first).map(|one| states(one, rest)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::table::Table;
    use serde_json::json;

    #[test]
    fn states_move_settle_or_fail_by_their_words() {
        for (text, state) in [
            ("new", State::Moving),
            ("provisioning", State::Moving),
            ("PENDING_BUILD", State::Moving),
            ("in-progress", State::Moving),
            ("migrating", State::Moving),
            ("active", State::Settled),
            ("ACTIVE", State::Settled),
            ("running", State::Settled),
            ("online", State::Settled),
            ("whatever", State::Settled),
            ("errored", State::Failed),
            ("ERROR", State::Failed),
            ("failed", State::Failed),
            ("CANCELED", State::Failed),
        ] {
            assert_eq!(State::of(text), state, "{text}");
        }
    }

    fn pool(count: usize, states: &[&str]) -> Object {
        let nodes: Vec<_> = states.iter().map(|state| json!({"id": "n", "status": {"state": state}})).collect();
        Object::from_value(&json!({"id": "p", "count": count, "nodes": nodes})).unwrap()
    }

    #[test]
    fn a_node_pool_is_there_when_all_of_its_nodes_run() {
        for (count, states, until, is_reached, is_failure) in [
            (2, vec![], None, false, false),
            (2, vec!["running"], None, false, false),
            (2, vec!["running", "provisioning"], None, false, false),
            (2, vec!["running", "running"], None, true, false),
            (2, vec!["running", "error"], None, true, true),
            (0, vec![], None, true, false),
            (1, vec!["provisioning"], Some("running"), false, false),
            (1, vec!["running"], Some("running"), true, false),
            (1, vec!["deleted", "running"], Some("running"), false, false),
            (1, vec!["running", "deleted"], Some("running"), false, false),
            (0, vec![], Some("running"), false, false),
        ] {
            let goal = Goal { field: "nodes.status.state".to_owned(), until: until.map(str::to_owned) };
            let pool = pool(count, &states);
            assert_eq!(
                (goal.is_reached(&pool), goal.failure(&pool).is_some()),
                (is_reached, is_failure),
                "{count} {states:?}"
            );
        }
    }

    #[test]
    fn most_of_the_states_that_the_document_names_can_be_told_apart() {
        let waits =
            Table::read().all().into_iter().filter(|one| one.is_of_one() && one.only_reads() && one.status.is_some());
        let ids: Vec<String> = waits.map(|one| one.id).collect();
        for id in ["loadBalancers_get", "kubernetes_get_cluster", "databases_get_cluster", "apps_get_deployment"] {
            assert!(ids.contains(&id.to_owned()), "{id} has no status");
        }
    }
}
