//! What single families do beyond keeping their objects.

use serde_json::{Map, Value, json};

use super::facts::Facts;
use super::fill::Maker;
use super::made::object;
use super::place::inside;
use super::pools::{POOLS, scale};
use super::{Object, fixed};
use crate::databases::Database;
use crate::http::{Fields, Refusal};
use crate::state::{DEFAULT_REGION, State};
use crate::time::Time;

pub(super) const DATABASES: &str = "/v2/databases";
const USERS: &str = "/v2/databases/*/users";
const CLUSTERS: &str = "/v2/kubernetes/clusters";
const NODE_POOLS: &str = "/v2/kubernetes/clusters/*/node_pools";
const APPS: &str = "/v2/apps";
const GUARDRAILS: &str = "/v2/gen-ai/agents/*/guardrails";
const SINKS: &str = "/v2/monitoring/sinks";
const DESTINATIONS: &str = "/v2/monitoring/sinks/destinations";
const NFS: &str = "/v2/nfs";
/// The collections whose objects are in projects, with the kinds that URNs have for them.
const IN_PROJECTS: [(&str, &str); 3] = [(DATABASES, "dbaas"), (CLUSTERS, "kubernetes"), (APPS, "app")];

/// What a reply says where an object is in no network and project that the request named.
pub(super) fn defaults(fields: &Fields, state: &State) -> [(&'static str, String); 2] {
    let region = fields.get("region").and_then(Value::as_str).filter(|it| state.catalog.region(it).is_some());
    let vpc = state.default_vpc(region.unwrap_or(DEFAULT_REGION));
    [("vpc_uuid", vpc), ("project_id", state.default_project().to_owned())]
}

/// What is known of a new object: the request's fields, and the account's defaults for some that it left out.
pub(super) fn given(shape: &str, fields: &Fields, state: &State) -> Map<String, Value> {
    let mut given = fields.clone();
    // IDs are the API's.
    given.shift_remove("id");
    given.shift_remove("uuid");
    let region = fields.get("region").and_then(Value::as_str).filter(|it| !it.is_empty()).unwrap_or(DEFAULT_REGION);
    let vpc = || state.default_vpc(region);
    let defaults: &[(&str, String)] = match shape {
        CLUSTERS => &[("vpc_uuid", vpc())],
        DATABASES => &[
            ("private_network_uuid", vpc()),
            ("project_id", state.default_project().to_owned()),
            ("version", version(fields).to_owned()),
        ],
        USERS => &[("role", "normal".to_owned())],
        APPS => &[("project_id", state.default_project().to_owned())],
        _ => &[],
    };
    if shape == SINKS
        && let Some(id) = fields.get("destination_uuid")
        && let Some(destination) =
            state.objects.homes.get(DESTINATIONS).and_then(|all| all.iter().find(|it| id == &*it.id))
    {
        given.insert("destination".to_owned(), destination.value.clone());
    }
    if shape == GUARDRAILS
        && let Some(Value::Object(first)) = fields.get("guardrails").and_then(|it| it.get(0))
    {
        given.extend(first.clone());
    }
    for (name, value) in defaults {
        if given.get(*name).is_none_or(|it| it.is_null() || it == "") {
            given.insert((*name).to_owned(), value.clone().into());
        }
    }
    given
}

fn version(fields: &Fields) -> &'static str {
    match fields.get("engine").and_then(Value::as_str).unwrap_or("pg") {
        "mysql" | "valkey" => "8",
        "mongodb" => "8.0",
        "kafka" => "3.8",
        "opensearch" => "2",
        "redis" => "7",
        _ => "17",
    }
}

/// Completes an object with what its schema cannot say.
pub(super) fn complete(shape: &str, value: &mut Value, maker: &Maker) {
    match shape {
        NODE_POOLS => value["nodes"] = nodes(value, maker),
        DATABASES => value["semantic_version"] = value["version"].clone(),
        APPS => {
            for name in ["active_deployment", "in_progress_deployment", "pending_deployment", "pinned_deployment"] {
                value.as_object_mut().map(|it| it.shift_remove(name));
            }
            address(value, maker);
        }
        _ => {}
    }
}

/// Where an app is found, which its name begins.
fn address(app: &mut Value, maker: &Maker) {
    let name = app["spec"]["name"].as_str().unwrap_or("app").to_owned();
    let host = format!("{name}-{}.ondigitalocean.app", &maker.seeds.uuid("host")[..5]);
    let asked = app["spec"]["region"].as_str().unwrap_or("nyc").to_owned();
    let regions = fixed::objects("/v2/apps/regions").unwrap_or_default();
    if let Some(region) = regions.into_iter().find(|it| it["slug"] == asked.as_str()) {
        app["region"] = region;
    }
    for (field, text) in [
        ("default_ingress", format!("https://{host}")),
        ("live_url", format!("https://{host}")),
        ("live_url_base", format!("https://{host}")),
        ("live_domain", host.clone()),
    ] {
        app[field] = text.into();
    }
}

/// As many nodes as the pool's count says; those that it has stay.
fn nodes(pool: &Value, maker: &Maker) -> Value {
    let count = pool["count"].as_u64().unwrap_or(0).min(512);
    let old = pool["nodes"].as_array();
    let name = pool["name"].as_str().unwrap_or("pool");
    let node = |index: u64| {
        let kept = usize::try_from(index).ok().and_then(|it| old?.get(it));
        kept.cloned().unwrap_or_else(|| {
            let id = maker.seeds.uuid(&format!("{}/node{index}", pool["id"]));
            let state = if maker.seeds.fresh { "provisioning" } else { "running" };
            let now = maker.seeds.now;
            json!({"id": id, "name": format!("{name}-{}", &id[..5]), "status": {"state": state},
                   "droplet_id": format!("{}", 459_000_000 + index), "created_at": now, "updated_at": now})
        })
    };
    (0..count).map(node).collect()
}

/// What comes into being with a new object.
pub(super) fn created(state: &mut State, facts: &Facts, shape: &str, id: &str, fields: &Fields) -> Result<(), Refusal> {
    put_into_project(state, shape, id, fields);
    match shape {
        DATABASES => register(state, facts, id, &tags(fields.get("tags").unwrap_or(&Value::Null))),
        APPS => {
            let spec = fields.get("spec").cloned().unwrap_or_default();
            add(
                state,
                facts,
                &format!("{APPS}/{id}/deployments"),
                "/v2/apps/*/deployments",
                &json!({"cause": "initial deployment", "spec": spec}),
            );
        }
        POOLS => return scale(state, facts, id, "CONFIGURATION_CHANGE"),
        _ => {}
    }
    Ok(())
}

/// The names in a list of tags.
pub(super) fn tags(tags: &Value) -> Vec<String> {
    tags.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Makes a new database known to the families that refer to it, and gives it its first user and database.
pub(super) fn register(state: &mut State, facts: &Facts, id: &str, tags: &[String]) {
    let Ok(at) = state.object_at(facts, DATABASES, DATABASES, "id", id) else { return };
    let value = state.collection(facts, DATABASES, DATABASES)[at].value.clone();
    let tags = state.spell_tags("database", id, tags);
    let now = state.now;
    state.databases.push(Database::of(&value, tags, now));
    let users = format!("{DATABASES}/{id}/users");
    if state.collection(facts, &users, USERS).is_empty() {
        add(state, facts, &users, USERS, &json!({"name": "doadmin", "role": "primary"}));
    }
    let dbs = format!("{DATABASES}/{id}/dbs");
    if state.collection(facts, &dbs, "/v2/databases/*/dbs").is_empty() {
        add(state, facts, &dbs, "/v2/databases/*/dbs", &json!({"name": "defaultdb"}));
    }
}

impl State {
    /// The stored objects that projects hold: kind in URNs, family, ID, and when they were made.
    pub(crate) fn stored_resources(&self) -> impl Iterator<Item = (&'static str, &'static str, &str, Time)> {
        IN_PROJECTS.into_iter().flat_map(move |(home, kind)| {
            let objects = self.objects.homes.get(home).into_iter().flatten();
            let family = home.trim_start_matches("/v2/");
            objects.map(move |it| {
                let created = serde_json::from_value(it.value["created_at"].clone()).unwrap_or(self.now);
                (kind, family, &*it.id, created)
            })
        })
    }

    /// The project of a stored object, if it is of a kind that projects hold.
    pub(super) fn stored_project(&self, home: &str, id: &str) -> Option<&str> {
        let (_, kind) = IN_PROJECTS.into_iter().find(|(at, _)| *at == home)?;
        Some(self.project_of(&format!("do:{kind}:{id}")))
    }
}

/// Puts a new object into the project that its request named.
fn put_into_project(state: &mut State, home: &str, id: &str, fields: &Fields) {
    let project = fields.get("project_id").and_then(Value::as_str).filter(|it| !it.is_empty());
    if let (Some(project), Some((_, kind))) = (project, IN_PROJECTS.into_iter().find(|(at, _)| *at == home)) {
        state.put_into_project(format!("do:{kind}:{id}"), project);
    }
}

/// What ends with an object.
pub(super) fn removed(state: &mut State, home: &str, id: &str) {
    if let Some((_, kind)) = IN_PROJECTS.into_iter().find(|(at, _)| *at == home) {
        state.take_out_of_project(kind, id);
    }
    if home == DATABASES {
        state.databases.retain(|it| it.id != id);
    }
}

/// What follows from a change.
pub(super) fn updated(state: &mut State, facts: &Facts, home: &str, shape: &str, at: usize) -> Result<(), Refusal> {
    let object = state.collection(facts, home, shape)[at].clone();
    match shape {
        POOLS => scale(state, facts, &object.id, "CONFIGURATION_CHANGE"),
        NODE_POOLS => {
            renew_nodes(state, facts, home, at);
            Ok(())
        }
        DATABASES => {
            let value = object.value;
            if let Some(database) = state.databases.iter_mut().find(|it| it.id == object.id) {
                let tags = std::mem::take(&mut database.tags);
                *database = Database::of(&value, tags, database.created_at);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Brings the nodes of a pool to its count.
fn renew_nodes(state: &mut State, facts: &Facts, home: &str, at: usize) {
    let mut pool = state.object_view(facts, home, NODE_POOLS, at);
    let id = state.collection(facts, home, NODE_POOLS)[at].id.clone();
    let maker = state.maker(facts, home, true);
    complete(NODE_POOLS, &mut pool, &maker);
    let due = Some(state.now.plus(state.action_time));
    let nodes = pool["nodes"].as_array().into_iter().flatten();
    let object = |value: &Value| Object {
        id: value["id"].as_str().unwrap_or_default().to_owned(),
        value: value.clone(),
        due,
        fails: false,
    };
    state.objects.homes.insert(format!("{}/nodes", inside(home, &id)), nodes.map(object).collect());
}

/// What the reply of an action shows of the object that it is about.
pub(super) fn action(state: &State, view: &Value, fields: &Fields) -> Value {
    json!({
        "id": uuid::Uuid::new_v4().to_string(),
        "action": {
            "resource_id": view["id"],
            "region_slug": view["region"],
            "type": fields.get("type").cloned().unwrap_or_default(),
            "started_at": state.now,
        },
    })
}

/// What an action does beyond laying its parameters over the object.
pub(super) fn acted(state: &mut State, facts: &Facts, home: &str, at: usize, fields: &Fields) {
    if home != NFS {
        return;
    }
    let share = state.collection(facts, NFS, NFS)[at].value.clone();
    let params = fields.get("params").cloned().unwrap_or_default();
    match fields.get("type").and_then(Value::as_str) {
        Some("snapshot") => {
            let snapshot = json!({"name": params["name"], "share_id": share["id"], "region": share["region"], "size_gib": share["size_gib"]});
            add(state, facts, "/v2/nfs/snapshots", "/v2/nfs/snapshots", &snapshot);
        }
        Some("resize") if params["size_gib"].is_u64() => {
            state.collection(facts, NFS, NFS)[at].value["size_gib"] = params["size_gib"].clone();
        }
        _ => {}
    }
}

/// Adds an object from what is known of it, and shows it.
pub(super) fn add(state: &mut State, facts: &Facts, home: &str, shape: &str, given: &Value) -> Value {
    let salt = uuid::Uuid::new_v4().to_string();
    let maker = state.maker(facts, &salt, true);
    let made = object(&maker, shape, given, "new");
    let due = Some(state.now.plus(state.action_time));
    state.collection(facts, home, shape);
    let at = state.add_object(facts, home, shape, Object { due, fails: state.fail_actions, ..made });
    state.object_view(facts, home, shape, at)
}
