-- state.db, version 3. Words that do not mean something in a feed's articles, because the user rejected the tag.

CREATE TABLE rejection (
    feed     INTEGER NOT NULL REFERENCES feed (id),
    kind     TEXT NOT NULL,     -- of the tag
    key      TEXT NOT NULL,     -- of the tag
    words    TEXT NOT NULL,     -- folded, as they stood in the article
    rejected INTEGER NOT NULL,  -- 0 once it was taken back: the cache has to learn of that too
    seq      INTEGER NOT NULL,  -- meta.seq of its last change
    PRIMARY KEY (feed, kind, key, words)
) STRICT, WITHOUT ROWID;
CREATE INDEX rejection_seq ON rejection (seq);
