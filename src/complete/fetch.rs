//! The items of a list: from the cache while that is young, else from the API if it answers in time.

use super::hooks::{Account, account};
use super::list::List;
use crate::api::{Client, Listing};
use crate::resolve::item::Item;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// Nobody waits longer for a TAB.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a reader of the API has to tell.
enum Told {
    /// These items came.
    Items(Vec<Item>),
    /// One of the listings came to its end.
    Done,
    /// It could not be read.
    Failed,
}

/// The items of a list, as good as they can be had; none if all fails.
pub(super) fn items(list: &List) -> Vec<Item> {
    let Some(account) = account() else { return Vec::new() };
    match account.cache.read(list) {
        Some(kept) if kept.is_fresh || account.cache.failed_lately(list) => kept.items,
        Some(kept) => read(account, list, true).unwrap_or(kept.items),
        None if account.cache.failed_lately(list) => Vec::new(),
        None => read(account, list, false).unwrap_or_default(),
    }
}

/// Reads a list for as long as there is patience, and keeps it. A part of it is better than nothing, but not better
/// than what was kept before.
fn read(account: &Account, list: &List, kept: bool) -> Option<Vec<Item>> {
    let (mut items, complete) = ask(&account.client, list);
    if !complete && (kept || items.is_empty()) {
        account.cache.note_failure(list);
        return None;
    }
    if list.is_by_name() {
        items.sort_by(|a, b| name(a).cmp(name(b)));
    }
    account.cache.write(list, &items);
    Some(items)
}

fn name(item: &Item) -> &str {
    item.name.as_deref().unwrap_or(&item.id)
}

/// Asks the API, all listings at once, until they are complete or the time is up.
fn ask(client: &Client, list: &List) -> (Vec<Item>, bool) {
    let end = Instant::now() + PATIENCE;
    let (sender, told) = channel();
    let listings = list.listings();
    let mut left = listings.len();
    for listing in listings {
        let (client, list, sender) = (client.clone(), list.clone(), sender.clone());
        std::thread::spawn(move || tell(&client, &list, listing, &sender));
    }
    let mut items = Vec::new();
    while left > 0 {
        match told.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(Told::Items(some)) => items.extend(some),
            Ok(Told::Done) => left -= 1,
            Ok(Told::Failed) | Err(_) => return (items, false),
        }
    }
    (items, true)
}

/// Reads one listing. Nobody may be there any more to hear of it.
fn tell(client: &Client, list: &List, listing: Listing, sender: &Sender<Told>) {
    for page in client.pages(listing).take(list.pages()) {
        let Ok(page) = page else { return drop(sender.send(Told::Failed)) };
        let objects = page.texts().filter_map(|text| serde_json::from_str(text).ok());
        drop(sender.send(Told::Items(objects.filter_map(|object| list.item(&object)).collect())));
    }
    drop(sender.send(Told::Done));
}
