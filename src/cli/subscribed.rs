//! Finding a subscription by what the user calls it.

use super::error::Error;
use crate::config::subscriptions::shipped;
use crate::domain::{FeedUrl, SafeText, Source, nearest};

/// The subscription with this address or, whatever the case, this name.
pub(super) fn find<'s>(sources: &'s [Source], text: &str) -> Result<&'s Source, Error> {
    let url = FeedUrl::parse(text).ok();
    if let Some(source) = sources.iter().find(|source| Some(&source.url) == url.as_ref()) {
        return Ok(source);
    }
    let name = SafeText::line(text).to_lowercase();
    let named: Vec<&Source> = sources.iter().filter(|source| source.name.to_lowercase() == name).collect();
    match named.as_slice() {
        [source] => Ok(source),
        [] => {
            let listed = shipped().into_iter().find(|listed| listed.name.to_lowercase() == name);
            let near = nearest(&name, sources.iter().map(|source| source.name.as_str()));
            let hint = match (listed, near) {
                (Some(listed), _) => format!("It is off; on with: chancery sources on {:?}", listed.name),
                (None, Some(near)) => format!("Did you mean {near}?"),
                (None, None) => "`chancery export opml` writes all subscriptions.".to_owned(),
            };
            Err(Error::usage(&format!("You are subscribed to no feed {text:?}."), &hint))
        }
        [first, ..] => {
            let sentence = format!("{} feeds are called {}.", named.len(), first.name);
            Err(Error::usage(&sentence, &format!("Give the address instead, such as {}.", first.url)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::WebUrl;

    #[test]
    fn a_feed_is_found_by_its_address_or_its_name() {
        let source =
            |name: &'static str, url: &str| Source::unknown(name.into(), WebUrl::parse(url).expect("it is an address"));
        let sources = [
            source("Gazette", "https://a.example/feed"),
            source("Twin", "https://b.example/1"),
            source("Twin", "https://b.example/2"),
        ];
        for (text, found) in [
            ("gazette", Some(0)),
            (" https://A.example/feed ", Some(0)),
            ("https://b.example/2", Some(2)),
            ("twin", None),
            ("Gazete", None),
        ] {
            assert_eq!(find(&sources, text).ok(), found.map(|place: usize| &sources[place]), "{text}");
        }
    }
}
