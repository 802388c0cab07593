//! One fetch: from the address that is asked, over its redirects, to an answer.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{self, HeaderMap, HeaderValue};

use crate::domain::{Access, WebUrl};

use super::body::{self, Body, Limits};
use super::credentials::Login;
use super::failure::{self, FetchError};
use super::freshness::{fresh_for, retry_after};
use super::headers::conditions;
use super::reach::is_private;
use super::response::{Answer, Meta, Response, Validators, charset, media_type};
use super::transport::{Route, Transport, Transports};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Feed,
    /// A web page; another kind of file is not read.
    Page,
    Picture,
}

/// All that one fetch needs.
pub(super) struct Fetch<'a> {
    pub asked: &'a WebUrl,
    pub wanted: Wanted,
    /// The server that the user's headers and login are for: the feed's own.
    pub own_server: &'a WebUrl,
    /// Whether another server's word led there, and not the user's.
    pub is_led: bool,
    pub validators: &'a Validators,
    pub access: &'a Access,
    /// Where the paths in `access` begin.
    pub folder: &'a Path,
    /// Said to every server.
    pub headers: HeaderMap,
    /// Said to the feed's own server only.
    pub own_headers: HeaderMap,
    pub login: Option<&'a Login>,
    pub transports: &'a Transports,
    pub timeout: Duration,
    pub max_redirects: usize,
    pub limits: Limits,
}

/// One request's answer, before its body is read.
pub(super) struct Reply {
    pub url: WebUrl,
    pub inner: reqwest::Response,
    transport: Arc<Transport>,
}

/// How far a fetch came, for when it is broken off.
struct Progress {
    at: WebUrl,
    is_answered: bool,
}

impl Fetch<'_> {
    /// Asks, follows, and reads the whole answer in its time.
    pub async fn run(&self) -> Result<Answer, FetchError> {
        let mut progress = Progress { at: self.asked.clone(), is_answered: false };
        if let Ok(answer) = tokio::time::timeout(self.timeout, self.follow(&mut progress)).await {
            return answer;
        }
        // A connection that does not come about is given up earlier, unless the feed's own time is as short.
        let is_reached = progress.is_answered || self.timeout > self.transports.connect_timeout();
        Err(FetchError { reached: is_reached, ..failure::timed_out(&progress.at, self.timeout) })
    }

    /// Redirects are followed here and not by the HTTP library, because each hop has to be judged by where the
    /// one before it was.
    async fn follow(&self, progress: &mut Progress) -> Result<Answer, FetchError> {
        let first = self.transport(self.asked)?;
        let is_guarded = self.is_led && !first.is_proxied(self.asked);
        let mut reply = self.request(self.asked.clone(), &first, is_guarded).await?;
        let mut visited = vec![self.asked.clone()];
        let mut has_moved = true;
        while let Some(next) = redirect_target(&reply)? {
            progress.is_answered = true;
            if visited.contains(&next) {
                return Err(failure::redirect_loop(self.asked, &next));
            }
            if visited.len() > self.max_redirects {
                return Err(failure::too_many_redirects(self.asked, self.max_redirects));
            }
            tracing::debug!(from = %reply.url, to = %next, status = reply.inner.status().as_u16(), "redirect");
            has_moved &= is_permanent(&reply, &next);
            progress.at = next.clone();
            let (transport, is_guarded) = self.way(&reply, &next)?;
            let answer = self.request(next.clone(), &transport, is_guarded).await;
            reply = answer.map_err(|error| failure::of_hop(self.asked, &next, error))?;
            visited.push(next);
        }
        progress.is_answered = true;
        let moved = (has_moved && visited.len() > 1).then(|| reply.url.clone());
        self.answer(reply, moved).await
    }

    fn transport(&self, url: &WebUrl) -> Result<Arc<Transport>, FetchError> {
        let route = Route::of(self.access, self.is_own_server(url), self.folder);
        self.transports.of(&route).map_err(|error| failure::no_route(url, &error))
    }

    fn is_own_server(&self, url: &WebUrl) -> bool {
        url.is_same_origin(self.own_server)
    }

    /// How a redirect may be followed, and whether to public addresses only: a server on a private address may lead
    /// to private ones, and no other.
    fn way(&self, from: &Reply, to: &WebUrl) -> Result<(Arc<Transport>, bool), FetchError> {
        let transport = self.transport(to)?;
        if from.is_of_private_server() {
            return Ok((transport, false));
        }
        if to.ip().is_some_and(is_private) {
            return Err(failure::private_redirect(to, "redirected there by a public server"));
        }
        let is_guarded = !transport.is_proxied(to);
        Ok((transport, is_guarded))
    }

    async fn request(&self, url: WebUrl, transport: &Arc<Transport>, is_guarded: bool) -> Result<Reply, FetchError> {
        let client = if is_guarded { &transport.guarded } else { &transport.open };
        let is_own_server = self.is_own_server(&url);
        let mut request = client.get(url.as_str());
        // One login is enough: a header of the user's goes before the address, and that before the settings.
        if let Some(login) = self.login.filter(|_| is_own_server && !url.has_login()) {
            request = login.apply(request);
        }
        request = request.headers(self.headers.clone());
        if is_own_server {
            request = request.headers(self.own_headers.clone());
        }
        request = request.headers(conditions(self.validators, &url));
        match request.send().await {
            Ok(inner) => Ok(Reply { url, inner, transport: Arc::clone(transport) }),
            Err(error) => Err(failure::of_request(&url, &error.without_url(), transport.is_proxied(&url))),
        }
    }

    async fn answer(&self, reply: Reply, moved: Option<WebUrl>) -> Result<Answer, FetchError> {
        let now = Timestamp::now();
        let headers = reply.inner.headers();
        let is_conditional = !conditions(self.validators, &reply.url).is_empty();
        let validators = Validators::of(headers, &reply.url);
        let meta =
            Meta { url: Some(reply.url.clone()), validators, fresh_for: fresh_for(headers, now), moved, bytes: 0 };
        match reply.inner.status() {
            StatusCode::OK => {
                if let Some(other) = self.other_kind(headers) {
                    return Err(failure::not_a_page(&reply.url, &other));
                }
                Ok(Answer::Full(self.response(reply, meta).await?))
            }
            StatusCode::NOT_MODIFIED if is_conditional => {
                Ok(Answer::NotModified(Meta { validators: meta.validators.or(self.validators), ..meta }))
            }
            status => {
                let error = failure::of_status(&reply.url, status, retry_after(headers, now));
                // What is refused is often told in words only a reader of the page understands.
                if self.wanted == Wanted::Page && self.other_kind(headers).is_none() {
                    let page = self.response(reply, meta).await.ok().map(Box::new);
                    return Err(FetchError { page, ..error });
                }
                Err(error)
            }
        }
    }

    /// The media type of an answer that is no page where one is wanted; what says nothing is looked at.
    fn other_kind(&self, headers: &HeaderMap) -> Option<String> {
        const PAGES: [&str; 5] = ["text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"];
        let kind = media_type(headers).filter(|_| self.wanted == Wanted::Page)?;
        (!PAGES.contains(&kind.as_str())).then_some(kind)
    }

    async fn response(&self, reply: Reply, meta: Meta) -> Result<Response, FetchError> {
        let charset = charset(reply.inner.headers());
        let Body { bytes: body, wire } = body::read(reply, self.limits).await?;
        Ok(Response { asked: self.asked.clone().into(), body, charset, meta: Meta { bytes: wire, ..meta } })
    }
}

impl Reply {
    fn is_of_private_server(&self) -> bool {
        match self.url.ip() {
            Some(ip) => is_private(ip),
            // Behind a proxy the peer is the proxy, which tells nothing of the server.
            None if self.transport.is_proxied(&self.url) => false,
            None => self.inner.remote_addr().as_ref().map(SocketAddr::ip).is_some_and(is_private),
        }
    }
}

/// Whether a redirect says that the address has changed for good, and can be believed: who stands between a reader
/// and a server without TLS could say it too, so it never leads from TLS to none.
fn is_permanent(reply: &Reply, next: &WebUrl) -> bool {
    let status = reply.inner.status();
    let is_downgrade = reply.url.is_tls() && !next.is_tls();
    matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT) && !is_downgrade
}

/// Where a reply sends on to; `None` when it is no redirect.
fn redirect_target(reply: &Reply) -> Result<Option<WebUrl>, FetchError> {
    if !matches!(reply.inner.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = reply.inner.headers().get(header::LOCATION).map(HeaderValue::as_bytes).unwrap_or_default();
    let location = String::from_utf8_lossy(location);
    if location.is_empty() {
        return Err(failure::bad_redirect(&reply.url, "", None));
    }
    match reply.url.join(&location) {
        Ok(next) => Ok(Some(next.with_login_of(&reply.url))),
        Err(error) => Err(failure::bad_redirect(&reply.url, &location, Some(&error))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Polling;

    #[tokio::test]
    async fn behind_a_public_server_no_name_of_this_machine_is_asked() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let url = WebUrl::parse(&format!("http://localhost:{port}/")).unwrap();
        let transports = Transports::new(&Polling::default());
        let (access, validators) = (Access::default(), Validators::default());
        let fetch = Fetch {
            asked: &WebUrl::parse("http://news.example/").unwrap(),
            wanted: Wanted::Feed,
            own_server: &WebUrl::parse("http://news.example/").unwrap(),
            validators: &validators,
            access: &access,
            folder: Path::new("/"),
            is_led: false,
            headers: HeaderMap::new(),
            own_headers: HeaderMap::new(),
            login: None,
            transports: &transports,
            timeout: Duration::from_secs(20),
            max_redirects: 0,
            limits: Limits { on_the_wire: 1, unpacked: 1 },
        };
        let transport = fetch.transport(&url).unwrap();
        let Err(error) = fetch.request(url, &transport, true).await else { panic!("it was reached") };
        assert!(error.failure.sentence.contains("your own network"), "{}", error.failure.sentence);
        assert!(error.failure.detail.contains("not a public address"), "{}", error.failure.detail);
    }
}
