//! `POST /v2/reserved_ips`: an address for a region, or for a droplet right away.

use serde::Serialize;
use serde_json::{Value, json};

use super::assign::elsewhere;
use super::{Family, ReservedIp, view};
use crate::actions::{Effect, Wording};
use crate::fields::{given, number, refused};
use crate::http::{Fields, Outcome, Refusal, Reply, Request, json as text_of};
use crate::state::State;

/// With a droplet the reply has links to it and to the action that assigns the address.
#[derive(Serialize)]
struct Links {
    droplets: [Value; 1],
    actions: [Value; 1],
}

pub(super) fn create(state: &mut State, request: &Request, family: Family) -> Outcome {
    let fields = request.fields()?;
    let droplet = number(&fields, "droplet_id", u64::MAX)?.given();
    let (region, droplet) = place(state, &fields, droplet)?;
    check_limit(state, family)?;
    let project = given(&fields, "project_id")?;
    if let Some(project) = &project {
        state.check_project(project)?;
    }
    let reserved = ReservedIp { ip: state.free_ip(), region, ..ReservedIp::default() };
    state.reserved_ips.push(reserved.clone());
    if let Some(project) = project {
        state.put_into_project(reserved.urn(), &project);
    }
    let links = if let Some(droplet) = droplet {
        assigning(state, request, &reserved, droplet)
    } else {
        state.note_reservation(&reserved);
        "{}".to_owned()
    };
    let object = text_of(&view(state, &reserved));
    let body = format!("{{\"{}\":{object},\"links\":{links}}}", family.one);
    Ok(Reply::text(202, body))
}

/// The region, and the droplet if one was named: then the region is the droplet's, and may only repeat it.
fn place(state: &State, fields: &Fields, droplet: Option<u64>) -> Result<(String, Option<u64>), Refusal> {
    let region = given(fields, "region")?;
    if let Some(droplet) = droplet {
        let droplet = state.assignable(droplet)?;
        if region.is_some_and(|it| it != droplet.region) {
            return Err(elsewhere());
        }
        return Ok((droplet.region.clone(), Some(droplet.id)));
    }
    let region = region.ok_or_else(|| refused("region", "can't be blank"))?;
    state.check_region(&region)?;
    Ok((region, None))
}

fn check_limit(state: &State, family: Family) -> Result<(), Refusal> {
    let (limit, name) = match family.wording {
        Wording::Floating => (state.account.floating_ip_limit, "floating"),
        Wording::Reserved => (state.account.reserved_ip_limit, "reserved"),
    };
    if (state.reserved_ips.len() as u64) < limit {
        return Ok(());
    }
    let message = format!("creating this/these {name} IP(s) will exceed your {name} IP limit");
    Err(Refusal::unprocessable(message))
}

/// Starts the assignment, and gives its links.
fn assigning(state: &mut State, request: &Request, reserved: &ReservedIp, droplet: u64) -> String {
    let ip = reserved.ip.clone();
    let action = state.start_ip(reserved, "assign_ip", Effect::AssignIp { ip, droplet });
    let link = |id: u64, rel: &str, family: &str| {
        let href = request.url(&format!("/v2/{family}/{id}"));
        json!({"id": id, "rel": rel, "href": href})
    };
    text_of(&Links {
        droplets: [link(droplet, "droplet", "droplets")],
        actions: [link(action, "assign_ip", "actions")],
    })
}

impl State {
    /// Adds the action `reserve_ip`, which completes at once.
    fn note_reservation(&mut self, reserved: &ReservedIp) {
        let action = self.start_ip(reserved, "reserve_ip", Effect::Nothing);
        self.due.retain(|&(_, id)| id != action);
        if let Some(action) = self.actions.get_mut(action) {
            action.fails = false;
        }
        self.finish(action, self.now);
    }
}
