//! Corrections by command: what they lead to, and what is refused.

use super::*;
use crate::entity::sample::article;
use crate::graph::add_articles;

fn session() -> Session {
    let mut graph = Graph::new();
    let articles = [
        article(
            "a",
            "2024-01-01",
            &[("Peru", "borders", "Chile"), ("Peru", "visits", "Oslo"), ("Chile", "exports", "copper")],
        ),
        article("night in b", "2024-02-01", &[("Pirru", "visits", "Oslo"), ("Peru", "joins", "Quito")]),
    ];
    add_articles(&mut graph, articles).unwrap();
    Session::new(graph)
}

fn told(session: &mut Session, line: &str) -> String {
    match session.run(line) {
        Ok(Outcome::Text(text)) => text,
        Ok(Outcome::Rows(rows, _)) => {
            rows.rows.into_iter().map(|row| json!(row).to_string() + "\n").collect()
        }
        Ok(other) => format!("{other:?}"),
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn one_sentence_is_taken_apart() {
    let mut session = session();
    let before = told(&mut session, "MATCH (a)-[f]->(b) RETURN a, f, b ORDER BY id(f)");
    let said = told(&mut session, ":split Peru in a, sentence 2");
    assert_eq!(said, "1: :split Peru in a, sentence 2 (applies once; `:corrections undo 1` takes it back)\n");
    let perus = "MATCH (p:Place {name: 'Peru'})-[f]-() RETURN type(f), count(DISTINCT p) ORDER BY type(f)";
    assert_eq!(told(&mut session, perus), "[\"BORDERS\",1]\n[\"JOINS\",1]\n[\"VISITS\",1]\n");
    assert_eq!(told(&mut session, "MATCH (p:Place {name: 'Peru'}) RETURN count(p)"), "[2]\n");
    // What was listed makes the same again.
    told(&mut session, ":corrections undo 1");
    assert_eq!(told(&mut session, "MATCH (a)-[f]->(b) RETURN a, f, b ORDER BY id(f)"), before);
    assert!(told(&mut session, ":split Peru in a, sentence 3").contains("these do: 1, 2"));
    assert!(
        told(&mut session, ":split Oslo in a, sentence 2").contains("only sentence 2 of a speaks of Oslo")
    );
    assert!(told(&mut session, ":split Chile").contains("`:split Chile in a, sentence NUMBER`"));
    assert!(told(&mut session, ":split Peru in \"night in b\", sentence 2").contains("only sentence 2"));
}

#[test]
fn corrections_are_made_listed_and_taken_back() {
    let mut session = session();
    let before = told(&mut session, "MATCH (a)-[f]->(b) RETURN a, f, b ORDER BY id(f)");
    assert_eq!(told(&mut session, ":corrections"), "nothing was corrected; `:help merge` says how\n");
    let said = told(&mut session, ":merge pirru = Peru");
    assert_eq!(said, "1: :merge Pirru = Peru (applies once; `:corrections undo 1` takes it back)\n");
    assert!(told(&mut session, ":facts Pirru").starts_with("Peru (Place), also Pirru\n"));
    assert!(told(&mut session, ":why Peru visits Oslo").contains("2 sentences"));
    told(&mut session, ":alias Land of the Incas = Pirru");
    told(&mut session, ":retype Quito = organization");
    assert!(told(&mut session, ":facts Quito").starts_with("Quito (Organization)\n"));
    told(&mut session, ":reject Peru joins Quito");
    assert_eq!(told(&mut session, ":facts Quito"), "Quito (Organization)\n");
    let listed = told(&mut session, ":corrections");
    assert_eq!(
        listed,
        "[1,\":merge Pirru = Peru\",1]\n[2,\":alias Land of the Incas = Peru\",0]\n\
         [3,\":retype Quito = Organization\",1]\n[4,\":reject Peru joins Quito\",1]\n"
    );
    assert_eq!(told(&mut session, ":corrections undo 3"), "taken back: 3: :retype Quito = Organization\n");
    assert_eq!(told(&mut session, ":facts Quito"), "Quito (Place)\n");
    told(&mut session, ":split Pirru");
    assert!(told(&mut session, ":facts Pirru").starts_with("Pirru (Place)\n"));
    told(&mut session, ":split Land of the Incas");
    told(&mut session, ":corrections undo 4");
    assert_eq!(told(&mut session, "MATCH (a)-[f]->(b) RETURN a, f, b ORDER BY id(f)"), before);
    assert_eq!(
        told(&mut session, ":corrections undo 4"),
        "error: there is no correction 4; `:corrections` lists them"
    );
}

#[test]
fn what_an_article_says_of_another_is_taken_apart_and_named_by_the_article() {
    let mut session = session();
    told(&mut session, ":split Peru in night in b");
    let two = told(&mut session, "MATCH (e:Entity {name: 'Peru'})-[f]-() RETURN type(f) ORDER BY type(f)");
    assert_eq!(two, "[\"BORDERS\"]\n[\"JOINS\"]\n[\"VISITS\"]\n");
    assert_eq!(told(&mut session, "MATCH (e:Entity {name: 'Peru'}) RETURN count(e)"), "[2]\n");
    assert!(
        told(&mut session, ":same Peru").contains("another of the name, in night in b: nothing joins them")
    );
    told(&mut session, ":merge Peru in night in b = Peru");
    assert_eq!(told(&mut session, "MATCH (e:Entity {name: 'Peru'}) RETURN count(e)"), "[1]\n");
    let listed = told(&mut session, ":corrections");
    assert!(listed.contains(r#":split Peru in \"night in b\""#), "{listed}");
    assert!(listed.contains(r#":merge Peru in \"night in b\" = Peru"#), "{listed}");
}

#[test]
fn what_cannot_be_corrected_is_refused_with_the_nearest_name() {
    let mut session = session();
    told(&mut session, "CREATE (:Entity:Place {name: 'Atlantis'})-[:SINKS]->(:Entity:Place {name: 'Mu'})");
    for (line, says) in [
        (":merge Pirru", "For example"),
        (":merge Piru = Peru", "there is no `Piru` in the graph; the nearest: "),
        (":merge Peru = peru", "Peru and Peru are one already"),
        (":merge Atlantis = Peru", "Atlantis is in no article"),
        (":alias copper = Peru", "copper is an entity of its own; `:merge copper = Peru`"),
        (":alias PERU = Peru", "Peru has the name PERU already"),
        (":retype Peru = Persn", "did you mean `Person`?"),
        (":retype Peru = Place", "is of the type Place already"),
        (":split Peru", "`:split Peru in ARTICLE`"),
        (":split Chile", "one article alone speaks of it"),
        (":split Peru in night in c", "there is no article `night in c`; did you mean `night in b`?"),
        (":split Chile in night in b", "does not speak of Chile; these do: a"),
        (":split Chile in a", "nothing to take apart"),
        (":merge Lima in a = Peru", "the article a speaks of no `Lima`"),
        (":reject Peru leaves Oslo", "no fact says `Peru leaves Oslo`; there is\n  Peru visits Oslo"),
        (":reject Peru ? Oslo", "say one fact, without `?`"),
        (":reject Peru visits Oslo (denied)", "the fact is not denied; it is asserted"),
        (":reject Atlantis sinks Mu", "no article says so"),
        (":reject", ":reject SUBJECT RELATION OBJECT"),
        (":corrections undo", "say which"),
        (":corrections all", "say `:corrections`"),
    ] {
        let said = told(&mut session, line);
        assert!(said.starts_with("error: ") && said.contains(says), "{line}: {said}");
    }
    assert!(session.graph().articles().corrections().is_empty());
    told(&mut session, ":asof 2024-01");
    assert!(told(&mut session, ":merge Pirru = Peru").contains("`:asof now` lets it be corrected"));
}

#[test]
fn corrections_are_part_of_transactions_and_undone_as_other_writes() {
    let mut session = session();
    let nodes = |session: &Session| session.graph().node_count();
    let before = nodes(&session);
    told(&mut session, ":begin");
    told(&mut session, ":merge Pirru = Peru");
    assert_eq!(nodes(&session), before - 1);
    assert!(told(&mut session, ":merge Nobody = Peru").starts_with("error: "));
    assert_eq!(nodes(&session), before - 1, "what failed leaves the transaction as it was");
    told(&mut session, ":rollback");
    assert_eq!((nodes(&session), session.graph().articles().corrections().len()), (before, 0));
    told(&mut session, ":merge Pirru = Peru");
    assert_eq!(told(&mut session, ":undo"), "undone: :merge pirru = Peru\n".replace("pirru", "Pirru"));
    assert_eq!((nodes(&session), session.graph().articles().corrections().len()), (before, 0));
}

#[test]
fn what_people_hung_on_one_goes_to_the_other() {
    let mut session = session();
    told(
        &mut session,
        "MATCH (e {name: 'Pirru'}) SET e.note = 'mountains', e:Seen CREATE (:Trip)-[:TO {day: 3}]->(e)",
    );
    told(&mut session, ":alias Pirru = Peru");
    let asked = "MATCH (t:Trip)-[r:TO]->(e:Seen) RETURN r.day, e.name, e.note";
    assert_eq!(told(&mut session, asked), "[3,\"Peru\",\"mountains\"]\n");
    told(&mut session, "MATCH (e {name: 'Peru'}) SET e:Person");
    told(&mut session, ":retype Peru = Organization");
    assert_eq!(
        told(&mut session, "MATCH (e {name: 'Peru'}) RETURN labels(e)"),
        "[[\"Entity\",\"Seen\",\"Organization\"]]\n"
    );
}
