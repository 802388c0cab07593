//! Pages and what is found on them, both ways: what is an article, and what only looks like one.

use super::*;

const FILLER: &str = "The delegations met again in the evening and spoke for two hours without a result, as the \
    chairman told reporters. A third round will follow in spring, with observers from four countries. ";

fn extracted(html: &str) -> Result<FullText, PageFailure> {
    extract(html, &WebUrl::parse("https://news.example/2026/talks").unwrap(), Timestamp::UNIX_EPOCH)
}

fn paragraphs(count: usize) -> String {
    format!("<p>{}</p>", FILLER.repeat(2)).repeat(count)
}

/// A page with this title and article, amid what stands on every page.
fn page(title: &str, article: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><nav><ul><li><a href=/>Home</a>
         <li><a href=/subscribe>Subscribe</a></ul></nav><main><article><h1>{title}</h1>{article}</article></main>
         <div class=cookie-banner><p>We use cookies. <button>Accept all</button> <button>Reject all</button></div>
         <footer><p>© News. All rights reserved. Your privacy choices.</footer></body></html>"
    )
}

fn json_ld(json: &str) -> String {
    format!("<script type='application/ld+json'>{{\"@context\":\"https://schema.org\",{json}}}</script>")
}

#[test]
fn an_article_is_found_among_what_stands_around_it() {
    let article = paragraphs(4) + "<p>See <a href='/more'>more</a>.</p><ul><li>First<li>Second</ul>";
    let found = extracted(&page("Talks in Geneva go on", &article)).unwrap();
    assert_eq!(&*found.title, "Talks in Geneva go on");
    for part in ["delegations", "https://news.example/more", "<li>Second"] {
        assert!(found.body.contains(part), "{part}");
    }
    for part in ["Home", "cookies", "All rights"] {
        assert!(!found.body.contains(part), "{part}");
    }
}

#[test]
fn addresses_are_resolved_against_the_page_s_base() {
    let article = paragraphs(4) + "<p>See <a href=more>more about it</a> in the <a href=/archive>archive</a>.</p>";
    let html = page("Talks in Geneva go on", &article).replace("<head>", "<head><base href='/desk/'>");
    let body = extracted(&html).unwrap().body;
    assert!(body.contains("https://news.example/desk/more") && body.contains("https://news.example/archive"), "{body}");
}

#[test]
fn a_paywall_s_teaser_is_no_article() {
    let locked = json_ld(r#""@type":"NewsArticle","isAccessibleForFree":false"#);
    let cases = [
        ("stated", locked.clone() + &paragraphs(2)),
        ("English", paragraphs(3) + "<div><p>To continue reading, subscribe or log in.</p></div>"),
        ("in a box", paragraphs(2) + "<p>Subscribe to unlock this article and all others.</p><p>1 € a month.</p>"),
        ("German", paragraphs(3) + "<p>Jetzt abonnieren und weiterlesen</p>"),
        ("French", paragraphs(3) + "<p>Cet article est réservé aux abonnés.</p>"),
        ("Spanish", paragraphs(3) + "<p>Suscríbete para seguir leyendo</p>"),
        ("Russian", paragraphs(3) + "<p>Материал доступен по подписке.</p>"),
        ("Chinese", paragraphs(3) + "<p>订阅后继续阅读</p>"),
        ("Japanese", paragraphs(3) + "<p>この記事は有料会員限定です。</p>"),
    ];
    for (name, article) in cases {
        let why = extracted(&page("Talks in Geneva go on", &article)).map_err(|failure| failure.why);
        assert_eq!(why.unwrap_err(), NoArticle::Paywall, "{name}");
    }
}

#[test]
fn what_is_doubted_can_be_had_with_the_doubt() {
    let url = WebUrl::parse("https://news.example/2026/talks").unwrap();
    let locked = page("Talks", &(paragraphs(2) + "<p>Subscribe to continue reading.</p>"));
    let Extraction { text, doubt } = extract_with_doubt(&locked, &url, Timestamp::UNIX_EPOCH).unwrap();
    assert!(text.body.contains("delegations"));
    assert_eq!(doubt.map(|failure| failure.why), Some(NoArticle::Paywall));
    let whole = extract_with_doubt(&page("Talks", &paragraphs(4)), &url, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(whole.doubt, None);
    assert!(extract_with_doubt("<p></p>", &url, Timestamp::UNIX_EPOCH).is_err());
}

#[test]
fn an_article_is_one_though_it_speaks_of_paywalls_or_is_marked_as_locked() {
    let locked = json_ld(r#""@type":"NewsArticle","isAccessibleForFree":"False""#);
    let free = json_ld(r#""@type":"NewsArticle","isAccessibleForFree":true"#);
    let quoting = "<p>Readers have learned to hate the words “subscribe to continue reading”, which now stand under \
        every second article, and few of them pay.</p>";
    let cases = [
        ("locked but whole", "Talks in Geneva go on", locked + &paragraphs(12)),
        ("about paywalls", "Why newspapers build paywalls", paragraphs(3) + quoting),
        ("free with a box", "Talks in Geneva go on", free + &paragraphs(3) + "<p>Subscribe to continue reading</p>"),
        ("about consent", "Before you continue: how consent became a trade", paragraphs(6)),
        ("about cookies", "What “accept all” means for privacy", {
            paragraphs(2) + "<p>Most banners say “We value your privacy” and offer “Accept all” in a large button.</p>"
        }),
        ("about robots", "Are you a robot? The test is failing", paragraphs(4)),
        ("short", "Talks in Geneva go on", paragraphs(1)),
        (
            "a list of names",
            "Who sits at the table",
            paragraphs(1) + "<ul><li><a href=/a>Ada</a><li><a href=/b>Ben</a></ul>",
        ),
    ];
    for (name, title, article) in cases {
        assert!(extracted(&page(title, &article)).is_ok(), "{name}");
    }
}

#[test]
fn a_page_in_the_place_of_an_article_is_said_to_be_that() {
    let bare = |title: &str, body: &str| format!("<html><title>{title}</title><body><div>{body}</div></body></html>");
    let consent = "<h1>Before you continue</h1><p>We and our partners store and/or access information on a device.</p>
        <button>Accept all</button>";
    let german = "<h1>Wir und unsere Partner</h1><p>Sie können alle akzeptieren oder ein Abo abschließen.</p>
        <p>Alle ablehnen</p>";
    let links = "<li><a href=/1>A headline about the talks in Geneva</a>".repeat(40);
    let cases = [
        (NoArticle::Consent, bare("Your privacy", consent)),
        (NoArticle::Consent, bare("Datenschutz", german)),
        (NoArticle::Consent, bare("Just a moment...", "<p>Verifying you are human. This may take a few seconds.</p>")),
        (NoArticle::Consent, bare("Attention Required!", "<p>Please complete the captcha to go on.</p>")),
        (NoArticle::Consent, bare("Проверка", "<p>Подтвердите, что вы не робот</p>")),
        (
            NoArticle::NotAnArticle,
            bare("404 – page not found", "<p>We looked everywhere, but that page has gone. Try the search.</p>"),
        ),
        (
            NoArticle::NotAnArticle,
            bare("Страница не найдена", "<p>Возможно, она была удалена или перенесена. Попробуйте поиск по сайту.</p>"),
        ),
        (NoArticle::NotAnArticle, bare("News", &format!("<ul>{links}</ul>"))),
        (NoArticle::NotAnArticle, bare("", "")),
        (NoArticle::NotAnArticle, String::new()),
    ];
    for (why, html) in cases {
        assert_eq!(extracted(&html).map_err(|failure| failure.why), Err(why), "{html}");
    }
}

#[test]
fn a_text_that_only_its_json_holds_is_taken() {
    let body = format!("{FILLER}\\n\\n").repeat(12);
    let html =
        page("Talks in Geneva go on", &json_ld(&format!("\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"")));
    let found = extracted(&html).unwrap();
    assert_eq!(found.body.matches("<p>").count(), 12);
}

#[test]
fn a_page_that_is_too_large_is_refused() {
    let failure = extracted(&"x".repeat(PAGE_MAX_BYTES + 1)).unwrap_err();
    assert_eq!(failure.why, NoArticle::Failed);
}

#[test]
fn a_file_that_is_no_text_is_no_article() {
    let stray = "\u{0}\u{1}PNG\u{1a}\u{6}";
    let failure = extracted(&page(stray, &paragraphs(8))).unwrap_err();
    assert_eq!(failure.why, NoArticle::NotAnArticle);
    assert!(extracted(&page("Talks\u{b}in Geneva", &paragraphs(8))).is_ok());
}
