//! Which fields of bodies and queries name other objects, and of what kind. The API's document does not say so, so it
//! is listed here by the names of the fields.

use super::json::Json;

/// Fields that hold an ID, or a list of them, and the place of the objects.
const FIELDS: [(&[&str], &str); 19] = [
    (&["vpc_uuid", "vpc_id", "vpc_ids", "private_network_uuid", "vpc.uuid"], "/v2/vpcs"),
    (&["droplet_id", "droplet_ids", "linked_droplet_id", "host_id"], "/v2/droplets"),
    (&["project_id"], "/v2/projects"),
    (&["certificate_id"], "/v2/certificates"),
    (&["load_balancer_uids", "target_load_balancer_ids", "lb_id"], "/v2/load_balancers"),
    (&["kubernetes_ids", "cluster_uuids"], "/v2/kubernetes/clusters"),
    (&["db_id", "database_id"], "/v2/databases"),
    (&["app_id", "app_ids"], "/v2/apps"),
    (&["volumes"], "/v2/volumes"),
    (&["snapshot_id"], "/v2/snapshots"),
    (&["ssh_keys"], "/v2/account/keys"),
    (&["image"], "/v2/images"),
    (&["autoscale_pool_id"], "/v2/droplets/autoscale"),
    (&["agent_uuid", "agent_uuids", "child_agent_uuid", "parent_agent_uuid"], "/v2/gen-ai/agents"),
    (&["knowledge_base_uuid"], "/v2/gen-ai/knowledge_bases"),
    (&["workspace_uuid"], "/v2/gen-ai/workspaces"),
    (&["anthropic_key_uuid"], "/v2/gen-ai/anthropic/keys"),
    (&["open_ai_key_uuid"], "/v2/gen-ai/openai/keys"),
    (&["test_case_uuid"], "/v2/gen-ai/evaluation_test_cases"),
];

/// The field with the kind, the field with the identifier, and the place of the objects of each kind.
type Pair = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Objects in which one field says of what kind the object is that another field names.
const PAIRS: [Pair; 2] = [
    ("type", "value", &[("droplet", "/v2/droplets"), ("k8s", "/v2/kubernetes/clusters"), ("app", "/v2/apps")]),
    (
        "resource_type",
        "resource_id",
        &[
            ("droplet", "/v2/droplets"),
            ("image", "/v2/images"),
            ("volume", "/v2/volumes"),
            ("volume_snapshot", "/v2/snapshots"),
            ("database", "/v2/databases"),
        ],
    ),
];

/// Fields that hold URNs, `do:droplet:7`.
const URNS: [&str; 2] = ["resources", "urn"];

/// The kinds in URNs of objects that have names beside their identifiers.
const URN_KINDS: [(&str, &str); 6] = [
    ("droplet", "/v2/droplets"),
    ("volume", "/v2/volumes"),
    ("loadbalancer", "/v2/load_balancers"),
    ("kubernetes", "/v2/kubernetes/clusters"),
    ("dbaas", "/v2/databases"),
    ("app", "/v2/apps"),
];

/// Where the objects are that the field at this path names.
pub(super) fn place_of(path: &[String]) -> Option<&'static str> {
    let (name, whole) = (path.last()?.as_str(), path.join("."));
    let named = |(names, _): &&(&[&str], &str)| names.iter().any(|one| *one == name || *one == whole);
    FIELDS.iter().find(named).map(|(_, place)| *place)
}

/// A value that names an object: where the object is, and its label.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Label {
    pub(super) place: &'static str,
    pub(super) text: String,
}

/// Goes through all scalars of a body that name objects, and puts there what `replace` gives for each.
pub(super) fn each<E>(body: &mut Json, replace: &mut impl FnMut(Label) -> Result<Option<Json>, E>) -> Result<(), E> {
    below(body, &mut Vec::new(), replace)
}

fn below<E>(
    body: &mut Json,
    path: &mut Vec<String>,
    replace: &mut impl FnMut(Label) -> Result<Option<Json>, E>,
) -> Result<(), E> {
    if let Json::Object(_) = body {
        pairs(body, replace)?;
    }
    match body {
        Json::Object(fields) => {
            for (name, value) in fields {
                path.push(name.clone());
                below(value, path, replace)?;
                path.pop();
            }
        }
        Json::List(elements) => elements.iter_mut().try_for_each(|element| below(element, path, replace))?,
        Json::Scalar(_) => scalar(body, path, replace)?,
    }
    Ok(())
}

fn scalar<E>(
    value: &mut Json,
    path: &[String],
    replace: &mut impl FnMut(Label) -> Result<Option<Json>, E>,
) -> Result<(), E> {
    let Some(text) = value.as_text().filter(|text| !text.is_empty()) else { return Ok(()) };
    if let Some(place) = place_of(path) {
        if let Some(found) = replace(Label { place, text })? {
            *value = found;
        }
        return Ok(());
    }
    let holds_urns = path.last().is_some_and(|name| URNS.contains(&name.as_str()));
    let Some((kind, label)) = text.strip_prefix("do:").and_then(|rest| rest.split_once(':')).filter(|_| holds_urns)
    else {
        return Ok(());
    };
    let Some((_, place)) = URN_KINDS.iter().find(|(one, _)| *one == kind) else { return Ok(()) };
    if let Some(found) = replace(Label { place, text: label.to_owned() })? {
        let id = found.as_text().unwrap_or_else(|| found.to_string());
        *value = Json::text(&format!("do:{kind}:{id}"));
    }
    Ok(())
}

fn pairs<E>(object: &mut Json, replace: &mut impl FnMut(Label) -> Result<Option<Json>, E>) -> Result<(), E> {
    for (kind, value, kinds) in PAIRS {
        let text = |name| object.get(name).and_then(Json::as_text);
        let (Some(kind), Some(label)) = (text(kind), text(value)) else { continue };
        let Some((_, place)) = kinds.iter().find(|(one, _)| *one == kind) else { continue };
        if let Some(found) = replace(Label { place, text: label })? {
            // Such a field is a text whatever the ID is.
            let id = found.as_text().unwrap_or_else(|| found.to_string());
            object.set(&[value], Json::text(&id));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_wherever_in_a_body_they_are() {
        let mut body = Json::parse(
            r#"{"name":"web","vpc_uuid":"prod","droplet_ids":["web-1",7],
                "rules":[{"type":"droplet","value":"db"},{"type":"ip_addr","value":"10.0.0.1"}],
                "inbound_rules":[{"sources":{"load_balancer_uids":["lb"]}}],
                "resources":["do:volume:data","do:space:files","other"]}"#,
        )
        .unwrap();
        let mut labels = Vec::new();
        let number = |label: Label| -> Result<Option<Json>, ()> {
            labels.push(format!("{} {}", label.place, label.text));
            Ok(Some(Json::Scalar(labels.len().to_string())))
        };
        each(&mut body, &mut { number }).unwrap();
        assert_eq!(
            body.to_string(),
            r#"{"name":"web","vpc_uuid":1,"droplet_ids":[2,7],"rules":[{"type":"droplet","value":"3"},{"type":"ip_addr","value":"10.0.0.1"}],"inbound_rules":[{"sources":{"load_balancer_uids":[4]}}],"resources":["do:volume:5","do:space:files","other"]}"#
        );
        assert_eq!(
            labels,
            ["/v2/vpcs prod", "/v2/droplets web-1", "/v2/droplets db", "/v2/load_balancers lb", "/v2/volumes data"]
        );
    }
}
