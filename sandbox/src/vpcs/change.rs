//! Making, changing and deleting networks.

use uuid::Uuid;

use super::range::Range;
use super::{Vpc, members, reply};
use crate::fields::{flag, given, needed, refused, text};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::state::State;

const LONGEST_DESCRIPTION: usize = 255;

pub(super) fn create(state: &mut State, fields: &Fields) -> Outcome {
    let name = text(fields, "name")?.unwrap_or_default();
    check_name(state, &name, "")?;
    let region = needed(fields, "region")?;
    state.check_region(&region)?;
    let description = description(fields)?.unwrap_or_default();
    let ip_range = match given(fields, "ip_range")? {
        Some(asked) => state.unused_range(asked)?,
        None => state.free_range(),
    };
    let id = Uuid::new_v4().to_string();
    state.vpcs.push(Vpc { id, name, description, region, ip_range, created_at: state.now, default: false });
    Ok(reply(state, 201, state.vpcs.len() - 1))
}

/// PATCH changes what is sent, PUT also empties the description that is not.
pub(super) fn update(state: &mut State, request: &Request, id: &str) -> Outcome {
    let place = state.vpc_at(id)?;
    let (fields, replaces) = (request.fields()?, request.method == "PUT");
    let name = match text(&fields, "name")? {
        None if replaces => return Err(refused("name", "can't be blank")),
        name => name.unwrap_or_else(|| state.vpcs[place].name.clone()),
    };
    check_name(state, &name, id)?;
    let described = description(&fields)?.or(replaces.then(String::new));
    let vpc = &mut state.vpcs[place];
    vpc.name = name;
    vpc.description = described.unwrap_or_else(|| vpc.description.clone());
    if flag(&fields, "default") == Some(true) {
        make_default(state, place);
    }
    Ok(reply(state, 200, place))
}

/// The network that was the region's default until now is an ordinary one.
fn make_default(state: &mut State, place: usize) {
    let region = state.vpcs[place].region.clone();
    for (at, vpc) in state.vpcs.iter_mut().enumerate().filter(|(_, it)| it.region == region) {
        vpc.default = at == place;
    }
}

pub(super) fn delete(state: &mut State, id: &str) -> Outcome {
    let place = state.vpc_at(id)?;
    if state.vpcs[place].default {
        return Err(Refusal::forbidden_as("Can not delete default VPCs"));
    }
    if !members::none(state, id) {
        return Err(Refusal::forbidden_as("Can not delete VPC with members"));
    }
    if state.peerings.iter().any(|it| it.vpc_ids.iter().any(|it| it == id)) {
        return Err(Refusal::forbidden_as("Can not delete VPC with peerings"));
    }
    state.vpcs.remove(place);
    Ok(Reply::empty(204))
}

/// Names are letters, digits, dashes and dots, and unique.
fn check_name(state: &State, name: &str, own: &str) -> Result<(), Refusal> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    if name.is_empty() || !name.bytes().all(allowed) {
        return Err(refused("name", "must be letters, digits, dashes and dots"));
    }
    if state.vpcs.iter().any(|it| it.name == name && it.id != own) {
        return Err(refused("name", "is already in use"));
    }
    Ok(())
}

fn description(fields: &Fields) -> Result<Option<String>, Refusal> {
    let description = text(fields, "description")?;
    if description.as_ref().is_some_and(|it| it.len() > LONGEST_DESCRIPTION) {
        return Err(refused("description", &format!("is too long (maximum is {LONGEST_DESCRIPTION} characters)")));
    }
    Ok(description)
}

impl State {
    fn unused_range(&self, asked: String) -> Result<String, Refusal> {
        let range = Range::parse(&asked).ok_or_else(|| refused("ip_range", "must be private and of /16 to /28"))?;
        let clash = self.vpcs.iter().find(|it| Range::parse(&it.ip_range).is_some_and(|it| it.overlaps(range)));
        match clash {
            Some(other) => Err(Refusal::unprocessable(format!(
                "This range/size overlaps with another VPC network in your account: {}",
                other.ip_range
            ))),
            None => Ok(asked),
        }
    }

    /// An unused range, for a network that is created without one.
    pub(super) fn free_range(&self) -> String {
        let ranges = (0..).map(|number| format!("10.{}.{}.0/20", 126 + number / 16 % 100, number % 16 * 16));
        let unused = |range: &String| self.unused_range(range.clone()).is_ok();
        // Sixteen hundred networks are more than an account may have.
        ranges.take(1_600).find(unused).unwrap_or_else(|| "192.168.0.0/20".to_owned())
    }
}
