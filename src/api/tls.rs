//! TLS: trusted certificates, and errors that a retry cannot mend.

mod roots;

use roots::SystemRoots;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::{ClientConfig, InvalidMessage, RootCertStore};
use std::error::Error;
use std::io;
use std::sync::Arc;

/// Trusts the system's certificates.
pub(super) fn of_the_system() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = SystemRoots::read(Arc::clone(&provider));
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Trusts no certificate, for plain http: reading the system's certificates would take longer than everything else.
pub(super) fn unused() -> Result<ClientConfig, rustls::Error> {
    let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// Whether a connection failed for a reason that a retry cannot mend: a certificate that is not trusted, a system that
/// trusts nobody, or a server without TLS.
pub(super) fn is_distrust(error: &(dyn Error + 'static)) -> bool {
    use rustls::Error::{General, InvalidCertificate, InvalidMessage as Invalid};
    let is_final = |error: &rustls::Error| {
        matches!(error, General(_) | InvalidCertificate(_) | Invalid(InvalidMessage::InvalidContentType))
    };
    causes(error).any(|cause| cause.downcast_ref().is_some_and(is_final))
}

/// An error and what caused it, the cause last. The cause that an [`io::Error`] wraps is not its source.
pub(super) fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let wrapped = |error: &'a (dyn Error + 'static)| {
        let io = error.downcast_ref::<io::Error>()?;
        io.get_ref().map(|inner| inner as &(dyn Error + 'static))
    };
    std::iter::successors(Some(error), move |&error| wrapped(error).or_else(|| error.source()))
}
