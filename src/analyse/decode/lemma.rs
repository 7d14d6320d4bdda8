//! Lemmas: a dictionary of forms seen in training, and edit scripts for the rest.
//!
//! A script is `[L|K]N…`: lower the case or keep it, cut N characters off the end, add the rest; `=…` is the whole
//! lemma. `training/data.py` derives them.

use rustc_hash::FxHashMap;

/// Forms with their Penn tag → lemma.
pub(crate) struct Dictionary {
    lemmas: FxHashMap<(&'static str, &'static str), &'static str>,
}

impl Dictionary {
    /// From lines of form, Penn tag and lemma with tabs between.
    pub(crate) fn new(lines: &'static str) -> Dictionary {
        let row = |line: &'static str| {
            let mut fields = line.split('\t');
            Some(((fields.next()?, fields.next()?), fields.next()?))
        };
        Dictionary { lemmas: lines.lines().filter_map(row).collect() }
    }

    /// The lemma of a form with this tag, where it is known.
    pub(crate) fn get(&self, form: &str, xpos: &str) -> Option<&'static str> {
        self.lemmas.get(&(form, xpos)).copied()
    }
}

/// Applies an edit script to a form; one that does not fit leaves the form.
pub(crate) fn apply(form: &str, script: &str) -> String {
    let lowered = || form.to_lowercase();
    let (base, rest) = match script.split_at_checked(1) {
        Some(("=", lemma)) => return lemma.to_owned(),
        Some(("L", rest)) => (lowered(), rest),
        Some(("K", rest)) => (form.to_owned(), rest),
        _ => return form.to_owned(),
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let cut: usize = rest[..digits].parse().unwrap_or(0);
    let keep = base.chars().count().saturating_sub(cut);
    let mut lemma: String = base.chars().take(keep).collect();
    lemma.push_str(&rest[digits..]);
    if lemma.is_empty() { form.to_owned() } else { lemma }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts() {
        assert_eq!(apply("Visited", "L2"), "visit");
        assert_eq!(apply("ties", "K3y"), "ty");
        assert_eq!(apply("was", "=be"), "be");
        assert_eq!(apply("Paris", "K0"), "Paris");
        assert_eq!(apply("a", "K5"), "a");
    }
}
