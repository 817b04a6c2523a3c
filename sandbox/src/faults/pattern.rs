//! Paths with `*` in them.

/// A path in which `*` stands for any run of characters, also across slashes.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(String);

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether this is the request's path, or its path and query when the pattern has a `?`.
    pub(crate) fn matches(&self, path: &str, query: &str) -> bool {
        if self.0.contains('?') { wild(&self.0, &format!("{path}?{query}")) } else { wild(&self.0, path) }
    }
}

fn wild(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    (0..=text.len()).filter(|&at| text.is_char_boundary(at)).any(|at| wild(rest, &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_star_is_any_run_and_a_question_mark_brings_the_query_in() {
        let table = [
            ("/v2/droplets", "/v2/droplets", "page=2", true),
            ("/v2/droplets", "/v2/droplets/7", "", false),
            ("/v2/droplets/*", "/v2/droplets", "", false),
            ("/v2/droplets*", "/v2/droplets/7/actions", "", true),
            ("/v2/droplets/*/actions", "/v2/droplets/7/actions", "", true),
            ("/v2/droplets/*/actions", "/v2/droplets/actions", "", false),
            ("*", "/v2/anything", "a=b", true),
            ("/v2/droplets?page=2*", "/v2/droplets", "page=2&per_page=200", true),
            ("/v2/droplets?page=2*", "/v2/droplets", "page=3", false),
            ("/v2/droplets?*", "/v2/droplets", "", true),
        ];
        for (pattern, path, query, expected) in table {
            let matches = Pattern::new(pattern).matches(path, query);
            assert_eq!(matches, expected, "{pattern} {path}?{query}");
        }
    }
}
