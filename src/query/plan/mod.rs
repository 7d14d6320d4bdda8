//! Bound patterns → the order in which they are matched.

pub mod gather;
pub mod hanging;
pub mod logical;
pub mod mentions;
pub mod physical;
pub mod rules;
pub mod scalar;
mod seek;
mod show;
mod steps;
pub mod test;

pub use seek::{By, Seek};
pub use steps::{Expansion, Repetition, Selection, Step, plan_match};
