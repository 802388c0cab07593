//! Whether a feed's text is the article itself, or only its beginning.

use super::reading_time::is_cjk;

/// The letters of about 250 words. Summaries are shorter, and a short article is fetched in vain at worst.
const LETTERS_MIN: usize = 1_400;
/// How many letters of an alphabet say as much as a Chinese or Japanese character.
const LETTERS_A_CHARACTER: usize = 3;
/// So many of the last lines are looked at: behind the cut there may be a line of where the text is from.
const LAST_LINES: usize = 2;
/// What stands where a text was cut.
const CUTS: [&str; 5] = ["…", "...", "…]", "...]", "…)"];
/// What the link to the rest is called, in lower case.
const REST: [&str; 22] = [
    "read more",
    "read the full story",
    "read the full article",
    "read full article",
    "continue reading",
    "keep reading",
    "more details",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "lire l'article",
    "leer más",
    "seguir leyendo",
    "leia mais",
    "continua a leggere",
    "leggi tutto",
    "czytaj więcej",
    "читать далее",
    "читати далі",
    "devamını oku",
    "اقرأ المزيد",
    "続きを読む",
];

/// Whether a readable text is long enough for an article and does not end as what was cut does. A guess: a text that is
/// taken for whole can still be fetched whole by the reader.
pub fn is_whole(text: &str) -> bool {
    let weight = |c: char| match c {
        _ if is_cjk(c) => LETTERS_A_CHARACTER,
        _ => usize::from(c.is_alphanumeric()),
    };
    text.chars().map(weight).sum::<usize>() >= LETTERS_MIN && !is_cut(text)
}

fn is_cut(text: &str) -> bool {
    let lines = text.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(LAST_LINES);
    lines.map(str::to_lowercase).any(|line| {
        // An arrow or the like often follows.
        let words = line.trim_end_matches(|c: char| !c.is_alphanumeric());
        CUTS.iter().any(|cut| line.ends_with(cut)) || REST.iter().any(|rest| words.ends_with(rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_that_is_not_cut_is_whole() {
        let long = "word ".repeat(400);
        for (text, whole) in [
            (long.clone(), true),
            ("词".repeat(500), true),
            ("คำ".repeat(1_400), true),
            ("word ".repeat(200), false),
            (String::new(), false),
            (format!("{long}and then …"), false),
            (format!("{long}and then [...]"), false),
            (format!("{long}\nRead more »"), false),
            (format!("{long}\n[…]\nThe post appeared first on Wire."), false),
            (format!("{long}\nЧитать далее"), false),
            (format!("He said … and left.\n{long}\nThe post appeared first on Wire."), true),
        ] {
            assert_eq!(is_whole(&text), whole, "{}", text.chars().rev().take(20).collect::<String>());
        }
    }
}
