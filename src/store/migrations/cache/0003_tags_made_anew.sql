-- cache.db, version 3. Articles are tagged anew when the tagger changed, or what the user rejected.

-- Whose tags were made by which tagger, newest last. 0 also means that they are to be made anew.
CREATE INDEX article_tagger ON article (tagger, at, id);
-- The language that the feed says it is written in.
ALTER TABLE feed ADD COLUMN language TEXT;
-- Found, but rejected by the user: as tags. An article known from state.db alone has a row once its title was tagged.
ALTER TABLE article_text ADD COLUMN rejected TEXT NOT NULL DEFAULT '[]';
