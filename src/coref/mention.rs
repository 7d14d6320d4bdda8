//! The nominals of a sentence: which words name them, of what kind, number and gender they are.

use super::kind::{is_firm, kind};
use super::time_noun::is_time;
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

/// The words that name what a token heads: the shortest phrase that identifies it.
pub(crate) fn name_words(tree: &Tree, head: usize) -> Vec<usize> {
    let words = match (is_time(tree, head), named_span(tree, head)) {
        (true, _) => tree.subtree(head, |t| {
            matches!(
                tree.rel(t),
                Deprel::AclRelcl
                    | Deprel::Acl
                    | Deprel::Appos
                    | Deprel::Det
                    | Deprel::Case
                    | Deprel::Cc
                    | Deprel::Nsubj
                    | Deprel::Cop
                    | Deprel::Aux
                    | Deprel::Parataxis
                    | Deprel::Advcl
            ) && tree.head(t) == Some(head)
                || tree.rel(t) == Deprel::Conj && !tree.adds_up(t) && tree.head(t) == Some(head)
                || tree.rel(t) == Deprel::NmodPoss && tree.upos(t) == Upos::Pron
        }),
        (false, Some(span)) => span,
        _ => phrase(tree, head, 0),
    };
    // What hyphens tie together is one word, and titles in a row are one title.
    let mut words: Vec<usize> = words.into_iter().flat_map(|w| tree.whole(w)).collect();
    words.extend(tree.title_before(head));
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
    // `the Lady Ann` is a ship's or an inn's name.
    let article = |t: usize| t > 0 && tree.lemma(t - 1) == "the" && lexicon::is("honorific", tree.lemma(t));
    let title = |t: usize| tree.rel(t) == Deprel::NmodDesc && t < head && tree.is_title(t) && !article(t);
    // `Jong-un`, `Al-Haram`: what a hyphen ties to the name is part of it.
    let (mut start, mut end) = (name.start, name.end);
    while end + 1 < tree.len() && tree.form(end) == "-" && tree.touch(end - 1) && tree.touch(end) {
        end += 2;
    }
    while start > 1 && tree.form(start - 1) == "-" && tree.touch(start - 1) && tree.touch(start - 2) {
        start -= 2;
    }
    // `Roman Britain` is not the country.
    let of_a_time = |t: usize| {
        tree.upos(t) == Upos::Adj
            && tree.head(t) == Some(head)
            && lexicon::is("past-adj", &tree.form(t).to_lowercase())
    };
    if name.kind == NameType::Place && start > 0 && of_a_time(start - 1) {
        start -= 1;
    }
    let mut words: Vec<usize> = (start..end)
        .filter(|&t| !title(t) && !tree.ancestors(t).take_while(|&a| (start..head).contains(&a)).any(title))
        .collect();
    if words.last().is_some_and(|&t| tree.xpos(t) == Xpos::Pos) {
        words.pop();
    }
    let mark = words.last().map_or(head, |l| l + 1);
    let owns =
        tree.rel(head) == Deprel::NmodPoss || tree.head(head).is_some_and(|h| h > mark && tree.is_nominal(h));
    // `Moody's said`
    if !owns && mark < tree.len() && tree.xpos(mark) == Xpos::Pos && tree.form(mark).len() > 1 {
        words.push(mark);
    }
    // `Prime` of `Prime Minister Ann Roe` is the title's.
    if let Some(gap) = words.windows(2).rposition(|pair| pair[0] + 1 < pair[1] && title(pair[0] + 1)) {
        words.drain(..=gap);
    }
    // A name that the parser cut otherwise is left to the tree.
    let army = words.len() == 1 && lexicon::is("org-suffix", tree.lemma(head));
    // `Dorn & Vale`
    for partner in tree.kids_by(head, Deprel::Conj).filter(|&k| tree.joined_name(k)) {
        words.extend(words.last().map_or(partner, |l| l + 1)..=partner);
        words.sort_unstable();
        words.dedup();
    }
    let counted = tree.kids_by(head, Deprel::Nummod).any(|k| k < name.start);
    let compass = |t: usize| lexicon::is("compass", tree.lemma(t));
    let whole = !army && !counted && words.iter().all(|&t| compass(t) || tree.dominates(head, t));
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
    let derived = lexicon::nominalised_verb(tree.lemma(head)).is_some_and(|v| v != tree.lemma(head));
    let mut with_complement = false;
    for &k in tree.kids(head) {
        let lemma = tree.lemma(k);
        match tree.rel(k) {
            // `the attorney general`
            Deprel::Amod if k == head + 1 && lemma == "general" && !proper => words.push(k),
            // `rival Tamarack Brands`
            Deprel::Amod if k < head && proper && lexicon::is("party-noun", lemma) => {}
            Deprel::Amod if k < head && !lexicon::is("empty-adj", lemma) => {
                words.extend(tree.subtree(k, |t| tree.rel(t).is(Deprel::Advcl) || tree.upos(t) == Upos::Det));
            }
            Deprel::Compound if action && is_time(tree, k) => {}
            // `the champions Port Rovers 2-1`
            Deprel::Flat if !proper && tree.upos(k) == Upos::Num => {}
            // `chip maker Novalis`, `the container ship Elbar`
            Deprel::Compound
                if proper
                    && k < head
                    && tree.upos(k) == Upos::Noun
                    && (tree.form(k).starts_with(char::is_lowercase) && tree.form(k + 1) != "-"
                        || lexicon::is("firm-noun", lemma)
                        || lexicon::occupation(lemma).is_some()) => {}
            Deprel::Compound | Deprel::Flat | Deprel::Goeswith => {
                words.extend(tree.subtree(k, |t| matches!(tree.rel(t), Deprel::Appos | Deprel::Det)));
            }
            Deprel::Nummod | Deprel::NmodUnmarked | Deprel::Dep
                if tree.rel(k) == Deprel::Nummod && !counts_several(tree, head, k)
                    || ((proper || tree.form(head).starts_with(char::is_uppercase))
                        && tree.upos(k) == Upos::Num
                        && k == head + 1) =>
            {
                words.extend(tree.subtree(k, |_| false));
            }
            Deprel::Conj if tree.adds_up(k) => words.extend(tree.subtree(k, |_| false)),
            // `measures 9 metres by 6`
            Deprel::Nmod
                if tree.upos(k) == Upos::Num
                    && k > head
                    && tree.preposition(k) == "by"
                    && tree.kids_by(head, Deprel::Nummod).next().is_some() =>
            {
                words.extend(tree.subtree(k, |_| false));
            }
            // `deserves more attention`
            Deprel::Amod
                if k < head
                    && matches!(lemma, "more" | "less" | "fewer")
                    && tree.rel(head) == Deprel::Obj =>
            {
                words.push(k);
            }
            // `some investors` are not all of them, `two other firms` not these.
            Deprel::Det if lexicon::is("part-of", lemma) && is_plural(tree, head) => words.push(k),
            // `almost no costumes`
            Deprel::Det if lemma == "no" && k > 0 && matches!(tree.lemma(k - 1), "almost" | "virtually") => {
                words.extend([k - 1, k]);
            }
            // `another passenger`
            Deprel::Det if lemma == "another" => words.push(k),
            // `predicted no change`
            Deprel::Det
                if lemma == "no"
                    && tree.rel(head) == Deprel::Obj
                    && tree.head(head).is_some_and(|v| lexicon::is("forecast-verb", tree.lemma(v))) =>
            {
                words.push(k);
            }
            // `carried the same number`
            Deprel::Amod if k < head && lemma == "same" && tree.rel(head).is(Deprel::Obj) => words.push(k),
            Deprel::Amod
                if k < head
                    && (lexicon::is("part-of", lemma) && is_plural(tree, head)
                        || lemma == "other"
                            && tree.kids(head).iter().any(|&n| {
                                tree.rel(n) == Deprel::Nummod || lexicon::is("part-of", tree.lemma(n))
                            })) =>
            {
                words.extend(tree.subtree(k, |t| tree.upos(t) == Upos::Det));
            }
            Deprel::NmodDesc
                if lemma == "st."
                    || !proper
                    // `Stavros` of a name that the parser takes for a title
                    || k + 1 == head && !tree.is_title(k) && tree.parse.name_at(k).is_none()
                    || k > 0 && tree.lemma(k - 1) == "the" && lexicon::is("honorific", lemma) =>
            {
                words.push(k);
            }
            // `more than half of sales`, `almost a third`
            Deprel::Advmod | Deprel::Det
                if k < head && lexicon::is("fraction-noun", tree.lemma(head)) && tree.lemma(k) != "the" =>
            {
                words.extend(tree.subtree(k, |_| false))
            }
            Deprel::Advmod if k < head && matches!(tree.upos(head), Upos::Num | Upos::Sym) => {
                words.extend(tree.subtree(k, |_| false))
            }
            Deprel::NmodPoss
                if matches!(tree.upos(k), Upos::Propn)
                    && depth < 2
                    && (!action || tree.kids_by(head, Deprel::Amod).any(|a| tree.xpos(a) == Xpos::Jjs))
                    && !tree.kids(head).iter().any(|&t| tree.rel(t) == Deprel::NmodDesc) =>
            {
                let possessor = tree.subtree(k, |t| matches!(tree.rel(t), Deprel::Appos | Deprel::AclRelcl));
                words.extend(possessor);
            }
            // `two million euros' worth of cargo`
            Deprel::NmodPoss if tree.lemma(head) == "worth" => words.extend(tree.subtree(k, |_| false)),
            // `a request for the return of three heads`
            Deprel::Nmod
                if k > head
                    && !with_complement
                    && (depth < 1
                        || depth < 2
                            && (derived || tree.lemma(head) == "number")
                            && tree.preposition(k) == "of") =>
            {
                let preposition = tree.preposition(k);
                let joins = preposition == "of"
                    // `routes between two towns`, `redundancies among the crews`
                    || matches!(&*preposition, "between" | "among") && !proper
                    || lexicon::is("kin-noun", tree.lemma(head)) && matches!(&*preposition, "to" | "for")
                    || action
                        && matches!(preposition.as_str(), "to" | "between" | "with" | "on" | "for" | "in")
                        // `finance the purchase with a loan`
                        && !(preposition == "with"
                            && lexicon::happening(tree.lemma(head)).is_some_and(|(p, _)| p != "with"))
                        && !proper
                    // `became professor at the University of Graz`, `approval by the Medicines Agency`
                    || preposition == "at"
                        && !proper
                        && tree.upos(k) == Upos::Propn
                        && tree.rel(head) == Deprel::Xcomp
                        && lexicon::noun_class(tree.lemma(head)) == Some("person")
                    || derived && !proper && tree.upos(k) == Upos::Propn && matches!(&*preposition, "from" | "by")
                    // `a laboratory in Groningen`: not any laboratory.
                    || preposition == "in"
                        && !proper
                        && tree.upos(k) == Upos::Propn
                        && !is_plural(tree, head)
                        && lexicon::is("site-noun", tree.lemma(head))
                        && !tree.kids_by(head, Deprel::Compound).any(|c| tree.upos(c) == Upos::Propn)
                    // `shares in Elbar`, `analysts at Elbar`: of all shares, of all analysts nothing is said.
                    || preposition == "in" && lexicon::is("share-noun", tree.lemma(head))
                    || matches!(preposition.as_str(), "at" | "from")
                        && tree.upos(k) == Upos::Propn
                        && !proper
                        && is_plural(tree, head)
                        && lexicon::noun_class(tree.lemma(head)) == Some("person");
                let time = lexicon::is("time-noun", tree.lemma(k));
                let what = matches!(tree.upos(k), Upos::Pron | Upos::Adv | Upos::Sconj);
                if joins && !time && !what {
                    with_complement = true;
                    words.extend(tree.case(k));
                    words.extend(tree.kids_by(k, Deprel::Det).filter(|&d| tree.lemma(d) == "the"));
                    // `the home of her brother-in-law`
                    let kin = lexicon::is("kin-noun", tree.lemma(k))
                        || lexicon::noun_class(tree.lemma(k)) == Some("person");
                    words.extend(
                        tree.kids_by(k, Deprel::NmodPoss).filter(|&p| kin && tree.upos(p) == Upos::Pron),
                    );
                    // `the dreams of children and the trust of their parents`
                    let apart = |c: usize| {
                        c != k
                            && tree.kids_by(c, Deprel::Det).any(|d| tree.lemma(d) == "the")
                            && tree.kid(k, Deprel::Det).is_none()
                            && tree.kids_by(c, Deprel::Nmod).any(|n| n > c)
                    };
                    for (i, c) in tree.conjuncts(k).into_iter().take_while(|&c| !apart(c)).enumerate() {
                        // `a bid for the Finnish shipbuilder Merivaara`
                        let beside = tree.named_beside(c).and_then(|name| named_span(tree, name));
                        let the = |d: &usize| beside.is_none() && tree.lemma(*d) == "the";
                        words.retain(|w| {
                            tree.head(*w) != Some(c) || tree.rel(*w) != Deprel::Det || beside.is_none()
                        });
                        if i > 0 {
                            words.extend(tree.kids_by(c, Deprel::Cc));
                            words.extend(tree.kids_by(c, Deprel::Det).filter(the));
                        }
                        let name = beside.or_else(|| named_span(tree, c));
                        words.extend(name.unwrap_or_else(|| phrase(tree, c, depth + 1)));
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

/// `2,300 drivers and signallers`: so many of both together.
fn counts_several(tree: &Tree, head: usize, number: usize) -> bool {
    number < head
        && is_plural(tree, head)
        && tree.upos(head) == Upos::Noun
        && tree.kids_by(head, Deprel::Conj).any(|c| {
            is_plural(tree, c)
                && tree.upos(c) == Upos::Noun
                && tree.kids_by(c, Deprel::Cc).any(|w| tree.lemma(w) == "and")
                && tree.kids(c).iter().all(|&k| {
                    k > c
                        || matches!(tree.rel(k), Deprel::Cc | Deprel::Punct | Deprel::Compound | Deprel::Amod)
                })
        })
}

fn is_plural(tree: &Tree, noun: usize) -> bool {
    matches!(tree.xpos(noun), Xpos::Nns | Xpos::Nnps)
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
