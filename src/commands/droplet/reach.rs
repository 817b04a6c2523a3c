//! How a droplet is reached: its address, and what ssh has to know to log in.

pub(super) mod copy;
pub(super) mod inventory;
pub(super) mod ip;
pub(super) mod ready;
pub(super) mod ssh;
pub(super) mod ssh_config;

use crate::api::Object;
use crate::error::{Result, failure, usage};
use crate::resolve::Target;
use crate::run::context::Context;
use clap::{Args, ValueHint};
use serde_json::Value;
use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

/// The user of the images of DigitalOcean.
const USER: &str = "root";

/// Which address is meant.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Which {
    /// The public IPv4 address
    #[arg(short = '4', long, conflicts_with_all = ["ipv6", "private"])]
    ipv4: bool,

    /// The IPv6 address
    #[arg(short = '6', long, conflicts_with = "private")]
    ipv6: bool,

    /// The address in the VPC
    #[arg(long)]
    private: bool,
}

impl Which {
    /// The address of a droplet: unless one was asked for, the public one, IPv4 first.
    pub(super) fn of(&self, droplet: &Object) -> Option<IpAddr> {
        let networks: Value = droplet.get("networks").unwrap_or_default();
        let find = |version: &str, kind: &str| {
            let all = networks[version].as_array().map(Vec::as_slice).unwrap_or_default();
            let mut fitting = all.iter().filter(|network| network["type"] == kind);
            fitting.find_map(|network| network["ip_address"].as_str()?.parse::<IpAddr>().ok())
        };
        match (self.private, self.ipv4, self.ipv6) {
            (true, ..) => find("v4", "private"),
            (_, true, _) => find("v4", "public"),
            (.., true) => find("v6", "public"),
            _ => find("v4", "public").or_else(|| find("v6", "public")),
        }
    }

    fn name(&self) -> &'static str {
        match (self.private, self.ipv4, self.ipv6) {
            (true, ..) => "private",
            (_, true, _) => "public IPv4",
            (.., true) => "IPv6",
            _ => "public",
        }
    }

    /// The same, where it has to have one.
    fn required(&self, target: &Target) -> Result<IpAddr> {
        self.of(&target.object).ok_or_else(|| {
            let status = target.object.text("status").unwrap_or_default();
            failure(format!("it has no {} address; it is {}", self.name(), crate::ui::escape(&status)))
        })
    }
}

/// How to log in.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Access {
    #[command(flatten)]
    pub(super) which: Which,

    /// The user to log in as [default: ssh-user of the configuration, or root]
    #[arg(short = 'l', long, value_name = "USER", value_parser = user)]
    user: Option<String>,

    /// The port of ssh [default: ssh-port of the configuration, or ssh's own]
    #[arg(short = 'p', long = "ssh-port", value_name = "PORT")]
    ssh_port: Option<u16>,

    /// The private key [default: ssh-key of the configuration, or ssh's own]
    #[arg(short = 'i', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    identity: Option<PathBuf>,
}

/// A name that ssh cannot take for an option, nor a shell for more than a word.
pub(super) fn user(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_alphanumeric() || "._-+@\\".contains(c);
    let is_user = !text.starts_with('-') && !text.is_empty() && text.chars().all(fits);
    if is_user { Ok(text.to_owned()) } else { Err("must be the name of a user".to_owned()) }
}

/// Where and how to log in on one droplet.
#[derive(Debug, Clone)]
pub(super) struct Login {
    pub(super) address: IpAddr,
    /// Under which name ssh keeps the key of the host. An address may be another droplet's tomorrow; an ID is not.
    pub(super) alias: String,
    pub(super) user: String,
    pub(super) port: Option<u16>,
    pub(super) key: Option<PathBuf>,
}

impl Access {
    /// How to log in on a droplet.
    pub(super) fn login(&self, ctx: &Context, target: &Target) -> Result<Login> {
        let usual = ctx.ssh_settings()?;
        let user = match (&self.user, usual.ssh_user) {
            (Some(user), _) => user.clone(),
            (None, Some(name)) => user(&name).map_err(|why| usage(format!("ssh-user {why}, not {name:?}")))?,
            (None, None) => USER.to_owned(),
        };
        Ok(Login {
            address: self.which.required(target)?,
            alias: alias(target),
            user,
            port: self.ssh_port.or(usual.ssh_port),
            key: self.identity.clone().or(usual.ssh_key),
        })
    }
}

/// The name of a droplet among the hosts that ssh knows.
pub(super) fn alias(target: &Target) -> String {
    format!("droplet-{}", target.id)
}

/// Whether no other droplet has this one's name.
pub(super) fn has_own_name(targets: &[Target], target: &Target) -> bool {
    targets.iter().filter(|other| other.label == target.label).count() == 1
}

impl Login {
    /// What ssh is told of the host, whoever logs in.
    pub(super) fn host_settings(&self) -> [(&'static str, &str); 3] {
        [("HostKeyAlias", &self.alias), ("CheckHostIP", "no"), ("StrictHostKeyChecking", "accept-new")]
    }

    /// The options of ssh and scp.
    pub(super) fn options(&self) -> Vec<OsString> {
        let mut options = vec![format!("User={}", self.user)];
        options.extend(self.host_settings().map(|(key, value)| format!("{key}={value}")));
        options.extend(self.port.map(|port| format!("Port={port}")));
        let mut words: Vec<OsString> =
            options.into_iter().flat_map(|option| [OsString::from("-o"), OsString::from(option)]).collect();
        if let Some(key) = &self.key {
            words.extend(["-i".into(), key.clone().into_os_string()]);
        }
        words
    }

    /// The host in front of a path of scp or rsync.
    pub(super) fn host(&self) -> String {
        match self.address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_address_is_the_public_one_unless_another_is_asked_for() {
        let droplet = json!({"id": 1, "networks": {
            "v4": [{"ip_address": "10.0.0.1", "type": "private"}, {"ip_address": "192.0.2.1", "type": "public"}],
            "v6": [{"ip_address": "2001:db8::1", "type": "public"}],
        }});
        let only_six = json!({"id": 1, "networks": {"v4": [], "v6": droplet["networks"]["v6"]}});
        let (four, six) = (Which { ipv4: true, ..Which::default() }, Which { ipv6: true, ..Which::default() });
        let private = Which { private: true, ..Which::default() };
        for (droplet, which, expected) in [
            (&droplet, Which::default(), Some("192.0.2.1")),
            (&droplet, four.clone(), Some("192.0.2.1")),
            (&droplet, six, Some("2001:db8::1")),
            (&droplet, private.clone(), Some("10.0.0.1")),
            (&only_six, Which::default(), Some("2001:db8::1")),
            (&only_six, four, None),
            (&only_six, private, None),
            (&json!({"id": 1}), Which::default(), None),
            (
                &json!({"id": 1, "networks": {"v4": [{"ip_address": "-oProxyCommand=x", "type": "public"}]}}),
                Which::default(),
                None,
            ),
        ] {
            let object = Object::from_value(droplet).unwrap();
            assert_eq!(which.of(&object), expected.map(|text| text.parse().unwrap()), "{droplet} {which:?}");
        }
    }

    #[test]
    fn what_ssh_could_take_for_an_option_is_no_user() {
        for text in ["-oProxyCommand=x", "", "a b", "a;b", "a\nb", "$(x)", "a'b"] {
            assert!(user(text).is_err(), "{text:?}");
        }
        assert!(["root", "dev.ops", "me@corp", "DOM\\me"].iter().all(|text| user(text).is_ok()));
    }
}
