//! What was perhaps meant by a name that does not exist.

/// The name that differs in the fewest characters, in a fifth of them at the most and one more; none if the label
/// itself is among the names.
pub(crate) fn nearest(label: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let lower = label.to_lowercase();
    let distance = |name: &String| strsim::damerau_levenshtein(&lower, &name.to_lowercase());
    let near = names.map(|name| (distance(&name), name)).min()?;
    let exists = near.1 == label;
    (!exists && near.0 <= 1 + label.chars().count() / 5).then_some(near.1)
}

/// The end of a sentence that names it; empty if there is none.
pub(crate) fn did_you_mean(label: &str, names: impl Iterator<Item = String>) -> String {
    nearest(label, names).map(|near| format!("; did you mean {near:?}?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_if_it_is_near_at_all() {
        let names = || ["s-1vcpu-1gb", "s-1vcpu-2gb", "c-2", "nyc3"].map(str::to_owned).into_iter();
        for (label, near) in [
            ("s-1vcpu-1g", Some("s-1vcpu-1gb")),
            ("S-1VCPU-1GB", Some("s-1vcpu-1gb")),
            ("s-1vcup-2gb", Some("s-1vcpu-2gb")),
            ("nyc", Some("nyc3")),
            ("nyc3", None),
            ("frankfurt", None),
        ] {
            assert_eq!(nearest(label, names()).as_deref(), near, "{label}");
        }
    }
}
