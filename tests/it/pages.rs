//! Whole articles from their pages: a loopback server, the client, the tagger and the store.

use std::time::Duration;

use chancery::config::Polling;
use chancery::domain::{
    Access, Article, ArticleId, Credentials, Feed, NoArticle, Password, Query, Secret, Source, WebUrl,
};
use chancery::fetch::{Client, Fault};
use chancery::poll::{PageFetched, Pages, PollEvent, Poller, Setup, Urgency, once};
use chancery::store::Store;
use chancery::tagging::SharedTagger;
use tempfile::TempDir;

use crate::support::desk::{Desk, publish_linked, source};
use crate::support::server::{Reply, Server, head, reply};

const HTML: [(&str, &str); 1] = [("content-type", "text/html; charset=utf-8")];
const TITLE: &str = "Ministers meet on the river";

/// A page with an article of some length about Egypt, and much around it.
fn page(title: &str) -> String {
    let paragraph = "<p>The ministers of Egypt and Sudan spoke for hours on the water of the river, and on the \
                     dam that is to be built above it, and agreed to meet again before the rains.</p>";
    format!(
        "<!doctype html><html><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav>\
         <article><h1>{title}</h1>{}</article><footer>Imprint</footer></body></html>",
        paragraph.repeat(4)
    )
}

/// A store with one feed of one article, whose page is at `/1`.
struct Newsroom {
    store: Store,
    server: Server,
    settings: Polling,
    feeds: Vec<Feed>,
    _folder: TempDir,
}

impl Newsroom {
    async fn new(declare: impl Fn(Source) -> Source) -> Self {
        let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Gazette</title><item><title>{TITLE}</title><link>{}</link>\
             <description>A report.</description></item></channel></rss>",
            server.url("/1").as_str()
        );
        server.on_any("/feed", reply(200, &[], feed));
        let (store, _) = Store::open(folder.path()).unwrap();
        let feeds = store.declare_feeds(vec![declare(source(&server, "/feed", "Gazette"))]).await.unwrap();
        let newsroom = Self { store, server, settings: Polling::default(), feeds, _folder: folder };
        let mut events = once(newsroom.setup(false), chancery::poll::Refresh::All);
        while events.recv().await.is_some() {}
        newsroom
    }

    fn setup(&self, full_text: bool) -> Setup {
        Setup {
            client: Client::new(&self.settings).unwrap(),
            store: self.store.clone(),
            tagger: SharedTagger::default(),
            settings: self.settings.clone(),
            feeds: self.feeds.clone(),
            log_dir: None,
            full_text,
            offline: false,
        }
    }

    fn pages(&self) -> Pages {
        let client = Client::new(&self.settings).unwrap();
        Pages::new(client, self.store.clone(), SharedTagger::default(), &self.settings, &self.feeds)
    }

    async fn article(&self) -> Article {
        self.store.list(Query::Everything, 9).await.unwrap().remove(0)
    }

    async fn id(&self) -> ArticleId {
        self.article().await.headline.id
    }

    /// Fetches the page, which is answered in this way.
    async fn fetch(&self, answer: Reply) -> PageFetched {
        self.server.on_any("/1", answer);
        self.pages().fetch(self.id().await, Urgency::Now).await.unwrap()
    }

    /// Why there is no article, and the sentence.
    async fn failure(&self, answer: Reply) -> (NoArticle, String, Option<Fault>) {
        let fetched = self.fetch(answer).await;
        let failure = fetched.result.expect_err("there is no article");
        let article = self.article().await;
        let is_remembered = article.page_failure.is_some_and(|kept| kept.sentence == failure.sentence);
        assert_eq!(is_remembered, fetched.fault == Some(Fault::Page), "{}", failure.sentence);
        assert!(article.full_text.is_none() && !article.headline.marks.complete);
        (failure.why, failure.sentence.to_string(), fetched.fault)
    }
}

fn html(status: u16, body: impl AsRef<[u8]>) -> Reply {
    reply(status, &HTML, body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_fetched_tagged_and_stored_once() {
    let newsroom = Newsroom::new(|source| source).await;
    let fetched = newsroom.fetch(html(200, page(TITLE))).await;
    assert!(fetched.result.unwrap().body.contains("before the rains"));
    assert!(fetched.bytes > 500);
    let article = newsroom.article().await;
    assert!(article.headline.marks.complete && article.body.contains("A report"), "{}", article.body);
    assert!(article.tags.iter().any(|tag| tag.key == "SD"), "the tags are of the page: {:?}", article.tags);
    let request = newsroom.server.requests().pop().unwrap();
    assert!(request.header("accept").unwrap().starts_with("text/html"));
    assert!(request.header("user-agent").unwrap().starts_with("chancery/"));

    let asked = newsroom.server.requests().len();
    newsroom.fetch(html(500, "")).await.result.unwrap();
    assert_eq!(newsroom.server.requests().len(), asked, "what is there is not fetched again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_article_is_said_to_be_that_and_never_stored() {
    let newsroom = Newsroom::new(|source| source).await;
    let wall = "<html><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}\
                </script><body><article><h1>Ministers meet</h1><p>The ministers met on the river today.</p>\
                <p>Subscribe to continue reading.</p></article></body></html>";
    let consent = "<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1>\
                   <p>We use cookies. Do you accept all cookies?</p><button>Accept all</button></body></html>";
    let (page_fault, html_head) = (Some(Fault::Page), head(200, &HTML));
    for (answer, why, words, fault) in [
        (html(404, "gone"), NoArticle::Failed, "no such page", page_fault),
        (html(403, "no"), NoArticle::Failed, "refuses this reader (403)", page_fault),
        (html(403, wall), NoArticle::Paywall, "", page_fault),
        (html(402, "pay"), NoArticle::Paywall, "(402)", page_fault),
        (html(451, "no"), NoArticle::Failed, "legal", page_fault),
        (html(200, wall), NoArticle::Paywall, "", page_fault),
        (html(200, consent), NoArticle::Consent, "", page_fault),
        (html(200, "<html><body></body></html>"), NoArticle::NotAnArticle, "", page_fault),
        (reply(200, &[("content-type", "application/pdf")], "%PDF-1.7"), NoArticle::Failed, "a PDF", page_fault),
        (Reply::Flood(html_head, vec![b'x'; 1 << 16]), NoArticle::Failed, "larger than 5 MiB", page_fault),
        (Reply::Bytes(head(200, &[HTML[0], ("content-length", "900")])), NoArticle::Failed, "broke off", page_fault),
        (html(429, "later"), NoArticle::Failed, "asks for patience", Some(Fault::Patience(None))),
        (html(503, "busy"), NoArticle::Failed, "trouble of its own", Some(Fault::Patience(None))),
        (html(511, "sign in"), NoArticle::Failed, "sign-in", Some(Fault::Network)),
    ] {
        let (found, sentence, whose) = newsroom.failure(answer).await;
        assert_eq!((found, whose), (why, fault), "{words}: {sentence}");
        assert!(sentence.contains(words), "{words}: {sentence}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_page_of_the_network_is_not_taken_for_the_article() {
    let newsroom = Newsroom::new(|source| source).await;
    let portal = page("Welcome to the hotel").replace("river", "beach").replace("ministers", "guests");
    let with_form = portal.replace("</article>", "<form><input type='password'></form></article>");
    newsroom.server.on_any("/login", html(200, &portal));
    let elsewhere = newsroom.server.named_url("/login").to_string();
    let led = reply(302, &[("location", &elsewhere)], "");
    for answer in [led, html(200, with_form)] {
        let (_, sentence, fault) = newsroom.failure(answer).await;
        assert_eq!(fault, Some(Fault::Network));
        assert!(sentence.contains("sign in to the network"), "{sentence}");
    }
    // The same way leads to the article too, and a page may have a field for a password.
    let whole = page(TITLE).replace("</nav>", "<form><input type='password'></form></nav>");
    newsroom.server.on_any("/login", html(200, whole));
    let led = reply(302, &[("location", &elsewhere)], "");
    assert!(newsroom.fetch(led).await.result.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_page_is_given_up_and_one_that_sends_on_is_followed() {
    let limited = |source: Source| Source {
        access: Access { timeout: Some(Duration::from_millis(300)), ..Access::default() },
        ..source
    };
    let newsroom = Newsroom::new(limited).await;
    let (why, sentence, _) = newsroom.failure(Reply::Drip(head(200, &HTML))).await;
    assert!(why == NoArticle::Failed && sentence.contains("took longer"), "{sentence}");

    newsroom.server.on_any("/2", html(200, page(TITLE)));
    let fetched = newsroom.fetch(html(200, "<meta http-equiv='refresh' content='0; url=/2'>")).await;
    assert_eq!(fetched.result.unwrap().url, newsroom.server.url("/2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feeds_own_headers_and_login_go_to_its_own_server_only() {
    let private = |source: Source| Source {
        access: Access {
            headers: vec![("x-key".into(), Secret::new("sesame"))],
            credentials: Some(Credentials::Bearer(Password::Given(Secret::new("token")))),
            ..Access::default()
        },
        ..source
    };
    let newsroom = Newsroom::new(private).await;
    newsroom.server.on_any("/2", html(200, page(TITLE)));
    let elsewhere = newsroom.server.named_url("/2").to_string();
    newsroom.fetch(reply(302, &[("location", &elsewhere)], "")).await.result.unwrap();
    let requests = newsroom.server.requests();
    let told = |path: &str| {
        let request = requests.iter().find(|request| request.path == path).unwrap();
        (request.header("x-key").is_some(), request.header("authorization").is_some())
    };
    assert_eq!((told("/1"), told("/2")), ((true, true), (false, false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_feed_does_not_lead_into_the_own_network() {
    let server = Server::start().await;
    server.on_any("/1", html(200, page(TITLE)));
    let client = Client::new(&Polling::default()).unwrap();
    let public = Source::unknown("Wire".into(), WebUrl::parse("https://wire.example/feed").unwrap());
    for link in [server.url("/1"), server.named_url("/1")] {
        for source in [Some(&public), None] {
            let error = client.page(&link, source).await.unwrap_err();
            assert!(error.sentence.contains("your own network"), "{error}");
        }
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_articles_come_unasked_for_feeds_whose_user_wants_that() {
    for (of_feed, of_all) in [(true, false), (false, true), (false, false)] {
        let newsroom = Newsroom::new(|source| Source { full_text: of_feed, ..source }).await;
        newsroom.server.on_any("/1", html(200, page(TITLE)));
        let (handle, mut events) = Poller::spawn(newsroom.setup(of_all));
        handle.refresh(chancery::poll::Refresh::All);
        let mut told = Vec::new();
        while let Some(event) = events.recv().await {
            let is_last = match &event {
                PollEvent::FullTextsEnded { .. } => true,
                PollEvent::RoundEnded { .. } => !of_feed && !of_all,
                _ => false,
            };
            told.push(event);
            if is_last {
                break;
            }
        }
        handle.stop().await;
        let wanted = of_feed || of_all;
        assert_eq!(newsroom.article().await.full_text.is_some(), wanted, "{told:?}");
        assert_eq!(told.contains(&PollEvent::FullTexts { done: 1, of: 1 }), wanted, "{told:?}");
        assert_eq!(told.contains(&PollEvent::FullText { article: newsroom.id().await }), wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn x_brings_the_whole_article_and_changes_the_texts() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish_linked(&server, "/a", &[(TITLE, server.url("/1")), ("Another one", server.url("/2"))]);
    server.on_any("/1", html(200, page(TITLE)));
    let mut desk = Desk::open(&folder, vec![source(&server, "/a", "Gazette")], false).await;
    desk.polled().await;
    desk.press("j Enter x").await;
    let screen = desk.screen();
    for expected in ["that is to be built", "full text", "◆ Sudan", "▪"] {
        assert!(screen.contains(expected), "{expected} is not on\n{screen}");
    }
    desk.press("x").await;
    let screen = desk.screen();
    assert!(screen.contains("A report on") && screen.contains("feed's text"), "{screen}");

    desk.press("h j Enter x").await;
    let screen = desk.screen();
    assert!(screen.contains("no such page") && screen.contains("A report on Another one"), "{screen}");
}
