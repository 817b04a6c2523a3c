//! Signals for `sandbox exec`: they are the command's, its status is passed on, and nothing is left behind.

use crate::runner::{Invocation, Run, doapi, until};
use crate::terminal::on_terminal;

/// A shell script under `sandbox exec`, with a directory of its own for temporary files.
fn exec(script: &str) -> Invocation {
    let run = doapi(["sandbox", "exec", "--", "sh", "-c", script]).env("PATH", "/usr/bin:/bin");
    run.dir("tmp").env_in_home("TMPDIR", "tmp")
}

/// Asserts that no temporary file is left.
#[track_caller]
fn is_clean(run: &Run) {
    let left: Vec<_> = std::fs::read_dir(run.home.path().join("tmp")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn every_signal_reaches_the_command_and_its_status_is_passed_on() {
    for signal in ["HUP", "INT", "QUIT", "TERM"] {
        let script = format!("trap 'exit 7' {signal}; echo up; while :; do sleep 0.05; done");
        let running = exec(&script).spawn();
        until(|| running.printed() == "up\n");
        let run = running.signal(signal).finish().exits(7);
        is_clean(&run);
    }
}

#[test]
fn a_command_that_a_signal_ends_gives_128_and_the_signal() {
    for (signal, code) in [("HUP", 129), ("INT", 130), ("QUIT", 131), ("TERM", 143)] {
        let running = exec("echo up; exec sleep 60").spawn();
        until(|| running.printed() == "up\n");
        let run = running.signal(signal).finish().exits(code);
        is_clean(&run);
    }
}

#[test]
fn a_second_signal_reaches_the_command_too() {
    let script = "n=0; trap 'n=$((n+1)); echo $n; [ $n = 2 ] && exit 9' TERM; echo up; while :; do sleep 0.05; done";
    let running = exec(script).spawn();
    until(|| running.printed() == "up\n");
    let running = running.signal("TERM");
    until(|| running.printed() == "up\n1\n");
    let run = running.signal("TERM").finish().exits(9).prints("up\n1\n2\n");
    is_clean(&run);
}

#[test]
fn what_the_command_has_started_ends_with_it_at_a_signal() {
    for stubborn in ["", "trap '' TERM; "] {
        let running = exec(&format!("({stubborn}exec sleep 60) & echo $!; wait")).spawn();
        until(|| running.printed().ends_with('\n'));
        let run = running.signal("TERM").finish().exits(143);
        let process = format!("/proc/{}/stat", run.stdout.trim());
        let state = std::fs::read_to_string(process).unwrap_or_default();
        assert!(state.is_empty(), "still there: {state}");
        is_clean(&run);
    }
}

#[test]
fn ctrl_c_on_a_terminal_reaches_the_command_once() {
    let script = "trap 'echo got; exit 5' INT; echo up; while :; do sleep 0.05; done";
    let command = format!("trap : INT; doapi sandbox exec -- sh -c \"{script}\"; echo $?");
    let running = on_terminal(&command).keeps_stdin().spawn();
    until(|| running.printed().contains("up"));
    let running = running.types("\u{3}");
    let run = running.finish();
    assert_eq!(run.stdout.matches("got").count(), 1, "{run}");
    assert!(run.stdout.ends_with("5\n"), "{run}");
}

#[test]
fn a_command_that_cannot_be_run_leaves_nothing_behind() {
    for (program, code) in [("./no-such-program", 127), ("/dev/null", 126)] {
        let run = doapi(["sandbox", "exec", "--", program]).dir("tmp").env_in_home("TMPDIR", "tmp").run().exits(code);
        is_clean(&run);
    }
}
