//! Pictures are kept within their room.

use super::support::*;
use crate::domain::WebUrl;
use crate::store::StoreError;

fn url(name: &str) -> WebUrl {
    WebUrl::parse(&format!("https://wire.example/{name}.jpg")).unwrap()
}

#[tokio::test]
async fn a_picture_is_kept_and_so_is_that_there_is_none() -> Result<(), StoreError> {
    let desk = Desk::new();
    assert_eq!(desk.store.is_picture_kept(url("a")).await?, None);
    desk.store.save_picture(url("a"), Some(b"bytes".to_vec())).await?;
    desk.store.save_picture(url("b"), None).await?;
    let desk = desk.reopen().await;
    assert_eq!(desk.store.picture(url("a")).await?.as_deref(), Some(b"bytes".as_slice()));
    assert_eq!(desk.store.is_picture_kept(url("a")).await?, Some(true));
    assert_eq!((desk.store.picture(url("b")).await?, desk.store.is_picture_kept(url("b")).await?), (None, Some(false)));
    Ok(())
}

#[tokio::test]
async fn the_oldest_pictures_go_when_the_room_is_full() -> Result<(), StoreError> {
    let desk = Desk::new();
    const ROOM: u64 = 400;
    desk.store.save_picture(url("none"), None).await?;
    for (seconds, name) in [(10, "a"), (20, "b"), (30, "c"), (40, "d"), (50, "e")] {
        desk.now(seconds);
        desk.store.save_picture_within(ROOM, url(name), Some(vec![0; 100])).await?;
    }
    for (name, kept) in [("none", None), ("a", None), ("b", Some(true)), ("e", Some(true))] {
        assert_eq!(desk.store.is_picture_kept(url(name)).await?, kept, "{name}");
    }
    Ok(())
}
