-- Rows that version 1 wrote into state.db.
UPDATE meta SET store = '5c2a61b7a0f84f0fb6f0a8e8d1c3e9aa', seq = 3;
INSERT INTO feed VALUES (1, 'https://wire.example/feed', 'https://wire.example/feed', 1, 'wire', 'Other feeds', 'unknown', NULL, NULL);
INSERT INTO status VALUES (-4710761932313301021, 1, 'g1 talks open', 'https://news.example/g1', 1790000001000, 1790000100000, 1, 1, 3);
INSERT INTO own_tag VALUES (-4710761932313301021, 'grain');
