//! Nouns that name an action, with its arguments.
//!
//! Covers `his visit to Rome`, `a ban on whaling by Norway`, `the collaboration between A and B`, `held talks with the union`
//! (the subject of a light verb acts). Leaves nouns without arguments and those that name a thing (`the building of stone`).

use crate::analyse::{Deprel, Upos};
use crate::clause::Context;
use crate::clause::predicate::is_predicate;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::clause::status::Status;
use crate::clause::tree::Tree;
use crate::lexicon;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for noun in (0..tree.len()).filter(|&t| tree.upos(t) == Upos::Noun) {
        let Some(verb) = lexicon::nominalised_verb(tree.lemma(noun)) else { continue };
        if matches!(tree.rel(noun), Deprel::Compound | Deprel::Fixed | Deprel::NmodDesc) {
            continue;
        }
        let mut agent = None;
        let mut arguments: Vec<Argument> = Vec::new();
        let mut symmetric = false;
        for &k in tree.kids(noun) {
            let preposition = tree.preposition(k);
            match tree.rel(k) {
                Deprel::NmodPoss => agent = Some(tree.antecedent(k)),
                Deprel::Nmod if preposition == "by" => agent = Some(k),
                Deprel::Nmod if preposition == "between" || preposition == "among" => {
                    let members = tree.conjuncts(k);
                    agent = Some(members[0]);
                    symmetric = true;
                    for &other in &members[1..] {
                        arguments.push(Argument {
                            role: Role::Oblique,
                            head: other,
                            preposition: "with".into(),
                        });
                    }
                    if members.len() == 1 {
                        arguments.push(Argument { role: Role::Oblique, head: k, preposition: "with".into() });
                    }
                }
                Deprel::Nmod if k > noun => match lexicon::verb_preposition(verb, &preposition) {
                    None => {
                        arguments.push(Argument { role: Role::Object, head: k, preposition: String::new() })
                    }
                    Some(other) if !other.is_empty() => {
                        arguments.push(Argument {
                            role: Role::Oblique,
                            head: k,
                            preposition: other.to_owned(),
                        });
                    }
                    Some(_) => {}
                },
                _ => {}
            }
        }
        let light = light_verb(context, noun).filter(|_| {
            matches!(
                lexicon::noun_class(tree.lemma(noun)),
                Some("act" | "event" | "communication" | "cognition" | "state" | "relation" | "process")
            ) || lexicon::is("event-noun", tree.lemma(noun))
        });
        let mut status = context.modality.stance(noun).status;
        let mut by = context.modality.stance(noun).by;
        let mut words = vec![noun];
        if let Some(frame) = light {
            agent = agent.or(frame.subject.filter(|_| !frame.passive));
            let stance = context.modality.stance(frame.head);
            (status, by) = (stance.status, stance.by);
            words.insert(0, frame.head);
            for argument in &frame.arguments {
                // Where talks are held is no party to them.
                let place =
                    matches!(argument.preposition.as_str(), "in" | "at" | "near" | "during" | "under");
                if argument.role == Role::Oblique
                    && !place
                    && !argument.preposition.is_empty()
                    && !arguments.iter().any(|a| a.preposition == argument.preposition)
                {
                    let preposition = lexicon::verb_preposition(verb, &argument.preposition);
                    let role = if preposition.is_some() { Role::Oblique } else { Role::Object };
                    arguments.push(Argument {
                        role,
                        head: argument.head,
                        preposition: preposition.unwrap_or("").to_owned(),
                    });
                }
            }
        } else if status == Status::Asserted && given_up(tree, noun) {
            continue;
        } else if status == Status::Asserted {
            // `hopes for a visit`, `the desire for cooperation`: what is wished for is not yet so.
            if let Some(outer) = tree.head(noun).filter(|_| {
                tree.rel(noun) == Deprel::Nmod && matches!(tree.preposition(noun).as_str(), "for" | "of")
            }) {
                status = context.modality.noun_status(outer).unwrap_or(status);
            }
        }
        // `a ban on whaling by Japan`: the parser may tie Japan to the whaling.
        let agent = agent.or_else(|| {
            let by = |a: &Argument| tree.kids_by(a.head, Deprel::Nmod).find(|&k| tree.preposition(k) == "by");
            arguments.iter().find_map(by)
        });
        words.sort_unstable();
        if agent.is_none() || arguments.is_empty() || agent.is_some_and(|a| is_time(tree, a)) {
            continue;
        }
        out.push(Proposition {
            construction: Construction::Nominalisation,
            predicate: noun,
            words,
            relation: lexicon::third_person(verb),
            subject: agent,
            arguments,
            status,
            by,
            symmetric,
            open: false,
        });
    }
}

fn is_time(tree: &Tree, token: usize) -> bool {
    lexicon::is("time-noun", tree.lemma(token))
}

/// `will give up its claim`, `cancelled his visit`: it is not so, or no more.
fn given_up(tree: &Tree, noun: usize) -> bool {
    let Some(verb) = tree.head(noun).filter(|_| tree.rel(noun) == Deprel::Obj) else { return false };
    let particle = |k: usize| tree.rel(k) == Deprel::CompoundPrt && matches!(tree.lemma(k), "up" | "off");
    let lemma = tree.lemma(verb);
    lexicon::is("give-up-verb", lemma)
        || matches!(lemma, "give" | "call" | "put") && tree.kids(verb).iter().any(|&k| particle(k))
}

/// The light verb whose object a noun is: `held talks`, `made a visit`.
fn light_verb<'a>(context: &'a Context, noun: usize) -> Option<&'a crate::clause::frame::Frame> {
    let tree = context.tree;
    let verb = tree.head(noun).filter(|&v| tree.rel(noun) == Deprel::Obj && is_predicate(tree, v))?;
    // `gave up its claim` claims nothing.
    let particle =
        tree.kids(verb).iter().any(|&k| tree.rel(k) == Deprel::CompoundPrt && tree.lemma(k) != "out");
    if !lexicon::is("light-verb", tree.lemma(verb)) || particle {
        return None;
    }
    context.frames.iter().find(|f| f.head == verb)
}
