//! Allocating addresses, and completing those of a seed.

use std::net::Ipv4Addr;

use super::ReservedIp;
use crate::state::State;

/// Addresses of a block, without its first and its last.
const HOSTS: u64 = 254;

/// Puts the addresses of a seed in place.
pub(crate) fn load(state: &mut State, ips: Vec<ReservedIp>) -> Result<(), String> {
    let named = |ip: &ReservedIp| !ip.ip.is_empty();
    let (named, nameless): (Vec<_>, Vec<_>) = ips.into_iter().partition(named);
    for reserved in named {
        if reserved.ip.parse::<Ipv4Addr>().is_err() {
            return Err(format!("{:?} is not an IPv4 address", reserved.ip));
        }
        add(state, reserved)?;
    }
    for mut reserved in nameless {
        reserved.ip = state.free_ip();
        add(state, reserved)?;
    }
    Ok(())
}

fn add(state: &mut State, mut reserved: ReservedIp) -> Result<(), String> {
    if let Some(droplet) = reserved.droplet.take() {
        reserved.droplet_id = Some(state.droplet_named(&droplet)?);
    }
    let droplet = reserved.droplet_id.map(|id| (id, state.droplets.get(id)));
    if let Some((id, None)) = droplet {
        return Err(format!("{}: there is no droplet {id}", reserved.ip));
    }
    if let Some((_, Some(droplet))) = droplet {
        reserved.region.clone_from(&droplet.region);
    }
    if reserved.region.is_empty() {
        "nyc3".clone_into(&mut reserved.region);
    }
    state.reserved_ips.push(reserved);
    Ok(())
}

impl State {
    /// An address that is not reserved.
    pub(super) fn free_ip(&mut self) -> String {
        loop {
            let ip = address(self.ids.reserved_ip()).to_string();
            if self.reserved_ips.iter().all(|it| it.ip != ip) {
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
