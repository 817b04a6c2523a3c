//! Short forms of operations that are clumsy by their fields: `volume attach VOLUME DROPLET` for an action of the type
//! `attach` with a `droplet_id`. Everything else about them is the operation's.

use super::body::Given;
use super::field::{FieldOption, options};
use super::json::Json;
use super::operation::Operation;
use crate::api::Object;
use crate::error::{Result, failure, usage};
use clap::{Arg, ArgAction};

/// A command that says some of an operation's fields by its words.
#[derive(Debug)]
pub(crate) struct Form {
    command: &'static str,
    operation: &'static str,
    pub(crate) about: &'static str,
    /// The type of the action, where it is one.
    kind: Option<&'static str>,
    /// The field that the last argument sets.
    argument: Option<&'static str>,
    /// A field, and the field of the object that shows its value as its only element.
    shown: Option<(&'static str, &'static str)>,
}

const fn action(command: &'static str, operation: &'static str, about: &'static str, kind: &'static str) -> Form {
    Form { command, operation, about, kind: Some(kind), argument: None, shown: None }
}

const VOLUME: &str = "volumeActions_post_byId";
const ADDRESS: &str = "reservedIPv6Actions_post";

static FORMS: [Form; 7] = [
    Form { argument: Some("droplet_id"), ..action("volume attach", VOLUME, "Attach volumes to a droplet", "attach") },
    Form {
        shown: Some(("droplet_id", "droplet_ids")),
        ..action("volume detach", VOLUME, "Detach volumes from the droplet that they are attached to", "detach")
    },
    Form {
        argument: Some("size_gigabytes"),
        ..action("volume resize", VOLUME, "Make volumes larger, in GiB", "resize")
    },
    Form {
        argument: Some("droplet_id"),
        ..action("reserved-ipv6 assign", ADDRESS, "Assign a reserved IPv6 address to a droplet", "assign")
    },
    action("reserved-ipv6 unassign", ADDRESS, "Take reserved IPv6 addresses from their droplets", "unassign"),
    Form {
        kind: None,
        argument: Some("resources"),
        ..action(
            "project add",
            "projects_assign_resources",
            "Move resources to a project, such as do:droplet:web-1",
            "",
        )
    },
    Form {
        kind: None,
        argument: Some("resources"),
        ..action("project remove", "projects_assign_resources_default", "Move resources to the default project", "")
    },
];

/// The ID of the argument that sets a field.
const ARGUMENT: &str = "form-argument";

impl Form {
    /// The form of this command, and its operation among these.
    pub(crate) fn of(command: &str, operations: &[Operation]) -> Option<(&'static Form, Operation)> {
        let form = FORMS.iter().find(|form| form.command == command)?;
        let operation = operations.iter().find(|one| one.id == form.operation)?;
        Some((form, Operation { command: form.command.to_owned(), ..operation.clone() }))
    }

    /// The verbs of forms below these words.
    pub(crate) fn verbs(words: &str) -> impl Iterator<Item = String> {
        let below = format!("{words} ");
        FORMS.iter().filter_map(move |form| form.command.strip_prefix(&below).map(str::to_owned))
    }

    fn field(&self, operation: &Operation) -> Option<FieldOption> {
        let fields = operation.body.as_ref().map(options)?;
        fields.into_iter().find(|field| Some(field.name()) == self.argument)
    }

    /// The last argument, and the field that it sets.
    pub(crate) fn argument(&self, operation: &Operation) -> Option<(Arg, FieldOption)> {
        let field = self.field(operation)?;
        let name = match field.name() {
            "size_gigabytes" => "GIB",
            "resources" => "URN",
            _ => "DROPLET",
        };
        let argument = Arg::new(ARGUMENT).required(true).value_name(name).help(super::words::field_help(&field));
        let argument = argument.help_heading(crate::verbs::targets::ACTS_ON);
        Some((if field.repeats() { argument.num_args(1..) } else { argument }, field))
    }

    /// The body that the words and the last argument say.
    pub(super) fn said(&self, given: &Given, operation: &Operation) -> Result<Json> {
        let mut body = Json::empty();
        if let Some(kind) = self.kind {
            body.set(&["type"], Json::text(kind));
        }
        if let Some(field) = self.field(operation) {
            body.set(&[field.name()], field.value(&given.texts(ARGUMENT))?);
        }
        Ok(body)
    }

    /// The same with what the object shows.
    pub(super) fn with_shown(&self, mut body: Json, target: &str, object: Option<&Object>) -> Result<Json> {
        let Some((field, list)) = self.shown else { return Ok(body) };
        let shown: Vec<u64> = object.and_then(|object| object.get(list)).unwrap_or_default();
        match shown.as_slice() {
            [one] => body.set(&[field], Json::Scalar(one.to_string())),
            _ => {
                return Err(failure(format!(
                    "{target}: {} of its field {list:?} are set, where one is needed",
                    shown.len()
                )));
            }
        }
        Ok(body)
    }
}

/// Whether the command changes the rules of a firewall.
fn has_rules(command: &[String]) -> bool {
    let words: Vec<&str> = command.iter().map(String::as_str).collect();
    matches!(words.as_slice(), ["firewall", "rule", "add" | "remove"])
}

/// The options in which rules of a firewall are short.
pub(super) fn rule_options(command: &[String]) -> Vec<Arg> {
    if !has_rules(command) {
        return Vec::new();
    }
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help).action(ArgAction::Append).help_heading("Rules")
    };
    let from = "Where the traffic of --inbound comes from: addresses, or tag:, droplet:, load-balancer: or kubernetes: and a name";
    vec![
        option("inbound", "PROTOCOL[:PORTS]", "Traffic to let in, such as tcp:22, udp:8000-9000 or icmp"),
        option("from", "SOURCE", from),
        option("outbound", "PROTOCOL[:PORTS]", "Traffic to let out"),
        option("to", "DESTINATION", "Where the traffic of --outbound goes to, in the forms of --from"),
    ]
}

/// Adds the rules that the short options say to those that the fields say.
pub(super) fn add_rules(given: &Given, command: &[String], body: &mut Json) -> Result<()> {
    if !has_rules(command) {
        return Ok(());
    }
    for (traffic, peer, rules, peers) in
        [("inbound", "from", "inbound_rules", "sources"), ("outbound", "to", "outbound_rules", "destinations")]
    {
        let (protocols, ends) = (given.texts(traffic), given.texts(peer));
        if protocols.is_empty() != ends.is_empty() {
            return Err(usage(format!("--{traffic} and --{peer} need each other")));
        }
        let ends = ends_of(&ends);
        let mut all = match body.get(rules) {
            Some(Json::List(rules)) => rules.clone(),
            _ => Vec::new(),
        };
        all.extend(protocols.iter().map(|protocol| rule(protocol, peers, &ends)));
        if !all.is_empty() {
            body.set(&[rules], Json::List(all));
        }
    }
    Ok(())
}

fn rule(protocol: &str, peers: &str, ends: &Json) -> Json {
    let (protocol, ports) = protocol.split_once(':').map_or((protocol, None), |(name, ports)| (name, Some(ports)));
    let mut rule = Json::empty();
    rule.set(&["protocol"], Json::text(protocol));
    if protocol != "icmp" {
        rule.set(&["ports"], Json::text(ports.unwrap_or("all")));
    }
    rule.set(&[peers], ends.clone());
    rule
}

/// Addresses and names by the fields that hold them.
fn ends_of(given: &[String]) -> Json {
    const KINDS: [(&str, &str); 4] = [
        ("tag:", "tags"),
        ("droplet:", "droplet_ids"),
        ("load-balancer:", "load_balancer_uids"),
        ("kubernetes:", "kubernetes_ids"),
    ];
    let mut ends = Json::empty();
    for text in given {
        let kind = KINDS.iter().find_map(|(prefix, field)| Some((*field, text.strip_prefix(prefix)?)));
        let (field, value) = kind.unwrap_or(("addresses", text));
        let mut values = if let Some(Json::List(values)) = ends.get(field) { values.clone() } else { Vec::new() };
        let is_id = field == "droplet_ids" && crate::resolve::is_number(value);
        values.push(if is_id { Json::Scalar(value.to_owned()) } else { Json::text(value) });
        ends.set(&[field], Json::List(values));
    }
    ends
}
