//! Parses as no analyser would make them, of words as they stand in articles: facts are drawn from any tree, and their
//! evidence is what stands in the text. Four bytes of input are a word: which one (a row of `words.tsv`), how far away its
//! head stands, the relation to it, and whether it is in a name or ends the sentence.

#![no_main]

use factloom::analyse::{Deprel, conllu};
use libfuzzer_sys::fuzz_target;
use std::fmt::Write;
use std::sync::LazyLock;

/// Form, lemma, word class, tag and features.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("../words.tsv").lines().collect());

const NAMES: [&str; 8] = ["O", "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "B-DATE"];

/// The heads from 1, 0 for the root: those that would lead round in a circle hang on the root.
fn heads(words: &[&[u8]]) -> Vec<usize> {
    let count = words.len();
    let root = words.iter().position(|word| word[2] == 0).unwrap_or(0);
    let mut heads: Vec<usize> =
        words.iter().enumerate().map(|(at, word)| (at + usize::from(word[1])) % count).collect();
    heads[root] = root;
    for at in 0..count {
        let mut above = at;
        for _ in 0..count {
            above = heads[above];
        }
        if above != root {
            heads[at] = root;
        }
    }
    heads.iter().enumerate().map(|(at, head)| if at == root { 0 } else { head + 1 }).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let words: Vec<&[u8]> = bytes.chunks_exact(4).take(60).collect();
    let mut text = String::new();
    for sentence in words.split_inclusive(|word| word[3] >= 0xE0) {
        for (at, head) in heads(sentence).into_iter().enumerate() {
            let word = sentence[at];
            let entry = WORDS[usize::from(word[0]) % WORDS.len()];
            let relation =
                if head == 0 { Deprel::Root } else { Deprel::ALL[usize::from(word[2]) % Deprel::ALL.len()] };
            let name = NAMES[usize::from(word[3]) % NAMES.len()];
            writeln!(text, "{}\t{entry}\t{head}\t{relation}\t_\tNER={name}", at + 1)
                .expect("a text takes all");
        }
        text.push('\n');
    }
    for (document, analysis) in conllu::read(&text).expect("ten columns") {
        factloom_fuzz::sound(&document, factloom::fact::extract(&document, &analysis));
    }
});
