//! The program: arguments in, the library's answers out. The only code that touches a terminal.
#![allow(missing_docs)]

fn main() {}
