//! "ASK US NOW", "US$5": acronyms that are words in a line of capitals, and currencies, name nothing.

use super::Reading;
use crate::tagging::neighbours::Neighbours;

pub(super) fn drop_words_and_currencies(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let near = reading.neighbours(&mention);
        let is_word = mention.name.traits().word_in_capitals && near.line_in_capitals();
        let is_currency = near.after().starts_with('$') || is_amount_of_dollars(near);
        if is_word || is_currency {
            reading.mentions[index].meaning = None;
        }
    }
}

/// "43.8 billion US dollars"
fn is_amount_of_dollars(near: Neighbours<'_>) -> bool {
    let is_amount = |word: &str| {
        matches!(word, "thousand" | "million" | "billion" | "trillion") || word.ends_with(|c: char| c.is_ascii_digit())
    };
    near.word_after().is_some_and(|word| word == "dollars") && near.word_before().is_some_and(is_amount)
}
