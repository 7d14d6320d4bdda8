//! What the program is built from: licences that allow it, and no crate twice but those that are known.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Licences under which a crate may be linked into a program under MIT or Apache-2.0. MPL-2.0 binds its own files only.
const LICENCES: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that two others want in different versions; each is waiting for those to move on.
const TWICE: [&str; 10] = [
    "foldhash",
    "getrandom",
    "hashbrown",
    "phf",
    "phf_generator",
    "phf_macros",
    "phf_shared",
    "rand",
    "rand_core",
    "syn",
];

/// The packages for this machine, as cargo resolved them, without asking the network.
fn packages() -> Vec<Value> {
    let version = Command::new(env!("CARGO")).arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|l| l.strip_prefix("host: ")).unwrap();
    let arguments = ["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host];
    let output =
        Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Whether an SPDX expression leaves a choice that is allowed. `AND` binds closer than `OR`; older crates write `/`.
fn allowed(expression: &str) -> bool {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    let mut operators = Vec::new();
    for word in expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ").split_whitespace() {
        match word {
            "OR" | "AND" if depth == 0 => {
                operators.push(word == "OR");
                parts.push(String::new());
                continue;
            }
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        let part = parts.last_mut().unwrap();
        if !part.is_empty() {
            part.push(' ');
        }
        part.push_str(word);
    }
    let one = |part: &str| match part.strip_prefix("( ").and_then(|p| p.strip_suffix(" )")) {
        Some(inner) => allowed(inner),
        None => LICENCES.contains(&part),
    };
    let mut whole = false;
    let mut run = one(&parts[0]);
    for (operator, part) in operators.iter().zip(&parts[1..]) {
        if *operator {
            whole |= run;
            run = one(part);
        } else {
            run &= one(part);
        }
    }
    whole | run
}

#[test]
fn licence_expressions_are_read() {
    assert!(allowed("MIT OR GPL-3.0-only"));
    assert!(allowed("Unlicense/MIT"));
    assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(allowed("GPL-2.0-only AND MIT OR Zlib"));
    assert!(!allowed("GPL-3.0-only"));
    assert!(!allowed("MIT AND AGPL-3.0-only"));
    assert!(!allowed("(MIT OR Apache-2.0) AND LicenseRef-Other"));
}

#[test]
fn every_dependency_has_a_licence_that_allows_it() {
    let packages = packages();
    assert!(packages.len() > 100, "{} packages", packages.len());
    let refused: Vec<String> = packages
        .iter()
        .filter(|p| !p["license"].as_str().is_some_and(allowed))
        .map(|p| format!("{} {}: {}", p["name"], p["version"], p["license"]))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn no_crate_is_there_twice_but_those_that_are_known() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let text = |key: &str| package[key].as_str().unwrap().to_owned();
        versions.entry(text("name")).or_default().insert(text("version"));
    }
    let twice: Vec<&str> =
        versions.iter().filter(|(_, v)| v.len() > 1).map(|(name, _)| name.as_str()).collect();
    let new: Vec<&&str> = twice.iter().filter(|name| !TWICE.contains(name)).collect();
    assert!(new.is_empty(), "in more than one version now: {new:?}");
}
