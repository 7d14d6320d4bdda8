//! Time expressions of an article → ISO 8601 dates and intervals.
//!
//! A time is kept as exactly as it was said (`2019`, `2019-03`, `2019-03-05`, `2019-03-04/2019-03-10`). What is said
//! relative to the day of writing needs the article's date, what is said relative to another time (`three days
//! later`) needs the one last spoken of; without them it stays words. Hours are left out.

mod phrase;
mod point;
mod resolve;
mod tense;
#[cfg(test)]
mod tests;

use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon;
use crate::text::{Document, SentenceKind};
use phrase::Phrase;
pub(crate) use resolve::Moment;
use resolve::{Anchors, resolve};
use rustc_hash::FxHashMap;

/// When each time expression of an article is, by its sentence and head token.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    moments: FxHashMap<(usize, usize), Moment>,
}

impl Timeline {
    /// Reads the times of an article, in order.
    pub(crate) fn read(document: &Document, trees: &[Option<Tree>]) -> Timeline {
        let article = document.date.as_deref().and_then(phrase::iso).map(point::Point::first_day);
        let mut anchors = Anchors { article, context: None };
        let mut timeline = Timeline::default();
        for (sentence, tree) in trees.iter().enumerate() {
            let Some(tree) = tree else { continue };
            let heading = document.sentences.get(sentence).is_some_and(|s| s.kind == SentenceKind::Heading);
            for (head, phrase) in phrases(tree) {
                let tense = tense::tense(tree, head, heading);
                if let Some(moment) = resolve(&phrase, anchors, tense) {
                    anchors.context = moment.at.or(moment.since.or(moment.until).map(Into::into));
                    timeline.moments.insert((sentence, head), moment);
                }
            }
        }
        timeline
    }

    /// When the time is that a token heads.
    pub(crate) fn at(&self, sentence: usize, head: usize) -> Option<&Moment> {
        self.moments.get(&(sentence, head))
    }
}

/// The time expressions of a sentence that are in no other, by their heads, in order.
fn phrases(tree: &Tree) -> Vec<(usize, Phrase)> {
    if !(0..tree.len()).any(|t| is_time_token(tree, t)) {
        return Vec::new();
    }
    let mut found: Vec<(usize, Vec<usize>, Phrase)> = Vec::new();
    let mut heads: Vec<(usize, Vec<usize>)> = (0..tree.len())
        .filter(|&t| can_head(tree, t))
        .map(|t| (t, words(tree, t)))
        .filter(|(_, words)| words.len() < 16 && words.iter().any(|&w| is_time_token(tree, w)))
        .collect();
    heads.sort_by_key(|(head, words)| (std::cmp::Reverse(words.len()), *head));
    for (head, words) in heads {
        let covered = found.iter().any(|(_, other, _)| other.contains(&head));
        if !covered && let Some(phrase) = parse(tree, &words) {
            found.push((head, words, phrase));
        }
    }
    found.sort_by_key(|(head, ..)| *head);
    found.into_iter().map(|(head, _, phrase)| (head, phrase)).collect()
}

/// Whether a token stands where times stand.
fn can_head(tree: &Tree, token: usize) -> bool {
    matches!(tree.upos(token), Upos::Noun | Upos::Propn | Upos::Num | Upos::Adv | Upos::Adj | Upos::X)
        && !matches!(
            tree.rel(token).universal(),
            Deprel::Nummod
                | Deprel::Amod
                | Deprel::Case
                | Deprel::Mark
                | Deprel::Flat
                | Deprel::Det
                | Deprel::Cc
        )
}

fn is_time_token(tree: &Tree, token: usize) -> bool {
    let form = tree.form(token);
    let lower = form.to_lowercase();
    lexicon::is_time_word(&lower)
        && ["weekday", "month", "unit", "day", "part"]
            .iter()
            .any(|kind| lexicon::time_word(&lower, kind).is_some())
        || form.len() >= 4 && form.as_bytes()[..4].iter().filter(|b| b.is_ascii_digit()).count() >= 3
}

/// The words of a time expression with its prepositions, but without clauses about it.
fn words(tree: &Tree, head: usize) -> Vec<usize> {
    tree.subtree(head, |t| {
        matches!(
            tree.rel(t).universal(),
            Deprel::Acl | Deprel::Advcl | Deprel::Parataxis | Deprel::Csubj | Deprel::Ccomp
        ) || tree.upos(t) == Upos::Punct && !matches!(tree.form(t), "-" | "–" | "—")
    })
}

fn parse(tree: &Tree, words: &[usize]) -> Option<Phrase> {
    let whole =
        words.windows(2).all(|pair| (pair[0] + 1..pair[1]).all(|between| tree.upos(between) == Upos::Punct));
    let texts: Vec<String> = words
        .iter()
        .filter(|&&t| tree.lemma(t) != "'s" && tree.form(t) != "’s")
        .map(|&t| tree.form(t).to_lowercase())
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    // `the march`, `he may`: names of days and months have a capital.
    let named = words.iter().zip(&texts).all(|(&t, text)| {
        tree.form(t).starts_with(char::is_uppercase)
            || lexicon::time_word(text, "month").is_none() && lexicon::time_word(text, "weekday").is_none()
    });
    (whole && named).then(|| phrase::parse(&texts)).flatten()
}
