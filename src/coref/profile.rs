//! What an article tells of each thing: the nouns that it is called by, the nations that it is said to be of, and whose it is.

use super::mention::{Form, Mention};
use super::phrase::name_words;
use super::resolve::{Chains, normal};
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, DescriptionClass, EntityType, PlaceForm};

/// What is known of one chain.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Profile {
    /// Nouns (lemmas) that were said of it.
    pub(super) nouns: Vec<String>,
    /// Words that stood before these: `snack` of a snack maker.
    pub(super) words: Vec<String>,
    /// Classes of things that these, or words of its name, say it is of.
    pub(super) classes: Vec<DescriptionClass>,
    /// Countries that it is said to be of.
    pub(super) nations: Vec<&'static str>,
    /// What it is to others: `lawyer` of a chain.
    pub(super) of: Vec<(String, usize)>,
    /// How old somebody is said to be.
    pub(super) age: Option<u16>,
    /// Whether it is yet to be reached: `a place in the final`.
    pub(super) ahead: bool,
}

impl Profile {
    pub(super) fn noun(&mut self, noun: &str) {
        if !self.nouns.iter().any(|n| n == noun) {
            self.nouns.push(noun.to_owned());
        }
        for class in lexicon::classes(noun) {
            self.class(class);
        }
    }

    pub(super) fn class(&mut self, class: DescriptionClass) {
        if !self.classes.contains(&class) {
            self.classes.push(class);
        }
    }

    fn nation(&mut self, nation: &'static str) {
        if !self.nations.contains(&nation) {
            self.nations.push(nation);
        }
    }
}

/// The countries that the words before a noun say it is of: `Swiss`, `Germany's`.
pub(super) fn nations(tree: &Tree, head: usize) -> Vec<&'static str> {
    let country = |k: usize| {
        let place = lexicon::place(&tree.words(&name_words(tree, k)))?;
        (place.kind == PlaceForm::Country).then_some(place.name)
    };
    let before = tree.kids(head).iter().copied().filter(|&k| k < head);
    before
        .filter_map(|k| match tree.rel(k) {
            Deprel::Amod | Deprel::Compound | Deprel::NmodDesc => lexicon::people(tree.form(k))
                .or_else(|| (tree.rel(k) == Deprel::Compound).then(|| country(k))?),
            Deprel::NmodPoss if tree.upos(k) == Upos::Propn => country(k),
            _ => None,
        })
        .chain(after(tree, head).into_iter().filter_map(country))
        .collect()
}

/// `Laurentide of Canada`: where what a name names is from.
fn after(tree: &Tree, name: usize) -> Option<usize> {
    let from = |&k: &usize| k > name && tree.rel(k) == Deprel::Nmod && tree.preposition(k) == "of";
    (tree.upos(name) == Upos::Propn).then(|| tree.kids(name).iter().copied().find(from))?
}

/// The age that stands behind a name: `Ann Roe, 24, …`.
fn age(tree: &Tree, words: &[usize]) -> Option<u16> {
    let comma = words.last()? + 1;
    let closed = comma + 2 < tree.len() && matches!(tree.form(comma + 2), "," | "." | ")");
    let set_off = comma + 1 < tree.len() && matches!(tree.form(comma), "," | "(");
    tree.form(set_off.then_some(comma + 1)?).parse().ok().filter(|age| closed && (1..120).contains(age))
}

/// Whether what a noun names is yet to be reached there: `to reach the final`, `a place in the final`.
fn is_ahead(tree: &Tree, head: usize) -> bool {
    let Some(of) = tree.head(head) else { return false };
    tree.rel(head) == Deprel::Obj && lexicon::is("reach-verb", tree.lemma(of))
        || matches!(tree.preposition(head).as_str(), "in" | "into" | "to" | "for")
            && (lexicon::is("reach-verb", tree.lemma(of)) || lexicon::is("berth-noun", tree.lemma(of)))
}

/// The nouns before a name that say what its bearer is: `drugmaker Helvaxis`, also where the parser ties both to the
/// same word.
pub(super) fn descriptors(tree: &Tree, head: usize, words: &[usize]) -> Vec<usize> {
    let mut found: Vec<usize> = tree
        .kids(head)
        .iter()
        .copied()
        .filter(|&k| {
            k < head
                && matches!(tree.rel(k), Deprel::NmodDesc | Deprel::Compound)
                && (tree.upos(k) == Upos::Noun || tree.rel(k) == Deprel::NmodDesc)
                && (!words.contains(&k) || tree.rel(k) == Deprel::NmodDesc)
        })
        .collect();
    found.extend(doubled(tree, *words.first().unwrap_or(&head), head));
    found
}

/// The noun right before a name that the parser has made a second dependent of the same kind.
pub(super) fn doubled(tree: &Tree, first: usize, head: usize) -> Option<usize> {
    let before = first.checked_sub(1)?;
    let twins = tree.head(before) == tree.head(head)
        && tree.rel(before) == tree.rel(head)
        && tree.head(head).is_some()
        && tree.rel(head) != Deprel::Conj;
    (twins && tree.upos(before) == Upos::Noun && tree.upos(head) == Upos::Propn).then_some(before)
}

impl Chains {
    /// Notes what a mention tells of its chain.
    pub(super) fn learn(&mut self, tree: &Tree, mention: &Mention, index: usize) {
        if mention.kind == EntityType::Event {
            self.chains[index].profile.ahead |= is_ahead(tree, mention.head);
        }
        match mention.form {
            Form::Name if !mention.adjective => self.learn_name(tree, mention, index),
            Form::Nominal if !mention.plural => {
                self.learn_noun(tree, mention.sentence, mention.head, index);
                // `Elbar is a power company`
                let denied = tree
                    .kids_by(mention.head, Deprel::Advmod)
                    .any(|k| lexicon::is("negative", tree.lemma(k)));
                let predicate = tree.kids_by(mention.head, Deprel::Cop).next().is_some() && !denied;
                let subject = predicate.then(|| tree.kid(mention.head, Deprel::Nsubj)).flatten();
                if let Some(subject) = subject.and_then(|s| self.of(mention.sentence, s))
                    && !self.chains[subject].plural
                    && subject != index
                {
                    self.learn_noun(tree, mention.sentence, mention.head, subject);
                }
            }
            _ => {}
        }
    }

    fn learn_noun(&mut self, tree: &Tree, sentence: usize, noun: usize, index: usize) {
        let owners: Vec<usize> = tree
            .kids(noun)
            .iter()
            .copied()
            .filter(|&k| {
                tree.rel(k) == Deprel::NmodPoss
                    || tree.rel(k) == Deprel::Compound && tree.upos(k) == Upos::Propn
                    || tree.rel(k) == Deprel::Nmod && matches!(&*tree.preposition(k), "of" | "for" | "at")
            })
            .filter_map(|k| {
                let name = normal(&tree.words(&name_words(tree, k)));
                // `Delmar chairman`, where Delmar Board is known
                let longer = |&i: &usize| {
                    let c = &self.chains[i];
                    c.proper
                        && c.kind == EntityType::Organization
                        && normal(&c.name).strip_prefix(&*name).is_some_and(|rest| rest.starts_with(' '))
                };
                let by_name = || self.by_name.get(&name).copied();
                let by_part = || self.in_mind().rfind(longer).filter(|_| !name.is_empty());
                self.of(sentence, k).or_else(by_name).or_else(by_part)
            })
            .filter(|&owner| owner != index)
            .collect();
        let lemma = tree.lemma(noun).to_owned();
        // What has a mayor is a city.
        for &owner in &owners {
            let chain = &mut self.chains[owner];
            if let Some(class) = lexicon::owner_class(&lemma, chain.kind).filter(|_| chain.proper) {
                chain.profile.class(class);
            }
        }
        let before = tree.kids(noun).iter().filter(|&&k| {
            k < noun && matches!(tree.rel(k), Deprel::Compound | Deprel::Amod) && tree.upos(k) != Upos::Propn
        });
        let words: Vec<String> = before.map(|&k| tree.form(k).to_lowercase()).collect();
        let profile = &mut self.chains[index].profile;
        profile.words.extend(words);
        profile.noun(&lemma);
        for nation in nations(tree, noun) {
            profile.nation(nation);
        }
        for owner in owners {
            if !profile.of.contains(&(lemma.clone(), owner)) {
                profile.of.push((lemma.clone(), owner));
            }
        }
    }

    /// `Elbar will close the mill. Chairman Ann Roe said …`: of a role of nobody named beside it, whose it is.
    fn learn_role(&mut self, tree: &Tree, mention: &Mention, index: usize, words: &[usize]) {
        if self.chains[index].kind != EntityType::Person || !self.chains[index].profile.of.is_empty() {
            return;
        }
        let mut roles = descriptors(tree, mention.head, words);
        // `The chairman, Ann Roe, said …`
        let beside = tree.appositive_of(mention.head);
        roles.extend(beside.filter(|&r| tree.rel(r) == Deprel::Nsubj));
        // `Union president Ann Roe`: of the union just spoken of.
        let body = |k: usize| {
            tree.rel(k) == Deprel::Compound
                && lexicon::is_general(&tree.form(k).to_lowercase())
                && lexicon::described_kind(&tree.form(k).to_lowercase()) == Some(EntityType::Organization)
        };
        roles.retain(|&r| {
            let alone = tree.kids(r).iter().all(|&k| {
                matches!(tree.rel(k), Deprel::Amod | Deprel::Det | Deprel::Punct)
                    || body(k)
                    || beside == Some(r) && matches!(tree.rel(k), Deprel::Appos | Deprel::AclRelcl)
            });
            lexicon::is("firm-role", tree.lemma(r)) && alone && nations(tree, r).is_empty()
        });
        let Some(&role) = roles.first() else { return };
        // `said Chief Executive Ann Roe, who joined Elbar in 2019`
        let joined = tree
            .kids_by(mention.head, Deprel::AclRelcl)
            .filter(|&c| matches!(tree.lemma(c), "join" | "found" | "run" | "lead"))
            .filter_map(|c| tree.kid(c, Deprel::Obj))
            .find_map(|o| self.by_name.get(&normal(&tree.words(&name_words(tree, o)))).copied());
        if let Some(firm) =
            joined.filter(|&f| self.chains[f].kind == EntityType::Organization && self.chains[f].proper)
        {
            self.chains[index].profile.of.push((tree.lemma(role).to_owned(), firm));
            return;
        }
        let before = self.read.iter().rev().take_while(|(m, _)| m.sentence + 1 >= mention.sentence);
        let kind = tree.kids(role).iter().copied().find(|&k| body(k)).map(|k| tree.form(k).to_lowercase());
        // `President Ann Roe` is the country's, unless what was spoken of is known to be a firm.
        let national = lexicon::is("national-office", tree.lemma(role));
        let mut firms = before.filter(|(m, i)| {
            let chain = &self.chains[*i];
            let fits = |kind: &String| {
                let nouns = chain.profile.nouns.iter().map(String::as_str);
                lexicon::fit(kind, nouns, &chain.profile.classes).is_some()
            };
            let told = kind.as_ref().is_none_or(fits);
            let state = chain.name.rsplit(' ').next().is_some_and(|w| {
                ["state-organ", "state-body"].iter().any(|s| lexicon::is(s, &w.to_lowercase()))
            });
            !state
                && (m.main || kind.is_some())
                && told
                && chain.kind == EntityType::Organization
                && chain.proper
                && (!national || chain.profile.nouns.iter().any(|n| lexicon::is("firm-noun", n)))
        });
        if let Some(&(_, firm)) = firms.next() {
            self.chains[index].profile.of.push((tree.lemma(role).to_owned(), firm));
        }
    }

    fn learn_name(&mut self, tree: &Tree, mention: &Mention, index: usize) {
        let words = name_words(tree, mention.head);
        self.learn_role(tree, mention, index, &words);
        for noun in descriptors(tree, mention.head, &words) {
            self.learn_noun(tree, mention.sentence, noun, index);
        }
        let kind = self.chains[index].kind;
        let name = mention.text.to_lowercase();
        let profile = &mut self.chains[index].profile;
        if kind == EntityType::Person {
            profile.age = profile.age.or_else(|| age(tree, &words));
        }
        for nation in nations(tree, mention.head) {
            profile.nation(nation);
        }
        if mention.team {
            lexicon::classes("club").for_each(|class| profile.class(class));
        }
        // `Borussia Dortmund` is of Germany by its town.
        if kind == EntityType::Organization {
            let towns = mention.text.split(' ').filter_map(|word| lexicon::place(word)?.country);
            towns.for_each(|country| profile.nation(country));
        }
        let several = name.contains(' ');
        for word in name.split(' ') {
            if kind != EntityType::Person && (several || kind == EntityType::Organization) {
                lexicon::classes_by_name(word).for_each(|class| profile.class(class));
            }
        }
        // `the north`, where the North was spoken of
        if lexicon::is("compass", &name) {
            profile.noun(&name);
        }
        if let Some(last) = name.rsplit(' ').next().filter(|_| several && kind != EntityType::Person) {
            profile.noun(last);
            profile.noun(&tree.lemma(mention.head).to_lowercase());
        }
        if kind == EntityType::Place
            && let Some(place) = lexicon::place(&mention.text)
        {
            match place.kind {
                PlaceForm::Country => lexicon::classes("country").for_each(|class| profile.class(class)),
                PlaceForm::City | PlaceForm::Capital => {
                    lexicon::classes("city").for_each(|class| profile.class(class))
                }
                _ => {}
            }
        }
    }
}
