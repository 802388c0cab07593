//! Where a feed comes from: the web, a file of this machine, or a command's output.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use url::Url;

use super::{NotAWebUrl, SafeText, URL_MAX_BYTES, WebUrl};

/// The beginning of a command's address, as newsboat writes it.
const EXEC: &str = "exec:";

/// The address of a feed.
///
/// Only the user's own file may name files and commands: lists from elsewhere are read as [`WebUrl`]s, so that no
/// list can make the reader run or read anything.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum FeedUrl {
    /// Asked over http or https.
    Web(WebUrl),
    /// A file of this machine.
    File(LocalFile),
    /// What a shell command prints.
    Exec(Command),
}

/// A `file:` address with an absolute path and no host ([RFC 8089](https://www.rfc-editor.org/rfc/rfc8089)).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalFile(Url);

/// A shell command, with `exec:` before it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Command(String);

/// Why a text is no [`FeedUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeedUrl {
    #[error(transparent)]
    Web(#[from] NotAWebUrl),
    /// `file:` without an absolute path to a file, or with a host.
    #[error("a file is named with its whole path, as in file:///home/me/feed.xml")]
    File,
    /// `exec:` with nothing, with control characters, or with more than [`URL_MAX_BYTES`] behind it.
    #[error("exec: needs a command behind it, on one line")]
    Exec,
}

impl LocalFile {
    /// The file's path.
    pub fn path(&self) -> PathBuf {
        self.0.to_file_path().expect("it was checked when the address was read")
    }
}

impl Command {
    /// The command as a shell takes it.
    pub fn line(&self) -> &str {
        self.0[EXEC.len()..].trim()
    }
}

impl FeedUrl {
    /// Reads an address: http, https, `file:///…` or `exec:…`.
    ///
    /// # Errors
    /// [`NotAFeedUrl`] for anything else.
    pub fn parse(raw: &str) -> Result<Self, NotAFeedUrl> {
        let raw = raw.trim();
        let begins = |scheme: &str| raw.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        if begins(EXEC) {
            let line = raw[EXEC.len()..].trim();
            let is_one_line = !line.is_empty() && line.len() <= URL_MAX_BYTES && SafeText::line(line).as_str() == line;
            return if is_one_line { Ok(Self::Exec(Command(format!("{EXEC}{line}")))) } else { Err(NotAFeedUrl::Exec) };
        }
        if begins("file:") {
            let url = Url::parse(raw).map_err(|_| NotAFeedUrl::File)?;
            // `file:notes.xml` would silently mean a file of the root folder.
            let names_a_file =
                raw["file:".len()..].starts_with('/') && !url.path().ends_with('/') && url.to_file_path().is_ok();
            let is_whole = url.host().is_none() && url.as_str().len() <= URL_MAX_BYTES && names_a_file;
            return if is_whole { Ok(Self::File(LocalFile(url))) } else { Err(NotAFeedUrl::File) };
        }
        Ok(Self::Web(WebUrl::parse(raw)?))
    }

    /// The address as text. It may carry a name and a password, as [`WebUrl::as_str`].
    pub fn as_str(&self) -> &str {
        match self {
            Self::Web(url) => url.as_str(),
            Self::File(file) => file.0.as_str(),
            Self::Exec(command) => &command.0,
        }
    }

    /// The host that is asked; empty for what is of this machine.
    pub fn host(&self) -> &str {
        self.web().map(WebUrl::host).unwrap_or_default()
    }

    /// The address on the web, if it is one.
    pub fn web(&self) -> Option<&WebUrl> {
        match self {
            Self::Web(url) => Some(url),
            Self::File(_) | Self::Exec(_) => None,
        }
    }
}

/// For screens and logs: a name and a password in the address are shown as `***`.
impl fmt::Display for FeedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Web(url) => url.fmt(f),
            Self::File(_) | Self::Exec(_) => f.pad(self.as_str()),
        }
    }
}

/// As [`Display`](fmt::Display), in quotes.
impl fmt::Debug for FeedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

impl From<WebUrl> for FeedUrl {
    fn from(url: WebUrl) -> Self {
        Self::Web(url)
    }
}

impl TryFrom<String> for FeedUrl {
    type Error = NotAFeedUrl;
    fn try_from(raw: String) -> Result<Self, NotAFeedUrl> {
        Self::parse(&raw)
    }
}

impl From<FeedUrl> for String {
    fn from(url: FeedUrl) -> Self {
        url.as_str().to_owned()
    }
}

impl PartialEq<WebUrl> for FeedUrl {
    fn eq(&self, other: &WebUrl) -> bool {
        self.web() == Some(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_the_web_a_file_or_a_command() {
        let FeedUrl::Web(web) = FeedUrl::parse(" https://a.example/feed ").unwrap() else { panic!("not of the web") };
        assert_eq!(web.as_str(), "https://a.example/feed");
        let FeedUrl::File(file) = FeedUrl::parse("file:///home/ada/my%20feed.xml").unwrap() else { panic!("no file") };
        assert_eq!(file.path(), PathBuf::from("/home/ada/my feed.xml"));
        let FeedUrl::Exec(command) = FeedUrl::parse("exec: make-feed 'a b' | sort").unwrap() else {
            panic!("no command")
        };
        assert_eq!(command.line(), "make-feed 'a b' | sort");
    }

    #[test]
    fn what_is_none_of_them_says_why() {
        for (raw, error) in [
            ("file://elsewhere/feed.xml", NotAFeedUrl::File),
            ("file:", NotAFeedUrl::File),
            ("file:notes.xml", NotAFeedUrl::File),
            ("exec:", NotAFeedUrl::Exec),
            ("exec:a\u{1b}[2J", NotAFeedUrl::Exec),
            ("exec:a\nb", NotAFeedUrl::Exec),
        ] {
            assert_eq!(FeedUrl::parse(raw), Err(error), "{raw:?}");
        }
        assert!(matches!(FeedUrl::parse("ftp://a.example/"), Err(NotAFeedUrl::Web(NotAWebUrl::Scheme(_)))));
    }

    #[test]
    fn an_address_is_read_back_from_its_text() {
        for raw in ["https://ada:word@a.example/", "file:///tmp/a.xml", "exec:make-feed --all"] {
            let url = FeedUrl::parse(raw).unwrap();
            assert_eq!(FeedUrl::parse(url.as_str()), Ok(url.clone()));
            assert!(!url.to_string().contains("word"), "{url}");
        }
    }
}
