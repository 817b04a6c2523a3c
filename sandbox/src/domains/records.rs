//! `/v2/domains/{name}/records…`

use super::{Domain, Record, name};
use crate::http::{Fields, Outcome, Refusal, Reply, Request, id};
use crate::pages;
use crate::state::State;

pub(super) fn route(state: &mut State, request: &Request, domain: &str, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => Ok(list(&state.domains[state.domain_at(domain)?], request)),
        ("POST", []) => create(state, &request.fields()?, domain),
        ("GET", [record]) => {
            let domain = &state.domains[state.domain_at(domain)?];
            Ok(reply(200, &domain.records[place(domain, record)?]))
        }
        ("PUT" | "PATCH", [record]) => update(state, request, domain, record),
        ("DELETE", [record]) => delete(state, domain, record),
        _ => Err(Refusal::no_route()),
    }
}

/// `?name=` takes the full name, so a single label matches nothing.
fn list(domain: &Domain, request: &Request) -> Reply {
    let (wanted, kind) = (request.param("name"), request.param("type"));
    let chosen = |record: &&Record| {
        let whole = name::absolute(&record.name, &domain.name);
        let named = |wanted: &String| wanted.eq_ignore_ascii_case(&whole);
        wanted.as_ref().is_none_or(named) && kind.as_ref().is_none_or(|it| *it == record.kind)
    };
    let records: Vec<&Record> = domain.records.iter().filter(chosen).collect();
    pages::list_of(request, "domain_records", &records)
}

fn create(state: &mut State, fields: &Fields, domain: &str) -> Outcome {
    let at = state.domain_at(domain)?;
    let domain = &mut state.domains[at];
    let mut record = Record::blank();
    record.edit(fields, &domain.name)?;
    check_alias(domain, &record)?;
    record.id = state.ids.record();
    domain.changed = state.now;
    let reply = reply(201, &record);
    domain.records.push(record);
    Ok(reply)
}

/// PUT and PATCH alike change the fields that are sent.
fn update(state: &mut State, request: &Request, domain: &str, record: &str) -> Outcome {
    let fields = request.fields()?;
    let at = state.domain_at(domain)?;
    let domain = &mut state.domains[at];
    let place = place(domain, record)?;
    let mut record = domain.records[place].clone();
    if request.method == "PUT" {
        record.check_put(&fields)?;
    }
    record.edit(&fields, &domain.name)?;
    check_alias(domain, &record)?;
    domain.changed = state.now;
    let reply = reply(200, &record);
    domain.records[place] = record;
    Ok(reply)
}

fn delete(state: &mut State, domain: &str, record: &str) -> Outcome {
    let at = state.domain_at(domain)?;
    let domain = &mut state.domains[at];
    let place = place(domain, record)?;
    if domain.records[place].kind == "SOA" {
        return Err(super::rules::soa_is_fixed());
    }
    domain.records.remove(place);
    domain.changed = state.now;
    Ok(Reply::empty(204))
}

fn place(domain: &Domain, record: &str) -> Result<usize, Refusal> {
    let id = id(record)?;
    let place = domain.records.iter().position(|it| it.id == id);
    place.ok_or_else(Refusal::not_found)
}

/// A name with a CNAME record can have no other record.
fn check_alias(domain: &Domain, record: &Record) -> Result<(), Refusal> {
    let clash = |other: &Record| {
        let alias = record.kind == "CNAME" || other.kind == "CNAME";
        alias && other.id != record.id && other.name.eq_ignore_ascii_case(&record.name)
    };
    if domain.records.iter().any(clash) {
        let message = "CNAME records cannot share a name with other records";
        return Err(Refusal::unprocessable(message));
    }
    Ok(())
}

fn reply(status: u16, record: &Record) -> Reply {
    Reply::root(status, "domain_record", record)
}
