//! A document in a compact form, for tests.
//!
//! A line a block: what it stands in (`> ` a quote, `• ` an item's marker, two spaces for its later blocks), its
//! kind, its text. `*strong*`, `/italic/`, `` `code` ``, `~strike~`, `{link}1`; a line end within is `⏎`.

use crate::domain::{Block, BlockKind, Container, Document, Run};

pub(super) fn dump(document: &Document) -> String {
    let blocks: Vec<String> = document.blocks.iter().map(|block| dump_block(document, block)).collect();
    let links = document.links.iter().enumerate().map(|(index, link)| format!("[{}] {link}", index + 1));
    blocks.into_iter().chain(links).collect::<Vec<_>>().join("\n")
}

fn dump_block(document: &Document, block: &Block) -> String {
    let inside: String = block.inside.iter().map(dump_container).collect();
    let text = dump_runs(document, &block.runs);
    let block = match &block.kind {
        BlockKind::Paragraph => format!("p {text}"),
        BlockKind::Heading(level) => format!("h{level} {text}"),
        BlockKind::Preformatted => format!("pre {text}"),
        BlockKind::Image { .. } => format!("image {text}"),
        BlockKind::Caption => format!("caption {text}"),
        BlockKind::Rule => "rule".to_owned(),
        BlockKind::Table { header, rows } => dump_table(document, *header, rows),
    };
    format!("{inside}{block}")
}

fn dump_container(container: &Container) -> String {
    match container {
        Container::Quote => "> ".to_owned(),
        Container::Item { marker: Some(marker) } => format!("{marker} "),
        Container::Item { marker: None } => "  ".to_owned(),
    }
}

fn dump_table(document: &Document, header: bool, rows: &[Vec<Vec<Run>>]) -> String {
    let row = |row: &Vec<Vec<Run>>| row.iter().map(|cell| dump_runs(document, cell)).collect::<Vec<_>>().join(" | ");
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!("{} {}", if header { "table with header" } else { "table" }, rows.join(" / "))
}

fn dump_runs(document: &Document, runs: &[Run]) -> String {
    runs.iter().map(|run| dump_run(document, run)).collect()
}

fn dump_run(document: &Document, run: &Run) -> String {
    let mut text = document.text[run.range.clone()].replace('\n', "⏎");
    let emphasis = run.emphasis;
    for (set, mark) in [(emphasis.code, "`"), (emphasis.strike, "~"), (emphasis.italic, "/"), (emphasis.strong, "*")] {
        if set {
            text = format!("{mark}{text}{mark}");
        }
    }
    match run.link {
        Some(number) => format!("{{{text}}}{number}"),
        None => text,
    }
}
