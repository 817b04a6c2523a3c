//! Renames of tags by which firewalls, load balancers and alert policies choose droplets.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::list;
use crate::runner::line;
use crate::script::{Exchange, delete, get, post};

const FIREWALL: &str = "bb4b2611-3d72-467b-8602-280330ecd65c";
const BALANCER: &str = "4de7ac8b-495b-4884-9a69-1050c6793cd6";

/// A tag that one droplet has.
fn tag(name: &str) -> Value {
    let none = json!({"count": 0});
    json!({"tag": {"name": name, "resources": {"count": 1, "droplets": {"count": 1}, "images": none, "volumes": none,
                                               "volume_snapshots": none, "databases": none}}})
}

/// A firewall that protects the droplets of these tags, and lets those of the same tags in and be reached.
fn firewall(tags: &Value, status: &str) -> Value {
    let mut firewall = firewall_body(tags);
    let own = json!({"id": FIREWALL, "status": status, "created_at": "2026-05-23T21:24:00Z", "pending_changes": []});
    firewall.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    firewall
}

/// The body of the request that replaces it.
fn firewall_body(tags: &Value) -> Value {
    json!({
        "name": "edge", "droplet_ids": [9], "tags": tags,
        "inbound_rules": [{"protocol": "tcp", "ports": "22", "sources": {"addresses": ["192.0.2.0/24"], "tags": tags}}],
        "outbound_rules": [{"protocol": "tcp", "ports": "0", "destinations": {"tags": tags}}],
    })
}

fn balancer(tag: &str) -> Value {
    json!({
        "id": BALANCER, "name": "front", "ip": "203.0.113.9", "ipv6": "", "size": "lb-small", "size_unit": 1,
        "algorithm": "round_robin", "status": "active", "created_at": "2026-05-23T21:24:00Z", "droplet_ids": [7],
        "region": {"slug": "nyc3", "name": "New York 3"}, "tag": tag, "vpc_uuid": "c33931f2", "network_stack": null,
        "forwarding_rules": [{"entry_protocol": "http", "entry_port": 80, "certificate_id": ""}],
    })
}

fn droplets(tags: &Value) -> Vec<Exchange> {
    vec![
        get("/v2/droplets?tag_name=old&per_page=200")
            .gives(200, list("droplets", &[json!({"id": 7, "name": "web", "tags": tags})])),
        get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &[])),
    ]
}

fn selectors(firewall: Value, balancer: Value) -> Vec<Exchange> {
    vec![
        get("/v2/firewalls?per_page=200").gives(200, list("firewalls", &[firewall])),
        get("/v2/load_balancers?per_page=200").gives(200, list("load_balancers", &[balancer])),
    ]
}

fn alerts(policies: &[Value]) -> Exchange {
    get("/v2/monitoring/alerts?per_page=200").gives(200, list("policies", policies))
}

/// A look at the firewall, and its replacement.
fn replace(now: &Value, next: &Value) -> Vec<Exchange> {
    let path = format!("/v2/firewalls/{FIREWALL}");
    vec![
        get(&path).gives(200, json!({"firewall": firewall(now, "succeeded")})),
        Exchange::new("PUT", &path)
            .with(firewall_body(next))
            .gives(200, json!({"firewall": firewall(next, "waiting")})),
    ]
}

fn move_balancer() -> Vec<Exchange> {
    let path = format!("/v2/load_balancers/{BALANCER}");
    let body = json!({
        "name": "front", "size_unit": 1, "region": "nyc3", "tag": "new", "vpc_uuid": "c33931f2",
        "forwarding_rules": [{"entry_protocol": "http", "entry_port": 80, "certificate_id": ""}],
    });
    vec![
        get(&path).gives(200, json!({"load_balancer": balancer("old")})),
        Exchange::new("PUT", &path).with(body).gives(200, json!({"load_balancer": balancer("new")})),
    ]
}

fn check_moved(tags: &Value) -> Vec<Exchange> {
    let mut look = vec![get("/v2/tags/old").gives(200, tag("old"))];
    look.extend(droplets(tags));
    look.push(get("/v2/tags/new").gives(200, tag("new")));
    look
}

/// All requests of a rename.
fn rename() -> Vec<Exchange> {
    let (old, both, new) = (json!(["old", "db"]), json!(["old", "db", "new"]), json!(["db", "new"]));
    let missing = crate::replies::not_found();
    let resource = json!({"resources": [{"resource_id": "7", "resource_type": "droplet"}]});
    [
        vec![get("/v2/tags/old").gives(200, tag("old")), get("/v2/tags/new").gives(404, missing)],
        droplets(&json!(["old"])),
        selectors(firewall(&old, "succeeded"), balancer("old")),
        vec![alerts(&[])],
        vec![post("/v2/tags", json!({"name": "new"})).gives(201, json!({"tag": {"name": "new"}}))],
        replace(&old, &both),
        vec![post("/v2/tags/new/resources", resource).gives(204, "")],
        check_moved(&json!(["old", "new"])),
        move_balancer(),
        selectors(firewall(&both, "succeeded"), balancer("new")),
        check_moved(&json!(["old", "new"])),
        replace(&both, &new),
        vec![delete("/v2/tags/old").gives(204, "")],
    ]
    .concat()
}

#[test]
fn firewalls_get_the_new_tag_before_the_first_droplet_and_lose_the_old_one_after_the_last() {
    let api = Fake::of(rename());
    let run = line("tag update old new").at(&api).run().succeeds();
    assert_eq!(run.json(), tag("new")["tag"]);
    api.finish();
}

#[test]
fn nothing_is_sent_after_a_request_that_failed() {
    let (count, alerts) = (rename().len(), 6);
    for at in (0..count).filter(|at| *at != alerts) {
        let mut requests = rename();
        requests.truncate(at + 1);
        let last = requests.pop().unwrap();
        requests.push(last.gives(403, r#"{"id":"forbidden","message":"Not now."}"#));
        let api = Fake::of(requests);
        let run = line("tag update old new").at(&api).run().exits(4).prints("");
        assert!(run.stderr.contains("Not now."), "request {at}: {run}");
        api.finish();
    }
}

#[test]
fn the_old_tag_stays_in_a_firewall_whose_droplets_do_not_have_its_new_rules() {
    let mut requests = rename();
    let path = format!("/v2/firewalls/{FIREWALL}");
    let waiting = get(&path).gives(200, json!({"firewall": firewall(&json!(["old", "db", "new"]), "waiting")}));
    let at = requests.len() - 3;
    requests.insert(at, waiting);
    let api = Fake::of(requests);
    line("tag update old new").at(&api).run().succeeds();
    api.finish();
}

/// The requests of a run that changes nothing.
fn looks(new: &Value, firewall: Value, balancer: Value) -> Vec<Exchange> {
    let new = get("/v2/tags/new").gives(200, json!({"tag": new}));
    let looks = [
        vec![get("/v2/tags/old").gives(200, tag("old")), new],
        droplets(&json!(["old"])),
        selectors(firewall, balancer),
    ];
    looks.concat()
}

#[test]
fn a_tag_that_a_firewall_or_load_balancer_uses_is_no_new_name_without_merge() {
    let unused = json!({"name": "new", "resources": {"count": 0}});
    for (tags, balancer_tag, user) in
        [(json!(["new"]), "other", r#"firewall "edge""#), (json!(["db"]), "NEW", r#"load balancer "front""#)]
    {
        let api = Fake::of(looks(&unused, firewall(&tags, "succeeded"), balancer(balancer_tag)));
        let run = line("tag update old new").at(&api).run().exits(3).prints("");
        assert!(run.stderr.contains(&format!("is already in use by {user}; nothing was changed")), "{run}");
        assert!(run.stderr.contains("--merge"), "{run}");
        api.finish();
    }
}

#[test]
fn a_firewall_that_does_not_show_its_droplets_is_not_replaced() {
    let mut requests = rename();
    requests.truncate(9);
    let mut hidden = firewall(&json!(["old", "db"]), "succeeded");
    hidden.as_object_mut().unwrap().remove("droplet_ids");
    requests[8] = get(&format!("/v2/firewalls/{FIREWALL}")).gives(200, json!({"firewall": hidden}));
    let api = Fake::of(requests);
    let run = line("tag update old new").at(&api).run().exits(1).prints("");
    assert!(run.stderr.contains(r#"firewall "edge""#) && run.stderr.contains("droplet:read"), "{run}");
    api.finish();
}

#[test]
fn alert_policies_that_name_the_old_tag_are_named_in_a_warning() {
    let policies = [
        json!({"uuid": "78b3da62-27e5-49ba-ac70-5db0b5935c64", "description": "CPU", "tags": ["OLD"]}),
        json!({"uuid": "9a1c4f00-27e5-49ba-ac70-5db0b5935c64", "description": "Disk", "tags": ["db"]}),
    ];
    for (reply, warning) in [
        (alerts(&policies), r#"alert policy "CPU" names tag "old""#),
        (alerts(&[]).gives(403, r#"{"id":"forbidden","message":"Not now."}"#), "cannot look for alert policies"),
    ] {
        let mut requests = rename();
        requests[6] = reply;
        let api = Fake::of(requests);
        let run = line("tag update old new").at(&api).run().exits(0);
        assert!(run.complaints().len() == 1 && run.stderr.contains(warning), "{run}");
        assert_eq!(run.json()["name"], "new");
        api.finish();
    }
}

#[test]
fn a_rename_that_was_interrupted_before_its_last_request_is_finished_without_merge() {
    let (both, new) = (json!(["old", "new"]), json!(["db", "new"]));
    let selectors = || selectors(firewall(&new, "succeeded"), balancer("new"));
    let requests = [
        vec![get("/v2/tags/old").gives(200, tag("old")), get("/v2/tags/new").gives(200, tag("new"))],
        droplets(&both),
        selectors(),
        vec![alerts(&[])],
        vec![post("/v2/tags", json!({"name": "new"})).gives(201, tag("new"))],
        check_moved(&both),
        selectors(),
        check_moved(&both),
        vec![delete("/v2/tags/old").gives(204, "")],
    ];
    let api = Fake::of(requests.concat());
    line("tag update old new").at(&api).run().succeeds();
    api.finish();
}
