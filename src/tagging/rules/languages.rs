//! "She speaks German", "translated from Georgian", "Georgian architecture": a language or a style, no country.

use super::{Mention, Reading};
use crate::tagging::gazetteer::Role;
use crate::tagging::neighbours::Neighbours;
use crate::tagging::tables::ContextTable;

pub(super) fn drop_languages_and_styles(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        if is_language(reading, &mention) || is_style(reading, &mention) {
            reading.mentions[index].meaning = None;
        }
    }
}

fn is_language(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    if let Some(language) = reading.language
        && mention.role() == Some(Role::Demonym)
        && reading.neighbours(mention).word_before().is_some_and(|word| language.speaks(word))
    {
        return true;
    }
    if !mention.name.traits().language {
        return false;
    }
    let lists = &reading.gazetteer.lists;
    let near = reading.neighbours(mention);
    let behind = near.word_after();
    let is_followed_by_language = behind.is_some_and(|word| lists.languages.behind.contains(word))
        || near.after().starts_with("-language")
        || near.after().starts_with("-speaking");
    is_followed_by_language || is_governed_by_a_verb(lists, near) || is_manner_of_speech(near, behind)
}

/// "speaks German and French", "translated into Thai": a verb of language, with other languages between.
fn is_governed_by_a_verb(lists: &ContextTable, near: Neighbours<'_>) -> bool {
    let languages = &lists.languages;
    let mut rendered = false;
    for word in near.words_before() {
        if languages.verbs.contains(word) || (rendered && languages.rendered.contains(word)) {
            return true;
        }
        rendered |= matches!(word, "in" | "into" | "from");
        if !languages.joining.contains(word) && !languages.names.contains(word) {
            return false;
        }
    }
    false
}

/// "he said in French.": an adjective of nationality never ends a phrase that "in" begins.
fn is_manner_of_speech(near: Neighbours<'_>, behind: Option<&str>) -> bool {
    near.word_before() == Some("in")
        && behind.is_none_or(|word| matches!(word, "and" | "or" | "on" | "that" | "by"))
        && !near.after().starts_with(['-', '\''])
}

fn is_style(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    let styles = &reading.gazetteer.lists.styles;
    let Some(behind) = reading.neighbours(mention).word_after() else { return false };
    (mention.name.traits().style && styles.nouns.contains(behind))
        || (mention.role() == Some(Role::Demonym) && styles.goods.contains(behind))
}

#[cfg(test)]
mod tests {
    use crate::domain::TagKind;
    use crate::tagging::testing::{annotate, check, countries, keys};

    #[test]
    fn a_language_is_what_is_spoken_or_learned() {
        check(
            countries,
            &[
                ("The clerk speaks German and French", ""),
                ("She spoke fluent Polish, Czech and Hungarian", ""),
                ("He learned some Turkish", ""),
                ("She teaches both Georgian and Armenian", ""),
                ("The minister speaks for German farmers", "DE"),
                ("The French speak of delay", "FR"),
                ("The envoy speaks. Danish farmers listen", "DK"),
                ("He studied Peruvian bridges", "PE"),
            ],
        );
    }

    #[test]
    fn a_language_is_what_a_text_is_rendered_in() {
        check(
            countries,
            &[
                ("A play translated from Norwegian into Thai", ""),
                ("The contract was written in Hungarian and Slovak, said the clerk", ""),
                ("A novel published by Norwegian printers", "NO"),
            ],
        );
    }

    #[test]
    fn a_language_is_what_the_word_behind_says() {
        check(
            countries,
            &[
                ("Dutch language lessons are full", ""),
                ("A Turkish dictionary is stolen", ""),
                ("Somali speakers are sought", ""),
                ("A Russian-language paper closes", ""),
                ("Spanish-speaking nurses are sought", ""),
                ("Russian-backed clubs close", "RU"),
                ("Dutch lessons in building dykes", "NL"),
            ],
        );
    }

    #[test]
    fn a_language_is_how_something_is_said() {
        check(
            countries,
            &[
                ("He answered in Spanish, then left", ""),
                ("A speech in Khmer on bridges", ""),
                ("The sign in Danish on the door", ""),
                ("Two men in French custody", "FR"),
                ("A drop in Japanese-made cars", "JP"),
            ],
        );
    }

    #[test]
    fn an_adjective_of_style_is_no_country() {
        check(
            countries,
            &[
                ("Georgian houses line the crescent", ""),
                ("Georgian architecture is on show", ""),
                ("Georgian ministers line the street", "GE"),
                ("Swedish houses line the crescent", "SE"),
            ],
        );
    }

    #[test]
    fn goods_breeds_and_dishes_are_no_country() {
        check(
            countries,
            &[
                ("The baker sells French toast and Swiss rolls", ""),
                ("A Danish pastry costs more", ""),
                ("A Danish baker asks for more", "DK"),
            ],
        );
    }

    #[test]
    fn other_languages_have_their_own_words_of_speech() {
        for (language, article, expected) in [
            ("de", "Die Ministerin spricht russisch", ""),
            ("de", "Die Ministerin trifft russische Bauern", "RU"),
            ("fr", "La ministre parle allemand", ""),
            ("fr", "La ministre parle aux ouvriers allemands", "DE"),
            ("pl", "Uczeń mówi po lekcji, a język niemiecki jest trudny", ""),
        ] {
            let tags = annotate(article, Some(language), None).tags;
            assert_eq!(keys(&tags, TagKind::Country), expected, "{article}");
        }
    }
}
