//! Times as the API writes them: UTC, whole seconds.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A moment. It is written as `2020-07-21T18:37:44Z`, and compared with full precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(SystemTime);

/// No time: where a seed leaves a time out, the time of loading is used.
impl Default for Time {
    fn default() -> Self {
        Self(SystemTime::UNIX_EPOCH)
    }
}

impl Time {
    pub(crate) fn now() -> Self {
        Self(SystemTime::now())
    }

    /// This time, or the other if this is none.
    pub(crate) fn or(self, other: Self) -> Self {
        if self == Self::default() { other } else { self }
    }

    pub(crate) fn plus(self, span: Duration) -> Self {
        Self(self.0 + span)
    }

    /// The time from `earlier` to this, nothing when it is the other way round.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        self.0.duration_since(earlier.0).unwrap_or_default()
    }

    /// Seconds since 1970, as `ratelimit-reset` and zone serials count them.
    pub(crate) fn unix(self) -> u64 {
        self.since(Self::default()).as_secs()
    }

    pub(crate) fn from_unix(seconds: u64) -> Self {
        Self(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    /// `2020-07-21`, as it ends the names of backups.
    pub(crate) fn date(self) -> String {
        self.to_string()[..10].to_owned()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        humantime::format_rfc3339_seconds(self.0).fmt(out)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        humantime::parse_rfc3339_weak(&text).map(Self).map_err(de::Error::custom)
    }
}
