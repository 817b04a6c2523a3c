//! The nouns as types, for arguments whose code is the same for all of them.

use crate::resolve::noun::{self, Noun};
use std::fmt::Debug;

/// A noun on the command line.
pub(crate) trait NounType: Debug + Clone + Send + Sync + 'static {
    /// Its description.
    const NOUN: &'static Noun;
}

macro_rules! noun_types {
    ($($name:ident = $noun:ident),* $(,)?) => {$(
        #[derive(Debug, Clone)]
        pub(crate) struct $name;

        impl NounType for $name {
            const NOUN: &'static Noun = &noun::$noun;
        }
    )*};
}

noun_types! {
    DropletNoun = DROPLET,
    ImageNoun = IMAGE,
    SnapshotNoun = SNAPSHOT,
    SshKeyNoun = SSH_KEY,
    DomainNoun = DOMAIN,
    TagNoun = TAG,
    RegionNoun = REGION,
    SizeNoun = SIZE,
    FloatingIpNoun = FLOATING_IP,
    ReservedIpNoun = RESERVED_IP,
}
