//! Labels as people have them: fingerprints as ssh-keygen prints them, addresses of droplets, files from Windows.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{list, no_gpus};
use crate::runner::{doapi, line};
use crate::sandboxes::sandbox;
use crate::script::get;

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHaSw601QLuAPAILOu5mzYiHEjI06gxucUPArdc/9DHt";
/// As `ssh-keygen -l -E md5` and `ssh-keygen -l` print them of this key.
const MD5: &str = "MD5:31:e2:66:ba:75:81:f8:45:41:ec:f4:78:c3:8c:75:ba";
const SHA256: &str = "SHA256:hA/Or20GTGdVLLL7N3U9N5K3GmEqH6JLSopKLDqqrVE";

#[test]
fn a_key_is_found_by_its_fingerprint_as_ssh_keygen_prints_it() {
    let other = KEY.replace("9DHt", "9DHu");
    let api = sandbox(
        json!({"ssh_keys": [{"id": 1, "name": "laptop", "public_key": KEY}, {"id": 2, "name": "x", "public_key": other}]}),
    );
    for label in [MD5, &MD5.to_lowercase().replace("md5:", "MD5:"), &MD5[4..], SHA256, &format!("{SHA256}=")] {
        let run = doapi(["ssh-key", "show", label]).at(&api).run().succeeds();
        assert_eq!(run.each("id"), json!([1]), "{label}");
    }
    doapi(["ssh-key", "show", "SHA256:AAAA"]).at(&api).run().exits(3).prints("");
}

#[test]
fn a_droplet_is_found_by_any_of_its_addresses_and_by_its_name_before_that() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "a", "ipv6": true}, {"id": 2, "name": "b"}]}));
    let droplets = line("droplet show").at(&api).run().succeeds().array();
    let addresses = |droplet: &Value, version: &str| -> Vec<String> {
        let all = droplet["networks"][version].as_array().cloned().unwrap_or_default();
        all.iter().map(|network| network["ip_address"].as_str().unwrap().to_owned()).collect()
    };
    for (id, droplet) in [(1, &droplets[0]), (2, &droplets[1])] {
        for address in addresses(droplet, "v4").into_iter().chain(addresses(droplet, "v6")) {
            let run = doapi(["droplet", "show", &address]).at(&api).run().succeeds();
            assert_eq!(run.each("id"), json!([id]), "{address}");
        }
    }
    let six = addresses(&droplets[0], "v6")[0].to_uppercase();
    doapi(["droplet", "show", &six]).at(&api).run().succeeds();
    doapi(["droplet", "show", "192.0.2.254"]).at(&api).run().exits(3).prints("");
    let four = addresses(&droplets[1], "v4")[0].clone();
    doapi(["droplet", "rename", "--wait", "--wait-interval", "0.05", "1", &four]).at(&api).run().exits(0);
    assert_eq!(doapi(["droplet", "show", &four]).at(&api).run().succeeds().each("id"), json!([1]));
    let both = doapi(["droplet", "show", "-M", &four]).at(&api).run().succeeds();
    assert_eq!(both.each("id"), json!([1, 2]));
}

#[test]
fn an_address_that_droplets_share_is_ambiguous() {
    let networks = json!({"networks": {"v4": [{"ip_address": "10.0.0.2", "type": "private"}]}});
    let droplet = |id: u64| {
        let mut droplet = networks.clone();
        droplet["id"] = json!(id);
        droplet
    };
    let api = Fake::of([
        get("/v2/droplets?per_page=200").gives(200, list("droplets", &[droplet(1), droplet(2)])).at_any_time(),
        no_gpus().at_any_time(),
    ]);
    line("droplet delete 10.0.0.2").at(&api).run().exits(3).prints("").says("is ambiguous: 2 droplets match: 1, 2");
    api.finish();
}

#[test]
fn a_byte_order_mark_at_the_start_of_a_file_is_passed_over() {
    let with_mark = |text: &str| format!("\u{feff}{text}");
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "a"}], "domains": [{"name": "example.com"}]}));
    let token = crate::runner::Api::token(&api);
    for (arguments, text) in [
        ("ssh-key new pc @file", format!("{KEY} me@pc\r\n")),
        ("droplet act -p @file snapshot a", r#"{"name": "x"}"#.to_owned()),
        ("request -d @file /v2/tags", r#"{"name": "t"}"#.to_owned()),
        ("request -d @- /v2/tags", r#"{"name": "t"}"#.to_owned()),
        ("domain new --extra @file example.net", r#"{"ip_address": "192.0.2.1"}"#.to_owned()),
        ("account --api-token-file file", format!("{token}\r\n")),
    ] {
        let arguments =
            if arguments.starts_with("ssh-key") { arguments.replace('@', "") } else { arguments.to_owned() };
        let run = line(&arguments).file("file", &with_mark(&text)).stdin(&with_mark(&text)).at(&api).run();
        assert_eq!(run.code, 0, "{arguments}: {run}");
    }
    let keys = line("ssh-key show pc").at(&api).run().succeeds();
    assert_eq!(keys.each("public_key"), json!([format!("{KEY} me@pc")]));
}

#[test]
fn a_key_file_that_is_too_large_is_refused_and_never_cut() {
    let api = Fake::of([]);
    let large = format!("{KEY} {}", "x".repeat(70_000));
    line("ssh-key new pc id.pub").file("id.pub", &large).at(&api).run().exits(2).prints("").says("larger than 64 KiB");
    api.finish();
}
