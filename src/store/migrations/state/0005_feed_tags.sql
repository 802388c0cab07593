-- state.db. A feed may stand in several folders, and the user may call all of its articles something.

CREATE TABLE feed_folder (
    feed   INTEGER NOT NULL REFERENCES feed (id),
    folder TEXT NOT NULL,       -- a heading it stands under, levels parted by /
    PRIMARY KEY (feed, folder)
) STRICT, WITHOUT ROWID;
INSERT INTO feed_folder SELECT id, folder FROM feed WHERE folder <> '';
ALTER TABLE feed DROP COLUMN folder;

CREATE TABLE feed_tag (
    feed INTEGER NOT NULL REFERENCES feed (id),
    tag  TEXT NOT NULL,
    PRIMARY KEY (feed, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_tag_tag ON feed_tag (tag);
