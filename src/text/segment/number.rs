//! Numbers with the separators within them: dates, times, telephone numbers, versions.

/// The bytes of the number at the start of a text: figures with the separators that belong to it.
pub(super) fn number(text: &str) -> usize {
    /// No phone number, date or address of a network has more groups of figures.
    const GROUPS: usize = 8;
    let bytes = text.as_bytes();
    let digits =
        |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut ends = vec![digits(0)];
    let mut separators = Vec::new();
    while ends.len() <= GROUPS {
        let end = ends[ends.len() - 1];
        let Some(&separator) = bytes.get(end) else { break };
        let more = digits(end + 1);
        if more == 0 || !matches!(separator, b'.' | b',' | b':' | b'/' | b'-') {
            break;
        }
        separators.push(separator);
        ends.push(end + 1 + more);
    }
    let last = ends[ends.len() - 1];
    let group = |i: usize| if i == 0 { ends[0] } else { ends[i] - ends[i - 1] - 1 };
    let dashes = separators.iter().filter(|&&s| s == b'-').count();
    let slashes = separators.iter().filter(|&&s| s == b'/').count();
    let value = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or(u32::MAX);
    let whole = match (slashes, dashes) {
        (0, 0) => ends.len() <= GROUPS || separators.iter().all(|&s| s == b','),
        (2, 0) => separators.len() == 2 && ends.len() == 3,
        (1, 0) if separators.len() == 1 => {
            value(0, ends[0]) <= 12 && (10..=31).contains(&value(ends[0] + 1, last))
        }
        (0, 1) if separators.len() == 1 => group(0) == 3 && group(1) == 4,
        (0, 2..) => separators.iter().all(|&s| s == b'-') && ends.len() <= 5 && group(0) <= 4,
        _ => false,
    };
    if whole {
        return last;
    }
    let cut =
        separators.iter().position(|s| matches!(s, b'/' | b'-')).unwrap_or(separators.len().min(GROUPS));
    ends[cut]
}
