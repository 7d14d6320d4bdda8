//! What factloom promises under faults, damage and hostile input, each promise with a figure. Small numbers by default;
//! `FACTLOOM_THOROUGH=1` tries as many as docs/src/reliability.md publishes. See README.md.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod damage;
mod endless;
mod faults;
mod full;
mod hostile;
mod hubs;
mod kills;
mod mutations;
#[cfg(target_os = "linux")]
mod power;
mod queries;
mod same;
mod sharing;
mod soak;
mod support;
