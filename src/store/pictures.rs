//! Pictures of articles, kept for reading without a network.
//!
//! They are bounded in their sum: what was fetched first goes first.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::column::{self, Millis};
use super::error::StoreError;
use crate::domain::WebUrl;

/// The most bytes of pictures that are kept.
pub const PICTURES_MAX_BYTES: u64 = 256 * 1024 * 1024;

impl Store {
    /// The bytes of a picture, when it is kept.
    pub async fn picture(&self, url: WebUrl) -> Result<Option<Vec<u8>>, StoreError> {
        self.ask(move |db| db.with(|conn| bytes(conn, &url))).await
    }

    /// Whether a picture is kept; `None` when it was never asked for, or is not kept any more.
    pub async fn is_picture_kept(&self, url: WebUrl) -> Result<Option<bool>, StoreError> {
        self.ask(move |db| db.with(|conn| is_kept(conn, &url))).await
    }

    /// Keeps a picture, or, with `None`, that there is none at its address. All together have at most
    /// [`PICTURES_MAX_BYTES`]; the oldest go first.
    pub async fn save_picture(&self, url: WebUrl, bytes: Option<Vec<u8>>) -> Result<(), StoreError> {
        self.save_picture_within(PICTURES_MAX_BYTES, url, bytes).await
    }

    pub(super) async fn save_picture_within(
        &self,
        room: u64,
        url: WebUrl,
        bytes: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        self.work(move |db| db.cache_change(|tx, now| save(tx, &url, bytes.as_deref(), room, now))).await
    }
}

/// The bytes of a picture that was kept.
fn bytes(conn: &Connection, url: &WebUrl) -> Result<Option<Vec<u8>>, StoreError> {
    let found = conn
        .prepare_cached("SELECT bytes FROM cache.picture WHERE url = ?")?
        .query_row([url], |row| row.get::<_, Option<Vec<u8>>>(0))
        .optional()?;
    Ok(found.flatten())
}

/// Whether a picture is kept; `None` when it was never asked for.
fn is_kept(conn: &Connection, url: &WebUrl) -> Result<Option<bool>, StoreError> {
    Ok(conn
        .prepare_cached("SELECT bytes IS NOT NULL FROM cache.picture WHERE url = ?")?
        .query_row([url], |row| row.get(0))
        .optional()?)
}

/// Keeps a picture, or that there is none at its address, and lets the oldest go until all fit into `room` bytes. What
/// is none takes the room of its address, so that there cannot be ever more of them.
fn save(conn: &Connection, url: &WebUrl, bytes: Option<&[u8]>, room: u64, now: Timestamp) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT OR REPLACE INTO cache.picture (url, bytes, size, fetched) VALUES (?, ?, ?, ?)")?
        .execute(params![url, bytes, bytes.map_or(url.as_str().len(), <[u8]>::len) as i64, Millis::from(now)])?;
    let mut total = conn.prepare_cached("SELECT sum(size) FROM cache.picture")?;
    let mut oldest = conn.prepare_cached(
        "DELETE FROM cache.picture WHERE url = (SELECT url FROM cache.picture ORDER BY fetched LIMIT 1)",
    )?;
    while total.query_row([], |row| column::count(row, 0))? > room {
        oldest.execute([])?;
    }
    Ok(())
}
