//! The words of a time expression → what they say, before it is known when they were written.
//!
//! Every word must be understood (`seeds/lexicon/times.tsv`, numbers): `in the Tuesday attacks` is no time.

use super::point::{Period, Point, Unit};
use crate::lexicon::time_word;

/// What a preposition makes of the time behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    At,
    Since,
    Until,
    Within,
    Between,
    For,
}

/// What a phrase is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The article's date.
    Article,
    /// The time last spoken of.
    Context,
}

/// What names one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spec {
    /// Parts of a date; what is missing comes from the article's date.
    Calendar { weekday: Option<i64>, day: Option<i64>, month: Option<i64>, year: Option<i64> },
    /// `last Sunday`, `next March`: weekday or month.
    NextCalendar { by: i64, weekday: Option<i64>, month: Option<i64> },
    /// A decade, a century, an ISO date.
    Fixed(Period),
    /// The unit so many units after that of the base: `last year`, `two years ago`, `the next day`.
    Shift { by: i64, unit: Unit, base: Base },
    /// `three weeks`: with `in`, so long from now.
    Count { count: i64, unit: Unit },
    /// `the past five years` (negative), `the next two weeks`.
    Window { by: i64, unit: Unit },
    /// `the weekend`
    Weekend,
}

/// A time expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Phrase {
    pub(super) role: Role,
    pub(super) spec: Spec,
    /// The other end of a range.
    pub(super) to: Option<Spec>,
}

/// Reads the words of a time expression, in lower case, punctuation left out but for dashes.
pub(super) fn parse(words: &[&str]) -> Option<Phrase> {
    let mut words = words;
    let mut role = None;
    let mut preposition = "";
    while let Some((first, rest)) = words.split_first() {
        let Some(found) = role_of(first) else { break };
        // `as of`, `in about`: the first one says what is meant.
        role = role.or(Some(found));
        preposition = if preposition.is_empty() { first } else { preposition };
        words = rest;
    }
    let role = role.unwrap_or(Role::At);
    let split: Vec<String> = words.iter().flat_map(|word| pieces(word)).collect();
    let words: Vec<&str> = split.iter().map(String::as_str).collect();
    let range = (1..words.len().saturating_sub(1)).find_map(|at| {
        let joins = match words[at] {
            "and" => role == Role::Between,
            word => role != Role::Between && time_word(word, "to").is_some(),
        };
        joins.then(|| ends(&words[..at], &words[at + 1..])).flatten()
    });
    if let Some((from, to)) = range {
        return Some(Phrase { role, spec: from, to: Some(to) });
    }
    let spec = point(&words, preposition, false)?;
    (role != Role::Between).then_some(Phrase { role, spec, to: None })
}

fn role_of(word: &str) -> Option<Role> {
    let roles = [
        ("at", Role::At),
        ("since", Role::Since),
        ("until", Role::Until),
        ("within", Role::Within),
        ("between", Role::Between),
        ("for", Role::For),
    ];
    roles.into_iter().find(|(kind, _)| time_word(word, kind).is_some()).map(|(_, role)| role)
}

/// `2010–2014` in three; `mid-April` without `mid`.
fn pieces(word: &str) -> Vec<String> {
    let known = crate::lexicon::is_time_word(word) || iso(word).is_some();
    let word = word.strip_prefix("mid-").unwrap_or(word);
    if known || !word.contains(['-', '–', '—']) {
        return vec![word.to_owned()];
    }
    let mut found = Vec::new();
    for (i, part) in word.split(['-', '–', '—']).enumerate() {
        if i > 0 {
            found.push("-".to_owned());
        }
        if !part.is_empty() {
            found.push(part.to_owned());
        }
    }
    found
}

/// Both ends of a range; each takes what it lacks from the other (`16 to 19 April 2023`).
fn ends(from: &[&str], to: &[&str]) -> Option<(Spec, Spec)> {
    let (mut from, mut to) = (point(from, "", true)?, point(to, "", true)?);
    if let (
        Spec::Calendar { day: d1, month: m1, year: y1, weekday: w1 },
        Spec::Calendar { day: d2, month: m2, year: y2, .. },
    ) = (&mut from, &mut to)
    {
        let bare = |day: &Option<i64>, month: &Option<i64>| day.is_some() && month.is_none();
        // `2010–14`
        if let (Some(year), None, None, true) = (*y1, *d1, *y2, bare(d2, m2)) {
            let other = year / 100 * 100 + d2.unwrap_or(0);
            if m1.is_some() || other <= year {
                return None;
            }
            (*d2, *y2) = (None, Some(other));
            return Some((from, to));
        }
        if m2.is_none() && d2.is_some() {
            *m2 = *m1;
        }
        if m1.is_none() && (d1.is_some() || w1.is_none() && y1.is_none()) {
            *m1 = *m2;
        }
        *y1 = y1.or(*y2);
        *y2 = y2.or(*y1);
        if bare(d1, m1) || bare(d2, m2) {
            return None;
        }
    }
    Some((from, to))
}

/// The parts of a date that were met.
#[derive(Default)]
struct Met<'a> {
    weekday: Option<i64>,
    month: Option<i64>,
    year: Option<i64>,
    number: Option<i64>,
    ordinal: Option<i64>,
    unit: Option<(Unit, &'a str)>,
    shift: Option<(i64, &'a str)>,
    sequel: Option<i64>,
    same: bool,
    ago: bool,
    later: Option<i64>,
    day: Option<i64>,
    era: Option<i64>,
    fixed: Option<Period>,
    the: bool,
    part: Option<&'a str>,
}

/// Sets a part that may be there once only.
fn once<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    let first = slot.is_none();
    *slot = Some(value);
    first.then_some(())
}

fn point(words: &[&str], preposition: &str, loose: bool) -> Option<Spec> {
    let met = meet(words)?;
    spec(&met, preposition, loose)
}

/// Takes the words apart; `None` at the first that is not understood, or that is there twice.
fn meet<'a>(words: &[&'a str]) -> Option<Met<'a>> {
    let mut met = Met::default();
    let mut clock = false;
    let value = |word: &str, kind: &str| time_word(word, kind).and_then(|v| v.parse::<i64>().ok());
    let counted = words.iter().any(|w| value(w, "number").is_some() || plain_number(w).is_some())
        && words.iter().any(|w| time_word(w, "unit").is_some());
    let mut rest = words;
    while let Some((&word, more)) = rest.split_first() {
        rest = more;
        let next_is_clock = more.first().is_some_and(|w| {
            time_word(w, "clock").is_some() && (w.starts_with(['a', 'p', 'o']) || *w == "hours")
        });
        let time_of_day = word.contains(':') || word.ends_with("am") || word.ends_with("pm");
        if word.starts_with(|c: char| c.is_ascii_digit()) && (time_of_day || next_is_clock) {
            clock = true;
        } else if clock && time_word(word, "clock").is_some() {
        } else if word == "the" {
            met.the = true;
        } else if let Some(weekday) = value(word, "weekday") {
            once(&mut met.weekday, weekday)?;
        } else if let Some(month) = value(word.trim_end_matches('.'), "month") {
            once(&mut met.month, month)?;
        } else if let Some(day) = iso(word) {
            once(&mut met.fixed, day.into())?;
        } else if let Some(decade) = decade(word) {
            once(&mut met.fixed, decade)?;
        } else if let Some(year) = plain_number(word).filter(|y| word.len() == 4 && (1000..3000).contains(y))
        {
            once(&mut met.year, year)?;
        } else if let Some(number) = plain_number(word) {
            once(&mut met.number, number)?;
        } else if let Some(number) = value(word, "number") {
            // `twenty five`, `two hundred`
            met.number = Some(match met.number {
                Some(many) if number == 100 && many < 10 => many * 100,
                Some(tens) if tens % 10 == 0 && number < 10 => tens + number,
                Some(_) => return None,
                None => number,
            });
        } else if let Some(ordinal) = ordinal(word) {
            once(&mut met.ordinal, ordinal)?;
        } else if let Some(unit) = time_word(word, "unit") {
            once(&mut met.unit, (unit_of(unit)?, word))?;
            if unit == "fortnight" {
                met.number = Some(2 * met.number?);
            }
        } else if let Some(by) = value(word, "shift") {
            once(&mut met.shift, (by, word))?;
        } else if let Some(by) = value(word, "sequel") {
            once(&mut met.sequel, by)?;
        } else if time_word(word, "same").is_some() {
            met.same = true;
        } else if value(word, "ago").is_some() {
            met.ago = true;
        } else if let Some(by) = value(word, "later").filter(|_| counted) {
            once(&mut met.later, by)?;
        } else if let Some(day) = value(word, "day") {
            once(&mut met.day, day)?;
        } else if time_word(word, "part").is_some() {
            met.part = Some(word);
        } else if let Some(era) = value(word, "era") {
            once(&mut met.era, era)?;
        } else if time_word(word, "filler").is_none() && !(word == "in" || word == "on" || word == "at") {
            return None;
        }
    }
    Some(met)
}

fn spec(met: &Met, preposition: &str, loose: bool) -> Option<Spec> {
    let dated = met.weekday.is_some() || met.month.is_some() || met.year.is_some();
    if let Some(by) = met.day {
        let alone = !dated && met.unit.is_none() && met.number.is_none() && met.fixed.is_none();
        return alone.then_some(Spec::Shift { by, unit: Unit::Day, base: Base::Article });
    }
    if let Some(fixed) = met.fixed {
        return (!dated && met.unit.is_none() && met.number.is_none()).then_some(Spec::Fixed(fixed));
    }
    if let Some((unit, word)) = met.unit {
        return if dated { None } else { counted(met, preposition, unit, word) };
    }
    if let Some(era) = met.era {
        let count = met.number.or(met.year)?;
        let year = if era < 0 { 1 - count } else { count };
        return met.weekday.is_none().then_some(Spec::Calendar {
            weekday: None,
            day: None,
            month: met.month,
            year: Some(year),
        });
    }
    if !dated && met.number.is_none() && met.ordinal.is_none() {
        // `last night`, `this morning`, `the next evening`
        let of_day = met.part.is_some();
        let day = |by, base| Some(Spec::Shift { by, unit: Unit::Day, base });
        return match (met.shift, met.sequel) {
            (Some((1, "next")), None) if of_day && met.the => day(1, Base::Context),
            (Some((by, _)), None) if of_day => day(by, Base::Article),
            (None, Some(by)) if of_day => day(by, Base::Context),
            (None, None) if of_day && met.same => day(0, Base::Context),
            _ => None,
        };
    }
    if met.sequel.is_some() || met.same || met.ago {
        return None;
    }
    if let Some((by, _)) = met.shift {
        let one = met.weekday.is_some() != met.month.is_some();
        let bare = met.number.is_none() && met.ordinal.is_none() && met.year.is_none();
        return (one && bare).then_some(Spec::NextCalendar { by, weekday: met.weekday, month: met.month });
    }
    let day = match (met.number, met.ordinal) {
        (Some(day), None) => Some(day).filter(|_| met.month.is_some() || loose),
        (None, Some(day)) => Some(day).filter(|_| met.year.is_none() || met.month.is_some()),
        (None, None) => return Some(calendar(met, None)),
        _ => None,
    };
    day.filter(|day| (1..=31).contains(day)).map(|day| calendar(met, Some(day)))
}

fn calendar(met: &Met, day: Option<i64>) -> Spec {
    Spec::Calendar { weekday: met.weekday, day, month: met.month, year: met.year }
}

/// What is counted in units.
fn counted(met: &Met, preposition: &str, unit: Unit, word: &str) -> Option<Spec> {
    let singular = !word.ends_with('s');
    if let (Some(ordinal), Unit::Century, None) = (met.ordinal, unit, met.number) {
        let (first, last) = (Point::Year(ordinal * 100 - 99), Point::Year(ordinal * 100));
        return (1..=30).contains(&ordinal).then_some(Spec::Fixed(Period { first, last }));
    }
    if met.ordinal.is_some() {
        return None;
    }
    let shift = |by, base| Some(Spec::Shift { by, unit, base });
    let count = met.number.filter(|n| (1..=9_999).contains(n));
    let within = matches!(preposition, "in" | "over" | "during" | "within" | "for" | "throughout");
    match (count, met.shift, met.sequel) {
        (Some(count), None, None) if met.ago => away(-count, unit, Base::Article),
        (Some(count), None, None) => match met.later {
            Some(sign) => away(sign * count, unit, Base::Context),
            None => matches!(preposition, "in" | "within").then_some(Spec::Count { count, unit }),
        },
        (Some(count), Some((by, _)), None) if by != 0 => Some(Spec::Window { by: by * count, unit }),
        (None, None, None) if met.same && singular => shift(0, Base::Context),
        (None, None, None) if unit == Unit::Weekend && singular => Some(Spec::Weekend),
        // `the end of the year`, `early in the week`
        (None, None, None) if met.the && singular && met.part.is_some() && unit != Unit::Day => {
            shift(0, Base::Article)
        }
        (None, Some((by, "past")), None) if singular => Some(Spec::Window { by, unit }),
        (None, Some((by, "last")), None) if singular && unit == Unit::Decade => {
            Some(Spec::Window { by, unit })
        }
        (None, Some((1, "next")), None) if singular && met.the && within => {
            Some(Spec::Window { by: 1, unit })
        }
        (None, Some((1, "next")), None) if singular && met.the => shift(1, Base::Context),
        (None, Some((by, _)), None) if singular => shift(by, Base::Article),
        (None, None, Some(by)) if singular => shift(by, Base::Context),
        _ => None,
    }
}

/// So many units away; nobody counts quarters, weekends or centuries exactly.
fn away(by: i64, unit: Unit, base: Base) -> Option<Spec> {
    let (by, unit) = match unit {
        Unit::Decade => (by * 10, Unit::Year),
        Unit::Weekend | Unit::Quarter | Unit::Century => return None,
        unit => (by, unit),
    };
    Some(Spec::Shift { by, unit, base })
}

fn unit_of(name: &str) -> Option<Unit> {
    Some(match name {
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" | "fortnight" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return None,
    })
}

fn plain_number(word: &str) -> Option<i64> {
    (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok()).flatten()
}

/// `16th`, `first`
fn ordinal(word: &str) -> Option<i64> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    digits.and_then(plain_number).or_else(|| time_word(word, "ordinal")?.parse().ok())
}

/// `1990s`, `'90s`
fn decade(word: &str) -> Option<Period> {
    let year = word.strip_suffix('s').map(|w| w.trim_end_matches(['\'', '’']))?;
    let year = match plain_number(year) {
        Some(year) if year.to_string().len() == 4 && year % 10 == 0 => year,
        _ => 1900 + plain_number(year.strip_prefix(['\'', '’'])?).filter(|y| y % 10 == 0 && *y < 100)?,
    };
    Some(Period { first: Point::Year(year), last: Point::Year(year + 9) })
}

/// `2023-04-16`
pub(super) fn iso(word: &str) -> Option<Point> {
    let date = word.get(..10)?;
    let sound =
        date.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    let rest = &word[10..];
    if !sound || !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    super::point::day(date[..4].parse().ok()?, date[5..7].parse().ok()?, date[8..].parse().ok()?)
}
