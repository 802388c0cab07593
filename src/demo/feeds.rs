//! A publisher's dispatches as a feed, in each of the four forms.

use jiff::Timestamp;
use quick_xml::escape::escape;
use serde_json::json;

use super::dispatches::{Dispatch, Format, Publisher};

impl Format {
    /// Its media type.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Rss2 => "application/rss+xml; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Rdf => "application/rdf+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

/// The feed of a publisher's newest dispatches, of which the first `published` are out.
pub fn feed(publisher: &Publisher, published: usize) -> String {
    let out: Vec<&Dispatch> = publisher.dispatches.iter().take(published).rev().collect();
    match publisher.format {
        Format::Rss2 => rss2(publisher, &out),
        Format::Atom => atom(publisher, &out),
        Format::Rdf => rdf(publisher, &out),
        Format::Json => json_feed(publisher, &out),
    }
}

fn site(publisher: &Publisher) -> String {
    format!("https://{}.example/", publisher.slug)
}

fn language(publisher: &Publisher) -> &str {
    publisher.card.language.as_ref().map_or("en", |language| language.as_str())
}

fn rss2(publisher: &Publisher, out: &[&Dispatch]) -> String {
    let item = |dispatch: &&Dispatch| {
        let categories: String =
            dispatch.categories.iter().map(|word| format!("<category>{}</category>", escape(word))).collect();
        format!(
            "<item><title>{}</title><link>{}</link><guid isPermaLink=\"false\">{}</guid><dc:creator>{}</dc:creator>\
             <pubDate>{}</pubDate>{categories}<content:encoded>{}</content:encoded></item>\n",
            escape(&dispatch.title),
            escape(dispatch.link.as_str()),
            escape(&dispatch.id),
            escape(&dispatch.author),
            rfc822(dispatch.date),
            escape(&dispatch.body),
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <channel><title>{}</title><link>{}</link><description>{}</description><language>{}</language>\n{}</channel></rss>\n",
        escape(publisher.name.as_str()),
        site(publisher),
        escape(publisher.description.as_str()),
        language(publisher),
        out.iter().map(item).collect::<String>(),
    )
}

fn atom(publisher: &Publisher, out: &[&Dispatch]) -> String {
    let entry = |dispatch: &&Dispatch| {
        format!(
            "<entry><title>{}</title><link href=\"{}\"/><id>{}</id><author><name>{}</name></author>\
             <published>{date}</published><updated>{date}</updated><content type=\"html\">{}</content></entry>\n",
            escape(&dispatch.title),
            escape(dispatch.link.as_str()),
            escape(dispatch.link.as_str()),
            escape(&dispatch.author),
            escape(&dispatch.body),
            date = dispatch.date,
        )
    };
    let updated = out.first().map_or(Timestamp::UNIX_EPOCH, |dispatch| dispatch.date);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\
         <title>{}</title><id>{site}</id><link href=\"{site}\"/><updated>{updated}</updated>\n{}</feed>\n",
        language(publisher),
        escape(publisher.name.as_str()),
        out.iter().map(entry).collect::<String>(),
        site = site(publisher),
    )
}

fn rdf(publisher: &Publisher, out: &[&Dispatch]) -> String {
    let item = |dispatch: &&Dispatch| {
        format!(
            "<item rdf:about=\"{link}\"><title>{}</title><link>{link}</link><dc:creator>{}</dc:creator>\
             <dc:date>{}</dc:date><content:encoded>{}</content:encoded></item>\n",
            escape(&dispatch.title),
            escape(&dispatch.author),
            dispatch.date,
            escape(&dispatch.body),
            link = escape(dispatch.link.as_str()),
        )
    };
    let list = |dispatch: &&Dispatch| format!("<rdf:li rdf:resource=\"{}\"/>", escape(dispatch.link.as_str()));
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" \
         xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel rdf:about=\"{site}\"><title>{}</title><link>{site}</link><description>{}</description>\
         <dc:language>{}</dc:language><items><rdf:Seq>{}</rdf:Seq></items></channel>\n{}</rdf:RDF>\n",
        escape(publisher.name.as_str()),
        escape(publisher.description.as_str()),
        language(publisher),
        out.iter().map(list).collect::<String>(),
        out.iter().map(item).collect::<String>(),
        site = site(publisher),
    )
}

fn json_feed(publisher: &Publisher, out: &[&Dispatch]) -> String {
    let item = |dispatch: &&Dispatch| {
        json!({
            "id": dispatch.id,
            "url": dispatch.link,
            "title": dispatch.title,
            "content_html": dispatch.body,
            "date_published": dispatch.date.to_string(),
            "authors": [{"name": dispatch.author}],
            "tags": dispatch.categories,
        })
    };
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.name,
        "home_page_url": site(publisher),
        "description": publisher.description,
        "language": language(publisher),
        "items": out.iter().map(item).collect::<Vec<_>>(),
    });
    feed.to_string()
}

fn rfc822(date: Timestamp) -> String {
    date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
