//! The addresses that droplets get, all of ranges reserved for documentation and tests.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Droplet, Networks};
use crate::state::State;

/// Hosts of a /20 between the gateway `.1` and the broadcast address.
const PRIVATE_HOSTS: u64 = 4093;

impl State {
    /// Addresses for a droplet: private always, public unless it does without, IPv6 when it has the feature.
    pub(super) fn allot(&mut self, droplet: &Droplet) -> Networks {
        let host = self.ids.host();
        let region = self.catalog.region_index(&droplet.region) as u64;
        let private = self.address_in_vpc(&droplet.vpc_uuid, host);
        let private = private.unwrap_or_else(|| private_address(region, host).to_string());
        let public = droplet.public_networking != Some(false);
        Networks {
            public: public.then(|| public_address(host).to_string()),
            private: Some(private),
            v6: droplet.has("ipv6").then(|| v6_address(region, host).to_string()),
        }
    }

    /// A public address for what is no droplet.
    pub(crate) fn public_ip(&mut self) -> String {
        public_address(self.ids.host()).to_string()
    }

    /// An IPv6 address for a droplet that had none.
    pub(super) fn allot_v6(&mut self, region: &str) -> String {
        let host = self.ids.host();
        let region = self.catalog.region_index(region) as u64;
        v6_address(region, host).to_string()
    }
}

/// 203.0.113.0/24, then 198.51.100.0/24, then 198.18.0.0/15 for large numbers; `.1` of each /24 is the gateway.
fn public_address(host: u64) -> Ipv4Addr {
    let (block, last) = (host / 253, byte(host % 253 + 2));
    match block {
        0 => Ipv4Addr::new(203, 0, 113, last),
        1 => Ipv4Addr::new(198, 51, 100, last),
        _ => {
            let block = block - 2;
            Ipv4Addr::new(198, byte(18 + block / 256 % 2), byte(block % 256), last)
        }
    }
}

/// 10.124.0.0/20 in the first region, the next /20 in the next; larger numbers continue in 10.125 and so on.
fn private_address(region: u64, host: u64) -> Ipv4Addr {
    let (overflow, host) = (host / PRIVATE_HOSTS, host % PRIVATE_HOSTS + 2);
    let second = byte(124 + region / 16 + overflow);
    let third = byte(region % 16 * 16 + host / 256);
    Ipv4Addr::new(10, second, third, byte(host % 256))
}

fn v6_address(region: u64, host: u64) -> Ipv6Addr {
    let region = u16::from(byte(region));
    let [_, _, _, _, a, b, c, d] = (host + 0x1001).to_be_bytes();
    let high = u16::from_be_bytes([a, b]);
    let low = u16::from_be_bytes([c, d]);
    Ipv6Addr::new(0x2001, 0xdb8, region, 0, 0, 0, high, low)
}

/// The gateway of an address: `.1` of its /24, or for private ones of its /20.
pub(super) fn gateway(address: &str, private: bool) -> String {
    let Ok(address) = address.parse::<Ipv4Addr>() else {
        return String::new();
    };
    let [a, b, c, _] = address.octets();
    let c = if private { c & 0xf0 } else { c };
    Ipv4Addr::new(a, b, c, 1).to_string()
}

/// `::1` of an IPv6 address's /64.
pub(super) fn gateway_v6(address: &str) -> String {
    let Ok(address) = address.parse::<Ipv6Addr>() else {
        return String::new();
    };
    let [a, b, c, d, ..] = address.segments();
    Ipv6Addr::new(a, b, c, d, 0, 0, 0, 1).to_string()
}

fn byte(number: u64) -> u8 {
    u8::try_from(number % 256).unwrap_or_default()
}
