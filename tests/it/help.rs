//! Help texts, word for word: their wording is reviewed like code.

use std::process::Command;

fn factloom(arguments: &[&str]) -> String {
    let run =
        Command::new(env!("CARGO_BIN_EXE_factloom")).args(arguments).env("COLUMNS", "100").output().unwrap();
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// The commands that `--help` lists, and the hidden one.
fn commands() -> Vec<String> {
    let help = factloom(&["--help"]);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let mut names: Vec<String> =
        names.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect();
    names.retain(|name| name != "help");
    names.push("generate".to_owned());
    names
}

#[test]
fn every_command_explains_itself() {
    insta::assert_snapshot!("help", factloom(&["--help"]));
    let commands = commands();
    assert!(commands.len() > 12, "{commands:?}");
    for command in commands {
        let help = factloom(&[&command, "--help"]);
        let explained = help.contains("Example") || command == "tutorial";
        assert!(explained, "{command} has no examples");
        insta::assert_snapshot!(format!("help-{command}"), help);
    }
}

#[test]
fn completions_and_man_pages_are_generated() {
    for (shell, says) in
        [("bash", "complete -F"), ("zsh", "#compdef factloom"), ("fish", "complete -c factloom")]
    {
        let text = factloom(&["generate", "completions", shell]);
        assert!(text.contains(says) && text.contains("keep-going"), "{shell}");
    }
    let folder = tempfile::tempdir().unwrap();
    factloom(&["generate", "man", folder.path().to_str().unwrap()]);
    for page in ["factloom.1", "factloom-query.1", "factloom-report.1"] {
        let text = std::fs::read_to_string(folder.path().join(page)).unwrap();
        assert!(text.contains(".SH NAME") && text.contains(".SH OPTIONS"), "{page}: {text}");
    }
}
