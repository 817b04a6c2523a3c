//! The token and passwords are in no output; text of the API steers no terminal.

use serde_json::json;

use crate::fake::{Fake, TOKEN};
use crate::runner::{Api, line};
use crate::script::get;
use crate::terminal::on_terminal;

#[test]
fn the_token_is_redacted_in_bodies_and_headers_whatever_the_status() {
    let echoed = || json!({"you_sent": format!("Bearer {TOKEN}")});
    for status in [200, 201, 302, 404, 422, 500] {
        for arguments in
            ["request /v2/x", "request -i /v2/x", "request -D - /v2/x", "request -D headers /v2/x", "-vv request /v2/x"]
        {
            let reply = get("/v2/x").header("x-echo", TOKEN).gives(status, echoed());
            let api = Fake::of(reply.times(if status == 500 { 5 } else { 1 }));
            let run = line(arguments).at(&api).clock_rate(20).run();
            assert!(run.stdout.contains("(redacted)"), "{status} {arguments}: {run}");
            let file = std::fs::read_to_string(run.home.path().join("headers")).unwrap_or_default();
            assert!(![&run.stdout, &run.stderr, &file].iter().any(|text| text.contains(TOKEN)), "{arguments}: {run}");
            api.finish();
        }
    }
}

#[test]
fn a_body_that_is_no_json_is_redacted_too() {
    let api = Fake::of([get("/v2/x").header("content-type", "text/plain").gives(200, format!("sent: {TOKEN}"))]);
    line("request /v2/x").at(&api).run().succeeds().prints("sent: (redacted)\n");
    api.finish();
}

#[test]
fn the_password_of_an_endpoint_is_not_shown() {
    for arguments in
        ["--endpoint https://me:hunter2@example.com/ account", "request https://me:hunter2@example.com/v2/x"]
    {
        let run = line(arguments).env("DO_API_TOKEN", TOKEN).run().exits(2).prints("");
        assert!(!run.stderr.contains("hunter2") && run.stderr.contains("example.com"), "{run}");
    }
}

#[test]
fn what_steers_a_terminal_is_escaped_there_and_only_there() {
    let sent = "\"a\u{9b}31m\u{7f}\u{202e}b\"";
    let serve = |body: &str| Fake::of([get("/v2/x").gives(200, body)]);
    let api = serve(sent);
    line("request /v2/x").at(&api).run().succeeds().prints(&format!("{sent}\n"));
    api.finish();
    for (body, shown) in [(sent, "\"a\\u009b31m\\u007f\\u202eb\""), ("no json \u{1b}[2J", "no json \\u{1b}[2J")] {
        let api = serve(body);
        let run = on_terminal("doapi --color never request /v2/x").at(&api).run();
        assert!(run.stdout.contains(shown), "{run}");
        api.finish();
    }
}

#[test]
fn two_variables_for_the_token_get_a_warning_that_says_which_counts() {
    let api = Fake::of([get("/v2/account").gives(200, json!({"account": {}}))]);
    let run =
        line("account").at(&api).file_with_mode("t", "another", 0o600).env("DOAPI_API_TOKEN_FILE", "t").run().exits(0);
    assert_eq!(
        run.complaints(),
        ["doapi: warning: DO_API_TOKEN and DOAPI_API_TOKEN_FILE are both set; DO_API_TOKEN counts"]
    );
    api.finish();
}

#[test]
fn a_token_file_at_home_that_leads_nowhere_is_an_error_and_no_other_token_is_tried() {
    for target in ["nowhere", ".doapi"] {
        let api = Fake::of([]);
        let home = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(target, home.path().join(".doapi")).unwrap();
        let run = line("account").env("DOAPI_ENDPOINT", api.url()).env("HOME", home.path());
        let run = run.env("DIGITALOCEAN_ACCESS_TOKEN", TOKEN).run().exits(4).prints("");
        assert!(run.stderr.starts_with("doapi: cannot read the API token from "), "{run}");
        api.finish();
    }
}
