-- cache.db, version 4. What an article's title or lead says was done.

-- Null for nothing, else JSON: [verb, who, whom, [start, end], [negated, conditional, historical]], who and whom being
-- numbers of tag_name, whom or null, and the range the phrase's.
ALTER TABLE article_text ADD COLUMN event TEXT;
