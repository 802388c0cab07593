-- cache.db, version 11. What the user's own commands made of articles (a translation), where it is kept.

CREATE TABLE kept_result (
    row     INTEGER NOT NULL REFERENCES article (row) ON DELETE CASCADE,
    command TEXT NOT NULL,      -- its name in the settings
    text    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (row, command)
) STRICT, WITHOUT ROWID;
