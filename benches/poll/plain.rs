//! A plain program, to measure by: fetch, parse, and insert each feed in a transaction. No tags, no read marks, no
//! cleaning of texts, no schedule, no host's politeness, no errors.

use std::sync::Arc;

use feed_rs::model::Feed;
use reqwest::{Client, StatusCode, header};
use rusqlite::{Connection, OptionalExtension, params};
use tempfile::TempDir;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::AT_ONCE;
use super::server::Server;

pub struct Plain {
    urls: Vec<String>,
    client: Client,
    db: Connection,
    with_index: bool,
    _folder: TempDir,
}

/// What a feed's server sent, when it is not what it sent before.
struct News {
    feed: i64,
    etag: Option<String>,
    parsed: Feed,
}

impl Plain {
    pub fn new(server: &Server, feeds: usize, with_index: bool) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let db = Connection::open(folder.path().join("news.db")).expect("a new database");
        db.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = NORMAL;
             CREATE TABLE feed (id INTEGER PRIMARY KEY, etag TEXT);
             CREATE TABLE article (
                 id INTEGER PRIMARY KEY, feed INTEGER, guid TEXT, title TEXT, link TEXT, published INTEGER, body TEXT,
                 UNIQUE (feed, guid)
             );
             CREATE INDEX article_published ON article (published);",
        )
        .expect("the tables are made");
        if with_index {
            db.execute_batch("CREATE VIRTUAL TABLE words USING fts5 (title, body)").expect("the index is made");
        }
        // ring is the provider that the reader itself is built with; nothing is encrypted here.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().build().expect("a client");
        let urls = (0..feeds).map(|feed| server.url(&format!("/{feed}")).to_string()).collect();
        Self { urls, client, db, with_index, _folder: folder }
    }

    /// Polls every feed; how many articles were new.
    pub async fn poll(&mut self) -> usize {
        let at_once = Arc::new(Semaphore::new(AT_ONCE));
        let mut tasks = JoinSet::new();
        for (feed, url) in (0..).zip(self.urls.clone()) {
            let etag = self.etag(feed);
            let (client, at_once) = (self.client.clone(), at_once.clone());
            tasks.spawn(async move {
                let _permit = at_once.acquire_owned().await.expect("it is never closed");
                fetch(&client, feed, &url, etag).await
            });
        }
        let mut new = 0;
        while let Some(news) = tasks.join_next().await {
            if let Some(news) = news.expect("no task panics") {
                new += self.save(news);
            }
        }
        new
    }

    fn etag(&self, feed: i64) -> Option<String> {
        let mut select = self.db.prepare_cached("SELECT etag FROM feed WHERE id = ?").expect("a statement");
        select.query_row([feed], |row| row.get(0)).optional().expect("a row").flatten()
    }

    fn save(&mut self, news: News) -> usize {
        let tx = self.db.transaction().expect("a transaction");
        tx.execute("INSERT OR REPLACE INTO feed VALUES (?, ?)", params![news.feed, news.etag])
            .expect("a feed is saved");
        let mut new = 0;
        for entry in news.parsed.entries {
            let title = entry.title.map(|title| title.content);
            let link = entry.links.into_iter().next().map(|link| link.href);
            let published = entry.published.map(|at| at.timestamp());
            let content = entry.content.and_then(|content| content.body);
            let body = content.or(entry.summary.map(|summary| summary.content));
            let mut insert = tx
                .prepare_cached(
                    "INSERT OR IGNORE INTO article (feed, guid, title, link, published, body)
                     VALUES (?, ?, ?, ?, ?, ?)",
                )
                .expect("a statement");
            let inserted = insert.execute(params![news.feed, entry.id, title, link, published, body]);
            if inserted.expect("an article is saved") == 0 {
                continue;
            }
            new += 1;
            if self.with_index {
                let mut index = tx.prepare_cached("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)");
                let index = index.as_mut().expect("a statement");
                index.execute(params![tx.last_insert_rowid(), title, body]).expect("an article is indexed");
            }
        }
        tx.commit().expect("a commit");
        new
    }
}

async fn fetch(client: &Client, feed: i64, url: &str, etag: Option<String>) -> Option<News> {
    let mut request = client.get(url);
    if let Some(etag) = etag {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    let response = request.send().await.expect("the server answers");
    if response.status() == StatusCode::NOT_MODIFIED {
        return None;
    }
    let etag = response.headers().get(header::ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    let body = response.bytes().await.expect("the server sends a body");
    let parsed = feed_rs::parser::parse(&body[..]).expect("the server sends a feed");
    Some(News { feed, etag, parsed })
}
