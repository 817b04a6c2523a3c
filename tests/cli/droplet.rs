//! `doapi droplet`.

mod delete;
mod lists;
mod new;
mod new_options;
mod one;
mod rebuild;
mod resize;
mod rotation;
mod show;
mod snapshot;
mod tagging;
mod verbs;
