//! Time, place, purpose, duration, extent, source and content of a proposition, as the sentence words them, and its
//! times as dates.

use super::time::Timeline;
use super::worth;
use crate::analyse::{Deprel, NameType, Upos, Xpos};
use crate::clause::{Argument, Construction, Proposition, Role, Status, Tree};
use crate::lexicon::EntityType;
use crate::{coref, lexicon};

/// A clause of more words is no qualifier.
const LONGEST: usize = 24;
/// A longer purpose is a matter of its own.
const PURPOSE: usize = 10;

/// Kind and words, ordered; beside `time` what it is on the calendar: `at`, `since`, `until`.
pub(super) fn qualifiers(
    tree: &Tree,
    sentence: usize,
    proposition: &Proposition,
    timeline: &Timeline,
) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let oblique: Vec<usize> =
        proposition.arguments.iter().filter(|a| a.role == Role::Oblique).map(|a| a.head).collect();
    for argument in proposition.arguments.iter().filter(|a| a.role == Role::Oblique) {
        let preposition = argument.preposition.as_str();
        // `for the second time` is no duration; what a verb takes by a particle is no place.
        let turn = preposition == "for" && tree.lemma(argument.head) == "time";
        // `the fastest marathon in history`; `14 women with times under two hours`
        let no_time = tree.lemma(argument.head) == "history"
            || matches!(preposition, "under" | "above" | "below" | "with");
        let turn = turn || no_time && coref::is_time(tree, argument.head) || preposition == "according-to";
        let kind = if turn || timeline.at(sentence, argument.head).is_some() {
            continue;
        } else if coref::is_time(tree, argument.head) && preposition != "of" {
            match preposition {
                // `won in two hours and 9 minutes`
                "in" if lexicon::is("short-time", tree.lemma(argument.head))
                    && tree.kid(argument.head, Deprel::Nummod).is_some() =>
                {
                    "duration"
                }
                // `called a strike for June 20` says when.
                "for" if is_date(tree, argument.head) => "time",
                "for" => "duration",
                // `sentenced to four years`
                "to" if tree.kids_by(argument.head, Deprel::Nummod).next().is_some() => "extent",
                _ => "time",
            }
        } else if lexicon::is("place-prep", preposition)
            && !is_particle(tree, proposition.predicate, argument)
            && is_place(tree, argument.head)
        {
            "place"
        } else if preposition == "in"
            && of_object(proposition)
            && lexicon::is("event-noun", tree.lemma(argument.head))
            && tree
                .kids(argument.head)
                .iter()
                .any(|&k| tree.rel(k).is(Deprel::Det) || tree.rel(k) == Deprel::NmodPoss)
        {
            // `killed in a climbing accident`; but `in protest`
            "in"
        } else if preposition == "by" && worth::is_extent(tree, argument.head) {
            "extent"
        } else if preposition == "from" && of_object(proposition) {
            "source"
        } else if proposition.status == Status::Denied && !preposition.is_empty() && !sole(proposition) {
            // `cannot hold them on suspicion alone`: without the rest the opposite is said.
            "manner"
        } else if preposition == "for" && !sole(proposition) && is_purpose(tree, argument.head) {
            "purpose"
        } else if of_object(proposition)
            && argument.head > proposition.predicate
            && tree.head(argument.head) == Some(proposition.predicate)
            && lexicon::is("complement-prep", preposition)
        {
            // `handed the papers to a judge`: whom.
            preposition
        } else {
            continue;
        };
        let words = tree.subtree(argument.head, |t| {
            matches!(tree.rel(t), Deprel::Appos | Deprel::Punct | Deprel::Case)
                && tree.head(t) == Some(argument.head)
                || matches!(tree.rel(t), Deprel::AclRelcl | Deprel::Acl | Deprel::Parataxis)
                || tree.rel(t).is(Deprel::Nmod) && (timeline.at(sentence, t).is_some() || is_when(tree, t))
                // `a loan from Elbar, part of which …`
                || tree.rel(t) == Deprel::Appos
                    && tree.kids_by(t, Deprel::Nmod).any(|k| matches!(tree.lemma(k), "which" | "whom"))
        });
        let words = match kind {
            "time" => wording(tree, argument.head),
            "manner" => format!("{} {}", preposition.replace('-', " "), tree.words(&words)),
            _ => tree.words(&words),
        };
        found.push((kind.to_owned(), words));
    }
    let verbal = matches!(proposition.construction, Construction::Active | Construction::Passive);
    if verbal {
        let objects: Vec<usize> = proposition
            .arguments
            .iter()
            .filter(|a| matches!(a.role, Role::Object | Role::Indirect | Role::Complement))
            .map(|a| a.head)
            .collect();
        let much = objects
            .iter()
            .filter(|&&o| objects.len() > 1 && worth::is_extent(tree, o) && !coref::is_time(tree, o));
        found.extend(much.map(|&o| ("extent".to_owned(), tree.words(&coref::name_words(tree, o)))));
        // `paid the family 3 million`: whom.
        let given = proposition.arguments.iter().find(|a| a.role == Role::Indirect).filter(|_| {
            proposition.arguments.iter().any(|a| a.role == Role::Object)
                && lexicon::is("recipient-verb", tree.lemma(proposition.predicate))
        });
        found.extend(
            given
                .filter(|a| tree.upos(a.head) != Upos::Pron)
                .map(|a| ("to".to_owned(), tree.words(&coref::name_words(tree, a.head)))),
        );
        // `cost the town 3 million`
        let indirect = proposition.arguments.iter().any(|a| a.role == Role::Indirect);
        let price = objects
            .last()
            .filter(|_| indirect && lexicon::is("cost-verb", tree.lemma(proposition.predicate)));
        found.extend(price.map(|&o| ("extent".to_owned(), tree.words(&coref::name_words(tree, o)))));
        found.extend(content(tree, proposition, &objects).map(|words| ("content".to_owned(), words)));
    }
    // `treats 700,000 patients a year`
    let rate = tree.kids(proposition.predicate).iter().copied().find(|&k| {
        k > proposition.predicate
            && tree.rel(k) == Deprel::OblUnmarked
            && lexicon::is("time-noun", tree.lemma(k))
            && tree.kids_by(k, Deprel::Det).any(|d| matches!(tree.lemma(d), "a" | "an" | "each" | "every"))
    });
    let rate = rate.filter(|_| verbal && !found.iter().any(|(kind, _)| kind == "extent"));
    found.extend(rate.map(|k| ("extent".to_owned(), tree.words(&tree.subtree(k, |_| false)))));
    found.extend(purpose(tree, proposition).filter(|_| verbal).map(|words| ("purpose".to_owned(), words)));
    // `Sunday's attack`, `three days later`: times that are no argument.
    let times = tree.kids(proposition.predicate).iter().copied().filter(|k| !oblique.contains(k));
    for head in oblique.iter().copied().chain(times) {
        if let Some(moment) = timeline.at(sentence, head) {
            found.push(("time".to_owned(), wording(tree, head)));
            found.extend(moment.qualifiers().map(|(kind, value)| (kind.to_owned(), value)));
        }
    }
    if proposition.construction == Construction::Nominalisation {
        let duration = tree
            .kids_by(proposition.predicate, Deprel::Amod)
            .chain(tree.kids_by(proposition.predicate, Deprel::Compound))
            .filter(|&k| timeline.at(sentence, k).is_none());
        for k in duration.filter(|&k| coref::is_time(tree, k) || tree.form(k).ends_with("-day")) {
            found.push(("duration".to_owned(), tree.words(&tree.subtree(k, |_| false))));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The qualifiers of a statement about what stands behind a verb's preposition, with what the verb's object is: `handed
/// the papers to a judge`.
pub(super) fn what(
    object: Option<&str>,
    preposition: &str,
    qualifiers: &[(String, String)],
) -> Vec<(String, String)> {
    let mut all: Vec<_> = qualifiers.iter().filter(|(kind, _)| kind != preposition).cloned().collect();
    let object = object.filter(|object| !all.iter().any(|(_, words)| words == object));
    all.extend(object.map(|words| ("what".to_owned(), words.to_owned())));
    all.sort();
    all
}

/// What somebody is urged to do or blamed for, what a report says, what an effort is for: without it the fact says
/// little.
fn content(tree: &Tree, proposition: &Proposition, objects: &[usize]) -> Option<String> {
    let verb = proposition.predicate;
    let object = objects.iter().copied().find(|&o| o > verb);
    let to =
        |k: usize| tree.kids_by(k, Deprel::Mark).any(|m| matches!(tree.lemma(m), "to" | "that" | "whether"));
    // `cleared him of stealing`, `kept it from falling`
    let of = |k: usize| {
        let taken = |m: &usize| {
            let link = if tree.lemma(*m) == "to" { "to-ing" } else { tree.lemma(*m) };
            lexicon::complement(tree.lemma(verb), link).is_some()
        };
        tree.xpos(k) == Xpos::Vbg
            && tree.kids(k).iter().any(|m| matches!(tree.rel(*m), Deprel::Mark | Deprel::Case) && taken(m))
    };
    let clause = tree.kids(verb).iter().copied().find(|&k| {
        object.is_some_and(|o| k > o)
            && (matches!(tree.rel(k), Deprel::Xcomp | Deprel::Ccomp)
                && matches!(tree.upos(k), Upos::Verb | Upos::Aux)
                || tree.rel(k) == Deprel::Advcl && (of(k) || to(k) && lexicon::is("wish", tree.lemma(verb))))
            || matches!(tree.rel(k), Deprel::Xcomp | Deprel::Advcl)
                && to(k)
                && matches!(tree.lemma(verb), "call" | "appeal" | "plead" | "prevail")
                && proposition
                    .arguments
                    .iter()
                    .any(|a| matches!(a.preposition.as_str(), "on" | "upon" | "to" | "with"))
    });
    // `accused the firm of hiding it`, where the parser ties the gerund to the firm
    let clause = clause.or_else(|| tree.kids_by(object?, Deprel::Acl).find(|&k| Some(k) > object && of(k)));
    let clause = clause.or_else(|| {
        let object = object?;
        let said =
            ["speech-noun", "attitude-noun", "doubt-noun"].iter().any(|s| lexicon::is(s, tree.lemma(object)))
                || matches!(
                    lexicon::noun_class(tree.lemma(object)),
                    Some("time" | "communication" | "cognition")
                );
        // `signed a petition demanding that it stay`
        let demands = |k: usize| {
            tree.xpos(k) == Xpos::Vbg && ["say", "wish"].iter().any(|set| lexicon::is(set, tree.lemma(k)))
        };
        tree.kids_by(object, Deprel::Acl).find(|&k| k > object && (said && to(k) || demands(k)))
    })?;
    // `forced them to cancel it and left …`: what has a tense of its own is another matter.
    let other = |t: usize| {
        tree.rel(t) == Deprel::Conj
            && tree.head(t) == Some(clause)
            && (matches!(tree.xpos(t), Xpos::Vbd | Xpos::Vbz) && !matches!(tree.xpos(clause), Xpos::Vbd | Xpos::Vbz)
                // `denied that it had lied, and it will pay`
                || tree.kids_by(t, Deprel::Nsubj).next().is_some()
                    && tree.kids_by(t, Deprel::Mark).next().is_none()
                    && tree.kids_by(t, Deprel::Cc).any(|c| c > 0 && tree.form(c - 1) == ","))
    };
    let words = tree.subtree(clause, |t| {
        other(t)
            || matches!(tree.rel(t), Deprel::AclRelcl | Deprel::Appos | Deprel::Parataxis)
            || tree.rel(t) == Deprel::Advcl && tree.head(t) == Some(clause)
    });
    let mark = |t: &usize| tree.rel(*t) == Deprel::Punct;
    let end = words.iter().rposition(|t| !mark(t))? + 1;
    let start = words.iter().position(|t| !mark(t))?;
    // `told them never to sell it`
    let mut words = words[start..end].to_vec();
    if let Some(before) = words[0].checked_sub(1).filter(|&b| matches!(tree.lemma(b), "never" | "not")) {
        words.insert(0, before);
    }
    (words.len() <= LONGEST).then(|| tree.words(&words))
}

/// `raised 5 million to rebuild the church`: what for.
fn purpose(tree: &Tree, proposition: &Proposition) -> Option<String> {
    let verb = proposition.predicate;
    let object = proposition.arguments.iter().find(|a| a.role == Role::Object)?.head;
    let clause = tree.kids_by(verb, Deprel::Advcl).find(|&k| {
        k > object
            && tree.xpos(k) == Xpos::Vb
            && tree.kids_by(k, Deprel::Mark).any(|m| tree.lemma(m) == "to")
            && !lexicon::is("contest-verb", tree.lemma(verb))
            && !lexicon::is("wish", tree.lemma(verb))
            && tree.kids_by(k, Deprel::Nsubj).next().is_none()
            && tree.kids_by(k, Deprel::Mark).all(|m| tree.lemma(m) == "to")
    })?;
    let mut words = tree.subtree(clause, |t| {
        matches!(tree.rel(t), Deprel::AclRelcl | Deprel::Appos | Deprel::Parataxis | Deprel::Advcl)
            || tree.rel(t) == Deprel::Conj && tree.head(t) == Some(clause)
            || tree.rel(t) == Deprel::Cc
                && tree.head(t).is_some_and(|h| tree.rel(h) == Deprel::Conj && tree.head(h) == Some(clause))
    });
    while words.last().is_some_and(|&t| tree.rel(t) == Deprel::Punct) {
        words.pop();
    }
    let start = words.iter().position(|&t| tree.rel(t) != Deprel::Punct).unwrap_or(0);
    words.drain(..start);
    (words.len() <= PURPOSE).then(|| tree.words(&words))
}

/// `June 20`, `Monday`: a day, not how long.
fn is_date(tree: &Tree, head: usize) -> bool {
    let day = |t: usize| ["month", "weekday"].iter().any(|set| lexicon::is(set, tree.lemma(t)));
    std::iter::once(head)
        .chain(tree.kids(head).iter().copied())
        .any(|t| day(t) && tree.upos(t) == Upos::Propn)
}

/// Whether the fact itself says what for: `appeals for calm`.
fn sole(proposition: &Proposition) -> bool {
    !proposition.arguments.iter().any(|a| matches!(a.role, Role::Object | Role::Indirect))
}

/// Whether what is behind `from` is where the object is from.
fn of_object(proposition: &Proposition) -> bool {
    proposition.construction == Construction::Active
        && proposition.arguments.iter().any(|a| a.role == Role::Object)
}

/// `at the port on Thursday`
fn is_when(tree: &Tree, head: usize) -> bool {
    lexicon::is("weekday", tree.lemma(head))
        && tree.upos(head) == Upos::Propn
        && tree.rel(head) != Deprel::NmodPoss
}

/// `headed in a corner`: what was headed, not where.
fn is_particle(tree: &Tree, verb: usize, argument: &Argument) -> bool {
    argument.preposition == "in"
        && lexicon::is("strike-verb", tree.lemma(verb))
        && tree.upos(argument.head) == Upos::Noun
        && tree.case(argument.head).first() == Some(&(verb + 1))
}

/// Whether something can be where a thing happens.
fn is_place(tree: &Tree, head: usize) -> bool {
    if tree.upos(head) == Upos::Propn {
        return tree.parse.name_at(head).is_none_or(|n| n.kind != NameType::Person);
    }
    let lemma = tree.lemma(head);
    // `acquitted on a charge`, `on its side`, `in front of a crowd`, `the largest takeover in its history`
    let preposition = tree.preposition(head);
    let of = |k: usize| tree.preposition(k) == "of";
    let phrase = tree.kids_by(head, Deprel::Nmod).any(of)
        && lexicon::is("complex-prep", &format!("{preposition}-{lemma}-of"));
    let nowhere = lexicon::is("charge-noun", lemma) || lexicon::is("no-site-noun", lemma) || phrase;
    let no_gathering = !lexicon::is("event-noun", lemma)
        || tree.kids_by(head, Deprel::Amod).any(|k| tree.xpos(k) == Xpos::Jjs)
        || preposition != "at";
    // `called on the government`, `sits on the committee`
    let body = preposition == "on" && coref::noun_type(tree, head) == EntityType::Organization;
    if nowhere || body || preposition == "on" && lexicon::is("no-place", lemma) {
        return false;
    }
    // `in protest`, `in talks`: how, not where.
    let bare = tree.xpos(head) == Xpos::Nn
        && tree.kids(head).iter().all(|&k| tree.rel(k) == Deprel::Case || k > head);
    tree.upos(head) == Upos::Noun
        && (matches!(coref::noun_type(tree, head), EntityType::Place | EntityType::Organization)
            || !bare && !no_gathering && coref::noun_type(tree, head) == EntityType::Event
            || ["org-suffix", "organisation-noun"].iter().any(|set| lexicon::is(set, tree.lemma(head)))
            || matches!(lexicon::noun_class(tree.lemma(head)), Some("location" | "artifact" | "object")))
}

/// What something is done for; not for whom, or for how much.
fn is_purpose(tree: &Tree, head: usize) -> bool {
    tree.upos(head) == Upos::Noun
        && matches!(coref::noun_type(tree, head), EntityType::Concept | EntityType::Event)
        && tree.kids_by(head, Deprel::Nummod).next().is_none()
}

/// The words of a time; its preposition only where it says more than that it is then.
fn wording(tree: &Tree, head: usize) -> String {
    let plain = |t: usize| {
        tree.head(t) == Some(head)
            && (lexicon::time_word(&tree.form(t).to_lowercase(), "at").is_some()
                || matches!(tree.form(t), "'s" | "’s"))
    };
    let mut words = tree.subtree(head, |t| {
        matches!(tree.rel(t).universal(), Deprel::Acl | Deprel::Parataxis | Deprel::Advcl)
            || tree.rel(t) == Deprel::Case && plain(t)
            // `in August 2022, a week before the raid`
            || tree.rel(t) == Deprel::Appos && tree.head(t) == Some(head)
            // `by the end of June and with the agency later this year`
            || tree.rel(t) == Deprel::Conj && tree.head(t) == Some(head) && !coref::is_time(tree, t)
            || tree.rel(t) == Deprel::Cc && tree.head(t).is_some_and(|c| tree.head(c) == Some(head) && !coref::is_time(tree, c))
    });
    let mark = |t: &usize| tree.rel(*t) == Deprel::Punct;
    words.drain(..words.iter().position(|t| !mark(t)).unwrap_or(0));
    // `until 9,000 years ago, several millennia after …`: behind a comma only a year or another day is part of it.
    let comma = |&t: &usize| tree.form(t) == ",";
    let on = |t: usize| {
        tree.upos(t) == Upos::Num || ["weekday", "month"].iter().any(|set| lexicon::is(set, tree.lemma(t)))
    };
    let cut = (1..words.len()).find(|&i| {
        let parted = comma(&words[i - 1]) || (words[i - 1] + 1..words[i]).any(|t| comma(&t));
        parted && !on(words[i])
    });
    words.truncate(cut.unwrap_or(words.len()));
    while words.last().is_some_and(mark) && words.len() > 1 {
        words.pop();
    }
    tree.words(&words)
}
