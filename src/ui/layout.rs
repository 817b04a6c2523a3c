//! JSON text in the layout of `jq .`: two spaces a level, `[]` and `{}` for what is empty. Only the white space between
//! tokens changes; strings and numbers stay spelt as they were.
//!
//! It works byte by byte on purpose: copying longer pieces, and searching for the ends of strings eight bytes at a time
//! or with vector instructions, were measured and gained nothing, since the API's strings are short and most of the
//! time is spent on classifying the next byte.

/// How many levels are indented.
const SPACES: &[u8] = &[b' '; 64];
/// Deeper values are written on one line, since the indentation would grow with the square of the depth. `jq` refuses
/// such depths, and the API does not use them.
const DEEPEST: usize = 256;

/// Appends `json`, which must be valid, to `out`. `depth` is how many levels deep it already stands.
pub(crate) fn layout(json: &str, mut depth: usize, out: &mut Vec<u8>) {
    let bytes = json.as_bytes();
    out.reserve(bytes.len() * 2);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                out.extend_from_slice(&bytes[at..end]);
                at = end;
                continue;
            }
            b'{' | b'[' => at = open(bytes, at, &mut depth, out),
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                new_line(depth, out);
                out.push(byte);
            }
            b',' => {
                out.push(byte);
                new_line(depth, out);
            }
            b':' => out.extend_from_slice(b": "),
            b' ' | b'\n' | b'\r' | b'\t' => {}
            _ => out.push(byte),
        }
        at += 1;
    }
}

/// Writes an opening bracket, together with its closing one if nothing is between them. Returns the last position used.
fn open(bytes: &[u8], at: usize, depth: &mut usize, out: &mut Vec<u8>) -> usize {
    out.push(bytes[at]);
    let next = bytes[at + 1..].iter().position(|byte| !byte.is_ascii_whitespace()).map_or(at, |skip| at + 1 + skip);
    if next > at && matches!(bytes[next], b'}' | b']') {
        out.push(bytes[next]);
        return next;
    }
    *depth += 1;
    new_line(*depth, out);
    at
}

/// The position after the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn new_line(depth: usize, out: &mut Vec<u8>) {
    if depth > DEEPEST {
        return;
    }
    out.push(b'\n');
    let mut spaces = depth * 2;
    while spaces > 0 {
        let some = spaces.min(SPACES.len());
        out.extend_from_slice(&SPACES[..some]);
        spaces -= some;
    }
}

#[cfg(test)]
mod fuzz;

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(json: &str) -> String {
        let mut out = Vec::new();
        layout(json, 0, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_layout_is_that_of_jq() {
        for (json, laid) in [
            ("{}", "{}"),
            ("[ ]", "[]"),
            ("{\n}", "{}"),
            ("[]  ", "[]"),
            (" 1.50e+3 ", "1.50e+3"),
            (r#"{"a":1,"b":[true,null]}"#, "{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ]\n}"),
            (r#"[{},[],{"a":{}}]"#, "[\n  {},\n  [],\n  {\n    \"a\": {}\n  }\n]"),
            (r#"{"a , {\"b\\":"[\u00e9:]"}"#, "{\n  \"a , {\\\"b\\\\\": \"[\\u00e9:]\"\n}"),
        ] {
            assert_eq!(laid_out(json), laid);
        }
    }

    #[test]
    fn deep_levels_are_indented_all_the_way() {
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        let laid = laid_out(&deep);
        assert_eq!(laid.lines().nth(100), Some(format!("{}1", " ".repeat(200)).as_str()));
        assert_eq!(laid.lines().count(), 201);
    }
}
