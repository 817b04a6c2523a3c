//! What the API can do and the sandbox does not serve: it is refused with 501, as a client would take a 404 for an
//! object that is gone.

use crate::http::{Refusal, Request};

/// A method and a path a line, with `*` for each part that names an object.
const OPERATIONS: &str = include_str!("../seed/operations.txt");

/// The refusal of a request that no route takes.
pub(crate) fn refusal(request: &Request) -> Refusal {
    let known = OPERATIONS.lines().filter_map(|line| line.split_once(' '));
    let same = |(method, pattern): (&str, &str)| method == request.method && matches(pattern, &request.path);
    if !known.into_iter().any(same) {
        return Refusal::no_route();
    }
    let message = format!("The sandbox does not serve {} {}.", request.method, request.path);
    Refusal { unrouted: true, ..Refusal::not_implemented(message) }
}

fn matches(pattern: &str, path: &str) -> bool {
    let (mut parts, mut segments) = (pattern.split('/'), path.trim_end_matches('/').split('/'));
    loop {
        match (parts.next(), segments.next()) {
            (None, None) => return true,
            (Some(part), Some(segment)) if part == segment || (part == "*" && !segment.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_is_one_part_of_a_path() {
        let table = [
            ("/v2/apps", "/v2/apps", true),
            ("/v2/apps", "/v2/apps/", true),
            ("/v2/apps/*", "/v2/apps/7", true),
            ("/v2/apps/*", "/v2/apps", false),
            ("/v2/apps/*", "/v2/apps/7/logs", false),
            ("/v2/apps/*/logs", "/v2/apps/7/logs", true),
        ];
        for (pattern, path, same) in table {
            assert_eq!(matches(pattern, path), same, "{pattern} {path}");
        }
    }
}
