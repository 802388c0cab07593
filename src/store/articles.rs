//! Articles: saving what a poll brought, and reading one whole.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::column::{Millis, block, extras, extras_column, line, moment, region_bits};
use super::error::StoreError;
use super::fingerprint::{Fingerprinted, FoundIn};
use super::list::{HEADLINE, headline};
use super::revisions::{self, Says};
use super::tags::{self, Names};
use super::{Saved, events, feeds, health, kept, links, pages, places, rejections, repeated};
use crate::domain::{Article, ArticleId, FeedId, NewArticle, Origin, PollState, Rejections, SafeText, Status};
use crate::text::{Change, document, is_whole, paragraph_hashes, words_of};

/// What is known of a feed after a poll of which this much was stored. Asked again when the transaction is.
pub type Learn = Arc<dyn Fn(&Saved) -> PollState + Send + Sync>;

/// What one feed's poll brought.
pub(super) struct Poll {
    pub feed: FeedId,
    pub articles: Vec<NewArticle>,
    pub learn: Learn,
}

/// Forgets what was received before the cache was created anew: with it nothing would seem to have changed, and the
/// articles would not come back.
fn forget_before(renewed: Timestamp, state: &mut PollState) {
    if state.validated_at.is_none_or(|received| received <= renewed) {
        (state.etag, state.last_modified, state.body_hash) = (None, None, None);
    }
}

/// Stores a poll within the caller's transaction, whose `names` these are; `renewed` is when the cache was created
/// anew while in use.
pub(super) fn save_poll(
    conn: &Connection,
    names: &mut Names,
    poll: &Poll,
    renewed: Option<Timestamp>,
    now: Timestamp,
) -> Result<Saved, StoreError> {
    let key = feeds::key(conn, poll.feed)?;
    let rejections = rejections::all(conn, Some(poll.feed))?.into_iter().collect();
    let mut saving = Saving { conn, names, feed: poll.feed, rejections, now, added: Tallies::default() };
    let mut saved = Saved::default();
    let mut seen = HashSet::new();
    for article in &poll.articles {
        let id = ArticleId::derive(&key, &article.identity);
        if !seen.insert(id) {
            continue;
        }
        if saving.article(id, article)? {
            saved.new.push(id);
        } else {
            saved.kept += 1;
        }
    }
    saving.added.save(conn, poll.feed)?;
    health::note_new(conn, poll.feed, saved.new.len(), now)?;
    let mut state = (poll.learn)(&saved);
    if let Some(renewed) = renewed {
        forget_before(renewed, &mut state);
    }
    feeds::save_state(conn, poll.feed, &state)?;
    Ok(saved)
}

/// A poll while it is stored.
struct Saving<'a> {
    conn: &'a Connection,
    names: &'a mut Names,
    feed: FeedId,
    rejections: Rejections,
    now: Timestamp,
    added: Tallies,
}

/// Where an article stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub row: i64,
    pub id: ArticleId,
    pub at: Millis,
}

impl Saving<'_> {
    /// Stores an article and says whether it was never seen before.
    fn article(&mut self, id: ArticleId, article: &NewArticle) -> Result<bool, StoreError> {
        let extras = extras_column(&article.extras);
        let fingerprint = Fingerprinted::of(article, extras.as_deref());
        let known = self
            .conn
            .prepare_cached("SELECT row, at, fingerprint FROM cache.article WHERE id = ?")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?)))
            .optional()?;
        match known {
            Some((_, _, stored)) if stored == fingerprint.number() => Ok(false),
            Some((row, at, stored)) => {
                let place = Place { row, id, at };
                match pages::fetched(self.conn, row)? {
                    None => self.update(place, article, fingerprint.number())?,
                    Some(fetched) => {
                        let number = Fingerprinted { found: FoundIn::Page(fetched), ..fingerprint }.number();
                        if number != stored {
                            self.update_beside_page(place, article, number)?;
                        }
                    }
                }
                Ok(false)
            }
            None => self.insert(id, article, fingerprint.number()),
        }
    }

    fn insert(&mut self, id: ArticleId, article: &NewArticle, fingerprint: i64) -> Result<bool, StoreError> {
        let past = past(self.conn, id)?;
        let arrived = past.as_ref().map_or(self.now.into(), |past| past.arrived);
        let published = match &past {
            Some(Past { dated: Some(published), .. }) => *published,
            // A publisher's clock may run ahead of ours; nothing is from after it came.
            _ => article.published.map(|published| Millis::from(published).min(arrived)),
        };
        let at = published.unwrap_or(arrived);
        let (status, tagged) = past.as_ref().map(|past| (past.status, past.tagged)).unwrap_or_default();
        let regions = region_bits(&article.regions);
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO cache.article (id, feed, title, author, link, published, arrived, at, read, starred, tagged,
                 regions, fingerprint, tagger, complete, updated, address)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        let row = insert.insert(params![
            id,
            self.feed,
            article.title,
            article.author,
            article.link,
            published,
            arrived,
            at,
            status.read,
            status.starred,
            tagged,
            regions,
            fingerprint,
            self.tagger(article),
            is_whole(&article.text),
            article.updated.map(Millis::from),
            article.link.as_ref().map(links::address)
        ])?;
        self.added.add(regions, status, tagged);
        if tagged {
            self.conn
                .prepare_cached(
                    "INSERT INTO cache.own_tag SELECT tag, ?2, ?1, ?3 FROM main.own_tag WHERE article = ?1",
                )?
                .execute(params![id, at, row])?;
        }
        self.content(Place { row, id, at }, article)?;
        repeated::note(self.conn, self.feed, row, &paragraph_hashes(&article.text))?;
        Ok(past.is_none())
    }

    /// Takes over what a feed changed in an article. When it came and its place in the lists stay, as does its status.
    /// A text that is there is not replaced by none, or by its own beginning: some feeds cut their articles after a
    /// while. It keeps the title that it came with, because tags, regions and index are made of both.
    fn update(&mut self, place: Place, article: &NewArticle, fingerprint: i64) -> Result<(), StoreError> {
        let conn = self.conn;
        self.facts(place, article, fingerprint)?;
        if self.keeps_text(place, article)? {
            return Ok(());
        }
        conn.prepare_cached(
            "UPDATE cache.article SET title = ?2, regions = ?3, tagger = ?4, complete = ?5 WHERE row = ?1",
        )?
        .execute(params![
            place.row,
            article.title,
            region_bits(&article.regions),
            self.tagger(article),
            is_whole(&article.text)
        ])?;
        tags::forget(conn, place)?;
        conn.prepare_cached("DELETE FROM cache.article_text WHERE row = ?")?.execute([place.row])?;
        conn.prepare_cached("DELETE FROM cache.pending WHERE row = ?")?.execute([place.row])?;
        self.content(place, article)
    }

    /// Keeps what the feed gave so far where that says something else, and says whether it is to stay: a text is not
    /// replaced by none, or by its own beginning.
    fn keeps_text(&self, place: Place, article: &NewArticle) -> Result<bool, StoreError> {
        let Some((title, body)) = held(self.conn, place.row)? else { return Ok(false) };
        let (before, after) =
            (Says { title: &title, body: &body }, Says { title: &article.title, body: &article.body });
        let change = revisions::note(self.conn, place.row, Origin::Feed, before, after, self.now.into())?;
        Ok(change == Change::Cut || (article.body.is_empty() && !body.is_empty()))
    }

    /// Takes over what stands beside an article's title and text.
    fn facts(&self, place: Place, article: &NewArticle, fingerprint: i64) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "UPDATE cache.article SET author = ?2, link = ?3, fingerprint = ?4, updated = coalesce(?5, updated),
                     address = ?6
                 WHERE row = ?1",
            )?
            .execute(params![
                place.row,
                article.author,
                article.link,
                fingerprint,
                article.updated.map(Millis::from),
                article.link.as_ref().map(links::address)
            ])?;
        Ok(())
    }

    /// As [`Self::update`], where the article of its page is there: tags and index are made of that, and stay. With a
    /// new title it is to be tagged anew.
    fn update_beside_page(&mut self, place: Place, article: &NewArticle, fingerprint: i64) -> Result<(), StoreError> {
        let conn = self.conn;
        let keeps_text = self.keeps_text(place, article)?;
        self.facts(place, article, fingerprint)?;
        conn.prepare_cached("UPDATE cache.article SET tagger = iif(title = ?2, tagger, 0), title = ?2 WHERE row = ?1")?
            .execute(params![place.row, article.title])?;
        conn.prepare_cached("UPDATE cache.article_text SET body = iif(?4, body, ?2), extras = ?3 WHERE row = ?1")?
            .execute(params![place.row, article.body, extras_column(&article.extras), keeps_text])?;
        match pages::full_text(conn, place.row)? {
            Some(page) => pages::index(conn, place, &document(&page.body, None).text, &article.text),
            None => Ok(()),
        }
    }

    /// The version of the tagger to note: none when the user rejected meanwhile what it found.
    fn tagger(&self, article: &NewArticle) -> u32 {
        let words = |span| words_of(&article.title, &article.text, span);
        if self.rejections.hit(self.feed, &article.tags, words) { 0 } else { article.tagger }
    }

    /// Stores text and tags, where none are, and lets the text wait for the index.
    fn content(&mut self, place: Place, article: &NewArticle) -> Result<(), StoreError> {
        let tags = tags::save(self.conn, self.names, place, &article.tags)?;
        let rejected = tags::column(self.conn, self.names, &article.rejected)?;
        let event = events::column(self.conn, self.names, article.event.as_ref())?;
        self.conn
            .prepare_cached(
                "INSERT INTO cache.article_text (row, body, tags, rejected, event, extras) VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![place.row, article.body, tags, rejected, event, extras_column(&article.extras)])?;
        self.conn
            .prepare_cached("INSERT INTO cache.pending VALUES (?, ?)")?
            .execute(params![place.row, article.text])?;
        Ok(())
    }
}

/// The title of an article and what its feed gave of it, where the cache holds that.
fn held(conn: &Connection, row: i64) -> Result<Option<(SafeText, SafeText)>, StoreError> {
    let sql = "SELECT a.title, x.body FROM cache.article a JOIN cache.article_text x ON x.row = a.row WHERE a.row = ?";
    Ok(conn.prepare_cached(sql)?.query_row([row], |row| Ok((line(row, "title")?, block(row, "body")?))).optional()?)
}

/// What articles add to the numbers beside the views, by their regions.
#[derive(Default)]
struct Tallies(BTreeMap<i64, Tally>);

#[derive(Default)]
struct Tally {
    total: i64,
    unread: i64,
    starred: i64,
    tagged: i64,
}

impl Tallies {
    fn add(&mut self, regions: i64, status: Status, tagged: bool) {
        let tally = self.0.entry(regions).or_default();
        tally.total += 1;
        tally.unread += i64::from(!status.read);
        tally.starred += i64::from(status.starred);
        tally.tagged += i64::from(tagged);
    }

    fn save(&self, conn: &Connection, feed: FeedId) -> Result<(), StoreError> {
        let mut add = conn.prepare_cached(
            "INSERT INTO cache.tally VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET total = total + excluded.total, unread = unread + excluded.unread,
                 starred = starred + excluded.starred, tagged = tagged + excluded.tagged",
        )?;
        for (regions, tally) in &self.0 {
            add.execute(params![feed, regions, tally.total, tally.unread, tally.starred, tally.tagged])?;
        }
        Ok(())
    }
}

/// What is remembered of an article that the cache does not hold.
struct Past {
    arrived: Millis,
    /// The date that its place in the lists came from, where that is remembered.
    dated: Option<Option<Millis>>,
    status: Status,
    /// Whether it carries an own tag.
    tagged: bool,
}

fn past(conn: &Connection, id: ArticleId) -> Result<Option<Past>, StoreError> {
    let touched = conn
        .prepare_cached(
            "SELECT arrived, published, read, starred, EXISTS (SELECT 1 FROM main.own_tag WHERE article = ?1)
             FROM main.status WHERE id = ?1",
        )?
        .query_row([id], |row| {
            let status = Status { read: row.get(2)?, starred: row.get(3)? };
            Ok(Past { arrived: row.get(0)?, dated: Some(row.get(1)?), status, tagged: row.get(4)? })
        })
        .optional()?;
    if touched.is_some() {
        return Ok(touched);
    }
    let arrived = conn
        .prepare_cached("SELECT arrived FROM cache.arrival WHERE id = ?")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(arrived.map(|arrived| Past { arrived, dated: None, status: Status::default(), tagged: false }))
}

/// An article with its text and tags.
pub(super) fn article(conn: &Connection, id: ArticleId) -> Result<Option<Article>, StoreError> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {HEADLINE}, a.author, a.edited AS edited_at, coalesce(x.body, '') AS body, coalesce(x.tags, '[]') AS tags,
             coalesce(x.rejected, '[]') AS rejected, x.event, x.extras, a.updated,
             (SELECT n.text FROM main.note n WHERE n.article = a.id) AS note
         FROM cache.article a LEFT JOIN cache.article_text x ON x.row = a.row WHERE a.id = ?"
    ))?;
    let found = statement
        .query_row([id], |row| {
            let columns = (
                row.get::<_, String>("tags")?,
                row.get::<_, String>("rejected")?,
                row.get::<_, Option<String>>("event")?,
                row.get::<_, Option<String>>("extras")?,
            );
            let article = Article::new(headline(conn, row)?, line(row, "author")?, block(row, "body")?);
            let (edited, updated) = (moment(row, "edited_at")?, moment(row, "updated")?);
            Ok((row.get("row")?, Article { edited, updated, note: block(row, "note")?, ..article }, columns))
        })
        .optional()?;
    let Some((row, article, (tags, rejected, event, said))) = found else { return Ok(None) };
    let (full_text, page_failure) = (pages::full_text(conn, row)?, pages::failure(conn, row)?);
    let (tags, rejected) = (tags::read(conn, &tags)?, tags::read(conn, &rejected)?);
    let event = events::read(conn, event.as_deref())?;
    let extras = extras(said.as_deref());
    let (place, former_title) = (places::of(conn, id)?, revisions::former_title(conn, row, &article.headline.title)?);
    let (repeated, kept) = (repeated::of(conn, article.headline.feed)?, kept::of_article(conn, id)?);
    let article = Article { tags, rejected, event, extras, full_text, page_failure, ..article };
    Ok(Some(Article { place, former_title, repeated, kept, ..article }))
}

/// At most two articles whose id, in hexadecimal, begins with `prefix`.
pub(super) fn resolve(conn: &Connection, prefix: &str) -> Result<Vec<ArticleId>, StoreError> {
    let Some((first, last)) = id_range(prefix) else { return Ok(Vec::new()) };
    let mut statement =
        conn.prepare_cached("SELECT id FROM cache.article WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 2")?;
    Ok(statement.query_map([first, last], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The ids that begin with these 4 to 16 hexadecimal digits.
fn id_range(prefix: &str) -> Option<(ArticleId, ArticleId)> {
    if !(4..=16).contains(&prefix.len()) || !prefix.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let bound = |fill: &str| format!("{prefix}{}", fill.repeat(16 - prefix.len())).parse().ok();
    Some((bound("0")?, bound("f")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_a_range_of_ids() {
        let range = |first, last| Some((ArticleId(first), ArticleId(last)));
        assert_eq!(id_range("00ff"), range(0x00ff_0000_0000_0000, 0x00ff_ffff_ffff_ffff));
        assert_eq!(id_range("0123456789ABCDEF"), range(0x0123_4567_89ab_cdef, 0x0123_4567_89ab_cdef));
        for bad in ["", "abc", "wxyz", "+123", "0123456789abcdef0", "ééé"] {
            assert_eq!(id_range(bad), None, "{bad}");
        }
    }
}
