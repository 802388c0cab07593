-- cache.db, version 9. What articles said before their sources changed them, and a copy of the user's notes.

CREATE TABLE revision (
    row   INTEGER NOT NULL REFERENCES article (row) ON DELETE CASCADE,
    until INTEGER NOT NULL,     -- when it was replaced
    page  INTEGER NOT NULL,     -- 1 for the text of its page, 0 for the feed's
    title TEXT NOT NULL,
    body  TEXT NOT NULL,
    PRIMARY KEY (row, until)
) STRICT, WITHOUT ROWID;

ALTER TABLE article ADD COLUMN edited INTEGER;  -- when its source last changed what it says

-- Follows state.db, which is the truth, to give the notes back if that is lost.
CREATE TABLE note (
    id   INTEGER PRIMARY KEY,   -- the article's
    text TEXT NOT NULL,
    at   INTEGER NOT NULL
) STRICT;
