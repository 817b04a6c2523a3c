//! Renaming a tag, which the API dropped: create, move, delete, each step safe to repeat.

use crate::api::{Client, Listing, Method, Object, Path, Request};
use crate::args::extra::Extra;
use crate::complete;
use crate::error::usage;
use crate::error::{Context as _, Result, failure};
use crate::resolve::noun::{DROPLET, IMAGE, TAG};
use crate::run::context::Context;
use crate::verbs::lookup::find_by_key;
use clap::Args;
use serde_json::{Map, Value, json};

/// How many resources are tagged with one request.
const AT_ONCE: usize = 100;

#[derive(Debug, Args)]
pub(super) struct Update {
    #[command(flatten)]
    extra: Extra,

    /// The name of a tag
    #[arg(value_name = "TAG", add = complete::tags(), value_parser = TAG.key)]
    tag: String,

    /// The new name
    #[arg(value_name = "NEW_NAME", value_parser = TAG.key)]
    name: String,
}

/// A kind of resource that can have tags.
struct Taggable {
    /// What tags call it.
    kind: &'static str,
    /// What counts it in a tag.
    count: &'static str,
    list: fn(&str) -> Listing,
}

const TAGGABLE: [Taggable; 5] = [
    Taggable {
        kind: "droplet",
        count: "droplets",
        list: |tag| Listing::of(&DROPLET.family.collection).query("tag_name", tag),
    },
    Taggable {
        kind: "image",
        count: "images",
        list: |tag| Listing::of(&IMAGE.family.collection).query("tag_name", tag),
    },
    // Neither of these two can be listed by tag.
    Taggable { kind: "volume", count: "volumes", list: |_| Listing::at(Path::new("/v2/volumes"), "volumes") },
    Taggable {
        kind: "volume_snapshot",
        count: "volume_snapshots",
        list: |_| Listing::at(Path::new("/v2/snapshots").query("resource_type", "volume"), "snapshots"),
    },
    Taggable {
        kind: "database",
        count: "databases",
        list: |tag| Listing::at(Path::new("/v2/databases").query("tag_name", tag), "databases"),
    },
];

impl Update {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let body = self.extra.added_to(json!({"name": self.name}))?;
        // Otherwise the tag that is deleted at the end would be the new one.
        if body["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(&self.tag)) {
            return Err(usage("the API ignores case in names of tags: the new name must differ in more than that"));
        }
        let (_, old) = find_by_key(ctx, &TAG.family, std::slice::from_ref(&self.tag))?.remove(0);
        let client = ctx.client()?;
        let created = client.send(Request::post(TAG.family.list(), &body)).and_then(|reply| reply.object("tag"));
        let created = created.with_context(|| format!("tag {:?}", self.name))?;
        // The API may have known the name in another case.
        let new = created.text("name").unwrap_or_else(|| self.name.clone());
        // The new tag is read before the old one goes: after that, a second run could repeat nothing.
        let renamed =
            self.move_all(client, &old, &new).with_context(|| format!("tag {:?} is not deleted yet", self.tag))?;
        let deleted = client.send(Request::new(Method::Delete, TAG.family.one(&self.tag)));
        deleted.with_context(|| format!("tag {:?} may still be there; all that had it has {new:?}", self.tag))?;
        ctx.ui.value(renamed.raw().get());
        Ok(())
    }

    /// Gives the new tag to all that has the old one, and makes sure that nothing was left out. Returns the new tag.
    fn move_all(&self, client: &Client, old: &Object, new: &str) -> Result<Object> {
        let moved = self.move_some(client, old, new)?;
        let old = client.get(TAG.family.one(&self.tag))?.object("tag")?;
        let total = counts(&old).get("count").and_then(Value::as_u64).unwrap_or(moved);
        if total != moved {
            return Err(failure(format!(
                "it is on {total} resources, of which {moved} were found and have {new:?} now; run this again"
            )));
        }
        let renamed = client.get(TAG.family.one(new))?.object("tag")?;
        let fewer = |taggable: &&Taggable| count(&renamed, taggable) < count(&old, taggable);
        if let Some(taggable) = TAGGABLE.iter().find(fewer) {
            return Err(failure(format!("not all of its {} have {new:?} now; run this again", taggable.count)));
        }
        Ok(renamed)
    }

    fn move_some(&self, client: &Client, old: &Object, new: &str) -> Result<u64> {
        let path = Path::new(format!("{}/resources", TAG.family.one(new)));
        let counts = counts(old);
        let mut moved = 0;
        for taggable in &TAGGABLE {
            if counts.get(taggable.count).is_some_and(|count| count["count"] == 0) {
                continue;
            }
            let found = self.tagged(client, taggable).with_context(|| format!("cannot list its {}", taggable.count))?;
            for some in found.chunks(AT_ONCE) {
                let body = json!({"resources": some}).to_string();
                client.send(Request::new(Method::Post, path.clone()).with_body(body))?;
                moved += some.len() as u64;
            }
        }
        Ok(moved)
    }

    /// The resources of a kind that have the old tag, as requests name them. IDs are numbers or text.
    fn tagged(&self, client: &Client, taggable: &Taggable) -> Result<Vec<Value>> {
        let has_tag = |object: &Object| {
            let tags: Vec<String> = object.get("tags").unwrap_or_default();
            tags.iter().any(|tag| tag.eq_ignore_ascii_case(&self.tag))
        };
        let mut found = Vec::new();
        for page in client.pages((taggable.list)(&self.tag)) {
            let ids = page?.objects().into_iter().filter(has_tag).filter_map(|object| object.get::<Value>("id"));
            found.extend(ids.map(|id| {
                let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                json!({"resource_id": id, "resource_type": taggable.kind})
            }));
        }
        Ok(found)
    }
}

/// How many resources of a kind have a tag.
fn count(tag: &Object, taggable: &Taggable) -> u64 {
    counts(tag).get(taggable.count).and_then(|count| count["count"].as_u64()).unwrap_or(0)
}

fn counts(tag: &Object) -> Map<String, Value> {
    tag.get("resources").unwrap_or_default()
}
