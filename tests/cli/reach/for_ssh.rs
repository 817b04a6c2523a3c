//! `droplet ssh-config`.

use super::account;
use crate::runner::line;
use crate::sandboxes::sandbox;
use serde_json::json;
use std::os::unix::fs::PermissionsExt;

#[test]
fn each_droplet_has_an_entry_that_ssh_understands() {
    let api = account();
    let run = line("droplet ssh-config").at(&api).run().exits(0).says("droplet \"none\" has no such address");
    let entry = "Host web-1 droplet-1\n    HostName 192.0.2.1\n    HostKeyAlias droplet-1\n    CheckHostIP no\n    \
                 StrictHostKeyChecking accept-new\n    User root\n";
    assert!(
        run.stdout.contains(entry) && run.stdout.contains("Host six droplet-3\n    HostName 2001:db8::3\n"),
        "{run}"
    );
    let run = line("droplet ssh-config --where tags=web -l dev -p 2222 -i k").at(&api).run().succeeds();
    assert_eq!(run.stdout.matches("Host ").count(), 2);
    assert!(run.stdout.contains("    User dev\n    Port 2222\n    IdentityFile \"k\"\n"), "{run}");
}

#[test]
fn a_name_that_is_not_its_own_is_none_of_ssh() {
    let networks = json!({"public": "192.0.2.1"});
    let api = sandbox(json!({"droplets": [
        {"id": 1, "name": "twin", "networks": networks}, {"id": 2, "name": "twin", "networks": networks},
        {"id": 3, "name": "* !web", "networks": networks}, {"id": 4, "name": "a\nProxyCommand x", "networks": networks},
    ]}));
    let run = line("droplet ssh-config").at(&api).run().exits(0);
    let hosts: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("Host ")).collect();
    assert_eq!(hosts, ["Host droplet-1", "Host droplet-2", "Host droplet-3", "Host droplet-4"]);
    assert!(!run.stdout.contains("ProxyCommand") && run.stderr.matches("warning: ").count() == 4, "{run}");
}

#[test]
fn install_keeps_the_entries_in_a_file_that_ssh_includes() {
    let api = account();
    let before = "Host mine\n    User me\n";
    let run =
        line("droplet ssh-config --install").at(&api).dir(".ssh").file(".ssh/config", before).run().exits(0).prints("");
    let read = |name: &str| std::fs::read_to_string(run.home.path().join(".ssh").join(name)).unwrap();
    assert_eq!(read("config"), format!("Include doapi_config*\n\n{before}"));
    assert!(read("doapi_config").contains("Host web-1 droplet-1\n"));
    let mode = run.home.path().join(".ssh/doapi_config").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again =
        line("droplet ssh-config --install").at(&api).dir(".ssh").file(".ssh/config", &read("config")).run().exits(0);
    let twice = std::fs::read_to_string(again.home.path().join(".ssh/config")).unwrap();
    assert_eq!(twice, read("config"));
}
