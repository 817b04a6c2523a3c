//! Reaching droplets: `ip`, `ssh`, `scp`, `rsync`, `ssh-config` and `inventory`, with stand-ins for the programs that
//! they run, which record their arguments byte for byte.

mod for_ansible;
mod for_services;
mod for_ssh;

use crate::runner::{Invocation, Run, doapi, line};
use crate::sandboxes::sandbox;
use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

/// What is in front of the address.
const USUAL: [&str; 8] = [
    "-o",
    "User=root",
    "-o",
    "HostKeyAlias=droplet-1",
    "-o",
    "CheckHostIP=no",
    "-o",
    "StrictHostKeyChecking=accept-new",
];

fn networks(public: &str, v6: &str, private: &str) -> Value {
    let known =
        [("public", public), ("v6", v6), ("private", private)].into_iter().filter(|(_, address)| !address.is_empty());
    known.map(|(kind, address)| (kind.to_owned(), json!(address))).collect::<serde_json::Map<_, _>>().into()
}

fn account() -> Sandbox {
    sandbox(json!({"droplets": [
        {"id": 1, "name": "web-1", "tags": ["web"], "networks": networks("192.0.2.1", "2001:db8::1", "10.0.0.1")},
        {"id": 2, "name": "web-2", "tags": ["web"], "networks": networks("192.0.2.2", "", "")},
        {"id": 3, "name": "six", "networks": networks("", "2001:db8::3", "")},
        {"id": 4, "name": "none", "networks": networks("", "", "")},
    ], "tags": ["web"]}))
}

/// A stand-in that adds its words to a file, each ended by NUL and the line by a newline, and fails where it is told.
const STAND_IN: &str = "#!/bin/sh\n\
    { printf '%s\\0' \"${0##*/}\" \"$@\"; echo; } >>\"$HOME/ran\"\n\
    [ -z \"$DO_API_TOKEN$DIGITALOCEAN_TOKEN\" ] || echo 'the token leaks' >&2\n\
    case \"$*\" in *192.0.2.2*) exit ${FAILS:-0};; esac\n";

trait WithPrograms {
    fn with_programs(self) -> Invocation;
}

impl WithPrograms for Invocation {
    /// With the stand-ins in its PATH.
    fn with_programs(self) -> Invocation {
        let mut it = self.dir("bin");
        for name in ["ssh", "scp", "rsync"] {
            it = it.file_with_mode(&format!("bin/{name}"), STAND_IN, 0o755);
        }
        let path = format!("{}:/usr/bin:/bin", it.home().join("bin").display());
        it.env("PATH", path)
    }
}

/// The words of each program that was run.
fn ran(run: &Run) -> Vec<Vec<String>> {
    let bytes = std::fs::read_to_string(run.home.path().join("ran")).unwrap_or_default();
    let lines = bytes.split_terminator("\0\n");
    lines.map(|line| line.split('\0').map(str::to_owned).collect()).collect()
}

fn words(parts: &[&[&str]]) -> Vec<String> {
    parts.concat().into_iter().map(str::to_owned).collect()
}

#[test]
fn ip_prints_an_address_and_nothing_else() {
    let api = account();
    for (command, printed) in [
        ("web-1", "192.0.2.1\n"),
        ("-4 web-1", "192.0.2.1\n"),
        ("-6 web-1", "2001:db8::1\n"),
        ("--private web-1", "10.0.0.1\n"),
        ("web-1 web-2", "192.0.2.1\n192.0.2.2\n"),
        ("six", "2001:db8::3\n"),
    ] {
        line(&format!("droplet ip {command}")).at(&api).run().succeeds().prints(printed);
    }
    line("droplet ip none").at(&api).run().exits(1).prints("").says("droplet \"none\": it has no public address");
    line("droplet ip web-1 none web-2").at(&api).run().exits(7).prints("192.0.2.1\n192.0.2.2\n");
    line("droplet ip web-1 nothing").at(&api).run().exits(3).prints("");
}

#[test]
fn ssh_gets_its_words_as_they_are() {
    let api = account();
    for (given, expected) in [
        (vec!["web-1"], vec!["192.0.2.1"]),
        (vec!["web-1", "uptime"], vec!["192.0.2.1", "uptime"]),
        (vec!["web-1", "ls", "-l", "--all"], vec!["192.0.2.1", "ls", "-l", "--all"]),
        (vec!["web-1", "--", "-N", "-L", "8:h:9"], vec!["192.0.2.1", "-N", "-L", "8:h:9"]),
        (vec!["-6", "web-1"], vec!["2001:db8::1"]),
        (vec!["web-1", "-v", "--", "--x"], vec!["192.0.2.1", "-v", "--", "--x"]),
        (
            vec!["web-1", "--", "a b", ";", "$(touch x)", "", "new\nline", "'", "\u{1b}[2J"],
            vec!["192.0.2.1", "a b", ";", "$(touch x)", "", "new\nline", "'", "\u{1b}[2J"],
        ),
    ] {
        let line = doapi(["droplet", "ssh"].into_iter().chain(given.clone())).at(&api);
        let run = line.env("DIGITALOCEAN_TOKEN", "another").with_programs().run().succeeds();
        assert_eq!(ran(&run), [words(&[&["ssh"], &USUAL, &expected])], "{given:?}");
        assert!(!run.home.path().join("x").exists());
    }
}

#[test]
fn user_port_and_key_come_from_options_and_then_from_the_configuration() {
    let api = account();
    let settings = "ssh-user = 'dev'\nssh-port = 2222\nssh-key = '/a key'\n";
    for (options, expected) in [
        ("", vec!["-o", "User=dev", "-o", "Port=2222", "-i", "/a key"]),
        ("-l me -p 22 -i k", vec!["-o", "User=me", "-o", "Port=22", "-i", "k"]),
    ] {
        let command = line(&format!("droplet ssh {options} web-1 true")).at(&api).file("c.toml", settings);
        let run = command.env_in_home("DOAPI_CONFIG", "c.toml").with_programs().run().succeeds();
        let expected = words(&[&["ssh"], &expected[..2], &USUAL[2..], &expected[2..], &["192.0.2.1", "true"]]);
        assert_eq!(ran(&run), [expected]);
    }
    for user in ["-oProxyCommand=x", "a b", "a;b"] {
        let option = format!("--user={user}");
        let run = doapi(["droplet", "ssh", &option, "web-1"]).at(&api).with_programs().run().exits(2);
        assert_eq!(ran(&run), Vec::<Vec<String>>::new());
    }
}

#[test]
fn the_status_is_that_of_the_program_or_7_of_several() {
    let api = account();
    line("droplet ssh web-2 false").at(&api).env("FAILS", "42").with_programs().run().exits(42).prints("");
    let several = line("droplet ssh --tag web uptime -p").at(&api).env("FAILS", "42").with_programs().run();
    let several = several.exits(7).says("droplet \"web-2\": ssh ended with exit status 42");
    let last: Vec<Vec<String>> = ran(&several).into_iter().map(|line| line[9..].to_vec()).collect();
    assert_eq!(last, [["192.0.2.1", "uptime", "-p"], ["192.0.2.2", "uptime", "-p"]]);
    line("droplet ssh --where tags=web true").at(&api).with_programs().run().succeeds();
    line("droplet ssh none").at(&api).with_programs().run().exits(1).says("it has no public address");
    line("droplet ssh web-1 --private").at(&api).with_programs().run().exits(2).says("behind the name of the droplet");
    doapi(["droplet", "ssh", ""]).at(&api).with_programs().run().exits(2).says("must not be empty");
    line("droplet ssh nothing").at(&api).with_programs().run().exits(3);
    line("droplet ssh web-1").at(&api).env("PATH", "/nowhere").run().exits(1).says("cannot run \"ssh\"");
}

#[test]
fn a_dry_run_shows_what_would_be_run() {
    let api = account();
    let run = doapi(["droplet", "ssh", "--dry-run", "web-1", "echo 'a b'"]).at(&api).with_programs().run().exits(0);
    let expected = words(&[&["ssh"], &USUAL, &["192.0.2.1", "echo 'a b'"]]);
    assert_eq!(run.json(), json!([{"run": expected}]));
    assert_eq!(ran(&run), Vec::<Vec<String>>::new());
}

#[test]
fn scp_gets_addresses_for_names_and_all_else_as_it_is() {
    let api = account();
    for (given, expected) in [
        (vec!["a b", "web-1:/x y;z"], vec!["a b", "192.0.2.1:/x y;z"]),
        (vec!["-6", "web-1:f", "."], vec!["[2001:db8::1]:f", "."]),
        (
            vec!["--", "-r", "-o", "A=b:c", "web-1:x", "./web-2:y"],
            vec!["-r", "-o", "A=b:c", "192.0.2.1:x", "./web-2:y"],
        ),
        (vec!["web-1:a", "web-1:b", "here"], vec!["192.0.2.1:a", "192.0.2.1:b", "here"]),
    ] {
        let run = doapi(["droplet", "scp"].into_iter().chain(given)).at(&api).with_programs().run().succeeds();
        assert_eq!(ran(&run), [words(&[&["scp"], &USUAL, &expected])]);
    }
    for (given, code) in [("a b", 2), ("web-1:a web-2:b", 2), ("nothing:a b", 3)] {
        let run = line(&format!("droplet scp {given}")).at(&api).with_programs().run().exits(code);
        assert_eq!(ran(&run), Vec::<Vec<String>>::new());
    }
}

#[test]
fn rsync_gets_ssh_with_its_options_as_one_word() {
    let api = account();
    let command = ["droplet", "rsync", "-i", "/my key", "--", "-a", "site/", "web-1:/srv/"];
    let run = doapi(command).at(&api).with_programs().run().succeeds();
    let shell = format!("ssh {} -i '/my key'", USUAL.join(" "));
    assert_eq!(ran(&run), [words(&[&["rsync", "-e", &shell, "-a", "site/", "192.0.2.1:/srv/"]])]);
}
