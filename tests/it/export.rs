//! Exports under hostile names, and imports that bring the same graph back.

use factloom::export::{self, Format, Selection};
use factloom::graph::{Graph, GraphRead, GraphWrite, add_articles};
use factloom::import;
use factloom::value::temporal::{Kind, construct, construct_duration};
use factloom::value::{RelationshipId, Value};
use proptest::prelude::*;

fn written(format: Format, graph: &Graph) -> String {
    let mut out = Vec::new();
    format.write(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("bare".to_owned()),
        Just("\"]; evil [label=\"".to_owned()),
        Just("</script><img src=x onerror=alert(1)>".to_owned()),
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("back\\slash\\ 'quote' `tick` \u{202e}rtl \0 nul\r\nline".to_owned()),
        ".*",
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let date = |kind, text: &str| construct(kind, Some(&Value::from(text)), (0, 0)).unwrap();
    let leaf = prop_oneof![
        texts().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(date(Kind::Date, "-0044-03-15")),
        Just(date(Kind::DateTime, "2023-04-16T12:00:00.000000001[Europe/Stockholm]")),
        Just(date(Kind::Time, "12:31:14.645876123+01:00")),
        Just(construct_duration(&Value::from("P14DT16H12M")).unwrap()),
    ];
    prop_oneof![4 => leaf.clone(), 1 => prop::collection::vec(leaf, 0..3).prop_map(Value::from)]
}

fn graphs() -> impl Strategy<Value = Graph> {
    let nodes = prop::collection::vec((texts(), prop::collection::vec((texts(), values()), 0..3)), 1..5);
    let edges = prop::collection::vec((any::<usize>(), any::<usize>(), texts(), values()), 0..5);
    (nodes, edges).prop_map(|(nodes, edges)| {
        let mut graph = Graph::new();
        let ids: Vec<_> = nodes
            .into_iter()
            .map(|(label, pairs)| {
                let labels = if label == "bare" { Vec::new() } else { vec![graph.label(&label)] };
                let pairs = pairs.into_iter().map(|(key, value)| (graph.key(&key), value)).collect();
                graph.create_node(&labels, pairs).unwrap()
            })
            .collect();
        for (start, end, kind, value) in edges {
            let (kind, key) = (graph.relationship_type(&kind), graph.key("weight"));
            let (start, end) = (ids[start % ids.len()], ids[end % ids.len()]);
            graph.create_relationship(start, end, kind, vec![(key, value)]).unwrap();
        }
        graph
    })
}

proptest! {
    #[test]
    fn json_comes_back_the_same(graph in graphs()) {
        let json = written(Format::Json, &graph);
        let mut back = Graph::new();
        import::json(&mut back, &json).unwrap();
        prop_assert_eq!(written(Format::Json, &back), json);
        prop_assert_eq!(back.next_ids(), graph.next_ids());
    }

    #[test]
    fn no_name_breaks_out_of_its_line(graph in graphs()) {
        let lines = |format| written(format, &graph).lines().count();
        prop_assert_eq!(lines(Format::Dot), 5 + graph.node_count() + graph.relationship_count());
        prop_assert_eq!(lines(Format::Mermaid), 1 + graph.node_count() + graph.relationship_count());
        for line in written(Format::NTriples, &graph).lines() {
            prop_assert!(line.starts_with("<urn:factloom:") && line.ends_with(" ."), "{}", line);
        }
        prop_assert!(!written(Format::GraphMl, &graph).contains('\0'));
    }
}

/// What a format writes of a graph that was read back from it.
fn round_trip(format: Format, ending: &str, graph: &Graph) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("graph.{ending}"));
    let first = written(format, graph);
    std::fs::write(&path, &first).unwrap();
    let mut back = Graph::new();
    import::file(&mut back, &path).unwrap();
    (first, written(format, &back))
}

/// The two CSV tables of a graph.
fn tables(graph: &Graph) -> (tempfile::TempDir, [String; 2]) {
    let folder = tempfile::tempdir().unwrap();
    export::tables(&Selection::whole(graph), folder.path()).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let both = [read("nodes.csv"), read("relationships.csv")];
    (folder, both)
}

/// Ladybug's script names each table once, and its files hold each node and relationship.
#[test]
fn ladybugs_tables_hold_the_graph() {
    let mut graph = Graph::new();
    let text = "CREATE (a:Person {name: 'a \"b\"\nc', n: 1, born: date('1970-01-01')}), (b:person {name: '', n: null}), (c),
         (a)-[:KNOWS {since: 2}]->(b), (a)-[:KNOWS]->(c), (a)-[:knows]->(a)";
    let (limits, procedures) = (Default::default(), factloom::query::Procedures::default());
    factloom::query::run(&mut graph, text, &Default::default(), &limits, &procedures).unwrap();
    let folder = tempfile::tempdir().unwrap();
    export::ladybug(&Selection::whole(&graph), folder.path()).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let options = "(HEADER=true, PARALLEL=false, QUOTE='\"', ESCAPE='\"'";
    assert_eq!(
        read("load.cypher").lines().collect::<Vec<_>>(),
        [
            "CREATE NODE TABLE `Node`(`key` INT64 PRIMARY KEY, `labels` STRING);",
            &format!("COPY `Node` FROM 'node-1-Node.csv' {options});"),
            "CREATE NODE TABLE `Person`(`key` INT64 PRIMARY KEY, `labels` STRING, `born` DATE, `n` INT64, `name` STRING);",
            &format!("COPY `Person` FROM 'node-2-Person.csv' {options});"),
            "CREATE NODE TABLE `person_2`(`key` INT64 PRIMARY KEY, `labels` STRING, `name` STRING);",
            &format!("COPY `person_2` FROM 'node-3-person_2.csv' {options});"),
            "CREATE REL TABLE `KNOWS`(FROM `Person` TO `Node`, FROM `Person` TO `person_2`, `since` INT64);",
            &format!("COPY `KNOWS` FROM 'relationship-1-KNOWS.csv' {options}, FROM='Person', TO='Node');"),
            &format!(
                "COPY `KNOWS` FROM 'relationship-2-KNOWS.csv' {options}, FROM='Person', TO='person_2');"
            ),
            "CREATE REL TABLE `knows_2`(FROM `Person` TO `Person`);",
            &format!("COPY `knows_2` FROM 'relationship-3-knows_2.csv' {options});"),
        ]
    );
    let person = read("node-2-Person.csv");
    assert!(person.starts_with("key,labels,born,n,name\n"), "{person}");
    assert!(person.ends_with(",\"Person\",1970-01-01,1,\"a \"\"b\"\"\nc\"\n"), "{person}");
    assert!(read("node-3-person_2.csv").ends_with(",\"person\",\"\"\n"), "an empty name is a name");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_exported_comes_back_the_same(graph in graphs()) {
        for (format, ending) in
            [(Format::GraphMl, "graphml"), (Format::NTriples, "nt"), (Format::Turtle, "ttl"), (Format::Cypher, "cypher")]
        {
            let (first, second) = round_trip(format, ending, &graph);
            prop_assert_eq!(first, second);
        }
    }

    #[test]
    fn tables_come_back_the_same_and_hold_no_formula(graph in graphs()) {
        let (folder, first) = tables(&graph);
        let mut back = Graph::new();
        import::file(&mut back, folder.path()).unwrap();
        prop_assert_eq!(&tables(&back).1, &first);
        for record in csv::ReaderBuilder::new().has_headers(true).from_reader(first[0].as_bytes()).records() {
            for cell in &record.unwrap() {
                let formula = cell.starts_with(['=', '+', '@', '\t', '\r']);
                prop_assert!(!formula, "{:?}", cell);
            }
        }
    }
}

/// What keeps a spreadsheet from running a text is taken away again, and no apostrophe of the text itself.
#[test]
fn apostrophes_before_what_looks_like_a_formula_come_back() {
    let mut graph = Graph::new();
    let texts = ["\tone", "'\ttwo", "''=three", "'four", "-5", "'-6", "'"];
    let pairs = texts.map(|text| (graph.key(text), Value::from(text)));
    let label = graph.label("'=Label");
    graph.create_node(&[label], pairs.to_vec()).unwrap();
    let (folder, first) = tables(&graph);
    let mut back = Graph::new();
    import::file(&mut back, folder.path()).unwrap();
    assert_eq!(tables(&back).1, first);
    assert_eq!(written(Format::Json, &back), written(Format::Json, &graph));
}

/// The elements of a document, or what is wrong with it.
fn elements(xml: &str) -> Result<Vec<String>, String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        use quick_xml::events::Event;
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(e) | Event::Empty(e) => {
                e.attributes().try_for_each(|a| a.map(drop)).map_err(|error| error.to_string())?;
                found.push(e.local_name().as_ref().to_owned());
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The links of a note, by the names of the notes that they lead to.
fn links(note: &str) -> Vec<String> {
    let parts = note.split("[[").skip(1);
    parts.map(|part| part.split(['|', ']']).next().unwrap().to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pictures_and_reports_hold_what_they_show_and_nothing_else(graph in graphs()) {
        let svg = elements(&written(Format::Svg, &graph)).unwrap();
        let count = |name: &str| svg.iter().filter(|e| *e == name).count();
        prop_assert_eq!(count("rect"), 1 + graph.node_count());
        prop_assert_eq!(count("path"), 4 + graph.relationship_count());
        prop_assert_eq!(count("script") + count("image") + count("foreignObject"), 0);
        let page = export::report(&graph, None).write(export::ReportFormat::Html);
        for mark in ["<script", "<img", "<!--", " onerror=alert"] {
            prop_assert!(!page.contains(mark) || mark.starts_with(' ') && !page.contains("<img"), "{mark} in {page}");
        }
        let text = export::report(&graph, None).write(export::ReportFormat::Markdown);
        prop_assert!(!text.contains('\0') && text.lines().all(|line| !line.starts_with("<")));
    }

    #[test]
    fn notes_lie_in_their_folder_and_their_links_lead_to_notes(graph in graphs()) {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("vault");
        for _ in 0..2 {
            export::notes(&Selection::whole(&graph), &at).unwrap();
        }
        let notes: Vec<String> = std::fs::read_dir(&at)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
            .collect();
        prop_assert_eq!(notes.len(), graph.node_count());
        prop_assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        for name in &notes {
            let text = std::fs::read_to_string(at.join(format!("{name}.md"))).unwrap();
            for link in links(&text) {
                prop_assert!(notes.contains(&link), "{link:?} in {name}");
            }
        }
    }
}

#[test]
fn notes_leave_what_somebody_else_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let graph = woven();
    let export = |at: &std::path::Path| export::notes(&Selection::whole(&graph), at);
    let at = folder.path().join("vault");
    export(&at).unwrap();
    std::fs::write(at.join("My own.md"), "mine").unwrap();
    export(&at).unwrap();
    assert_eq!(std::fs::read_to_string(at.join("My own.md")).unwrap(), "mine");
    let note = std::fs::read_to_string(at.join("China.md")).unwrap();
    assert!(note.contains("- cooperates-with [[Russia]] (planned)\n  > China plans to"), "{note}");
    assert!(note.contains("([[Ties]], 1)"), "{note}");
    assert!(std::fs::read_to_string(at.join("Sources/Ties.md")).unwrap().contains("[[China]], [[Russia]]"));
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("a.md"), "").unwrap();
    assert!(export(&other).unwrap_err().to_string().contains("something else"));
}

#[test]
fn a_report_cites_its_sentences_and_names_contradictions() {
    let mut graph = woven();
    let mut run = |text: &str| {
        let (limits, procedures) = Default::default();
        factloom::query::run(&mut graph, text, &Default::default(), &limits, &procedures).unwrap();
    };
    run("MATCH (a {name: 'China'}), (b {name: 'Russia'}) \
         CREATE (a)-[:VISITS {status: 'asserted', at: '2023-04-16'}]->(b), (a)-[:VISITS {status: 'denied'}]->(b)");
    let report = export::report(&graph, None);
    insta::assert_snapshot!(report.write(export::ReportFormat::Markdown));
    let page = report.write(export::ReportFormat::Html);
    assert!(page.contains("<a href=\"#s1\">1</a>") && page.contains("<li id=\"s1\">"), "{page}");
}

#[test]
fn foreign_graphml_and_rdf_are_understood() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let mut graph = Graph::new();
        import::file(&mut graph, &path).unwrap();
        written(Format::Cypher, &graph)
    };
    insta::assert_snapshot!(read(
        "networkx.graphml",
        r#"<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="d1" for="edge" attr.name="weight" attr.type="double"/>
<key id="d0" for="node" attr.name="name" attr.type="string"><default>no &lt;name&gt;</default></key>
<graph edgedefault="directed"><node id="A &amp; B"><data key="d0">Ada &amp; Bo</data></node><node id="C"/>
<edge source="A &amp; B" target="C"><data key="d1">2.5</data></edge></graph></graphml>"#
    ));
    insta::assert_snapshot!(read(
        "foaf.ttl",
        r#"@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<http://example.org/ada> a foaf:Person ; foaf:name "Ada"@en ; foaf:age 36 ; foaf:knows [ foaf:name "Bo" ] ."#
    ));
}

#[test]
fn what_cannot_be_imported_says_where_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let error = import::file(&mut Graph::new(), &path).unwrap_err().to_string();
        error.replace(&folder.path().display().to_string(), "DIR")
    };
    insta::assert_snapshot!(
        [
            refused("a.graphml", "<graphml>\n  <node></graphml>"),
            refused("b.graphml", "<html/>"),
            refused("c.graphml", "<graphml><node id='a'/><edge source='a' target='b'/></graphml>"),
            refused("d.nt", "<a> <b> .\n"),
            refused("e.cypher", "CREATE (:A);\nCREATE (;"),
            refused("f.xlsx", ""),
        ]
        .join("\n")
    );
}

/// A graph of one article with a planned fact.
fn woven() -> Graph {
    let extraction = serde_json::json!({
        "document": 7, "name": "a", "title": "Ties", "source": null, "date": "2023-04-16",
        "sentences": ["China plans to cooperate with Russia."],
        "entities": [
            {"name": "China", "type": "Place", "proper": true, "aliases": [["Beijing", 1]], "mentions": 2},
            {"name": "Russia", "type": "Place", "proper": true, "aliases": [], "mentions": 1}],
        "facts": [{"subject": 0, "relation": "cooperates-with", "object": 1, "status": "planned", "by": null,
            "confidence": 0.1, "qualifiers": [["time", "2023"]], "symmetric": true,
            "evidence": {"sentence": 1, "subject": [0, 5], "relation": [15, 29], "object": [30, 36]}}],
    });
    let mut graph = Graph::new();
    add_articles(&mut graph, [serde_json::from_value(extraction).unwrap()]).unwrap();
    graph
}

#[test]
fn articles_and_evidence_come_back() {
    let graph = woven();
    let mut back = Graph::new();
    import::json(&mut back, &written(Format::Json, &graph)).unwrap();
    assert_eq!(back.articles(), graph.articles());
    let fact = back.relationships().next().unwrap();
    let (document, evidence) = &back.articles().evidence(fact)[0];
    assert_eq!(
        back.articles().sentence(*document, evidence.sentence),
        graph.articles().sentence(*document, 1)
    );
}

#[test]
fn a_fact_looks_like_what_it_says() {
    let dot = written(Format::Dot, &woven());
    assert!(dot.contains("label=\"China\", tooltip=\"Place\", fillcolor="), "{dot}");
    assert!(dot.contains("label=\"cooperates-with\", style=dashed, tooltip=\"China plans to"), "{dot}");
}

#[test]
fn a_selection_brings_the_ends_of_its_relationships() {
    let graph = woven();
    let fact = graph.relationships().next().unwrap();
    let selection = Selection::of(&graph, [], [fact, RelationshipId(12345)]);
    assert_eq!((selection.nodes.len(), selection.relationships.len()), (2, 1));
}

#[test]
fn what_is_no_export_is_refused_with_its_place() {
    let refused = |text: &str| import::json(&mut Graph::new(), text).unwrap_err().to_string();
    assert!(refused("{\"nodes\": [").contains("line 1"));
    let value =
        r#"{"graph":{"version":1},"nodes":[{"id":1,"labels":[],"properties":{"x":{"a":1}}}],"edges":[]}"#;
    assert!(refused(value).contains("node 1, property x"));
    let ends = r#"{"graph":{"version":1},"nodes":[],"edges":[{"source":1,"target":2,"key":0,"type":"T","properties":{}}]}"#;
    assert!(refused(ends).contains("node 1 does not exist"));
}

#[test]
fn sources_are_added_to_rdf_and_left_out_when_it_comes_back() {
    let graph = woven();
    let prov = written(Format::Prov, &graph);
    let facts = graph.relationship_count();
    assert_eq!(prov.matches("a rdf:Statement").count(), facts);
    assert!(prov.matches("prov:wasDerivedFrom s:").count() >= facts);
    assert_eq!(prov.matches("prov:wasQuotedFrom d:").count(), prov.matches("prov:value \"").count());
    assert!(prov.contains("dcterms:identifier \""), "{prov}");
    let mut back = Graph::new();
    import::rdf(&mut back, &prov).unwrap();
    assert_eq!(written(Format::Turtle, &back), written(Format::Turtle, &graph));
    let reified = written(Format::Rdf12, &graph);
    assert_eq!(reified.matches(" rdf:reifies <<( n:").count(), facts);
    assert!(!reified.contains("rdf:Statement"));
    assert!(!written(Format::Turtle, &graph).contains("prov:"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_tables_hold_the_graph_and_its_evidence() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let mut graph = woven();
    let (label, keys) = (graph.label("Odd"), ["_id", "list", "mixed", "day"].map(|key| graph.key(key)));
    let day = Value::Date(factloom::value::temporal::Date::new(2023, 4, 16).unwrap());
    let list = Value::list([Value::from("a"), Value::from("b\0\"")]);
    let values = [Value::from(7), list, Value::from("x"), day];
    graph.create_node(&[label], keys.into_iter().zip(values).collect()).unwrap();
    graph.create_node(&[], vec![(keys[1], Value::list([])), (keys[2], Value::from(1))]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    export::parquet(&Selection::whole(&graph), folder.path()).unwrap();
    let rows = |name: &str| -> Vec<String> {
        let file = std::fs::File::open(folder.path().join(name)).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
    };
    let nodes = rows("nodes.parquet");
    assert_eq!(nodes.len(), graph.node_count());
    let odd = nodes.iter().find(|row| row.contains("\"Odd\"")).unwrap();
    for part in ["__id: 7", "list: [\"a\", \"b\0\"\"]", "mixed: \"x\"", "day: 2023-04-16", "name: null"] {
        assert!(odd.contains(part), "{part}: {odd}");
    }
    assert!(nodes.iter().any(|row| row.contains("list: [], mentions: null, mixed: \"1\"")), "{nodes:?}");
    assert_eq!(rows("relationships.parquet").len(), graph.relationship_count());
    let evidence: usize = graph.relationships().map(|id| graph.articles().evidence(id).len()).sum();
    assert_eq!(rows("evidence.parquet").len(), evidence);
    assert!(evidence > 0 && rows("evidence.parquet")[0].contains("subject_start: "));
}

#[test]
fn a_page_holds_the_graph_and_nothing_that_runs_but_its_own_scripts() {
    let mut graph = woven();
    let (label, name) = (graph.label("Person"), graph.key("name"));
    let hostile = "</script><script>alert(1)</script><!--";
    graph.create_node(&[label], vec![(name, Value::from(hostile))]).unwrap();
    let page = written(Format::Html, &graph);
    assert!(!page.contains(hostile));
    assert_eq!(page.matches("</script>").count(), 3, "the data and two scripts");
    let start = page.find("id=\"data\">").unwrap() + 10;
    let end = start + page[start..].find("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(&page[start..end]).unwrap();
    assert_eq!(data["nodes"].as_array().unwrap().len(), 3);
    let nodes = data["nodes"].as_array().unwrap();
    assert!(nodes.iter().any(|node| node["n"] == hostile));
    let evidence = &data["edges"][0]["e"][0];
    assert_eq!(
        data["sentences"][evidence[1].as_u64().unwrap() as usize],
        "China plans to cooperate with Russia."
    );
    assert_eq!(evidence[4], serde_json::json!([30, 36]));
    assert!(!page.contains("http-equiv=\"refresh\"") && !page.contains(" src=\"http"));
}

#[test]
fn a_selection_takes_paths_lists_and_maps() {
    let graph = woven();
    let fact = graph.relationships().next().unwrap();
    let list = Value::from(vec![Value::Relationship(fact), Value::from(1)]);
    let selection = Selection::of_values(&graph, [&list, &Value::from("China")]);
    assert_eq!((selection.nodes.len(), selection.relationships.len()), (2, 1));
}
