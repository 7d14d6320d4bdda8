//! Text → facts, the whole way with the analyser that is in the program.

use factloom::analyse::{Analyser, Model};
use factloom::entity;
use factloom::fact::{self, Extraction};
use factloom::text::Document;

const ARTICLE: &str = "Norway's Foreign Minister Ingrid Dahl arrived in Lisbon on Tuesday. \
She met her Portuguese counterpart, and both ministers signed an agreement on fishing.

The Atlantic Herring Board (AHB), a trade group, criticised the agreement. The AHB did not attend the meeting.

Norway and Portugal are set to hold talks with Iceland next month. Portugal hopes to open a new harbour near Porto. \
The harbour was designed by Ana Reis, a Portuguese architect, and may create jobs. \
The two countries exported fish to Japan in 2019.

Dahl's visit to Portugal could improve relations between Norway and Portugal.
";

fn read(text: &str) -> Extraction {
    let document = Document::from_text("article", text);
    fact::extract(&document, &Analyser::shared(Model::Accurate).analyse(&document))
}

/// `subject | relation | object | status`
fn lines(extraction: &Extraction) -> Vec<String> {
    let name = |i: fact::EntityIndex| extraction.entities[i.0].name.as_str();
    let line =
        |f: &fact::Fact| format!("{} | {} | {} | {}", name(f.subject), f.relation, name(f.object), f.status);
    extraction.facts.iter().map(line).collect()
}

#[test]
fn facts_that_a_careful_reader_writes_down() {
    let extraction = read(ARTICLE);
    let found = lines(&extraction);
    for expected in [
        "Ingrid Dahl | is-foreign-minister-of | Norway | asserted",
        "Ingrid Dahl | arrives-in | Lisbon | asserted",
        "Atlantic Herring Board | is | trade group | asserted",
        "Norway | talks-with | Iceland | planned",
        "Portugal | talks-with | Iceland | planned",
        "Portugal | opens | new harbour near Porto | desired",
        "Ana Reis | designs | new harbour near Porto | asserted",
        "Norway | exports | fish | asserted",
        "Portugal | exports | fish | asserted",
        "Ingrid Dahl | visits | Portugal | asserted",
        "Norway | has-relations-with | Portugal | asserted",
    ] {
        assert!(found.iter().any(|f| f == expected), "{expected} is missing from\n{}", found.join("\n"));
    }
    for wrong in ["countries |", "She |", "| it |", "ministers | exports"] {
        assert!(!found.iter().any(|f| f.contains(wrong)), "{wrong} in\n{}", found.join("\n"));
    }
}

#[test]
fn every_fact_cites_its_words() {
    let extraction = read(ARTICLE);
    assert!(!extraction.facts.is_empty());
    for fact in &extraction.facts {
        let sentence = &extraction.sentences.get(fact.evidence.sentence - 1).unwrap();
        for span in [fact.evidence.subject, fact.evidence.relation, fact.evidence.object] {
            assert!(!span.of(sentence).is_empty(), "{fact:?} in {sentence}");
        }
        assert!((0.0..=1.0).contains(&fact.confidence));
        assert!(fact.subject != fact.object);
    }
}

#[test]
fn times_are_put_on_the_calendar_by_the_articles_date() {
    let text = "Lisbon, 16 April 2023. Ingrid Dahl visited Porto on Tuesday. Dahl met Ana Reis in 2019. \
Dahl will visit Iceland next month. Dahl has led the board of Elbar since March. Dahl met Bo Lund in the morning.";
    let mut document = Document::from_text("article", text);
    let analysis = Analyser::shared(Model::Accurate).analyse(&document);
    let times = |document: &Document| -> Vec<String> {
        let extraction = fact::extract(document, &analysis);
        let time = |f: &fact::Fact| {
            let kept = f.qualifiers.iter().filter(|(kind, _)| kind != "place");
            kept.map(|(kind, value)| format!("{kind} {value}")).collect::<Vec<_>>().join("; ")
        };
        extraction
            .facts
            .iter()
            .map(|f| format!("{}: {}", extraction.entities[f.object.0].name, time(f)))
            .filter(|line| !line.ends_with(": "))
            .collect()
    };
    let without = times(&document);
    assert_eq!(
        without,
        [
            "Porto: time Tuesday",
            "Ana Reis: at 2019; time 2019",
            "Iceland: time next month",
            "board of Elbar: time since March",
            "Bo Lund: time the morning"
        ]
    );
    document.date = Some("2023-04-16".into());
    assert_eq!(
        times(&document),
        [
            "Porto: at 2023-04-11; time Tuesday",
            "Ana Reis: at 2019; time 2019",
            "Iceland: at 2023-05; time next month",
            "board of Elbar: since 2023-03; time since March",
            "Bo Lund: time the morning"
        ]
    );
}

#[test]
fn odd_text_is_no_trouble() {
    for text in [
        "",
        "\n\n",
        "…",
        "\u{feff}",
        "🙂 🙂",
        "to to to of of",
        "((((",
        "\"\"\" said \"",
        &"and ".repeat(300),
    ] {
        let extraction = read(text);
        assert_eq!(extraction.sentences.len(), Document::from_text("a", text).sentences.len());
    }
}

#[test]
fn the_same_text_gives_the_same_extraction_and_merges_with_itself() {
    let (one, two) = (read(ARTICLE), read(ARTICLE));
    assert_eq!(one, two);
    let merged = entity::merge([&one], &entity::Corrections::default());
    assert!(merged.facts.iter().all(|f| !f.evidence.is_empty()));
    let norway: Vec<_> = merged.entities.iter().filter(|e| e.name == "Norway").collect();
    assert_eq!(norway.len(), 1);
    assert_eq!(norway[0].kind.as_str(), "Place");
}

#[test]
fn tuples_hold_words_of_the_sentence() {
    let text = "The council bought the old mill in 1990 .";
    let document = Document::from_text("a", text);
    let analysis = Analyser::shared(Model::Accurate).analyse(&document);
    let tuples = fact::tuples(&document, &analysis, fact::Style::Carb);
    assert_eq!(tuples[0].parts, ["The council", "bought", "the old mill", "in 1990"]);
    let triples = fact::tuples(&document, &analysis, fact::Style::Benchie);
    let parts: Vec<_> = triples.iter().map(|t| t.parts.join(" | ")).collect();
    assert_eq!(parts, ["The council | bought | the old mill", "The council | bought the old mill in | 1990"]);
}

fn carb(text: &str) -> Vec<String> {
    let document = Document::from_text("a", text);
    let analysis = Analyser::shared(Model::Accurate).analyse(&document);
    let tuples = fact::tuples(&document, &analysis, fact::Style::Carb);
    tuples.into_iter().map(|t| t.parts.join(" | ")).collect()
}

#[test]
fn n_ary_tuples_say_what_the_sentence_says() {
    for (text, expected) in [
        // speech around the words of the speaker
        ("The mill was sold , Ann Lee said .", "Ann Lee | said | The mill was sold"),
        // the adjuncts of the verb before an infinitive
        ("In 1990 the council tried to sell the mill .", "the council | tried to sell | the mill | In 1990"),
        // a verb without object
        ("The old bridge collapsed .", "The old bridge | collapsed | "),
        // what a comma sets off is told by itself
        ("The town bought the mill , which was built in 1820 .", "The town | bought | the mill"),
        ("The town bought the mill , which was built in 1820 .", "the mill | was built in | 1820"),
        // participles and infinitives get their auxiliary
        ("They saw stones thrown at the wall .", "stones | were thrown at | the wall"),
        ("A law to protect birds was passed .", "A law | was to protect | birds"),
        // an adverb behind its verb belongs to what is done
        ("The town relies heavily on tourism .", "The town | relies heavily on | tourism"),
        // a pronoun whose noun the sentence has
        ("Ann Lee said that she opposed the sale .", "Ann Lee | opposed | the sale"),
        ("The bridge is part of the old road .", "The bridge | is part of | the old road"),
    ] {
        let found = carb(text);
        assert!(found.iter().any(|f| f == expected), "{expected} is missing from\n{}", found.join("\n"));
    }
}

#[cfg(feature = "cli")]
#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    use std::process::Command;
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = (0..7)
        .map(|i| {
            let path = folder.path().join(format!("article-{i}.txt"));
            let start = ARTICLE.char_indices().filter(|(_, c)| *c == '\n').nth(i).map_or(0, |(at, _)| at);
            std::fs::write(&path, &ARTICLE[start..]).unwrap();
            path
        })
        .collect();
    let run = |threads: &str, format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_factloom"))
            .args(["extract", "--threads", threads, "--format", format])
            .args(&paths)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    for format in ["jsonl", "openie"] {
        let one = run("1", format);
        assert!(one.len() > 1000);
        assert!(one == run("2", format) && one == run("5", format), "{format} differs");
    }
    let graph = |threads: &str| {
        let path = folder.path().join(format!("{threads}.loom"));
        let program = || Command::new(env!("CARGO_BIN_EXE_factloom"));
        let built =
            program().args(["build", "--threads", threads, "-o"]).arg(&path).args(&paths).output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        program().arg("export").arg(&path).args(["--format", "json"]).output().unwrap().stdout
    };
    assert!(graph("1") == graph("2"), "the graphs differ");
}

#[test]
fn two_bare_nouns_say_nothing_alone() {
    let found = lines(&read(
        "Officials opposed plans on Monday. Officials of Elbar opposed plans. Ann Roe opposed plans.",
    ));
    assert!(!found.iter().any(|f| f.starts_with("officials |")), "{found:?}");
    assert!(found.iter().any(|f| f.starts_with("Ann Roe | opposes | plans")), "{found:?}");
}

#[test]
fn what_a_campaign_asks_its_people_ask() {
    let found = lines(&read("The campaign asked the Elbar Commission for a recount in York."));
    assert!(!found.iter().any(|f| f.starts_with("campaign | asks")), "{found:?}");
}

#[test]
fn a_role_is_of_the_firm_or_country_that_is_spoken_of() {
    let text = "Norway will close its mines. Prime Minister Ann Roe told Norwegian voters so in Oslo.\n\n\
Elbar Foods will close a mill in Bergen. Chairman Bo Lund said the mill was too old.\n\n\
Halvorsen Foods will buy a rival. Its shares rose. \"We admire it,\" said Chief Executive Eva Moe, who joined Halvorsen Foods in 2019.";
    let extraction = read(text);
    let of = |who: &str| {
        let role = extraction
            .facts
            .iter()
            .find(|f| f.relation == "is" && extraction.entities[f.subject.0].name == who);
        role.and_then(|f| f.qualifiers.iter().find(|(kind, _)| kind == "of")).map(|(_, of)| of.as_str())
    };
    assert_eq!(of("Ann Roe"), Some("Norway"), "{:?}", lines(&extraction));
    assert_eq!(of("Bo Lund"), Some("Elbar Foods"), "{:?}", lines(&extraction));
    assert_eq!(of("Eva Moe"), Some("Halvorsen Foods"), "{:?}", lines(&extraction));
}

#[test]
fn a_president_is_not_that_of_a_party() {
    let text = "Prime Minister Ann Roe leads the Social Democrats in parliament.\n\n\
The Social Democrats hold 41 seats. President Tomas Hradek will meet party leaders in Oslo.";
    let extraction = read(text);
    let hradek = extraction.facts.iter().filter(|f| extraction.entities[f.subject.0].name == "Tomas Hradek");
    assert!(
        hradek.flat_map(|f| &f.qualifiers).all(|(_, of)| of != "Social Democrats"),
        "{:?}",
        lines(&extraction)
    );
}

#[test]
fn what_is_too_short_or_held_together_is_nobodys() {
    let text = "Ann Roe said the Kalvik locks were too short for Elbar ships. \
Ann Roe and Bo Lund together hold 38 percent of Elbar.";
    let found = lines(&read(text));
    assert!(!found.iter().any(|f| f.contains("short-for") || f.contains("38 percent")), "{found:?}");
}

#[test]
fn the_government_is_that_of_the_country_spoken_of() {
    let text = "Slovenia will close its mines in Maribor. Slovenian miners blocked roads. The government rejected the demands of Ann Roe.";
    let found = lines(&read(text));
    assert!(found.iter().any(|f| f.starts_with("Slovenian government | rejects")), "{found:?}");
    let text = "Slovenia and Norway will close mines. The government rejected the demands of Ann Roe.";
    let found = lines(&read(text));
    assert!(!found.iter().any(|f| f.contains("Slovenia's government")), "{found:?}");
}
