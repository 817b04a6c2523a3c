//! What a request says about a load balancer, with the API's defaults.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::fields::refused;
use crate::http::{Fields, Refusal};

const ENTRIES: [&str; 6] = ["http", "https", "http2", "http3", "tcp", "udp"];
const TARGETS: [&str; 5] = ["http", "https", "http2", "tcp", "udp"];
const ALGORITHMS: [&str; 2] = ["round_robin", "least_connections"];

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    pub(crate) name: String,
    pub(super) size: String,
    pub(super) size_unit: u64,
    pub(super) algorithm: String,
    pub(crate) forwarding_rules: Vec<ForwardingRule>,
    pub(super) health_check: HealthCheck,
    pub(super) sticky_sessions: StickySessions,
    pub(crate) tag: String,
    pub(crate) droplet_ids: Vec<u64>,
    pub(super) redirect_http_to_https: bool,
    pub(super) enable_proxy_protocol: bool,
    pub(super) enable_backend_keepalive: bool,
    pub(super) disable_lets_encrypt_dns_records: bool,
    pub(super) http_idle_timeout_seconds: u64,
    pub(super) firewall: Access,
    pub(super) network: String,
    pub(super) network_stack: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) domains: Vec<Value>,
    pub(super) tls_cipher_policy: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ForwardingRule {
    pub(super) entry_protocol: String,
    pub(super) entry_port: u64,
    pub(super) target_protocol: String,
    pub(super) target_port: u64,
    pub(crate) certificate_id: String,
    pub(super) tls_passthrough: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct HealthCheck {
    protocol: String,
    port: u64,
    path: String,
    check_interval_seconds: u64,
    response_timeout_seconds: u64,
    healthy_threshold: u64,
    unhealthy_threshold: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct StickySessions {
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cookie_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cookie_ttl_seconds: Option<u64>,
}

/// Who may speak to it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Access {
    deny: Vec<String>,
    allow: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: String::new(),
            size: "lb-small".to_owned(),
            size_unit: 1,
            algorithm: "round_robin".to_owned(),
            forwarding_rules: Vec::new(),
            health_check: HealthCheck::default(),
            sticky_sessions: StickySessions::default(),
            tag: String::new(),
            droplet_ids: Vec::new(),
            redirect_http_to_https: false,
            enable_proxy_protocol: false,
            enable_backend_keepalive: false,
            disable_lets_encrypt_dns_records: false,
            http_idle_timeout_seconds: 60,
            firewall: Access::default(),
            network: "EXTERNAL".to_owned(),
            network_stack: "IPV4".to_owned(),
            kind: "REGIONAL".to_owned(),
            domains: Vec::new(),
            tls_cipher_policy: "DEFAULT".to_owned(),
        }
    }
}

impl Default for HealthCheck {
    fn default() -> Self {
        Self {
            protocol: "http".to_owned(),
            port: 80,
            path: "/".to_owned(),
            check_interval_seconds: 10,
            response_timeout_seconds: 5,
            healthy_threshold: 3,
            unhealthy_threshold: 5,
        }
    }
}

impl Default for StickySessions {
    fn default() -> Self {
        Self { kind: "none".to_owned(), cookie_name: None, cookie_ttl_seconds: None }
    }
}

/// What is sent, and the defaults of what is not or `null`.
pub(super) fn read<T: for<'a> Deserialize<'a>>(fields: &Fields) -> Result<T, Refusal> {
    let given = fields.iter().filter(|(_, value)| !value.is_null());
    let given = Value::Object(given.map(|(key, value)| (key.clone(), value.clone())).collect());
    serde_json::from_value(given).map_err(|_| Refusal::unreadable())
}

impl Settings {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if self.name.is_empty() {
            return Err(refused("name", "can't be blank"));
        }
        if self.forwarding_rules.is_empty() {
            return Err(refused("forwarding_rules", "must have at least one rule"));
        }
        if !ALGORITHMS.contains(&self.algorithm.as_str()) {
            return Err(refused("algorithm", "is not included in the list"));
        }
        if !self.tag.is_empty() && !self.droplet_ids.is_empty() {
            return Err(Refusal::unprocessable("only one of tag and droplet_ids may be given"));
        }
        self.forwarding_rules.iter().try_for_each(ForwardingRule::check)
    }
}

impl ForwardingRule {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if !ENTRIES.contains(&self.entry_protocol.as_str()) {
            return Err(refused("entry_protocol", "is not included in the list"));
        }
        if !TARGETS.contains(&self.target_protocol.as_str()) {
            return Err(refused("target_protocol", "is not included in the list"));
        }
        if ![self.entry_port, self.target_port].iter().all(|port| (1..=65_535).contains(port)) {
            return Err(refused("port", "must be 1 to 65535"));
        }
        Ok(())
    }
}
