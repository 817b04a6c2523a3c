//! `/v2/domains` and their records.

mod name;
mod records;
mod rules;
mod zone;

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::fields;
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::pages;
use crate::state::{Ids, State, fill};
use crate::time::Time;

use zone::Zone;

/// The TTL of records that are created without one, and of every zone.
const DEFAULT_TTL: u64 = 1800;
const NAME_SERVERS: [&str; 3] = ["ns1.digitalocean.com", "ns2.digitalocean.com", "ns3.digitalocean.com"];

/// A domain with its records.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Domain {
    pub(crate) name: String,
    pub(crate) ttl: u64,
    /// The time of the last change, which is the zone's serial.
    pub(crate) changed: Time,
    pub(crate) records: Vec<Record>,
}

/// A record; all ten keys are always present.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) id: u64,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) data: String,
    pub(crate) priority: Option<u64>,
    pub(crate) port: Option<u64>,
    pub(crate) ttl: u64,
    pub(crate) weight: Option<u64>,
    pub(crate) flags: Option<u64>,
    pub(crate) tag: Option<String>,
}

/// A domain as the API shows it; the zone is null until it has been rendered.
#[derive(Serialize)]
struct View<'a> {
    name: &'a str,
    ttl: u64,
    zone_file: Option<Zone<'a>>,
}

impl Domain {
    /// A domain as it is after its creation: with its SOA record and its name servers.
    fn new(name: &str, now: Time, ids: &mut Ids) -> Self {
        let soa = DEFAULT_TTL.to_string();
        let mut domain = Self {
            name: name.to_owned(),
            ttl: DEFAULT_TTL,
            changed: now,
            records: vec![Record::apex(ids, "SOA", &soa)],
        };
        for server in NAME_SERVERS {
            domain.records.push(Record::apex(ids, "NS", server));
        }
        domain
    }

    fn view(&self) -> View<'_> {
        View { name: &self.name, ttl: self.ttl, zone_file: Some(Zone(self)) }
    }
}

impl Record {
    /// A record of the domain itself.
    fn apex(ids: &mut Ids, kind: &str, data: &str) -> Self {
        Self {
            id: ids.record(),
            kind: kind.to_owned(),
            name: "@".to_owned(),
            data: data.to_owned(),
            ttl: DEFAULT_TTL,
            ..Self::default()
        }
    }
}

impl State {
    /// The place of the domain of this name.
    fn domain_at(&self, name: &str) -> Result<usize, Refusal> {
        let same = |it: &Domain| it.name.eq_ignore_ascii_case(name);
        let place = self.domains.iter().position(same);
        place.ok_or_else(Refusal::not_found)
    }
}

/// Puts the domains of a seed in place: with the records that every domain has, and numbers where there are none.
pub(crate) fn load(state: &mut State, domains: Vec<Domain>) {
    for mut domain in domains {
        if domain.ttl == 0 {
            domain.ttl = DEFAULT_TTL;
        }
        domain.changed = domain.changed.or(state.now);
        if !domain.records.iter().any(|it| it.kind == "SOA") {
            let made = Domain::new(&domain.name, state.now, &mut state.ids);
            domain.records.splice(0..0, made.records);
        }
        for record in &mut domain.records {
            complete_seed(record, &mut state.ids);
        }
        domain.records.sort_by_key(|it| it.id);
        state.domains.push(domain);
    }
}

fn complete_seed(record: &mut Record, ids: &mut Ids) {
    if record.id == 0 {
        record.id = ids.record();
    }
    if record.ttl == 0 {
        record.ttl = DEFAULT_TTL;
    }
    fill(&mut record.name, "@");
}

/// `/v2/domains…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let views: Vec<View<'_>> = state.domains.iter().map(Domain::view).collect();
            Ok(pages::list_of(request, "domains", &views))
        }
        ("POST", []) => create(state, &request.fields()?),
        ("GET", [name]) => {
            let domain = &state.domains[state.domain_at(name)?];
            Ok(Reply::root(200, "domain", &domain.view()))
        }
        ("DELETE", [name]) => {
            let place = state.domain_at(name)?;
            let domain = state.domains.remove(place);
            state.take_out_of_project("domain", &domain.name);
            Ok(Reply::empty(204))
        }
        (_, [name, "records", rest @ ..]) => records::route(state, request, name, rest),
        _ => Err(Refusal::no_route()),
    }
}

/// The reply to a create request, which has no zone file: the zone is rendered later.
fn create(state: &mut State, fields: &Fields) -> Outcome {
    let name = fields::text(fields, "name")?.unwrap_or_default();
    name::check_domain(&name)?;
    let address = fields::text(fields, "ip_address")?.unwrap_or_default();
    if !address.is_empty() && address.parse::<Ipv4Addr>().is_err() {
        return Err(rules::not_an_address(4));
    }
    if state.domain_at(&name).is_ok() {
        let message = format!("domain '{name}': name already exists");
        return Err(Refusal::unprocessable(message));
    }
    let mut domain = Domain::new(&name, state.now, &mut state.ids);
    if !address.is_empty() {
        let record = Record::apex(&mut state.ids, "A", &address);
        domain.records.push(record);
    }
    let view = View { zone_file: None, ..domain.view() };
    let reply = Reply::root(201, "domain", &view);
    state.domains.push(domain);
    Ok(reply)
}
