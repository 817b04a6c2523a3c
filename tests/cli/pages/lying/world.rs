//! A server made up from a number: its objects, how they change while they are listed, and its lies.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::lies::{LIES, Lie, TOTALS};

/// Numbers that look like chance and are the same for the same seed (SplitMix64).
pub(super) struct Dice(u64);

impl Dice {
    /// A number below `n`.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % n
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// A list and the command that reads it.
#[derive(Clone, Copy, Debug)]
struct List {
    command: &'static str,
    root: &'static str,
    /// The field that identifies an object.
    key: &'static str,
}

const LISTS: [List; 8] = [
    List { command: "droplet show", root: "droplets", key: "id" },
    List { command: "action show", root: "actions", key: "id" },
    List { command: "tag show", root: "tags", key: "name" },
    List { command: "size", root: "sizes", key: "slug" },
    List { command: "floating-ip show", root: "floating_ips", key: "ip" },
    List { command: "domain show", root: "domains", key: "name" },
    List { command: "request --paginate /v2/x", root: "things", key: "id" },
    List { command: "request --paginate things /v2/x", root: "things", key: "none" },
];

/// How the list changes before a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// The first object goes away.
    Shrinks,
    /// There is a new object in front.
    Grows,
}

#[derive(Clone, Debug)]
pub(super) struct World {
    list: List,
    objects: u64,
    per_page: u64,
    /// At which request the list changes.
    change: Option<(u64, Change)>,
    lies: Vec<(Lie, Where)>,
}

/// Which replies a lie is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Everywhere,
    Page(u64),
}

/// A reply that is being made, and what the lies need to know.
pub(super) struct Draft {
    pub(super) root: &'static str,
    pub(super) key: &'static str,
    pub(super) page: u64,
    pub(super) per_page: u64,
    /// How many objects there are.
    pub(super) total: u64,
    /// How many requests there were before.
    pub(super) time: u64,
    /// The items of the page before this one.
    pub(super) previous: Vec<Value>,
    pub(super) reply: Value,
}

impl World {
    /// A server with one or two lies, of which a change during the reading may be one.
    pub(super) fn new(seed: u64) -> World {
        let mut dice = Dice(seed);
        let mut world = World::base(&mut dice);
        let count = 1 + dice.below(3).min(1);
        if dice.below(4) == 0 {
            world.change = Some((1 + dice.below(3), dice.one_of(&[Change::Shrinks, Change::Grows])));
        }
        while world.lies.len() as u64 + u64::from(world.change.is_some()) < count {
            // Totals show much of what else is wrong, so lies about them are told more often.
            let lie = if dice.below(3) == 0 { dice.one_of(TOTALS) } else { dice.one_of(LIES) };
            let wheres = [Where::Everywhere, Where::Page(1), Where::Page(2), Where::Page(3)];
            // An object whose key is that of another one a moment later looks like an object that was changed.
            if world.change.is_none() || lie != Lie::KeysAreTheSame {
                world.lies.push((lie, dice.one_of(&wheres)));
            }
        }
        world
    }

    /// A server that only tells what is so. Its list may change, where the objects can be told apart.
    pub(super) fn honest(seed: u64) -> World {
        let mut dice = Dice(seed);
        let mut world = World::base(&mut dice);
        if world.list.key != "none" {
            world.change = Some((1 + dice.below(3), dice.one_of(&[Change::Shrinks, Change::Grows])));
        }
        world
    }

    fn base(dice: &mut Dice) -> World {
        let (objects, per_page) = (2 + dice.below(8), 1 + dice.below(3));
        World { list: dice.one_of(&LISTS), objects, per_page, change: None, lies: Vec::new() }
    }

    /// The command line that reads the list.
    pub(super) fn command(&self) -> Vec<String> {
        let words = self.list.command.split(' ').map(str::to_owned);
        words.chain(["--per-page".to_owned(), self.per_page.to_string()]).collect()
    }

    /// The marks of the objects that are there from the first request to the last.
    pub(super) fn permanent(&self) -> BTreeSet<u64> {
        let first = u64::from(matches!(self.change, Some((_, Change::Shrinks))));
        (1 + first..=self.objects).collect()
    }

    /// The marks of the objects after so many requests.
    fn marks(&self, time: u64) -> Vec<u64> {
        let original = 1..=self.objects;
        match self.change.filter(|&(at, _)| time >= at) {
            Some((_, Change::Shrinks)) => original.skip(1).collect(),
            Some((_, Change::Grows)) => std::iter::once(100).chain(original).collect(),
            None => original.collect(),
        }
    }

    fn object(&self, mark: u64) -> Value {
        let key = match self.list.key {
            "id" => json!(mark),
            "name" => json!(format!("a\"{mark}")),
            "ip" => json!(format!("192.0.2.{mark}")),
            _ => json!(format!("key-{mark}")),
        };
        let mut object = Map::from_iter([("status".to_owned(), json!("active")), ("mark".to_owned(), json!(mark))]);
        if self.list.key != "none" {
            object.insert(self.list.key.to_owned(), key);
        }
        Value::Object(object)
    }

    /// The answer to a request after so many others.
    pub(super) fn reply(&self, target: &str, time: u64) -> String {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let ignores = |lie: Lie| self.lies.iter().any(|(one, _)| *one == lie);
        let is_gpus = value("type") == Some("gpus") && !ignores(Lie::IgnoresType);
        let marks = if is_gpus { Vec::new() } else { self.marks(time) };
        let number = |name: &str, default: u64| value(name).and_then(|text| text.parse().ok()).unwrap_or(default);
        let page = if ignores(Lie::IgnoresPage) { 1 } else { number("page", 1).max(1) };
        let per_page = if ignores(Lie::IgnoresSize) { 20 } else { number("per_page", 20) };
        let draft = self.draft(path, &marks, page, per_page, time);
        self.lies
            .iter()
            .filter(|(_, at)| *at == Where::Everywhere || *at == Where::Page(page))
            .fold(draft, |draft, (lie, _)| lie.told(draft))
            .text(&self.lies)
    }

    /// What an honest server answers.
    fn draft(&self, path: &str, marks: &[u64], page: u64, per_page: u64, time: u64) -> Draft {
        let total = marks.len() as u64;
        let items = |page: u64| -> Vec<Value> {
            let (skipped, taken) = ((page - 1).saturating_mul(per_page), per_page);
            let on_page = marks.iter().skip(usize::try_from(skipped).unwrap()).take(usize::try_from(taken).unwrap());
            on_page.map(|&mark| self.object(mark)).collect()
        };
        let last = total.div_ceil(per_page).max(1);
        let link = |number: u64| json!(format!("https://api.digitalocean.com{path}?page={number}&per_page={per_page}"));
        let mut pages = Map::new();
        if page > 1 {
            pages.extend([("first".to_owned(), link(1)), ("prev".to_owned(), link((page - 1).min(last)))]);
        }
        if page < last {
            pages.extend([("next".to_owned(), link(page + 1)), ("last".to_owned(), link(last))]);
        }
        let links = if pages.is_empty() { json!({}) } else { json!({"pages": pages}) };
        let previous = if page > 1 { items(page - 1) } else { items(2) };
        let List { root, key, .. } = self.list;
        let reply = json!({root: items(page), "links": links, "meta": {"total": total}});
        Draft { root, key, page, per_page, total, time, previous, reply }
    }
}

/// Whether the last answers, from a first page on, are what an honest server with fewer objects would have sent. Where
/// the total agrees with what came, nobody looks at the sizes of the pages.
pub(super) fn is_honest(world: &World, transcript: &[String]) -> bool {
    let plain: Vec<&String> = transcript.iter().filter(|line| !line.contains("type=gpus")).collect();
    let start =
        plain.iter().rposition(|line| !line.split(' ').next().unwrap_or_default().contains("page=") || is_first(line));
    let bodies = plain[start.unwrap_or(0)..].iter().filter_map(|line| line.split_once(' '));
    let replies: Option<Vec<Value>> = bodies.map(|(_, body)| serde_json::from_str(body).ok()).collect();
    replies.is_some_and(|replies| agree(world, &replies))
}

fn is_first(line: &str) -> bool {
    let target = line.split(' ').next().unwrap_or_default();
    !target.contains("?page=") && !target.contains("&page=")
}

fn agree(world: &World, replies: &[Value]) -> bool {
    let items = |reply: &Value| reply[world.list.root].as_array().cloned().unwrap_or_default();
    let all: Vec<Value> = replies.iter().flat_map(items).collect();
    let distinct: BTreeSet<String> = all.iter().map(ToString::to_string).collect();
    let next = |reply: &Value| reply["links"]["pages"]["next"].as_str().map(str::to_owned);
    let total = |reply: &Value| reply["meta"]["total"].as_u64();
    // Things that nothing identifies may look alike, but not all of those on two pages.
    let pages: BTreeSet<String> = replies.iter().map(|reply| reply[world.list.root].to_string()).collect();
    let are_different =
        if world.list.key == "none" { pages.len() == replies.len() } else { distinct.len() == all.len() };
    let leads_on = replies.iter().enumerate().all(|(index, reply)| {
        let wanted = format!("page={}&", index + 2);
        next(reply).map_or(index + 1 == replies.len(), |next| next.contains(&wanted) && index + 1 < replies.len())
    });
    let totals: BTreeSet<Option<u64>> = replies.iter().map(total).collect();
    let is_full = |reply: &Value| items(reply).len() as u64 == world.per_page;
    let are_full = replies.iter().rev().skip(1).all(is_full);
    let last_is_right = replies.last().is_some_and(|last| replies.len() == 1 || !items(last).is_empty());
    let by_total = totals == BTreeSet::from([Some(all.len() as u64)]);
    // A total below what came says nothing.
    let have_none = totals.iter().all(|total| total.is_none_or(|total| total < all.len() as u64));
    let by_pages = have_none && are_full && last_is_right;
    leads_on && are_different && (by_total || by_pages)
}
