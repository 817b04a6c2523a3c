//! Creating IPs.

use serde_json::{Value, json};

use super::{NAMES, account, droplet_of, seed, slow_account};
use crate::fake::Fake;
use crate::replies::show;
use crate::runner::line;
use crate::sandboxes::{changes, faulty_sandbox};
use crate::script::post;

#[test]
fn an_ip_is_reserved_in_a_region() {
    for name in NAMES {
        for arguments in ["-R fra1", "--region fra1", "--region fra1 --wait --wait-interval 0.05"] {
            let api = account();
            let new = line(&format!("{} new {arguments}", name.command)).at(&api).run().succeeds().json();
            assert_eq!((&new["region"]["slug"], &new["droplet"]), (&json!("fra1"), &json!(null)), "{arguments}");
            assert_eq!(new["locked"], false);
            let all = line(name.command).at(&api).run().succeeds().array();
            assert_eq!(all.last(), Some(&new));
        }
    }
}

#[test]
fn an_ip_for_a_droplet_is_printed_as_it_was_created() {
    for name in NAMES {
        for arguments in ["-D b", "-D 2", "--droplet b"] {
            let api = account();
            let new = line(&format!("{} new {arguments}", name.command)).at(&api).run().succeeds().json();
            assert_eq!((&new["region"]["slug"], &new["droplet"]), (&json!("nyc3"), &json!(null)), "{arguments}");
            assert_eq!(new["locked"], true);
        }
    }
}

#[test]
fn with_wait_an_ip_is_printed_as_it_is_after_it_was_assigned() {
    for name in NAMES {
        for arguments in ["-D b --wait --wait-interval 0.05", "-w --wait-interval 0.05 --wait-time 60 --droplet 2"] {
            let api = account();
            let new = line(&format!("{} new {arguments}", name.command)).at(&api).run().succeeds().json();
            assert_eq!((&new["droplet"]["id"], &new["locked"]), (&json!(2), &json!(false)), "{arguments}");
            assert_eq!(droplet_of(&api, new["ip"].as_str().unwrap()), json!(2));
        }
    }
}

#[test]
fn what_is_sent_is_the_droplet_or_the_region() {
    for name in NAMES {
        let path = format!("/v2/{}", name.many);
        let reply = json!({name.one: {"ip": "127.0.0.1"}, "links": {}});
        let api = Fake::of([
            post(&path, json!({"region": "nyc3"})).gives(202, &reply),
            show(7, "web"),
            post(&path, json!({"droplet_id": 7})).gives(202, &reply),
        ]);
        for arguments in ["-R nyc3", "-D 7"] {
            let run = line(&format!("{} new {arguments}", name.command)).at(&api).run().succeeds();
            assert_eq!(run.json(), json!({"ip": "127.0.0.1"}));
        }
        api.finish();
    }
}

#[test]
fn a_droplet_or_a_region_is_needed_and_not_both() {
    for name in NAMES {
        let api = Fake::of([]);
        for arguments in ["", "-D b -R nyc3", "--region nyc3 --droplet b", "-D", "--wait", "-R nyc3 127.0.0.1"] {
            line(&format!("{} new {arguments}", name.command)).at(&api).run().exits(2).prints("");
        }
        api.finish();
    }
}

#[test]
fn for_an_unknown_droplet_no_ip_is_created() {
    for name in NAMES {
        let api = account();
        let run = line(&format!("{} new -D nobody", name.command)).at(&api).run().exits(3).prints("");
        assert_eq!(run.complaints(), [r#"doapi: droplet "nobody": no such droplet"#]);
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn an_ip_that_the_api_refuses_is_an_error() {
    for name in NAMES {
        let run = line(&format!("{} new -D a", name.command)).at(&account()).run().exits(1).prints("");
        let what = format!("POST /v2/{}: 422 unprocessable_entity: ", name.many);
        assert!(run.complaints().len() == 1 && run.stderr.contains(&what), "{run}");
        line(&format!("{} new -R nowhere", name.command)).at(&account()).run().exits(1).says("Region is not available");
    }
}

#[test]
fn an_ip_whose_assignment_errors_is_printed_all_the_same() {
    for name in NAMES {
        let api = faulty_sandbox(seed(), &[&format!("POST /v2/{} errored", name.many)]);
        let arguments = format!("{} new -D b --wait --wait-interval 0.05", name.command);
        let run = line(&arguments).at(&api).run().exits(5);
        let new = run.json();
        assert_eq!((&new["droplet"], &new["locked"]), (&Value::Null, &json!(false)), "{run}");
        assert!(run.complaints().len() == 1 && run.stderr.contains(new["ip"].as_str().unwrap()), "{run}");
    }
}

#[test]
fn an_ip_whose_assignment_takes_too_long_is_printed_as_it_stands() {
    for name in NAMES {
        let api = slow_account();
        let arguments = format!("{} new -D b --wait --wait-interval 0.05 --wait-time 0.3", name.command);
        let run = line(&arguments).at(&api).run().exits(6);
        let new = run.json();
        assert_eq!((&new["droplet"], &new["locked"]), (&Value::Null, &json!(true)), "{run}");
    }
}

#[test]
fn an_ip_that_may_have_been_created_says_how_to_look() {
    for name in NAMES {
        let api = faulty_sandbox(seed(), &[&format!("POST /v2/{} lost", name.many)]);
        let run = line(&format!("{} new -R nyc3", name.command)).at(&api).run().exits(8).prints("");
        assert!(run.stderr.contains("it may have been carried out"), "{run}");
        assert!(run.stderr.contains("hint: ") && run.stderr.contains(name.command), "{run}");
        assert_eq!(changes(&api).len(), 1);
    }
}
