//! Paragraphs that a feed's articles have in common.

use super::support::{Desk, article, id, page_of};
use crate::domain::{NewArticle, SafeText};
use crate::text::paragraph_hashes;

const BOX: &str = "Read also: our newsletter";

/// An article of three paragraphs, of which the last is in each.
fn with_box(guid: &str) -> NewArticle {
    let text = format!("{guid} is what the first is about\n{guid} is what the second is about\n{BOX}");
    NewArticle { text: SafeText::block(&text), ..article(guid) }
}

async fn repeated(desk: &Desk, guid: &str) -> Vec<u64> {
    desk.store.article(id("wire", guid)).await.unwrap().unwrap().repeated
}

#[tokio::test]
async fn a_paragraph_of_three_articles_is_the_source_s() {
    let desk = Desk::new();
    let [wire, other] = desk.declare(&["wire", "other"]).await[..] else { unreachable!("two feeds were declared") };
    desk.poll(wire, vec![with_box("g1"), with_box("g2")]).await;
    desk.poll(other, vec![with_box("g3")]).await;
    assert!(repeated(&desk, "g1").await.is_empty(), "another feed's articles do not count");

    let changed = NewArticle { title: "Another title".into(), ..with_box("g2") };
    desk.poll(wire, vec![with_box("g1"), changed]).await;
    assert!(repeated(&desk, "g1").await.is_empty(), "an article that comes again counts once");

    desk.poll(wire, vec![with_box("g4")]).await;
    let expected = paragraph_hashes(&format!("{BOX}\na\nb"));
    assert_eq!(repeated(&desk, "g1").await, expected);
}

#[tokio::test]
async fn a_paragraph_of_an_article_s_both_texts_counts_once() {
    let desk = Desk::new();
    let wire = desk.declare(&["wire"]).await[0];
    let whole = |guid| {
        let NewArticle { text, .. } = with_box(guid);
        NewArticle { body: SafeText::block(&text.replace('\n', "<p>")), text, ..article(guid) }
    };
    desk.poll(wire, vec![whole("g1"), whole("g2")]).await;
    for guid in ["g1", "g2"] {
        let page = page_of("https://news.example/", &with_box(guid).text);
        assert!(desk.store.save_full_text(id("wire", guid), page).await.unwrap());
    }
    assert!(repeated(&desk, "g1").await.is_empty(), "two articles have it");
    desk.poll(wire, vec![whole("g3")]).await;
    assert_eq!(repeated(&desk, "g1").await.len(), 1);
}
