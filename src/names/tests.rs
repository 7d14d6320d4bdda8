//! What the rules on names make of texts.

use super::settle;
use crate::analyse::{Analyser, Model, NameType};
use crate::text::Document;

/// The names of a text, each with its type, as the article as a whole has them.
fn names(text: &str) -> Vec<(String, NameType)> {
    let document = Document::from_text("a", text);
    let analysis = Analyser::shared(Model::Accurate).analyse(&document);
    let settled = settle(&document, &analysis);
    let mut found = Vec::new();
    for (index, parse) in settled.sentences.iter().enumerate() {
        let words = super::words::Words::new(&document, index, parse);
        found.extend(parse.names.iter().map(|n| (words.name(n.start, n.end), n.kind)));
    }
    found
}

fn kind(text: &str, name: &str) -> Vec<NameType> {
    let mut kinds: Vec<NameType> =
        names(text).into_iter().filter(|(n, _)| n == name).map(|(_, k)| k).collect();
    kinds.dedup();
    kinds
}

#[test]
fn a_short_name_is_of_the_type_of_the_long_one() {
    let text = "Hollowell Bakeries will close its plant in Derby. Hollowell said that demand had fallen. \
                Shares in Hollowell fell 3%.";
    assert_eq!(kind(text, "Hollowell"), [NameType::Organization]);
    let text =
        "Ruth Hollowell won the race. Hollowell said she was tired. Nobody had beaten Hollowell this year.";
    assert_eq!(kind(text, "Hollowell"), [NameType::Person]);
}

#[test]
fn the_noun_before_a_name_tells_its_type() {
    let text = "The ferry was towed by the tug Bjorn. Later Bjorn returned to port.";
    assert_eq!(kind(text, "Bjorn"), [NameType::Product]);
    let text = "She told the newspaper Le Matin Bleu that she would resign.";
    assert_eq!(kind(text, "Le Matin Bleu"), [NameType::Organization]);
}

#[test]
fn what_which_follows_is_no_person() {
    let text = "Kestrine, which owns the ferry, said on Monday that it would sue. Kestrine has 20 ships.";
    assert_eq!(kind(text, "Kestrine"), [NameType::Organization]);
}

#[test]
fn an_agency_has_its_adjective_in_its_name() {
    let text = "The European Space Agency and Japan's JAXA will launch a mission.";
    assert!(names(text).iter().any(|(name, _)| name == "European Space Agency"), "{:?}", names(text));
}

#[test]
fn a_name_that_the_analyser_has_not_seen_is_found_by_the_noun_before_it() {
    let text = "The contract went to the Spanish builder Ferroluz. Ferroluz will hire 1,200 people.";
    assert_eq!(kind(text, "Ferroluz"), [NameType::Organization]);
}

#[test]
fn an_office_alone_is_no_name() {
    let text = "The visit by Norway's Defense Minister was short. The Prime Minister met Ann Roe.";
    let found: Vec<String> = names(text).into_iter().map(|(name, _)| name).collect();
    assert!(!found.iter().any(|name| name.contains("Minister")), "{found:?}");
    assert!(found.iter().any(|name| name == "Ann Roe"), "{found:?}");
}

#[test]
fn odd_texts_are_left_alone() {
    for text in ["", "The", "Of and Of", "A B C D, E. F's G's H.", "' ' ' Elbar - - Elbar"] {
        names(text);
    }
}
