//! Which statements stand on their own. A reader who does not have the article learns nothing from a verb that leaves what
//! is done to a bare object (`divers find wreck`), from a description that leads nowhere (`the Ghanaian striker`), from a
//! headline's own phrases.

use super::{confidence, misread};
use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::{Construction, Proposition, Status, Tree};
use crate::coref::{self, Chain};
use crate::lexicon::{self, EntityType};

/// Whether a statement about two things, each with the token that stands for it, says enough to be kept.
pub(super) fn stands(
    tree: &Tree,
    proposition: &Proposition,
    status: Status,
    (s, subject): (&Chain, usize),
    (o, object): (&Chain, usize),
    (relation, qualifiers): (&str, &[(String, String)]),
    (chains, headline): (&[Chain], bool),
) -> bool {
    if misread::is_misread(tree, proposition, (s, subject), (o, object), (relation, headline)) {
        return false;
    }
    // `Elbar's headquarters`
    let owned = s.name.split_once("'s ").is_some_and(|(owner, _)| named(owner) && !owner.contains(" of "));
    // `a jury in York`, `two hospices in Ayrshire` says where, not which.
    if proposition.construction == Construction::Location
        && (proposition.relation == "is-located" && !s.proper && !owned || weight(tree, s, subject) < 1)
    {
        return false;
    }
    // `Late Roe Goal Sinks Elbar`: of what a headline alone speaks.
    let headline_only = |c: &Chain| {
        c.mentions < 2
            && c.name.contains(' ')
            && c.name.contains(char::is_uppercase)
            && c.kind != EntityType::Quantity
            && lexicon::place(&c.name).is_none()
    };
    if headline && (headline_only(s) || headline_only(o)) {
        return false;
    }
    // `the prize is the largest paid to a woman`: the largest what?
    if tree.upos(subject) == Upos::Adj && matches!(tree.xpos(subject), Xpos::Jjs | Xpos::Jjr) {
        return false;
    }
    // `America's regulator`: whose it is, its name says.
    if proposition.construction == Construction::Possessive && o.name.contains("'s ") {
        return false;
    }
    // `a reward for information leading to an arrest`
    if tree.rel(proposition.predicate) == Deprel::Acl && tree.lemma(subject) == "information" {
        return false;
    }
    // `papers seen by Reuters`, `a report released by officials`
    if proposition.construction == Construction::Passive
        && matches!(tree.lemma(proposition.predicate), "see" | "publish" | "release" | "obtain")
        && tree.rel(proposition.predicate) == Deprel::Acl
        && (tree.lemma(proposition.predicate) == "see" || weight(tree, s, subject) < 2)
    {
        return false;
    }
    // `a pupil, Karl Weiss`: whose? `the capital, Karst`: of which country?
    let one = o.name.strip_suffix('s').unwrap_or(&o.name);
    let somebodys = ["kin-noun", "fellow-noun", "client-noun", "of-thing-noun"]
        .iter()
        .any(|set| lexicon::is(set, &o.name) || lexicon::is(set, one));
    // `Shaker Heights is Shaker`, `the Cutter Fire is Cutter`
    let part = s.proper && s.name.split(' ').any(|word| word == o.name);
    if relation == "is" && (somebodys || part) {
        return false;
    }
    // `if she obtains a visa`: of what may never be, only what is between names is kept.
    let conditional = tree.rel(proposition.predicate) == Deprel::Advcl
        && tree
            .kids(proposition.predicate)
            .iter()
            .any(|&m| matches!(tree.lemma(m), "if" | "unless") || tree.lemma(m) == "should" && m < subject);
    if conditional && status == Status::Possible && !(s.proper && o.proper) {
        return false;
    }
    // `the Ghanaian striker`, `the family`: the article says elsewhere who that is, and it was not found out.
    let says_what = matches!(
        proposition.construction,
        Construction::Copula | Construction::Apposition | Construction::Title
    );
    if is_lost(tree, chains, s, subject) || !says_what && is_lost(tree, chains, o, object) {
        return false;
    }
    let copula = proposition.construction == Construction::Copula;
    let (left, right) = (weight(tree, s, subject), weight(tree, o, object));
    if s.proper || o.proper {
        let told = qualifiers.iter().any(|(kind, words)| kind != "place" || named(words));
        let bare = left == 0 || right == 0 || o.kind == EntityType::Time;
        return !(weak(tree, proposition) && bare && !told);
    }
    // `the results were encouraging`: of a thing that has no name.
    let measured = o.name.chars().any(|c| c.is_ascii_digit())
        || tree.kids(object).iter().any(|&k| tree.kids_by(k, Deprel::Nummod).next().is_some());
    if copula && !tree.is_nominal(object) && left < 2 && !measured {
        return false;
    }
    // `the move is a blow`; `the choice was difficult`: of a thing that the article does not name.
    if copula && left < 2 && right < 3 && !measured {
        return false;
    }
    // `the title role, a girl`
    if proposition.construction == Construction::Apposition && left < 3 && right < 3 {
        return false;
    }
    // What is said by the way of what has no name: `workmen laying a pipe`, `as supermarkets cut prices`.
    let by_the_way = !confidence::is_main(tree, proposition) || status != Status::Asserted;
    let counted = tree.kids_by(object, Deprel::Nummod).next().is_some();
    // `ships ordered by the government in 2015` says something all the same.
    let dated = qualifiers.iter().any(|(kind, _)| kind == "at" || kind == "time");
    let participle = tree.rel(proposition.predicate) == Deprel::Acl && !dated;
    if right < 3 && (by_the_way && left == 0 && !measured && !counted || participle && left < 3) {
        return false;
    }
    // `the couple has three children`; `officials oppose plans`: of two bare nouns nobody knows whose or which.
    left > 0 || right > 1 || right > 0 && !weak(tree, proposition)
}

/// Whether it is somebody or some body that is told of as known, by a description that leads nowhere.
fn is_lost(tree: &Tree, chains: &[Chain], chain: &Chain, head: usize) -> bool {
    let party = matches!(chain.kind, EntityType::Person | EntityType::Organization | EntityType::Group);
    let known = tree.kids_by(head, Deprel::Det).any(|d| tree.lemma(d) == "the");
    let complement =
        chain.name.split(' ').skip(1).any(|w| lexicon::is("relation-prep", w) || w.ends_with("'s"));
    let one = tree.upos(head) == Upos::Noun && tree.xpos(head) == Xpos::Nn;
    // `the board`, where no other body is spoken of, is what it is.
    let human = matches!(lexicon::noun_class(tree.lemma(head)), Some("person"));
    let kind = if human { EntityType::Person } else { EntityType::Organization };
    let someone = || chains.iter().any(|c| c.proper && c.mentions > 0 && c.kind == kind);
    // `the council` of the monetary council
    let told = chain.mentions > 1
        && chain.name.contains(' ')
        && chain.name != tree.words(&coref::name_words(tree, head))
        // `the Latvian competition watchdog`
        || chain.name.split(' ').count() > 2;
    party
        && !told
        && !chain.proper
        && one
        && known
        && !complement
        && coref::points_back(tree, head)
        && someone()
}

/// How much a name says to those who see it alone.
fn weight(tree: &Tree, chain: &Chain, head: usize) -> u32 {
    let name = &chain.name;
    let counted =
        tree.kids_by(head, Deprel::Nummod).next().is_some() || name.contains(|c: char| c.is_ascii_digit());
    // `dams of the type used there`
    if ["type", "kind", "sort"].iter().any(|kind| name.ends_with(&format!(" of the {kind}"))) {
        return 0;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let complement = words[1..].iter().any(|w| lexicon::is("relation-prep", w));
    if chain.proper || named(name) {
        3
    } else if counted || complement || words.len() > 2 || chain.kind == EntityType::Time {
        2
    } else {
        u32::from(words.len() > 1)
    }
}

/// Whether a phrase holds a proper name.
fn named(words: &str) -> bool {
    let capital = |w: &str| w.starts_with(char::is_uppercase);
    words.split([' ', '-']).enumerate().any(|(at, word)| {
        capital(word) && (at > 0 || words.contains("'s ") || words.contains("’s ") || !words.contains(' '))
            || lexicon::people(word).is_some()
            || lexicon::place(word).is_some_and(|_| capital(word))
    })
}

/// Whether a verb leaves what is done to its object.
fn weak(tree: &Tree, proposition: &Proposition) -> bool {
    let verbal = matches!(proposition.construction, Construction::Active | Construction::Passive);
    verbal
        && tree.upos(proposition.predicate) == Upos::Verb
        && lexicon::is("weak-verb", tree.lemma(proposition.predicate))
}
