//! Completion, asked as a person asks: by what was typed.

use super::*;

fn session() -> (Session, Names) {
    let mut session = Session::default();
    session
        .run(
            "CREATE (li:Entity:Person {name: 'Li Shangfu', aliases: ['General Li'], mentions: 5}), \
             (:Entity:Person {name: 'Li Qiang', mentions: 9}), \
             (:Entity:Place {name: 'São Tomé', mentions: 1}), \
             (:Entity:Place {name: \"Côte d'Ivoire\"}), \
             (li)-[:VISITS {status: 'planned'}]->(:Entity:Place {name: 'Russia', aliases: ['Russian'], mentions: 7}), \
             (li)-[:COOPERATES_WITH]->(:`odd name`)",
        )
        .unwrap();
    session.run(":param who => 'x'").unwrap();
    let names = Names::new(gather(session.graph()));
    (session, names)
}

/// The line with the first candidate in place, then the other candidates.
fn typed(line: &str) -> Vec<String> {
    let (session, names) = session();
    let (start, found) = complete(&session, &names, line);
    let mut found = found.into_iter().map(|c| c.text);
    let Some(first) = found.next() else { return Vec::new() };
    std::iter::once(format!("{}{}", &line[..start], first.trim_end())).chain(found).collect()
}

fn first(line: &str) -> String {
    typed(line).into_iter().next().unwrap_or_default()
}

#[test]
fn names_are_found_by_any_word_alias_and_case() {
    assert_eq!(first("shangf"), "Li Shangfu");
    assert_eq!(first("sao"), "São Tomé");
    assert_eq!(first("Li Shangfu visits rus"), "Li Shangfu visits Russia");
    assert_eq!(first("general"), "Li Shangfu");
    assert_eq!(typed("li "), ["Li Qiang", "Li Shangfu"], "the most mentioned comes first");
    assert_eq!(first(":facts shan"), ":facts Li Shangfu");
    assert_eq!(first(":same Li Qiang, li sh"), ":same Li Qiang, Li Shangfu");
    assert_eq!(first("MATCH (n {name: 'li s"), "MATCH (n {name: 'Li Shangfu'");
    assert_eq!(first("MATCH (n {name: 'cote"), "MATCH (n {name: 'Côte d\\'Ivoire'");
    assert_eq!(first("Who visited russ"), "Who visited Russia");
}

#[test]
fn labels_types_and_keys_stand_where_they_belong() {
    assert_eq!(first("MATCH (p:Pers"), "MATCH (p:Person");
    assert_eq!(first("MATCH (p:"), "MATCH (p:Entity", "the most frequent comes first");
    assert_eq!(first("MATCH (p)-[:vis"), "MATCH (p)-[:VISITS");
    assert_eq!(first("MATCH (p)-[:VISITS|co"), "MATCH (p)-[:VISITS|COOPERATES_WITH");
    assert_eq!(first("MATCH (p:odd"), "MATCH (p:`odd name`");
    assert_eq!(first("MATCH (p) WHERE p.ment"), "MATCH (p) WHERE p.mentions");
    assert_eq!(first("MATCH (p {al"), "MATCH (p {aliases");
    assert_eq!(first("MATCH (p {name: 'x', al"), "MATCH (p {name: 'x', aliases");
    assert_eq!(first("Li Shangfu coop"), "Li Shangfu cooperates-with");
    assert_eq!(first("MATCH (n {name: $w"), "MATCH (n {name: $who");
}

#[test]
fn the_grammar_says_which_words_fit() {
    assert_eq!(first("MATCH (person) RET"), "MATCH (person) RETURN");
    assert_eq!(first("match (person) ret"), "match (person) return");
    assert_eq!(first("MATCH (person) RETURN per"), "MATCH (person) RETURN person");
    assert_eq!(first("MATCH (n) RETURN n ORD"), "MATCH (n) RETURN n ORDER");
    assert!(typed("MATCH (n) RETURN n MAT").is_empty(), "no MATCH behind RETURN");
    assert_eq!(first("MATCH (n) RETURN toUp"), "MATCH (n) RETURN toUpper(");
    assert_eq!(first("CALL db.lab"), "CALL db.labels");
    assert_eq!(first("RETURN date.trun"), "RETURN date.truncate");
    assert_eq!(first("MAT"), "MATCH");
    assert_eq!(first("RE"), "RETURN", "what is written most comes first");
    assert_eq!(first("MATCH (n) re"), "MATCH (n) return");
    assert_eq!(first("RETURN 1; MAT"), "RETURN 1; MATCH");
}

#[test]
fn commands_and_what_they_take() {
    assert_eq!(first(":mo"), ":mode");
    assert_eq!(first(":mode mark"), ":mode markdown");
    assert_eq!(first(":export gra"), ":export graphml");
    assert_eq!(first(":set pa"), ":set pager");
    assert_eq!(first(":explain MATCH (p:Pers"), ":explain MATCH (p:Person");
    assert_eq!(first(":why Li Shangfu vis"), ":why Li Shangfu visits");
    assert_eq!(first(":why li s"), ":why Li Shangfu", "the name goes on");
    assert_eq!(first(":export lady"), ":export ladybug");
}

#[test]
fn what_is_missing_is_said() {
    assert_eq!(lacks("MATCH (n"), Some(") is missing"));
    assert_eq!(lacks("RETURN [1,"), Some("] is missing"));
    assert_eq!(lacks("RETURN 'a"), Some("a quote or comment is open"));
    assert_eq!(lacks("MATCH (n)"), Some("goes on; an empty line ends it"));
    assert_eq!(lacks("Who visited Russia?"), None);
    assert_eq!(lacks("?a visits ?b .\n"), Some("the pattern goes on; an empty line ends it"));
}

proptest::proptest! {
    /// Whatever is typed: no panic, and what is replaced lies within it.
    #[test]
    fn anything_may_be_typed(line in "[ -~é(){}\\[\\]:.$'\"`;\\n]{0,40}", more in "(MATCH|:facts|Li|RETURN|WITH)? ?") {
        let (session, names) = session();
        let line = more + &line;
        let (start, _) = complete(&session, &names, &line);
        proptest::prop_assert!(start <= line.len() && line.is_char_boundary(start));
        super::super::paint::paint(&session, &line);
        lacks(&line);
    }
}
