//! A local DigitalOcean API that behaves like the real one.
//!
//! A [`Sandbox`] serves `http://127.0.0.1:PORT/v2/…` from memory: accounts, SSH keys, droplets and their actions,
//! images, snapshots, volumes, firewalls, VPCs, projects, load balancers, certificates, domains, reserved IPs, tags,
//! regions and sizes, with the real API's shapes, texts, pages, limits
//! and life cycles. All other families are kept in the shape that the API's public document describes. Clients written for the real API need nothing but its address and token.
//!
//! ```
//! use doapi_sandbox::{Config, Sandbox};
//!
//! let seed = serde_json::json!({
//!     "account": {"droplet_limit": 100},
//!     "droplets": [
//!         {"name": "web-1", "size": "s-1vcpu-1gb", "image": "ubuntu-24-04-x64", "region": "nyc3", "tags": ["web"]},
//!         {"name": "load", "count": 50},
//!     ],
//! });
//! let sandbox = Sandbox::start(Config { seed: Some(seed), ..Config::default() })?;
//! assert!(sandbox.url().starts_with("http://127.0.0.1:"));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! In addition to the API there are requests for tests and scripts. They need the token too, and are refused if they
//! come from a page in a browser or with a host name that is not this machine's:
//!
//! | request | does |
//! |---|---|
//! | `GET /_sandbox/health` | `{"status":"ok"}` |
//! | `GET /_sandbox/requests` | shows the requests so far, as `{"requests":[…]}`, the newest with headers and bodies; `DELETE` forgets them |
//! | `GET /_sandbox/scopes` | shows the least scopes with which a token could have made them, as `{"scopes":[…]}` |
//! | `GET /_sandbox/state` | shows everything in the account, in the format of a seed; `PUT` replaces it |
//! | `GET /_sandbox/clock` | shows the time, as `{"now":…,"frozen":false}`; `POST` of `{"freeze":true}` or `{"advance":"1h"}` changes it |
//! | `POST /_sandbox/faults` | adds a [`Fault`] a line; `DELETE` removes all |
//! | `POST /_sandbox/reset` | goes back to the seed |
//! | `POST /_sandbox/config` | changes `action_time`, `destroy_time`, `latency`: `{"latency":"50ms"}` |

#![warn(missing_docs)]

mod account;
mod actions;
mod admin;
mod budget;
mod catalog;
mod certificates;
mod clock;
mod config;
mod databases;
mod domains;
mod droplets;
mod faults;
mod fields;
mod firewalls;
mod http;
mod images;
mod load_balancers;
mod objects;
mod pages;
mod projects;
mod reserved_ips;
mod reserved_ipv6;
mod routes;
mod sandbox;
mod server;
mod service;
mod snapshots;
mod state;
mod store;
mod table;
mod tags;
mod time;
mod unserved;
mod volumes;
mod vpcs;

pub use config::{Config, Exchange, Limits, Log};
pub use faults::Fault;
pub use sandbox::Sandbox;
pub use state::{SeedError, State};
