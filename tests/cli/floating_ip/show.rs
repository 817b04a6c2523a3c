//! Showing IPs, and what an IP may look like.

use serde_json::{Value, json};

use super::{NAMES, NUMBERS, account};
use crate::fake::Fake;
use crate::replies::list;
use crate::runner::{doapi, line};
use crate::sandboxes::{changes, sandbox};
use crate::script::get;

#[test]
fn ips_are_shown_all_or_those_given_in_their_order() {
    for name in NAMES {
        let api = account();
        let all = json!(["45.55.96.47", "45.55.96.48", "45.55.96.49"]);
        for (arguments, ips) in [
            (String::new(), all.clone()),
            (" show".to_owned(), all),
            (" show 45.55.96.49 45.55.96.47".to_owned(), json!(["45.55.96.49", "45.55.96.47"])),
            (format!(" show {} {}", NUMBERS[2], NUMBERS[0]), json!(["45.55.96.49", "45.55.96.47"])),
        ] {
            let run = line(&format!("{}{arguments}", name.command)).at(&api).run().succeeds();
            assert_eq!(run.each("ip"), ips, "{}{arguments}", name.command);
        }
        line(name.command).at(&sandbox(json!({}))).run().succeeds().prints("[]\n");
    }
}

#[test]
fn an_ip_is_shown_with_its_region_and_the_droplet_that_has_it() {
    for name in NAMES {
        let shown = line(&format!("{} show", name.command)).at(&account()).run().succeeds().array();
        let field = |at: &str| shown.iter().map(|ip| ip.pointer(at).unwrap_or(&Value::Null).clone()).collect::<Value>();
        assert_eq!(field("/droplet/name"), json!(["a", null, null]));
        assert_eq!(field("/region/slug"), json!(["nyc3", "nyc3", "fra1"]));
        assert_eq!(field("/locked"), json!([false, false, false]));
        assert_eq!(field("/project_id"), json!(vec![&shown[0]["project_id"]; 3]));
    }
}

#[test]
fn each_command_speaks_to_the_path_of_its_name() {
    for name in NAMES {
        let ip = json!({"ip": "127.0.0.1", "droplet": null});
        let api = Fake::of([
            get(&format!("/v2/{}?per_page=200", name.many)).gives(200, list(name.many, std::slice::from_ref(&ip))),
            get(&format!("/v2/{}/127.0.0.1", name.many)).gives(200, json!({name.one: &ip})),
        ]);
        assert_eq!(line(name.command).at(&api).run().succeeds().json(), json!([ip]));
        let run = line(&format!("{} show 2130706433", name.command)).at(&api).run().succeeds();
        assert_eq!(run.array(), [ip]);
        api.finish();
    }
}

#[test]
fn an_ip_given_in_both_forms_is_meant_once_with_a_warning() {
    for name in NAMES {
        let arguments = format!("{} show 45.55.96.48 {}", name.command, NUMBERS[1]);
        let run = line(&arguments).at(&account()).run().exits(0);
        assert_eq!(run.each("ip"), json!(["45.55.96.48"]));
        assert!(run.stderr.starts_with("doapi: warning: "), "{run}");
        assert_eq!(run.complaints().len(), 1, "{run}");
    }
}

#[test]
fn an_unknown_ip_is_named_and_nothing_is_done() {
    for name in NAMES {
        for verb in ["show", "unassign", "act unassign", "actions", "wait", "delete"] {
            let api = account();
            let run = line(&format!("{} {verb} 45.55.96.47 192.0.2.99", name.command)).at(&api).run();
            let run = run.exits(3).prints("");
            let noun = name.command.replace("-ip", " IP");
            assert_eq!(run.complaints(), [format!(r#"doapi: {noun} "192.0.2.99": no such {noun}"#)], "{verb}");
            assert_eq!(changes(&api), Vec::<String>::new());
        }
    }
}

#[test]
fn what_is_no_ip_is_a_usage_error_and_nothing_is_sent() {
    for name in NAMES {
        let api = Fake::of([]);
        for ip in ["", "1.2.3", "1.2.3.256", "1.2.3.4.5", "4294967296", "a", "::1", "1.2.3.4/32", "0x7f000001", "web"] {
            for verb in [
                vec!["show", ip],
                vec!["show", "45.55.96.47", ip],
                vec!["assign", ip, "a"],
                vec!["unassign", ip],
                vec!["act", "unassign", ip],
                vec!["actions", ip],
                vec!["wait", ip],
                vec!["delete", ip],
            ] {
                doapi([&[name.command], verb.as_slice()].concat()).at(&api).run().exits(2).prints("");
            }
        }
        api.finish();
    }
}

#[test]
fn each_verb_but_show_needs_an_ip() {
    for name in NAMES {
        let api = Fake::of([]);
        for arguments in ["assign", "assign 127.0.0.1", "unassign", "act unassign", "actions", "wait", "delete"] {
            line(&format!("{} {arguments}", name.command)).at(&api).run().exits(2).prints("");
        }
        api.finish();
    }
}
