//! What the rules of this part see in small texts, as snapshots: the nominals with all that is known of them, what each pronoun
//! could mean with what speaks for it, and which mentions join which chain by which rule. Who is who at the end hides most of
//! this, as a rule that sees too much or too little is often made good by others. What is seen is not always right: a snapshot
//! says what a change changes.

use super::mention::{Form, Mention, mentions};
use super::profile::Profile;
use super::resolve::{Chain, Chains, Choices};
use super::rule::Rule;
use crate::analyse::{Analyser, Analysis, Model};
use crate::clause::trees;
use crate::names::settle;
use crate::text::Document;
use std::fmt::Write;

fn read(model: Model, text: &str) -> (Document, Analysis) {
    let document = Document::from_text("note", text);
    let analysis = settle(&document, &Analyser::shared(model).analyse(&document));
    (document, analysis)
}

fn line(mention: &Mention) -> String {
    let form = match mention.form {
        Form::Name => "name",
        Form::Nominal => "noun",
        Form::Pronoun => "pronoun",
    };
    let mut line = format!("{} | {form} {:?}", mention.text, mention.kind);
    for (there, word) in [
        (mention.plural, "plural"),
        (mention.male == Some(true), "male"),
        (mention.male == Some(false), "female"),
        (mention.definite, "definite"),
        (mention.distinct, "distinct"),
        (mention.main, "main"),
        (mention.subject, "subject"),
        (mention.object, "object"),
        (mention.told, "told"),
        (mention.adjective, "adjective"),
        (mention.conjunct, "conjunct"),
        (mention.dateline, "dateline"),
        (mention.aside, "aside"),
    ] {
        if there {
            line += " ";
            line += word;
        }
    }
    if !mention.coordinated.is_empty() {
        write!(line, " {} together", mention.coordinated.len()).expect("a string takes all");
    }
    line
}

/// What was learnt of a chain, without what is empty.
fn learnt(chains: &Chains, chain: &Chain) -> String {
    let Profile { nouns, words, classes, nations, of, age, ahead } = &chain.profile;
    let mut line = format!("{} | {:?}", chain.name, chain.kind);
    for (there, word) in [
        (chain.proper, "proper"),
        (chain.plural, "plural"),
        (chain.unresolved, "unresolved"),
        (chain.named, "named"),
        (chain.male == Some(true), "male"),
        (chain.male == Some(false), "female"),
        (*ahead, "ahead"),
    ] {
        if there {
            line += " ";
            line += word;
        }
    }
    let of: Vec<String> =
        of.iter().map(|(noun, whose)| format!("{noun} of {}", chains.chains[*whose].name)).collect();
    // Classes have no names.
    let classes = if classes.is_empty() { Vec::new() } else { vec![classes.len().to_string()] };
    let age: Vec<String> = age.iter().map(u16::to_string).collect();
    let nations: Vec<String> = nations.iter().map(|&nation| nation.to_owned()).collect();
    for (what, all) in [
        ("nouns", nouns),
        ("words", words),
        ("classes", &classes),
        ("nations", &nations),
        ("is", &of),
        ("age", &age),
    ] {
        if !all.is_empty() {
            write!(line, "; {what} {}", all.join(", ")).expect("a string takes all");
        }
    }
    line
}

#[test]
fn chains() {
    let mut seen = String::new();
    for block in include_str!("../../tests/data/who.txt").split("\n== ").skip(1) {
        let (rule, rest) = block.split_once('\n').expect("a rule and a text");
        let expected = |line: &&str| ["+ ", "* ", "- "].iter().any(|mark| line.starts_with(mark));
        let text: Vec<&str> = rest.lines().filter(|line| !expected(line)).collect();
        writeln!(seen, "{rule}").expect("a string takes all");
        let (document, analysis) = read(Model::Fast, text.join("\n").trim());
        told(&mut seen, &Chains::resolve(&trees(&document, &analysis)));
    }
    insta::assert_snapshot!(seen);
}

/// Who joined whom by which rule, and what is known of each chain at the end.
fn told(seen: &mut String, chains: &Chains) {
    for joined in chains.mentions().filter(|joined| joined.rule != Rule::First) {
        let name = &chains.chains[joined.chain].name;
        writeln!(seen, "    {} {} = {name} ({:?})", joined.sentence + 1, joined.text, joined.rule)
            .expect("a string takes all");
    }
    for chain in chains.chains.iter().filter(|chain| !chain.vague) {
        writeln!(seen, "  + {}", learnt(chains, chain)).expect("a string takes all");
    }
}

/// Whole articles, where chains are long and much is spoken of at once.
#[test]
fn articles() {
    let mut seen = String::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/articles");
    let paths =
        std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("a file").path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("an article");
        let (document, analysis) = read(Model::Accurate, &text);
        let (chains, choices) = Chains::resolve_with_choices(&trees(&document, &analysis));
        writeln!(seen, "== {}", path.file_name().unwrap_or_default().display()).expect("a string takes all");
        told(&mut seen, &chains);
        for choice in choices {
            chosen(&mut seen, &document, &chains, choice);
        }
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn nominals() {
    let mut seen = String::new();
    for text in include_str!("../../tests/data/mentions.txt").lines() {
        let (document, analysis) = read(Model::Accurate, text);
        writeln!(seen, "{text}").expect("a string takes all");
        for (sentence, tree) in trees(&document, &analysis).iter().enumerate() {
            for mention in tree.iter().flat_map(|tree| mentions(tree, sentence)) {
                writeln!(seen, "    {}", line(&mention)).expect("a string takes all");
            }
        }
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn candidates() {
    let mut seen = String::new();
    for text in include_str!("../../tests/data/pronouns.txt").lines() {
        let (document, analysis) = read(Model::Accurate, text);
        let trees = trees(&document, &analysis);
        let (chains, choices) = Chains::resolve_with_choices(&trees);
        writeln!(seen, "{text}").expect("a string takes all");
        for choice in choices {
            chosen(&mut seen, &document, &chains, choice);
        }
    }
    insta::assert_snapshot!(seen);
}

/// What a pronoun could mean, with what speaks for each.
fn chosen(seen: &mut String, document: &Document, chains: &Chains, (sentence, head, class, all): Choices) {
    let form = |sentence: usize, head: usize| {
        let sentence = &document.sentences[sentence];
        sentence.tokens[head].form(&document.text)
    };
    let meant = chains.of(sentence, head).map_or("nothing", |chain| &chains.chains[chain].name);
    writeln!(seen, "    {} {} ({class}): {meant}", sentence + 1, form(sentence, head))
        .expect("a string takes all");
    for (several, at, features) in all {
        let names: Vec<&str> = several.iter().map(|&c| chains.chains[c].name.as_str()).collect();
        write!(seen, "        {} at {} {}:", names.join(" + "), at.0 + 1, form(at.0, at.1))
            .expect("a string takes all");
        for (name, value) in features {
            write!(seen, " {name}").expect("a string takes all");
            if (value - 1.0).abs() > 1e-9 {
                write!(seen, "={value:.2}").expect("a string takes all");
            }
        }
        seen.push('\n');
    }
}
