//! System calls that fail, or at which the program is killed, one after the other: the file opens and is as before the
//! step or as after it, and as after it if the program said so. `faults.c` is what makes them fail. Linux only.

use crate::support::{articles, assert_sound, exported, factloom, figure, finish, program, thorough, words};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Calls, and the errors that each can give; 0 kills the program there.
const CALLS: [(&str, &[i32]); 9] = [
    ("open", &[24, 13, 0]),
    ("read", &[5]),
    ("write", &[5, 28, 0]),
    ("sync", &[5, 28, 0]),
    ("map", &[12]),
    ("truncate", &[5, 0]),
    ("remove", &[13, 0]),
    ("rename", &[5, 28, 0]),
    ("memory", &[12]),
];

/// The library that makes calls fail, or another one beside it.
pub(crate) fn library(folder: &Path, name: &str) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/reliability/{name}.c"));
    let to = folder.join(format!("{name}.so"));
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".into());
    let mut command = Command::new(compiler);
    command.args(["-O1", "-w", "-shared", "-fPIC", "-o"]).args([&to, &source]).arg("-ldl");
    let status = command.status().unwrap();
    assert!(status.success(), "a C compiler is needed, as for the store itself");
    to
}

/// What is done to the file: the program's arguments, what it reads, and whether the file is there before.
struct Step {
    name: &'static str,
    arguments: Vec<String>,
    input: &'static str,
    new: bool,
}

#[derive(Default)]
struct Tally {
    runs: usize,
    fired: usize,
    refused: usize,
    killed: usize,
    unharmed: usize,
}

struct Trial<'a> {
    folder: &'a Path,
    library: &'a Path,
    step: &'a Step,
    before: Option<String>,
    after: String,
}

impl Trial<'_> {
    fn reset(&self) {
        for entry in std::fs::read_dir(self.folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            if name.contains("g.loom") || name == "fired" {
                std::fs::remove_file(path).unwrap();
            }
        }
        if !self.step.new {
            std::fs::copy(self.folder.join("first"), self.folder.join("g.loom")).unwrap();
        }
    }

    /// Whether the fault happened at all.
    fn run(&self, call: &str, at: usize, error: i32, stays: bool, tally: &mut Tally) -> bool {
        self.reset();
        let arguments: Vec<&str> = self.step.arguments.iter().map(String::as_str).collect();
        let mut command = program(self.folder, &arguments);
        command
            .env("LD_PRELOAD", self.library)
            .env("FAULT_PATH", "g.loom")
            .env("FAULT_CALL", call)
            .env("FAULT_AT", at.to_string())
            .env("FAULT_ERROR", error.to_string())
            .env("FAULT_FIRED", self.folder.join("fired"));
        if stays {
            command.env("FAULT_STAYS", "1");
        }
        let ended = finish(command, self.step.input);
        let what = format!("{}: {call} {at} gives {error}, stays {stays}: {ended:?}", self.step.name);
        let fired = self.folder.join("fired").exists();
        tally.runs += 1;
        tally.fired += usize::from(fired);
        assert!(!ended.hung && !ended.err.contains("panicked"), "{what}");
        // A statement over standard input is refused in its answer.
        let refused = ended.out.contains("\"error\"");
        match (fired, ended.code) {
            (true, Some(0)) if refused => tally.refused += 1,
            (_, Some(0)) => tally.unharmed += 1,
            (true, Some(1)) => tally.refused += 1,
            // Where Rust itself gets no memory, it ends the program.
            (true, None) if error == 0 || call == "memory" => tally.killed += 1,
            _ => panic!("{what}"),
        }
        assert!(ended.code != Some(1) || ended.err.contains("factloom: "), "no message: {what}");
        // Without the fault, all must be well again.
        let found = self.folder.join("g.loom").exists().then(|| {
            assert_sound(self.folder, "g.loom");
            exported(self.folder, "g.loom")
        });
        let done = found.as_ref() == Some(&self.after);
        // A new file may also be there without anything in it yet.
        let untouched =
            found == self.before || self.step.new && found.as_ref().is_some_and(|f| !f.contains("\"id\""));
        assert!(done || untouched, "by halves: {what}");
        assert!(done || ended.code != Some(0) || refused, "acknowledged and lost: {what}");
        fired
    }
}

#[cfg(target_os = "linux")]
#[test]
fn every_call_fails_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let library = library(at, "faults");
    let files = articles();
    let build = |file: &Path| {
        [words("build --threads 1 -o g.loom"), vec![file.to_string_lossy().into_owned()]].concat()
    };
    let request = "{\"id\": 1, \"query\": \"UNWIND range(1, 300) AS i CREATE (:N {i: i})-[:R]->(:M)\"}\n";
    std::fs::write(at.join("n.cypher"), "CREATE (a:N {x: 1})-[:R]->(b:M);\n".repeat(200)).unwrap();
    let steps = [
        Step { name: "write query", arguments: words("query g.loom --stdin"), input: request, new: false },
        Step { name: "first build", arguments: build(&files[0]), input: "", new: true },
        Step { name: "next build", arguments: build(&files[1]), input: "", new: false },
        Step { name: "import", arguments: words("import g.loom n.cypher"), input: "", new: false },
    ];
    let mut tally = Tally::default();
    for step in &steps[..thorough(1, steps.len())] {
        let _ = std::fs::remove_file(at.join("g.loom"));
        let prepare: Vec<String> = build(&files[0]);
        let before = (!step.new).then(|| {
            factloom(at, &prepare.iter().map(String::as_str).collect::<Vec<_>>());
            std::fs::copy(at.join("g.loom"), at.join("first")).unwrap();
            exported(at, "g.loom")
        });
        let arguments: Vec<&str> = step.arguments.iter().map(String::as_str).collect();
        let ended = finish(program(at, &arguments), step.input);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let after = exported(at, "g.loom");
        let trial = Trial { folder: at, library: &library, step, before, after };
        for (call, errors) in CALLS {
            for &error in errors {
                // Once, or from then on: as a full disk or one that was taken away.
                for stays in [false, true].into_iter().take(if error == 0 { 1 } else { 2 }) {
                    // Of memory there are too many calls to try each.
                    let stride = if call == "memory" { thorough(2500, 97) } else { thorough(14, 1) };
                    let mut place = 1;
                    while trial.run(call, place, error, stays, &mut tally) {
                        place += stride;
                    }
                }
            }
        }
    }
    let Tally { runs, fired, refused, killed, unharmed } = tally;
    assert!(fired * 2 > runs, "{fired} of {runs} faults happened");
    figure(
        "faults in system calls",
        format!(
            "{runs} runs, {fired} faults fired ({refused} refused with a message, {killed} killed, {} harmless), 0 corrupt files, 0 lost",
            unharmed - (runs - fired)
        ),
    );
}
