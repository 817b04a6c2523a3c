//! What the options of `doapi droplet new` put into the request.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::look_up;
use crate::runner::{Invocation, doapi};
use crate::script::{Exchange, get};

/// What is asked to make one droplet named `web`, before the POST.
fn before() -> Vec<Vec<Exchange>> {
    let image = json!({"image": {"id": 5, "slug": "debian-13-x64"}});
    vec![vec![get("/v2/images/debian-13-x64").gives(200, image)], look_up("web", &[])]
}

fn new(options: &[&str]) -> Invocation {
    let line = ["droplet", "new", "--image=debian-13-x64", "--size=s-1vcpu-1gb"];
    doapi(line.iter().chain(options).chain(&["web"]))
}

/// The body of the POST, without what every one holds.
#[track_caller]
fn body_of(invocation: Invocation) -> Value {
    let mut steps = before();
    let made = json!({"droplets": [{"id": 7, "name": "web", "status": "new"}]});
    steps.push(vec![Exchange::new("POST", "/v2/droplets").gives(202, made)]);
    let api = Fake::steps(steps);
    invocation.at(&api).run().succeeds();
    let mut body = api.finish().pop().unwrap().json();
    for (field, value) in [("names", json!(["web"])), ("image", json!("debian-13-x64")), ("size", json!("s-1vcpu-1gb"))]
    {
        assert_eq!(body.as_object_mut().unwrap().remove(field), Some(value));
    }
    body
}

#[test]
fn what_was_not_asked_for_is_left_to_the_api() {
    assert_eq!(body_of(new(&[])), json!({}));
}

#[test]
fn each_option_is_a_field_of_the_request() {
    let vpc = "760e09ef-dc84-11e8-981e-3cfdfeaae000";
    for (options, fields) in [
        (vec!["-R", "nyc3"], json!({"region": "nyc3"})),
        (vec!["--region", "nyc3"], json!({"region": "nyc3"})),
        (vec!["-B"], json!({"backups": true})),
        (vec!["--backups"], json!({"backups": true})),
        (vec!["-6"], json!({"ipv6": true})),
        (vec!["--ipv6"], json!({"ipv6": true})),
        (vec!["-P"], json!({"private_networking": true})),
        (vec!["--private-networking"], json!({"private_networking": true})),
        (vec!["-U", "#cloud-config\n"], json!({"user_data": "#cloud-config\n"})),
        (vec!["--user-data", "x"], json!({"user_data": "x"})),
        (vec!["--tag", "web", "--tag", "env:prod"], json!({"tags": ["web", "env:prod"]})),
        (vec!["--vpc", vpc], json!({"vpc_uuid": vpc})),
        (vec!["--monitoring"], json!({"monitoring": true})),
        (vec!["--volume", vpc], json!({"volumes": [vpc]})),
        (vec!["--agent"], json!({"with_droplet_agent": true})),
        (vec!["--no-agent"], json!({"with_droplet_agent": false})),
        (vec!["--no-public-networking"], json!({"public_networking": false})),
        (vec!["--extra", r#"{"gpu_partition_mode": "a", "n": 1.50}"#], json!({"gpu_partition_mode": "a", "n": 1.5})),
    ] {
        assert_eq!(body_of(new(&options)), fields, "{options:?}");
    }
}

#[test]
fn a_backup_policy_is_a_plan_with_its_day_and_hour() {
    for (text, policy) in [
        ("daily", json!({"plan": "daily"})),
        ("daily:20", json!({"plan": "daily", "hour": 20})),
        ("weekly:SUN", json!({"plan": "weekly", "weekday": "SUN"})),
        ("weekly:sun:4", json!({"plan": "weekly", "weekday": "SUN", "hour": 4})),
    ] {
        let body = body_of(new(&["-B", "--backup-policy", text]));
        assert_eq!(body, json!({"backups": true, "backup_policy": policy}), "{text}");
    }
}

#[test]
fn user_data_that_is_the_name_of_a_file_is_sent_with_a_warning() {
    let api = crate::sandboxes::sandbox(json!({}));
    let line = "droplet new -I debian-13-x64 -S s-1vcpu-1gb -U init.yml web";
    let run = crate::runner::line(line).file("init.yml", "#cloud-config").at(&api).run().exits(0);
    run.says("warning: the user data is the text \"init.yml\"; the file of that name is @init.yml");
    assert!(!crate::runner::line(line).at(&api).run().exits(0).stderr.contains("user data"));
}

#[test]
fn user_data_comes_from_a_file_or_from_stdin_as_it_is() {
    let script = "#!/bin/sh\necho \"héllo\"\n\n";
    assert_eq!(body_of(new(&["-U", "@init.sh"]).file("init.sh", script)), json!({"user_data": script}));
    assert_eq!(body_of(new(&["-U", "@-"]).stdin(script)), json!({"user_data": script}));
}

#[test]
fn extra_fields_come_from_a_file_too_and_have_the_last_word() {
    let extra = r#"{"region": "ams3", "ssh_keys": []}"#;
    let body = body_of(new(&["-R", "nyc3", "--extra", "@extra.json"]).file("extra.json", extra));
    assert_eq!(body, json!({"region": "ams3", "ssh_keys": []}));
}

#[test]
fn options_that_cannot_be_used_are_refused_before_any_request() {
    for (options, code) in [
        (vec!["--tag", "a b"], 2),
        (vec!["--backup-policy", "daily"], 2),
        (vec!["-B", "--backup-policy", "monthly"], 2),
        (vec!["-6", "--no-public-networking"], 2),
        (vec!["--volume", "v", "web-2"], 2),
        (vec!["--extra", "[]"], 2),
        (vec!["--extra", "{"], 2),
        (vec!["--wait-interval", "0"], 2),
        (vec!["-U", "@nothing-here"], 1),
        (vec!["--extra", "@nothing-here"], 1),
    ] {
        let api = Fake::of([]);
        let run = new(&options).at(&api).run().exits(code).prints("");
        assert!(!run.stderr.is_empty());
        api.finish();
    }
}
