-- cache.db, version 5. What polling has to know to be polite, and to tell how a feed does. Durations are in seconds.

ALTER TABLE feed ADD COLUMN validated_url TEXT;     -- the address that etag and last_modified are for
ALTER TABLE feed ADD COLUMN not_before INTEGER;     -- asked again then at the earliest
ALTER TABLE feed ADD COLUMN ttl INTEGER;            -- the least time between two requests, by the feed itself
ALTER TABLE feed ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;  -- a bit an hour (UTC), the lowest is midnight's
ALTER TABLE feed ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;   -- a bit a day, the lowest is Monday's
ALTER TABLE feed ADD COLUMN last_new INTEGER;       -- when it last brought something new
ALTER TABLE feed ADD COLUMN rhythm INTEGER;         -- how long it lets wait for something new
ALTER TABLE feed ADD COLUMN newest INTEGER;         -- the date of its newest article
ALTER TABLE feed ADD COLUMN bytes INTEGER;          -- of the last full answer, unpacked
ALTER TABLE feed ADD COLUMN body_hash INTEGER;      -- of the same
ALTER TABLE feed ADD COLUMN moving_to TEXT;         -- where a permanent redirect leads that is not believed yet
ALTER TABLE feed ADD COLUMN moving_first INTEGER;
ALTER TABLE feed ADD COLUMN moving_last INTEGER;
ALTER TABLE feed ADD COLUMN moving_sightings INTEGER NOT NULL DEFAULT 0;
