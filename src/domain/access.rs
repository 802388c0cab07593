//! How a feed is asked, where that differs from the other feeds.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::{SafeText, WebUrl};

/// What the user wants of the requests for one feed. Nothing of it is sent anywhere but to the feed's own host.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Access {
    /// Instead of chancery's own name.
    pub user_agent: Option<SafeText>,
    /// Further headers: name and value, as they are to be sent.
    pub headers: Vec<(SafeText, Secret)>,
    pub proxy: Option<Proxy>,
    /// The longest that the whole fetch may take.
    pub timeout: Option<Duration>,
    pub credentials: Option<Credentials>,
    /// A file of certificates, in PEM, that are trusted besides the usual ones.
    pub ca_file: Option<PathBuf>,
    /// Whether any certificate is taken; for a server of one's own.
    pub insecure_tls: bool,
}

/// Through whom a feed is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Proxy {
    /// Nobody, whatever the system says.
    Direct,
    /// An http(s) proxy.
    Http(WebUrl),
    /// A SOCKS5 proxy at this host and port, which also resolves the names (`socks5h`).
    Socks5(SafeText),
}

/// Who asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Credentials {
    /// A name and a password ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
    Basic { user: SafeText, password: Password },
    /// A token ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)).
    Bearer(Password),
}

/// A password or a token, or where it is to be had.
#[derive(Clone, Debug, PartialEq)]
pub enum Password {
    Given(Secret),
    /// The first line that a command prints, such as `pass show news`.
    Command(SafeText),
}

/// A text that is sent but never shown or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the request.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        let password = Password::Given(Secret::new("sesame"));
        let access = Access { credentials: Some(Credentials::Bearer(password)), ..Access::default() };
        assert!(!format!("{access:?}").contains("sesame"), "{access:?}");
    }
}
