-- cache.db, version 2. Who adds articles adds to the tally as well: a trigger for each would cost as much as the article.

DROP TRIGGER IF EXISTS article_added;
