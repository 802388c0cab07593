//! What went wrong on the way, told three times: to the reader, to the log, and to the schedule.

mod connection;
mod local;
mod status;

pub(super) use connection::{of_body, of_hop, of_request};
pub(super) use local::{bad_header, local_too_large, no_login, no_route, of_command, of_file};
pub(super) use status::of_status;

use std::error::Error;
use std::io;
use std::time::Duration;

use crate::domain::{Failure, FailureKind, NotAWebUrl, SafeText, Verdict, WebUrl};

use super::coding::CodingError;
use super::response::Response;

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
    /// The host that ended it, which a redirect may have led to; empty where no server was asked.
    pub host: String,
    /// The status that ended it ([RFC 9110 §15](https://www.rfc-editor.org/rfc/rfc9110#section-15)).
    pub status: Option<u16>,
    /// The page that came with that status, where a page was asked for.
    pub page: Option<Box<Response>>,
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
    /// This machine: a file, a command, or a setting of the feed that cannot be used. It says nothing of the network.
    Local,
}

impl FetchError {
    /// A failure after a server was reached.
    fn reached(url: &WebUrl, stage: Stage, failure: Failure) -> Self {
        Self { failure, stage, reached: true, host: url.host().to_owned(), status: None, page: None }
    }

    /// A failure that has nothing to do with any server; the feed alone is to blame.
    fn local(failure: Failure) -> Self {
        Self { failure, stage: Stage::Local, reached: true, host: String::new(), status: None, page: None }
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

/// The whole fetch took too long. A server was reached: connecting has a shorter time of its own.
pub(super) fn timed_out(url: &WebUrl, limit: Duration) -> FetchError {
    let sentence = format!("{} took longer than {}: it is asked again later.", url.host(), in_words(limit));
    FetchError::reached(url, Stage::Timeout, failed(&sentence, &format!("{url}: not complete after {limit:?}")))
}

/// More bytes on the wire than the limit; `what` says where they were seen.
pub(super) fn download_too_large(url: &WebUrl, limit: u64, what: &str) -> FetchError {
    let size = size_in_words(limit);
    let sentence = format!("{} sends more than {size}, which is polling.max_download in the config.", url.host());
    FetchError::reached(url, Stage::Answer, too_large(&sentence, &format!("{url}: {what} more than {limit} bytes")))
}

/// More bytes than the limit once the body was unpacked.
pub(super) fn body_too_large(url: &WebUrl, limit: u64) -> FetchError {
    let detail = format!("{url}: more than {limit} bytes unpacked");
    FetchError::reached(url, Stage::Answer, too_large(&larger_than_a_feed(limit), &detail))
}

fn larger_than_a_feed(limit: u64) -> String {
    format!("The feed is larger than {}, which is polling.max_body in the config.", size_in_words(limit))
}

fn too_large(sentence: &str, detail: &str) -> Failure {
    of_kind(FailureKind::TooLarge, sentence, detail)
}

/// A body that could not be unpacked.
pub(super) fn of_coding(url: &WebUrl, error: &CodingError) -> FetchError {
    let host = url.host();
    let sentence = match error {
        CodingError::Unknown(_) | CodingError::TooManyLayers(_) => {
            format!("{host} packs its feed in a way that was not asked for and is not understood.")
        }
        _ => format!("The feed of {host} came damaged (its compression is broken): it is asked again later."),
    };
    FetchError::reached(url, Stage::Answer, failed(&sentence, &format!("{url}: {}", one_line(&chain(error)))))
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

/// A file of another kind where a page was wanted.
pub(super) fn not_a_page(url: &WebUrl, media_type: &str) -> FetchError {
    let what = match media_type {
        "application/pdf" => "a PDF",
        kind if kind.starts_with("image/") => "a picture",
        kind if kind.starts_with("audio/") => "a recording",
        kind if kind.starts_with("video/") => "a video",
        _ => "a file that is not text",
    };
    let sentence = format!("{} keeps {what} at this address and not a page: a browser may show it.", url.host());
    FetchError::reached(url, Stage::Answer, failed(&sentence, &format!("{url}: {media_type} is no page")))
}

/// Something else where a picture was wanted, or one that is too large.
pub(super) fn no_picture(url: &WebUrl, sentence: &str, detail: &str) -> FetchError {
    FetchError::reached(url, Stage::Answer, failed(sentence, &format!("{url}: {detail}")))
}

/// A hop from a public server into a private network.
pub(super) fn private_redirect(url: &WebUrl, detail: &str) -> FetchError {
    let sentence =
        format!("A public server sends on to {}, an address of your own network; it was not followed.", url.host());
    FetchError::reached(url, Stage::Answer, failed(&sentence, &format!("{url}: {detail}")))
}

/// A link of a feed that is not of a private network into one.
pub(super) fn private_link(url: &WebUrl) -> FetchError {
    let sentence = format!(
        "It leads to {}, an address of your own network; only feeds of that network may lead there. A browser can \
         open it.",
        url.host()
    );
    FetchError::reached(url, Stage::Answer, failed(&sentence, &format!("{url}: a feed links there")))
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
    use crate::fetch::reach::NotPublic;

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
