//! `doapi sandbox`: a local API for a command, or until Ctrl-C.

use serde_json::json;

use crate::runner::{Invocation, doapi, until};

/// `doapi sandbox exec` with options, of a shell script.
fn exec(options: &[&str], script: &str) -> Invocation {
    let line = ["sandbox", "exec"].iter().chain(options).chain(&["--", "sh", "-c"]).copied().chain([script]);
    doapi(line).env("PATH", "/usr/bin:/bin")
}

#[test]
fn a_command_has_the_endpoint_and_the_token_in_its_environment() {
    let script = r#"echo "$DOAPI_ENDPOINT $DIGITALOCEAN_API_URL"; echo "$DO_API_TOKEN $DIGITALOCEAN_ACCESS_TOKEN $DIGITALOCEAN_TOKEN""#;
    let run = exec(&[], script).run().succeeds();
    let lines: Vec<Vec<&str>> = run.stdout.lines().map(|line| line.split(' ').collect()).collect();
    assert!(lines[0][0].starts_with("http://127.0.0.1:") && lines[0][0] == lines[0][1], "{run}");
    assert!(lines[1][0].starts_with("dop_v1_") && lines[1][0] == lines[1][1] && lines[1][1] == lines[1][2], "{run}");
}

#[test]
fn doapi_and_its_names_are_in_the_path_of_the_command() {
    let script = "doapi account >&2 && doapi-account >&2 && doapi-action >&2 && doapi-size >&2 && doapi-region >&2 && doapi-droplet";
    exec(&[], script).run().exits(0).prints("[]\n");
}

#[test]
fn the_main_job_runs_without_an_account() {
    let script = "doapi droplet new --wait --wait-interval 0.05 -I ubuntu-24-04-x64 -S s-1vcpu-1gb -R nyc3 web-1 web-2 >created &&
        doapi droplet power-off --wait --wait-interval 0.05 web-2 >off && doapi-droplet show";
    let run = exec(&["--action-time", "50ms"], script).run().succeeds();
    assert_eq!((run.each("name"), run.each("status")), (json!(["web-1", "web-2"]), json!(["active", "off"])));
}

#[test]
fn it_ends_with_the_status_of_the_command() {
    for (script, code) in [("exit 0", 0), ("exit 3", 3), ("exit 42", 42), ("kill -s TERM $$", 143)] {
        exec(&[], script).run().exits(code).prints("");
    }
}

#[test]
fn a_file_that_is_no_program_is_126() {
    let run = doapi(["sandbox", "exec", "--", "./notes"]).file_with_mode("notes", "text", 0o600).run().exits(126);
    assert!(run.stderr.contains("notes"), "{run}");
}

#[test]
fn no_proxy_is_asked_for_the_sandbox_by_any_client() {
    let script = "echo $NO_PROXY $no_proxy";
    for (upper, lower, seen) in [
        ("", "", "127.0.0.1 127.0.0.1\n"),
        ("a.org", "", "a.org,127.0.0.1 a.org,127.0.0.1\n"),
        ("", "b.org", "b.org,127.0.0.1 b.org,127.0.0.1\n"),
        ("a.org", "b.org", "a.org,127.0.0.1 b.org,127.0.0.1\n"),
    ] {
        exec(&[], script).env("NO_PROXY", upper).env("no_proxy", lower).run().succeeds().prints(seen);
    }
}

#[test]
fn curl_reaches_the_sandbox_where_everything_else_goes_through_a_proxy() {
    let script =
        "curl -sS -o body -w '%{http_code}\n' -H \"Authorization: Bearer $DO_API_TOKEN\" $DOAPI_ENDPOINT/v2/account";
    for variable in ["NO_PROXY", "no_proxy"] {
        // Nothing listens on this port.
        let run = exec(&[], script).env("http_proxy", "http://127.0.0.1:9").env(variable, "example.com");
        run.run().succeeds().prints("200\n");
    }
}

#[test]
fn a_command_that_does_not_exist_is_127() {
    let run = doapi(["sandbox", "exec", "--", "no-such-command"]).env("PATH", "/usr/bin").run().exits(127);
    assert!(run.stderr.contains("no-such-command"), "{run}");
}

#[test]
fn the_command_reads_stdin_and_takes_options_of_its_own() {
    exec(&[], "cat").stdin("hello\n").run().succeeds().prints("hello\n");
    doapi(["sandbox", "exec", "--", "echo", "--seed", "-v"])
        .env("PATH", "/bin:/usr/bin")
        .run()
        .succeeds()
        .prints("--seed -v\n");
}

#[test]
fn the_account_is_seeded_by_a_file_and_kept_in_one() {
    let seed = r#"{"droplets": [{"id": 5, "name": "seeded"}]}"#;
    let run = exec(&["--seed", "seed.json"], "doapi-droplet show seeded").file("seed.json", seed).run().succeeds();
    assert_eq!(run.each("id"), json!([5]));
    let new = "doapi droplet new -I debian-13-x64 -S s-1vcpu-1gb kept >new";
    let first = exec(&["--state", "state.json"], new).run().succeeds();
    let state = first.home.path().join("state.json");
    let again = exec(&["--state", state.to_str().unwrap()], "doapi droplet show kept").run().succeeds();
    assert_eq!(again.each("name"), json!(["kept"]));
}

#[test]
fn the_token_is_new_each_time_or_the_one_that_is_given() {
    let token = |options: &[&str]| exec(options, "echo $DO_API_TOKEN").run().succeeds().stdout;
    assert_ne!(token(&[]), token(&[]));
    assert_eq!(token(&["--api-token", "mine"]), "mine\n");
    let run = exec(&["--api-token-file", "token"], "doapi account >account && echo $DO_API_TOKEN");
    run.file("token", "kept\n").run().succeeds().prints("kept\n");
    exec(&["--api-token", "two words"], "true").run().exits(4).says("--api-token");
}

#[test]
fn verbose_logs_the_requests_of_exec_and_otherwise_it_is_silent() {
    exec(&["-v"], "curl -s -o /dev/null $DOAPI_ENDPOINT/v2/sizes").run().says("sandbox: GET /v2/sizes → 401");
    let run = exec(&[], "doapi account >account").run().succeeds();
    assert_eq!(run.stderr, "", "{run}");
}

#[test]
fn a_state_that_cannot_be_saved_is_an_error_at_both_ends() {
    exec(&["--state", "missing/state.json"], "echo ran").run().exits(1).prints("").says("missing/state.json");
    let lost = "rm state.json && mkdir state.json && doapi tag new t >tag";
    let run = exec(&["--state", "state.json"], lost).run().exits(1);
    assert!(run.stderr.contains("cannot save the state in state.json"), "{run}");
}

#[test]
fn a_seed_beside_a_state_that_exists_is_ignored_with_a_word() {
    let options = ["--state", "state.json", "--seed", "seed.json"];
    let seed = r#"{"droplets": [{"name": "seeded"}]}"#;
    let kept = r#"{"droplets": [{"name": "kept"}]}"#;
    let run = exec(&options, "doapi droplet show").file("seed.json", seed).run().succeeds();
    assert_eq!((run.each("name"), run.stderr.as_str()), (json!(["seeded"]), ""));
    let both = exec(&options, "doapi droplet show").file("seed.json", seed).file("state.json", kept);
    let run = both.run().exits(0).says("--seed is ignored");
    assert_eq!(run.each("name"), json!(["kept"]));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = doapi(["sandbox", "serve", "--port", &port]).run().exits(1);
    assert!(run.stderr.contains(&format!("127.0.0.1:{port}")), "{run}");
}

#[test]
fn the_limit_on_lists_of_keys_follows_the_one_on_requests() {
    let lists = "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
        curl -s -o /dev/null -w '%{http_code} ' -H \"Authorization: Bearer $DO_API_TOKEN\" $DOAPI_ENDPOINT/v2/account/keys; done";
    for (burst, refused) in [("250", 2), ("300", 0), ("50", 10)] {
        let run = exec(&["--burst", burst], lists).run().succeeds();
        assert_eq!(run.stdout.matches("429").count(), refused, "{burst}: {run}");
    }
}

#[test]
fn what_was_asked_for_and_is_not_served_is_named_at_the_end() {
    let script = "doapi -q request /v2/none >body 2>error; doapi -q request /v2/nothing >body 2>error; true";
    let run = exec(&[], script).run().exits(0).prints("");
    for request in ["GET /v2/none", "GET /v2/nothing"] {
        assert!(run.stderr.contains(&format!("the sandbox does not serve {request} (requests: 1)")), "{run}");
    }
    let many = "for i in $(seq 25); do curl -s -o /dev/null -H \"Authorization: Bearer $DO_API_TOKEN\" $DOAPI_ENDPOINT/v2/none/$i; done";
    let run = exec(&[], many).run().exits(0);
    assert_eq!(run.stderr.matches("does not serve GET /v2/none/").count(), 20, "{run}");
    assert!(run.stderr.contains("the sandbox does not serve 5 more"), "{run}");
    exec(&["--strict"], script).run().exits(1).says("asked for what the sandbox does not serve");
    exec(&["--strict"], "doapi account >account").run().succeeds();
    exec(&["--strict"], "doapi -q request /v2/none >body; exit 7").run().exits(7);
}

#[test]
fn things_go_wrong_as_told() {
    let fault = r#"GET /v2/account status=403 body={"id":"forbidden","message":"No."}"#;
    exec(&["--fault", fault], "doapi account").run().exits(4).says("403 forbidden: No.");
    let faults = ["--fault", "GET /v2/account #1 cut", "--fault", "GET /v2/account #2 status=503"];
    exec(&faults, "doapi account").run().succeeds();
}

#[test]
fn a_mistake_in_a_seed_is_named_with_file_line_and_field() {
    let seed = "{\"droplets\": [\n  {\"name\": \"a\"},\n  {\"name\": \"b\", \"size\": \"huge\"}\n]}";
    let run = exec(&["--seed", "seed.json"], "true").file("seed.json", seed).run().exits(1);
    assert!(run.stderr.contains("seed.json:3: droplets[1].size: there is no size \"huge\""), "{run}");
}

#[test]
fn what_cannot_be_used_is_told() {
    for (options, code) in [
        (["--fault", "nonsense"], 2),
        (["--action-time", "soon"], 2),
        (["--seed", "nothing-here"], 1),
        (["--seed", "broken.json"], 1),
    ] {
        exec(&options, "true").file("broken.json", "{").run().exits(code).prints("");
    }
    doapi(["sandbox", "exec"]).run().exits(2);
    doapi(["sandbox", "exec", "--"]).run().exits(2);
}

#[test]
fn it_needs_no_token_and_reads_none() {
    exec(&[], "doapi account >account").env("DO_API_TOKEN", "not a token").file(".doapi", "nor this").run().succeeds();
}

#[test]
fn serve_prints_what_to_export_and_ends_with_ctrl_c() {
    let running = doapi(["sandbox", "serve", "--action-time", "0"]).spawn();
    until(|| running.printed().matches("export ").count() == 5);
    let exports = running.printed();
    let variables = exports.lines().filter_map(|line| line.strip_prefix("export ")?.split_once('='));
    let shown = variables.fold(doapi(["account"]), |run, (name, value)| run.env(name, value)).run().succeeds();
    assert_eq!(shown.json()["status"], json!("active"));
    let served = running.signal("INT").finish();
    assert!(matches!(served.code, 0 | 130), "{served}");
    assert_eq!(served.stdout, exports);
}

#[test]
fn serve_logs_requests_that_it_does_not_know() {
    let running = doapi(["sandbox", "serve"]).spawn();
    until(|| running.printed().matches("export ").count() == 5);
    let exports = running.printed();
    let url = exports.split("DOAPI_ENDPOINT=").nth(1).unwrap().lines().next().unwrap();
    let token = exports.split("DO_API_TOKEN=").nth(1).unwrap().lines().next().unwrap();
    let script = format!("{}/v2/no_such_thing", url.trim_start_matches("http://"));
    let (host, path) = script.split_once('/').unwrap();
    ask(host, &format!("/{path}"), token);
    running.signal("INT").finish().says("GET /v2/no_such_thing");
}

/// A request that doapi itself would not make.
fn ask(host: &str, path: &str, token: &str) {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 404"), "{reply}");
}

#[test]
fn the_scopes_that_a_command_needs_are_said_at_the_end() {
    let run = exec(&["--scopes"], "doapi account >account; doapi droplet show").run().exits(0);
    assert!(run.stderr.ends_with("scopes that a token needs for this: account:read,droplet:read\n"), "{run}");
    exec(&["--scopes"], "true").run().exits(0).says("scopes that a token needs for this: none");
}

#[test]
fn a_token_is_restricted_to_the_scopes_that_are_listed() {
    let script = "doapi region show >regions; doapi account";
    exec(&["--scopes", "regions:read,droplet:read"], script).run().exits(4).says("403");
    exec(&["--scopes", "regions:read,account:read"], script).run().exits(0);
    exec(&["--scopes", "regions:reed"], "true").run().exits(1).says("there is no scope \"regions:reed\"");
    doapi(["sandbox", "exec", "--scopes", "true"]).run().exits(2).says("before a command, write --");
}

#[test]
fn an_address_that_others_can_reach_is_warned_of() {
    let script = "doapi sandbox serve --bind 0.0.0.0 >exports 2>notes & for i in $(seq 100); do
        grep -q 'only the token' notes && break; sleep 0.1; done; cat exports notes; kill $!; wait";
    let run = exec(&[], script).run().exits(0);
    assert!(run.stdout.contains("export DOAPI_ENDPOINT=http://127.0.0.1:"), "{run}");
    assert!(run.stdout.contains("other machines can reach it at 0.0.0.0"), "{run}");
}
