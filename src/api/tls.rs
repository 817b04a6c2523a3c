//! What is particular to encrypted connections.

use std::error::Error;

/// Names the cryptography that every connection uses. A second call changes nothing.
pub(crate) fn install() {
    // It fails only where one is installed already, which is then the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Whether a connection failed for a reason that a later try does not mend: a certificate that is not trusted, or no
/// TLS at all at the other end. The TLS library's error types are not in reach of its users, so its words are what
/// there is to go by.
pub(crate) fn is_distrust(error: &reqwest::Error) -> bool {
    let mut cause: Option<&dyn Error> = error.source();
    while let Some(inner) = cause {
        let words = inner.to_string();
        if words.contains("certificate") || words.contains("InvalidContentType") {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// An error and its causes on one line, without the URL that the caller names anyway.
pub(crate) fn causes(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut last = error.to_string();
    let mut cause: Option<&dyn Error> = error.source();
    while let Some(inner) = cause {
        last = inner.to_string();
        cause = inner.source();
    }
    last
}
