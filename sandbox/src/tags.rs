//! `/v2/tags`.

mod taggable;
mod view;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fields::text;
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::pages;
use crate::state::State;

use taggable::Taggable;
use view::view;

/// A tag. The resources themselves hold their tags.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Form")]
pub(crate) struct Tag {
    pub(crate) name: String,
    /// The resources in the order in which they were tagged, as `(resource_type, resource_id)`: `last_tagged_uri` is
    /// the last one that still has the tag.
    pub(crate) tagged: Vec<(String, String)>,
}

/// A seed may list only the names of its tags.
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

/// Whether this is a valid name for a tag.
pub(crate) fn is_valid(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:".contains(&byte);
    (1..=255).contains(&name.len()) && name.bytes().all(allowed)
}

/// These tags, if each may be called so.
pub(crate) fn valid(tags: Vec<String>) -> Result<Vec<String>, Refusal> {
    match tags.iter().find(|tag| !is_valid(tag)) {
        Some(tag) => Err(Refusal::unprocessable(format!("tag {tag:?} is invalid"))),
        None => Ok(tags),
    }
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
        self.tags.push(Tag { name: name.to_owned(), tagged: Vec::new() });
        name.to_owned()
    }

    /// The stored spellings of the tags of a resource that is new, noted at the tags.
    pub(crate) fn spell_tags(&mut self, kind: &str, id: &str, tags: &[String]) -> Vec<String> {
        let mut spelled: Vec<String> = Vec::new();
        for tag in tags {
            let tag = self.ensure_tag(tag);
            if !spelled.contains(&tag) {
                self.note_tagged(&tag, kind, id);
                spelled.push(tag);
            }
        }
        spelled
    }

    /// Records that a resource was tagged.
    pub(crate) fn note_tagged(&mut self, name: &str, resource_type: &str, resource_id: &str) {
        let entry = (resource_type.to_owned(), resource_id.to_owned());
        let same = |tag: &&mut Tag| tag.name.eq_ignore_ascii_case(name);
        if let Some(tag) = self.tags.iter_mut().find(same) {
            // An earlier entry for the same resource is kept: searching ten thousand entries for it would cost more.
            tag.tagged.push(entry);
        }
    }
}

/// Restores the order of tagging of a saved state, which loading the resources has overwritten.
pub(crate) fn restore(state: &mut State, saved: Vec<Tag>) {
    for saved in saved.into_iter().filter(|it| !it.tagged.is_empty()) {
        let same = |it: &&mut Tag| it.name.eq_ignore_ascii_case(&saved.name);
        if let Some(tag) = state.tags.iter_mut().find(same) {
            tag.tagged = saved.tagged;
        }
    }
}

/// Whether a resource's tags satisfy the request's `?tag_name=`. Nothing has the empty tag.
pub(crate) fn filter(request: &Request) -> impl Fn(&[String]) -> bool {
    let wanted = request.sent_param("tag_name");
    move |tags| {
        let wanted = wanted.as_deref();
        wanted.is_none_or(|tag| tags.iter().any(|it| it.eq_ignore_ascii_case(tag)))
    }
}

/// `/v2/tags…`; a tag cannot be renamed any more.
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => Ok(list(state, request)),
        ("POST", []) => create(state, request),
        ("GET", [name]) => show(state, request, 200, name),
        ("DELETE", [name]) => delete(state, name),
        ("POST", [name, "resources"]) => tag(state, &request.fields()?, name),
        ("DELETE", [name, "resources"]) => untag(state, &request.fields()?, name),
        _ => Err(Refusal::no_route()),
    }
}

fn list(state: &State, request: &Request) -> Reply {
    let tags: Vec<&Tag> = state.tags.iter().collect();
    pages::list_by(request, "tags", &tags, |tag| view(state, request, tag))
}

fn show(state: &State, request: &Request, status: u16, name: &str) -> Outcome {
    let tag = state.tag(name).ok_or_else(Refusal::not_found)?;
    Ok(Reply::root(status, "tag", &view(state, request, tag)))
}

/// A name that exists in whatever case gives the tag that exists.
fn create(state: &mut State, request: &Request) -> Outcome {
    let name = text(&request.fields()?, "name")?.unwrap_or_default();
    if !is_valid(&name) {
        return Ok(invalid(&name));
    }
    let name = state.ensure_tag(&name);
    show(state, request, 201, &name)
}

/// The reply to an invalid name, which has its own format.
fn invalid(name: &str) -> Reply {
    let fault = match name.len() {
        0 => "is empty",
        1..=255 => "contains invalid characters",
        _ => "is too long",
    };
    let error = format!("Error validating resource tag: \"{name}\" {fault}");
    let cause = format!("rpc error: code = InvalidArgument desc = {error}");
    let body = json!({"error": error, "messages": null, "root_causes": [cause]});
    Reply::text(400, body.to_string())
}

/// The resources stay.
fn delete(state: &mut State, name: &str) -> Outcome {
    let name = state.tag(name).ok_or_else(Refusal::not_found)?.name.clone();
    for kind in Taggable::ALL {
        for id in state.tagged_ids(kind, &name) {
            strip(state, kind, &id, &name);
        }
    }
    state.tags.retain(|it| it.name != name);
    state.forget_tag_of_firewalls(&name);
    state.forget_tag_of_balancers(&name);
    Ok(Reply::empty(204))
}

/// Tags all of the resources, or none.
fn tag(state: &mut State, fields: &Fields, name: &str) -> Outcome {
    let name = state.tag(name).ok_or_else(Refusal::not_found)?.name.clone();
    for (kind, id) in resources(state, fields)? {
        let Some(tags) = state.tags_of_mut(kind, &id) else {
            continue;
        };
        if !tags.contains(&name) {
            tags.push(name.clone());
            state.note_tagged(&name, kind.name(), &id);
        }
    }
    Ok(Reply::empty(204))
}

/// A resource without the tag is not an error.
fn untag(state: &mut State, fields: &Fields, name: &str) -> Outcome {
    let name = state.tag(name).ok_or_else(Refusal::not_found)?.name.clone();
    for (kind, id) in resources(state, fields)? {
        strip(state, kind, &id, &name);
    }
    Ok(Reply::empty(204))
}

fn strip(state: &mut State, kind: Taggable, id: &str, name: &str) {
    if let Some(tags) = state.tags_of_mut(kind, id) {
        tags.retain(|it| !it.eq_ignore_ascii_case(name));
    }
}

/// The resources that a body names, of which each must exist. Their IDs are strings, also those that are numbers.
fn resources(state: &State, fields: &Fields) -> Result<Vec<(Taggable, String)>, Refusal> {
    let blank = || Refusal::unprocessable("Resources can't be blank");
    let resources = fields.get("resources").ok_or_else(blank)?;
    let resources = resources.as_array().ok_or_else(Refusal::unreadable)?;
    if resources.is_empty() {
        return Err(blank());
    }
    let resource = |it: &Value| {
        let id = it["resource_id"].as_str().ok_or_else(Refusal::unreadable)?;
        let kind = it["resource_type"].as_str().ok_or_else(Refusal::unreadable)?;
        let invalid = || Refusal::unprocessable("Resource type is invalid");
        let kind = Taggable::named(kind).ok_or_else(invalid)?;
        let known = state.tags_of(kind, id).map(|_| (kind, id.to_owned()));
        known.ok_or_else(Refusal::not_found)
    };
    resources.iter().map(resource).collect()
}
