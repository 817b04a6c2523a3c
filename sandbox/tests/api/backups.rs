//! Backups and their policies.

use serde_json::json;

use crate::client::{account, one_droplet};

#[test]
fn backups_are_enabled_changed_and_disabled_each_once() {
    let api = one_droplet();
    let off = json!({"type": "disable_backups"});
    let change = json!({"type": "change_backup_policy", "backup_policy": {"plan": "daily", "hour": 4}});
    api.act(&off).refused(422, "Backups have already been disabled on this Droplet.");
    api.act(&change).refused(422, "Backups must be enabled");
    let policy = json!({"plan": "weekly", "weekday": "SUN", "hour": 20});
    let on = json!({"type": "enable_backups", "backup_policy": policy});
    assert_eq!(api.act(&on).status, 201);
    api.act(&on).refused(422, "Backups have already been enabled on this Droplet.");
    let shown = api.get("/v2/droplets/1/backups/policy");
    assert_eq!(shown.keys("/policy"), "droplet_id backup_enabled backup_policy next_backup_window");
    let keys = "plan weekday hour window_length_hours retention_period_days";
    assert_eq!(shown.keys("/policy/backup_policy"), keys);
    assert_eq!(shown.at("/policy/backup_policy/retention_period_days"), json!(28));
    assert_eq!(api.act(&change).status, 201);
    let policy = api.value("/v2/droplets/1/backups/policy", "/policy/backup_policy");
    assert_eq!((&policy["plan"], &policy["retention_period_days"]), (&json!("daily"), &json!(7)));
    assert_eq!(api.value("/v2/droplets/1", "/droplet/features/0"), json!("backups"));
    assert_eq!(api.act(&off).status, 201);
    let answer = api.get("/v2/droplets/1/backups/policy");
    assert_eq!(answer.body, r#"{"policy":{"droplet_id":1,"backup_enabled":false}}"#);
    assert_eq!(api.value("/v2/droplets/1", "/droplet/next_backup_window"), json!(null));
}

#[test]
fn policies_are_an_object_by_droplet_and_are_paged() {
    let api = account(json!({"droplets": [{"id": 1, "name": "a", "backups": true}, {"id": 2, "name": "b"}]}));
    let answer = api.get("/v2/droplets/backups/policies");
    assert_eq!(answer.keys(""), "policies links meta");
    assert_eq!(answer.keys("/policies"), "1 2");
    assert_eq!(answer.at("/policies/1/backup_policy/plan"), json!("daily"));
    let page = api.get("/v2/droplets/backups/policies?per_page=1&page=2");
    assert_eq!(page.keys("/policies"), "2");
}

#[test]
fn the_supported_policies_are_weekly_and_daily() {
    let api = account(json!({}));
    let answer = api.get("/v2/droplets/backups/supported_policies");
    let keys = "name possible_window_starts window_length_hours retention_period_days possible_days";
    assert_eq!(answer.keys("/supported_policies/0"), keys);
    assert_eq!(answer.at("/supported_policies/1/name"), json!("daily"));
    assert_eq!(answer.at("/supported_policies/1/possible_days"), json!([]));
}

#[test]
fn a_backup_is_listed_below_its_droplet() {
    let api = one_droplet();
    let id = api.sandbox.with_state(|state| state.back_up(1)).unwrap();
    let answer = api.get("/v2/droplets/1/backups");
    let keys = "id name distribution slug public regions created_at min_disk_size size_gigabytes type";
    assert_eq!(answer.keys("/backups/0"), keys);
    assert_eq!(answer.at("/backups/0/id"), json!(id));
    let name = answer.at("/backups/0/name");
    assert!(name.as_str().unwrap().starts_with("web-1- 20"), "{name}");
    let restore = json!({"type": "restore", "image": id});
    assert_eq!(api.act(&restore).status, 201);
}
