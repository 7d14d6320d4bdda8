//! What is worth keeping: a fact that says nothing when read alone (`X has headquarters`, `X says-in statement`, `English
//! club is-club-of England`) is none.

use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::{Argument, Construction, Proposition, Role, Tree};
use crate::coref::{self, Chain};
use crate::lexicon::{self, EntityType};

/// Whether a proposition and one of its arguments say nothing together, whoever they are.
pub(super) fn empty_argument(tree: &Tree, proposition: &Proposition, argument: &Argument) -> bool {
    let verb = proposition.predicate;
    let lemma = tree.lemma(verb);
    let verbal = matches!(proposition.construction, Construction::Active | Construction::Passive);
    let oblique = argument.role == Role::Oblique;
    let around = lexicon::is("circumstance-prep", &argument.preposition);
    // `the largest ones`: which, nobody knows.
    if matches!(tree.form(argument.head).to_lowercase().as_str(), "one" | "ones")
        && !tree.kids_by(argument.head, Deprel::Nmod).any(|k| tree.preposition(k) == "of")
    {
        return true;
    }
    if proposition.construction == Construction::Copula {
        return empty_copula(tree, argument);
    }
    if !verbal {
        return false;
    }
    // `declined to comment on it`, `did not respond to a request`
    if lemma == "comment"
        || matches!(lemma, "respond" | "reply") && lexicon::is("comment-noun", tree.lemma(argument.head))
    {
        return true;
    }
    // `said in a statement that …`, `wrote on a website`: what was said is the point.
    if oblique && around && speaks(tree, verb) {
        return true;
    }
    // `began training at the age of 12`: what began is the point.
    if oblique && lexicon::is("aspect", lemma) && tree.kids_by(verb, Deprel::Xcomp).next().is_some() {
        return true;
    }
    // `allegations made in a petition`
    if oblique
        && around
        && proposition.construction == Construction::Passive
        && matches!(lemma, "make" | "do" | "give")
        && tree.rel(verb) == Deprel::Acl
    {
        return true;
    }
    // `saved himself`; `paid the museum 1.5 million`, where the parser takes both for one noun
    let number = tree.kids_by(argument.head, Deprel::Nummod).next();
    let before = |k: usize| tree.rel(k) == Deprel::Compound && tree.upos(k) == Upos::Noun;
    let two = lexicon::is("recipient-verb", lemma)
        && number.is_some_and(|n| tree.kids(argument.head).iter().any(|&k| k < n && before(k)));
    let form = tree.form(argument.head);
    if argument.role == Role::Object && (two || form.ends_with("self") || form.ends_with("selves")) {
        return true;
    }
    if oblique && (is_empty_circumstance(tree, lemma, argument) || around && lacks_object(tree, proposition))
    {
        return true;
    }
    // `followed suit`
    if argument.role == Role::Object && lexicon::is("empty-object", tree.lemma(argument.head)) {
        return true;
    }
    // `did it`
    if lemma == "do" && tree.upos(argument.head) == Upos::Pron {
        return true;
    }
    if argument.role == Role::Object && (is_rate(tree, argument.head)) {
        return true;
    }
    // `raised the price to 3 euros`: by how much, not to whom.
    let sets = lexicon::is("set-verb", lemma) && proposition.construction == Construction::Active;
    if oblique && argument.preposition == "to" && sets {
        return true;
    }
    // `took part in humid conditions`: how, not in what.
    if oblique && argument.preposition == "in" && lexicon::is("manner-noun", tree.lemma(argument.head)) {
        return true;
    }
    // `proposed stricter and longer checks`, where the parser takes the adjective for the object
    let adjective =
        tree.upos(argument.head) == Upos::Adj && tree.kids_by(argument.head, Deprel::Det).next().is_none();
    if argument.role == Role::Object && adjective {
        return true;
    }
    // `sent shares up 12%`: by how much, not what.
    if argument.role == Role::Object && is_extent(tree, argument.head) {
        let other = |a: &&Argument| a.role == Role::Object && a.head != argument.head;
        let bears = lexicon::is("amount-verb", lemma);
        return !bears && proposition.arguments.iter().any(|a| other(&a));
    }
    // `do it`, `took part`: a light verb and nothing to go with it.
    let bare = tree
        .kids(argument.head)
        .iter()
        .all(|&k| matches!(tree.rel(k).universal(), Deprel::Det | Deprel::Punct | Deprel::Case));
    argument.role == Role::Object
        && bare
        && tree.upos(argument.head) == Upos::Noun
        && (lemma == "do"
            || lexicon::is("light-object", tree.lemma(argument.head)) && lexicon::is("light-verb", lemma))
}

/// `was brought on behalf of the men`, `came from two goals down`
fn is_empty_circumstance(tree: &Tree, verb: &str, argument: &Argument) -> bool {
    let head = argument.head;
    let abstraction = matches!(coref::noun_type(tree, head), EntityType::Concept | EntityType::Quantity);
    lexicon::is("empty-circumstance", tree.lemma(head))
        || matches!(verb, "come" | "go" | "get" | "move" | "turn")
            && abstraction
            && tree.upos(head) == Upos::Noun
}

/// `sent off for handling outside his area`: what was handled is not said.
fn lacks_object(tree: &Tree, proposition: &Proposition) -> bool {
    let verb = proposition.predicate;
    let object = proposition.arguments.iter().any(|a| matches!(a.role, Role::Object | Role::Complement));
    let own = tree.kids(verb).iter().any(|&k| tree.rel(k).is(Deprel::Nsubj) || tree.rel(k).is(Deprel::Aux));
    // `charged with trafficking in stolen antiquities` says what with.
    let marked = tree.kids_by(verb, Deprel::Mark).any(|m| !matches!(tree.lemma(m), "with" | "of"));
    tree.xpos(verb) == Xpos::Vbg && !object && !own && marked
}

/// `pays $61 a share`: the share is what $61 is paid for.
fn is_rate(tree: &Tree, head: usize) -> bool {
    tree.kids_by(head, Deprel::Det).any(|d| matches!(tree.lemma(d), "a" | "an") && d + 1 == head)
        && head >= 2
        && matches!(tree.upos(head - 2), Upos::Num | Upos::Sym)
}

/// `is part`, `is in talks to buy it`: the noun alone says nothing.
fn empty_copula(tree: &Tree, argument: &Argument) -> bool {
    if argument.role != Role::Complement {
        return false;
    }
    let head = argument.head;
    let own = |relation: Deprel| tree.kids_by(head, relation).any(|k| k > head);
    let open =
        tree.kids_by(head, Deprel::Acl).any(|k| tree.kids_by(k, Deprel::Mark).any(|m| tree.lemma(m) == "to"));
    if !argument.preposition.is_empty() && tree.upos(head) == Upos::Noun && open {
        return true;
    }
    // `is out of date`
    if matches!(argument.preposition.as_str(), "out-of" | "up-to") {
        return true;
    }
    // `is less convinced`: than who, of what?
    let less =
        tree.kids_by(head, Deprel::Advmod).any(|k| matches!(tree.lemma(k), "less" | "more" | "so" | "too"))
            && !tree
                .kids(head)
                .iter()
                .any(|&k| k > head && !matches!(tree.rel(k), Deprel::Punct | Deprel::Conj | Deprel::Cc));
    // `is 1.3 times the size of Earth`
    if tree.kids(head).iter().any(|&k| k < head && matches!(tree.lemma(k), "time" | "twice" | "half")) {
        return true;
    }
    // `was the last to leave`
    let rank = matches!(tree.lemma(head), "last" | "first" | "next" | "only");
    if tree.upos(head) == Upos::Adj && (less || rank && !own(Deprel::Nmod)) {
        return true;
    }
    let plain = tree.kids(head).iter().all(|&k| {
        !matches!(tree.rel(k), Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::Nummod)
    });
    tree.upos(head) == Upos::Noun
        && plain
        && lexicon::is("empty-predicate", tree.lemma(head))
        && !own(Deprel::Nmod)
        && !own(Deprel::AclRelcl)
        && !own(Deprel::Acl)
}

/// Whether a verb of speech has what is said beside it.
fn speaks(tree: &Tree, verb: usize) -> bool {
    let lemma = tree.lemma(verb);
    let speech = lexicon::is("say", lemma) || matches!(lemma, "speak" | "talk");
    speech
        && (tree.rel(verb) == Deprel::Parataxis
            || tree.kids(verb).iter().any(|&k| {
                matches!(tree.rel(k), Deprel::Ccomp | Deprel::Parataxis | Deprel::Xcomp)
                    || tree.rel(k) == Deprel::Obl
                        && tree
                            .kids_by(k, Deprel::Acl)
                            .any(|c| tree.kids_by(c, Deprel::Mark).any(|m| tree.lemma(m) == "that"))
            }))
}

/// A share or a measure: `12%`, `three points`.
pub(super) fn is_extent(tree: &Tree, head: usize) -> bool {
    // `half a percentage point`
    let half = tree.kids(head).iter().any(|&k| tree.lemma(k) == "half")
        || tree
            .kids_by(head, Deprel::Compound)
            .any(|k| matches!(tree.lemma(k), "percentage" | "half" | "quarter"));
    let unit = tree.upos(head) == Upos::Sym
        || lexicon::is("measure-unit", tree.lemma(head))
            && (half || tree.kids_by(head, Deprel::Nummod).next().is_some());
    unit && !tree.kids_by(head, Deprel::Nmod).any(|k| k > head && tree.preposition(k) == "of")
}

/// A sum of money: `3.2 billion dollars`, `€20`.
pub(super) fn is_money(tree: &Tree, head: usize) -> bool {
    let numbered = tree.kids_by(head, Deprel::Nummod).next().is_some();
    let unit =
        tree.upos(head) == Upos::Sym && tree.form(head) != "%" || lexicon::is("currency", tree.lemma(head));
    numbered && unit
}

/// What a price or fee amounts to: `a fee of 9 million pounds`.
pub(super) fn sum(tree: &Tree, head: usize) -> Option<usize> {
    tree.kids_by(head, Deprel::Nmod).find(|&k| {
        lexicon::is("fee-noun", tree.lemma(head)) && tree.preposition(k) == "of" && is_money(tree, k)
    })
}

/// Whether a statement about two things, each with the token that stands for it, says nothing new or nothing at all.
pub(super) fn empty_statement(
    tree: &Tree,
    proposition: &Proposition,
    (s, subject): (&Chain, usize),
    (o, object): (&Chain, usize),
) -> bool {
    // `Two of them`: nobody knows who.
    let figure = s.name.starts_with(|c: char| c.is_ascii_digit()) || lexicon::is("number-word", &s.name);
    if s.kind == EntityType::Quantity && figure && !s.name.contains(' ') {
        return true;
    }
    // `killed 140`, `voted 9 to 6`; an age or a share is said by `is`.
    let bare = |name: &str| {
        (!name.contains(' ') || name.contains(" of "))
            && name.split(' ').all(|word| {
                let word = word.to_lowercase();
                lexicon::is("number-word", word.strip_suffix('s').unwrap_or(&word))
                    || matches!(
                        &*word,
                        "of" | "at" | "least" | "about" | "more" | "than" | "nearly" | "other"
                    )
                    || word.chars().all(|c| c.is_ascii_digit() || c == ',')
            })
    };
    let verbal = matches!(proposition.construction, Construction::Active | Construction::Passive);
    let figure = |name: &str| {
        name.split(' ').all(|w| {
            matches!(w, "about" | "nearly" | "around" | "almost" | "roughly" | "some" | "over" | "under")
                || w.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
        })
    };
    let hurts = lexicon::is("kill-verb", tree.lemma(proposition.predicate));
    if verbal && o.kind != EntityType::Time && (bare(&o.name) || figure(&o.name) && !hurts) {
        return true;
    }
    // `the third was the driver`, `$61, a premium of 28 percent`
    if s.kind == EntityType::Quantity
        && (lexicon::is("ordinal", &s.name) || proposition.construction == Construction::Apposition)
    {
        return true;
    }
    // `the vote was four`, of somebody an age
    if proposition.construction == Construction::Copula && s.kind != EntityType::Person && bare(&o.name) {
        return true;
    }
    // `is thought worth 8 million`: that it is worth it is said by itself.
    // `visited the area`
    if lexicon::is("vague-place", &o.name.to_lowercase()) {
        return true;
    }
    // `guarantees a minimum`
    if verbal && lexicon::is("amount-noun", &o.name.to_lowercase()) {
        return true;
    }
    // `is able`, `is willing`: to do what?
    let open = ["empty-adjective", "plan"].iter().any(|set| lexicon::is(set, &o.name.to_lowercase()));
    if proposition.construction == Construction::Copula && tree.upos(object) == Upos::Adj && open {
        return true;
    }
    // `was spared the worst`
    if verbal && tree.upos(object) == Upos::Adj && !o.name.contains(' ') && !o.proper {
        return true;
    }
    let thought = proposition.construction == Construction::Passive
        && (lexicon::is("say", tree.lemma(proposition.predicate))
            || lexicon::is("naming-verb", tree.lemma(proposition.predicate)));
    if thought && tree.upos(object) == Upos::Adj {
        return true;
    }
    // `the presidents of both countries, Ann Roe and Bo Lund`: one of each, nobody knows which.
    let role = proposition.predicate;
    let apart = proposition.construction == Construction::Apposition
        && matches!(tree.xpos(role), Xpos::Nns | Xpos::Nnps)
        && (tree.conjuncts(subject).len() > 1 || tree.rel(subject) == Deprel::Conj)
        && proposition
            .arguments
            .iter()
            .any(|a| a.role == Role::Oblique && matches!(tree.xpos(a.head), Xpos::Nns | Xpos::Nnps));
    if apart {
        return true;
    }
    match proposition.construction {
        Construction::Possessive => !(s.proper && owned(tree, s, o, object)),
        // `Danish clinics` says by its name whose they are.
        Construction::Demonym => !s.proper || contains(&s.name, tree.form(object)),
        // The name of `the flood in Leeds` says where it was.
        Construction::Location => s.name.strip_suffix(&o.name).is_some_and(|rest| rest.ends_with(' ')),
        // `including six children`
        Construction::Class => {
            !s.proper
                && (tree.kids_by(subject, Deprel::Nummod).next().is_some()
                    || lexicon::is("human-noun", tree.lemma(object)))
        }
        _ => false,
    }
}

/// Whether it is worth a fact that something is somebody's. Of people more is said than whose they are, of times less than
/// that they are somebody's; what a phrase already says by its name, or what every firm has, is no news.
fn owned(tree: &Tree, s: &Chain, o: &Chain, object: usize) -> bool {
    if o.proper {
        // Not what is only described so: `Ardent, Europe's largest maker`.
        return !matches!(o.kind, EntityType::Person | EntityType::Time)
            && tree.upos(object) == Upos::Propn
            && !o.name.contains("'s ");
    }
    let kind = match o.kind {
        EntityType::Person | EntityType::Time | EntityType::Group => false,
        EntityType::Concept | EntityType::Quantity => false,
        EntityType::Organization => s.kind != EntityType::Person,
        _ => true,
    };
    let modified = tree.kids(object).iter().any(|&k| {
        matches!(tree.rel(k), Deprel::Amod | Deprel::Compound | Deprel::Nummod)
            && coref::name_words(tree, object).contains(&k)
    });
    kind && modified && !contains(&o.name, &s.name)
}

fn contains(name: &str, word: &str) -> bool {
    format!(" {name} ").replace("'s ", " ").contains(&format!(" {word} "))
}
