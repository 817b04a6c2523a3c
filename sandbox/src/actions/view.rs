//! Actions as JSON.

use serde::Serialize;
use serde_json::value::RawValue;

use super::{Action, Kind, Status};
use crate::http::{Reply, Request, raw};
use crate::state::State;
use crate::time::Time;

/// How replies name the type of a reserved IP: the API uses the old name unless the request asks for the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wording {
    Floating,
    Reserved,
}

impl Wording {
    /// `Accept: application/vnd.digitalocean.reserveip+json` asks for the new name.
    pub(crate) fn asked_for(request: &Request) -> Self {
        let accept = request.header("accept").unwrap_or_default();
        if accept.contains("application/vnd.digitalocean.reserveip+json") { Self::Reserved } else { Self::Floating }
    }

    /// The reply with this name.
    pub(crate) fn apply(self, mut reply: Reply) -> Reply {
        if self == Self::Reserved {
            let text = String::from_utf8_lossy(&reply.body);
            let old = r#""resource_type":"floating_ip""#;
            let new = r#""resource_type":"reserved_ip""#;
            reply.body = text.replace(old, new).into_bytes();
        }
        reply
    }
}

#[derive(Serialize)]
struct View<'a> {
    id: u64,
    status: Status,
    #[serde(rename = "type")]
    verb: &'a str,
    started_at: Time,
    completed_at: Option<Time>,
    resource_id: Option<u64>,
    resource_type: Kind,
    region: Option<&'a RawValue>,
    region_slug: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project_id: Option<&'a str>,
}

pub(super) fn render(state: &State, action: &Action) -> Box<RawValue> {
    let slug = action.region.as_deref();
    raw(&View {
        id: action.id,
        status: action.status,
        verb: &action.verb,
        started_at: action.started_at,
        completed_at: action.completed_at,
        resource_id: Some(action.resource_id).filter(|_| action.resource_type != Kind::Volume),
        resource_type: action.resource_type,
        region: slug.and_then(|slug| Some(&*state.catalog.region(slug)?.text)),
        region_slug: slug,
        project_id: action.project_id.as_deref(),
    })
}
