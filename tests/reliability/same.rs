//! The same articles give the same graph, byte for byte: on one thread or two, in any order, in one run or several.

use crate::support::{Random, articles, exported, factloom, figure, thorough};

#[test]
fn built_twice() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut files: Vec<String> = articles().iter().map(|path| path.display().to_string()).collect();
    files.truncate(thorough(8, files.len()));
    let build = |name: &str, files: &[String], threads: &str| {
        let mut arguments = vec!["build", "-o", name, "--threads", threads];
        arguments.extend(files.iter().map(String::as_str));
        let ended = factloom(at, &arguments);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    };
    build("first.loom", &files, "1");
    let first = exported(at, "first.loom");
    assert!(first.lines().count() > 100);
    let mut random = Random(31);
    let rounds = thorough(3, 40);
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
        format!("{rounds} builds on 1, 2 and 4 threads, shuffled, in one run or two: identical export bytes"),
    );
}
