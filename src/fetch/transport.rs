//! The HTTP clients underneath: one for each way out and each trust, made when first needed.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::redirect;

use crate::config::Polling;
use crate::domain::{Access, Proxy, WebUrl};

use super::reach::PublicOnly;
use super::tls::{self, Trust};

/// A server that says nothing for this long is not waited for any more, whatever the whole fetch may take.
const MAX_SILENCE: Duration = Duration::from_secs(20);
/// The most bytes of headers that an HTTP/2 server may send. Of HTTP/1.1, hyper takes 400 KiB and a hundred lines.
const MAX_HEADER_BYTES: u32 = 1024 * 1024;

/// What the connections of a request depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Route {
    pub proxy: Option<Proxy>,
    pub trust: Trust,
}

/// The HTTP clients of one route. Each keeps its connections open for the next request.
#[derive(Debug)]
pub(super) struct Transport {
    /// Asks any address: for what the user typed, and for what a private server leads to.
    pub open: reqwest::Client,
    /// Connects to public addresses only: for what a public server leads to.
    pub guarded: reqwest::Client,
    proxies: Proxies,
}

#[derive(Debug)]
enum Proxies {
    None,
    All,
    /// As the system says, by address.
    OfSystem(Box<Matcher>),
}

/// Why no client could be made for a route.
#[derive(Debug, thiserror::Error)]
pub(super) enum RouteError {
    #[error("the certificates of {file} cannot be used")]
    Certificates { file: String, source: tls::CertificatesError },
    #[error("TLS could not be set up")]
    Tls(#[from] rustls::Error),
    #[error("the HTTP client could not be built")]
    Http(#[from] reqwest::Error),
}

/// Every transport that was needed so far.
#[derive(Debug)]
pub(super) struct Transports {
    connect_timeout: Duration,
    read_timeout: Duration,
    idle_per_host: usize,
    made: Mutex<HashMap<Route, Arc<Transport>>>,
}

impl Route {
    /// The way that a feed's requests go: those to its own server, or those that a redirect sends elsewhere, which are
    /// trusted no more than other feeds' are.
    pub fn of(access: &Access, is_own_server: bool, folder: &Path) -> Self {
        let ca_file = access.ca_file.as_ref().map(|file| folder.join(file));
        let trust = Trust { ca_file, insecure: access.insecure_tls };
        Self { proxy: access.proxy.clone(), trust: if is_own_server { trust } else { Trust::default() } }
    }
}

impl Transports {
    pub fn new(settings: &Polling) -> Self {
        Self {
            connect_timeout: settings.connect_timeout.min(settings.timeout * 3 / 4),
            read_timeout: settings.timeout.min(MAX_SILENCE),
            idle_per_host: settings.per_host,
            made: Mutex::default(),
        }
    }

    /// How long a connection may take to come about. Always shorter than the whole fetch, so that what ends a fetch
    /// then is a server that was reached.
    pub fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }

    /// The transport of a route, made now if this is its first request.
    pub fn of(&self, route: &Route) -> Result<Arc<Transport>, RouteError> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(transport) = made.get(route) {
            return Ok(Arc::clone(transport));
        }
        let transport = Arc::new(self.make(route)?);
        made.insert(route.clone(), Arc::clone(&transport));
        Ok(transport)
    }

    /// Forgets every open connection. Requests under way go on.
    pub fn drop_all(&self) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn make(&self, route: &Route) -> Result<Transport, RouteError> {
        let tls = tls::config(&route.trust)?;
        let (builder, proxies) = through(self.builder(tls), route.proxy.as_ref())?;
        let (guarded, _) = through(self.builder(tls::config(&route.trust)?), route.proxy.as_ref())?;
        Ok(Transport { open: builder.build()?, guarded: guarded.dns_resolver(PublicOnly).build()?, proxies })
    }

    fn builder(&self, tls: rustls::ClientConfig) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .read_timeout(self.read_timeout)
            .pool_max_idle_per_host(self.idle_per_host)
            .http2_max_header_list_size(MAX_HEADER_BYTES)
    }
}

impl Transport {
    /// Whether a request goes through a proxy, which resolves names itself and may well stand in the private network:
    /// it is the user's choice.
    pub fn is_proxied(&self, url: &WebUrl) -> bool {
        match &self.proxies {
            Proxies::None => false,
            Proxies::All => true,
            Proxies::OfSystem(matcher) => {
                url.as_str().parse::<Uri>().is_ok_and(|uri| matcher.intercept(&uri).is_some())
            }
        }
    }
}

fn through(
    builder: reqwest::ClientBuilder,
    proxy: Option<&Proxy>,
) -> Result<(reqwest::ClientBuilder, Proxies), reqwest::Error> {
    let address = match proxy {
        None => return Ok((builder, Proxies::OfSystem(Box::new(Matcher::from_system())))),
        Some(Proxy::Direct) => return Ok((builder.no_proxy(), Proxies::None)),
        Some(Proxy::Http(url)) => url.as_str().to_owned(),
        // Names are resolved behind the proxy.
        Some(Proxy::Socks5(host)) => format!("socks5h://{host}"),
    };
    Ok((builder.proxy(reqwest::Proxy::all(address)?), Proxies::All))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transports() -> Transports {
        Transports::new(&Polling::default())
    }

    #[test]
    fn feeds_of_one_route_share_their_connections_until_they_are_dropped() {
        let transports = transports();
        let direct = Route { proxy: Some(Proxy::Direct), ..Route::default() };
        let first = transports.of(&Route::default()).unwrap();
        assert!(Arc::ptr_eq(&first, &transports.of(&Route::default()).unwrap()));
        assert!(!Arc::ptr_eq(&first, &transports.of(&direct).unwrap()));
        transports.drop_all();
        assert!(!Arc::ptr_eq(&first, &transports.of(&Route::default()).unwrap()));
    }

    #[test]
    fn what_is_trusted_of_a_feeds_own_server_is_not_trusted_of_another() {
        let access = Access { insecure_tls: true, ca_file: Some("ca.pem".into()), ..Access::default() };
        let folder = Path::new("/home/ada/.config");
        let own = Route::of(&access, true, folder).trust;
        assert_eq!(own, Trust { ca_file: Some("/home/ada/.config/ca.pem".into()), insecure: true });
        assert_eq!(Route::of(&access, false, folder).trust, Trust::default());
    }

    #[test]
    fn every_kind_of_proxy_makes_a_client() {
        let transports = transports();
        let url = WebUrl::parse("https://news.example/").unwrap();
        for (proxy, is_proxied) in [
            (Proxy::Direct, false),
            (Proxy::Http(WebUrl::parse("http://ada:word@proxy.example:3128/").unwrap()), true),
            (Proxy::Http(WebUrl::parse("https://proxy.example/").unwrap()), true),
            (Proxy::Socks5("127.0.0.1:9050".into()), true),
        ] {
            let route = Route { proxy: Some(proxy), ..Route::default() };
            assert_eq!(transports.of(&route).unwrap().is_proxied(&url), is_proxied, "{route:?}");
        }
    }

    #[test]
    fn certificates_that_cannot_be_read_are_named() {
        let trust = Trust { ca_file: Some("/nowhere/ca.pem".into()), insecure: false };
        let error = transports().of(&Route { trust, ..Route::default() }).unwrap_err();
        assert!(error.to_string().contains("/nowhere/ca.pem"), "{error}");
    }
}
