//! The command line from outside: the program itself, a loopback server, and folders of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::server::{Server, reply};
use crate::support::user::{User, said};

/// A feed of two articles, one from Suez and one from Vienna.
fn gazette() -> String {
    feed(&[
        (
            "Britain and France halt at Suez",
            "<p>A <b>cease-fire</b> holds in Egypt, says the <a href=\"https://un.example/unef\">United Nations</a>.</p>",
        ),
        ("The Congress meets in Vienna", "<p>Envoys of Austria and Russia confer.</p>"),
    ])
}

fn feed(articles: &[(&str, &str)]) -> String {
    let item = |(title, body): &(&str, &str)| {
        format!(
            "<item><title><![CDATA[{title}]]></title><guid>{title}</guid><link>https://gazette.example/1</link>\
             <description><![CDATA[{body}]]></description></item>"
        )
    };
    let items: String = articles.iter().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>Gazette</title>{items}</channel></rss>")
}

async fn server_with(path: &str, body: String) -> Server {
    let server = Server::start().await;
    server.on(path, move |request| match request.header("if-none-match") {
        Some("\"1\"") => reply(304, &[], ""),
        _ => reply(200, &[("etag", "\"1\""), ("content-type", "application/rss+xml")], &body),
    });
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_are_polled_listed_shown_and_marked() {
    let server = server_with("/feed", gazette()).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);

    let polled = user.json(&["refresh", "--json"]);
    assert_eq!(polled[0]["status"], "ok");
    assert_eq!((&polled[0]["new"], &polled[0]["kept"], &polled[0]["retry_at"]), (&2.into(), &0.into(), &Value::Null));
    let polled = user.json(&["refresh", "--json"]);
    assert_eq!((&polled[0]["status"], &polled[0]["new"]), (&"unchanged".into(), &0.into()));

    let suez = user.json(&["list", "cease-fire", "--json"]);
    let (suez, id) = (&suez[0], suez[0]["id"].as_str().unwrap().to_owned());
    assert_eq!(suez["title"], "Britain and France halt at Suez");
    assert_eq!((&suez["read"], &suez["source"]["name"]), (&false.into(), &"Gazette".into()));
    let countries = suez["tags"].as_array().unwrap().iter().filter(|tag| tag["kind"] == "country");
    assert!(countries.clone().any(|tag| tag["key"] == "EG"), "{}", suez["tags"]);

    let short = &id[..8];
    assert_eq!(user.ok(&["star", short]), format!("starred {id}\n"));
    assert_eq!(user.ok(&["tag-add", short, "#Canal"]), format!("tagged {id} canal\n"));
    assert_eq!(user.ok(&["read", short]), format!("read {id}\n"));
    for query in ["is:starred", "tag:canal", "is:read", "country:Egypt"] {
        let found = user.json(&["list", query, "--json"]);
        assert_eq!((found.as_array().unwrap().len(), &found[0]["id"]), (1, &id.as_str().into()), "{query}");
    }
    let row = user.ok(&["list", "-is:unread"]);
    assert!(row.starts_with(short) && row.contains(" ★⚑  Gazette ") && row.ends_with("halt at Suez\n"), "{row}");
    assert_eq!(user.ok(&["list", "--limit", "1"]).lines().count(), 1);

    let text = user.ok(&["show", short]);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "Britain and France halt at Suez");
    assert!(lines.contains(&"#canal") && lines.contains(&"[1] https://un.example/unef"), "{text}");
    assert!(
        lines.iter().any(|line| line.starts_with("A cease-fire holds in Egypt, says the United Nations")),
        "{text}"
    );
    let shown = user.json(&["show", &id, "--json"]);
    assert_eq!(shown["links"][0], "https://un.example/unef");

    assert_eq!(user.ok(&["star", short, "--remove"]), format!("unstarred {id}\n"));
    assert_eq!(user.ok(&["tag-remove", short, "canal"]), format!("untagged {id} canal\n"));
    assert_eq!(user.ok(&["read", short, "--unread"]), format!("unread {id}\n"));
    for query in ["is:starred", "tag:canal", "is:read"] {
        assert_eq!(user.ok(&["list", query]), "", "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_article_says_was_done_is_shown_unless_its_actor_was_rejected() {
    let titles = ["A word on bridges", "Serbia accuses Kosovo of delay"];
    let items = titles.map(|title| format!("<item><title>{title}</title></item>")).concat();
    let server =
        server_with("/feed", format!("<rss version=\"2.0\"><channel><title>Gazette</title>{items}</channel></rss>"))
            .await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);

    let listed = user.json(&["list", "accuses", "--json"]);
    let (id, event) = (listed[0]["id"].as_str().unwrap(), &listed[0]["event"]);
    assert_eq!(
        (&event["verb"], &event["who"]["key"], &event["whom"]["key"]),
        (&json!("ACCUSE"), &json!("RS"), &json!("XK"))
    );
    let (start, end) = (event["phrase"][0].as_u64().unwrap(), event["phrase"][1].as_u64().unwrap());
    let words = event["phrase"][2].as_str().unwrap();
    assert_eq!(&titles[1][start as usize..end as usize], words);
    assert_eq!((&event["by"], user.json(&["show", id, "--json"])["event"] == *event), (&json!("pattern"), true));
    let line = format!("Serbia → ACCUSE → Kosovo · by pattern: “{words}”");
    assert!(user.ok(&["show", id]).lines().any(|shown| shown == line), "{}", user.ok(&["show", id]));
    assert_eq!(user.json(&["list", "word", "--json"])[0]["event"], Value::Null);

    user.ok(&["tag-reject", id, "Kosovo"]);
    assert_eq!(user.json(&["list", "accuses", "--json"])[0]["event"], Value::Null);
    assert!(!user.ok(&["show", id]).contains("ACCUSE"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_article_is_fetched_and_the_feeds_text_is_kept() {
    let server = Server::start().await;
    let paragraph =
        "<p>The ministers of Egypt and Sudan spoke for hours on the water of the river, and on the dam.</p>";
    let page = format!("<html><body><article><h1>Ministers meet</h1>{}</article></body></html>", paragraph.repeat(8));
    server.on_any("/1", reply(200, &[("content-type", "text/html")], page));
    let item = |title: &str, path: &str| {
        format!(
            "<item><title>{title}</title><link>{}</link><description>Few words.</description></item>",
            server.url(path)
        )
    };
    let items = item("Ministers meet", "/1") + &item("Nobody meets", "/2");
    server.on_any("/feed", reply(200, &[], format!("<rss version=\"2.0\"><channel>{items}</channel></rss>")));
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    let id = |word: &str| user.json(&["list", word, "--json"])[0]["id"].as_str().unwrap().to_owned();
    let (meets, nobody) = (id("Ministers"), id("Nobody"));
    let offline = user.run(&["show", &meets, "--full-text", "--offline"]);
    assert_eq!(offline.code, 2, "{}", offline.err);

    assert!(user.ok(&["show", &meets, "--full-text"]).contains("ministers of Egypt"));
    let shown = user.json(&["show", &meets, "--json"]);
    assert_eq!((&shown["complete"], &shown["text_of"]), (&true.into(), &"page".into()));
    assert_eq!(shown["full_text"]["url"], server.url("/1").as_str());
    assert!(shown["tags"].as_array().unwrap().iter().any(|tag| tag["key"] == "SD"));
    assert!(user.ok(&["show", &meets, "--feed-text"]).contains("Few words."));
    assert_eq!(user.json(&["show", &meets, "--feed-text", "--json"])["text_of"], "feed");
    assert_eq!(user.json(&["list", "river", "--json"])[0]["id"], meets.as_str(), "its words are found");

    let failed = user.run(&["show", &nobody, "--full-text"]);
    assert!(failed.code == 1 && failed.err.contains("no such page"), "{}", failed.err);
    let shown = user.json(&["show", &nobody, "--json"]);
    assert_eq!((&shown["page_failure"]["why"], &shown["full_text"]), (&"failed".into(), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_are_tagged_anew_and_what_the_user_did_stays() {
    let server = server_with("/feed", gazette()).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    let id = user.json(&["list", "cease-fire", "--json"])[0]["id"].as_str().unwrap().to_owned();
    user.ok(&["star", &id]);
    user.ok(&["tag-add", &id, "canal"]);
    let retagged = |user: &User, arguments: &[&str]| {
        let done = user.json(arguments);
        (done["tagged"].as_u64().unwrap(), done["left"].as_u64().unwrap())
    };
    assert_eq!(retagged(&user, &["retag", "--json"]), (0, 0), "nothing has changed");
    assert_eq!(retagged(&user, &["retag", "--all", "--json"]), (2, 0));

    user.write("config/chancery/gazetteer.toml", "[[organisation]]\nname = \"Unef\"\naliases = [\"United Nations\"]\n");
    let said = user.run(&["retag"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", "2 articles tagged anew.\n"));
    let found = user.json(&["list", "org:Unef is:starred tag:canal", "--json"]);
    assert_eq!(found[0]["id"], id.as_str());
    assert_eq!(user.run(&["refresh", "--json"]).code, 0);
    assert_eq!(retagged(&user, &["retag", "--json"]), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn tagging_anew_shows_its_progress_and_can_be_stopped() {
    let body = format!("<p>{}</p>", "Envoys of Austria and Russia confer in Vienna. ".repeat(100));
    let titles: Vec<String> = (0..500).map(|number| format!("Dispatch {number}")).collect();
    let articles: Vec<(&str, &str)> = titles.iter().map(|title| (title.as_str(), body.as_str())).collect();
    let server = server_with("/feed", feed(&articles)).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    let mut terminal = user.terminal(&["retag", "--all"], 100, 30);
    terminal.wait_for_text(" of 500");
    terminal.send("\u{3}");
    assert_eq!(terminal.wait_for_end().exit_code(), 1);
    assert!(terminal.text().contains(" left; the next `chancery retag` goes on."), "{}", terminal.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_is_rejected_listed_and_taken_back() {
    let server = server_with("/feed", gazette()).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    let id = user.json(&["list", "cease-fire", "--json"])[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        user.ok(&["tag-reject", &id, "egypt", "country:FR"]),
        format!("rejected {id} country:EG\nrejected {id} country:FR\n")
    );
    assert_eq!(user.ok(&["list", "country:EG,FR"]), "");
    assert_eq!(
        user.ok(&["tag-reject", "--list"]),
        "Gazette  country:EG  egypt\nGazette  country:EG  suez\nGazette  country:FR  france\n"
    );
    let listed = user.json(&["tag-reject", "--list", "--json"]);
    assert_eq!(
        (&listed[0]["key"], &listed[0]["words"], &listed[0]["source"]["name"]),
        (&"EG".into(), &"egypt".into(), &"Gazette".into())
    );
    assert!(user.ok(&["show", &id]).contains("Rejected: Egypt, France"), "{}", user.ok(&["show", &id]));
    assert_eq!(user.json(&["show", &id, "--json"])["rejected"][0]["key"], "EG");

    user.ok(&["retag", "--all"]);
    assert_eq!(user.ok(&["list", "country:EG"]), "");
    assert!(user.fails(2, &["tag-reject", &id, "Egypt"]).contains("The article has no tag \"Egypt\"."));
    assert_eq!(user.ok(&["tag-reject", &id, "Egypt", "--undo"]), format!("taken back {id} country:EG\n"));
    assert_eq!(user.ok(&["list", "country:EG"]).lines().count(), 1);
    assert_eq!(user.ok(&["tag-reject", "--list"]), "Gazette  country:FR  france\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn stars_that_were_acknowledged_outlive_a_kill() {
    let titles: Vec<String> = (0..200).map(|number| format!("Dispatch {number}")).collect();
    let articles: Vec<(&str, &str)> = titles.iter().map(|title| (title.as_str(), "")).collect();
    let server = server_with("/feed", feed(&articles)).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    let listed = user.json(&["list", "--json", "--limit", "200"]);
    let mut arguments = vec!["star"];
    arguments.extend(listed.as_array().unwrap().iter().map(|article| article["id"].as_str().unwrap()));
    assert_eq!(arguments.len(), 201);

    let mut child = user.command(&arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut acknowledged = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ids: Vec<String> = acknowledged.by_ref().take(20).map(Result::unwrap).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    // What was said before the kill and not read yet counts too; half a line does not.
    let whole = ids[0].len();
    ids.extend(acknowledged.map_while(Result::ok).filter(|line| line.len() == whole));

    let starred = user.ok(&["list", "is:starred", "--json", "--limit", "200"]);
    for line in &ids {
        let id = line.strip_prefix("starred ").unwrap();
        assert!(starred.contains(id), "{id} was acknowledged");
    }
    assert!(ids.len() >= 20, "{} stars were acknowledged", ids.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_fails_is_told_of_and_does_not_stop_the_others() {
    let server = server_with("/feed", gazette()).await;
    server.on_any("/page", reply(200, &[("content-type", "text/html")], "<html><body>Hello</body></html>"));
    let feeds = [("Gazette", "/feed"), ("Gone", "/nothing"), ("Page", "/page")];
    let user = User::with_feeds(&feeds.map(|(name, path)| (name, server.url(path).to_string())));

    let said = user.run(&["refresh", "--json"]);
    assert_eq!(said.code, 1);
    let polled: Value = serde_json::from_str(&said.out).unwrap();
    let status = |name: &str| {
        let feed = polled.as_array().unwrap().iter().find(|feed| feed["name"] == name).unwrap();
        (feed["status"].clone(), feed["message"].is_string(), feed["retry_at"].is_string())
    };
    assert_eq!(status("Gazette"), ("ok".into(), false, false));
    assert_eq!(status("Gone"), ("failed".into(), true, true));
    assert_eq!(status("Page"), ("not_a_feed".into(), true, true));
    assert!(said.err.contains("3 feeds asked: 2 new articles, 2 failures."), "{}", said.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_is_told_though_the_index_fails() {
    let server = server_with("/feed", gazette()).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["list"]);
    let cache = rusqlite::Connection::open(user.data().join("cache.db")).unwrap();
    cache
        .execute_batch("CREATE TRIGGER broken BEFORE DELETE ON pending BEGIN SELECT RAISE(ABORT, 'no index'); END")
        .unwrap();
    drop(cache);
    let said = user.run(&["refresh", "--json"]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("1 feed asked: 2 new articles, 0 failures.") && said.err.contains("no index"),
        "{}",
        said.err
    );
    let polled: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(polled[0]["new"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_never_touches_the_network() {
    let server = server_with("/feed", gazette()).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    let said = user.run(&["--offline", "refresh", "--json"]);
    assert_eq!(said.code, 1);
    let polled: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(polled[0]["status"], "offline");
    assert!(server.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_feed_reaches_the_terminal_raw() {
    let hostile = feed(&[("Title\u{9b}31m \u{202e}evil\u{200b}", "<p>Body\u{9b}2J \u{2066}text &#27;[2J &#x9b;</p>")]);
    let server = server_with("/feed", hostile).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    let polled = user.ok(&["refresh", "--json"]);
    let id = user.json(&["list", "--json"])[0]["id"].as_str().unwrap().to_owned();
    let outputs = [polled, user.ok(&["list"]), user.ok(&["show", &id]), user.ok(&["show", &id, "--json"])];
    for text in outputs {
        let forbidden = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2066}' | '\u{200b}');
        assert!(!text.contains(forbidden), "{text:?}");
        assert!(!text.contains("\\u00"), "JSON escapes are control characters too: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_pipe_is_no_error() {
    let server = server_with("/feed", gazette()).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    for arguments in [&["list"][..], &["list", "--json"], &["export", "opml"], &["paths"], &["--help"]] {
        let mut child = user.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let said = said(child.wait_with_output().unwrap());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_done_though_nobody_reads_that_it_is() {
    let server = server_with("/feed", gazette()).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    let listed = user.json(&["list", "--json"]);
    let ids = [0, 1].map(|place| listed[place]["id"].as_str().unwrap());
    let unheard = |arguments: &[&str]| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let said = said(user.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{arguments:?}");
    };
    let found = |query: &str| user.ok(&["list", query]).lines().count();

    unheard(&["star", ids[0], ids[1]]);
    assert_eq!(found("is:starred"), 2);
    unheard(&["read", ids[0], ids[1]]);
    assert_eq!(found("is:read"), 2);
    unheard(&["tag-add", ids[0], "canal", "congress"]);
    assert_eq!((found("tag:canal"), found("tag:congress")), (1, 1));
    unheard(&["tag-remove", ids[0], "canal", "congress"]);
    assert_eq!((found("tag:canal"), found("tag:congress")), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_saved_while_quitting_is_told_after_the_terminal_was_given_back() {
    let server = server_with("/feed", gazette()).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    let mut terminal = user.terminal(&["--offline"], 100, 30);
    terminal.wait_for_text("Britain");
    let state = rusqlite::Connection::open(user.data().join("state.db")).unwrap();
    // Refused, but only once the reader has left: another process holds the file so long.
    state
        .execute_batch(
            "CREATE TRIGGER broken BEFORE INSERT ON status BEGIN SELECT RAISE(ABORT, 'no star'); END; BEGIN IMMEDIATE",
        )
        .unwrap();
    terminal.send("jsQ");
    terminal.wait_for(|screen| !screen.alternate_screen());
    state.execute_batch("ROLLBACK").unwrap();
    assert_eq!(terminal.wait_for_end().exit_code(), 1);
    let screen = terminal.text();
    assert!(screen.contains("The last changes are not all saved.") && screen.contains("no star"), "{screen}");
}

#[test]
fn mistakes_of_the_user_are_usage_errors_with_a_hint() {
    let user = User::with_feeds(&[]);
    let cases: [(&[&str], &str); 10] = [
        (
            &["list", "contry:UA"],
            "chancery: There is no field contry:.\n  contry:UA\n  ^^^^^^\nhint: did you mean country:?\n",
        ),
        (&["list", "country:Ukrane"], "hint: did you mean Ukraine?"),
        (&["list", "--jsn"], "--jsn is no option of list"),
        (&["star", "0000000000000000"], "No article has the id 0000000000000000.\nhint: "),
        (&["show", "xyz"], "is no article's id"),
        (&["tag-add", "0000", "a,b"], "a tag is one word"),
        (&["import", "nowhere.opml"], "nowhere.opml cannot be read"),
        (&["tag", "nowhere.txt"], "nowhere.txt cannot be read"),
        (&["frobnicate"], "unrecognized subcommand"),
        (&["--config", "nowhere.toml", "list"], "nowhere.toml: there is no such file"),
    ];
    for (arguments, expected) in cases {
        let err = user.fails(2, arguments);
        assert!(err.contains(expected), "{arguments:?}: {err}");
    }
}

#[test]
fn mistakes_in_files_and_variables_name_their_place() {
    let user = User::with_feeds(&[]);
    let config = user.write("config/chancery/config.toml", "[polling]\nintervall = \"5m\"\n");
    let place =
        format!("{}:2:1: polling.intervall: there is no such setting; did you mean interval?", config.display());
    assert_eq!(user.fails(2, &["list"]), format!("chancery: {place}\n"));
    assert!(user.ok(&["paths"]).contains("config.toml"), "where to mend it can be asked even so");

    fs::write(&config, "").unwrap();
    let feeds = user.write("config/chancery/feeds.toml", "on = [\"BBC Europ\"]\n");
    let err = user.fails(2, &["list"]);
    assert!(
        err.contains(&format!("{}:1:7: on: ", feeds.display())) && err.contains("did you mean BBC Europe?"),
        "{err}"
    );

    fs::write(&feeds, "defaults = false").unwrap();
    for (variable, value) in [("CHANCERY_POLLING_INTERVAL", "soon"), ("CHANCERY_LOG", "a=b=c")] {
        let said = said(user.command(&["list"]).env(variable, value).output().unwrap());
        assert_eq!(said.code, 2);
        assert!(said.err.starts_with(&format!("chancery: {variable}: ")), "{}", said.err);
    }
}

#[test]
fn the_users_gazetteer_is_used_and_its_mistakes_name_their_place() {
    let user = User::with_feeds(&[]);
    let text = user.write("talk.txt", "Talks in Malorussia\nEnvoys met.\n");
    let tag = ["tag", text.to_str().unwrap()];
    assert!(!user.ok(&tag).contains("Ukraine"));
    let gazetteer =
        user.write("config/chancery/gazetteer.toml", "[[country]]\ncode = \"UA\"\naliases = [\"Malorussia\"]\n");
    assert!(user.ok(&tag).contains("Ukraine"), "{}", user.ok(&tag));
    assert!(user.ok(&["paths"]).contains(gazetteer.to_str().unwrap()));

    fs::write(&gazetteer, "[[person]]\nnane = \"Jane Doe\"\n").unwrap();
    let mistake = format!("{}:2:1: person.nane: there is no such setting; did you mean name?", gazetteer.display());
    assert!(user.fails(2, &tag).contains(&mistake), "{}", user.fails(2, &tag));
    fs::write(&gazetteer, "\n[[place]]\nname = \"Newhaven\"\ncountry = \"ZZ\"\n").unwrap();
    let mistake = format!("{}:2: place.country: ZZ is no country's code", gazetteer.display());
    assert!(user.fails(2, &["list", "is:unread"]).contains(&mistake), "{}", user.fails(2, &["list", "is:unread"]));
}

#[test]
fn a_store_that_cannot_be_used_has_its_own_code() {
    let user = User::with_feeds(&[]);
    let file = user.write("a-file", "");
    let err = user.fails(3, &["--data-dir", file.to_str().unwrap(), "list"]);
    assert!(err.contains("a-file"), "{err}");
}

#[test]
fn subscriptions_travel_as_opml() {
    let user = User::with_feeds(&[("Gazette", "https://gazette.example/feed".into())]);
    let opml = user.write(
        "other.opml",
        "<opml><body><outline text=\"Desks\"><outline text=\"Courier\" url=\"https://courier.example/?a=1&amp;b=2\"/>\
         <outline text=\"Bad\" xmlUrl=\"file:///etc/passwd\"/></outline></body>",
    );
    let said = user.run(&["import", opml.to_str().unwrap()]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(said.err.contains("skipped Bad: ") && said.err.contains("1 feed added to "), "{}", said.err);
    assert!(user.run(&["import", opml.to_str().unwrap()]).err.contains("1 subscribed to already"));

    let exported = user.ok(&["export", "opml"]);
    assert!(exported.contains("<outline text=\"Desks\">"), "{exported}");
    let other = User::with_feeds(&[]);
    assert_eq!(other.with_input(&["import", "-"], &exported).code, 0);
    let urls = |text: &str| text.lines().filter(|line| line.contains("xmlUrl")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(urls(&other.ok(&["export", "opml"])), urls(&exported));
    assert_eq!(urls(&exported).len(), 2);
}

#[test]
fn articles_a_line_each_are_answered_in_order_until_one_is_none() {
    let user = User::with_feeds(&[]);
    let input = "\
        {\"id\": \"a\", \"title\": \"Côte d’Ivoire accuses Ghana of delay\", \"text\": \"\\u001bAccra waits.\"}\n\
        \n\
        {\"id\": 2, \"text\": \"Президент Украины приехал.\", \"lang\": \"ru\"}\n\
        {\"id\": null, \"title\": \"Galway opens a library\", \"feed_country\": \"ie\"}\n\
        {\"id\": 4, \"text\": 5}\n";
    let said = user.with_input(&["tag", "--jsonl"], input);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("Line 5 of standard input is no article"), "{}", said.err);
    let answers: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 3);
    let ghana = answers[0]["countries"].as_array().unwrap().iter().find(|tag| tag["code"] == "GH").unwrap();
    assert_eq!(ghana["spans"], serde_json::json!([[22, 27, "Ghana"], [38, 43, "Accra"]]));
    assert_eq!(answers[0]["event"]["verb"], "ACCUSE");
    assert_eq!((&answers[1]["id"], &answers[1]["lang"]), (&2.into(), &"ru".into()));
    assert_eq!(answers[1]["countries"][0]["spans"], serde_json::json!([[11, 18, "Украины"]]));
    assert_eq!(answers[2]["countries"][0]["code"], "IE");

    let sure = user.with_input(&["tag", "--jsonl", "--min-score", "0.99"], "{\"title\": \"Talks in Chile\"}");
    let sure: Value = serde_json::from_str(&sure.out).unwrap();
    assert_eq!(sure["countries"], serde_json::json!([]));
}

#[test]
fn a_text_is_tagged_with_spans_in_characters() {
    let user = User::new();
    let input = "Žádné dohody\nUkraine and NATO conferred.";
    let said = user.with_input(&["tag", "--json"], input);
    let tagged: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(tagged["text"], input);
    let ukraine = tagged["tags"].as_array().unwrap().iter().find(|tag| tag["key"] == "UA").unwrap();
    let (start, end) = (ukraine["spans"][0]["start"].as_u64().unwrap(), ukraine["spans"][0]["end"].as_u64().unwrap());
    let evidence: String = input.chars().skip(start as usize).take((end - start) as usize).collect();
    assert_eq!(evidence, "Ukraine");

    let page =
        user.with_input(&["tag", "-"], "<html><body><h1>Talks in Geneva</h1><p>Ukraine &amp; NATO.</p></body></html>");
    assert!(page.out.contains("Ukraine (UA)") && page.out.contains("NATO"), "{}", page.out);
    assert!(!Path::new(&user.path("data")).exists(), "tagging keeps nothing");
}

#[test]
fn help_and_version_are_data() {
    let user = User::new();
    for arguments in [&["--help"][..], &["list", "--help"], &["--version"]] {
        assert!(!user.ok(arguments).is_empty(), "{arguments:?}");
    }
}
