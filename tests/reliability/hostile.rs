//! Hostile input that is not damaged: text that would act on a terminal, XML that expands, archives and links that lead
//! out of their folder.

use crate::support::{factloom, figure, finish, program};
use std::io::Write;

/// Clear the screen, set the title, write the clipboard, link to a place, turn the direction of writing, ring.
const NASTY: &str =
    "\u{1b}[2J\u{1b}]0;title\u{7}\u{1b}]52;c;aGk=\u{7}\u{1b}]8;;http://example.org\u{1b}\\\u{202e}\u{9b}31m";

fn assert_harmless(what: &str, text: &str) {
    let acts = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t' | '\r')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(acts), "{what}: {text:?}");
}

/// What the program shows on a terminal, which `script` plays.
fn on_terminal(folder: &std::path::Path, arguments: &[&str]) -> String {
    let own = program(folder, arguments);
    let quoted = |word: &std::ffi::OsStr| format!("'{}'", word.to_str().unwrap().replace('\'', "'\\''"));
    let all: Vec<String> = [own.get_program()].into_iter().chain(own.get_args()).map(quoted).collect();
    let mut command = std::process::Command::new("script");
    command
        .args(["-qec", &all.join(" "), "/dev/null"])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("TERM", "dumb");
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let ended = finish(command, "");
    assert!(!ended.hung && !ended.out.contains("panicked"), "{arguments:?}: {ended:?}");
    ended.out
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_acts_on_the_terminal() {
    if std::process::Command::new("script").arg("--version").output().is_err() {
        figure("escapes for a terminal", "not run: there is no `script` here to play a terminal");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let article = format!(
        "Ada {NASTY}Lovelace visited Turin{NASTY}. Ada Lovelace met \u{202e}Luigi Menabrea in Turin.\n"
    );
    std::fs::write(at.join("ada.txt"), &article).unwrap();
    let script = format!(
        "CREATE (a:Person {{name: 'Ada {NASTY}', `k{NASTY}`: 1}})-[:KNOWS]->(b:Person {{name: 'Luigi'}});\n"
    );
    std::fs::write(at.join("n.cypher"), &script).unwrap();
    let wrong = format!("MATCH (n {NASTY}\u{202e} WHERE n.x = 1 RETURN n");
    let runs: [&[&str]; 15] = [
        &["build", "ada.txt", "-o", "a.loom"],
        &["import", "a.loom", "n.cypher"],
        &["extract", "ada.txt"],
        &["extract", "ada.txt", "--format", "table"],
        &["extract", "ada.txt", "--format", "openie"],
        &["info", "a.loom"],
        &["why", "a.loom", "?", "?", "?"],
        &["query", "a.loom", "MATCH (n) RETURN n"],
        &["query", "a.loom", "MATCH (n) RETURN n", "--format", "lines"],
        &["query", "a.loom", "MATCH (n) RETURN n", "--format", "markdown"],
        &["query", "a.loom", "MATCH p = ()-->() RETURN p"],
        &["query", "a.loom", "Who visited Turin?"],
        &["query", "a.loom", "? visits ?"],
        &["report", "a.loom"],
        &["query", "a.loom", &wrong],
    ];
    for arguments in runs {
        let shown = on_terminal(at, arguments);
        assert_harmless(&format!("{arguments:?}"), &shown);
    }
    figure("escapes for a terminal", format!("{} commands on a terminal: none gets through", runs.len()));
}

#[test]
fn xml_that_expands() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let secret = at.join("secret");
    std::fs::write(&secret, "the secret").unwrap();
    let body = |entity: &str| {
        format!(
            "<graphml><graph edgedefault=\"directed\"><node id=\"{entity}\"><data key=\"name\">{entity}</data></node></graph></graphml>"
        )
    };
    let bomb: String =
        (1..30).map(|n| format!("<!ENTITY e{n} \"&e{0};&e{0};&e{0};&e{0};\">", n - 1)).collect();
    let files = [
        format!("<!DOCTYPE g [<!ENTITY e0 \"ha\">{bomb}]>{}", body("&e29;")),
        format!("<!DOCTYPE g [<!ENTITY x SYSTEM \"file://{}\">]>{}", secret.display(), body("&x;")),
        format!("<!DOCTYPE g SYSTEM \"http://127.0.0.1:1/x.dtd\">{}", body("&x;")),
    ];
    for (number, text) in files.iter().enumerate() {
        for ending in ["graphml", "xml", "rss", "html"] {
            let name = format!("{number}.{ending}");
            std::fs::write(at.join(&name), text).unwrap();
            let graph = format!("{name}.loom");
            let command: &[&str] = if ending == "graphml" {
                &["import", &graph, &name]
            } else {
                &["build", &name, "-o", &graph]
            };
            let ended = factloom(at, command);
            assert!(
                !ended.hung && ended.code.is_some() && !ended.err.contains("panicked"),
                "{name}: {ended:?}"
            );
            assert!(!ended.err.contains("the secret"), "{name}: {ended:?}");
            if at.join(&graph).exists() {
                let found = factloom(at, &["export", &graph, "--format", "json"]);
                assert!(
                    !found.out.contains("the secret") && found.out.len() < 100_000,
                    "{name}: {}",
                    found.out
                );
            }
        }
    }
    figure(
        "XML that expands or reads files",
        format!("{} documents in 4 formats: nothing expanded, nothing read", files.len()),
    );
}

#[test]
fn archives_stay_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("in");
    std::fs::create_dir(&at).unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(at.join("a.zip")).unwrap());
    for name in ["../out.txt", "/tmp/../out.txt", "..\\out.txt", "fine.txt", "a/../../out.txt"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"Ada Lovelace visited Turin in 1840. She met Luigi Menabrea there.").unwrap();
    }
    zip.start_file("bomb.txt", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b'a'; 1 << 20];
    for _ in 0..64 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap();
    let ended = factloom(&at, &["build", "a.zip", "-o", "a.loom"]);
    assert!(matches!(ended.code, Some(0 | 3)) && !ended.hung, "{ended:?}");
    let mut all: Vec<_> = [folder.path(), &at]
        .iter()
        .flat_map(|folder| {
            std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap())
        })
        .collect();
    all.sort();
    assert_eq!(all, ["a.loom", "a.zip", "in"], "something was unpacked");
    figure("archives that lead out of their folder or unpack to much", "nothing written, the rest is read");
}
