//! Which addresses a droplet is to have before a wait for it ends: an active droplet may show them some seconds late.

use crate::api::{Id, Object};
use crate::run::context::Context;
use crate::verbs::wait::READ_LAG;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Instant;

/// The kinds of addresses that are expected; without any, some address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Addresses {
    pub(crate) public: bool,
    pub(crate) ipv6: bool,
}

impl Addresses {
    /// Whether a droplet shows them. One whose networks the API does not show at all is not waited for.
    pub(crate) fn are_shown(self, droplet: &Object) -> bool {
        let Some(networks) = droplet.get::<Value>("networks").filter(Value::is_object) else { return true };
        let of = |version: &str| networks[version].as_array().map(Vec::as_slice).unwrap_or_default();
        let is_there = if self.public {
            of("v4").iter().any(|network| network["type"] == "public")
        } else {
            !of("v4").is_empty() || !of("v6").is_empty()
        };
        is_there && (!self.ipv6 || !of("v6").is_empty())
    }
}

/// Waits for the addresses of active droplets, of each for a limited time from when it was first seen to be active.
pub(crate) struct AddressWait<'a> {
    ctx: &'a Context,
    expected: Addresses,
    active_since: RefCell<HashMap<Id, Instant>>,
}

impl AddressWait<'_> {
    pub(crate) fn new(ctx: &Context, expected: Addresses) -> AddressWait<'_> {
        AddressWait { ctx, expected, active_since: RefCell::default() }
    }

    /// Whether an active droplet needs no further wait.
    pub(crate) fn is_over(&self, droplet: &Object) -> bool {
        let Some(id) = droplet.id().filter(|_| !self.expected.are_shown(droplet)) else { return true };
        let now = self.ctx.clock.now();
        let since = *self.active_since.borrow_mut().entry(id).or_insert(now);
        now.saturating_duration_since(since) >= READ_LAG
    }

    /// Warns of a droplet that still shows no addresses; `name` is its name in messages.
    pub(crate) fn warn(&self, droplet: &Object, name: &str) {
        if droplet.text("status").as_deref() == Some("active") && !self.expected.are_shown(droplet) {
            self.ctx.ui.warning(format_args!("{name} is active, but the API does not show all its addresses yet"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn addresses_are_shown_when_those_that_are_expected_are() {
        let (any, public) = (Addresses::default(), Addresses { public: true, ipv6: false });
        let both = Addresses { public: true, ipv6: true };
        let (private, open) = (json!({"type": "private"}), json!({"type": "public"}));
        for (networks, expected, shown) in [
            (json!(null), both, true),
            (json!({"v4": [], "v6": []}), any, false),
            (json!({"v4": [private], "v6": []}), any, true),
            (json!({"v4": [private], "v6": []}), public, false),
            (json!({"v4": [private, open], "v6": []}), public, true),
            (json!({"v4": [private, open], "v6": []}), both, false),
            (json!({"v4": [private, open], "v6": [open]}), both, true),
            (json!({}), any, false),
        ] {
            let droplet = Object::from_value(&json!({"id": 1, "networks": networks})).unwrap();
            assert_eq!(expected.are_shown(&droplet), shown, "{networks} {expected:?}");
        }
    }
}
