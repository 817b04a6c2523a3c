//! The API's rules for the names and the data of records (`/v2/domains/{name}/records`).

use crate::api::{Collection, Path};
use crate::error::{Result, usage};
use crate::resolve::noun::{DOMAIN, ascii_name};
use crate::resolve::{Family, Key, Lists};

/// The types whose data is a host, which the API wants to end with a dot when it is written, and shows without.
const HOST_VALUED: [&str; 4] = ["CNAME", "MX", "NS", "SRV"];

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
    DOMAIN.family.collection.below(domain, "records")
}

/// Refuses empty data but for texts: an unset variable of a shell gives it.
pub(super) fn check_data(kind: Option<&str>, data: &str) -> Result<()> {
    let is_text = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("TXT"));
    if is_text || !data.is_empty() { Ok(()) } else { Err(usage("only the data of a TXT record may be empty")) }
}

/// Data as it has to be written. A host gets its final dot; `@` is the domain itself, and what has no dot is no full
/// host name. What the data of a CAA record is depends on its tag.
pub(super) fn written_data(kind: &str, tag: Option<&str>, data: &str) -> String {
    let is_full_host = is_host_valued(kind) && data.contains('.');
    if (is_full_host || is_issuer(kind, tag, data)) && !data.ends_with('.') {
        format!("{}.", ascii_name(data))
    } else if is_host_valued(kind) {
        ascii_name(data)
    } else {
        data.to_owned()
    }
}

/// The data that has to be sent again when another field of a record changes, in the form in which it is written;
/// `None` where the API keeps it by itself. A host is shown without the final dot that it had, also where it is a
/// single label or nothing else than the dot.
pub(super) fn rewritten_data(kind: &str, tag: Option<&str>, shown: &str) -> Option<String> {
    match kind {
        "CAA" => Some(written_data(kind, tag, shown)),
        _ if !is_host_valued(kind) => None,
        _ if shown == "@" || shown.ends_with('.') => Some(shown.to_owned()),
        _ => Some(format!("{shown}.")),
    }
}

/// Whether the data of a type names a host.
fn is_host_valued(kind: &str) -> bool {
    HOST_VALUED.iter().any(|known| known.eq_ignore_ascii_case(kind))
}

/// Whether the data of a CAA record is the bare name of an authority. `;` forbids all of them, a name may be followed
/// by parameters, and `iodef` has a URL.
fn is_issuer(kind: &str, tag: Option<&str>, data: &str) -> bool {
    let names_one = tag.is_none_or(|tag| ["issue", "issuewild"].iter().any(|known| known.eq_ignore_ascii_case(tag)));
    let is_bare = data.chars().all(|c| c.is_alphanumeric() || "-._".contains(c));
    kind.eq_ignore_ascii_case("CAA") && names_one && is_bare
}

/// A name as records have it, relative to their domain; a full one loses the domain.
pub(super) fn relative_name(name: &str, domain: &str) -> String {
    let name = ascii_name(name);
    let full = name.strip_suffix('.').unwrap_or(&name);
    if full.eq_ignore_ascii_case(domain) {
        return "@".to_owned();
    }
    let tail = full.len().checked_sub(domain.len() + 1).and_then(|at| full.get(at..).map(|tail| (at, tail)));
    match tail.and_then(|(at, tail)| Some((at, tail.strip_prefix('.')?))) {
        Some((at, tail)) if tail.eq_ignore_ascii_case(domain) => full[..at].to_owned(),
        _ => name,
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
            ("CNAME", "b\u{fc}cher.example", "xn--bcher-kva.example."),
            ("MX", "mail.example.com", "mail.example.com."),
            ("MX", ".", "."),
            ("NS", "localhost", "localhost"),
            ("SRV", "sip.example.com", "sip.example.com."),
            ("SRV", ".", "."),
            ("A", "192.0.2.1", "192.0.2.1"),
            ("TXT", "v=spf1 include:b\u{fc}cher.example", "v=spf1 include:b\u{fc}cher.example"),
        ] {
            assert_eq!(written_data(kind, None, data), written, "{kind} {data}");
        }
    }

    #[test]
    fn the_tag_of_a_caa_record_says_whether_its_data_is_a_host() {
        for (tag, data, written) in [
            (Some("issue"), "letsencrypt.org", "letsencrypt.org."),
            (Some("issue"), "letsencrypt.org.", "letsencrypt.org."),
            (Some("ISSUEWILD"), "ca", "ca."),
            (Some("issue"), ";", ";"),
            (Some("issuewild"), "letsencrypt.org; accounturi=https://ca/1", "letsencrypt.org; accounturi=https://ca/1"),
            (Some("iodef"), "https://example.com/report", "https://example.com/report"),
            (Some("iodef"), "mailto:ca@example.com", "mailto:ca@example.com"),
            (Some("iodef"), "example.com", "example.com"),
            (None, "letsencrypt.org", "letsencrypt.org."),
        ] {
            assert_eq!(written_data("CAA", tag, data), written, "{tag:?} {data}");
            let again = rewritten_data("CAA", tag, written.strip_suffix('.').unwrap_or(written));
            assert_eq!(again.as_deref(), Some(written), "{tag:?} {data}");
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
            ("\u{fc}", "xn--tda", "xn--tda.example.com"),
            ("*.\u{fc}.example.com", "*.xn--tda", "*.xn--tda.example.com"),
        ] {
            assert_eq!(relative_name(name, "example.com"), relative, "{name}");
            assert_eq!(full_name(name, "example.com"), full, "{name}");
        }
    }
}
