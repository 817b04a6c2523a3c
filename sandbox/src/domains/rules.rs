//! The rules for records of each type.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{DEFAULT_TTL, Record, name};
use crate::fields::{number, refused, text};
use crate::http::{Fields, Refusal};

const TYPES: [&str; 9] = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SOA", "SRV", "TXT"];
const CAA_TAGS: [&str; 3] = ["issue", "issuewild", "iodef"];
const SHORTEST_TTL: u64 = 30;
const LONGEST_TTL: u64 = (1 << 31) - 1;
const LONGEST_TEXT: usize = 512;
const WORD: u64 = 65_535;
const BYTE: u64 = 255;

impl Record {
    /// A record that is not yet filled in.
    pub(super) fn blank() -> Self {
        Self { ttl: DEFAULT_TTL, ..Self::default() }
    }

    /// Applies the fields of a request: absent fields are kept, and `null` resets a field to its default.
    pub(super) fn edit(&mut self, fields: &Fields, domain: &str) -> Result<(), Refusal> {
        let before = self.kind.clone();
        self.set_kind(fields)?;
        if before == "SOA" {
            return self.set_ttl(fields);
        }
        self.set_name(fields, domain)?;
        self.set_data(fields, domain, before == self.kind)?;
        self.set_ttl(fields)?;
        self.set_extras(fields)
    }

    /// A PUT that sends only a TTL has the stored data checked as if it was sent, and it is stored without the dot that
    /// it must be sent with. PATCH is not known to do so.
    pub(super) fn check_put(&self, fields: &Fields) -> Result<(), Refusal> {
        let only_ttl = fields.contains_key("ttl") && fields.keys().all(|key| key == "ttl" || key == "type");
        if only_ttl && ["CNAME", "MX"].contains(&self.kind.as_str()) {
            return Err(needs_dot());
        }
        Ok(())
    }

    /// Every domain has one SOA record, which cannot be created or deleted.
    fn set_kind(&mut self, fields: &Fields) -> Result<(), Refusal> {
        let kind = text(fields, "type")?.unwrap_or_else(|| self.kind.clone());
        if kind.is_empty() {
            return Err(refused("type", "can't be blank"));
        }
        if !TYPES.contains(&kind.as_str()) {
            return Err(refused("type", "is not included in the list"));
        }
        if (kind == "SOA") != (self.kind == "SOA") {
            return Err(soa_is_fixed());
        }
        self.kind = kind;
        Ok(())
    }

    /// MX and NS records are the domain's own when they have no name.
    fn set_name(&mut self, fields: &Fields, domain: &str) -> Result<(), Refusal> {
        if let Some(name) = text(fields, "name")? {
            self.name = name;
        }
        if self.name.is_empty() {
            if !["MX", "NS"].contains(&self.kind.as_str()) {
                return Err(refused("name", "can't be blank"));
            }
            "@".clone_into(&mut self.name);
        }
        self.name = name::relative(&self.name, domain)?;
        Ok(())
    }

    /// Data is validated when it is sent, and also when the type of the record changes.
    fn set_data(&mut self, fields: &Fields, domain: &str, same_kind: bool) -> Result<(), Refusal> {
        let sent = text(fields, "data")?;
        if sent.is_none() && same_kind {
            return Ok(());
        }
        let data = sent.unwrap_or_else(|| self.data.clone());
        if data.is_empty() {
            return Err(refused("data", "can't be blank"));
        }
        let iodef = text(fields, "tag")?.or_else(|| self.tag.clone()).as_deref() == Some("iodef");
        self.data = match self.kind.as_str() {
            "CAA" if iodef => data.strip_suffix('.').unwrap_or(&data).to_owned(),
            // `;` forbids every authority, and a host may have parameters after it: only a bare host has a final dot.
            "CAA" if data.contains(';') => data,
            "CAA" => undotted(&data)?.to_owned(),
            // No host at all: no mail (RFC 7505), no such service (RFC 2782).
            "MX" | "SRV" if data == "." => data,
            "CNAME" | "MX" | "NS" | "SRV" => host(&data, domain)?,
            "TXT" if data.len() > LONGEST_TEXT => {
                let rule = format!("is too long (maximum is {LONGEST_TEXT} characters)");
                return Err(refused("data", &rule));
            }
            kind => address(kind, data)?,
        };
        Ok(())
    }

    fn set_ttl(&mut self, fields: &Fields) -> Result<(), Refusal> {
        let ttl = number(fields, "ttl", LONGEST_TTL)?.after(Some(self.ttl));
        self.ttl = ttl.unwrap_or(DEFAULT_TTL);
        if self.ttl < SHORTEST_TTL {
            let rule = format!("must be greater than or equal to {SHORTEST_TTL}");
            return Err(refused("ttl", &rule));
        }
        Ok(())
    }

    /// The numbers and the tag, which only some types have; other types have null, whatever was sent.
    fn set_extras(&mut self, fields: &Fields) -> Result<(), Refusal> {
        let (mx, srv) = (self.kind == "MX", self.kind == "SRV");
        let caa = self.kind == "CAA";
        self.priority = extra(fields, "priority", WORD, mx || srv, self.priority)?;
        self.port = extra(fields, "port", WORD, srv, self.port)?;
        self.weight = extra(fields, "weight", WORD, srv, self.weight)?;
        let flags = number(fields, "flags", BYTE)?.after(self.flags);
        self.flags = flags.or(Some(0)).filter(|_| caa);
        let tag = text(fields, "tag")?.or_else(|| self.tag.take());
        self.tag = tag.filter(|_| caa);
        match self.tag.as_deref() {
            _ if !caa => Ok(()),
            None | Some("") => Err(refused("tag", "can't be blank")),
            Some(tag) if CAA_TAGS.contains(&tag) => Ok(()),
            Some(_) => Err(refused("tag", "is not included in the list")),
        }
    }
}

/// The API's message for an attempt to create or delete a SOA record.
pub(super) fn soa_is_fixed() -> Refusal {
    Refusal::unprocessable("SOA records cannot be created or deleted")
}

/// A number that is required for the types that have it.
fn extra(fields: &Fields, key: &str, most: u64, wanted: bool, before: Option<u64>) -> Result<Option<u64>, Refusal> {
    let value = number(fields, key, most)?.after(before);
    if wanted && value.is_none() {
        return Err(refused(key, "can't be blank"));
    }
    Ok(value.filter(|_| wanted))
}

/// A host is written with its final dot and stored without; the domain itself is stored as `@`.
fn host(data: &str, domain: &str) -> Result<String, Refusal> {
    if data == "@" {
        return Ok(data.to_owned());
    }
    let host = undotted(data)?;
    name::check_host(host)?;
    let host = if host.eq_ignore_ascii_case(domain) { "@" } else { host };
    Ok(host.to_owned())
}

fn undotted(data: &str) -> Result<&str, Refusal> {
    let host = data.strip_suffix('.').filter(|host| !host.is_empty());
    host.ok_or_else(needs_dot)
}

fn needs_dot() -> Refusal {
    Refusal::unprocessable("Data needs to end with a dot (.)")
}

fn address(kind: &str, data: String) -> Result<String, Refusal> {
    let valid = match kind {
        "A" => data.parse::<Ipv4Addr>().is_ok(),
        "AAAA" => data.parse::<Ipv6Addr>().is_ok(),
        _ => true,
    };
    if valid {
        return Ok(data);
    }
    Err(not_an_address(if kind == "A" { 4 } else { 6 }))
}

/// The API's message for an invalid address.
pub(super) fn not_an_address(version: u8) -> Refusal {
    Refusal::unprocessable(format!("Data is not a valid IPv{version} address"))
}
