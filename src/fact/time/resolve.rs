//! Time expressions → when they are, by the date of their article and the time last spoken of.

use super::phrase::{Base, Phrase, Role, Spec};
use super::point::{Period, Point, Unit, day, month, shift};
use crate::calendar::civil_from_days;

/// Which way a clause looks from the day on which it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
}

/// When something is: at a time, since one, until one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(super) at: Option<Period>,
    pub(super) since: Option<Point>,
    pub(super) until: Option<Point>,
}

impl Moment {
    /// As one ISO 8601 text: a date or an interval, `..` where it has no end.
    pub(crate) fn iso(&self) -> String {
        let end = |point: Option<Point>| point.map_or("..".to_owned(), |p| p.to_string());
        self.at.map_or_else(|| format!("{}/{}", end(self.since), end(self.until)), |at| at.to_string())
    }

    /// As qualifiers: `at`, `since`, `until`.
    pub(crate) fn qualifiers(&self) -> impl Iterator<Item = (&'static str, String)> {
        let at = self.at.map(|at| ("at", at.to_string()));
        let since = self.since.map(|since| ("since", since.to_string()));
        let until = self.until.map(|until| ("until", until.to_string()));
        [at, since, until].into_iter().flatten()
    }
}

/// What relative times are counted from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchors {
    /// The day on which the article appeared.
    pub(super) article: Option<i64>,
    /// The time last spoken of.
    pub(super) context: Option<Period>,
}

/// When a phrase is; `None` where nothing says from when it counts.
pub(super) fn resolve(phrase: &Phrase, anchors: Anchors, tense: Tense) -> Option<Moment> {
    let at = |period: Period| Moment { at: Some(period), ..Moment::default() };
    if let Some(to) = phrase.to {
        let first = period(phrase.spec, anchors, tense)?.first;
        let last = period(to, anchors, tense)?.last;
        // `from Saturday to Tuesday`
        let weekday = matches!(to, Spec::Calendar { weekday: Some(_), day: None, month: None, year: None });
        let last = match last {
            Point::Day(day) if weekday && day < first.first_day() => Point::Day(day + 7),
            last => last,
        };
        if last.first_day() < first.first_day() {
            return None;
        }
        return Some(match phrase.role {
            Role::Since => Moment { since: Some(first), until: Some(last), at: None },
            _ => at(Period { first, last }),
        });
    }
    if let Spec::Window { by, unit } = phrase.spec {
        let unit = if unit == Unit::Weekend { return None } else { unit };
        let (by, unit) = if unit == Unit::Decade { (by * 10, Unit::Year) } else { (by, unit) };
        let (by, unit) = if unit == Unit::Week { (by * 7, Unit::Day) } else { (by, unit) };
        let end = shift(Point::Day(anchors.article?), by, unit)?;
        return Some(if by < 0 {
            Moment { since: Some(end.first), ..Moment::default() }
        } else {
            Moment { until: Some(end.last), ..Moment::default() }
        });
    }
    if let Spec::Count { count, unit } = phrase.spec {
        if tense == Tense::Past || !matches!(phrase.role, Role::At | Role::Within) {
            return None;
        }
        let period = shift(Point::Day(anchors.article?), count, unit)?;
        return Some(match phrase.role {
            Role::Within => Moment { until: Some(period.last), ..Moment::default() },
            _ => at(period),
        });
    }
    let period = period(phrase.spec, anchors, tense)?;
    Some(match phrase.role {
        Role::Since => Moment { since: Some(period.first), ..Moment::default() },
        Role::Until => Moment { until: Some(period.last), ..Moment::default() },
        Role::At | Role::For | Role::Within | Role::Between => at(period),
    })
}

fn period(spec: Spec, anchors: Anchors, tense: Tense) -> Option<Period> {
    match spec {
        Spec::Fixed(period) => Some(period),
        Spec::Shift { by, unit, base } => {
            let from = match base {
                Base::Article => Point::Day(anchors.article?),
                // A day is counted from a day, not from a week.
                Base::Context => {
                    let context = anchors.context?;
                    let exact = context.first == context.last || !matches!(unit, Unit::Day | Unit::Week);
                    exact.then_some(context.first)?
                }
            };
            shift(from, by, unit)
        }
        Spec::Calendar { weekday, day, month, year } => calendar(weekday, day, month, year, anchors, tense),
        Spec::NextCalendar { by, weekday, month } => next(by, weekday, month, anchors.article?, tense),
        Spec::Weekend => {
            let article = anchors.article?;
            let this = shift(Point::Day(article), 0, Unit::Weekend)?;
            let by = i64::from(tense == Tense::Past && this.first.first_day() > article);
            shift(Point::Day(article), -by, Unit::Weekend)
        }
        Spec::Count { .. } | Spec::Window { .. } => None,
    }
}

/// 1 for Monday.
fn weekday_of(day: i64) -> i64 {
    (day + 3).rem_euclid(7) + 1
}

fn calendar(
    weekday: Option<i64>,
    of_month: Option<i64>,
    of_year: Option<i64>,
    year: Option<i64>,
    anchors: Anchors,
    tense: Tense,
) -> Option<Period> {
    let past = tense == Tense::Past;
    match (year, of_year, of_month) {
        (Some(y), Some(m), Some(d)) => day(y, m, d).map(Period::from),
        (Some(y), Some(m), None) => Some(month(y, m).into()),
        (Some(y), None, None) => weekday.is_none().then(|| Point::Year(y).into()),
        (Some(_), None, Some(_)) => None,
        (None, Some(m), Some(d)) => {
            let article = anchors.article?;
            let (this, ..) = civil_from_days(article);
            let fits = |day: &i64| if past { *day <= article } else { *day >= article };
            // 29 February may be some years away.
            let days: Vec<i64> =
                (this - 8..=this + 8).filter_map(|y| day(y, m, d)).map(Point::first_day).collect();
            let named = |day: &&i64| weekday.is_none_or(|w| weekday_of(**day) == w);
            let near = |day: &&i64| (**day - article).abs() < 366;
            let found = if past { days.iter().rfind(|d| fits(d)) } else { days.iter().find(|d| fits(d)) };
            // A weekday that does not fall on it says that the other side is meant, or a slip of the pen.
            let found = found.filter(named).or_else(|| days.iter().filter(near).find(named))?;
            Some(Point::Day(*found).into())
        }
        (None, Some(m), None) => {
            let this = Point::Day(anchors.article?).month()?;
            let back = (this + 1 - m).rem_euclid(12);
            let ahead = (m - 1 - this).rem_euclid(12);
            Some(Point::Month(if past { this - back } else { this + ahead }).into())
        }
        (None, None, Some(d)) => {
            let article = anchors.article?;
            let this = Point::Day(article).month()?;
            let in_month = |m: i64| day(m.div_euclid(12), m.rem_euclid(12) + 1, d).map(Point::first_day);
            let near: Vec<i64> = (this - 2..=this + 2).filter_map(in_month).collect();
            let found = if past {
                near.iter().rfind(|day| **day <= article)
            } else {
                near.iter().find(|day| **day >= article)
            };
            Some(Point::Day(*found?).into())
        }
        (None, None, None) => {
            let article = anchors.article?;
            let (w, this) = (weekday?, weekday_of(article));
            let day =
                if past { article - (this - w).rem_euclid(7) } else { article + (w - this).rem_euclid(7) };
            Some(Point::Day(day).into())
        }
    }
}

/// `last Sunday`, `next March`, `this Friday`: never the one that the article appeared in, but for `this`.
fn next(by: i64, weekday: Option<i64>, of_year: Option<i64>, article: i64, tense: Tense) -> Option<Period> {
    if by == 0 {
        let anchors = Anchors { article: Some(article), context: None };
        return calendar(weekday, None, of_year, None, anchors, tense);
    }
    if let Some(w) = weekday {
        let this = weekday_of(article);
        let days =
            if by < 0 { -((this - w - 1).rem_euclid(7) + 1) } else { (w - this - 1).rem_euclid(7) + 1 };
        return Some(Point::Day(article + days).into());
    }
    let (m, this) = (of_year?, Point::Day(article).month()?);
    let months = if by < 0 { -((this - m).rem_euclid(12) + 1) } else { (m - 2 - this).rem_euclid(12) + 1 };
    Some(Point::Month(this + months).into())
}
