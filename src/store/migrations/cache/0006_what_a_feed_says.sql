-- cache.db, version 6. What a feed says of an article beside its text.

-- Null for nothing, else JSON: {categories: [text], enclosures: [{url, media_type, bytes, title}], via: {name, url}}.
ALTER TABLE article_text ADD COLUMN extras TEXT;
