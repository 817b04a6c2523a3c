//! Backup policies: when a droplet is backed up, and how long its backups are kept.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::http::Refusal;
use crate::time::Time;
use std::time::Duration;

const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const HOURS: [u64; 6] = [0, 4, 8, 12, 16, 20];
const WINDOW_HOURS: u64 = 4;

/// A backup policy; `weekday` is only for weekly backups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct BackupPolicy {
    plan: Plan,
    #[serde(skip_serializing_if = "Option::is_none")]
    weekday: Option<String>,
    hour: u64,
    window_length_hours: u64,
    retention_period_days: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Plan {
    #[default]
    Daily,
    Weekly,
}

/// The hours in which the next backup will be taken.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Window {
    start: Time,
    end: Time,
}

impl Default for BackupPolicy {
    fn default() -> Self {
        Self::new(Plan::Daily, None, 0)
    }
}

impl BackupPolicy {
    fn new(plan: Plan, weekday: Option<String>, hour: u64) -> Self {
        let retention_period_days = match plan {
            Plan::Daily => 7,
            Plan::Weekly => 28,
        };
        Self { plan, weekday, hour, window_length_hours: WINDOW_HOURS, retention_period_days }
    }

    /// The `backup_policy` of a request; without one backups are daily.
    pub(crate) fn asked_for(policy: Option<&Value>) -> Result<Self, Refusal> {
        let Some(policy) = policy.filter(|policy| !policy.is_null()) else {
            return Ok(Self::default());
        };
        let hour = policy["hour"].as_u64().unwrap_or(0);
        if !HOURS.contains(&hour) {
            return Err(Refusal::unprocessable("Backup policy hour is invalid"));
        }
        match policy["plan"].as_str().unwrap_or("daily") {
            "daily" => Ok(Self::new(Plan::Daily, None, hour)),
            "weekly" => Ok(Self::new(Plan::Weekly, Some(weekday(policy)?), hour)),
            _ => Err(Refusal::unprocessable("Backup policy plan is invalid")),
        }
    }

    /// The first window that starts after `now`.
    pub(crate) fn next_window(&self, now: Time) -> Window {
        let today = now.unix() / 86_400;
        let start = (today..=today + 7)
            .filter(|&day| self.falls_on(day))
            .map(|day| day * 86_400 + self.hour * 3_600)
            .find(|&start| start > now.unix())
            .unwrap_or_default();
        let start = Time::from_unix(start);
        let end = start.plus(Duration::from_secs(WINDOW_HOURS * 3_600));
        Window { start, end }
    }

    /// Whether the backup is due on this day since 1970, which began on a Thursday.
    fn falls_on(&self, day: u64) -> bool {
        let name = usize::try_from((day + 4) % 7).map(|index| DAYS[index]);
        self.weekday.as_deref().is_none_or(|it| name == Ok(it))
    }
}

fn weekday(policy: &Value) -> Result<String, Refusal> {
    let day = policy["weekday"].as_str().unwrap_or("SUN");
    if DAYS.contains(&day) {
        Ok(day.to_owned())
    } else {
        Err(Refusal::unprocessable("Backup policy weekday is invalid"))
    }
}

/// The plans there are, as `/v2/droplets/backups/supported_policies` lists them.
pub(crate) fn supported() -> Value {
    let plan = |name: &str, days: u64, possible: &[&str]| {
        serde_json::json!({
            "name": name,
            "possible_window_starts": HOURS,
            "window_length_hours": WINDOW_HOURS,
            "retention_period_days": days,
            "possible_days": possible,
        })
    };
    Value::Array(vec![plan("weekly", 28, &DAYS), plan("daily", 7, &[])])
}

#[cfg(test)]
mod tests {
    use super::BackupPolicy;
    use crate::time::Time;
    use serde_json::json;

    #[test]
    fn the_next_window_starts_on_the_policys_day_and_hour() {
        let friday = Time::from_unix(1_726_225_200); // 2024-09-13T11:00:00Z
        let table = [
            (json!({"plan": "daily", "hour": 20}), "2024-09-13T20:00:00Z"),
            (json!({"plan": "daily", "hour": 8}), "2024-09-14T08:00:00Z"),
            (json!({"plan": "weekly", "weekday": "SUN", "hour": 20}), "2024-09-15T20:00:00Z"),
            (json!({"plan": "weekly", "weekday": "FRI", "hour": 4}), "2024-09-20T04:00:00Z"),
        ];
        for (policy, start) in table {
            let asked = BackupPolicy::asked_for(Some(&policy));
            let window = asked.unwrap().next_window(friday);
            assert_eq!(window.start.to_string(), start, "{policy}");
        }
    }
}
