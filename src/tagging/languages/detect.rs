//! Which language an article is in, when its feed does not say.

use whatlang::{Detector, Lang};

/// So many bytes of the text are looked at.
const SAMPLE_MAX_BYTES: usize = 1_000;
/// So many of [`ENGLISH`] within the first words show English.
const ENGLISH_MIN_WORDS: usize = 3;
const ENGLISH_AMONG_WORDS: usize = 80;
/// Short text needs a surer guess, because a headline is mostly names.
const SHORT_MAX_LETTERS: usize = 60;
const SHORT_MIN_CONFIDENCE: f64 = 0.9;
const MIN_CONFIDENCE: f64 = 0.3;
/// So many letters show the script.
const SCRIPT_LETTERS: usize = 200;

/// A text of so many bytes in one of [`ACCENTED`] has an accent somewhere; tables of prices in English have none.
const ACCENTED_MIN_BYTES: usize = 200;
const ACCENTED: [&str; 9] = ["fr", "es", "pt", "pl", "cs", "sl", "tr", "ro", "hu"];

/// Words that hardly another language has, and English has in every second sentence.
const ENGLISH: [&str; 12] =
    ["the", "of", "and", "with", "said", "from", "that", "which", "has", "were", "their", "after"];

/// Letters that of the languages with tables only one has.
const OWN_LETTERS: [(&str, &str); 9] = [
    ("ru", "ыэёЫЭЁ"),
    ("uk", "іїєґІЇЄҐ"),
    ("pl", "łżąęŁŻĄĘ"),
    ("cs", "řěůŘĚŮ"),
    ("tr", "ğıĞİ"),
    ("de", "ß"),
    ("pt", "ãõÃÕ"),
    ("es", "ñ¿¡Ñ"),
    ("fa", "پچژگ"),
];

/// The languages that are told apart; whatlang names them by ISO 639-3.
const CANDIDATES: [(Lang, &str); 24] = [
    (Lang::Eng, "en"),
    (Lang::Deu, "de"),
    (Lang::Fra, "fr"),
    (Lang::Spa, "es"),
    (Lang::Ita, "it"),
    (Lang::Por, "pt"),
    (Lang::Nld, "nl"),
    (Lang::Swe, "sv"),
    (Lang::Ron, "ro"),
    (Lang::Hun, "hu"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Bul, "bg"),
    (Lang::Slv, "sl"),
    (Lang::Tur, "tr"),
    (Lang::Ara, "ar"),
    (Lang::Pes, "fa"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Ell, "el"),
    (Lang::Heb, "he"),
];

/// The language of a text as a two-letter code (ISO 639-1); None when it is too short or unclear to tell.
pub(super) fn detect(text: &str) -> Option<&'static str> {
    let sample = &text[..text.floor_char_boundary(SAMPLE_MAX_BYTES)];
    // Most articles are in English, and counting words is a hundred times as fast as counting trigrams.
    if is_english(sample) {
        return Some("en");
    }
    if let Some(code) = by_letters(sample) {
        return Some(code);
    }
    let candidates = CANDIDATES.iter().map(|(lang, _)| *lang).collect();
    let guess = Detector::with_allowlist(candidates).detect(sample)?;
    let is_latin = sample.chars().filter(|c| c.is_alphabetic()).take(20).all(|c| c < '\u{250}');
    let is_short = sample.chars().filter(|c| c.is_alphabetic()).count() < SHORT_MAX_LETTERS;
    let needed = if is_latin && is_short {
        SHORT_MIN_CONFIDENCE
    } else if is_latin {
        MIN_CONFIDENCE
    } else {
        0.0
    };
    let known = CANDIDATES.iter().find(|(lang, _)| *lang == guess.lang()).map(|(_, code)| *code)?;
    let lacks_accents = sample.is_ascii() && sample.len() >= ACCENTED_MIN_BYTES && ACCENTED.contains(&known);
    (guess.confidence() >= needed && !lacks_accents).then_some(known)
}

/// The language whose letters stand in the text, and no other's: enough for a headline, where trigrams are not.
fn by_letters(sample: &str) -> Option<&'static str> {
    let mut shown = OWN_LETTERS.iter().filter(|(_, letters)| sample.contains(|c| letters.contains(c)));
    shown.next().filter(|_| shown.next().is_none()).map(|(code, _)| *code)
}

/// The code as this module gives it, when the language is one that can be told.
pub(super) fn known(code: &str) -> Option<&'static str> {
    CANDIDATES.iter().map(|(_, known)| *known).find(|known| known.eq_ignore_ascii_case(code))
}

/// Whether the text's first letters are of the script that the language is written in.
pub(super) fn is_in_its_script(code: &str, text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).take(SCRIPT_LETTERS);
    let is_own: fn(char) -> bool = match code {
        "ru" | "uk" | "bg" => |c| matches!(c, '\u{400}'..='\u{52F}'),
        "ar" | "fa" => |c| matches!(c, '\u{600}'..='\u{6FF}'),
        "zh" | "ja" | "ko" => |c| c >= '\u{1100}',
        "el" => |c| matches!(c, '\u{370}'..='\u{3FF}'),
        "he" => |c| matches!(c, '\u{590}'..='\u{5FF}'),
        _ => |c| c < '\u{250}',
    };
    letters.any(is_own)
}

fn is_english(sample: &str) -> bool {
    let words = sample.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let shown = words.take(ENGLISH_AMONG_WORDS).filter(|word| ENGLISH.contains(word));
    shown.take(ENGLISH_MIN_WORDS).count() == ENGLISH_MIN_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_paragraph_is_told() {
        for (text, language) in [
            ("The bridge was painted with care, and the mayor said that nobody had asked for it.", "en"),
            ("Die Brücke wurde gestern gestrichen, und niemand hat den Bürgermeister danach gefragt.", "de"),
            ("Le pont a été repeint hier et personne n'a demandé son avis au maire de la ville.", "fr"),
            ("El puente fue pintado ayer y nadie le preguntó nada al alcalde de la ciudad.", "es"),
            ("Il ponte è stato dipinto ieri e nessuno ha chiesto niente al sindaco della città.", "it"),
            ("A ponte foi pintada ontem e ninguém perguntou nada ao presidente da câmara.", "pt"),
            ("Мост вчера покрасили, и никто ничего не спросил у мэра города, который был против.", "ru"),
            ("Міст учора пофарбували, і ніхто нічого не запитав у міського голови, який був проти.", "uk"),
            ("Мостът беше боядисан вчера и никой не попита кмета на града, който беше против.", "bg"),
            ("Most został wczoraj pomalowany i nikt nie zapytał o zdanie burmistrza miasta.", "pl"),
            ("Most byl včera natřen a nikdo se nezeptal starosty města, který byl proti.", "cs"),
            ("Most so včeraj prepleskali in nihče ni vprašal župana mesta, ki je bil proti.", "sl"),
            ("Köprü dün boyandı ve buna karşı çıkan belediye başkanına hiç kimse bir şey sormadı.", "tr"),
            ("تم طلاء الجسر أمس ولم يسأل أحد رئيس البلدية الذي كان معارضا لذلك.", "ar"),
            ("پل دیروز رنگ شد و هیچ‌کس از شهردار که مخالف بود چیزی نپرسید.", "fa"),
            ("大桥昨天被粉刷了，没有人询问反对此事的市长。", "zh"),
            ("橋は昨日塗られましたが、反対していた市長には誰も尋ねませんでした。", "ja"),
        ] {
            assert_eq!(detect(text), Some(language), "{text}");
        }
    }

    #[test]
    fn a_headline_is_told_by_letters_of_its_own() {
        for (text, language) in [
            ("Мэр Минска ушёл в отставку", "ru"),
            ("Мер Києва пішов у відставку", "uk"),
            ("Burmistrz złożył rezygnację", "pl"),
            ("Starosta města odešel", "cs"),
            ("Belediye başkanı dağıldı", "tr"),
            ("El alcalde de España dimite", "es"),
        ] {
            assert_eq!(detect(text), Some(language), "{text}");
        }
    }

    #[test]
    fn a_table_of_prices_is_not_french() {
        let table =
            "Cocoa futures closed: Sept 1,432 Dec 1,465 Mar 1,490 May 1,505 July 1,521 -- London Desk ".repeat(3);
        assert_eq!(detect(&table), None);
    }

    #[test]
    fn what_has_no_words_has_no_language() {
        for text in ["", "123 456", "Kyiv", "— … —"] {
            assert_eq!(detect(text), None, "{text}");
        }
    }
}
