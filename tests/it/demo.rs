//! The demo's feeds, read by the reader's own parser.

use chancery::demo::{feed, publishers};
use chancery::domain::WebUrl;
use chancery::fetch::parse;
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
