//! Addresses that may be fetched or opened: http and https, nothing else.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Position, Url};

mod canonical;

/// The longest address that is taken, in bytes.
pub const URL_MAX_BYTES: usize = 4_096;

/// A parsed absolute `http` or `https` address with a host ([WHATWG URL](https://url.spec.whatwg.org/)).
///
/// The only type that the fetcher requests, the opener opens and the clipboard gets. Its text form is ASCII
/// (percent-encoded, punycode), so it is safe to print.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebUrl(Url);

/// Why a text is not a [`WebUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAWebUrl {
    /// It could not be parsed as an absolute address.
    #[error("it is not an absolute address: {0}")]
    Malformed(#[from] url::ParseError),
    /// Its scheme is neither http nor https.
    #[error("`{0}:` addresses are not opened or fetched, only http: and https: ones")]
    Scheme(String),
    /// It is longer than [`URL_MAX_BYTES`].
    #[error("it is longer than {URL_MAX_BYTES} bytes")]
    TooLong,
}

impl WebUrl {
    /// Parses an absolute address.
    ///
    /// # Errors
    /// [`NotAWebUrl`] for anything but a bounded, absolute http(s) address.
    pub fn parse(raw: &str) -> Result<Self, NotAWebUrl> {
        Self::checked(Url::parse(raw.trim()))
    }

    /// Resolves `reference`, which may be relative, against this address.
    ///
    /// # Errors
    /// [`NotAWebUrl`] when the result is not an http(s) address.
    pub fn join(&self, reference: &str) -> Result<Self, NotAWebUrl> {
        Self::checked(self.0.join(reference.trim()))
    }

    fn checked(parsed: Result<Url, url::ParseError>) -> Result<Self, NotAWebUrl> {
        let url = parsed?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(NotAWebUrl::Scheme(url.scheme().chars().take(20).collect()));
        }
        if url.as_str().len() > URL_MAX_BYTES {
            return Err(NotAWebUrl::TooLong);
        }
        Ok(Self(url))
    }

    /// The address as text, always ASCII. It may carry a name and a password: it is for requests and for what the
    /// user keeps; what is shown or logged goes through [`Display`](fmt::Display).
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host as text, lower case; IPv6 in brackets.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether it is asked for over TLS.
    pub fn is_tls(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether both are of one server: scheme, host and port ([RFC 6454](https://www.rfc-editor.org/rfc/rfc6454)).
    pub fn is_same_origin(&self, other: &Self) -> bool {
        self.0.origin() == other.0.origin()
    }

    /// Whether it carries a name or a password.
    pub fn has_login(&self) -> bool {
        !self.0.username().is_empty() || self.0.password().is_some()
    }

    /// This address with the name and password of `other`, if it has none of its own and both are of one server.
    #[must_use]
    pub fn with_login_of(mut self, other: &Self) -> Self {
        if !self.has_login() && self.is_same_origin(other) {
            // Neither fails for an address with a host.
            let _ = self.0.set_username(other.0.username());
            let _ = self.0.set_password(other.0.password());
        }
        self
    }

    fn without_secrets(&self) -> Cow<'_, str> {
        if !self.has_login() {
            return self.as_str().into();
        }
        format!("{}***@{}", &self.0[..Position::BeforeUsername], &self.0[Position::BeforeHost..]).into()
    }

    /// The host as an IP address, when it is written as one.
    pub fn ip(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Ipv4(ip) => Some(ip.into()),
            Host::Ipv6(ip) => Some(ip.into()),
            Host::Domain(_) => None,
        }
    }
}

/// For screens and logs: a name and a password in the address are shown as `***`.
impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.without_secrets())
    }
}

/// As [`Display`](fmt::Display), in quotes.
impl fmt::Debug for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.without_secrets(), f)
    }
}

impl FromStr for WebUrl {
    type Err = NotAWebUrl;
    fn from_str(raw: &str) -> Result<Self, NotAWebUrl> {
        Self::parse(raw)
    }
}

impl TryFrom<String> for WebUrl {
    type Error = NotAWebUrl;
    fn try_from(raw: String) -> Result<Self, NotAWebUrl> {
        Self::parse(&raw)
    }
}

impl From<WebUrl> for String {
    fn from(url: WebUrl) -> Self {
        url.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_pass() {
        for good in ["https://www.iaea.org/feeds", "http://127.0.0.1:8080/a?b=c#d", " https://例え.jp/ニュース "]
        {
            assert!(WebUrl::parse(good).is_ok(), "{good}");
        }
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "/relative", "", "https://"] {
            assert!(WebUrl::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(
            WebUrl::parse(&format!("https://a.example/{}", "x".repeat(URL_MAX_BYTES))),
            Err(NotAWebUrl::TooLong)
        );
    }

    #[test]
    fn the_text_form_holds_no_control_characters() {
        let url = WebUrl::parse("https://a.example/\u{1b}[31m\u{202e}x").unwrap();
        assert!(url.as_str().bytes().all(|b| b.is_ascii_graphic()), "{url}");
    }

    #[test]
    fn a_name_and_a_password_are_requested_but_not_shown() {
        let cases = [
            ("https://mole:sesame@a.example:8443/x?y=@z", "https://***@a.example:8443/x?y=@z"),
            ("https://token@a.example/", "https://***@a.example/"),
            ("https://:sesame@a.example/", "https://***@a.example/"),
            ("https://mo@le:se@same@a.example/", "https://***@a.example/"),
            ("https://a.example/@mole", "https://a.example/@mole"),
        ];
        for (raw, shown) in cases {
            let url = WebUrl::parse(raw).unwrap();
            assert_eq!(url.to_string(), shown);
            assert_eq!(format!("{url:?}"), format!("{shown:?}"));
            assert_eq!(WebUrl::parse(url.as_str()), Ok(url), "{raw}");
        }
    }

    #[test]
    fn a_login_is_kept_on_its_server_only() {
        let with_login = WebUrl::parse("https://mole:sesame@a.example/feed").unwrap();
        for (target, expected) in [
            ("https://a.example/new", "https://mole:sesame@a.example/new"),
            ("https://a.example:443/new", "https://mole:sesame@a.example/new"),
            ("https://rat@a.example/new", "https://rat@a.example/new"),
            ("https://a.example:8443/new", "https://a.example:8443/new"),
            ("http://a.example/new", "http://a.example/new"),
            ("https://b.example/new", "https://b.example/new"),
        ] {
            let target = WebUrl::parse(target).unwrap().with_login_of(&with_login);
            assert_eq!(target.as_str(), expected);
        }
    }

    #[test]
    fn relative_references_are_resolved_and_checked() {
        let base = WebUrl::parse("https://a.example/feed/news.xml").unwrap();
        assert_eq!(base.join("../story?id=1").unwrap().as_str(), "https://a.example/story?id=1");
        assert!(base.join("data:text/html,x").is_err());
    }
}
