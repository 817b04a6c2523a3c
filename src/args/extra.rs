//! `--extra`: fields of the API that doapi has no option for.

use crate::args::at_file;
use crate::complete;
use crate::error::{Result, usage};
use clap::Args;
use serde_json::{Map, Value};

/// Fields that say which object is meant. They are given as arguments, which checks for names in use, `--unique` and
/// requests for many objects rely on.
const IDENTIFYING: [&str; 3] = ["id", "name", "names"];

/// What every command that creates or updates something takes.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Extra {
    /// Fields to add to the request body as they are; names and IDs are given as arguments
    #[arg(long, value_name = "JSON|@FILE", add = complete::at_file())]
    extra: Option<String>,
}

impl Extra {
    pub(crate) fn is_given(&self) -> bool {
        self.extra.is_some()
    }

    /// The fields; an error before anything is sent if they are no JSON object or say which object is meant.
    pub(crate) fn fields(&self) -> Result<Map<String, Value>> {
        let fields = self.extra.as_deref().map(|given| at_file::json_object(given, "--extra")).transpose()?;
        let fields = fields.unwrap_or_default();
        match IDENTIFYING.iter().find(|name| fields.contains_key(**name)) {
            Some(name) => Err(usage(format!("--extra must not hold {name:?}: names and IDs are given as arguments"))),
            None => Ok(fields),
        }
    }

    /// `body` with the fields added; where both have a field, the extra one wins. The fields may come from stdin, which
    /// can be read only once: for several bodies, or a check beforehand, use [`Extra::fields`] and [`extended`].
    pub(crate) fn added_to(&self, body: Value) -> Result<Value> {
        Ok(extended(body, self.fields()?))
    }
}

/// `body` with these fields added; where both have a field, the added one wins.
pub(crate) fn extended(mut body: Value, extra: Map<String, Value>) -> Value {
    if let Value::Object(fields) = &mut body {
        fields.extend(extra);
    }
    body
}
