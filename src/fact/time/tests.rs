//! Phrases, the day they were written on, and when that is.

use super::phrase::{iso, parse};
use super::point::Period;
use super::resolve::{Anchors, Tense, resolve};

/// A Sunday.
const WRITTEN: &str = "2023-04-16";

fn moment(phrase: &str, article: Option<&str>, context: Option<Period>, tense: Tense) -> String {
    let lower = phrase.to_lowercase().replace(',', "");
    let words: Vec<&str> = lower.split(' ').collect();
    let article = article.map(|date| iso(date).unwrap().first_day());
    let found = parse(&words).and_then(|p| resolve(&p, Anchors { article, context }, tense));
    let Some(found) = found else { return "-".into() };
    found.qualifiers().map(|(key, value)| format!("{key} {value}")).collect::<Vec<_>>().join(", ")
}

fn check(cases: &[(&str, &str)], article: Option<&str>, context: Option<&str>, tense: Tense) {
    let context = context.map(|c| Period::from(iso(c).unwrap()));
    let wrong: Vec<String> = cases
        .iter()
        .map(|(phrase, expected)| (phrase, moment(phrase, article, context, tense), expected))
        .filter(|(_, found, expected)| found != *expected)
        .map(|(phrase, found, expected)| format!("{phrase}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn past_times_count_back_from_the_articles_date() {
    let cases = [
        ("on Sunday", "at 2023-04-16"),
        ("on Monday", "at 2023-04-10"),
        ("on Monday morning", "at 2023-04-10"),
        ("last Sunday", "at 2023-04-09"),
        ("Saturday", "at 2023-04-15"),
        ("in April", "at 2023-04"),
        ("in May", "at 2022-05"),
        ("last April", "at 2022-04"),
        ("last March", "at 2023-03"),
        ("on 5 March", "at 2023-03-05"),
        ("on March 5th", "at 2023-03-05"),
        ("on December 24", "at 2022-12-24"),
        ("on the 3rd", "at 2023-04-03"),
        ("yesterday", "at 2023-04-15"),
        ("today", "at 2023-04-16"),
        ("last night", "at 2023-04-15"),
        ("this morning", "at 2023-04-16"),
        ("last week", "at 2023-04-03/2023-04-09"),
        ("earlier this week", "at 2023-04-10/2023-04-16"),
        ("last weekend", "at 2023-04-08/2023-04-09"),
        ("over the weekend", "at 2023-04-15/2023-04-16"),
        ("last month", "at 2023-03"),
        ("last quarter", "at 2023-01/2023-03"),
        ("last year", "at 2022"),
        ("this year", "at 2023"),
        ("by the end of the year", "until 2023"),
        ("two years ago", "at 2021"),
        ("a year ago", "at 2022"),
        ("ten days ago", "at 2023-04-06"),
        ("nearly a decade ago", "at 2013"),
        ("six months ago", "at 2022-10"),
        ("two weeks ago", "at 2023-03-27/2023-04-02"),
        ("since March", "since 2023-03"),
        ("since last year", "since 2022"),
        ("since Tuesday", "since 2023-04-11"),
        ("until Friday", "until 2023-04-14"),
        ("in the past five years", "since 2018"),
        ("over the past year", "since 2022"),
        ("for the last three days", "since 2023-04-13"),
        ("in the last decade", "since 2013"),
        ("from Monday to Wednesday", "since 2023-04-10, until 2023-04-12"),
        ("from Saturday to Tuesday", "since 2023-04-15, until 2023-04-18"),
        ("10 a.m. on Monday", "at 2023-04-10"),
        ("10:30 GMT on Monday", "at 2023-04-10"),
        ("Wednesday 5 April", "at 2023-04-05"),
        // Nothing that a day can be put to.
        ("in three weeks", "-"),
        ("in recent years", "-"),
        ("a few days ago", "-"),
        ("three days later", "-"),
        ("the next day", "-"),
        ("one day", "-"),
        ("for three days", "-"),
        ("in the Tuesday attacks", "-"),
        ("in the morning", "-"),
        ("at 10:30", "-"),
        ("on 31 February 2020", "-"),
        ("a Sunday", "-"),
        ("of", "-"),
        ("in", "-"),
    ];
    check(&cases, Some(WRITTEN), None, Tense::Past);
}

#[test]
fn future_times_count_on_from_the_articles_date() {
    let cases = [
        ("on Sunday", "at 2023-04-16"),
        ("on Monday", "at 2023-04-17"),
        ("next Sunday", "at 2023-04-23"),
        ("next month", "at 2023-05"),
        ("next week", "at 2023-04-17/2023-04-23"),
        ("next year", "at 2024"),
        ("tomorrow", "at 2023-04-17"),
        ("in March", "at 2024-03"),
        ("next April", "at 2024-04"),
        ("on May 5", "at 2023-05-05"),
        ("on January 5", "at 2024-01-05"),
        ("in three weeks", "at 2023-05-01/2023-05-07"),
        ("in two years", "at 2025"),
        ("within 30 days", "until 2023-05-16"),
        ("over the next five years", "until 2028"),
        ("in the next two weeks", "until 2023-04-30"),
        ("by Friday", "until 2023-04-21"),
        ("by 2030", "until 2030"),
        ("from Monday", "since 2023-04-17"),
        ("on February 29", "at 2024-02-29"),
    ];
    check(&cases, Some(WRITTEN), None, Tense::Future);
}

#[test]
fn what_names_its_year_needs_no_article() {
    let cases = [
        ("in 2019", "at 2019"),
        ("in late 2019", "at 2019"),
        ("by mid-2019", "until 2019"),
        ("in March 2019", "at 2019-03"),
        ("on 5 March 2019", "at 2019-03-05"),
        ("March 5, 2019", "at 2019-03-05"),
        ("Sunday, 16 April 2023", "at 2023-04-16"),
        ("on 2019-03-05", "at 2019-03-05"),
        ("from 2010 to 2014", "since 2010, until 2014"),
        ("between 2010 and 2014", "at 2010/2014"),
        ("2010–2014", "at 2010/2014"),
        ("in 2010-14", "at 2010/2014"),
        ("16 - 19 April 2023", "at 2023-04-16/2023-04-19"),
        ("April 16 - 19, 2023", "at 2023-04-16/2023-04-19"),
        ("from June 2010 until May 2011", "since 2010-06, until 2011-05"),
        ("from June to August 2011", "since 2011-06, until 2011-08"),
        ("since 1998", "since 1998"),
        ("until 2025", "until 2025"),
        ("in the 1990s", "at 1990/1999"),
        ("in the '90s", "at 1990/1999"),
        ("in the 19th century", "at 1801/1900"),
        ("the end of March 2019", "at 2019-03"),
        ("in 44 BC", "at -0043"),
        ("in AD 79", "at 0079"),
        ("between 2014 and 2010", "-"),
        ("on Sunday", "-"),
        ("last year", "-"),
        ("yesterday", "-"),
        ("5 March", "-"),
        ("99999999999999999999", "-"),
    ];
    check(&cases, None, None, Tense::Past);
}

#[test]
fn what_follows_another_time_counts_from_it() {
    let cases = [
        ("three days later", "at 2011-03-08"),
        ("two years later", "at 2013"),
        ("a week earlier", "at 2011-02-21/2011-02-27"),
        ("the next day", "at 2011-03-06"),
        ("the following year", "at 2012"),
        ("the previous month", "at 2011-02"),
        ("the same day", "at 2011-03-05"),
        ("later that year", "at 2011"),
        ("that evening", "at 2011-03-05"),
        ("the next morning", "at 2011-03-06"),
    ];
    check(&cases, None, Some("2011-03-05"), Tense::Past);
    let year = Period::from(super::point::Point::Year(2011));
    assert_eq!(moment("three days later", None, Some(year), Tense::Past), "-", "a year is no day");
    assert_eq!(moment("two years later", None, Some(year), Tense::Past), "at 2013");
}

proptest::proptest! {
    #[test]
    fn any_words_are_read_without_harm(words in proptest::collection::vec("[a-z0-9.'–-]{1,6}|last|next|the|week|years|5|may|ago|of|from|to|44|bc", 0..8)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Some(phrase) = parse(&words) {
            for tense in [Tense::Past, Tense::Future] {
                let anchors = Anchors { article: Some(19_463), context: Some(super::point::Point::Month(24_000).into()) };
                if let Some(moment) = resolve(&phrase, anchors, tense) {
                    proptest::prop_assert!(!moment.iso().is_empty());
                }
            }
        }
    }
}
