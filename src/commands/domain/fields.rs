//! The fields of records that new ones and changes have in common.

use crate::args::body::given;
use clap::Args;
use serde_json::{Map, Value};

#[derive(Debug, Args)]
pub(super) struct RecordFields {
    /// The priority (MX and SRV records)
    #[arg(long, value_name = "INT")]
    pub(super) priority: Option<u64>,

    /// The port on which the service is (SRV records)
    #[arg(long, value_name = "INT")]
    pub(super) port: Option<u64>,

    /// The weight (SRV records)
    #[arg(long, value_name = "INT")]
    pub(super) weight: Option<u64>,

    /// The TTL: how long the record may be cached
    #[arg(long, value_name = "SECONDS")]
    ttl: Option<u64>,

    /// The flags, from 0 to 255 (CAA records)
    #[arg(long, value_name = "INT")]
    flags: Option<u64>,

    /// The tag: issue, issuewild or iodef (CAA records)
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Option<String>,
}

impl RecordFields {
    /// Those that were given, as a request has them.
    pub(super) fn given(&self) -> Map<String, Value> {
        let fields = [
            ("priority", self.priority.map(Value::from)),
            ("port", self.port.map(Value::from)),
            ("weight", self.weight.map(Value::from)),
            ("ttl", self.ttl.map(Value::from)),
            ("flags", self.flags.map(Value::from)),
            ("tag", self.tag.clone().map(Value::from)),
        ];
        given(fields)
    }
}
