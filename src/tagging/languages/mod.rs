//! Names as other languages than English write them: a table a language, built when the first article in it comes.
//!
//! The tables lie in `assets/gazetteer/languages/`. A language without a table of its own still has the names of
//! the countries, from the Unicode CLDR.

mod build;
mod detect;
mod patterns;
mod substrings;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use self::patterns::Patterns;
use self::substrings::Substrings;
use super::gazetteer::{Entity, Gazetteer, Surface};
use super::tables::{LanguageTables, rows};

/// The language of the gazetteer.
pub(super) const ENGLISH: &str = "en";

/// The languages of the tables, each built at its first use.
#[derive(Debug)]
pub(super) struct Languages {
    /// By code; listed when the first article comes that is not in English.
    slots: OnceLock<Vec<Slot>>,
    tables: &'static LanguageTables,
}

/// A language's code, and its names once they are built.
type Slot = (&'static str, OnceLock<Option<Language>>);

/// The names of one language.
#[derive(Debug)]
pub(super) struct Language {
    surfaces: Vec<Surface>,
    /// Those that only this language's table names, behind [`crate::tagging::gazetteer::Space::Language`].
    pub entities: Vec<Entity>,
    names: Names,
    languages_after: HashSet<String>,
    compounds: HashMap<String, Surface>,
    english_off: HashSet<String>,
}

#[derive(Debug)]
enum Names {
    Words(Patterns),
    Anywhere { names: Substrings, pairs: Pairs },
}

/// Countries in a character each: 中美.
#[derive(Debug)]
struct Pairs {
    forms: Substrings,
    /// What the characters of each form stand for.
    parts: Vec<Vec<Surface>>,
}

impl Languages {
    /// The languages of the tables, none of them built yet.
    pub fn new(tables: &'static LanguageTables) -> Self {
        Self { slots: OnceLock::new(), tables }
    }

    /// The language of a text: its feed's, unless the text is in another script, else the one it looks like.
    pub fn of(&self, declared: Option<&str>, text: &str) -> Option<&'static str> {
        let declared = declared.and_then(|tag| self.known(tag.split(['-', '_']).next()?));
        let in_its_script = declared.filter(|code| detect::is_in_its_script(code, text));
        // What cannot be told by the text is believed whatever its script.
        let untold = || declared.filter(|code| detect::known(code).is_none());
        in_its_script.or_else(|| detect::detect(text)).or_else(untold)
    }

    /// The code of a language that can be told or has names.
    fn known(&self, code: &str) -> Option<&'static str> {
        let of_tables = || self.slots().iter().map(|(known, _)| *known).find(|known| known.eq_ignore_ascii_case(code));
        detect::known(code).or_else(of_tables)
    }

    fn slots(&self) -> &[Slot] {
        self.slots.get_or_init(|| self.listed())
    }

    fn listed(&self) -> Vec<Slot> {
        let mut codes: Vec<&'static str> = self.tables.own.iter().map(|table| table.code).collect();
        codes.extend(territories(self.tables).map(|[language, ..]| language));
        codes.sort_unstable();
        codes.dedup();
        codes.into_iter().map(|code| (code, OnceLock::new())).collect()
    }

    /// The names of a language by its code (`uk`); None for English, whose names are the gazetteer's, and for
    /// languages without a table.
    pub fn get(&self, code: &str, gazetteer: &Gazetteer) -> Option<&Language> {
        if code == ENGLISH {
            return None;
        }
        let slots = self.slots();
        let at = slots.binary_search_by_key(&code, |(code, _)| code).ok()?;
        let (code, slot) = &slots[at];
        let build = || {
            let built = build::language(code, self.tables, gazetteer);
            built.inspect_err(|error| tracing::error!(%error, "a language cannot be read")).ok()
        };
        slot.get_or_init(build).as_ref()
    }
}

/// The rows `language`, `code`, `name` of the CLDR's territories; malformed ones are refused by a test.
fn territories(tables: &LanguageTables) -> impl Iterator<Item = [&'static str; 3]> {
    rows("territories.tsv", tables.territories).unwrap_or_default().into_iter()
}

impl Language {
    /// The longest name at the word from `start` to `first_word_end`, with its end.
    pub fn find(&self, text: &str, start: usize, first_word_end: usize) -> Option<(usize, &Surface)> {
        let Names::Words(patterns) = &self.names else { return None };
        let named = patterns.find(text, start, first_word_end).map(|(end, id)| (end, &self.surfaces[id]));
        let is_compound = text[first_word_end..].starts_with('-') && named.is_none_or(|(end, _)| end == first_word_end);
        let first_part = || self.compounds.get(&text[start..first_word_end].to_lowercase());
        let part = if is_compound { first_part().map(|part| (first_word_end, part)) } else { None };
        part.or(named)
    }

    /// Whether an English name means the same in this language.
    pub fn allows(&self, english: &str) -> bool {
        !self.english_off.contains(english)
    }

    /// Whether an adjective behind the word names a language.
    pub fn speaks(&self, word_before: &str) -> bool {
        self.languages_after.contains(&word_before.to_lowercase())
    }

    /// The names anywhere in the text, for languages without spaces: start, end, name.
    pub fn find_anywhere<'a>(&'a self, text: &str) -> Vec<(usize, usize, &'a Surface)> {
        match &self.names {
            Names::Words(_) => Vec::new(),
            Names::Anywhere { names, pairs } => {
                let mut hits: Vec<_> =
                    names.find(text).map(|(start, end, id)| (start, end, &self.surfaces[id])).collect();
                pairs.find(text, &mut hits);
                hits
            }
        }
    }
}

impl Pairs {
    /// Adds the characters of the pairs in the text to the names that were found there. Behind another character the
    /// first one may be the end of a word (集中美军): then a name that begins with the second goes before the pair.
    fn find<'a>(&'a self, text: &str, found: &mut Vec<(usize, usize, &'a Surface)>) {
        let names: HashSet<usize> = found.iter().map(|&(start, ..)| start).collect();
        for (start, end, id) in self.forms.find(text) {
            let second = start + text[start..].chars().next().map_or(0, char::len_utf8);
            let is_behind = text[..start].ends_with(|c: char| c >= '\u{2E80}' && c.is_alphabetic());
            if !(is_behind && names.contains(&second)) {
                let parts = characters(&text[start..end], start).zip(&self.parts[id]);
                found.extend(parts.map(|((from, to), part)| (from, to, part)));
            }
        }
    }
}

/// Where each character of a word stands.
fn characters(word: &str, start: usize) -> impl Iterator<Item = (usize, usize)> {
    word.char_indices().map(move |(at, c)| (start + at, start + at + c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TagKind;
    use crate::tagging::tables::EMBEDDED;
    use crate::tagging::testing::{annotate, keys};

    /// The codes of the countries in an article of a feed in the language, or in one that does not say.
    fn countries(language: Option<&str>, article: &str) -> String {
        keys(&annotate(article, language, None).tags, TagKind::Country)
    }

    #[test]
    fn every_language_can_be_built() {
        let gazetteer = Gazetteer::new(&EMBEDDED, &Default::default()).unwrap();
        for (code, _) in Languages::new(&EMBEDDED.languages).slots() {
            if let Err(error) = build::language(code, &EMBEDDED.languages, &gazetteer) {
                panic!("{code}: {error}");
            }
        }
    }

    #[test]
    fn countries_are_found_in_every_case_of_every_language() {
        for (language, article, expected) in [
            ("en", "Fishermen of Norway thank Polish sailors in Kyiv", "NO,PL,UA"),
            ("de", "Die Regierung dankt den Schweizern und lobt Österreichs Brücken bei Warschau", "AT,CH,PL"),
            ("de", "Selenskyj trifft französische Fischer", "FR,UA"),
            ("fr", "La Côte d'Ivoire reçoit des pêcheurs sénégalais près de Kaboul", "AF,CI,SN"),
            ("es", "Los pescadores marroquíes vuelven a España tras la tormenta", "ES,MA"),
            ("it", "Il ministro tedesco incontra i pescatori di Malta", "DE,MT"),
            ("pt", "Os pescadores angolanos voltam a Moçambique depois da tempestade", "AO,MZ"),
            ("ru", "Рыбаки вернулись из Норвегии, сообщили в Москве", "NO,RU"),
            ("ru", "Министры Казахстана и Узбекистана обсудили воду с Таджикистаном", "KZ,TJ,UZ"),
            ("uk", "Рибалки повернулися з Румунії, повідомили у Варшаві", "PL,RO"),
            ("uk", "Зеленський подякував данським рибалкам", "DK,UA"),
            ("pl", "Rybacy wrócili z Norwegii, a Słowacja i Czechy naprawiają most", "CZ,NO,SK"),
            ("pl", "Rosyjski minister mówi o węgierskich mostach", "HU,RU"),
            ("cs", "Rybáři se vrátili z Norska, oznámil ministr v Polsku, a Rakousku poděkoval", "AT,NO,PL"),
            ("cs", "Francouzský prezident přijal maďarské rybáře", "FR,HU"),
            ("bg", "Рибарите се върнаха от Румъния, съобщиха гръцките власти", "GR,RO"),
            ("sl", "Ribiči so se vrnili iz Hrvaške, v Avstriji pa popravljajo most", "AT,HR"),
            ("sl", "Nemški minister je sprejel srbske ribiče", "DE,RS"),
            ("tr", "Balıkçılar Yunanistan'dan döndü, Bulgaristan'ın köprüsü onarılıyor", "BG,GR"),
            ("ar", "عاد الصيادون من المغرب إلى الجزائر بعد العاصفة", "DZ,MA"),
            ("ar", "التقى الوزير بالعراق وللأردن جسر", "IQ,JO"),
            ("fa", "ماهیگیران از عراق به ایران بازگشتند", "IQ,IR"),
            ("fa", "وزیر خارجه آلمان با همتای ترکیه‌ای خود گفتگو کرد", "DE,TR"),
            ("zh", "渔民从越南返回菲律宾，中美会谈", "CN,PH,US,VN"),
            ("ja", "漁師たちはフィリピンからベトナムに戻った。日米首脳会談", "JP,PH,US,VN"),
        ] {
            assert_eq!(countries(Some(language), article), expected, "{article}");
        }
    }

    #[test]
    fn a_language_without_a_table_has_the_names_of_the_countries() {
        assert_eq!(countries(Some("sv"), "Fiskarna har återvänt från Tyskland och Norge"), "DE,NO");
        assert_eq!(countries(Some("nl"), "De vissers zijn teruggekeerd uit Duitsland"), "DE");
    }

    #[test]
    fn a_language_that_its_text_does_not_show_is_believed_of_the_feed() {
        for (language, article, expected) in [
            ("da", "Fiskerne er kommet hjem fra Tyskland og Norge", "DE,NO"),
            ("fi-FI", "Suomi ja Ruotsi maalaavat sillan", "FI,SE"),
            ("hi", "भारत और चीन की बैठक", "CN,IN"),
            ("da", "Рыбаки вернулись из Норвегии домой после шторма", "NO"),
        ] {
            assert_eq!(countries(Some(language), article), expected, "{article}");
        }
    }

    #[test]
    fn the_feeds_language_comes_first_and_detection_second() {
        let article = "Die Fischer aus Norwegen sind gestern nach Hause gekommen, und niemand hat sie gefragt.";
        for language in [Some("de"), Some("de-AT"), None] {
            assert_eq!(countries(language, article), "NO", "{language:?}");
        }
        assert_eq!(countries(Some("fr"), article), "", "what the feed says is believed");
        assert_eq!(countries(Some("xx"), article), "NO", "a language that nobody knows is looked for");
        let russian = "Рыбаки вернулись из Норвегии домой после шторма";
        assert_eq!(countries(Some("en"), russian), "NO", "but never against the script");
    }

    #[test]
    fn english_names_count_in_every_language_unless_they_are_words_of_it() {
        for (language, article, expected) in [
            ("ru", "Корабль Poland прибыл в порт, где его ждали рыбаки из Эстонии", "EE,PL"),
            ("de", "Das Schiff Norway wartet auf Fischer aus Estland", "EE,NO"),
            ("zh", "渔民从 Norway 返回秘鲁", "NO,PE"),
            ("de", "Herr Jordan fischt in Bergen", ""),
            ("pt", "A lima e a laranja", ""),
        ] {
            assert_eq!(countries(Some(language), article), expected, "{article}");
        }
    }

    #[test]
    fn a_mask_and_a_compound_are_read_as_their_language_writes_them() {
        for (language, article, expected) in [
            ("ru", "Американо-китайский мост закрыт", "CN,US"),
            ("ru", "Роман написан на французском языке", ""),
            ("tr", "Türk lirası değer kaybetti", ""),
            ("zh", "南中国海的渔民返回", ""),
            ("ja", "タイトルは橋の歌", ""),
        ] {
            assert_eq!(countries(Some(language), article), expected, "{article}");
        }
    }
}
