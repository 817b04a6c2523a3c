//! How many requests the system has open files for.

/// What a request has open at the most: its event loop (an epoll file and what wakes it), its socket, and files of the
/// name look-up.
#[cfg(unix)]
const PER_REQUEST: u64 = 8;

/// What the program has open besides: its own streams, signals, the event loop of connections that are kept.
#[cfg(unix)]
const BESIDES: u64 = 16;

/// As many concurrent requests as were asked for, or as many as may have files open; at least one.
#[cfg(unix)]
pub(super) fn jobs_within_limit(wanted: usize) -> usize {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Nofile).current.map_or(wanted, |files| jobs(wanted, files))
}

/// Elsewhere there is no such limit.
#[cfg(not(unix))]
pub(super) fn jobs_within_limit(wanted: usize) -> usize {
    wanted
}

#[cfg(unix)]
fn jobs(wanted: usize, files: u64) -> usize {
    let possible = files.saturating_sub(BESIDES) / PER_REQUEST;
    wanted.min(usize::try_from(possible).unwrap_or(usize::MAX)).max(1)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn there_are_fewer_jobs_where_few_files_may_be_open_and_never_none() {
        for (wanted, files, expected) in [
            (8, 1024, 8),
            (64, 1024, 64),
            (8, 60, 5),
            (8, 24, 1),
            (8, 12, 1),
            (8, 0, 1),
            (0, 1024, 1),
            (8, u64::MAX, 8),
        ] {
            assert_eq!(jobs(wanted, files), expected, "{wanted} {files}");
        }
    }
}
