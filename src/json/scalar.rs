//! Numbers, words and escapes.

/// Whether a token that is no string is one of the words or a number.
#[inline]
pub(super) fn is_scalar(token: &[u8]) -> bool {
    match token {
        b"true" | b"false" | b"null" => true,
        // Nearly all numbers are of this form.
        [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => true,
        _ => is_number(token),
    }
}

#[inline(never)]
fn is_number(token: &[u8]) -> bool {
    let rest = token.strip_prefix(b"-").unwrap_or(token);
    let rest = match rest {
        [b'0', rest @ ..] => Some(rest),
        _ => after_digits(rest),
    };
    let rest = rest.and_then(|rest| rest.strip_prefix(b".").map_or(Some(rest), after_digits));
    let rest = rest.and_then(|rest| match rest {
        [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] => after_digits(rest),
        rest => Some(rest),
    });
    rest.is_some_and(<[u8]>::is_empty)
}

/// What follows the digits, of which there must be at least one.
fn after_digits(text: &[u8]) -> Option<&[u8]> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then(|| &text[count..])
}

/// Whether each of these backslashes, as bits of the block that begins at `start`, begins an escape that JSON has.
#[cold]
pub(super) fn are_escapes(bytes: &[u8], start: usize, mut beginnings: u64) -> bool {
    while beginnings != 0 {
        let at = start + beginnings.trailing_zeros() as usize;
        beginnings &= beginnings - 1;
        if !is_escape(&bytes[at + 1..]) {
            return false;
        }
    }
    true
}

fn is_escape(after: &[u8]) -> bool {
    match after {
        [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => true,
        [b'u', a, b, c, d, ..] => [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit),
        _ => false,
    }
}
