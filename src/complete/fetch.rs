//! The items of a list: from the cache while it is fresh, else from the API if it answers in time.

use super::list::List;
use super::session::{Account, Session};
use crate::api::{Client, Listing};
use crate::resolve::item::Item;
use std::collections::HashSet;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// The time limit for reading a list.
const PATIENCE: Duration = Duration::from_secs(1);

/// A message from a thread that reads a listing.
enum Told {
    /// The items of one page.
    Items(Vec<Item>),
    /// One of the listings has been read.
    Done,
    /// A listing could not be read.
    Failed,
}

/// The items of a list, from the best source that works; none if no source does.
pub(super) fn items(session: &Session, list: &List) -> Vec<Item> {
    let Some(account) = session.account() else { return Vec::new() };
    match account.cache.read(list) {
        Some(kept) if kept.is_fresh || account.cache.failed_lately(list) => kept.items,
        Some(kept) => read(account, list, true).unwrap_or(kept.items),
        None if account.cache.failed_lately(list) => Vec::new(),
        None => read(account, list, false).unwrap_or_default(),
    }
}

/// Reads a list within the time limit and stores it in the cache. A part of the list is better than nothing, but not
/// better than an older cache.
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

/// Reads all listings concurrently, until they are complete or the time limit is reached.
fn ask(client: &Client, list: &List) -> (Vec<Item>, bool) {
    let end = Instant::now() + PATIENCE;
    let (sender, told) = channel();
    let listings = list.listings();
    let mut left = listings.len();
    for listing in listings {
        let (client, list, sender) = (client.clone().impatient(), list.clone(), sender.clone());
        let read = move || tell(&client, &list, listing, &sender);
        // Without a thread for it, there are no candidates: a list that is read here could take longer than anybody
        // waits.
        if std::thread::Builder::new().name("listing".to_owned()).spawn(read).is_err() {
            return (Vec::new(), false);
        }
    }
    let (mut items, mut seen) = (Vec::new(), HashSet::new());
    while left > 0 {
        match told.recv_timeout(end.saturating_duration_since(Instant::now())) {
            // A server that ignores the filter of a second listing sends the first one twice.
            Ok(Told::Items(some)) => items.extend(some.into_iter().filter(|item| seen.insert(item.id.clone()))),
            Ok(Told::Done) => left -= 1,
            Ok(Told::Failed) | Err(_) => return (items, false),
        }
    }
    (items, true)
}

/// Reads one listing. The receiver may be gone, if the time limit was reached.
fn tell(client: &Client, list: &List, listing: Listing, sender: &Sender<Told>) {
    for page in client.pages(listing).take(list.pages()) {
        let Ok(page) = page else { return drop(sender.send(Told::Failed)) };
        let objects = page.texts().filter_map(|text| serde_json::from_str(text).ok());
        drop(sender.send(Told::Items(objects.filter_map(|object| list.item(&object)).collect())));
    }
    drop(sender.send(Told::Done));
}
