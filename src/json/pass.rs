//! The pass itself.

use super::LaidOut;
use super::grammar::{class, class_of, next, state, token};
use super::masks::{self, BLOCK, Masks};
use super::scalar::{are_escapes, is_scalar};
use std::ops::Range;

/// A line break and the deepest indentation.
const BREAK: [u8; 512] = {
    let mut text = [b' '; 512];
    text[0] = b'\n';
    text
};
/// The deepest level that is laid out here.
const DEEPEST: usize = 60;
/// Tokens of up to this length are copied with one instruction or two, whatever comes after them.
const SHORT: usize = 32;

/// Where a pass over a page stands.
pub(super) struct Pass<'a> {
    bytes: &'a [u8],
    root: &'a str,
    out: Vec<u8>,
    /// How much of `out` is written.
    len: usize,
    /// Where the present token begins.
    from: usize,
    state: u8,
    /// The brackets that are open, the innermost in the lowest bit: 1 is `{`.
    brackets: u64,
    level: usize,
    /// Whether the bracket that was opened last is empty.
    is_empty: bool,
    is_bad: bool,
    strings: Strings,
    /// The string on the level of the envelope that was read last: before a colon, it is a key.
    string: Range<usize>,
    /// The key of the present member.
    key: Range<usize>,
    /// Where the value after it begins.
    value: usize,
    /// Whether the present member is the list.
    is_in_root: bool,
    /// Where the present item begins in `out`.
    item: usize,
    items: Vec<Range<usize>>,
    members: Vec<(Range<usize>, Range<usize>)>,
}

/// What the next block has to know of the strings before it.
struct Strings {
    /// Whether its first byte is escaped.
    escape: u64,
    /// All bits, if it begins within a string.
    inside: u64,
    /// Whether the last byte was structural or blank, so that a string may begin.
    may_begin: u64,
    /// Whether the last byte was the end of a string.
    has_ended: u64,
}

impl<'a> Pass<'a> {
    pub(super) fn new(bytes: &'a [u8], root: &'a str) -> Pass<'a> {
        // The system gives zeros without touching them, so that what stays unused takes no memory.
        let out = vec![0; bytes.len() * 2];
        Pass {
            bytes,
            root,
            out,
            len: 0,
            from: 0,
            state: state::VALUE,
            brackets: 0,
            level: 0,
            is_empty: false,
            is_bad: false,
            strings: Strings { escape: 0, inside: 0, may_begin: 1, has_ended: 0 },
            string: 0..0,
            key: 0..0,
            value: 0,
            is_in_root: false,
            item: 0,
            items: Vec::new(),
            members: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Option<LaidOut> {
        for start in (0..self.bytes.len()).step_by(BLOCK) {
            self.block(start);
            if self.is_bad || self.state == state::BAD {
                return None;
            }
        }
        // A page ends with a bracket.
        let is_whole = self.from == self.bytes.len() && self.level == 0 && self.state == state::COMMA_OR_END;
        self.out.truncate(self.len);
        is_whole.then_some(LaidOut { text: self.out, items: self.items, members: self.members })
    }

    #[inline]
    fn block(&mut self, start: usize) {
        let left = self.bytes.len() - start;
        let found = if let Some(block) = self.bytes[start..].first_chunk() {
            masks::of(block)
        } else {
            let mut block = [b' '; BLOCK];
            block[..left].copy_from_slice(&self.bytes[start..]);
            masks::of(&block)
        };
        let mut structure = self.structure(start, &found) & masks::first(left);
        self.reserve(start, structure.count_ones() as usize);
        while structure != 0 {
            let at = start + structure.trailing_zeros() as usize;
            structure &= structure - 1;
            self.step(at);
        }
    }

    /// Which bytes are structural or blank, outside of strings. Strings are checked on the way.
    #[inline]
    fn structure(&mut self, start: usize, found: &Masks) -> u64 {
        let strings = &mut self.strings;
        let escaped = masks::escaped(found.backslashes, &mut strings.escape);
        let quotes = found.quotes & !escaped;
        let inside = masks::parity(quotes) ^ strings.inside;
        let apart = (found.operators | found.blanks) & !inside;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let in_length = masks::first(self.bytes.len() - start);
        // A string begins where a token may begin, ends where one may end, and holds no control character.
        let begins_badly = opening & !(apart << 1 | strings.may_begin);
        let ends_badly = (closing << 1 | strings.has_ended) & !apart & in_length;
        self.is_bad |= (begins_badly | ends_badly | found.controls & inside) != 0;
        if found.backslashes != 0 {
            self.is_bad |= !are_escapes(self.bytes, start, found.backslashes & !escaped);
        }
        let controls = found.controls & !inside;
        if controls != 0 {
            self.is_bad |= !are_blanks(&self.bytes[start..], controls);
        }
        (strings.may_begin, strings.has_ended) = (apart >> 63, closing >> 63);
        strings.inside = if inside >> 63 == 1 { u64::MAX } else { 0 };
        apart
    }

    /// Makes room for what a block can become.
    #[inline]
    fn reserve(&mut self, start: usize, steps: usize) {
        let need = self.len + (start - self.from) + 4 * BLOCK + steps * (self.level + BLOCK + 2) * 2;
        if self.out.len() < need {
            self.out.resize(need.max(self.out.len() * 2), 0);
        }
    }

    /// Copies the token before a structural character or a blank, and then that.
    #[inline]
    fn step(&mut self, at: usize) {
        let byte = self.bytes[at];
        let (from, len) = (self.from, at - self.from);
        let kind = match self.bytes[from] {
            _ if len == 0 => token::NONE,
            b'"' => token::STRING,
            _ => token::OTHER,
        };
        self.copy(from, at);
        if self.level == 1 && kind == token::STRING {
            self.string = from..at;
        }
        if kind == token::OTHER {
            self.is_bad |= !is_scalar(&self.bytes[from..at]);
        }
        self.from = at + 1;
        let class = class_of(byte);
        self.state = next(self.state, kind, class, self.brackets & 1 == 1);
        match class {
            class::COLON => self.colon(at),
            class::COMMA => self.comma(at),
            class::OPEN_OBJECT | class::OPEN_ARRAY => self.open(at, byte, class == class::OPEN_OBJECT),
            class::CLOSE_OBJECT | class::CLOSE_ARRAY => self.close(at, byte),
            _ => {}
        }
    }

    #[inline]
    fn copy(&mut self, from: usize, to: usize) {
        let len = to - from;
        match self.bytes[from..].first_chunk::<SHORT>() {
            Some(short) if len <= SHORT => self.out[self.len..self.len + SHORT].copy_from_slice(short),
            _ => self.out[self.len..self.len + len].copy_from_slice(&self.bytes[from..to]),
        }
        self.len += len;
    }

    #[inline]
    fn put(&mut self, byte: u8) {
        self.out[self.len] = byte;
        self.len += 1;
    }

    #[inline]
    fn new_line(&mut self) {
        // What was blank before is now at the level's place.
        let len = (self.level * 2).saturating_sub(1);
        if len <= 16 {
            self.out[self.len..self.len + 16].copy_from_slice(&BREAK[..16]);
        } else {
            self.out[self.len..self.len + len].copy_from_slice(&BREAK[..len]);
        }
        self.len += len;
    }

    fn colon(&mut self, at: usize) {
        if self.level == 1 {
            self.value = at + 1;
            self.key = self.string.clone();
            let key = &self.bytes[self.key.clone()];
            self.is_in_root = key.len() > 2 && &key[1..key.len() - 1] == self.root.as_bytes();
        }
        self.put(b':');
        self.put(b' ');
    }

    fn comma(&mut self, at: usize) {
        match self.level {
            1 => self.members.push((self.key.clone(), self.value..at)),
            2 if self.is_in_root => self.items.push(self.item..self.len),
            _ => {}
        }
        self.put(b',');
        self.new_line();
        if self.level == 2 {
            self.item = self.len;
        }
    }

    fn open(&mut self, at: usize, byte: u8, is_object: bool) {
        self.brackets = self.brackets << 1 | u64::from(is_object);
        self.level += 1;
        self.is_bad |= self.level > DEEPEST;
        self.put(byte);
        self.is_empty = closes_next(&self.bytes[at + 1..]);
        if !self.is_empty {
            self.new_line();
        }
        if self.level == 2 && self.is_in_root {
            self.item = self.len;
            self.is_in_root = !is_object;
        }
    }

    fn close(&mut self, at: usize, byte: u8) {
        match self.level {
            0 => return self.is_bad = true,
            1 if !self.is_empty => self.members.push((self.key.clone(), self.value..at)),
            2 if self.is_in_root && !self.is_empty => self.items.push(self.item..self.len),
            _ => {}
        }
        self.brackets >>= 1;
        self.level -= 1;
        if !std::mem::take(&mut self.is_empty) {
            self.new_line();
        }
        self.put(byte);
    }
}

/// Whether a closing bracket is the next that is not blank.
#[inline]
fn closes_next(after: &[u8]) -> bool {
    match after.first() {
        Some(b'}' | b']') => true,
        Some(byte) if byte.is_ascii_whitespace() => {
            after.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| matches!(byte, b'}' | b']'))
        }
        _ => false,
    }
}

/// Whether all these control characters, as bits of a block, are white space.
#[cold]
fn are_blanks(block: &[u8], mut controls: u64) -> bool {
    while controls != 0 {
        let at = controls.trailing_zeros() as usize;
        controls &= controls - 1;
        // Beyond the end there are none.
        if block.get(at).is_some_and(|byte| !matches!(byte, b'\n' | b'\r' | b'\t')) {
            return false;
        }
    }
    true
}
