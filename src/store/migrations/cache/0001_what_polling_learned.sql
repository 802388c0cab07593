-- cache.db, version 1. Observations: what polling learned. All of it can be thrown away and learned again.
-- Ids and times are as in state.db. The columns read, starred and tagged and the table own_tag follow state.db,
-- which is the truth, so that lists need one file only.

CREATE TABLE meta (
    only  INTEGER PRIMARY KEY CHECK (only = 1),
    store TEXT NOT NULL,    -- state.db's name; empty in a new cache
    seq   INTEGER NOT NULL, -- the last of state.db's changes that is followed here
    clean INTEGER NOT NULL  -- whether the last process closed the cache in order
) STRICT;
INSERT INTO meta VALUES (1, '', 0, 1);

CREATE TABLE feed (
    id               INTEGER PRIMARY KEY,   -- state.db's number
    key              TEXT NOT NULL UNIQUE,  -- state.db's key, to get the numbers back if state.db is lost
    etag             TEXT,
    last_modified    TEXT,
    validated_at     INTEGER,
    last_attempt     INTEGER,
    last_success     INTEGER,
    next_due         INTEGER,
    failures         INTEGER NOT NULL DEFAULT 0,
    failure_kind     TEXT,
    failure_sentence TEXT,
    failure_detail   TEXT,
    retry_after      INTEGER,               -- seconds the server asked for
    gone             INTEGER NOT NULL DEFAULT 0,
    title            TEXT,
    site             TEXT
) STRICT;

CREATE TABLE article (
    row         INTEGER PRIMARY KEY,        -- counts up, so that the index of words stays compact
    id          INTEGER NOT NULL UNIQUE,
    feed        INTEGER NOT NULL,
    title       TEXT NOT NULL,
    author      TEXT NOT NULL,
    link        TEXT,
    published   INTEGER,
    arrived     INTEGER NOT NULL,
    at          INTEGER NOT NULL,           -- published, else arrived: lists are ordered by (at, id)
    read        INTEGER NOT NULL,
    starred     INTEGER NOT NULL,
    tagged      INTEGER NOT NULL,           -- whether it carries an own tag
    regions     INTEGER NOT NULL,           -- a bit for each region of its countries
    fingerprint INTEGER NOT NULL,           -- of what the feed gave, to see at the next poll what changed
    tagger      INTEGER NOT NULL            -- version of the tagger that made its tags; 0 for none
) STRICT;
-- feed and regions stand in the indexes so that views of several feeds or of a region filter without the table.
CREATE INDEX article_at ON article (at, id, feed, regions);
CREATE INDEX article_unread ON article (at, id, feed, regions) WHERE read = 0;
CREATE INDEX article_starred ON article (at, id) WHERE starred = 1;
CREATE INDEX article_tagged ON article (at, id) WHERE tagged = 1;
CREATE INDEX article_feed ON article (feed, at, id);

-- Apart from the article, so that lists stay narrow. A starred article known from state.db alone has none.
CREATE TABLE article_text (
    row  INTEGER PRIMARY KEY REFERENCES article (row) ON DELETE CASCADE,
    body TEXT NOT NULL,
    tags TEXT NOT NULL  -- most important first, in JSON: [tag_name.id, main, score, [[start, end], ...]]
) STRICT;

-- When an article first came outlives the article, so that an old item that comes back is not new.
CREATE TABLE arrival (
    id      INTEGER PRIMARY KEY,
    arrived INTEGER NOT NULL
) STRICT;

CREATE TABLE tag_name (
    id    INTEGER PRIMARY KEY,
    kind  INTEGER NOT NULL,
    key   TEXT NOT NULL,
    label TEXT NOT NULL,
    UNIQUE (kind, key)
) STRICT;

-- The articles of a tag, by date. What is in article_text.tags, so that one row a tag is all that a poll writes here.
CREATE TABLE article_tag (
    tag  INTEGER NOT NULL,  -- tag_name.id
    at   INTEGER NOT NULL,  -- the article's
    id   INTEGER NOT NULL,  -- the article's
    row  INTEGER NOT NULL,
    main INTEGER NOT NULL,
    PRIMARY KEY (tag, at, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE own_tag (
    tag TEXT NOT NULL,
    at  INTEGER NOT NULL,
    id  INTEGER NOT NULL,
    row INTEGER NOT NULL REFERENCES article (row) ON DELETE CASCADE,
    PRIMARY KEY (tag, at, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX own_tag_by_article ON own_tag (row);

-- The numbers beside the views, kept by the triggers below. Feed by feed, so that removing a feed changes no row.
CREATE TABLE tally (
    feed    INTEGER NOT NULL,
    regions INTEGER NOT NULL,
    total   INTEGER NOT NULL,
    unread  INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    tagged  INTEGER NOT NULL,
    PRIMARY KEY (feed, regions)
) STRICT, WITHOUT ROWID;

-- The words of title and text; the texts themselves are not kept twice.
CREATE VIRTUAL TABLE words USING fts5 (
    title, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
-- What `words` does not hold yet. The readable text waits here and is dropped once it is indexed.
CREATE TABLE pending (
    row  INTEGER PRIMARY KEY REFERENCES article (row) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
    INSERT INTO tally VALUES (new.feed, new.regions, 1, new.read = 0, new.starred, new.tagged)
    ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + excluded.unread,
        starred = starred + excluded.starred, tagged = tagged + excluded.tagged;
END;
CREATE TRIGGER article_changed AFTER UPDATE OF read, starred, tagged, regions ON article BEGIN
    UPDATE tally SET total = total - 1, unread = unread - (old.read = 0),
        starred = starred - old.starred, tagged = tagged - old.tagged
    WHERE feed = old.feed AND regions = old.regions;
    INSERT INTO tally VALUES (new.feed, new.regions, 1, new.read = 0, new.starred, new.tagged)
    ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + excluded.unread,
        starred = starred + excluded.starred, tagged = tagged + excluded.tagged;
END;
-- Before, because article_text goes with the article.
CREATE TRIGGER article_tags_removed BEFORE DELETE ON article BEGIN
    DELETE FROM article_tag WHERE at = old.at AND id = old.id AND tag IN
        (SELECT value ->> 0 FROM article_text x, json_each(iif(json_valid(x.tags), x.tags, '[]')) WHERE x.row = old.row);
END;
CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
    UPDATE tally SET total = total - 1, unread = unread - (old.read = 0),
        starred = starred - old.starred, tagged = tagged - old.tagged
    WHERE feed = old.feed AND regions = old.regions;
    DELETE FROM words WHERE rowid = old.row;
    INSERT OR IGNORE INTO arrival VALUES (old.id, old.arrived);
END;
