//! `--for`: services on a droplet whose address is this machine.

use super::WithPrograms;
use crate::runner::line;
use crate::sandboxes::sandbox;
use doapi_sandbox::Sandbox;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpListener;

fn here() -> Sandbox {
    sandbox(json!({"droplets": [{"id": 1, "name": "web-1", "networks": {"public": "127.0.0.1"}}]}))
}

/// A server that answers each connection with one of these texts, the last one again and again.
fn server(texts: &[&'static str]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let texts = texts.to_vec();
    std::thread::spawn(move || {
        for (at, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let text = texts[at.min(texts.len() - 1)];
            if text.starts_with("HTTP/") {
                let _ = stream.read(&mut [0; 1024]);
            }
            let _ = stream.write_all(text.as_bytes());
        }
    });
    port
}

fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn a_wait_ends_when_the_service_answers() {
    for (service, texts) in [
        ("tcp:PORT", vec![""]),
        ("http://:PORT/health", vec!["HTTP/1.1 503 Busy\r\n\r\n", "garbage\n", "HTTP/1.1 204 No Content\r\n\r\n"]),
        ("http://:PORT/", vec!["HTTP/1.1 301 Moved\r\nLocation: http://192.0.2.1/\r\n\r\n"]),
    ] {
        let (api, port) = (here(), server(&texts).to_string());
        let command = format!("droplet wait --wait-interval 0.05 --for {} web-1", service.replace("PORT", &port));
        let run = line(&command).at(&api).run().succeeds();
        assert_eq!(run.each("name"), json!(["web-1"]));
    }
}

#[test]
fn ssh_is_there_when_it_greets() {
    let (api, port) = (here(), server(&["busy\n", "SSH-2.0-OpenSSH_9.2\r\n"]));
    let command = line("droplet wait --wait-interval 0.05 --for ssh web-1").at(&api);
    let command = command.file("c.toml", &format!("ssh-port = {port}\n")).env_in_home("DOAPI_CONFIG", "c.toml");
    command.run().succeeds();
}

#[test]
fn a_wait_that_runs_out_says_what_was_seen_last() {
    let api = here();
    let (closed, busy) = (closed_port(), server(&["HTTP/1.1 503 Busy\r\n\r\n"]));
    for (service, says) in [
        (format!("tcp:{closed}"), format!("droplet \"web-1\": 127.0.0.1:{closed}: Connection refused")),
        (format!("http://:{busy}/"), format!("droplet \"web-1\": 127.0.0.1:{busy}: \"HTTP/1.1 503 Busy\"")),
    ] {
        let run =
            line(&format!("droplet wait --wait-time 1 --for {service} web-1")).at(&api).run().exits(6).says(&says);
        assert_eq!(run.each("name"), json!(["web-1"]));
    }
}

#[test]
fn a_new_droplet_is_printed_whether_or_not_its_service_answers() {
    let api = sandbox(json!({}));
    let new = "droplet new -I debian-12-x64 -S s-1vcpu-1gb -R nyc3 --wait-time 2 --for ssh web-9";
    let run = line(new).at(&api).run().exits(6).says("droplet \"web-9\": ");
    assert_eq!((run.each("name"), run.each("status")), (json!(["web-9"]), json!(["active"])));
}

#[test]
fn cloud_init_is_asked_by_way_of_ssh() {
    let api = here();
    for (status, code, says) in [("done", 0, ""), ("error", 1, "cloud-init ended with an error")] {
        let run = line("droplet wait --wait-time 20 --for cloud-init web-1").at(&api).with_programs();
        let run = run.file_with_mode("bin/ssh", &format!("#!/bin/sh\necho status: {status}\n"), 0o755).run();
        run.exits(code).says(says);
    }
}

#[test]
fn what_is_no_service_is_a_usage_error() {
    for service in ["telnet", "tcp:0", "http://example.com/", "https://:443/"] {
        line(&format!("droplet wait --for {service} web-1")).at(&here()).run().exits(2).prints("").says("must be ssh");
    }
}
