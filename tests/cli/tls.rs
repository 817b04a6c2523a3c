//! Encrypted connections: whom doapi trusts.

use std::net::TcpStream;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use rcgen::{Certificate, CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;

use crate::fake::{Fake, Stream};
use crate::runner::line;
use crate::script::{Exchange, get};

/// A fake that speaks TLS with a certificate for `name`, and the certificate in writing.
fn encrypted(name: &str, exchanges: Vec<Exchange>) -> (Fake, String) {
    encrypted_after(Duration::ZERO, name, exchanges)
}

/// The same, which takes its time for the handshake.
fn encrypted_after(delay: Duration, name: &str, exchanges: Vec<Exchange>) -> (Fake, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed([name.to_owned()]).unwrap();
    (encrypted_with(&cert, &signing_key, delay, exchanges), cert.pem())
}

/// A fake that speaks TLS with this certificate.
pub(crate) fn encrypted_with(
    certificate: &Certificate,
    key: &KeyPair,
    delay: Duration,
    exchanges: Vec<Exchange>,
) -> Fake {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap();
    let config = Arc::new(config);
    let wrap = move |stream: TcpStream| -> Option<Box<dyn Stream>> {
        sleep(delay);
        Some(Box::new(StreamOwned::new(ServerConnection::new(Arc::clone(&config)).ok()?, stream)))
    };
    Fake::start(exchanges.into_iter().map(|one| vec![one]), "https", wrap)
}

fn account() -> Vec<Exchange> {
    vec![get("/v2/account").gives(200, json!({"account": {"email": "me@example.com"}}))]
}

#[test]
fn a_certificate_in_ssl_cert_file_is_trusted() {
    let (api, pem) = encrypted("127.0.0.1", account());
    let run = line("account").file("ca.pem", &pem).env("SSL_CERT_FILE", "ca.pem").at(&api).run().succeeds();
    assert_eq!(run.json(), json!({"email": "me@example.com"}));
    api.finish();
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused_at_once() {
    let (api, _) = encrypted("127.0.0.1", vec![]);
    let (_, other) = (api.connections(), generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap().cert.pem());
    let run = line("account").file("ca.pem", &other).env("SSL_CERT_FILE", "ca.pem").at(&api).run().exits(1).prints("");
    assert!(run.stderr.contains("certificate"), "{run}");
    assert_eq!(api.connections(), 1, "it was tried again: {run}");
    api.finish();
}

#[test]
fn a_certificate_for_another_name_is_refused_at_once() {
    let (api, pem) = encrypted("example.com", vec![]);
    let run = line("account").file("ca.pem", &pem).env("SSL_CERT_FILE", "ca.pem").at(&api).run().exits(1).prints("");
    assert!(run.stderr.contains("certificate"), "{run}");
    assert_eq!(api.connections(), 1, "it was tried again: {run}");
    api.finish();
}

#[test]
fn a_server_that_does_not_speak_tls_is_an_error_at_once() {
    let api = Fake::of([]);
    let endpoint = crate::runner::Api::url(&api).replace("http:", "https:");
    let run = line("account").at(&api).env("DOAPI_ENDPOINT", endpoint).run().exits(1).prints("");
    assert!(run.stderr.starts_with("doapi: GET /v2/account: cannot connect: "), "{run}");
    assert_eq!(api.connections(), 1, "it was tried again: {run}");
    api.finish();
}

/// The handshake takes most of the timeout, and then the answer is cut off.
#[test]
fn a_slow_connection_leaves_the_answer_its_whole_time() {
    let reboot = Exchange::new("POST", "/v2/x").gives(200, "{}").late(Duration::from_millis(2500));
    let (api, pem) = encrypted_after(Duration::from_millis(2500), "127.0.0.1", vec![reboot]);
    let run = line("request -X POST /v2/x --timeout 4").file("ca.pem", &pem).env("SSL_CERT_FILE", "ca.pem");
    run.at(&api).run().exits(0).prints("{}\n");
    api.finish();
}

#[test]
fn a_handshake_that_does_not_end_is_no_lost_answer() {
    let (api, pem) = encrypted_after(Duration::from_secs(600), "127.0.0.1", vec![]);
    let run = line("request -X POST /v2/x --timeout 0.2").file("ca.pem", &pem).env("SSL_CERT_FILE", "ca.pem");
    let run = run.at(&api).clock_rate(20).run().exits(1).prints("");
    let run = run.says("doapi: POST /v2/x: cannot connect: timed out\n");
    assert_eq!(api.connections(), 5, "{run}");
    api.finish();
}
