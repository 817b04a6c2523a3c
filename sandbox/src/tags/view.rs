//! A tag as JSON, with the counts of its resources.

use serde::Serialize;

use super::Tag;
use super::taggable::Taggable;
use crate::http::Request;
use crate::state::State;

#[derive(Serialize)]
pub(super) struct View<'a> {
    name: &'a str,
    resources: Resources,
}

#[derive(Serialize)]
struct Resources {
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_tagged_uri: Option<String>,
    droplets: TagCounts,
    images: TagCounts,
    volumes: TagCounts,
    volume_snapshots: TagCounts,
    databases: TagCounts,
}

/// The tagged resources of one type.
#[derive(Serialize)]
struct TagCounts {
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_tagged_uri: Option<String>,
    /// The position of the last tagged resource in the order of tagging.
    #[serde(skip)]
    last: Option<usize>,
}

/// The API's object of a tag; the links lead to where the request came in.
pub(super) fn view<'a>(state: &State, request: &Request, tag: &'a Tag) -> View<'a> {
    let counts = Taggable::ALL.map(|kind| tag_counts(state, request, tag, kind));
    let filled = counts.iter().filter(|it| it.count > 0);
    let last = filled.max_by_key(|it| it.last);
    let last_tagged_uri = last.and_then(|it| it.last_tagged_uri.clone());
    let count = counts.iter().map(|it| it.count).sum();
    let [droplets, images, volumes, volume_snapshots, databases] = counts;
    View {
        name: &tag.name,
        resources: Resources { count, last_tagged_uri, droplets, images, volumes, volume_snapshots, databases },
    }
}

/// The last resource is the one tagged last that still has the tag; among those tagged before the start, the newest.
fn tag_counts(state: &State, request: &Request, tag: &Tag, kind: Taggable) -> TagCounts {
    let tagged_ids = state.tagged_ids(kind, &tag.name);
    let last = tag.tagged.iter().rposition(|(name, id)| name == kind.name() && tagged_ids.contains(id));
    let id = last.map_or(tagged_ids.last(), |place| Some(&tag.tagged[place].1));
    TagCounts { count: tagged_ids.len(), last_tagged_uri: id.map(|id| request.url(&kind.path(id))), last }
}
