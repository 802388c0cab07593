//! The forms of an English verb.

use super::lexicon::Form;

/// The forms of a verb: "sign", "signs", "signed", "signing". Where English may double the last letter, both
/// spellings are made: one of them is never written.
pub(super) fn inflect(lemma: &str, irregular: Option<&Vec<String>>) -> Vec<(String, Form)> {
    let third = Form { third: true, ..Form::default() };
    let past = Form { past: true, ..Form::default() };
    let participle = Form { participle: true, ..Form::default() };
    let ing = Form { ing: true, ..Form::default() };
    let mut forms = vec![(lemma.to_owned(), Form { base: true, ..Form::default() })];
    let on_y = lemma.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    forms.push((
        match on_y {
            Some(stem) => format!("{stem}ies"),
            None if lemma.ends_with(['s', 'x', 'z', 'o']) || lemma.ends_with("ch") || lemma.ends_with("sh") => {
                format!("{lemma}es")
            }
            None => format!("{lemma}s"),
        },
        third,
    ));
    let doubled = doubled(lemma);
    let stems = || std::iter::once(lemma.to_owned()).chain(doubled.clone());
    match (irregular.map(Vec::as_slice), on_y) {
        (Some([both]), _) => forms.push((both.clone(), past.or(participle))),
        (Some(two), _) => forms.extend(two.iter().cloned().zip([past, participle])),
        (None, Some(stem)) => forms.push((format!("{stem}ied"), past.or(participle))),
        (None, None) if lemma.ends_with('e') => forms.push((format!("{lemma}d"), past.or(participle))),
        (None, None) => forms.extend(stems().map(|stem| (format!("{stem}ed"), past.or(participle)))),
    }
    match lemma.strip_suffix('e').filter(|stem| !stem.ends_with('e')) {
        Some(stem) => forms.push((format!("{stem}ing"), ing)),
        None => forms.extend(stems().map(|stem| (format!("{stem}ing"), ing))),
    }
    forms
}

/// The stem with its last letter doubled, when a single vowel stands before a single consonant.
fn doubled(lemma: &str) -> Option<String> {
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let mut back = lemma.chars().rev();
    let (last, middle, first) = (back.next()?, back.next()?, back.next()?);
    let doubles = !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y') && is_vowel(middle) && !is_vowel(first);
    doubles.then(|| format!("{lemma}{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_has_all_its_forms() {
        for (lemma, irregular, expected) in [
            ("sign", None, "sign signs signed signing"),
            ("urge", None, "urge urges urged urging"),
            ("ban", None, "ban bans baned banned baning banning"),
            ("deny", None, "deny denies denied denying"),
            ("agree", None, "agree agrees agreed agreeing"),
            ("clash", None, "clash clashes clashed clashing"),
            ("hold", Some("held"), "hold holds held holding"),
            ("withdraw", Some("withdrew withdrawn"), "withdraw withdraws withdrew withdrawn withdrawing"),
        ] {
            let irregular = irregular.map(|forms| forms.split(' ').map(str::to_owned).collect());
            let words: Vec<String> = inflect(lemma, irregular.as_ref()).into_iter().map(|(word, _)| word).collect();
            assert_eq!(words.join(" "), expected);
        }
    }
}
