//! `/v2/certificates`: uploaded ones, and those of Let's Encrypt.

use std::fmt::Write;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};
use uuid::Uuid;

use crate::fields::{needed, refused, text, texts};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::pages;
use crate::state::{State, fill, uuid};
use crate::time::Time;

/// The validity that is shown. Certificates are not parsed.
const VALID: Duration = Duration::from_secs(90 * 86_400);
const LETS_ENCRYPT: &str = "lets_encrypt";

/// A certificate.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Certificate {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) sha1_fingerprint: String,
    pub(crate) created_at: Time,
    pub(crate) dns_names: Vec<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// When it has been issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<Time>,
}

/// The certificate in the API's key order.
#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    name: &'a str,
    not_after: String,
    sha1_fingerprint: &'a str,
    created_at: Time,
    dns_names: &'a [String],
    state: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
}

impl Certificate {
    fn view(&self, now: Time) -> View<'_> {
        let issued = self.due.is_none_or(|due| due <= now);
        View {
            id: &self.id,
            name: &self.name,
            not_after: if issued { self.created_at.plus(VALID).to_string() } else { String::new() },
            sha1_fingerprint: if issued { &self.sha1_fingerprint } else { "" },
            created_at: self.created_at,
            dns_names: &self.dns_names,
            state: if issued { "verified" } else { "pending" },
            kind: &self.kind,
        }
    }
}

/// Adds the certificates of a seed.
pub(crate) fn load(state: &mut State, certificates: Vec<Certificate>) {
    for mut certificate in certificates {
        let id = uuid(&format!("certificate {}", certificate.name));
        fill(&mut certificate.id, &id);
        fill(&mut certificate.sha1_fingerprint, &fingerprint(certificate.name.as_bytes()));
        fill(&mut certificate.kind, "custom");
        certificate.created_at = certificate.created_at.or(state.now);
        state.certificates.push(certificate);
    }
}

/// `/v2/certificates…`; a certificate cannot be changed.
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let name = request.param("name");
            let named = |it: &&Certificate| name.as_ref().is_none_or(|name| it.name == *name);
            let all: Vec<&Certificate> = state.certificates.iter().filter(named).collect();
            Ok(pages::list_by(request, "certificates", &all, |it| it.view(state.now)))
        }
        ("POST", []) => create(state, &request.fields()?),
        ("GET", [id]) => Ok(reply(state, 200, place(state, id)?)),
        ("DELETE", [id]) => delete(state, id),
        _ => Err(Refusal::no_route()),
    }
}

fn place(state: &State, id: &str) -> Result<usize, Refusal> {
    let place = state.certificates.iter().position(|it| it.id == id);
    place.ok_or_else(Refusal::not_found)
}

fn reply(state: &State, status: u16, place: usize) -> Reply {
    Reply::root(status, "certificate", &state.certificates[place].view(state.now))
}

fn create(state: &mut State, fields: &Fields) -> Outcome {
    let name = needed(fields, "name")?;
    if state.certificates.iter().any(|it| it.name == name) {
        return Err(Refusal::conflict_of("name is already in use"));
    }
    let kind = text(fields, "type")?.unwrap_or_else(|| "custom".to_owned());
    let certificate = match kind.as_str() {
        "custom" => custom(fields)?,
        LETS_ENCRYPT => issued(state, fields)?,
        _ => return Err(refused("type", "is not included in the list")),
    };
    let id = Uuid::new_v4().to_string();
    state.certificates.push(Certificate { id, name, kind, created_at: state.now, ..certificate });
    Ok(reply(state, 201, state.certificates.len() - 1))
}

fn custom(fields: &Fields) -> Result<Certificate, Refusal> {
    text(fields, "private_key")?.filter(|it| der(it).is_some()).ok_or_else(|| refused("private_key", "is invalid"))?;
    let leaf = text(fields, "leaf_certificate")?.and_then(|it| der(&it));
    let leaf = leaf.ok_or_else(|| refused("leaf_certificate", "is invalid"))?;
    Ok(Certificate { sha1_fingerprint: fingerprint(&leaf), dns_names: vec![String::new()], ..Certificate::default() })
}

/// Let's Encrypt issues certificates for domains whose DNS is here.
fn issued(state: &State, fields: &Fields) -> Result<Certificate, Refusal> {
    let dns_names = texts(fields, "dns_names")?;
    let within = |name: &str, domain: &str| name == domain || name.ends_with(&format!(".{domain}"));
    let known = |name: &&String| state.domains.iter().any(|it| within(name, &it.name));
    if dns_names.is_empty() {
        return Err(refused("dns_names", "can't be blank"));
    }
    if let Some(unknown) = dns_names.iter().find(|name| !known(name)) {
        return Err(refused("dns_names", &format!("{unknown} is not in a domain of this account")));
    }
    let sha1_fingerprint = fingerprint(dns_names.join(" ").as_bytes());
    let due = Some(state.now.plus(state.action_time));
    Ok(Certificate { sha1_fingerprint, dns_names, due, ..Certificate::default() })
}

fn delete(state: &mut State, id: &str) -> Outcome {
    let place = place(state, id)?;
    if state.is_certificate_used(id) {
        return Err(Refusal::forbidden_as("Make sure the certificate is not in use before deleting it"));
    }
    state.certificates.remove(place);
    Ok(Reply::empty(204))
}

/// The contents of the first block of a PEM text.
fn der(pem: &str) -> Option<Vec<u8>> {
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (_, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body: String = body.split_whitespace().collect();
    BASE64_STANDARD.decode(body).ok().filter(|it| !it.is_empty())
}

fn fingerprint(bytes: &[u8]) -> String {
    let digest: [u8; 20] = Sha1::digest(bytes).into();
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}
