//! Plausible values for fields by their names and formats.

use md5::{Digest, Md5};
use serde_json::{Value, json};

use super::node::{Kind, Scalar};
use crate::state::uuid;
use crate::time::Time;

/// Statuses that an object has at first, the usual first.
const FIRST: [&str; 13] = [
    "creating",
    "provisioning",
    "pending",
    "pending_build",
    "new",
    "waiting_for_deployment",
    "queued",
    "building",
    "deploying",
    "in_progress",
    "requested",
    "waiting",
    "starting",
];
/// Statuses that an object keeps, the usual first.
const LAST: [&str; 16] = [
    "active",
    "online",
    "completed",
    "succeeded",
    "successful",
    "success",
    "done",
    "available",
    "ready",
    "running",
    "healthy",
    "deployed",
    "enabled",
    "attached",
    "up",
    "verified",
];
const STATUSES: [&str; 4] = ["status", "state", "phase", "lifecycle_status"];
const SECRETS: [&str; 6] = ["password", "secret", "token", "api_key", "key", "auth"];
/// Of what did not happen nothing is said.
const ABSENT: [&str; 13] = [
    "cloned_from",
    "deleted_at",
    "error",
    "errors",
    "error_message",
    "error_code",
    "error_msg",
    "failure_reason",
    "ended_at",
    "finished_at",
    "cancelled_at",
    "stopped_at",
    "reason",
];
const DAY: u64 = 86_400;

pub(super) fn is_absent(name: &str) -> bool {
    ABSENT.contains(&name) || name.starts_with("error_")
}

pub(super) fn is_status(name: &str) -> bool {
    STATUSES.contains(&name) || name.ends_with("_status")
}

/// Fields that hold what nobody but their owner may see.
pub(super) fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|it| name == *it || name.ends_with(&format!("_{it}")))
}

/// The status of an object that was just made.
pub(super) fn first(choices: &[String]) -> Option<&String> {
    FIRST.iter().find_map(|word| choices.iter().find(|it| says(it, word)))
}

/// The status that an object comes to rest in.
pub(super) fn last(choices: &[String]) -> Option<&String> {
    LAST.iter().find_map(|word| choices.iter().find(|it| says(it, word)))
}

/// The status of an object that could not be made or changed.
pub(super) fn failed(choices: &[String]) -> Option<&String> {
    const FAILED: [&str; 5] = ["errored", "error", "failed", "failure", "degraded"];
    FAILED.iter().find_map(|word| choices.iter().find(|it| says(it, word)))
}

/// Whether a status will become another by itself.
pub(super) fn is_moving(status: &str) -> bool {
    FIRST.iter().any(|word| says(status, word))
        || status.to_ascii_lowercase().ends_with("ing") && !says(status, "running")
}

/// `STATUS_ACTIVE` and `active` say the same.
fn says(choice: &str, word: &str) -> bool {
    let choice = choice.to_ascii_lowercase();
    choice == word || choice.strip_suffix(word).is_some_and(|start| start.ends_with('_'))
}

/// What values are made from: the same `salt` and place give the same value.
pub(super) struct Seeds<'a> {
    pub(super) salt: &'a str,
    pub(super) now: Time,
    pub(super) fresh: bool,
}

impl Seeds<'_> {
    /// A value for the field `name` at `place`.
    pub(super) fn scalar(&self, scalar: &Scalar, name: &str, place: &str) -> Value {
        match scalar.kind {
            Kind::Text => self.text(scalar, name, place).into(),
            Kind::Int => self.int(scalar, name, place).into(),
            Kind::Number => {
                let given = scalar.default.as_ref().or(scalar.sample.as_ref());
                given.and_then(|it| number(it)).unwrap_or_else(|| json!(0))
            }
            Kind::Bool => flag(scalar, name).into(),
            Kind::Any if scalar.nullable => Value::Null,
            Kind::Any => json!({}),
        }
    }

    fn text(&self, scalar: &Scalar, name: &str, place: &str) -> String {
        if is_status(name) {
            return self.status(scalar);
        }
        if let Some(given) = scalar.default.as_ref().or(scalar.choices.first()) {
            return given.clone();
        }
        if scalar.form.is_empty() { self.named(scalar, name, place) } else { self.formed(&scalar.form, name, place) }
    }

    fn status(&self, scalar: &Scalar) -> String {
        let moving = self.fresh.then(|| first(&scalar.choices)).flatten();
        let given = scalar.default.as_ref().filter(|it| !is_moving(it));
        let known = moving.or_else(|| last(&scalar.choices)).or(given).or(scalar.choices.first());
        known.cloned().unwrap_or_else(|| "active".to_owned())
    }

    fn formed(&self, form: &str, name: &str, place: &str) -> String {
        match form {
            "uuid" => self.uuid(place),
            "date-time" => self.time(name),
            "date" => self.now.date(),
            "uri" | "url" => format!("https://{}.example.com", self.hex(place, 8)),
            "hostname" => format!("{}.example.com", self.hex(place, 8)),
            "email" => "sammy@example.com".to_owned(),
            "ipv4" => self.address(place),
            "ipv6" => format!("2001:db8::{}", self.hex(place, 4)),
            "cidr" => "10.244.0.0/16".to_owned(),
            "byte" => "c2FuZGJveA==".to_owned(),
            _ => (self.number(place) % 1_000_000).to_string(),
        }
    }

    fn named(&self, scalar: &Scalar, name: &str, place: &str) -> String {
        let ends = |word: &str| name == word || name.ends_with(&format!("_{word}"));
        match name {
            "message" => String::new(),
            _ if is_secret(name) => self.hex(place, 32),
            _ if ends("uuid") || ends("id") => self.uuid(place),
            _ if scalar.sample.is_some() => scalar.sample.clone().unwrap_or_default(),
            _ if ends("at") || ends("time") => self.time(name),
            _ if ends("url") || ends("uri") => format!("https://{}.example.com", self.hex(place, 8)),
            _ if ends("host") || ends("endpoint") || ends("hostname") => format!("{}.example.com", self.hex(place, 8)),
            _ if ends("ip") || ends("ipv4") || ends("address") => self.address(place),
            _ if ends("region") || ends("region_slug") => "nyc3".to_owned(),
            _ if ends("amount") || ends("balance") || ends("usage") || ends("price") => "0.00".to_owned(),
            _ if ends("name") || ends("slug") || ends("label") => format!("example-{}", self.hex(place, 4)),
            _ if ends("version") => "1".to_owned(),
            _ if ends("fingerprint") || ends("digest") || ends("hash") => self.hex(place, 40),
            _ => String::new(),
        }
    }

    fn int(&self, scalar: &Scalar, name: &str, place: &str) -> u64 {
        let given = scalar.default.as_ref().or(scalar.sample.as_ref()).and_then(|it| it.parse().ok());
        if name == "id" || name.ends_with("_id") {
            return self.number(place) % 1_000_000_000;
        }
        given.or_else(|| scalar.form.split('.').next()?.parse().ok()).unwrap_or(0)
    }

    fn time(&self, name: &str) -> String {
        let later = ["expire", "expiry", "until", "next", "renew"].iter().any(|it| name.contains(it));
        let time = if later { Time::from_unix(self.now.unix() + 30 * DAY) } else { self.now };
        time.to_string()
    }

    fn address(&self, place: &str) -> String {
        format!("203.0.113.{}", 1 + self.number(place) % 254)
    }

    pub(super) fn uuid(&self, place: &str) -> String {
        uuid(&format!("{}{place}", self.salt))
    }

    fn hex(&self, place: &str, length: usize) -> String {
        let text = self.uuid(place).replace('-', "");
        text.repeat(2)[..length].to_owned()
    }

    fn number(&self, place: &str) -> u64 {
        let bytes: [u8; 16] = Md5::digest(format!("{}{place}", self.salt)).into();
        bytes[..6].iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
    }
}

fn flag(scalar: &Scalar, name: &str) -> bool {
    let on = ["enabled", "is_enabled", "valid", "available", "app_name_available"];
    scalar.default.as_ref().map_or_else(|| on.contains(&name), |it| it == "true")
}

/// A number as it is written: whole ones have no point.
fn number(text: &str) -> Option<Value> {
    text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<f64>().map(Value::from)).ok()
}

#[cfg(test)]
mod tests {
    use super::{first, is_moving, last};

    #[test]
    fn a_status_begins_moving_and_comes_to_rest() {
        let table = [
            ("running|provisioning|degraded|error", Some("provisioning"), Some("running")),
            ("creating|online|resizing", Some("creating"), Some("online")),
            ("NEW|PROVISIONING|ACTIVE|DELETING", Some("PROVISIONING"), Some("ACTIVE")),
            (
                "STATUS_UNKNOWN|STATUS_WAITING_FOR_DEPLOYMENT|STATUS_RUNNING",
                Some("STATUS_WAITING_FOR_DEPLOYMENT"),
                Some("STATUS_RUNNING"),
            ),
            ("active|deleting|error", None, Some("active")),
            ("north|south", None, None),
        ];
        for (choices, begin, end) in table {
            let choices: Vec<String> = choices.split('|').map(str::to_owned).collect();
            assert_eq!(first(&choices).map(String::as_str), begin, "{choices:?}");
            assert_eq!(last(&choices).map(String::as_str), end, "{choices:?}");
        }
    }

    #[test]
    fn running_is_rest_and_resizing_is_not() {
        for (status, moving) in
            [("running", false), ("RUNNING", false), ("resizing", true), ("PENDING", true), ("online", false)]
        {
            assert_eq!(is_moving(status), moving, "{status}");
        }
    }
}
