//! What a server answered.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{self, HeaderMap};

use crate::domain::{Failure, FailureKind, FeedUrl, WebUrl};

use super::parse::{ParsedFeed, parse};
use super::sniff::is_html;

/// What a server gave to tell later whether a feed has changed
/// ([RFC 9110 §8.8](https://www.rfc-editor.org/rfc/rfc9110#section-8.8)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, as sent.
    pub etag: Option<String>,
    /// `Last-Modified`, as sent; of a file, when it was last written.
    pub last_modified: Option<String>,
    /// The address that gave them, after redirects. They are sent to no other: another server's tags may mean
    /// another thing. `None` for a file.
    pub given_by: Option<WebUrl>,
}

impl Validators {
    /// The longest validator that is kept, in bytes. It is sent back with every request.
    const MAX_BYTES: usize = 1_024;

    /// The validators in the headers of an answer of `url`.
    pub(super) fn of(headers: &HeaderMap, url: &WebUrl) -> Self {
        let text = |name| {
            let value = headers.get(name)?.to_str().ok()?.trim();
            (!value.is_empty() && value.len() <= Self::MAX_BYTES).then(|| value.to_owned())
        };
        Self { etag: text(header::ETAG), last_modified: text(header::LAST_MODIFIED), given_by: Some(url.clone()) }
    }

    /// These, and where there is none, what `other` has.
    pub(super) fn or(self, other: &Self) -> Self {
        Self {
            etag: self.etag.or_else(|| other.etag.clone()),
            last_modified: self.last_modified.or_else(|| other.last_modified.clone()),
            given_by: self.given_by.or_else(|| other.given_by.clone()),
        }
    }

    /// Whether there is nothing to ask with.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

/// An answer to one request.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// 304: what was received last is still current.
    NotModified(Meta),
    /// The whole body.
    Full(Response),
}

/// What an answer says of itself, with and without a body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// The address that answered, after redirects; `None` for a file or a command.
    pub url: Option<WebUrl>,
    /// What to ask with next time. A 304 that has none of its own leaves those that it was asked with.
    pub validators: Validators,
    /// How long nothing new is to be expected, as its server says.
    pub fresh_for: Option<Duration>,
    /// Where permanent redirects alone (301, 308) lead from the address that was asked.
    pub moved: Option<WebUrl>,
    /// How many bytes its body had on the wire; 0 where that is not known.
    pub bytes: u64,
}

/// A whole body, decompressed.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The address that was asked for.
    pub asked: FeedUrl,
    pub body: Vec<u8>,
    /// The charset of its `Content-Type`, as sent.
    pub charset: Option<String>,
    pub meta: Meta,
}

impl Response {
    /// Reads the body as a feed, as of `now`. Blocks for as long as parsing takes; call it on a blocking thread.
    ///
    /// # Errors
    /// As [`parse`]; and a web page on another site than the one asked is [`FailureKind::Portal`].
    pub fn feed(&self, now: Timestamp) -> Result<ParsedFeed, Failure> {
        parse(&self.body, self.charset.as_deref(), self.meta.url.as_ref(), now)
            .map_err(|failure| self.or_portal(failure))
    }

    fn or_portal(&self, failure: Failure) -> Failure {
        let Some(url) = self.meta.url.as_ref().filter(|url| !same_site(self.asked.host(), url.host())) else {
            return failure;
        };
        if !is_html(&self.body) {
            return failure;
        }
        let sentence = format!(
            "A web page of {} stands where the feed of {} should be: sign in to the network, or look whether the \
             feed has moved.",
            url.host(),
            self.asked.host()
        );
        let detail = format!("redirected from {} to a page at {url}", self.asked);
        super::failure::of_kind(FailureKind::Portal, &sentence, &detail)
    }
}

/// The charset that `Content-Type` states ([RFC 9110 §8.3.2](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.2)).
pub(super) fn charset(headers: &HeaderMap) -> Option<String> {
    let parameters = headers.get(header::CONTENT_TYPE)?.to_str().ok()?.split(';').skip(1);
    let value = parameters.filter_map(|parameter| parameter.split_once('='));
    let value = value.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset")).map(|(_, value)| value).next()?;
    let value = value.trim().trim_matches(['"', '\'']);
    (!value.is_empty() && value.len() <= 64).then(|| value.to_owned())
}

/// The media type that `Content-Type` states, in lower case.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let stated = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let kind = stated.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.contains('/').then_some(kind)
}

/// Whether two hosts are likely of one publisher: the same, or alike in their last two labels.
pub(super) fn same_site(a: &str, b: &str) -> bool {
    let last_two = |host: &str| -> Vec<String> { host.rsplit('.').take(2).map(str::to_owned).collect() };
    a == b || (a.contains('.') && last_two(a) == last_two(b) && !a.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn the_charset_is_a_parameter_of_the_content_type() {
        let cases = [
            ("text/xml; charset=ISO-8859-1", Some("ISO-8859-1")),
            ("text/xml;version=1;CHARSET = \"utf-8\" ", Some("utf-8")),
            ("text/xml; charset=", None),
            ("text/xml", None),
        ];
        for (value, expected) in cases {
            assert_eq!(charset(&headers(header::CONTENT_TYPE, value)).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn the_media_type_stands_before_the_parameters() {
        let kind = |value| media_type(&headers(header::CONTENT_TYPE, value));
        assert_eq!(kind("Text/HTML; charset=utf-8").as_deref(), Some("text/html"));
        assert_eq!(kind("application/pdf").as_deref(), Some("application/pdf"));
        assert_eq!(kind("html"), None);
    }

    #[test]
    fn an_oversized_validator_is_not_kept() {
        let long = "x".repeat(Validators::MAX_BYTES + 1);
        let url = WebUrl::parse("https://news.example/feed").unwrap();
        assert!(Validators::of(&headers(header::ETAG, &long), &url).is_empty());
        assert_eq!(Validators::of(&headers(header::ETAG, "W/\"1\""), &url).etag.as_deref(), Some("W/\"1\""));
    }

    #[test]
    fn hosts_of_one_publisher_are_one_site() {
        for (a, b, same) in [
            ("news.example", "news.example", true),
            ("feeds.news.example", "www.news.example", true),
            ("news.example", "www.news.example", true),
            ("news.example", "login.hotel.example", false),
            ("127.0.0.1", "10.0.0.1", false),
            ("localhost", "localhost", true),
        ] {
            assert_eq!(same_site(a, b), same, "{a} {b}");
        }
    }
}
