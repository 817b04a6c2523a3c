//! `page` and `per_page`, `links` and `meta`.

use serde::Serialize;

use crate::http::{Reply, Request, json};

/// The largest page that the API serves; a larger `per_page` is reduced to it.
const LARGEST: usize = 200;
const DEFAULT: usize = 20;

/// One page of `{"root":[…],"links":{…},"meta":{"total":N}}`; only the page's own items are rendered.
pub(crate) fn list<'a, T: Copy>(request: &Request, root: &str, all: &[T], render: impl Fn(T) -> &'a str) -> Reply {
    let page = Page::of(request, all.len());
    let items = page.slice(all).iter().map(|&item| render(item));
    page.reply(request, root, '[', items, ']')
}

/// The same for items that are not rendered yet.
pub(crate) fn list_of<T: Serialize>(request: &Request, root: &str, all: &[T]) -> Reply {
    let page = Page::of(request, all.len());
    let texts: Vec<String> = page.slice(all).iter().map(json).collect();
    page.reply(request, root, '[', texts.iter().map(String::as_str), ']')
}

/// The same for items that are rendered with other objects of the account in them.
pub(crate) fn list_by<T: Copy, V: Serialize>(request: &Request, root: &str, all: &[T], view: impl Fn(T) -> V) -> Reply {
    let page = Page::of(request, all.len());
    let views: Vec<V> = page.slice(all).iter().map(|&item| view(item)).collect();
    let texts: Vec<String> = views.iter().map(json).collect();
    page.reply(request, root, '[', texts.iter().map(String::as_str), ']')
}

/// The same for a root that is an object: `all` are its members, as `"key":value`.
pub(crate) fn members(request: &Request, root: &str, all: &[String]) -> Reply {
    let page = Page::of(request, all.len());
    let items = page.slice(all).iter().map(String::as_str);
    page.reply(request, root, '{', items, '}')
}

/// A page of a list that is put together elsewhere.
pub(crate) struct Part {
    pub(crate) range: std::ops::Range<usize>,
    pub(crate) number: usize,
    pub(crate) last: usize,
    /// The JSON text of `links`.
    pub(crate) links: String,
}

/// The page that a request asks for, of so many objects.
pub(crate) fn part(request: &Request, total: usize) -> Part {
    let page = Page::of(request, total);
    let range = page.range();
    Part { range, number: page.number, last: page.last(), links: page.links(request) }
}

struct Page {
    number: usize,
    size: usize,
    total: usize,
}

impl Page {
    fn of(request: &Request, total: usize) -> Self {
        Self {
            number: positive(request, "page").unwrap_or(1),
            size: positive(request, "per_page").map_or(DEFAULT, |size| size.min(LARGEST)),
            total,
        }
    }

    fn last(&self) -> usize {
        self.total.div_ceil(self.size).max(1)
    }

    fn range(&self) -> std::ops::Range<usize> {
        let from = (self.number - 1).saturating_mul(self.size).min(self.total);
        from..(from + self.size).min(self.total)
    }

    fn slice<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        &all[self.range()]
    }

    fn reply<'a>(
        &self,
        request: &Request,
        root: &str,
        open: char,
        items: impl Iterator<Item = &'a str>,
        close: char,
    ) -> Reply {
        let mut body = format!("{{\"{root}\":{open}");
        for (index, item) in items.enumerate() {
            if index > 0 {
                body.push(',');
            }
            body.push_str(item);
        }
        body.push(close);
        body.push_str(",\"links\":");
        body.push_str(&self.links(request));
        let meta = format!(",\"meta\":{{\"total\":{}}}}}", self.total);
        body.push_str(&meta);
        Reply::text(200, body)
    }

    /// `first` and `prev` from the second page on, `next` and `last` up to the last but one, in the API's order.
    fn links(&self, request: &Request) -> String {
        let last = self.last();
        let mut pages = Vec::new();
        if self.number > 1 {
            pages.push(("first", 1));
            pages.push(("prev", (self.number - 1).min(last)));
        }
        if self.number == 1 && last > 1 {
            pages.push(("last", last));
            pages.push(("next", 2));
        } else if self.number < last {
            pages.push(("next", self.number + 1));
            pages.push(("last", last));
        }
        if pages.is_empty() {
            return "{}".to_owned();
        }
        let pages: Vec<String> =
            pages.into_iter().map(|(key, number)| format!("\"{key}\":{}", json(&url(request, number)))).collect();
        format!("{{\"pages\":{{{}}}}}", pages.join(","))
    }
}

/// The request's query, with another `page` in front.
fn url(request: &Request, page: usize) -> String {
    let others = request.params().filter(|&(key, _)| key != "page");
    let others: String = others.flat_map(|(key, value)| ["&", key, "=", value]).collect();
    format!("{}?page={page}{others}", request.url(&request.path))
}

fn positive(request: &Request, name: &str) -> Option<usize> {
    let number = request.param(name)?.parse().ok()?;
    (number > 0).then_some(number)
}
