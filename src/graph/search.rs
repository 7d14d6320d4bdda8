//! Full-text search over the sentences of the articles: an inverted index, made when it is first asked and dropped when
//! the articles change, and Okapi's BM25 to rank what it finds.
//!
//! Words are runs of letters and digits without case and accents. A sentence is found when it holds any of the words;
//! a word that ends in `*` stands for all that begin so; what stands in double quotes has to be there as it is, and so
//! has a word with `+` before it; one with `-` before it must not.

use super::articles::Articles;
use super::lookup::plain;
use crate::text::DocumentId;
use crate::value::RelationshipId;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

// How soon more of the same word stops to count, and how much the length of a sentence does.
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// A sentence that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its document.
    pub document: DocumentId,
    /// Its number, from 1.
    pub sentence: usize,
    /// How well it fits: the higher the better.
    pub score: f64,
    /// The facts that it supports.
    pub facts: Vec<RelationshipId>,
}

/// The index.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    /// Document, number and count of words of each sentence.
    all: Vec<(DocumentId, usize, u32)>,
    /// The sentences that hold a word, and how often.
    words: BTreeMap<String, Vec<(u32, u32)>>,
    /// The mean count of words.
    mean: f64,
    facts: FxHashMap<(DocumentId, usize), Vec<RelationshipId>>,
}

/// The index if it has been made; takes no part in equality.
#[derive(Clone, Debug, Default)]
pub(super) struct Lazy(OnceLock<Arc<Sentences>>);

impl PartialEq for Lazy {
    fn eq(&self, _: &Lazy) -> bool {
        true
    }
}

impl Lazy {
    pub(super) fn get(&self, articles: &Articles) -> &Sentences {
        self.0.get_or_init(|| Arc::new(Sentences::new(articles)))
    }

    pub(super) fn forget(&mut self) {
        self.0.take();
    }
}

/// The words of a text.
fn words(text: &str) -> Vec<String> {
    let plain = plain(text);
    plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// What a search asks for.
#[derive(Debug, Default, PartialEq)]
struct Wanted {
    /// Any of these, and whether it is only the beginning of a word.
    any: Vec<(String, bool)>,
    /// All of these, word after word.
    phrases: Vec<Vec<String>>,
    /// None of these.
    none: Vec<String>,
}

impl Wanted {
    fn read(text: &str) -> Wanted {
        let mut wanted = Wanted::default();
        for (index, part) in text.split('"').enumerate() {
            if index % 2 == 1 {
                let phrase = words(part);
                wanted.any.extend(phrase.iter().map(|word| (word.clone(), false)));
                wanted.phrases.extend((!phrase.is_empty()).then_some(phrase));
                continue;
            }
            for word in part.split_whitespace() {
                let (needed, without) = (word.starts_with('+'), word.starts_with('-'));
                let open = word.ends_with('*');
                let own = words(word);
                if without {
                    wanted.none.extend(own);
                    continue;
                }
                let last = own.len().saturating_sub(1);
                wanted.any.extend(own.iter().enumerate().map(|(i, word)| (word.clone(), open && i == last)));
                if needed && !own.is_empty() {
                    wanted.phrases.push(own);
                }
            }
        }
        wanted
    }
}

impl Sentences {
    fn new(articles: &Articles) -> Sentences {
        let mut index = Sentences::default();
        for article in articles.iter() {
            for (number, text) in (1..).zip(article.sentences.iter()) {
                let Ok(at) = u32::try_from(index.all.len()) else { return index };
                let mut counts: BTreeMap<String, u32> = BTreeMap::new();
                let mut length = 0;
                for word in words(&text) {
                    *counts.entry(word).or_default() += 1;
                    length += 1;
                }
                for (word, count) in counts {
                    index.words.entry(word).or_default().push((at, count));
                }
                index.all.push((article.document, number, length));
            }
        }
        let total: f64 = index.all.iter().map(|(_, _, length)| f64::from(*length)).sum();
        index.mean = total / (index.all.len().max(1) as f64);
        for fact in articles.supported() {
            for (document, evidence) in articles.evidence(fact) {
                let facts = index.facts.entry((*document, evidence.sentence)).or_default();
                if !facts.contains(&fact) {
                    facts.push(fact);
                }
            }
        }
        index
    }

    /// The sentences that fit, the best first.
    pub(super) fn search(&self, articles: &Articles, text: &str) -> Vec<Hit> {
        let wanted = Wanted::read(text);
        let mut scores: FxHashMap<u32, f64> = FxHashMap::default();
        let count = self.all.len() as f64;
        for (word, open) in &wanted.any {
            let known = self.words.range(word.clone()..);
            let fitting =
                known.take_while(|(own, _)| if *open { own.starts_with(word) } else { *own == word });
            for (_, places) in fitting {
                let held = places.len() as f64;
                let rarity = ((count - held + 0.5) / (held + 0.5) + 1.0).ln();
                for &(at, times) in places {
                    let length = f64::from(self.all[at as usize].2) / self.mean;
                    let times = f64::from(times);
                    let weight = times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length));
                    *scores.entry(at).or_default() += rarity * weight;
                }
            }
        }
        let holds = |word: &String, at: u32| {
            self.words.get(word).is_some_and(|places| places.binary_search_by_key(&at, |p| p.0).is_ok())
        };
        let fits = |at: u32| {
            let (document, number, _) = self.all[at as usize];
            if wanted.none.iter().any(|word| holds(word, at)) {
                return false;
            }
            wanted.phrases.iter().all(|phrase| {
                phrase.iter().all(|word| holds(word, at)) && {
                    let own = words(&articles.sentence(document, number).unwrap_or_default());
                    own.windows(phrase.len()).any(|part| part == phrase)
                }
            })
        };
        let mut found: Vec<(u32, f64)> = scores.into_iter().filter(|(at, _)| fits(*at)).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let hit = |(at, score): (u32, f64)| {
            let (document, sentence, _) = self.all[at as usize];
            let facts = self.facts.get(&(document, sentence)).cloned().unwrap_or_default();
            Hit { document, sentence, score, facts }
        };
        found.into_iter().map(hit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_search_asks_for() {
        let wanted = Wanted::read("Čina +trade coop* -war \"joint drills\"");
        let any: Vec<(&str, bool)> = wanted.any.iter().map(|(word, open)| (word.as_str(), *open)).collect();
        assert_eq!(
            any,
            [("cina", false), ("trade", false), ("coop", true), ("joint", false), ("drills", false)]
        );
        assert_eq!(wanted.phrases, [vec!["trade".to_owned()], vec!["joint".to_owned(), "drills".to_owned()]]);
        assert_eq!(wanted.none, ["war"]);
    }
}
