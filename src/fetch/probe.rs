//! One light request, to see whether the network works: only the head of an answer, whatever it says.

use std::time::{Duration, Instant};

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap};
use reqwest::{StatusCode, redirect};

use crate::domain::{SafeText, WebUrl};

use super::failure::{self, FetchError};
use super::tls;

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
/// When no server answered, with the reason.
pub async fn probe(url: &WebUrl, limit: Duration) -> Result<Probe, FetchError> {
    let no_client = |error: &dyn std::error::Error| {
        FetchError::from(failure::failed("The network client could not be set up.", &error.to_string()))
    };
    let tls = tls::config().map_err(|error| no_client(&error))?;
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .user_agent(super::client::USER_AGENT)
        .redirect(redirect::Policy::none())
        .referer(false)
        .timeout(limit)
        .build()
        .map_err(|error| no_client(&error))?;
    let start = Instant::now();
    let answer = client.head(url.as_str()).send().await;
    let reply = answer.map_err(|error| failure::of_request(url, &error.without_url()))?;
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
