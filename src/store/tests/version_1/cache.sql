-- Rows that version 1 wrote into cache.db.
UPDATE meta SET store = '5c2a61b7a0f84f0fb6f0a8e8d1c3e9aa', seq = 3, clean = 1;
INSERT INTO feed (id, key, etag, title) VALUES (1, 'https://wire.example/feed', '"v1"', 'Wire');
INSERT INTO article VALUES
    (1, -4710761932313301021, 1, 'g1 talks open', '', 'https://news.example/g1', 1790000001000, 1790000100000, 1790000001000, 1, 1, 1, 1, 17, 1),
    (2, 3414977679561616404, 1, 'g2 vote', 'A. Writer', NULL, NULL, 1790000100000, 1790000100000, 0, 0, 0, 0, 18, 1);
INSERT INTO article_text VALUES (1, '<p>g1 talks open</p>', '[[1,true,0.5,[[0,3]]]]'), (2, '<p>g2 vote</p>', '[]');
INSERT INTO tag_name VALUES (1, 0, 'UA', 'Ukraine');
INSERT INTO article_tag VALUES (1, 1790000001000, -4710761932313301021, 1, 1);
INSERT INTO own_tag VALUES ('grain', 1790000001000, -4710761932313301021, 1);
INSERT INTO words (rowid, title, body) VALUES (1, 'g1 talks open', 'g1 talks open');
INSERT INTO pending VALUES (2, 'g2 vote');
