//! "The Blue House": a building stands for a government only where the article speaks of that country.

use super::Reading;
use crate::tagging::gazetteer::{Meaning, Role};

pub(super) fn keep_metonyms_in_context(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let holds = |meaning: &Meaning| match meaning.role {
            Role::Metonym(Some(needs)) => reading.signals.count(needs).all > 0,
            _ => true,
        };
        if mention.meaning.is_some_and(|meaning| !holds(&meaning)) {
            reading.mentions[index].meaning = mention.meanings().iter().copied().find(holds);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries, organisations};

    #[test]
    fn a_building_stands_for_its_government() {
        check(
            countries,
            &[
                ("The Kremlin receives the envoy", "RU"),
                ("Foggy Bottom and Whitehall disagree", "GB,US"),
                ("The Quai d’Orsay and the Élysée exchange memoranda", "FR"),
            ],
        );
    }

    #[test]
    fn a_name_that_others_have_too_needs_its_context() {
        check(
            countries,
            &[
                ("Langley recalls its spies", "US"),
                ("Langley opens a swimming pool", ""),
                ("Number 10 is silent; the prime minister is ill", "GB"),
                ("Number 10 wins the lottery", ""),
                ("A parade crosses Red Square", "RU"),
                ("A painter sells his Red Square", ""),
                ("The Beltway and its lobbyists sleep", "US"),
                ("The beltway is closed for repairs", ""),
                ("Bercy sends the budget back", "FR"),
            ],
        );
        check(organisations, &[("Judges return to the Peace Palace", "UN"), ("A hotel called Peace Palace opens", "")]);
    }
}
