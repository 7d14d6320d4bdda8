//! Dates, times and durations: years −999,999,999 to 999,999,999, nanoseconds, offsets with seconds.
//!
//! The arithmetic is our own, on days and nanoseconds in 64 bits: the calendar crates stop far short of these years.
//! Only the rules of the time zones come from outside (see [`zone`]).

mod between;
mod build;
mod component;
mod date;
mod datetime;
mod duration;
mod parse;
mod time;
mod truncate;
pub mod zone;

pub use between::{between, in_days, in_months, in_seconds};
pub use build::{Kind, construct, construct_duration};
pub use component::component;
pub use date::Date;
pub use datetime::{LocalDateTime, ZonedDateTime};
pub use duration::Duration;
pub use time::{LocalTime, Time};
pub use truncate::truncate;

use super::ValueError;

/// Nanoseconds of a second, a minute, an hour and a day.
const SECOND: i64 = 1_000_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// "… is not possible".
fn invalid(what: &str) -> ValueError {
    ValueError::Temporal(format!("{what} is not possible"))
}
