-- cache.db, version 7. How many articles a feed brings, to tell how it does.

-- Counted when they come, because counting them in `article` would read as many rows as there are articles.
CREATE TABLE daily (
    feed INTEGER NOT NULL,
    day  INTEGER NOT NULL,  -- days since 1970 (UTC)
    new  INTEGER NOT NULL,  -- articles that were never seen before
    PRIMARY KEY (feed, day)
) STRICT, WITHOUT ROWID;
INSERT INTO daily SELECT feed, arrived / 86400000, count(*) FROM article GROUP BY 1, 2;
