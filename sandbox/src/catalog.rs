//! The catalogue, which does not change: regions, sizes, images of distributions, and kernels.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::http::{Outcome, Refusal, Request};
use crate::images::Image;
use crate::pages;
use crate::state::State;

const REGIONS: &str = include_str!("../seed/regions.json");
const SIZES: &str = include_str!("../seed/sizes.json");
const IMAGES: &str = include_str!("../seed/images.json");
const KERNELS: &str = include_str!("../seed/kernels.json");

/// The catalogue of one sandbox.
pub(crate) struct Catalog {
    pub(crate) regions: Vec<Entry<Region>>,
    pub(crate) sizes: Vec<Entry<Size>>,
    pub(crate) kernels: Vec<Entry<Kernel>>,
}

/// An object as the API spells it, and the fields that the sandbox itself reads.
pub(crate) struct Entry<T> {
    pub(crate) of: T,
    pub(crate) text: Box<RawValue>,
}

#[derive(Deserialize)]
pub(crate) struct Region {
    pub(crate) slug: String,
    pub(crate) available: bool,
}

#[derive(Deserialize)]
pub(crate) struct Size {
    pub(crate) slug: String,
    pub(crate) memory: u64,
    pub(crate) vcpus: u64,
    pub(crate) disk: u64,
    pub(crate) regions: Vec<String>,
    pub(crate) available: bool,
    pub(crate) disk_info: Box<RawValue>,
    pub(crate) gpu_info: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(crate) struct Kernel {
    pub(crate) id: u64,
}

impl Default for Catalog {
    fn default() -> Self {
        Self { regions: entries(REGIONS), sizes: entries(SIZES), kernels: entries(KERNELS) }
    }
}

impl Catalog {
    pub(crate) fn region(&self, slug: &str) -> Option<&Entry<Region>> {
        self.regions.iter().find(|region| region.of.slug == slug)
    }

    /// The region's index in the list, from which its network addresses are derived.
    pub(crate) fn region_index(&self, slug: &str) -> usize {
        let index = self.regions.iter().position(|it| it.of.slug == slug);
        index.unwrap_or(self.regions.len())
    }

    pub(crate) fn size(&self, slug: &str) -> Option<&Size> {
        self.size_entry(slug).map(|entry| &entry.of)
    }

    pub(crate) fn size_entry(&self, slug: &str) -> Option<&Entry<Size>> {
        self.sizes.iter().find(|size| size.of.slug == slug)
    }

    pub(crate) fn kernel(&self, id: u64) -> Option<&Entry<Kernel>> {
        self.kernels.iter().find(|kernel| kernel.of.id == id)
    }
}

/// The public images that every account has.
pub(crate) fn images() -> Vec<Image> {
    serde_json::from_str(IMAGES).expect("the images' seed is part of this crate")
}

fn entries<T: for<'a> Deserialize<'a>>(seed: &str) -> Vec<Entry<T>> {
    let texts: Vec<Box<RawValue>> = serde_json::from_str(seed).expect("the seeds are part of this crate");
    texts.into_iter().map(entry).collect()
}

fn entry<T: for<'a> Deserialize<'a>>(text: Box<RawValue>) -> Entry<T> {
    let of = serde_json::from_str(text.get()).expect("the seeds are part of this crate");
    Entry { of, text }
}

/// `/v2/regions` and `/v2/sizes`, which have only lists.
pub(crate) fn route(state: &State, request: &Request, path: &[&str]) -> Outcome {
    let (root, texts) = match (request.method.as_str(), path) {
        ("GET", ["regions"]) => ("regions", texts(&state.catalog.regions)),
        ("GET", ["sizes"]) => ("sizes", texts(&state.catalog.sizes)),
        _ => return Err(Refusal::no_route()),
    };
    Ok(pages::list(request, root, &texts, |text| text))
}

fn texts<T>(entries: &[Entry<T>]) -> Vec<&str> {
    entries.iter().map(|entry| entry.text.get()).collect()
}
