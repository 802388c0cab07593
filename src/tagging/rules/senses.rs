//! "Georgia votes, Atlanta waits": a name with two senses has the one whose cues the article holds.

use super::Reading;
use crate::tagging::gazetteer::{Role, Surface};
use crate::tagging::matcher::Name;

pub(super) fn choose_senses(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        // What its neighbours have placed ("Jersey City, N.J.") is not in doubt.
        let Name::Known(Surface { sense: Some(sense), .. }) = mention.name else { continue };
        if mention.meaning.is_none_or(|meaning| meaning.role == Role::Town) {
            continue;
        }
        let sense = &reading.gazetteer.senses[*sense];
        let cues = reading.signals.count(sense.cues).all;
        let against = reading.signals.count(sense.against).all;
        // "in Jordan" is a place, whatever else the article speaks of.
        let is_surely_a_place = sense.meaning.is_none() && reading.is_located(&mention);
        if !is_surely_a_place && (cues > against || (sense.default && cues == against)) {
            reading.mentions[index].meaning = sense.meaning;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries};

    #[test]
    fn the_sense_with_more_cues_is_taken() {
        check(
            countries,
            &[
                ("Georgia plants vines while Tbilisi debates", "GE"),
                ("Georgia plants peaches, say growers near Atlanta", "US"),
                ("Georgia, Alabama and Tennessee share the river", "US"),
                ("Georgia and Armenia share the railway", "AM,GE"),
                ("Turkey goes into the oven at Thanksgiving", ""),
                ("The NBA scout returns\nHe had been in Jordan.", "JO"),
                ("Turkey closes the strait to grain ships", "TR"),
                ("Turkey and Greece trade recipes\nThe Turkish lira fell.", "GR,TR"),
                ("Congo elects a senate in Brazzaville", "CG"),
                ("Congo elects a senate as Kinshasa waits", "CD"),
                ("Dominican bakers meet in Roseau", "DM"),
                ("Dominican bakers meet in Santo Domingo", "DO"),
                ("Fishermen of Tripoli wait, as do those of Beirut", "LB"),
                ("Fishermen of Tripoli wait, as do those of Misrata", "LY"),
                ("The pilgrim road to Santiago is repaired", "ES"),
                ("Santiago repairs a road, says Chile's minister", "CL"),
            ],
        );
    }

    #[test]
    fn on_a_tie_the_default_sense_is_taken() {
        check(
            countries,
            &[
                ("Georgia plants trees", "GE"),
                ("Congo plants trees", "CD"),
                ("Jersey is worn by the singer", ""),
                ("Jersey plants trees, as does Guernsey", "GG,JE"),
            ],
        );
    }

    #[test]
    fn what_its_neighbours_have_placed_is_not_in_doubt() {
        check(countries, &[("Georgia, Vermont, plants trees\nGeorgia is proud, says a guest from Tbilisi.", "GE,US")]);
    }
}
