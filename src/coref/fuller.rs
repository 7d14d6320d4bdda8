//! A noun that stands alone for something, with what the article says beside it of which one it is: `the camp for survivors`,
//! `the doctors' surgery`, `a bridge on the road to York`.

use super::description::points_back;
use super::mention::{Form, Mention, plain_start};
use super::phrase::name_words;
use super::resolve::{Chain, Chains};
use super::time_noun::is_time;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType};
use rustc_hash::FxHashMap;

/// The most words of such a name.
const LONGEST: usize = 9;

impl Chains {
    /// Gives what is named by a noun alone the words beside it where it is first told of with some.
    pub(super) fn name_fuller(&mut self, trees: &[Option<Tree>]) {
        // What a headline says is cut short.
        let body = self.read.partition_point(|(m, _)| self.headline && m.sentence == 0);
        let mut anew: FxHashMap<usize, u32> = FxHashMap::default();
        for (_, index) in self.read[body..].iter().filter(|(m, _)| is_anew(m)) {
            *anew.entry(*index).or_default() += 1;
        }
        for at in (body..self.read.len()).chain(0..body) {
            let (mention, index) = &self.read[at];
            let index = *index;
            let chain = &self.chains[index];
            if mention.form != Form::Nominal || !is_nameless(chain) {
                continue;
            }
            let Some(tree) = &trees[mention.sentence] else { continue };
            // `the final of the cup`, of what a headline calls a final
            let longer = !chain.name.contains(' ')
                && mention.text.strip_prefix(&*chain.name).is_some_and(|rest| rest.starts_with(' '));
            if longer {
                let words = name_words(tree, mention.head);
                let name = self.with_names(tree, mention, &words).unwrap_or_else(|| mention.text.clone());
                self.chains[index].name = name;
                continue;
            }
            if chain.name != mention.text {
                continue;
            }
            if let Some(owner) = self.relative_owner(tree, mention.sentence, mention.head) {
                let owner = &self.chains[owner].name;
                let name = format!("{owner}'s {}", chain.name);
                self.chains[index].name = name;
                continue;
            }
            // Of `chips for cars … its own chips` not all are for cars.
            let all = anew.get(&index).copied().unwrap_or(0);
            let others = all.saturating_sub(u32::from(is_anew(mention)));
            // Nor is copper the world's wherever there is some.
            if others > 0 && (mention.plural || tree.kid(mention.head, Deprel::NmodPoss).is_some()) {
                continue;
            }
            let Some(words) = fuller(tree, mention.head, chain.kind) else { continue };
            let name = self.with_names(tree, mention, &words).unwrap_or_else(|| tree.words(&words));
            self.chains[index].name = plain_start(tree, &words, name);
        }
    }

    /// `Roe, whose free kick`: Roe.
    fn relative_owner(&self, tree: &Tree, sentence: usize, noun: usize) -> Option<usize> {
        let whose = tree.kid(noun, Deprel::NmodPoss).filter(|&k| tree.is_relative(k))?;
        let owner = self.of(sentence, tree.antecedent(whose))?;
        let chain = &self.chains[owner];
        let named = chain.proper || chain.name.contains(' ') && !chain.name.contains("'s ");
        (named && !chain.vague && chain.members.is_empty()).then_some(owner)
    }
}

/// Whether a noun is not said to be of what was spoken of before.
fn is_anew(mention: &Mention) -> bool {
    mention.form == Form::Nominal && !mention.definite
}

fn is_nameless(chain: &Chain) -> bool {
    !chain.proper
        && !chain.named
        && !chain.vague
        && chain.members.is_empty()
        && !matches!(chain.kind, EntityType::Time | EntityType::Quantity)
}

/// A noun with its owner or its complement.
fn fuller(tree: &Tree, noun: usize, kind: EntityType) -> Option<Vec<usize>> {
    let mut words = name_words(tree, noun);
    // `the Quilapa mine` has a name.
    if words.last() != Some(&noun) || words.iter().any(|&w| tree.upos(w) == Upos::Propn) {
        return None;
    }
    let alone = words == [noun];
    let before = if alone { owner(tree, noun) } else { Vec::new() };
    // `accuses the management of using robots`: what follows is the verb's.
    let accused = tree.head(noun).is_some_and(|v| lexicon::is("speech-act", tree.lemma(v)));
    let people = matches!(kind, EntityType::Person | EntityType::Group);
    let party = people || kind == EntityType::Organization || accused && tree.rel(noun) == Deprel::Obj;
    // `killed nine people in Peru`: there it happened.
    let people = people || lexicon::is("human-noun", tree.lemma(noun));
    let behind = || {
        complement(tree, noun, alone)
            .filter(|words| alone || !people || !lexicon::is("place-prep", tree.lemma(words[0])))
            .or_else(|| action(tree, noun).filter(|_| !party))
            .or_else(|| price(tree, noun))
    };
    words.extend(if before.is_empty() { behind()? } else { before });
    words.sort_unstable();
    words.dedup();
    (words.len() <= LONGEST).then_some(words)
}

/// `to defraud` of a conspiracy, `of bribing a regulator` of a charge: right behind the noun.
fn action(tree: &Tree, noun: usize) -> Option<Vec<usize>> {
    let verb = tree.kids_by(noun, Deprel::Acl).find(|&k| {
        let opens = |&m: &usize| {
            m == noun + 1
                && matches!(tree.rel(m), Deprel::Mark | Deprel::Case)
                && match tree.xpos(k) {
                    Xpos::Vb => tree.lemma(m) == "to",
                    Xpos::Vbg => lexicon::is("naming-prep", tree.lemma(m)),
                    _ => false,
                }
        };
        !tree.is_relative(k) && tree.kids(k).iter().any(opens)
    })?;
    if lexicon::is("time-noun", tree.lemma(noun)) {
        return None;
    }
    let apart = |t: usize| {
        let clause = tree.rel(t).is(Deprel::Advcl) || tree.rel(t).is(Deprel::Ccomp);
        clause
            || matches!(tree.rel(t), Deprel::AclRelcl | Deprel::Parataxis | Deprel::Appos | Deprel::Punct)
            || tree.head(t) == Some(verb) && (tree.rel(t) == Deprel::Conj || is_time(tree, t))
    };
    let whole = tree.subtree(verb, apart);
    if whole.len() < LONGEST {
        return Some(whole);
    }
    // its object at least
    let short = tree.subtree(verb, |t| {
        apart(t) || tree.head(t) == Some(verb) && tree.rel(t).is(Deprel::Obl) || tree.rel(t).is(Deprel::Nmod)
    });
    (short.len() < LONGEST).then_some(short)
}

/// `worth 20 million euros` of a package.
fn price(tree: &Tree, noun: usize) -> Option<Vec<usize>> {
    let worth = tree.kids(noun).iter().copied().find(|&k| k == noun + 1 && tree.lemma(k) == "worth")?;
    let words =
        tree.subtree(worth, |t| matches!(tree.rel(t), Deprel::AclRelcl | Deprel::Appos | Deprel::Punct));
    (words.len() > 1).then_some(words)
}

/// `the doctors'` of a surgery.
fn owner(tree: &Tree, noun: usize) -> Vec<usize> {
    let owner = tree.kids_by(noun, Deprel::Nmod).find(|&k| {
        tree.rel(k) == Deprel::NmodPoss
            && k < noun
            && matches!(tree.upos(k), Upos::Noun | Upos::Propn)
            // `last year's winner`
            && (!is_time(tree, k) || lexicon::noun_class(tree.lemma(noun)) == Some("person"))
            // `the company's factory` may be anybody's.
            && !(tree.xpos(k) == Xpos::Nn && points_back(tree, k))
    });
    let plain = |t: usize| {
        matches!(tree.upos(t), Upos::Det | Upos::Pron)
            || matches!(tree.rel(t), Deprel::Appos | Deprel::AclRelcl)
    };
    owner.map_or(Vec::new(), |k| tree.subtree(k, plain))
}

/// `for survivors` of a camp: right behind the noun. Where the noun is told from others already, only names
/// and what it is for or about say more.
fn complement(tree: &Tree, noun: usize, alone: bool) -> Option<Vec<usize>> {
    let whole = tree.kids_by(noun, Deprel::Nmod).find(|&k| k > noun && tree.rel(k) == Deprel::Nmod)?;
    let case = tree.case(whole);
    let person = lexicon::noun_class(tree.lemma(noun)) == Some("person");
    let what = matches!(&*tree.preposition(whole), "for" | "on" | "about" | "against" | "over" | "into");
    let named = tree.upos(whole) == Upos::Propn && (alone || !person)
        || (alone || what && !person) && matches!(tree.upos(whole), Upos::Noun | Upos::Num);
    // `provides users with protection`: the verb's, whatever the parser says
    let verbs = tree.preposition(whole) == "with"
        && (lexicon::happening(tree.lemma(noun)).is_some_and(|(p, _)| p != "with")
            || tree.head(noun).is_some_and(|v| lexicon::is("with-verb", tree.lemma(v))));
    // `a ban on whaling by Japan`: who did it is told by itself.
    let done = tree.preposition(whole) == "by"
        && (tree.lemma(noun).ends_with("ing")
            || lexicon::nominalised_verb(tree.lemma(noun)).is_some_and(|verb| verb != tree.lemma(noun)));
    let right = !verbs
        && !done
        && case.first() == Some(&(noun + 1))
        && lexicon::is("naming-prep", &tree.preposition(whole));
    // `there was no hospital near the village` says where.
    // `the prosecutor's office in York` is not the only office there; `the passage in question` is no other one.
    let owned = tree
        .kids_by(noun, Deprel::Nmod)
        .any(|k| tree.rel(k) == Deprel::NmodPoss && tree.upos(k) != Upos::Pron)
        || tree.lemma(whole) == "question";
    let there = tree.head(noun).is_some_and(|v| tree.kid(v, Deprel::Expl).is_some());
    if there
        || owned
        || !right
        || !named
        || is_time(tree, whole)
        || lexicon::is("time-noun", tree.lemma(whole))
    {
        return None;
    }
    let mut words = case;
    for (at, part) in tree.conjuncts(whole).into_iter().enumerate() {
        let named = tree.named_beside(part).unwrap_or(part);
        words.extend(name_words(tree, named));
        words.extend(tree.kids_by(named, Deprel::Det));
        if at > 0 {
            words.extend(tree.kids_by(part, Deprel::Cc));
        }
    }
    Some(words)
}
