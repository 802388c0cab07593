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

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries, organisations};

    #[test]
    fn an_acronym_that_is_a_word_names_nothing_in_a_line_of_capitals() {
        check(
            countries,
            &[
                ("THEY TOLD US NOTHING ABOUT THE BRIDGE", ""),
                ("They told the US nothing about the bridge", "US"),
                ("LEAVE US ALONE, SAY FISHERMEN\nThe boats stayed in port.", ""),
                ("LEAVE US ALONE, SAY FISHERMEN\nThe boats of the US stayed in port.", "US"),
                ("CHILE TOLD US NOTHING", "CL"),
                ("THE USA AND CHILE SIGN", "CL,US"),
                ("US\nThe bridge is closed.", "US"),
            ],
        );
        check(
            organisations,
            &[
                ("WHO PAID FOR THE BRIDGE", ""),
                ("The WHO paid for the clinic", "WHO"),
                ("THIN ICE CLOSES THE LAKE", ""),
                ("Lawyers for the men held by ICE wait", "ICE"),
                ("NATO AND THE EU WRITE A LETTER", "EU,NATO"),
            ],
        );
    }

    #[test]
    fn an_amount_of_money_names_no_country() {
        check(
            countries,
            &[
                ("The dam costs US$40 million", ""),
                ("The dam costs 40 million US dollars", ""),
                ("A fee of 5,000 US dollars is paid", ""),
                ("Some 5,000 US soldiers are fed", "US"),
                ("The dam costs US taxpayers $40 million", "US"),
            ],
        );
    }
}
