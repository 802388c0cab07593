//! The demo's feeds and pages, read by the reader's own parser and extraction.

use chancery::demo::{Wall, feed, page, publishers};
use chancery::domain::{NoArticle, SafeText, WebUrl};
use chancery::fetch::{extract, parse};
use chancery::text::document;
use jiff::Timestamp;

#[test]
fn every_form_comes_back_as_it_was_written() {
    let url = WebUrl::parse("http://127.0.0.1:1/feed").unwrap();
    let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
    for publisher in publishers() {
        let all = publisher.dispatches.len();
        let parsed = parse(feed(&publisher, all).as_bytes(), None, Some(&url), now).unwrap();
        assert_eq!(parsed.title, publisher.name, "{:?}", publisher.format);
        assert_eq!(parsed.entries.len(), all, "{}", publisher.name);
        for (entry, dispatch) in parsed.entries.iter().zip(publisher.dispatches.iter().rev()) {
            assert_eq!(entry.title.as_str(), dispatch.title);
            assert_eq!(entry.published, Some(dispatch.date), "{}", dispatch.id);
            assert_eq!(entry.link.as_ref(), Some(&dispatch.link));
            assert!(entry.body().contains("<p>"), "{}", dispatch.id);
        }
        let half = parse(feed(&publisher, all / 2).as_bytes(), None, Some(&url), now).unwrap();
        assert_eq!(half.entries.len(), all / 2);
    }
}

#[test]
fn a_page_holds_its_dispatch_and_more_unless_a_wall_stands_before_it() {
    let url = WebUrl::parse("http://127.0.0.1:7/pages/x").unwrap();
    let (mut walls, mut longer) = (Vec::new(), 0);
    for publisher in publishers() {
        for dispatch in &publisher.dispatches {
            let found = extract(&page(&publisher, dispatch), &url, Timestamp::UNIX_EPOCH);
            match (dispatch.wall, found) {
                (None, Ok(found)) => {
                    let text = document(&found.body, None).text;
                    let last = document(&SafeText::block(&dispatch.body), None);
                    let last = last.text.lines().last().unwrap().to_owned();
                    assert!(text.contains(&last), "{}: {text}", dispatch.id);
                    assert!(!text.contains("Sign up"), "{}", dispatch.id);
                    longer += usize::from(!dispatch.more.is_empty());
                }
                (Some(wall), Err(failure)) => walls.push((wall, failure.why)),
                (wall, found) => panic!("{}: {wall:?} {found:?}", dispatch.id),
            }
        }
    }
    assert_eq!(walls, [(Wall::Consent, NoArticle::Consent), (Wall::Paywall, NoArticle::Paywall)]);
    assert!(longer >= 3);
}
