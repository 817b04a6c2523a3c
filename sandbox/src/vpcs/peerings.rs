//! `/v2/vpc_peerings` and `/v2/vpcs/{id}/peerings`: two networks that reach one another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::fields::{refused, text, texts};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::pages;
use crate::state::State;
use crate::time::Time;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Peering {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) vpc_ids: Vec<String>,
    pub(crate) created_at: Time,
    /// When it is set up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<Time>,
}

#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    name: &'a str,
    vpc_ids: &'a [String],
    created_at: Time,
    status: &'a str,
}

impl Peering {
    fn view(&self, now: Time) -> View<'_> {
        let active = self.due.is_none_or(|due| due <= now);
        self.view_as(if active { "ACTIVE" } else { "PROVISIONING" })
    }

    fn view_as<'a>(&'a self, status: &'a str) -> View<'a> {
        View { id: &self.id, name: &self.name, vpc_ids: &self.vpc_ids, created_at: self.created_at, status }
    }
}

/// `/v2/vpc_peerings…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let region = request.param("region");
            let in_region = |id: &String| state.vpc(id).is_some_and(|it| Some(&it.region) == region.as_ref());
            let all = state.peerings.iter();
            let chosen = all.filter(|it| region.is_none() || it.vpc_ids.iter().any(in_region));
            Ok(list(state, request, "vpc_peerings", &chosen.collect::<Vec<_>>()))
        }
        ("POST", []) => {
            let fields = request.fields()?;
            let vpcs = texts(&fields, "vpc_ids")?;
            create(state, &fields, vpcs, "vpc_peering")
        }
        ("GET", [id]) => Ok(reply(state, 200, "vpc_peering", peering_at(state, id)?)),
        ("PATCH", [id]) => rename(state, &request.fields()?, id, "vpc_peering"),
        ("DELETE", [id]) => {
            let place = peering_at(state, id)?;
            let gone = state.peerings.remove(place);
            Ok(Reply::root(202, "vpc_peering", &gone.view_as("DELETING")))
        }
        _ => Err(Refusal::no_route()),
    }
}

/// `/v2/vpcs/{id}/peerings…`
pub(super) fn of_vpc(state: &mut State, request: &Request, vpc: &str, path: &[&str]) -> Outcome {
    state.vpc_at(vpc)?;
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let all = state.peerings.iter().filter(|it| it.vpc_ids.iter().any(|it| it == vpc));
            Ok(list(state, request, "peerings", &all.collect::<Vec<_>>()))
        }
        ("POST", []) => {
            let fields = request.fields()?;
            let other = text(&fields, "vpc_id")?.unwrap_or_default();
            create(state, &fields, vec![vpc.to_owned(), other], "peering")
        }
        ("PATCH", [id]) => rename(state, &request.fields()?, id, "peering"),
        _ => Err(Refusal::no_route()),
    }
}

fn list(state: &State, request: &Request, root: &str, peerings: &[&Peering]) -> Reply {
    pages::list_by(request, root, peerings, |it| it.view(state.now))
}

fn reply(state: &State, status: u16, root: &str, place: usize) -> Reply {
    Reply::root(status, root, &state.peerings[place].view(state.now))
}

fn peering_at(state: &State, id: &str) -> Result<usize, Refusal> {
    let place = state.peerings.iter().position(|it| it.id == id);
    place.ok_or_else(Refusal::not_found)
}

fn create(state: &mut State, fields: &Fields, vpc_ids: Vec<String>, root: &str) -> Outcome {
    let name = name(fields)?;
    let [one, other] = vpc_ids.as_slice() else {
        return Err(refused("vpc_ids", "must be two networks"));
    };
    if one == other {
        return Err(refused("vpc_ids", "must be two networks"));
    }
    state.vpc_at(one)?;
    state.vpc_at(other)?;
    if state.peerings.iter().any(|it| it.vpc_ids.contains(one) && it.vpc_ids.contains(other)) {
        return Err(Refusal::conflict_of("the VPCs are peered already"));
    }
    let id = Uuid::new_v4().to_string();
    let due = Some(state.now.plus(state.action_time));
    state.peerings.push(Peering { id, name, vpc_ids, created_at: state.now, due });
    Ok(reply(state, 202, root, state.peerings.len() - 1))
}

fn rename(state: &mut State, fields: &Fields, id: &str, root: &str) -> Outcome {
    let place = peering_at(state, id)?;
    state.peerings[place].name = name(fields)?;
    Ok(reply(state, 200, root, place))
}

fn name(fields: &Fields) -> Result<String, Refusal> {
    let name = text(fields, "name")?.unwrap_or_default();
    if name.is_empty() || !name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-') {
        return Err(refused("name", "must be letters, digits and dashes"));
    }
    Ok(name)
}
