//! Loss of power at any moment: what was not synced may be on the disk, or not, or in part, in any order. `power.c` writes
//! down what the program does to its folder; the disk is then made as it may be at a moment, and the file must open and be as
//! before the step or as after it, and as after it if the program had said so. Linux only.

use crate::faults::library;
use crate::support::{
    Random, articles, assert_sound, exported, factloom, figure, finish, program, thorough, words,
};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// What a disk writes at once or not at all.
const SECTOR: u64 = 512;

/// A file of its own, also where another one had its name or its i-node before.
type FileId = usize;

/// What was done to the folder, in order.
enum Deed {
    New {
        file: FileId,
        name: String,
    },
    Write {
        file: FileId,
        at: u64,
        bytes: Vec<u8>,
    },
    Cut {
        file: FileId,
        to: u64,
    },
    /// Nothing: the folder's names.
    Sync {
        file: Option<FileId>,
    },
    Link {
        from: String,
        to: String,
    },
    Rename {
        from: String,
        to: String,
    },
    Remove {
        name: String,
    },
    Answer,
}

/// What is on the disk.
#[derive(Clone, Default)]
struct Disk {
    files: HashMap<FileId, Vec<u8>>,
    names: BTreeMap<String, FileId>,
}

impl Disk {
    fn write(&mut self, file: FileId, at: u64, bytes: &[u8]) {
        let content = self.files.entry(file).or_default();
        let at = usize::try_from(at).unwrap();
        content.resize(content.len().max(at + bytes.len()), 0);
        content[at..at + bytes.len()].copy_from_slice(bytes);
    }

    fn cut(&mut self, file: FileId, to: u64) {
        self.files.entry(file).or_default().resize(usize::try_from(to).unwrap(), 0);
    }

    fn name(&mut self, deed: &Deed) {
        match deed {
            Deed::New { file, name } => {
                self.names.insert(name.clone(), *file);
            }
            Deed::Link { from, to } => {
                let file = self.names[from];
                self.names.insert(to.clone(), file);
            }
            Deed::Rename { from, to } => {
                let file = self.names.remove(from).unwrap();
                self.names.insert(to.clone(), file);
            }
            Deed::Remove { name } => {
                self.names.remove(name);
            }
            _ => {}
        }
    }

    fn put(&self, folder: &Path, random: &mut Random) {
        clear(folder);
        for (name, file) in &self.names {
            let content = self.files.get(file).cloned().unwrap_or_default();
            // What is mapped is not written down: after a loss of power anything may stand there.
            let content = if name.ends_with("-shm") && random.chance(50) {
                (0..32_768).map(|_| u8::try_from(random.below(256)).unwrap()).collect()
            } else {
                content
            };
            std::fs::write(folder.join(name), content).unwrap();
        }
    }
}

fn clear(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
}

/// What was done from a first state of the disk on.
struct Record {
    first: Disk,
    deeds: Vec<Deed>,
}

impl Record {
    /// Reads what `power.c` wrote of a folder, which held these files before, by i-node.
    fn read(log: &Path, before: BTreeMap<u64, (String, Vec<u8>)>) -> Record {
        let (mut first, mut id_of) = (Disk::default(), HashMap::new());
        for (inode, (name, content)) in before {
            let id = id_of.len();
            id_of.insert(inode, id);
            first.names.insert(name, id);
            first.files.insert(id, content);
        }
        let mut next = id_of.len();
        let log = std::fs::read(log).unwrap();
        let (mut rest, mut deeds) = (&log[..], Vec::new());
        while !rest.is_empty() {
            let (head, after) = rest.split_at(40);
            let number = |i: usize| u64::from_ne_bytes(head[i * 8..i * 8 + 8].try_into().unwrap());
            let (one, after) = after.split_at(usize::try_from(number(3)).unwrap());
            let (two, after) = after.split_at(usize::try_from(number(4)).unwrap());
            rest = after;
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            let of = || id_of.get(&number(1)).copied();
            let letter = u8::try_from(number(0)).unwrap();
            deeds.push(match letter {
                b'N' => {
                    let file = next;
                    next += 1;
                    id_of.insert(number(1), file);
                    Deed::New { file, name: text(one) }
                }
                b'W' => Deed::Write { file: of().unwrap(), at: number(2), bytes: one.to_vec() },
                b'T' => Deed::Cut { file: of().unwrap(), to: number(2) },
                b'S' => Deed::Sync { file: of() },
                b'L' => Deed::Link { from: text(one), to: text(two) },
                b'R' => Deed::Rename { from: text(one), to: text(two) },
                b'U' => Deed::Remove { name: text(two) },
                b'A' => Deed::Answer,
                b'M' => {
                    // What is written through memory is not seen here: that must be nothing that is to last.
                    let file = of().unwrap();
                    let is_it = |deed: &Deed| {
                        matches!(deed, Deed::New { file: of, name } if *of == file && name.ends_with("-shm"))
                    };
                    assert!(deeds.iter().any(is_it), "mapped for writing");
                    continue;
                }
                other => panic!("{:?}", char::from(other)),
            });
        }
        Record { first, deeds }
    }

    /// The disk as it may be when power is lost after so many deeds.
    fn lost_at(&self, moment: usize, manner: Manner, random: &mut Random) -> Disk {
        let done = &self.deeds[..moment];
        let synced = |which: Option<FileId>| {
            let is_it = |deed: &Deed| matches!(deed, Deed::Sync { file } if *file == which);
            done.iter().rposition(is_it).unwrap_or(0)
        };
        let mut synced_at: HashMap<Option<FileId>, usize> = HashMap::new();
        let mut disk = self.first.clone();
        // Names change in order in the journals of file systems.
        let names_to = match manner {
            Manner::OnlySynced => synced(None),
            Manner::All => moment,
            Manner::InOrder | Manner::InParts => {
                let from = synced(None);
                from + random.below(moment + 1 - from)
            }
        };
        done[..names_to].iter().for_each(|deed| disk.name(deed));
        let end = random.below(moment + 1);
        for (at, deed) in done.iter().enumerate() {
            let (Deed::Write { file, .. } | Deed::Cut { file, .. }) = deed else { continue };
            let safe = at < *synced_at.entry(Some(*file)).or_insert_with(|| synced(Some(*file)));
            let kept = safe
                || match manner {
                    Manner::OnlySynced => false,
                    Manner::All => true,
                    Manner::InOrder => at < end,
                    Manner::InParts => random.chance(60),
                };
            match deed {
                Deed::Cut { file, to } if kept => disk.cut(*file, *to),
                Deed::Write { file, at, bytes } if kept => {
                    let torn = !safe && manner == Manner::InParts && random.chance(40);
                    let mut from = 0;
                    while from < bytes.len() {
                        let place = at + from as u64;
                        let to =
                            usize::try_from((place / SECTOR + 1) * SECTOR - at).unwrap().min(bytes.len());
                        if !torn || random.chance(50) {
                            disk.write(*file, place, &bytes[from..to]);
                        }
                        from = to;
                    }
                }
                _ => {}
            }
        }
        disk
    }

    /// Statements that were answered by then.
    fn answered(&self, moment: usize) -> usize {
        self.deeds[..moment].iter().filter(|deed| matches!(deed, Deed::Answer)).count()
    }
}

/// What is on the disk of what was not synced.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Manner {
    OnlySynced,
    All,
    InOrder,
    InParts,
}

/// What is done to the file, and what it exports before that and after each of its parts.
struct Step {
    name: &'static str,
    arguments: Vec<String>,
    /// Statements, each of which is answered, or nothing: then all is one part.
    statements: Vec<String>,
    /// Nothing: there is no file before.
    states: Vec<Option<String>>,
}

impl Step {
    fn new(name: &'static str, folder: &Path, arguments: Vec<String>, statements: Vec<String>) -> Step {
        let state = || folder.join("g.loom").exists().then(|| exported(folder, "g.loom"));
        let kept: Vec<_> = contents(folder).into_values().collect();
        let mut states = vec![state()];
        let parts: Vec<Option<&String>> =
            if statements.is_empty() { vec![None] } else { statements.iter().map(Some).collect() };
        for part in parts {
            run(folder, &arguments, part.map_or("", |part| part), |_| ());
            states.push(state());
        }
        clear(folder);
        for (name, content) in kept {
            std::fs::write(folder.join(name), content).unwrap();
        }
        Step { name, arguments, statements, states }
    }

    /// Takes power away at so many moments; the folder holds what is there before, and after it what is there then.
    fn lose_power(&self, folder: &Path, library: &Path, moments: usize, random: &mut Random) -> [usize; 2] {
        let beside = tempfile::tempdir().unwrap();
        let log = beside.path().join("log");
        let before = contents(folder);
        run(folder, &self.arguments, &self.statements.concat(), |command| {
            let folder = folder.canonicalize().unwrap();
            command.env("LD_PRELOAD", library).env("POWER_PATH", folder).env("POWER_LOG", &log);
        });
        let record = Record::read(&log, before);
        let lost = tempfile::tempdir().unwrap();
        let last = record.deeds.len();
        let mut counts = [0; 2];
        for round in 0..moments {
            // The end first, then moments at which something is just synced, answered or named, then all.
            let telling = |at: &usize| !matches!(record.deeds[*at], Deed::Write { .. });
            let moment = match round {
                0..4 => last,
                _ if random.chance(40) => (random.below(last)..last).find(telling).map_or(last, |at| at + 1),
                _ => random.below(last + 1),
            };
            let manners = [Manner::OnlySynced, Manner::All, Manner::InOrder, Manner::InParts];
            let manner = if round < 8 { manners[round % 4] } else { random.pick(&manners[2..]) };
            let disk = record.lost_at(moment, manner, random);
            disk.put(lost.path(), random);
            let done = match (self.statements.is_empty(), moment == last) {
                (false, _) => record.answered(moment),
                (true, ended) => usize::from(ended),
            };
            let what =
                format!("{}: power lost at {moment} of {last}, {manner:?}, {done} acknowledged", self.name);
            let found = lost.path().join("g.loom").exists().then(|| {
                let ended = factloom(lost.path(), &["check", "g.loom"]);
                assert_eq!(ended.code, Some(0), "{what}: {}{}", ended.out, ended.err);
                exported(lost.path(), "g.loom")
            });
            let may_be = &self.states[done..self.states.len().min(done + 2)];
            // A new file may also be there without anything in it yet.
            let empty = found.as_ref().is_some_and(|found| !found.contains("\"id\""));
            let untouched = done == 0 && self.states[0].is_none() && empty;
            let at = may_be.iter().position(|state| *state == found);
            let sort = match at {
                Some(0) => 0,
                Some(_) => 1,
                None if untouched => 0,
                None if found.is_none() => panic!("{what}: there is no file"),
                None if self.states.contains(&found) => panic!("{what}: acknowledged and lost"),
                None => panic!("{what}: by halves"),
            };
            counts[sort] += 1;
        }
        counts
    }
}

/// The files of a folder by i-node.
fn contents(folder: &Path) -> BTreeMap<u64, (String, Vec<u8>)> {
    use std::os::unix::fs::MetadataExt;
    let of = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        (entry.metadata().unwrap().ino(), (name, std::fs::read(entry.path()).unwrap()))
    };
    std::fs::read_dir(folder).unwrap().map(of).collect()
}

fn run(folder: &Path, arguments: &[String], input: &str, with: impl Fn(&mut std::process::Command)) {
    let mut command = program(folder, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    with(&mut command);
    let ended = finish(command, input);
    assert_eq!(ended.code, Some(0), "{arguments:?}: {}", ended.err);
    assert!(!ended.out.contains("\"error\""), "{}", ended.out);
}

#[test]
fn power_is_lost() {
    let (folder, beside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let at = folder.path();
    let library = library(beside.path(), "power");
    let files = articles();
    let build = |files: &[std::path::PathBuf]| {
        let files = files.iter().map(|file| file.to_string_lossy().into_owned());
        words("build --threads 1 -o g.loom").into_iter().chain(files).collect::<Vec<_>>()
    };
    let cypher = beside.path().join("n.cypher");
    std::fs::write(&cypher, "CREATE (a:N {x: 1})-[:R]->(b:M);\n".repeat(200)).unwrap();
    let import = [words("import g.loom"), vec![cypher.to_string_lossy().into_owned()]].concat();
    // Enough for the log to be folded into the file more than once.
    let write = |i: usize| {
        let size = 20 + i * 37 % 400;
        format!(
            "{{\"id\": {i}, \"query\": \"UNWIND range(1, {size}) AS i CREATE (:B {{b: {i}, i: i, text: 'row ' + i}})-[:R]->(:C)\"}}\n"
        )
    };
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/version-1.loom");
    let mut random = Random(5);
    let (mut before, mut after) = (0, 0);
    let moments = thorough(12, 400);
    let mut lose = |name, arguments, statements| {
        let step = Step::new(name, at, arguments, statements);
        let [one, two] = step.lose_power(at, &library, moments, &mut random);
        assert_sound(at, "g.loom");
        (before, after) = (before + one, after + two);
    };
    lose("first build", build(&files[..1]), vec![]);
    lose("next build", build(&files[1..3]), vec![]);
    lose("import", import.clone(), vec![]);
    lose(
        "write queries",
        words("query g.loom --stdin --format json"),
        (0..thorough(6, 40)).map(write).collect(),
    );
    clear(at);
    std::fs::copy(old, at.join("g.loom")).unwrap();
    // The first of them brings a file of version 1 to the present one.
    for text in [":retype Turin = Organization", ":merge Luigi Menabrea = Ada Lovelace"] {
        lose("correction", ["query", "g.loom", text].map(str::to_owned).to_vec(), vec![]);
    }
    // A file that says it is there is there, though empty.
    clear(at);
    std::fs::write(&cypher, "").unwrap();
    lose("empty graph", import, vec![]);
    figure(
        "loss of power",
        format!(
            "{} moments, {before} left what was acknowledged, {after} one part more; 0 lost, 0 torn, 0 that do not open",
            before + after
        ),
    );
}
