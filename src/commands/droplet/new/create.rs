//! The requests that create droplets, and printing the droplets.

use crate::api::{Client, Error, Id, Object, Request, Schedule, parallel_map};
use crate::commands::droplet::new::refresh::{name, refresh, wait_by_status};
use crate::error::recovery::how_to_check_droplets;
use crate::error::{Result, failure};
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::run::near;
use crate::verbs::addresses::Addresses;
use crate::verbs::wait::id_text;
use crate::verbs::wait::{INTERVAL, Started, WaitOptions, is_success, no_usable_id, wait_for_actions};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

/// How many droplets the API creates with one request.
const AT_ONCE: usize = 10;

/// A droplet that was created, and the create action that the API's reply names for it.
struct Created {
    droplet: Object,
    action: Named,
}

/// What the reply says of the action that creates a droplet.
enum Named {
    ById(Id),
    /// It names an action, but not by an ID that can be asked for.
    Unusably,
    /// It names none, as the API does where it shows no links.
    Not,
}

/// Creates droplets of these names and prints them, with `--wait` once they are active. A request that fails is
/// reported, and the others continue. Every droplet that was created is printed, whatever happens.
pub(super) fn create(ctx: &Context, names: &[String], body: &Map<String, Value>, options: &WaitOptions) -> Result<()> {
    let mut array = ctx.ui.array();
    let created = post_all(ctx, names, body, |droplet| {
        if options.is_wanted() {
            // If the wait is cut short, the user must still know the IDs of what now costs money.
            ctx.ui.note(format_args!("created {}, its ID is {}", name(droplet), id_text(droplet)));
            ctx.ui.output().count_as_printed(droplet.raw().get());
        } else {
            ctx.tally.success();
            array.push(droplet.raw().get());
            array.flush();
        }
    })?;
    if options.is_wanted() {
        let timing = options.timing.timing(ctx, INTERVAL);
        let droplets = wait_for(ctx, created, &timing, expected(body))?;
        droplets.iter().for_each(|droplet| array.push(droplet.raw().get()));
    }
    array.finish();
    Ok(())
}

fn post_all(
    ctx: &Context,
    names: &[String],
    body: &Map<String, Value>,
    mut tell: impl FnMut(&Object),
) -> Result<Vec<Created>> {
    let mut created = Vec::new();
    let chunks: Vec<Vec<String>> = names.chunks(AT_ONCE).map(<[String]>::to_vec).collect();
    let fields = body.clone();
    let posts = parallel_map(ctx.client()?, chunks.clone(), move |client, names| post(client, &names, &fields));
    for (names, posted) in chunks.iter().zip(posts) {
        match posted {
            Ok(droplets) => {
                let (shown, names) = (droplets.len(), names.as_slice());
                created.extend(droplets.into_iter().inspect(|one| tell(&one.droplet)));
                if shown < names.len() {
                    not_shown(ctx, names, shown);
                }
            }
            Err(error) => not_created(ctx, names, body, error),
        }
    }
    Ok(created)
}

fn post(client: &Client, names: &[String], fields: &Map<String, Value>) -> Result<Vec<Created>, Error> {
    let mut body = Map::from_iter([("names".to_owned(), json!(names))]);
    body.extend(fields.clone());
    let reply = client.send(&Request::post(DROPLET.family.list(), &Value::Object(body)))?;
    // `links.actions[i]` belongs to `droplets[i]`. What is no object among the droplets is reported as missing.
    let known = reply.started_actions().into_iter().map(|id| id.map_or(Named::Unusably, Named::ById));
    let actions = known.chain(std::iter::repeat_with(|| Named::Not));
    let droplets: Vec<Box<RawValue>> = reply.parse("droplets")?;
    let created = |(droplet, action)| Some(Created { droplet: Object::try_from(droplet).ok()?, action });
    Ok(droplets.into_iter().zip(actions).filter_map(created).collect())
}

/// Reports droplets that were not created, or may have been.
fn not_created(ctx: &Context, names: &[String], body: &Map<String, Value>, error: Error) {
    let lost = error.may_have_succeeded();
    let error = near::refused(ctx, error, &Value::Object(body.clone()));
    ctx.fail(quoted(names), if lost { error.only_hint(how_to_check_droplets(names)) } else { error });
}

/// Reports that the API's reply holds fewer droplets than were asked for.
fn not_shown(ctx: &Context, names: &[String], shown: usize) {
    let error = failure(format!("the reply shows only {shown} of the {} droplets that were requested", names.len()));
    ctx.fail(quoted(names), error.hint(how_to_check_droplets(names)));
}

/// The names for a message.
fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    format!("{} {}", if names.len() == 1 { "droplet" } else { "droplets" }, quoted.join(" "))
}

/// The addresses that droplets created with this body will have.
fn expected(body: &Map<String, Value>) -> Addresses {
    let is = |field: &str, value: bool| body.get(field) == Some(&Value::Bool(value));
    Addresses { public: !is("public_networking", false), ipv6: is("ipv6", true) }
}

/// Waits for the create actions, and returns the droplets as they are then, in order.
fn wait_for(ctx: &Context, created: Vec<Created>, timing: &Schedule, expected: Addresses) -> Result<Vec<Object>> {
    let started =
        created.iter().filter_map(|one| Some(Started { target: name(&one.droplet), action: placeholder(one)? }));
    let mut ready = Vec::new();
    wait_for_actions(ctx, started.collect(), timing, |_, action| {
        ready.extend(action.get::<Id>("resource_id").filter(|_| is_success(action)));
        Ok(())
    })?;
    created
        .iter()
        .filter(|one| matches!(one.action, Named::Unusably))
        .for_each(|one| ctx.fail(name(&one.droplet), no_usable_id()));
    let unnamed = created.iter().filter(|one| !matches!(one.action, Named::ById(_)));
    let unnamed = unnamed.map(|one| one.droplet.clone()).collect();
    if !ctx.interrupt.is_set() {
        ready.extend(wait_by_status(ctx, unnamed, timing)?);
    }
    let droplets = created.into_iter().map(|one| one.droplet).collect();
    if ctx.interrupt.is_set() { Ok(droplets) } else { refresh(ctx, droplets, &ready, timing, expected) }
}

/// The action as it is known without a request: in progress.
fn placeholder(created: &Created) -> Option<Object> {
    let Named::ById(id) = &created.action else { return None };
    let droplet = created.droplet.id()?;
    let fields = json!({"id": id, "status": "in-progress", "type": "create", "resource_id": droplet, "resource_type": "droplet"});
    Object::from_value(&fields)
}
