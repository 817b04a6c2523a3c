//! The types of resources that can be tagged.

use crate::images::Image;
use crate::state::State;

/// A `resource_type` of `/v2/tags/{name}/resources`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Taggable {
    Droplet,
    Image,
    Volume,
    VolumeSnapshot,
    Database,
}

impl Taggable {
    /// In the order in which a tag counts them.
    pub(super) const ALL: [Self; 5] = [Self::Droplet, Self::Image, Self::Volume, Self::VolumeSnapshot, Self::Database];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Droplet => "droplet",
            Self::Image => "image",
            Self::Volume => "volume",
            Self::VolumeSnapshot => "volume_snapshot",
            Self::Database => "database",
        }
    }

    /// The path of a resource of this kind.
    pub(super) fn path(self, id: &str) -> String {
        let family = match self {
            Self::VolumeSnapshot => "snapshot",
            other => other.name(),
        };
        format!("/v2/{family}s/{id}")
    }
}

impl State {
    /// The tags of a resource, if there is such a one.
    pub(super) fn tags_of(&self, kind: Taggable, id: &str) -> Option<&Vec<String>> {
        match kind {
            Taggable::Droplet => Some(&self.droplets.get(id.parse().ok()?)?.tags),
            Taggable::Image => {
                let image = self.images.get(id.parse().ok()?)?;
                own(image).then_some(&image.tags)
            }
            Taggable::Volume => Some(&self.volumes.iter().find(|it| it.id == id)?.tags),
            Taggable::VolumeSnapshot => {
                let found = self.volume_snapshots.iter().find(|it| it.id == id);
                Some(&found?.tags)
            }
            Taggable::Database => Some(&self.databases.iter().find(|it| it.id == id)?.tags),
        }
    }

    /// The same to be changed.
    pub(super) fn tags_of_mut(&mut self, kind: Taggable, id: &str) -> Option<&mut Vec<String>> {
        match kind {
            Taggable::Droplet => Some(&mut self.droplets.get_mut(id.parse().ok()?)?.tags),
            Taggable::Image => Some(&mut self.image_mut(id.parse().ok()?)?.tags),
            Taggable::Volume => {
                let found = self.volumes.iter_mut().find(|it| it.id == id);
                Some(&mut found?.tags)
            }
            Taggable::VolumeSnapshot => {
                let found = self.volume_snapshots.iter_mut().find(|it| it.id == id);
                Some(&mut found?.tags)
            }
            Taggable::Database => {
                let found = self.databases.iter_mut().find(|it| it.id == id);
                Some(&mut found?.tags)
            }
        }
    }

    /// The IDs of the resources of a type that have a tag.
    pub(super) fn tagged_ids(&self, kind: Taggable, tag: &str) -> Vec<String> {
        let has_tag = |tags: &[String]| tags.iter().any(|it| it.eq_ignore_ascii_case(tag));
        let text = |id: u64| id.to_string();
        match kind {
            Taggable::Droplet => {
                let ids = self.droplets.ids(|it| has_tag(&it.tags));
                ids.into_iter().map(text).collect()
            }
            Taggable::Image => {
                let ids = self.images.ids(|it| own(it) && has_tag(&it.tags));
                ids.into_iter().map(text).collect()
            }
            Taggable::Volume => ids(&self.volumes, |it| (&it.id, &it.tags), has_tag),
            Taggable::VolumeSnapshot => ids(&self.volume_snapshots, |it| (&it.id, &it.tags), has_tag),
            Taggable::Database => ids(&self.databases, |it| (&it.id, &it.tags), has_tag),
        }
    }
}

fn ids<T>(
    all: &[T],
    parts: impl Fn(&T) -> (&String, &Vec<String>),
    has_tag: impl Fn(&[String]) -> bool,
) -> Vec<String> {
    let chosen = all.iter().map(parts).filter(|(_, tags)| has_tag(tags));
    chosen.map(|(id, _)| id.clone()).collect()
}

/// Tags are for the account's own images.
fn own(image: &Image) -> bool {
    !image.public && image.status != "deleted"
}
