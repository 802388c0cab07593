-- state.db, version 4. Where feeds moved to, as permanent redirects said. The key of a feed stays what the user gave.

CREATE TABLE moved (
    feed   INTEGER NOT NULL REFERENCES feed (id),
    url    TEXT NOT NULL,       -- where it is asked since then
    at     INTEGER NOT NULL,
    undone INTEGER NOT NULL,    -- 1 once the user took it back: it is not made again
    PRIMARY KEY (feed, url)
) STRICT, WITHOUT ROWID;
