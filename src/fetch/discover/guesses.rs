//! Where sites have their feeds when they do not say.

use crate::domain::WebUrl;

/// The usual names, the most usual first.
const NAMES: [&str; 9] =
    ["feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds/posts/default", "?feed=rss2"];

/// The addresses to try for a page: its own folder's feed, then the usual places of the site.
pub(super) fn of(page: &WebUrl) -> Vec<WebUrl> {
    let own = ["feed", "rss.xml"].map(|name| page.join(&format!("./{name}")));
    let in_folder = page.join("./").ok().filter(|folder| page.join("/").is_ok_and(|root| root != *folder));
    let own = own.into_iter().flatten().filter(|_| in_folder.is_some());
    let of_site = NAMES.iter().filter_map(|name| page.join(&format!("/{name}")).ok());
    own.chain(of_site).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_asked_before_the_site() {
        let of = |page: &str| -> Vec<String> {
            of(&WebUrl::parse(page).unwrap()).iter().map(|url| url.as_str().to_owned()).collect()
        };
        let site = of("https://a.example/about?x=1");
        assert_eq!((site.len(), site[0].as_str()), (9, "https://a.example/feed"));
        assert_eq!(site[8], "https://a.example/?feed=rss2");
        let folder = of("https://a.example/blog/about");
        assert_eq!(
            folder[..3],
            ["https://a.example/blog/feed", "https://a.example/blog/rss.xml", "https://a.example/feed"]
        );
    }
}
