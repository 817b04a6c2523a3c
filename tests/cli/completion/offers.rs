//! What is offered where.

use serde_json::json;

use super::{User, asks, full, values};
use crate::fake::Fake;
use crate::replies::{droplet, list};
use crate::sandboxes::{sandbox, slow_sandbox};
use crate::script::get;

#[test]
fn commands_and_options_are_offered() {
    let api = sandbox(full());
    let user = User::of(&api);
    for (line, offered) in [
        ("doapi dr", vec!["droplet"]),
        ("doapi droplet power-o", vec!["power-off", "power-on"]),
        ("doapi-droplet power-o", vec!["power-off", "power-on"]),
        ("/usr/local/bin/doapi-floating-ip una", vec!["unassign"]),
        ("doapi droplet show --mul", vec!["--multiple"]),
        ("doapi --time", vec!["--timeout"]),
        ("doapi droplet wait --status of", vec!["off"]),
        ("doapi completions po", vec!["powershell"]),
    ] {
        assert_eq!(user.offered(line), offered, "{line}");
    }
    assert_eq!(user.requests(), 0);
}

#[test]
fn commands_of_the_table_are_offered_too() {
    let api = sandbox(full());
    let user = User::of(&api);
    for (line, offered) in [
        ("doapi volu", vec!["volume"]),
        ("doapi volume sn", vec!["snapshot"]),
        ("doapi kubernetes node-pool re", vec!["recycle"]),
        ("doapi droplet firew", vec!["firewall"]),
        ("doapi droplet firewall ", vec!["show"]),
        ("doapi-volume snapshot ne", vec!["new"]),
        ("doapi volume new --size", vec!["--size-gigabytes"]),
        ("doapi volume act --type at", vec!["attach"]),
        ("doapi api des", vec!["describe"]),
    ] {
        assert_eq!(user.offered(line), offered, "{line}");
    }
    assert_eq!(user.requests(), 0);
}

#[test]
fn objects_of_the_table_are_offered_by_name() {
    let api = sandbox(full());
    let user = User::of(&api);
    for (line, offered) in [
        ("doapi volume show d", vec!["disk"]),
        ("doapi firewall new --droplet-ids web", vec!["web-1", "web-2"]),
        ("doapi volume new --region ny", vec!["nyc1", "nyc2", "nyc3"]),
        ("doapi volume new --tags p", vec!["prod"]),
    ] {
        assert_eq!(user.offered(line), offered, "{line}");
    }
}

#[test]
fn objects_below_others_are_offered_once_those_are_named() {
    let cluster = json!({"id": "c-1", "name": "prod"});
    let clusters = json!({"kubernetes_clusters": [cluster], "meta": {"total": 1}});
    let pools = json!({"node_pools": [{"id": "p-1", "name": "workers"}, {"id": "p-2", "name": "gpu"}]});
    let api = Fake::of([
        get("/v2/kubernetes/clusters?per_page=200").gives(200, clusters),
        get("/v2/kubernetes/clusters/c-1/node_pools?per_page=200").gives(200, pools),
    ]);
    let run = asks("doapi kubernetes node-pool delete prod wo").at(&api).run().succeeds();
    assert_eq!(values(&run), ["workers"]);
    api.finish();
}

#[test]
fn objects_are_offered_by_name() {
    let api = sandbox(full());
    let user = User::of(&api);
    for (line, offered) in [
        ("doapi droplet show w", vec!["web-1", "web-2"]),
        ("doapi-droplet power-off --wait web-1 w", vec!["web-2"]),
        ("doapi droplet show --tag p", vec!["prod"]),
        ("doapi droplet tag ", vec!["env:test", "prod"]),
        ("doapi tag update e", vec!["env:test"]),
        ("doapi image show my", vec!["my image", "mysql-20-04"]),
        ("doapi image update ", vec!["901", "902", "my image"]),
        ("doapi droplet new -I debian-1", vec!["debian-12-x64", "debian-13-x64"]),
        ("doapi droplet rebuild --image=my", vec!["--image=my image", "--image=mysql-20-04"]),
        ("doapi droplet new -R ny", vec!["nyc1", "nyc2", "nyc3"]),
        ("doapi image transfer fr", vec!["fra1"]),
        ("doapi droplet resize s-1vcpu-5", vec!["s-1vcpu-512mb-10gb"]),
        ("doapi ssh-key delete m", vec!["me@home"]),
        ("doapi droplet new -K m", vec!["me@home"]),
        ("doapi domain delete ", vec!["example.com", "other.org"]),
        ("doapi floating-ip show ", vec!["192.0.2.77"]),
        ("doapi reserved-ip assign ", vec!["192.0.2.77"]),
        ("doapi reserved-ip assign 192.0.2.77 web-", vec!["web-1", "web-2"]),
        ("doapi droplet act reb", vec!["reboot", "rebuild"]),
        ("doapi image act ", vec!["convert", "transfer"]),
        ("doapi floating-ip act ", vec!["assign", "unassign"]),
        ("doapi domain new-record example.com M", vec!["MX"]),
        ("doapi request -X PA", vec!["PATCH"]),
    ] {
        assert_eq!(user.offered(line), offered, "{line}");
    }
}

#[test]
fn objects_are_described() {
    let api = sandbox(full());
    let user = User::of(&api);
    for (line, described) in [
        ("doapi droplet show web-1", "web-1\tactive · nyc3 · 203.0.113."),
        ("doapi image show ubuntu-24", "ubuntu-24-04-x64\tUbuntu · 24.04 (LTS) x64\n"),
        ("doapi image show my", "my image\tsnapshot · "),
        ("doapi droplet new -S s-1vcpu-1gb", "s-1vcpu-1gb\t1 vCPU · 1 GB · 25 GB disk · $6/month\n"),
        ("doapi reserved-ip show ", "192.0.2.77\tweb-1 · nyc3\n"),
        ("doapi tag show p", "prod\t1 resource\n"),
    ] {
        let run = user.asks(line).run().succeeds();
        assert!(run.stdout.starts_with(described), "{line}: {run}");
    }
}

#[test]
fn what_has_no_name_of_its_own_goes_by_its_id() {
    let api = sandbox(full());
    let user = User::of(&api);
    for (line, offered) in [
        ("doapi droplet show tw", vec!["3", "4"]),
        ("doapi droplet show 1", vec!["1"]),
        ("doapi image show -- -d", vec!["-dash"]),
        ("doapi image show 42", vec!["902"]),
        ("doapi image delete 90", vec!["901", "902"]),
        ("doapi image delete 900", vec!["900"]),
    ] {
        assert_eq!(user.offered(line), offered, "{line}");
    }
    assert!(user.asks("doapi droplet show tw").run().stdout.contains("3\ttwin · active"));
}

#[test]
fn records_are_those_of_the_domain_on_the_line() {
    let api = sandbox(full());
    let user = User::of(&api);
    for verb in ["show-record", "update-record", "delete-record"] {
        let run = user.asks(&format!("doapi domain {verb} EXAMPLE.com ")).run().succeeds();
        assert!(run.stdout.contains("\tA www 192.0.2.1\n"), "{run}");
    }
    let run = user.asks("doapi domain show-record other.org ").run().succeeds();
    assert!(run.stdout.contains("\tNS @ ns1.digitalocean.com\n") && !run.stdout.contains("www"), "{run}");
    assert!(user.offered("doapi domain show-record nobody.net ").iter().all(|value| value.starts_with('-')));
}

#[test]
fn actions_are_those_in_progress() {
    let api = slow_sandbox(full());
    let user = User::of(&api);
    let started = user.command("droplet reboot web-1").run().succeeds();
    let id = started.each("id")[0].to_string();
    let run = user.asks("doapi action wait ").run().succeeds();
    assert_eq!(values(&run), [id]);
    assert!(run.stdout.contains("\treboot · droplet 1 · in-progress · since "), "{run}");
}

#[test]
fn files_are_offered_where_files_are_meant() {
    for (line, offered) in [
        ("doapi ssh-key new laptop id", vec!["id.pub"]),
        ("doapi --api-token-file i", vec!["id.pub"]),
        ("doapi droplet new -U @i", vec!["@id.pub"]),
        ("doapi droplet new -K i", vec!["id.pub"]),
        ("doapi droplet act reboot --params @id", vec!["@id.pub"]),
    ] {
        assert_eq!(values(&asks(line).file("id.pub", "").run().succeeds()), offered, "{line}");
    }
}

#[test]
fn the_endpoint_and_the_token_may_be_on_the_line() {
    let api = sandbox(full());
    let line = |place: &str| format!("doapi --endpoint {} --api-token-file {place} droplet show web-1", api.url());
    let told = asks(&line("token")).file("token", api.token()).run().succeeds();
    assert_eq!(values(&told), ["web-1"]);
    let readable = asks(&line("token")).file_with_mode("token", api.token(), 0o644).run().succeeds();
    assert_eq!(values(&readable), ["web-1"], "and no word of the file that others can read");
    for place in ["-", "none", "/dev/tty"] {
        assert_eq!(asks(&line(place)).stdin(api.token()).run().succeeds().stdout, "", "{place}");
    }
}

#[test]
fn an_object_that_is_in_two_lists_is_offered_once() {
    let page = list("droplets", &[droplet(7, "web")]);
    let lists = ["/v2/droplets?per_page=200", "/v2/droplets?type=gpus&per_page=200"];
    let api = Fake::steps([lists.map(|path| get(path).gives(200, &page)).to_vec()]);
    assert_eq!(values(&asks("doapi droplet show w").at(&api).run().succeeds()), ["web"]);
    api.finish();
}
