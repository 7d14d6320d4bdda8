//! Markdown → its plain text, with title and date from the front matter or the first heading.

use regex::Regex;
use std::sync::LazyLock;

/// The text of a Markdown file without its marks.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Page {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) text: String,
}

/// Inline marks and what stays of them.
static INLINE: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (r"<!--.*?-->", ""),
        (r"!\[[^\]]*\]\([^)]*\)", ""),
        (r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", "$1"),
        (r"<(https?://[^>]*)>", "$1"),
        (r"</?[A-Za-z][^>]*>", ""),
        (r"\*\*([^*]+)\*\*", "$1"),
        (r"\*([^*\s][^*]*)\*", "$1"),
        (r"\b_([^_]+)_\b", "$1"),
        (r"`([^`]*)`", "$1"),
    ]
    .into_iter()
    .map(|(pattern, stays)| (Regex::new(pattern).expect("a sound pattern"), stays))
    .collect()
});

/// Takes the marks off; code blocks and tables are left out.
pub(super) fn strip(source: &str) -> Page {
    let mut page = Page::default();
    let mut body = source;
    if let Some((front, rest)) = source.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
        for (key, value) in front.lines().filter_map(|line| line.split_once(':')) {
            let value = Some(value.trim().trim_matches(['"', '\'']).to_owned());
            match key.trim() {
                "title" => page.title = value,
                "date" => page.date = value,
                _ => {}
            }
        }
        body = rest;
    }
    let mut code = false;
    for line in body.lines() {
        let bare = line.trim_start();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            code = !code;
            continue;
        }
        if code || bare.starts_with('|') || line.starts_with("    ") && !bare.starts_with(['-', '*', '+']) {
            continue;
        }
        let level = bare.bytes().take_while(|&b| b == b'#').count();
        let heading = (1..=6).contains(&level) && bare[level..].starts_with(' ');
        let line =
            if heading { bare[level..].trim_matches([' ', '#']) } else { bare.trim_start_matches("> ") };
        let ruled = line.len() >= 3 && (line.bytes().all(|b| b == b'-') || line.bytes().all(|b| b == b'='));
        let line = if ruled { "" } else { line };
        let line = INLINE
            .iter()
            .fold(line.to_owned(), |line, (mark, stays)| mark.replace_all(&line, *stays).into_owned());
        if heading && page.title.is_none() {
            page.title = Some(line.clone());
        }
        // A heading is a paragraph of its own.
        let gap = if heading { "\n" } else { "" };
        page.text += &format!("{gap}{line}\n{gap}");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_text_stays() {
        let page = strip(
            "---\ntitle: \"Talks\"\ndate: 2023-04-16\n---\n# A *heading*\nSee [the page](http://x.org), **now**.\n```\ncode\n```\n| a | b |\n- `item`\n",
        );
        assert_eq!((page.title.as_deref(), page.date.as_deref()), (Some("Talks"), Some("2023-04-16")));
        assert_eq!(page.text, "\nA heading\n\nSee the page, now.\n- item\n");
    }
}
