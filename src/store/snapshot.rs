//! The cache beside a `.loom` file, `NAME.loom.cache`: the frozen graph as plain arrays, read in one go in place of all
//! rows. It may be deleted at any time, and is only believed when it is of the very content that the file has: its key
//! is the file's batch and the totals of its tables, and every array has a checksum.

use super::draft::sweep;
use super::format::TABLES;
use super::writer::meta;
use crate::graph::{Array, Image};
use rusqlite::{Connection, OptionalExtension};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use zerocopy::IntoBytes;

const MAGIC: u64 = u64::from_le_bytes(*b"LOOMCACH");
/// Changes whenever the arrays do.
const VERSION: u64 = 3;
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

/// Magic, version, key and the number of arrays.
const HEAD: usize = 3 + size_of::<Key>() / 8;
/// Type, length and checksum of an array.
const EACH: usize = 3;

/// The head, then of each array what it is, and the checksum of all that.
fn head(key: &Key, arrays: &[[u64; EACH]]) -> Vec<u64> {
    let mut head = vec![MAGIC, VERSION];
    head.extend(key);
    head.push(arrays.len() as u64);
    head.extend(arrays.iter().flatten());
    head.push(u64::from(crc32fast::hash(head.as_bytes())));
    head
}

/// Whether the file's cache has this content; its arrays are not looked at.
pub(super) fn is_of(path: &Path, key: &Key) -> bool {
    File::open(place(path)).ok().and_then(|mut file| read_head(&mut file, key)).is_some()
}

/// What the arrays are that follow, if they take the rest of the file.
fn read_head(file: &mut File, key: &Key) -> Option<Vec<[u64; EACH]>> {
    let length = file.metadata().ok()?.len();
    let mut first = [0u64; HEAD];
    file.read_exact(first.as_mut_bytes()).ok()?;
    let count = first[HEAD - 1];
    // Only when it is known that there is room for them are they read.
    if !READABLE || first[0] != MAGIC || count > length / 8 {
        return None;
    }
    let mut arrays = vec![[0u64; EACH]; usize::try_from(count).ok()?];
    let mut check = 0u64;
    file.read_exact(arrays.as_mut_slice().as_mut_bytes()).ok()?;
    file.read_exact(check.as_mut_bytes()).ok()?;
    let found = head(key, &arrays);
    let size = |[tag, count, _]: &[u64; EACH]| count.checked_mul(Array::width(*tag)?);
    let all = arrays.iter().try_fold(8 * found.len() as u64, |sum, own| sum.checked_add(size(own)?));
    (found[..HEAD] == first && found.last() == Some(&check) && all == Some(length)).then_some(arrays)
}

/// Reads the cache; nothing if there is none, or it is of other content, or damaged.
pub(super) fn read(path: &Path, key: &Key) -> Option<Image> {
    let mut file = File::open(place(path)).ok()?;
    let mut arrays = Vec::new();
    for [tag, count, crc] in read_head(&mut file, key)? {
        let mut array = Array::zeros(tag, usize::try_from(count).ok()?)?;
        file.read_exact(array.bytes_mut()).ok()?;
        if u64::from(crc32fast::hash(array.bytes())) != crc {
            return None;
        }
        arrays.push(array);
    }
    Some(Image { arrays })
}

/// Writes the cache: beside its place, and moved there when it is whole.
pub(super) fn write(path: &Path, key: &Key, image: &Image) -> io::Result<()> {
    if !READABLE {
        return Ok(());
    }
    let place = place(path);
    let mut draft = place.clone().into_os_string();
    draft.push(format!(".{}", std::process::id()));
    let draft = PathBuf::from(draft);
    if let (Some(folder), Some(name)) = (draft.parent(), place.file_name().and_then(|name| name.to_str())) {
        sweep(folder, &format!("{name}."), "");
    }
    let written = (|| {
        let mut file = BufWriter::new(File::create(&draft)?);
        let each = |array: &Array| [array.tag(), array.count() as u64, crc32fast::hash(array.bytes()).into()];
        let each: Vec<_> = image.arrays.iter().map(each).collect();
        file.write_all(head(key, &each).as_slice().as_bytes())?;
        image.arrays.iter().try_for_each(|array| file.write_all(array.bytes()))?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
        std::fs::rename(&draft, &place)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::super::format;
    use super::*;

    /// A cache of other content is never believed, whichever table differs.
    #[test]
    fn the_key_is_of_every_table() {
        let connection = Connection::open_in_memory().unwrap();
        format::create(&connection).unwrap();
        let mut known = vec![key(&connection).unwrap()];
        for table in TABLES {
            for column in ["row_count", "crc_sum"] {
                let sql = format!("UPDATE total SET {column} = {column} + 7 WHERE name = ?1");
                assert_eq!(connection.execute(&sql, [table]).unwrap(), 1);
                let now = key(&connection).unwrap();
                assert!(!known.contains(&now), "{table} {column}");
                known.push(now);
            }
        }
    }
}
