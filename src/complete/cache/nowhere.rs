//! Where there are no owners and modes to look at, nothing is kept.

use super::place::Place;
use std::fs::File;
use std::io;
use std::time::SystemTime;

/// A directory that cannot be opened.
pub(super) enum PrivateDir {}

impl PrivateDir {
    pub(super) fn open(place: &Place, _: bool) -> io::Result<PrivateDir> {
        let _ = (&place.base, place.may_make_base, &place.way);
        Err(io::ErrorKind::NotFound.into())
    }

    pub(super) fn dir(&self, _: &str, _: bool) -> io::Result<PrivateDir> {
        match *self {}
    }

    pub(super) fn modified(&self) -> io::Result<SystemTime> {
        match *self {}
    }

    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        match *self {}
    }

    pub(super) fn file(&self, _: &str) -> io::Result<File> {
        match *self {}
    }

    pub(super) fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        match *self {}
    }

    pub(super) fn write(&self, _: &str, _: &[u8]) -> io::Result<()> {
        match *self {}
    }

    pub(super) fn remove(&self, _: &str) -> io::Result<()> {
        match *self {}
    }

    pub(super) fn remove_dir(&self, _: &str) -> io::Result<()> {
        match *self {}
    }
}
