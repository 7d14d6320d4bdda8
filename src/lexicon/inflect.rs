//! The third person singular of a verb.

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
    } else if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| lemma.ends_with(end)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn third_person() {
        for (lemma, form) in [
            ("visit", "visits"),
            ("carry", "carries"),
            ("play", "plays"),
            ("go", "goes"),
            ("reach", "reaches"),
        ] {
            assert_eq!(super::third_person(lemma), form);
        }
    }
}
