-- state.db, version 2. The address stood twice: a feed under another address is another feed.

DROP INDEX feed_url;
ALTER TABLE feed DROP COLUMN url;
