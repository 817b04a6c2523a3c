//! `/_sandbox/…`: how tests and scripts control the sandbox. These requests are not part of the API and count toward no
//! rate limit.

use std::net::IpAddr;

use serde_json::{Value, json};

use crate::faults::{Armed, Fault};
use crate::http::{Reply, Request};
use crate::service::{Inner, Service};
use crate::state::State;
use crate::store;

const PREFIX: &str = "/_sandbox/";

/// Whether the request is one of these.
pub(crate) fn is_control(request: &Request) -> bool {
    request.path.starts_with(PREFIX)
}

/// Why the request is refused: it comes from a page in a browser, which may have found the port or made its own host
/// name resolve to this machine, or it lacks the token.
pub(crate) fn refusal(service: &Service, request: &Request) -> Option<Reply> {
    let host = request.header("host").unwrap_or_default();
    let own = |origin: &str| origin.split_once("://").is_some_and(|(_, it)| it == host);
    if !is_loopback(host) {
        return Some(message(403, "the Host header must name this machine: 127.0.0.1 or localhost"));
    }
    if !request.header("origin").is_none_or(own) {
        return Some(message(403, "requests from pages of other origins are refused"));
    }
    (!service.is_authorized(request)).then(|| message(401, "the Authorization header must carry the sandbox's token"))
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
}

/// Answers a request that is not refused.
pub(crate) fn answer(service: &Service, request: &Request, too_large: bool) -> Reply {
    if too_large {
        return message(413, "the request body is too large");
    }
    let what = request.path.strip_prefix(PREFIX).unwrap_or_default();
    let done = match (request.method.as_str(), what) {
        ("GET", "health") => return Reply::root(200, "status", &"ok"),
        ("GET", "scopes") => return Reply::root(200, "scopes", &service.lock().scopes_used()),
        ("GET", "state") => return state(service),
        ("PUT", "state") => put_state(service, request),
        ("GET", "clock") => return clock(service),
        ("POST", "clock") => set_clock(service, request),
        ("GET", "requests") => return Reply::root(200, "requests", &service.lock().exchanges),
        ("DELETE", "requests") => {
            service.lock().exchanges.clear();
            Ok(())
        }
        ("POST", "faults") => add_faults(service, request),
        ("DELETE", "faults") => {
            service.lock().faults.clear();
            Ok(())
        }
        ("POST", "reset") => reset(service),
        ("POST", "config") => configure(service, request),
        _ => Err(format!("there is no {} {PREFIX}{what}", request.method)),
    };
    match done {
        Ok(()) => Reply::empty(204),
        Err(text) => message(400, &text),
    }
}

fn message(status: u16, text: &str) -> Reply {
    Reply::text(status, json!({"message": text}).to_string())
}

/// One rule a line.
fn add_faults(service: &Service, request: &Request) -> Result<(), String> {
    let text = String::from_utf8_lossy(&request.body);
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let faults: Result<Vec<Fault>, String> = lines.map(str::parse).collect();
    let armed = faults?.into_iter().map(Armed::from);
    service.lock().faults.extend(armed);
    Ok(())
}

/// Everything in the account, in the format of a seed.
fn state(service: &Service) -> Reply {
    let mut inner = service.lock();
    let now = inner.clock.now();
    inner.state.settle(now);
    Reply::text(200, inner.state.to_json().to_string())
}

/// Replaces everything in the account; settings, faults and log stay.
fn put_state(service: &Service, request: &Request) -> Result<(), String> {
    let document = serde_json::from_slice(&request.body).map_err(|it| it.to_string())?;
    let mut state = State::load(document).map_err(|it| it.to_string())?;
    let mut inner = service.lock();
    state.action_time = inner.state.action_time;
    state.destroy_time = inner.state.destroy_time;
    inner.state = state;
    inner.changed = true;
    Ok(())
}

fn clock(service: &Service) -> Reply {
    let inner = service.lock();
    Reply::text(200, json!({"now": inner.clock.now(), "frozen": inner.clock.is_frozen()}).to_string())
}

/// `{"freeze":true,"advance":"1h"}`, each optional.
fn set_clock(service: &Service, request: &Request) -> Result<(), String> {
    let fields: Value = serde_json::from_slice(&request.body).map_err(|it| it.to_string())?;
    let mut inner = service.lock();
    for (name, value) in fields.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            ("freeze", Value::Bool(true)) => inner.clock.freeze(),
            ("freeze", Value::Bool(false)) => inner.clock.thaw(),
            ("advance", Value::String(text)) => {
                let span = humantime::parse_duration(text).map_err(|error| format!("{name}: {error}"))?;
                if !inner.clock.advance(span) {
                    return Err(format!("advance: {text} is too far"));
                }
            }
            ("freeze", _) => return Err("freeze must be true or false".to_owned()),
            ("advance", _) => return Err("advance must be a text such as \"1h\"".to_owned()),
            _ => return Err(format!("the clock has no setting {name:?}")),
        }
    }
    Ok(())
}

/// Resets objects, rate limit, log and faults to the seed.
fn reset(service: &Service) -> Result<(), String> {
    let state = store::seeded(&service.config).map_err(|error| error.to_string())?;
    *service.lock() = Inner::new(&service.config, state);
    Ok(())
}

/// `{"action_time":"2s","latency":"50ms","destroy_time":"3s"}`, each optional.
fn configure(service: &Service, request: &Request) -> Result<(), String> {
    let fields: Value = serde_json::from_slice(&request.body).map_err(|it| it.to_string())?;
    let mut inner = service.lock();
    for (name, value) in fields.as_object().into_iter().flatten() {
        let text = value.as_str().unwrap_or_default();
        let span = humantime::parse_duration(text).map_err(|error| format!("{name}: {error}"))?;
        match name.as_str() {
            "action_time" => inner.state.action_time = span,
            "destroy_time" => inner.state.destroy_time = span,
            "latency" => inner.latency = span,
            _ => return Err(format!("there is no setting {name:?}")),
        }
    }
    Ok(())
}
