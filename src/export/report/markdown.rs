//! A report as Markdown, or as a text without its links and marks.

use super::Report;
use crate::export::notes::marked;
use std::fmt::Write;

pub(super) fn write(report: &Report, linked: bool) -> String {
    let marked = |text: &str| if linked { marked(text) } else { text.to_owned() };
    let bold = if linked { "**" } else { "" };
    let cite = |n: &usize| if linked { format!("[{n}](#source-{n})") } else { n.to_string() };
    let mut text = format!("# {}\n\n{}\n", marked(&report.title), marked(&report.summary));
    for section in &report.sections {
        let _ = writeln!(text, "\n## {}\n", section.heading);
        if section.items.is_empty() {
            let _ = writeln!(text, "{}", section.otherwise);
        }
        for item in &section.items {
            let head = if item.head.is_empty() {
                String::new()
            } else {
                format!("{bold}{}{bold}: ", marked(&item.head))
            };
            let _ = write!(text, "- {head}{}", marked(&item.text));
            if !item.cited.is_empty() {
                let numbers: Vec<String> = item.cited.iter().map(cite).collect();
                let more = if item.more > 0 { format!(", {} more", item.more) } else { String::new() };
                let _ = write!(text, " ({}{more})", numbers.join(", "));
            }
            text.push('\n');
        }
    }
    if !report.cited.is_empty() {
        text += "\n## Sources\n\n";
    }
    for (number, cited) in (1..).zip(&report.cited) {
        let anchor = if linked { format!("<a id=\"source-{number}\"></a>") } else { String::new() };
        let date = cited.date.as_ref().map_or(String::new(), |date| format!(", {}", marked(date)));
        let _ = writeln!(
            text,
            "{number}. {anchor}{}{date}, sentence {}: “{}”",
            marked(&cited.document),
            cited.sentence,
            marked(&cited.text)
        );
    }
    text
}
