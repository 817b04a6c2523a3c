//! `/v2/account/keys`: public keys, found by ID or fingerprint.

use std::fmt::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::http::{Fields, Outcome, Refusal, Reply, Request, id, raw};
use crate::pages;
use crate::state::State;

const TYPES: [&str; 6] =
    ["ssh-rsa", "ssh-dss", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-ed25519"];

/// A key of the account, in the API's key order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SshKey {
    pub(crate) id: u64,
    pub(crate) fingerprint: String,
    pub(crate) public_key: String,
    pub(crate) name: String,
}

pub(super) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let ids = state.keys.ids(|_| true);
            let render = |id| text(state, id).map_or("null", RawValue::get);
            Ok(pages::list(request, "ssh_keys", &ids, render))
        }
        ("POST", []) => create(state, &request.fields()?),
        ("GET", [key]) => Ok(reply(state, 200, find(state, key)?)),
        ("PUT", [key]) => rename(state, &request.fields()?, key),
        ("DELETE", [key]) => {
            state.keys.remove(find(state, key)?);
            Ok(Reply::empty(204))
        }
        _ => Err(Refusal::no_route()),
    }
}

/// The ID of the key with this ID or fingerprint: a fingerprint has colons.
pub(crate) fn find(state: &State, key: &str) -> Result<u64, Refusal> {
    if key.contains(':') {
        let same = |it: &&SshKey| it.fingerprint.eq_ignore_ascii_case(key);
        let found = state.keys.values().find(same).map(|it| it.id);
        return found.ok_or_else(Refusal::not_found);
    }
    let id = id(key)?;
    let known = state.keys.get(id).map(|_| id);
    known.ok_or_else(Refusal::not_found)
}

fn text(state: &State, id: u64) -> Option<&RawValue> {
    state.keys.text(id, raw)
}

fn reply(state: &State, status: u16, id: u64) -> Reply {
    Reply::root(status, "ssh_key", &text(state, id))
}

fn create(state: &mut State, fields: &Fields) -> Outcome {
    let public_key = string(fields, "public_key").trim().to_owned();
    let fingerprint = fingerprint(&public_key).map_err(Refusal::unprocessable)?;
    let name = string(fields, "name").to_owned();
    if name.is_empty() {
        return Err(Refusal::unprocessable("Name can't be blank"));
    }
    if state.keys.values().any(|it| it.fingerprint == fingerprint) {
        let message = "SSH Key is already in use on your account";
        return Err(Refusal::unprocessable(message));
    }
    let id = state.ids.key();
    let key = SshKey { id, fingerprint, public_key, name };
    state.keys.insert(id, key);
    Ok(reply(state, 201, id))
}

/// Only the name can change.
fn rename(state: &mut State, fields: &Fields, key: &str) -> Outcome {
    let id = find(state, key)?;
    if let Some(name) = fields.get("name") {
        let name = name.as_str().filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| Refusal::unprocessable("Name can't be blank"))?;
        if let Some(key) = state.keys.get_mut(id) {
            name.clone_into(&mut key.name);
        }
    }
    Ok(reply(state, 200, id))
}

fn string<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The MD5 of the key's blob in pairs of hexadecimal digits, or what the API says about such a key.
pub(crate) fn fingerprint(public_key: &str) -> Result<String, String> {
    let mut words = public_key.split_ascii_whitespace();
    let (Some(kind), Some(blob)) = (words.next(), words.next()) else {
        return Err("Key invalid, key should be of the format `type key [comment]`".to_owned());
    };
    if !TYPES.contains(&kind) {
        return Err("Key invalid type, we support 'ssh-rsa', 'ssh-dss', 'ecdsa-sha2-nistp256', \
                    'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', or 'ssh-ed25519'"
            .to_owned());
    }
    let blob = BASE64_STANDARD
        .decode(blob)
        .map_err(|_| "Fingerprint could not be generated, please make sure your key is valid".to_owned())?;
    Ok(pairs(&Md5::digest(blob)))
}

fn pairs(digest: &[u8]) -> String {
    let mut text = String::with_capacity(digest.len() * 3);
    for (index, byte) in digest.iter().enumerate() {
        let colon = if index == 0 { "" } else { ":" };
        write!(text, "{colon}{byte:02x}").expect("a string takes all that is written to it");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn a_fingerprint_is_the_md5_of_the_blob() {
        let key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQDDHr/jh2Jy4yALcK4JyWbVkPRaWmhck3IgCoeOO3z1e2dBowLh64QAM+Qb72\
                   pxekALga2oi4GvT+TlWNhzPH4V example";
        let expected = "3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa";
        assert_eq!(fingerprint(key).as_deref(), Ok(expected));
    }

    #[test]
    fn bad_keys_are_refused_in_the_words_of_the_api() {
        let table = [
            ("", "Key invalid, key"),
            ("ssh-rsa", "Key invalid, key"),
            ("ssh-foo AAAA", "Key invalid type"),
            ("ssh-rsa ***", "Fingerprint could not be generated"),
        ];
        for (key, message) in table {
            assert!(fingerprint(key).unwrap_err().starts_with(message), "{key}");
        }
    }
}
