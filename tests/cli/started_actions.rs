//! Actions that were started: which of them are found again, and what a new IP looks like when its wait ends.

use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

use crate::fake::Fake;
use crate::replies::{list, show};
use crate::runner::line;
use crate::script::{get, post};

/// An action that was started this many hours ago.
fn started(id: u64, status: &str, hours: u64) -> Value {
    let at = SystemTime::now() - Duration::from_secs(hours * 3600);
    let at = humantime::format_rfc3339_seconds(at).to_string();
    json!({"id": id, "status": status, "type": "reboot", "started_at": at, "resource_id": 7, "resource_type": "droplet"})
}

#[test]
fn an_action_that_has_been_in_progress_for_hours_is_found() {
    for (command, ids) in [("show --in-progress", json!([4, 2])), ("resource --in-progress", json!([7, 7]))] {
        let page = |number: u64, items: &[Value]| {
            let mut page = list("actions", items);
            page["meta"]["total"] = json!(6);
            let next = format!("https://api.digitalocean.com/v2/actions?page={}&per_page=200", number + 1);
            page["links"] = if number < 3 { json!({"pages": {"next": next}}) } else { json!({}) };
            page
        };
        let path = |number: u64| get(&format!("/v2/actions?page={number}&per_page=200"));
        let first = page(1, &[started(6, "completed", 1), started(5, "completed", 2)]);
        let second = page(2, &[started(4, "in-progress", 20), started(3, "completed", 23)]);
        // It ends with an action that is older than a day, so no further page is read.
        let third = page(3, &[started(2, "in-progress", 23), started(1, "completed", 25)]);
        let droplet = json!({"droplet": {"id": 7, "name": "web"}});
        let api = Fake::steps([
            vec![get("/v2/actions?per_page=200").gives(200, first)],
            vec![path(2).gives(200, second)],
            vec![path(3).gives(200, third), get("/v2/droplets/7").gives(200, droplet).at_any_time()],
        ]);
        let run = line(&format!("action {command}")).at(&api).run().succeeds();
        assert_eq!(run.each("id"), ids, "{command}");
        api.finish();
    }
}

#[test]
fn a_new_ip_is_read_again_while_it_is_still_shown_as_locked() {
    let ip = |locked: bool| json!({"ip": "192.0.2.5", "locked": locked});
    let created = json!({"reserved_ip": ip(true), "links": {"actions": [{"id": 99, "rel": "assign_ip"}]}});
    let done =
        json!({"action": {"id": 99, "status": "completed", "type": "assign_ip", "resource_id": 3_221_225_989_u64}});
    let look = get("/v2/reserved_ips/192.0.2.5");
    let api = Fake::of([
        show(7, "web"),
        post("/v2/reserved_ips", json!({"droplet_id": 7})).gives(202, created),
        get("/v2/actions/99").gives(200, done),
        look.clone().gives(200, json!({"reserved_ip": ip(true)})),
        look.clone().gives(200, json!({"reserved_ip": ip(true)})),
        look.gives(200, json!({"reserved_ip": ip(false)})),
    ]);
    let run = line("reserved-ip new -D 7 --wait --wait-interval 10ms").at(&api).run().exits(0);
    assert_eq!(run.json()["locked"], json!(false));
    api.finish();
}
