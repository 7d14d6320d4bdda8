//! Ties of a dependency tree that cannot be right, and what they are instead: where a parser is known to slip and the words
//! themselves show it.

mod attach;

use super::tree::Tree;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon;

/// A token, the head and the relation that it should have.
type Repair = (usize, usize, Deprel);

/// Tokens with the head and the relation that they should have. No token is tied to what stands under it.
pub(super) fn repairs(tree: &Tree) -> Vec<Repair> {
    let mut found = dateline(tree);
    for token in 0..tree.len() {
        let repair = match tree.rel(token) {
            Deprel::Nsubj => said_behind(tree, token)
                .or_else(|| named_behind(tree, token).map(|one| vec![one]))
                .or_else(|| named_within(tree, token)),
            Deprel::Appos => {
                let one = behind_preposition(tree, token).or_else(|| says(tree, token));
                one.map(|one| vec![one]).or_else(|| one_of_them(tree, token))
            }
            Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::OblAgent | Deprel::Nmod => {
                let one = fronted(tree, token).or_else(|| charged(tree, token));
                title_before_name(tree, token).or_else(|| one.map(|one| vec![one]))
            }
            Deprel::Conj => either(tree, token).map(|one| vec![one]),
            Deprel::Advcl => governed(tree, token).map(|one| vec![one]),
            Deprel::Acl => led(tree, token).map(|one| vec![one]),
            Deprel::Compound => fined(tree, token).map(|one| vec![one]),
            _ => None,
        };
        found.extend(repair.or_else(|| attach::of(tree, token)).into_iter().flatten());
    }
    found
}

/// `Elbar has agreed to buy its rival, the two firms announced in Oslo`, where the parser takes the firms for a second
/// subject and `announced` for a participle: who said so, and that they did.
fn said_behind(tree: &Tree, subject: usize) -> Option<Vec<Repair>> {
    let main = tree.head(subject).filter(|&m| m < subject)?;
    tree.kids_by(main, Deprel::Nsubj).find(|&k| k < main)?;
    let first = tree.subtree(subject, |t| tree.rel(t) == Deprel::Punct)[0];
    let comma = first.checked_sub(1).is_some_and(|c| tree.form(c) == ",");
    let speech = tree.kids_by(subject, Deprel::Acl).find(|&v| {
        v == subject + 1
            && matches!(tree.xpos(v), Xpos::Vbn | Xpos::Vbd)
            && tree.upos(v) == Upos::Verb
            && lexicon::is("say", tree.lemma(v))
    })?;
    comma.then(|| vec![(speech, main, Deprel::Parataxis), (subject, speech, Deprel::Nsubj)])
}

/// `near the village of Huerta, the coastguard said`, where the parser sets the coastguard beside the village: who said so.
fn says(tree: &Tree, token: usize) -> Option<Repair> {
    let phrase = tree.subtree(token, |t| tree.rel(t) == Deprel::Punct);
    let verb = phrase.last()? + 1;
    let said = verb < tree.len()
        && matches!(tree.xpos(verb), Xpos::Vbd | Xpos::Vbz)
        && lexicon::is("say", tree.lemma(verb))
        && tree.kids_by(verb, Deprel::Nsubj).next().is_none()
        && tree.kids_by(verb, Deprel::Ccomp).any(|c| c < token)
        && tree.ancestors(token).any(|a| a == verb);
    let comma = phrase[0].checked_sub(1).is_some_and(|c| tree.form(c) == ",");
    (said && comma).then_some((token, verb, Deprel::Nsubj))
}

/// `convicted by a jury of theft`, where the parser ties the theft to the jury: he was convicted of it.
fn charged(tree: &Tree, what: usize) -> Option<Repair> {
    let judge = tree.head(what).filter(|&j| j < what && tree.rel(j) == Deprel::OblAgent)?;
    let verb = tree.head(judge).filter(|&v| lexicon::is("charge-verb", tree.lemma(v)))?;
    let common = tree.upos(what) == Upos::Noun && tree.kids_by(what, Deprel::Nummod).next().is_none();
    (tree.rel(what) == Deprel::Nmod && tree.preposition(what) == "of" && common).then_some((
        what,
        verb,
        Deprel::Obl,
    ))
}

/// `One of them, Ann Roe, said`: Ann Roe did.
fn one_of_them(tree: &Tree, name: usize) -> Option<Vec<Repair>> {
    let one = tree.head(name).filter(|&one| one < name && tree.lemma(one) == "one")?;
    let verb = tree.head(one).filter(|_| tree.rel(one).is(Deprel::Nsubj))?;
    let them = tree.kids_by(one, Deprel::Nmod).any(|k| tree.preposition(k) == "of");
    let named = tree.upos(name) == Upos::Propn && tree.parse.name_at(name).is_some();
    (them && named).then(|| vec![(name, verb, tree.rel(one)), (one, name, Deprel::Dep)])
}

/// `a study published by the chemist Ann Roe`, where the parser sets her beside the study: what has a preposition is in no
/// apposition.
fn behind_preposition(tree: &Tree, token: usize) -> Option<Repair> {
    let noun = tree.head(token).filter(|&n| n < token)?;
    tree.case(token).first().filter(|&&c| c < token && tree.upos(c) == Upos::Adp)?;
    let verb = tree.kids_by(noun, Deprel::Acl).filter(|&v| v > noun && v < token).last();
    Some(match verb {
        Some(verb) if tree.preposition(token) == "by" && tree.xpos(verb) == Xpos::Vbn => {
            (token, verb, Deprel::OblAgent)
        }
        Some(verb) => (token, verb, Deprel::Obl),
        None => (token, noun, Deprel::Nmod),
    })
}

/// `deceived goalkeeper Erik Moen`, `sent off by referee Luis Ortega`, where the parser sees two things: what he is.
fn title_before_name(tree: &Tree, noun: usize) -> Option<Vec<Repair>> {
    let head = tree.head(noun).filter(|&v| v < noun)?;
    let lemma = tree.lemma(noun);
    let role = tree.xpos(noun) == Xpos::Nn
        && (lexicon::occupation(lemma).is_some()
            || lexicon::is("title", lemma)
            || lexicon::noun_class(lemma) == Some("person"));
    let named = noun + 1;
    // `after 12 minutes through midfielder Iker Sol`: where the parser ties his name to the minutes
    let crossed = named < tree.len()
        && tree.case(noun).first().is_some_and(|&c| tree.head(named).is_some_and(|h| head < h && h < c));
    let name = named < tree.len()
        && tree.upos(named) == Upos::Propn
        && tree.kids_by(named, Deprel::Case).next().is_none()
        && (tree.head(named) == Some(head) || crossed)
        && matches!(tree.rel(named).universal(), Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::Nmod)
        && tree.rel(named) != Deprel::NmodPoss
        && tree.kids(noun).iter().all(|&k| k < noun || crossed && tree.rel(k) == Deprel::AclRelcl);
    if !(role && name) {
        return None;
    }
    let mut all = vec![(noun, named, Deprel::NmodDesc), (named, head, tree.rel(noun))];
    all.extend(tree.kids_by(noun, Deprel::Case).map(|c| (c, named, Deprel::Case)));
    all.extend(tree.kids_by(noun, Deprel::AclRelcl).map(|c| (c, named, Deprel::AclRelcl)));
    Some(all)
}

/// `the newspaper The Courier reported`, where the parser sees two subjects: its name.
fn named_behind(tree: &Tree, name: usize) -> Option<Repair> {
    if tree.upos(name) != Upos::Propn {
        return None;
    }
    let verb = tree.head(name).filter(|&v| v > name)?;
    let first = tree.parse.name_at(name).map_or(name, |n| n.start);
    let noun = first.checked_sub(1)?;
    let beside = tree.upos(noun) == Upos::Noun
        && tree.xpos(noun) == Xpos::Nn
        // `Sentencing Roe, the judge said`
        && !(noun == 0 && tree.form(noun).ends_with("ing"))
        && tree.head(noun) == Some(verb)
        && tree.rel(noun) == Deprel::Nsubj;
    beside.then_some((noun, name, Deprel::NmodDesc))
}

/// `Shares in drugmaker Solvera fell`, where the parser sees two subjects: the firm's shares.
fn named_within(tree: &Tree, name: usize) -> Option<Vec<Repair>> {
    let verb = tree.head(name).filter(|&v| v > name && tree.upos(name) == Upos::Propn)?;
    let first = tree.parse.name_at(name).map_or(name, |n| n.start);
    let noun = first.checked_sub(1)?;
    let subject = tree.head(noun).filter(|&s| s < noun)?;
    let within = tree.upos(noun) == Upos::Noun
        && tree.xpos(noun) == Xpos::Nn
        && tree.rel(noun) == Deprel::Nmod
        && tree.kids(noun).iter().all(|&k| k < noun)
        && tree.head(subject) == Some(verb)
        && tree.rel(subject) == Deprel::Nsubj
        && tree.kids_by(name, Deprel::Case).next().is_none();
    if !within {
        return None;
    }
    let mut all = vec![(noun, name, Deprel::NmodDesc), (name, subject, Deprel::Nmod)];
    all.extend(tree.kids_by(noun, Deprel::Case).map(|c| (c, name, Deprel::Case)));
    Some(all)
}

/// `The wooden-hulled Elbar was carrying 118 passengers`, where the parser sees two objects: the first one carries.
fn fronted(tree: &Tree, noun: usize) -> Option<Repair> {
    let verb = tree.head(noun).filter(|&v| v > noun && tree.rel(noun) == Deprel::Obj)?;
    let aux = tree.kids_by(verb, Deprel::Aux).find(|&a| a > noun)?;
    let phrase = tree.subtree(noun, |_| false);
    let fits = tree.upos(verb) == Upos::Verb
        && matches!(
            tree.rel(verb),
            Deprel::Root | Deprel::Ccomp | Deprel::Advcl | Deprel::Conj | Deprel::Parataxis
        )
        && matches!(tree.upos(noun), Upos::Noun | Upos::Propn)
        && phrase.last().is_some_and(|&last| last + 1 == aux)
        && !phrase.iter().any(|&t| matches!(tree.xpos(t), Xpos::Wdt | Xpos::Wp | Xpos::Wrb))
        && tree.kids_by(verb, Deprel::Obj).any(|k| k > verb)
        && !tree.kids(verb).iter().any(|&k| tree.rel(k).is(Deprel::Nsubj) || tree.rel(k).is(Deprel::Csubj));
    fits.then_some((noun, verb, Deprel::Nsubj))
}

/// `may either ask her to form it or dissolve parliament`, where the parser joins the second verb to the nearest one: `either`
/// stands before the first.
fn either(tree: &Tree, second: usize) -> Option<Repair> {
    let nearest = tree.head(second).filter(|&v| v < second && tree.upos(second) == Upos::Verb)?;
    let announced = |v: usize| tree.kids_by(v, Deprel::CcPreconj).next().is_some();
    let within =
        |v: &usize| matches!(tree.rel(*v), Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Acl);
    if announced(nearest) || !within(&nearest) {
        return None;
    }
    let above = std::iter::successors(tree.head(nearest), |&v| tree.head(v).filter(|_| within(&v)));
    let first = above.take(4).find(|&v| announced(v))?;
    let fits = tree.kids_by(first, Deprel::Conj).next().is_none() && tree.xpos(first) == tree.xpos(second);
    fits.then_some((second, first, Deprel::Conj))
}

/// `ruled out closing its plant`, where the parser sees a circumstance: what was ruled out.
fn governed(tree: &Tree, gerund: usize) -> Option<Repair> {
    let verb = tree.head(gerund).filter(|&v| v < gerund && tree.upos(v) == Upos::Verb)?;
    let particle = tree.kids_by(verb, Deprel::CompoundPrt).find(|&p| p == verb + 1)?;
    let fits = particle + 1 == gerund
        && tree.xpos(gerund) == Xpos::Vbg
        && tree.kids_by(verb, Deprel::Obj).next().is_none()
        && lexicon::complement(tree.lemma(verb), "ing").is_some();
    fits.then_some((gerund, verb, Deprel::Xcomp))
}

/// `fined Elbar 1.5 million dollars`, where the parser takes it for one noun: whom, and how much.
fn fined(tree: &Tree, name: usize) -> Option<Repair> {
    let sum = tree.head(name).filter(|&s| s > name && tree.upos(name) == Upos::Propn)?;
    let verb = tree.head(sum).filter(|&v| v < name && tree.upos(v) == Upos::Verb)?;
    let number = tree.kid(sum, Deprel::Nummod)?;
    let money = lexicon::is("currency", tree.lemma(sum)) || tree.upos(sum) == Upos::Sym;
    let whole = tree.parse.name_at(name).is_some_and(|n| n.end <= number.min(sum));
    (money && whole && name < number && tree.rel(sum) == Deprel::Obj).then_some((name, verb, Deprel::Obj))
}

/// `a team of archaeologists led by Ann Roe`: she leads the team.
fn led(tree: &Tree, clause: usize) -> Option<Repair> {
    let member = tree.head(clause).filter(|&m| m < clause && tree.rel(m) == Deprel::Nmod)?;
    let group = tree.head(member).filter(|&g| g < member)?;
    let many = tree.xpos(member) == Xpos::Nns
        && tree.xpos(group) == Xpos::Nn
        && tree.preposition(member) == "of"
        && lexicon::noun_class(tree.lemma(group)) == Some("group");
    let whole = tree.xpos(clause) == Xpos::Vbn && lexicon::is("lead-verb", tree.lemma(clause));
    (many && whole).then_some((clause, group, Deprel::Acl))
}

/// `ABERDEEN - Eleven sailors were rescued`: the place where it was written is no part of what was.
fn dateline(tree: &Tree) -> Vec<Repair> {
    let capitals = |t: usize| {
        let form = tree.form(t);
        form.chars().count() > 2 && form.chars().all(char::is_uppercase)
    };
    let mark = |t: usize| matches!(tree.form(t), "-" | "–" | "—" | "--");
    let Some(end) = (1..tree.len().min(9)).find(|&t| mark(t) && !tree.touch(t)) else { return Vec::new() };
    let root = (0..tree.len()).find(|&t| tree.head(t).is_none());
    let Some(root) = root.filter(|&r| r > end && capitals(0) && !tree.touch(end - 1)) else {
        return Vec::new();
    };
    (0..=end)
        .filter(|&t| tree.head(t).is_none_or(|h| h > end) || mark(t))
        .map(|t| (t, root, if mark(t) { Deprel::Punct } else { Deprel::Dep }))
        .collect()
}
