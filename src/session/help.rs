//! What can be asked for help on: commands (`help.txt`), ways to ask (`guide.txt`), functions.

use super::SETTINGS;
use crate::query::functions;

/// A command: what it is called, what it takes, what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name, without the colon.
    pub name: &'static str,
    /// What it takes, as the help shows it.
    pub arguments: &'static str,
    /// What it does, on one line.
    pub summary: &'static str,
    /// What more there is to say, in lines; mostly nothing.
    pub more: &'static str,
    /// Lines that can be typed as they stand.
    pub examples: &'static str,
}

/// All commands, in the order of the help.
pub fn topics() -> impl Iterator<Item = Topic> {
    include_str!("help.txt").split("# ").skip(1).map(|part| {
        let (head, rest) = part.split_once('\n').unwrap_or((part, ""));
        let (summary, rest) = rest.split_once('\n').unwrap_or((rest, ""));
        let (more, examples) =
            rest.split_at(if rest.starts_with(':') { 0 } else { rest.find("\n:").unwrap_or(0) });
        let (name, arguments) = head.split_once(' ').unwrap_or((head, ""));
        Topic { name, arguments, summary, more: more.trim(), examples: examples.trim() }
    })
}

/// A way to ask or to work, explained in a few lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guide {
    /// What it is about.
    pub name: &'static str,
    /// What is said, in lines.
    pub text: &'static str,
    /// Lines that can be typed as they stand.
    pub examples: &'static str,
}

/// All guides, in the order of the help.
pub fn guides() -> impl Iterator<Item = Guide> {
    include_str!("guide.txt").split("# ").skip(1).map(|part| {
        let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
        // The text ends with the first line that ends with a full stop before an example.
        let end = rest.rfind(".\n").map_or(0, |at| at + 2);
        Guide { name, text: rest[..end].trim_end(), examples: rest[end..].trim_end() }
    })
}

/// The help on a topic, or on everything for an empty one.
///
/// # Errors
///
/// A message with the nearest command, if there is none of this name.
pub fn help(topic: &str) -> Result<String, String> {
    let topic = topic.trim().trim_start_matches([':', '.']);
    if !topic.is_empty() {
        if let Some(guide) = guides().find(|g| g.name == topic) {
            return Ok(format!("{}\n\nFor example\n{}", flowing(guide.text), indented(guide.examples)));
        }
        let Some(topic) = topics().find(|t| t.name == topic) else { return other(topic) };
        let head = format!(":{} {}", topic.name, topic.arguments);
        let more = if topic.more.is_empty() { String::new() } else { format!("{}\n", flowing(topic.more)) };
        let examples = indented(topic.examples);
        return Ok(format!("{}\n{}\n{more}\nFor example\n{examples}", head.trim_end(), topic.summary));
    }
    let mut text = String::new();
    for topic in topics() {
        let head = format!(":{} {}", topic.name, topic.arguments);
        text += &format!("  {:<35}{}\n", head.trim_end(), topic.summary);
    }
    let guides: Vec<&str> = guides().map(|g| g.name).collect();
    text += &format!("`:help` also explains {}, and each function\n", guides.join(", "));
    Ok(text)
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}\n")).collect()
}

/// A text as one line, for the window to break. Lines that begin with a space stay lines.
fn flowing(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let own = line.starts_with(' ');
        out.push_str(if out.is_empty() {
            ""
        } else if own {
            "\n"
        } else {
            " "
        });
        out.push_str(line);
    }
    out
}

/// Help on what is neither a command nor a guide: a setting, a function, or a word that the help on a command explains.
fn other(topic: &str) -> Result<String, String> {
    if let Some((name, may_be, does)) = SETTINGS.iter().find(|(name, ..)| *name == topic) {
        return Ok(format!(":set {name} {may_be}\n{does}\n"));
    }
    if let Some(function) = functions::find(topic.trim_end_matches("()")) {
        return Ok(format!("{}: {}\n", function.name, function.help));
    }
    let lower = topic.to_lowercase();
    let says =
        |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word.to_lowercase() == lower);
    let spoken: Vec<&str> = topics()
        .filter(|t| says(t.summary) || says(t.more))
        .map(|t| t.name)
        .chain(guides().filter(|g| says(g.text)).map(|g| g.name))
        .collect();
    match spoken.as_slice() {
        [] => Err(unknown(topic)),
        [one] => help(one),
        several => {
            let several: Vec<String> = several.iter().map(|name| format!("`:help {name}`")).collect();
            Ok(format!("{} speak of it\n", several.join(", ")))
        }
    }
}

/// That there is no such command, with the nearest one.
pub(super) fn unknown(name: &str) -> String {
    match crate::query::error::nearest(name, topics().map(|t| t.name).chain(guides().map(|g| g.name))) {
        Some(near) => format!("there is no command `:{name}`; did you mean `:{near}`?"),
        None => format!("there is no command `:{name}`; `:help` lists them"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_a_summary_and_an_example() {
        assert!(topics().count() > 8);
        for topic in topics() {
            let examples = topic.examples.lines().all(|line| line.starts_with(':'));
            assert!(!topic.summary.is_empty() && !topic.examples.is_empty() && examples, "{topic:?}");
            assert!(topic.arguments.len() + topic.name.len() < 34, "{topic:?}");
            assert!(topic.summary.chars().count() <= 42, "80 columns: {topic:?}");
        }
    }

    #[test]
    fn every_guide_has_text_and_examples() {
        let names: Vec<&str> = guides().map(|g| g.name).collect();
        assert_eq!(names, ["patterns", "cypher", "questions", "keys", "scripts"]);
        for guide in guides() {
            assert!(guide.text.ends_with('.') && !guide.examples.is_empty(), "{guide:?}");
            assert!(help(guide.name).unwrap().contains(guide.examples.lines().next().unwrap()));
        }
        assert!(help("toupper").unwrap().starts_with("toUpper: "));
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest_name() {
        assert_eq!(help("mdoe").unwrap_err(), "there is no command `:mdoe`; did you mean `:mode`?");
        assert!(help(":why").unwrap().contains("China ? Russia"));
        // A slip is nearer than a word that some text has.
        assert!(help("halp").is_err());
    }

    #[test]
    fn settings_formats_and_words_are_found_too() {
        assert_eq!(help("rows").unwrap(), ":set rows N|all\nrows of a table that are shown at most\n");
        let export = help("export").unwrap();
        let folders = crate::export::FolderFormat::ALL.iter().map(|(name, _)| *name);
        let files = crate::export::Format::ALL.into_iter().map(|(name, _)| name);
        // Parquet is there only where the program is built with it.
        for name in files.chain(folders.filter(|name| *name != "parquet")) {
            assert!(export.contains(&format!("  {name} ")), "{name}: {export}");
        }
        assert_eq!(help("Gephi").unwrap(), export);
        // No line is broken where the window should break it.
        assert!(help("cypher").unwrap().lines().next().unwrap().ends_with("explains a function."));
    }
}
