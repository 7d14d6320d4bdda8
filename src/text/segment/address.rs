//! E-mail and web addresses within a run of characters.

/// Where e-mail and web addresses stand in a run.
pub(super) fn addresses(run: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    if let Some((start, end)) = web_address(run) {
        found.push((start, end));
    }
    for at in memchr::memchr_iter(b'@', run.as_bytes()) {
        let from = found.last().map_or(0, |&(_, end)| end);
        if at < from {
            continue;
        }
        let local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
        let start =
            at - run[from..at].chars().rev().take_while(|&c| local(c)).map(char::len_utf8).sum::<usize>();
        let host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        let end = at + 1 + run[at + 1..].chars().take_while(|&c| host(c)).map(char::len_utf8).sum::<usize>();
        let end = at + 1 + run[at + 1..end].trim_end_matches(['.', '-', '_']).len();
        let name = run[start..at].chars().any(char::is_alphanumeric);
        if end > at + 1
            && (name || (start == at && start == from && run[end..].chars().all(|c| !c.is_alphanumeric())))
        {
            found.push((start, end));
        }
    }
    found
}

/// The first web address of a run, without the punctuation around it.
fn web_address(run: &str) -> Option<(usize, usize)> {
    let start = run.find(|c: char| c.is_alphanumeric())?;
    let rest = &run[start..];
    let head = rest.get(..8).unwrap_or(rest).to_ascii_lowercase();
    if !["http://", "https://", "ftp://", "www.", "mailto:"].iter().any(|scheme| head.starts_with(scheme)) {
        return None;
    }
    let rest = &rest[..rest.find(['<', '>', '"', '“', '”', '«', '»', '|']).unwrap_or(rest.len())];
    let mut end = rest.len();
    let mut open = 0i64;
    for c in rest.chars() {
        open += i64::from(c == '(') - i64::from(c == ')');
    }
    while let Some(last) = rest[..end].chars().next_back() {
        match last {
            ')' if open < 0 => open += 1,
            '.' | ',' | ';' | ':' | '!' | '?' | ']' | '}' | '\'' | '’' => {}
            _ => break,
        }
        end -= last.len_utf8();
    }
    Some((start, start + end))
}
