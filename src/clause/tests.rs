//! The constructions on hand-made trees: a better analyser does not break these, a failing one says which rule is wrong.

use super::*;
use crate::analyse::{Deprel, Parse, Upos, Xpos};
use crate::span::Span;
use crate::text::{Sentence, Token};

/// A document of one sentence, each word as `form/UPOS/head/relation`, then optionally `/lemma` and `/XPOS`.
fn sentence(words: &str) -> (Document, Analysis) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    let mut parse = Parse::default();
    for word in words.split(' ') {
        let part: Vec<&str> = word.split('/').collect();
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(part[0]);
        tokens.push(Token { span: Span::new(start, text.len()) });
        parse.upos.push(Upos::parse(part[1]));
        parse.head.push(part[2].parse::<usize>().unwrap().checked_sub(1));
        parse.deprel.push(Deprel::parse(part[3]));
        parse.lemma.push(part.get(4).filter(|l| !l.is_empty()).unwrap_or(&part[0]).to_lowercase().into());
        parse.xpos.push(part.get(5).map_or(Xpos::Nn, |x| Xpos::parse(x)));
        parse.feats.push("_".into());
        parse.certainty.push(1.0);
    }
    let sentences = vec![Sentence { span: Span::new(0, text.len()), tokens, ..Sentence::default() }];
    (
        Document { name: "test".into(), text, sentences, ..Document::default() },
        Analysis { sentences: vec![parse] },
    )
}

/// The propositions, one a line: `subject | relation | role preposition argument … | status by speaker`.
fn check(words: &str, expected: &str) {
    let (document, analysis) = sentence(words);
    let trees = trees(&document, &analysis);
    let tree = trees[0].as_ref().unwrap();
    let found: Vec<String> = propositions(&trees)[0]
        .iter()
        .filter_map(|p| {
            let mut parts = vec![tree.form(p.subject?).to_owned(), p.relation.clone()];
            parts.extend(
                p.arguments
                    .iter()
                    .map(|a| format!("{} {}", a.preposition, tree.form(a.head)).trim().to_owned()),
            );
            let by = p.by.map(|by| format!(" by {}", tree.form(by.head)));
            Some(format!("{} ({}{})", parts.join(" | "), p.status, by.unwrap_or_default()))
        })
        .collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(found, expected, "{}", document.text);
}

#[test]
fn active_and_passive() {
    check("Ada/PROPN/2/nsubj bought/VERB/0/root/buy/VBD mills/NOUN/2/obj", "Ada | buys | mills (asserted)");
    check(
        "Mills/NOUN/3/nsubj:pass were/AUX/3/aux:pass/be bought/VERB/0/root/buy/VBN by/ADP/5/case Ada/PROPN/3/obl:agent",
        "Ada | buys | Mills (asserted)",
    );
    check(
        "Stones/NOUN/3/nsubj:pass were/AUX/3/aux:pass/be thrown/VERB/0/root/throw/VBN at/ADP/5/case walls/NOUN/3/obl",
        "Stones | is-thrown | at walls (asserted)",
    );
}

#[test]
fn a_relative_pronoun_stands_for_its_noun() {
    check(
        "Farmers/NOUN/5/nsubj who/PRON/3/nsubj/who/WP grow/VERB/1/acl:relcl/grow/VBP rice/NOUN/3/obj complained/VERB/0/root/complain/VBD",
        "Farmers | grows | rice (asserted)
         Farmers | complains (asserted)",
    );
}

#[test]
fn an_infinitive_has_the_subject_of_its_matrix() {
    check(
        "Peru/PROPN/2/nsubj hopes/VERB/0/root/hope/VBZ to/PART/4/mark/to/TO sell/VERB/2/xcomp/sell/VB copper/NOUN/4/obj",
        "Peru | hopes (asserted)
         Peru | sells | copper (desired)",
    );
    check(
        "Peru/PROPN/2/nsubj asked/VERB/0/root/ask/VBD Chile/PROPN/2/obj to/PART/5/mark/to/TO pay/VERB/2/xcomp/pay/VB",
        "Peru | asks | Chile (asserted)
         Chile | pays (desired by Peru)",
    );
}

#[test]
fn what_is_said_is_reported() {
    check(
        "Ada/PROPN/2/nsubj said/VERB/0/root/say/VBD mills/NOUN/4/nsubj burn/VERB/2/ccomp/burn/VBP coal/NOUN/4/obj",
        "Ada | says (asserted)
         mills | burns | coal (reported by Ada)",
    );
}

#[test]
fn negation_and_modals() {
    check(
        "Ada/PROPN/4/nsubj did/AUX/4/aux/do/VBD not/PART/4/advmod buy/VERB/0/root/buy/VB mills/NOUN/4/obj",
        "Ada | buys | mills (denied)",
    );
    check(
        "Ada/PROPN/3/nsubj may/AUX/3/aux/may/MD buy/VERB/0/root/buy/VB mills/NOUN/3/obj",
        "Ada | buys | mills (possible)",
    );
    check(
        "No/DET/2/det mill/NOUN/3/nsubj burns/VERB/0/root/burn/VBZ coal/NOUN/3/obj",
        "mill | burns | coal (denied)",
    );
}

#[test]
fn nouns_that_name_actions() {
    check(
        "Ada/PROPN/2/nsubj made/VERB/0/root/make/VBD a/DET/4/det visit/NOUN/2/obj to/ADP/6/case Rome/PROPN/4/nmod",
        "Ada | makes | visit (asserted)
         Ada | visits | Rome (asserted)",
    );
    check(
        "collaboration/NOUN/5/nsubj between/ADP/3/case Peru/PROPN/1/nmod and/CCONJ/5/cc grew/VERB/0/root/grow/VBD",
        "Peru | collaborates | with Peru (asserted)
         collaboration | grows (asserted)",
    );
}

#[test]
fn appositions_and_titles() {
    check(
        "Ann/PROPN/7/nsubj ,/PUNCT/4/punct the/DET/4/det mayor/NOUN/1/appos of/ADP/6/case York/PROPN/4/nmod left/VERB/0/root/leave/VBD",
        "Ann | is-mayor | of York (asserted)
         Ann | leaves (asserted)",
    );
    check(
        "Norway/PROPN/3/nmod:poss 's/PART/1/case//POS minister/NOUN/4/nmod:desc Dahl/PROPN/5/nsubj left/VERB/0/root/leave/VBD",
        "Dahl | is-minister | of Norway (asserted)
         Dahl | leaves (asserted)",
    );
}

#[test]
fn classes_and_copulas() {
    check(
        "Oslo/PROPN/4/nsubj is/AUX/4/cop/be a/DET/4/det city/NOUN/0/root in/ADP/6/case Norway/PROPN/4/nmod",
        "Oslo | is | city (asserted)
         city | is-located | in Norway (asserted)",
    );
    check(
        "Metals/NOUN/5/nsubj such/ADJ/4/case as/ADP/2/fixed tin/NOUN/1/nmod melt/VERB/0/root/melt/VBP",
        "tin | is | Metals (asserted)
         Metals | melts (asserted)",
    );
}

#[test]
fn titles_in_a_row_are_one() {
    check(
        "Attorney/PROPN/3/nmod:desc General/PROPN/3/nmod:desc Dahl/PROPN/4/nsubj left/VERB/0/root/leave/VBD",
        "Dahl | is | General (asserted)
         Dahl | leaves (asserted)",
    );
}

#[test]
fn an_apposition_is_of_the_name_beside_it() {
    check(
        "Ann/PROPN/7/nsubj and/CCONJ/3/cc Bo/PROPN/1/conj ,/PUNCT/6/punct the/DET/6/det mayor/NOUN/1/appos left/VERB/0/root/leave/VBD",
        "Bo | is | mayor (asserted)
         Ann | leaves (asserted)",
    );
    check(
        "officials/NOUN/6/nsubj//NNS ,/PUNCT/3/punct Ann/PROPN/1/appos and/CCONJ/5/cc Bo/PROPN/3/conj left/VERB/0/root/leave/VBD",
        "Ann | is | officials (asserted)
         Bo | is | officials (asserted)
         officials | leaves (asserted)",
    );
}

#[test]
fn what_somebody_owns_leaves_no_gap() {
    check(
        "Ann/PROPN/6/nsubj ,/PUNCT/5/punct whose/PRON/4/nmod:poss/whose/WP$ son/NOUN/5/nsubj died/VERB/1/acl:relcl/die/VBD left/VERB/0/root/leave/VBD",
        "Ann | has | son (asserted)
         son | dies (asserted)
         Ann | leaves (asserted)",
    );
}

#[test]
fn a_participle_behind_a_comma_is_of_the_main_clause() {
    check(
        "Judges/NOUN/2/nsubj struck/VERB/0/root/strike/VBD laws/NOUN/2/obj letting/VERB/3/acl/let/VBG police/NOUN/4/obj hold/VERB/4/xcomp/hold/VB \
         men/NOUN/6/obj ,/PUNCT/9/punct angering/VERB/6/advcl/anger/VBG ministers/NOUN/9/obj",
        "Judges | strikes | laws (asserted)
         laws | lets | police (asserted)
         police | holds | men (asserted)
         Judges | angers | ministers (asserted)",
    );
}

#[test]
fn what_nouns_report_is_no_fact() {
    check(
        "Ann/PROPN/2/nsubj denied/VERB/0/root/deny/VBD reports/NOUN/2/obj/report that/SCONJ/6/mark Bo/PROPN/6/nsubj left/VERB/3/acl/leave/VBD",
        "Ann | denies | reports (asserted)
         Bo | leaves (denied by Ann)",
    );
    check(
        "fears/NOUN/0/root/fear that/SCONJ/4/mark Bo/PROPN/4/nsubj left/VERB/1/acl/leave/VBD",
        "Bo | leaves (possible)",
    );
}

#[test]
fn odd_trees_do_no_harm() {
    // a head that points at itself through another, and words without any
    check("a/X/2/dep b/X/1/dep c/VERB/0/root", "");
}

#[test]
fn an_alternative_may_stand_first() {
    let words = "Or/CCONJ/3/cc Ann/PROPN/4/nsubj//NNP Bo/PROPN/2/conj//NNP left/VERB/0/root/leave/VBD";
    let (document, analysis) = sentence(words);
    assert!(trees(&document, &analysis)[0].as_ref().unwrap().is_alternative(1));
}

#[test]
fn late_speakers_are_no_second_subject() {
    check(
        "Elbar/PROPN/2/nsubj buys/VERB/0/root/buy/VBZ Novalis/PROPN/2/obj ,/PUNCT/6/punct the/DET/6/det \
         firms/NOUN/2/nsubj/firm/NNS announced/VERB/6/acl/announce/VBN",
        "Elbar | buys | Novalis (reported by firms)
         firms | announces (asserted)",
    );
}

#[test]
fn what_has_a_preposition_is_no_apposition() {
    check(
        "study/NOUN/0/root published/VERB/1/acl/publish/VBN by/ADP/4/case Ann/PROPN/1/appos//NNP",
        "Ann | publishes | study (asserted)",
    );
}

#[test]
fn a_role_before_a_name_is_no_second_object() {
    let words = "he/PRON/2/nsubj fooled/VERB/0/root/fool/VBD goalkeeper/NOUN/2/obj Erik/PROPN/2/obj//NNP";
    let (document, analysis) = sentence(words);
    let trees = trees(&document, &analysis);
    let tree = trees[0].as_ref().unwrap();
    assert_eq!((tree.head(2), tree.rel(2)), (Some(3), Deprel::NmodDesc));
}

#[test]
fn a_dateline_is_no_part_of_what_follows() {
    let words = "ABERDEEN/PROPN/4/compound//NNP -/PUNCT/4/punct Eleven/NUM/4/nummod sailors/NOUN/5/nsubj/sailor/NNS \
                 left/VERB/0/root/leave/VBD";
    let (document, analysis) = sentence(words);
    let trees = trees(&document, &analysis);
    let tree = trees[0].as_ref().unwrap();
    assert_eq!((tree.head(0), tree.head(1), tree.head(2)), (Some(4), Some(4), Some(3)));
}

proptest::proptest! {
    /// Whatever the parser says, mended trees are trees: from each token the way up ends at the root.
    #[test]
    fn mended_trees_are_trees(
        tokens in proptest::collection::vec((0..12usize, 0..12usize, 0..100usize), 2..14),
        root in 0..100usize,
    ) {
        const WORDS: [&str; 12] = [
            "ABERDEEN/PROPN//NNP", "-/PUNCT//,", ",/PUNCT//,", "goalkeeper/NOUN//NN", "Erik/PROPN//NNP", "by/ADP//IN",
            "announced/VERB/announce/VBN", "firms/NOUN/firm/NNS", "bought/VERB/buy/VBD", "newspaper/NOUN//NN",
            "published/VERB/publish/VBN", "the/DET//DT",
        ];
        const RELS: [&str; 12] = [
            "nsubj", "obj", "obl", "appos", "acl", "case", "punct", "compound", "nmod", "det", "conj", "iobj",
        ];
        let (count, mut words) = (tokens.len(), Vec::new());
        let root = root % count;
        for (at, (word, rel, head)) in tokens.into_iter().enumerate() {
            let [form, upos, lemma, xpos] = WORDS[word].splitn(4, '/').collect::<Vec<_>>()[..] else { unreachable!() };
            // Heads nearer to the root, so that what goes in is a tree.
            let distance = at.abs_diff(root);
            let head = if at == root { 0 } else {
                let nearer: Vec<usize> = (0..count).filter(|h| h.abs_diff(root) < distance).collect();
                nearer[head % nearer.len()] + 1
            };
            let rel = if at == root { "root" } else { RELS[rel] };
            words.push(format!("{form}/{upos}/{head}/{rel}/{lemma}/{xpos}"));
        }
        let (document, analysis) = sentence(&words.join(" "));
        let trees = trees(&document, &analysis);
        let tree = trees[0].as_ref().unwrap();
        for token in 0..count {
            let top = tree.ancestors(token).last().unwrap_or(token);
            proptest::prop_assert_eq!(top, root, "{}", words.join(" "));
        }
        propositions(&trees);
    }
}
