//! From the name that GeoNames has for a city to the forms that news in English has.

use crate::fold::push_folded;

/// Countries of the former Soviet Union and others whose names are romanised with apostrophes that the news drops.
const NO_APOSTROPHES: [&str; 31] = [
    "AE", "AF", "AM", "AZ", "BY", "EG", "ER", "ET", "GE", "IL", "IQ", "IR", "JO", "KG", "KP", "KR", "KW", "KZ", "LB",
    "LY", "OM", "PS", "QA", "RU", "SA", "SD", "SY", "TJ", "TM", "UZ", "YE",
];
const ARABIC: [&str; 15] = ["AE", "BH", "EG", "IQ", "JO", "KW", "LB", "LY", "OM", "PS", "QA", "SA", "SD", "SY", "YE"];
const ENGLISH: [&str; 7] = ["AU", "CA", "GB", "IE", "NZ", "US", "ZA"];
/// The article `al` as it is written before the letters that it takes on.
const ARTICLES: [&str; 12] = ["Ad", "Adh", "Al", "An", "Ar", "As", "Ash", "At", "Ath", "Az", "Ed", "El"];
/// What stands before the name proper in the names of administrative units.
const UNITS: [&str; 6] = ["Borough of ", "City of ", "Municipality of ", "Town of ", "Township of ", "Village of "];

/// Towns of fewer people are not known by a German transcription.
const UMLAUT_POPULATION: u32 = 50_000;

/// A name without accents, with one kind of apostrophe.
pub fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'ʻ' | 'ʿ' | 'ʾ' | '`' => folded.push('\''),
            // The letters of the romanisations for maps, which news does not have.
            'Ḑ' => folded.push('D'),
            'ḑ' => folded.push('d'),
            'Ḩ' => folded.push('H'),
            'ḩ' | 'ẖ' => folded.push('h'),
            'ḯ' => folded.push('i'),
            'ḵ' => folded.push('k'),
            'ṉ' => folded.push('n'),
            'ṟ' => folded.push('r'),
            'ṯ' => folded.push('t'),
            'Ẕ' => folded.push('Z'),
            'ẕ' => folded.push('z'),
            _ => push_folded(&mut folded, c),
        }
    }
    folded
}

/// The forms of a city's name, the plainest first; none when it is no name (a sector's number, a housing scheme).
pub fn forms(name: &str, country: &str, population: u32) -> Vec<String> {
    let mut forms = Vec::new();
    let bare = name.split([',', '(', '[']).next().unwrap_or(name);
    for part in bare.split('/') {
        let part = part.trim();
        // Romanised Arabic begins with a letter that English does not write; Dutch with an article that it does.
        let part = if part.starts_with("'s-") { part } else { part.trim_start_matches(is_apostrophe) };
        push(&mut forms, folded(part), country);
        if ["AT", "CH", "DE"].contains(&country) && population >= UMLAUT_POPULATION {
            push(&mut forms, folded(&transcribed(part)), country);
        }
    }
    forms
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '`')
}

/// Adds a form and what follows from it.
fn push(forms: &mut Vec<String>, name: String, country: &str) {
    let name = UNITS.iter().find_map(|unit| name.strip_prefix(unit)).unwrap_or(&name).to_owned();
    let name = match country {
        "KR" => without_suffix(&name, &["-si", "-eup", "-gun", "-ri", "-dong"]),
        "JP" => without_suffix(&name, &["-shi", "-machi", "-cho"]),
        "KP" => without_suffix(&name, &["-up", "-si", "-ri", "-kun", "-nodongjagu"]),
        _ => name,
    };
    let name = if NO_APOSTROPHES.contains(&country) { name.replace('\'', "") } else { name };
    if forms.contains(&name) || !is_name(&name) {
        return;
    }
    forms.push(name.clone());
    let mut further = Vec::new();
    match country {
        "AE" | "PH" => further.extend(name.strip_suffix(" City").map(str::to_owned)),
        "CN" | "TW" => further.push(name.replace('\'', "")),
        "RU" => further.push(name.replace("yy", "y").replace("iy", "y")),
        "UA" => further.extend([official_ukrainian(&name), name.replace("'", ""), name.replace("yy", "y")]),
        _ => {}
    }
    if ARABIC.contains(&country) {
        further.extend(arabic(&name));
    }
    if ENGLISH.contains(&country) || country == "RU" {
        further.extend(saints(&name));
    }
    // "Quezon" is a province, "Mexico" a country: only the names of cities that are cities by their title.
    further.retain(|form| form != "Quezon");
    for form in further {
        push(forms, form, country);
    }
}

fn without_suffix(name: &str, suffixes: &[&str]) -> String {
    suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name).to_owned()
}

/// Whether it is a name that a text could have: letters of English, no numbers, no initials in a row.
fn is_name(name: &str) -> bool {
    name.len() >= 3
        && name.starts_with(|c: char| c.is_ascii_uppercase() || c == '\'')
        && name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.'))
        && !name.ends_with(['-', '\''])
        && !name.split([' ', '-']).any(|word| ROMAN.contains(&word.trim_end_matches('.')))
}

/// The numbers of districts.
const ROMAN: [&str; 15] =
    ["II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII"];

/// The transcription of umlauts.
fn transcribed(name: &str) -> String {
    let mut transcribed = String::new();
    for c in name.chars() {
        match c {
            'ä' => transcribed.push_str("ae"),
            'ö' => transcribed.push_str("oe"),
            'ü' => transcribed.push_str("ue"),
            'Ä' => transcribed.push_str("Ae"),
            'Ö' => transcribed.push_str("Oe"),
            'Ü' => transcribed.push_str("Ue"),
            _ => transcribed.push(c),
        }
    }
    transcribed
}

/// "St. Paul", "St Paul" and "Saint Paul" are one; "Ft. Worth" and "Fort Worth" are.
fn saints(name: &str) -> Vec<String> {
    for heads in [["Saint ", "St. ", "St "], ["Sainte ", "Ste. ", "Ste "], ["Fort ", "Ft. ", "Ft "]] {
        if let Some(rest) = heads.iter().find_map(|head| name.strip_prefix(head)) {
            return heads.iter().map(|head| format!("{head}{rest}")).collect();
        }
    }
    Vec::new()
}

/// Ukraine's own romanisation of 2010: "Zaporizhzhya" is "Zaporizhzhia", "Avdiyivka" is "Avdiivka".
fn official_ukrainian(name: &str) -> String {
    let mut official = String::new();
    let name = name.replace('\'', "").replace("yy", "yi");
    let mut letters = name.chars().peekable();
    while let Some(c) = letters.next() {
        let vowel_before = official.ends_with(['a', 'e', 'i', 'o', 'u', 'y']);
        match (c, letters.peek()) {
            ('y', Some('i')) if vowel_before => {}
            ('y', Some('a' | 'u' | 'e')) if !official.is_empty() && !official.ends_with([' ', '-']) => {
                official.push('i');
            }
            _ => official.push(c),
        }
    }
    official
}

/// Arabic names without their article or with it hyphenated, and without the silent last h.
fn arabic(name: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if let Some((article, rest)) = name.split_once([' ', '-'])
        && ARTICLES.iter().any(|known| article.eq_ignore_ascii_case(known))
        && !rest.contains(' ')
    {
        forms.push(format!("{article}-{rest}"));
        forms.push(format!("Al-{rest}"));
        // Shorter ones are as often words ("Kut", "Bab") or other places' names.
        if rest.len() >= 5 {
            forms.push(rest.to_owned());
        }
    }
    if let Some(open) = name.strip_suffix('h')
        && open.ends_with('a')
        && open.len() >= 4
    {
        forms.push(open.to_owned());
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_forms_of_news() {
        for (name, country, population, expected) in [
            ("Łódź", "PL", 700_000, vec!["Lodz"]),
            ("Düsseldorf", "DE", 600_000, vec!["Dusseldorf", "Duesseldorf"]),
            ("Würselen", "DE", 40_000, vec!["Wurselen"]),
            ("Frankfurt (Oder)", "DE", 50_000, vec!["Frankfurt"]),
            ("Biel/Bienne", "CH", 50_000, vec!["Biel", "Bienne"]),
            ("City of Sammamish", "US", 60_000, vec!["Sammamish"]),
            ("Saint Paul", "US", 300_000, vec!["Saint Paul", "St. Paul", "St Paul"]),
            ("Makati City", "PH", 500_000, vec!["Makati City", "Makati"]),
            ("Quezon City", "PH", 2_700_000, vec!["Quezon City"]),
            ("Seongnam-si", "KR", 900_000, vec!["Seongnam"]),
            ("Arkhangel’sk", "RU", 300_000, vec!["Arkhangelsk"]),
            ("Noyabr’skiy", "RU", 90_000, vec!["Noyabrskiy", "Noyabrsky"]),
            ("Xi’an", "CN", 6_000_000, vec!["Xi'an", "Xian"]),
            ("N’Djamena", "TD", 700_000, vec!["N'Djamena"]),
            ("Zaporizhzhya", "UA", 700_000, vec!["Zaporizhzhya", "Zaporizhzhia"]),
            ("Avdiyivka", "UA", 35_000, vec!["Avdiyivka", "Avdiivka"]),
            ("Yuzhne", "UA", 30_000, vec!["Yuzhne"]),
            ("Ḩamāh", "SY", 460_000, vec!["Hamah", "Hama"]),
            ("‘Ain Beniân", "DZ", 60_000, vec!["Ain Benian"]),
            ("'s-Hertogenbosch", "NL", 130_000, vec!["'s-Hertogenbosch"]),
            ("Al Kut", "IQ", 300_000, vec!["Al Kut", "Al-Kut"]),
            ("Sector 3", "RO", 300_000, vec![]),
            ("el Raval", "ES", 50_000, vec![]),
            ("Budapest XII. kerület", "HU", 60_000, vec![]),
        ] {
            assert_eq!(forms(name, country, population), expected, "{name}");
        }
    }

    #[test]
    fn arabic_names_come_with_and_without_their_article_and_silent_h() {
        let forms = forms("Ar Raqqah", "SY", 300_000);
        for form in ["Ar Raqqah", "Ar-Raqqah", "Ar-Raqqa", "Al-Raqqah", "Al-Raqqa", "Raqqah", "Raqqa", "Ar Raqqa"] {
            assert!(forms.iter().any(|known| known == form), "{form}");
        }
        assert_eq!(forms.len(), 8);
    }
}
