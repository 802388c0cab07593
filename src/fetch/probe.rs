//! One light request, to see whether the network works: only the head of an answer, whatever it says.

use std::time::{Duration, Instant};

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{self, HeaderMap};

use crate::config::Polling;
use crate::domain::{Access, SafeText, WebUrl};

use super::failure::{self, FetchError};
use super::follow::Wanted;
use super::headers;
use super::transport::{Route, Transports};

/// How long a server is waited for.
const LIMIT: Duration = Duration::from_secs(15);

/// A server that answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// How long that took, the name's look-up and the connection with it.
    pub took: Duration,
    /// What time it has ([RFC 9110 §6.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1)).
    pub date: Option<Timestamp>,
}

/// Asks the server of an address for the head of an answer. Any answer will do, but that of a network that wants a
/// sign-in first (511).
///
/// # Errors
/// When no server answered in time, with the reason.
pub async fn probe(url: &WebUrl, settings: &Polling) -> Result<Probe, FetchError> {
    let transport = Transports::new(settings).of(&Route::default()).map_err(|error| failure::no_route(url, &error))?;
    let headers =
        headers::of_all(&Access::default(), Wanted::Feed).map_err(|error| failure::bad_header(url, &error))?;
    let start = Instant::now();
    let request = transport.open.head(url.as_str()).headers(headers).send();
    let answer = tokio::time::timeout(LIMIT, request).await.map_err(|_| failure::timed_out(url, LIMIT))?;
    let reply = answer.map_err(|error| failure::of_request(url, &error.without_url(), transport.is_proxied(url)))?;
    if reply.status() == StatusCode::NETWORK_AUTHENTICATION_REQUIRED {
        return Err(failure::of_status(url, reply.status(), None));
    }
    Ok(Probe { took: start.elapsed(), date: date(reply.headers()) })
}

fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(header::DATE)?.to_str().ok()?;
    jiff::fmt::rfc2822::parse(text).ok().map(|date| date.timestamp())
}

/// The proxy that requests to an address go through by the system's settings: its host and port.
pub fn proxy_of(url: &WebUrl) -> Option<SafeText> {
    let uri: Uri = url.as_str().parse().ok()?;
    let proxy = Matcher::from_system().intercept(&uri)?;
    // Without the name and the password that it may be used with.
    let authority = proxy.uri().authority()?.as_str();
    Some(SafeText::line(authority.rsplit('@').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_when_it_is_one() {
        let headers = |value: &str| HeaderMap::from_iter([(header::DATE, value.parse().unwrap())]);
        let at: Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
        assert_eq!(date(&headers("Sun, 06 Nov 1994 08:49:37 GMT")), Some(at));
        assert_eq!(date(&headers("yesterday")), None);
        assert_eq!(date(&HeaderMap::new()), None);
    }
}
