//! A candidate of completion: the texts that identify an object, and a short description.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A candidate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    /// The identifier.
    pub(crate) id: String,
    /// The name, if that is not the identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// Another identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alias: Option<String>,
    /// The description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) about: String,
    /// The type of object, where some commands take only certain types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
}

impl Item {
    fn new(id: Option<String>, about: &[Option<String>]) -> Option<Item> {
        Some(Item { id: id?, about: words(about), ..Item::default() })
    }
}

/// The parts that are present, joined with dots.
fn words(parts: &[Option<String>]) -> String {
    let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// A field as text, at a path such as `/region/slug`.
fn text(object: &Value, at: &str) -> Option<String> {
    match object.pointer(at)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(crate) fn droplet(object: &Value) -> Option<Item> {
    let about = [text(object, "/status"), text(object, "/region/slug"), public_address(object)];
    Some(Item { name: text(object, "/name"), ..Item::new(text(object, "/id"), &about)? })
}

fn public_address(droplet: &Value) -> Option<String> {
    let networks = droplet.pointer("/networks/v4")?.as_array()?;
    text(networks.iter().find(|network| network["type"] == "public")?, "/ip_address")
}

/// A public image is offered by its slug, the account's own by its name.
pub(crate) fn image(object: &Value) -> Option<Item> {
    let (slug, name) = (text(object, "/slug"), text(object, "/name"));
    let (kind, distribution) = (text(object, "/type"), text(object, "/distribution"));
    let is_public = object["public"] == true;
    let about =
        if is_public { [distribution, name.clone(), None] } else { [kind.clone(), distribution, regions(object)] };
    let kind = if is_public { Some("public".to_owned()) } else { kind };
    let name = slug.or(if is_public { None } else { name });
    Some(Item { name, kind, ..Item::new(text(object, "/id"), &about)? })
}

fn regions(image: &Value) -> Option<String> {
    let slugs: Vec<&str> = image.get("regions")?.as_array()?.iter().filter_map(Value::as_str).collect();
    if slugs.len() > 3 { Some(format!("{} regions", slugs.len())) } else { Some(slugs.join(" ")) }
}

pub(crate) fn key(object: &Value) -> Option<Item> {
    let fingerprint = text(object, "/fingerprint");
    let item = Item::new(text(object, "/id"), std::slice::from_ref(&fingerprint))?;
    Some(Item { name: text(object, "/name"), alias: fingerprint, ..item })
}

pub(crate) fn tag(object: &Value) -> Option<Item> {
    let count = object.pointer("/resources/count").and_then(Value::as_u64);
    let count = count.map(|count| if count == 1 { "1 resource".to_owned() } else { format!("{count} resources") });
    Item::new(text(object, "/name"), &[count])
}

pub(crate) fn region(object: &Value) -> Option<Item> {
    let closed = (object["available"] == false).then(|| "not available".to_owned());
    Item::new(text(object, "/slug"), &[text(object, "/name"), closed])
}

pub(crate) fn size(object: &Value) -> Option<Item> {
    let gigabytes = object["memory"].as_u64().map(|megabytes| match megabytes / 1024 {
        0 => format!("{megabytes} MB"),
        gigabytes => format!("{gigabytes} GB"),
    });
    let about = [
        text(object, "/vcpus").map(|count| format!("{count} vCPU")),
        gigabytes,
        text(object, "/disk").map(|disk| format!("{disk} GB disk")),
        text(object, "/price_monthly").map(|price| format!("${}/month", price.trim_end_matches(".0"))),
    ];
    Item::new(text(object, "/slug"), &about)
}

pub(crate) fn domain(object: &Value) -> Option<Item> {
    Item::new(text(object, "/name"), &[text(object, "/ttl").map(|ttl| format!("TTL {ttl}"))])
}

pub(crate) fn record(object: &Value) -> Option<Item> {
    let about = ["/type", "/name", "/data"].map(|at| text(object, at).unwrap_or_default());
    Item::new(text(object, "/id"), &[Some(about.join(" "))])
}

pub(crate) fn ip(object: &Value) -> Option<Item> {
    let droplet = text(object, "/droplet/name").unwrap_or_else(|| "not assigned".to_owned());
    Item::new(text(object, "/ip"), &[Some(droplet), text(object, "/region/slug")])
}

pub(crate) fn action(object: &Value) -> Option<Item> {
    let on = text(object, "/resource_type").zip(text(object, "/resource_id")).map(|(kind, id)| format!("{kind} {id}"));
    let since = text(object, "/started_at").map(|at| format!("since {at}"));
    let item = Item::new(text(object, "/id"), &[text(object, "/type"), on, text(object, "/status"), since])?;
    Some(Item { kind: text(object, "/status"), ..item })
}

pub(crate) fn volume(object: &Value) -> Option<Item> {
    let gigabytes = text(object, "/size_gigabytes").map(|size| format!("{size} GB"));
    Item::new(text(object, "/id"), &[text(object, "/name"), gigabytes, text(object, "/region/slug")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_object_has_a_few_words() {
        let droplet_json = json!({"id": 7, "name": "web-1", "status": "active", "region": {"slug": "nyc3"},
            "networks": {"v4": [{"type": "private", "ip_address": "10.0.0.2"}, {"type": "public", "ip_address": "203.0.113.25"}]}});
        let image_json = json!({"id": 8, "name": "24.04 (LTS) x64", "slug": "ubuntu-24-04-x64", "distribution": "Ubuntu", "public": true});
        let own_json = json!({"id": 9, "name": "golden", "slug": null, "distribution": "Debian", "public": false,
            "type": "snapshot", "regions": ["nyc3", "fra1"]});
        let size_json = json!({"slug": "s-1", "memory": 1024, "vcpus": 1, "disk": 25, "price_monthly": 6.0});
        let record_json = json!({"id": 5, "type": "A", "name": "www", "data": "203.0.113.5"});
        for (item, name, about) in [
            (droplet(&droplet_json), Some("web-1"), "active · nyc3 · 203.0.113.25"),
            (image(&image_json), Some("ubuntu-24-04-x64"), "Ubuntu · 24.04 (LTS) x64"),
            (image(&own_json), Some("golden"), "snapshot · Debian · nyc3 fra1"),
            (size(&size_json), None, "1 vCPU · 1 GB · 25 GB disk · $6/month"),
            (record(&record_json), None, "A www 203.0.113.5"),
            (
                ip(&json!({"ip": "203.0.113.9", "droplet": null, "region": {"slug": "ams3"}})),
                None,
                "not assigned · ams3",
            ),
            (tag(&json!({"name": "web", "resources": {"count": 1}})), None, "1 resource"),
            (droplet(&json!({"id": 7})), None, ""),
        ] {
            let item = item.unwrap();
            assert_eq!((item.name.as_deref(), item.about.as_str()), (name, about));
        }
        assert_eq!(droplet(&json!({"name": "no ID"})), None);
    }
}
