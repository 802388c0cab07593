-- cache.db, version 13. Articles are found by links to them; and when a feed says that it changed one.

ALTER TABLE article ADD COLUMN updated INTEGER;
-- A hash of the link's canonical form; NULL where it is still to be made.
ALTER TABLE article ADD COLUMN address INTEGER;
CREATE INDEX article_address ON article (address);
-- The same of where an article's page was found at last.
ALTER TABLE full_text ADD COLUMN address INTEGER;
CREATE INDEX full_text_address ON full_text (address);
CREATE INDEX article_unaddressed ON article (row) WHERE address IS NULL AND link IS NOT NULL;
