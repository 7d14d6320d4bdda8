//! The same articles give the same graph, byte for byte: on one thread or two, in any order, in one run or several.

use crate::support::{Random, articles, exported, factloom, figure, thorough};
use std::path::Path;

/// Articles of paragraphs of the tests' articles, so that they speak of the same things in other words and orders.
fn composed(folder: &Path, count: usize) -> Vec<String> {
    let texts: Vec<String> = articles().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let paragraphs: Vec<&str> =
        texts.iter().flat_map(|text| text.lines()).filter(|line| line.len() > 60).collect();
    let mut random = Random(32);
    let article = |at: usize| {
        let chosen: Vec<&str> = (0..2 + random.below(5)).map(|_| random.pick(&paragraphs)).collect();
        std::fs::write(folder.join(format!("{at}.txt")), chosen.join("\n\n")).unwrap();
        format!("{at}.txt")
    };
    (0..count).map(article).collect()
}

#[test]
fn built_twice() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut files = composed(at, thorough(12, 400));
    let build = |name: &str, files: &[String], threads: &str| {
        let mut arguments = vec!["build", "-o", name, "--model", "fast", "--threads", threads];
        arguments.extend(files.iter().map(String::as_str));
        let ended = factloom(at, &arguments);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    };
    build("first.loom", &files, "1");
    let first = exported(at, "first.loom");
    assert!(first.lines().count() > 100);
    let mut random = Random(31);
    let rounds = thorough(3, 12);
    for round in 0..rounds {
        for last in (1..files.len()).rev() {
            files.swap(last, random.below(last + 1));
        }
        let name = format!("{round}.loom");
        let threads = ["1", "2", "4"][round % 3];
        // Also in two runs.
        let cut = if round % 2 == 0 { 0 } else { random.below(files.len()) };
        if cut > 0 {
            build(&name, &files[..cut], threads);
        }
        build(&name, &files[cut..], threads);
        assert!(exported(at, &name) == first, "round {round}: {files:?}");
    }
    figure(
        "the same articles built again",
        format!(
            "{} articles, {rounds} builds on 1, 2 and 4 threads, shuffled, in one run or two: identical export bytes",
            files.len()
        ),
    );
}
