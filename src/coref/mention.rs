//! The nominals of a sentence: which words name them, of what kind, number and gender they are.

use super::kind::{is_firm, kind};
use super::phrase::name_words;
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
    /// Whether its words set it apart from others of its kind (`the deadliest stampede`, `another visit`).
    pub(super) distinct: bool,
    pub(super) subject: bool,
    /// Whether it is the subject of a main clause.
    pub(super) main: bool,
    pub(super) object: bool,
    /// Whether the words around it tell its type, not the name alone.
    pub(super) told: bool,
    /// Whether it is a country's adjective.
    pub(super) adjective: bool,
    /// Whether it is coordinated with one before it.
    pub(super) conjunct: bool,
    /// Whether it says where the article was written.
    pub(super) dateline: bool,
    /// Whether it stands within another nominal.
    pub(super) aside: bool,
    /// Whether it is a name that acts as a team.
    pub(super) team: bool,
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
    // An agency in a dateline is no part of the story.
    if in_dateline(tree, 0)
        && !in_dateline(tree, head)
        && tree.upos(head) == Upos::Propn
        && lexicon::place(tree.form(head)).is_none()
    {
        return None;
    }
    let one_name = tree.parse.name_at(head).is_some_and(|n| {
        tree.head(head).is_some_and(|h| n.start <= h && h < n.end)
            && rel != Deprel::Conj
            && tree.upos(head) == Upos::Propn
    });
    // `North and South Korea`: a word before the last of a name, tied to something outside it.
    let before_head = tree.parse.name_at(head).is_some_and(|n| {
        let outside = |t: usize| tree.head(t).is_none_or(|h| h < n.start || h >= n.end);
        rel == Deprel::Conj && (head + 1..n.end).any(|t| outside(t) && tree.upos(t) == Upos::Propn)
    });
    // A title before a name is the name's.
    let title =
        rel == Deprel::NmodDesc && tree.head(head).is_some_and(|h| h > head && tree.upos(h) == Upos::Propn);
    if one_name || before_head || title || tree.joined_name(head) {
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
    // `published in English`: a language.
    let language = lexicon::people(tree.form(head)).is_some()
        && tree.preposition(head) == "in"
        && tree.kids(head).iter().all(|&k| !tree.rel(k).is(Deprel::Det) && tree.rel(k) != Deprel::Amod);
    if language {
        return None;
    }
    let pronoun = tree.upos(head) == Upos::Pron || tree.upos(head) == Upos::Det;
    let words = if country_adjective { vec![head] } else { name_words(tree, head) };
    let text = tidy(&tree.words(&words));
    let text = match shared_surname(tree, head) {
        Some(surname) if !country_adjective => format!("{text} {surname}"),
        _ => text,
    };
    let text = if pronoun { text } else { plain_start(tree, &words, text) };
    let text = if in_dateline(tree, head) { capitalised(&text) } else { text };
    // `the Brazilian` is somebody from there.
    let somebody = !country_adjective
        && lexicon::people(tree.form(head)).is_some()
        && !matches!(tree.xpos(head), Xpos::Nns | Xpos::Nnps)
        && tree.parse.name_at(head).is_none_or(|n| n.end - n.start == 1)
        && tree.kids_by(head, Deprel::Det).any(|d| matches!(tree.lemma(d), "the" | "a" | "an"));
    let named = !pronoun
        && !somebody
        && (country_adjective || tree.upos(head) == Upos::Propn || is_named_organisation(tree, head, &words));
    let form = if pronoun {
        Form::Pronoun
    } else if named {
        Form::Name
    } else {
        Form::Nominal
    };
    let many = tree.parse.feat(head, "Number") == Some("Plur")
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
    let kind = kind(tree, head, &words, &text, form, many, country_adjective, 0);
    // `Andes Metals` is one firm.
    let plural = many
        && !(form == Form::Name
            && matches!(
                kind,
                EntityType::Person | EntityType::Organization | EntityType::Place | EntityType::Product
            ));
    let told = form == Form::Name && is_firm(tree, head, &text, tree.parse.name_at(head).map(|n| n.kind));
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
        distinct: tree.kids(head).iter().any(|&k| {
            tree.xpos(k) == Xpos::Jjs
                || matches!(
                    tree.lemma(k),
                    "another" | "other" | "second" | "third" | "previous" | "earlier" | "last" | "next"
                )
        }),
        aside: matches!(rel, Deprel::Nmod | Deprel::NmodPoss | Deprel::Compound | Deprel::Amod),
        told,
        dateline: in_dateline(tree, head),
        team: false,
        adjective: country_adjective,
        conjunct: rel == Deprel::Conj,
        subject: matches!(rel, Deprel::Nsubj | Deprel::NsubjPass),
        main: matches!(rel, Deprel::Nsubj | Deprel::NsubjPass) && is_main(tree, head),
        object: matches!(rel, Deprel::Obj | Deprel::Iobj),
        coordinated,
    })
}

/// `the brothers Tarmo and Rein Ilves`: the surname that stands behind the last of them.
fn shared_surname(tree: &Tree, head: usize) -> Option<String> {
    let first = if tree.rel(head) == Deprel::Conj { tree.head(head)? } else { head };
    let person = |t: usize| tree.parse.name_at(t).filter(|n| n.kind == NameType::Person);
    let alone = |t: usize| {
        person(t).is_none_or(|n| n.end == n.start + 1) && tree.kids_by(t, Deprel::Flat).next().is_none()
    };
    if tree.upos(head) != Upos::Propn || !alone(head) {
        return None;
    }
    let siblings = |t: usize| lexicon::is("siblings", &tree.form(t).to_lowercase());
    let told = tree.rel(first) == Deprel::Appos && tree.head(first).is_some_and(siblings)
        || tree.kids(first).iter().any(|&k| k < first && tree.rel(k) == Deprel::NmodDesc && siblings(k));
    let all = tree.conjuncts(first);
    let (&last, others) = all.split_last().filter(|_| told)?;
    let surname = tree.kids_by(last, Deprel::Flat).last()?;
    (head != last && others.iter().all(|&t| alone(t))).then(|| tree.form(surname).to_owned())
}

/// Whether a subject's verb heads its sentence, or is coordinated with the one that does.
fn is_main(tree: &Tree, subject: usize) -> bool {
    let mut verb = tree.head(subject);
    for _ in 0..tree.len() {
        match verb {
            Some(v) if matches!(tree.rel(v), Deprel::Root | Deprel::Parataxis) => return true,
            Some(v) if tree.rel(v) == Deprel::Conj => verb = tree.head(v),
            _ => return false,
        }
    }
    false
}

/// `the dead`, `the South`: an adjective that stands as a noun.
fn adjective_as_noun(tree: &Tree, head: usize) -> bool {
    tree.upos(head) == Upos::Adj
        && matches!(
            tree.rel(head),
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Obl | Deprel::Nmod
        )
}

/// A country before a noun, or whoever somebody holds a role with: `US military`, `Elbar chief executive Ann Roe`.
fn known_compound(tree: &Tree, head: usize) -> bool {
    if tree.rel(head) != Deprel::Compound || tree.upos(head) != Upos::Propn {
        return false;
    }
    let country =
        lexicon::place(&tree.words(&name_words(tree, head))).is_some_and(|p| p.kind == PlaceForm::Country);
    let role = tree.head(head).is_some_and(|noun| {
        let lemma = tree.lemma(noun);
        let person = lexicon::noun_class(lemma) == Some("person")
            || lexicon::occupation(lemma).is_some()
            || lexicon::is("title", lemma);
        let apart = tree.parse.name_at(head).is_none_or(|n| n.end <= noun);
        tree.rel(noun) == Deprel::NmodDesc && tree.upos(noun) == Upos::Noun && person && apart
    });
    // `London-based`
    let based =
        tree.head(head).is_some_and(|h| tree.form(h) == "based" && tree.hyphenated(h).contains(&head));
    // `Union president Ann Roe`: what union, the article says.
    let general = head == 0 && lexicon::is_general(tree.lemma(head));
    country || based || role && !general && !lexicon::is("title", tree.lemma(head))
}

fn is_named_organisation(tree: &Tree, head: usize, words: &[usize]) -> bool {
    // `an Islamist group` is one of several.
    let one_of = tree.form(head).starts_with(char::is_lowercase)
        && tree.kids_by(head, Deprel::Det).any(|d| matches!(tree.lemma(d), "a" | "an"));
    // `the Boston company` is one from there.
    let of_place = lexicon::is("generic-company", tree.lemma(head))
        && tree.form(head).starts_with(char::is_lowercase)
        && tree.kids_by(head, Deprel::Compound).all(|k| lexicon::place(tree.form(k)).is_some());
    tree.upos(head) == Upos::Noun
        && !one_of
        && !of_place
        && (lexicon::is("org-suffix", tree.lemma(head))
            || tree.form(head).starts_with(char::is_uppercase) && head > 0)
        && words.iter().any(|&w| {
            tree.head(w) == Some(head) && tree.upos(w) == Upos::Propn && tree.rel(w) == Deprel::Compound
        })
}

/// Without blanks before apostrophes and around hyphens, and without the full stop behind an acronym.
fn tidy(text: &str) -> String {
    let text = text.trim_matches(|c: char| matches!(c, '"' | '“' | '”' | ',' | ' '));
    let last = text.rsplit(' ').next().unwrap_or(text);
    let stopped = last
        .strip_suffix('.')
        .is_some_and(|word| word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()));
    let text = if stopped { &text[..text.len() - 1] } else { text };
    text.replace(" 's", "'s").replace(" ’s", "’s")
}

/// Whether a token names the place where the article was written: `ACCRA, 9 May -`.
pub(super) fn in_dateline(tree: &Tree, token: usize) -> bool {
    let capitals = tree.form(token).chars().all(char::is_uppercase) && tree.form(token).chars().count() > 2;
    let ends = tree.len() > 1 && matches!(tree.form(tree.len() - 1), "-" | "–" | "—" | "--");
    // Without its dash: `ACCRA, 9 May 2023`
    let dated = tree.len() < 8
        && tree.len() > 2
        && tree.form(1) == ","
        && tree.form(2).bytes().all(|b| b.is_ascii_digit());
    capitals && (ends || dated) && (0..token).all(|t| tree.form(t).chars().all(char::is_uppercase))
}

/// `NEW YORK` → `New York`
fn capitalised(text: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| first.to_string() + &letters.as_str().to_lowercase())
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A phrase that begins a sentence, with its common noun in lower case.
pub(super) fn plain_start(tree: &Tree, words: &[usize], text: String) -> String {
    let Some(&first) = words.first() else { return text };
    let opens = (0..first).all(|t| {
        matches!(tree.upos(t), Upos::Punct | Upos::Det)
            || tree.xpos(t) == Xpos::Vbg && tree.rel(t) == Deprel::Case
    });
    let common = match tree.upos(first) {
        Upos::Noun | Upos::Num | Upos::Adv | Upos::Adp | Upos::Det => true,
        Upos::Adj | Upos::Verb => !lexicon::is_proper_adjective(tree.form(first)),
        _ => false,
    } && tree.parse.name_at(first).is_none();
    let form = tree.form(first);
    let mut letters = form.chars();
    let title = words.get(1).is_some_and(|&w| tree.form(w).starts_with(char::is_uppercase));
    let capital =
        !title && letters.next().is_some_and(char::is_uppercase) && letters.all(|c| !c.is_uppercase());
    if opens && common && capital && text.starts_with(form) && lexicon::place(form).is_none() {
        form.to_lowercase() + &text[form.len()..]
    } else {
        text
    }
}

/// The type of what a common noun names.
pub(crate) fn noun_type(tree: &Tree, head: usize) -> EntityType {
    let plural = matches!(tree.xpos(head), Xpos::Nns | Xpos::Nnps);
    kind(tree, head, &[head], tree.form(head), Form::Nominal, plural, false, 0)
}

/// `a wave of people`, `dozens of rounds`: what there are many of; any other nominal itself.
pub(super) fn counted(tree: &Tree, head: usize) -> usize {
    let lemma = tree.lemma(head);
    let share = matches!(lemma, "number" | "percent" | "share" | "part" | "rest" | "score" | "half" | "one");
    if share || tree.upos(head) != Upos::Noun || !lexicon::is("quantifier-noun", lemma) {
        return head;
    }
    tree.kids_by(head, Deprel::Nmod).find(|&k| k > head && tree.preposition(k) == "of").unwrap_or(head)
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
    of(tree.lemma(head)).or_else(|| of(&tree.form(head).to_lowercase())).or_else(|| {
        // `his agent` may be a woman.
        let told = |k: &usize| *k < head && tree.rel(*k) != Deprel::NmodPoss;
        tree.kids(head).iter().filter(|k| told(k)).find_map(|&k| of(tree.lemma(k)))
    })
}
