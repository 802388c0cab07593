//! The links of a web page that may lead to its feeds.

use std::cell::RefCell;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

use super::element::{Element, RawText};
use super::{bounds, tokenize};
use crate::domain::SafeText;

/// The most links of a page that are looked at.
const LINKS_MAX: usize = 2_000;
/// The most bytes of a link's words that are kept.
const WORDS_MAX: usize = 200;

/// The links of a web page, and what they are relative to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageLinks {
    /// The first `<base href>`.
    pub base: Option<String>,
    /// `<link>` and `<a>` with an address, in the page's order.
    pub links: Vec<PageLink>,
    /// Where the first `<meta http-equiv=refresh>` leads, if it does so at once.
    pub refresh: Option<String>,
    /// Whether it has a field for a password.
    pub asks_password: bool,
}

/// A link of a web page, as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageLink {
    pub href: String,
    /// `rel`, in lower case; empty without one.
    pub rel: String,
    /// The media type, in lower case and without parameters; empty without one.
    pub kind: String,
    /// Its `title`, or else the words of an `<a>`.
    pub title: SafeText,
    /// Whether it stands in the text (`<a>`).
    pub is_anchor: bool,
}

/// Where the content of a refresh leads within a few seconds: `0; url=/next`.
fn refresh(content: &str) -> Option<String> {
    const AT_ONCE: u32 = 5;
    let (seconds, rest) = content.split_once([';', ','])?;
    let seconds: u32 = seconds.split('.').next()?.trim().parse().ok()?;
    let rest = rest.trim();
    let address = match rest.get(..3) {
        Some(name) if name.eq_ignore_ascii_case("url") => rest[3..].trim_start().strip_prefix('=')?.trim_start(),
        _ => rest,
    };
    let address = address.trim_matches(['"', '\'']);
    (seconds <= AT_ONCE && !address.is_empty()).then(|| address.to_owned())
}

/// The links of a page.
pub fn page_links(html: &str) -> PageLinks {
    let collector = tokenize(&bounds::cap_attributes(html), Collector::default());
    let mut collecting = collector.0.into_inner();
    collecting.close();
    collecting.found
}

#[derive(Default)]
struct Collecting {
    found: PageLinks,
    /// The `<a>` whose words are being read.
    open: Option<(PageLink, String)>,
}

#[derive(Default)]
struct Collector(RefCell<Collecting>);

impl TokenSink for Collector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut collecting = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => {
                if let Some((_, words)) = &mut collecting.open
                    && words.len() < WORDS_MAX
                {
                    words.push_str(&text);
                }
            }
            Token::TagToken(tag) if tag.kind == TagKind::EndTag && &*tag.name == "a" => collecting.close(),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                collecting.start(&tag);
                return match Element::named(&tag.name) {
                    Some(Element::Raw(RawText::Escapable)) => TokenSinkResult::RawData(RawKind::Rcdata),
                    Some(Element::Raw(_)) => TokenSinkResult::RawData(RawKind::Rawtext),
                    _ => TokenSinkResult::Continue,
                };
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Collecting {
    fn start(&mut self, tag: &Tag) {
        let attribute = |name: &str| {
            tag.attrs
                .iter()
                .find(|attribute| &*attribute.name.local == name)
                .map(|attribute| attribute.value.trim().to_owned())
        };
        let is_anchor = match &*tag.name {
            "a" => true,
            "link" => false,
            "base" => {
                self.found.base = self.found.base.take().or_else(|| attribute("href"));
                return;
            }
            "meta" if attribute("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh")) => {
                let next = || refresh(&attribute("content")?);
                self.found.refresh = self.found.refresh.take().or_else(next);
                return;
            }
            "input" => {
                self.found.asks_password |= attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("password"));
                return;
            }
            _ => return,
        };
        self.close();
        let Some(href) = attribute("href").filter(|href| !href.is_empty()) else { return };
        let kind = attribute("type").unwrap_or_default();
        let link = PageLink {
            href,
            rel: attribute("rel").unwrap_or_default().to_lowercase(),
            kind: kind.split(';').next().unwrap_or_default().trim().to_lowercase(),
            title: SafeText::line(&attribute("title").unwrap_or_default()),
            is_anchor,
        };
        self.open = Some((link, String::new()));
        if !is_anchor {
            self.close();
        }
    }

    /// Takes in the link that is open.
    fn close(&mut self) {
        let Some((mut link, words)) = self.open.take() else { return };
        if link.title.is_empty() {
            link.title = SafeText::line(&words);
        }
        if self.found.links.len() < LINKS_MAX {
            self.found.links.push(link);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_wherever_they_stand_but_in_scripts() {
        let page = r#"<!DOCTYPE html><HTML><head><base href="/desk/"><title><a href="no">x</a></title>
            <link REL="Alternate" type="application/RSS+xml; charset=utf-8" title="News &amp; views" href=" feed.xml ">
            <script>document.write('<a href="script">')</script><!-- <a href="comment"> --></head>
            <body><a href="/rss" ><b>Our</b> feed</a><a>nothing</a><a href="">nothing</a><a href="open">open"#;
        let link = |href: &str, title: &'static str| PageLink {
            href: href.into(),
            title: title.into(),
            is_anchor: true,
            ..Default::default()
        };
        let alternate = PageLink {
            rel: "alternate".into(),
            kind: "application/rss+xml".into(),
            is_anchor: false,
            ..link("feed.xml", "News & views")
        };
        let expected = PageLinks {
            base: Some("/desk/".into()),
            links: vec![alternate, link("/rss", "Our feed"), link("open", "open")],
            ..PageLinks::default()
        };
        assert_eq!(page_links(page), expected);
        assert_eq!(page_links(&"<a href=x>".repeat(LINKS_MAX + 1)).links.len(), LINKS_MAX);
    }

    #[test]
    fn a_page_tells_where_it_sends_on_and_whether_it_wants_a_password() {
        let next = |content: &str| page_links(&format!("<META HTTP-EQUIV='Refresh' CONTENT=\"{content}\">")).refresh;
        assert_eq!(next("0; url=/next").as_deref(), Some("/next"));
        assert_eq!(next("1.5;URL = 'next'").as_deref(), Some("next"));
        assert_eq!(next("0,next").as_deref(), Some("next"));
        for none in ["0", "30; url=/next", "x; url=/next", "0; url=", ""] {
            assert_eq!(next(none), None, "{none}");
        }
        assert!(page_links("<form><input type=Password></form>").asks_password);
        assert!(!page_links("<form><input type=search></form>").asks_password);
    }
}
