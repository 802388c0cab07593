//! Asking for one feed or page: politely, within limits, and never for longer than its time.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::config::Polling;
use crate::domain::{Access, FeedUrl, Source, WebUrl};

use super::body::Limits;
use super::credentials::{Login, Secrets};
use super::failure::{self, FetchError};
use super::follow::{Fetch, Wanted};
use super::reach::is_private;
use super::response::{Answer, Validators};
use super::transport::{Route, RouteError, Transports};
use super::{headers, local};

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the network client could not be set up")]
pub struct ClientError(#[from] RouteError);

/// Fetches feeds and pages. Keeps connections open between requests, and what commands gave as passwords; cheap to
/// clone. No cookies are kept or sent.
#[derive(Clone, Debug)]
pub struct Client {
    transports: Arc<Transports>,
    secrets: Arc<Secrets>,
    folder: Arc<Path>,
    timeout: Duration,
    max_redirects: usize,
    limits: Limits,
}

/// What is asked for, and how its feed wants that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub url: &'a WebUrl,
    pub wanted: Wanted,
    /// The server that the feed's own headers and login are for.
    pub own_server: &'a WebUrl,
    /// Whether another server's word led there, and not the user's.
    pub is_led: bool,
    pub access: &'a Access,
    pub limits: Limits,
}

impl Client {
    /// A client that keeps to these limits.
    ///
    /// # Errors
    /// When TLS or the HTTP client cannot be set up; no file and no network is needed for it.
    pub fn new(settings: &Polling) -> Result<Self, ClientError> {
        let transports = Transports::new(settings);
        // What cannot be made at all is told at the start and not with the first feed.
        transports.of(&Route::default())?;
        let home = std::env::home_dir().filter(|home| home.is_dir());
        Ok(Self {
            transports: Arc::new(transports),
            secrets: Arc::default(),
            folder: home.unwrap_or_else(|| PathBuf::from("/")).into(),
            timeout: settings.timeout,
            max_redirects: settings.max_redirects,
            limits: Limits { on_the_wire: settings.max_download, unpacked: settings.max_body },
        })
    }

    /// The client with commands run, and relative paths read, in `folder`, if there is one there; else that is done in
    /// the home folder.
    #[must_use]
    pub fn in_folder(mut self, folder: &Path) -> Self {
        if folder.is_dir() {
            self.folder = folder.into();
        }
        self
    }

    /// Asks for a feed, wherever it comes from, in the way that its source wants: as [`fetch`](Self::fetch).
    ///
    /// # Errors
    /// As [`fetch`](Self::fetch).
    pub async fn fetch_feed(&self, source: &Source, validators: &Validators) -> Result<Answer, FetchError> {
        let timeout = source.access.timeout.unwrap_or(self.timeout);
        match &source.url {
            FeedUrl::Web(url) => self.ask(self.feed(url, &source.access), validators).await,
            FeedUrl::File(file) => local::read(file, validators, self.limits.unpacked).await,
            FeedUrl::Exec(command) => {
                local::run(command, &source.name, &self.folder, timeout, self.limits.unpacked).await
            }
        }
    }

    /// Asks for `url`, following redirects, and returns the whole body, or that nothing has changed since
    /// `validators` were given.
    ///
    /// # Errors
    /// Whatever came instead of a body within the limits; each has its sentence, its log line and its verdict.
    pub async fn fetch(&self, url: &WebUrl, validators: &Validators) -> Result<Answer, FetchError> {
        self.ask(self.feed(url, &Access::default()), validators).await
    }

    /// Asks for an address that a page on another server's word leads to: as [`fetch`](Self::fetch), at public addresses
    /// only.
    pub(super) async fn fetch_led(&self, url: &WebUrl) -> Result<Answer, FetchError> {
        if url.ip().is_some_and(is_private) {
            return Err(failure::private_redirect(url, "linked there by another server"));
        }
        let access = Access::default();
        self.ask(Asked { is_led: true, ..self.feed(url, &access) }, &Validators::default()).await
    }

    /// Closes every connection that is kept for the next request: after a sleep they are dead, and the first request
    /// over each would only find that out.
    pub fn drop_connections(&self) {
        self.transports.drop_all();
    }

    /// Asks for an address in the way that its feed wants.
    pub(super) async fn ask(&self, asked: Asked<'_>, validators: &Validators) -> Result<Answer, FetchError> {
        let (answer, is_outdated) = self.attempt(asked, validators).await?;
        if is_outdated { self.attempt(asked, validators).await?.0 } else { answer }
    }

    /// Asks once, and says whether a password was refused that may have changed since a command gave it.
    async fn attempt(
        &self,
        asked: Asked<'_>,
        validators: &Validators,
    ) -> Result<(Result<Answer, FetchError>, bool), FetchError> {
        const UNAUTHORIZED: u16 = 401;
        let credentials = asked.access.credentials.as_ref();
        // Nobody else is told the password, so that its command need not run.
        let Some(credentials) = credentials.filter(|_| asked.url.is_same_origin(asked.own_server)) else {
            return Ok((self.ask_as(None, asked, validators).await, false));
        };
        let login = self.secrets.login(credentials, &self.folder).await;
        let login = login.map_err(|error| failure::no_login(asked.url, &error))?;
        let answer = self.ask_as(Some(&login), asked, validators).await;
        let is_refused = answer.as_ref().is_err_and(|error| error.status == Some(UNAUTHORIZED));
        if is_refused {
            self.secrets.forget(credentials, &login).await;
        }
        Ok((answer, is_refused && login.is_remembered))
    }

    async fn ask_as(
        &self,
        login: Option<&Login>,
        asked: Asked<'_>,
        validators: &Validators,
    ) -> Result<Answer, FetchError> {
        let Asked { url, wanted, own_server, is_led, access, limits } = asked;
        let refused = |error| failure::bad_header(url, &error);
        let fetch = Fetch {
            asked: url,
            wanted,
            own_server,
            is_led,
            validators,
            access,
            folder: &self.folder,
            headers: headers::of_all(access, wanted).map_err(refused)?,
            own_headers: headers::of_own_server(access).map_err(refused)?,
            login,
            transports: &self.transports,
            timeout: access.timeout.unwrap_or(self.timeout),
            max_redirects: self.max_redirects,
            limits,
        };
        fetch.run().await
    }

    fn feed<'a>(&self, url: &'a WebUrl, access: &'a Access) -> Asked<'a> {
        Asked { url, wanted: Wanted::Feed, own_server: url, is_led: false, access, limits: self.limits }
    }
}
