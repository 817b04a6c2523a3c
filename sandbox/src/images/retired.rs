//! Retired images: builds of distributions that newer ones have replaced. They can be read by ID, but are on no list.

use super::Image;
use crate::time::Time;

struct Retired {
    id: u64,
    name: &'static str,
    distribution: &'static str,
    min_disk_size: u64,
    size_gigabytes: f64,
    /// Seconds since 1970.
    created_at: u64,
}

const RETIRED: [Retired; 2] = [
    Retired {
        id: 63_663_980,
        name: "20.04 (LTS) x64",
        distribution: "Ubuntu",
        min_disk_size: 20,
        size_gigabytes: 2.36,
        created_at: 1_589_521_670, // 2020-05-15T05:47:50Z
    },
    Retired {
        id: 195_932_981,
        name: "24.04 (LTS) x64",
        distribution: "Ubuntu",
        min_disk_size: 7,
        size_gigabytes: 2.51,
        created_at: 1_754_352_000, // 2025-08-05T00:00:00Z
    },
];

/// The retired image of this ID.
pub(super) fn image(id: u64) -> Option<Image> {
    let old = RETIRED.iter().find(|it| it.id == id)?;
    Some(Image {
        id,
        name: old.name.to_owned(),
        distribution: old.distribution.to_owned(),
        created_at: Time::from_unix(old.created_at),
        min_disk_size: Some(old.min_disk_size),
        kind: "base".to_owned(),
        size_gigabytes: Some(old.size_gigabytes),
        description: format!("{} {}", old.distribution, old.name),
        status: "retired".to_owned(),
        ..Image::default()
    })
}
