//! What may follow what, as a table of states.

/// What may come next.
pub(super) mod state {
    /// After `[`.
    pub(in crate::json) const VALUE_OR_END: u8 = 0;
    /// After `,` in an array, and after `:`.
    pub(in crate::json) const VALUE: u8 = 1;
    /// After `{`.
    pub(in crate::json) const KEY_OR_END: u8 = 2;
    /// After `,` in an object.
    pub(in crate::json) const KEY: u8 = 3;
    pub(in crate::json) const COLON: u8 = 4;
    pub(in crate::json) const COMMA_OR_END: u8 = 5;
    pub(in crate::json) const BAD: u8 = 7;
}

/// The kind of a token.
pub(super) mod token {
    pub(in crate::json) const NONE: u8 = 0;
    pub(in crate::json) const STRING: u8 = 1;
    /// A number, or one of the words.
    pub(in crate::json) const OTHER: u8 = 2;
}

/// The class of a structural character.
pub(super) mod class {
    pub(in crate::json) const COLON: u8 = 1;
    pub(in crate::json) const COMMA: u8 = 2;
    pub(in crate::json) const OPEN_OBJECT: u8 = 3;
    pub(in crate::json) const OPEN_ARRAY: u8 = 4;
    pub(in crate::json) const CLOSE_OBJECT: u8 = 5;
    pub(in crate::json) const CLOSE_ARRAY: u8 = 6;
}

use state::{BAD, COLON, COMMA_OR_END, KEY, KEY_OR_END, VALUE, VALUE_OR_END};

/// The class of each byte; 0 is white space.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    classes[b':' as usize] = class::COLON;
    classes[b',' as usize] = class::COMMA;
    classes[b'{' as usize] = class::OPEN_OBJECT;
    classes[b'[' as usize] = class::OPEN_ARRAY;
    classes[b'}' as usize] = class::CLOSE_OBJECT;
    classes[b']' as usize] = class::CLOSE_ARRAY;
    classes
};

const STATES: usize = 8;
const TOKENS: usize = 4;
/// Classes, and 8 more where the innermost bracket is `{`.
const PLACES: usize = 16;

const NEXT: [u8; STATES * TOKENS * PLACES] = {
    let mut table = [BAD; STATES * TOKENS * PLACES];
    let mut at = 0;
    while at < table.len() {
        let (state, kind, place) = (at / (TOKENS * PLACES), at / PLACES % TOKENS, at % PLACES);
        table[at] = after_operator(after_token(index(state), index(kind)), index(place % 8), place >= 8);
        at += 1;
    }
    table
};

/// The indices of the table are small.
#[expect(clippy::cast_possible_truncation, reason = "below 16")]
const fn index(number: usize) -> u8 {
    number as u8
}

const fn after_token(state: u8, kind: u8) -> u8 {
    match (state, kind) {
        (state, token::NONE) if state <= COMMA_OR_END => state,
        (VALUE_OR_END | VALUE, token::STRING | token::OTHER) => COMMA_OR_END,
        (KEY_OR_END | KEY, token::STRING) => COLON,
        _ => BAD,
    }
}

const fn after_operator(state: u8, operator: u8, is_in_object: bool) -> u8 {
    match (state, operator) {
        (state, 0) => state,
        (COMMA_OR_END, class::COMMA) if is_in_object => KEY,
        (COMMA_OR_END, class::COMMA) | (COLON, class::COLON) => VALUE,
        (VALUE_OR_END | VALUE, class::OPEN_OBJECT) => KEY_OR_END,
        (VALUE_OR_END | VALUE, class::OPEN_ARRAY) => VALUE_OR_END,
        (COMMA_OR_END | KEY_OR_END, class::CLOSE_OBJECT) if is_in_object => COMMA_OR_END,
        (COMMA_OR_END | VALUE_OR_END, class::CLOSE_ARRAY) if !is_in_object => COMMA_OR_END,
        _ => BAD,
    }
}

#[inline]
pub(super) fn class_of(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// The state after a token and the structural character that ends it.
#[inline]
pub(super) fn next(state: u8, token: u8, class: u8, is_in_object: bool) -> u8 {
    let place = usize::from(class) + if is_in_object { PLACES / 2 } else { 0 };
    NEXT[usize::from(state & 7) * TOKENS * PLACES + usize::from(token & 3) * PLACES + (place & 15)]
}
