//! The requests that create droplets, and printing the droplets.

use crate::api::{Client, Error, Id, Object, Request, Schedule, parallel_map};
use crate::commands::droplet::new::refresh::{refresh, wait_by_status};
use crate::commands::droplet::polling::name;
use crate::commands::droplet::reach::ready::Services;
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

const CAN_BE_REPEATED: &str = "with --ensure the same command can be run again: it creates only what is missing";

/// A droplet that is wanted.
pub(super) enum Wanted {
    /// One to be created.
    New(String),
    Existing(Object),
}

/// What is to be there, and the fields of new droplets.
pub(super) struct Order {
    pub(super) wanted: Vec<Wanted>,
    pub(super) body: Map<String, Value>,
    /// Whether the same command only creates what is missing.
    pub(super) ensure: bool,
}

impl Order {
    fn new_names(&self) -> Vec<String> {
        let name = |one: &Wanted| if let Wanted::New(name) = one { Some(name.clone()) } else { None };
        self.wanted.iter().filter_map(name).collect()
    }
}

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
    /// The droplet was there before, and nothing has to be waited for.
    Settled,
}

/// Creates the droplets that are not there and prints all of them, with `--wait` once they are active. A request that
/// fails is reported, and the others continue. Every droplet that was created is printed, whatever happens. A dry run
/// prints requests only.
pub(super) fn create(ctx: &Context, order: &Order, options: &WaitOptions, services: &Services) -> Result<()> {
    let mut array = ctx.ui.array();
    let (waits, expected) = (options.is_wanted() || services.are_given(), expected(&order.body));
    let created = post_all(ctx, order, expected, |droplet, is_new| {
        if waits && is_new {
            // If the wait is cut short, the user must still know the IDs of what now costs money.
            ctx.ui.note(format_args!("created {}, its ID is {}", name(droplet), id_text(droplet)));
            ctx.ui.output().count_as_printed(droplet.raw().get());
        } else if !waits {
            ctx.tally.success();
            array.push(droplet.raw().get());
            array.flush();
        }
    })?;
    if waits {
        let timing = options.timing.timing(ctx, INTERVAL);
        let droplets = wait_for(ctx, created, &timing, expected)?;
        let active = |droplet: &&Object| droplet.text("status").as_deref() == Some("active");
        let active: Vec<Object> = droplets.iter().filter(active).cloned().collect();
        let is_next = services.are_given() && !ctx.interrupt.is_set() && !active.is_empty();
        let answered = if is_next { services.watch(ctx).wait(active, &timing) } else { Ok(()) };
        droplets.iter().for_each(|droplet| array.push(droplet.raw().get()));
        answered?;
    }
    array.finish();
    Ok(())
}

/// The droplets in the order in which they are wanted, those that exist among those that are created.
fn post_all(
    ctx: &Context,
    order: &Order,
    expected: Addresses,
    mut tell: impl FnMut(&Object, bool),
) -> Result<Vec<Created>> {
    let mut created = Vec::new();
    let chunks: Vec<Vec<String>> = order.new_names().chunks(AT_ONCE).map(<[String]>::to_vec).collect();
    let fields = order.body.clone();
    let posts = parallel_map(ctx.client()?, chunks.clone(), move |client, names| post(client, &names, &fields));
    let mut wanted = order.wanted.iter().filter(|_| !ctx.is_dry_run());
    let mut existing = |created: &mut Vec<Created>, tell: &mut dyn FnMut(&Object, bool)| {
        for droplet in wanted.by_ref().map_while(|one| if let Wanted::Existing(it) = one { Some(it) } else { None }) {
            tell(droplet, false);
            created.push(existing(droplet.clone(), expected));
        }
    };
    for (names, posted) in chunks.iter().zip(posts) {
        let posted = posted.map(|droplets| (droplets.len(), droplets.into_iter()));
        match posted {
            Ok((shown, mut droplets)) => {
                for _ in names {
                    existing(&mut created, &mut tell);
                    created.extend(droplets.next().inspect(|one| tell(&one.droplet, true)));
                }
                created.extend(droplets.inspect(|one| tell(&one.droplet, true)));
                if shown < names.len() {
                    not_shown(ctx, names, shown);
                }
            }
            Err(error) => {
                names.iter().for_each(|_| existing(&mut created, &mut tell));
                not_created(ctx, names, order, error);
            }
        }
    }
    existing(&mut created, &mut tell);
    Ok(created)
}

/// A droplet that was there before. One that an earlier run has created may not be ready yet.
fn existing(droplet: Object, expected: Addresses) -> Created {
    let status = droplet.text("status").unwrap_or_default();
    let is_ready = status != "new" && (status != "active" || expected.are_shown(&droplet));
    Created { droplet, action: if is_ready { Named::Settled } else { Named::Not } }
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
fn not_created(ctx: &Context, names: &[String], order: &Order, error: Error) {
    let lost = error.may_have_succeeded();
    let error = near::refused(ctx, error, &Value::Object(order.body.clone()));
    let error = if lost { error.only_hint(how_to_check_droplets(names)) } else { error };
    let may_repeat = lost && order.ensure;
    ctx.fail(quoted(names), if may_repeat { error.hint(CAN_BE_REPEATED) } else { error });
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
    let settled = created.iter().filter(|one| matches!(one.action, Named::Settled)).count();
    (0..settled).for_each(|_| ctx.tally.success());
    if settled == created.len() {
        return Ok(created.into_iter().map(|one| one.droplet).collect());
    }
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
    let unnamed = created.iter().filter(|one| matches!(one.action, Named::Not | Named::Unusably));
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
