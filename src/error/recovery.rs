//! How to find out whether a request whose answer was lost was carried out.

use crate::api::{Error, Request};
use crate::escape::escape;
use crate::resolve::noun::{DROPLET, NOUNS, Noun, at_path};
use serde_json::Value;
use std::borrow::Cow;

/// How to find out whether a request that failed has been carried out, if that is in doubt.
pub(crate) fn how_to_check(error: &Error) -> Option<String> {
    let command = check_command(NOUNS, error.unconfirmed_path()?.as_str())?;
    Some(format!("see whether it was carried out with: {command}"))
}

/// The same for a request whose body is known: of new droplets, it shows which of them exist.
pub(crate) fn how_to_check_request(request: &Request) -> Option<String> {
    let names = names(request);
    if names.is_empty() || request.path.as_str() != DROPLET.family.list().as_str() {
        return None;
    }
    Some(how_to_check_droplets(&names))
}

/// How to find out which droplets of these names exist. With several names `droplet show` prints nothing if one of them
/// is missing, so the whole list is searched.
pub(crate) fn how_to_check_droplets(names: &[String]) -> String {
    let words: Vec<String> = names.iter().map(|name| shell_word(name)).collect();
    if let [word] = words.as_slice() {
        return format!("see whether it exists with: doapi droplet show {word}");
    }
    format!("see which of them exist with: doapi droplet show -o name | grep -xF -e {}", words.join(" -e "))
}

/// The names in the body of a request that creates something.
pub(crate) fn names(request: &Request) -> Vec<String> {
    let body: Value = request.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    let names = body["names"].as_array().into_iter().flatten().chain(body.get("name"));
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The name as a word of a shell. A control character, which no droplet can have in its name, is escaped.
fn shell_word(name: &str) -> String {
    shlex::try_quote(&escape(name)).map_or_else(|_| escape(name), Cow::into_owned)
}

/// The command that shows what a POST to this path would have made.
fn check_command(nouns: &[&Noun], path: &str) -> Option<String> {
    let noun = |plural: &str| at_path(nouns, &format!("/v2/{plural}")).map(|noun| noun.command);
    let segments: Vec<&str> = path.split('?').next()?.strip_prefix("/v2/")?.split('/').collect();
    match *segments.as_slice() {
        ["account", "keys"] => Some(format!("doapi {} show", noun("account/keys")?)),
        ["droplets", "actions"] => Some("doapi action show --in-progress".to_owned()),
        ["domains", domain, "records"] if is_plain(domain) => Some(format!("doapi domain show-record {domain}")),
        ["tags", tag, "resources"] if is_plain(tag) => Some(format!("doapi tag show {tag}")),
        [plural, key, "actions"] if is_plain(key) => Some(format!("doapi {} actions {key}", noun(plural)?)),
        [plural] => Some(format!("doapi {} show", noun(plural)?)),
        _ => None,
    }
}

/// Whether a segment reads the same in a shell as in a path.
fn is_plain(segment: &str) -> bool {
    segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)) && !segment.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::check_command;
    use crate::resolve::noun::NOUNS;
    use crate::resolve::noun::made_up::GADGET;

    #[test]
    fn what_a_post_would_have_made_has_a_command_that_shows_it() {
        for (path, command) in [
            ("/v2/droplets", Some("doapi droplet show")),
            ("/v2/droplets/7/actions", Some("doapi droplet actions 7")),
            ("/v2/droplets/actions?tag_name=web", Some("doapi action show --in-progress")),
            ("/v2/floating_ips/1.2.3.4/actions", Some("doapi floating-ip actions 1.2.3.4")),
            ("/v2/account/keys", Some("doapi ssh-key show")),
            ("/v2/domains/example.com/records", Some("doapi domain show-record example.com")),
            ("/v2/tags/a%3Bb/resources", None),
            ("/v2/kubernetes/clusters", None),
            ("/elsewhere", None),
        ] {
            assert_eq!(check_command(NOUNS, path).as_deref(), command, "{path}");
        }
    }

    #[test]
    fn a_made_up_noun_has_such_commands_too() {
        for (path, command) in
            [("/v2/gadgets", "doapi gadget show"), ("/v2/gadgets/7/actions", "doapi gadget actions 7")]
        {
            assert_eq!(check_command(&[&GADGET], path).as_deref(), Some(command), "{path}");
            assert_eq!(check_command(NOUNS, path), None, "{path}");
        }
    }
}
