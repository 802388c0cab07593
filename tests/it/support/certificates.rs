//! Certificates of a test's own authority, good and bad.

use std::sync::{Arc, LazyLock};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use serde::Deserialize;
use tokio_rustls::TlsAcceptor;

/// What a server shows for a certificate.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certificate {
    /// Of `localhost`, signed by the authority.
    Good,
    /// The same, of long ago.
    Expired,
    /// Of another name.
    WrongName,
    /// Signed by nobody else.
    SelfSigned,
}

static AUTHORITY: LazyLock<CertifiedIssuer<'static, KeyPair>> = LazyLock::new(|| {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Authority of a test");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, key()).unwrap()
});

/// The authority's own certificate, in PEM.
pub fn authority() -> String {
    AUTHORITY.pem()
}

impl Certificate {
    /// What makes secure connections with it.
    pub fn acceptor(self) -> TlsAcceptor {
        self.acceptor_offering(&[])
    }

    /// The same, with these protocols for the client to choose from.
    pub fn acceptor_offering(self, protocols: &[&[u8]]) -> TlsAcceptor {
        let name = if matches!(self, Self::WrongName) { "other.example" } else { "localhost" };
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        if matches!(self, Self::Expired) {
            params.not_after = date_time_ymd(2001, 1, 1);
        }
        let key = key();
        let certificate = match self {
            Self::SelfSigned => params.self_signed(&key),
            _ => params.signed_by(&key, &*AUTHORITY),
        };
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![certificate.unwrap().der().clone()], key);
        let mut config = config.unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    }
}

fn key() -> KeyPair {
    KeyPair::generate().unwrap()
}
