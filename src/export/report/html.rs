//! A report as one HTML page: text only, for any browser and for printing.

use super::Report;
use super::gather::Item;
use crate::export::xml::escaped;
use std::fmt::Write;

const STYLE: &str = "body{font:16px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}\
h1,h2{font-family:Helvetica,Arial,sans-serif}h2{margin-top:2rem;border-bottom:1px solid #ccc}li{margin:.3rem 0}\
sup a{text-decoration:none}.q{color:#555}ol li:target{background:#fff3bf}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}a{color:#8ab4f8}.q{color:#aaa}ol li:target{background:#4a4320}}";

pub(super) fn write(report: &Report) -> String {
    let title = shown(&report.title);
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{}</p>\n",
        shown(&report.summary)
    );
    for section in &report.sections {
        let _ = writeln!(text, "<h2>{}</h2>", section.heading);
        if section.items.is_empty() {
            let _ = writeln!(text, "<p>{}</p>", section.otherwise);
            continue;
        }
        text += "<ul>\n";
        section.items.iter().for_each(|item| line(item, &mut text));
        text += "</ul>\n";
    }
    if !report.cited.is_empty() {
        text += "<h2>Sources</h2>\n<ol>\n";
        for (number, cited) in (1..).zip(&report.cited) {
            let date = cited.date.as_ref().map_or(String::new(), |date| format!(", {}", shown(date)));
            let _ = writeln!(
                text,
                "<li id=\"s{number}\">{}{date}, sentence {}: <span class=\"q\">“{}”</span></li>",
                shown(&cited.document),
                cited.sentence,
                shown(&cited.text)
            );
        }
        text += "</ol>\n";
    }
    text + "</body>\n</html>\n"
}

fn line(item: &Item, text: &mut String) {
    let head = if item.head.is_empty() { String::new() } else { format!("<b>{}</b>: ", shown(&item.head)) };
    let numbers: Vec<String> = item.cited.iter().map(|n| format!("<a href=\"#s{n}\">{n}</a>")).collect();
    let more = if item.more > 0 { format!(", {} more", item.more) } else { String::new() };
    let cited =
        if numbers.is_empty() { String::new() } else { format!(" <sup>{}{more}</sup>", numbers.join(", ")) };
    let _ = writeln!(text, "<li>{head}{}{cited}</li>", shown(&item.text));
}

/// Text in the page: escaped, and set apart so that its direction does not reach beyond it.
fn shown(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    escaped(&text)
}
