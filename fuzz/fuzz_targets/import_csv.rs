//! Two tables, nodes and relationships, into a graph. A byte 0x1E parts them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let middle = bytes.iter().position(|&b| b == 0x1E).unwrap_or(bytes.len());
    let folder = FOLDER.path();
    std::fs::write(folder.join("nodes.csv"), &bytes[..middle]).expect("there is room");
    std::fs::write(folder.join("relationships.csv"), bytes.get(middle + 1..).unwrap_or_default())
        .expect("there is room");
    factloom_fuzz::imported(|graph| factloom::import::folder(graph, folder));
});
