//! A country's adjective before people or an organisation.
//!
//! Covers `Russian military leaders`, `the Saudi Interior Ministry`. Leaves `Russian tea`, `the Greek language`.

use super::apposition::role_relation;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::Context;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::lexicon;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for adjective in (0..tree.len()).filter(|&t| matches!(tree.rel(t), Deprel::Amod | Deprel::Compound)) {
        let Some(group) = tree.head(adjective).filter(|&h| h > adjective) else { continue };
        if lexicon::people(tree.form(adjective)).is_none()
            || tree.rel(group) == Deprel::NmodDesc
            || tree.rel(group) == Deprel::Compound
        {
            continue;
        }
        let lemma = tree.lemma(group);
        let people = matches!(lexicon::noun_class(lemma), Some("person" | "group"))
            || lexicon::is("org-suffix", lemma)
            || lexicon::is("title", lemma);
        // `the Swiss maker Rohnert` is not Switzerland's, `the Swiss army` is.
        let states = ["state-body", "office"].iter().any(|set| lexicon::is(set, lemma))
            || matches!(tree.xpos(group), Xpos::Nns | Xpos::Nnps)
            || tree.upos(group) == Upos::Propn
            // `a former England international`
            || tree.upos(adjective) == Upos::Propn;
        // `the European Union` is not a union of Europe's.
        let within = tree.parse.name_at(adjective).is_some_and(|n| n.start <= group && group < n.end);
        let region = lexicon::people(tree.form(adjective))
            .and_then(lexicon::place)
            .is_some_and(|p| p.kind == lexicon::PlaceForm::Region);
        let whole = tree
            .kids_by(group, Deprel::Nmod)
            .any(|k| k > group && matches!(tree.preposition(k).as_str(), "of" | "at" | "for"));
        // `the Spanish architect` is not Spain's.
        let somebody = lexicon::noun_class(lemma) == Some("person")
            && tree.xpos(group) == Xpos::Nn
            && !lexicon::is("office", lemma);
        if !people
            || !states
            || somebody
            || whole
            || within && region
            || !matches!(tree.upos(group), Upos::Noun | Upos::Propn)
        {
            continue;
        }
        out.push(Proposition {
            construction: Construction::Demonym,
            predicate: group,
            words: vec![group],
            relation: role_relation(tree, group),
            subject: Some(group),
            arguments: vec![Argument { role: Role::Oblique, head: adjective, preposition: "of".into() }],
            status: crate::clause::status::Status::Asserted,
            by: None,
            symmetric: false,
            open: false,
        });
    }
}
