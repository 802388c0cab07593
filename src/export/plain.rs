//! Plain text: wrapped, with its links listed.

use super::Item;
use super::facts::{IMPRINT, facts};
use crate::domain::SafeText;
use crate::text::{line_text, width, wrap};

/// Articles as plain text.
pub(super) fn write(title: &SafeText, items: &[Item], measure: u16) -> String {
    if let [only] = items {
        let mut text = article(only, measure);
        text.push_str(&format!("\n{IMPRINT}\n"));
        return text;
    }
    let mut text = underlined(title, '=');
    text.push('\n');
    for (number, item) in (1..).zip(items) {
        text.push_str(&format!("{number:>4}. {} ({})\n", item.article.headline.title, item.source_name()));
    }
    for item in items {
        text.push_str("\n\n");
        text.push_str(&article(item, measure));
    }
    text.push_str(&format!("\n{IMPRINT}\n"));
    text
}

fn underlined(title: &SafeText, line: char) -> String {
    format!("{title}\n{}\n", String::from(line).repeat(width(title).clamp(1, 72)))
}

fn article(item: &Item, measure: u16) -> String {
    let mut text = underlined(&item.article.headline.title, '-');
    for (name, value) in facts(item) {
        text.push_str(&format!("{name}: {value}\n"));
    }
    if let Some(link) = &item.article.headline.link {
        text.push_str(&format!("Link: {link}\n"));
    }
    text.push('\n');
    for line in wrap(&item.document, measure) {
        text.push_str(line_text(&line, &item.document).trim_end());
        text.push('\n');
    }
    if !item.document.links.is_empty() {
        text.push('\n');
    }
    for (number, link) in (1..).zip(&item.document.links) {
        text.push_str(&format!("[{number}] {link}\n"));
    }
    if !item.article.note.is_empty() {
        text.push_str(&format!("\nNote:\n{}\n", item.article.note));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::testing::item;
    use super::*;

    #[test]
    fn an_article_stands_with_its_facts_its_lines_and_its_links() {
        let body = "<p>Envoys <a href='https://un.example/'>met</a> and agreed on the text of a long agreement.</p>";
        assert_eq!(
            write(&"Talks".into(), &[item("Talks", body)], 40),
            "Talks\n-----\nSource: Gazette · wire · CH · independent\nAuthor: Ada\nPublished: 2026-11-22 14:02 UTC\n\
             First seen: 2026-11-22 14:05 UTC\nRetrieved: 2026-11-22 14:05 UTC\nAbout: Switzerland\n\
             Own tags: #deal\nLink: https://gazette.example/talks\n\n\
             Envoys met[1] and agreed on the text of\na long agreement.\n\n[1] https://un.example/\n\n\
             Note:\nAsk *Ada*.\n\nRetrieved with chancery\n"
        );
    }

    #[test]
    fn several_articles_have_a_table_of_contents() {
        let text = write(&"Starred".into(), &[item("One", "<p>1</p>"), item("Two", "<p>2</p>")], 40);
        assert!(
            text.starts_with("Starred\n=======\n\n   1. One (Gazette)\n   2. Two (Gazette)\n\n\nOne\n---\n"),
            "{text}"
        );
    }
}
