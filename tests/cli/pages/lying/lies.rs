//! What a server may say wrongly about a list.

use serde_json::{Map, Value, json};

use super::world::{Draft, Where};

/// Names each lie once: the enum, and all of them to choose from.
macro_rules! lies {
    ($($lie:ident),* $(,)?) => {
        /// A lie.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Lie { $($lie),* }

        pub(super) const LIES: &[Lie] = &[$(Lie::$lie),*];
    };
}

lies! {
    NoLinks,
    EmptyLinks,
    NullLinks,
    LinksAreAList,
    LinksAreAText,
    PagesAreAList,
    NextIsANumber,
    NextIsAnObject,
    NextIsAList,
    NextIsEmpty,
    NextIsMissing,
    NextIsNoLink,
    NextIsThisPage,
    NextIsTheFirst,
    NextIsTheOneBefore,
    NextLeavesOneOut,
    NextIsElsewhere,
    NextWithoutSize,
    NextWithOtherSize,
    NextIsEverNew,
    LastIsNear,
    LastIsFar,
    LastIsANumber,
    NoMeta,
    NullMeta,
    EmptyMeta,
    MetaIsAList,
    TotalIsAText,
    TotalIsNegative,
    TotalIsAFraction,
    TotalIsNull,
    TotalIsZero,
    TotalIsOneLess,
    TotalIsTooLarge,
    TotalIsHuge,
    TotalGrows,
    TotalShrinks,
    ItemTwice,
    ItemOfTheOtherPage,
    PageOfTheOther,
    PageIsEmpty,
    PagesAreEverNew,
    LacksItsLast,
    LacksItsFirst,
    HasNull,
    HasANumber,
    HasAList,
    KeyIsText,
    KeyIsMissing,
    KeysAreTheSame,
    OtherOrder,
    ListIsAnObject,
    ListIsNull,
    ListIsElsewhere,
    ListIsTwice,
    EnvelopeIsAList,
    HalfAReply,
    IgnoresPage,
    IgnoresSize,
    IgnoresType,
}

/// Lies about the total.
pub(super) const TOTALS: &[Lie] =
    &[Lie::NoMeta, Lie::TotalIsNull, Lie::TotalIsZero, Lie::TotalIsOneLess, Lie::TotalIsTooLarge, Lie::TotalGrows];

impl Lie {
    /// A reply with this lie in it.
    pub(super) fn told(self, mut draft: Draft) -> Draft {
        self.about_links(&mut draft);
        self.about_next(&mut draft);
        self.about_totals(&mut draft);
        self.about_items(&mut draft);
        self.about_keys(&mut draft);
        draft
    }

    fn about_links(self, draft: &mut Draft) {
        let links = match self {
            Lie::EmptyLinks => json!({}),
            Lie::NullLinks => json!(null),
            Lie::LinksAreAList => json!([]),
            Lie::LinksAreAText => json!("https://api.digitalocean.com"),
            Lie::PagesAreAList => json!({"pages": []}),
            Lie::NoLinks => return drop(draft.reply.as_object_mut().and_then(|reply| reply.remove("links"))),
            _ => return,
        };
        draft.set("links", links);
    }

    /// Lies about a link that is there.
    fn about_next(self, draft: &mut Draft) {
        let (page, size, time) = (draft.page, draft.per_page, draft.time);
        let Some(pages) = draft.reply.pointer_mut("/links/pages").filter(|pages| pages["next"].is_string()) else {
            return;
        };
        let url = pages["next"].as_str().unwrap_or_default().to_owned();
        let to = |number: u64| json!(url.replace(&format!("page={}&", page + 1), &format!("page={number}&")));
        match self {
            Lie::NextIsANumber => pages["next"] = json!(page + 1),
            Lie::NextIsAnObject => pages["next"] = json!({"href": url}),
            Lie::NextIsAList => pages["next"] = json!([url]),
            Lie::NextIsEmpty => pages["next"] = json!(""),
            Lie::NextIsMissing => drop(pages.as_object_mut().and_then(|pages| pages.remove("next"))),
            Lie::NextIsNoLink => pages["next"] = json!("http://["),
            Lie::NextIsThisPage => pages["next"] = to(page),
            Lie::NextIsTheFirst => pages["next"] = to(1),
            Lie::NextIsTheOneBefore => pages["next"] = to(page.saturating_sub(1)),
            Lie::NextLeavesOneOut => pages["next"] = to(page + 2),
            Lie::NextIsElsewhere => pages["next"] = json!(url.replace("api.digitalocean.com", "elsewhere.invalid")),
            Lie::NextWithoutSize => pages["next"] = json!(url.replace(&format!("&per_page={size}"), "")),
            Lie::NextWithOtherSize => pages["next"] = json!(format!("{url}1")),
            Lie::NextIsEverNew => pages["next"] = json!(format!("{url}&cursor={time}").replace("?page=", "?at=")),
            Lie::LastIsNear => pages["last"] = to(page + 1),
            Lie::LastIsFar => pages["last"] = to(page + 50),
            Lie::LastIsANumber => pages["last"] = json!(page + 1),
            _ => {}
        }
    }

    fn about_totals(self, draft: &mut Draft) {
        let total = draft.total;
        let meta = match self {
            Lie::NullMeta => json!(null),
            Lie::EmptyMeta => json!({}),
            Lie::MetaIsAList => json!([total]),
            Lie::TotalIsAText => json!({"total": total.to_string()}),
            Lie::TotalIsNegative => json!({"total": -1}),
            Lie::TotalIsAFraction => json!({"total": 0.5}),
            Lie::TotalIsNull => json!({"total": null}),
            Lie::TotalIsZero => json!({"total": 0}),
            Lie::TotalIsOneLess => json!({"total": total.saturating_sub(1)}),
            Lie::TotalIsTooLarge => json!({"total": total + 2}),
            Lie::TotalIsHuge => json!({"total": u64::MAX}),
            Lie::TotalGrows => json!({"total": total + draft.time}),
            Lie::TotalShrinks => json!({"total": (total + 3).saturating_sub(draft.time)}),
            Lie::NoMeta => return drop(draft.reply.as_object_mut().and_then(|reply| reply.remove("meta"))),
            _ => return,
        };
        draft.set("meta", meta);
    }

    fn about_items(self, draft: &mut Draft) {
        let (previous, new) = (std::mem::take(&mut draft.previous), 1000 + draft.time);
        if self == Lie::PagesAreEverNew {
            let next = format!("https://api.digitalocean.com/v2/x?cursor={new}");
            draft.set("links", json!({"pages": {"next": next}}));
        }
        let root = draft.root;
        let Some(items) = draft.reply[root].as_array_mut() else { return };
        match self {
            Lie::ItemTwice => items.extend(items.first().cloned()),
            Lie::ItemOfTheOtherPage => items.extend(previous.first().cloned()),
            Lie::PageOfTheOther => *items = previous,
            Lie::PageIsEmpty => items.clear(),
            Lie::PagesAreEverNew => *items = vec![json!({"id": new, "mark": new})],
            Lie::LacksItsLast => drop(items.pop()),
            Lie::LacksItsFirst => drop(items.drain(..items.len().min(1))),
            Lie::HasNull => items.push(json!(null)),
            Lie::HasANumber => items.insert(0, json!(7)),
            Lie::HasAList => items.push(json!([])),
            _ => {}
        }
    }

    fn about_keys(self, draft: &mut Draft) {
        let (root, key) = (draft.root, draft.key);
        let Some(items) = draft.reply[root].as_array_mut() else { return };
        for object in items.iter_mut().filter_map(Value::as_object_mut).filter(|object| object.contains_key(key)) {
            let text = object[key].to_string();
            match self {
                Lie::KeyIsText => drop(object.insert(key.to_owned(), json!(text))),
                Lie::KeyIsMissing => drop(object.remove(key)),
                Lie::KeysAreTheSame => drop(object.insert(key.to_owned(), json!("same"))),
                _ => {}
            }
        }
    }

    /// Lies about the shape of the whole reply, which only text can have.
    fn about_shape(self, root: &str, reply: &Value) -> Option<String> {
        let (list, text) = (reply[root].to_string(), reply.to_string());
        let with = |list: &str| format!(r#"{{"{root}":{list},"links":{},"meta":{}}}"#, reply["links"], reply["meta"]);
        match self {
            Lie::OtherOrder => Some(with(&in_reverse(&reply[root]))),
            Lie::ListIsAnObject => Some(with(&format!(r#"{{"items":{list}}}"#))),
            Lie::ListIsNull => Some(with("null")),
            Lie::ListIsElsewhere => Some(text.replacen(&format!("{root:?}"), "\"data\"", 1)),
            Lie::ListIsTwice => Some(with(&format!(r#"{list},"{root}":[]"#))),
            Lie::EnvelopeIsAList => Some(list),
            Lie::HalfAReply => Some(text.chars().take(text.chars().count() / 2).collect()),
            _ => None,
        }
    }
}

/// A list whose objects have their fields in the opposite order.
fn in_reverse(list: &Value) -> String {
    let field = |(key, value): (&String, &Value)| format!("{key:?}:{value}");
    let fields = |object: &Map<String, Value>| object.iter().rev().map(field).collect::<Vec<_>>().join(",");
    let item = |item: &Value| item.as_object().map_or(item.to_string(), |object| format!("{{{}}}", fields(object)));
    let items: Vec<String> = list.as_array().into_iter().flatten().map(item).collect();
    format!("[{}]", items.join(","))
}

impl Draft {
    fn set(&mut self, member: &str, value: Value) {
        self.reply[member] = value;
    }

    /// The reply as it goes over the wire.
    pub(super) fn text(&self, lies: &[(Lie, Where)]) -> String {
        let here = lies.iter().filter(|(_, at)| *at == Where::Everywhere || *at == Where::Page(self.page));
        let misshapen = { here }.find_map(|(lie, _)| lie.about_shape(self.root, &self.reply));
        misshapen.unwrap_or_else(|| self.reply.to_string())
    }
}
