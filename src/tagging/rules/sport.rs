//! "Germany beat Brazil": in a report on sport, countries are teams, but "in Qatar" is a place.

use std::collections::HashMap;

use super::{Mention, Reading};
use crate::tagging::gazetteer::{EntityId, Meaning, Role};

/// So many words of sport without a main topic make a report on sport; one in the title is enough, or in a text
/// that is hardly longer than a title.
const SPORT_MIN_WORDS: u32 = 3;
const SHORT_MAX_BYTES: usize = 200;

/// A team stands for its country, though not as what the article is about; in a headline, a team that is only named as
/// somebody's opponent stands for nothing.
pub(super) fn read_national_teams(reading: &mut Reading<'_>) {
    if !is_on_sport(reading) {
        return;
    }
    let mut named: HashMap<EntityId, u32> = HashMap::new();
    for country in reading.mentions.iter().filter_map(|mention| reading.country(mention)) {
        *named.entry(country).or_default() += 1;
    }
    let is_short = reading.text.len() <= SHORT_MAX_BYTES;
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let Some(meaning) = mention.meaning.filter(|meaning| matches!(meaning.role, Role::Country | Role::Demonym))
        else {
            continue;
        };
        // "(Croatia)" behind an athlete's name says where he is from.
        let is_in_brackets = reading.text[..mention.start].trim_end().ends_with('(');
        if is_in_brackets || reading.is_located(&mention) || reading.layout.in_dateline(mention.start) {
            continue;
        }
        let is_opponent = is_short && named.get(&meaning.entity) == Some(&1) && is_in_contest(reading, &mention);
        reading.mentions[index].meaning = (!is_opponent).then_some(Meaning { role: Role::Team, ..meaning });
    }
}

fn is_on_sport(reading: &Reading<'_>) -> bool {
    let sport = reading.signals.count(reading.gazetteer.sport);
    let is_political = reading.topics.iter().any(|topic| topic.main);
    let is_short = reading.text.len() <= SHORT_MAX_BYTES;
    !is_political && (sport.title > 0 || sport.all >= SPORT_MIN_WORDS || (is_short && sport.all > 0))
}

/// "beat Brazil": whether the sentence tells of a contest.
fn is_in_contest(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    let near = reading.neighbours(mention);
    let words = |text: &'_ str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect::<Vec<_>>();
    let contest = &reading.gazetteer.lists.sport.contest;
    let tells = |text| words(text).iter().any(|word| contest.contains(word));
    tells(near.sentence_before()) || tells(near.sentence_after())
}

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries, main_countries};

    #[test]
    fn an_opponent_that_is_named_once_stands_for_nothing() {
        check(
            countries,
            &[
                ("Italy beat Uruguay to reach the World Cup semi-final", ""),
                ("Rugby: Fiji against Tonga is put off", ""),
                ("Italy beat Uruguay to reach the World Cup semi-final\nThe players of Italy sang.", "IT"),
                ("Italy and Uruguay sign a trade pact", "IT,UY"),
            ],
        );
    }

    #[test]
    fn a_team_is_no_main_tag() {
        check(countries, &[("Fiji name a new rugby captain", "FJ")]);
        check(main_countries, &[("Italy name a new bridge", "IT")]);
    }

    #[test]
    fn a_host_an_origin_and_a_dateline_are_places() {
        check(
            countries,
            &[
                ("Italy beat Uruguay in Qatar to reach the World Cup semi-final", "QA"),
                ("Tennis results\nA. Writer (Croatia) beat B. Reader", "HR"),
                ("Tennis results\nSUVA, Fiji (AP) - A. Writer beat B. Reader.", "FJ"),
            ],
        );
    }

    #[test]
    fn a_political_report_names_countries() {
        check(countries, &[("Italy and Uruguay sign a trade deal before the World Cup", "IT,UY")]);
    }

    #[test]
    fn one_word_of_sport_in_a_long_text_makes_no_report_on_sport() {
        let filler = "The committee heard that the bridge needs paint and that nobody had asked the painter. ";
        let long = format!("A bridge\n{filler}{filler}{filler}Italy won the loan. The clerk plays tennis.");
        assert_eq!(countries(&long), "IT");
        let short = "A bridge\nItaly won the loan. The clerk plays tennis.";
        assert_eq!(countries(short), "");
    }
}
