//! The parts of an article that say what it is about: title, dateline, beginning; and the references at its end.

use std::ops::Range;

/// A mention within so many characters of the text is an early one.
const EARLY_CHARS: usize = 400;
/// A dateline stands in one of the text's first lines, within so many bytes.
const DATELINE_MAX_LINES: usize = 4;
const DATELINE_MAX_BYTES: usize = 90;
/// A dateline's place is set in capitals, if not too short to tell.
const CAPITALS_MIN_LETTERS: usize = 3;
/// Headings of what an article only refers to.
const REFERENCES: [&str; 10] = [
    "references",
    "sources",
    "further reading",
    "external links",
    "see also",
    "related articles",
    "related stories",
    "read more",
    "notes",
    "bibliography",
];
const HEADING_MAX_BYTES: usize = 40;
/// References come behind this share of the text.
const REFERENCES_MIN_SHARE: f32 = 0.5;

/// Where the parts of a folded article lie, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The end of the title.
    pub title_end: usize,
    /// The end of the text's beginning.
    pub early_end: usize,
    /// Where the report was written: "KYIV, Ukraine (AP) -"; empty when it does not say.
    pub dateline: Range<usize>,
    /// Where the list of references begins, or the text's end.
    pub references: usize,
}

impl Layout {
    /// The layout of folded text whose first `title_end` bytes are the title.
    pub fn new(text: &str, title_end: usize) -> Self {
        let early = text[title_end..].char_indices().nth(EARLY_CHARS + 1);
        Self {
            title_end,
            early_end: early.map_or(text.len(), |(at, _)| title_end + at),
            dateline: dateline(text, title_end).unwrap_or(title_end..title_end),
            references: references(text, title_end),
        }
    }

    /// Whether the place is in the title.
    pub fn in_title(&self, at: usize) -> bool {
        at < self.title_end
    }

    /// Whether the place is in the dateline.
    pub fn in_dateline(&self, at: usize) -> bool {
        self.dateline.contains(&at)
    }
}

fn dateline(text: &str, title_end: usize) -> Option<Range<usize>> {
    let mut next = title_end;
    let lines = text[title_end..].split_inclusive('\n').map(|line| {
        let start = next;
        next += line.len();
        (start, line.trim_end())
    });
    lines.filter(|(_, line)| !line.is_empty()).take(DATELINE_MAX_LINES).find_map(|(start, line)| {
        let begin = &line[..line.floor_char_boundary(DATELINE_MAX_BYTES)];
        let end = dateline_end(begin, line.len() <= DATELINE_MAX_BYTES)?;
        // A heading in capitals ("TENNIS - RESULTS") goes on in capitals.
        let is_heading = end < line.len() && !line[end..].contains(char::is_lowercase);
        (!is_heading).then_some(start..start + end)
    })
}

/// Where the dateline ends that the line begins with: before its dash, its agency or its date.
fn dateline_end(line: &str, is_whole: bool) -> Option<usize> {
    let dash = [" - ", " -- ", " — ", ") ", "- "].iter().filter_map(|mark| line.find(mark)).min();
    let agency = line.find(" (").filter(|&at| dash.is_none_or(|dash| at < dash));
    let is_dated = is_whole && line.ends_with(|c: char| c.is_ascii_digit());
    let end = match (agency, dash) {
        (Some(agency), Some(_)) => agency,
        (None, Some(dash)) => dash,
        _ if is_dated => line.len(),
        _ => return None,
    };
    let place = &line[..end];
    let first: &str = place.split([',', '(']).next().unwrap_or_default();
    let first = first.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ' '));
    let letters = || first.chars().filter(|c| c.is_alphabetic());
    let is_in_capitals = letters().count() >= CAPITALS_MIN_LETTERS && letters().all(char::is_uppercase);
    let is_clause = first.split(' ').count() > 4 || place.contains(['"', ':', '?', '!']);
    let has_agency = agency.is_some() && first.starts_with(char::is_uppercase);
    (!is_clause && (is_in_capitals || has_agency)).then_some(end)
}

/// Where a heading of references stands in the text's second half.
fn references(text: &str, title_end: usize) -> usize {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share")]
    let from = title_end + ((text.len() - title_end) as f32 * REFERENCES_MIN_SHARE) as usize;
    let from = text.ceil_char_boundary(from.min(text.len()));
    let mut at = from;
    // Most lines are paragraphs, which are no headings by their length alone.
    for line in text[from..].split_inclusive('\n') {
        if line.len() > HEADING_MAX_BYTES {
            at += line.len();
            continue;
        }
        let heading = line.trim().trim_end_matches(':').trim_matches('=').trim();
        if REFERENCES.iter().any(|known| heading.eq_ignore_ascii_case(known)) {
            return at;
        }
        at += line.len();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_known_by_their_capitals_dash_agency_or_date() {
        for (text, place) in [
            ("KYIV, Ukraine (AP) - The envoy", "KYIV, Ukraine"),
            ("KYIV, Ukraine (AP) — The envoy", "KYIV, Ukraine"),
            ("OSLO - The envoy", "OSLO"),
            ("NEW YORK, March 26 - The bank", "NEW YORK, March 26"),
            ("By A. Writer\nACCRA 1957-03-06\nThe flag", "ACCRA 1957-03-06"),
            ("Accra (Reuters) - The flag", "Accra"),
            ("The flag was raised - at last", ""),
            ("A NEW LAW", ""),
            ("TENNIS - RESULTS\nVIENNA 1936-08-23\n1. A. Writer", "VIENNA 1936-08-23"),
            ("UN - OF ALL THINGS: no", ""),
            ("He said it was cold (and it was) in Oslo", ""),
        ] {
            let whole = format!("A title\n{text}");
            let layout = Layout::new(&whole, 7);
            assert_eq!(&whole[layout.dateline], place, "{text}");
        }
    }

    #[test]
    fn the_beginning_is_the_title_and_so_many_characters_whatever_their_bytes() {
        let whole = format!("Title\n{}Я{}", "é".repeat(EARLY_CHARS - 1), "é".repeat(EARLY_CHARS));
        let layout = Layout::new(&whole, 5);
        assert!(layout.in_title(4) && !layout.in_title(5));
        assert_eq!(layout.early_end, whole.find('Я').unwrap() + "Я".len());
        assert_eq!(Layout::new("Title\nshort", 5).early_end, 11);
    }

    #[test]
    fn a_dateline_stands_in_one_of_the_first_lines() {
        for (text, expected) in [
            ("By A. Writer\nThe Daily Bridge\nSUVA, Fiji (AP) - The bridge", "SUVA, Fiji"),
            ("One.\nTwo.\nThree.\nFour.\nSUVA, Fiji (AP) - The bridge", ""),
            ("A sentence in the first line that says much more than any dateline does in SUVA (AP) - so long", ""),
        ] {
            let whole = format!("A title\n{text}");
            let layout = Layout::new(&whole, 7);
            assert_eq!(&whole[layout.dateline.clone()], expected, "{text}");
            assert!(!layout.in_dateline(0) && (expected.is_empty() || layout.in_dateline(layout.dateline.start)));
        }
    }

    #[test]
    fn headings_of_references_are_known_with_their_marks() {
        for heading in ["References", "== Sources ==", "SEE ALSO:", "Related stories", "  External links"] {
            let whole = format!("T\nA long report on a bridge, its painter and the town.\n{heading}\nChile");
            assert_eq!(&whole[Layout::new(&whole, 1).references..], format!("{heading}\nChile"));
        }
        for heading in ["Sources say so", "The references", "Reference to a list of works that is no heading"] {
            let whole = format!("T\nA long report on a bridge, its painter and the town.\n{heading}\nChile");
            assert_eq!(Layout::new(&whole, 1).references, whole.len(), "{heading}");
        }
    }

    #[test]
    fn references_are_a_heading_in_the_second_half() {
        let text = "T\nA long report on a bridge.\nReferences\nChile, by Someone";
        assert_eq!(&text[Layout::new(text, 1).references..], "References\nChile, by Someone");
        let text = "T\nNotes\nA long report on a bridge and its painter.";
        assert_eq!(Layout::new(text, 1).references, text.len());
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_layout(title in ".{0,40}", text in "(.|\n|[A-Z]{3}|, | - | \\(AP\\) ){0,80}") {
            let whole = format!("{title}\n{text}");
            let layout = Layout::new(&whole, title.len());
            proptest::prop_assert!(whole.get(layout.dateline.clone()).is_some());
            proptest::prop_assert!(whole.get(layout.references..).is_some());
        }
    }
}
