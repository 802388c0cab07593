use jiff::Timestamp;

use super::*;
use crate::domain::{ArticleId, Event, Extras, FeedId, Headline, Marks, Plover, Span, Status, Tag, TagKind, WebUrl};

fn headline() -> Headline {
    Headline {
        id: ArticleId(1),
        feed: FeedId(1),
        title: "Talks".into(),
        link: None,
        published: None,
        arrived: Timestamp::UNIX_EPOCH,
        status: Status::default(),
        own_tags: Vec::new(),
        marks: Marks::default(),
    }
}

#[test]
fn the_event_stands_under_the_facts_until_its_actor_is_rejected() {
    let spans = vec![Span { start: 0, end: 6 }];
    let serbia =
        Tag { kind: TagKind::Country, key: "RS".into(), label: "Serbia".into(), main: true, score: 0.9, spans };
    let event = Event {
        verb: Plover::Accuse,
        phrase: Span { start: 7, end: 14 },
        who: serbia.to_ref(),
        whom: None,
        negated: false,
        conditional: false,
        historical: false,
    };
    let headline = Headline { title: "Serbia accuses".into(), ..headline() };
    let (author, body) = (SafeText::default(), SafeText::from("<p>One</p><p>Two</p>"));
    let document = crate::text::document(&body, None);
    let (tags, rejected) = (vec![serbia], Vec::new());
    let article = Article { tags, rejected, event: Some(event), ..Article::new(headline, author, body) };

    let mut sheet = Sheet::new(article, document, 40, true);
    assert_eq!(sheet.file(1), None);
    let head = [SheetLine::Meta, SheetLine::Event, SheetLine::Tags, SheetLine::Blank];
    assert_eq!([1, 2, 3, 4].map(|at| sheet.line(at).unwrap()), head);
    let (len, words) = (sheet.len(), format!("{:?}", sheet.line(5)));

    sheet.article.rejected = std::mem::take(&mut sheet.article.tags);
    let top = sheet.fit(40, false, 5);
    assert_eq!(top, 3, "the words that were on top stay there");
    assert_eq!((sheet.len(), format!("{:?}", sheet.line(top))), (len - 2, words));
    assert_eq!([1, 2].map(|at| sheet.line(at).unwrap()), [SheetLine::Meta, SheetLine::Blank]);
}

#[test]
fn what_the_source_repeats_is_folded_until_it_is_asked_for() {
    let body = SafeText::from(
        "<p>The delegations met again in the evening and spoke for hours.<p>Our newsletter, every day<p>The end of it",
    );
    let document = crate::text::document(&body, None);
    let repeated = crate::text::paragraph_hashes("Our newsletter, every day\nx\ny");
    let article = Article { repeated, ..Article::new(headline(), SafeText::default(), body) };
    let mut sheet = Sheet::new(article, document, 72, true);
    let shown = |sheet: &Sheet| -> Vec<String> {
        let lines = (0..sheet.len()).filter_map(|at| sheet.line(at));
        lines
            .filter_map(|line| match line {
                SheetLine::Body(line) => Some(crate::text::line_text(line, &sheet.document)),
                SheetLine::Repeated => Some("▸".into()),
                _ => None,
            })
            .filter(|line| !line.is_empty())
            .collect()
    };
    let (first, last) = ("The delegations met again in the evening and spoke for hours.", "The end of it");
    assert_eq!(shown(&sheet), [first, last, "▸"]);
    let end = (0..sheet.len()).find(|at| matches!(sheet.line(*at), Some(SheetLine::Repeated))).unwrap();
    let top = sheet.toggle_repeated(end - 2);
    assert_eq!((top, shown(&sheet)), (end, [first, "Our newsletter, every day", last, "▸"].map(String::from).to_vec()));
    sheet.fit(40, true, 0);
    assert!(shown(&sheet).contains(&"Our newsletter, every day".to_owned()), "it stays open");
}

#[test]
fn files_are_links_behind_those_of_the_text() {
    let file = |number| Enclosure {
        url: WebUrl::parse(&format!("https://a.example/{number}.mp3")).unwrap(),
        media_type: "audio/mpeg".into(),
        bytes: None,
        title: SafeText::default(),
    };
    let extras = Extras { enclosures: vec![file(1), file(2)], categories: vec!["Talks".into()], via: None };
    let body = SafeText::from("<p><a href='https://b.example/'>One</a></p>");
    let document = crate::text::document(&body, None);
    let headline = headline();
    let article = Article { extras, ..Article::new(headline, SafeText::default(), body) };
    let sheet = Sheet::new(article, document, 40, true);
    assert_eq!(sheet.document.links.len(), 3);
    assert_eq!([1, 2, 3, 4].map(|number| sheet.file(number).cloned()), [None, Some(file(1)), Some(file(2)), None]);
    assert_eq!([1, 2, 3].map(|at| sheet.line(at).unwrap()), [SheetLine::Meta, SheetLine::Said, SheetLine::Blank]);
    assert_eq!(sheet.line(sheet.len() - 1), Some(SheetLine::Link(3)));
}
