//! `--extra`: fields of the API that doapi has no option for.

use crate::args::at_file;
use crate::complete;
use crate::error::Result;
use clap::Args;
use serde_json::{Map, Value};

/// What every command that creates or updates something takes.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Extra {
    /// Fields to add to the request body as they are
    #[arg(long, value_name = "JSON|@FILE", add = complete::at_file())]
    extra: Option<String>,
}

impl Extra {
    /// Whether it was given.
    pub(crate) fn is_given(&self) -> bool {
        self.extra.is_some()
    }

    /// The fields; an error before anything is sent if they are no JSON object.
    pub(crate) fn fields(&self) -> Result<Map<String, Value>> {
        let fields = self.extra.as_deref().map(|given| at_file::json_object(given, "--extra")).transpose()?;
        Ok(fields.unwrap_or_default())
    }

    /// `body` with the fields added; of a field in both, the extra one counts. They may come from stdin, which can be
    /// read once: several bodies, or a check beforehand, go by [`Extra::fields`] and [`extended`].
    pub(crate) fn added_to(&self, body: Value) -> Result<Value> {
        Ok(extended(body, self.fields()?))
    }
}

/// `body` with these fields added; of a field in both, theirs counts.
pub(crate) fn extended(mut body: Value, extra: Map<String, Value>) -> Value {
    if let Value::Object(fields) = &mut body {
        fields.extend(extra);
    }
    body
}
