//! The sandbox's API over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod actions;
mod associated;
mod backups;
mod bodies;
mod catalog;
mod client;
mod create;
mod domains;
mod droplet_actions;
mod droplets;
mod errors;
mod faults;
mod firewalls;
mod hook;
mod images;
mod keys;
mod limits;
mod load_balancers;
mod operations;
mod pages;
mod projects;
mod reserved_ips;
mod reserved_ipv6;
mod seed;
mod snapshots;
mod state_file;
mod stored;
mod tags;
mod unserved;
mod volumes;
mod vpcs;
