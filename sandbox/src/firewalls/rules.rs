//! What a firewall lets through.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::fields::refused;
use crate::http::{Fields, Refusal};

const PROTOCOLS: [&str; 3] = ["tcp", "udp", "icmp"];
/// How the API writes "all ports", and the ports of ICMP, which has none.
const ALL_PORTS: &str = "0";

/// One rule, inbound with sources or outbound with destinations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Rule {
    protocol: String,
    ports: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<Peers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    destinations: Option<Peers>,
}

/// The sources or destinations of a rule; empty lists are not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Peers {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    droplet_ids: Vec<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    load_balancer_uids: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kubernetes_ids: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

/// The rules that a request has under this key.
pub(super) fn read(fields: &Fields, key: &str) -> Result<Vec<Rule>, Refusal> {
    let list = match fields.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(list) => list.as_array().ok_or_else(Refusal::unreadable)?,
    };
    let rule = |value: &Value| serde_json::from_value(without_nulls(value)).map_err(|_| Refusal::unreadable());
    let rules: Vec<Rule> = list.iter().map(rule).collect::<Result<_, Refusal>>()?;
    rules.into_iter().map(|rule| rule.checked(key == "inbound_rules")).collect()
}

/// Clients send `null` for lists that they do not use.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let given = fields.iter().filter(|(_, value)| !value.is_null());
            Value::Object(given.map(|(key, value)| (key.clone(), without_nulls(value))).collect())
        }
        other => other.clone(),
    }
}

impl Rule {
    fn checked(mut self, inbound: bool) -> Result<Self, Refusal> {
        if !PROTOCOLS.contains(&self.protocol.as_str()) {
            return Err(refused("protocol", "must be tcp, udp or icmp"));
        }
        if self.ports.is_empty() && self.protocol != "icmp" {
            return Err(refused("ports", "can't be blank"));
        }
        if ["", "all"].contains(&self.ports.as_str()) {
            ALL_PORTS.clone_into(&mut self.ports);
        }
        if !are_ports(&self.ports) {
            return Err(refused("ports", "must be a port, a range of ports, or all"));
        }
        let (peers, other) =
            if inbound { (&self.sources, &self.destinations) } else { (&self.destinations, &self.sources) };
        if peers.as_ref().is_none_or(|it| *it == Peers::default()) || other.is_some() {
            let key = if inbound { "sources" } else { "destinations" };
            return Err(refused(key, "must be given for each rule of this direction, and nothing else"));
        }
        Ok(self)
    }
}

fn are_ports(text: &str) -> bool {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    matches!((first.parse::<u16>(), last.parse::<u16>()), (Ok(first), Ok(last)) if first <= last)
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn ports_are_one_a_range_or_all() {
        let table = [
            ("22", Some("22")),
            ("8000-9000", Some("8000-9000")),
            ("all", Some("0")),
            ("0", Some("0")),
            ("9-8", None),
            ("65536", None),
            ("http", None),
            ("", None),
        ];
        for (ports, stored) in table {
            let rule = json!({"protocol": "tcp", "ports": ports, "sources": {"addresses": ["0.0.0.0/0"]}});
            let fields = json!({"inbound_rules": [rule]});
            let read = read(fields.as_object().unwrap(), "inbound_rules");
            assert_eq!(read.ok().map(|rules| rules[0].ports.clone()).as_deref(), stored, "{ports}");
        }
    }
}
