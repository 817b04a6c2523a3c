//! `doapi droplet new`.

mod create;
mod keys;
mod refresh;

use crate::args::at_file;
use crate::args::body::given;
use crate::args::extra::Extra;
use crate::args::traits::Prints;
use crate::commands::droplet::reach::ready::Services;
use crate::complete;
use crate::error::Result;
use crate::error::usage;
use crate::resolve::Target;
use crate::resolve::noun::{DROPLET, IMAGE};
use crate::run::context::Context;
use crate::run::names;
use crate::verbs::ensure::report_existing;
use crate::verbs::wait::WaitOptions;
use clap::Args;
use create::{Order, Wanted};
use serde_json::{Map, Value, json};

const BACKUP_POLICY: &str = "When to back up, with --backups: daily[:HOUR] or weekly:DAY[:HOUR], such as weekly:SUN:4; hours \
                             in UTC, in steps of four";

/// Create droplets
#[derive(Debug, Args)]
#[command(add = Prints::Objects)]
pub(super) struct New {
    /// The ID, slug or name of the image to start from
    #[arg(short = 'I', long, value_name = "IMAGE", add = complete::images())]
    image: String,

    /// The slug of the size, as `doapi size` lists them
    #[arg(short = 'S', long, value_name = "SIZE", add = complete::sizes())]
    size: String,

    /// The slug of the region, as `doapi region` lists them [default: that of the configuration, or the API chooses]
    #[arg(short = 'R', long, value_name = "REGION", add = complete::regions())]
    region: Option<String>,

    /// Switch automatic backups on
    #[arg(short = 'B', long)]
    backups: bool,

    // Brackets in documentation are links, and this is help too.
    #[arg(long, help = BACKUP_POLICY, value_name = "POLICY", value_parser = backup_policy, requires = "backups")]
    backup_policy: Option<BackupPolicy>,

    /// Give the droplets IPv6 addresses
    #[arg(short = '6', long, conflicts_with = "no_public_networking")]
    ipv6: bool,

    /// Ask for private networking, which today every droplet has
    #[arg(short = 'P', long)]
    private_networking: bool,

    /// Give the droplets no public addresses
    #[arg(long)]
    no_public_networking: bool,

    /// The UUID of the VPC to put the droplets in [default: that of the region]
    #[arg(long, value_name = "UUID")]
    vpc: Option<String>,

    /// Data for the droplets to start with, such as a cloud-init script
    #[arg(short = 'U', long, value_name = "STRING|@FILE", add = complete::at_file())]
    user_data: Option<String>,

    /// The ID, fingerprint or name of an SSH key, or a file with a public key, which is registered if it is not yet
    #[arg(short = 'K', long = "ssh-key", value_name = "KEY", add = complete::droplet_keys())]
    ssh_keys: Vec<String>,

    /// A tag to give the droplets; made if it does not exist
    #[arg(long = "tag", value_name = "TAG", add = complete::tags(), value_parser = tag_name)]
    tags: Vec<String>,

    /// The UUID of a block storage volume to attach; only a single droplet can have it
    #[arg(long = "volume", value_name = "UUID", add = complete::volumes())]
    volumes: Vec<String>,

    /// Install the monitoring agent
    #[arg(long)]
    monitoring: bool,

    /// Fail if the agent for the web console cannot be installed
    #[arg(long, overrides_with = "no_agent")]
    agent: bool,

    /// Don't install the agent for the web console
    #[arg(long)]
    no_agent: bool,

    #[command(flatten)]
    extra: Extra,

    /// Refuse names that are in use or given twice, also those of keys that -K registers; without this, that is a
    /// warning
    #[arg(long)]
    unique: bool,

    /// Take droplets that have one of the names as they are, whatever their size or image: report them on stderr, print
    /// them, and create only the others. With --wait, those that are still new are waited for too
    #[arg(long, conflicts_with = "unique")]
    ensure: bool,

    #[command(flatten)]
    services: Services,

    #[command(flatten)]
    wait: WaitOptions,

    /// The names of the droplets
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

#[derive(Debug, Clone)]
struct BackupPolicy(Value);

/// `daily`, `daily:HOUR`, `weekly:DAY`, `weekly:DAY:HOUR`.
fn backup_policy(text: &str) -> Result<BackupPolicy, String> {
    let hour = |text: &str| text.parse::<u64>().ok().filter(|hour| *hour < 24);
    let parts: Vec<&str> = text.split(':').collect();
    let policy = match parts.as_slice() {
        ["daily"] => Some(json!({"plan": "daily"})),
        ["daily", at] => hour(at).map(|hour| json!({"plan": "daily", "hour": hour})),
        ["weekly", day] => Some(json!({"plan": "weekly", "weekday": day.to_uppercase()})),
        ["weekly", day, at] => {
            hour(at).map(|hour| json!({"plan": "weekly", "weekday": day.to_uppercase(), "hour": hour}))
        }
        _ => None,
    };
    policy.map(BackupPolicy).ok_or_else(|| "must be daily[:HOUR] or weekly:DAY[:HOUR]".to_owned())
}

/// The API silently drops all tags if one of them has any other character.
fn tag_name(text: &str) -> Result<String, String> {
    let fits = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-:".contains(c));
    if fits { Ok(text.to_owned()) } else { Err("may hold letters, digits, and the characters _ - :".to_owned()) }
}

impl New {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        if !self.volumes.is_empty() && self.names.len() > 1 {
            return Err(usage("--volume can only be used with a single droplet"));
        }
        let (fields, extra) = (self.fields(ctx)?, self.extra.fields()?);
        let wanted = self.wanted(ctx)?;
        let is_needed = wanted.iter().any(|one| matches!(one, Wanted::New(_)));
        let mut body = if is_needed { self.resolved(ctx, fields)? } else { fields };
        body.extend(extra);
        create::create(ctx, &Order { wanted, body, ensure: self.ensure }, &self.wait, &self.services)
    }

    /// The droplets in the order of their names; with `--ensure`, those that exist.
    fn wanted(&self, ctx: &Context) -> Result<Vec<Wanted>> {
        if !self.ensure {
            return Ok(self.names.iter().cloned().map(Wanted::New).collect());
        }
        let existing = names::existing(ctx, &DROPLET.family, &self.names)?;
        existing.iter().flatten().for_each(|target| report_existing(ctx, &DROPLET, target));
        let wanted = |(name, existing): (&String, Option<Target>)| match existing {
            Some(target) => Wanted::Existing(target.object),
            None => Wanted::New(name.clone()),
        };
        Ok(self.names.iter().zip(existing).map(wanted).collect())
    }

    /// The fields with the image and the keys, which are looked up; keys that are new are registered last.
    fn resolved(&self, ctx: &Context, fields: Map<String, Value>) -> Result<Map<String, Value>> {
        let mut body = fields;
        let image = ctx.find_one(&IMAGE.family, &self.image)?;
        let by_slug = image.object.text("slug").filter(|slug| *slug == self.image);
        body.insert("image".into(), by_slug.map_or_else(|| json!(image.id), Value::from));
        let keys = keys::plan(ctx, &self.ssh_keys)?;
        if !self.ensure {
            names::check(ctx, &DROPLET.family, &self.names, self.unique)?;
        }
        let keys = keys::register(ctx, keys, self.unique)?;
        if !keys.is_empty() {
            body.insert("ssh_keys".into(), json!(keys));
        }
        Ok(body)
    }

    /// The fields that are known without a request. Options that were not given are left to the API's defaults.
    fn fields(&self, ctx: &Context) -> Result<Map<String, Value>> {
        if let Some(name) = self.user_data.as_deref().filter(|given| at_file::names_file(given)) {
            ctx.ui.warning(format_args!("the user data is the text {name:?}; the file of that name is @{name}"));
        }
        let user_data = self.user_data.as_deref().map(at_file::text).transpose()?;
        let region = self.region.clone().map_or_else(|| ctx.region(), |region| Ok(Some(region)))?;
        let agent = if self.agent { Some(true) } else { self.no_agent.then_some(false) };
        let yes = |flag: bool| flag.then_some(Value::Bool(true));
        Ok(given([
            ("region", region.map(Value::from)),
            ("size", Some(Value::from(self.size.clone()))),
            ("backups", yes(self.backups)),
            ("backup_policy", self.backup_policy.clone().map(|policy| policy.0)),
            ("ipv6", yes(self.ipv6)),
            ("private_networking", yes(self.private_networking)),
            ("public_networking", self.no_public_networking.then_some(Value::Bool(false))),
            ("vpc_uuid", self.vpc.clone().map(Value::from)),
            ("user_data", user_data.map(Value::from)),
            ("monitoring", yes(self.monitoring)),
            ("with_droplet_agent", agent.map(Value::Bool)),
            ("tags", (!self.tags.is_empty()).then(|| json!(self.tags))),
            ("volumes", (!self.volumes.is_empty()).then(|| json!(self.volumes))),
        ]))
    }
}
