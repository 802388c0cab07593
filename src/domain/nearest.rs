//! "Did you mean": the right name that a wrong one is nearest to.

/// The candidate that `word` most likely meant, whatever the case; `None` when none is near.
///
/// Near is at most one mistake in three characters (a character too many, too few, wrong, or two swapped);
/// failing that, the first candidate that contains the word.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let tolerated = (word.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    let mut containing = None;
    for candidate in candidates {
        let folded = candidate.to_lowercase();
        let letters: Vec<char> = folded.chars().collect();
        if letters.len().abs_diff(word.len()) <= tolerated {
            let distance = distance(&word, &letters);
            // A distance of the whole word shares nothing with it.
            let near = distance <= tolerated && distance < word.len();
            if near && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
        if containing.is_none() && word.len() >= 3 && letters.windows(word.len()).any(|part| part == word) {
            containing = Some(candidate);
        }
    }
    best.map(|(_, candidate)| candidate).or(containing)
}

/// The Damerau–Levenshtein distance in its restricted form (optimal string alignment): how many insertions,
/// deletions, substitutions and swaps of neighbours make one text of the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let substituted = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = substituted.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits_and_swaps() {
        let cases = [("", "", 0), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3)];
        for (a, b, expected) in cases {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(distance(&letters(a), &letters(b)), expected, "{a} {b}");
            assert_eq!(distance(&letters(b), &letters(a)), expected, "{b} {a}");
        }
    }

    #[test]
    fn the_nearest_name_is_found_when_one_is_near() {
        let names = ["country", "topic", "regional-press", "is", "in"];
        let cases = [
            ("contry", Some("country")),
            ("Country", Some("country")),
            ("tpoic", Some("topic")),
            ("press", Some("regional-press")),
            ("it", Some("is")),
            ("zebra", None),
            ("", None),
            ("x", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, names), expected, "{word}");
        }
    }
}
