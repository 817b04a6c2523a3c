//! stdout: one JSON value, as the API spelt it, and what happens when nobody takes it.

use std::fs::File;
use std::io::pipe;

use serde_json::json;

use crate::fake::Fake;
use crate::replies::{droplet, list, show};
use crate::runner::{doapi, line};
use crate::sandboxes::{abc, changes, sandbox};
use crate::script::get;

#[test]
fn objects_keep_every_field_their_order_and_the_spelling_of_numbers() {
    let body = r#"{"droplet":{"zeta":1.0,"id":7,"name":"w\u00e9b \"x\"","alpha":[],"o":{},"n":[1,[2e0,{"a":-0.10}]],"t":true}}"#;
    let api = Fake::of([get("/v2/droplets/7").gives(200, body)]);
    line("droplet show 7").at(&api).run().succeeds().prints(
        r#"[
  {
    "zeta": 1.0,
    "id": 7,
    "name": "w\u00e9b \"x\"",
    "alpha": [],
    "o": {},
    "n": [
      1,
      [
        2e0,
        {
          "a": -0.10
        }
      ]
    ],
    "t": true
  }
]
"#,
    );
    api.finish();
}

#[test]
fn an_id_beyond_32_bits_is_kept() {
    let id = 18_446_744_073_709_551_615_u64;
    let api = Fake::of([show(id, "big")]);
    assert_eq!(line(&format!("droplet show {id}")).at(&api).run().succeeds().each("id"), json!([id]));
    api.finish();
}

#[test]
fn results_go_to_stdout_and_everything_else_to_stderr() {
    let run = line("droplet show a a -v").at(&sandbox(abc())).run().exits(0);
    assert_eq!(run.each("name"), json!(["a"]));
    assert!(run.stderr.contains("warning: ") && run.stderr.contains("GET /v2/droplets"), "{run}");
}

#[test]
fn there_is_no_progress_where_stderr_is_no_terminal() {
    let api = sandbox(abc());
    line("droplet reboot a b c --wait --wait-interval 0.05").at(&api).run().succeeds();
}

#[test]
fn a_closed_pipe_ends_doapi_quietly() {
    let api = sandbox(json!({"droplets": [{"name": "load", "count": 450}]}));
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    line("droplet show").at(&api).stdout(writer).run().succeeds();
}

#[test]
fn a_reader_that_has_seen_enough_ends_doapi_quietly() {
    let api = sandbox(json!({"droplets": [{"name": "load", "count": 450}]}));
    let (mut reader, writer) = pipe().unwrap();
    let running = line("droplet show").at(&api).stdout(writer).spawn();
    std::io::Read::read_exact(&mut reader, &mut [0; 100]).unwrap();
    drop(reader);
    running.finish().succeeds();
}

#[test]
fn a_closed_pipe_does_not_keep_actions_from_being_started() {
    let api = sandbox(abc());
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    line("droplet reboot a b c").at(&api).stdout(writer).run().succeeds();
    assert_eq!(changes(&api).len(), 3);
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_full_is_a_failure() {
    for (arguments, lost) in [("account", 0), ("droplet show", 0), ("droplet reboot a", 1)] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let run = line(arguments).at(&sandbox(abc())).stdout(full).run().exits(1);
        assert_eq!(run.complaints().len(), 1 + lost, "{run}");
        assert!(run.stderr.starts_with("doapi: cannot write to stdout: "), "{run}");
    }
}

#[test]
fn a_list_is_printed_while_it_is_read() {
    let next = "https://h/v2/droplets?page=2&per_page=200";
    let page = json!({"droplets": [droplet(7, "web")], "links": {"pages": {"next": next}}, "meta": {"total": 2}});
    let api = Fake::steps([
        vec![get("/v2/droplets?per_page=200").gives(200, page), crate::replies::no_gpus()],
        vec![get("/v2/droplets?page=2&per_page=200").gives(200, list("droplets", &[droplet(8, "db")])).stalls()],
    ]);
    let running = doapi(["droplet", "show"]).at(&api).spawn();
    crate::runner::until(|| running.printed().contains(r#""name": "web""#));
    let run = running.signal("INT").finish().exits(130);
    assert_eq!(run.each("name"), json!(["web"]));
    api.finish();
}
