//! Whom a server's certificate must be signed by.
//!
//! Mozilla's roots are compiled in, so that a machine without a certificate store (a container, a rescue
//! system) reads news too. A company's or a test's own authority is added through `SSL_CERT_FILE`, as with
//! OpenSSL.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// TLS 1.2 and 1.3 over *ring*, offering HTTP/2 and HTTP/1.1.
pub(super) fn config() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots())
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    if let Some(file) = std::env::var_os("SSL_CERT_FILE") {
        add_file(&mut roots, Path::new(&file));
    }
    roots
}

/// Adds the certificates of a PEM file. A file that cannot be read is logged and passed over: the built-in
/// roots still serve most feeds.
fn add_file(roots: &mut RootCertStore, file: &Path) {
    let certificates: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(file).and_then(|certificates| certificates.collect());
    match certificates {
        Ok(certificates) => {
            let (added, ignored) = roots.add_parsable_certificates(certificates);
            tracing::debug!(file = %file.display(), added, ignored, "certificates of SSL_CERT_FILE");
        }
        Err(error) => tracing::warn!(file = %file.display(), %error, "SSL_CERT_FILE could not be read"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_roots_are_there() {
        assert!(roots().len() > 50);
    }

    #[test]
    fn an_unreadable_certificate_file_is_no_error() {
        let mut roots = RootCertStore::empty();
        add_file(&mut roots, Path::new("/nonexistent/ca.pem"));
        assert!(roots.is_empty());
    }
}
