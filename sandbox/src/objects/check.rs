//! What a request may hold: required fields, types, and objects that it refers to.

use serde_json::Value;

use super::facts::Facts;
use super::node::{Field, Kind, Node, Scalar};
use crate::fields::refused;
use crate::http::{Fields, Refusal};
use crate::state::State;

/// Refuses a body that lacks a required field or has one of another type. Values that the document does not name are
/// taken: it lags behind the API.
pub(super) fn shape(facts: &Facts, node: &Node, fields: &Fields) -> Result<(), Refusal> {
    value(facts, node, &Value::Object(fields.clone()), "")
}

fn value(facts: &Facts, node: &Node, given: &Value, place: &str) -> Result<(), Refusal> {
    match (node, given) {
        (Node::Named(name), _) => value(facts, &facts.named(name), given, place),
        (Node::Union(variants), _) => any_of(facts, variants, given, place),
        (Node::Scalar(scalar), _) if is(scalar, given) => Ok(()),
        (Node::List(items, _), Value::Array(elements)) => {
            elements.iter().try_for_each(|element| value(facts, items, element, place))
        }
        (Node::Object(known, _), Value::Object(fields)) => object(facts, known, fields, place),
        _ => Err(refused(place, "is invalid")),
    }
}

/// The refusal of the variant that came furthest is the most useful one.
fn any_of(facts: &Facts, variants: &[Node], given: &Value, place: &str) -> Result<(), Refusal> {
    let tried: Vec<Refusal> = variants.iter().map_while(|it| value(facts, it, given, place).err()).collect();
    if tried.len() < variants.len() {
        return Ok(());
    }
    let furthest = tried.into_iter().max_by_key(|it| it.message.contains('.'));
    Err(furthest.unwrap_or_else(|| refused(place, "is invalid")))
}

fn object(facts: &Facts, known: &[Field], fields: &Fields, place: &str) -> Result<(), Refusal> {
    for field in known {
        let inner = if place.is_empty() { field.name.clone() } else { format!("{place}.{}", field.name) };
        match fields.get(&field.name) {
            None | Some(Value::Null) if field.required && !field.read_only => {
                return Err(refused(&inner, "can't be blank"));
            }
            Some(Value::String(text)) if text.is_empty() && field.required => {
                return Err(refused(&inner, "can't be blank"));
            }
            None | Some(Value::Null) => {}
            Some(given) => value(facts, &field.node, given, &inner)?,
        }
    }
    Ok(())
}

/// Numbers and texts of digits are cast, as elsewhere in the API.
fn is(scalar: &Scalar, given: &Value) -> bool {
    match scalar.kind {
        Kind::Any => true,
        Kind::Text => given.is_string() || given.is_number(),
        Kind::Bool => given.is_boolean(),
        Kind::Int => !given.is_f64() && given.is_number() || given.as_str().is_some_and(|it| it.parse::<i64>().is_ok()),
        Kind::Number => given.is_number() || given.as_str().is_some_and(|it| it.parse::<f64>().is_ok()),
    }
}

/// Refuses references to what does not exist.
pub(super) fn references(state: &State, home: &str, fields: &Fields) -> Result<(), Refusal> {
    for (name, given) in fields {
        reference(state, home, name, given)?;
    }
    Ok(())
}

fn reference(state: &State, home: &str, name: &str, given: &Value) -> Result<(), Refusal> {
    match (name, given) {
        (_, Value::String(text)) if text.is_empty() => Ok(()),
        ("vpc_uuid" | "vpc_id" | "private_network_uuid", Value::String(id)) => vpc(state, id),
        ("vpc_ids", Value::Array(ids)) => ids.iter().filter_map(Value::as_str).try_for_each(|id| vpc(state, id)),
        ("project_id", Value::String(id)) => state.check_project(id),
        ("region", Value::String(slug)) if has_datacenters(home) => region(state, slug),
        ("size", Value::String(slug)) if has_droplets(home) => size(state, slug),
        ("droplet_ids", Value::Array(_)) => {
            let ids = crate::fields::ids(&Fields::from_iter([(name.to_owned(), given.clone())]), name)?;
            state.known_droplets(&ids).map(drop)
        }
        ("node_pools", Value::Array(pools)) => {
            pools.iter().filter_map(Value::as_object).try_for_each(|pool| references(state, "node_pools", pool))
        }
        ("droplet_template", Value::Object(template)) => references(state, name, template),
        ("vpcs", Value::Array(all)) => {
            all.iter().filter_map(Value::as_object).try_for_each(|one| references(state, name, one))
        }
        _ => Ok(()),
    }
}

/// The families whose regions are those of droplets; others have names of their own for them.
fn has_datacenters(home: &str) -> bool {
    const FAMILIES: [&str; 7] = [
        "/v2/databases",
        "/v2/kubernetes/clusters",
        "/v2/vpc_nat_gateways",
        "/v2/nfs",
        "/v2/registries",
        "/v2/functions/namespaces",
        "droplet_template",
    ];
    FAMILIES.contains(&home)
}

fn has_droplets(home: &str) -> bool {
    home.ends_with("node_pools") || home == "droplet_template"
}

fn vpc(state: &State, id: &str) -> Result<(), Refusal> {
    state.vpc(id).map(drop).ok_or_else(Refusal::not_found)
}

fn region(state: &State, slug: &str) -> Result<(), Refusal> {
    let known = state.catalog.region(slug).is_some();
    if known { Ok(()) } else { Err(Refusal::unprocessable("region is invalid")) }
}

fn size(state: &State, slug: &str) -> Result<(), Refusal> {
    let known = state.catalog.size(slug).is_some();
    if known { Ok(()) } else { Err(Refusal::unprocessable("size is invalid")) }
}
