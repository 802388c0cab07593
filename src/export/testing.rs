//! An article to write.

use crate::domain::{
    Article, ArticleId, CountryCode, FeedId, Headline, Marks, OwnTag, Owner, SafeText, Source, SourceKind, Status, Tag,
    TagKind, WebUrl,
};

use super::Item;

/// An article of the Gazette with everything that can be known of one.
pub(super) fn item(title: &str, body: &str) -> Item {
    let headline = Headline {
        id: ArticleId(7),
        feed: FeedId(1),
        title: SafeText::line(title),
        link: WebUrl::parse("https://gazette.example/talks").ok(),
        published: "2026-11-22T14:02:00Z".parse().ok(),
        arrived: "2026-11-22T14:05:00Z".parse().unwrap(),
        status: Status::default(),
        own_tags: vec!["deal".parse::<OwnTag>().unwrap()],
        marks: Marks::default(),
    };
    let tag = Tag {
        kind: TagKind::Country,
        key: "CH".into(),
        label: "Switzerland".into(),
        main: true,
        score: 0.9,
        spans: Vec::new(),
    };
    let article = Article {
        tags: vec![tag],
        note: "Ask *Ada*.".into(),
        ..Article::new(headline, "Ada".into(), SafeText::block(body))
    };
    let mut source = Source::unknown("Gazette".into(), WebUrl::parse("https://gazette.example/feed").unwrap());
    source.card.kind = SourceKind::Wire;
    source.card.country = "CH".parse::<CountryCode>().ok();
    source.card.owner = Owner::Independent;
    source.card.language = Some("en".into());
    Item::new(article, Some(source))
}
