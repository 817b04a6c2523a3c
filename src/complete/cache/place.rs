//! Where the cache is: in the user's own directory for such things, or nowhere.

use directories::ProjectDirs;
use std::path::{Component, Path, PathBuf};

/// A directory that has to be there, and the way from it to the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) base: PathBuf,
    /// Whether the base may be made: a home is never made, `XDG_CACHE_HOME` is.
    pub(super) may_make_base: bool,
    /// The names of the directories below the base.
    pub(super) way: Vec<String>,
}

impl Place {
    /// The place that the environment names. There is none where it is not clear whose it would be.
    pub(super) fn find() -> Option<Place> {
        let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let dir = ProjectDirs::from("", "", "doapi")?.cache_dir().join("completion");
        Place::of(&dir, variable("XDG_CACHE_HOME"), variable("HOME").or_else(|| variable("USERPROFILE")))
    }

    fn of(dir: &Path, xdg: Option<PathBuf>, home: Option<PathBuf>) -> Option<Place> {
        let (base, may_make_base) = [(xdg, true), (home, false)]
            .into_iter()
            .filter_map(|(base, may_make)| Some((base?, may_make)))
            .find(|(base, _)| is_plain(base) && dir.starts_with(base))?;
        let below = dir.strip_prefix(&base).ok()?;
        let way = below.components().map(|part| part.as_os_str().to_str().map(str::to_owned)).collect::<Option<_>>()?;
        // Without a slash at its end, which would follow a link.
        Some(Place { base: base.components().collect(), may_make_base, way })
    }
}

/// Whether a path is absolute, and neither the root nor a way around.
fn is_plain(path: &Path) -> bool {
    let has_name = path.components().any(|part| matches!(part, Component::Normal(_)));
    path.is_absolute() && has_name && !path.components().any(|part| part == Component::ParentDir)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_in_a_directory_of_the_user_or_nowhere() {
        for (dir, xdg, home, base) in [
            ("/home/me/.cache/doapi/completion", None, Some("/home/me"), Some("/home/me")),
            ("/home/me/.cache/doapi/completion", Some(""), Some("/home/me/"), Some("/home/me")),
            ("/caches/doapi/completion", Some("/caches"), Some("/home/me"), Some("/caches")),
            ("/caches/doapi/completion", Some("/caches"), Some("here"), Some("/caches")),
            ("here/.cache/doapi/completion", None, Some("here"), None),
            ("/home/../me/.cache/doapi/completion", None, Some("/home/../me"), None),
            ("/.cache/doapi/completion", None, Some("/"), None),
            ("/root/.cache/doapi/completion", None, Some(""), None),
            ("/root/.cache/doapi/completion", None, None, None),
        ] {
            let place = Place::of(Path::new(dir), xdg.map(PathBuf::from), home.map(PathBuf::from));
            assert_eq!(place.as_ref().map(|place| place.base.as_os_str()), base.map(AsRef::as_ref), "{dir} {home:?}");
            assert!(place.is_none_or(|place| place.way.ends_with(&["doapi".to_owned(), "completion".to_owned()])));
        }
    }
}
