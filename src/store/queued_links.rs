//! Links that were opened while there was no network.

use rusqlite::{Connection, Row, params};

use super::Store;
use super::column::{Millis, line, link, moment};
use super::error::StoreError;
use crate::domain::{QueuedLink, SafeText, WebUrl};

impl Store {
    /// The links that wait for a network, in the order in which they were opened.
    pub async fn queued_links(&self) -> Result<Vec<QueuedLink>, StoreError> {
        self.ask(|db| db.with(|conn| all(conn))).await
    }

    /// Lets a link wait for a network. Returns all that wait, once that is durable.
    pub async fn queue_link(&self, url: WebUrl, title: SafeText) -> Result<Vec<QueuedLink>, StoreError> {
        self.ask(move |db| {
            let link = QueuedLink { url, title, at: db.now() };
            db.user_change(|tx, _| add(tx, &link).and_then(|()| all(tx)))
        })
        .await
    }

    /// Takes links out of those that wait. Returns those that still do, once that is durable.
    pub async fn unqueue_links(&self, urls: Vec<WebUrl>) -> Result<Vec<QueuedLink>, StoreError> {
        self.ask(move |db| db.user_change(|tx, _| remove(tx, &urls).and_then(|()| all(tx)))).await
    }
}

/// Every link, in the order in which they were opened.
fn all(conn: &Connection) -> Result<Vec<QueuedLink>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT * FROM main.queued_link ORDER BY at, url")?;
    let links = statement.query_map([], one)?.filter_map(Result::transpose);
    Ok(links.collect::<Result<_, _>>()?)
}

/// `None` for a row that cannot be read, which hides no other.
fn one(row: &Row<'_>) -> rusqlite::Result<Option<QueuedLink>> {
    let (Some(url), Some(at)) = (link(row, "url")?, moment(row, "at")?) else { return Ok(None) };
    Ok(Some(QueuedLink { url, title: line(row, "title")?, at }))
}

/// Adds a link at the end. One that waits already keeps its place.
fn add(conn: &Connection, link: &QueuedLink) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT OR IGNORE INTO main.queued_link (url, title, at) VALUES (?, ?, ?)")?
        .execute(params![link.url, link.title, Millis::from(link.at)])?;
    Ok(())
}

/// Takes links out. What is not there is no error.
fn remove(conn: &Connection, urls: &[WebUrl]) -> Result<(), StoreError> {
    let mut delete = conn.prepare_cached("DELETE FROM main.queued_link WHERE url = ?")?;
    for url in urls {
        delete.execute([url])?;
    }
    Ok(())
}
