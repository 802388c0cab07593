//! What `feeds.toml` may say.

use std::path::Path;
use std::time::Duration;

use super::*;
use crate::domain::{Access, Credentials, Owner, Password, Proxy, Secret, SourceCard, SourceKind, WebUrl};

fn source(name: &'static str, url: &str) -> Source {
    Source::unknown(name.into(), WebUrl::parse(url).unwrap())
}

fn shipped() -> Vec<Shipped> {
    let feed = |name: &'static str, on, kind, region: &'static str, language: &'static str| {
        let mut source = source(name, &format!("https://{}.example/feed", name.to_lowercase()));
        source.card =
            SourceCard { kind, region: Some(region.into()), language: Some(language.into()), ..SourceCard::default() };
        Shipped { name: source.name.clone(), source, on }
    };
    vec![
        feed("Gazette", true, SourceKind::Wire, "world", "en"),
        feed("Courier", false, SourceKind::StateMedia, "Latin America", "es"),
        feed("Bote", false, SourceKind::ThinkTank, "world", "de-AT"),
    ]
}

fn parse(text: &str) -> Result<Vec<Source>, ConfigError> {
    super::parse(Document::new(Path::new("feeds.toml"), text), shipped()).map(Subscriptions::sources)
}

fn names(text: &str) -> Vec<String> {
    parse(text).expect(text).iter().map(|source| source.name.to_string()).collect()
}

#[test]
fn feeds_of_the_list_are_switched_on_and_off_by_name() {
    let none: [&str; 0] = [];
    assert_eq!(names(""), ["Gazette"]);
    assert_eq!(names("on = [\"courier\"]"), ["Gazette", "Courier"]);
    assert_eq!(names("off = [\"Gazette\"]"), none);
    assert_eq!(names("defaults = false"), none);
    assert_eq!(names("defaults = false\non = [\"Courier\"]"), ["Courier"]);
}

#[test]
fn the_users_own_feeds_have_source_cards_too() {
    let text = r#"
        defaults = false
        [[feed]]
        name = "Foreign desk"
        url = "https://news.example/feed"
        site = "https://news.example/"
        folder = "Desks/Foreign"
        kind = "regional-press"
        country = "ua"
        region = "Black Sea"
        language = "uk"
        owner = "independent"
        family = "desk"
        note = "on paper too"
        [[feed]]
        url = "https://bare.example/feed"
    "#;
    let sources = parse(text).unwrap();
    assert_eq!(
        sources[0],
        Source {
            site: Some(WebUrl::parse("https://news.example/").unwrap()),
            folders: vec!["Desks/Foreign".into()],
            card: SourceCard {
                kind: SourceKind::RegionalPress,
                country: Some("UA".parse().unwrap()),
                region: Some("Black Sea".into()),
                language: Some("uk".into()),
                owner: Owner::Independent,
                family: Some("desk".into()),
                note: Some("on paper too".into()),
            },
            ..source("Foreign desk", "https://news.example/feed")
        }
    );
    assert_eq!(sources[1], source("bare.example", "https://bare.example/feed"));
}

#[test]
fn an_entry_with_the_address_of_a_listed_feed_stands_in_its_place_with_its_card() {
    let sources =
        parse("[[feed]]\nname = \"Mine\"\nregion = \"Europe\"\nurl = \"https://gazette.example/feed\"").unwrap();
    let mut mine = source("Mine", "https://gazette.example/feed");
    mine.card = SourceCard { region: Some("Europe".into()), ..shipped()[0].source.card.clone() };
    assert_eq!(sources, [mine]);
}

#[test]
fn groups_are_switched_and_a_name_beats_them() {
    let none: [&str; 0] = [];
    for (text, on) in [
        ("on = [\"kind:state-media\"]", vec!["Gazette", "Courier"]),
        ("on = [\"lang:de\", \"region:latin america\"]", vec!["Gazette", "Courier", "Bote"]),
        ("off = [\"lang:en\"]", none.to_vec()),
        ("off = [\"region:world\"]\non = [\"lang:de\"]", none.to_vec()),
        ("off = [\"region:world\"]\non = [\"Bote\"]", vec!["Bote"]),
        ("on = [\"region:world\"]\noff = [\"Gazette\"]", vec!["Bote"]),
        ("defaults = false\non = [\"KIND:Think Tank\"]", vec!["Bote"]),
    ] {
        assert_eq!(names(text), on, "{text}");
    }
}

#[test]
fn a_listed_feed_is_changed_by_its_name_alone_and_stays_in_its_place() {
    let text = "on = [\"Courier\"]\n[[feed]]\nname = \"gazette\"\ntitle = \"The Gazette\"\ntags = [\"Daily Paper\"]\n\
                disabled = true\n[[feed]]\nname = \"Bote\"\nfolder = \"X\"";
    let sources = parse(text).unwrap();
    let mut gazette = shipped()[0].source.clone();
    (gazette.name, gazette.disabled) = ("The Gazette".into(), true);
    gazette.tags = vec!["daily-paper".parse().unwrap()];
    assert_eq!(sources, [gazette, shipped()[1].source.clone()], "what is off stays off");
}

#[test]
fn a_feed_may_be_a_file_or_a_command_and_is_named_after_it() {
    let text =
        "defaults = false\n[[feed]]\nurl = \"file:///home/ada/notes.xml\"\n[[feed]]\nurl = \"exec:make-feed --all\"";
    assert_eq!(names(text), ["notes", "make-feed --all"]);
}

#[test]
fn a_feed_says_where_it_is_filed_and_how_it_is_asked() {
    let text = r##"
        defaults = false
        [[feed]]
        name = "Desk"
        url = "https://desk.example/feed"
        folder = "Asia / East/"
        folders = ["Asia/East", "Daily", "/"]
        tags = ["grain deal", "#Grain-Deal", "straits"]
        interval = "2h"
        full_text = true
        user_agent = "Mozilla/5.0"
        headers = { X-Key = "sesame" }
        proxy = "socks5://127.0.0.1:9050"
        timeout = "90s"
        user = "ada"
        password_command = "pass show desk"
        ca_file = "desk.pem"
        insecure_tls = true
    "##;
    let expected = Source {
        folders: vec!["Asia/East".into(), "Daily".into()],
        tags: vec!["grain-deal".parse().unwrap(), "straits".parse().unwrap()],
        interval: Some(Duration::from_secs(7200)),
        full_text: true,
        access: Access {
            user_agent: Some("Mozilla/5.0".into()),
            headers: vec![("X-Key".into(), Secret::new("sesame"))],
            proxy: Some(Proxy::Socks5("127.0.0.1:9050".into())),
            timeout: Some(Duration::from_secs(90)),
            credentials: Some(Credentials::Basic {
                user: "ada".into(),
                password: Password::Command("pass show desk".into()),
            }),
            ca_file: Some("desk.pem".into()),
            insecure_tls: true,
        },
        ..source("Desk", "https://desk.example/feed")
    };
    assert_eq!(parse(text).unwrap(), [expected]);

    let access = |field: &str| {
        parse(&format!("defaults = false\n[[feed]]\nurl = \"https://a.example\"\n{field}")).unwrap().remove(0).access
    };
    assert_eq!(access("proxy = \"none\"").proxy, Some(Proxy::Direct));
    let token = Credentials::Bearer(Password::Given(Secret::new("sesame")));
    assert_eq!(access("token = \"sesame\"").credentials, Some(token));
}

#[test]
fn every_mistake_names_its_place_and_the_nearest_right_name() {
    let feed = |field: &str| format!("[[feed]]\nurl = \"https://a.example\"\n{field}");
    let cases = [
        ("of = []".into(), "feeds.toml:1:1: of: there is no such setting; did you mean on?"),
        (
            "on = [\"Curier\"]".into(),
            "feeds.toml:1:7: on: chancery comes with no feed named \"Curier\"; did you mean Courier?",
        ),
        ("on = [\"Courier\"]\noff = [\"Courier\"]".into(), "feeds.toml:2:8: off: this feed stands in `on` too"),
        ("defaults = 1".into(), "feeds.toml:1:12: defaults: true or false is needed here, not a number"),
        ("[feed]".into(), "feeds.toml:1:1: feed: feeds are written as [[feed]], in double brackets"),
        ("[[feed]]".into(), "feeds.toml:1:1: feed.url: a feed needs an address: url = \"https://…\""),
        (
            "[[feed]]\nurl = \"ftp://a.example/\"".into(),
            "feeds.toml:2:7: feed.url: `ftp:` addresses are not opened or fetched, only http: and https: ones",
        ),
        (
            "on = [\"kind:wrie\"]".into(),
            "feeds.toml:1:7: on: chancery comes with no feed of \"kind:wrie\"; did you mean kind:wire?",
        ),
        (
            "off = [\"kin:wire\"]".into(),
            "feeds.toml:1:8: off: feeds are chosen by name or by kind:, region:, country:, lang:; did you mean kind:wire?",
        ),
        ("on = [\"lang:de\"]\noff = [\"lang:DE\"]".into(), "feeds.toml:2:8: off: this group stands in `on` too"),
        (
            "[[feed]]\nname = \"Gazete\"".into(),
            "feeds.toml:1:1: feed.name: chancery comes with no feed named \"Gazete\", so it needs an address: url = \
             \"https://…\"; did you mean Gazette?",
        ),
        (
            feed("tags = [\"a b\", \"c,d\"]"),
            "feeds.toml:3:16: feed.tags: a tag is one word of at most 40 letters, digits, `-`, `_`, `.` or `/`, such as grain-deal; or a kind with one, such as country:UA",
        ),
        (
            feed("interval = \"5s\""),
            "feeds.toml:3:12: feed.interval: a duration such as \"2h\", from 1m to 30d, is needed here, not \"5s\"",
        ),
        (feed("disabled = \"yes\""), "feeds.toml:3:12: feed.disabled: true or false is needed here, not a text"),
        (
            feed("proxy = \"ftp://x\""),
            "feeds.toml:3:9: feed.proxy: \"none\", an http:// address or socks5://host:port is needed here",
        ),
        (
            feed("headers = { \"a b\" = \"c\" }"),
            "feeds.toml:3:13: feed.headers.a b: a header's name is of letters, digits and -",
        ),
        (feed("user = \"ada\""), "feeds.toml:3:8: feed.user: a password or a password_command belongs to it"),
        (feed("password = \"x\""), "feeds.toml:3:12: feed.password: a user belongs to it"),
        (
            feed("token = \"x\"\ntoken_command = \"y\""),
            "feeds.toml:4:17: feed.token_command: it stands beside token; only one of them is needed",
        ),
        (feed("nmae = \"x\""), "feeds.toml:3:1: feed.nmae: there is no such setting; did you mean name?"),
        (
            feed("owner = \"sate\""),
            "feeds.toml:3:9: feed.owner: one of state, independent, unknown is needed here, not \"sate\"; \
             did you mean state?",
        ),
        (feed("country = \"Ukraine\""), "feeds.toml:3:11: feed.country: a country code is two letters, such as UA"),
        (
            feed("[[feed]]\nurl = \"https://a.example/\""),
            "feeds.toml:3:1: feed.url: this feed stands in line 1 already",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(parse(&text).expect_err(&text).to_string(), expected, "{text}");
    }
}
