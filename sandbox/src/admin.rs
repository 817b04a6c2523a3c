//! `/_sandbox/…`: a hook for tests and scripts, outside the API. It needs no token and costs no budget.

use serde_json::{Value, json};

use crate::faults::{Armed, Fault};
use crate::http::{Reply, Request};
use crate::service::{Inner, Service};
use crate::store;

/// The answer when the path is the hook's.
pub(crate) fn answer(service: &Service, request: &Request) -> Option<Reply> {
    let what = request.path.strip_prefix("/_sandbox/")?;
    let done = match (request.method.as_str(), what) {
        ("GET", "requests") => return Some(Reply::root(200, "requests", &service.lock().exchanges)),
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
        _ => Err(format!("no such hook: {} {what}", request.method)),
    };
    Some(match done {
        Ok(()) => Reply::empty(204),
        Err(message) => Reply::text(400, json!({"message": message}).to_string()),
    })
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

/// Back to the seed: objects, budget, log and faults.
fn reset(service: &Service) -> Result<(), String> {
    let state = store::seeded(&service.config)?;
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
