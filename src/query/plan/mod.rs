//! Bound patterns → the order in which they are matched.

mod steps;

pub use steps::{Expansion, Step, plan_match};
