//! What went wrong on the way, told three times: to the reader, to the log, and to the schedule.

use std::error::Error;
use std::io;
use std::time::Duration;

use reqwest::StatusCode;
use rustls::CertificateError;

use crate::domain::{Failure, FailureKind, FeedUrl, NotAWebUrl, SafeText, Verdict, WebUrl};

use super::reach::NotPublic;

/// A request that brought no usable answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{failure}")]
pub struct FetchError {
    #[source]
    pub failure: Failure,
    /// How far it came.
    pub stage: Stage,
    /// Whether any server was reached. When none is, for any feed, the fault is the network's and not theirs.
    pub reached: bool,
    /// The host that ended it, which a redirect may have led to; empty for a file or a command.
    pub host: String,
}

/// How far a fetch came before it failed. One feed's failure says little of the network; the same one of several
/// hosts says much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// No address was found for the host's name.
    Dns,
    /// No connection came about: refused, unreachable, or not in time.
    Connect,
    /// The server's certificate is of another name: a sign-in page may stand between.
    WrongName,
    /// No secure connection came about, for another reason.
    Tls,
    /// The connection was cut before the answer was whole.
    Reset,
    /// Who was reached fell silent, or was too slow.
    Timeout,
    /// An answer came that is of no use: its status, where it leads, its size, its form.
    Answer,
    /// A file or a command of this machine.
    Local,
}

impl FetchError {
    /// A failure after a server was reached.
    pub(super) fn reached(url: &WebUrl, stage: Stage, failure: Failure) -> Self {
        Self { failure, stage, reached: true, host: url.host().to_owned() }
    }

    /// A failure of a file or a command. It says nothing of the network.
    pub(super) fn local(failure: Failure) -> Self {
        Self { failure, stage: Stage::Local, reached: true, host: String::new() }
    }
}

/// A failure of this kind that is tried again by the schedule's own patience.
pub(super) fn of_kind(kind: FailureKind, sentence: &str, detail: &str) -> Failure {
    Failure {
        kind,
        sentence: SafeText::line(sentence),
        detail: SafeText::line(detail),
        verdict: Verdict::Retry { after: None },
    }
}

/// A failure that fits no particular kind.
pub(super) fn failed(sentence: &str, detail: &str) -> Failure {
    of_kind(FailureKind::Failed, sentence, detail)
}

/// A file or a command.
pub(super) fn not_of_the_web(url: &FeedUrl) -> FetchError {
    FetchError::local(failed("Files and commands are not read yet.", &url.to_string()))
}

/// The whole fetch took too long. A server was reached: connecting has a shorter time of its own.
pub(super) fn timed_out(url: &WebUrl, limit: Duration) -> FetchError {
    let sentence = format!("{} took longer than {}: it is asked again later.", url.host(), in_words(limit));
    FetchError::reached(url, Stage::Timeout, failed(&sentence, &format!("{url}: not complete after {limit:?}")))
}

/// More bytes than the limit; `what` says where they were seen.
pub(super) fn too_large(url: &WebUrl, limit: u64, what: &str) -> FetchError {
    let sentence = format!("The feed is larger than {}, which is the limit in the config.", size_in_words(limit));
    FetchError::reached(
        url,
        Stage::Answer,
        of_kind(FailureKind::TooLarge, &sentence, &format!("{url}: {what} more than {limit} bytes")),
    )
}

/// More hops than are followed, or a hop to where the fetch was before.
pub(super) fn too_many_redirects(url: &WebUrl, limit: usize) -> FetchError {
    let sentence = format!("{} sends on more than {limit} times: the address may be out of date.", url.host());
    FetchError::reached(url, Stage::Answer, failed(&sentence, &format!("{url}: more than {limit} redirects")))
}

/// A hop to an address that was asked before.
pub(super) fn redirect_loop(url: &WebUrl, to: &WebUrl) -> FetchError {
    let sentence = format!("{} sends on in a circle: the site may want cookies, or is broken.", url.host());
    FetchError::reached(url, Stage::Answer, failed(&sentence, &format!("{url}: redirected in a loop at {to}")))
}

/// A hop to what is not a web address, or to none.
pub(super) fn bad_redirect(url: &WebUrl, to: &str, why: Option<&NotAWebUrl>) -> FetchError {
    let sentence = format!("{} sends on to an address that is not of the web; it was not followed.", url.host());
    let why = why.map_or_else(|| "no address given".to_owned(), NotAWebUrl::to_string);
    // What stands before an `@` may be a password.
    let to = to.rsplit_once('@').map_or(to.to_owned(), |(_, rest)| format!("***@{rest}"));
    FetchError::reached(url, Stage::Answer, failed(&sentence, &format!("{url}: redirect to {to:?} refused: {why}")))
}

/// A hop from a public server into a private network.
pub(super) fn private_redirect(url: &WebUrl, detail: &str) -> FetchError {
    let sentence =
        format!("A public server sends on to {}, an address of your own network; it was not followed.", url.host());
    FetchError::reached(url, Stage::Answer, failed(&sentence, &format!("{url}: {detail}")))
}

/// A request that failed after a redirect: a server was reached, the one that led there.
pub(super) fn of_hop(asked: &WebUrl, to: &WebUrl, error: FetchError) -> FetchError {
    let FetchError { failure: Failure { kind: FailureKind::Offline, detail, .. }, stage, .. } = error else {
        return FetchError { reached: true, ..error };
    };
    let sentence = format!("{} sends on to {}, which cannot be reached.", asked.host(), to.host());
    FetchError::reached(to, stage, failed(&sentence, &detail))
}

/// A status other than 200, 304 and the redirects.
pub(super) fn of_status(url: &WebUrl, status: StatusCode, retry_after: Option<Duration>) -> FetchError {
    let host = url.host();
    let code = status.as_u16();
    let sentence = match code {
        401 | 407 => format!(
            "{host} asks for a name and a password ({code}): a private feed's address may carry them, as in \
             https://name:password@{host}."
        ),
        403 => format!("{host} refuses this reader ({code}): open the feed in a browser to see why."),
        404 => format!("There is no feed at this address of {host} ({code}): the publisher may have moved it."),
        410 => format!("{host} says that this feed is gone for good ({code}): look for a new address."),
        429 | 503 if retry_after.is_some_and(|after| !after.is_zero()) => {
            let after = in_words(retry_after.unwrap_or_default());
            format!("{host} asks for patience ({code}): it is asked again in {after}.")
        }
        429 => format!("{host} asks for patience ({code}): it is asked again later."),
        451 => format!("{host} may not show this feed for legal reasons ({code})."),
        511 => format!("The network wants a sign-in before it lets {host} through ({code}): open a browser."),
        500..=599 => format!("{host} has trouble of its own ({code}): it is asked again later."),
        _ => format!("{host} gave an answer without a feed ({code})."),
    };
    let kind = match code {
        429 => FailureKind::RateLimited,
        503 if retry_after.is_some() => FailureKind::RateLimited,
        511 => FailureKind::Portal,
        _ => FailureKind::Failed,
    };
    let mut failure = of_kind(kind, &sentence, &format!("{url}: status {status}"));
    failure.verdict = match code {
        410 => Verdict::Gone,
        429 | 503 => Verdict::Retry { after: retry_after },
        _ => Verdict::Retry { after: None },
    };
    FetchError::reached(url, Stage::Answer, failure)
}

/// A request that had no answer: no name, no connection, no TLS, or silence.
pub(super) fn of_request(url: &WebUrl, error: &reqwest::Error) -> FetchError {
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
        let stage = if error.is_dns() { Stage::Dns } else { Stage::Connect };
        return FetchError { reached: false, ..FetchError::reached(url, stage, of_kind(kind, &sentence, &detail)) };
    }
    let (stage, sentence) = if error.is_timeout() {
        (Stage::Timeout, format!("{} was reached, but stopped answering: it is asked again later.", url.host()))
    } else {
        (Stage::Reset, format!("{} broke off before it answered: it is asked again later.", url.host()))
    };
    FetchError::reached(url, stage, failed(&sentence, &detail))
}

/// A body that broke off or could not be decompressed.
pub(super) fn of_body(url: &WebUrl, error: &reqwest::Error) -> FetchError {
    let chain = chain(error);
    let host = url.host();
    let (stage, sentence) = if error.is_timeout() {
        (Stage::Timeout, format!("{host} stopped in the middle of the feed: it is asked again later."))
    } else if chain.iter().any(|link| link.is::<hyper::Error>()) {
        (Stage::Reset, format!("The feed of {host} broke off in the middle: it is asked again later."))
    } else {
        let sentence = format!("The feed of {host} came damaged (its compression is broken): it is asked again later.");
        (Stage::Answer, sentence)
    };
    FetchError::reached(url, stage, failed(&sentence, &format!("{url}: {}", one_line(&chain))))
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

/// The error and its causes, outermost first.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    const DEEPEST: usize = 20;
    std::iter::successors(Some(error), |error| cause(*error)).take(DEEPEST).collect()
}

fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    // An `io::Error` passes over the error that it wraps: its `source` is that error's source.
    if let Some(wrapped) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        return Some(wrapped);
    }
    error.source()
}

fn one_line(chain: &[&(dyn Error + 'static)]) -> String {
    let mut texts: Vec<String> = chain.iter().map(|link| link.to_string()).collect();
    // Wrappers often repeat what they wrap.
    texts.dedup_by(|next, before| before.ends_with(next.as_str()));
    texts.join(": ")
}

/// "45 s", "10 min", "3 h": rounded up, for a sentence.
fn in_words(time: Duration) -> String {
    match time.as_secs().max(1) {
        seconds @ ..120 => format!("{seconds} s"),
        seconds @ ..7_200 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3_600)),
    }
}

fn size_in_words(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    if bytes >= MIB { format!("{} MiB", bytes / MIB) } else { format!("{bytes} bytes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_has_its_kind_and_verdict() {
        let url = WebUrl::parse("https://news.example/feed").unwrap();
        let minute = Some(Duration::from_secs(60));
        let cases = [
            (401, None, FailureKind::Failed, Verdict::Retry { after: None }),
            (403, None, FailureKind::Failed, Verdict::Retry { after: None }),
            (404, None, FailureKind::Failed, Verdict::Retry { after: None }),
            (410, None, FailureKind::Failed, Verdict::Gone),
            (429, None, FailureKind::RateLimited, Verdict::Retry { after: None }),
            (429, minute, FailureKind::RateLimited, Verdict::Retry { after: minute }),
            (500, minute, FailureKind::Failed, Verdict::Retry { after: None }),
            (503, None, FailureKind::Failed, Verdict::Retry { after: None }),
            (503, minute, FailureKind::RateLimited, Verdict::Retry { after: minute }),
            (511, None, FailureKind::Portal, Verdict::Retry { after: None }),
            (204, None, FailureKind::Failed, Verdict::Retry { after: None }),
        ];
        for (code, after, kind, verdict) in cases {
            let error = of_status(&url, StatusCode::from_u16(code).unwrap(), after);
            assert_eq!((error.failure.kind, error.failure.verdict), (kind, verdict), "{code}");
            assert!(error.failure.sentence.contains(&code.to_string()), "{}", error.failure.sentence);
            assert!(error.reached);
        }
    }

    #[test]
    fn each_fault_of_a_certificate_has_its_sentence() {
        let certificate = |error| tls_sentence("news.example", &rustls::Error::InvalidCertificate(error));
        assert!(certificate(CertificateError::Expired).contains("expired"));
        assert!(certificate(CertificateError::NotValidYet).contains("clock"));
        assert!(certificate(CertificateError::NotValidForName).contains("not of news.example"));
        assert!(certificate(CertificateError::UnknownIssuer).contains("SSL_CERT_FILE"));
        assert!(tls_sentence("a.example", &rustls::Error::DecryptError).contains("No secure connection"));
    }

    #[test]
    fn the_log_line_holds_every_cause_once() {
        let inner = io::Error::other(NotPublic { host: "10.0.0.1".to_owned() });
        let outer = io::Error::other(inner);
        assert_eq!(one_line(&chain(&outer)), "10.0.0.1 is not a public address, and a public server led there");
        assert!(chain(&outer).iter().any(|link| link.is::<NotPublic>()));
    }

    #[test]
    fn times_are_said_in_words() {
        let words = |seconds| in_words(Duration::from_secs(seconds));
        assert_eq!([words(0), words(45), words(121), words(7_201)], ["1 s", "45 s", "3 min", "3 h"]);
    }
}
