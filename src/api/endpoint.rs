//! The endpoint, and the rules for URLs that the token may be sent to.

use super::Path;
use reqwest::Url;
use std::fmt;

/// The base URL of the API: an origin, and perhaps a path in front of `/v2`.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    url: Url,
    prefix: String,
}

/// Why a text is no endpoint, or a URL is none that the token may go to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EndpointError {
    /// Not an absolute http or https URL without user, query and fragment.
    #[error("{0:?} is not a URL of the form https://HOST[:PORT][/PATH]")]
    NotAUrl(String),
    /// Plain http to a host that is not this machine.
    #[error("{0} would send the token unencrypted")]
    PlainHttp(String),
    /// A URL of another scheme, host or port than the endpoint.
    #[error("{0} is not at the endpoint; the token goes nowhere else")]
    Foreign(String),
}

impl Endpoint {
    /// The official API.
    pub(crate) const OFFICIAL: &str = "https://api.digitalocean.com";

    /// Parses a base URL, with or without a slash at its end. Plain http is for loopback addresses, unless `insecure`.
    pub(crate) fn parse(text: &str, insecure: bool) -> Result<Endpoint, EndpointError> {
        let not_a_url = || EndpointError::NotAUrl(text.to_owned());
        let url = Url::parse(text).map_err(|_| not_a_url())?;
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || url.query().is_some() || url.fragment().is_some() || url.host_str().is_none() {
            return Err(not_a_url());
        }
        match url.scheme() {
            "https" => {}
            "http" if insecure || is_loopback(&url) => {}
            "http" => return Err(EndpointError::PlainHttp(url.to_string())),
            _ => return Err(not_a_url()),
        }
        let prefix = url.path().trim_end_matches('/').to_owned();
        Ok(Endpoint { url, prefix })
    }

    /// The whole URL of `path`.
    pub(crate) fn url(&self, path: &Path) -> Result<Url, EndpointError> {
        let text = format!("{}{}{}", self.url.origin().ascii_serialization(), self.prefix, path.as_str());
        let url = Url::parse(&text).map_err(|_| EndpointError::NotAUrl(text.clone()))?;
        // A path without a slash in front would become a part of the host.
        if url.origin() == self.url.origin() { Ok(url) } else { Err(EndpointError::Foreign(text)) }
    }

    /// The path below this endpoint that an absolute URL names; an error if it is at another origin.
    pub(crate) fn path_of(&self, url: &str) -> Result<Path, EndpointError> {
        let parsed = Url::parse(url).map_err(|_| EndpointError::NotAUrl(url.to_owned()))?;
        if parsed.origin() != self.url.origin() {
            return Err(EndpointError::Foreign(url.to_owned()));
        }
        Ok(self.below(&parsed))
    }

    /// The path and query of a link that the API sent, whatever host it names: they are asked of this endpoint.
    pub(crate) fn path_of_link(&self, link: &str) -> Option<Path> {
        let parsed = Url::parse(link).or_else(|_| self.url.join(link)).ok()?;
        Some(self.below(&parsed)).filter(|path| path.as_str().starts_with('/'))
    }

    fn below(&self, url: &Url) -> Path {
        let path = url.path().strip_prefix(&self.prefix).unwrap_or(url.path());
        let query = url.query().map(|q| format!("?{q}")).unwrap_or_default();
        Path::new(format!("{path}{query}"))
    }

    /// The prefix of all paths; usually empty.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether it is on this machine.
    pub(crate) fn is_local(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Whether requests travel unencrypted.
    pub(crate) fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.url.origin().ascii_serialization(), self.prefix)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => {
            host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_loopback_only() {
        for url in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1/", "https://example.com"] {
            assert!(Endpoint::parse(url, false).is_ok(), "{url}");
        }
        for url in ["http://example.com", "http://127.0.0.1.example.com", "http://0.0.0.0"] {
            assert!(matches!(Endpoint::parse(url, false), Err(EndpointError::PlainHttp(_))), "{url}");
            assert!(Endpoint::parse(url, true).is_ok(), "{url}");
        }
    }

    #[test]
    fn what_is_no_base_url_is_refused() {
        for url in ["", "api.example.com", "ftp://h", "https://u:p@h", "https://h/?q=1", "https://h/#f", "file:///x"] {
            assert!(matches!(Endpoint::parse(url, true), Err(EndpointError::NotAUrl(_))), "{url}");
        }
    }

    #[test]
    fn a_slash_at_the_end_and_a_prefix_are_kept_apart_from_the_path() {
        for (base, whole) in [
            ("https://h/", "https://h/v2/account"),
            ("https://h:8443/api/", "https://h:8443/api/v2/account"),
            ("https://h", "https://h/v2/account"),
        ] {
            let endpoint = Endpoint::parse(base, false).unwrap();
            assert_eq!(endpoint.url(&Path::new("/v2/account")).unwrap().as_str(), whole);
            assert_eq!(endpoint.path_of(whole).unwrap().as_str(), "/v2/account");
        }
    }

    #[test]
    fn links_elsewhere_lose_their_host_and_urls_elsewhere_are_refused() {
        let endpoint = Endpoint::parse("https://h", false).unwrap();
        assert_eq!(endpoint.path_of_link("https://evil/v2/x?page=2").unwrap().as_str(), "/v2/x?page=2");
        for url in ["https://evil/v2", "http://h/v2", "https://h:444/v2", "https://h.evil/v2"] {
            assert!(matches!(endpoint.path_of(url), Err(EndpointError::Foreign(_))), "{url}");
        }
        for link in ["x:@evil/v2", "x:.evil/v2"] {
            assert!(endpoint.path_of_link(link).is_none(), "{link}");
            let path = Path::new(link.trim_start_matches("x:"));
            assert!(matches!(endpoint.url(&path), Err(EndpointError::Foreign(_))), "{path}");
        }
    }
}
