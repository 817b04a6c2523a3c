//! Families without code of their own: their objects are kept as the API shows them, and a table of facts from the
//! API's public document says what each operation does with them.

mod answer;
mod change;
mod check;
mod facts;
mod family;
mod fill;
mod fixed;
mod made;
mod metrics;
mod node;
mod place;
mod pools;
mod seed;
mod settings;
mod words;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::http::{Outcome, Refusal, Request};
use crate::state::State;
use crate::time::Time;

pub(crate) use facts::Facts;
pub(crate) use seed::{Stored, load};

/// The objects of all these families.
#[derive(Default)]
pub(crate) struct Objects {
    /// Collections by their paths, such as `/v2/databases/ID/users`.
    homes: BTreeMap<String, Vec<Object>>,
    /// What there is one of, by its path, such as `/v2/databases/ID/config`: the whole reply.
    settings: BTreeMap<String, Value>,
}

/// An object of a collection.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    id: String,
    value: Value,
    /// When its status comes to rest.
    due: Option<Time>,
    /// Whether that will be a status of failure.
    fails: bool,
}

impl Objects {
    /// Removes everything whose path begins like this.
    fn forget_below(&mut self, path: &str) {
        let below = format!("{path}/");
        self.homes.retain(|home, _| home != path && !home.starts_with(&below));
        self.settings.retain(|at, _| at != path && !at.starts_with(&below));
    }
}

/// The table of facts, which is read when it is first needed, and never changes.
pub(crate) fn facts() -> &'static Facts {
    static FACTS: OnceLock<Facts> = OnceLock::new();
    FACTS.get_or_init(Facts::read)
}

/// Answers a request that no written family takes.
pub(crate) fn route(state: &mut State, request: &Request, segments: &[&str]) -> Outcome {
    let facts = facts();
    let operation = facts.find(&request.method, segments).filter(|it| it.is_stored()).ok_or_else(Refusal::no_route)?;
    let place = place::Place::of(facts, operation, segments);
    answer::answer(state, request, &place)
}
