//! The examples of the documentation: each is run, and what the pages show is what comes out.
//!
//! A ```` ```loom ```` block is a session on the graph of `docs/src/example.cypher`; every page begins anew. With
//! `FACTLOOM_DOCS_BLESS=1` the pages are rewritten to show what comes out. A ```` ```console ```` block holds commands of a shell;
//! each must succeed.

use factloom::session::format::Look;
use factloom::session::{Outcome, Session, units};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src")
}

fn pages() -> Vec<PathBuf> {
    let summary = fs::read_to_string(folder().join("SUMMARY.md")).unwrap();
    let pages: Vec<PathBuf> = summary
        .lines()
        .filter_map(|line| line.split_once("](")?.1.strip_suffix(')'))
        .map(|file| folder().join(file))
        .collect();
    assert!(pages.len() > 5);
    pages
}

fn session() -> Session {
    let mut session = Session::default();
    for unit in units(&fs::read_to_string(folder().join("example.cypher")).unwrap()) {
        session.run(unit.text).unwrap();
    }
    session
}

/// What a line leads to, as a person sees it.
fn told(session: &mut Session, line: &str) -> String {
    let mut text = Vec::new();
    match session.run(line) {
        Ok(Outcome::Rows(rows, notes)) => {
            session.format.write(&rows, Look::default(), &mut text).unwrap();
            notes.iter().for_each(|note| text.extend(format!("{note}\n").bytes()));
        }
        Ok(Outcome::Text(said)) => text.extend(said.bytes()),
        Ok(_) => {}
        Err(error) => text.extend(format!("{error}\n").bytes()),
    }
    String::from_utf8(text).unwrap()
}

/// The page with what its sessions lead to, and how many lines were run.
fn run(page: &str) -> (String, usize) {
    let mut session = session();
    let (mut out, mut lines) = (String::new(), 0);
    let mut within = false;
    for line in page.split_inclusive('\n') {
        if let Some(asked) = line.strip_prefix("loom> ").filter(|_| within) {
            lines += 1;
            out += line;
            out += &told(&mut session, asked.trim());
        } else if line.starts_with("```") {
            within = line.trim() == "```loom";
            out += line;
        } else if !within {
            out += line;
        }
    }
    (out, lines)
}

#[test]
fn sessions_show_what_comes_out() {
    let mut lines = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let (expected, run) = run(&page);
        lines += run;
        if std::env::var_os("FACTLOOM_DOCS_BLESS").is_some() {
            fs::write(&path, expected).unwrap();
        } else {
            assert_eq!(page, expected, "{}; FACTLOOM_DOCS_BLESS=1 rewrites it", path.display());
        }
    }
    assert!(lines > 30, "only {lines} lines were run");
}

#[test]
fn commands_succeed() {
    let at = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(at.path().join(name), text).unwrap();
    write("article.txt", "Ada Lovelace visited Turin. Charles Babbage works in London.\n");
    fs::create_dir(at.path().join("more")).unwrap();
    write("more/second.txt", "Luigi Menabrea met Ada Lovelace in Turin.\n");
    write("questions.cypher", "MATCH (n) RETURN count(n);\n:mode json\n? visits Turin;\n");
    write("requests.jsonl", "{\"id\":1,\"query\":\"RETURN 1\"}\n");
    let program = Path::new(env!("CARGO_BIN_EXE_factloom")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for block in text.split("```console\n").skip(1) {
            let commands =
                block.split("```").next().unwrap().lines().filter_map(|line| line.strip_prefix("$ "));
            for command in commands {
                let run = Command::new("sh")
                    .args(["-c", command])
                    .current_dir(at.path())
                    .env("PATH", &path)
                    .stdin(Stdio::null())
                    .output()
                    .unwrap();
                let said = String::from_utf8_lossy(&run.stderr);
                assert!(run.status.success(), "{}: {command}: {said}", page.display());
                count += 1;
            }
        }
    }
    assert!(count > 20, "only {count} commands were run");
}

/// The transcript at the top of the README, line for line; `…` stands for the rest of a long line.
#[test]
fn the_readme_shows_what_comes_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let block = readme.split("\n    $ ").skip(1);
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("seeds")).unwrap();
    let article = "seeds/china-russia-defense.txt";
    fs::copy(root.join(article), folder.path().join(article)).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_factloom")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(program.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let mut asked = 0;
    for part in block {
        let (command, shown) = part.split_once('\n').unwrap();
        let shown: Vec<&str> = shown.lines().map_while(|line| line.strip_prefix("    ")).collect();
        let output = Command::new("sh")
            .args(["-c", &format!("{command} 2>&1")])
            .current_dir(folder.path())
            .env("PATH", path.as_ref().unwrap())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(shown.len(), lines.len(), "{command}:\n{text}");
        for (shown, line) in shown.iter().zip(&lines) {
            let same = shown.strip_suffix('…').map_or(shown == line, |begun| line.starts_with(begun));
            assert!(same, "{command}:\n{text}");
        }
        asked += 1;
    }
    assert!(asked >= 3);
}
