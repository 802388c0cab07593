//! HTML: one page that needs nothing beside itself, written as XML too, so that a book can hold the same.

use std::borrow::Cow;

use super::Item;
use super::facts::{IMPRINT, facts};
use crate::domain::{Block, BlockKind, Container, Document, Run, SafeText};

/// Dark where the reader's system is, and set for reading.
pub(super) const STYLE: &str = "\
:root { color-scheme: light dark; }
body { max-width: 38em; margin: 2em auto; padding: 0 1em; font: 1.05em/1.55 Georgia, serif; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; }
dl.facts { font-size: .85em; opacity: .8; }
dl.facts dt { float: inline-start; padding-inline-end: .5em; font-weight: bold; }
dl.facts dd { margin: 0; }
blockquote { margin-inline: 1em; padding-inline-start: 1em; border-inline-start: .2em solid; }
pre { overflow-x: auto; white-space: pre-wrap; }
table { border-collapse: collapse; }
td, th { border: 1px solid; padding: .2em .5em; text-align: start; vertical-align: top; }
.caption, footer { font-size: .85em; font-style: italic; }
.indented { margin-inline-start: 1.5em; }
.note { white-space: pre-wrap; border: 1px solid; padding: .5em; }
article + article { margin-top: 4em; }
";

/// Articles as one page.
pub(super) fn write(title: &SafeText, items: &[Item]) -> String {
    let mut page = Page::default();
    if let [only] = items {
        article(only, 1, None, &mut page);
    } else {
        page.element("h1", "", title);
        page.raw("<nav><ol>\n");
        for (number, item) in (1..).zip(items) {
            let (headline, source) = (escape(&item.article.headline.title), item.source_name());
            page.raw(&format!("<li><a href=\"#article-{number}\">{headline}</a> ({})</li>\n", escape(&source)));
        }
        page.raw("</ol></nav>\n");
        for (number, item) in (1..).zip(items) {
            article(item, 2, Some(number), &mut page);
        }
    }
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{}<footer><p>{IMPRINT}</p></footer>\n</body>\n</html>\n",
        page.out
    )
}

/// An article with its facts, under a heading of this level.
pub(super) fn article(item: &Item, level: u8, number: Option<usize>, page: &mut Page) {
    let id = number.map(|number| format!(" id=\"article-{number}\"")).unwrap_or_default();
    page.raw(&format!("<article{id}{}>\n", language(item)));
    page.element(&format!("h{level}"), "", &item.article.headline.title);
    page.raw("<dl class=\"facts\">\n");
    for (name, value) in facts(item) {
        page.raw(&format!("<dt>{name}</dt><dd>{}</dd>\n", escape(&value)));
    }
    if let Some(link) = &item.article.headline.link {
        let link = link.to_string();
        page.raw(&format!("<dt>Link</dt><dd><a href=\"{0}\">{0}</a></dd>\n", escape(&link)));
    }
    page.raw("</dl>\n");
    Writer { document: &item.document, level, page, open: Vec::new() }.blocks();
    if !item.article.note.is_empty() {
        page.element("div", " class=\"note\" dir=\"auto\"", &item.article.note);
    }
    page.raw("</article>\n");
}

/// The language as the source's card says it, and which way its script runs. Without a card the text itself decides.
fn language(item: &Item) -> String {
    match item.source.as_ref().and_then(|source| source.card.language.as_ref()) {
        Some(language) => format!(" lang=\"{0}\" xml:lang=\"{0}\" dir=\"auto\"", escape(language)),
        None => " dir=\"auto\"".to_owned(),
    }
}

/// Markup as it is written.
#[derive(Default)]
pub(super) struct Page {
    pub out: String,
}

impl Page {
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn element(&mut self, name: &str, attributes: &str, text: &str) {
        self.raw(&format!("<{name}{attributes}>{}</{name}>\n", escape(text)));
    }
}

/// An element that is open around blocks.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Quote,
    Indented,
    Item { ordered: bool },
}

impl Open {
    fn of(container: &Container) -> Self {
        match container {
            Container::Quote => Self::Quote,
            Container::Item { marker: None } => Self::Indented,
            Container::Item { marker: Some(marker) } => Self::Item { ordered: number_of(marker).is_some() },
        }
    }
}

/// An item's number.
fn number_of(marker: &str) -> Option<i64> {
    marker.trim_end_matches(['.', ')']).parse().ok()
}

struct Writer<'a> {
    document: &'a Document,
    /// The level of the article's own heading.
    level: u8,
    page: &'a mut Page,
    open: Vec<Open>,
}

impl Writer<'_> {
    fn blocks(&mut self) {
        let document = self.document;
        for block in &document.blocks {
            self.enter(&block.inside);
            self.block(block);
        }
        self.close_to(0);
    }

    /// Closes what the block does not stand in, and opens what it does.
    fn enter(&mut self, inside: &[Container]) {
        let goes_on = |(open, container): &(&Open, &Container)| match container {
            Container::Quote => **open == Open::Quote,
            // Another block of the same item, or of what is indented.
            Container::Item { marker: None } => **open != Open::Quote,
            Container::Item { marker: Some(_) } => false,
        };
        let shared = self.open.iter().zip(inside).take_while(goes_on).count();
        self.close_to_item(shared, inside.get(shared));
        for container in &inside[self.open.len()..] {
            let open = Open::of(container);
            match (open, container) {
                (Open::Item { ordered: true }, Container::Item { marker: Some(marker) }) => {
                    self.page.raw(&format!("<ol start=\"{0}\"><li>", number_of(marker).unwrap_or(1)));
                }
                (Open::Item { .. }, _) => self.page.raw("<ul><li>"),
                (Open::Quote, _) => self.page.raw("<blockquote>"),
                (Open::Indented, _) => self.page.raw("<div class=\"indented\">"),
            }
            self.open.push(open);
        }
    }

    /// Closes what is open beyond so many; where the next item of the same list begins, the list stays open.
    fn close_to_item(&mut self, shared: usize, next: Option<&Container>) {
        let is_next = next.is_some_and(|next| {
            matches!(next, Container::Item { marker: Some(_) }) && self.open.get(shared) == Some(&Open::of(next))
        });
        self.close_to(if is_next { shared + 1 } else { shared });
        if is_next {
            self.page.raw("</li>\n<li>");
        }
    }

    fn close_to(&mut self, count: usize) {
        while self.open.len() > count {
            match self.open.pop() {
                Some(Open::Quote) => self.page.raw("</blockquote>\n"),
                Some(Open::Indented) => self.page.raw("</div>\n"),
                Some(Open::Item { ordered: true }) => self.page.raw("</li></ol>\n"),
                Some(Open::Item { ordered: false }) => self.page.raw("</li></ul>\n"),
                None => {}
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph => self.around("p", "", &block.runs),
            BlockKind::Caption => self.around("p", " class=\"caption\"", &block.runs),
            BlockKind::Heading(level) => self.around(&format!("h{}", (self.level + level).min(6)), "", &block.runs),
            BlockKind::Preformatted => self.around("pre", "", &block.runs),
            BlockKind::Rule => self.page.raw("<hr/>\n"),
            BlockKind::Image { picture } => {
                let address =
                    picture.and_then(|at| self.document.pictures.get(at)).map(|picture| picture.url.to_string());
                let alt: String = block.runs.iter().map(|run| &self.document.text[run.range.clone()]).collect();
                let words = if alt.is_empty() { "Image".to_owned() } else { format!("Image: {alt}") };
                // A link, not the picture: to read what one has kept must not ask a server for anything.
                match address {
                    Some(address) => self.page.raw(&format!(
                        "<p class=\"caption\"><a href=\"{}\">{}</a></p>\n",
                        escape(&address),
                        escape(&words)
                    )),
                    None => self.page.element("p", " class=\"caption\"", &words),
                }
            }
            BlockKind::Table { header, rows } => self.table(*header, rows),
        }
    }

    fn around(&mut self, element: &str, attributes: &str, runs: &[Run]) {
        self.page.raw(&format!("<{element}{attributes}>"));
        self.runs(runs, if element == "pre" { "\n" } else { "<br/>" });
        self.page.raw(&format!("</{element}>\n"));
    }

    fn table(&mut self, header: bool, rows: &[Vec<Vec<Run>>]) {
        if rows.iter().all(Vec::is_empty) {
            return;
        }
        self.page.raw("<table>\n");
        for (index, row) in rows.iter().enumerate() {
            let cell = if header && index == 0 { "th" } else { "td" };
            self.page.raw("<tr>");
            for runs in row {
                self.page.raw(&format!("<{cell}>"));
                self.runs(runs, "<br/>");
                self.page.raw(&format!("</{cell}>"));
            }
            self.page.raw("</tr>\n");
        }
        self.page.raw("</table>\n");
    }

    fn runs(&mut self, runs: &[Run], line_end: &str) {
        for stretch in runs.chunk_by(|a, b| a.link == b.link) {
            let link = stretch[0].link.and_then(|number| self.document.links.get(number - 1));
            if let Some(link) = link {
                self.page.raw(&format!("<a href=\"{}\">", escape(&link.to_string())));
            }
            for run in stretch {
                self.run(run, line_end);
            }
            if link.is_some() {
                self.page.raw("</a>");
            }
        }
    }

    fn run(&mut self, run: &Run, line_end: &str) {
        let Emphasized { open, close } = Emphasized::of(run);
        let text = escape(&self.document.text[run.range.clone()]).replace('\n', line_end);
        self.page.raw(&format!("{open}{text}{close}"));
    }
}

/// The tags around a run.
struct Emphasized {
    open: String,
    close: String,
}

impl Emphasized {
    fn of(run: &Run) -> Self {
        let emphasis = run.emphasis;
        let elements =
            [(emphasis.strong, "strong"), (emphasis.italic, "em"), (emphasis.strike, "s"), (emphasis.code, "code")];
        let set = || elements.iter().filter(|(set, _)| *set).map(|(_, name)| *name);
        Self {
            open: set().map(|name| format!("<{name}>")).collect(),
            close: set().rev().map(|name| format!("</{name}>")).collect(),
        }
    }
}

/// Text as markup of HTML and of XML has it. [`SafeText`] holds no character that XML forbids.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests;
