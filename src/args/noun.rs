//! What tells the nouns apart where their verbs are the same code.

use crate::api::{Path, Resource};
use crate::complete;
use clap_complete::engine::ArgValueCompleter;
use std::fmt::Debug;
use std::net::Ipv4Addr;

/// A kind of object on the command line.
pub(crate) trait Noun: Debug + Clone + Send + Sync + 'static {
    /// Where the objects live.
    const RESOURCE: &'static Resource;
    /// The name of the argument in help.
    const VALUE: &'static str;
    /// What the argument may be.
    const HELP: &'static str;
    /// The same where leaving it out means all.
    const HELP_ALL: &'static str;

    /// What a shell offers for the argument.
    fn candidates() -> ArgValueCompleter;

    /// Brings what was typed into the form that the API's paths have.
    fn key(typed: &str) -> Result<String, String> {
        if Path::can_hold(typed) { Ok(typed.to_owned()) } else { Err("cannot be part of a path".to_owned()) }
    }

    /// What `resource_id` of an action calls the object of this key.
    fn number(_key: &str) -> u64 {
        0
    }
}

macro_rules! nouns {
    ($($(#[$doc:meta])* $name:ident $resource:ident $candidates:ident $value:literal $help:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub(crate) struct $name;

        impl Noun for $name {
            const RESOURCE: &'static Resource = &Resource::$resource;
            const VALUE: &'static str = $value;
            const HELP: &'static str = $help;
            const HELP_ALL: &'static str = concat!($help, "; without any, all");

            fn candidates() -> ArgValueCompleter {
                complete::$candidates()
            }
        }
    )*};
}

nouns! {
    /// `doapi droplet`.
    DropletNoun DROPLETS droplets "DROPLET" "IDs or names of droplets";
    /// `doapi image`.
    ImageNoun IMAGES images "IMAGE" "IDs, slugs or names of images";
    /// `doapi ssh-key`.
    SshKeyNoun SSH_KEYS ssh_keys "SSH_KEY" "IDs, fingerprints or names of SSH keys";
    /// `doapi domain`.
    DomainNoun DOMAINS domains "DOMAIN" "Domains, without subdomains";
    /// `doapi tag`.
    TagNoun TAGS tags "TAG" "Names of tags";
}

/// `doapi floating-ip`.
#[derive(Debug, Clone)]
pub(crate) struct FloatingIpNoun;

/// `doapi reserved-ip`.
#[derive(Debug, Clone)]
pub(crate) struct ReservedIpNoun;

impl Noun for FloatingIpNoun {
    const RESOURCE: &'static Resource = &Resource::FLOATING_IPS;
    const VALUE: &'static str = "IP";
    const HELP: &'static str = "Floating IPs, dotted or as 32-bit integers";
    const HELP_ALL: &'static str = "Floating IPs, dotted or as 32-bit integers; without any, all";

    fn candidates() -> ArgValueCompleter {
        complete::floating_ips()
    }

    fn key(typed: &str) -> Result<String, String> {
        ip(typed)
    }

    fn number(key: &str) -> u64 {
        ip_number(key)
    }
}

impl Noun for ReservedIpNoun {
    const RESOURCE: &'static Resource = &Resource::RESERVED_IPS;
    const VALUE: &'static str = "IP";
    const HELP: &'static str = "Reserved IPs, dotted or as 32-bit integers";
    const HELP_ALL: &'static str = "Reserved IPs, dotted or as 32-bit integers; without any, all";

    fn candidates() -> ArgValueCompleter {
        complete::reserved_ips()
    }

    fn key(typed: &str) -> Result<String, String> {
        ip(typed)
    }

    fn number(key: &str) -> u64 {
        ip_number(key)
    }
}

/// An IPv4 address as a dotted quad, typed as one or as the integer that the four bytes make.
pub(crate) fn ip(typed: &str) -> Result<String, String> {
    let number = typed.bytes().all(|b| b.is_ascii_digit()).then(|| typed.parse::<u32>().ok()).flatten();
    let address = number.map(Ipv4Addr::from).or_else(|| typed.parse().ok());
    address.map(|address| address.to_string()).ok_or_else(|| "must be an IPv4 address or a 32-bit integer".to_owned())
}

fn ip_number(key: &str) -> u64 {
    key.parse::<Ipv4Addr>().map_or(0, |address| u64::from(u32::from(address)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fuzz_every_form_of_an_ip_is_the_same_ip() {
        use proptest::prelude::*;
        crate::fuzz::check(1000, &any::<u32>(), |number| {
            let dotted = Ipv4Addr::from(number).to_string();
            prop_assert_eq!(ip(&number.to_string()), Ok(dotted.clone()));
            prop_assert_eq!(ip(&dotted), Ok(dotted.clone()));
            prop_assert_eq!(ip_number(&dotted), u64::from(number));
            Ok(())
        });
        crate::fuzz::check(1000, &prop_oneof!["\\PC{0,20}", "[0-9.x+ -]{0,16}"], |text| {
            let found = ip(&text);
            prop_assert!(found.is_err() || text.bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{:?}", text);
            Ok(())
        });
    }

    #[test]
    fn an_ip_is_a_dotted_quad_or_a_32_bit_integer() {
        for (typed, key) in [
            ("127.0.0.1", Some("127.0.0.1")),
            ("2130706433", Some("127.0.0.1")),
            ("0", Some("0.0.0.0")),
            ("4294967295", Some("255.255.255.255")),
            ("758603823", Some("45.55.96.47")),
            ("4294967296", None),
            ("-1", None),
            ("+5", None),
            ("1.2.3", None),
            ("1.2.3.256", None),
            ("01.2.3.4", None),
            ("::1", None),
            ("1.2.3.4/32", None),
            ("", None),
        ] {
            assert_eq!(ip(typed).ok().as_deref(), key, "{typed}");
        }
        assert_eq!(FloatingIpNoun::number("45.55.96.47"), 758_603_823);
    }
}
