//! What a source changed in an article: whether it says something else now, and which words are others.

mod counters;
mod diff;

use std::collections::HashMap;

use self::counters::{Line, said};
use super::document;
use crate::domain::{BlockKind, Document, Run, SafeText};

pub use self::diff::diff;

/// What an article says at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    pub title: SafeText,
    pub document: Document,
}

impl Wording {
    /// The wording of a title and an article's body.
    pub fn of(title: &SafeText, body: &SafeText) -> Self {
        Self { title: title.clone(), document: document(body, None) }
    }
}

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It says the same. Counters, dates of the page, white space, markup, links, case and the style of quotation marks
    /// say nothing.
    Nothing,
    /// It says less than half of what it said and nothing new: feeds shorten their articles after a while.
    Cut,
    /// It says something else.
    Edited,
}

/// Texts of fewer words are not said to be cut.
const CUT_FROM_WORDS: usize = 50;

/// Compares what an article said with what it says now.
pub fn compare(before: &Wording, after: &Wording) -> Change {
    if titles_differ(&before.title, &after.title) {
        return Change::Edited;
    }
    let (before, after) = (lines(&before.document), lines(&after.document));
    // The order of lines aside, as a table's columns may change places; what words are on which line does not count.
    let (gone, new) = (without(&before, &after).concat(), without(&after, &before).concat());
    if gone == new {
        return Change::Nothing;
    }
    if is_cut(&before.concat(), &after.concat()) { Change::Cut } else { Change::Edited }
}

/// Whether two titles say something else.
pub fn titles_differ(before: &str, after: &str) -> bool {
    before != after && said(before, Line::Title) != said(after, Line::Title)
}

/// What each line of a document says, as words; lines that say nothing are left out.
fn lines(document: &Document) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    let mut push = |text: &str, kind| {
        let words = said(text, kind);
        if !words.is_empty() {
            lines.push(words);
        }
    };
    let text_of = |runs: &[Run]| runs.iter().map(|run| &document.text[run.range.clone()]).collect::<String>();
    for block in &document.blocks {
        match &block.kind {
            BlockKind::Table { rows, .. } => rows.iter().for_each(|row| {
                let cells: Vec<String> = row.iter().map(|cell| text_of(cell)).collect();
                push(&cells.join(" "), Line::Data);
            }),
            _ => push(&text_of(&block.runs), Line::Text),
        }
    }
    lines
}

/// The lines that the others do not have, each as often as it is missing there.
fn without(lines: &[Vec<String>], others: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut held: HashMap<&[String], usize> = HashMap::new();
    others.iter().for_each(|line| *held.entry(line).or_default() += 1);
    let mut missing = Vec::new();
    for line in lines {
        match held.get_mut(line.as_slice()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => missing.push(line.clone()),
        }
    }
    missing
}

/// The words of a link to the rest.
const REST_WORDS: usize = 3;

/// Whether less than half is left, and nine words of ten of it were there before.
fn is_cut(before: &[String], after: &[String]) -> bool {
    if before.len() < CUT_FROM_WORDS || after.len() * 2 >= before.len() {
        return false;
    }
    let mut held: HashMap<&str, usize> = HashMap::new();
    before.iter().for_each(|word| *held.entry(word).or_default() += 1);
    let mut new = 0;
    for word in after {
        match held.get_mut(word.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new += 1,
        }
    }
    new <= after.len() / 10 + REST_WORDS && new * 2 <= after.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wording(title: &str, body: &str) -> Wording {
        Wording::of(&SafeText::line(title), &SafeText::block(body))
    }

    fn of_bodies(before: &str, after: &str) -> Change {
        compare(&wording("Talks", before), &wording("Talks", after))
    }

    #[test]
    fn counters_dates_markup_and_style_are_no_edits() {
        let text = "<p>Talks go on in Geneva.</p>";
        for (before, after) in [
            ("Updated 14:05", "Updated 16:20"),
            ("12 comments", "1,204 comments"),
            ("1,204 views", "1.2K views"),
            ("3 min read", "4 min read"),
            ("Last updated: 22 Nov 2026, 14:05 GMT", "Last updated: 23 November 2026, 09:00 GMT"),
            ("Sunday, 22 November 2026", "Monday, 23 November 2026"),
            ("vor 3 Minuten", "vor 2 Stunden"),
            ("Aktualisiert am 22. November 2026 um 14:05 Uhr", "Aktualisiert am 23. November 2026 um 9:00 Uhr"),
            ("Stand: 22.11.2026, 14:05 Uhr", "Stand: 23.11.2026, 09:00 Uhr"),
            ("Mis à jour le 22 novembre 2026 à 14h05", "Mis à jour le 23 novembre 2026 à 9h00"),
            ("Il y a 3 heures", "Il y a 5 heures"),
            ("hace 3 horas", "hace 2 días"),
            ("12 comentarios", "14 comentarios"),
            ("Обновлено 22 ноября 2026, 14:05", "Обновлено 23 ноября 2026, 09:00"),
            ("3 минуты назад", "5 часов назад"),
            ("Оновлено о 14:05", "Оновлено о 16:20"),
            ("14:05 güncellendi", "16:20 güncellendi"),
            ("آخر تحديث 14:05", "آخر تحديث 16:20"),
            ("更新于2026年11月22日14:05", "更新于2026年11月23日09:00"),
            ("3分钟前更新", "5小时前更新"),
            ("12条评论", "14条评论"),
            ("コメント12件", "コメント14件"),
            ("댓글 12개", "댓글 14개"),
            ("입력 2026.11.22. 14:05", "입력 2026.11.23. 09:00"),
            ("", "Updated 14:05"),
            ("12 comments", ""),
        ] {
            for (before, after) in [
                (format!("{text}<p>{before}</p>"), format!("{text}<p>{after}</p>")),
                (format!("{text}<p>Reuters · {before}</p>"), format!("{text}<p>Reuters · {after}</p>")),
            ] {
                assert_eq!(of_bodies(&before, &after), Change::Nothing, "{before} / {after}");
            }
        }
        for (before, after) in [
            ("<p>Talks go on.</p>", "<div>Talks&nbsp; go\non.</div>"),
            ("<p>One</p><p>two</p>", "<p>One<br>two</p>"),
            ("<p><a href='https://a.example/x?utm_source=1'>On</a></p>", "<p><a href='https://a.example/x'>On</a></p>"),
            ("<p>He said \"no\".</p>", "<p>He said “no”.</p>"),
            ("<p>It's over</p>", "<p>IT’S OVER</p>"),
            ("<p>talks – on</p>", "<p>talks - on</p>"),
            ("<p>Text</p>", "<p>Text</p><img src='https://a.example/1.jpg'>"),
            ("<p>Talks go on. (Updated 14:05)</p>", "<p>Talks go on. (Updated 16:20)</p>"),
            ("<p>Talks go on. Updated 14:05</p>", "<p>Talks go on.</p>"),
        ] {
            assert_eq!(of_bodies(before, after), Change::Nothing, "{before} / {after}");
        }
    }

    #[test]
    fn what_says_something_else_is_an_edit() {
        for (before, after) in [
            ("12 killed in Kharkiv", "14 killed in Kharkiv"),
            ("12 killed", "14 killed"),
            ("Death toll: 12", "Death toll: 14"),
            ("The deadline (22 November) holds.", "The deadline (23 November) holds."),
            ("The truce begins on 22 November 2026.", "The truce begins on 23 November 2026."),
            ("He said yes.", "He said no."),
            ("Talks go on.", "Talks go on. Nobody knows until when."),
            ("Talks go on. They may fail.", "Talks go on."),
            ("The rate is 1.5 percent", "The rate is 15 percent"),
            ("Inflation at 5%", "Inflation at $5"),
            ("Is it over?", "It is over"),
            ("Взрыв: 12 погибших", "Взрыв: 14 погибших"),
            ("造成12人死亡", "造成14人死亡"),
            ("12人が死亡した", "14人が死亡した"),
            ("قتل 12 شخصا", "قتل 14 شخصا"),
            ("The correction: it was May.", "The correction: it was June."),
            (
                "<table><tr><th>Day<th>Hits<tr><td>1 May<td>12</table>",
                "<table><tr><th>Day<th>Hits<tr><td>1 May<td>14</table>",
            ),
        ] {
            assert_eq!(of_bodies(before, after), Change::Edited, "{before} / {after}");
        }
    }

    #[test]
    fn a_title_counts_without_its_labels() {
        for (before, after, differ) in [
            ("Kyiv talks", "LIVE · Kyiv talks", false),
            ("Kyiv talks", "Live: Kyiv talks", false),
            ("LIVE | Kyiv talks", "Kyiv talks – updated 14:05", false),
            ("Kyiv Talks", "Kyiv talks", false),
            ("Liveblog: 12 tot", "Liveblog: 14 tot", true),
            ("Kyiv talks begin", "Kyiv talks fail", true),
            ("12 killed in Kharkiv", "14 killed in Kharkiv", true),
            ("Kyiv talks", "Kyiv talks?", true),
            ("Live", "Updated", false),
        ] {
            assert_eq!(titles_differ(before, after), differ, "{before} / {after}");
        }
    }

    #[test]
    fn a_shortened_text_is_cut_and_a_withdrawn_one_is_edited() {
        let whole = "Talks between both sides go on in Geneva. ".repeat(20);
        let beginning = "Talks between both sides go on in Geneva. Talks between both sides … Read more";
        assert_eq!(of_bodies(&whole, beginning), Change::Cut);
        assert_eq!(of_bodies(beginning, &whole), Change::Edited);
        assert_eq!(of_bodies(&whole, "This article was withdrawn because its source was invented."), Change::Edited);
        assert_eq!(of_bodies(&whole, "Withdrawn by us"), Change::Edited);
        assert_eq!(of_bodies(&whole, &whole[..whole.len() * 3 / 4]), Change::Edited, "a part was taken out");
        assert_eq!(compare(&wording("War", &whole), &wording("Peace", beginning)), Change::Edited);
    }

    proptest! {
        #[test]
        fn nothing_changes_in_what_stays(title in any::<String>(), body in any::<String>()) {
            let wording = wording(&title, &body);
            prop_assert_eq!(compare(&wording, &wording), Change::Nothing);
        }
    }
}
