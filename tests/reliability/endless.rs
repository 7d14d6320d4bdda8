//! Statements that would run for ever or take all memory (`endless.cypher`), and texts nested without end: with limits on
//! time and memory all end by themselves with a message, the graph is as it was, and the process goes on.

use crate::support::{Ended, factloom, figure, finish, program, thorough};
use std::path::Path;
use std::process::Command;

const STATEMENTS: &str = include_str!("endless.cypher");

fn statements() -> Vec<&'static str> {
    STATEMENTS.lines().filter(|line| !line.starts_with("//")).collect()
}

/// Thirty nodes, each linked with each.
fn graph(folder: &Path) -> Vec<u8> {
    std::fs::write(folder.join("empty.json"), r#"{"graph": {"version": 1}, "nodes": [], "edges": []}"#)
        .unwrap();
    let making = "UNWIND range(1, 30) AS i CREATE (:N {i: i});
        MATCH (a:N), (b:N) WHERE a.i < b.i CREATE (a)-[:R]->(b)";
    assert_eq!(factloom(folder, &["import", "g.loom", "empty.json"]).code, Some(0));
    assert_eq!(factloom(folder, &["query", "g.loom", making]).code, Some(0));
    std::fs::read(folder.join("g.loom")).unwrap()
}

/// Runs the program where it gets no more than 4 GB of addresses: what asks for more ends with an abort.
fn limited(folder: &Path, arguments: &[&str], input: &str) -> Ended {
    let own = program(folder, arguments);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 4000000; exec \"$0\" \"$@\""]).arg(own.get_program()).args(own.get_args());
    command.current_dir(folder).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    finish(command, input)
}

#[cfg(unix)]
#[test]
fn all_end_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let before = graph(at);
    let (seconds, all) = (["0.1", "2"][thorough(0, 1)], statements());
    let (mut timed_out, mut too_large, mut refused, mut done) = (0, 0, 0, 0);
    for statement in all.iter().step_by(thorough(4, 1)) {
        let ended =
            limited(at, &["query", "g.loom", "--timeout", seconds, "--memory", "100M", statement], "");
        assert!(!ended.hung, "{statement}");
        match ended.code {
            Some(124) if ended.err.contains("ran out of time") => timed_out += 1,
            Some(1) if ended.err.contains("its limit of memory") => too_large += 1,
            Some(1) if ended.err.contains("error: ") => refused += 1,
            Some(0) => done += 1,
            _ => panic!("{statement}: {ended:?}"),
        }
        assert!(std::fs::read(at.join("g.loom")).unwrap() == before, "the graph was changed: {statement}");
    }
    // The same in one process, which lives on.
    let requests = all.iter().map(|query| serde_json::json!({"id": 1, "query": query}).to_string() + "\n");
    let last = "{\"id\": 2, \"query\": \"MATCH (n) RETURN count(*)\"}\n".to_owned();
    let input: String = requests.chain([last]).collect();
    let ended = limited(at, &["query", "g.loom", "--stdin", "--timeout", "0.1", "--memory", "100M"], &input);
    let answers: Vec<&str> = ended.out.lines().collect();
    assert_eq!((ended.code, answers.len()), (Some(0), all.len() + 1), "{}", ended.err);
    assert!(answers[all.len()].contains("\"rows\":[[30]]"), "{}", answers[all.len()]);
    figure(
        "endless statements",
        format!(
            "{} statements, each alone: {timed_out} out of time, {too_large} out of memory, {refused} refused, {done} done; and in one process that lived on; all ended by themselves, graph unchanged",
            timed_out + too_large + refused + done
        ),
    );
}

#[test]
fn nested_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let many = 100_000;
    let texts = [
        "RETURN ".to_owned() + &"(".repeat(many),
        format!("RETURN {}1{}", "(".repeat(many), ")".repeat(many)),
        format!("RETURN {}1{}", "[".repeat(many), "]".repeat(many)),
        format!("RETURN {}1{}", "{a: ".repeat(many), "}".repeat(many)),
        format!("RETURN {}true", "NOT ".repeat(many)),
        format!("RETURN {}1", "-".repeat(many)),
        format!("RETURN {}1", "+ ".repeat(many)),
        format!("RETURN 1{}", " + 1".repeat(many)),
        format!("RETURN 1{}", " ^ 1".repeat(many)),
        format!("RETURN true{}", " XOR true".repeat(many)),
        format!("RETURN 1{}", " < 1".repeat(many)),
        format!("RETURN [1]{}", "[0]".repeat(many)),
        format!("RETURN {}1{}", "CASE WHEN true THEN ".repeat(many), " END".repeat(many)),
        format!("RETURN {}1{}", "size([x IN ".repeat(many), "| x])".repeat(many)),
        format!("MATCH (a){} RETURN a", "-->()".repeat(many)),
        format!("MATCH {}(a){} RETURN 1", "(".repeat(many), ")".repeat(many)),
        format!("MATCH (a:{}A) RETURN a", "!".repeat(many)),
        format!("MATCH (a:{}A{}) RETURN a", "(".repeat(many), ")".repeat(many)),
        format!("WITH 1 AS l {} RETURN 1", "WITH [l] AS l ".repeat(many / 10)),
        format!("WITH [1] AS l {} RETURN size(l)", "WITH [l, l] AS l ".repeat(60)),
        format!("RETURN 1 {}", "UNION RETURN 1 ".repeat(many / 10)),
        format!("{}RETURN 1 AS x{} RETURN 1", "CALL { ".repeat(many), " }".repeat(many)),
        format!("RETURN {}RETURN 1{}", "EXISTS { ".repeat(many), " }".repeat(many)),
        format!("RETURN '{}'", "\\u0041".repeat(many)),
        format!("RETURN {}", "a.".repeat(many)),
        format!("{}1 RETURN 1", "FOREACH (x IN [1] | ".repeat(many)),
        "? visits ? . ".repeat(many / 20),
        format!("Who {}?", "and who ".repeat(many / 100)),
        format!("RETURN 1 /*{}", "/*".repeat(many)),
        "\u{0}\u{202e}\u{feff}".repeat(many),
    ];
    let (mut refused, mut done) = (0, 0);
    for text in &texts {
        let mut command = program(at, &["query", ":memory:", "--timeout", "5", "--memory", "200M", "-"]);
        command.stdin(std::process::Stdio::piped());
        let ended = finish(command, text);
        let start: String = text.chars().take(60).collect();
        assert!(!ended.hung && !ended.err.contains("panicked"), "{start}: {ended:?}");
        match ended.code {
            Some(0) => done += 1,
            Some(1 | 124) => refused += 1,
            _ => panic!("{start}: {:?} {}", ended.code, ended.err.chars().take(500).collect::<String>()),
        }
    }
    figure(
        "texts nested without end",
        format!("{} texts: {refused} refused, {done} done, 0 crashes, 0 hung", texts.len()),
    );
}
