//! How much the packed parts of a PDF would unpack to: what is far more than the file is no article.

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::object::Stream;
use std::io::{self, Read};

/// One part, and the content of a page, unpacked, has at most so many bytes.
/// (Tests need not wait for so many.)
pub(super) const MOST: u64 = if cfg!(test) { 4 << 20 } else { 256 << 20 };
/// To how many bytes a packed one may grow.
const GROWTH: u64 = 2_800;

/// Whether some part of the file, as it stands there, unpacks to too much.
pub(super) fn is_too_much(file: &[u8]) -> bool {
    const BEFORE: &[u8] = b"stream";
    memchr::memmem::find_iter(file, BEFORE).any(|at| {
        let rest = &file[at + BEFORE.len()..];
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let Some(packed) = rest.strip_prefix(b"\n") else { return false };
        // As zlib packs it begins with one of these.
        matches!(packed.first(), Some(0x08 | 0x18 | 0x28 | 0x38 | 0x48 | 0x58 | 0x68 | 0x78))
            && size(packed) > MOST
    })
}

/// To how many bytes a stream may unpack; `None` if that is too much, or it is packed more than once.
pub(super) fn unpacked(stream: &Stream<'_>) -> Option<u64> {
    // Their type has no name outside its crate.
    let filters: Vec<String> = stream.filters().iter().map(|filter| format!("{filter:?}")).collect();
    let packing =
        |filter: &&String| ["FlateDecode", "LzwDecode", "RunLengthDecode"].contains(&filter.as_str());
    let raw = stream.raw_data();
    match filters.iter().filter(packing).count() {
        0 => Some(raw.len() as u64),
        1 if filters == ["FlateDecode"] => Some(size(&raw)).filter(|size| *size <= MOST),
        1 => Some(raw.len() as u64 * GROWTH).filter(|size| *size <= 2 * MOST),
        _ => None,
    }
}

/// To how many bytes it unpacks; readers forgive a wrong beginning, so what follows that counts too.
fn size(packed: &[u8]) -> u64 {
    let count = |reader: &mut dyn Read| {
        let mut counted = Counted(0);
        // At an error it ends, and what came until then counts.
        let _ = io::copy(&mut reader.take(MOST + 1), &mut counted);
        counted.0
    };
    let whole = count(&mut ZlibDecoder::new(packed));
    if whole > 0 { whole } else { count(&mut DeflateDecoder::new(packed.get(2..).unwrap_or_default())) }
}

/// Takes bytes and keeps their number.
struct Counted(u64);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
