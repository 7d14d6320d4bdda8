//! A report as Markdown.

use super::Report;
use crate::export::notes::marked;
use std::fmt::Write;

pub(super) fn write(report: &Report) -> String {
    let mut text = format!("# {}\n\n{}\n", marked(&report.title), marked(&report.summary));
    for section in &report.sections {
        let _ = writeln!(text, "\n## {}\n", section.heading);
        if section.items.is_empty() {
            let _ = writeln!(text, "{}", section.otherwise);
        }
        for item in &section.items {
            let head =
                if item.head.is_empty() { String::new() } else { format!("**{}**: ", marked(&item.head)) };
            let _ = write!(text, "- {head}{}", marked(&item.text));
            if !item.cited.is_empty() {
                let numbers: Vec<String> = item.cited.iter().map(|n| format!("[{n}](#source-{n})")).collect();
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
        let date = cited.date.as_ref().map_or(String::new(), |date| format!(", {}", marked(date)));
        let _ = writeln!(
            text,
            "{number}. <a id=\"source-{number}\"></a>{}{date}, sentence {}: “{}”",
            marked(&cited.document),
            cited.sentence,
            marked(&cited.text)
        );
    }
    text
}
