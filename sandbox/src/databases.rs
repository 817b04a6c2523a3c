//! `/v2/databases`: clusters come from the seed, and can be listed and tagged.

use serde::{Deserialize, Serialize};

use crate::http::{Outcome, Refusal, Reply, Request};
use crate::state::{DEFAULT_REGION, State, fill, uuid};
use crate::tags;
use crate::time::Time;

/// A database cluster, in the API's key order. Connections, which the API shows only to tokens with access to
/// credentials, are left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) engine: String,
    pub(crate) version: String,
    pub(crate) num_nodes: u64,
    pub(crate) region: String,
    pub(crate) status: String,
    pub(crate) created_at: Time,
    pub(crate) size: String,
    pub(crate) tags: Vec<String>,
    pub(crate) private_network_uuid: String,
    pub(crate) project_id: String,
}

/// Puts the clusters of a seed in place.
pub(crate) fn load(state: &mut State, databases: Vec<Database>) {
    for mut database in databases {
        complete(state, &mut database);
        database.tags = state.spell_tags("database", &database.id, &database.tags);
        state.databases.push(database);
    }
}

fn complete(state: &State, database: &mut Database) {
    fill(&mut database.region, DEFAULT_REGION);
    let id = uuid(&format!("database {}", database.name));
    let network = state.default_vpc(&database.region);
    for (field, default) in [
        (&mut database.id, id.as_str()),
        (&mut database.engine, "pg"),
        (&mut database.version, "17"),
        (&mut database.status, "online"),
        (&mut database.size, "db-s-1vcpu-1gb"),
        (&mut database.private_network_uuid, &network),
        (&mut database.project_id, state.default_project()),
    ] {
        fill(field, default);
    }
    database.num_nodes = database.num_nodes.max(1);
    database.created_at = database.created_at.or(state.now);
}

/// `/v2/databases` and `/v2/databases/{id}`; the list has no pages.
pub(crate) fn route(state: &State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let tagged = tags::filter(request);
            let chosen = |it: &&Database| tagged(&it.tags);
            let databases: Vec<&Database> = state.databases.iter().filter(chosen).collect();
            Ok(Reply::root(200, "databases", &databases))
        }
        (_, ["options"]) => Err(Refusal::no_route()),
        ("GET", [id]) => {
            let database = state.databases.iter().find(|it| it.id == *id);
            let database = database.ok_or_else(Refusal::not_found)?;
            Ok(Reply::root(200, "database", database))
        }
        _ => Err(Refusal::no_route()),
    }
}
