//! The dateline that opens a news article: `ACCRA, 9 May 2023 –`, `LONDON (Elbar News) –`, `LIMA –`.

use crate::lexicon;
use crate::text::Token;

/// A dateline has no more tokens than this.
const LONGEST: usize = 16;

/// Where the text begins behind a dateline, as an index of a token; `None` where there is no dateline.
///
/// A place in capitals, then only names, figures and marks up to a dash that stands by itself. Without comma or bracket
/// it must be a place that is known.
pub(super) fn end(text: &str, tokens: &[Token]) -> Option<usize> {
    let form = |i: usize| tokens[i].span.of(text);
    let letters = tokens.first()?.span.of(text);
    let capitals = letters.chars().count() > 2 && letters.chars().all(char::is_uppercase);
    if !capitals {
        return None;
    }
    let alone = |i: usize| {
        i > 0
            && i + 1 < tokens.len()
            && tokens[i - 1].span.end < tokens[i].span.start
            && tokens[i].span.end < tokens[i + 1].span.start
    };
    let dash =
        (1..tokens.len().min(LONGEST)).find(|&i| matches!(form(i), "-" | "–" | "—" | "--") && alone(i))?;
    let marked = (1..dash).any(|i| matches!(form(i), "," | "(")) || {
        let words = (0..dash).map(|i| {
            let (first, rest) = form(i).split_at(form(i).chars().next().map_or(0, char::len_utf8));
            first.to_owned() + &rest.to_lowercase()
        });
        lexicon::place(&words.collect::<Vec<_>>().join(" ")).is_some()
    };
    let plain = (1..dash).all(|i| {
        let first = form(i).chars().next();
        first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_alphanumeric())
    });
    let begins = form(dash + 1).chars().next().is_some_and(|c| !c.is_lowercase());
    (marked && plain && begins).then_some(dash + 1)
}

#[cfg(test)]
mod tests {
    use crate::text::segment::segment;

    #[test]
    fn datelines_stand_by_themselves() {
        for (text, first) in [
            ("ACCRA, 9 May 2023 - Most schools stayed closed.", "ACCRA, 9 May 2023 -"),
            ("LONDON (Elbar News) — The two met.", "LONDON (Elbar News) —"),
            ("LIMA - Divers found bones.", "LIMA -"),
            ("NEW YORK - Shares fell.", "NEW YORK -"),
            ("NATO - the alliance - met on Monday.", "NATO - the alliance - met on Monday."),
            ("NATO - The alliance met on Monday.", "NATO - The alliance met on Monday."),
            (
                "HARWICH, once a port - now a resort - is quiet.",
                "HARWICH, once a port - now a resort - is quiet.",
            ),
        ] {
            let found = segment(text);
            assert_eq!(found[0].span.of(text), first);
        }
    }
}
