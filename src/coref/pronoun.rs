//! Pronouns → chains: the nearest antecedent that fits in number, gender and kind, subjects and names first.

use super::mention::{Form, Mention};
use super::resolve::{Chain, Chains};
use super::rule::Rule;
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType};

/// The score below which an antecedent is a guess.
const LEAST: i64 = 10;

impl Chains {
    pub(super) fn pronoun(&mut self, tree: &Tree, mention: &Mention) -> usize {
        let form = tree.form(mention.head).to_lowercase();
        let person =
            matches!(form.as_str(), "he" | "she" | "his" | "her" | "him" | "hers" | "himself" | "herself");
        let thing = matches!(form.as_str(), "it" | "its" | "itself");
        let many =
            matches!(form.as_str(), "they" | "their" | "them" | "theirs" | "themselves" | "both" | "those");
        let unknown = |chains: &mut Chains| {
            let mut chain = Chain::new(mention.text.clone(), EntityType::Concept, false);
            chain.vague = true;
            chains.push(chain, None)
        };
        // `those responsible`, `those of the firm`: said by its own words.
        let own_words = matches!(form.as_str(), "those" | "that")
            && tree.kids(mention.head).iter().any(|&k| {
                k > mention.head && matches!(tree.rel(k), Deprel::Amod | Deprel::Acl | Deprel::Nmod)
            });
        if !(person || thing || many) || own_words || tree.rel(mention.head) == Deprel::Expl {
            return unknown(self);
        }
        if thing && stands_for_nothing(tree, mention.head) {
            return unknown(self);
        }
        let possessive = tree.rel(mention.head) == Deprel::NmodPoss;
        let owned = tree.head(mention.head).filter(|_| possessive).map(|h| tree.lemma(h));
        let quoted = self.speaker_at(mention.sentence, mention.head);
        let speaker = quoted.and_then(|s| self.of(s.sentence, s.head));
        let complement = said_to_be(tree, mention.head).filter(|_| thing);
        let governor = tree.head(mention.head).filter(|_| mention.subject).and_then(|v| tree.head(v));
        // What stands beside it in its clause is something else, also as the subject that its verb shares.
        let mut sharing = Vec::new();
        let mut verb = tree.head(mention.head);
        while let Some(v) =
            verb.filter(|&v| tree.rel(v) == Deprel::Conj && tree.kid(v, Deprel::Nsubj).is_none())
        {
            verb = tree.head(v);
            sharing.extend(verb);
            if sharing.len() > tree.len() {
                break;
            }
        }
        let beside: Vec<usize> = self
            .read
            .iter()
            .filter(|(m, _)| {
                m.sentence == mention.sentence
                    && (tree.head(m.head) == tree.head(mention.head)
                        || m.subject && tree.head(m.head).is_some_and(|v| sharing.contains(&v)))
            })
            .map(|(_, i)| *i)
            .collect();
        // Who says something is able to, and stands outside of what is said.
        let verb = tree
            .head(mention.head)
            .filter(|&v| mention.subject && tree.upos(v) == Upos::Verb && lexicon::is("say", tree.lemma(v)));
        let mut best: Option<(i64, usize, bool)> = None;
        for (other, index) in self.read.iter().rev() {
            let distance = mention.sentence - other.sentence;
            if distance > 3 {
                break;
            }
            let chain = &self.chains[*index];
            if !possessive && beside.contains(index) {
                continue;
            }
            // `Finnish diplomats … it`: not Finland, where a name was free to stand.
            if other.adjective && !possessive {
                continue;
            }
            // Who speaks says `I`.
            if speaker == Some(*index) {
                continue;
            }
            // `it is a sad day`: what it is said to be is no firm.
            if let Some(noun) = complement
                && matches!(chain.kind, EntityType::Organization | EntityType::Place)
                && lexicon::fit(noun, chain.profile.nouns.iter().map(String::as_str), &chain.profile.classes)
                    .is_none()
                && lexicon::described_kind(noun).or_else(|| lexicon::noun_kind(noun)) != Some(chain.kind)
            {
                continue;
            }
            if chain.vague || matches!(chain.kind, EntityType::Time | EntityType::Quantity) {
                continue;
            }
            if distance == 0 {
                let same_clause = tree.head(other.head) == tree.head(mention.head);
                if same_clause && !possessive
                    || tree.dominates(other.head, mention.head)
                        && other.head != mention.head
                        && (possessive && tree.head(mention.head) == Some(other.head))
                {
                    continue;
                }
            }
            if let Some(verb) = verb {
                let speaks = matches!(
                    chain.kind,
                    EntityType::Person | EntityType::Organization | EntityType::Place | EntityType::Group
                );
                if !speaks || distance == 0 && tree.dominates(verb, other.head) {
                    continue;
                }
            }
            let group = many && !other.coordinated.is_empty() && other.form != Form::Pronoun;
            let plural = other.plural || chain.plural || !chain.members.is_empty();
            let human = chain.kind == EntityType::Person || chain.kind == EntityType::Group && !plural;
            let genders = chain.male.is_none() || mention.male.is_none() || chain.male == mention.male;
            let adjective = tree.upos(mention.head) == Upos::Adj;
            let fits = match (person, thing) {
                (true, _) => human && genders,
                (_, true) => !plural && chain.kind != EntityType::Person && chain.kind != EntityType::Group,
                _ => group || plural || chain.kind == EntityType::Organization && other.form == Form::Name,
            };
            if !fits || adjective {
                continue;
            }
            let mut score = 100 - 25 * i64::try_from(distance).unwrap_or(9);
            score += if other.subject { 22 } else { 0 };
            score += if chain.proper { 12 } else { 0 };
            score -= if other.aside { 10 } else { 0 };
            // `Ann said that she`: who speaks is spoken of first.
            let said = distance == 0
                && tree.head(other.head).is_some_and(|v| {
                    other.subject
                        && lexicon::is("say", tree.lemma(v))
                        && v != mention.head
                        && tree.dominates(v, mention.head)
                });
            score += if said { 25 } else { 0 };
            score += if person && chain.male.is_some() && chain.male == mention.male { 12 } else { 0 };
            // `observes a planet as it passes`
            let governed = distance == 0 && governor.is_some() && tree.head(other.head) == governor;
            score += if governed && thing { 15 } else { 0 };
            // Within quotation marks people speak of what they spoke of.
            let outside = quoted.is_some() && self.speaker_at(other.sentence, other.head) != quoted;
            score -= if outside && thing { 40 } else { 0 };
            // One of several named together is seldom singled out.
            let among = !other.coordinated.is_empty() || other.conjunct;
            score -= if thing && among { 25 } else { 0 };
            score += i64::from(chain.mentions.min(5));
            score += if group { 10 } else { 0 };
            score -= if many && chain.kind == EntityType::Organization { 30 } else { 0 };
            let things = |kind| {
                !matches!(
                    kind,
                    EntityType::Group | EntityType::Person | EntityType::Place | EntityType::Organization
                )
            };
            score -= if many && things(chain.kind) { 30 } else { 0 };
            score -= if thing && chain.kind == EntityType::Place && !possessive { 6 } else { 0 };
            // `its six vessels` are no vessel's.
            let own_kind = possessive
                && owned.is_some_and(|noun| {
                    let nouns = chain.profile.nouns.iter().map(String::as_str);
                    lexicon::fit(noun, nouns, &chain.profile.classes).is_some()
                });
            score -= if own_kind && thing { 30 } else { 0 };
            if best.is_none_or(|(s, ..)| score > s) && score >= LEAST {
                best = Some((
                    score,
                    self.read
                        .iter()
                        .position(|(m, _)| m.sentence == other.sentence && m.head == other.head)
                        .unwrap_or(0),
                    group,
                ));
            }
        }
        if best.is_some() {
            self.rule = Some(Rule::Pronoun);
        }
        match best {
            Some((_, at, true)) => {
                let other = self.read[at].0.clone();
                let members: Vec<usize> =
                    other.coordinated.iter().filter_map(|&h| self.of(other.sentence, h)).collect();
                if members.len() > 1 { self.group(members, mention) } else { self.read[at].1 }
            }
            Some((_, at, false)) => self.read[at].1,
            None => unknown(self),
        }
    }
}

/// `it seems that`, `it is clear that`, `it took a year`: nothing is meant.
fn stands_for_nothing(tree: &Tree, token: usize) -> bool {
    if tree.rel(token) != Deprel::Nsubj || tree.lemma(token) != "it" {
        return false;
    }
    let Some(of) = tree.head(token) else { return false };
    let clause = tree
        .kids(of)
        .iter()
        .any(|&k| k > of && matches!(tree.rel(k).universal(), Deprel::Csubj | Deprel::Ccomp));
    let copula = tree.kids_by(of, Deprel::Cop).next().is_some();
    match tree.upos(of) {
        Upos::Verb => {
            lexicon::is("seem-verb", tree.lemma(of)) && clause
                || tree.lemma(of) == "take"
                    && tree.kids_by(of, Deprel::Obj).any(|k| super::mention::is_time(tree, k))
                || lexicon::is("weather-it", tree.lemma(of))
        }
        _ => copula && (clause || super::mention::is_time(tree, of)),
    }
}

/// The noun that something is said to be: `decision` of `it was an easy decision`.
fn said_to_be<'a>(tree: &'a Tree, token: usize) -> Option<&'a str> {
    let noun = tree.head(token).filter(|_| tree.rel(token) == Deprel::Nsubj)?;
    let copula = tree.kids_by(noun, Deprel::Cop).next().is_some();
    (copula && tree.upos(noun) == Upos::Noun).then(|| tree.lemma(noun))
}
