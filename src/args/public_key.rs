//! SSH public keys, as OpenSSH writes them: `type data comment` on one line.

use crate::error::usage;
use crate::error::{Context as _, Result};
use std::io::Read;
use std::path::Path;

/// A larger file is not a public key.
const LARGEST: u64 = 64 << 10;

/// A public key whose shape has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicKey {
    line: String,
}

impl PublicKey {
    /// Checks the shape of a text; `place` is what a message calls where it came from.
    pub(crate) fn parse(text: &str, place: &str) -> Result<PublicKey> {
        let line = text.trim_start_matches('\u{feff}').trim();
        if line.contains("PRIVATE KEY") {
            return Err(usage(format!("{place} holds a private key; give the public one, which ends in .pub")));
        }
        let one_line = !line.contains(['\n', '\r']);
        let blob = PublicKey::blob_of(line).filter(|blob| one_line && looks_like_base64(blob));
        match blob {
            Some(_) => Ok(PublicKey { line: line.to_owned() }),
            None => {
                Err(usage(format!("{place} holds no public key: one line of the form `type data [comment]` is needed")))
            }
        }
    }

    /// Reads and checks a file.
    pub(crate) fn from_file(file: &Path) -> Result<PublicKey> {
        let open = std::fs::File::open(file).with_context(|| format!("cannot read {file:?}"))?;
        PublicKey::read(open, &format!("{file:?}"))
    }

    /// Reads and checks what a reader gives.
    pub(crate) fn read(reader: impl Read, place: &str) -> Result<PublicKey> {
        let mut text = String::new();
        reader.take(LARGEST + 1).read_to_string(&mut text).with_context(|| format!("cannot read {place}"))?;
        if text.len() as u64 > LARGEST {
            return Err(usage(format!("{place} holds no public key: it is larger than {} KiB", LARGEST >> 10)));
        }
        PublicKey::parse(&text, place)
    }

    /// The whole line.
    pub(crate) fn line(&self) -> &str {
        &self.line
    }

    /// The data that makes two keys the same.
    pub(crate) fn blob(&self) -> &str {
        PublicKey::blob_of(&self.line).unwrap_or_default()
    }

    /// Whether a line holds the same key.
    pub(crate) fn is_in(&self, line: &str) -> bool {
        PublicKey::blob_of(line) == Some(self.blob())
    }

    /// The comment of the key, which names it; without one, a name made of its type and data.
    pub(crate) fn name(&self) -> String {
        let mut words = self.line.splitn(3, char::is_whitespace);
        let (kind, blob, comment) = (words.next(), words.next(), words.next());
        let comment = comment.map(str::trim).filter(|comment| !comment.is_empty());
        comment
            .map_or_else(|| format!("{} …{}", kind.unwrap_or_default(), tail(blob.unwrap_or_default())), str::to_owned)
    }

    /// The data in the line of a key.
    pub(crate) fn blob_of(line: &str) -> Option<&str> {
        line.split_whitespace().nth(1)
    }
}

fn looks_like_base64(text: &str) -> bool {
    text.len() >= 16 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b))
}

fn tail(text: &str) -> &str {
    text.get(text.len().saturating_sub(8)..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDx5";

    #[test]
    fn a_key_is_named_by_its_comment() {
        for (line, name) in [
            (format!("{KEY} me@home\n"), "me@home"),
            (format!("{KEY}  two words "), "two words"),
            (KEY.to_owned(), "ssh-ed25519 …AAAAIDx5"),
            (format!("\u{feff}{KEY} me@pc\r\n"), "me@pc"),
        ] {
            let key = PublicKey::parse(&line, "it").unwrap();
            assert_eq!((key.name().as_str(), key.blob()), (name, &KEY[12..]), "{line}");
        }
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        for text in [
            "",
            "ssh-rsa",
            "hello world",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl",
            "a\nb",
            "ssh-rsa not*base64*at*all*",
        ] {
            assert!(PublicKey::parse(text, "it").is_err(), "{text}");
        }
        assert!(PublicKey::parse(&format!("{KEY}\n{KEY}"), "it").is_err());
    }

    #[test]
    fn what_is_too_large_is_refused_and_never_cut() {
        let padded = format!("{KEY} {}", "x".repeat(70_000));
        let error = PublicKey::read(padded.as_bytes(), "it").unwrap_err();
        assert!(error.to_string().contains("larger than 64 KiB"), "{error}");
    }
}
