//! Allocating addresses, and completing those of a seed.

use std::net::Ipv4Addr;

use super::ReservedIp;
use crate::state::{DEFAULT_REGION, Flaw, SeedError, State, each, fill, flaw};

/// Addresses of a block, without its first and its last.
const HOSTS: u64 = 254;

/// Puts the addresses of a seed in place.
pub(crate) fn load(state: &mut State, ips: Vec<ReservedIp>) -> Result<(), SeedError> {
    let mut used: Vec<String> = ips.iter().map(|it| it.ip.clone()).collect();
    each("reserved_ips", ips, |mut reserved| {
        if reserved.ip.is_empty() {
            reserved.ip = state.ip_beside(&used);
            used.push(reserved.ip.clone());
        } else if reserved.ip.parse::<Ipv4Addr>().is_err() {
            return Err(flaw("ip", format!("{:?} is not an IPv4 address", reserved.ip)));
        }
        add(state, reserved)
    })
}

fn add(state: &mut State, mut reserved: ReservedIp) -> Result<(), Flaw> {
    if let Some(droplet) = reserved.droplet.take() {
        let id = state.droplet_named(&droplet).map_err(|message| flaw("droplet", message))?;
        reserved.droplet_id = Some(id);
    }
    state.check_droplets_of_seed("droplet_id", reserved.droplet_id.as_slice())?;
    if let Some(droplet) = reserved.droplet_id.and_then(|id| state.droplets.get(id)) {
        reserved.region.clone_from(&droplet.region);
    }
    fill(&mut reserved.region, DEFAULT_REGION);
    state.reserved_ips.push(reserved);
    Ok(())
}

impl State {
    /// An address that is not reserved.
    pub(super) fn free_ip(&mut self) -> String {
        let used: Vec<String> = self.reserved_ips.iter().map(|it| it.ip.clone()).collect();
        self.ip_beside(&used)
    }

    /// An address that is none of these.
    fn ip_beside(&mut self, used: &[String]) -> String {
        loop {
            let ip = address(self.ids.reserved_ip()).to_string();
            if !used.contains(&ip) {
                return ip;
            }
        }
    }
}

/// 192.0.2.0/24, which is reserved for documentation; large numbers continue in 240.0.0.0/4, which is unused.
fn address(host: u64) -> Ipv4Addr {
    let byte = |number: u64| u8::try_from(number % 256).unwrap_or_default();
    let last = byte(host % HOSTS + 1);
    match host / HOSTS {
        0 => Ipv4Addr::new(192, 0, 2, last),
        block => Ipv4Addr::new(240, byte(block / 256), byte(block), last),
    }
}
