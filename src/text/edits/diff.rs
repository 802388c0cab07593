//! A diff of words, as a document: what was taken out is struck, what was put in is strong, and paragraphs that stayed
//! are counted.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};
use unicode_segmentation::UnicodeSegmentation;

use super::Wording;
use crate::domain::{Block, BlockKind, Container, Document, Emphasis, Run, SafeTextBuilder, safe};
use crate::text::first_is_rtl;

/// What changed between two wordings, title first. Where looks cannot tell what is new (`marked`), marks do, as in
/// git's diff of words: `[-old-]`, `{+new+}`.
///
/// The crate bounds its work by heuristics, so that two long texts of other words cost no more than like ones.
pub fn diff(before: &Wording, after: &Wording, marked: bool) -> Document {
    let (before, after) = (paragraphs(before), paragraphs(after));
    let (before, after) = (tokens(&before), tokens(&after));
    let mut input = InternedInput::default();
    input.update_before(before.iter().map(Token::key));
    input.update_after(after.iter().map(Token::key));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let steps = joined(steps(&diff, before.len(), after.len()), &after);
    let mut draft = Draft::default();
    for step in steps {
        if step.is_same {
            after[step.after].iter().for_each(|token| draft.push(token, Fate::Same));
        } else {
            before[step.before].iter().for_each(|token| draft.push(token, Fate::Gone));
            after[step.after].iter().for_each(|token| draft.push(token, Fate::New));
        }
    }
    draft.finish(marked)
}

/// A paragraph of a wording.
struct Paragraph {
    kind: BlockKind,
    inside: Vec<Container>,
    rtl: bool,
    text: String,
}

fn paragraphs(wording: &Wording) -> Vec<Paragraph> {
    let text_of = |runs: &[Run]| runs.iter().map(|run| &wording.document.text[run.range.clone()]).collect::<String>();
    let rtl = first_is_rtl(&wording.title);
    let title = Paragraph { kind: BlockKind::Heading(1), inside: Vec::new(), rtl, text: wording.title.to_string() };
    let mut paragraphs = vec![title];
    for block in &wording.document.blocks {
        let (inside, rtl) = (&block.inside, block.rtl);
        let mut push = |kind, text| paragraphs.push(Paragraph { kind, inside: inside.clone(), rtl, text });
        match &block.kind {
            BlockKind::Rule => {}
            BlockKind::Image { .. } => push(BlockKind::Caption, text_of(&block.runs)),
            BlockKind::Table { rows, .. } => rows.iter().for_each(|row| {
                let cells: Vec<String> = row.iter().map(|cell| text_of(cell)).collect();
                push(BlockKind::Paragraph, cells.join(" | "));
            }),
            kind => push(kind.clone(), text_of(&block.runs)),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.text.trim().is_empty());
    paragraphs
}

/// A word, a sign, or the end of a paragraph.
struct Token<'a> {
    text: &'a str,
    /// Whether white space stands before it.
    is_parted: bool,
    paragraph: &'a Paragraph,
}

/// What the end of a paragraph is compared as.
const END: &str = "\n";

impl<'a> Token<'a> {
    /// What it is compared as: the style of quotation marks is no change.
    fn key(&self) -> &'a str {
        match self.text {
            "’" | "‘" => "'",
            "“" | "”" | "„" | "«" | "»" => "\"",
            "–" | "—" | "‑" => "-",
            text => text,
        }
    }

    fn is_end(&self) -> bool {
        self.text == END
    }
}

fn tokens(paragraphs: &[Paragraph]) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for paragraph in paragraphs {
        let mut is_parted = false;
        for text in paragraph.text.split_word_bounds() {
            if text.trim().is_empty() {
                is_parted = true;
            } else {
                tokens.push(Token { text, is_parted, paragraph });
                is_parted = false;
            }
        }
        tokens.push(Token { text: END, is_parted: false, paragraph });
    }
    tokens
}

/// A stretch of tokens that stayed, or one in the place of another.
struct Step {
    is_same: bool,
    before: Range<usize>,
    after: Range<usize>,
}

/// The whole of both as steps, the same and the changed by turns.
fn steps(diff: &Diff, before: usize, after: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut at = (0, 0);
    let range = |range: Range<u32>| range.start as usize..range.end as usize;
    for hunk in diff.hunks() {
        let (gone, new) = (range(hunk.before), range(hunk.after));
        let same = Step { is_same: true, before: at.0..gone.start, after: at.1..new.start };
        at = (gone.end, new.end);
        steps.extend([same, Step { is_same: false, before: gone, after: new }]);
    }
    steps.push(Step { is_same: true, before: at.0..before, after: at.1..after });
    steps.retain(|step| !step.before.is_empty() || !step.after.is_empty());
    steps
}

/// Lets a word or two that stayed by chance between two larger changes change with them: confetti cannot be read.
fn joined(steps: Vec<Step>, after: &[Token<'_>]) -> Vec<Step> {
    let weight = |step: &Step| step.before.len().max(step.after.len());
    let length = |step: &Step| step.after.len();
    let mut joined: Vec<Step> = Vec::new();
    let mut steps = steps.into_iter().peekable();
    while let Some(step) = steps.next() {
        let is_chance = step.is_same
            && joined.last().is_some_and(|last| !last.is_same && weight(last) > 2 * length(&step))
            && steps.peek().is_some_and(|next| weight(next) > 2 * length(&step))
            && !after[step.after.clone()].iter().any(Token::is_end);
        match joined.last_mut() {
            Some(last) if is_chance || (!last.is_same && !step.is_same) => {
                last.before.end = step.before.end;
                last.after.end = step.after.end;
            }
            _ => joined.push(step),
        }
    }
    joined
}

/// What became of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Same,
    Gone,
    New,
}

/// The diff while it is put together.
#[derive(Default)]
struct Draft<'a> {
    done: Vec<Drafted<'a>>,
    open: Option<Drafted<'a>>,
}

/// A paragraph of the diff.
struct Drafted<'a> {
    paragraph: &'a Paragraph,
    pieces: Vec<(Fate, bool, &'a str)>,
}

impl Drafted<'_> {
    fn is_changed(&self) -> bool {
        self.pieces.iter().any(|(fate, ..)| *fate != Fate::Same)
    }
}

impl<'a> Draft<'a> {
    fn push(&mut self, token: &Token<'a>, fate: Fate) {
        if token.is_end() {
            self.done.extend(self.open.take());
            return;
        }
        let open = self.open.get_or_insert_with(|| Drafted { paragraph: token.paragraph, pieces: Vec::new() });
        // It looks as it does now, if it still is there.
        if fate != Fate::Gone {
            open.paragraph = token.paragraph;
        }
        open.pieces.push((fate, token.is_parted, token.text));
    }

    fn finish(mut self, marked: bool) -> Document {
        self.done.extend(self.open.take());
        let mut writer = Writer { marked, ..Writer::default() };
        let mut unchanged = 0;
        for drafted in self.done {
            let is_title = matches!(drafted.paragraph.kind, BlockKind::Heading(1)) && writer.blocks.is_empty();
            if drafted.is_changed() || is_title {
                writer.unchanged(std::mem::take(&mut unchanged));
                writer.paragraph(&drafted);
            } else {
                unchanged += 1;
            }
        }
        writer.unchanged(unchanged);
        Document { text: writer.text.finish(), blocks: writer.blocks, ..Document::default() }
    }
}

#[derive(Default)]
struct Writer {
    text: SafeTextBuilder,
    blocks: Vec<Block>,
    marked: bool,
}

impl Writer {
    fn unchanged(&mut self, count: usize) {
        if count > 0 {
            let paragraphs = if count == 1 { "paragraph" } else { "paragraphs" };
            let range = self.text.push(self.line_ends(), 0, &safe!("… {} {} unchanged …", count, paragraphs));
            let run = Run { range, emphasis: Emphasis::default(), link: None };
            self.blocks.push(Block { kind: BlockKind::Caption, inside: Vec::new(), runs: vec![run], rtl: false });
        }
    }

    /// A block begins on a line of its own.
    fn line_ends(&self) -> usize {
        usize::from(!self.text.is_empty())
    }

    fn paragraph(&mut self, drafted: &Drafted<'_>) {
        let mut runs: Vec<Run> = Vec::new();
        for stretch in drafted.pieces.chunk_by(|one, other| one.0 == other.0) {
            let fate = stretch[0].0;
            let (open, close) = match fate {
                Fate::Gone if self.marked => ("[-", "-]"),
                Fate::New if self.marked => ("{+", "+}"),
                _ => ("", ""),
            };
            let emphasis = Emphasis { strike: fate == Fate::Gone, strong: fate == Fate::New, ..Emphasis::default() };
            let mut line_ends = if runs.is_empty() { self.line_ends() } else { 0 };
            let mut range: Option<Range<usize>> = None;
            for (place, (_, is_parted, text)) in stretch.iter().enumerate() {
                let opened = if place == 0 { open } else { "" };
                let closed = if place + 1 == stretch.len() { close } else { "" };
                let is_instead = place == 0 && fate == Fate::New && runs.last().is_some_and(|run| run.emphasis.strike);
                let spaces = usize::from((*is_parted || is_instead) && line_ends == 0);
                let pushed = self.text.push(line_ends, spaces, &format!("{opened}{text}{closed}"));
                if pushed.is_empty() {
                    continue;
                }
                line_ends = 0;
                range = Some(match range {
                    Some(range) => range.start..pushed.end,
                    None => pushed,
                });
            }
            let Some(range) = range else { continue };
            // The space between two looks belongs to neither.
            if let Some(end) = runs.last().map(|run| run.range.end).filter(|end| *end < range.start) {
                runs.push(Run { range: end..range.start, emphasis: Emphasis::default(), link: None });
            }
            runs.push(Run { range, emphasis, link: None });
        }
        if !runs.is_empty() {
            let Paragraph { kind, inside, rtl, .. } = drafted.paragraph;
            self.blocks.push(Block { kind: kind.clone(), inside: inside.clone(), runs, rtl: *rtl });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::SafeText;
    use crate::text::{line_text, wrap};

    fn wording(title: &str, body: &str) -> Wording {
        Wording::of(&SafeText::line(title), &SafeText::block(body))
    }

    fn marked(before: &str, after: &str) -> String {
        diff(&wording("Talks", before), &wording("Talks", after), true).text.strip_prefix("Talks\n").unwrap().to_owned()
    }

    #[test]
    fn words_that_changed_are_marked() {
        for (before, after, expected) in [
            ("12 killed and 30 hurt", "14 killed and 31 hurt", "[-12-] {+14+} killed and [-30-] {+31+} hurt"),
            ("Talks go on.", "Talks go on in Geneva.", "Talks go on {+in Geneva+}."),
            ("He said “no”.", "He said \"yes\".", "He said \"[-no-] {+yes+}\"."),
            ("造成12人死亡", "造成14人死亡", "造成[-12-] {+14+}人死亡"),
            ("同意停火", "拒绝停火", "[-同意-] {+拒绝+}停火"),
            ("<p>One</p><p>Two</p>", "<p>One</p><p>Two</p><p>Three</p>", "… 2 paragraphs unchanged …\n{+Three+}"),
            (
                "<p>One</p><p>Two</p><p>Three</p>",
                "<p>One</p><p>Three</p>",
                "… 1 paragraph unchanged …\n[-Two-]\n… 1 paragraph unchanged …",
            ),
            ("<p>One two</p>", "<p>One</p><p>two</p>", "… 2 paragraphs unchanged …"),
            ("", "New", "{+New+}"),
            ("Old", "", "[-Old-]"),
        ] {
            assert_eq!(marked(before, after), expected, "{before} / {after}");
        }
    }

    #[test]
    fn words_that_stayed_by_chance_between_large_changes_change_with_them() {
        let shown = marked("Both sides left the hall in anger today", "Nobody knows where the guns will speak next");
        assert_eq!(
            shown,
            "[-Both sides left the hall in anger today-] {+Nobody knows where the guns will speak next+}"
        );
    }

    #[test]
    fn looks_tell_what_is_new_and_the_title_is_always_there() {
        let shown = diff(&wording("War", "<p>One</p>"), &wording("Peace", "<p>One</p>"), false);
        assert_eq!(shown.text, "War Peace\n… 1 paragraph unchanged …");
        let looks: Vec<_> =
            shown.blocks[0].runs.iter().step_by(2).map(|run| (run.emphasis.strike, run.emphasis.strong)).collect();
        assert_eq!(looks, [(true, false), (false, true)]);
        let same = diff(&wording("War", "<p>One</p>"), &wording("War", "<p>Two</p>"), false);
        assert_eq!(same.text, "War\nOne Two");
    }

    #[test]
    fn long_texts_of_the_same_words_in_another_order_are_compared() {
        // Words drawn by lot (a linear congruential generator) from a small vocabulary: the hardest that there is.
        let text = |mut seed: u64| {
            let mut draw = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                seed >> 33
            };
            (0..60_000).map(|_| format!("w{} ", draw() % 2_000)).collect::<String>()
        };
        let shown = diff(&wording("Talks", &text(1)), &wording("Talks", &text(2)), false);
        assert!(shown.text.len() > 60_000);
    }

    proptest! {
        #[test]
        fn both_wordings_can_be_read_from_their_diff(before in "([a-c ]{0,4}(<p>|\n\n|, )){0,9}", after in "([a-c ]{0,4}(<p>|\n\n|, )){0,9}") {
            let (before, after) = (wording("T", &before), wording("T", &after));
            let shown = diff(&before, &after, false);
            let words = |gone: bool| shown.blocks.iter().filter(|block| block.kind != BlockKind::Caption)
                .flat_map(|block| &block.runs)
                .filter(|run| if gone { !run.emphasis.strong } else { !run.emphasis.strike })
                .map(|run| shown.text[run.range.clone()].chars().filter(|c| !c.is_whitespace()).count()).sum::<usize>();
            let letters = |wording: &Wording| 1 + wording.document.text.chars().filter(|c| !c.is_whitespace()).count();
            prop_assert!(words(true) <= letters(&before) && words(false) <= letters(&after));
            // What is left out stayed.
            prop_assert_eq!(letters(&before) - words(true), letters(&after) - words(false));
            for line in wrap(&shown, 20) {
                prop_assert!(crate::text::width(&line_text(&line, &shown)) <= 20);
            }
        }
    }
}
