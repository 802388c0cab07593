//! A feed server on the loopback that does as each test says, and worse than any real one.
//!
//! It speaks just enough HTTP/1.1, one request a connection, written by hand: a server library would refuse to
//! send a wrong length or half a body.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chancery::domain::WebUrl;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    headers: HashMap<String, String>,
}

impl Request {
    /// The value of a header, its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What the server does with a request.
#[derive(Clone)]
pub enum Reply {
    /// Sends these bytes, head and body, and closes.
    Bytes(Vec<u8>),
    /// Says nothing and keeps the connection.
    Silence,
    /// Sends the head, then a byte now and then, for ever.
    Drip(Vec<u8>),
    /// Sends the head, then the second piece as fast as it is taken, for ever.
    Flood(Vec<u8>, Vec<u8>),
    /// Waits for the gate, then replies.
    After(Gate, Box<Reply>),
}

/// Holds replies back until a test opens it.
#[derive(Clone)]
pub struct Gate(Arc<watch::Sender<bool>>);

impl Gate {
    pub fn closed() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    pub fn open(&self) {
        self.0.send_replace(true);
    }

    async fn pass(&self) {
        let _ = self.0.subscribe().wait_for(|open| *open).await;
    }
}

/// A whole, correct reply.
pub fn reply(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let length = body.len().to_string();
    let mut bytes = head(status, &[headers, &[("content-length", &length)]].concat());
    bytes.extend_from_slice(body);
    Reply::Bytes(bytes)
}

/// The status line and headers of a reply.
pub fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Said\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

type Answer = Box<dyn Fn(&Request) -> Reply + Send + Sync>;

#[derive(Default)]
struct Shared {
    answers: Mutex<HashMap<String, Answer>>,
    /// For paths without an answer of their own.
    other: Mutex<Option<Answer>>,
    requests: Mutex<Vec<Request>>,
    arrived: watch::Sender<usize>,
    under_way: AtomicUsize,
    most_at_once: AtomicUsize,
    flooded: AtomicU64,
}

/// A running server. It ends when dropped.
pub struct Server {
    address: SocketAddr,
    is_secure: bool,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Server {
    /// A server on a free port. Paths without an answer are 404.
    pub async fn start() -> Self {
        Self::on_address((Ipv4Addr::LOCALHOST, 0).into(), None).await
    }

    /// The same over TLS, with the acceptor's certificate.
    pub async fn start_secure(acceptor: TlsAcceptor) -> Self {
        Self::on_address((Ipv4Addr::LOCALHOST, 0).into(), Some(acceptor)).await
    }

    /// A server at the address of this URL, where none is now.
    pub async fn start_at(url: &WebUrl) -> Self {
        let authority = url.as_str().split('/').nth(2).expect("a web address has a host");
        Self::on_address(authority.parse().expect("the host is a number with a port"), None).await
    }

    async fn on_address(address: SocketAddr, acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind(address).await.expect("the loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let shared = Arc::new(Shared::default());
        let is_secure = acceptor.is_some();
        let task = tokio::spawn(serve(listener, acceptor, Arc::clone(&shared)));
        Self { address, is_secure, shared, task }
    }

    /// The address of a path on this server. Over TLS it is named, for so are certificates.
    pub fn url(&self, path: &str) -> WebUrl {
        if self.is_secure {
            return self.named_url(path);
        }
        WebUrl::parse(&format!("http://{}{path}", self.address)).expect("a path of a test is valid")
    }

    /// The address of a path on this server, by the name `localhost`.
    pub fn named_url(&self, path: &str) -> WebUrl {
        let scheme = if self.is_secure { "https" } else { "http" };
        let port = self.address.port();
        WebUrl::parse(&format!("{scheme}://localhost:{port}{path}")).expect("a path of a test is valid")
    }

    /// Answers a path in this way from now on.
    pub fn on(&self, path: &str, answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) {
        self.shared.answers.lock().unwrap().insert(path.to_owned(), Box::new(answer));
    }

    /// Answers a path with this reply from now on.
    pub fn on_any(&self, path: &str, reply: Reply) {
        self.on(path, move |_| reply.clone());
    }

    /// Answers every path that has no answer of its own in this way from now on.
    pub fn on_others(&self, answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) {
        *self.shared.other.lock().unwrap() = Some(Box::new(answer));
    }

    /// The requests so far, in the order they came.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// Waits until this many requests have come.
    pub async fn wait_for(&self, count: usize) {
        let arrived = async { self.shared.arrived.subscribe().wait_for(|arrived| *arrived >= count).await.map(drop) };
        let waited = tokio::time::timeout(Duration::from_secs(20), arrived).await;
        waited.expect("the requests come").expect("the server runs");
    }

    /// How many requests were under way at once, at most.
    pub fn most_at_once(&self) -> usize {
        self.shared.most_at_once.load(Ordering::SeqCst)
    }

    /// How many bytes of floods were taken.
    pub fn flooded(&self) -> u64 {
        self.shared.flooded.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, acceptor: Option<TlsAcceptor>, shared: Arc<Shared>) {
    // The connections end with this task.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, shared) = (acceptor.clone(), Arc::clone(&shared));
        connections.spawn(async move {
            match acceptor {
                None => connection(stream, shared).await,
                // A client that does not like the certificate goes away.
                Some(acceptor) => {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        connection(stream, shared).await;
                    }
                }
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(mut stream: impl AsyncRead + AsyncWrite + Unpin, shared: Arc<Shared>) {
    let Ok(request) = read_request(&mut stream).await else { return };
    let reply = shared.reply(&request);
    shared.requests.lock().unwrap().push(request);
    shared.arrived.send_modify(|arrived| *arrived += 1);
    let under_way = shared.under_way.fetch_add(1, Ordering::SeqCst) + 1;
    shared.most_at_once.fetch_max(under_way, Ordering::SeqCst);
    // A client that goes away in the middle is what some tests are about.
    let _ = send(&mut stream, reply, &shared).await;
    shared.under_way.fetch_sub(1, Ordering::SeqCst);
}

impl Shared {
    fn reply(&self, request: &Request) -> Reply {
        if let Some(answer) = self.answers.lock().unwrap().get(&request.path) {
            return answer(request);
        }
        match self.other.lock().unwrap().as_ref() {
            Some(answer) => answer(request),
            None => reply(404, &[], "nothing here"),
        }
    }
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Request> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines();
    let path = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect();
    Ok(Request { path, headers })
}

async fn send(stream: &mut (impl AsyncWrite + Unpin), mut reply: Reply, shared: &Shared) -> io::Result<()> {
    loop {
        reply = match reply {
            Reply::After(gate, then) => {
                gate.pass().await;
                *then
            }
            Reply::Bytes(bytes) => {
                stream.write_all(&bytes).await?;
                return stream.shutdown().await;
            }
            Reply::Silence => std::future::pending().await,
            Reply::Drip(head) => {
                stream.write_all(&head).await?;
                loop {
                    stream.write_all(b" ").await?;
                    stream.flush().await?;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            Reply::Flood(head, piece) => {
                stream.write_all(&head).await?;
                loop {
                    stream.write_all(&piece).await?;
                    let taken = piece.len();
                    shared.flooded.fetch_add(taken as u64, Ordering::SeqCst);
                }
            }
        };
    }
}
