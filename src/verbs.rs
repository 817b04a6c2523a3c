//! What nouns share: finding targets, and the verbs that are the same for all nouns.

pub(crate) mod actions;
pub(crate) mod addresses;
pub(crate) mod approve;
pub(crate) mod delete;
pub(crate) mod ensure;
pub(crate) mod labels;
pub(crate) mod lookup;
pub(crate) mod missing;
pub(crate) mod select;
pub(crate) mod show;
pub(crate) mod start_action;
pub(crate) mod targets;
pub(crate) mod wait;
