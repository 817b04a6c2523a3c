//! Systems that grant few threads, little memory or few open files, and values of absurd size.

use serde_json::json;

use crate::runner::{Invocation, doapi, line};
use crate::sandboxes::{abc, changes, sandbox};

/// A stack that no system has room for, so that no thread can be started.
const NO_THREADS: (&str, &str) = ("RUST_MIN_STACK", "1125899906842624");

/// doapi below a limit of the shell, such as `ulimit -n 12`.
fn limited(limit: &str, command: &str) -> Invocation {
    let script = format!("{limit}; exec '{}' {command}", env!("CARGO_BIN_EXE_doapi"));
    Invocation::of("/bin/sh", ["-c", &script])
}

#[test]
fn where_no_thread_can_be_started_that_is_an_error_of_one_line_and_nothing_is_changed() {
    for command in
        ["droplet show 1 2 3", "droplet show", "droplet reboot 1 2 3", "droplet reboot 1 --wait", "tag new x"]
    {
        let api = sandbox(abc());
        let run = line(command).at(&api).env(NO_THREADS.0, NO_THREADS.1).run().exits(1);
        assert_eq!((run.complaints().len(), changes(&api).len()), (1, 0), "{command}: {run}");
        assert!(run.stderr.contains("cannot set up the HTTP client: "), "{command}: {run}");
    }
}

#[test]
fn where_no_thread_can_be_started_completion_offers_nothing_and_says_nothing() {
    let api = sandbox(abc());
    let run = doapi(["--", "doapi", "droplet", "show", ""]).at(&api).env("COMPLETE", "bash").env("_CLAP_IFS", "\n");
    let run = run.env("_CLAP_COMPLETE_INDEX", "3").env(NO_THREADS.0, NO_THREADS.1).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
}

/// The limits leave room for a connection or two, where there would be eight otherwise.
#[test]
#[cfg(target_os = "linux")]
fn with_few_open_files_or_little_memory_everything_is_done_with_fewer_workers() {
    for limit in
        ["ulimit -n 12", "ulimit -n 16", "ulimit -v 90000", "ulimit -v 100000", "ulimit -v 200000", "ulimit -v 300000"]
    {
        let droplets: Vec<_> = (1..=20).map(|id| json!({"id": id, "name": format!("web-{id}")})).collect();
        let api = sandbox(json!({"droplets": droplets}));
        let ids: Vec<String> = (1..=20).map(|id| id.to_string()).collect();
        let run = limited(limit, &format!("droplet reboot {}", ids.join(" "))).at(&api).run().exits(0);
        assert_eq!(run.array().len(), 20, "{limit}: {run}");
    }
}

#[test]
fn too_few_open_files_for_any_connection_is_an_error_of_one_line() {
    let api = sandbox(abc());
    let run = limited("ulimit -n 6", "account").at(&api).clock_rate(20).run().exits(1).prints("");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(run.stderr.contains("Too many open files"), "{run}");
}

#[test]
fn times_of_any_size_are_taken_or_refused() {
    let api = sandbox(abc());
    for option in ["--wait-interval", "--wait-time", "--timeout"] {
        for value in ["1e19", "18446744073709551615", "18446744073709551616", "1e300", "584942417355y", "1e-300"] {
            let run = doapi(["droplet", "wait", "1", option, value]).at(&api).run();
            assert!(matches!(run.code, 0 | 2), "{option} {value}: {run}");
        }
    }
    line("droplet reboot 1 --wait --wait-interval 1e19 --wait-time 0.5").at(&api).run().exits(0);
}

#[test]
fn columns_of_any_number_are_taken_or_passed_over() {
    let api = sandbox(abc());
    for columns in ["0", "1", "2", "65536", "4294967296", "18446744073709551615", "18446744073709551616", "-1", "x"] {
        for command in ["droplet show -o table", "droplet show --help", "help droplet"] {
            line(command).at(&api).env("COLUMNS", columns).run().exits(0);
        }
    }
}

#[test]
fn names_of_a_hundred_thousand_characters_name_nothing() {
    let (api, name) = (sandbox(abc()), "a".repeat(100_000));
    for words in [
        vec!["droplet", "show", &name],
        vec!["droplet", "show", "--tag", &name],
        vec!["ssh-key", "show", &name],
        vec!["tag", "show", &name],
        vec!["request", &name],
        vec!["domain", "show", &name],
    ] {
        let run = doapi(&words).at(&api).run().prints("");
        assert!(matches!(run.code, 1 | 3), "{:?}: exit {}", &words[..2], run.code);
        assert_eq!(run.complaints().len(), 1, "{:?}", &words[..2]);
    }
}
