//! The zone file, as `domain.zone_file` holds it.

use serde::{Serialize, Serializer};

use super::{Domain, Record, name};

/// The zone of a domain, which is rendered when it is shown.
pub(super) struct Zone<'a>(pub(super) &'a Domain);

impl Serialize for Zone<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&render(self.0))
    }
}

fn render(domain: &Domain) -> String {
    let mut lines = vec![format!("$ORIGIN {}.", domain.name), format!("$TTL {}", domain.ttl)];
    lines.extend(domain.records.iter().map(|it| line(domain, it)));
    lines.into_iter().map(|line| line + "\n").collect()
}

fn line(domain: &Domain, record: &Record) -> String {
    let owner = name::absolute(&record.name, &domain.name);
    if record.kind == "SOA" {
        return format!(
            "{owner}. IN SOA ns1.digitalocean.com. hostmaster.{}. {} 10800 3600 604800 {}",
            domain.name,
            domain.changed.unix(),
            record.ttl
        );
    }
    let data = data(domain, record);
    format!("{owner}. {} IN {} {data}", record.ttl, record.kind)
}

/// The data of a record in the zone file: host names get back their final dot, TXT is written as it is.
fn data(domain: &Domain, record: &Record) -> String {
    let number = Option::unwrap_or_default;
    let (priority, weight) = (number(record.priority), number(record.weight));
    match record.kind.as_str() {
        "CNAME" | "NS" => host(domain, record),
        "MX" => format!("{priority} {}", host(domain, record)),
        "SRV" => {
            let port = number(record.port);
            format!("{priority} {weight} {port} {}", host(domain, record))
        }
        "CAA" => {
            let tag = record.tag.as_deref().unwrap_or_default();
            format!("{} {tag} \"{}\"", number(record.flags), record.data)
        }
        _ => record.data.clone(),
    }
}

fn host(domain: &Domain, record: &Record) -> String {
    match record.data.as_str() {
        "@" => format!("{}.", domain.name),
        data => format!("{data}."),
    }
}
