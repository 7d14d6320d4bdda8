//! What stands around a gap between two tokens, as hashes: the evidence for or against the end of a sentence there.

use super::lexicon::{Abbreviation, Lexicon};
use crate::text::Token;

/// Hashes for each gap; their order and number are part of the weights' file.
pub(super) const FEATURES: usize = 46;

/// How a token looks.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    /// Hash of the form, and of its lower case.
    form: u32,
    lower: u32,
    /// The form itself for function words and punctuation, else the case and the last two letters.
    class: u32,
    /// Hash of the last three letters in lower case.
    suffix: u32,
    /// Runs of capitals, small letters, figures, and other characters.
    shape: u32,
    case: Case,
    /// Whether it starts with a capital though such a word seldom does.
    raised: bool,
    mark: Mark,
    /// Whether its full stop belongs to an abbreviation, and of what kind.
    abbreviation: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Case {
    /// Beyond the ends of the block.
    #[default]
    Nothing,
    Lower,
    Capital,
    Capitals,
    Initial,
    Figure,
    Mark,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mark {
    #[default]
    None,
    /// Ends sentences: `.`, `!`, `?`, `…` and runs of them.
    Stop,
    /// May follow a stop within the sentence: quotes and brackets that close.
    Closer,
    /// A word with its own full stop.
    Dotted,
    /// A face or picture.
    Face,
}

/// The gaps within one block: computed once, then asked for each gap.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    looks: Vec<Look>,
    /// Whether white space stands before the token.
    spaced: Vec<bool>,
    /// Tokens since the last stop before the gap, and until the next after it.
    since: Vec<u32>,
    until: Vec<u32>,
    /// Whether a quote and a bracket are open at the gap.
    open: Vec<u32>,
    /// How often the token's form stood in the block before.
    seen: Vec<u32>,
    /// What the block as a whole is like: capitals, stops, its last token.
    style: u32,
    counts: rustc_hash::FxHashMap<u32, u32>,
}

impl Gaps {
    /// Looks at the tokens of another block.
    pub(super) fn read(&mut self, text: &str, tokens: &[Token]) {
        self.looks.clear();
        self.spaced.clear();
        self.since.clear();
        self.open.clear();
        self.seen.clear();
        self.counts.clear();
        let (mut since, mut quotes, mut depth) = (0u32, 0u32, 0u32);
        let (mut stops, mut capitals, mut words) = (0u32, 0u32, 0u32);
        let mut end = usize::MAX;
        for token in tokens {
            let form = token.form(text);
            let look = Look::of(form);
            self.spaced.push(end < token.span.start);
            self.since.push(since);
            self.open.push((quotes % 2) * 2 + u32::from(depth > 0));
            let seen = self.counts.entry(look.form).or_insert(0);
            self.seen.push(*seen);
            *seen += 1;
            match form {
                "\"" | "“" | "”" => quotes += 1,
                "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            since = if look.mark == Mark::Stop { 0 } else { since + 1 };
            stops += u32::from(look.mark == Mark::Stop);
            capitals += u32::from(matches!(look.case, Case::Capital | Case::Capitals | Case::Initial));
            words += u32::from(look.case != Case::Mark);
            end = token.span.end;
            self.looks.push(look);
        }
        let mut until = 0u32;
        self.until.clear();
        self.until.resize(tokens.len(), 0);
        for (look, distance) in self.looks.iter().zip(&mut self.until).rev() {
            until = if look.mark == Mark::Stop { 0 } else { until + 1 };
            *distance = until;
        }
        let share = |part: u32, steps: [u32; 3]| {
            steps.iter().filter(|&&step| part * 1_000 >= step * words.max(1)).count() as u32
        };
        let last = self.looks.last().map_or(0, |look| look.mark as u32);
        self.style = (share(capitals, [30, 150, 400]) * 4 + share(stops, [1, 40, 100])) * 8 + last;
    }

    /// The hashes of the gap before the token at this index.
    pub(super) fn features(&self, gap: usize) -> [u32; FEATURES] {
        let look = |i: Option<usize>| i.and_then(|i| self.looks.get(i)).copied().unwrap_or_default();
        let left = |n: usize| look(gap.checked_sub(n));
        let [l1, l2, l3] = [left(1), left(2), left(3)];
        let [r1, r2, r3] = [look(Some(gap)), look(Some(gap + 1)), look(Some(gap + 2))];
        let (end, closers) = self.end_before(gap);
        let space = u32::from(self.spaced[gap]);
        let (case, style) = (r1.case as u32, self.style);
        let since = bucket(self.since[gap.saturating_sub(closers as usize + 1)]);
        let until = bucket(self.until[gap]);
        let open = self.open[gap];
        let from_start = bucket(gap as u32);
        let to_end = bucket((self.looks.len() - gap) as u32);
        let sides = l1.mark as u32 * 16 + l1.case as u32;
        let seen = self.seen[gap].min(3);
        let raised = case * 2 + u32::from(r1.raised);
        [
            hash(0, [space, 0, 0]),
            hash(1, [l1.form, space, 0]),
            hash(2, [l1.lower, case, space]),
            hash(3, [l2.lower, l1.lower, space]),
            hash(4, [l2.class, l1.class, case]),
            hash(5, [r1.form, space, 0]),
            hash(6, [r1.lower, space, 0]),
            hash(7, [r1.class, r2.class, space]),
            hash(8, [r1.lower, r2.lower, 0]),
            hash(9, [l1.class, r1.class, space]),
            hash(10, [l1.lower, r1.lower, 0]),
            hash(11, [l1.shape, r1.shape, space]),
            hash(12, [l2.shape, l1.shape, r1.shape]),
            hash(13, [l1.shape, r1.shape, r2.shape]),
            hash(14, [l1.class, case, r2.case as u32]),
            hash(15, [r1.class, r2.class, r3.class]),
            hash(16, [l3.class, l2.class, l1.class]),
            hash(17, [end, closers, case * 2 + space]),
            hash(18, [end, r1.class, space]),
            hash(19, [end, since, case]),
            hash(20, [sides, since, case]),
            hash(21, [sides, until, case]),
            hash(22, [end, style, case]),
            hash(23, [sides, style, r1.class]),
            hash(24, [end, open, case * 2 + space]),
            hash(25, [l1.abbreviation, r1.class, 0]),
            hash(26, [l1.lower, r2.class, case]),
            hash(27, [l1.abbreviation, l2.class, case]),
            hash(28, [r1.suffix, case, sides]),
            hash(29, [l1.suffix, case, space]),
            hash(30, [r1.form, end, space]),
            hash(31, [l2.form, l1.form, case]),
            hash(32, [from_start, end, case]),
            hash(33, [to_end, end, case]),
            hash(34, [r1.form, r2.form, end]),
            hash(35, [l3.shape, l2.shape, l1.shape]),
            hash(36, [r1.shape, r2.shape, r3.shape]),
            hash(37, [r1.form, seen, since]),
            hash(38, [sides, style, from_start]),
            hash(39, [r1.class, open, sides]),
            hash(40, [raised, r2.class, sides]),
            hash(41, [raised, r2.case as u32 * 2 + u32::from(l1.raised), end]),
            hash(42, [raised, since, sides]),
            hash(43, [raised, r2.case as u32, l1.class]),
            hash(44, [raised, style, sides]),
            hash(45, [raised, l1.suffix, r2.case as u32]),
        ]
    }

    /// The stop before a gap and how many closers stand between; without a stop, the token's kind.
    fn end_before(&self, gap: usize) -> (u32, u32) {
        /// More closers than this are not looked through.
        const CLOSERS: usize = 3;
        for closers in 0..=CLOSERS.min(gap - 1) {
            let look = self.looks[gap - 1 - closers];
            match look.mark {
                Mark::Stop | Mark::Face => return (look.form, closers as u32),
                Mark::Closer => {}
                Mark::Dotted => return (1_000 + look.abbreviation, closers as u32),
                Mark::None if closers == 0 && look.case == Case::Mark => return (look.form, 0),
                Mark::None => return (look.case as u32, closers as u32),
            }
        }
        (u32::MAX, CLOSERS as u32)
    }
}

impl Look {
    fn of(form: &str) -> Look {
        let lexicon = Lexicon::get();
        let mut exact = Hasher::default();
        let mut lower = Hasher::default();
        let mut shape = Hasher::default();
        let (mut last, mut letters, mut runs) = ('\0', 0u32, 0);
        let (mut capitals, mut small, mut figures) = (0u32, 0u32, 0u32);
        let mut tail = ['\0'; 3];
        for c in form.chars() {
            exact.add(c as u32);
            let kind = if c.is_uppercase() {
                capitals += 1;
                'X'
            } else if c.is_alphabetic() {
                small += 1;
                'x'
            } else if c.is_numeric() {
                figures += 1;
                '0'
            } else {
                c
            };
            letters += 1;
            if kind != last && runs < 6 {
                shape.add(kind as u32);
                runs += 1;
                last = kind;
            }
            let c = c.to_lowercase().next().unwrap_or(c);
            lower.add(c as u32);
            tail = [tail[1], tail[2], c];
        }
        let case = match (form.starts_with(char::is_uppercase), capitals, small, figures) {
            (_, 0, 0, 0) => Case::Mark,
            (_, 0, 0, _) => Case::Figure,
            (true, 1, 0, _) => Case::Initial,
            (true, 2.., 0, _) => Case::Capitals,
            (true, ..) => Case::Capital,
            _ => Case::Lower,
        };
        let mark = match form {
            "\"" | "'" | "''" | "”" | "’" | ")" | "]" | "»" | "’’" | "}" => Mark::Closer,
            _ if form.chars().all(|c| matches!(c, '.' | '!' | '?' | '…')) => Mark::Stop,
            _ if case == Case::Mark && letters > 1 && lexicon.emoticon(form) == Some(form)
                || form.starts_with(
                    |c: char| matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}'),
                ) =>
            {
                Mark::Face
            }
            _ if form.ends_with('.') => Mark::Dotted,
            _ => Mark::None,
        };
        let abbreviation = if mark == Mark::Dotted {
            match lexicon.abbreviation(&form[..form.len() - 1]) {
                Some(Abbreviation::Title) => 1,
                Some(Abbreviation::Before) => 2,
                Some(Abbreviation::Any) => 3,
                None => 4 + letters.min(6),
            }
        } else {
            0
        };
        let class = if case == Case::Mark || lexicon.is_function_word(form) {
            lower.0 ^ case as u32
        } else {
            hash(90, [tail[1] as u32, tail[2] as u32, case as u32])
        };
        let raised = case == Case::Capital && lexicon.is_common_word(form);
        let suffix = hash(91, tail.map(|c| c as u32));
        Look {
            form: exact.0,
            lower: lower.0,
            class,
            suffix,
            shape: shape.0,
            case,
            raised,
            mark,
            abbreviation,
        }
    }
}

/// A distance as one of a few.
fn bucket(distance: u32) -> u32 {
    [1, 2, 3, 4, 6, 9, 14, 22, 40].iter().filter(|&&step| distance >= step).count() as u32
}

/// Hash of up to three values under a number that keeps the kinds of evidence apart.
fn hash(kind: u32, values: [u32; 3]) -> u32 {
    let mut h = u64::from(kind + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for value in values {
        h = (h ^ u64::from(value)).wrapping_mul(0x9fb2_1c65_1e98_df25);
        h ^= h >> 32;
    }
    (h >> 16) as u32
}

/// FNV-1a over characters.
struct Hasher(u32);

impl Default for Hasher {
    fn default() -> Hasher {
        Hasher(0x811c_9dc5)
    }
}

impl Hasher {
    fn add(&mut self, value: u32) {
        self.0 = (self.0 ^ value).wrapping_mul(0x0100_0193);
    }
}
