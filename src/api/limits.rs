//! The limits of a client.

/// The default number of requests a minute. The API allows 250; some are left for other programs.
const REQUESTS: usize = 240;

/// The limits that a client keeps by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Requests a minute.
    pub(crate) per_minute: usize,
    /// `GET /v2/account/keys` a minute, of which the API allows ten.
    pub(crate) key_lists_per_minute: usize,
    /// Bytes of decompressed bodies in memory at once, far more than any answer of the API needs.
    pub(crate) body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { per_minute: REQUESTS, key_lists_per_minute: 10, body_bytes: 512 << 20 }
    }
}
