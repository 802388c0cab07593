//! What a request says beside its address.

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::domain::{Access, Secret, WebUrl};

use super::coding;
use super::follow::Wanted;
use super::response::Validators;

/// Who asks: the name, the version and what it is, as
/// [RFC 9110 §10.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5) wants it.
const USER_AGENT: &str = concat!("chancery/", env!("CARGO_PKG_VERSION"), " (+terminal news reader)");
/// What is understood, best first; anything is taken, because many servers name their feeds wrongly.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                      application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1";
/// What is understood of the pages of articles.
const ACCEPT_PAGE: &str = "text/html, application/xhtml+xml, text/plain;q=0.5, */*;q=0.1";
/// The kinds of picture that are understood.
const ACCEPT_PICTURE: &str = "image/webp, image/jpeg, image/png, image/gif";
/// What is of the connection ([RFC 9110 §7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1)), or of how this
/// reader asks: with another of these an answer would go wrong.
const NOT_THE_USERS: [HeaderName; 17] = [
    header::ACCEPT_ENCODING,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::EXPECT,
    header::HOST,
    header::IF_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::IF_RANGE,
    header::IF_UNMODIFIED_SINCE,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::RANGE,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];
/// The same, without a constant.
const NOT_THE_USERS_EITHER: [&str; 3] = ["keep-alive", "proxy-connection", "http2-settings"];

/// A header that the user wants and that cannot be sent.
#[derive(Debug, thiserror::Error, PartialEq)]
pub(super) enum HeaderError {
    #[error("`{0}` is no name of a header")]
    Name(String),
    #[error("`{0}` is of the connection and not of the feed")]
    NotTheUsers(HeaderName),
    #[error("what stands for `{0}` cannot be sent")]
    Value(HeaderName),
}

/// What every request says, to whichever server.
pub(super) fn of_all(access: &Access, wanted: Wanted) -> Result<HeaderMap, HeaderError> {
    let accepted = match wanted {
        Wanted::Feed => ACCEPT,
        Wanted::Page => ACCEPT_PAGE,
        Wanted::Picture => ACCEPT_PICTURE,
    };
    let user_agent = match &access.user_agent {
        Some(own) => value(&header::USER_AGENT, own.as_str())?,
        None => HeaderValue::from_static(USER_AGENT),
    };
    Ok(HeaderMap::from_iter([
        (header::ACCEPT, HeaderValue::from_static(accepted)),
        (header::ACCEPT_ENCODING, HeaderValue::from_static(coding::ACCEPTED)),
        (header::USER_AGENT, user_agent),
    ]))
}

/// What the user wants said to the feed's own server, and to no other.
pub(super) fn of_own_server(access: &Access) -> Result<HeaderMap, HeaderError> {
    let mut headers = HeaderMap::new();
    for (name, text) in &access.headers {
        let name: HeaderName = name.parse().map_err(|_| HeaderError::Name(name.to_string()))?;
        if NOT_THE_USERS.contains(&name) || NOT_THE_USERS_EITHER.contains(&name.as_str()) {
            return Err(HeaderError::NotTheUsers(name));
        }
        let mut value = value(&name, Secret::reveal(text))?;
        value.set_sensitive(true);
        headers.append(name, value);
    }
    Ok(headers)
}

/// The headers that ask whether anything has changed; none for an address that did not give the validators.
pub(super) fn conditions(validators: &Validators, url: &WebUrl) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if validators.given_by.as_ref() != Some(url) {
        return headers;
    }
    let mut set = |name: HeaderName, value: &Option<String>| {
        if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    };
    set(header::IF_NONE_MATCH, &validators.etag);
    set(header::IF_MODIFIED_SINCE, &validators.last_modified);
    headers
}

fn value(name: &HeaderName, text: &str) -> Result<HeaderValue, HeaderError> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| HeaderError::Value(name.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(name: &'static str, value: &str) -> Result<HeaderMap, HeaderError> {
        of_own_server(&Access { headers: vec![(name.into(), Secret::new(value))], ..Access::default() })
    }

    #[test]
    fn headers_of_the_user_are_sent_but_not_those_of_the_connection() {
        assert_eq!(own("X-Key", "søsame").unwrap()["x-key"].as_bytes(), "søsame".as_bytes());
        assert!(!format!("{:?}", own("X-Key", "sesame")).contains("sesame"));
        for name in ["Host", "connection", "Transfer-Encoding", "Keep-Alive", "If-None-Match", "Range"] {
            assert!(matches!(own(name, "x"), Err(HeaderError::NotTheUsers(_))), "{name}");
        }
        assert_eq!(own("X Key", "x"), Err(HeaderError::Name("X Key".to_owned())));
        assert!(matches!(own("X-Key", "a\r\nHost: b"), Err(HeaderError::Value(_))));
    }

    #[test]
    fn validators_that_are_no_header_are_not_sent_nor_any_to_another_address() {
        let url = WebUrl::parse("https://news.example/feed").unwrap();
        let validators = Validators {
            etag: Some("a\nb".to_owned()),
            last_modified: Some("yesterday".to_owned()),
            given_by: Some(url.clone()),
        };
        let headers = conditions(&validators, &url);
        assert_eq!(headers.len(), 1);
        assert_eq!(headers[header::IF_MODIFIED_SINCE], "yesterday");
        assert!(conditions(&validators, &url.join("/other").unwrap()).is_empty());
        assert!(conditions(&Validators { given_by: None, ..validators }, &url).is_empty());
    }
}
