//! One cell of the table: a command, a fault, and what has to come of it.

use std::collections::BTreeSet;

use doapi_sandbox::Sandbox;
use serde_json::Value;

use super::kinds::{Does, Kind, seed};
use super::rows::{End, Fault};
use super::way::{Strike, Way};
use crate::runner::{Api, Run, doapi};
use crate::sandboxes::sandbox;

/// Runs it; what is wrong with what came of it.
pub(super) fn run(fault: &Fault, kind: &Kind) -> Result<(), String> {
    let sandbox = sandbox(seed());
    let way = Way::to(&sandbox, kind.picks, fault.strike.clone(), fault.times);
    let mut line: Vec<&str> = kind.line.split_whitespace().collect();
    if matches!(fault.strike, Strike::Stall) {
        line.extend(["--timeout", "5"]);
    }
    let run = doapi(line).at(&way).clock_rate(20).run();
    let checked = check(&sandbox, &way, fault, kind, &run);
    checked.map_err(|what| format!("\n=== {} / {}: {what}\n{run}\n", fault.name, kind.name))
}

fn check(sandbox: &Sandbox, way: &Way, fault: &Fault, kind: &Kind, run: &Run) -> Result<(), String> {
    let end = fault.end(kind.does, kind.name == "request");
    let (code, made) = match end {
        End::Well(made) => (0, made),
        End::Fails(made) => (kind.fails, made),
        End::Refused(made) => (4, made),
        End::Maybe => (if fault.loses_the_answer { 8 } else { kind.fails }, 1),
        End::MaybeAtLast => (if fault.loses_the_answer { 8 } else { kind.fails }, 5),
    };
    if run.code != code {
        return Err(format!("not exit {code}"));
    }
    if made != way.met() && !(kind.name == "wait" && end == End::Well(made) && way.met() >= made) {
        return Err(format!("the request was made {} times, not {made}", way.met()));
    }
    if matches!(end, End::Maybe | End::MaybeAtLast) && !run.stderr.contains("it may have been carried out") {
        return Err("it does not say that the request may have been carried out".to_owned());
    }
    if matches!(end, End::Well(1)) && fault.times > 1 && kind.name == "request" {
        // It shows whatever the answer was.
        return manners(run, &way.token());
    }
    kind.prints[usize::from(code != 0)].check(run)?;
    nothing_is_lost(sandbox, run)?;
    nothing_is_made_twice(sandbox, kind)?;
    manners(run, &way.token())
}

/// Every droplet that exists now and did not before is on stdout, or its name is on stderr with how to find out.
fn nothing_is_lost(sandbox: &Sandbox, run: &Run) -> Result<(), String> {
    let shown: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
    let is_shown = |id: &Value| shown.as_array().is_some_and(|all| all.iter().any(|one| one["id"] == *id));
    let hints: String = run.stderr.lines().filter(|line| line.contains("doapi droplet show")).collect();
    for droplet in sandbox.with_state(|state| state.to_json())["droplets"].as_array().into_iter().flatten() {
        let name = droplet["name"].as_str().unwrap_or_default();
        if name.starts_with('f') && !is_shown(&droplet["id"]) && !hints.split(' ').any(|word| word == name) {
            return Err(format!("{name} was created, and nobody is told"));
        }
    }
    Ok(())
}

/// What starts something has been carried out once at the most.
fn nothing_is_made_twice(sandbox: &Sandbox, kind: &Kind) -> Result<(), String> {
    if kind.does != Does::Start {
        return Ok(());
    }
    let done: Vec<String> =
        sandbox.requests().into_iter().filter(|one| one.method == "POST").map(|one| one.path).collect();
    let at_most = if kind.name == "create many" { 2 } else { 1 };
    let twice = done
        .iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .find(|path| done.iter().filter(|one| one == path).count() > at_most);
    twice.map_or(Ok(()), |path| Err(format!("POST {path} was carried out twice")))
}

/// What every run owes: valid JSON or nothing on stdout, whole lines without anything that steers a terminal on stderr,
/// no panic, and no token.
fn manners(run: &Run, token: &str) -> Result<(), String> {
    let told = |line: &str| line.starts_with("doapi: ") || line.starts_with("hint: ");
    if let Some(line) = run.stderr.lines().find(|line| !told(line) || line.chars().any(char::is_control)) {
        return Err(format!("a strange line on stderr: {line:?}"));
    }
    if run.stderr.contains("panicked") || run.stderr.contains("worker thread") {
        return Err("a panic".to_owned());
    }
    if run.stderr.contains(token) || run.stdout.contains(token) {
        return Err("the token is shown".to_owned());
    }
    if run.code != 0 && run.stderr.is_empty() {
        return Err("it fails without a word".to_owned());
    }
    Ok(())
}
