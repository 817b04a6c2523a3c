//! `doapi floating-ip` and `doapi reserved-ip`: one command on the two names of one thing.

mod act;
mod actions;
mod delete;
mod new;
mod show;

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::runner::line;
use crate::sandboxes::{sandbox, slow_sandbox};

/// A name of the command, of an object in replies, and of the list in paths.
struct Name {
    command: &'static str,
    one: &'static str,
    many: &'static str,
}

const NAMES: [Name; 2] = [
    Name { command: "floating-ip", one: "floating_ip", many: "floating_ips" },
    Name { command: "reserved-ip", one: "reserved_ip", many: "reserved_ips" },
];

/// Droplets a, b and c in nyc3; the first address is a's, the second is nobody's, the third is in another region.
fn seed() -> Value {
    json!({
        "account": {"floating_ip_limit": 10, "reserved_ip_limit": 10},
        "droplets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}, {"id": 3, "name": "c"}],
        "reserved_ips": [
            {"ip": "45.55.96.47", "droplet": "a"}, {"ip": "45.55.96.48"}, {"ip": "45.55.96.49", "region": "fra1"},
        ],
    })
}

/// The addresses as numbers, which is what actions call them.
const NUMBERS: [u64; 3] = [758_603_823, 758_603_824, 758_603_825];

fn account() -> Sandbox {
    sandbox(seed())
}

/// The same where no action ends by itself.
fn slow_account() -> Sandbox {
    slow_sandbox(seed())
}

/// The ID of the droplet that has an address.
#[track_caller]
fn droplet_of(api: &Sandbox, ip: &str) -> Value {
    line(&format!("reserved-ip show {ip}")).at(api).run().succeeds().array()[0]["droplet"]["id"].clone()
}
