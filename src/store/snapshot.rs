//! The cache beside a `.loom` file, `NAME.loom.cache`: the frozen graph as plain arrays, read in one go in place of all
//! rows. It may be deleted at any time, and is only believed when it is of the very content that the file has: its key
//! is the file's batch and the totals of its tables, and every array has a checksum.

use super::format::TABLES;
use super::writer::meta;
use crate::graph::Image;
use rusqlite::{Connection, OptionalExtension};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use zerocopy::{FromBytes, Immutable, IntoBytes};

const MAGIC: u64 = u64::from_le_bytes(*b"LOOMCACH");
/// Changes whenever the arrays do.
const VERSION: u64 = 2;
/// What the arrays are in is that of the machine: a cache need not travel.
const READABLE: bool = cfg!(target_endian = "little");

/// What content a file has: its batch, and each table's rows and sum of checksums.
pub(super) type Key = [u64; 1 + 2 * TABLES.len()];

pub(super) fn key(connection: &Connection) -> rusqlite::Result<Key> {
    let mut key = [0; 1 + 2 * TABLES.len()];
    key[0] = meta(connection, "batch")?.cast_unsigned();
    for (at, table) in TABLES.into_iter().enumerate() {
        let sql = "SELECT row_count, crc_sum FROM total WHERE name = ?1";
        let found = connection.prepare_cached(sql)?.query_row([table], |row| Ok((row.get(0)?, row.get(1)?)));
        // A file of an older version lacks a table.
        let (rows, sum): (i64, i64) = found.optional()?.unwrap_or_default();
        (key[1 + 2 * at], key[2 + 2 * at]) = (rows.cast_unsigned(), sum.cast_unsigned());
    }
    Ok(key)
}

/// Where a file's cache is.
pub(super) fn place(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".cache");
    name.into()
}

const ARRAYS: usize = Image::COUNTS[0] + Image::COUNTS[1] + Image::COUNTS[2];
/// Magic, version, key, then length and checksum of each array, and the checksum of all that.
const HEAD: usize = 2 + size_of::<Key>() / 8 + 2 * ARRAYS + 1;

fn head(key: &Key, arrays: impl Iterator<Item = (u64, u32)>) -> [u64; HEAD] {
    let mut head = [0; HEAD];
    head[0] = MAGIC;
    head[1] = VERSION;
    head[2..2 + key.len()].copy_from_slice(key);
    for (place, (length, crc)) in head[2 + key.len()..].chunks_exact_mut(2).zip(arrays) {
        place.copy_from_slice(&[length, u64::from(crc)]);
    }
    head[HEAD - 1] = u64::from(crc32fast::hash(head[..HEAD - 1].as_bytes()));
    head
}

/// Whether the file's cache has this content; its arrays are not looked at.
pub(super) fn is_of(path: &Path, key: &Key) -> bool {
    File::open(place(path)).ok().and_then(|mut file| read_head(&mut file, key)).is_some()
}

fn read_head(file: &mut impl Read, key: &Key) -> Option<[u64; HEAD]> {
    let mut found = [0; HEAD];
    file.read_exact(found.as_mut_bytes()).ok()?;
    let arrays = found[2 + key.len()..HEAD - 1].chunks_exact(2);
    let sizes = arrays.map(|two| Some((two[0], u32::try_from(two[1]).ok()?)));
    let sizes: Option<Vec<(u64, u32)>> = sizes.collect();
    (READABLE && found == head(key, sizes?.into_iter())).then_some(found)
}

/// Reads the cache; nothing if there is none, or it is of other content, or damaged.
pub(super) fn read(path: &Path, key: &Key) -> Option<Image> {
    let mut file = File::open(place(path)).ok()?;
    let length = file.metadata().ok()?.len();
    let head = read_head(&mut file, key)?;
    let sizes: Vec<(u64, u32)> =
        head[2 + key.len()..HEAD - 1].chunks_exact(2).map(|two| (two[0], two[1] as u32)).collect();
    let [numbers, longs, _] = Image::COUNTS;
    let width = |at: usize| -> u64 {
        if at < numbers {
            4
        } else if at < numbers + longs {
            8
        } else {
            1
        }
    };
    let bytes = sizes
        .iter()
        .enumerate()
        .try_fold((HEAD * 8) as u64, |sum, (at, (count, _))| sum.checked_add(count.checked_mul(width(at))?));
    // Only now is it known that there is room for what is promised.
    if bytes? != length {
        return None;
    }
    let mut image = Image::default();
    for (at, (count, crc)) in sizes.into_iter().enumerate() {
        let count = usize::try_from(count).ok()?;
        match width(at) {
            4 => image.numbers.push(array(&mut file, count, crc)?),
            8 => image.longs.push(array(&mut file, count, crc)?),
            _ => image.bytes.push(array(&mut file, count, crc)?),
        }
    }
    Some(image)
}

fn array<T: Clone + Default + FromBytes + IntoBytes + Immutable>(
    file: &mut File,
    count: usize,
    crc: u32,
) -> Option<Vec<T>> {
    let mut array = vec![T::default(); count];
    file.read_exact(array.as_mut_slice().as_mut_bytes()).ok()?;
    (crc32fast::hash(array.as_slice().as_bytes()) == crc).then_some(array)
}

/// Writes the cache: beside its place, and moved there when it is whole.
pub(super) fn write(path: &Path, key: &Key, image: &Image) -> io::Result<()> {
    if !READABLE {
        return Ok(());
    }
    let numbers = image.numbers.iter().map(|array| (array.len(), array.as_slice().as_bytes()));
    let longs = image.longs.iter().map(|array| (array.len(), array.as_slice().as_bytes()));
    let bytes = image.bytes.iter().map(|array| (array.len(), array.as_slice()));
    let arrays: Vec<(usize, &[u8])> = numbers.chain(longs).chain(bytes).collect();
    let place = place(path);
    let mut draft = place.clone().into_os_string();
    draft.push(format!(".{}", std::process::id()));
    let draft = PathBuf::from(draft);
    let written = (|| {
        let mut file = BufWriter::new(File::create(&draft)?);
        let sizes = arrays.iter().map(|(count, bytes)| (*count as u64, crc32fast::hash(bytes)));
        file.write_all(head(key, sizes).as_bytes())?;
        arrays.iter().try_for_each(|(_, bytes)| file.write_all(bytes))?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
        std::fs::rename(&draft, &place)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written
}
