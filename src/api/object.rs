//! The API's objects: JSON text that reaches stdout as it came, and the few fields that doapi reads of it.

use super::Id;
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

/// One JSON object, in the API's own spelling. A clone shares the text.
#[derive(Debug, Clone)]
pub(crate) struct Object(Arc<RawValue>);

impl TryFrom<Box<RawValue>> for Object {
    type Error = ();

    fn try_from(raw: Box<RawValue>) -> Result<Object, ()> {
        if raw.get().starts_with('{') { Ok(Object(raw.into())) } else { Err(()) }
    }
}

impl Object {
    /// The object that is a JSON text, if that is one.
    pub(crate) fn parse(text: &str) -> Option<Object> {
        RawValue::from_string(text.to_owned()).ok()?.try_into().ok()
    }

    /// An object that the API has not sent, where what it would send is known.
    pub(crate) fn from_value(value: &serde_json::Value) -> Option<Object> {
        serde_json::value::to_raw_value(value).ok()?.try_into().ok()
    }

    /// The JSON text.
    pub(crate) fn raw(&self) -> &RawValue {
        &self.0
    }

    /// A field, if it is there and of that type.
    pub(crate) fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let fields = fields(self.0.get()).ok()?;
        serde_json::from_str(fields.get(name)?.get()).ok()
    }

    /// A text field: absent, null and not-a-string are all `None`.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name)
    }

    /// The `id`.
    pub(crate) fn id(&self) -> Option<Id> {
        self.get("id")
    }
}

/// The fields of a JSON object, in their order, as raw text. Of a key given twice, the last counts.
pub(crate) fn fields(text: &str) -> serde_json::Result<IndexMap<Cow<'_, str>, &RawValue>> {
    serde_json::from_str(text)
}
