//! Names of snapshots with places for the droplet's name, the date and the time.

use std::time::{Duration, SystemTime};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Name,
    Date,
    Time,
}

const PLACES: [(&str, Piece); 3] = [("{name}", Piece::Name), ("{date}", Piece::Date), ("{time}", Piece::Time)];

/// A pattern, and the moment that its date and time stand for.
pub(super) struct Pattern<'a> {
    pieces: Vec<Piece<'a>>,
    date: String,
    time: String,
}

impl Pattern<'_> {
    /// The pattern in this text at a time since 1970. Other braces are a part of the name.
    pub(super) fn at(text: &str, now: Duration) -> Pattern<'_> {
        // Years of more than four digits cannot be written.
        let now = SystemTime::UNIX_EPOCH + now.min(Duration::from_secs(253_402_300_799));
        let now = humantime::format_rfc3339_seconds(now).to_string();
        let (date, time) = now.trim_end_matches('Z').split_once('T').unwrap_or_default();
        Pattern { pieces: pieces(text), date: date.to_owned(), time: time.replace(':', "-") }
    }

    /// Whether names depend on the droplets.
    pub(super) fn has_names(&self) -> bool {
        self.pieces.contains(&Piece::Name)
    }

    /// The name of the snapshot that is taken of the droplet of this name.
    pub(super) fn name_for(&self, droplet: &str) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Name => droplet.to_owned(),
            Piece::Date => self.date.clone(),
            Piece::Time => self.time.clone(),
        };
        self.pieces.iter().map(text).collect()
    }

    /// Whether a snapshot of the droplet of this name could have got its name at some time.
    pub(super) fn fits(&self, droplet: &str, name: &str) -> bool {
        let mut rest = Some(name);
        for piece in &self.pieces {
            rest = rest.and_then(|rest| match piece {
                Piece::Text(text) => rest.strip_prefix(text),
                Piece::Name => rest.strip_prefix(droplet),
                Piece::Date => without_digits(rest, &self.date),
                Piece::Time => without_digits(rest, &self.time),
            });
        }
        rest == Some("")
    }
}

fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let next = |text: &str| {
        PLACES
            .iter()
            .filter_map(|(place, piece)| Some((text.find(place)?, place.len(), *piece)))
            .min_by_key(|found| found.0)
    };
    while let Some((at, length, piece)) = next(text) {
        pieces.extend([Piece::Text(&text[..at]), piece]);
        text = &text[at + length..];
    }
    pieces.push(Piece::Text(text));
    pieces
}

/// What follows a text that has digits and other characters where the example has them.
fn without_digits<'a>(text: &'a str, example: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(example.len())?;
    let is_like = |(one, like): (u8, u8)| if like.is_ascii_digit() { one.is_ascii_digit() } else { one == like };
    start.bytes().zip(example.bytes()).all(is_like).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-25T13:05:09Z
    const NOW: Duration = Duration::from_secs(1_795_611_909);

    #[test]
    fn a_pattern_names_the_droplet_and_the_moment() {
        for (pattern, name) in [
            ("nightly", "nightly"),
            ("{name}-{date}", "web-1-2026-11-25"),
            ("{time}{name}", "13-05-09web-1"),
            ("{other} {", "{other} {"),
            ("{{name}}", "{web-1}"),
        ] {
            assert_eq!(Pattern::at(pattern, NOW).name_for("web-1"), name, "{pattern}");
        }
        assert_eq!(Pattern::at("{date}", Duration::MAX).name_for(""), "9999-12-31");
        assert_eq!(Pattern::at("{name}{date}", NOW).name_for("{date}"), "{date}2026-11-25");
    }

    #[test]
    fn only_names_that_the_pattern_could_have_given_fit() {
        for (pattern, name, fits) in [
            ("nightly", "nightly", true),
            ("nightly", "nightly-2", false),
            ("{name}-{date}", "web-1-2025-01-02", true),
            ("{name}-{date}", "web-10-2025-01-02", false),
            ("{name}-{date}", "web-1-2025-01-02-x", false),
            ("{name}-{date}", "web-1-before-it", false),
            ("{name}-{date}", "x-web-1-2025-01-02", false),
            ("{date}_{time}", "2025-01-02_03-04-05", true),
            ("{date}_{time}", "2025-01-02_03:04:05", false),
            ("{date}", "2025-01-0\u{e4}", false),
            ("{date}", "", false),
        ] {
            assert_eq!(Pattern::at(pattern, NOW).fits("web-1", name), fits, "{pattern} {name}");
        }
    }
}
