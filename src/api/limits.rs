//! What a client may use up.

/// The limits that a client keeps by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Requests a minute.
    pub(crate) per_minute: usize,
    /// `GET /v2/account/keys` a minute, of which the API allows ten.
    pub(crate) key_lists_per_minute: usize,
    /// Bytes of decompressed bodies that may be in memory at once. No answer of the API is near this.
    pub(crate) body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { per_minute: super::pace::REQUESTS, key_lists_per_minute: 10, body_bytes: 512 << 20 }
    }
}
