//! Capitals: whether they act ("Moscow said"), are where it happens ("in Moscow"), or only host a meeting of
//! others ("talks in Muscat", "the Paris Agreement").

use super::{Mention, Reading};
use crate::tagging::gazetteer::{Meaning, Role};

pub(super) fn locate_capitals(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let Some(meaning) = mention.meaning else { continue };
        let is_city = match meaning.role {
            Role::Capital | Role::Venue => true,
            Role::Place => reading.country(&mention).is_some(),
            _ => false,
        };
        if !is_city {
            continue;
        }
        let role = match meaning.role {
            _ if is_venue(reading, index) => Role::Venue,
            Role::Capital | Role::Venue if is_scene(reading, &mention) => Role::Located,
            role => role,
        };
        reading.mentions[index].meaning = Some(Meaning { role, ..meaning });
    }
}

/// A text or an event is named after it, or others meet there.
fn is_venue(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    let venues = &reading.gazetteer.lists.venues;
    let near = reading.neighbours(mention);
    if near.word_after().is_some_and(|word| venues.event.contains(word)) {
        return true;
    }
    let hosts = reading.mentions[index].role() == Some(Role::Venue);
    let locates = matches!(near.word_before(), Some("in" | "at"));
    let meets = locates && near.words_before().any(|word| venues.meeting.contains(word.to_lowercase().as_str()));
    meets && (hosts || has_other_country(reading, index))
}

/// Whether the mention's sentence names a country that is not its own.
fn has_other_country(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    let near = reading.neighbours(mention);
    let from = mention.start - near.sentence_before().len();
    let to = mention.end + near.sentence_after().len();
    let own = reading.country(mention);
    let is_other = |other: &Mention<'_>| reading.country(other).is_some_and(|country| Some(country) != own);
    let before = reading.mentions[..index].iter().rev().take_while(|other| other.start >= from);
    let after = reading.mentions[index + 1..].iter().take_while(|other| other.end <= to);
    before.chain(after).any(is_other)
}

/// Behind a preposition of place, or in the dateline.
fn is_scene(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    reading.is_located(mention) || reading.layout.in_dateline(mention.start)
}

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries, main_countries, places};

    #[test]
    fn a_capital_acts_for_its_country() {
        check(countries, &[("Nairobi refuses the loan", "KE"), ("Envoys of Moscow's and Beijing's choosing", "CN,RU")]);
        check(places, &[("Nairobi refuses the loan", ""), ("Paris and Berlin refuse the loan", "")]);
    }

    #[test]
    fn a_capital_where_something_happens_is_a_place() {
        check(
            places,
            &[
                ("Fire destroys a market in Nairobi", "Nairobi"),
                ("A market near Nairobi burns", "Nairobi"),
                ("A fire\nNAIROBI, Kenya (AP) - A market burned.", "Nairobi"),
            ],
        );
        check(countries, &[("Fire destroys a market in Nairobi", "KE")]);
    }

    #[test]
    fn a_city_where_others_meet_says_nothing_of_its_country() {
        check(
            countries,
            &[
                ("London and Dublin hold talks in Oslo", "GB,IE"),
                ("Cairo and Khartoum negotiators meet in Rome", "EG,SD"),
                ("Serbian and Albanian ministers met in Istanbul", "AL,RS"),
                ("Ministers met in Oslo", "NO"),
                ("Norwegian ministers met in Oslo", "NO"),
            ],
        );
        check(places, &[("London and Dublin hold talks in Oslo", "Oslo")]);
    }

    #[test]
    fn an_event_or_a_text_is_named_after_its_city() {
        check(
            countries,
            &[
                ("The Helsinki summit left Moscow content", "RU"),
                ("The Oslo Accords and the Dayton Agreement are read again", ""),
                ("Nairobi talks are put off", ""),
            ],
        );
    }

    #[test]
    fn a_seat_of_bodies_hosts_without_anybodys_country() {
        check(
            countries,
            &[
                ("Geneva talks are put off", ""),
                ("The talks in Vienna are put off", ""),
                ("Fire destroys a market in Vienna", "AT"),
            ],
        );
        check(main_countries, &[("Fire destroys a market in Vienna", "AT")]);
    }
}
