-- cache.db, version 12. Paragraphs of a feed's articles, to know those that it repeats.

CREATE TABLE paragraph (
    feed     INTEGER NOT NULL,
    hash     INTEGER NOT NULL,  -- of its words
    articles INTEGER NOT NULL,  -- how many articles have it
    last     INTEGER NOT NULL,  -- the row of the last of them
    PRIMARY KEY (feed, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX paragraph_repeated ON paragraph (feed, articles) WHERE articles >= 3;
