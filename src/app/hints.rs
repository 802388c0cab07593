//! Letters over the links on the screen: typing one opens its link.

/// The keys that the fingers rest on.
const HOME_ROW: &str = "asdfghjkl";
/// All letters, those of the home row first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// What was typed of a label so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    pub typed: String,
}

/// A label for each of so many links: one letter of the home row where these are enough, else two; none for links
/// beyond those that two letters tell apart. No label begins another.
pub fn labels(links: usize) -> Vec<String> {
    let home = HOME_ROW.len();
    if links <= home {
        return HOME_ROW.chars().take(links).map(String::from).collect();
    }
    let letters = if links <= home * home { HOME_ROW } else { LETTERS };
    let pairs = letters.chars().flat_map(|first| letters.chars().map(move |second| format!("{first}{second}")));
    pairs.take(links).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn labels_are_short_and_differ() {
        for (links, first, last) in [(1, "a", "a"), (9, "a", "l"), (10, "aa", "sa"), (81, "aa", "ll"), (82, "aa", "ff")]
        {
            let labels = labels(links);
            assert_eq!((labels.len(), labels[0].as_str(), labels[links - 1].as_str()), (links, first, last));
            assert_eq!(labels.iter().collect::<HashSet<_>>().len(), links);
        }
        assert_eq!((labels(0).len(), labels(10_000).len()), (0, 26 * 26));
    }
}
