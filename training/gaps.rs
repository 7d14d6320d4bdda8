//! The gaps between the tokens of the text on standard input, for training/segment.py.
//!
//! One record a gap, all numbers u32 in little endian: characters before it without white space, whether a block
//! ends there, then the hashes.

use factloom::text::segment;
use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut at, mut count) = (0, 0u32);
    for gap in segment::gaps(&text) {
        count += text[at..gap.offset].chars().filter(|c| !c.is_whitespace()).count() as u32;
        at = gap.offset;
        out.write_all(&count.to_le_bytes())?;
        out.write_all(&u32::from(gap.block_end).to_le_bytes())?;
        for feature in gap.features {
            out.write_all(&feature.to_le_bytes())?;
        }
    }
    out.flush()
}
