-- state.db, version 6. What the user wrote on articles: a declaration, so it outlives the article's text, as a star does.

CREATE TABLE note (
    article INTEGER PRIMARY KEY REFERENCES status (id),
    text    TEXT NOT NULL,      -- empty once it was removed: the cache has to learn of that too
    at      INTEGER NOT NULL,   -- when it was last changed
    seq     INTEGER NOT NULL    -- meta.seq of its last change
) STRICT;
