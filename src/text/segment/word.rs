//! A run of characters without white space → tokens, by the conventions of UD English EWT.
//!
//! One pass from left to right; each step looks ahead over no more than it then consumes, or over a few
//! characters, so that a run of any length takes linear time.

use super::address::addresses;
use super::character::{boundary, is_combining, is_pictograph, is_word, length, pictograph};
use super::lexicon::Lexicon;
use super::number::number;
use crate::span::Span;
use crate::text::Token;

/// What surrounds a run of characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings {
    /// Whether it is the first of its block (where `1.` numbers a list).
    pub(super) first: bool,
    /// The first character of the next run of the block.
    pub(super) next: Option<char>,
}

/// Appends the tokens of `run`, which starts at byte `base` of the text.
pub(super) fn tokenize(run: &str, base: usize, around: Surroundings, tokens: &mut Vec<Token>) {
    let mut cutter = Cutter { lexicon: Lexicon::get(), run, base, around, dotted_until: 0, tokens };
    let mut at = 0;
    for (start, end) in addresses(run) {
        cutter.plain(at, start);
        cutter.push(start, end);
        at = end;
    }
    cutter.plain(at, run.len());
}

struct Cutter<'a> {
    lexicon: &'static Lexicon,
    run: &'a str,
    base: usize,
    around: Surroundings,
    /// Up to here no name with dots starts.
    dotted_until: usize,
    tokens: &'a mut Vec<Token>,
}

impl Cutter<'_> {
    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.tokens.push(Token { span: Span::new(self.base + start, self.base + end) });
        }
    }

    /// Cuts a part without addresses.
    fn plain(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(c) = self.run[at..end].chars().next() {
            let next = if is_word(c) { self.word(at, end) } else { self.mark(at, end, c) };
            debug_assert!(next > at);
            at = next;
        }
    }

    /// Cuts one token that starts with punctuation or a symbol; gives where it ends.
    fn mark(&mut self, start: usize, end: usize, c: char) -> usize {
        let rest = &self.run[start..end];
        let after = start + c.len_utf8();
        let stop = match c {
            _ if self.emoticon(start, end).is_some() => self.emoticon(start, end).unwrap_or(after),
            '.' | '!' | '?' | '…' => start + length(rest, |c| matches!(c, '.' | '!' | '?' | '…')),
            '\'' | '’' | '`' | '‘' | 'ʼ' | '´' => self.apostrophe(start, end, c),
            '<' if rest.starts_with("<<") => start + 2,
            '>' if rest.starts_with(">>") => start + 2,
            '-' | '=' | '*' | '_' | '~' | '+' | '#' | '—' | '–' | '\\' | '•' => {
                start + length(rest, |d| d == c)
            }
            _ if is_pictograph(c) => start + pictograph(rest),
            _ => after + length(&self.run[after..end], is_combining),
        };
        // A decimal point or the dot of a file's ending opens a word; so does the sign of a number.
        let tail = &self.run[stop..end];
        if stop == after
            && tail.starts_with(|d: char| d.is_ascii_digit())
            && (c == '.' || (start == 0 && matches!(c, '-' | '+')))
        {
            let stop = stop + number(tail);
            self.push(start, stop);
            return stop;
        }
        if stop == after && c == '.' {
            let label = length(tail, char::is_alphanumeric).min(16);
            if tail.get(..label).is_some_and(|label| self.lexicon.is_domain(label)) {
                self.push(start, stop + label);
                return stop + label;
            }
        }
        self.push(start, stop);
        stop
    }

    /// The end of a face of punctuation that stands alone.
    fn emoticon(&self, start: usize, end: usize) -> Option<usize> {
        if self.run[..start].chars().next_back().is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        let face = self.lexicon.emoticon(&self.run[start..end])?;
        let tail = &self.run[start + face.len()..end];
        (!tail.starts_with(char::is_alphanumeric) && !tail.starts_with('/')).then_some(start + face.len())
    }

    /// The end of a token that starts with an apostrophe or single quote.
    fn apostrophe(&self, start: usize, end: usize, c: char) -> usize {
        let after = start + c.len_utf8();
        let tail = &self.run[after..end];
        if (c == '\'' || c == '`' || c == '’') && tail.starts_with(c) {
            return after + c.len_utf8();
        }
        let word = length(&tail[..boundary(tail, 8)], char::is_alphanumeric);
        let form = &tail[..word];
        let glued = start > 0;
        let short = form.len() <= 3 && is_clitic(form);
        let year = (form.len() == 2 || form.len() == 3 && form.ends_with('s'))
            && form.as_bytes()[..2].iter().all(u8::is_ascii_digit);
        let known = self.lexicon.is_elision(form);
        let quoted = tail[word..].starts_with(['\'', '’']);
        if (glued && short)
            || (!quoted && (year || known || (short && start == 0 && form.len() > 1)))
            || (start == 0 && short && tail.len() == word)
        {
            after + word
        } else {
            after
        }
    }

    /// Cuts one word; gives where it ends.
    fn word(&mut self, start: usize, end: usize) -> usize {
        if let Some(stop) = self.dotted_name(start, end) {
            self.push(start, stop);
            return stop;
        }
        let rest = &self.run[start..end];
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return self.number(start, end);
        }
        if let Some(stop) = self.acronym(start, end) {
            self.push(start, stop);
            return stop;
        }
        let mut at = start + length(rest, is_word);
        loop {
            let part = &self.run[start..at];
            let tail = &self.run[at..end];
            let Some(c) = tail.chars().next() else { break };
            let next = at + c.len_utf8();
            let right_len = length(&self.run[next..end], is_word);
            let right = &self.run[next..next + right_len];
            let beyond = &self.run[next + right_len..end];
            let joins = match c {
                '\'' | '’' | '`' | 'ʼ' | '´' if !right.is_empty() => {
                    let ends = !beyond.starts_with(['.', '@']) || beyond.len() == 1;
                    if right.eq_ignore_ascii_case("t") && part.ends_with(['n', 'N']) && ends {
                        let cut = at - 1;
                        self.push(start, cut);
                        self.push(cut, next + right_len);
                        return next + right_len;
                    }
                    if is_clitic(right) {
                        break;
                    }
                    c != '`'
                }
                '-' | '‐' | '‑' => !right.is_empty() && self.lexicon.is_prefix(part),
                '&' => {
                    let capital =
                        |word: &str| word.len() <= 3 && word.chars().all(|c| c.is_ascii_uppercase());
                    let single = part.len() == 1 && right.len() == 1;
                    single || capital(part) && capital(right) && !right.is_empty()
                }
                '/' => {
                    part.len() == 1
                        && right.len() == 1
                        && !beyond.starts_with('/')
                        && !self.lexicon.is_cut_at_slash(&self.run[start..next + 1])
                }
                '.' => {
                    if right.is_empty() {
                        if !tail[1..].starts_with('.') && self.keeps_stop(start, at, &tail[1..]) {
                            at = next;
                        }
                        break;
                    }
                    let both = &self.run[start..next + right_len];
                    self.lexicon.abbreviation(both).is_some()
                        || part.ends_with(|c: char| c.is_ascii_digit())
                            && right.starts_with(|c: char| c.is_ascii_digit())
                }
                '$' if part.len() <= 2 && part.bytes().all(|b| b.is_ascii_uppercase()) => {
                    at = next;
                    break;
                }
                _ => false,
            };
            if !joins {
                break;
            }
            at = next + right_len;
        }
        let word = &self.run[start..at];
        if let Some(lengths) = self.lexicon.contraction(word) {
            let mut from = start;
            for length in lengths {
                self.push(from, from + length);
                from += length;
            }
        } else {
            self.push(start, at);
        }
        at
    }

    /// Whether the word before a full stop keeps it; `rest` is what follows the stop in the run.
    fn keeps_stop(&self, start: usize, end: usize, rest: &str) -> bool {
        let word = &self.run[start..end];
        let next = rest.chars().next().or(self.around.next);
        let single = word.chars().count() == 1;
        if single && word.starts_with(char::is_alphabetic) {
            let opens = self.around.first && start == 0;
            let initial =
                word.starts_with(char::is_uppercase) && word != "I" && next.is_some_and(char::is_uppercase);
            let page =
                matches!(word, "p" | "c" | "v" | "d" | "b") && next.is_some_and(|c| c.is_ascii_digit());
            return opens
                || initial
                || page
                || (word.starts_with(char::is_uppercase) && rest.starts_with(','));
        }
        // Short words that are words as well (`no.`, `sat.`, `art.`) keep the stop only where it makes sense.
        match self.lexicon.abbreviation(word) {
            None => false,
            Some(_) if next.is_none() && rest.is_empty() => !self.lexicon.is_plain_word(word),
            Some(_) if self.lexicon.is_plain_word(word) => {
                word.starts_with(char::is_uppercase) && next.is_some_and(char::is_alphanumeric)
                    || next.is_some_and(|c| c.is_ascii_digit())
            }
            Some(_) => true,
        }
    }

    /// Letters with a stop after each: `U.S.`, `a.m.`, `U.S.A`; gives where they end.
    fn acronym(&self, start: usize, end: usize) -> Option<usize> {
        let mut at = start;
        let mut letters = 0;
        loop {
            let mut chars = self.run[at..end].chars();
            let (Some(letter), dot) = (chars.next(), chars.next()) else { break };
            if !letter.is_alphabetic() {
                break;
            }
            let after = chars.next();
            match dot {
                Some('.') if after != Some('.') || letters > 0 => {
                    letters += 1;
                    at += letter.len_utf8() + 1;
                    if after == Some('.') {
                        break;
                    }
                }
                Some(c) if c.is_alphanumeric() => {
                    // `J.Smith`: the last letter belongs to a longer word.
                    break;
                }
                _ => {
                    letters += 1;
                    at += letter.len_utf8();
                    break;
                }
            }
        }
        (letters >= 2).then_some(at)
    }

    /// A host, file or newsgroup (`enron.com`, `a.b.doc`) with what follows a slash; gives where it ends.
    fn dotted_name(&mut self, start: usize, end: usize) -> Option<usize> {
        if start < self.dotted_until {
            return None;
        }
        let run = &self.run[start..end];
        let whole = length(run, |c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
        self.dotted_until = start + whole;
        let name = run[..whole].trim_end_matches(['.', '-', '_']);
        let (front, last) = name.rsplit_once('.')?;
        let lowercase = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c == '.');
        let news = front.contains('.') && lowercase(name) && name.split('.').all(|part| part.len() > 1);
        if front.is_empty()
            || front.ends_with('.')
            || front.contains("..")
            || !(news || self.lexicon.is_domain(last))
        {
            return None;
        }
        let tail = &run[name.len()..];
        if tail.starts_with('/') && tail[1..].starts_with(char::is_alphanumeric) {
            let path = length(tail, |c| !matches!(c, '<' | '>' | '"' | '“' | '”' | ')' | ']' | ','));
            return Some(
                start + name.len() + tail[..path].trim_end_matches(['.', '!', '?', ';', ':', '\'']).len(),
            );
        }
        Some(start + name.len())
    }

    /// Cuts a number and what sticks to it; gives where it ends.
    fn number(&mut self, start: usize, end: usize) -> usize {
        let rest = &self.run[start..end];
        let mut stop = start + number(rest);
        let tail = &self.run[stop..end];
        let letters = length(tail, is_word);
        if letters > 0 {
            let suffix = &tail[..letters];
            let digits = rest[..stop - start]
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'.' || b == b',' || b == b':');
            if digits && self.lexicon.is_unit(suffix) && !tail[letters..].starts_with('-') {
                let stopped = tail[letters..].starts_with('.') && letters == 1 && matches!(suffix, "a" | "p");
                if !stopped {
                    self.push(start, stop);
                    return stop;
                }
            }
            if tail.starts_with(['a', 'p', 'A', 'P']) && self.acronym(stop, end).is_some() {
                self.push(start, stop);
                return stop;
            }
            stop += letters;
        } else if tail.starts_with(['\'', '’']) {
            let quote = tail.chars().next().map_or(0, char::len_utf8);
            let after = &tail[quote..];
            if after.starts_with('s') && !after[1..].starts_with(is_word) {
                stop += quote + 1;
            }
        } else if self.around.first && start == 0 && tail == "." && stop <= 3 && self.around.next.is_some() {
            stop += 1;
        }
        self.push(start, stop);
        stop
    }
}

fn is_clitic(word: &str) -> bool {
    ["s", "m", "d", "ll", "re", "ve"].iter().any(|clitic| word.eq_ignore_ascii_case(clitic))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let runs: Vec<&str> = text.split(' ').collect();
        let mut tokens = Vec::new();
        let mut at = 0;
        for (i, run) in runs.iter().enumerate() {
            let next = runs.get(i + 1).and_then(|r| r.chars().next());
            tokenize(run, at, Surroundings { first: i == 0, next }, &mut tokens);
            at += run.len() + 1;
        }
        tokens.iter().map(|t| t.form(text)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn follows_the_treebank() {
        for (text, tokens) in [
            ("don't cannot gonna I'm they've", "do n't can not gon na I 'm they 've"),
            ("China’s nations’ O'Rourke's", "China ’s nations ’ O'Rourke 's"),
            ("Al-Zaman non-avian e-mail 26-year-old", "Al - Zaman non-avian e-mail 26 - year - old"),
            ("$5 US$4.5 20% 5kg 7:30 5pm 60's 23rd", "$ 5 US$ 4.5 20 % 5 kg 7:30 5 pm 60's 23rd"),
            ("the U.S. at 5 a.m. sharp", "the U.S. at 5 a.m. sharp"),
            ("Mr. J. Smith, Jr., of Acme Inc. said", "Mr. J. Smith , Jr. , of Acme Inc. said"),
            (
                "(http://x.org/a_(b)). see <a.b@c.com>, enron.com.",
                "( http://x.org/a_(b) ) . see < a.b@c.com > , enron.com .",
            ),
            (
                "and/or 9/11 1/2 11/28/2000 713-853-3989 33-66",
                "and / or 9/11 1 / 2 11/28/2000 713-853-3989 33 - 66",
            ),
            ("AT&T PG&E wait... what?! no!!! --", "AT&T PG&E wait ... what ?! no !!! --"),
            ("‘Yes,’ “he” said—twice… :)", "‘ Yes , ’ “ he ” said — twice … :)"),
            ("end.Next 3.5 1,200 v1.2", "end . Next 3.5 1,200 v1.2"),
            ("👩‍💻👍🏽 🇷🇺🇨🇳", "👩‍💻 👍🏽 🇷🇺 🇨🇳"),
        ] {
            assert_eq!(cut(text), tokens);
        }
    }
}
