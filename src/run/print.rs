//! Objects and lists of the API on stdout.

use super::Context;
use crate::api::{Listing, Object, Request};
use crate::error::{Context as _, Result};
use std::fmt::Display;

/// Sends a request and prints the object under `root` of the reply; an error names the target.
pub(crate) fn changed(ctx: &Context, request: &Request, root: &'static str, target: impl Display) -> Result<()> {
    let sent = ctx.client()?.send(request).and_then(|reply| reply.object(root));
    let object = sent.with_context(|| target.to_string())?;
    ctx.ui.value(object.raw().get());
    Ok(())
}

/// Prints the objects of several lists as one array, page by page.
pub(crate) fn lists(ctx: &Context, listings: Vec<Listing>) -> Result<()> {
    matching(ctx, listings, |_| true)
}

/// The same, but only the objects that `fits` accepts: what a filter of the API returned is checked again.
pub(crate) fn lists_of(ctx: &Context, listings: Vec<Listing>, fits: impl Fn(&Object) -> bool) -> Result<()> {
    matching(ctx, listings, |text| Object::parse(text).as_ref().is_some_and(&fits))
}

/// The same with only the objects that are to be kept, by their JSON text.
pub(crate) fn matching(ctx: &Context, listings: Vec<Listing>, keep: impl Fn(&str) -> bool) -> Result<()> {
    let mut array = ctx.ui.array();
    let mut progress = ctx.ui.progress();
    let mut pages =
        ctx.client()?.lists(listings.into_iter().map(|listing| ctx.ui.output().prepared(listing)).collect());
    let (mut done, mut all) = (0, 1);
    while let Some(page) = pages.next() {
        let mut page = page?;
        page.retain(&keep);
        array.push_page(&page);
        (done, all) = (done + 1, all.max(done + 1 + pages.ahead_of()));
        progress.pages(done, all);
        if ctx.ui.is_broken() {
            return Ok(());
        }
    }
    array.finish();
    Ok(())
}

/// Prints objects as one array.
pub(crate) fn objects<'a>(ctx: &Context, objects: impl IntoIterator<Item = &'a Object>) {
    let mut array = ctx.ui.array();
    objects.into_iter().for_each(|object| array.push(object.raw().get()));
    array.finish();
}
