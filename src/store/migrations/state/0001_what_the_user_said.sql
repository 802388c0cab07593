-- state.db, version 1. Declarations: what the user said. Nothing here can be learned again.
-- An article id is the 64-bit domain id with its top bit flipped, so that signed order is the id's order.
-- Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE meta (
    only  INTEGER PRIMARY KEY CHECK (only = 1),
    store TEXT NOT NULL,    -- names this installation; cache.db carries the same name
    seq   INTEGER NOT NULL  -- counts the user's changes; cache.db says how far it has followed
) STRICT;
INSERT INTO meta VALUES (1, lower(hex(randomblob(16))), 0);

CREATE TABLE feed (
    id       INTEGER PRIMARY KEY,
    key      TEXT NOT NULL UNIQUE,  -- the address it was first subscribed under; article ids derive from it
    url      TEXT NOT NULL,
    declared INTEGER NOT NULL,      -- whether it is subscribed now; rows are never deleted
    -- The part of the source card that queries ask for:
    name     TEXT NOT NULL,
    folder   TEXT NOT NULL,         -- the heading it stands under
    kind     TEXT NOT NULL,
    family   TEXT,
    language TEXT
) STRICT;
CREATE INDEX feed_url ON feed (url);

-- Only articles that the user touched. Title, link and dates are copies, so that a star still means something
-- when the cache is lost.
CREATE TABLE status (
    id        INTEGER PRIMARY KEY,
    feed      INTEGER NOT NULL REFERENCES feed (id),
    title     TEXT NOT NULL,
    link      TEXT,
    published INTEGER,
    arrived   INTEGER NOT NULL,
    read      INTEGER NOT NULL,
    starred   INTEGER NOT NULL,
    seq       INTEGER NOT NULL      -- meta.seq of its last change
) STRICT;
CREATE INDEX status_seq ON status (seq);

CREATE TABLE own_tag (
    article INTEGER NOT NULL REFERENCES status (id),
    tag     TEXT NOT NULL,
    PRIMARY KEY (article, tag)
) STRICT, WITHOUT ROWID;
