//! Markdown: [CommonMark](https://spec.commonmark.org/) with GitHub's tables, written so that a parser reads back the
//! same words.

mod inline;

use super::Item;
use super::facts::{IMPRINT, facts};
use crate::domain::{Block, BlockKind, Container, Document, Picture, Run, SafeText};
use inline::{Inline, Place, destination, escaped};

/// The most containers that a block is shown in; the outer ones are kept.
const NESTED_MAX: usize = 16;

/// Articles as Markdown.
pub(super) fn write(title: &SafeText, items: &[Item]) -> String {
    let mut out = String::new();
    if let [only] = items {
        article(only, 1, &mut out);
    } else {
        out.push_str(&format!("# {}\n\n", escaped(title, Place::Heading)));
        for (number, item) in (1..).zip(items) {
            let headline = escaped(&item.article.headline.title, Place::Heading);
            let source = escaped(&item.source_name(), Place::Heading);
            out.push_str(&format!("{number}. [{headline}](#article-{number}) ({source})\n"));
        }
        for (number, item) in (1..).zip(items) {
            out.push_str(&format!("\n<a id=\"article-{number}\"></a>\n\n"));
            article(item, 2, &mut out);
        }
    }
    out.push_str(&format!("\n---\n\n{IMPRINT}\n"));
    out
}

fn article(item: &Item, level: u8, out: &mut String) {
    let headline = &item.article.headline;
    out.push_str(&format!("{} {}\n\n", "#".repeat(level.into()), escaped(&headline.title, Place::Heading)));
    for (name, value) in facts(item) {
        out.push_str(&format!("- {name}: {}\n", escaped(&value, Place::Heading)));
    }
    if let Some(link) = &headline.link {
        out.push_str(&format!("- Link: [{}]({})\n", escaped(&link.to_string(), Place::Heading), destination(link)));
    }
    out.push('\n');
    Writer { document: &item.document, level, out, indents: Vec::new() }.blocks();
    if !item.article.note.is_empty() {
        // The user's own Markdown, as it was written.
        out.push_str(&format!("\n{} Note\n\n{}\n", "#".repeat(usize::from(level) + 1), item.article.note));
    }
}

struct Writer<'a> {
    document: &'a Document,
    /// The level of the article's own heading.
    level: u8,
    out: &'a mut String,
    /// The columns that each open container took last, outermost first.
    indents: Vec<usize>,
}

impl Writer<'_> {
    fn blocks(&mut self) {
        let document = self.document;
        let mut previous: Option<&[Container]> = None;
        for block in &document.blocks {
            let content = self.content(block);
            if content.is_empty() {
                continue;
            }
            let inside = &block.inside[..block.inside.len().min(NESTED_MAX)];
            if let Some(above) = previous.filter(|above| !is_next_item(above, inside)) {
                let shared = self.rest(shared(above, inside));
                self.out.push_str(shared.trim_end());
                self.out.push('\n');
            }
            self.indent(inside);
            let (first, rest) = (self.first(inside), self.rest(inside));
            for (number, line) in content.split('\n').enumerate() {
                let line = format!("{}{line}", if number == 0 { &first } else { &rest });
                self.out.push_str(line.trim_end_matches(' '));
                self.out.push('\n');
            }
            previous = Some(inside);
        }
    }

    /// The block's lines, without what stands before them.
    fn content(&self, block: &Block) -> String {
        match &block.kind {
            BlockKind::Paragraph => self.inline(&block.runs, Place::Paragraph),
            BlockKind::Caption => {
                let mut runs = block.runs.clone();
                runs.iter_mut().for_each(|run| run.emphasis.italic = true);
                self.inline(&runs, Place::Paragraph)
            }
            BlockKind::Heading(level) => {
                let marks = "#".repeat(usize::from(self.level + level).min(6));
                let text = self.inline(&block.runs, Place::Heading);
                if text.is_empty() { text } else { format!("{marks} {text}") }
            }
            BlockKind::Preformatted => fenced(&self.text(&block.runs)),
            BlockKind::Image { picture } => {
                self.image(&block.runs, picture.and_then(|at| self.document.pictures.get(at)))
            }
            BlockKind::Table { header, rows } => self.table(*header, rows),
            BlockKind::Rule => "***".to_owned(),
        }
    }

    fn inline(&self, runs: &[Run], place: Place) -> String {
        Inline::new(self.document, place).write(runs)
    }

    fn text(&self, runs: &[Run]) -> String {
        runs.iter().map(|run| &self.document.text[run.range.clone()]).collect()
    }

    fn image(&self, runs: &[Run], picture: Option<&Picture>) -> String {
        let alt = escaped(&self.text(runs), Place::Heading);
        let link = runs.iter().find_map(|run| run.link).and_then(|number| self.document.links.get(number - 1));
        let image = match picture {
            Some(picture) => format!("![{alt}]({})", destination(&picture.url)),
            None if alt.is_empty() => return String::new(),
            None => format!("Image: {alt}"),
        };
        match link {
            Some(link) => format!("[{image}]({})", destination(link)),
            None => image,
        }
    }

    /// A table of GitHub's, which always has a heading; one without has an empty one.
    fn table(&self, header: bool, rows: &[Vec<Vec<Run>>]) -> String {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return String::new();
        }
        let line = |row: &[Vec<Run>]| {
            let cell = |column: usize| row.get(column).map(|runs| self.inline(runs, Place::Cell)).unwrap_or_default();
            format!("| {} |", (0..columns).map(cell).collect::<Vec<_>>().join(" | "))
        };
        let (head, body) = if header { rows.split_at(1) } else { rows.split_at(0) };
        let mut lines = vec![line(head.first().map_or(&[], Vec::as_slice)), format!("|{}", " --- |".repeat(columns))];
        lines.extend(body.iter().map(|row| line(row)));
        lines.join("\n")
    }

    fn indent(&mut self, inside: &[Container]) {
        self.indents.resize(inside.len(), 0);
        for (container, indent) in inside.iter().zip(&mut self.indents) {
            if let Container::Item { marker: Some(marker) } = container {
                *indent = mark(marker).len();
            }
        }
    }

    fn first(&self, inside: &[Container]) -> String {
        let piece = |(container, indent): (&Container, &usize)| match container {
            Container::Item { marker: Some(marker) } => mark(marker),
            container => before(container, *indent),
        };
        inside.iter().zip(&self.indents).map(piece).collect()
    }

    fn rest(&self, inside: &[Container]) -> String {
        inside.iter().zip(&self.indents).map(|(container, indent)| before(container, *indent)).collect()
    }
}

/// What stands before a line in a container.
fn before(container: &Container, indent: usize) -> String {
    if *container == Container::Quote { "> ".to_owned() } else { " ".repeat(indent) }
}

/// An item's mark: its number, or a hyphen.
fn mark(marker: &str) -> String {
    // A parser takes nine digits.
    match marker.trim_end_matches(['.', ')']).parse::<u32>() {
        Ok(number) => format!("{}. ", number.min(999_999_999)),
        Err(_) => "- ".to_owned(),
    }
}

/// Whether an item follows another of its list, without a line between them.
fn is_next_item(above: &[Container], below: &[Container]) -> bool {
    let kind = |inside: &[Container]| match inside.last() {
        Some(Container::Item { marker: Some(marker) }) => Some((inside.len(), mark(marker) == "- ")),
        _ => None,
    };
    kind(below).is_some() && kind(above) == kind(below)
}

/// The containers of `below` that `above` stands in as well.
fn shared<'a>(above: &[Container], below: &'a [Container]) -> &'a [Container] {
    let same = above.iter().zip(below).take_while(|(above, below)| match below {
        Container::Quote => **above == Container::Quote,
        Container::Item { marker } => marker.is_none() && **above != Container::Quote,
    });
    &below[..same.count()]
}

/// Lines in a [fence](https://spec.commonmark.org/0.31.2/#fenced-code-blocks) longer than any within.
fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_backticks(text).max(2) + 1);
    format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn longest_backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests;
