//! Where a line may end: the Unicode line breaking algorithm ([UAX 14](https://www.unicode.org/reports/tr14/)) with the
//! strict rules of Chinese and Japanese, and what readers of news expect beyond it (see `docs/decisions/0008-lines.md`).

use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

/// How a line may end before a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chance {
    /// Only where the line is full and there is no other.
    Never,
    /// Where a word or an address that is longer than the line is parted best.
    Rather,
    /// With a hyphen.
    Hyphenated,
    Here,
}

/// Without the models for scripts without spaces, whose words the document knows ([`crate::text::unspaced`]).
static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default()));

/// The places of a text where a line may end, as bytes, ascending.
pub(super) fn chances(text: &str) -> Vec<(usize, Chance)> {
    let mut standard = SEGMENTER.segment_str(text).peekable();
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut before = [' ', ' '];
    for (at, next) in text.char_indices() {
        while standard.next_if(|place| *place < at).is_some() {}
        let is_standard = at > 0 && standard.peek() == Some(&at);
        let chance = if is_standard { tailored(before, next) } else { added(before, next) };
        if at > 0 && chance != Chance::Never {
            found.push((at, chance));
        }
        before = [before[1], next];
    }
    found
}

/// What a place is where the standard ends lines.
fn tailored([second_last, last]: [char; 2], next: char) -> Chance {
    match (last, next) {
        // `km/h`, `and/or` and addresses are parted only when they must be, and an option (`--all`) as well.
        ('/' | '?', _) => Chance::Rather,
        ('-', _) if !second_last.is_alphanumeric() && !is_closing(second_last) => Chance::Rather,
        // A dash ends a line, and does not begin one.
        (_, '—' | '―') if last != ' ' => Chance::Rather,
        (' ', '%' | '‰' | '€' | '°') => Chance::Rather,
        // Korean is written with spaces, and read more easily when its words stay whole.
        _ if last != ' ' && !is_dash(last) && (is_hangul(last) || is_hangul(next)) => Chance::Rather,
        _ => Chance::Here,
    }
}

/// What a place is where the standard does not end lines.
fn added([second_last, last]: [char; 2], next: char) -> Chance {
    // Quotation marks that Chinese shares with Latin scripts: https://www.unicode.org/reports/tr14/#LB19a
    match next {
        '“' | '‘' if is_ideographic(last) || matches!(last, '，' | '。' | '：' | '；' | '、' | '！' | '？') =>
        {
            return Chance::Here;
        }
        _ if matches!(last, '”' | '’') && is_ideographic(next) => return Chance::Here,
        _ => {}
    }
    let is_within = !second_last.is_whitespace() && next.is_alphanumeric();
    if is_seam(last) && is_within { Chance::Rather } else { Chance::Never }
}

/// Characters of an address after which it is parted best.
fn is_seam(c: char) -> bool {
    matches!(c, '/' | '?' | '&' | '=' | '-' | '_' | '.' | ',' | ':' | ';' | '#' | '%' | '+' | '~' | '@' | '|')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '–' | '—')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '»' | '”' | '’' | '"' | '\'' | '.')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
}

/// Han and kana.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && !matches!(c, '・' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its chances: `|` here, `¦` rather here.
    fn marked(text: &str) -> String {
        let mut chances = chances(text).into_iter().peekable();
        let mut marked = String::new();
        for (at, c) in text.char_indices() {
            if let Some((_, chance)) = chances.next_if(|(place, _)| *place == at) {
                marked.push(if chance == Chance::Here { '|' } else { '¦' });
            }
            marked.push(c);
        }
        marked
    }

    #[test]
    fn lines_end_where_readers_expect_it() {
        for expected in [
            "one |two, |(three) |four",
            "long-|term |well-|being",
            "minus |-5 |or |2026-¦11-¦22",
            "--¦flag |- |x",
            "km/¦h |and/¦or",
            "https://¦news.¦example/¦a-|b?¦c=¦d&¦e=¦f_¦g",
            "war¦—|and |peace |– |so",
            "mot |clé : |« oui »",
            "5 ¦% |100 ¦€ |$5",
            "安|理|会|成|员，|协|议|“可|能”|不|会|持|续。",
            "他|说：|“好。”|然|后|（约）|定",
            "サー|バー|へ|「発|言」っ|て",
            "정¦상¦회¦담¦이 |오¦늘 |NATO¦는",
            "الدبلوماسية |في |القرن",
            "שלום |עולם",
            "«Договор» |(1905 |г.) |в |силе",
            "👩\u{200d}🚀|👍",
        ] {
            let text = expected.replace(['|', '¦'], "");
            assert_eq!(marked(&text), expected);
        }
    }
}
