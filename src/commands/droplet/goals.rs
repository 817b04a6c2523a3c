//! The states that droplets are in before and after actions, for `--ensure`.

use crate::api::Object;
use crate::verbs::ensure::Goal;

/// Goals that are a status.
fn status(status: &'static str, words: &str, actions: &'static [&'static str]) -> Goal {
    let is_reached = move |droplet: &Object| droplet.text("status").as_deref() == Some(status);
    Goal { words: words.to_owned(), is_reached: Box::new(is_reached), actions }
}

pub(super) fn on() -> Goal {
    status("active", "is on already", &["power_on", "power_cycle", "reboot", "create"])
}

/// After a shutdown a droplet may still be on, so it does not lead there for sure.
pub(super) fn off() -> Goal {
    status("off", "is off already", &["power_off"])
}

pub(super) fn shut_down() -> Goal {
    status("off", "is off already", &["power_off", "shutdown"])
}

/// A feature that is there or not. Of a droplet that shows no features, nothing is known.
fn feature(feature: &'static str, is_there: bool, words: &str, actions: &'static [&'static str]) -> Goal {
    let is_reached = move |droplet: &Object| {
        let features: Option<Vec<String>> = droplet.get("features");
        features.is_some_and(|features| features.iter().any(|one| one == feature) == is_there)
    };
    Goal { words: words.to_owned(), is_reached: Box::new(is_reached), actions }
}

pub(super) fn backups(are_on: bool) -> Goal {
    if are_on {
        feature("backups", true, "has backups already", &["enable_backups"])
    } else {
        feature("backups", false, "has no backups already", &["disable_backups"])
    }
}

pub(super) fn ipv6() -> Goal {
    feature("ipv6", true, "has IPv6 already", &["enable_ipv6"])
}

/// A size; the disk of a droplet may be smaller than that of its size.
pub(super) fn size(slug: &str, with_disk: bool) -> Goal {
    let (words, slug) = (format!("has the size {slug} already"), slug.to_owned());
    let is_reached = move |droplet: &Object| {
        let size: serde_json::Value = droplet.get("size").unwrap_or_default();
        let has_disk = droplet.get::<u64>("disk").is_some_and(|disk| size["disk"].as_u64() == Some(disk));
        droplet.text("size_slug").as_ref() == Some(&slug) && (has_disk || !with_disk)
    };
    Goal { words, is_reached: Box::new(is_reached), actions: &[] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_goal_is_reached_where_the_droplet_shows_it() {
        for (goal, droplet, reached) in [
            (on(), json!({"id": 1, "status": "active"}), true),
            (on(), json!({"id": 1, "status": "new"}), false),
            (on(), json!({"id": 1}), false),
            (off(), json!({"id": 1, "status": "off"}), true),
            (off(), json!({"id": 1, "status": "archive"}), false),
            (backups(true), json!({"id": 1, "features": ["ipv6", "backups"]}), true),
            (backups(true), json!({"id": 1, "features": []}), false),
            (backups(false), json!({"id": 1, "features": []}), true),
            (backups(false), json!({"id": 1}), false),
            (ipv6(), json!({"id": 1, "features": ["ipv6"]}), true),
            (size("s", false), json!({"id": 1, "size_slug": "s", "disk": 25, "size": {"disk": 50}}), true),
            (size("s", true), json!({"id": 1, "size_slug": "s", "disk": 25, "size": {"disk": 50}}), false),
            (size("s", true), json!({"id": 1, "size_slug": "s", "disk": 50, "size": {"disk": 50}}), true),
            (size("s", false), json!({"id": 1, "size_slug": "t"}), false),
        ] {
            let object = Object::from_value(&droplet).unwrap();
            assert_eq!((goal.is_reached)(&object), reached, "{} {droplet}", goal.words);
        }
    }
}
