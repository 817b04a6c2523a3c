//! A local DigitalOcean API that behaves like the real one.

mod account;
mod actions;
mod catalog;
mod domains;
mod droplets;
mod fields;
mod http;
mod images;
mod pages;
mod reserved_ips;
mod routes;
mod snapshots;
mod state;
mod table;
mod tags;
mod time;

pub use state::State;
