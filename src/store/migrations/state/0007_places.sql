-- state.db, version 7. How far long articles were read.

-- Without a reference to status: an article that was not marked as read may have a place too.
CREATE TABLE place (
    article INTEGER PRIMARY KEY,
    byte    INTEGER NOT NULL,   -- of the readable text, on top of the screen when it was left
    of      INTEGER NOT NULL,   -- the bytes that the text had
    at      INTEGER NOT NULL
) STRICT;
CREATE INDEX place_at ON place (at);
