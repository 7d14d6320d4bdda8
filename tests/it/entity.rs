//! Several articles → one graph: who is one, who is two, and why, whatever the order of the articles.

use factloom::analyse::{Analyser, Model};
use factloom::entity::{Corrections, Tie, explain, merge};
use factloom::export::Format;
use factloom::fact::{self, Extraction, Rule};
use factloom::graph::{Graph, add_articles};
use factloom::session::{Outcome, Session};
use factloom::text::Document;

/// Two men of one name, a short name, letters for a long one, and articles that say nothing of which they mean.
const ARTICLES: [(&str, &str); 6] = [
    ("club", "Carlos Ruiz, a Peruvian striker, left Lima United in 2021. Ruiz criticised the coach."),
    (
        "visit",
        "Carlos Ruiz, the defence minister of Chile, visited Bolivia. Ruiz met President Ana Vega. He signed an agreement.",
    ),
    ("cabinet", "Carlos Ruiz, the defence minister of Chile, resigned in May. He praised Ana Vega."),
    ("house", "Carlos Ruiz bought a house in Porto."),
    (
        "short",
        "Ruiz, the defence minister of Chile, visited Peru. The Atlantic Herring Board (AHB) criticised Norway.",
    ),
    ("letters", "AHB opened an office in Lisbon. Norway welcomed the office."),
];

fn read(name: &str, text: &str) -> Extraction {
    let document = Document::from_text(name, text);
    fact::extract(&document, &Analyser::shared(Model::Accurate).analyse(&document))
}

fn articles() -> Vec<Extraction> {
    ARTICLES.iter().map(|(name, text)| read(name, text)).collect()
}

fn permutations<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let with = |i: usize| {
        let mut rest = items.to_vec();
        let first = rest.remove(i);
        permutations(&rest).into_iter().map(move |mut tail| {
            tail.insert(0, first.clone());
            tail
        })
    };
    (0..items.len()).flat_map(with).collect()
}

fn exported(graph: &Graph) -> Vec<u8> {
    let format = Format::parse("json").unwrap();
    let mut bytes = Vec::new();
    format.write(graph, &mut bytes).unwrap();
    bytes
}

#[test]
fn every_order_of_the_articles_gives_the_same_bytes() {
    let articles = articles();
    let mut first = Graph::new();
    add_articles(&mut first, articles.clone()).unwrap();
    let first = exported(&first);
    assert!(first.len() > 2_000);
    let mut orders = 0;
    for order in permutations(&(0..articles.len()).collect::<Vec<_>>()) {
        // Half of the articles at once, the others one by one, as people add them.
        let mut graph = Graph::new();
        let (some, rest) = order.split_at(3);
        add_articles(&mut graph, some.iter().map(|&i| articles[i].clone())).unwrap();
        for &i in rest {
            add_articles(&mut graph, [articles[i].clone()]).unwrap();
        }
        assert!(exported(&graph) == first, "the order {order:?} gives another graph");
        orders += 1;
    }
    assert_eq!(orders, 720);
}

#[test]
fn two_people_of_one_name_are_two_where_the_articles_say_so() {
    let articles = articles();
    let merged = merge(&articles, &Corrections::default());
    let mut people: Vec<(Vec<&str>, u32)> = merged
        .entities
        .iter()
        .filter(|e| e.name == "Carlos Ruiz")
        .map(|e| (e.aliases.iter().map(|(alias, _)| alias.as_str()).collect(), e.mentions))
        .collect();
    people.sort_by_key(|(_, mentions)| *mentions);
    assert_eq!(people.len(), 2, "{people:?}");
    let named = |name: &str| merged.entities.iter().filter(|e| e.name == name).count();
    assert_eq!(named("Ana Vega"), 1);
    assert_eq!(named("Ruiz"), 0, "the short name is the minister's");
    assert_eq!(named("Atlantic Herring Board"), 1);
    assert_eq!(named("AHB"), 0, "the letters are the board's");
    // The footballer's facts are not the minister's.
    let footballer =
        merged.entities.iter().filter(|e| e.name == "Carlos Ruiz").min_by_key(|e| e.mentions).unwrap();
    let told: Vec<&str> =
        merged.facts.iter().filter(|f| f.subject == footballer.id).map(|f| f.relation.as_str()).collect();
    assert!(
        told.iter().any(|r| r.starts_with("leaves")) && !told.iter().any(|r| r.starts_with("visits")),
        "{told:?}"
    );
}

#[test]
fn a_man_and_a_woman_of_one_name_are_two() {
    let one = read("one", "Kim Alder opened the bridge. He thanked Bo Lund.");
    let two = read("two", "Kim Alder lost the race. She blamed the rain.");
    let merged = merge([&one, &two], &Corrections::default());
    assert_eq!(merged.entities.iter().filter(|e| e.name == "Kim Alder").count(), 2);
    let again = read("again", "Kim Alder painted a house. He sold the house.");
    let merged = merge([&one, &two, &again], &Corrections::default());
    assert_eq!(merged.entities.iter().filter(|e| e.name == "Kim Alder").count(), 2);
}

#[test]
fn a_merge_is_explained() {
    let articles = articles();
    let merged = merge(&articles, &Corrections::default());
    let minister =
        merged.entities.iter().filter(|e| e.name == "Carlos Ruiz").max_by_key(|e| e.mentions).unwrap();
    let found = explain(&articles, &Corrections::default(), |id| id == minister.id).unwrap();
    let mut in_order: Vec<&str> = found.members.iter().map(|m| m.article.as_str()).collect();
    in_order.sort_unstable();
    assert_eq!(in_order, ["cabinet", "house", "short", "visit"]);
    for member in &found.members {
        let tie = if member.article == "short" { Tie::PartOfName } else { Tie::Name };
        assert_eq!(member.tie, tie, "{member:?}");
        if member.article != "house" {
            assert!(member.shared.contains(&"both defence minister of Chile".to_owned()), "{member:?}");
        }
    }
    // Every mention is there, with a rule and a place that has its words.
    let visit = found.members.iter().find(|m| m.article == "visit").unwrap();
    let rules: Vec<(&str, Rule)> = visit.links.iter().map(|l| (l.form.as_str(), l.rule)).collect();
    for expected in [("Carlos Ruiz", Rule::First), ("Ruiz", Rule::PartOfName), ("He", Rule::Pronoun)] {
        assert!(rules.contains(&expected), "{expected:?} is missing from {rules:?}");
    }
    let article = articles.iter().find(|a| a.name == "visit").unwrap();
    for link in &visit.links {
        for (sentence, span) in &link.at {
            assert!(span.of(&article.sentences.get(sentence - 1).unwrap()).contains(&link.form), "{link:?}");
        }
    }
    assert_eq!(found.others.len(), 1);
    assert_eq!(found.others[0].articles, ["club"]);
    assert_eq!(found.others[0].apart, ["of Chile and Peru"]);
    assert!(explain(&articles, &Corrections::default(), |_| false).is_none());
}

#[test]
fn a_session_says_why_mentions_are_one_and_why_people_are_two() {
    let mut graph = Graph::new();
    add_articles(&mut graph, articles()).unwrap();
    let mut session = Session::new(graph);
    let mut told = |line: &str| match session.run(line) {
        Ok(Outcome::Text(text)) => text,
        Ok(other) => format!("{other:?}"),
        Err(error) => format!("error: {error}"),
    };
    insta::assert_snapshot!(told(":same Atlantic Herring Board"));
    let ruiz = told(":same Carlos Ruiz");
    assert!(ruiz.contains("another of the name, in club: of Chile and Peru"), "{ruiz}");
    assert!(ruiz.contains("part of the name, the same office; both defence minister of Chile"), "{ruiz}");
    let two = told(":same Ana Vega, Norway");
    assert!(two.starts_with("Ana Vega and Norway are two.\n"), "{two}");
    assert!(told(":same Nobody At All").starts_with("error: there is no"));
}
