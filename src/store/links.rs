//! Articles found by links to them, also those that an older version stored.

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::column::{block, link};
use super::error::StoreError;
use crate::domain::{ArticleId, SafeText, WebUrl};
use crate::text::{document, is_whole};

/// The most links that are looked up at once.
const LINKS_MAX: usize = 2_000;
/// How many older articles get the hash of their link in one transaction: their texts are read for it.
const BATCH: usize = 64;
/// What stands for a link that is none.
const NO_ADDRESS: i64 = 0;

/// The number that stands for all addresses of one page.
pub(super) fn address(link: &WebUrl) -> i64 {
    let digest = Sha256::digest(link.canonical());
    i64::from_be_bytes(digest[..8].try_into().expect("a SHA-256 digest has 32 bytes"))
}

/// The article behind each of these links that leads to one, by the feed's link or where its page was found. Of several, one that is complete, then the newest.
pub(super) fn articles_with(conn: &Connection, links: Vec<WebUrl>) -> Result<Vec<(WebUrl, ArticleId)>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT id, link, complete, at FROM cache.article WHERE address = ?1
         UNION ALL
         SELECT a.id, f.url, a.complete, a.at FROM cache.full_text f JOIN cache.article a ON a.row = f.row
             WHERE f.address = ?1
         ORDER BY complete DESC, at DESC, id DESC LIMIT 8",
    )?;
    let mut found = Vec::new();
    for wanted in links.into_iter().take(LINKS_MAX) {
        let rows = statement.query_map([address(&wanted)], |row| Ok((row.get(0)?, link(row, "link")?)))?;
        let canonical = wanted.canonical();
        for row in rows {
            let (id, held): (ArticleId, Option<WebUrl>) = row?;
            if held.is_some_and(|held| held.canonical() == canonical) {
                found.push((wanted, id));
                break;
            }
        }
    }
    Ok(found)
}

/// Whether articles still lack the hash of their link.
pub(super) fn any_wait(conn: &Connection) -> Result<bool, StoreError> {
    // By this index: that of addresses has articles without a link too, which would be passed over each time.
    let sql = "SELECT EXISTS (SELECT 1 FROM cache.article INDEXED BY article_unaddressed
                              WHERE address IS NULL AND link IS NOT NULL)";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Gives some of them theirs, within the caller's transaction. Nor did the version that stored them note whether their
/// texts are whole.
pub(super) fn address_batch(conn: &Connection) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT a.row, a.link, x.body
         FROM cache.article a INDEXED BY article_unaddressed LEFT JOIN cache.article_text x ON x.row = a.row
         WHERE a.address IS NULL AND a.link IS NOT NULL ORDER BY a.row LIMIT ?",
    )?;
    let rows = statement.query_map([BATCH as i64], |row| Ok((row.get(0)?, link(row, "link")?, block(row, "body")?)))?;
    let rows: Vec<(i64, Option<WebUrl>, SafeText)> = rows.collect::<Result<_, _>>()?;
    let mut update =
        conn.prepare_cached("UPDATE cache.article SET address = ?2, complete = max(complete, ?3) WHERE row = ?1")?;
    for (row, link, body) in rows {
        let address = link.as_ref().map_or(NO_ADDRESS, address);
        update.execute(params![row, address, is_whole(&document(&body, None).text)])?;
    }
    Ok(())
}
