//! The forms of identifiers, which show what a label can be before the API is asked.

/// Whether a label is a number that may be an ID. Leading zeros do not matter: `01001` is 1001, as in doapi 0.2.0.
pub(crate) fn is_number(label: &str) -> bool {
    label.bytes().all(|b| b.is_ascii_digit()) && label.parse::<u64>().is_ok()
}

/// A label as it stands in paths and objects: a number without its leading zeros, a
/// fingerprint without the name of its hash, anything else as it is.
pub(crate) fn canonical(label: &str) -> &str {
    if !is_number(label) {
        return fingerprint(label).unwrap_or(label);
    }
    match label.trim_start_matches('0') {
        "" => "0",
        number => number,
    }
}

/// Whether a label is a UUID: groups of 8, 4, 4, 4 and 12 hexadecimal digits.
pub(crate) fn is_uuid(label: &str) -> bool {
    let groups: Vec<&str> = label.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.concat().bytes().all(|b| b.is_ascii_hexdigit())
}

/// The MD5 fingerprint of an SSH key that a label is, as the API has it: 16 pairs of hexadecimal digits with colons
/// between them, without the `MD5:` that ssh-keygen puts in front.
fn fingerprint(label: &str) -> Option<&str> {
    let print = label.strip_prefix("MD5:").unwrap_or(label);
    let is_pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit());
    (print.split(':').count() == 16 && print.split(':').all(is_pair)).then_some(print)
}

/// Whether a label is the MD5 fingerprint of an SSH key.
pub(crate) fn is_fingerprint(label: &str) -> bool {
    fingerprint(label).is_some()
}

/// The SHA256 fingerprint of an SSH key that a label is, as ssh-keygen prints it: base64, without padding.
pub(crate) fn sha256_fingerprint(label: &str) -> Option<&str> {
    label.strip_prefix("SHA256:").map(|print| print.trim_end_matches('='))
}

/// Whether a label has only characters that slugs have.
pub(crate) fn may_be_slug(label: &str) -> bool {
    label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
        && label.bytes().any(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_their_leading_zeros_and_nothing_else_does() {
        for (label, is, form) in [
            ("1001", true, "1001"),
            ("01001", true, "1001"),
            ("0", true, "0"),
            ("000", true, "0"),
            ("", false, ""),
            ("+1", false, "+1"),
            ("007a", false, "007a"),
            ("99999999999999999999", false, "99999999999999999999"),
            (
                "MD5:3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa",
                false,
                "3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa",
            ),
            ("MD5:3b:16", false, "MD5:3b:16"),
        ] {
            assert_eq!((is_number(label), canonical(label)), (is, form), "{label}");
        }
    }

    #[test]
    fn uuids_are_known_by_their_groups() {
        for (label, is) in [
            ("4de7ac8b-495b-4884-9a69-1050c6793cd6", true),
            ("4DE7AC8B-495B-4884-9A69-1050C6793CD6", true),
            ("4de7ac8b495b48849a691050c6793cd6", false),
            ("4de7ac8b-495b-4884-9a69-1050c6793cdg", false),
            ("", false),
            ("my-volume-in-the-north", false),
        ] {
            assert_eq!(is_uuid(label), is, "{label}");
        }
    }
}
