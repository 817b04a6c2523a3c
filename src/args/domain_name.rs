//! Names of domains, as people type them and as the API has them.

use crate::resolve::noun::DOMAIN;

/// The name of a domain. A final dot is taken off, and other letters than ASCII's are written as punycode.
#[derive(Debug, Clone)]
pub(crate) struct DomainName {
    typed: String,
    name: String,
}

impl DomainName {
    pub(crate) fn parse(typed: &str) -> Result<DomainName, String> {
        (DOMAIN.key)(typed).map(|name| DomainName { typed: typed.to_owned(), name })
    }

    /// As it was typed, for messages.
    pub(crate) fn typed(&self) -> &str {
        &self.typed
    }

    /// As the API has it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}
