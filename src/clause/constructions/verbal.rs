//! Verbs, active and passive, in clauses of every kind.
//!
//! Covers `The council bought the mill`, `The mill was bought by the council`, `a mill bought in 1990`.
//! Leaves participles that are plain adjectives (`the broken mill`).

use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::Context;
use crate::clause::frame::Frame;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::clause::tree::Tree;
use crate::lexicon::{self, third_person};

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for frame in context.frames.iter().filter(|f| !f.copular) {
        let verb = frame.head;
        if context.modality.unwanted(verb) || is_comparison(tree, verb) {
            continue;
        }
        let stance = context.modality.stance(verb);
        let open = context.modality.open(verb);
        let particles: Vec<usize> =
            tree.kids_by(verb, Deprel::Compound).filter(|&k| tree.rel(k) == Deprel::CompoundPrt).collect();
        let mut words: Vec<usize> = tree
            .kids(verb)
            .iter()
            .copied()
            .filter(|&k| tree.rel(k).is(Deprel::Aux) || tree.rel(k) == Deprel::CompoundPrt)
            .chain([verb])
            .collect();
        let mut arguments = frame.arguments.clone();
        let mut tail: String = particles.iter().map(|&k| format!("-{}", tree.lemma(k))).collect();
        // `was paid for by Elbar`
        if let Some(word) = stranded(tree, verb).filter(|_| frame.passive) {
            tail = format!("{tail}-{}", tree.lemma(word));
            words.push(word);
        }
        if let Some(word) = bound(tree, verb, frame, &mut arguments) {
            tail = format!("{tail}-{}", tree.form(word).to_lowercase());
            words.push(word);
        }
        if let Some(noun) = light_object(tree, verb, frame, &mut arguments) {
            tail = format!("{tail}-{}", tree.lemma(noun));
            words.push(noun);
        }
        if let Some(phrase) = set_phrase(tree, verb, &mut arguments) {
            tail = format!("{tail}-{}", tree.words(&phrase).to_lowercase().replace(' ', "-"));
            words.extend(phrase);
        }
        words.sort_unstable();
        let idiom = arguments.iter().position(|a| {
            a.role == Role::Object && lexicon::idiom(tree.lemma(verb), tree.lemma(a.head)).is_some()
        });
        let idiom = idiom.map(|at| arguments.remove(at).head).filter(|_| !frame.passive);
        let agent = arguments.iter().position(|a| {
            a.role == Role::Agent
                && !is_time(tree, a.head)
                && !is_anothers(tree, verb, a.head)
                && !is_means(tree, a.head)
                || frame.passive
                    && a.preposition == "by"
                    && a.role == Role::Oblique
                    && !is_means(tree, a.head)
                    && tree.upos(a.head) != Upos::Num
                    && !is_time(tree, a.head)
        });
        let base = if tree.upos(verb) == Upos::Verb || tree.upos(verb) == Upos::Aux {
            tree.lemma(verb)
        } else {
            continue;
        };
        let base = idiom.and_then(|noun| lexicon::idiom(base, tree.lemma(noun))).unwrap_or(base);
        // `second-guess`
        let before: Vec<usize> = tree.whole(verb).filter(|&t| t < verb).collect();
        let before = tree.words(&before).to_lowercase();
        let active = format!("{before}{}{tail}", third_person(base));
        let proposition = if let (true, Some(agent)) = (frame.passive, agent) {
            let agent = arguments.remove(agent).head;
            if let Some(patient) = frame.subject {
                arguments
                    .insert(0, Argument { role: Role::Object, head: patient, preposition: String::new() });
            }
            Proposition {
                construction: Construction::Passive,
                predicate: verb,
                words,
                relation: active,
                subject: Some(agent),
                arguments,
                status: stance.status,
                by: stance.by,
                symmetric: false,
                open,
            }
        } else {
            let relation = if frame.passive {
                format!("is-{before}{}{tail}", tree.form(verb).to_lowercase())
            } else {
                active
            };
            let mut symmetric = false;
            // `North and South exchanged fire`: each with the other
            if !frame.passive && tree.lemma(verb) == "exchange" {
                symmetric = true;
            }
            Proposition {
                construction: if frame.passive { Construction::Passive } else { Construction::Active },
                predicate: verb,
                words,
                relation,
                subject: frame.subject,
                arguments,
                status: stance.status,
                by: stance.by,
                symmetric,
                open,
            }
        };
        let bare_gerund = tree.xpos(verb) == Xpos::Vbg && proposition.arguments.is_empty();
        if !bare_gerund {
            out.push(proposition);
        }
    }
}

/// `fell by 3 points, compared with 5 the year before`: beside what, not what happens.
fn is_comparison(tree: &Tree, verb: usize) -> bool {
    tree.lemma(verb) == "compare"
        && tree.xpos(verb) == Xpos::Vbn
        && tree.rel(verb) == Deprel::Advcl
        && tree.kid(verb, Deprel::AuxPass).is_none()
}

/// `went on strike in 2017`: a preposition and a bare noun that make one verb with their verb.
fn set_phrase(tree: &Tree, verb: usize, arguments: &mut Vec<Argument>) -> Option<Vec<usize>> {
    let at = arguments.iter().position(|a| {
        a.role == Role::Oblique
            && a.head == verb + 2
            && tree.kids(a.head).iter().all(|&k| k < a.head)
            && lexicon::is(
                "set-phrase",
                &format!("{}-{}-{}", tree.lemma(verb), a.preposition, tree.lemma(a.head)),
            )
    })?;
    // Otherwise the noun is what is told: `goes on strike`.
    let more = arguments.iter().any(|a| a.head > verb + 2 && tree.upos(a.head) == Upos::Num);
    more.then(|| {
        let head = arguments.remove(at).head;
        vec![head - 1, head]
    })
}

/// The preposition of a verb that what it is done to stands before: `for` of `was paid for by Elbar`.
fn stranded(tree: &Tree, verb: usize) -> Option<usize> {
    let next = verb + 1;
    (next < tree.len()
        && tree.head(next) == Some(verb)
        && tree.upos(next) == Upos::Adp
        && matches!(tree.rel(next).universal(), Deprel::Obl | Deprel::Advmod)
        && tree.kids(next).is_empty())
    .then_some(next)
}

/// `made landfall near York`, `gave birth to a son`: a bare noun that makes one verb with its verb. What stands behind it
/// becomes the verb's.
fn light_object(tree: &Tree, verb: usize, frame: &Frame, arguments: &mut Vec<Argument>) -> Option<usize> {
    let light = ["light-verb", "bare-object-verb"].iter().any(|set| lexicon::is(set, tree.lemma(verb)));
    let at = arguments.iter().position(|a| a.role == Role::Object).filter(|_| light && !frame.passive)?;
    let noun = arguments[at].head;
    let lemma = tree.lemma(noun);
    let behind = |k: usize| {
        matches!(tree.rel(k), Deprel::Nmod | Deprel::Acl | Deprel::Obl) && k > noun
            || tree.rel(k) == Deprel::Punct
    };
    let bare = noun > verb
        && tree.xpos(noun) == Xpos::Nn
        && tree.upos(noun) == Upos::Noun
        && tree.kids(noun).iter().all(|&k| behind(k))
        && lexicon::nominalised_verb(lemma).is_none()
        && lexicon::idiom(tree.lemma(verb), lemma).is_none()
        && !["relational-noun", "attitude-noun"].iter().any(|set| lexicon::is(set, lemma));
    if !bare {
        return None;
    }
    let own: Vec<Argument> = tree
        .kids_by(noun, Deprel::Nmod)
        .filter(|&k| k > noun && !tree.preposition(k).is_empty() && !is_time(tree, k))
        .map(|head| Argument { role: Role::Oblique, head, preposition: tree.preposition(head) })
        .collect();
    let beside = arguments.iter().any(|a| {
        a.role == Role::Oblique && a.head > noun && !a.preposition.is_empty() && !is_time(tree, a.head)
    });
    (beside || !own.is_empty()).then(|| {
        arguments.remove(at);
        arguments.splice(at..at, own);
        noun
    })
}

/// `a penalty awarded for a foul by Roe`: who fouled may be meant, so nobody is said to have awarded it.
fn is_anothers(tree: &Tree, verb: usize, agent: usize) -> bool {
    let Some(&by) = tree.case(agent).first() else { return false };
    by > 0
        && tree.kids_by(verb, Deprel::Obl).any(|k| {
            k + 1 == by
                && matches!(tree.preposition(k).as_str(), "for" | "in" | "after" | "over" | "during")
                && lexicon::nominalised_verb(tree.lemma(k)).is_some()
        })
}

/// `built by the cheap method`: how, not by whom.
fn is_means(tree: &Tree, head: usize) -> bool {
    // `passed by 116 votes`
    let tally = lexicon::is("tally-noun", tree.lemma(head)) && tree.kid(head, Deprel::Nummod).is_some();
    tally || lexicon::is("means-noun", tree.lemma(head))
}

/// `by Friday`, `by the end of the year`
fn is_time(tree: &Tree, head: usize) -> bool {
    let time = |t: usize| lexicon::is("time-noun", tree.lemma(t));
    time(head)
        || matches!(tree.lemma(head), "end" | "start" | "beginning" | "middle")
            && tree.kids_by(head, Deprel::Nmod).any(time)
}

/// `swept away two bridges`: the object begins right behind the adverb.
fn swept(tree: &Tree, verb: usize, arguments: &[Argument]) -> bool {
    let object = arguments.iter().find(|a| a.role == Role::Object && a.head > verb);
    object.is_some_and(|o| tree.subtree(o.head, |_| false).first() == Some(&(verb + 2)))
}

/// The word beside a verb without which it says something else: `broke away from`, `cut short a trip`, `was found guilty of`,
/// `makes rains heavier`. What it takes with it becomes the verb's argument.
fn bound(tree: &Tree, verb: usize, frame: &Frame, arguments: &mut Vec<Argument>) -> Option<usize> {
    let next = verb + 1;
    let beside = |k: usize| k == next && tree.head(k) == Some(verb);
    let oblique =
        arguments.iter().any(|a| a.role == Role::Oblique && tree.case(a.head).first() == Some(&(next + 1)));
    if next < tree.len()
        && beside(next)
        && tree.rel(next).is(Deprel::Advmod)
        && lexicon::is("particle-adverb", tree.lemma(next))
        && (oblique || swept(tree, verb, arguments))
    {
        return Some(next);
    }
    // `kept oxygen away from the timber`
    let behind = arguments.iter().find(|a| a.role == Role::Object && a.head > verb).and_then(|o| {
        let after = tree.subtree(o.head, |_| false).last()? + 1;
        let adverb = after < tree.len()
            && tree.head(after) == Some(verb)
            && tree.rel(after).is(Deprel::Advmod)
            && matches!(tree.lemma(after), "away" | "apart" | "aside");
        adverb.then_some(after)
    });
    if behind.is_some() {
        return behind;
    }
    // `finished third in the race`
    let rank = next < tree.len() && beside(next) && lexicon::is("ordinal", tree.lemma(next));
    if rank && oblique && tree.rel(next).is(Deprel::Advmod) {
        return Some(next);
    }
    let object = arguments.iter().any(|a| a.role == Role::Object);
    if next < tree.len()
        && beside(next)
        && tree.rel(next).is(Deprel::Advmod)
        && tree.upos(next) == Upos::Adj
        && object
    {
        return Some(next);
    }
    let at = arguments.iter().position(|a| {
        a.role == Role::Complement
            && (tree.upos(a.head) == Upos::Adj || tree.lemma(a.head) == "guilty")
            && a.preposition.is_empty()
            && a.head > verb
    })?;
    let adjective = arguments[at].head;
    if adjective == next && object {
        return Some(arguments.remove(at).head);
    }
    if object && !frame.passive {
        // Naming verbs give a statement of its own.
        let makes = lexicon::is("turn-into-verb", tree.lemma(verb));
        return makes.then(|| arguments.remove(at).head);
    }
    let own = tree.kids_by(adjective, Deprel::Obl).find(|&k| {
        k > adjective && !tree.preposition(k).is_empty() && !lexicon::is("time-noun", tree.lemma(k))
    });
    let beside = arguments
        .iter()
        .position(|a| a.role == Role::Oblique && tree.case(a.head).first() == Some(&(adjective + 1)))
        // `pleaded guilty in May to theft`
        .or_else(|| {
            arguments.iter().position(|a| {
                a.role == Role::Oblique
                    && a.head > adjective
                    && adjective == next
                    && !a.preposition.is_empty()
                    && !is_time(tree, a.head)
            })
        });
    match (own, beside) {
        (Some(own), _) => {
            arguments[at] = Argument { role: Role::Oblique, head: own, preposition: tree.preposition(own) };
            Some(adjective)
        }
        (None, Some(_)) => Some(arguments.remove(at).head),
        (None, None) => None,
    }
}
