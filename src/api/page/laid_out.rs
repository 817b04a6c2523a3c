//! Pages whose items are to be printed: they are checked and laid out in one pass, by the thread that fetched them.

use super::{Page, Paging, Root, paging_or_flaw};
use crate::api::{Error, Reply};
use crate::json::{LaidOut, lay_out_page};
use serde_json::value::RawValue;
use std::ops::Range;

/// The members of a page that matter, as JSON text.
#[derive(Default)]
struct Members<'a> {
    root: Option<&'a str>,
    links: Option<&'a str>,
    meta: Option<&'a str>,
}

impl Page {
    /// Reads a reply as [`Page::read`] does, and lays its items out where that is possible.
    pub(crate) fn read_printable(reply: Reply, root: &Root) -> Result<Page, Error> {
        let Root::Key(key) = root else { return Page::read(reply, root) };
        let laid_out = lay_out_page(&reply.body, key);
        let paging = laid_out.as_ref().and_then(|laid_out| paging(&reply, key, laid_out));
        match (laid_out, paging) {
            (Some(laid_out), Some(paging)) => Page::of_laid_out(reply, laid_out, paging),
            // The strict reader says what is wrong, or knows better.
            _ => Page::read(reply, root),
        }
    }

    fn of_laid_out(reply: Reply, laid_out: LaidOut, paging: Result<Paging, String>) -> Result<Page, Error> {
        let (paging, flaw) = paging_or_flaw(&reply, paging);
        let text = String::from_utf8(laid_out.text).map_err(|_| reply.malformed("", "is no text"))?;
        let (items, headers) = (laid_out.items, reply.headers);
        Ok(Page { items, is_laid_out: true, paging, flaw, body: reply.body.map(|_| text), headers })
    }

    /// The items as they are printed, in runs that include what stands between items.
    pub(crate) fn laid_out_runs(&self) -> Option<impl Iterator<Item = &str>> {
        let follows = |one: &Range<usize>, next: &Range<usize>| next.start - one.end == BETWEEN.len();
        let runs = self.items.chunk_by(follows).map(|run| &self.body[run[0].start..run[run.len() - 1].end]);
        self.is_laid_out.then_some(runs)
    }
}

/// What stands between two items on a page that is laid out.
const BETWEEN: &str = ",\n  ";

/// How the list goes on; `None` where the page is unusual, and not to be read here.
fn paging(reply: &Reply, root: &str, laid_out: &LaidOut) -> Option<Result<Paging, String>> {
    let mut members = Members::default();
    for (key, value) in &laid_out.members {
        // Without one, the page is no object.
        let key = reply.body.get(key.start + 1..key.end.checked_sub(1)?)?;
        let slot = match key {
            key if key == root => &mut members.root,
            "links" => &mut members.links,
            "meta" => &mut members.meta,
            // It may be another spelling of one of them.
            key if key.contains('\\') => return None,
            _ => continue,
        };
        if slot.replace(&reply.body[trimmed(&reply.body, value.clone())]).is_some() {
            return None;
        }
    }
    let is_list = members.root.is_some_and(|text| text.starts_with('['));
    is_list.then_some(())?;
    let (links, meta) = (raw(members.links).ok()?, raw(members.meta).ok()?);
    Some(Paging::read(links, meta))
}

fn raw(text: Option<&str>) -> Result<Option<&RawValue>, serde_json::Error> {
    text.map(serde_json::from_str).transpose()
}

/// The range without the white space of JSON around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let is_blank = |c: char| matches!(c, ' ' | '\n' | '\r' | '\t');
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start_matches(is_blank).len();
    start..start + part.trim_matches(is_blank).len()
}
