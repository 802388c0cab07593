-- cache.db, version 8. Whole articles from their pages.

CREATE TABLE full_text (
    row     INTEGER PRIMARY KEY REFERENCES article (row) ON DELETE CASCADE,
    url     TEXT NOT NULL,      -- where the page was found at last
    title   TEXT NOT NULL,
    byline  TEXT NOT NULL,
    body    TEXT NOT NULL,      -- HTML
    fetched INTEGER NOT NULL
) STRICT;

-- Why a page gave no article when it was asked for last.
CREATE TABLE page_failure (
    row      INTEGER PRIMARY KEY REFERENCES article (row) ON DELETE CASCADE,
    why      TEXT NOT NULL,
    sentence TEXT NOT NULL,
    at       INTEGER NOT NULL,
    attempts INTEGER NOT NULL
) STRICT;

ALTER TABLE article ADD COLUMN complete INTEGER NOT NULL DEFAULT 0; -- whether all of it can be read without a network
