//! What the user's own gazetteer changes.

use super::VERSION;
use super::tables::{EMBEDDED, rows};
use crate::domain::{CountryCode, UserGazetteer};

/// The version of a tagger with the user's gazetteer; never 0.
pub(super) fn version(user: &UserGazetteer) -> u32 {
    if user.is_empty() { VERSION } else { user.fingerprint(VERSION).max(1) }
}

/// The codes of all countries that the tagger knows. Cheap: the tagger need not be built.
pub fn country_codes() -> Vec<CountryCode> {
    let rows = rows::<6>("countries.tsv", EMBEDDED.countries).unwrap_or_default();
    rows.iter().filter_map(|[code, ..]| code.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SafeText, TagKind, UserName};
    use crate::tagging::{Input, Tagger};

    fn name(kind: TagKind, name: &str, aliases: &[&str], country: &str) -> UserName {
        let aliases = aliases.iter().map(|alias| SafeText::line(alias)).collect();
        UserName { kind, name: SafeText::line(name), aliases, country: country.parse().ok(), line: 1 }
    }

    fn tagger() -> Tagger {
        let names = vec![
            name(TagKind::Country, "UA", &["Malorussia"], "UA"),
            name(TagKind::Person, "Jane Doe", &["J. Doe"], "GB"),
            name(TagKind::Organisation, "Harbour League", &[], ""),
            name(TagKind::Place, "Newhaven Roads", &["Chile"], "PE"),
            name(TagKind::Place, "Quayside", &["Mississauga", "Австрия"], "PE"),
            name(TagKind::Country, "ZZ", &["Ruritania"], "ZZ"),
        ];
        Tagger::new(&UserGazetteer { masks: vec!["Portugal Street".into()], names }).unwrap()
    }

    fn found(tagger: &Tagger, text: &str) -> Vec<(TagKind, String)> {
        let (title, text) = (SafeText::default(), SafeText::block(text));
        let tags = tagger.tag(Input { title: &title, text: &text, language: Some("en"), feed_country: None });
        tags.into_iter().map(|tag| (tag.kind, tag.key.to_string())).collect()
    }

    #[test]
    fn the_users_names_are_found_and_win() {
        use TagKind::*;
        let tagger = tagger();
        for (text, has, kind, key) in [
            ("Envoys returned from Malorussia.", true, Country, "UA"),
            ("A letter of J. Doe was read.", true, Person, "Jane Doe"),
            ("A letter of J. Doe was read.", true, Country, "GB"),
            ("The Harbour League met.", true, Organisation, "Harbour League"),
            ("They anchored off Chile.", true, Place, "Newhaven Roads"),
            ("They anchored off Chile.", false, Country, "CL"),
            ("They met in Portugal Street.", false, Country, "PT"),
            ("They met in Portugal.", true, Country, "PT"),
            ("They met in Mississauga.", true, Place, "Quayside"),
            ("They met in Mississauga.", false, Country, "CA"),
            ("They met in Ruritania.", false, Country, "ZZ"),
        ] {
            assert_eq!(found(&tagger, text).contains(&(kind, key.to_owned())), has, "{text} {key}");
        }
    }

    #[test]
    fn a_query_knows_the_users_names_of_countries() {
        use crate::domain::Names;
        assert_eq!(tagger().country("malorussia"), "UA".parse().ok());
    }

    #[test]
    fn the_version_follows_the_users_gazetteer() {
        assert_eq!(Tagger::embedded().version(), VERSION);
        let first = tagger().version();
        assert!(first != VERSION && first != 0);
        let other = UserGazetteer { masks: vec!["Georgia Tech".into()], names: Vec::new() };
        assert_ne!(version(&other), first);
    }

    #[test]
    fn the_codes_are_those_of_the_table() {
        let codes = country_codes();
        assert!(codes.contains(&"UA".parse().unwrap()) && !codes.contains(&"ZZ".parse().unwrap()));
    }

    #[test]
    fn the_users_names_win_over_those_of_other_languages() {
        let (title, text) = (SafeText::default(), SafeText::from("Встреча прошла там, где Австрия строит порт."));
        let tags = tagger().tag(Input { title: &title, text: &text, language: Some("ru"), feed_country: None });
        let keys: Vec<&str> = tags.iter().map(|tag| tag.key.as_str()).collect();
        assert!(keys.contains(&"Quayside") && !keys.contains(&"AT"), "{keys:?}");
    }
}
