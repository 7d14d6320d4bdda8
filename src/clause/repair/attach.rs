//! Phrases that a parser ties to the wrong word: to the verb what belongs to the noun before it, to what is quoted what
//! belongs to the words around the quotation.

use super::Repair;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::tree::Tree;
use crate::lexicon::{self, EntityType};

/// Where a phrase belongs, if not where it is tied.
pub(super) fn of(tree: &Tree, token: usize) -> Option<Vec<Repair>> {
    let one = |repair: Option<Repair>| repair.map(|one| vec![one]);
    match tree.rel(token).universal() {
        Deprel::Obl => one(outside(tree, token))
            .or_else(|| behind_aside(tree, token))
            .or_else(|| one(of_noun(tree, token)))
            .or_else(|| one(gone_by(tree, token)))
            .or_else(|| one(past(tree, token))),
        Deprel::Advcl => one(outside(tree, token))
            .or_else(|| one(content(tree, token)))
            .or_else(|| one(ordered(tree, token)))
            .or_else(|| behind_aside(tree, token)),
        Deprel::Acl => one(called(tree, token)).or_else(|| one(concealed(tree, token))),
        Deprel::Ccomp => one(relative(tree, token)),
        Deprel::Appos => one(label(tree, token)),
        Deprel::Conj => one(numbers(tree, token)).or_else(|| one(in_both(tree, token))),
        Deprel::Xcomp => offence(tree, token),
        Deprel::Amod => ordinal(tree, token),
        Deprel::Nsubj => headline(tree, token),
        _ => None,
    }
}

/// The first word of a phrase, without marks.
fn start(tree: &Tree, token: usize) -> usize {
    tree.subtree(token, |t| tree.rel(t) == Deprel::Punct)[0]
}

fn behind_comma(tree: &Tree, token: usize) -> bool {
    start(tree, token).checked_sub(1).is_some_and(|b| tree.form(b) == ",")
}

/// `"I leave content," she told reporters on the steps`: there she told them, not there she leaves.
fn outside(tree: &Tree, token: usize) -> Option<Repair> {
    let said = tree.head(token).filter(|&h| h < token)?;
    let verb = match tree.rel(said) {
        Deprel::Ccomp => tree.head(said),
        _ => tree.kids_by(said, Deprel::Parataxis).find(|&v| v < token),
    };
    let verb = verb.filter(|&v| {
        said < v && v < token && tree.upos(v) == Upos::Verb && lexicon::is("say", tree.lemma(v))
    })?;
    let first = start(tree, token);
    let between = (verb + 1..first).all(|t| tree.upos(t) != Upos::Punct);
    (first > verb && between).then(|| (token, verb, tree.rel(token)))
}

/// `reach the wreck, which lies in deep water, on Monday if it stays calm`: what stands behind the second comma.
fn behind_aside(tree: &Tree, token: usize) -> Option<Vec<Repair>> {
    let clause = tree.head(token).filter(|&c| c < token && tree.rel(c) == Deprel::AclRelcl)?;
    let noun = tree.head(clause).filter(|&n| n < clause)?;
    let infinitive = tree.xpos(token) == Xpos::Vb
        && tree.kids_by(token, Deprel::Mark).any(|m| tree.lemma(m) == "to" && m == start(tree, token));
    let day = lexicon::is("weekday", tree.lemma(token)) || lexicon::is("month", tree.lemma(token));
    let inside = start(tree, clause).checked_sub(1).is_some_and(|b| tree.form(b) == ",");
    let main = tree.ancestors(noun).find(|&a| tree.upos(a) == Upos::Verb && a < noun)?;
    if !((day || infinitive) && inside && behind_comma(tree, token)) {
        return None;
    }
    let after = tree.kids(clause).iter().copied().filter(|&k| k > token && tree.rel(k) == Deprel::Advcl);
    Some(std::iter::once(token).chain(after).map(|t| (t, main, tree.rel(t))).collect())
}

/// `urged families living near the river to move`: they are to move, not to live there for it.
fn ordered(tree: &Tree, clause: usize) -> Option<Repair> {
    let participle = tree.head(clause).filter(|&p| p < clause && tree.rel(p) == Deprel::Acl)?;
    let noun = tree.head(participle).filter(|&n| n < participle)?;
    let verb = tree.head(noun).filter(|&v| v < noun && tree.upos(v) == Upos::Verb)?;
    let fits = tree.xpos(clause) == Xpos::Vb
        && tree.kids_by(clause, Deprel::Mark).any(|m| tree.lemma(m) == "to")
        && matches!(tree.xpos(participle), Xpos::Vbg | Xpos::Vbn)
        && matches!(tree.rel(noun), Deprel::Obj | Deprel::Iobj)
        && lexicon::is("wish", tree.lemma(verb))
        && lexicon::is("object-control", tree.lemma(verb))
        && tree.kid(verb, Deprel::Xcomp).is_none();
    fits.then_some((clause, verb, Deprel::Xcomp))
}

/// `a foothold in Spain and in shipping`: in both.
fn in_both(tree: &Tree, second: usize) -> Option<Repair> {
    let first = tree.head(second).filter(|&f| f < second && tree.is_nominal(f))?;
    let preposition = tree.preposition(second);
    let beside = tree.kids_by(second, Deprel::Cc).any(|c| tree.case(second).first() == Some(&(c + 1)));
    let near = tree.kids_by(first, Deprel::Nmod).filter(|&n| n > first && n < second).last()?;
    let fits = beside
        && !preposition.is_empty()
        && tree.preposition(first).is_empty()
        && tree.preposition(near) == preposition;
    fits.then_some((second, near, Deprel::Conj))
}

/// `hid the cost of a railway to the coast`, `moved donations to the fund through shops`: the railway to the coast.
fn of_noun(tree: &Tree, token: usize) -> Option<Repair> {
    let verb = tree.head(token).filter(|&v| v < token && tree.upos(v) == Upos::Verb)?;
    let preposition = tree.preposition(token);
    let noun = start(tree, token).checked_sub(1).filter(|&n| n > verb && tree.upos(n) == Upos::Noun)?;
    let lemma = tree.lemma(noun);
    let belongs = match preposition.as_str() {
        "to" => {
            let moves = ["recipient-verb", "placed-to", "transfer-verb"]
                .iter()
                .any(|set| lexicon::is(set, tree.lemma(verb)));
            let route = lexicon::is("route-noun", lemma) && !moves && tree.head(noun) != Some(verb);
            let onward = || {
                tree.kids_by(verb, Deprel::Obl).any(|k| {
                    k > token && matches!(tree.preposition(k).as_str(), "through" | "into" | "via" | "to")
                })
            };
            route || lexicon::is("gift-noun", lemma) && tree.rel(noun) == Deprel::Obj && onward()
        }
        // `bowed to pressure from the banks`
        "from" => lexicon::is("felt-noun", lemma) && tree.head(noun) == Some(verb),
        // `the worst accident at sea for six years`
        "for" | "in" if worst(tree, verb, token, noun) => true,
        // `rejected a request by his lawyers for a pardon`
        "for" => {
            let object = tree.kid(verb, Deprel::Obj).filter(|&o| o > verb && o <= noun);
            let asked =
                object.filter(|&o| tree.dominates(o, noun) && lexicon::is("asking-noun", tree.lemma(o)));
            return asked.map(|o| (token, o, Deprel::Nmod));
        }
        // `since independence in 1991`
        "in" => {
            let year = tree.form(token).len() == 4 && tree.form(token).bytes().all(|b| b.is_ascii_digit());
            let anchored = matches!(tree.preposition(noun).as_str(), "since" | "until" | "before" | "after");
            year && anchored && tree.kids(token).iter().all(|&k| k < token)
        }
        _ => false,
    };
    belongs.then_some((token, noun, Deprel::Nmod))
}

/// Whether a span of years says since when something is the first or most of its kind: what happened lasted no six years.
fn worst(tree: &Tree, verb: usize, token: usize, noun: usize) -> bool {
    let span = tree.xpos(token) == Xpos::Nns
        && lexicon::is("time-noun", tree.lemma(token))
        && tree.kid(token, Deprel::Nummod).is_some();
    let phrase = tree
        .kids(verb)
        .iter()
        .copied()
        .find(|&k| k > verb && k < token && tree.rel(k).is(Deprel::Obl) && tree.dominates(k, noun));
    span && phrase.is_some_and(|k| tree.is_singled_out(k))
}

/// `to publish the contracts signed over the past decade`: what is to come happens at no time gone by.
fn gone_by(tree: &Tree, token: usize) -> Option<Repair> {
    let verb = tree.head(token).filter(|&v| v < token && tree.xpos(v) == Xpos::Vb)?;
    let gone = lexicon::is("time-noun", tree.lemma(token))
        && tree.kids_by(token, Deprel::Amod).any(|k| matches!(tree.lemma(k), "past" | "last" | "previous"));
    let infinitive = tree.kids_by(verb, Deprel::Mark).any(|m| tree.lemma(m) == "to");
    let object = tree.kid(verb, Deprel::Obj)?;
    let participle = tree.kids_by(object, Deprel::Acl).find(|&p| p > object && p < token)?;
    (gone && infinitive && tree.xpos(participle) == Xpos::Vbn).then_some((token, participle, Deprel::Obl))
}

/// `deflected past goalkeeper Tom Roe`: he did not deflect it.
fn past(tree: &Tree, token: usize) -> Option<Repair> {
    let verb = tree.head(token)?;
    let agent = tree.rel(token) == Deprel::OblAgent && tree.preposition(token) == "past";
    agent.then_some((token, verb, Deprel::Obl))
}

/// `no evidence so far that it harms anybody`, where the parser ties what there is no evidence of to the adverb.
fn content(tree: &Tree, clause: usize) -> Option<Repair> {
    let adverb = tree.head(clause).filter(|&a| a < clause && tree.upos(a) == Upos::Adv)?;
    let that = tree.kids_by(clause, Deprel::Mark).any(|m| tree.lemma(m) == "that");
    let noun =
        (0..adverb).rev().find(|&n| tree.upos(n) != Upos::Adv).filter(|&n| tree.upos(n) == Upos::Noun)?;
    let told = ["speech-noun", "fact-noun", "doubt-noun"].iter().any(|s| lexicon::is(s, tree.lemma(noun)));
    let above = tree.ancestors(noun).any(|a| a == clause);
    (that && told && !above).then_some((clause, noun, Deprel::Acl))
}

/// `a warming of the Pacific known as El Niño`: the warming is.
fn called(tree: &Tree, participle: usize) -> Option<Repair> {
    let part = tree.head(participle).filter(|&p| p < participle && tree.rel(p) == Deprel::Nmod)?;
    let whole = tree.head(part).filter(|&w| w < part && tree.upos(w) == Upos::Noun)?;
    let named = matches!(&*tree.form(participle).to_lowercase(), "known" | "called" | "dubbed" | "named")
        && tree.xpos(participle) == Xpos::Vbn;
    let new = tree.kids_by(whole, Deprel::Det).any(|d| matches!(tree.lemma(d), "a" | "an"));
    let known = tree.upos(part) == Upos::Propn && start(tree, participle) == part + 1;
    (named && new && known).then_some((participle, whole, Deprel::Acl))
}

/// `slipped out of a prison hidden in a van`: the prison is hidden nowhere.
fn concealed(tree: &Tree, participle: usize) -> Option<Repair> {
    let place = tree.head(participle).filter(|&p| p < participle && tree.rel(p) == Deprel::Obl)?;
    let verb = tree.head(place).filter(|&v| v < place && tree.upos(v) == Upos::Verb)?;
    let fits = tree.xpos(participle) == Xpos::Vbn
        && lexicon::is("concealed-verb", tree.lemma(participle))
        && (lexicon::is("site-noun", tree.lemma(place))
            || matches!(lexicon::noun_kind(tree.lemma(place)), Some(EntityType::Place)))
        && tree.kid(verb, Deprel::Obj).is_none();
    fits.then_some((participle, verb, Deprel::Advcl))
}

/// `reopen a house that it was forced to close`, where the parser sees what is said: a verb that has its object says nothing
/// more.
fn relative(tree: &Tree, clause: usize) -> Option<Repair> {
    let verb = tree.head(clause).filter(|&v| v < clause && tree.upos(v) == Upos::Verb)?;
    let object = tree.kids_by(verb, Deprel::Obj).filter(|&o| o > verb && o < clause).last()?;
    let that = tree.kids_by(clause, Deprel::Mark).find(|&m| tree.lemma(m) == "that")?;
    let takes = ["say", "wish", "factive", "plan", "possible", "told-verb", "hear-verb"]
        .iter()
        .any(|set| lexicon::is(set, tree.lemma(verb)));
    let last = *tree.subtree(object, |_| false).last()?;
    let fits = !takes
        && tree.rel(object) == Deprel::Obj
        && tree.upos(object) == Upos::Noun
        && lexicon::idiom(tree.lemma(verb), tree.lemma(object)).is_none()
        && last + 1 == that
        && start(tree, clause) == that;
    fits.then_some((clause, object, Deprel::AclRelcl))
}

/// `called the charge "a crude invention"`, where the parser sees what the charge is: what it is called.
fn label(tree: &Tree, name: usize) -> Option<Repair> {
    let object = tree.head(name).filter(|&o| o < name && tree.rel(o) == Deprel::Obj)?;
    let verb = tree.head(object).filter(|&v| v < object && tree.upos(v) == Upos::Verb)?;
    let fits = lexicon::is("naming-verb", tree.lemma(verb))
        && tree.upos(name) == Upos::Noun
        && !(object + 1..start(tree, name)).any(|t| tree.form(t) == ",")
        && tree.kid(verb, Deprel::Xcomp).is_none();
    fits.then_some((name, verb, Deprel::Xcomp))
}

/// `employs 4,300 people at 91 shops and two mills`: at two mills.
fn numbers(tree: &Tree, second: usize) -> Option<Repair> {
    let first = tree.head(second).filter(|&f| f < second && tree.upos(f) == Upos::Noun)?;
    // The analyser may not know that factories are each a factory.
    let lemma = |t: usize| {
        tree.lemma(t).strip_suffix("ie").map_or(tree.lemma(t).to_owned(), |stem| format!("{stem}y"))
    };
    let kind = |t: usize| match lexicon::noun_kind(&lemma(t)) {
        None if lexicon::is("site-noun", tree.lemma(t)) => Some(EntityType::Place),
        kind => kind.or((lexicon::noun_class(tree.lemma(t)) == Some("person")).then_some(EntityType::Person)),
    };
    let number = |t: usize| tree.kid(t, Deprel::Nummod).is_some();
    let near = tree.kids_by(first, Deprel::Nmod).filter(|&n| n > first && n < second).last()?;
    let own = kind(second)?;
    let fits = tree.upos(second) == Upos::Noun
        && number(second)
        && number(near)
        && kind(near) == Some(own)
        && kind(first).is_some_and(|k| k != own)
        && tree.kids_by(second, Deprel::Case).next().is_none();
    fits.then_some((second, near, Deprel::Conj))
}

/// `pleaded guilty to wire fraud`, where the parser takes `wire` for what somebody does: to which offence.
fn offence(tree: &Tree, word: usize) -> Option<Vec<Repair>> {
    let verb = tree.head(word).filter(|&v| v < word)?;
    let to = tree.kids_by(word, Deprel::Mark).find(|&m| tree.lemma(m) == "to")?;
    let noun = tree.kid(word, Deprel::Obj)?;
    let pleads = matches!(tree.lemma(verb), "plead" | "confess" | "admit");
    let fits = pleads
        && tree.xpos(word) == Xpos::Vb
        && to + 1 == word
        && word + 1 == noun
        && lexicon::noun_class(tree.lemma(word)).is_some();
    fits.then(|| vec![(noun, verb, Deprel::Obl), (word, noun, Deprel::Compound), (to, noun, Deprel::Case)])
}

/// `a third, former housing secretary Ann Roe, abstained`: she is no third secretary.
fn ordinal(tree: &Tree, word: usize) -> Option<Vec<Repair>> {
    let noun = tree.head(word).filter(|&n| n > word && tree.upos(n) == Upos::Noun)?;
    let verb = tree.head(noun)?;
    let named = tree.kids_by(noun, Deprel::Appos).any(|k| tree.upos(k) == Upos::Propn);
    let fits = named && lexicon::is("ordinal", tree.lemma(word)) && tree.form(word + 1) == ",";
    let article = word.checked_sub(1).filter(|&d| tree.rel(d).is(Deprel::Det))?;
    fits.then(|| vec![(word, verb, Deprel::Dep), (article, word, Deprel::Det)])
}

/// `thousands evacuated as wildfire sweeps valley`, where the parser takes those evacuated for what sweeps it.
fn headline(tree: &Tree, noun: usize) -> Option<Vec<Repair>> {
    let verb = tree.head(noun).filter(|&v| v > noun)?;
    let participle = tree.kids_by(noun, Deprel::Acl).find(|&p| p == noun + 1 && tree.xpos(p) == Xpos::Vbn)?;
    let mark = tree.kids_by(verb, Deprel::Mark).find(|&m| m == participle + 1)?;
    let other = tree.kids_by(participle, Deprel::Obl).find(|&o| o > mark && o + 1 == verb)?;
    let above = tree.head(verb)?;
    let fits = matches!(tree.lemma(mark), "as" | "after" | "when" | "while")
        && tree.case(other).is_empty()
        && matches!(tree.upos(other), Upos::Noun | Upos::Propn)
        && tree.rel(verb) == Deprel::Advcl;
    fits.then(|| {
        vec![
            (other, verb, Deprel::Nsubj),
            (participle, above, Deprel::Parataxis),
            (noun, participle, Deprel::NsubjPass),
            (verb, participle, Deprel::Advcl),
        ]
    })
}
