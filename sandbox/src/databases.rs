//! What other families know of database clusters, which the store keeps: tags, networks and projects refer to them.

use serde_json::Value;

use crate::time::Time;

/// A database cluster.
#[derive(Clone, Debug, Default)]
pub(crate) struct Database {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created_at: Time,
    pub(crate) tags: Vec<String>,
    pub(crate) private_network_uuid: String,
}

impl Database {
    pub(crate) fn of(value: &Value, tags: Vec<String>, now: Time) -> Self {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let created_at = serde_json::from_value(value["created_at"].clone()).unwrap_or(now);
        let private_network_uuid = text("private_network_uuid");
        Self { id: text("id"), name: text("name"), created_at, tags, private_network_uuid }
    }
}
