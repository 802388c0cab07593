//! What queries find.

use std::str::FromStr;

use super::support::*;
use crate::domain::{
    CountryCode, Field, NewArticle, Query, Region, SafeText, Scope, SourceKind, TagKind, Term, View, Window,
};
use crate::text::document;

fn text(words: &'static str) -> Query {
    Query::Term(Term::Text { words: words.into(), field: Field::Anywhere, prefix: false })
}

fn prefix(words: &'static str) -> Query {
    Query::Term(Term::Text { words: words.into(), field: Field::Anywhere, prefix: true })
}

fn in_title(words: &'static str) -> Query {
    Query::Term(Term::Text { words: words.into(), field: Field::Title, prefix: false })
}

fn not(query: Query) -> Query {
    Query::Not(Box::new(query))
}

fn term(term: Term) -> Query {
    Query::Term(term)
}

fn country(code: &str, main: bool) -> Query {
    term(Term::Country { codes: vec![CountryCode::from_str(code).unwrap()], main })
}

/// An article whose title is its guid alone.
fn untitled(guid: &str, words: &str) -> NewArticle {
    NewArticle { text: SafeText::block(words), ..article(guid) }
}

#[tokio::test]
async fn a_feed_is_found_by_its_tags_and_folders_as_they_are_now() {
    let desk = Desk::new();
    let mut filed = source("wire");
    (filed.folders, filed.tags) = (vec!["Asia/East".into(), "Daily".into()], vec![own("paper"), own("straits")]);
    let feeds = desk.store.declare_feeds(vec![filed.clone(), source("plain")]).await.unwrap();
    desk.poll(feeds[0].id, vec![article("filed")]).await;
    desk.poll(feeds[1].id, vec![article("tagged"), article("bare")]).await;
    desk.store.add_tag(id("plain", "tagged"), own("straits")).await.unwrap();
    let tag = |word: &str| term(Term::OwnTag(vec![own(word)]));
    assert_eq!(desk.found(tag("straits")).await, ["filed", "tagged"]);
    assert_eq!(desk.found(not(tag("paper"))).await, ["bare", "tagged"]);
    for folder in ["Asia", "Asia/East", "Daily"] {
        assert_eq!(desk.titles(View::Folder(folder.into())).await, ["filed"], "{folder}");
    }
    assert_eq!(desk.titles(View::Folder("As".into())).await, [""; 0]);

    (filed.folders, filed.tags) = (vec!["Daily".into()], vec![]);
    desk.store.declare_feeds(vec![filed, source("plain")]).await.unwrap();
    assert_eq!(desk.found(tag("straits")).await, ["tagged"]);
    assert_eq!(desk.titles(View::Folder("Asia".into())).await, [""; 0]);
    assert_eq!(desk.titles(View::Folder("Daily".into())).await, ["filed"]);
}

#[tokio::test]
async fn words_phrases_and_beginnings_are_found_in_every_script() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let articles = vec![
        untitled("fr", "Paris a déclaré la guerre des prix"),
        untitled("zh", "中国外交部发言人星期五表示"),
        untitled("ja", "スエズ運河は1956年に国有化された"),
        untitled("ko", "한국은 미국과 회담을 열었다"),
        untitled("ru", "Переговоры в Женеве продолжаются"),
        untitled("ar", "المحادثات في جنيف مستمرة"),
        untitled("en", "The grain deal between Kyiv and Ankara, a cease-fire \"of sorts\""),
        untitled("th", "นายกรัฐมนตรีไทยเยือนปักกิ่ง"),
        article("Geneva"),
    ];
    desk.poll(feed, articles).await;
    desk.store.finish_index().await.unwrap();
    let cases: [(Query, &[&str]); 24] = [
        (text("declare"), &["fr"]),
        (text("DÉCLARÉ"), &["fr"]),
        (text("外交"), &["zh"]),
        (text("外交部"), &["zh"]),
        (text("交外"), &[]),
        (text("運河"), &["ja"]),
        (text("スエズ"), &["ja"]),
        (text("미국"), &["ko"]),
        (text("женеве"), &["ru"]),
        (prefix("перегов"), &["ru"]),
        (text("перегов"), &[]),
        (text("جنيف"), &["ar"]),
        (text("ไทย"), &["th"]),
        (text("grain deal"), &["en"]),
        (text("deal grain"), &[]),
        (text("cease-fire"), &["en"]),
        (text("\"of sorts\""), &["en"]),
        (in_title("geneva"), &["Geneva"]),
        (in_title("grain"), &[]),
        (Query::And(vec![text("kyiv"), text("ankara")]), &["en"]),
        (Query::And(vec![text("kyiv"), not(text("ankara"))]), &[]),
        (Query::Or(vec![text("kyiv"), text("paris")]), &["en", "fr"]),
        (Query::And(vec![prefix("gen"), not(text("kyiv")), not(text("paris"))]), &["Geneva"]),
        (text("NOT OR * ^ NEAR("), &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(desk.found(query.clone()).await, expected, "{query:?}");
    }
}

#[tokio::test]
async fn words_are_found_whatever_may_part_them_on_the_screen() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let read = |guid, html: &str| {
        let body = SafeText::block(html);
        NewArticle { text: document(&body, None).text, body, ..article(guid) }
    };
    let articles = vec![
        read("zh", "<p>外交<wbr>部发言人在北\u{200b}京表示</p>"),
        read("ja", "<p>日本の首<wbr>相</p>"),
        read("de", "<p>Au\u{df}en&shy;minister<wbr>konferenz</p>"),
    ];
    desk.poll(feed, articles).await;
    desk.store.finish_index().await.unwrap();
    for (words, guid) in [("外交部", "zh"), ("北京", "zh"), ("首相", "ja"), ("au\u{df}enministerkonferenz", "de")]
    {
        assert_eq!(desk.found(text(words)).await, [guid], "{words}");
    }
}

#[tokio::test]
async fn conditions_of_every_kind_combine() {
    let desk = Desk::new();
    let mut sources = vec![source("irna"), source("bbc")];
    sources[0].name = "IRNA Türkçe".into();
    sources[0].card.kind = SourceKind::StateMedia;
    sources[0].card.language = Some("fa".into());
    sources[1].card.language = Some("en-GB".into());
    sources[1].card.family = Some("BBC".into());
    let feeds = desk.store.declare_feeds(sources).await.unwrap();
    let about = |article, tags: &[(TagKind, &str, bool)], regions: &[Region]| NewArticle {
        tags: tags.iter().map(|(kind, key, main)| tag(*kind, key, *main)).collect(),
        ..with_regions(article, regions)
    };
    desk.now(1_000);
    let irna = vec![
        about(dated("a talks", 10), &[(TagKind::Country, "IR", true)], &[Region::MiddleEast]),
        about(
            dated("b oil", 20),
            &[(TagKind::Country, "RU", false), (TagKind::Topic, "energy", true)],
            &[Region::RussiaCentralAsia],
        ),
    ];
    let bbc = vec![
        about(
            dated("c talks", 30),
            &[(TagKind::Person, "Şafak Öz", true), (TagKind::Country, "IR", false)],
            &[Region::MiddleEast, Region::Europe],
        ),
        about(dated("d vote", 40), &[(TagKind::Organisation, "NATO", true), (TagKind::Place, "The Hague", true)], &[]),
    ];
    desk.poll(feeds[0].id, irna).await;
    desk.poll(feeds[1].id, bbc).await;
    desk.store.set_read(vec![id("irna", "a")], true).await.unwrap();
    desk.store.set_starred(id("bbc", "c"), true).await.unwrap();
    desk.store.add_tag(id("bbc", "d"), own("vote")).await.unwrap();
    desk.store.finish_index().await.unwrap();

    let cases: [(Query, &str); 27] = [
        (Query::Everything, "abcd"),
        (country("IR", false), "ac"),
        (country("IR", true), "a"),
        (term(Term::Region(vec![Region::Europe, Region::RussiaCentralAsia])), "bc"),
        (term(Term::Topic(vec!["energy".into(), "none".into()])), "b"),
        (term(Term::Person(vec!["ÖZ şafak".into()])), "c"),
        (term(Term::Organisation(vec!["nato".into()])), "d"),
        (term(Term::Place(vec!["hague".into()])), "d"),
        (term(Term::Place(vec!["nato".into()])), ""),
        (term(Term::OwnTag(vec![own("vote")])), "d"),
        (term(Term::Source(vec!["TÜRKÇE".into()])), "ab"),
        (term(Term::Kind(vec![SourceKind::StateMedia, SourceKind::Wire])), "ab"),
        (term(Term::Family(vec!["bbc".into()])), "cd"),
        (not(term(Term::Family(vec!["bbc".into()]))), "ab"),
        (term(Term::Language(vec!["EN".into()])), "cd"),
        (term(Term::Language(vec!["e".into()])), ""),
        (term(Term::Read(true)), "a"),
        (term(Term::Starred), "c"),
        (term(Term::Tagged), "d"),
        (term(Term::After(at(20))), "bcd"),
        (term(Term::Before(at(20))), "a"),
        (Query::And(vec![text("talks"), not(term(Term::Read(true)))]), "c"),
        (Query::Or(vec![text("vote"), country("RU", false)]), "bd"),
        (Query::And(vec![not(text("talks")), term(Term::Read(false))]), "bd"),
        (not(Query::Or(vec![text("talks"), text("oil")])), "d"),
        (Query::And(vec![text("—"), text("oil")]), "b"),
        (Query::And(vec![]), "abcd"),
    ];
    for (query, expected) in cases {
        let found: String = desk.found(query.clone()).await.iter().map(|title| &title[..1]).collect();
        assert_eq!(found, expected, "{query:?}");
        let scope = Scope::of(View::Search { text: "".into(), query: query.clone() });
        assert_eq!(desk.store.count(scope).await.unwrap(), expected.len() as u64, "{query:?}");
        let filter = Scope { filter: Some(("".into(), query)), ..Scope::of(View::Unread) };
        assert_eq!(desk.store.count(filter).await.unwrap(), expected.replace('a', "").len() as u64);
    }
}

#[tokio::test]
async fn an_own_tag_with_a_kind_counts_as_that_tag() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, ["g1", "g2", "g3", "g4"].map(|guid| untitled(guid, "words")).to_vec()).await;
    let tags = [("g1", "country:UA"), ("g2", "topic:sanctions"), ("g3", "person:Jane Doe"), ("g4", "ua")];
    for (guid, tag) in tags {
        desk.store.add_tag(id("wire", guid), own(tag)).await.unwrap();
    }
    let person = |name| term(Term::Person(vec![SafeText::line(name)]));
    for (query, found) in [
        (country("UA", false), vec!["g1"]),
        (country("UA", true), vec!["g1"]),
        (country("RU", false), vec![]),
        (term(Term::Topic(vec!["sanctions".into()])), vec!["g2"]),
        (person("doe"), vec!["g3"]),
        (person("person"), vec![]),
        (term(Term::Place(vec!["doe".into()])), vec![]),
        (not(country("UA", false)), vec!["g2", "g3", "g4"]),
    ] {
        assert_eq!(desk.found(query.clone()).await, found, "{query:?}");
    }
}

#[tokio::test]
async fn a_changed_article_is_found_by_its_new_words_only() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![untitled("g1", "armistice")]).await;
    desk.store.finish_index().await.unwrap();
    desk.poll(feed, vec![NewArticle { body: "new".into(), ..untitled("g1", "treaty") }]).await;
    desk.store.finish_index().await.unwrap();
    assert_eq!(desk.found(text("treaty")).await, ["g1"]);
    assert_eq!(desk.found(text("armistice")).await, [""; 0]);
}

#[tokio::test]
async fn a_search_may_shut_out_as_many_words_as_it_likes() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![untitled("g1", "grain deal"), untitled("g2", "grain word7")]).await;
    desk.store.finish_index().await.unwrap();
    let unwanted = (0..200).map(|number| {
        not(Query::Term(Term::Text {
            words: SafeText::line(&format!("word{number}")),
            field: Field::Anywhere,
            prefix: false,
        }))
    });
    assert_eq!(desk.found(Query::And(std::iter::once(text("grain")).chain(unwanted).collect())).await, ["g1"]);
}

#[tokio::test]
async fn a_search_says_how_many_articles_the_index_lacks() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, (0..5).map(|number| article(&format!("g{number} x"))).collect()).await;
    let scope = Scope::of(View::Search { text: "".into(), query: text("x") });
    let page = desk.store.page(scope.clone(), Window::Top, 10).await.unwrap();
    assert_eq!(page.unindexed + page.headlines.len() as u64, 5, "each is either found or said to be missing");
    desk.store.finish_index().await.unwrap();
    let page = desk.store.page(scope, Window::Top, 10).await.unwrap();
    assert_eq!((page.unindexed, page.headlines.len()), (0, 5));
}

#[tokio::test]
async fn tags_follow_their_article_when_it_changes_and_when_it_goes() {
    let tagged = |codes: &[&str]| {
        let tags = codes.iter().map(|code| tag(TagKind::Country, code, true)).collect();
        NewArticle { tags, ..untitled("g1", &codes.join(" ")) }
    };
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![tagged(&["UA", "RU"]), untitled("g2", "x")]).await;
    desk.poll(feed, vec![NewArticle { body: "other".into(), ..tagged(&["RU", "TR"]) }]).await;
    let stored = desk.store.article(id("wire", "g1")).await.unwrap().unwrap().tags;
    assert_eq!(stored, tagged(&["RU", "TR"]).tags);
    for (code, expected) in [("UA", &[][..]), ("RU", &["g1"]), ("TR", &["g1"])] {
        assert_eq!(desk.found(country(code, true)).await, expected, "{code}");
    }

    let cache = desk.path("cache.db");
    desk.reopen_after(|_| {
        let conn = rusqlite::Connection::open(cache).unwrap();
        conn.execute_batch("PRAGMA foreign_keys = ON; DELETE FROM article WHERE title = 'g1'").unwrap();
        let left: i64 = conn.query_row("SELECT count(*) FROM article_tag", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
    })
    .await;
}
