//! Where names begin and end, and how they hang together: the arcs within and beside them.

use super::bodies;
use super::words::Words;
use crate::analyse::{Analysis, Deprel, Name, NameType, Parse, Upos, Xpos};
use crate::lexicon;
use crate::text::Document;
use rustc_hash::{FxHashMap, FxHashSet};

/// Puts the names of each sentence in shape.
pub(super) fn settle(document: &Document, analysis: &mut Analysis) {
    let capital = always_capital(document, analysis);
    for (index, parse) in analysis.sentences.iter_mut().enumerate() {
        let read = parse.clone();
        let words = Words::new(document, index, &read);
        proper(&words, parse, &capital);
        offices(&words, parse);
        bounds(&words, parse);
        bodies::settle(&words, parse);
        twins(parse);
        owner(&words, parse);
        described(&words, parse);
        beside(&words, parse);
    }
    whole(document, analysis);
}

/// Names as long as the article has them elsewhere: `Queen`, where `of Alder` follows, and `Queen of Alder` is a name.
fn whole(document: &Document, analysis: &mut Analysis) {
    let mut known: FxHashMap<String, Vec<(String, NameType)>> = FxHashMap::default();
    for (index, parse) in analysis.sentences.iter().enumerate() {
        let words = Words::new(document, index, parse);
        for name in parse.names.iter().filter(|n| n.end - n.start > 1) {
            let forms: Vec<String> = (name.start..name.end).map(|t| words.form(t).to_owned()).collect();
            let of_first = known.entry(forms[0].clone()).or_default();
            let rest = forms[1..].join(" ");
            if !of_first.iter().any(|(r, _)| *r == rest) {
                of_first.push((rest, name.kind));
            }
        }
    }
    for (index, parse) in analysis.sentences.iter_mut().enumerate() {
        let read = parse.clone();
        let words = Words::new(document, index, &read);
        for start in 0..read.len() {
            let Some(longer) = known.get(words.form(start)) else { continue };
            let marked = parse.names.iter().position(|n| n.start <= start && start < n.end);
            if marked.is_some_and(|n| parse.names[n].start != start) {
                continue;
            }
            let after = marked.map_or(start + 1, |n| parse.names[n].end);
            let free = |t: usize| t < after || read.name_at(t).is_none();
            let length = |rest: &str| 1 + rest.split(' ').count();
            let fits = |(rest, _): &&(String, NameType)| {
                let end = start + length(rest);
                end > after
                    && end <= read.len()
                    && (start..end).all(free)
                    && rest.split(' ').enumerate().all(|(i, w)| words.form(start + 1 + i) == w)
            };
            let longest = longer.iter().filter(fits).max_by_key(|(rest, _)| length(rest));
            if let Some((rest, kind)) = longest {
                let end = start + length(rest);
                match marked {
                    Some(at) => parse.names[at].end = end,
                    None => parse.names.push(Name { start, end, kind: *kind }),
                }
            }
        }
        parse.names.sort_by_key(|n| n.start);
    }
}

/// Words that stand with a capital within sentences and never without one.
fn always_capital<'a>(document: &'a Document, analysis: &Analysis) -> FxHashSet<&'a str> {
    let mut seen: FxHashMap<String, (usize, bool)> = FxHashMap::default();
    let mut forms: FxHashMap<String, FxHashSet<&str>> = FxHashMap::default();
    for (index, parse) in analysis.sentences.iter().enumerate() {
        let words = Words::new(document, index, parse);
        // A headline may have all its words capital.
        let plain = (1..parse.len()).filter(|&t| !words.is_capital(t)).count() * 2 > parse.len();
        for token in 0..parse.len() {
            let form = words.form(token);
            let entry = seen.entry(form.to_lowercase()).or_default();
            if !words.is_capital(token) {
                entry.1 = true;
            } else if token > 0 && plain && !matches!(words.form(token - 1), "\"" | "“" | ":" | "‘" | "'")
            {
                entry.0 += 1;
            }
            if words.is_capital(token) {
                forms.entry(form.to_lowercase()).or_default().insert(form);
            }
        }
    }
    let always = seen.into_iter().filter(|(_, (capital, plain))| *capital > 0 && !plain);
    always.flat_map(|(word, _)| forms.remove(&word).unwrap_or_default()).collect()
}

/// A capital noun that the article never writes otherwise is a proper one: `Ferroluz will hire`, `Tamarack Brands`.
fn proper(words: &Words, parse: &mut Parse, capital: &FxHashSet<&str>) {
    for token in 0..parse.len() {
        let form = words.form(token);
        let known = lexicon::noun_class(&words.lemma(token)).is_some();
        // A common word may begin a sentence, or stand in a title.
        let beside = |t: Option<usize>| {
            t.is_some_and(|t| t < parse.len() && parse.upos[t] == Upos::Propn && words.is_capital(t))
        };
        let named = beside(token.checked_sub(1)) && parse.deprel[token] != Deprel::Appos;
        if parse.upos[token] == Upos::Noun
            && form.chars().count() > 2
            && capital.contains(form)
            && (!known || named && token > 1)
            && !lexicon::is("title", &words.lemma(token))
        {
            let many = parse.xpos[token] == Xpos::Nns;
            parse.upos[token] = Upos::Propn;
            parse.xpos[token] = if many { Xpos::Nnps } else { Xpos::Nnp };
        }
    }
}

/// `China's Defense Minister`: an office alone is nobody's name. A single word may be one: `King said`.
fn offices(words: &Words, parse: &mut Parse) {
    let names = std::mem::take(&mut parse.names);
    let known = |t: usize| {
        let lemma = words.lemma(t);
        lexicon::noun_class(&lemma).is_some()
            || lexicon::is("title", &lemma)
            || matches!(parse.deprel[t], Deprel::Amod | Deprel::NmodDesc | Deprel::Det)
    };
    let office = |name: &Name| {
        name.kind == NameType::Person
            && name.end - name.start > 1
            && lexicon::is("title", &words.lemma(name.end - 1))
            && (name.start..name.end).all(|t| known(t) && lexicon::is_mans_name(words.form(t)).is_none())
    };
    parse.names = names.into_iter().filter(|name| !office(name)).collect();
}

/// A place's name begins behind what kind of place it is; an agency's begins with the adjective that is part of it: `European Space Agency`.
fn bounds(words: &Words, parse: &mut Parse) {
    let mut names = std::mem::take(&mut parse.names);
    for name in &mut names {
        // `town of Kalvik`
        if name.end - name.start == 3
            && words.lemma(name.start + 1) == "of"
            && !words.is_capital(name.start)
            && lexicon::is("place-class", &words.lemma(name.start))
        {
            name.start += 2;
        }
    }
    for at in 0..names.len() {
        let name = names[at];
        let Some(before) = name.start.checked_sub(1) else { continue };
        let last = words.lemma(name.end - 1);
        let free = at == 0 || names[at - 1].end <= before;
        if name.kind == NameType::Organization
            && free
            && name.end - name.start > 1
            && parse.upos[before] == Upos::Adj
            && words.is_capital(before)
            && parse.deprel[before] == Deprel::Amod
            && lexicon::is("org-suffix", &last)
        {
            names[at].start = before;
        }
    }
    parse.names = names;
}

/// The words of one name hang on each other, not side by side on something else.
fn twins(parse: &mut Parse) {
    let names = parse.names.clone();
    for name in names.iter().filter(|n| n.end - n.start > 1) {
        let outside = |parse: &Parse, t: usize| parse.head[t].is_none_or(|h| h < name.start || h >= name.end);
        let loose: Vec<usize> = (name.start..name.end).filter(|&t| outside(parse, t)).collect();
        let alike = |pair: &[usize]| {
            parse.head[pair[0]] == parse.head[pair[1]]
                && parse.deprel[pair[0]] == parse.deprel[pair[1]]
                && parse.head[pair[0]].is_some()
                && parse.upos[pair[0]] == Upos::Propn
                && parse.upos[pair[1]] == Upos::Propn
        };
        let one =
            |pair: &[usize]| parse.head[pair[0]] == parse.head[pair[1]] && parse.head[pair[0]].is_some();
        if loose.len() < 2 || !loose.windows(2).all(one) {
            continue;
        }
        // `left Lima United`: what the second is taken for (a state, an adverb) is no reading of a name.
        let first = !loose.windows(2).all(alike) || name.kind == NameType::Person;
        let head = if first { loose[0] } else { loose[loose.len() - 1] };
        for &token in loose.iter().filter(|&&t| t != head) {
            parse.head[token] = Some(head);
            parse.deprel[token] = if first { Deprel::Flat } else { Deprel::Compound };
        }
    }
}

/// `and Japan's JAXA`: an owner is none of those coordinated.
fn owner(words: &Words, parse: &mut Parse) {
    for token in 0..parse.len() {
        if parse.deprel[token] != Deprel::Conj || parse.upos[token] != Upos::Propn {
            continue;
        }
        let mark = words.kids(token, Deprel::Case).find(|&k| parse.xpos[k] == Xpos::Pos);
        let Some(after) = mark.map(|m| m + 1).filter(|&a| a < parse.len()) else { continue };
        let twin = (after..parse.len().min(after + 4)).find(|&t| {
            parse.deprel[t] == Deprel::Conj
                && parse.head[t] == parse.head[token]
                && parse.upos[t] == Upos::Propn
        });
        if let Some(twin) = twin {
            parse.head[token] = Some(twin);
            parse.deprel[token] = Deprel::NmodPoss;
            let conjunction: Vec<usize> = words.kids(token, Deprel::Cc).collect();
            for word in conjunction {
                parse.head[word] = Some(twin);
            }
        }
    }
}

/// `Carrow defender Liam Shaw`, `Norway's Foreign Minister Ann Roe`: the name is the head, what he is goes before it.
fn described(words: &Words, parse: &mut Parse) {
    for noun in 0..parse.len() {
        let lemma = words.lemma(noun);
        let title = lexicon::is("title", &lemma) && parse.name_at(noun).is_none();
        if !title && !words.is_plain_noun(noun) {
            continue;
        }
        let person =
            title || lexicon::noun_class(&lemma) == Some("person") || lexicon::occupation(&lemma).is_some();
        let name = noun + 1;
        let apposed = title && parse.deprel.get(name) == Some(&Deprel::Appos);
        let follows = name < parse.len()
            && parse.head[name] == Some(noun)
            && (parse.deprel[name] == Deprel::Flat || apposed)
            && parse.upos[name] == Upos::Propn
            && words.is_capital(name);
        if !person || !follows {
            continue;
        }
        let last = (name..parse.len()).take_while(|&t| parse.upos[t] == Upos::Propn).last().unwrap_or(name);
        parse.head[name] = parse.head[noun];
        parse.deprel[name] = parse.deprel[noun];
        parse.head[noun] = Some(name);
        parse.deprel[noun] = Deprel::NmodDesc;
        for token in (0..parse.len()).filter(|&t| t != name) {
            if parse.head[token] != Some(noun) {
                continue;
            }
            if token > noun && token <= last {
                parse.head[token] = Some(name);
                parse.deprel[token] = Deprel::Flat;
            } else if apposed && parse.deprel[token] == Deprel::NmodPoss {
                // The country has a minister, not the woman.
            } else if token > last || !matches!(parse.deprel[token], Deprel::Compound | Deprel::Amod) {
                parse.head[token] = Some(name);
            }
        }
    }
}

/// `to the capital, Dar Essa`: a name set off behind a noun that says what it is stands beside it.
fn beside(words: &Words, parse: &mut Parse) {
    let names = parse.names.clone();
    for name in names.iter().filter(|n| matches!(n.kind, NameType::Place | NameType::Person)) {
        let head = words.head_of(name.start, name.end);
        let Some(noun) = name.start.checked_sub(2).filter(|_| words.form(name.start - 1) == ",") else {
            continue;
        };
        let lemma = words.lemma(noun);
        let says = match name.kind {
            NameType::Place => lexicon::is("place-class", &lemma) || lemma == "capital",
            _ => lexicon::noun_class(&lemma) == Some("person"),
        };
        let article = words.kids(noun, Deprel::Det).any(|d| words.lemma(d) == "the")
            || words.kids(noun, Deprel::NmodPoss).next().is_some();
        let loose = matches!(
            parse.deprel[head],
            Deprel::OblUnmarked | Deprel::NmodUnmarked | Deprel::Dep | Deprel::Parataxis | Deprel::List
        );
        if says && article && loose && words.is_plain_noun(noun) && parse.head[head] != Some(noun)
            || says && article && loose && parse.head[head] == Some(noun)
        {
            // Never beside what hangs on the name itself.
            if parse.head[noun] != Some(head) {
                parse.head[head] = Some(noun);
                parse.deprel[head] = Deprel::Appos;
            }
        }
    }
}
