//! Which entities stand for the arguments of a proposition: coordinations and groups split into their members, a predicate
//! noun by its own words.

use super::extract::Writer;
use super::wording::{complement_words, quantified, singled_words};
use crate::analyse::{Deprel, Upos};
use crate::clause::{Argument, Construction, Proposition, Role, Tree};
use crate::coref;
use crate::lexicon::{self, EntityType};

/// An argument resolved: the entity, and the token that stands for it.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Filler {
    pub(super) entity: usize,
    pub(super) head: usize,
}

impl Writer<'_> {
    /// Whether what stands behind a preposition beside an object is a party to the fact, not where or how it was done.
    pub(super) fn takes_part(&self, verb: &str, preposition: &str, entity: usize) -> bool {
        let chain = &self.chains.chains[entity];
        let party = matches!(chain.kind, EntityType::Person | EntityType::Organization | EntityType::Group);
        match preposition {
            "to" | "of" | "against" | "into" | "as" | "onto" | "towards" | "toward" => true,
            "about" => matches!(verb, "tell" | "warn" | "inform" | "ask" | "question" | "remind"),
            "at" => lexicon::is("at-verb", verb),
            "for" => chain.kind == EntityType::Quantity && lexicon::is("trade-verb", verb),
            "on" => lexicon::is("on-verb", verb),
            "from" => (party || chain.proper) && lexicon::is("from-verb", verb),
            "in" => chain.kind == EntityType::Organization && chain.proper,
            "with" => lexicon::is("with-verb", verb),
            _ => false,
        }
    }

    /// The entities that a token stands for: coordination and groups split into members.
    pub(super) fn fillers(&mut self, tree: &Tree, sentence: usize, head: usize) -> Vec<Filler> {
        let mut found: Vec<Filler> = Vec::new();
        let mut conjuncts = if tree.rel(head) == Deprel::Conj { vec![head] } else { tree.conjuncts(head) };
        // `two firms, Elbar and Novalis`: both of them
        if let ([noun], true) = (&conjuncts[..], tree.parse.feat(head, "Number") == Some("Plur"))
            && let Some(named) = tree.kids_by(*noun, Deprel::Appos).find(|&k| tree.upos(k) == Upos::Propn)
            && tree.conjuncts(named).len() > 1
        {
            conjuncts = tree.conjuncts(named);
        }
        for head in conjuncts {
            let known = self.chains.of(sentence, head).is_some_and(|c| self.chains.chains[c].proper);
            let target = quantified(tree, tree.named_beside(head).filter(|_| !known).unwrap_or(head));
            let Some(entity) = self.chains.of(sentence, target) else { continue };
            // `one of its two ships` is not both.
            let one = target != head
                && tree.lemma(head) == "one"
                && !self.chains.chains[entity].proper
                && (tree.kids_by(target, Deprel::Nummod).next().is_some()
                    || tree.kid(target, Deprel::NmodPoss).is_some()
                    || tree
                        .kids_by(target, Deprel::Det)
                        .any(|d| matches!(tree.lemma(d), "the" | "these" | "those"))
                    || lexicon::is(
                        "number-word",
                        self.chains.chains[entity].name.split(' ').next().unwrap_or_default(),
                    ));
            if one {
                let name = format!("one of {}", self.owned(tree, sentence, target, entity));
                let kind = self.chains.chains[entity].kind;
                found.push(Filler { entity: self.chains.describe(&name, kind, &[]), head });
                continue;
            }
            let members = self.chains.chains[entity].members.clone();
            let entities = if members.is_empty() { vec![entity] } else { members };
            for entity in entities {
                if !found.iter().any(|f| f.entity == entity) {
                    found.push(Filler { entity, head });
                }
            }
        }
        found
    }

    /// The name of what somebody owns, with its owner: `Elbar's brands` of `its brands`.
    fn owned(&self, tree: &Tree, sentence: usize, noun: usize, entity: usize) -> String {
        let name = &self.chains.chains[entity].name;
        let owner =
            tree.kid(noun, Deprel::NmodPoss).and_then(|p| self.chains.of(sentence, tree.antecedent(p)));
        let owner = owner.map(|o| &self.chains.chains[o]).filter(|o| o.proper && !name.contains("'s "));
        match owner {
            Some(owner) => format!("{}'s {name}", owner.name),
            // But `one of two clerks`, also where they are the two.
            None if tree.kid(noun, Deprel::NmodPoss).is_some()
                || tree.kid(noun, Deprel::Nummod).is_none()
                    && tree.kids_by(noun, Deprel::Det).any(|d| tree.lemma(d) == "the") =>
            {
                format!("the {name}")
            }
            None => name.clone(),
        }
    }

    /// The objects of an argument; a predicate noun that was resolved to the subject itself stands for its own words.
    pub(super) fn objects(
        &mut self,
        tree: &Tree,
        sentence: usize,
        proposition: &Proposition,
        argument: &Argument,
        subjects: &[Filler],
    ) -> Vec<Filler> {
        if argument.role != Role::Complement {
            return self.fillers(tree, sentence, argument.head);
        }
        let heads = match proposition.construction {
            Construction::Copula => vec![argument.head],
            // `including the mayor, Ann Roe, and the bishop's niece`: of two lists the second goes on with the first.
            Construction::Apposition | Construction::Title => {
                let mut heads = tree.conjuncts(argument.head);
                heads.retain(|&h| h == argument.head || !tree.is_set_off(h));
                heads
            }
            _ => tree.conjuncts(argument.head),
        };
        let mut found = Vec::new();
        for head in heads {
            // `if it is not`: nothing is left to say what.
            if !tree.is_nominal(head) && !matches!(tree.upos(head), Upos::Adj | Upos::Verb) {
                continue;
            }
            let target = quantified(tree, head);
            // `six countries, including Mali`: Mali is one of the countries.
            let class = matches!(proposition.construction, Construction::Class | Construction::Apposition)
                && tree.kids_by(target, Deprel::Nummod).next().is_some()
                && tree.upos(target) == Upos::Noun;
            if class {
                // But `a former top-20 player`.
                let numeral = |t: usize| {
                    tree.rel(t) == Deprel::Nummod
                        && tree.head(t) == Some(target)
                        && !(t > 0 && tree.form(t - 1) == "-")
                };
                let words: Vec<usize> = complement_words(tree, target)
                    .into_iter()
                    .filter(|&t| !numeral(t) && tree.lemma(t) != "other")
                    .collect();
                let but: Vec<usize> = subjects.iter().map(|s| s.entity).collect();
                let kind = coref::noun_type(tree, target);
                found.push(Filler { entity: self.chains.describe(&tree.words(&words), kind, &but), head });
                continue;
            }
            // `the first woman to win it`: said as a whole.
            if tree.is_singled_out(target) && tree.upos(target) == Upos::Noun {
                let words = singled_words(tree, target);
                let but: Vec<usize> = subjects.iter().map(|s| s.entity).collect();
                let kind = coref::noun_type(tree, target);
                found.push(Filler { entity: self.chains.describe(&tree.words(&words), kind, &but), head });
                continue;
            }
            // A title says what somebody is; another holder of it, named before, is not meant.
            let title = proposition.construction == Construction::Title;
            let role = title || proposition.construction == Construction::Apposition;
            let known = self.chains.of(sentence, target).filter(|&e| {
                let itself = title || subjects.iter().any(|s| s.entity == e);
                !(itself || role && self.chains.chains[e].proper)
            });
            let entity = match known {
                Some(entity) => entity,
                None => {
                    let words = complement_words(tree, target);
                    let text = tree.words(&words);
                    let kind = if tree.upos(target) == Upos::Noun {
                        coref::noun_type(tree, target)
                    } else {
                        EntityType::Concept
                    };
                    {
                        let mut but: Vec<usize> = subjects.iter().map(|s| s.entity).collect();
                        but.extend(self.chains.of(sentence, target).filter(|_| role));
                        self.chains.describe(&text, kind, &but)
                    }
                }
            };
            found.push(Filler { entity, head });
        }
        found
    }
}
