//! Stored objects in seeds and in saved states.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::family::DATABASES;
use super::made::object;
use super::{Object, family};
use crate::state::{SeedError, State};
use crate::time::Time;

/// By path: the objects of a collection, or what there is one of.
pub(crate) type Stored = BTreeMap<String, Value>;

/// Members of a saved object that are not the API's.
const ID: &str = "$id";
const DUE: &str = "$due";
const FAILS: &str = "$fails";

/// Puts the objects of a document in place. Those whose parents show them come after their parents.
pub(crate) fn load(state: &mut State, databases: Vec<Value>, mut stored: Stored) -> Result<(), SeedError> {
    if databases.is_empty() && stored.is_empty() {
        return Ok(());
    }
    let facts = super::facts();
    if !databases.is_empty() {
        stored.insert(DATABASES.to_owned(), databases.into_iter().map(database).collect());
    }
    for (path, value) in stored {
        match value {
            Value::Array(objects) => collection(state, facts, &path, objects)?,
            value => {
                state.objects.settings.insert(path, value);
            }
        }
    }
    for object in state.objects.homes.get(DATABASES).cloned().unwrap_or_default() {
        family::register(state, facts, &object.id, &family::tags(&object.value["tags"]));
    }
    Ok(())
}

/// Clusters of a seed need only a name.
fn database(mut value: Value) -> Value {
    let name = value["name"].as_str().unwrap_or_default().to_owned();
    let fields =
        [("engine", json!("pg")), ("version", json!("17")), ("num_nodes", json!(1)), ("size", json!("db-s-1vcpu-1gb"))];
    for (field, default) in fields.into_iter().chain([("id", json!(crate::state::uuid(&format!("database {name}"))))]) {
        if value.get(field).is_none() {
            value[field] = default;
        }
    }
    value
}

fn collection(state: &mut State, facts: &super::Facts, path: &str, objects: Vec<Value>) -> Result<(), SeedError> {
    let mistake = |message: String| SeedError::at("objects", path, message);
    let shape = facts.shape_of(path).ok_or_else(|| mistake(format!("there is no collection {path:?}")))?.to_owned();
    state.objects.homes.insert(path.to_owned(), Vec::new());
    for (index, mut value) in objects.into_iter().enumerate() {
        let members = value.as_object_mut().ok_or_else(|| mistake(format!("element {index} is not an object")))?;
        let id = members.shift_remove(ID).and_then(|it| it.as_str().map(str::to_owned));
        let fails = members.shift_remove(FAILS).is_some();
        let due = members.shift_remove(DUE).and_then(|it| serde_json::from_value::<Time>(it).ok());
        if let Some(id) = id {
            // Saved by a sandbox, so it is whole.
            state.objects.homes.entry(path.to_owned()).or_default().push(Object { id, value, due, fails });
            continue;
        }
        let Some(members) = value.as_object_mut() else { continue };
        let mut given = family::given(&shape, members, state);
        given.extend(members.clone());
        let mut given = Value::Object(given);
        if path == DATABASES && given.get("region").is_none() {
            given["region"] = crate::state::DEFAULT_REGION.into();
        }
        let maker = state.maker(facts, path, false);
        let mut made = object(&maker, &shape, &given, &index.to_string());
        family::complete(&shape, &mut made.value, &maker);
        state.add_object(facts, path, &shape, Object { due, ..made });
    }
    Ok(())
}

impl State {
    /// The clusters, as a document has them.
    pub(crate) fn databases_document(&self) -> Vec<Value> {
        self.objects.homes.get(DATABASES).into_iter().flatten().map(|it| saved(it, self)).collect()
    }

    /// All other stored objects, as a document has them.
    pub(crate) fn objects_document(&self) -> Stored {
        let homes = self.objects.homes.iter().filter(|(path, _)| *path != DATABASES);
        let homes = homes.map(|(path, all)| (path.clone(), all.iter().map(|it| saved(it, self)).collect()));
        homes.chain(self.objects.settings.clone()).collect()
    }
}

fn saved(object: &Object, state: &State) -> Value {
    let mut value = object.value.clone();
    if let Some(database) = state.databases.iter().find(|it| it.id == object.id) {
        value["tags"] = json!(database.tags);
    }
    value[ID] = object.id.clone().into();
    if object.fails {
        value[FAILS] = true.into();
    }
    if let Some(due) = object.due {
        value[DUE] = json!(due);
    }
    value
}
