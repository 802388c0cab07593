//! The page of a dispatch, as publishers make them: the article, and much around it.

use quick_xml::escape::escape;

use super::dispatches::{Dispatch, Publisher, Wall};

/// The page of a publisher's dispatch.
pub fn page(publisher: &Publisher, dispatch: &Dispatch) -> String {
    if dispatch.wall == Some(Wall::Consent) {
        return consent(publisher);
    }
    let (name, title, author) = (escape(publisher.name.as_str()), escape(&dispatch.title), escape(&dispatch.author));
    let (article, statement) = match dispatch.wall {
        Some(Wall::Paywall) => (teaser(dispatch), PAID),
        _ => (format!("{}{}", dispatch.body, dispatch.more), ""),
    };
    let others = publisher.dispatches.iter().filter(|other| other.id != dispatch.id).rev().take(5);
    let others: String = others
        .map(|other| format!("<li><a href=\"{}\">{}</a></li>", escape(other.link.as_str()), escape(&other.title)))
        .collect();
    format!(
        r##"<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title} – {name}</title>{statement}</head>
<body>
<header><a href="/">{name}</a>
<nav><ul><li><a href="/treaties">Treaties</a></li><li><a href="/summits">Summits</a></li>
<li><a href="/maps">Maps</a></li><li><a href="/about">About us</a></li></ul></nav></header>
<main><article>
<h1>{title}</h1>
<p class="byline">{author} · <time datetime="{date}">{date}</time></p>
<div class="article-body">
{article}
</div>
</article>
<aside class="newsletter"><h2>Our letter</h2><p>The old news of the week, every Sunday. <a href="/letter">Sign up</a>.</p>
<form><input type="email" placeholder="Your address"><button>Send</button></form></aside>
<aside class="related"><h2>Read also</h2><ul>{others}</ul></aside></main>
<footer><p>© {name}. All dispatches are history. <a href="/imprint">Imprint</a> · <a href="/privacy">Privacy</a></p>
</footer>
</body></html>
"##,
        date = dispatch.date,
    )
}

/// Says to programs that it is for subscribers
/// ([Google](https://developers.google.com/search/docs/appearance/structured-data/paywalled-content)).
const PAID: &str = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"isAccessibleForFree": false}</script>"#;

/// The first lines, and what the rest costs.
fn teaser(dispatch: &Dispatch) -> String {
    let beginning = dispatch.body.splitn(3, "</p>").take(2).map(|part| format!("{part}</p>")).collect::<String>();
    format!("{beginning}<div class=\"paywall\"><p>Subscribe to continue reading.</p></div>")
}

fn consent(publisher: &Publisher) -> String {
    let name = escape(publisher.name.as_str());
    format!(
        r##"<!DOCTYPE html><html><head><meta charset="utf-8"><title>Before you continue to {name}</title></head><body>
<main><h1>Before you continue</h1><p>We and our partners use cookies to measure who reads old dispatches. Please choose
whether you accept all cookies.</p><form><button>Reject all</button><button>Accept all</button></form></main>
</body></html>"##
    )
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::demo::publishers;
    use crate::domain::{NoArticle, SafeText, WebUrl};
    use crate::fetch::extract;
    use crate::text::document;

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
}
