-- cache.db, version 9. What articles said before their sources changed them.

CREATE TABLE revision (
    row   INTEGER NOT NULL REFERENCES article (row) ON DELETE CASCADE,
    until INTEGER NOT NULL,     -- when it was replaced
    title TEXT NOT NULL,
    body  TEXT NOT NULL,
    PRIMARY KEY (row, until)
) STRICT, WITHOUT ROWID;

ALTER TABLE article ADD COLUMN edited INTEGER;  -- when its source last changed what it says
