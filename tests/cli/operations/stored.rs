//! Journeys through families that the sandbox keeps in its store, all of them by names.

use serde_json::json;

use crate::runner::{Run, line};
use crate::sandboxes::{faulty_sandbox, sandbox};
use doapi_sandbox::Sandbox;

#[track_caller]
fn run(api: &Sandbox, command: &str) -> Run {
    line(command).at(api).run().exits(0)
}

#[test]
fn a_cluster_gets_a_pool_and_both_are_waited_for() {
    let api = sandbox(json!({}));
    let pools = "--node-pools name=first,size=s-2vcpu-4gb,count=2";
    let made = run(&api, &format!("kubernetes new --name prod --region nyc3 --version 1.33 {pools} --wait"));
    assert_eq!(made.array()[0]["status"]["state"], "running");
    let options = "--name w --size s-4vcpu-8gb --count 3 --wait --wait-interval 0.01";
    let pool = run(&api, &format!("kubernetes node-pool new prod {options}")).array().remove(0);
    let states: Vec<_> = pool["nodes"].as_array().unwrap().iter().map(|node| &node["status"]["state"]).collect();
    assert_eq!(states, ["running", "running", "running"]);
    assert_eq!(run(&api, "kubernetes node-pool show prod -o name").stdout, "first\nw\n");
    assert_eq!(run(&api, "kubernetes node-pool update prod w --count 4").json()["count"], 4);
    run(&api, "kubernetes node-pool delete prod w").says("deleted node pool \"w\" (");
    assert!(run(&api, "kubernetes kubeconfig prod").stdout.contains("clusters"));
    run(&api, "kubernetes delete prod").says("deleted Kubernetes cluster \"prod\" (");
    line("kubernetes show prod").at(&api).run().exits(3).says("Kubernetes cluster \"prod\": no such");
}

#[test]
fn a_database_has_users_databases_and_pools() {
    let api = sandbox(json!({}));
    let options = "--engine pg --num-nodes 1 --size db-s-1vcpu-1gb --region nyc3 --wait --wait-interval 0.01";
    let made = run(&api, &format!("database new --name main {options}"));
    assert_eq!(made.each("status"), json!(["online"]));
    assert_eq!(run(&api, "database user new main --name app").json()["name"], "app");
    run(&api, "database db new main --name shop");
    let pool = "--name p --mode transaction --size 5 --db shop --user app";
    assert_eq!(run(&api, &format!("database pool new main {pool}")).json()["name"], "p");
    assert_eq!(run(&api, "database pool show main p").each("db"), json!(["shop"]));
    assert!(run(&api, "database db show main -o name").stdout.ends_with("shop\n"));
    run(&api, "database pool delete main p").says("deleted pool \"p\"");
    run(&api, "database user delete main app").says("deleted user \"app\"");
    run(&api, "database delete main").says("deleted database \"main\" (");
}

#[test]
fn an_app_is_named_by_its_spec_and_deleting_it_prints_nothing() {
    let api = sandbox(json!({}));
    line("app new --spec").at(&api).run().exits(2);
    let new = crate::runner::doapi(["app", "new", "--spec", r#"{"name": "site", "region": "nyc"}"#]).at(&api).run();
    assert_eq!(new.exits(0).json()["spec"]["name"], "site");
    assert!(run(&api, "app show -o table").stdout.contains("site"));
    run(&api, "app deployment new site");
    assert!(!run(&api, "app deployment show site").array().is_empty());
    run(&api, "app delete site").says("deleted app \"site\" (").prints("");
    assert_eq!(run(&api, "app").array().len(), 0);
}

#[test]
fn smaller_families_are_made_shown_and_deleted_by_name() {
    let api = sandbox(json!({"domains": [{"name": "example.com"}]}));
    for (new, shown, deleted) in [
        (
            "uptime new --name home --type https --target https://example.com --regions us_east --enabled",
            "uptime",
            "home",
        ),
        ("certificate new --name c --type lets_encrypt --dns-names example.com --wait", "certificate", "c"),
        ("spaces key new --name k", "spaces key", "k"),
        ("nfs new --name share --size-gib 50 --region nyc1 --vpc-ids default-nyc1", "nfs", "share"),
    ] {
        run(&api, new);
        let names = run(&api, &format!("{shown} show -o name")).stdout;
        assert_eq!(names.lines().collect::<Vec<_>>(), [deleted], "{new}");
        run(&api, &format!("{shown} delete {deleted}")).prints("").says("deleted ");
        assert_eq!(run(&api, &format!("{shown} show")).array().len(), 0, "{new}");
    }
    let ip = run(&api, "reserved-ipv6 new --region-slug nyc3").json()["ip"].as_str().unwrap().to_owned();
    run(&api, &format!("reserved-ipv6 delete {ip}")).says("deleted ");
    run(&api, "registry new --name reg --subscription-tier-slug basic");
    assert_eq!(run(&api, "registry show reg").each("name"), json!(["reg"]));
}

#[test]
fn what_ends_in_a_failure_is_named_with_its_state_and_exits_5() {
    let api = faulty_sandbox(json!({}), &["POST /v2/kubernetes/clusters errored"]);
    let pools = "--node-pools name=first,size=s-2vcpu-4gb,count=1";
    let command = format!("kubernetes new --name prod --region nyc3 --version 1.33 {pools} --wait");
    let run = line(&command).at(&api).run().exits(5);
    let id = run.array()[0]["id"].as_str().unwrap().to_owned();
    run.says(&format!("Kubernetes cluster \"prod\" ({id}): its state is error"));
}
