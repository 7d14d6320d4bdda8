//! What can be asked for help on: commands (`help.txt`), ways to ask (`guide.txt`), functions.

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
    /// Lines that can be typed as they stand.
    pub examples: &'static str,
}

/// All commands, in the order of the help.
pub fn topics() -> impl Iterator<Item = Topic> {
    include_str!("help.txt").split("# ").skip(1).map(|part| {
        let (head, rest) = part.split_once('\n').unwrap_or((part, ""));
        let (summary, examples) = rest.split_once('\n').unwrap_or((rest, ""));
        let (name, arguments) = head.split_once(' ').unwrap_or((head, ""));
        Topic { name, arguments, summary, examples: examples.trim_end() }
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
            let examples: String = guide.examples.lines().map(|line| format!("  {line}\n")).collect();
            return Ok(format!("{}\n\nFor example\n{examples}", guide.text));
        }
        let Some(topic) = topics().find(|t| t.name == topic) else {
            let function = functions::find(topic.trim_end_matches("()"));
            return function.map(|f| format!("{}: {}\n", f.name, f.help)).ok_or_else(|| unknown(topic));
        };
        let head = format!(":{} {}", topic.name, topic.arguments);
        let examples: String = topic.examples.lines().map(|line| format!("  {line}\n")).collect();
        return Ok(format!("{}\n{}\n\nFor example\n{examples}", head.trim_end(), topic.summary));
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
            assert!(!topic.summary.is_empty() && topic.examples.starts_with(':'), "{topic:?}");
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
    }
}
