//! The parameters of a list's paths: `page` and `per_page`.

use crate::api::Path;

/// The largest page that the API serves; a larger one is cut to it.
const LARGEST: u64 = 200;
/// The size of a page where none is asked for.
const DEFAULT: u64 = 20;

/// The value of a parameter of the query, as it is spelt there.
pub(super) fn parameter<'a>(path: &'a Path, name: &str) -> Option<&'a str> {
    let (_, query) = path.as_str().split_once('?')?;
    query.split('&').filter_map(|pair| pair.split_once('=')).find_map(|(key, value)| (key == name).then_some(value))
}

/// The number of the page at a path, if the path names it.
pub(super) fn page_number(path: &Path) -> Option<u64> {
    parameter(path, "page")?.parse().ok().filter(|&number| number > 0)
}

/// The size of the pages at a path, as the API understands it.
pub(super) fn page_size(path: &Path) -> u64 {
    let asked = parameter(path, "per_page").and_then(|text| text.parse().ok());
    asked.filter(|&size| size > 0).unwrap_or(DEFAULT).min(LARGEST)
}

/// How many items are before the page at a path that names both its number and its size.
pub(super) fn offset(path: &Path) -> Option<u64> {
    parameter(path, "per_page")?;
    (page_number(path)? - 1).checked_mul(page_size(path))
}

/// The path of another page of the same list.
pub(super) fn with_page_number(path: &Path, number: u64) -> Path {
    let Some(old) = parameter(path, "page") else { return path.clone().query("page", number) };
    let (before, query) = path.as_str().split_once('?').unwrap_or_default();
    let old = format!("page={old}");
    let renumber = |pair: &str| if pair == old { format!("page={number}") } else { pair.to_owned() };
    Path::new(format!("{before}?{}", query.split('&').map(renumber).collect::<Vec<_>>().join("&")))
}

/// A link to a numbered page, with whatever parameters of the list itself it lacks: without its filter or the size of
/// its pages, it would lead into another list.
pub(super) fn completed(link: Path, list: &Path) -> Path {
    let Some((_, query)) = list.as_str().split_once('?').filter(|_| page_number(&link).is_some()) else { return link };
    let named = |pair: &&str| pair.split_once('=').is_some_and(|(name, _)| parameter(&link, name).is_none());
    let missing: Vec<&str> = query.split('&').filter(named).collect();
    if missing.is_empty() { link } else { Path::new(format!("{link}&{}", missing.join("&"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_number_of_a_link_changes() {
        for (path, number, renumbered) in [
            ("/v2/x?page=2&per_page=200", Some(2), "/v2/x?page=7&per_page=200"),
            ("/v2/x?per_page=2&page=2&q=page=2", Some(2), "/v2/x?per_page=2&page=7&q=page=2"),
            ("/v2/x?per_page=2", None, "/v2/x?per_page=2&page=7"),
            ("/v2/x", None, "/v2/x?page=7"),
            ("/v2/x?cursor=abc", None, "/v2/x?cursor=abc&page=7"),
        ] {
            assert_eq!(page_number(&Path::new(path)), number);
            assert_eq!(with_page_number(&Path::new(path), 7).as_str(), renumbered);
        }
    }

    #[test]
    fn the_size_of_a_page_is_what_the_api_makes_of_it() {
        for (query, size, offset_of_page_3) in [
            ("per_page=50", 50, Some(100)),
            ("per_page=500", 200, Some(400)),
            ("per_page=0", 20, Some(40)),
            ("per_page=x", 20, Some(40)),
            ("q=1", 20, None),
        ] {
            let path = Path::new(format!("/v2/x?page=3&{query}"));
            assert_eq!((page_size(&path), offset(&path)), (size, offset_of_page_3), "{query}");
        }
        assert_eq!(offset(&Path::new("/v2/x?per_page=2")), None);
    }

    #[test]
    fn a_numbered_link_keeps_the_parameters_of_its_list() {
        let list = Path::new("/v2/droplets?tag_name=env%3Aprod&per_page=200");
        for (link, whole) in [
            ("/v2/droplets?page=2", "/v2/droplets?page=2&tag_name=env%3Aprod&per_page=200"),
            ("/v2/droplets?page=2&tag_name=env:prod", "/v2/droplets?page=2&tag_name=env:prod&per_page=200"),
            ("/v2/droplets?page=2&per_page=20&tag_name=a", "/v2/droplets?page=2&per_page=20&tag_name=a"),
            ("/v2/droplets?cursor=abc", "/v2/droplets?cursor=abc"),
        ] {
            assert_eq!(completed(Path::new(link), &list).as_str(), whole);
        }
    }
}
