//! Faults below HTTP: nobody there, or nobody to be trusted. No request gets out, and that is what is said.

use std::time::Duration;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};

use super::kinds::{KINDS, Kind};
use super::{SIDE_BY_SIDE, side_by_side, tell};
use crate::fake::Fake;
use crate::runner::{Api, Run, doapi};
use crate::tls::encrypted_with;

/// Who is, or is not, at the other end.
#[derive(Clone, Copy, Debug)]
enum Fault {
    RefusedConnection,
    UnknownHost,
    ExpiredCertificate,
    UnknownCertificate,
    CertificateForAnotherName,
    NoTls,
    OnlyTls,
}

const FAULTS: [Fault; 7] = [
    Fault::RefusedConnection,
    Fault::UnknownHost,
    Fault::ExpiredCertificate,
    Fault::UnknownCertificate,
    Fault::CertificateForAnotherName,
    Fault::NoTls,
    Fault::OnlyTls,
];

/// A server that speaks TLS with a certificate for `name` that expires in this year, and the certificate in writing.
fn encrypted(name: &str, year: i32) -> (Fake, String) {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(2015, 1, 1), date_time_ymd(year, 1, 1));
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    (encrypted_with(&certificate, &key, Duration::ZERO, vec![]), certificate.pem())
}

impl Fault {
    /// Whether a later try could go better.
    fn is_for_good(self) -> bool {
        matches!(self, Fault::ExpiredCertificate | Fault::UnknownCertificate | Fault::CertificateForAnotherName)
    }

    fn run(self, kind: &Kind) -> (Run, Option<Fake>) {
        let (url, pem, fake) = match self {
            // A port that the system keeps for nobody.
            Fault::RefusedConnection => ("http://127.0.0.1:1".to_owned(), None, None),
            Fault::UnknownHost => ("https://api.doapi.invalid".to_owned(), None, None),
            Fault::ExpiredCertificate => trusting(encrypted("127.0.0.1", 2020)),
            Fault::UnknownCertificate => {
                let (fake, _) = encrypted("127.0.0.1", 2120);
                let (other, pem) = encrypted("127.0.0.1", 2120);
                other.finish();
                trusting((fake, pem))
            }
            Fault::CertificateForAnotherName => trusting(encrypted("api.digitalocean.com", 2120)),
            Fault::NoTls => {
                let fake = Fake::of([]);
                (fake.url().replace("http:", "https:"), None, Some(fake))
            }
            Fault::OnlyTls => {
                let (fake, _) = encrypted("127.0.0.1", 2120);
                (fake.url().replace("https:", "http:"), None, Some(fake))
            }
        };
        let run = doapi(kind.line.split_whitespace()).env("DOAPI_ENDPOINT", url).env("DO_API_TOKEN", "t0ken");
        let run = match pem {
            Some(pem) => run.file("ca.pem", &pem).env("SSL_CERT_FILE", "ca.pem"),
            None => run,
        };
        (run.clock_rate(20).run(), fake)
    }

    fn check(self, kind: &Kind) -> Result<(), String> {
        let (run, fake) = self.run(kind);
        let (asked, connections) = fake.map_or((0, 0), |fake| (fake.requests().len(), count(fake)));
        let lines = run.stderr.lines().count();
        let what = if run.code != 1 || !run.stdout.is_empty() {
            "another exit status, or something on stdout"
        } else if asked > 0 {
            "a request got out"
        } else if !run.stderr.contains("cannot connect") && !matches!(self, Fault::NoTls | Fault::OnlyTls) {
            "it does not say that it cannot connect"
        } else if lines == 0 || run.stderr.contains("panicked") || run.stderr.contains("t0ken") {
            "strange words on stderr"
        } else if self.is_for_good() && connections > 3 {
            "it was tried again"
        } else {
            return Ok(());
        };
        Err(format!("\n=== {self:?} / {}: {what}, {asked} requests, {connections} connections\n{run}\n", kind.name))
    }
}

fn trusting((fake, pem): (Fake, String)) -> (String, Option<String>, Option<Fake>) {
    (fake.url(), Some(pem), Some(fake))
}

fn count(fake: Fake) -> usize {
    let connections = fake.connections();
    fake.finish();
    connections
}

#[test]
fn every_fault_of_a_connection_on_every_kind_of_command() {
    let cells: Vec<_> = FAULTS.iter().flat_map(|fault| KINDS.iter().map(move |kind| (*fault, kind))).collect();
    tell(&format!(
        "{} faults of a connection × {} kinds of command = {} cells",
        FAULTS.len(),
        KINDS.len(),
        cells.len()
    ));
    assert_eq!(cells.len(), 70);
    side_by_side(cells, SIDE_BY_SIDE, |(fault, kind)| fault.check(kind));
}
