//! Whom the system trusts, read beside the look-up of the name and the connection, which need it only at the end.

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::sync::{Arc, OnceLock};

/// Verifies certificates with the system's roots.
#[derive(Debug)]
pub(super) struct SystemRoots {
    provider: Arc<CryptoProvider>,
    /// The roots of the system's bundle, if it has one.
    bundle: OnceLock<Option<Arc<WebPkiServerVerifier>>>,
    /// All that the system trusts, also what is in files of its own: on Debian, each certificate of the bundle is in
    /// such a file too, and reading all of them takes longer than the connection.
    all: OnceLock<Result<Verifier, Error>>,
}

impl SystemRoots {
    /// Begins to read the roots.
    pub(super) fn read(provider: Arc<CryptoProvider>) -> Arc<SystemRoots> {
        let roots = Arc::new(SystemRoots { provider, bundle: OnceLock::new(), all: OnceLock::new() });
        let reader = Arc::clone(&roots);
        let read = move || {
            let _ = reader.first();
        };
        // Without a thread for it, they are read when they are needed.
        drop(std::thread::Builder::new().name("certificates".to_owned()).spawn(read));
        roots
    }

    /// The roots that are looked at first: `None` if these are all.
    fn first(&self) -> Option<&WebPkiServerVerifier> {
        let bundle = self.bundle.get_or_init(|| bundle(&self.provider)).as_deref();
        if bundle.is_none() {
            let _ = self.all();
        }
        bundle
    }

    fn all(&self) -> &Result<Verifier, Error> {
        self.all.get_or_init(|| Verifier::new(Arc::clone(&self.provider)))
    }
}

/// A verifier with the roots of the system's bundle, unless the user has named others.
#[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
fn bundle(provider: &Arc<CryptoProvider>) -> Option<Arc<WebPkiServerVerifier>> {
    let is_named = |variable| std::env::var_os(variable).is_some();
    if is_named("SSL_CERT_FILE") || is_named("SSL_CERT_DIR") {
        return None;
    }
    let file = openssl_probe::probe().cert_file?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_certs_from_paths(Some(&file), None).certs);
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build().ok()
}

/// Elsewhere the system itself verifies.
#[cfg(not(all(unix, not(target_vendor = "apple"), not(target_os = "android"))))]
fn bundle(_: &Arc<CryptoProvider>) -> Option<Arc<WebPkiServerVerifier>> {
    None
}

impl ServerCertVerifier for SystemRoots {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verify = |roots: &dyn ServerCertVerifier| {
            roots.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        };
        if let Some(verified) = self.first().and_then(|bundle| verify(bundle).ok()) {
            return Ok(verified);
        }
        // What the bundle does not vouch for, the rest may.
        match self.all() {
            Ok(all) => verify(all),
            Err(error) => Err(error.clone()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
