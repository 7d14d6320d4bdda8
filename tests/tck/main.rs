//! Conformance scenarios, judged strictly: rows with their order where asked, side effects, and the type, phase and
//! detail of errors.
//!
//! Our own scenarios stand in `tests/scenarios`. Those of openCypher's conformance kit run when `FACTLOOM_TCK`, or the
//! first argument that is a folder, says where it lies. `tests/tck-passed.tsv` lists the scenarios that have passed: one
//! of them failing fails the run. `FACTLOOM_TCK_BLESS=1` writes the list anew.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a test without harness reports by itself")]

mod engine;
mod gherkin;
mod term;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use engine::{Answer, Engine, Graph, side_effects};
use gherkin::{Scenario, Step};
use serde_json::{Value as Json, json};
use term::Term;

const PASSED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tck-passed.tsv");
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios");

fn main() -> ExitCode {
    let argument = std::env::args().skip(1).map(PathBuf::from).find(|path| path.is_dir());
    let kit = argument.or_else(|| std::env::var_os("FACTLOOM_TCK").map(PathBuf::from));
    let mut suites = vec![("scenarios", PathBuf::from(OWN))];
    match kit {
        Some(folder) => suites.push(("kit", folder)),
        None => println!("openCypher's conformance kit was skipped: FACTLOOM_TCK names no folder with it"),
    }
    let mut passed = BTreeSet::new();
    for (suite, folder) in &suites {
        if let Err(message) = run_suite(suite, folder, &mut passed) {
            eprintln!("{}: {message}", folder.display());
            return ExitCode::from(2);
        }
    }
    conclude(&suites.into_iter().map(|(suite, _)| suite).collect::<Vec<_>>(), &passed)
}

/// Holds what passed against the list, for the suites that ran.
fn conclude(suites: &[&str], passed: &BTreeSet<String>) -> ExitCode {
    let listed: BTreeSet<String> =
        std::fs::read_to_string(PASSED).unwrap_or_default().lines().map(str::to_owned).collect();
    let ran = |line: &&String| suites.iter().any(|suite| line.starts_with(&format!("{suite}/")));
    if std::env::var_os("FACTLOOM_TCK_BLESS").is_some() {
        let lines: BTreeSet<_> = listed.iter().filter(|line| !ran(line)).chain(passed).cloned().collect();
        let text = lines.into_iter().map(|line| line + "\n").collect::<String>();
        std::fs::write(PASSED, text).expect("the list can be written");
        return ExitCode::SUCCESS;
    }
    let lost: Vec<_> = listed.iter().filter(ran).filter(|line| !passed.contains(*line)).collect();
    for line in &lost {
        println!("passed before, and does no longer: {}", line.replace('\t', ": "));
    }
    println!("{} newly passed; FACTLOOM_TCK_BLESS=1 lists them", passed.difference(&listed).count());
    if lost.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run_suite(suite: &str, folder: &Path, passed: &mut BTreeSet<String>) -> Result<(), String> {
    let root = if folder.join("features").is_dir() { folder.join("features") } else { folder.to_owned() };
    let mut files = Vec::new();
    feature_files(&root, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err("there are no feature files here".into());
    }
    let mut engine = Engine::default();
    let (mut good, mut all) = (0, 0);
    for file in &files {
        let feature = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let source = std::fs::read_to_string(file).map_err(|error| format!("{feature}: {error}"))?;
        let scenarios = gherkin::read(&source).map_err(|error| format!("{feature}: {error}"))?;
        let scenarios: Vec<_> = scenarios.into_iter().filter(|scenario| !scenario.ignored).collect();
        let mut here = 0;
        for scenario in &scenarios {
            match run(&mut engine, scenario, folder) {
                Ok(()) => {
                    here += 1;
                    passed.insert(format!("{suite}/{feature}\t{}", scenario.name));
                }
                Err(Failure::Scenario(reason)) if suite == "scenarios" => {
                    println!("{feature}: {}\n    {reason}", scenario.name);
                }
                Err(Failure::Scenario(_)) => {}
                Err(Failure::File(reason)) => return Err(format!("{feature}: {}: {reason}", scenario.name)),
            }
        }
        println!("{suite}/{feature:60} {here:4}/{}", scenarios.len());
        good += here;
        all += scenarios.len();
    }
    println!("{suite}: {good} of {all} passed");
    Ok(())
}

fn feature_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            feature_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            files.push(path);
        }
    }
    Ok(())
}

/// Why a scenario does not pass.
enum Failure {
    /// The program does not do as it says.
    Scenario(String),
    /// It says what this runner does not understand.
    File(String),
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self::Scenario(reason)
    }
}

/// Takes the steps in turn.
fn run(engine: &mut Engine, scenario: &Scenario, folder: &Path) -> Result<(), Failure> {
    let mut parameters = json!({});
    let (mut before, mut after) = (Graph::new(), Graph::new());
    let mut answer = Answer::default();
    engine.tell(&json!({"id": 1, "reset": true}))?;
    for step in &scenario.steps {
        let doc = || {
            step.doc.as_deref().ok_or_else(|| Failure::File(format!("nothing stands below: {}", step.text)))
        };
        match step.text.trim_end_matches(':').trim_end() {
            "an empty graph" | "any graph" => {}
            "having executed" => set_up(engine, doc()?)?,
            "parameters are" => {
                for row in &step.table {
                    let [name, value] = row.as_slice() else {
                        return Err(Failure::File("a parameter's row".into()));
                    };
                    parameters[name] = term::read(value).map_err(Failure::File)?.to_json();
                }
            }
            "executing query" | "executing control query" => {
                before = engine.graph()?;
                answer = engine.query(doc()?, &parameters)?;
                after = engine.graph()?;
            }
            "the result should be empty" => check_rows(&answer, &[], Vec::new(), true)?,
            "no side effects" => check_effects(&before, &after, &[])?,
            "the side effects should be" => check_effects(&before, &after, &step.table)?,
            text => {
                if let Some(name) = text.strip_prefix("the ").and_then(|rest| rest.strip_suffix(" graph")) {
                    named_graph(engine, folder, name)?;
                } else if let Some(signature) = text.strip_prefix("there exists a procedure ") {
                    engine.tell(&procedure(signature, &step.table)?)?;
                } else if let Some(how) = text.strip_prefix("the result should be") {
                    check_result(&answer, step, how)?;
                } else if let Some((name, rest)) = text.split_once(" should be raised at ") {
                    check_error(&answer, name, rest)?;
                    if before != after {
                        return Err(format!(
                            "the query failed but did this: {:?}",
                            side_effects(&before, &after)
                        )
                        .into());
                    }
                } else {
                    return Err(Failure::File(format!("unknown step: {text}")));
                }
            }
        }
    }
    Ok(())
}

fn set_up(engine: &mut Engine, query: &str) -> Result<(), Failure> {
    match engine.query(query, &json!({}))?.error {
        Some((_, message)) => Err(Failure::Scenario(format!("{message}, on {query}"))),
        None => Ok(()),
    }
}

fn named_graph(engine: &mut Engine, folder: &Path, name: &str) -> Result<(), Failure> {
    let file = folder.join(format!("graphs/{name}/{name}.cypher"));
    let script = std::fs::read_to_string(&file)
        .map_err(|error| Failure::File(format!("{}: {error}", file.display())))?;
    let statements = script.split(";\n").map(|statement| statement.trim().trim_end_matches(';'));
    statements.filter(|statement| !statement.is_empty()).try_for_each(|statement| set_up(engine, statement))
}

fn procedure(signature: &str, table: &[Vec<String>]) -> Result<Json, Failure> {
    let (columns, rows) =
        table.split_first().ok_or_else(|| Failure::File("a procedure without a table".into()))?;
    let row = |row: &Vec<String>| {
        row.iter().map(|cell| term::read(cell).map(|value| value.to_json())).collect::<Result<Json, _>>()
    };
    let rows = rows.iter().map(row).collect::<Result<Json, _>>().map_err(Failure::File)?;
    Ok(json!({"id": 1, "procedure": {"signature": signature, "columns": columns, "rows": rows}}))
}

fn check_result(answer: &Answer, step: &Step, how: &str) -> Result<(), Failure> {
    let lists_as_bags = how.contains("(ignoring element order for lists)");
    let (columns, rows) =
        step.table.split_first().ok_or_else(|| Failure::File("a result without a table".into()))?;
    let row = |row: &Vec<String>| row.iter().map(|cell| term::read(cell)).collect::<Result<Vec<_>, _>>();
    let mut expected = rows.iter().map(row).collect::<Result<Vec<_>, _>>().map_err(Failure::File)?;
    let mut answer =
        Answer { columns: answer.columns.clone(), rows: answer.rows.clone(), error: answer.error.clone() };
    if lists_as_bags {
        for row in answer.rows.iter_mut().chain(&mut expected) {
            *row = std::mem::take(row).into_iter().map(Term::ignoring_list_order).collect();
        }
    }
    check_rows(&answer, columns, expected, how.starts_with(", in order"))
}

fn check_rows(
    answer: &Answer,
    columns: &[String],
    mut expected: Vec<Vec<Term>>,
    ordered: bool,
) -> Result<(), Failure> {
    if let Some((_, message)) = &answer.error {
        return Err(message.clone().into());
    }
    if answer.columns != columns {
        return Err(format!("columns {:?}, expected {columns:?}", answer.columns).into());
    }
    let mut rows = answer.rows.clone();
    if !ordered {
        rows.sort();
        expected.sort();
    }
    if rows == expected { Ok(()) } else { Err(format!("rows {rows:?}, expected {expected:?}").into()) }
}

fn check_effects(before: &Graph, after: &Graph, table: &[Vec<String>]) -> Result<(), Failure> {
    let mut expected = BTreeMap::new();
    for row in table {
        let [effect, count] = row.as_slice() else { return Err(Failure::File("a side effect's row".into())) };
        let count: i64 = count.parse().map_err(|_| Failure::File(format!("not a count: {count}")))?;
        if count != 0 {
            expected.insert(effect.clone(), count);
        }
    }
    let found = side_effects(before, after);
    if found == expected {
        Ok(())
    } else {
        Err(format!("side effects {found:?}, expected {expected:?}").into())
    }
}

/// `name` is "a TYPE" or "an TYPE", `rest` "PHASE: DETAIL".
fn check_error(answer: &Answer, name: &str, rest: &str) -> Result<(), Failure> {
    let kind = name.rsplit(' ').next().unwrap_or_default();
    let (phase, detail) =
        rest.split_once(": ").ok_or_else(|| Failure::File(format!("not an error: {rest}")))?;
    let Some((found, message)) = &answer.error else {
        return Err(format!("{} rows, expected {kind} at {rest}", answer.rows.len()).into());
    };
    let fits = |found: &str, wanted: &str| found == wanted || wanted == "any time" || wanted == "*";
    if [kind, phase, detail].iter().zip(found).all(|(wanted, found)| fits(found, wanted)) {
        return Ok(());
    }
    Err(format!("{message}, expected {kind} at {rest}").into())
}
