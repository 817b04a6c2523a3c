//! Which text completes to an object: its name, if that is unambiguous, or else its ID.

use crate::resolve::item::Item;
use crate::ui::escape;
use clap_complete::engine::CompletionCandidate;
use std::collections::{HashMap, HashSet};

/// The candidates for the current word. After a `--`, which `after_dashes` reports, no word is an option.
pub(super) fn offer(items: &[Item], typed: &str, after_dashes: bool) -> Vec<CompletionCandidate> {
    let shared = shared(items);
    let usable = |text: &str| is_usable(text, after_dashes);
    let own_name = |name: &str| usable(name) && !is_number(name) && !shared.contains(name);
    let begun = |text: &str| text.starts_with(typed);
    let offered = items.iter().filter(|item| usable(&item.id)).filter_map(|item| match item.name.as_deref() {
        Some(name) if own_name(name) => begun(name).then(|| candidate(name, &item.about)),
        // An object whose name is ambiguous is offered by ID, but can still be found by typing its name.
        name => (begun(&item.id) || name.is_some_and(begun)).then(|| by_id(item, &item.id)),
    });
    let offered: Vec<CompletionCandidate> = offered.collect();
    if offered.is_empty() { others(items, typed) } else { offered }
}

/// IDs and fingerprints of named objects, for a word that begins like one.
fn others(items: &[Item], typed: &str) -> Vec<CompletionCandidate> {
    if typed.is_empty() {
        return Vec::new();
    }
    let begun = |text: &&String| text.to_lowercase().starts_with(&typed.to_lowercase());
    let of = |item: &Item| Some(by_id(item, [Some(&item.id), item.alias.as_ref()].into_iter().flatten().find(begun)?));
    items.iter().filter_map(of).collect()
}

fn by_id(item: &Item, id: &str) -> CompletionCandidate {
    let name = item.name.as_deref().map(escape);
    let parts: Vec<&str> =
        [name.as_deref(), Some(&item.about)].into_iter().flatten().filter(|t| !t.is_empty()).collect();
    candidate(id, &parts.join(" · "))
}

fn candidate(text: &str, about: &str) -> CompletionCandidate {
    let about = Some(escape(about)).filter(|about| !about.is_empty());
    CompletionCandidate::new(text).help(about.map(Into::into))
}

/// The texts that are ambiguous.
fn shared(items: &[Item]) -> HashSet<&str> {
    let mut users: HashMap<&str, usize> = HashMap::new();
    for item in items {
        let texts: HashSet<&str> = [Some(&item.id), item.name.as_ref(), item.alias.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        for text in texts {
            *users.entry(text).or_default() += 1;
        }
    }
    users.into_iter().filter(|&(_, count)| count > 1).map(|(text, _)| text).collect()
}

/// Whether the command would take the text for the name of an object.
fn is_usable(text: &str, after_dashes: bool) -> bool {
    let shown = !text.is_empty() && !text.chars().any(char::is_control);
    shown && (after_dashes || !text.starts_with('-'))
}

/// A number is taken for an ID.
fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, name: Option<&str>) -> Item {
        Item { id: id.into(), name: name.map(Into::into), about: "off".into(), ..Item::default() }
    }

    fn offered(items: &[Item], typed: &str, after_dashes: bool) -> Vec<String> {
        let text = |c: &CompletionCandidate| {
            format!(
                "{} ({})",
                c.get_value().to_string_lossy(),
                c.get_help().map(ToString::to_string).unwrap_or_default()
            )
        };
        offer(items, typed, after_dashes).iter().map(text).collect()
    }

    #[test]
    fn a_name_is_offered_where_it_means_one_object() {
        let items = [
            item("11", Some("web")),
            item("12", Some("twin")),
            item("13", Some("twin")),
            item("14", Some("99")),
            item("15", Some("-dash")),
            item("16", Some("tab\there")),
            item("17", Some("my web")),
            item("18", Some("")),
            item("19", None),
        ];
        let all = [
            "web (off)",
            "12 (twin · off)",
            "13 (twin · off)",
            "14 (99 · off)",
            "15 (-dash · off)",
            "16 (tab\\there · off)",
            "my web (off)",
            "18 (off)",
            "19 (off)",
        ];
        assert_eq!(offered(&items, "", false), all);
        assert_eq!(offered(&items, "tw", false), ["12 (twin · off)", "13 (twin · off)"]);
        assert_eq!(offered(&items, "11", false), ["11 (web · off)"]);
        assert_eq!(offered(&items, "-d", true), ["-dash (off)"]);
        assert_eq!(offered(&items, "my", false), ["my web (off)"]);
        assert!(offered(&items, "nobody", false).is_empty());
    }

    #[test]
    fn what_is_named_like_another_s_id_goes_by_its_own() {
        let items = [item("a:b", Some("one")), item("2", Some("a:b"))];
        assert_eq!(offered(&items, "", false), ["one (off)", "2 (a:b · off)"]);
        assert!(offered(&[item("-x", None)], "", false).is_empty());
    }
}
