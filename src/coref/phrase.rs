//! Which words of a phrase name what it stands for: `container ship` of `the huge container ship that ran aground`.

use super::time_noun::is_time;
use crate::analyse::{Deprel, NameType, Upos, Xpos};
use crate::clause::Tree;
use crate::lexicon;

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
    // a surname that was not seen to be one
    while end < tree.len()
        && tree.rel(end) == Deprel::Flat
        && tree.head(end) == Some(head)
        && tree.upos(end) == Upos::Propn
    {
        end += 1;
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
            // `$61 a share`
            Deprel::NmodUnmarked
                if k > head
                    && matches!(tree.upos(head), Upos::Num | Upos::Sym)
                    && tree.kids_by(k, Deprel::Det).any(|d| matches!(tree.lemma(d), "a" | "an")) =>
            {
                words.extend(tree.subtree(k, |_| false));
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
            Deprel::Advmod
                if k < head
                    && matches!(tree.upos(head), Upos::Num | Upos::Sym)
                    && !lexicon::is("focus-adverb", lemma) =>
            {
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
                    // `the prosecutor's office in York`
                    let whose = tree.kids_by(head, Deprel::Nmod).find(|&p| {
                        tree.rel(p) == Deprel::NmodPoss && tree.upos(p) == Upos::Noun && preposition == "in"
                    });
                    words
                        .extend(whose.map_or(Vec::new(), |p| tree.subtree(p, |t| tree.upos(t) == Upos::Det)));
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
