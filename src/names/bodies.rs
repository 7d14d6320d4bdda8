//! Names of bodies that say what the body is for: a list, or what stands behind `for`.

use super::words::Words;
use crate::analyse::{Deprel, NameType, Parse, Upos, Xpos};
use crate::lexicon;

/// Makes each of them one name.
pub(super) fn settle(words: &Words, parse: &mut Parse) {
    fields(words, parse);
    listed(words, parse);
    purposes(words, parse);
}

/// `Union of Rail, Maritime and Transport Workers`: what a body is for is one list, and the list is part of its name.
fn fields(words: &Words, parse: &mut Parse) {
    let common = |t: usize| {
        lexicon::place(words.form(t)).is_none() && (is_noun(words, t) || parse.upos[t] == Upos::Adj)
    };
    let joins = |t: usize| matches!(words.form(t), "and" | "&" | ",");
    let names = parse.names.clone();
    let longer = names.windows(2).filter_map(|pair| {
        let [body, rest] = pair else { return None };
        let listed = body.kind == NameType::Organization
            && rest.kind == NameType::Organization
            && body.end + 1 == rest.start
            && words.form(body.end) == ","
            && (rest.start..rest.end).any(|t| matches!(words.form(t), "and" | "&"));
        let of = (body.start..body.end).find(|&t| matches!(words.form(t), "of" | "for"))?;
        let is_body = (body.start..of).any(|t| lexicon::is("body-noun", &words.lemma(t)));
        let plain = (of + 1..body.end).chain(rest.start..rest.end).all(|t| joins(t) || common(t));
        (listed && is_body && plain).then_some((body.start, rest.end))
    });
    let longer: Vec<(usize, usize)> = longer.collect();
    for (start, end) in longer {
        parse.names.retain(|n| n.start <= start || n.start >= end);
        if let Some(name) = parse.names.iter_mut().find(|n| n.start == start) {
            name.end = end;
        }
    }
}

/// Whether a word of a name is a common noun too, one or several.
fn is_noun(words: &Words, token: usize) -> bool {
    let word = words.form(token).to_lowercase();
    let one = word.strip_suffix('s').unwrap_or(&word);
    lexicon::noun_class(&word).is_some() || lexicon::noun_class(one).is_some()
}

/// `Competition and Markets Authority`: what a body is for may be a list before it; the last of the two is the head.
fn listed(words: &Words, parse: &mut Parse) {
    let common = |t: usize| {
        let word = words.form(t).to_lowercase();
        let one = word.strip_suffix('s').unwrap_or(&word);
        lexicon::place(words.form(t)).is_none()
            && words.is_capital(t)
            && !lexicon::is("body-noun", one)
            && !lexicon::is("org-suffix", one)
            && is_noun(words, t)
    };
    let names = parse.names.clone();
    for pair in names.windows(2) {
        let [first, rest] = pair else { continue };
        let last = rest.end - 1;
        // `the`, `Britain's`: one determiner for both
        let told = first.start > 0
            && (parse.upos[first.start - 1] == Upos::Det || parse.xpos[first.start - 1] == Xpos::Pos);
        let body = rest.end - rest.start > 1 && lexicon::is("body-noun", &words.lemma(last));
        let one = first.end - first.start == 1
            && first.end + 1 == rest.start
            && matches!(words.form(first.end), "and" | "&")
            && rest.kind == NameType::Organization;
        let head = words.head_of(rest.start, rest.end);
        let (from, to) = (first.start, head);
        if !(told && body && one && common(from) && (rest.start..last).all(common))
            || parse.head[to] != Some(from)
            || parse.deprel[to] != Deprel::Conj
        {
            continue;
        }
        parse.head[to] = parse.head[from];
        parse.deprel[to] = parse.deprel[from];
        parse.head[from] = Some(to);
        parse.deprel[from] = Deprel::Compound;
        for token in (0..parse.len()).filter(|&t| t != to && (t < from || t >= rest.start)) {
            if parse.head[token] == Some(from) {
                parse.head[token] = Some(to);
            }
        }
        parse.names.retain(|n| n.start != rest.start);
        if let Some(name) = parse.names.iter_mut().find(|n| n.start == from) {
            (name.end, name.kind) = (rest.end, NameType::Organization);
        }
    }
}

/// `Organization for Security and Co-operation in Europe`: what a body is for is part of its name.
fn purposes(words: &Words, parse: &mut Parse) {
    let names = parse.names.clone();
    for name in names.iter().filter(|n| n.kind == NameType::Organization) {
        let body = words.lemma(name.end - 1);
        let kind = ["body-noun", "cause-body"].iter().any(|set| lexicon::is(set, &body));
        let capital = |t: usize| t < parse.len() && words.is_capital(t);
        let marks = name.end < parse.len() && words.form(name.end) == "for" && capital(name.end + 1);
        if !(kind && marks && words.is_capital(name.end - 1)) {
            continue;
        }
        let mut end = name.end + 2;
        loop {
            let joins = end + 1 < parse.len()
                && (matches!(words.form(end), "and" | "&" | "of" | "-")
                    || words.form(end) == "in" && lexicon::place(words.form(end + 1)).is_some());
            if capital(end) {
                end += 1;
            } else if joins && capital(end + 1) {
                end += 2;
            } else {
                break;
            }
        }
        let head = words.head_of(name.start, name.end);
        let within = |t: usize| t >= name.start && t < end;
        // Nothing outside may hang on what becomes part of the name.
        let apart =
            (0..parse.len()).all(|t| within(t) || !parse.head[t].is_some_and(|h| within(h) && h >= name.end));
        if !apart {
            continue;
        }
        for token in name.end..end {
            if parse.head[token].is_none_or(|h| !within(h)) {
                parse.head[token] = Some(head);
                parse.deprel[token] = Deprel::Nmod;
            }
        }
        parse.names.retain(|n| n.start <= name.start || n.start >= end);
        if let Some(longer) = parse.names.iter_mut().find(|n| n.start == name.start) {
            longer.end = end;
        }
    }
}
