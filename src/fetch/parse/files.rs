//! The files of an entry: RSS's enclosures, Atom's links to them, and Media RSS.

use feed_rs::model::Entry;

use crate::domain::{Enclosure, SafeText, WebUrl};

use super::fields::Fields;
use super::markup;
use super::model::resolved;
use super::space::Space::{Feed, FeedBurner, Media};
use super::xml::Element;

/// The most files that are kept of an entry.
const MAX_FILES: usize = 50;
/// The longest media type, by far ([RFC 6838 §4.2](https://www.rfc-editor.org/rfc/rfc6838#section-4.2)).
const MAX_MEDIA_TYPE: usize = 127;

/// What an item says of its files beside what feed-rs reads.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    files: Vec<Enclosure>,
    /// The address behind a redirect that counts downloads.
    original: Option<WebUrl>,
}

impl Files {
    /// What these fields of an item say: feed-rs wants names and values as the standard has them.
    pub fn stated(fields: &Fields<'_, '_>) -> Self {
        let is_enclosure = |link: &&Element<'_>| link.attribute("rel").is_some_and(|rel| relation(&rel) == "enclosure");
        let groups: Vec<_> = fields.all(Media, "group").flat_map(Element::children).collect();
        let enclosures = fields.all(Feed, "enclosure").filter_map(|element| file(element, "url", "length"));
        let links = fields.all(Feed, "link").filter(is_enclosure);
        let media = fields.all(Media, "content").chain(Fields::new(&groups).all(Media, "content"));
        let peers = fields.all(Media, "peerlink").chain(Fields::new(&groups).all(Media, "peerlink"));
        let files = enclosures
            .chain(links.filter_map(|link| file(link, "href", "length")))
            .chain(media.filter_map(|content| file(content, "url", "fileSize")))
            .chain(peers.filter_map(|peer| file(peer, "href", "fileSize")));
        Self {
            files: files.take(MAX_FILES).collect(),
            original: fields.first(&[(FeedBurner, "origenclosurelink")], |link| link.scope.resolve(&link.text())),
        }
    }
}

/// The last part of a relation, which may be written as an address
/// ([RFC 4287 §4.2.7.2](https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2)), in lower case.
pub(super) fn relation(rel: &str) -> String {
    rel.rsplit('/').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn file(element: &Element<'_>, address: &str, length: &str) -> Option<Enclosure> {
    let media_type = element.attribute("type").filter(|stated| stated.len() <= MAX_MEDIA_TYPE);
    // A range of types: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
    let medium = || match element.attribute("medium")?.to_ascii_lowercase().as_str() {
        medium @ ("image" | "audio" | "video") => Some(format!("{medium}/*")),
        _ => None,
    };
    Some(Enclosure {
        url: element.scope.resolve(&element.attribute(address)?)?,
        media_type: media_type.or_else(medium).map(|stated| SafeText::line(&stated)).unwrap_or_default(),
        bytes: element.attribute(length).and_then(|bytes| bytes.parse().ok()).filter(|bytes| *bytes > 0),
        title: element.attribute("title").map(|title| markup::one_line(&title)).unwrap_or_default(),
    })
}

/// The files of an entry, each once; a thumbnail where there is no other picture.
pub(super) fn of(entry: &Entry, stated: Files, home: Option<&WebUrl>) -> Vec<Enclosure> {
    let mut files: Vec<Enclosure> = Vec::new();
    for link in entry.links.iter().filter(|link| link.rel.as_deref() == Some("enclosure")) {
        let Some(url) = resolved(&link.href, home) else { continue };
        let media_type = link.media_type.as_deref().filter(|stated| stated.len() <= MAX_MEDIA_TYPE);
        let title = link.title.as_deref().map(markup::one_line).unwrap_or_default();
        let media_type = media_type.map(SafeText::line).unwrap_or_default();
        add(&mut files, Enclosure { url, media_type, bytes: link.length.filter(|bytes| *bytes > 0), title });
    }
    for content in entry.media.iter().flat_map(|media| &media.content) {
        let Some(url) = content.url.as_ref().and_then(|url| resolved(url.as_str(), home)) else { continue };
        let media_type = content.content_type.as_ref().map(ToString::to_string);
        let media_type = media_type.filter(|stated| stated.len() <= MAX_MEDIA_TYPE);
        let media_type = media_type.map(|stated| SafeText::line(&stated)).unwrap_or_default();
        let (bytes, title) = (content.size.filter(|bytes| *bytes > 0), SafeText::default());
        add(&mut files, Enclosure { url, media_type, bytes, title });
    }
    for file in stated.files {
        add(&mut files, file);
    }
    if let Some(original) = stated.original {
        let behind = files.iter_mut().find(|file| file_name(&file.url) == file_name(&original));
        behind.into_iter().for_each(|file| file.url = original.clone());
    }
    let has_picture = files.iter().any(|file| file.media_type.starts_with("image"));
    let thumbnail = entry.media.iter().flat_map(|media| &media.thumbnails).find_map(|it| resolved(&it.image.uri, home));
    if let Some(url) = thumbnail.filter(|url| !has_picture && files.iter().all(|file| file.url != *url)) {
        let (media_type, title) = (SafeText::from("image/*"), SafeText::default());
        files.push(Enclosure { url, media_type, bytes: None, title });
    }
    files
}

/// Adds a file, or to the one of its address what that lacks.
fn add(files: &mut Vec<Enclosure>, file: Enclosure) {
    if let Some(known) = files.iter_mut().find(|known| known.url == file.url) {
        if known.media_type.is_empty() {
            known.media_type = file.media_type;
        }
        known.bytes = known.bytes.or(file.bytes);
    } else if files.len() < MAX_FILES {
        files.push(file);
    }
}

fn file_name(url: &WebUrl) -> &str {
    let path = url.as_str().split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}
