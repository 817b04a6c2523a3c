//! Bodies of replies, with a limit on their total size in memory: a small compressed answer may be a huge one.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many bytes of bodies may be held at once, by all threads together.
#[derive(Debug, Clone)]
pub(super) struct Room(Arc<Space>);

#[derive(Debug)]
struct Space {
    used: AtomicUsize,
    limit: usize,
}

/// A reservation of memory, released on drop.
#[derive(Debug)]
struct Share {
    room: Room,
    bytes: usize,
}

/// Why a body cannot be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoRoom {
    #[error("the answers are larger than {} MiB together", .0 >> 20)]
    Limit(usize),
    #[error("not enough memory for the answer")]
    Memory,
}

/// The text of a reply. Whatever is not UTF-8 in it has been replaced; [`Body::binary`] has such a reply as it came.
#[derive(Debug, Default)]
pub(crate) struct Body {
    text: String,
    binary: Option<Vec<u8>>,
    /// Absent in tests.
    _share: Option<Share>,
}

/// A body that is still being read.
#[derive(Debug)]
pub(super) struct Partial {
    bytes: Vec<u8>,
    share: Share,
}

impl Room {
    pub(super) fn new(limit: usize) -> Room {
        Room(Arc::new(Space { used: AtomicUsize::new(0), limit }))
    }

    /// An empty body.
    pub(super) fn begin(&self) -> Partial {
        Partial { bytes: Vec::new(), share: Share { room: self.clone(), bytes: 0 } }
    }
}

impl Share {
    fn grow(&mut self, bytes: usize) -> Result<(), NoRoom> {
        let Space { used, limit } = &*self.room.0;
        let fits = |used: usize| used.checked_add(bytes).filter(|sum| sum <= limit);
        used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).map_err(|_| NoRoom::Limit(*limit))?;
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.room.0.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

impl Partial {
    /// Makes room for a body of this size at once, as far as `size` can be believed.
    pub(super) fn reserve(&mut self, size: usize) {
        // The size is only a hint: if there is no memory for it, reading the chunks fails.
        let _ = self.bytes.try_reserve(size.min(1 << 20));
    }

    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), NoRoom> {
        self.share.grow(chunk.len())?;
        self.bytes.try_reserve(chunk.len()).map_err(|_| NoRoom::Memory)?;
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }

    pub(super) fn finish(self) -> Body {
        let (text, binary) = match String::from_utf8(self.bytes) {
            Ok(text) => (text, None),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(error.into_bytes())),
        };
        Body { text, binary, _share: Some(self.share) }
    }
}

impl Body {
    /// Replaces the text. A body that is none is dropped, since what has to be changed may be in it.
    pub(super) fn map(mut self, change: impl FnOnce(String) -> String) -> Body {
        self.text = change(std::mem::take(&mut self.text));
        self.binary = None;
        self
    }

    /// The bytes of a body that is no UTF-8 text, such as a PDF.
    pub(crate) fn binary(&self) -> Option<&[u8]> {
        self.binary.as_deref()
    }
}

impl Deref for Body {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<String> for Body {
    fn from(text: String) -> Body {
        Body { text, binary: None, _share: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_share_the_room_and_give_it_back() {
        let room = Room::new(10);
        let (mut one, mut other) = (room.begin(), room.begin());
        one.push(b"123456").unwrap();
        other.push(b"1234").unwrap();
        assert_eq!(other.push(b"5"), Err(NoRoom::Limit(10)));
        let body = one.finish();
        assert_eq!(other.push(b"5"), Err(NoRoom::Limit(10)), "a body that is kept takes room");
        drop(body);
        other.push(b"5").unwrap();
        assert_eq!(&*other.finish(), "12345");
    }

    #[test]
    fn what_is_no_utf_8_is_replaced() {
        let mut body = Room::new(10).begin();
        body.push(b"a\xffb").unwrap();
        assert_eq!(&*body.finish(), "a\u{fffd}b");
    }
}
