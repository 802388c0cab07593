//! Paragraphs that a source repeats: newsletter boxes, "read also", the headings of a template.
//!
//! A paragraph is a line of [`Document::text`], known by the hash of its words. The store counts in how many articles of
//! a feed each stands; those that several have are folded away when an article is shown.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::fold_case;
use crate::domain::{Block, BlockKind, Document, Run};

/// An article with fewer paragraphs takes no part: it is a summary.
const PARAGRAPHS_MIN: usize = 3;
/// So many paragraphs of an article's beginning and of its end are looked at: a template stands around what is new.
const BEGINNING: usize = 20;
const END: usize = 40;
/// The most bytes of a repeated paragraph; what is longer was written for its article.
const PARAGRAPH_MAX_BYTES: usize = 600;
/// A paragraph with fewer letters says too little to be known again (a name, a number, "Advertisement").
const LETTERS_MIN: usize = 8;

/// What the paragraphs of a text are known by, each once; none for a text of few paragraphs.
pub fn paragraph_hashes(text: &str) -> Vec<u64> {
    let lines: Vec<&str> = text.lines().filter(|line| line.chars().any(char::is_alphanumeric)).collect();
    if lines.len() < PARAGRAPHS_MIN {
        return Vec::new();
    }
    let end = lines.len().saturating_sub(END).max(BEGINNING).min(lines.len());
    let outer = lines.iter().take(BEGINNING).chain(&lines[end..]);
    let mut hashes: Vec<u64> = outer.filter_map(|line| hash(line)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The blocks of a document, by their places, all of whose paragraphs are `repeated`. None when that is half of the
/// text: then the article itself was sent again and again.
pub fn repeated_blocks(document: &Document, repeated: &[u64]) -> Vec<usize> {
    if repeated.is_empty() {
        return Vec::new();
    }
    let repeated: HashSet<u64> = repeated.iter().copied().collect();
    let is_repeated = |block: &Block| {
        let mut hashes = lines(document, block).map(hash).peekable();
        hashes.peek().is_some() && hashes.all(|hash| hash.is_some_and(|hash| repeated.contains(&hash)))
    };
    let found: Vec<usize> = (0..document.blocks.len()).filter(|place| is_repeated(&document.blocks[*place])).collect();
    let bytes = |place: &usize| lines(document, &document.blocks[*place]).map(str::len).sum::<usize>();
    let folded: usize = found.iter().map(bytes).sum();
    if folded * 2 > document.text.len() { Vec::new() } else { found }
}

/// The paragraphs of a block.
fn lines<'a>(document: &'a Document, block: &'a Block) -> impl Iterator<Item = &'a str> {
    let cells: Vec<&[Run]> = match &block.kind {
        BlockKind::Table { rows, .. } => rows.iter().flatten().map(Vec::as_slice).collect(),
        _ => vec![&block.runs],
    };
    let texts = cells.into_iter().filter_map(|runs| {
        let (first, last) = (runs.first()?, runs.last()?);
        document.text.get(first.range.start..last.range.end)
    });
    texts.flat_map(str::lines).filter(|line| line.chars().any(char::is_alphanumeric))
}

/// What a paragraph is known by: its letters and digits, without case and accents. `None` for what says too little or
/// too much.
fn hash(line: &str) -> Option<u64> {
    let words = line.split_whitespace().count();
    let letters: String = fold_case(line).chars().filter(|c| c.is_alphanumeric()).collect();
    let is_one_word = words < 2 && letters.is_ascii();
    if line.len() > PARAGRAPH_MAX_BYTES || is_one_word || letters.len() < LETTERS_MIN {
        return None;
    }
    let digest = Sha256::digest(letters.as_bytes());
    Some(u64::from_be_bytes(digest[..8].try_into().expect("a SHA-256 digest has 32 bytes")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SafeText;
    use crate::text::document;

    fn of(html: &str) -> Document {
        document(&SafeText::block(html), None)
    }

    const BOX: &str = "<h3>Read also:</h3><ul><li>Our newsletter, every morning</ul>";

    #[test]
    fn what_a_source_repeats_is_found_whatever_its_case_and_spaces() {
        let first =
            of(&format!("<p>The talks went on for a whole night in Geneva.<p>A second paragraph on them.{BOX}"));
        let box_again = BOX.replace("Read also:", "READ  ALSO");
        let second =
            of(&format!("<p>The harvest was poor, and prices rose in all markets.<p>Bread is dear.{box_again}"));
        let hashes = paragraph_hashes(&first.text);
        let repeated: Vec<u64> =
            paragraph_hashes(&second.text).into_iter().filter(|hash| hashes.contains(hash)).collect();
        assert_eq!(repeated.len(), 2);
        assert_eq!(repeated_blocks(&second, &repeated), [2, 3]);
        assert!(repeated_blocks(&second, &[]).is_empty());
    }

    #[test]
    fn an_article_that_was_sent_again_is_not_folded_away() {
        let article = of(&format!("<p>The talks went on for a whole night in Geneva.<p>Bread is dear there too.{BOX}"));
        let hashes = paragraph_hashes(&article.text);
        assert_eq!(hashes.len(), 4);
        assert!(repeated_blocks(&article, &hashes).is_empty());
    }

    #[test]
    fn names_summaries_and_long_paragraphs_take_no_part() {
        assert!(paragraph_hashes("One paragraph of some words.\nAnother paragraph of words.").is_empty());
        let long = "words that go on ".repeat(50);
        assert_eq!(paragraph_hashes(&format!("Advertisement\n42\n{long}\nRead more about it\n— —")).len(), 1);
        assert_eq!(paragraph_hashes("甲\n乙\n点击这里订阅我们的通讯\n丙丁").len(), 1);
    }

    #[test]
    fn of_a_long_text_the_beginning_and_the_end_are_looked_at() {
        let text: String = (0..500).map(|n| format!("Paragraph number {n} of the text.\n")).collect();
        let hashes = paragraph_hashes(&text);
        assert_eq!(hashes.len(), BEGINNING + END);
        let line = |n: usize| hash(&format!("Paragraph number {n} of the text.")).unwrap();
        for (n, is_known) in [(0, true), (19, true), (20, false), (459, false), (460, true), (499, true)] {
            assert_eq!(hashes.contains(&line(n)), is_known, "{n}");
        }
    }

    #[test]
    fn a_table_is_repeated_when_all_its_cells_are() {
        let text = "<p>The talks went on for a whole night in Geneva, said the hosts.<p>A second paragraph, on bread and \
            on the price of it.";
        let table =
            "<table><tr><td>Rates of the day<td>Rates of the week<tr><td>Bread and salt<td>Oil and wine</table>";
        let article = of(&format!("{text}{table}"));
        let cells = paragraph_hashes("Rates of the day\nRates of the week\nBread and salt\nOil and wine");
        assert_eq!(repeated_blocks(&article, &cells), [2]);
        assert!(repeated_blocks(&article, &cells[..3]).is_empty());
    }
}
