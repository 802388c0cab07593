use super::support::{Desk, article, at, dated};
use crate::domain::{FeedId, FeedReport, PollState};

const DAY: i64 = 24 * 60 * 60;

async fn report(desk: &Desk, feed: FeedId, seconds: i64) -> FeedReport {
    let reports = desk.store.feed_reports(Some(feed), at(seconds)).await.unwrap();
    let [report] = <[FeedReport; 1]>::try_from(reports).unwrap();
    report
}

#[tokio::test]
async fn a_report_counts_articles_and_tells_the_newest_and_the_rhythm() {
    let desk = Desk::new();
    let [wire, silent] = desk.declare(&["wire", "silent"]).await[..] else { panic!() };
    desk.now(10 * DAY);
    desk.poll(wire, vec![dated("one", 0), dated("two", 2 * DAY), dated("three", 5 * DAY), dated("four", 7 * DAY)])
        .await;

    let known = report(&desk, wire, 10 * DAY).await;
    assert_eq!((known.feed, known.held.articles), (wire, 4));
    assert_eq!(known.held.newest, Some(at(7 * DAY)));
    assert_eq!(known.held.pause.map(|pause| pause.as_secs() as i64), Some(2 * DAY));
    assert_eq!((known.held.a_day, known.held.last_arrival), (None, None), "all came on the first day");

    let unknown = report(&desk, silent, 10 * DAY).await;
    assert_eq!((unknown.poll, unknown.held.articles, unknown.held.newest), (PollState::default(), 0, None));
}

#[tokio::test]
async fn articles_a_day_are_counted_as_they_come_and_outlive_a_restart() {
    let desk = Desk::new();
    let wire = desk.declare(&["wire"]).await[0];
    let mut number = 0;
    for (day, new) in [(0, 40), (1, 3), (2, 5), (4, 7), (4, 1)] {
        desk.now(day * DAY);
        let articles = (0..new).map(|_| {
            number += 1;
            article(&format!("number-{number}"))
        });
        desk.poll(wire, articles.collect()).await;
    }
    // What comes again is not new.
    desk.poll(wire, vec![article("number-1")]).await;
    let desk = desk.reopen().await;
    let known = report(&desk, wire, 5 * DAY).await;
    assert_eq!(known.held.a_day, Some(4.0), "of 3, 5, 0 and 8");
    assert_eq!(known.held.last_arrival.map(|day| day <= at(4 * DAY) && day > at(3 * DAY)), Some(true));
    assert_eq!(report(&desk, wire, 60 * DAY).await.held.a_day, Some(0.0));
}

#[tokio::test]
async fn days_that_no_median_needs_are_let_go_but_not_the_first() {
    let desk = Desk::new();
    let wire = desk.declare(&["wire"]).await[0];
    for day in [0, 10, 100] {
        desk.now(day * DAY);
        desk.poll(wire, vec![article(&format!("day-{day}"))]).await;
    }
    let folder = desk.close().await;
    let conn = rusqlite::Connection::open(folder.path().join("cache.db")).unwrap();
    let days: Vec<i64> = {
        let mut statement = conn.prepare("SELECT day - min(day) OVER () FROM daily ORDER BY day").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(days, [0, 100]);
}

#[tokio::test]
async fn only_subscribed_feeds_are_reported() {
    let desk = Desk::new();
    let feeds = desk.declare(&["kept", "removed"]).await;
    desk.declare(&["kept"]).await;
    let reports = desk.store.feed_reports(None, at(0)).await.unwrap();
    assert_eq!(reports.iter().map(|report| report.feed).collect::<Vec<_>>(), [feeds[0]]);
}

#[tokio::test]
async fn the_dates_of_a_feed_are_read_from_an_index_alone() {
    let desk = Desk::new();
    desk.declare(&["wire"]).await;
    let folder = desk.close().await;
    let conn = rusqlite::Connection::open(folder.path().join("cache.db")).unwrap();
    let sql = format!("EXPLAIN QUERY PLAN {}", crate::store::health::NEWEST.replace("cache.", ""));
    let plan: String = conn.query_row(&sql, [1, 21], |row| row.get("detail")).unwrap();
    assert!(plan.contains("COVERING INDEX article_feed"), "{plan}");
}
