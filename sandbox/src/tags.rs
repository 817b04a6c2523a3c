//! `/v2/tags`.

use serde::{Deserialize, Serialize};

use crate::http::{Outcome, Refusal, Request};
use crate::state::State;

/// A tag. Which resources bear it is written at the resources.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Form")]
pub(crate) struct Tag {
    pub(crate) name: String,
    /// The resources in the order in which they were tagged, as `(resource_type, resource_id)`: `last_tagged_uri` is
    /// the last one that still bears the tag.
    pub(crate) tagged: Vec<(String, String)>,
}

/// A seed may just name its tags.
#[derive(Deserialize)]
#[serde(untagged)]
enum Form {
    Name(String),
    Whole {
        name: String,
        #[serde(default)]
        tagged: Vec<(String, String)>,
    },
}

impl From<Form> for Tag {
    fn from(form: Form) -> Self {
        let (name, tagged) = match form {
            Form::Name(name) => (name, Vec::new()),
            Form::Whole { name, tagged } => (name, tagged),
        };
        Self { name, tagged }
    }
}

/// Whether a tag may be called this.
pub(crate) fn is_valid(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:".contains(&byte);
    (1..=255).contains(&name.len()) && name.bytes().all(allowed)
}

impl State {
    /// The tag of this name in whatever case.
    pub(crate) fn tag(&self, name: &str) -> Option<&Tag> {
        let same = |tag: &&Tag| tag.name.eq_ignore_ascii_case(name);
        self.tags.iter().find(same)
    }

    /// The stored spelling of a tag, which is made when it is missing.
    pub(crate) fn ensure_tag(&mut self, name: &str) -> String {
        if let Some(tag) = self.tag(name) {
            return tag.name.clone();
        }
        self.tags.push(Tag {
            name: name.to_owned(),
            tagged: Vec::new(),
        });
        name.to_owned()
    }

    /// Remembers that a resource got a tag just now.
    pub(crate) fn note_tagged(&mut self, name: &str, resource_type: &str, resource_id: &str) {
        let entry = (resource_type.to_owned(), resource_id.to_owned());
        let same = |tag: &&mut Tag| tag.name.eq_ignore_ascii_case(name);
        if let Some(tag) = self.tags.iter_mut().find(same) {
            tag.tagged.retain(|it| *it != entry);
            tag.tagged.push(entry);
        }
    }
}

/// `/v2/tags…`
pub(crate) fn route(_state: &mut State, _request: &Request, _path: &[&str]) -> Outcome {
    Err(Refusal::no_route())
}
