//! JSON text in the layout of `jq .`: two spaces a level, `[]` and `{}` for what is empty. Only the white space between
//! tokens changes; strings and numbers stay spelt as they were.

use memchr::memchr2;

/// A line break and the spaces of many levels, of which a part is written at once.
const NEW_LINE: &[u8; 65] = b"\n                                                                ";

/// Appends `json`, which must be valid, to `out`. `depth` is how many levels deep it already stands.
///
/// What stands between two places where white space goes in or out is copied in one piece.
pub(crate) fn layout(json: &str, depth: usize, out: &mut Vec<u8>) {
    out.reserve(json.len() * 2);
    let mut writer = Writer { bytes: json.as_bytes(), copied: 0, depth, out };
    let mut at = 0;
    while let Some(&byte) = writer.bytes.get(at) {
        at = match byte {
            b'"' => string_end(writer.bytes, at),
            b':' => writer.colon(at),
            b',' => writer.comma(at),
            b'{' | b'[' => writer.open(at),
            b'}' | b']' => writer.close(at),
            b' ' | b'\n' | b'\r' | b'\t' => writer.skip(at, at + 1),
            _ => at + 1,
        };
    }
    writer.copy_to(at);
}

struct Writer<'a> {
    bytes: &'a [u8],
    /// Up to here, everything is in `out`.
    copied: usize,
    depth: usize,
    out: &'a mut Vec<u8>,
}

/// Each of these takes the position of the byte that it is named for, and returns the next one to look at.
impl Writer<'_> {
    fn colon(&mut self, at: usize) -> usize {
        self.copy_to(at + 1);
        self.out.push(b' ');
        at + 1
    }

    fn comma(&mut self, at: usize) -> usize {
        self.copy_to(at + 1);
        self.new_line();
        at + 1
    }

    /// An opening bracket, together with its closing one if nothing is between them.
    fn open(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at + 1..];
        let inner =
            rest.iter().position(|byte| !byte.is_ascii_whitespace()).map_or(self.bytes.len(), |skip| at + 1 + skip);
        self.skip(at + 1, inner);
        if matches!(self.bytes.get(inner), Some(b'}' | b']')) {
            return inner + 1;
        }
        self.depth += 1;
        self.new_line();
        inner
    }

    fn close(&mut self, at: usize) -> usize {
        self.copy_to(at);
        self.depth = self.depth.saturating_sub(1);
        self.new_line();
        at + 1
    }

    /// Leaves out what stands from `from` to `to`.
    fn skip(&mut self, from: usize, to: usize) -> usize {
        self.copy_to(from);
        self.copied = to;
        to
    }

    fn copy_to(&mut self, to: usize) {
        self.out.extend_from_slice(&self.bytes[self.copied..to]);
        self.copied = to;
    }

    fn new_line(&mut self) {
        let spaces = self.depth * 2;
        let few = spaces.min(NEW_LINE.len() - 1);
        self.out.extend_from_slice(&NEW_LINE[..=few]);
        self.out.resize(self.out.len() + spaces - few, b' ');
    }
}

/// The position after the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found + 1;
        if bytes[at - 1] == b'"' {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

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
