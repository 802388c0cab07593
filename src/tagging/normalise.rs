//! Folding a text with the way back: names are compared as [`push_folded`] makes them. Case is kept, because
//! "Turkey" and "turkey" differ.

use crate::domain::Span;
use crate::text::{push_folded, raised_digit};

/// Text folded for matching, with the way back to the original bytes.
#[derive(Debug, Default)]
pub(super) struct Folded {
    text: String,
    /// Where folding changed the length, ascending by `folded`. Empty for ASCII.
    shifts: Vec<Shift>,
}

/// From `folded` on (until the next shift), a folded offset `x` is the original offset `original + (x - folded)`.
#[derive(Clone, Copy, Debug)]
struct Shift {
    folded: usize,
    original: usize,
}

impl Folded {
    /// Folds `text`.
    pub fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), shifts: Vec::new() };
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
            folded.text.push_str(&rest[..at]);
            let c = rest[at..].chars().next().expect("a byte that is not ASCII begins a character");
            let before = folded.text.len();
            push_name_folded(&mut folded.text, c);
            rest = &rest[at + c.len_utf8()..];
            if folded.text.len() - before != c.len_utf8() {
                folded.shifts.push(Shift { folded: folded.text.len(), original: text.len() - rest.len() });
            }
        }
        folded.text.push_str(rest);
        folded
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The original offset of a folded offset on a character boundary.
    pub fn original(&self, folded: usize) -> usize {
        match self.shifts.partition_point(|shift| shift.folded <= folded).checked_sub(1) {
            Some(last) => self.shifts[last].original + (folded - self.shifts[last].folded),
            None => folded,
        }
    }

    /// A range of the folded text as a range of the original.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let offset = |at| u32::try_from(self.original(at)).expect("tagged text is at most 1 MiB");
        Span { start: offset(start), end: offset(end) }
    }
}

/// Folds as everywhere, and what names in Cyrillic and Arabic script are written with or without.
fn push_name_folded(text: &mut String, c: char) {
    match c {
        'ё' => text.push('е'),
        'Ё' => text.push('Е'),
        'أ' | 'إ' | 'آ' | 'ٱ' => text.push('ا'),
        'ة' => text.push('ه'),
        'ى' | 'ی' => text.push('ي'),
        'ک' => text.push('ك'),
        // Marks of vowels, and the stroke that stretches a word.
        '\u{64B}'..='\u{652}' | '\u{670}' | '\u{640}' => {}
        // The mark of a footnote ends the name before it.
        c if raised_digit(c).is_some() => text.push(' '),
        _ => push_folded(text, c),
    }
}

/// The folded form of a name.
pub(super) fn fold(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { Folded::new(name).text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_apostrophes_hyphens_and_spaces_are_folded() {
        for (raw, folded) in [
            ("Côte d’Ivoire", "Cote d'Ivoire"),
            ("São Tomé\u{A0}and Príncipe", "Sao Tome and Principe"),
            ("Türkiye, Đà Nẵng, Łódź", "Turkiye, Da Nang, Lodz"),
            ("Peru\u{301}", "Peru"),
            ("Guinea‑Bissau", "Guinea-Bissau"),
            ("Æthel, Straße", "AEthel, Strasse"),
            ("Київ, 北京", "Київ, 北京"),
            ("Syria¹ and CO₂", "Syria  and CO2"),
            ("Королёв", "Королев"),
            ("الإمارات العربيّة", "الامارات العربيه"),
            ("ایران و تركیا", "ايران و تركيا"),
        ] {
            assert_eq!(fold(raw), folded);
        }
    }

    #[test]
    fn a_match_in_the_folded_text_leads_back_to_the_original() {
        let raw = "Élysée: Côte d’Ivoire and Peru\u{301}.";
        let folded = Folded::new(raw);
        for (name, original) in [("Cote d'Ivoire", "Côte d’Ivoire"), ("Peru", "Peru\u{301}"), ("Elysee", "Élysée")]
        {
            let start = folded.as_str().find(name).unwrap();
            assert_eq!(&raw[folded.original(start)..folded.original(start + name.len())], original);
        }
    }

    proptest! {
        #[test]
        fn every_folded_boundary_leads_to_an_ascending_original_boundary(raw in any::<String>()) {
            let folded = Folded::new(&raw);
            let mut last = 0;
            for (at, _) in folded.as_str().char_indices() {
                let original = folded.original(at);
                prop_assert!(original >= last && original <= raw.len());
                last = original;
            }
            prop_assert_eq!(folded.original(folded.as_str().len()), raw.len());
        }

        #[test]
        fn folding_twice_changes_nothing(raw in any::<String>()) {
            prop_assert_eq!(fold(&fold(&raw)), fold(&raw));
        }
    }
}
