//! What the tests share: the program, with a limit on its time; articles and graphs to work on; random numbers that
//! are the same everywhere; the figures.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The smaller number, or with `FACTLOOM_THOROUGH=1` the larger.
pub(crate) fn thorough(few: usize, many: usize) -> usize {
    if std::env::var_os("FACTLOOM_THOROUGH").is_some() { many } else { few }
}

/// Says what was measured, for docs/src/reliability.md.
#[expect(clippy::print_stdout, reason = "the figures are what is wanted")]
pub(crate) fn figure(name: &str, text: impl std::fmt::Display) {
    println!("figure: {name}: {text}");
}

/// SplitMix64: the same numbers on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

/// Arguments of the program.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) out: String,
    pub(crate) err: String,
    /// None: it had to be killed, because of its time or by a signal.
    pub(crate) code: Option<i32>,
    /// It did not end in time.
    pub(crate) hung: bool,
}

/// The program, or another build of it that `FACTLOOM_PROGRAM` names.
pub(crate) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let own = env!("CARGO_BIN_EXE_factloom").into();
    let mut command = Command::new(std::env::var_os("FACTLOOM_PROGRAM").unwrap_or(own));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped());
    command.stderr(Stdio::piped()).env("NO_COLOR", "1");
    command
}

/// Runs the program; ends it after a time in which it should long have ended.
pub(crate) fn factloom(folder: &Path, arguments: &[&str]) -> Ended {
    finish(program(folder, arguments), "")
}

/// Runs a command to its end with this on standard input, or kills it after a minute.
pub(crate) fn finish(mut command: Command, input: &str) -> Ended {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    let input = input.as_bytes().to_vec();
    // It may end before it read everything.
    let feed = std::thread::spawn(move || drop(to.write_all(&input)));
    let (out, err) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let status = wait(&mut child, Duration::from_secs(60));
    let hung = status.is_none();
    if hung {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    feed.join().unwrap();
    let text = |thread: std::thread::JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&thread.join().unwrap()).into_owned()
    };
    Ended { out: text(out), err: text(err), code: status.and_then(|s| s.code()), hung }
}

fn drain(from: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.unwrap().read_to_end(&mut bytes);
        bytes
    })
}

/// Waits for a process, no longer than this.
pub(crate) fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let end = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        if Instant::now() >= end {
            return None;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The articles of the tests, in the order of their names.
pub(crate) fn articles() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    files
}

/// All of a graph as the program exports it; panics if it does not open.
pub(crate) fn exported(folder: &Path, graph: &str) -> String {
    let ended = factloom(folder, &["export", graph, "--format", "json"]);
    assert_eq!(ended.code, Some(0), "{graph}: {}", ended.err);
    ended.out
}

/// `factloom check` finds nothing wrong.
pub(crate) fn assert_sound(folder: &Path, graph: &str) {
    let ended = factloom(folder, &["check", graph]);
    assert_eq!(ended.code, Some(0), "{graph}: {}{}", ended.out, ended.err);
}
