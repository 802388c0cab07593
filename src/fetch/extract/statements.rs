//! What a page states of itself, for machines to read: [schema.org] in JSON-LD, and `<meta>`.
//!
//! [schema.org]: https://schema.org/docs/paywalledcontent.html

use dom_query::{Document, NodeRef};
use serde_json::Value;

use crate::domain::SafeText;
use crate::text::has_markup;

/// The most bytes of one piece of JSON-LD; a longer one is dropped.
const JSON_MAX_BYTES: usize = 1 << 20;
/// How deep in it is looked.
const LEVELS_MAX: usize = 4;
/// A stated text with fewer bytes is a summary.
const STATED_MIN_BYTES: usize = 1_500;
/// How much longer than what was found a stated text must be to take its place.
const TIMES_MORE: usize = 3;
/// The most characters of a title. Readability compares it with every heading.
const TITLE_MAX_CHARS: usize = 500;

/// What a page states of itself.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Statements {
    /// Whether everybody may read the whole article.
    pub is_free: Option<bool>,
    /// The text of the article; it may hold markup.
    pub article_body: Option<String>,
}

impl Statements {
    /// Reads them, and takes out of the tree what would take long or mislead: JSON-LD that is none, endless titles.
    pub fn take(document: &Document) -> Self {
        let mut stated = Self::default();
        let elements: Vec<NodeRef<'_>> = document.root().descendants_it().filter(NodeRef::is_element).collect();
        for element in elements {
            match element.node_name().as_deref() {
                Some("script") if is_json_ld(&element) => match json(&element.text()) {
                    Some(value) => stated.read(&value, 0),
                    None => element.remove_from_parent(),
                },
                Some("title") => {
                    if let Some(short) = shortened(&element.text()) {
                        element.set_text(short);
                    }
                }
                Some("meta") => stated.meta(&element),
                _ => {}
            }
        }
        stated
    }

    /// The text that the page states, as HTML, where it says far more than the `text` that was found. What the page
    /// states and says not to be free is left alone.
    pub fn body_instead_of(&self, text: &str) -> Option<SafeText> {
        let stated = self.article_body.as_deref().filter(|_| self.is_free != Some(false))?;
        if stated.len() < STATED_MIN_BYTES || stated.len() / TIMES_MORE < text.len() {
            return None;
        }
        if has_markup(stated) {
            return Some(SafeText::block(stated));
        }
        let escaped = stated.replace('&', "&amp;").replace('<', "&lt;");
        let paragraphs = escaped.lines().filter(|line| !line.trim().is_empty());
        Some(SafeText::block(&paragraphs.map(|line| format!("<p>{}</p>", line.trim())).collect::<String>()))
    }

    fn meta(&mut self, element: &NodeRef<'_>) {
        let Some(content) = element.attr("content") else { return };
        let name = element.attr("property").or_else(|| element.attr("name")).unwrap_or_default();
        if name.eq_ignore_ascii_case("article:content_tier") && content.eq_ignore_ascii_case("locked") {
            self.is_free = self.is_free.or(Some(false));
        }
        if let Some(short) = shortened(&content) {
            element.set_attr("content", &short);
        }
    }

    /// Takes what an article states, wherever it stands: in a list, in a graph, as part of a page.
    fn read(&mut self, value: &Value, level: usize) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.read(value, level)),
            Value::Object(fields) if level < LEVELS_MAX => {
                if let Some(is_free) = fields.get("isAccessibleForFree").and_then(truth) {
                    // A part that is not free makes a whole that is not.
                    self.is_free = Some(is_free && self.is_free.unwrap_or(true));
                }
                if let Some(Value::String(body)) = fields.get("articleBody") {
                    self.article_body.get_or_insert_with(|| body.clone());
                }
                for part in ["@graph", "hasPart", "mainEntity", "mainEntityOfPage"] {
                    fields.get(part).into_iter().for_each(|part| self.read(part, level + 1));
                }
            }
            _ => {}
        }
    }
}

/// A truth as schema.org and many pages write it.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => match text.trim().to_ascii_lowercase().trim_start_matches("https://schema.org/") {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn is_json_ld(element: &NodeRef<'_>) -> bool {
    element.attr("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// A piece of JSON-LD, if it is one. serde_json bounds its depth.
fn json(text: &str) -> Option<Value> {
    let text = text.trim();
    let text = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>")).unwrap_or(text);
    let value: Value = if text.len() > JSON_MAX_BYTES { None } else { serde_json::from_str(text).ok() }?;
    let is_title = |name| matches!(value.get(name), Some(Value::String(title)) if shortened(title).is_some());
    (!is_title("headline") && !is_title("name")).then_some(value)
}

/// The beginning of a text that is too long for a title.
fn shortened(text: &str) -> Option<String> {
    (text.len() > TITLE_MAX_CHARS && text.chars().nth(TITLE_MAX_CHARS).is_some())
        .then(|| text.chars().take(TITLE_MAX_CHARS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(html: &str) -> Statements {
        Statements::take(&Document::from(html))
    }

    fn in_script(json: &str) -> String {
        format!("<script type='application/ld+json'>{json}</script>")
    }

    #[test]
    fn whether_an_article_is_free_is_read_in_each_of_its_forms() {
        for (json, is_free) in [
            (r#"{"@type":"NewsArticle","isAccessibleForFree":false}"#, Some(false)),
            (r#"[{"@type":"Organization"},{"isAccessibleForFree":"False"}]"#, Some(false)),
            (r#"{"@graph":[{"@type":"WebPage"},{"isAccessibleForFree":"https://schema.org/True"}]}"#, Some(true)),
            (
                r#"{"isAccessibleForFree":true,"hasPart":{"isAccessibleForFree":"false","cssSelector":".x"}}"#,
                Some(false),
            ),
            (r#"{"isAccessibleForFree":"perhaps"}"#, None),
            ("{broken", None),
        ] {
            assert_eq!(stated(&in_script(json)).is_free, is_free, "{json}");
        }
        assert_eq!(stated("<meta property=article:content_tier content=locked>").is_free, Some(false));
        assert_eq!(stated("<meta property=article:content_tier content=free>").is_free, None);
    }

    #[test]
    fn the_text_of_an_article_is_found_in_json() {
        let html = in_script(r#"<![CDATA[{"@type":"Article","articleBody":"One.\n\nTwo."}]]>"#);
        assert_eq!(stated(&html).article_body.as_deref(), Some("One.\n\nTwo."));
    }

    #[test]
    fn a_stated_text_takes_the_place_of_a_much_shorter_one_only() {
        let body = "A paragraph & more of it < again.\n\n".repeat(80);
        let mut statements = Statements { is_free: None, article_body: Some(body) };
        let stated = statements.body_instead_of("A paragraph.").unwrap();
        assert!(stated.starts_with("<p>A paragraph &amp; more of it &lt; again.</p><p>"), "{stated}");
        assert_eq!(statements.body_instead_of(&"found ".repeat(300)), None);
        statements.is_free = Some(false);
        assert_eq!(statements.body_instead_of("A paragraph."), None);
        statements = Statements { is_free: None, article_body: Some("A summary.".into()) };
        assert_eq!(statements.body_instead_of(""), None);
    }

    #[test]
    fn what_would_take_long_is_taken_out_of_the_tree() {
        let long = "word ".repeat(1_000);
        let json = in_script(&format!("{{\"headline\":\"{long}\"}}"));
        let document = Document::from(format!("<title>{long}</title><meta name=title content='{long}'>{json}"));
        Statements::take(&document);
        assert_eq!(document.select("title").text().len(), TITLE_MAX_CHARS);
        assert_eq!(document.select("meta").attr("content").unwrap().len(), TITLE_MAX_CHARS);
        assert!(document.select("script").is_empty());
    }
}
