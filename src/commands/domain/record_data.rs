//! The API's rules for the names and the data of records (`/v2/domains/{name}/records`).

use crate::api::{Collection, Path};
use crate::error::{Result, usage};
use crate::resolve::noun::DOMAIN;
use crate::resolve::{Family, Key, Lists};

/// The types whose data is a host, which the API wants to end with a dot when it is written, and shows without.
const HOST_VALUED: [&str; 5] = ["CNAME", "MX", "NS", "SRV", "CAA"];

/// The records of a domain.
pub(super) fn family(domain: &str) -> Family {
    let collection = Collection {
        path: list(domain).as_str().to_owned().into(),
        ..Collection::of("", "domain_records", "domain_record")
    };
    Family::of(collection, "record", &[Key::Number], Lists::PLAIN)
}

/// The path of the records of a domain.
pub(super) fn list(domain: &str) -> Path {
    Path::new(format!("{}/records", DOMAIN.family.one(domain)))
}

/// Refuses empty data but for texts: an unset variable of a shell gives it.
pub(super) fn check_data(kind: Option<&str>, data: &str) -> Result<()> {
    let is_text = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("TXT"));
    if is_text || !data.is_empty() { Ok(()) } else { Err(usage("only the data of a TXT record may be empty")) }
}

/// Data as it has to be written: a host name gets its final dot. `@` is the domain itself, and data without a dot or
/// with a colon (`mailto:` in a CAA record) is not a full host name.
pub(super) fn written_data(kind: &str, data: &str) -> String {
    let host = HOST_VALUED.iter().any(|known| known.eq_ignore_ascii_case(kind));
    if host && data.contains('.') && !data.ends_with('.') && !data.contains(':') {
        format!("{data}.")
    } else {
        data.to_owned()
    }
}

/// The data of a record as it has to be written again: the API shows a host name without its final dot, which is always
/// to be added, also to a single label and to the root.
pub(super) fn rewritten_data(shown: &str) -> String {
    if shown == "@" || shown.ends_with('.') || shown.contains(':') { shown.to_owned() } else { format!("{shown}.") }
}

/// Whether data of this type has to be written again with every change.
pub(super) fn is_host_valued(kind: &str) -> bool {
    HOST_VALUED.contains(&kind)
}

/// A name as records have it, relative to their domain; a full one loses the domain.
pub(super) fn relative_name(name: &str, domain: &str) -> String {
    let full = name.strip_suffix('.').unwrap_or(name);
    if full.eq_ignore_ascii_case(domain) {
        return "@".to_owned();
    }
    let tail = full.len().checked_sub(domain.len() + 1).and_then(|at| full.get(at..).map(|tail| (at, tail)));
    match tail.and_then(|(at, tail)| Some((at, tail.strip_prefix('.')?))) {
        Some((at, tail)) if tail.eq_ignore_ascii_case(domain) => full[..at].to_owned(),
        _ => name.to_owned(),
    }
}

/// A name as the API's filter wants it: in full.
pub(super) fn full_name(name: &str, domain: &str) -> String {
    match relative_name(name, domain).as_str() {
        "@" | "" => domain.to_owned(),
        relative => format!("{relative}.{domain}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_written_with_a_final_dot() {
        for (kind, data, written) in [
            ("CNAME", "example.com", "example.com."),
            ("cname", "example.com.", "example.com."),
            ("CNAME", "@", "@"),
            ("MX", "mail.example.com", "mail.example.com."),
            ("NS", "localhost", "localhost"),
            ("SRV", "sip.example.com", "sip.example.com."),
            ("CAA", "letsencrypt.org", "letsencrypt.org."),
            ("CAA", "mailto:ca@example.com", "mailto:ca@example.com"),
            ("A", "192.0.2.1", "192.0.2.1"),
            ("TXT", "v=spf1 include:example.com", "v=spf1 include:example.com"),
        ] {
            assert_eq!(written_data(kind, data), written, "{kind} {data}");
        }
    }

    #[test]
    fn names_are_relative_in_records_and_full_in_filters() {
        for (name, relative, full) in [
            ("www", "www", "www.example.com"),
            ("www.example.com", "www", "www.example.com"),
            ("www.Example.com.", "www", "www.example.com"),
            ("@", "@", "example.com"),
            ("example.com", "@", "example.com"),
            ("example.com.", "@", "example.com"),
            ("*", "*", "*.example.com"),
            ("notexample.com", "notexample.com", "notexample.com.example.com"),
            ("_sip._tcp", "_sip._tcp", "_sip._tcp.example.com"),
            ("ü", "ü", "ü.example.com"),
            // The same length as the domain and its dot.
            ("ü234567890", "ü234567890", "ü234567890.example.com"),
            ("ü2345678901", "ü2345678901", "ü2345678901.example.com"),
        ] {
            assert_eq!(relative_name(name, "example.com"), relative, "{name}");
            assert_eq!(full_name(name, "example.com"), full, "{name}");
        }
    }
}
