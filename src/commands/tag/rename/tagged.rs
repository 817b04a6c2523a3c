//! The resources that have a tag.

use super::{Names, resources, same};
use crate::api::{Client, Id, Listing, Object, Path, Request};
use crate::error::{Context as _, Result, failure};
use crate::resolve::noun::{DROPLET, IMAGE};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};

/// How many resources are tagged with one request.
const AT_ONCE: usize = 100;

/// A kind of resource that can have tags.
struct Taggable {
    /// What tags call it.
    kind: &'static str,
    /// What counts it in a tag.
    count: &'static str,
    lists: fn(&str) -> Vec<Listing>,
}

/// In the order in which they get a new tag.
static TAGGABLE: [Taggable; 5] = [
    Taggable { kind: "droplet", count: "droplets", lists: |tag| DROPLET.family.tagged(tag) },
    Taggable { kind: "image", count: "images", lists: |tag| IMAGE.family.tagged(tag) },
    // Neither of these two can be listed by tag.
    Taggable { kind: "volume", count: "volumes", lists: |_| vec![Listing::at(Path::new("/v2/volumes"), "volumes")] },
    Taggable {
        kind: "volume_snapshot",
        count: "volume_snapshots",
        lists: |_| vec![Listing::at(Path::new("/v2/snapshots").query("resource_type", "volume"), "snapshots")],
    },
    Taggable {
        kind: "database",
        count: "databases",
        lists: |tag| vec![Listing::at(Path::new("/v2/databases").query("tag_name", tag), "databases")],
    },
];

/// A resource that has the old tag.
struct Bearer {
    id: Id,
    has_new: bool,
}

/// All resources that have the old tag, by kind, as far as lists show them.
pub(super) struct Tagged {
    kinds: Vec<(&'static Taggable, Vec<Bearer>)>,
    /// How many the tag itself counts, if it says.
    total: Option<u64>,
}

impl Tagged {
    /// Reads them, those kinds of which the tag counts any.
    pub(super) fn read(client: &Client, old: &Object, names: &Names) -> Result<Tagged> {
        let counts = counts(old);
        let mut kinds = Vec::new();
        for taggable in &TAGGABLE {
            let found = match count(&counts, taggable) {
                Some(0) => Vec::new(),
                _ => read(client, taggable, names).with_context(|| format!("cannot list its {}", taggable.count))?,
            };
            kinds.push((taggable, found));
        }
        Ok(Tagged { kinds, total: counts.get("count").and_then(Value::as_u64) })
    }

    /// Whether the lists show as many as the tag counts.
    pub(super) fn check_complete(&self) -> Result<()> {
        let found: u64 = self.kinds.iter().map(|(_, found)| found.len() as u64).sum();
        match self.total {
            Some(total) if total != found => {
                Err(failure(format!("it is on {total} resources, of which the lists show {found}; run this again")))
            }
            _ => Ok(()),
        }
    }

    /// Whether all of them have the new tag.
    pub(super) fn are_moved(&self) -> bool {
        self.kinds.iter().flat_map(|(_, found)| found).all(|one| one.has_new)
    }

    /// Whether those that have the new tag are the first ones in the order in which a rename goes through them, up to
    /// the end of a request: an interrupted rename leaves no other picture.
    pub(super) fn are_moved_in_order(&self) -> bool {
        let mut at_the_end = false;
        for (_, found) in &self.kinds {
            let moved = found.iter().take_while(|one| one.has_new).count();
            if found[moved..].iter().any(|one| one.has_new) || (at_the_end && moved > 0) {
                return false;
            }
            at_the_end |= moved < found.len();
            if moved < found.len() && !moved.is_multiple_of(AT_ONCE) {
                return false;
            }
        }
        true
    }

    /// How many resources have the new tag, but not the old one.
    pub(super) fn others(&self, new: &Object) -> u64 {
        let counts = counts(new);
        let moved = |found: &[Bearer]| found.iter().filter(|one| one.has_new).count() as u64;
        let others = self
            .kinds
            .iter()
            .map(|(taggable, found)| count(&counts, taggable).unwrap_or_default().saturating_sub(moved(found)));
        others.sum()
    }

    /// Gives the new tag to those that lack it.
    pub(super) fn give(&self, client: &Client, names: &Names) -> Result<()> {
        for (taggable, found) in &self.kinds {
            let lack: Vec<&Bearer> = found.iter().filter(|one| !one.has_new).collect();
            for some in lack.chunks(AT_ONCE) {
                let resource =
                    |one: &&Bearer| json!({"resource_id": one.id.to_string(), "resource_type": taggable.kind});
                let body = json!({"resources": some.iter().map(resource).collect::<Vec<_>>()});
                client.send(&Request::post(resources(names.new), &body))?;
            }
        }
        Ok(())
    }
}

/// The resources of a kind that have the old tag, each once. Some lists know no filter, and that of no list is relied
/// on.
fn read(client: &Client, taggable: &Taggable, names: &Names) -> Result<Vec<Bearer>> {
    let mut found: IndexMap<Id, Bearer> = IndexMap::new();
    for page in (taggable.lists)(names.old).into_iter().flat_map(|list| client.pages(list)) {
        for object in page?.objects() {
            let tags: Vec<Value> = object.get("tags").unwrap_or_default();
            let has = |tag: &str| tags.iter().any(|one| same(one, tag));
            // Snapshots are of droplets, too, which are images to a tag.
            let is_of_kind = object.text("resource_type").is_none_or(|of| of == "volume");
            if has(names.old) && is_of_kind {
                let id = object.id().with_context(|| format!("a {} has no usable ID", taggable.kind))?;
                found.insert(id.clone(), Bearer { id, has_new: has(names.new) });
            }
        }
    }
    Ok(found.into_values().collect())
}

fn counts(tag: &Object) -> Map<String, Value> {
    tag.get("resources").unwrap_or_default()
}

/// How many resources of a kind a tag counts, if it says.
fn count(counts: &Map<String, Value>, taggable: &Taggable) -> Option<u64> {
    counts.get(taggable.count)?["count"].as_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tagged of each kind: `+` has the new tag, `-` lacks it.
    fn tagged(kinds: [&str; 5]) -> Tagged {
        let bearer = |mark: char| Bearer { id: Id::Number(1), has_new: mark == '+' };
        let kinds = TAGGABLE.iter().zip(kinds.map(|marks| marks.chars().map(bearer).collect()));
        Tagged { kinds: kinds.collect(), total: None }
    }

    #[test]
    fn an_interrupted_rename_leaves_whole_requests_in_order() {
        let hundred = "+".repeat(AT_ONCE);
        for (kinds, in_order) in [
            (["", "", "", "", ""], true),
            (["---", "-", "", "", ""], true),
            (["+++", "-", "", "", ""], true),
            (["+++", "+", "-", "", "-"], true),
            (["+++", "", "++", "", "--"], true),
            (["+++", "+", "+", "", "+"], true),
            ([&(hundred.clone() + "--"), "-", "", "", ""], true),
            ([&hundred, "", "", "", ""], true),
            (["+--", "", "", "", ""], false),
            (["--+", "", "", "", ""], false),
            (["---", "+", "", "", ""], false),
            (["+++", "-", "+", "", ""], false),
            ([&(hundred.clone() + "+-"), "", "", "", ""], false),
            ([&(hundred.clone() + "-"), "+", "", "", ""], false),
        ] {
            assert_eq!(tagged(kinds).are_moved_in_order(), in_order, "{kinds:?}");
        }
    }
}
