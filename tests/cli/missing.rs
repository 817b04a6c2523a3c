//! `--ignore-missing`: what does not exist is named and is no failure, whatever the noun and however it was chosen.

use doapi_sandbox::Sandbox;
use serde_json::json;

use crate::fake::Fake;
use crate::replies::{error, list, look_up, not_found, show};
use crate::runner::line;
use crate::sandboxes::{changes, faulty_sandbox, sandbox};
use crate::script::{delete, get};

const NOTHING: [&str; 0] = [];

fn account() -> Sandbox {
    sandbox(json!({
        "droplets": [
            {"id": 1, "name": "a", "tags": ["web"]}, {"id": 2, "name": "twin"}, {"id": 3, "name": "twin"},
        ],
        "images": [{"id": 15, "name": "snap", "type": "snapshot"}],
        "domains": [{"name": "example.com", "records": [{"id": 8, "type": "A", "name": "www", "data": "203.0.113.1"}]}],
        "volumes": [{"name": "data", "size_gigabytes": 1, "region": "nyc3"}],
        "reserved_ips": [{"ip": "203.0.113.9", "region": "nyc3"}],
    }))
}

#[test]
fn of_every_noun_those_that_exist_are_shown_and_the_others_named() {
    let api = account();
    for (command, column, shown, gone) in [
        ("droplet show a 99", "id", "1\n", "droplet \"99\": no such droplet; ignored"),
        ("droplet show -M twin gone", "id", "2\n3\n", "droplet \"gone\": no such droplet; ignored"),
        ("droplet show gone a --where region=ams3", "id", "", "droplet \"gone\": no such droplet; ignored"),
        ("droplet show --tag gone", "id", "", "tag \"gone\": no such tag; ignored"),
        ("image show gone snap", "name", "snap\n", "image \"gone\": no such image; ignored"),
        ("snapshot show gone snap", "name", "snap\n", "snapshot \"gone\": no such snapshot; ignored"),
        ("tag show gone web", "name", "web\n", "tag \"gone\": no such tag; ignored"),
        ("domain show gone.com example.com", "name", "example.com\n", "domain \"gone.com\": no such domain; ignored"),
        ("domain show-record example.com 9 8", "id", "8\n", "record \"9\": no such record; ignored"),
        ("floating-ip show 203.0.113.8 203.0.113.9", "ip", "203.0.113.9\n", "\"203.0.113.8\": no such floating IP"),
        ("ssh-key show gone", "name", "", "SSH key \"gone\": no such SSH key; ignored"),
        ("action show 4", "id", "", "action \"4\": no such action; ignored"),
        ("volume show gone data", "name", "data\n", "volume \"gone\": no such volume; ignored"),
        ("vpc show gone default-nyc3", "name", "default-nyc3\n", "vpc \"gone\": no such vpc; ignored"),
    ] {
        let options = format!("--ignore-missing -o csv --no-header --columns {column}");
        let run = line(&format!("{command} {options}")).at(&api).run().exits(0).prints(shown).says(gone);
        assert_eq!(run.complaints().len(), 1, "{run}");
    }
}

#[test]
fn if_all_are_missing_the_result_has_its_usual_shape() {
    let api = account();
    for command in ["droplet show", "tag show", "snapshot show", "volume show", "domain show-record example.com"] {
        for (format, printed) in [("json", "[]\n"), ("jsonl", ""), ("name", ""), ("csv --columns id", "id\n")] {
            let run = line(&format!("{command} 77 -o {format} --ignore-missing")).at(&api).run().exits(0);
            run.prints(printed);
        }
    }
    for command in ["droplet delete gone 99", "tag delete gone", "volume delete gone", "image delete gone"] {
        line(&format!("{command} --ignore-missing")).at(&api).run().exits(0).prints("").says("; ignored");
    }
    assert_eq!(changes(&api), NOTHING);
}

#[test]
fn deletes_go_on_with_those_that_exist() {
    for (command, change) in [
        ("droplet delete gone a", "DELETE /v2/droplets/1"),
        ("image delete gone snap", "DELETE /v2/images/15"),
        ("snapshot delete gone snap", "DELETE /v2/snapshots/15"),
        ("domain delete gone.com example.com", "DELETE /v2/domains/example.com"),
        ("domain delete-record example.com 9 8", "DELETE /v2/domains/example.com/records/8"),
        ("domain delete-record example.com A gone A www", "DELETE /v2/domains/example.com/records/8"),
        ("reserved-ip delete 203.0.113.8 203.0.113.9", "DELETE /v2/reserved_ips/203.0.113.9"),
        ("tag delete gone web", "DELETE /v2/tags/web"),
        ("vpc delete gone 99", ""),
    ] {
        let api = account();
        line(&format!("{command} --ignore-missing")).at(&api).run().exits(0).prints("").says("; ignored");
        assert_eq!(changes(&api), change.split_terminator('|').collect::<Vec<_>>(), "{command}");
    }
}

#[test]
fn names_in_files_may_be_missing_too() {
    let api = account();
    let run = line("droplet delete @- --ignore-missing").stdin("gone\na\n").at(&api).run().exits(0);
    run.says("doapi: droplet \"gone\": no such droplet; ignored").says("doapi: deleted droplet \"a\" (1)");
    assert_eq!(changes(&api), ["DELETE /v2/droplets/1"]);
}

#[test]
fn an_ambiguous_name_is_still_an_error_and_nothing_is_changed() {
    let api = account();
    let run = line("droplet delete --ignore-missing gone twin a").at(&api).run().exits(3).prints("");
    run.says("droplet \"twin\" is ambiguous: 2 droplets match: 2, 3");
    assert_eq!(changes(&api), NOTHING);
}

#[test]
fn only_the_targets_may_be_missing_not_what_they_are_in() {
    let api = account();
    for command in ["domain delete-record gone.com 8", "domain show-record gone.com 8"] {
        line(&format!("{command} --ignore-missing")).at(&api).run().exits(3).says("domain \"gone.com\"");
    }
    assert_eq!(changes(&api), NOTHING);
}

#[test]
fn a_dry_run_names_what_is_missing_and_plans_the_rest() {
    let api = account();
    let run = line("droplet delete gone a --ignore-missing --dry-run -o jsonl").at(&api).run().exits(0);
    let run = run.says("droplet \"gone\": no such droplet; ignored");
    assert_eq!(run.json(), json!({"method": "DELETE", "path": "/v2/droplets/1"}));
    line("droplet delete gone --ignore-missing --dry-run").at(&api).run().exits(0).says("nothing would be changed");
    assert_eq!(changes(&api), NOTHING);
}

#[test]
fn with_quiet_nothing_is_said_of_them() {
    let run = line("droplet delete gone a --ignore-missing -q").at(&account()).run().exits(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn what_is_deleted_by_somebody_else_in_the_meantime_is_missing_too() {
    for (option, code) in [("--ignore-missing", 0), ("", 1)] {
        let fake = Fake::of([show(7, "web"), delete("/v2/droplets/7").gives(404, not_found())]);
        let run = line(&format!("droplet delete 7 {option}")).at(&fake).run().exits(code).prints("");
        if code == 0 {
            assert_eq!(run.stderr, "doapi: droplet \"7\": it no longer exists; ignored\n");
        }
        fake.finish();
    }
}

#[test]
fn it_is_missing_in_the_table_of_operations_too() {
    let volume = json!({"id": "506f78a4-e098-11e5-ad9f-000f53306ae1", "name": "data"});
    for (status, code) in [(404, 0), (403, 4), (500, 1)] {
        let fake = Fake::steps([
            vec![get("/v2/volumes?name=data&per_page=200").gives(200, list("volumes", std::slice::from_ref(&volume)))],
            vec![
                delete("/v2/volumes/506f78a4-e098-11e5-ad9f-000f53306ae1")
                    .gives(status, error("some", "No."))
                    .at_any_time(),
            ],
        ]);
        let run = line("volume delete data --ignore-missing").clock_rate(1000).at(&fake).run().exits(code);
        assert_eq!(run.stderr.contains("it no longer exists; ignored"), code == 0, "{run}");
        fake.finish();
    }
}

#[test]
fn what_cannot_be_looked_up_is_not_missing() {
    for (status, code) in [(401, 4), (403, 4), (422, 1)] {
        let fake = Fake::of([get("/v2/droplets/7").gives(status, error("some", "No."))]);
        line("droplet show 7 --ignore-missing").at(&fake).run().exits(code).prints("");
        fake.finish();
    }
    let api = faulty_sandbox(json!({"droplets": [{"id": 1, "name": "a"}]}), &["GET /v2/droplets/99 status=500"]);
    line("droplet delete 99 1 --ignore-missing").clock_rate(1000).at(&api).run().exits(1).prints("");
    assert_eq!(changes(&api), NOTHING);
}

#[test]
fn one_that_is_missing_is_neither_done_nor_failed() {
    let api = faulty_sandbox(account_of_two(), &["DELETE /v2/droplets/2 status=422"]);
    line("droplet delete gone b --ignore-missing").at(&api).run().exits(1);
    line("droplet delete gone a b --ignore-missing").at(&api).run().exits(7);
}

fn account_of_two() -> serde_json::Value {
    json!({"droplets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]})
}

#[test]
fn a_name_is_looked_for_as_without_the_option() {
    let fake = Fake::steps([look_up("gone", &[])]);
    let run = line("droplet delete gone --ignore-missing").at(&fake).run().exits(0);
    assert_eq!(run.stderr, "doapi: droplet \"gone\": no such droplet; ignored\n");
    fake.finish();
}
