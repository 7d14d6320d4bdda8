//! The log of corrections, applied to what the articles' entities are, in the order in which they were made.

use super::assign::{Assigned, Tie, assign};
use super::correction::{Correction, Corrections};
use super::divide::divide;
use super::key::{apart, normalise};
use crate::fact::{Extraction, relationship_type};
use crate::lexicon::EntityType;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What the articles' entities are once corrected.
#[derive(Debug, Default)]
pub(super) struct Replayed<'a> {
    /// The articles, changed where one takes two for one.
    pub(super) articles: Vec<Cow<'a, Extraction>>,
    /// The key of each entity of each article.
    pub(super) assigned: Vec<Vec<Assigned>>,
    /// Types that people gave.
    pub(super) kinds: BTreeMap<String, EntityType>,
    /// Names that people gave.
    pub(super) aliases: BTreeMap<String, BTreeSet<String>>,
    /// What an entity is called that no article calls by its own name.
    pub(super) names: BTreeMap<String, String>,
    /// Facts that are left out: number of the article, index of the fact.
    pub(super) dropped: BTreeSet<(usize, usize)>,
    /// How many entities or facts of articles each correction met.
    pub(super) met: BTreeMap<u64, usize>,
}

/// The keys of the articles, which must come in an order that does not depend on that of reading, as people corrected them.
pub(super) fn replay<'a>(articles: &[&'a Extraction], corrections: &Corrections) -> Replayed<'a> {
    let assigned = assign(articles);
    let articles = articles.iter().map(|article| Cow::Borrowed(*article)).collect();
    let to = Replayed { articles, assigned, ..Replayed::default() };
    if corrections.is_empty() {
        return to;
    }
    let mut work = Work { before: to.assigned.clone(), places: BTreeMap::new(), to };
    for (article, keys) in work.before.iter().enumerate() {
        for (index, assigned) in keys.iter().enumerate() {
            work.places.entry(assigned.key.clone()).or_default().insert((article, index));
        }
    }
    for (number, correction) in corrections.iter() {
        let met = work.apply(correction);
        work.to.met.insert(number, met);
    }
    work.drop_loops();
    work.to
}

struct Work<'a> {
    /// The keys without corrections.
    before: Vec<Vec<Assigned>>,
    /// Where each key is: number of the article, index of the entity.
    places: BTreeMap<String, BTreeSet<(usize, usize)>>,
    to: Replayed<'a>,
}

impl Work<'_> {
    /// Applies one correction and says how many entities or facts it met.
    fn apply(&mut self, correction: &Correction) -> usize {
        match correction {
            Correction::Merge { one, into } => {
                self.to.kinds.remove(&one.key);
                self.to.names.remove(&one.key);
                self.to.names.insert(into.key.clone(), into.name.clone());
                if let Some(aliases) = self.to.aliases.remove(&one.key) {
                    self.to.aliases.entry(into.key.clone()).or_default().extend(aliases);
                }
                self.rename(&one.key, &into.key, Tie::Corrected, |_| true)
            }
            Correction::Alias { name, of } => {
                self.to.names.insert(of.key.clone(), of.name.clone());
                self.to.aliases.entry(of.key.clone()).or_default().insert(name.clone());
                self.rename(&normalise(name), &of.key, Tie::Corrected, |_| true)
            }
            Correction::Split { one, article, sentence } => {
                let articles = self.to.articles.iter().enumerate();
                let of: Vec<usize> = articles.filter(|(_, a)| a.name == *article).map(|(at, _)| at).collect();
                let key = apart(&one.key, article, *sentence);
                match sentence {
                    None => self.rename(&one.key, &key, Tie::Apart, |at| of.contains(&at)),
                    Some(sentence) => {
                        of.into_iter().map(|at| self.take_out(&one.key, at, *sentence, &key)).sum()
                    }
                }
            }
            Correction::Retype { one, kind } => {
                self.to.kinds.insert(one.key.clone(), *kind);
                self.places.get(&one.key).map_or(0, BTreeSet::len)
            }
            Correction::Reject { subject, relation, object, status } => {
                let Some(places) = self.places.get(&subject.key) else { return 0 };
                // The graph's spelling is what people see, and it drops some signs.
                let kind = relationship_type(relation);
                let mut met = 0;
                for &number in places.iter().map(|(number, _)| number).collect::<BTreeSet<_>>() {
                    let keys = &self.to.assigned[number];
                    let is = |index: usize, key: &str| keys.get(index).is_some_and(|a| a.key == key);
                    for (at, fact) in self.to.articles[number].facts.iter().enumerate() {
                        let (a, b) = (fact.subject.0, fact.object.0);
                        let said = is(a, &subject.key) && is(b, &object.key)
                            || fact.symmetric && is(a, &object.key) && is(b, &subject.key);
                        let put_forward = status.is_none_or(|status| status == fact.status);
                        if said && put_forward && relationship_type(&fact.relation) == kind {
                            met += usize::from(self.to.dropped.insert((number, at)));
                        }
                    }
                }
                met
            }
        }
    }

    /// Gives what has one key another, in the articles that fit.
    fn rename(&mut self, from: &str, into: &str, tie: Tie, fits: impl Fn(usize) -> bool) -> usize {
        if from == into {
            return 0;
        }
        let Some(places) = self.places.remove(from) else { return 0 };
        let (moved, left): (BTreeSet<_>, BTreeSet<_>) = places.into_iter().partition(|place| fits(place.0));
        for &(article, index) in &moved {
            self.to.assigned[article][index] = Assigned { key: into.to_owned(), tie };
        }
        if !left.is_empty() {
            self.places.insert(from.to_owned(), left);
        }
        let count = moved.len();
        if count > 0 {
            self.places.entry(into.to_owned()).or_default().extend(moved);
        }
        count
    }

    /// Gives what a sentence of an article says of an entity to another one.
    fn take_out(&mut self, from: &str, number: usize, sentence: usize, into: &str) -> usize {
        let of_article = |place: &&(usize, usize)| place.0 == number;
        let places: Vec<(usize, usize)> =
            self.places.get(from).into_iter().flatten().filter(of_article).copied().collect();
        let mut met = 0;
        for (_, index) in places {
            let Some(divided) = divide(&self.to.articles[number], index, sentence) else { continue };
            let taken = divided.entities.len() - 1;
            self.to.articles[number] = Cow::Owned(divided);
            let assigned = Assigned { key: into.to_owned(), tie: Tie::Apart };
            self.before[number].push(assigned.clone());
            self.to.assigned[number].push(assigned);
            self.places.entry(into.to_owned()).or_default().insert((number, taken));
            met += 1;
        }
        met
    }

    /// What was said of two that are one says nothing.
    fn drop_loops(&mut self) {
        let before = &self.before;
        for (number, article) in self.to.articles.iter().enumerate() {
            let same = |keys: &[Assigned], a: usize, b: usize| {
                keys.get(a).zip(keys.get(b)).is_some_and(|(a, b)| a.key == b.key)
            };
            for (at, fact) in article.facts.iter().enumerate() {
                let (a, b) = (fact.subject.0, fact.object.0);
                if same(&self.to.assigned[number], a, b) && !same(&before[number], a, b) {
                    self.to.dropped.insert((number, at));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::correction::Named;
    use super::super::keys::Keys;
    use super::super::merge::merge;
    use super::super::model::Merged;
    use super::super::sample::article;
    use super::*;

    fn named(name: &str) -> Named {
        Named { name: name.into(), article: None, key: normalise(name) }
    }

    fn merged_by(one: &str, into: &str) -> Correction {
        Correction::Merge { one: named(one), into: named(into) }
    }

    fn articles() -> Vec<Extraction> {
        vec![
            article("a", "2024-01-01", &[("Peru", "borders", "Chile"), ("Peru", "visits", "Oslo")]),
            article("b", "2024-02-01", &[("Pirru", "visits", "Oslo"), ("Pirru", "joins", "Peru")]),
            article("c", "2024-03-01", &[("Peru", "leaves", "Oslo")]),
        ]
    }

    fn facts(merged: &Merged) -> Vec<String> {
        let name = |id| merged.entities.iter().find(|e| e.id == id).map_or("?", |e| &e.name);
        let mut facts: Vec<String> = merged
            .facts
            .iter()
            .map(|f| format!("{} {} {} {}", name(f.subject), f.relation, name(f.object), f.evidence.len()))
            .collect();
        facts.sort();
        facts
    }

    fn corrected(corrections: impl IntoIterator<Item = Correction>) -> Vec<String> {
        let (articles, log) = (articles(), corrections.into_iter().collect());
        let merged = merge(&articles, &log);
        assert_eq!(
            merged,
            merge(articles.iter().rev(), &log),
            "the order of the articles makes no difference"
        );
        facts(&merged)
    }

    #[test]
    fn two_are_one_under_the_name_of_the_second() {
        let said = ["Chile borders Peru 1", "Peru leaves Oslo 1", "Peru visits Oslo 2"];
        assert_eq!(corrected([merged_by("Pirru", "Peru")]), said, "and that one joins itself says nothing");
        let log = [merged_by("Peru", "Pirru")].into_iter().collect();
        let merged = merge(&articles(), &log);
        let pirru = merged.entities.iter().find(|e| e.key == "pirru").unwrap();
        assert_eq!((pirru.name.as_str(), pirru.aliases[0].0.as_str()), ("Pirru", "Peru"), "though rarer");
    }

    #[test]
    fn a_name_that_no_article_uses_yet_is_known() {
        let alias = Correction::Alias { name: "Land of the Incas".into(), of: named("Peru") };
        let log: Corrections = [alias].into_iter().collect();
        let mut articles = articles();
        let peru = |articles: &[Extraction]| {
            merge(articles, &log).entities.into_iter().find(|e| e.key == "peru").unwrap()
        };
        assert_eq!(peru(&articles).aliases, [("Land of the Incas".to_owned(), 0)]);
        articles.push(article("d", "2024-04-01", &[("Land of the Incas", "exports", "Copper")]));
        assert_eq!(peru(&articles).aliases, [("Land of the Incas".to_owned(), 1)]);
        assert!(facts(&merge(&articles, &log)).contains(&"Peru exports Copper 1".to_owned()));
        // Without the articles that call it by its name, it keeps it.
        assert_eq!(peru(&articles[3..]).name, "Peru");
    }

    #[test]
    fn one_article_means_another() {
        let split = Correction::Split { one: named("Peru"), article: "c".into(), sentence: None };
        let (articles, log) = (articles(), [split.clone()].into_iter().collect());
        let merged = merge(&articles, &log);
        assert_eq!(merged.entities.iter().filter(|e| e.name == "Peru").count(), 2);
        let keys = Keys::new(&articles, &log);
        let mut rest = keys.articles("peru");
        rest.sort_unstable();
        assert_eq!((rest, keys.met(1)), (vec!["a", "b"], 1));
        let key = keys.within("c", |e| e.name == "Peru").unwrap().to_owned();
        // Taken apart and put together again.
        let back = Correction::Merge { one: Named { key, ..named("Peru") }, into: named("Peru") };
        let plain = merge(&articles, &Corrections::default());
        assert_eq!(facts(&merge(&articles, &[split, back].into_iter().collect())), facts(&plain));
    }

    #[test]
    fn one_sentence_means_another() {
        let split = |sentence| Correction::Split { one: named("Peru"), article: "a".into(), sentence };
        let said = corrected([split(Some(2))]);
        // The first sentence of the article is still of the same Peru as the other article.
        let log: Corrections = [split(Some(2))].into_iter().collect();
        let articles = articles();
        let keys = Keys::new(&articles, &log);
        assert_eq!((keys.articles("peru").len(), keys.met(1)), (3, 1));
        let merged = merge(&articles, &log);
        let perus: Vec<u32> =
            merged.entities.iter().filter(|e| e.name == "Peru").map(|e| e.mentions).collect();
        assert_eq!(perus.len(), 2);
        assert_eq!(said, facts(&merge(&articles, &Corrections::default())), "the same is said, of two");
        let other = merged.entities.iter().find(|e| e.key.ends_with("apart 2")).unwrap();
        let of_it: Vec<&str> = merged
            .facts
            .iter()
            .filter(|f| f.subject == other.id || f.object == other.id)
            .map(|f| f.relation.as_str())
            .collect();
        assert_eq!(of_it, ["visits"]);
        // A sentence that does not speak of it changes nothing, and what was taken apart can be merged again.
        assert_eq!(
            merge(&articles, &[split(Some(9))].into_iter().collect()).entities.len(),
            merged.entities.len() - 1
        );
        let back =
            Correction::Merge { one: Named { key: other.key.clone(), ..named("Peru") }, into: named("Peru") };
        assert_eq!(corrected([split(Some(2)), back]), corrected([]));
    }

    #[test]
    fn a_rejected_fact_stays_away_whoever_says_it() {
        let reject = |subject: &str, relation: &str, object: &str, status| Correction::Reject {
            subject: named(subject),
            relation: relation.into(),
            object: named(object),
            status,
        };
        let merge = merged_by("Pirru", "Peru");
        let said = corrected([merge.clone(), reject("Peru", "visits", "Oslo", None)]);
        assert_eq!(said, ["Chile borders Peru 1", "Peru leaves Oslo 1"]);
        // In the order in which they were said: what was rejected of the one before is not of both.
        let said = corrected([reject("Peru", "visits", "Oslo", None), merge]);
        assert!(said.contains(&"Peru visits Oslo 1".to_owned()), "{said:?}");
        // What holds both ways is wrong both ways.
        assert!(!corrected([reject("Chile", "borders", "Peru", None)]).iter().any(|f| f.contains("borders")));
        use crate::clause::Status;
        assert_eq!(corrected([reject("Peru", "leaves", "Oslo", Some(Status::Denied))]).len(), 5);
        assert_eq!(corrected([reject("Peru", "leaves", "Oslo", Some(Status::Asserted))]).len(), 4);
    }

    #[test]
    fn a_type_is_given_and_what_meets_nothing_does_nothing() {
        let retype = Correction::Retype { one: named("Peru"), kind: EntityType::Person };
        let merged = merge(&articles(), &[retype.clone()].into_iter().collect());
        assert_eq!(merged.entities.iter().find(|e| e.key == "peru").unwrap().kind, EntityType::Person);
        // The one that it becomes keeps its own.
        let merged = merge(&articles(), &[retype, merged_by("Peru", "Pirru")].into_iter().collect());
        assert_eq!(merged.entities.iter().find(|e| e.key == "pirru").unwrap().kind, EntityType::Place);
        let log: Corrections =
            [merged_by("Nobody", "Nothing"), merged_by("Peru", "Peru")].into_iter().collect();
        assert_eq!(merge(&articles(), &log), merge(&articles(), &Corrections::default()));
    }
}
