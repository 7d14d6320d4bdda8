//! Forms of verbs: the third person singular, and the lemma where a guess at it is no verb.

/// The lemma of a verb's form: the guess where it is a verb, else the verb that the form is a regular form of, else the
/// guess: `evacuat`, `evacuated` → `evacuate`.
pub fn verb_lemma(guess: &str, form: &str) -> String {
    // `fined` is of `fine`: that of `fin` would be `finned`.
    let silent_e = ["ed", "ing"].iter().any(|end| form.strip_suffix(end) == Some(guess)) && is_short(guess);
    let be = [
        "am", "are", "is", "was", "were", "been", "being", "be", "'s", "’s", "'m", "’m", "'re", "’re", "s",
        "ai",
    ];
    if guess == "be" && !be.contains(&form) && super::is_verb(form) {
        return form.to_owned();
    }
    // `shook` is of `shake`, not of `shoo`.
    if let Some(verb) = super::irregular(form).filter(|verb| *verb != guess) {
        let regular = ["ed", "d", "s", "es", "ing"].iter().any(|end| form.strip_prefix(guess) == Some(end));
        if !regular && form != guess {
            return verb.to_owned();
        }
    }
    if super::is_verb(guess) && !(silent_e && super::is_verb(&format!("{guess}e"))) {
        return guess.to_owned();
    }
    if let Some(verb) = super::irregular(form) {
        return verb.to_owned();
    }
    let mut candidates = vec![format!("{guess}e")];
    candidates.extend(guess.strip_suffix('e').map(str::to_owned));
    for (end, put) in [
        ("ied", "y"),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("es", ""),
        ("s", ""),
    ] {
        candidates.extend(form.strip_suffix(end).map(|stem| format!("{stem}{put}")));
    }
    for end in ["ed", "ing"] {
        let stem = form.strip_suffix(end).filter(|s| s.len() > 2).filter(|s| {
            let mut last = s.bytes().rev();
            s.is_ascii() && last.next() == last.next()
        });
        candidates.extend(stem.map(|s| s[..s.len() - 1].to_owned()));
    }
    candidates.push(form.to_owned());
    if let Some(known) = candidates.into_iter().find(|c| super::is_verb(c)) {
        return known;
    }
    // `outsprinted` is as regular as `sprinted`.
    for prefix in super::members("verb-prefix") {
        let rest =
            |word: &str| word.strip_prefix(prefix).filter(|r| r.len() > 2 && r.is_ascii()).map(str::to_owned);
        if let (Some(guess), Some(form)) = (rest(guess), rest(form)) {
            let verb = verb_lemma(&guess, &form);
            if super::is_verb(&verb) {
                return format!("{prefix}{verb}");
            }
        }
    }
    guess.to_owned()
}

/// `visit` → `visits`, `carry` → `carries`, `be` → `is`.
pub fn third_person(lemma: &str) -> String {
    match lemma {
        "be" => return "is".into(),
        "have" => return "has".into(),
        _ => {}
    }
    let before_last = lemma.chars().rev().nth(1);
    let vowel = before_last.is_some_and(|c| "aeiou".contains(c));
    if let Some(stem) = lemma.strip_suffix('y').filter(|_| !vowel) {
        format!("{stem}ies")
    } else if lemma.ends_with("oo") || lemma.ends_with("eo") || lemma.ends_with("io") {
        format!("{lemma}s")
    } else if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| lemma.ends_with(end)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

/// Whether a verb doubles its last consonant before an ending: one vowel, one consonant.
fn is_short(verb: &str) -> bool {
    let vowel = |c: char| "aeiou".contains(c);
    let mut end = verb.chars().rev();
    let last = end.next().is_some_and(|c| !vowel(c) && !matches!(c, 'w' | 'x' | 'y'));
    last && end.next().is_some_and(vowel)
        && end.next().is_some_and(|c| !vowel(c))
        && verb.chars().filter(|&c| vowel(c)).count() == 1
}

#[cfg(test)]
mod tests {
    #[test]
    fn lemmas_that_are_no_verbs_are_mended() {
        for (guess, form, lemma) in [
            ("evacuat", "evacuated", "evacuate"),
            ("exchang", "exchanged", "exchange"),
            ("accounte", "accounted", "account"),
            ("plann", "planned", "plan"),
            ("visit", "visited", "visit"),
            ("fin", "fined", "fine"),
            ("plan", "planned", "plan"),
            ("pass", "passed", "pass"),
            ("froe", "froze", "freeze"),
            ("boo", "bore", "bear"),
            ("bore", "bore", "bore"),
            ("tweetstorm", "tweetstormed", "tweetstorm"),
            ("qu", "quit", "quit"),
            ("outsprinte", "outsprinted", "outsprint"),
            ("outspend", "outspent", "outspend"),
            ("overthough", "overthought", "overthink"),
            ("é", "é", "é"),
        ] {
            assert_eq!(super::verb_lemma(guess, form), lemma);
        }
    }

    #[test]
    fn third_person() {
        for (lemma, form) in [
            ("visit", "visits"),
            ("carry", "carries"),
            ("play", "plays"),
            ("go", "goes"),
            ("boo", "boos"),
            ("reach", "reaches"),
        ] {
            assert_eq!(super::third_person(lemma), form);
        }
    }
}
