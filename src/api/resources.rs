//! How many requests at once the limits of the process leave room for: open files, and the size of its memory.

/// What a request has open at the most: its event loop (an epoll file and what wakes it), its socket, and files of the
/// name look-up.
#[cfg(unix)]
const FILES_PER_REQUEST: u64 = 8;

/// What the program has open besides: its own streams, signals, the event loop of connections that are kept.
#[cfg(unix)]
const OTHER_FILES: u64 = 16;

/// Addresses that a thread takes before it has done anything: its stack, and what glibc's allocator sets aside for it.
#[cfg(unix)]
const MEMORY_PER_REQUEST: u64 = 128 << 20;

/// Addresses that the program takes besides. An allocation that fails ends a Rust program at once, so there must be
/// room to spare.
#[cfg(unix)]
const OTHER_MEMORY: u64 = 128 << 20;

/// As many concurrent requests as were asked for, or as many as the limits leave room for; at least one.
#[cfg(unix)]
pub(super) fn jobs_within_limits(wanted: usize) -> usize {
    use rustix::process::{Resource, getrlimit};
    let files = getrlimit(Resource::Nofile).current;
    let memory = getrlimit(Resource::As).current;
    let jobs = jobs(wanted, files, OTHER_FILES, FILES_PER_REQUEST);
    self::jobs(jobs, memory, OTHER_MEMORY, MEMORY_PER_REQUEST)
}

/// Elsewhere there are no such limits.
#[cfg(not(unix))]
pub(super) fn jobs_within_limits(wanted: usize) -> usize {
    wanted
}

#[cfg(unix)]
fn jobs(wanted: usize, limit: Option<u64>, besides: u64, per_request: u64) -> usize {
    let possible = limit.map_or(u64::MAX, |limit| limit.saturating_sub(besides) / per_request);
    wanted.min(usize::try_from(possible).unwrap_or(usize::MAX)).max(1)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn there_are_fewer_jobs_where_few_files_may_be_open_and_never_none() {
        for (wanted, files, expected) in [
            (8, Some(1024), 8),
            (64, Some(1024), 64),
            (8, Some(60), 5),
            (8, Some(24), 1),
            (8, Some(12), 1),
            (8, Some(0), 1),
            (0, Some(1024), 1),
            (8, Some(u64::MAX), 8),
            (8, None, 8),
        ] {
            assert_eq!(jobs(wanted, files, OTHER_FILES, FILES_PER_REQUEST), expected, "{wanted} {files:?}");
        }
    }

    #[test]
    fn there_are_fewer_jobs_where_memory_is_limited_and_never_none() {
        for (mebibytes, expected) in [(80, 1), (200, 1), (512, 3), (1024, 7), (4096, 8)] {
            let limit = Some(mebibytes << 20);
            assert_eq!(jobs(8, limit, OTHER_MEMORY, MEMORY_PER_REQUEST), expected, "{mebibytes}");
        }
    }
}
