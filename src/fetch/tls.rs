//! Whom a server's certificate must be signed by.
//!
//! Mozilla's roots are compiled in, so that a machine without a certificate store (a container, a rescue
//! system) reads news too. A company's or a test's own authority is added through `SSL_CERT_FILE`, as with
//! OpenSSL; a feed may name one of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use super::transport::RouteError;

/// Whom to trust besides the usual authorities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Trust {
    /// A file of certificates, in PEM.
    pub ca_file: Option<PathBuf>,
    /// Anybody.
    pub insecure: bool,
}

/// Why a file gave no certificates.
#[derive(Debug, thiserror::Error)]
pub(super) enum CertificatesError {
    #[error(transparent)]
    Pem(#[from] rustls::pki_types::pem::Error),
    #[error("there is no certificate in it")]
    None,
}

/// TLS 1.2 and 1.3 over *ring*, offering HTTP/2 and HTTP/1.1.
pub(super) fn config(trust: &Trust) -> Result<ClientConfig, RouteError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
    let mut config = if trust.insecure {
        builder.dangerous().with_custom_certificate_verifier(Arc::new(Anybody(provider))).with_no_client_auth()
    } else {
        builder.with_root_certificates(roots(trust.ca_file.as_deref())?).with_no_client_auth()
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn roots(own: Option<&Path>) -> Result<RootCertStore, RouteError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    if let Some(file) = std::env::var_os("SSL_CERT_FILE") {
        add_file_of_system(&mut roots, Path::new(&file));
    }
    if let Some(file) = own {
        add_file(&mut roots, file)
            .map_err(|source| RouteError::Certificates { file: file.display().to_string(), source })?;
    }
    Ok(roots)
}

/// Adds the certificates of `SSL_CERT_FILE`. When it cannot be read, that is logged and passed over: the built-in
/// roots still serve most feeds.
fn add_file_of_system(roots: &mut RootCertStore, file: &Path) {
    match add_file(roots, file) {
        Ok(added) => tracing::debug!(file = %file.display(), added, "certificates of SSL_CERT_FILE"),
        Err(error) => tracing::warn!(file = %file.display(), %error, "SSL_CERT_FILE could not be read"),
    }
}

/// Adds the certificates of a PEM file, and says how many.
fn add_file(roots: &mut RootCertStore, file: &Path) -> Result<usize, CertificatesError> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_file_iter(file)?.collect();
    match roots.add_parsable_certificates(certificates?) {
        (0, _) => Err(CertificatesError::None),
        (added, _) => Ok(added),
    }
}

/// Takes every certificate: for a server of the user's own, who said so. The handshake itself is still checked.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_roots_are_there() {
        assert!(roots(None).unwrap().len() > 50);
    }

    #[test]
    fn an_unreadable_file_of_the_system_is_no_error() {
        let mut roots = RootCertStore::empty();
        add_file_of_system(&mut roots, Path::new("/nonexistent/ca.pem"));
        assert!(roots.is_empty());
    }

    #[test]
    fn a_file_without_certificates_is_an_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = add_file(&mut RootCertStore::empty(), file.path()).unwrap_err();
        assert_eq!(error.to_string(), "there is no certificate in it");
    }
}
