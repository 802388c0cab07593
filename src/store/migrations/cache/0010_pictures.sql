-- cache.db, version 10. Pictures of articles, for reading without a network.

CREATE TABLE picture (
    url     TEXT PRIMARY KEY,
    size    INTEGER NOT NULL,   -- bytes, of the address where there is no picture; before them, so that the sum need not read them
    fetched INTEGER NOT NULL,
    bytes   BLOB                -- none where there is no picture at this address
) STRICT;

CREATE INDEX picture_fetched ON picture (fetched, size);
