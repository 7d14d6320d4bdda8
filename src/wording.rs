//! How numbers of things are worded.

/// A number of things by the word for one of them.
///
/// ```
/// use factloom::wording::counted;
///
/// assert_eq!(counted(1, "entity"), "1 entity");
/// assert_eq!(counted(2, "entity"), "2 entities");
/// assert_eq!(counted(0, "fact"), "0 facts");
/// ```
pub fn counted(count: usize, one: &str) -> String {
    match one.strip_suffix('y') {
        _ if count == 1 => format!("1 {one}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {one}s"),
    }
}
