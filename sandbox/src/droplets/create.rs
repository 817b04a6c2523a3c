//! `POST /v2/droplets`.

mod checks;

use serde_json::Value;
use serde_json::json;

use super::{BackupPolicy, Droplet, ImageRef, Status};
use crate::actions::{Effect, Kind, Start};
use crate::fields::flag;
use crate::http::{Fields, Outcome, Refusal, Reply, Request, json as text};
use crate::state::State;

/// Creates one droplet from `name`, or up to ten from `names`, in which case the reply has a list.
pub(super) fn create(state: &mut State, request: &Request) -> Outcome {
    let fields = request.fields()?;
    let names = checks::names(&fields)?;
    let draft = draft(state, &fields)?;
    checks::limit(state, names.len())?;
    checks::volumes(state, &fields, &draft.region, names.len())?;
    let made: Vec<(u64, u64)> = names.into_iter().map(|name| make(state, name, &draft, &fields)).collect();
    Ok(reply(state, request, &made, fields.contains_key("names")))
}

/// Creates droplets from a template, and returns their IDs.
pub(crate) fn make_all(state: &mut State, template: &Fields, names: Vec<String>) -> Result<Vec<u64>, Refusal> {
    let draft = draft(state, template)?;
    checks::limit(state, names.len())?;
    Ok(names.into_iter().map(|name| make(state, name, &draft, template).0).collect())
}

/// The droplet that the request describes, without a name.
fn draft(state: &State, fields: &Fields) -> Result<Droplet, Refusal> {
    let size = checks::size(state, fields)?;
    let image = checks::image(state, fields)?;
    let region = checks::region(state, fields, size, image)?;
    checks::keys(state, fields)?;
    checks::network(state, fields, &region)?;
    checks::user_data(fields)?;
    let mut droplet = Droplet {
        status: Status::New,
        created_at: state.now,
        image: ImageRef::Id(image.id),
        volume_ids: strings(fields, "volumes"),
        size: size.slug.clone(),
        disk: size.disk,
        vpc_uuid: checks::vpc(fields).map_or_else(|| state.default_vpc(&region), str::to_owned),
        region,
        public_networking: flag(fields, "public_networking"),
        ..Droplet::default()
    };
    set_features(&mut droplet, fields)?;
    Ok(droplet)
}

fn set_features(droplet: &mut Droplet, fields: &Fields) -> Result<(), Refusal> {
    let asked = |name: &str| flag(fields, name);
    let backups = asked("backups") == Some(true);
    let ipv6 = asked("ipv6") == Some(true);
    let policy = fields.get("backup_policy").filter(|it| !it.is_null());
    if policy.is_some() && !backups {
        let message = "backup_policy can only be set when backups are enabled";
        return Err(Refusal::unprocessable(message));
    }
    if ipv6 && droplet.public_networking == Some(false) {
        let message = "IPv6 needs public networking";
        return Err(Refusal::unprocessable(message));
    }
    if backups {
        droplet.backup_policy = Some(BackupPolicy::asked_for(policy)?);
    }
    droplet.set_feature("backups", backups);
    droplet.set_feature("droplet_agent", asked("with_droplet_agent") != Some(false));
    droplet.set_feature("ipv6", ipv6);
    droplet.set_feature("monitoring", asked("monitoring") == Some(true));
    droplet.set_feature("private_networking", true);
    Ok(())
}

/// Creates one droplet; returns its ID and that of its create action.
fn make(state: &mut State, name: String, draft: &Droplet, fields: &Fields) -> (u64, u64) {
    let id = state.ids.droplet();
    let tags = state.tag_droplet(id, &strings(fields, "tags"));
    let droplet = Droplet { id, name, tags, networks_lag: state.lag.networks, ..draft.clone() };
    state.hide(id);
    let region = Some(droplet.region.clone());
    state.droplets.insert(id, droplet);
    let action =
        state.start(Start { verb: "create", kind: Kind::Droplet, resource_id: id, region, effect: Effect::Create });
    (id, action)
}

fn reply(state: &State, request: &Request, made: &[(u64, u64)], plural: bool) -> Reply {
    let droplets: Vec<_> = made.iter().map(|it| state.droplet_text(it.0)).collect();
    let root = if plural { "droplets" } else { "droplet" };
    let shown = if plural { text(&droplets) } else { text(&droplets.first()) };
    let link = |&(_, action): &(u64, u64)| {
        let href = request.url(&format!("/v2/actions/{action}"));
        json!({"id": action, "rel": "create", "href": href})
    };
    let links = json!({"actions": made.iter().map(link).collect::<Vec<_>>()});
    Reply::text(202, format!("{{\"{root}\":{shown},\"links\":{links}}}"))
}

/// A list of strings, which may be `null` or absent.
fn strings(fields: &Fields, name: &str) -> Vec<String> {
    let list = fields.get(name).and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}
