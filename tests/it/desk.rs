//! The whole loop: a loopback server, the poller, the store, the reader. Keys in, screen out.

use chancery::app::model::{Model, Tone};
use chancery::app::panes::Pane;
use chancery::config::{Environment, Locations, Paths, subscriptions};
use chancery::domain::{Article, Status, View};
use tempfile::TempDir;

use crate::support::desk::{Desk, publish, source};
use crate::support::server::{Gate, Reply, Server, reply};

#[tokio::test(flavor = "multi_thread")]
async fn headlines_come_in_are_opened_starred_and_tagged() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["Ukraine and Russia exchange prisoners", "Talks in Geneva go on"]);
    let mut desk = Desk::open(&folder, vec![source(&server, "/a", "Gazette")], false).await;
    desk.polled().await;
    assert!(desk.screen().contains("Ukraine and Russia exch"), "{}", desk.screen());

    desk.press("j Enter s t").await;
    desk.answer("grain deal").await;
    let screen = desk.screen();
    for expected in ["◆ Ukraine", "◆ Russia", "#grain-deal", "[1] https://news.example/more", "★ 1", "Unread 1"] {
        assert!(screen.contains(expected), "{expected} is not on\n{screen}");
    }

    desk.close().await;
    let again = Desk::open(&folder, vec![source(&server, "/a", "Gazette")], true).await;
    let stored = again.stored().await;
    let starred = stored.iter().find(|article| article.headline.title.starts_with("Ukraine")).unwrap();
    assert_eq!(starred.headline.status, Status { read: true, starred: true });
    assert_eq!(starred.headline.own_tags[0].as_str(), "grain-deal");
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_answer_while_a_feed_hangs_and_the_cursor_stays_on_its_article() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    let titles: Vec<String> = (0..30).map(|number| format!("Quick {number:02}")).collect();
    publish(&server, "/quick", &titles.iter().map(String::as_str).collect::<Vec<_>>());
    let gate = Gate::closed();
    let late = "<rss version=\"2.0\"><channel><title>Slow</title><item><title>Slow news</title><guid>1</guid>\
                <pubDate>Sun, 01 Nov 2026 12:00:00 GMT</pubDate></item></channel></rss>";
    server.on_any("/slow", Reply::After(gate.clone(), Box::new(reply(200, &[], late))));
    let sources = vec![source(&server, "/slow", "Slow"), source(&server, "/quick", "Quick")];
    let mut desk = Desk::open(&folder, sources, false).await;
    desk.until(|model| model.list.rows.len() == 30).await;
    assert!(desk.model().poll.round.is_some(), "the round goes on");

    desk.press("j j j").await;
    assert_eq!(desk.selected().unwrap(), "Quick 02");
    desk.press("s").await;
    gate.open();
    desk.until(|model| model.list.new == 1).await;
    assert_eq!(desk.selected().unwrap(), "Quick 02");
    assert!(desk.screen().contains("new 1 ↑"), "{}", desk.screen());
    desk.press("s").await;
    assert!(!desk.model().list.selected().unwrap().status.starred, "the key acts on the same article");

    desk.press("i").await;
    assert_eq!(desk.selected().unwrap(), "Quick 02");
    assert_eq!(desk.model().list.rows[0].title, "Slow news");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_round_asks_only_what_has_changed() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["One"]);
    let mut desk = Desk::open(&folder, vec![source(&server, "/a", "A")], false).await;
    desk.polled().await;
    desk.press("j R").await;
    desk.until(|model| model.poll.round.is_none()).await;
    server.wait_for(2).await;
    let requests = server.requests();
    assert_eq!(requests[1].header("if-none-match"), Some("\"One\""));
    assert_eq!(desk.stored().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_feed_is_told_of_and_breaks_no_other() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/good", &["Good news"]);
    server.on_any("/bad", reply(500, &[], "no"));
    let sources = vec![source(&server, "/bad", "Bad"), source(&server, "/good", "Good")];
    let mut desk = Desk::open(&folder, sources, false).await;
    desk.polled().await;
    assert!(desk.screen().contains("1 failing"), "{}", desk.screen());
    assert!(desk.screen().contains("Good news"));

    desk.press("h G Space j").await;
    let screen = desk.screen();
    let sentence = desk.model().poll.failing.values().next().unwrap().sentence.clone();
    assert!(screen.contains(&sentence[..40]), "the reason of the feed under the cursor is said\n{screen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_read_offline() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["Kept for the train", "Kept as well"]);
    let sources = || vec![source(&server, "/a", "A")];
    let mut desk = Desk::open(&folder, sources(), false).await;
    desk.polled().await;
    desk.close().await;
    let asked = server.requests().len();

    let mut desk = Desk::open(&folder, sources(), true).await;
    desk.quiet().await;
    desk.press("j Enter").await;
    let screen = desk.screen();
    assert!(screen.contains("A report on Kept for the train"), "{screen}");
    assert!(screen.contains("offline"), "{screen}");
    desk.press("R").await;
    assert_eq!(server.requests().len(), asked, "--offline never touches the network");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_goes_and_comes_back() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["Before"]);
    publish(&server, "/b", &[]);
    publish(&server, "/c", &[]);
    let address = server.url("/a");
    let sources = ["/a", "/b", "/c"].map(|path| source(&server, path, path)).to_vec();
    let mut desk = Desk::open(&folder, sources, false).await;
    desk.polled().await;
    drop(server);
    desk.press("j R").await;
    desk.until(|model| model.poll.offline_since.is_some()).await;
    assert!(desk.screen().contains("offline since"), "{}", desk.screen());
    assert_eq!(desk.model().poll.failing.len(), 0, "no feed is blamed for the network");
    desk.press("Enter").await;
    assert!(desk.screen().contains("A report on Before"));

    let server = Server::start_at(&address).await;
    publish(&server, "/a", &["After", "Before"]);
    desk.press("R").await;
    desk.until(|model| model.poll.offline_since.is_none()).await;
    desk.until(|model| model.list.new == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_titles_and_texts_and_shows_its_mistakes() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["外交部发言人谈话", "Grain deal renewed in Istanbul", "Élysée silent"]);
    let mut desk = Desk::open(&folder, vec![source(&server, "/a", "A")], false).await;
    desk.polled().await;
    desk.store.finish_index().await.unwrap();
    for (query, found) in [
        ("外交", "外交部发言人谈话"),
        ("\"grain deal\"", "Grain deal renewed in Istanbul"),
        ("elysee", "Élysée silent"),
    ] {
        desk.press("/").await;
        desk.answer(query).await;
        assert_eq!(desk.selected().as_deref(), Some(found), "{query}");
        assert_eq!(desk.model().list.rows.len(), 1, "{query}");
        desk.press("q").await;
        assert_eq!(desk.model().list.scope.view, View::Unread);
    }
    desk.press("/").await;
    desk.answer("contry:UA").await;
    assert!(desk.screen().contains("^^^^"), "{}", desk.screen());
    desk.press("Esc /").await;
    desk.answer("nowhere").await;
    assert!(desk.screen().contains("Nothing found"), "{}", desk.screen());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_narrows_the_headlines() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["Japan votes", "Peru votes", "Japan counts"]);
    let mut desk = Desk::open(&folder, vec![source(&server, "/a", "A")], false).await;
    desk.polled().await;
    desk.press("j Enter Tab Enter").await;
    assert_eq!(desk.model().focus, Pane::Tags);
    let titles: Vec<String> = desk.model().list.rows.iter().map(|row| row.title.to_string()).collect();
    assert_eq!(titles, ["Japan votes", "Japan counts"]);
    desk.press("Enter").await;
    assert_eq!(desk.model().list.rows.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_tag_is_gone_from_its_source_now_and_later() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["Japan votes", "Peru votes", "Japan counts"]);
    publish(&server, "/b", &["Japan waits"]);
    let sources = || vec![source(&server, "/a", "A"), source(&server, "/b", "B")];
    let mut desk = Desk::open(&folder, sources(), false).await;
    desk.polled().await;
    desk.press("ga f").await;
    desk.answer("source:A").await;
    desk.press("gg Enter Tab").await;
    assert_eq!(desk.model().sheet().unwrap().article.tags[0].label, "Japan");
    desk.press("X").await;
    let tagged = |articles: &[Article]| {
        let about = articles.iter().filter(|article| article.tags.iter().any(|tag| tag.key == "JP"));
        let mut titles: Vec<String> = about.map(|article| article.headline.title.to_string()).collect();
        titles.sort();
        titles
    };
    // The article at once, the others behind it.
    desk.stored_until(|articles| tagged(articles) == ["Japan waits"]).await;
    publish(&server, "/a", &["Japan sings", "Japan votes", "Peru votes", "Japan counts"]);
    desk.press("R").await;
    desk.until(|model| model.counts.total == 5).await;
    assert_eq!(tagged(&desk.stored().await), ["Japan waits"]);
    desk.press("Ctrl-z").await;
    desk.stored_until(|articles| tagged(articles).len() == 4).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_of_an_older_tagger_are_tagged_anew_behind_the_reader() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    let titles: Vec<String> = (0..100).map(|number| format!("Japan votes {number}")).collect();
    publish(&server, "/a", &titles.iter().map(String::as_str).collect::<Vec<_>>());
    let mut desk = Desk::open(&folder, vec![source(&server, "/a", "A")], false).await;
    desk.polled().await;
    desk.press("j s").await;
    let open = desk.stored().await.remove(0).headline.id;
    desk.close().await;
    let cache = rusqlite::Connection::open(folder.path().join("cache.db")).unwrap();
    cache
        .execute_batch("UPDATE article SET tagger = 7; UPDATE article_text SET tags = '[]'; DELETE FROM article_tag")
        .unwrap();
    drop(cache);

    let mut desk = Desk::open(&folder, vec![source(&server, "/a", "A")], true).await;
    desk.press("ga gg Enter").await;
    desk.until(|model| model.sheet().is_some_and(|sheet| !sheet.article.tags.is_empty())).await;
    assert_eq!(desk.model().sheet().unwrap().article.headline.id, open);
    assert!(desk.stored().await.iter().all(|article| article.tags.iter().any(|tag| tag.key == "JP")));
    assert_eq!(desk.stored().await.iter().filter(|article| article.headline.status.starred).count(), 1);
    assert_eq!(desk.model().poll.tagging, None);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_marked_read_comes_back_with_undo() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["One", "Two", "Three"]);
    let mut desk = Desk::open(&folder, vec![source(&server, "/a", "A")], false).await;
    desk.polled().await;
    desk.press("A").await;
    assert!(desk.screen().contains("marked 3 as read"), "{}", desk.screen());
    assert!(desk.stored().await.iter().all(|article| article.headline.status.read));
    desk.press("Ctrl-z").await;
    assert!(desk.stored().await.iter().all(|article| !article.headline.status.read));
    assert!(desk.screen().contains("Unread 3"), "{}", desk.screen());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_added_by_its_site_and_its_articles_appear() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["Known already"]);
    publish(&server, "/news", &["Grain deal renewed", "Second news"]);
    let page = "<!doctype html><html><head><title>Gazette</title><link rel=alternate type=\"application/rss+xml\" \
                href=\"/news\"><link rel=alternate type=\"application/rss+xml\" href=\"/a\"></head><body>Gazette</body>";
    server.on_any("/", reply(200, &[("content-type", "text/html")], page));
    let mut desk = Desk::subscribing(&folder, vec![source(&server, "/a", "A")]).await;
    desk.polled().await;
    desk.press("j a").await;
    desk.answer(server.url("/").as_str()).await;
    let screen = desk.screen();
    for expected in ["Add which of 2 feeds?", "Grain deal renewed", "subscribed", "RSS"] {
        assert!(screen.contains(expected), "{expected} is not on\n{screen}");
    }

    desk.press("Enter").await;
    desk.answer("Desks/Trade").await;
    desk.until(|model| model.counts.total == 3).await;
    let screen = desk.screen();
    assert!(screen.contains("Subscribed to /news · Ctrl-z takes it back"), "{screen}");
    assert_eq!(desk.selected().as_deref(), Some("Known already"), "the cursor stays");
    assert!(screen.contains("▸ Desks"), "{screen}");
    let file = std::fs::read_to_string(folder.path().join("feeds.toml")).unwrap();
    assert!(file.contains("folder = \"Desks/Trade\""), "{file}");
    desk.press("i").await;
    assert!(desk.screen().contains("Grain deal renewed"), "{}", desk.screen());

    desk.press("Ctrl-z").await;
    assert_eq!(desk.model().feeds.len(), 1);
    let file = std::fs::read_to_string(folder.path().join("feeds.toml")).unwrap();
    assert!(!file.contains("/news"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_feed_comes_back_to_the_byte() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["One", "Two"]);
    publish(&server, "/b", &["Three"]);
    let sources = vec![source(&server, "/a", "A"), source(&server, "/b", "B")];
    let mut desk = Desk::subscribing(&folder, sources).await;
    desk.polled().await;
    let file = folder.path().join("feeds.toml");
    let before =
        std::fs::read_to_string(&file).unwrap().replace("[[feed]]\nname = \"A\"", "# mine\n[[feed]]\nname = \"A\"");
    std::fs::write(&file, &before).unwrap();

    desk.press("gf /").await;
    desk.answer("/a").await;
    desk.press("dd").await;
    assert!(
        desk.screen().contains("Removed A, its starred articles stay · Ctrl-z brings it back"),
        "{}",
        desk.screen()
    );
    assert_eq!((desk.model().feeds.len(), desk.stored().await.len()), (1, 1));
    desk.press("Ctrl-z q").await;
    assert_eq!((desk.model().feeds.len(), desk.stored().await.len()), (2, 3), "nothing of the cache was deleted");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_edited_in_the_file_and_what_cannot_be_is_refused() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["One"]);
    let mut desk = Desk::subscribing(&folder, vec![source(&server, "/a", "A")]).await;
    desk.polled().await;
    let file = folder.path().join("feeds.toml");
    desk.press("gf E j j Enter").await;
    desk.answer("pacific").await;
    desk.press("j j j Enter").await;
    desk.answer("QQ").await;
    assert!(desk.screen().contains("QQ is no country's code"), "{}", desk.screen());
    desk.press("Ctrl-u").await;
    desk.answer("ua").await;
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("tags = [\"pacific\"]") && text.contains("country = \"UA\""), "{text}");
    assert!(desk.screen().contains("Saved A · Ctrl-z undoes"), "{}", desk.screen());

    std::fs::write(&file, format!("{text}\n[[feed]\n")).unwrap();
    desk.press("Ctrl-z").await;
    assert!(desk.screen().contains("feeds.toml:"), "a file with a mistake is left alone\n{}", desk.screen());
    std::fs::write(&file, &text).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_subscriptions_is_taken_up_and_a_mistake_is_told() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server, "/a", &["First", "Second"]);
    publish(&server, "/b", &["Third"]);
    let named = Locations { config: Some(folder.path().join("config.toml")), data_dir: Some(folder.path().into()) };
    let paths = Paths::find(&named, &Environment::default()).unwrap();
    let entry = |name: &str| format!("[[feed]]\nname = \"{name}\"\nurl = \"{}\"\n", server.url(name).as_str());
    let write = |text: String| std::fs::write(&paths.feeds_file, format!("defaults = false\n{text}")).unwrap();
    write(entry("/a"));
    let mut desk = Desk::open(&folder, subscriptions::load(&paths).unwrap(), false).await;
    desk.attend(paths.clone());
    desk.polled().await;
    desk.press("j Enter").await;

    write(entry("/a") + &entry("/b"));
    desk.until(|model| model.feeds.len() == 2).await;
    desk.stored_until(|articles| articles.len() == 3).await;
    assert_eq!(desk.selected().unwrap(), "First");

    write(entry("/a") + "urk = 1");
    let complains = |model: &Model| model.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Problem);
    desk.until(complains).await;
    let notice = desk.model().notice.clone().unwrap().text;
    assert!(notice.contains("the feeds stay as they were") && notice.contains("feeds.toml:5:1: feed.urk"), "{notice}");
    assert_eq!(desk.model().feeds.len(), 2);

    let beside = folder.path().join("new");
    std::fs::write(&beside, format!("defaults = false\n{}", entry("/b"))).unwrap();
    std::fs::rename(&beside, &paths.feeds_file).unwrap();
    desk.until(|model| model.feeds.len() == 1).await;
    assert_eq!(desk.model().sheet().unwrap().article.headline.title, "First", "it stays open");
    assert_eq!(desk.selected().unwrap(), "First", "and the cursor on it");
    desk.close().await;
}
