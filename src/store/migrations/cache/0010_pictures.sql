-- cache.db, version 10. Pictures of articles, for reading without a network.

CREATE TABLE picture (
    url     TEXT PRIMARY KEY,
    bytes   BLOB,               -- none where it could not be fetched
    fetched INTEGER NOT NULL
) STRICT;
