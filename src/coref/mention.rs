//! The nominals of a sentence: which words name them, of what kind, number and gender they are.

use crate::analyse::{Deprel, NameType, Upos, Xpos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType, PlaceForm};

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// By a proper name.
    Name,
    /// By a common noun.
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// One nominal in one sentence.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) sentence: usize,
    pub(super) head: usize,
    pub(super) form: Form,
    /// The words that name it.
    pub(super) text: String,
    pub(super) kind: EntityType,
    pub(super) plural: bool,
    /// `Some(true)` for male, `Some(false)` for female.
    pub(super) male: Option<bool>,
    /// Whether the form alone says that it was spoken of before (`the`, `this`, `both`, `its`).
    pub(super) definite: bool,
    pub(super) subject: bool,
    /// Whether it stands within another nominal.
    pub(super) aside: bool,
    /// Heads of the names that it coordinates, itself first; empty if it stands alone.
    pub(super) coordinated: Vec<usize>,
}

/// The mentions of a sentence, in order.
pub(super) fn mentions(tree: &Tree, sentence: usize) -> Vec<Mention> {
    (0..tree.len()).filter_map(|t| mention(tree, sentence, t)).collect()
}

fn mention(tree: &Tree, sentence: usize, head: usize) -> Option<Mention> {
    let rel = tree.rel(head);
    // What stands within one name with its head is part of it.
    let one_name = tree.parse.name_at(head).is_some_and(|n| {
        tree.head(head).is_some_and(|h| n.start <= h && h < n.end)
            && rel != Deprel::Conj
            && tree.upos(head) == Upos::Propn
    });
    if one_name {
        return None;
    }
    let country_adjective = matches!(rel, Deprel::Amod | Deprel::Compound | Deprel::NmodDesc)
        && lexicon::people(tree.form(head)).is_some();
    let inside = matches!(
        rel,
        Deprel::Compound
            | Deprel::Flat
            | Deprel::Fixed
            | Deprel::Goeswith
            | Deprel::Det
            | Deprel::Case
            | Deprel::Expl
            | Deprel::Nummod
            | Deprel::Punct
            | Deprel::DetPredet
    );
    if tree.is_relative(head)
        || !(country_adjective
            || tree.is_nominal(head) && !inside
            || adjective_as_noun(tree, head)
            || known_compound(tree, head))
    {
        return None;
    }
    let pronoun = tree.upos(head) == Upos::Pron || tree.upos(head) == Upos::Det;
    let words = if country_adjective { vec![head] } else { name_words(tree, head) };
    let text = tidy(&tree.words(&words));
    let named = !pronoun
        && (country_adjective || tree.upos(head) == Upos::Propn || is_named_organisation(tree, head, &words));
    let form = if pronoun {
        Form::Pronoun
    } else if named {
        Form::Name
    } else {
        Form::Nominal
    };
    let plural = tree.parse.feat(head, "Number") == Some("Plur")
        || matches!(tree.xpos(head), Xpos::Nns | Xpos::Nnps)
        || matches!(tree.lemma(head), "they" | "their" | "them" | "these" | "those" | "both" | "themselves");
    let definite = tree.kids(head).iter().any(|&k| {
        matches!(tree.lemma(k), "the" | "this" | "that" | "these" | "those" | "both")
            && tree.rel(k).is(Deprel::Det)
            || tree.rel(k) == Deprel::NmodPoss
    });
    let coordinated = tree.conjuncts(head);
    let coordinated =
        if coordinated.len() > 1 && rel != Deprel::Conj && coordinated.iter().all(|&c| tree.is_nominal(c)) {
            coordinated
        } else {
            Vec::new()
        };
    let kind = kind(tree, head, &words, &text, form, plural, country_adjective);
    let male = gender(tree, head).or_else(|| {
        let person = form == Form::Name && kind == EntityType::Person;
        text.split_once(' ').filter(|_| person).and_then(|(given, _)| lexicon::is_mans_name(given))
    });
    Some(Mention {
        sentence,
        head,
        form,
        kind,
        text,
        plural,
        male,
        definite,
        aside: matches!(rel, Deprel::Nmod | Deprel::NmodPoss | Deprel::Compound | Deprel::Amod),
        subject: matches!(rel, Deprel::Nsubj | Deprel::NsubjPass),
        coordinated,
    })
}

/// `the dead`, `the South`: an adjective that stands as a noun.
fn adjective_as_noun(tree: &Tree, head: usize) -> bool {
    tree.upos(head) == Upos::Adj
        && matches!(
            tree.rel(head),
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Obl | Deprel::Nmod
        )
}

/// A country or city before a noun: `US military`.
fn known_compound(tree: &Tree, head: usize) -> bool {
    tree.rel(head) == Deprel::Compound
        && tree.upos(head) == Upos::Propn
        && lexicon::place(&tree.words(&name_words(tree, head))).is_some_and(|p| p.kind == PlaceForm::Country)
}

fn is_named_organisation(tree: &Tree, head: usize, words: &[usize]) -> bool {
    tree.upos(head) == Upos::Noun
        && (lexicon::is("org-suffix", tree.lemma(head))
            || tree.form(head).starts_with(char::is_uppercase) && head > 0)
        && words.iter().any(|&w| w != head && tree.upos(w) == Upos::Propn && tree.rel(w) == Deprel::Compound)
}

/// Without blanks before apostrophes and around hyphens.
fn tidy(text: &str) -> String {
    text.trim_matches(|c: char| matches!(c, '"' | '“' | '”' | ',' | ' '))
        .replace(" 's", "'s")
        .replace(" ’s", "’s")
}

/// The words that name what a token heads: the shortest phrase that identifies it.
pub(crate) fn name_words(tree: &Tree, head: usize) -> Vec<usize> {
    let mut words = match (is_time(tree, head), named_span(tree, head)) {
        (true, _) => tree.subtree(head, |t| {
            matches!(
                tree.rel(t),
                Deprel::AclRelcl | Deprel::Acl | Deprel::Appos | Deprel::Det | Deprel::Case | Deprel::Conj
            ) && tree.head(t) == Some(head)
        }),
        (false, Some(span)) => span,
        _ => phrase(tree, head, 0),
    };
    words.sort_unstable();
    words.dedup();
    // a leading article or quotation mark is no part of a name
    while words.len() > 1
        && (matches!(tree.lemma(words[0]), "the" | "a" | "an") || tree.upos(words[0]) == Upos::Punct)
        && words[0] != head
    {
        words.remove(0);
    }
    while words.len() > 1 && tree.upos(words[words.len() - 1]) == Upos::Punct {
        words.pop();
    }
    words
}

/// The words of the name that a proper noun heads, where the analyser found one.
fn named_span(tree: &Tree, head: usize) -> Option<Vec<usize>> {
    let name = tree.parse.name_at(head).filter(|_| tree.upos(head) == Upos::Propn)?;
    let title = |t: usize| tree.rel(t) == Deprel::NmodDesc && t < head;
    // `Jong-un`, `Al-Haram`: what a hyphen ties to the name is part of it.
    let (mut start, mut end) = (name.start, name.end);
    while end + 1 < tree.len() && tree.form(end) == "-" && tree.touch(end - 1) && tree.touch(end) {
        end += 2;
    }
    while start > 1 && tree.form(start - 1) == "-" && tree.touch(start - 1) && tree.touch(start - 2) {
        start -= 2;
    }
    let mut words: Vec<usize> = (start..end).filter(|&t| !title(t)).collect();
    if words.last().is_some_and(|&t| tree.xpos(t) == Xpos::Pos) {
        words.pop();
    }
    // A name that the parser cut otherwise is left to the tree.
    let army = words.len() == 1 && lexicon::is("org-suffix", tree.lemma(head));
    let whole = !army && words.iter().all(|&t| tree.dominates(head, t));
    whole.then_some(words)
}

fn phrase(tree: &Tree, head: usize, depth: usize) -> Vec<usize> {
    let mut words = vec![head];
    let proper = tree.upos(head) == Upos::Propn;
    let action = lexicon::nominalised_verb(tree.lemma(head)).is_some()
        && !tree.kids_by(head, Deprel::Nummod).any(|_| true)
        || lexicon::is("attitude-noun", tree.lemma(head))
        || lexicon::is("relational-noun", tree.lemma(head))
        || matches!(lexicon::noun_class(tree.lemma(head)), Some("act" | "event" | "state"));
    let mut with_complement = false;
    for &k in tree.kids(head) {
        let lemma = tree.lemma(k);
        match tree.rel(k) {
            Deprel::Amod if k < head && !lexicon::is("empty-adj", lemma) => {
                words.extend(tree.subtree(k, |t| tree.rel(t).is(Deprel::Advcl) || tree.upos(t) == Upos::Det));
            }
            Deprel::Compound if action && is_time(tree, k) => {}
            Deprel::Compound | Deprel::Flat | Deprel::Goeswith => {
                words.extend(tree.subtree(k, |t| matches!(tree.rel(t), Deprel::Appos | Deprel::Det)));
            }
            Deprel::Nummod | Deprel::NmodUnmarked | Deprel::Dep
                if tree.rel(k) == Deprel::Nummod
                    || ((proper || tree.form(head).starts_with(char::is_uppercase))
                        && tree.upos(k) == Upos::Num
                        && k == head + 1) =>
            {
                words.extend(tree.subtree(k, |_| false));
            }
            Deprel::NmodDesc if lemma == "st." || !proper => words.push(k),
            Deprel::Advmod if k < head && tree.upos(head) == Upos::Num => {
                words.extend(tree.subtree(k, |_| false))
            }
            Deprel::NmodPoss
                if matches!(tree.upos(k), Upos::Propn)
                    && depth < 2
                    && !action
                    && !tree.kids(head).iter().any(|&t| tree.rel(t) == Deprel::NmodDesc) =>
            {
                let possessor = tree.subtree(k, |t| matches!(tree.rel(t), Deprel::Appos | Deprel::AclRelcl));
                words.extend(possessor);
            }
            Deprel::Nmod if k > head && depth < 1 && !with_complement => {
                let preposition = tree.preposition(k);
                let joins = preposition == "of"
                    || action
                        && matches!(preposition.as_str(), "to" | "between" | "with" | "on" | "for" | "in")
                        && !proper;
                let time = lexicon::is("time-noun", tree.lemma(k));
                if joins && !time {
                    with_complement = true;
                    words.extend(tree.case(k));
                    words.extend(tree.kids_by(k, Deprel::Det).filter(|&d| tree.lemma(d) == "the"));
                    for (i, c) in tree.conjuncts(k).into_iter().enumerate() {
                        words.extend(phrase(tree, c, depth + 1));
                        if i > 0 {
                            words.extend(tree.kids_by(c, Deprel::Cc));
                            words.extend(tree.kids_by(c, Deprel::Det).filter(|&d| tree.lemma(d) == "the"));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    // Titles hang on the name: `Minister Li`.
    words.retain(|&w| {
        w == head
            || !proper
            || !(tree.head(w) == Some(head)
                && w < head
                && tree.rel(w) == Deprel::Compound
                && lexicon::is("title", tree.lemma(w))
                && tree.kids(head).iter().any(|&k| tree.rel(k) == Deprel::Flat))
    });
    words
}

fn gender(tree: &Tree, head: usize) -> Option<bool> {
    let of = |word: &str| {
        if lexicon::is("male", word) {
            Some(true)
        } else if lexicon::is("female", word) {
            Some(false)
        } else {
            None
        }
    };
    of(tree.lemma(head))
        .or_else(|| of(&tree.form(head).to_lowercase()))
        .or_else(|| tree.kids(head).iter().filter(|&&k| k < head).find_map(|&k| of(tree.lemma(k))))
}

fn kind(
    tree: &Tree,
    head: usize,
    words: &[usize],
    text: &str,
    form: Form,
    plural: bool,
    adjective: bool,
) -> EntityType {
    let lemma = tree.lemma(head);
    if adjective {
        return EntityType::Place;
    }
    if form == Form::Pronoun {
        return if matches!(lemma, "he" | "she" | "his" | "her" | "him" | "himself" | "herself") {
            EntityType::Person
        } else {
            EntityType::Concept
        };
    }
    let named = tree
        .parse
        .name_at(head)
        .filter(|_| form == Form::Name || tree.upos(head) != Upos::Noun)
        .map(|n| n.kind);
    let plain = text.strip_prefix("the ").unwrap_or(text);
    if named == Some(NameType::Time) || is_time(tree, head) {
        return EntityType::Time;
    }
    if tree.upos(head) == Upos::Num
        || tree.upos(head) == Upos::Sym
        || matches!(lemma, "percent" | "dozen" | "%" | "number" | "total")
    {
        return EntityType::Quantity;
    }
    if form == Form::Name {
        if let Some(place) = lexicon::place(plain) {
            return match place.kind {
                PlaceForm::People if plural => EntityType::Group,
                _ => EntityType::Place,
            };
        }
        if lexicon::people(tree.form(head)).is_some() {
            return EntityType::Group;
        }
        match named {
            Some(NameType::Person) => {
                return if tree.xpos(head) == Xpos::Nnps { EntityType::Group } else { EntityType::Person };
            }
            Some(NameType::Organization) => return EntityType::Organization,
            Some(NameType::Place) => return EntityType::Place,
            Some(NameType::Event) => return EntityType::Event,
            Some(NameType::Product) => return EntityType::Product,
            // Of the names of other things most that no dictionary knows are makes.
            Some(NameType::Other) if lexicon::noun_class(lemma).is_none() && !plural => {
                return EntityType::Product;
            }
            _ => {}
        }
        if words.iter().any(|&w| lexicon::is("org-suffix", tree.lemma(w))) {
            return EntityType::Organization;
        }
        if tree
            .kids(head)
            .iter()
            .any(|&k| tree.rel(k) == Deprel::NmodDesc && lexicon::is("title", tree.lemma(k)))
        {
            return EntityType::Person;
        }
        if named.is_none()
            && tree.kids(head).iter().any(|&k| tree.rel(k) == Deprel::Flat && tree.upos(k) == Upos::Propn)
            && !text.bytes().any(|b| b.is_ascii_digit())
        {
            return EntityType::Person;
        }
    }
    for (set, kind) in [
        ("concept-noun", EntityType::Concept),
        ("product-noun", EntityType::Product),
        ("place-noun", EntityType::Place),
        ("people-noun", EntityType::Group),
    ] {
        if lexicon::is(set, lemma) {
            return kind;
        }
    }
    if lexicon::is("relational-noun", lemma) && !lexicon::is("event-noun", lemma) {
        return EntityType::Concept;
    }
    if lexicon::is("event-noun", lemma) {
        return EntityType::Event;
    }
    if lexicon::is("work-noun", lemma) {
        return EntityType::Work;
    }
    if lexicon::is("organisation-noun", lemma) {
        return EntityType::Organization;
    }
    match lexicon::noun_class(lemma) {
        Some("person") => {
            if plural || form == Form::Nominal {
                EntityType::Group
            } else {
                EntityType::Person
            }
        }
        Some("group") => {
            if lemma.ends_with("ship") {
                EntityType::Concept
            } else {
                EntityType::Group
            }
        }
        Some("event") => EntityType::Event,
        Some("artifact") => EntityType::Product,
        Some("location") => {
            if form == Form::Name || !matches!(lemma, "sector" | "field" | "landscape" | "environment") {
                EntityType::Place
            } else {
                EntityType::Concept
            }
        }
        Some("time") => EntityType::Time,
        Some("quantity") => EntityType::Quantity,
        _ => EntityType::Concept,
    }
}

/// Whether a token names a time: a date, a weekday, a year, `four years`.
pub(crate) fn is_time(tree: &Tree, head: usize) -> bool {
    let lemma = tree.lemma(head);
    let year = tree.upos(head) == Upos::Num
        && lemma.len() == 4
        && lemma.bytes().all(|b| b.is_ascii_digit())
        && lemma.starts_with(['1', '2']);
    let month = lexicon::is("month", lemma) && tree.upos(head) == Upos::Propn;
    // A month's name that is no proper noun is another word: `may`, `march`.
    let time_noun = lexicon::is("time-noun", lemma) && !lexicon::is("month", lemma);
    year || month
        || time_noun && tree.upos(head) != Upos::Adv
        || tree.parse.name_at(head).is_some_and(|n| n.kind == NameType::Time)
        || tree.upos(head) == Upos::Adv && lexicon::is("time-noun", lemma)
        || lexicon::noun_class(lemma) == Some("time") && tree.upos(head) == Upos::Noun && lemma != "future"
}
