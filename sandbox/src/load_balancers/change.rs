//! Making and changing load balancers.

use serde_json::Value;
use uuid::Uuid;

use super::settings::{ForwardingRule, Settings, read};
use super::{LoadBalancer, reply};
use crate::fields::{given, ids, merge, refused};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::state::State;

pub(super) fn create(state: &mut State, fields: &Fields) -> Outcome {
    let vpc = given(fields, "vpc_uuid")?;
    let (region, vpc_uuid) = place(state, fields, vpc)?;
    let settings = settings(state, fields, &region)?;
    let project = given(fields, "project_id")?;
    project.iter().try_for_each(|it| state.check_project(it))?;
    // Only now, as a refused request takes no address.
    let balancer = LoadBalancer {
        id: Uuid::new_v4().to_string(),
        ip: state.public_ip(),
        created_at: state.now,
        due: Some(state.now.plus(state.action_time)),
        settings,
        region,
        vpc_uuid,
    };
    if let Some(project) = project {
        state.put_into_project(format!("do:loadbalancer:{}", balancer.id), &project);
    }
    state.load_balancers.push(balancer);
    Ok(reply(state, 202, state.load_balancers.len() - 1))
}

/// The region and the network. Without a region, it is that of the network; without a network, the default one.
fn place(state: &State, fields: &Fields, vpc: Option<String>) -> Result<(String, String), Refusal> {
    let region = given(fields, "region")?;
    let of_vpc = match &vpc {
        Some(id) => Some(state.vpc(id).ok_or_else(Refusal::not_found)?.region.clone()),
        None => None,
    };
    let region = region.or_else(|| of_vpc.clone()).ok_or_else(|| refused("region", "can't be blank"))?;
    state.check_region(&region)?;
    if of_vpc.is_some_and(|it| it != region) {
        return Err(Refusal::unprocessable("VPC is not in the region of the load balancer"));
    }
    let vpc = vpc.unwrap_or_else(|| state.default_vpc(&region));
    Ok((region, vpc))
}

/// PUT replaces everything but where the load balancer is.
pub(super) fn replace(state: &mut State, fields: &Fields, id: &str) -> Outcome {
    let place = state.balancer_at(id)?;
    let region = state.load_balancers[place].region.clone();
    state.load_balancers[place].settings = settings(state, fields, &region)?;
    Ok(reply(state, 200, place))
}

fn settings(state: &State, fields: &Fields, region: &str) -> Result<Settings, Refusal> {
    let mut settings: Settings = read(fields)?;
    settings.check()?;
    settings.droplet_ids = state.known_droplets(&settings.droplet_ids)?;
    check_region(state, &settings.droplet_ids, region)?;
    check_certificates(state, &settings.forwarding_rules)?;
    Ok(settings)
}

fn check_region(state: &State, droplets: &[u64], region: &str) -> Result<(), Refusal> {
    let near = |id: &u64| state.droplets.get(*id).is_some_and(|it| it.region == region);
    if droplets.iter().all(near) {
        return Ok(());
    }
    Err(Refusal::unprocessable("all droplets must be in the region of the load balancer"))
}

fn check_certificates(state: &State, rules: &[ForwardingRule]) -> Result<(), Refusal> {
    let mut named = rules.iter().map(|it| &it.certificate_id).filter(|it| !it.is_empty());
    match named.find(|id| !state.certificates.iter().any(|it| it.id == **id)) {
        Some(unknown) => Err(Refusal::unprocessable(format!("certificate {unknown} not found"))),
        None => Ok(()),
    }
}

/// `POST` and `DELETE` of `/v2/load_balancers/{id}/droplets`
pub(super) fn droplets(state: &mut State, request: &Request, id: &str) -> Outcome {
    let place = state.balancer_at(id)?;
    let mut named = ids(&request.fields()?, "droplet_ids")?;
    let adds = request.method == "POST";
    if adds {
        named = state.known_droplets(&named)?;
        check_region(state, &named, &state.load_balancers[place].region)?;
    }
    let settings = &mut state.load_balancers[place].settings;
    if adds && !settings.tag.is_empty() {
        return Err(Refusal::unprocessable("the droplets of this load balancer are chosen by a tag"));
    }
    merge(&mut settings.droplet_ids, named, adds);
    Ok(Reply::empty(204))
}

/// `POST` and `DELETE` of `/v2/load_balancers/{id}/forwarding_rules`
pub(super) fn rules(state: &mut State, request: &Request, id: &str) -> Outcome {
    let place = state.balancer_at(id)?;
    let fields = request.fields()?;
    let named = fields.get("forwarding_rules").cloned().unwrap_or(Value::Null);
    let named: Vec<ForwardingRule> = serde_json::from_value(named).map_err(|_| Refusal::unreadable())?;
    named.iter().try_for_each(ForwardingRule::check)?;
    let adds = request.method == "POST";
    if adds {
        check_certificates(state, &named)?;
    }
    merge(&mut state.load_balancers[place].settings.forwarding_rules, named, adds);
    Ok(Reply::empty(204))
}
