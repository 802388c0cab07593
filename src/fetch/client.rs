//! Asking for one address: politely, within limits, and never for longer than its time.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{StatusCode, redirect};

use crate::config::Polling;
use crate::domain::WebUrl;

use super::failure::{self, FetchError};
use super::reach::{PublicOnly, is_private};
use super::response::{Answer, Response, Validators, retry_after};
use super::tls;

/// Who asks: the name, the version and what it is, as
/// [RFC 9110 §10.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5) wants it.
pub(super) const USER_AGENT: &str = concat!("chancery/", env!("CARGO_PKG_VERSION"), " (+terminal news reader)");
/// What is understood, best first; anything is taken, because many servers name their feeds wrongly.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                      application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1";
/// A server that says nothing for this long is not waited for any more, whatever the whole fetch may take.
const MAX_SILENCE: Duration = Duration::from_secs(30);
/// The most memory that is set aside on a server's word about its body, in bytes.
const MAX_RESERVED: u64 = 1024 * 1024;

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// TLS could not be set up.
    #[error("secure connections could not be set up")]
    Tls(#[from] rustls::Error),
    /// The HTTP client could not be built.
    #[error("the network client could not be set up")]
    Http(#[from] reqwest::Error),
}

/// Fetches feeds. Keeps connections open between requests; cheap to clone. No cookies are kept or sent.
#[derive(Clone, Debug)]
pub struct Client {
    /// Asks any address: for what the user typed, and for what a private server leads to.
    open: reqwest::Client,
    /// Connects to public addresses only: for what a public server leads to.
    guarded: reqwest::Client,
    proxies: Arc<Matcher>,
    timeout: Duration,
    max_body: u64,
    max_redirects: usize,
}

/// One request's answer, before its body is read.
struct Reply {
    url: WebUrl,
    inner: reqwest::Response,
}

impl Client {
    /// A client that keeps to these limits.
    ///
    /// # Errors
    /// When TLS or the HTTP client cannot be set up; no file and no network is needed for it.
    pub fn new(settings: &Polling) -> Result<Self, ClientError> {
        let tls = tls::config()?;
        Ok(Self {
            open: builder(settings, tls.clone()).build()?,
            guarded: builder(settings, tls).dns_resolver(PublicOnly).build()?,
            proxies: Arc::new(Matcher::from_system()),
            timeout: settings.timeout,
            max_body: settings.max_body,
            max_redirects: settings.max_redirects,
        })
    }

    /// Asks for `url`, following redirects, and returns the whole body, or that nothing has changed since
    /// `validators` were given.
    ///
    /// # Errors
    /// Whatever came instead of a body within the limits; each has its sentence, its log line and its verdict.
    pub async fn fetch(&self, url: &WebUrl, validators: &Validators) -> Result<Answer, FetchError> {
        match tokio::time::timeout(self.timeout, self.follow(url, validators)).await {
            Ok(answer) => answer,
            Err(_) => Err(failure::timed_out(url, self.timeout)),
        }
    }

    /// Redirects are followed here and not by the HTTP library, because each hop has to be judged by where the
    /// one before it was.
    async fn follow(&self, asked: &WebUrl, validators: &Validators) -> Result<Answer, FetchError> {
        let mut reply = self.request(&self.open, asked.clone(), validators).await?;
        let mut visited = vec![asked.clone()];
        while let Some(next) = redirect_target(&reply)? {
            if visited.contains(&next) {
                return Err(failure::redirect_loop(asked, &next));
            }
            if visited.len() > self.max_redirects {
                return Err(failure::too_many_redirects(asked, self.max_redirects));
            }
            tracing::debug!(from = %reply.url, to = %next, status = reply.inner.status().as_u16(), "redirect");
            let client = self.client_for_hop(&reply, &next)?;
            let answer = self.request(client, next.clone(), validators).await;
            reply = answer.map_err(|error| failure::of_hop(asked, &next, error))?;
            visited.push(next);
        }
        self.answer(asked, reply, !validators.is_empty()).await
    }

    /// Decides how a redirect may be followed. Only a server on a private address may lead to private ones.
    fn client_for_hop(&self, from: &Reply, to: &WebUrl) -> Result<&reqwest::Client, FetchError> {
        if self.is_private_server(from) {
            return Ok(&self.open);
        }
        if to.ip().is_some_and(is_private) {
            return Err(failure::private_redirect(to, "redirected there by a public server"));
        }
        // A proxy resolves names itself and may well stand in the private network: it is the user's choice.
        Ok(if self.is_proxied(to) { &self.open } else { &self.guarded })
    }

    fn is_private_server(&self, reply: &Reply) -> bool {
        match reply.url.ip() {
            Some(ip) => is_private(ip),
            // Behind a proxy the peer is the proxy, which tells nothing of the server.
            None if self.is_proxied(&reply.url) => false,
            None => reply.inner.remote_addr().as_ref().map(SocketAddr::ip).is_some_and(is_private),
        }
    }

    fn is_proxied(&self, url: &WebUrl) -> bool {
        url.as_str().parse::<Uri>().is_ok_and(|uri| self.proxies.intercept(&uri).is_some())
    }

    async fn request(
        &self,
        client: &reqwest::Client,
        url: WebUrl,
        validators: &Validators,
    ) -> Result<Reply, FetchError> {
        let request = client.get(url.as_str()).headers(conditions(validators));
        match request.send().await {
            Ok(inner) => Ok(Reply { url, inner }),
            Err(error) => Err(failure::of_request(&url, &error.without_url())),
        }
    }

    async fn answer(&self, asked: &WebUrl, reply: Reply, conditional: bool) -> Result<Answer, FetchError> {
        let status = reply.inner.status();
        match status {
            StatusCode::OK => {
                let validators = Validators::of(reply.inner.headers());
                let url = reply.url.clone();
                let body = self.body(reply).await?;
                Ok(Answer::Full(Response { asked: asked.clone(), url, body, validators }))
            }
            StatusCode::NOT_MODIFIED if conditional => Ok(Answer::NotModified),
            _ => {
                let after = retry_after(reply.inner.headers(), Timestamp::now());
                Err(failure::of_status(&reply.url, status, after))
            }
        }
    }

    /// Reads the body, counting decompressed bytes as they come: a few kilobytes may unpack to gigabytes.
    async fn body(&self, reply: Reply) -> Result<Vec<u8>, FetchError> {
        let Reply { url, mut inner } = reply;
        let announced = inner.content_length().unwrap_or(0);
        if announced > self.max_body {
            return Err(failure::too_large(&url, self.max_body, "the server announces"));
        }
        let mut body = Vec::with_capacity(usize::try_from(announced.min(MAX_RESERVED)).unwrap_or(0));
        while let Some(chunk) = inner.chunk().await.map_err(|error| failure::of_body(&url, &error.without_url()))? {
            if (body.len() + chunk.len()) as u64 > self.max_body {
                return Err(failure::too_large(&url, self.max_body, "the server sent"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

fn builder(settings: &Polling, tls: rustls::ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .user_agent(USER_AGENT)
        .default_headers(HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(ACCEPT))]))
        .redirect(redirect::Policy::none())
        .referer(false)
        // Never the whole time: what ends a fetch then is always a server that was reached.
        .connect_timeout(settings.connect_timeout.min(settings.timeout * 3 / 4))
        .read_timeout(settings.timeout.min(MAX_SILENCE))
        .pool_max_idle_per_host(settings.per_host)
}

fn conditions(validators: &Validators) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, value: &Option<String>| {
        if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    };
    set(header::IF_NONE_MATCH, &validators.etag);
    set(header::IF_MODIFIED_SINCE, &validators.last_modified);
    headers
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
        Ok(next) => Ok(Some(next)),
        Err(error) => Err(failure::bad_redirect(&reply.url, &location, Some(&error))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_guarded_client_does_not_connect_to_a_name_of_this_machine() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let client = Client::new(&Polling::default()).unwrap();
        let url = WebUrl::parse(&format!("http://localhost:{port}/")).unwrap();
        let Err(error) = client.request(&client.guarded, url, &Validators::default()).await else {
            panic!("it was reached");
        };
        assert!(error.failure.sentence.contains("your own network"), "{}", error.failure.sentence);
        assert!(error.failure.detail.contains("not a public address"), "{}", error.failure.detail);
    }

    #[test]
    fn validators_that_are_no_header_are_not_sent() {
        let validators = Validators { etag: Some("a\nb".to_owned()), last_modified: Some("yesterday".to_owned()) };
        let headers = conditions(&validators);
        assert_eq!(headers.len(), 1);
        assert_eq!(headers[header::IF_MODIFIED_SINCE], "yesterday");
    }
}
