//! What a request is made to.

use crate::api::{Endpoint, Path};
use crate::error::{Result, usage};

/// The path below the endpoint that a URL, a path or the end of a path means.
pub(super) fn path(endpoint: &Endpoint, target: &str) -> Result<Path> {
    if target.contains(char::is_control) {
        return Err(usage(format!("{target:?} is not a URL or path: it contains control characters")));
    }
    // The fragment is never sent, and a query appended after it would be lost.
    let target = target.split('#').next().unwrap_or_default();
    if target.contains("://") {
        return endpoint.path_of(target).map_err(|error| usage(error.to_string()));
    }
    match target {
        "" => Err(usage("a URL or a path is needed, such as /v2/account")),
        _ if target.starts_with('/') => Ok(Path::new(target)),
        _ if target.starts_with("v2/") => Ok(Path::new(format!("/{target}"))),
        _ => Ok(Path::new(format!("/v2/{target}"))),
    }
}
