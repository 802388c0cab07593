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
