//! The grammar file and the parser's functions agree.

/// Every production names a function that is there.
#[test]
fn each_production_has_its_function() {
    let sources = [
        include_str!("cypher/atom.rs"),
        include_str!("cypher/clause.rs"),
        include_str!("cypher/expression.rs"),
        include_str!("cypher/pattern.rs"),
        include_str!("cypher/subquery.rs"),
        include_str!("cypher/type_name.rs"),
    ];
    let grammar = include_str!("../../../grammar/cypher.bnf");
    let functions: Vec<&str> =
        grammar.split("!! fn ").skip(1).filter_map(|rest| rest.lines().next()).collect();
    assert!(functions.len() > 40);
    for function in functions {
        let found = sources
            .iter()
            .any(|s| [format!("fn {function}("), format!("fn {function}<")].iter().any(|f| s.contains(f)));
        assert!(found, "the grammar names fn {function}, which is not there");
    }
}
