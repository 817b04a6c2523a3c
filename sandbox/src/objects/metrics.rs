//! `/v2/monitoring/metrics/…`: series in the form of Prometheus.

use serde_json::{Map, Value, json};

use super::place::Place;
use crate::http::{Outcome, Refusal, Reply, Request};
use crate::state::State;

/// The most points of a series.
const POINTS: u64 = 120;
const DAY: u64 = 86_400;

/// One series, of which the values are even and the times are those that were asked for.
pub(super) fn answer(state: &State, request: &Request, place: &Place) -> Outcome {
    let (start, end) = span(state, request)?;
    let labels = request.params().filter(|(name, _)| !["start", "end"].contains(name));
    let labels: Map<String, Value> = labels.map(|(name, value)| (name.to_owned(), value.into())).collect();
    let step = (end - start).div_ceil(POINTS).max(60);
    let name = place.operation.path.rsplit('/').next().unwrap_or_default();
    let times = (0..=(end - start) / step).map(|index| start + index * step);
    let values: Vec<Value> = times.map(|time| json!([time, value(name, time)])).collect();
    let data = json!({"resultType": "matrix", "result": [{"metric": labels, "values": values}]});
    Ok(Reply::text(200, json!({"status": "success", "data": data}).to_string()))
}

fn span(state: &State, request: &Request) -> Result<(u64, u64), Refusal> {
    let time = |name: &str, default: u64| {
        let Some(text) = request.param(name) else { return Ok(default) };
        let time = text.parse::<f64>().ok().filter(|it| it.is_finite() && *it >= 0.0);
        let seconds = time.and_then(|it| format!("{it:.0}").parse::<u64>().ok());
        seconds.ok_or_else(|| Refusal::bad_request(format!("{name} is not a timestamp")))
    };
    let end = time("end", state.now.unix())?;
    let start = time("start", end.saturating_sub(DAY))?;
    if start > end { Err(Refusal::bad_request("start is after end")) } else { Ok((start, end)) }
}

/// A wave of ten minutes around a level that the metric's name gives.
fn value(name: &str, time: u64) -> String {
    let level = 10 + name.len() as u64;
    let phase = time / 60 % 10;
    let wave = if phase < 5 { phase } else { 10 - phase };
    format!("{}.{}", level + wave, time % 10)
}
