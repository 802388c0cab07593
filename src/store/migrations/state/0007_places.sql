-- state.db, version 7. How far long articles were read.

CREATE TABLE place (
    article INTEGER PRIMARY KEY REFERENCES status (id),
    byte    INTEGER NOT NULL,   -- of the readable text
    at      INTEGER NOT NULL
) STRICT;
