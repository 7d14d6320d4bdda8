//! A full disk, a limit on the size of files, a medium that cannot be written: one clear message, the right exit
//! status, and the file opens with all that was acknowledged. Linux; what needs mounting is passed over, and said to
//! be, where a user may not.

use crate::support::{articles, factloom, figure, finish, program};
use std::path::Path;
use std::process::Command;

/// Runs a shell script in a folder in which `factloom` is the program and `$ARTICLES` are the articles.
fn shell(folder: &Path, before: &[&str], script: &str) -> (String, String) {
    let mut command = Command::new(before.first().copied().unwrap_or("sh"));
    let program = program(folder, &[]);
    let name = program.get_program().to_string_lossy().into_owned();
    let all: Vec<_> = articles().iter().map(|file| file.display().to_string()).collect();
    command.args(before.iter().skip(1));
    if !before.is_empty() {
        command.arg("sh");
    }
    let script = format!("factloom() {{ '{name}' \"$@\"; }}\n{script}");
    command.args(["-c", &script]).current_dir(folder).env("NO_COLOR", "1").env("ARTICLES", all.join(" "));
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let ended = finish(command, "");
    assert!(!ended.hung && !ended.err.contains("panicked"), "{script}: {ended:?}");
    (ended.out, ended.err)
}

/// Whether folders can be mounted, without being root, in a world of one's own.
fn may_mount(folder: &Path) -> bool {
    let (out, _) = shell(folder, &["unshare", "-rm"], "mount -t tmpfs none . && echo yes");
    if out != "yes\n" {
        figure("full disk, read-only medium", "not run: this user may not mount");
    }
    out == "yes\n"
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    if Command::new("unshare").arg("--version").output().is_err() || !may_mount(at) {
        return;
    }
    // A quarter of the articles fit; the second build does not, and what the first acknowledged stays.
    let script = "mount -t tmpfs -o size=400k none . && cd $PWD || exit
        set -- $ARTICLES
        factloom build --threads 1 $1 $2 -o g.loom 2>/dev/null; echo first $?
        message=$(factloom build --threads 1 $ARTICLES -o g.loom 2>&1); echo second $?
        echo \"$message\"
        factloom check g.loom; echo check $?
        factloom query g.loom 'MATCH (n) RETURN count(*) > 50 AS there' --format csv; echo query $?
        message=$(factloom query g.loom 'UNWIND range(1, 100000) AS i CREATE (:N {i: i})' 2>&1); echo write $?
        echo \"$message\"
        factloom check g.loom; echo check $?
        factloom query g.loom 'MATCH (n:N) RETURN count(*) AS n' --format csv; echo query $?";
    let (out, err) = shell(at, &["unshare", "-rm"], script);
    assert!(out.contains("first 0\nsecond 1\n"), "{out}{err}");
    assert_eq!(
        out.matches("the disk is full: nothing was written to g.loom, and what was there stays").count(),
        2,
        "{out}"
    );
    assert!(
        out.contains("there\ntrue\nquery 0\nwrite 1\n") && out.contains("\nn\n0\nquery 0\n"),
        "{out}{err}"
    );
    assert_eq!(out.matches("\ncheck 0\n").count(), 2, "{out}{err}");
    figure(
        "full disk (a file system of 400 kB)",
        "a build and a statement refused in one line each, file sound, nothing lost",
    );
}

#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let first = articles()[0].display().to_string();
    assert_eq!(factloom(at, &["build", &first, "-o", "g.loom"]).code, Some(0));
    // The signal is ignored, as a service's is, or ends the program; the limit is in blocks of 512 or 1024 bytes.
    for (guard, code) in [("trap '' XFSZ", "1"), (":", "153")] {
        let script = format!(
            "({guard}; ulimit -f 200; factloom build --threads 1 $ARTICLES -o g.loom) 2>message; echo rc $?; cat message
             factloom check g.loom; echo check $?"
        );
        let (out, err) = shell(at, &[], &script);
        assert!(out.contains(&format!("rc {code}\n")), "{out}{err}");
        assert!(out.ends_with("check 0\n"), "{out}{err}");
        assert!(code != "1" || out.contains("factloom: "), "no message: {out}{err}");
    }
    figure("limit on the size of files", "refused with a message, or ended by the system; file sound");
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_medium() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    if Command::new("unshare").arg("--version").output().is_err() || !may_mount(at) {
        return;
    }
    let script = "mkdir 'odd ?#% folder'; cd 'odd ?#% folder'
        set -- $ARTICLES
        factloom build $1 -o g.loom 2>/dev/null
        cp g.loom open.loom; mkfifo asked answered
        factloom query open.loom --stdin <asked >answered & exec 3>asked 4<answered
        echo '{\"id\": 1, \"query\": \"CREATE (:Logged)\"}' >&3; read -r line <&4
        cp open.loom l.loom; cp open.loom-wal l.loom-wal; test -s l.loom-wal && echo with a log
        exec 3>&- 4<&-; wait
        mount --bind . . && mount -o remount,bind,ro . || exit
        cd .. && cd 'odd ?#% folder'
        touch x 2>/dev/null && echo still writable
        factloom check g.loom; echo check $?
        factloom query g.loom 'MATCH (n) RETURN count(*) > 20 AS there' --format csv; echo query $?
        factloom export g.loom --format json | wc -l; echo export $?
        factloom query l.loom 'MATCH (n:Logged) RETURN count(*)' --format csv 2>&1; echo logged $?
        factloom query g.loom 'CREATE (:N)' 2>&1; echo write $?
        factloom build $2 -o g.loom 2>&1; echo build $?
        factloom build $2 -o new.loom 2>&1; echo new $?";
    let (out, err) = shell(at, &["unshare", "-rm"], script);
    assert!(out.contains("check 0\nthere\ntrue\nquery 0\n"), "{out}{err}");
    // What stands in a log is not passed over in silence.
    assert!(out.contains("with a log\n") && out.contains("l.loom-wal, which cannot be read"), "{out}{err}");
    assert!(out.contains("\nlogged 1\n"), "{out}{err}");
    for (command, file) in [("write", "g.loom"), ("build", "g.loom"), ("new", "new.loom")] {
        let said = format!("{file} cannot be written: the file or its folder is read-only\n{command} 1\n");
        assert!(out.contains(&said), "{command}: {out}{err}");
    }
    figure(
        "read-only medium",
        "check, query and export work; three kinds of writing refused in one line, exit status 1",
    );
}
