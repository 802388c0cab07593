-- state.db, version 8. Links that were opened while there was no network, to be opened later.

CREATE TABLE queued_link (
    url   TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
