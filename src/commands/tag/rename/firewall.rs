//! The tags that a firewall names: those whose droplets it protects, and those of sources and destinations of its
//! rules.

use super::{Names, same};
use serde_json::{Map, Value};

/// Fields that the API sets itself.
const READ_ONLY: [&str; 4] = ["id", "status", "created_at", "pending_changes"];

/// The lists of tags in a firewall.
fn tag_lists(firewall: &mut Value) -> Vec<&mut Vec<Value>> {
    let Value::Object(fields) = firewall else { return Vec::new() };
    let mut lists = Vec::new();
    for (name, value) in fields {
        match name.as_str() {
            "tags" => lists.extend(value.as_array_mut()),
            "inbound_rules" => lists.extend(in_rules(value, "sources")),
            "outbound_rules" => lists.extend(in_rules(value, "destinations")),
            _ => {}
        }
    }
    lists
}

fn in_rules<'a>(rules: &'a mut Value, side: &'static str) -> impl Iterator<Item = &'a mut Vec<Value>> {
    let rules = rules.as_array_mut().into_iter().flatten();
    rules.filter_map(move |rule| rule.get_mut(side)?.get_mut("tags")?.as_array_mut())
}

fn holds(list: &[Value], tag: &str) -> bool {
    list.iter().any(|one| same(one, tag))
}

/// Whether the firewall names a tag anywhere.
pub(super) fn names(firewall: &Value, tag: &str) -> bool {
    tag_lists(&mut firewall.clone()).iter().any(|list| holds(list, tag))
}

/// Whether the firewall names `tag` anywhere without `other` beside it.
pub(super) fn names_without(firewall: &Value, tag: &str, other: &str) -> bool {
    tag_lists(&mut firewall.clone()).iter().any(|list| holds(list, tag) && !holds(list, other))
}

/// The firewall with the new tag beside the old one, wherever that is.
pub(super) fn with_new(mut firewall: Value, of: &Names) -> Value {
    for list in tag_lists(&mut firewall) {
        if holds(list, of.old) && !holds(list, of.new) {
            list.push(Value::from(of.new));
        }
    }
    firewall
}

/// The firewall without the old tag.
pub(super) fn without_old(mut firewall: Value, of: &Names) -> Value {
    tag_lists(&mut firewall).into_iter().for_each(|list| list.retain(|one| !same(one, of.old)));
    firewall
}

/// The body of the request that replaces a firewall. Nothing if the firewall does not show its droplets: a body without
/// them would take them out of the firewall.
pub(super) fn body(firewall: Value) -> Option<Value> {
    let Value::Object(fields) = firewall else { return None };
    let fields: Map<String, Value> =
        fields.into_iter().filter(|(name, _)| !READ_ONLY.contains(&name.as_str())).collect();
    fields.contains_key("droplet_ids").then_some(Value::Object(fields))
}

/// Whether the firewall's droplets have its latest rules by now.
pub(super) fn is_applied(firewall: &Value) -> bool {
    firewall["status"] != "waiting"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const OF: Names = Names { old: "web", new: "www" };

    fn firewall(tags: &Value) -> Value {
        json!({
            "id": "f1", "name": "edge", "status": "succeeded", "created_at": "2026-01-02T03:04:05Z",
            "pending_changes": [], "droplet_ids": [1], "tags": tags,
            "inbound_rules": [
                {"protocol": "tcp", "ports": "22", "sources": {"addresses": ["192.0.2.0/24"], "tags": tags}},
                {"protocol": "icmp", "ports": "0", "sources": {"addresses": ["0.0.0.0/0"]}},
            ],
            "outbound_rules": [{"protocol": "udp", "ports": "53", "destinations": {"tags": tags}}],
        })
    }

    #[test]
    fn the_new_tag_goes_beside_the_old_one_and_nothing_else_changes() {
        let both = firewall(&json!(["db", "Web", "www"]));
        assert_eq!(with_new(firewall(&json!(["db", "Web"])), &OF), both);
        assert_eq!(with_new(both.clone(), &OF), both);
        assert_eq!(without_old(both, &OF), firewall(&json!(["db", "www"])));
        let other = firewall(&json!(["db"]));
        assert_eq!(with_new(other.clone(), &OF), other);
    }

    #[test]
    fn a_tag_is_found_wherever_it_stands() {
        for place in ["/tags", "/inbound_rules/0/sources/tags", "/outbound_rules/0/destinations/tags"] {
            let mut firewall = firewall(&json!(["db"]));
            *firewall.pointer_mut(place).unwrap() = json!(["WEB"]);
            assert!(names(&firewall, "web") && names_without(&firewall, "web", "www"), "{place}");
            assert!(!names(&firewall, "www") && !names_without(&with_new(firewall, &OF), "web", "www"), "{place}");
        }
    }

    #[test]
    fn the_body_holds_everything_but_what_the_api_sets() {
        let sent = body(firewall(&json!(["web"]))).unwrap();
        let keys: Vec<&String> = sent.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 5, "{keys:?}");
        assert_eq!(body(json!({"id": "f1", "name": "edge", "tags": ["web"]})), None);
    }
}
