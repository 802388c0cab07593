//! What hangs on an article: files, and where an aggregator has it from.

use serde::{Deserialize, Serialize};

use super::{SafeText, WebUrl, safe};

/// What a feed says of an article beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extras {
    /// The feed's own words for what it is about.
    pub categories: Vec<SafeText>,
    pub enclosures: Vec<Enclosure>,
    /// Where an aggregator has it from.
    pub via: Option<Via>,
}

impl Extras {
    /// Whom it is from and what it is about in one line, such as "via Wire · Diplomacy, Sanctions"; may be empty.
    pub fn line(&self) -> SafeText {
        let via = self.via.as_ref().map(|via| safe!("via {}", via.name));
        let words = Some(SafeText::join(&self.categories, ", ")).filter(|words| !words.is_empty());
        SafeText::join(&via.into_iter().chain(words).collect::<Vec<_>>(), " · ")
    }

    /// Whether there is nothing of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A file that belongs to an article: a recording, a picture, a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    pub url: WebUrl,
    /// Its media type as the feed states it, such as `audio/mpeg`; may be empty.
    pub media_type: SafeText,
    /// How large it is said to be.
    pub bytes: Option<u64>,
    /// What it is called; may be empty.
    pub title: SafeText,
}

impl Enclosure {
    /// Its title, type and size in words, such as "audio/mpeg, 12 MB"; empty when nothing is known.
    pub fn facts(&self) -> SafeText {
        let facts = [self.title.clone(), self.media_type.clone(), self.bytes.map(size).unwrap_or_default()];
        let known: Vec<SafeText> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        SafeText::join(&known, ", ")
    }
}

/// A size with its unit, in powers of a thousand.
fn size(bytes: u64) -> SafeText {
    let text = match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    };
    SafeText::line(&text)
}

/// The feed that an aggregator took an article from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// Never empty.
    pub name: SafeText,
    pub url: Option<WebUrl>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_feed_says_stands_in_a_line() {
        let extras = |via: Option<&'static str>, words: &[&'static str]| Extras {
            categories: words.iter().copied().map(SafeText::from).collect(),
            via: via.map(|name| Via { name: name.into(), url: None }),
            ..Extras::default()
        };
        assert_eq!(extras(Some("Wire"), &["Talks", "Trade"]).line(), "via Wire · Talks, Trade");
        assert_eq!(extras(Some("Wire"), &[]).line(), "via Wire");
        assert_eq!(extras(None, &["Talks"]).line(), "Talks");
        assert_eq!(extras(None, &[]).line(), "");
    }

    #[test]
    fn the_facts_of_a_file_are_what_is_known() {
        let url = WebUrl::parse("https://a.example/1.mp3").unwrap();
        let file = |media_type: &'static str, bytes, title: &'static str| Enclosure {
            url: url.clone(),
            media_type: media_type.into(),
            bytes,
            title: title.into(),
        };
        assert_eq!(file("audio/mpeg", Some(12_345_678), "Episode 1").facts(), "Episode 1, audio/mpeg, 12 MB");
        assert_eq!(file("", Some(999), "").facts(), "999 B");
        assert_eq!(file("", Some(1_000), "").facts(), "1 kB");
        assert_eq!(file("", Some(3_000_000_000), "").facts(), "3 GB");
        assert_eq!(file("", None, "").facts(), "");
    }
}
