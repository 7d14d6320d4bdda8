//! The coreference chains of the documents of a CoNLL-U file, as JSON lines, for training/coref_score.py.
//!
//! The file's sentences and tokens are kept, all else is the analyser's. A mention is its sentence, its first and last
//! word (the whole noun phrase), its head and the number of its chain. `choices` is what each pronoun could mean, for
//! training/pronouns.py.

use factloom::analyse::{Analyser, Deprel, Model, Upos, conllu};
use factloom::clause::{self, Tree};
use factloom::coref::Chains;
use factloom::names;
use serde_json::json;
use std::io::{self, Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let analyser = Analyser::shared(Model::Accurate);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (document, _) in conllu::read(&text)? {
        let analysis = names::settle(&document, &analyser.analyse(&document));
        let trees = clause::trees(&document, &analysis);
        let (chains, choices) = Chains::resolve_with_choices(&trees);
        let mentions: Vec<_> = chains
            .mentions()
            .filter_map(|m| {
                let tree = trees[m.sentence].as_ref()?;
                let (first, last) = extent(tree, m.head);
                let vague = chains.chains[m.chain].vague;
                Some(json!([m.sentence, first, last, m.head, m.chain, vague, m.rule, m.text]))
            })
            .collect();
        writeln!(out, "{}", json!({"doc": document.name, "mentions": mentions, "choices": choices}))?;
    }
    Ok(out.flush()?)
}

/// The whole noun phrase that a token heads, without its preposition, what is coordinated with it, and the clause
/// that it is the predicate of.
fn extent(tree: &Tree, head: usize) -> (usize, usize) {
    let predicate = tree.kid(head, Deprel::Cop).is_some() || tree.kid(head, Deprel::Nsubj).is_some();
    let mut words = tree.subtree(head, |t| {
        tree.head(t) == Some(head)
            && (matches!(
                tree.rel(t).universal(),
                Deprel::Case
                    | Deprel::Cc
                    | Deprel::Conj
                    | Deprel::Mark
                    | Deprel::Cop
                    | Deprel::Aux
                    | Deprel::Nsubj
                    | Deprel::Csubj
                    | Deprel::Expl
                    | Deprel::Discourse
                    | Deprel::Parataxis
                    | Deprel::Vocative
            ) && !(tree.rel(t) == Deprel::Case && t > head)
                || predicate
                    && matches!(
                        tree.rel(t).universal(),
                        Deprel::Advcl | Deprel::Obl | Deprel::Advmod | Deprel::Ccomp | Deprel::Punct
                    ))
    });
    let loose = |t: usize| tree.upos(t) == Upos::Punct && !matches!(tree.form(t), "\"" | "”" | "“" | ")");
    while words.len() > 1 && loose(words[0]) {
        words.remove(0);
    }
    while words.len() > 1 && loose(words[words.len() - 1]) {
        words.pop();
    }
    // One stretch around the head.
    let at = words.iter().position(|&w| w == head).unwrap_or(0);
    let (mut first, mut last) = (at, at);
    while first > 0 && (words[first - 1]..words[first]).skip(1).all(|t| tree.upos(t) == Upos::Punct) {
        first -= 1;
    }
    while last + 1 < words.len()
        && (words[last]..words[last + 1]).skip(1).all(|t| tree.upos(t) == Upos::Punct)
    {
        last += 1;
    }
    (words[first], words[last])
}
