//! `doapi droplet inventory`: the droplets in the form that ansible asks its inventory scripts for.

use super::ssh_config::all;
use super::{Access, Which, alias, has_own_name};
use crate::error::{Result, failure};
use crate::resolve::Target;
use crate::run::context::Context;
use crate::verbs::select::Where;
use clap::Args;
use serde_json::{Map, Value, json};

/// Print an inventory for ansible
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(crate) struct Inventory {
    /// All droplets: groups by tag, region, size and status, and the variables of each
    #[arg(long, group = "what")]
    list: bool,

    /// The variables of one droplet
    #[arg(long, value_name = "NAME", group = "what")]
    host: Option<String>,

    #[command(flatten)]
    access: Access,

    #[command(flatten)]
    filter: Where,
}

impl Inventory {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let targets = all(ctx, &self.filter)?;
        let hosts: Vec<(String, &Target)> = targets.iter().map(|target| (host(&targets, target), target)).collect();
        let value = match &self.host {
            Some(name) => {
                let target = hosts.iter().find(|(host, _)| host == name).map(|(_, target)| *target);
                self.variables(ctx, target.ok_or_else(|| failure(format!("there is no droplet {name:?}")))?)?
            }
            None => self.list(ctx, &hosts)?,
        };
        ctx.ui.value(&value.to_string());
        Ok(())
    }

    fn list(&self, ctx: &Context, hosts: &[(String, &Target)]) -> Result<Value> {
        let mut variables = Map::new();
        let mut groups: Map<String, Value> = Map::new();
        for (host, target) in hosts {
            variables.insert(host.clone(), self.variables(ctx, target)?);
            for group in groups_of(target) {
                let group = groups.entry(group).or_insert_with(|| json!({"hosts": []}));
                if let Some(hosts) = group["hosts"].as_array_mut() {
                    hosts.push(json!(host));
                }
            }
        }
        let all: Vec<&String> = hosts.iter().map(|(host, _)| host).collect();
        let mut inventory = Map::from_iter([
            ("_meta".to_owned(), json!({"hostvars": variables})),
            ("all".to_owned(), json!({"hosts": all, "children": groups.keys().collect::<Vec<_>>()})),
        ]);
        inventory.extend(groups);
        Ok(Value::Object(inventory))
    }

    /// What ansible knows of a droplet. One without an address cannot be reached, but is listed.
    fn variables(&self, ctx: &Context, target: &Target) -> Result<Value> {
        let mut known = Map::new();
        let mut set = |key: &str, value: Value| drop(known.insert(key.to_owned(), value));
        if self.access.which.of(&target.object).is_some() {
            let login = self.access.login(ctx, target)?;
            set("ansible_host", json!(login.address));
            set("ansible_user", json!(login.user));
            let options = login.host_settings().map(|(key, value)| format!("-o {key}={value}"));
            set("ansible_ssh_common_args", json!(options.join(" ")));
            login.port.into_iter().for_each(|port| set("ansible_port", json!(port)));
            login.key.into_iter().for_each(|key| set("ansible_ssh_private_key_file", json!(key)));
        }
        let text = |name: &str| json!(target.object.text(name));
        set("do_id", json!(target.id));
        set("do_name", text("name"));
        set("do_status", text("status"));
        set("do_size", text("size_slug"));
        set("do_region", json!(region(target)));
        set("do_tags", json!(tags(target)));
        set("do_private_ip", json!(Which { private: true, ..Which::default() }.of(&target.object)));
        Ok(Value::Object(known))
    }
}

/// What ansible calls a droplet: by its name, if no other has that.
fn host(targets: &[Target], target: &Target) -> String {
    if has_own_name(targets, target) { target.label.clone() } else { alias(target) }
}

fn tags(target: &Target) -> Vec<String> {
    target.object.get("tags").unwrap_or_default()
}

fn region(target: &Target) -> Option<String> {
    target.object.get::<Value>("region")?["slug"].as_str().map(str::to_owned)
}

fn groups_of(target: &Target) -> Vec<String> {
    let tags = tags(target).into_iter().map(|tag| format!("tag_{tag}"));
    let field = |name: &str, value: Option<String>| value.map(|value| format!("{name}_{value}"));
    let fields = [
        field("region", region(target)),
        field("size", target.object.text("size_slug")),
        field("status", target.object.text("status")),
    ];
    let mut groups: Vec<String> = tags.chain(fields.into_iter().flatten()).map(|group| group_name(&group)).collect();
    groups.dedup();
    groups
}

/// The name of a group may hold letters, digits and underscores.
fn group_name(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
