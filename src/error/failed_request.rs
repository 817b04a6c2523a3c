//! The request behind an error, for programs that read `--errors json`.

use crate::api::Error;

/// What is known of a request that failed.
#[derive(Debug, Clone)]
pub(crate) struct FailedRequest {
    /// The status of the answer, if one came.
    pub(crate) http_status: Option<u16>,
}

impl From<&Error> for FailedRequest {
    fn from(error: &Error) -> FailedRequest {
        FailedRequest { http_status: error.status() }
    }
}
