//! A request that had no whole answer: no name, no connection, no TLS, silence, or an end in the middle.

use std::error::Error;
use std::io;

use rustls::CertificateError;

use crate::domain::{Failure, FailureKind, WebUrl};

use super::super::reach::NotPublic;
use super::{FetchError, Stage, chain, failed, of_kind, one_line, private_redirect};

/// A request that failed after a redirect: a server was reached, the one that led there.
pub(in crate::fetch) fn of_hop(asked: &WebUrl, to: &WebUrl, error: FetchError) -> FetchError {
    let FetchError { failure: Failure { kind: FailureKind::Offline, detail, .. }, stage, .. } = error else {
        return FetchError { reached: true, ..error };
    };
    let sentence = format!("{} sends on to {}, which cannot be reached.", asked.host(), to.host());
    FetchError::reached(to, stage, failed(&sentence, &detail))
}

/// A request that had no answer: no name, no connection, no TLS, or silence.
pub(in crate::fetch) fn of_request(url: &WebUrl, error: &reqwest::Error, is_proxied: bool) -> FetchError {
    let chain = chain(error);
    let detail = format!("{url}: {}", one_line(&chain));
    if chain.iter().any(|link| link.is::<NotPublic>()) {
        return private_redirect(url, &detail);
    }
    if let Some(tls) = chain.iter().find_map(|link| link.downcast_ref::<rustls::Error>()) {
        return FetchError::reached(url, stage_of_tls(tls), failed(&tls_sentence(url.host(), tls), &detail));
    }
    if error.is_connect() {
        let (kind, sentence) = connect_sentence(url.host(), error, &chain);
        let sentence = if is_proxied { format!("{sentence} It is asked through a proxy.") } else { sentence };
        let stage = if error.is_dns() { Stage::Dns } else { Stage::Connect };
        return FetchError { reached: false, ..FetchError::reached(url, stage, of_kind(kind, &sentence, &detail)) };
    }
    let host = url.host();
    let http = chain.iter().find_map(|link| link.downcast_ref::<hyper::Error>());
    let (stage, sentence) = if error.is_timeout() {
        (Stage::Timeout, format!("{host} was reached, but stopped answering: it is asked again later."))
    } else if http.is_some_and(hyper::Error::is_parse_too_large) {
        (Stage::Answer, format!("{host} answers with more headers than any feed needs: it is asked again later."))
    } else if http.is_some_and(hyper::Error::is_parse) {
        (Stage::Answer, format!("{host} does not answer as a web server does: it is asked again later."))
    } else {
        (Stage::Reset, format!("{host} broke off before it answered: it is asked again later."))
    };
    FetchError::reached(url, stage, failed(&sentence, &detail))
}

/// A body that broke off.
pub(in crate::fetch) fn of_body(url: &WebUrl, error: &reqwest::Error) -> FetchError {
    let host = url.host();
    let (stage, sentence) = if error.is_timeout() {
        (Stage::Timeout, format!("{host} stopped in the middle of the feed: it is asked again later."))
    } else {
        (Stage::Reset, format!("The feed of {host} broke off in the middle: it is asked again later."))
    };
    FetchError::reached(url, stage, failed(&sentence, &format!("{url}: {}", one_line(&chain(error)))))
}

fn connect_sentence(host: &str, error: &reqwest::Error, chain: &[&(dyn Error + 'static)]) -> (FailureKind, String) {
    let io = chain.iter().find_map(|link| link.downcast_ref::<io::Error>());
    if error.is_dns() {
        // The system gives no code for "the name server did not answer", only its words (glibc, musl).
        let unanswered = io.is_some_and(|io| {
            let text = io.to_string();
            text.contains("Temporary failure in name resolution") || text.ends_with("Try again")
        });
        if unanswered {
            let sentence = "The network cannot be reached: no name server answers.".to_owned();
            return (FailureKind::Offline, sentence);
        }
        let sentence = format!("No server is called {host}: the address may be wrong or out of date.");
        return (FailureKind::Failed, sentence);
    }
    if error.is_timeout() {
        let sentence = format!("{host} cannot be reached: no connection came about in time.");
        return (FailureKind::Failed, sentence);
    }
    match io.map(io::Error::kind) {
        Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown) => {
            (FailureKind::Offline, "The network cannot be reached.".to_owned())
        }
        Some(io::ErrorKind::ConnectionRefused) => {
            (FailureKind::Failed, format!("{host} refuses the connection: its server may be down."))
        }
        Some(io::ErrorKind::HostUnreachable) => {
            (FailureKind::Failed, format!("There is no way to {host} from this network."))
        }
        _ => (FailureKind::Failed, format!("{host} cannot be reached: the connection failed.")),
    }
}

fn stage_of_tls(error: &rustls::Error) -> Stage {
    use CertificateError as C;
    match error {
        rustls::Error::InvalidCertificate(C::NotValidForName | C::NotValidForNameContext { .. }) => Stage::WrongName,
        _ => Stage::Tls,
    }
}

fn tls_sentence(host: &str, error: &rustls::Error) -> String {
    use CertificateError as C;
    match error {
        rustls::Error::InvalidCertificate(C::Expired | C::ExpiredContext { .. }) => {
            format!("The certificate of {host} has expired, or this machine's clock is wrong.")
        }
        rustls::Error::InvalidCertificate(C::NotValidYet | C::NotValidYetContext { .. }) => {
            format!("The certificate of {host} is not valid yet: this machine's clock may be wrong.")
        }
        rustls::Error::InvalidCertificate(C::NotValidForName | C::NotValidForNameContext { .. }) => {
            format!("The certificate that came is not of {host}: someone stands between, or the site is set up badly.")
        }
        rustls::Error::InvalidCertificate(C::UnknownIssuer) => format!(
            "The certificate of {host} is signed by nobody known here: behind a company's proxy, name its \
             certificate file in SSL_CERT_FILE."
        ),
        rustls::Error::InvalidCertificate(C::Revoked) => format!("The certificate of {host} was revoked."),
        rustls::Error::InvalidMessage(_) => {
            format!("{host} does not speak https here: the address may begin with http:.")
        }
        _ => format!("No secure connection to {host} could be made."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_of_a_certificate_has_its_sentence() {
        let certificate = |error| tls_sentence("news.example", &rustls::Error::InvalidCertificate(error));
        assert!(certificate(CertificateError::Expired).contains("expired"));
        assert!(certificate(CertificateError::NotValidYet).contains("clock"));
        assert!(certificate(CertificateError::NotValidForName).contains("not of news.example"));
        assert!(certificate(CertificateError::UnknownIssuer).contains("SSL_CERT_FILE"));
        assert!(tls_sentence("a.example", &rustls::Error::DecryptError).contains("No secure connection"));
    }
}
