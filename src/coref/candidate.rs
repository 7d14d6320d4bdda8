//! What a third-person pronoun may mean, and what speaks for each: the features that `models/pronouns.tsv` weighs.

use super::mention::{Form, Mention};
use super::resolve::Chains;
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType};

/// How many sentences back a pronoun reaches.
const REACH: usize = 3;
/// How many mentions back: more than so many sentences have, unless they are no sentences.
const FAR: usize = 1_000;

/// Which pronouns are weighed alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// `he`, `her`
    Person,
    /// `it`
    Thing,
    /// `they`
    Several,
}

impl Class {
    pub(super) fn name(self) -> &'static str {
        match self {
            Class::Person => "he",
            Class::Thing => "it",
            Class::Several => "they",
        }
    }

    /// The class of a pronoun in lower case.
    pub(super) fn of(form: &str) -> Option<Class> {
        match form {
            "he" | "she" | "his" | "her" | "him" | "hers" | "himself" | "herself" => Some(Class::Person),
            "it" | "its" | "itself" => Some(Class::Thing),
            "they" | "their" | "them" | "theirs" | "themselves" | "both" | "those" => Some(Class::Several),
            _ => None,
        }
    }
}

/// What speaks for a candidate, by name.
pub(super) type Features = Vec<(&'static str, f64)>;

/// One that a pronoun may mean: a chain, or several named together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    /// One chain, or the members of a group.
    pub(super) chains: Vec<usize>,
    /// Sentence and head of the mention that it was found at.
    pub(super) at: (usize, usize),
    pub(super) features: Features,
}

/// What is known of a pronoun at its place.
struct Place<'a> {
    tree: &'a Tree<'a>,
    class: Class,
    possessive: bool,
    /// The noun that it owns.
    owned: Option<&'a str>,
    /// The noun that it is said to be.
    complement: Option<&'a str>,
    /// The verb of speech that it is the subject of.
    says: Option<usize>,
    /// Whether it is the subject of what only somebody or some body does, or has done to it: `was fined`.
    acts: bool,
    governor: Option<usize>,
    /// The subject of what was said before in the same sentence: of `denied that the ship was overloaded and said it had been
    /// inspected` the ship.
    parallel: Option<usize>,
    /// Chains that stand beside it in its clause.
    beside: Vec<usize>,
    /// The chain that is the subject of its clause, for one that stands below it.
    subject: Option<usize>,
    speaker: Option<usize>,
    speakers_own: Vec<usize>,
}

impl Chains {
    /// What a pronoun may mean, nearest first; the first entry is that it means none of them.
    pub(super) fn candidates(&self, tree: &Tree, mention: &Mention, class: Class) -> Vec<Candidate> {
        let place = self.place(tree, mention, class);
        let mut found: Vec<(Candidate, usize)> = Vec::new();
        for (at, (other, index)) in self.read.iter().enumerate().rev().take(FAR) {
            if mention.sentence - other.sentence > REACH {
                break;
            }
            if class == Class::Several
                && other.form != Form::Pronoun
                && !other.coordinated.is_empty()
                && let Some(members) = self.together(other, mention, tree)
                && !found.iter().any(|(c, _)| c.chains == members)
            {
                let mut features = self.standing(at, mention, &place);
                features.push(("group", 1.0));
                found.push((Candidate { chains: members, at: (other.sentence, other.head), features }, at));
            }
            if self.may_mean(at, mention, &place) && !found.iter().any(|(c, _)| c.chains == [*index]) {
                let mut features = self.standing(at, mention, &place);
                self.fitness(at, &place, &mut features);
                found.push((
                    Candidate { chains: vec![*index], at: (other.sentence, other.head), features },
                    at,
                ));
            }
        }
        let mut none: Features = vec![("none", 1.0)];
        none.push(("none-candidates", (found.len() as f64 + 1.0).ln()));
        flag(&mut none, "none-possessive", place.possessive);
        // `its chief executive`, where a firm has just been spoken of
        let owner = |(c, _): &(Candidate, usize)| {
            let has = |name| c.features.iter().any(|(n, _)| *n == name);
            has("owner") && has("proper") && (has("here") || has("before"))
        };
        flag(&mut none, "none-owned", class == Class::Thing && found.iter().any(owner));
        flag(&mut none, "none-subject", mention.subject);
        flag(
            &mut none,
            "none-far",
            found.first().is_none_or(|(_, at)| self.read[*at].0.sentence + 1 < mention.sentence),
        );
        flag(&mut none, "none-quoted", self.speaker_at(mention.sentence, mention.head).is_some());
        let verb = tree.head(mention.head);
        let object = tree.rel(mention.head).is(Deprel::Obj);
        flag(
            &mut none,
            "none-said",
            object
                && verb.is_some_and(|v| {
                    lexicon::is("say", tree.lemma(v)) || lexicon::is("factive", tree.lemma(v))
                }),
        );
        flag(&mut none, "none-object", object);
        let copula = verb.is_some_and(|v| tree.kid(v, Deprel::Cop).is_some());
        flag(&mut none, "none-copula", copula && mention.subject);
        flag(&mut none, "none-adjective", copula && verb.is_some_and(|v| tree.upos(v) == Upos::Adj));
        let mut all =
            vec![Candidate { chains: Vec::new(), at: (mention.sentence, mention.head), features: none }];
        for (rank, (mut candidate, _)) in found.into_iter().enumerate() {
            candidate.features.push(("rank", (rank.min(6) as f64) / 6.0));
            flag(&mut candidate.features, "nearest", rank == 0);
            all.push(candidate);
        }
        all
    }

    fn place<'a>(&self, tree: &'a Tree, mention: &Mention, class: Class) -> Place<'a> {
        let head = mention.head;
        let possessive = tree.rel(head) == Deprel::NmodPoss;
        // What stands beside it in its clause is something else, also as the subject that its verb shares.
        let mut sharing = Vec::new();
        let mut verb = tree.head(head);
        while let Some(v) =
            verb.filter(|&v| tree.rel(v) == Deprel::Conj && tree.kid(v, Deprel::Nsubj).is_none())
        {
            verb = tree.head(v);
            sharing.extend(verb);
            if sharing.len() > tree.len() {
                break;
            }
        }
        let here = self.read.iter().rev().take_while(|(m, _)| m.sentence == mention.sentence);
        let beside = here
            .filter(|(m, _)| {
                tree.head(m.head) == tree.head(head)
                    || m.subject && tree.head(m.head).is_some_and(|v| sharing.contains(&v))
            })
            .map(|(_, i)| *i)
            .collect();
        let speaker = self.speaker_at(mention.sentence, head).and_then(|s| self.of(s.sentence, s.head));
        Place {
            tree,
            class,
            possessive,
            owned: tree.head(head).filter(|_| possessive).map(|h| tree.lemma(h)),
            complement: said_to_be(tree, head).filter(|_| class == Class::Thing),
            says: tree.head(head).filter(|&v| {
                mention.subject && tree.upos(v) == Upos::Verb && lexicon::is("say", tree.lemma(v))
            }),
            acts: tree.head(head).is_some_and(|v| {
                // A ferry is owned and run, but owns and runs nothing.
                let pays = tree.kid(v, Deprel::AuxPass).is_none() && lexicon::is("payer-verb", tree.lemma(v));
                mention.subject
                    && tree.upos(v) == Upos::Verb
                    && (pays || lexicon::is("mind-verb", tree.lemma(v)))
            }),
            governor: tree.head(head).filter(|_| mention.subject).and_then(|v| tree.head(v)),
            parallel: said_before(tree, mention),
            beside,
            subject: self.clause_subject(tree, mention),
            speaker,
            speakers_own: self.speakers_own(tree, mention),
        }
    }

    /// The chain of the subject of the clause that a token stands in below its verb.
    pub(super) fn clause_subject(&self, tree: &Tree, mention: &Mention) -> Option<usize> {
        for verb in tree.ancestors(mention.head) {
            if let Some(subject) = tree.kid(verb, Deprel::Nsubj) {
                if subject == mention.head || tree.dominates(subject, mention.head) {
                    continue;
                }
                return self.of(mention.sentence, tree.antecedent(subject));
            }
        }
        None
    }

    /// The chains of those coordinated with a mention, where there are several.
    fn together(&self, other: &Mention, mention: &Mention, tree: &Tree) -> Option<Vec<usize>> {
        let same_clause = other.sentence == mention.sentence
            && tree.head(other.head) == tree.head(mention.head)
            && tree.rel(mention.head) != Deprel::NmodPoss;
        let members: Vec<usize> =
            other.coordinated.iter().filter_map(|&h| self.of(other.sentence, h)).collect();
        (members.len() > 1 && !same_clause).then_some(members)
    }

    /// Whether a mention may be of what a pronoun means.
    fn may_mean(&self, at: usize, mention: &Mention, place: &Place) -> bool {
        let (other, index) = &self.read[at];
        let chain = &self.chains[*index];
        let tree = place.tree;
        if chain.vague
            || matches!(chain.kind, EntityType::Time | EntityType::Quantity)
            || !place.possessive && (place.beside.contains(index) || other.adjective)
            || place.speaker == Some(*index)
            || tree.upos(mention.head) == Upos::Adj
        {
            return false;
        }
        // The dead have no lawyer.
        if place.owned.is_some_and(|noun| lexicon::is("agent-noun", noun))
            && chain.profile.words.iter().any(|word| word == "late")
        {
            return false;
        }
        if other.sentence == mention.sentence {
            let above =
                tree.dominates(other.head, mention.head) && tree.head(mention.head) == Some(other.head);
            if place.possessive && above
                || !place.possessive && tree.head(other.head) == tree.head(mention.head)
                || place.says.is_some_and(|verb| tree.dominates(verb, other.head))
            {
                return false;
            }
        }
        if (place.says.is_some() || place.acts)
            && !matches!(
                chain.kind,
                EntityType::Person | EntityType::Organization | EntityType::Place | EntityType::Group
            )
        {
            return false;
        }
        let plural = other.plural || chain.plural || !chain.members.is_empty();
        // A jury is many.
        let one = || !chain.heads.iter().all(|h| lexicon::noun_class(h) == Some("group"));
        let human = chain.kind == EntityType::Person || chain.kind == EntityType::Group && !plural && one();
        let genders = chain.male.is_none() || mention.male.is_none() || chain.male == mention.male;
        match place.class {
            Class::Person => human && genders,
            Class::Thing => !plural && chain.kind != EntityType::Person && chain.kind != EntityType::Group,
            Class::Several => {
                let person = chain.kind == EntityType::Person && chain.proper;
                plural && !person || chain.kind == EntityType::Organization && other.form == Form::Name
            }
        }
    }

    /// What speaks for the one that a mention is of by where it stands.
    fn standing(&self, at: usize, mention: &Mention, place: &Place) -> Features {
        let (other, index) = &self.read[at];
        let tree = place.tree;
        let mut found: Features = Vec::new();
        let distance = mention.sentence - other.sentence;
        found.push((["here", "before", "two-before", "three-before"][distance.min(3)], 1.0));
        // The best place that it has in the sentence nearest by.
        let there = || self.read[..=at].iter().rev().take_while(|(m, _)| m.sentence == other.sentence);
        let of_it = || there().filter(|(_, i)| i == index).map(|(m, _)| m);
        let place_of = |sentence: usize| {
            let from = self.read.partition_point(|(m, _)| m.sentence < sentence);
            self.read[from..]
                .iter()
                .take_while(move |(m, _)| m.sentence == sentence)
                .filter(move |(_, i)| i == index)
        };
        let main = of_it().any(|m| m.main);
        let subject = of_it().any(|m| m.subject);
        let object = of_it().any(|m| m.object);
        let name = match () {
            () if main && distance == 0 => "main-here",
            () if main => "main",
            () if subject && distance == 0 => "subject-here",
            () if subject => "subject",
            () if object => "object",
            () if of_it().all(|m| m.aside) => "aside",
            () => "oblique",
        };
        found.push((name, 1.0));
        flag(&mut found, "same-subject", subject && mention.main);
        flag(&mut found, "subject-below", subject && mention.subject && !mention.main);
        flag(&mut found, "same-object", object && mention.object);
        flag(&mut found, "carried-on", of_it().any(|m| m.form == Form::Pronoun));
        if distance == 0 && mention.sentence > 0 {
            flag(&mut found, "main-before", place_of(mention.sentence - 1).any(|(m, _)| m.main));
            flag(&mut found, "was-before", place_of(mention.sentence - 1).next().is_some());
        }
        if distance == 0 {
            let said = of_it().any(|m| {
                tree.head(m.head).is_some_and(|v| {
                    m.subject
                        && lexicon::is("say", tree.lemma(v))
                        && v != mention.head
                        && tree.dominates(v, mention.head)
                })
            });
            // `Roe's lawyer, Ann Lund, said she would appeal`: whoever she is the lawyer of, as likely as not.
            let agent =
                self.chains[*index].profile.of.iter().any(|(noun, _)| lexicon::is("agent-noun", noun));
            flag(&mut found, if agent { "agent-said" } else { "said" }, said);
            flag(
                &mut found,
                "governed",
                place.governor.is_some() && of_it().any(|m| tree.head(m.head) == place.governor),
            );
            flag(
                &mut found,
                "parallel",
                place.parallel.is_some() && of_it().any(|m| Some(m.head) == place.parallel),
            );
            found.push(("tokens", (mention.head.abs_diff(other.head) as f64 + 1.0).ln()));
        }
        flag(&mut found, "owner-of-clause", place.possessive && place.subject == Some(*index));
        flag(&mut found, "clause", !place.possessive && place.subject == Some(*index));
        let quoted = self.speaker_at(mention.sentence, mention.head);
        flag(
            &mut found,
            "outside",
            quoted.is_some() && self.speaker_at(other.sentence, other.head) != quoted,
        );
        flag(&mut found, "among", !other.coordinated.is_empty() || other.conjunct);
        flag(&mut found, "adjective", other.adjective);
        flag(&mut found, "indefinite", other.form == Form::Nominal && !other.definite);
        found
    }

    /// What speaks for the one that a mention is of by what it is.
    fn fitness(&self, at: usize, place: &Place, found: &mut Features) {
        let (other, index) = &self.read[at];
        let chain = &self.chains[*index];
        flag(found, "proper", chain.proper);
        found.push(("mentions", f64::from(chain.mentions.min(12)).ln_1p()));
        let main = found.iter().any(|(name, _)| matches!(*name, "main" | "main-here"));
        let first = match chain.kind {
            EntityType::Organization => "organization-first",
            EntityType::Place => "place-first",
            EntityType::Concept => "concept-first",
            EntityType::Group => "people-first",
            EntityType::Product => "product-first",
            _ => "other-first",
        };
        flag(found, first, main);
        found.push((
            match chain.kind {
                EntityType::Person => "person",
                EntityType::Organization => "organization",
                EntityType::Place => "place",
                EntityType::Group => "people",
                EntityType::Event => "event",
                EntityType::Product => "product",
                EntityType::Work => "work",
                _ => "concept",
            },
            1.0,
        ));
        flag(found, "several", other.plural || chain.plural || !chain.members.is_empty());
        flag(found, "members", !chain.members.is_empty());
        flag(found, "gender", place.class == Class::Person && chain.male.is_some());
        flag(found, "told-place", place.possessive && chain.kind == EntityType::Place);
        flag(found, "speakers-own", place.speakers_own.contains(index));
        let nouns = || chain.profile.nouns.iter().map(String::as_str);
        if let Some(noun) = place.owned {
            match lexicon::owner_fit(noun, chain.kind, &chain.profile.classes) {
                Some(true) => found.push(("owner", 1.0)),
                Some(false) => found.push(("no-owner", 1.0)),
                None => {}
            }
            flag(found, "own-kind", lexicon::fit(noun, nouns(), &chain.profile.classes).is_some());
        }
        flag(
            found,
            "says",
            place.says.is_some() && matches!(chain.kind, EntityType::Organization | EntityType::Person),
        );
        if let Some(noun) = place.complement {
            let fits = lexicon::fit(noun, nouns(), &chain.profile.classes).is_some();
            let kind = lexicon::described_kind(noun).or_else(|| lexicon::noun_kind(noun));
            flag(found, "called-so", fits);
            flag(found, "other-kind", !fits && kind != Some(chain.kind));
        }
    }
}

fn flag(features: &mut Features, name: &'static str, there: bool) {
    if there {
        features.push((name, 1.0));
    }
}

/// The noun that something is said to be: `decision` of `it was an easy decision`.
fn said_to_be<'a>(tree: &'a Tree, token: usize) -> Option<&'a str> {
    let noun = tree.head(token).filter(|_| tree.rel(token) == Deprel::Nsubj)?;
    let copula = tree.kids_by(noun, Deprel::Cop).next().is_some();
    (copula && tree.upos(noun) == Upos::Noun).then(|| tree.lemma(noun))
}

/// The subject of what is said or denied right before what a pronoun is the subject of, by the same speaker, where something
/// is done to both.
fn said_before(tree: &Tree, mention: &Mention) -> Option<usize> {
    let content = tree.head(mention.head).filter(|_| mention.subject)?;
    let says = tree.head(content).filter(|_| tree.rel(content).is(Deprel::Ccomp))?;
    let before = tree.head(says).filter(|_| tree.rel(says) == Deprel::Conj)?;
    let told = tree.kid(before, Deprel::Ccomp).filter(|&c| c < says)?;
    let subject = |verb: usize| tree.kids(verb).iter().copied().find(|&k| tree.rel(k).is(Deprel::Nsubj));
    let shared = subject(says).is_none() && lexicon::is("say", tree.lemma(says));
    let verbs = lexicon::is("say", tree.lemma(before)) || lexicon::is("deny-say", tree.lemma(before));
    let subject =
        subject(told).filter(|&s| tree.rel(s) == Deprel::NsubjPass && tree.upos(s) != Upos::Pron)?;
    (shared && verbs).then_some(subject)
}
