//! ZIP archives, gzip and zstd streams, never more of them than fits: what unpacks to far more than it is, is refused.

use super::kind::Packing;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};
use std::io::{self, BufRead, Cursor, Read, Seek};

/// One file, unpacked, has at most so many bytes.
const FILE: u64 = 128 << 20;
/// All files of an archive together.
const ARCHIVE: u64 = 1 << 30;
/// A frame that readers skip, and that in files of web crawls holds the dictionary with which the others are packed.
const DICTIONARY: u32 = 0x184D_2A5D;
/// How a frame that holds something begins.
const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// A dictionary has at most so many bytes.
const LARGEST_DICTIONARY: u64 = 16 << 20;
/// Files of an archive.
const FILES: usize = 100_000;

/// A file of an archive, unpacked.
pub(super) struct Entry {
    pub(super) bytes: Vec<u8>,
}

impl Entry {
    /// Its text.
    pub(super) fn text(&self) -> String {
        super::decode::decode(&self.bytes).map(|decoded| decoded.text).unwrap_or_default()
    }
}

/// A packed file unpacked; of several parts, all.
pub(super) fn unpacked(packing: Packing, bytes: &[u8]) -> Result<Vec<u8>, String> {
    match packing {
        Packing::Gzip => limited(MultiGzDecoder::new(bytes), FILE),
        Packing::Zstd => limited(Zstd::new(bytes), FILE),
    }
}

/// A packed stream, unpacked as it is read.
pub(super) fn stream(packing: Packing, reader: impl BufRead + 'static) -> Box<dyn Read> {
    match packing {
        Packing::Gzip => Box::new(MultiGzDecoder::new(reader)),
        Packing::Zstd => Box::new(Zstd::new(reader)),
    }
}

/// A zstd stream: one frame after the other.
struct Zstd<R> {
    source: R,
    frame: FrameDecoder,
    /// The dictionary that stands before the first frame.
    dictionary: Option<u32>,
    /// Whether a frame is begun and not yet read to its end.
    within: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(source: R) -> Self {
        Zstd { source, frame: FrameDecoder::new(), dictionary: None, within: false }
    }
}

impl<R: BufRead> Zstd<R> {
    /// Takes in the dictionary in the next so many bytes, which may be packed themselves.
    fn take_dictionary(&mut self, length: u32) -> io::Result<()> {
        let odd = |problem: String| io::Error::other(format!("its dictionary is damaged: {problem}"));
        if u64::from(length) > LARGEST_DICTIONARY {
            return Err(odd(format!("it has more than {} MiB", LARGEST_DICTIONARY >> 20)));
        }
        let mut bytes = Vec::new();
        self.source.by_ref().take(length.into()).read_to_end(&mut bytes)?;
        if bytes.starts_with(&FRAME) {
            bytes = limited(Zstd::new(bytes.as_slice()), LARGEST_DICTIONARY).map_err(odd)?;
        }
        let dictionary = Dictionary::decode_dict(&bytes).map_err(|error| odd(error.to_string()))?;
        self.dictionary = Some(dictionary.id);
        self.frame.add_dict(dictionary).map_err(io::Error::other)
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.within {
                while self.frame.can_collect() == 0 && !self.frame.is_finished() {
                    let some = BlockDecodingStrategy::UptoBlocks(1);
                    self.frame.decode_blocks(&mut self.source, some).map_err(io::Error::other)?;
                }
                let read = self.frame.read(buffer)?;
                if read > 0 {
                    return Ok(read);
                }
                self.within = false;
                let said = self.frame.get_checksum_from_data();
                if said.is_some() && said != self.frame.get_calculated_checksum() {
                    return Err(io::Error::other("its checksum does not fit"));
                }
            }
            if self.source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            match self.frame.reset(&mut self.source) {
                Ok(()) => {
                    // A frame need not say that it is packed with the file's dictionary.
                    if let Some(dictionary) = self.dictionary {
                        self.frame.force_dict(dictionary).map_err(io::Error::other)?;
                    }
                    self.within = true;
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    magic_number,
                    length,
                })) if magic_number == DICTIONARY && self.dictionary.is_none() => {
                    self.take_dictionary(length)?;
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut self.source.by_ref().take(length.into()), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }
}

fn limited(reader: impl Read, most: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > most {
        return Err(format!("it unpacks to more than {} MiB", most >> 20));
    }
    Ok(bytes)
}

/// A ZIP archive.
pub(super) struct Archive<R: Read + Seek> {
    zip: zip::ZipArchive<R>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<B: AsRef<[u8]>> Archive<Cursor<B>> {
    /// The archive in these bytes.
    pub(super) fn open(bytes: B) -> Result<Self, String> {
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        if zip.len() > FILES {
            return Err(format!("it holds more than {FILES} files"));
        }
        Ok(Archive { zip, left: ARCHIVE })
    }
}

impl<R: Read + Seek> Archive<R> {
    /// The paths of its files, in the order of the alphabet.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.zip.file_names().flatten().filter(|name| !name.ends_with('/'));
        let mut names: Vec<String> = names.map(|name| name.into_owned()).collect();
        names.sort_unstable();
        names
    }

    /// One of its files.
    pub(super) fn read(&mut self, name: &str) -> Result<Entry, String> {
        let file = self.zip.by_name(name).map_err(|error| format!("{name}: {error}"))?;
        if file.encrypted() {
            return Err(format!("{name} is encrypted"));
        }
        let bytes = limited(file, FILE.min(self.left)).map_err(|error| format!("{name}: {error}"))?;
        self.left -= bytes.len() as u64;
        Ok(Entry { bytes })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;

    /// A ZIP archive of these files.
    pub(in super::super) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let zeros = vec![0; 1 << 20];
        (0..130).for_each(|_| packed.write_all(&zeros).unwrap());
        let bomb = packed.finish().unwrap();
        assert!(bomb.len() < 1 << 20);
        assert!(unpacked(Packing::Gzip, &bomb).unwrap_err().contains("more than 128 MiB"));
        assert!(unpacked(Packing::Gzip, b"not gzip").is_err());
        let bomb = zstd(&zeros.repeat(130));
        assert!(bomb.len() < 1 << 20);
        assert!(unpacked(Packing::Zstd, &bomb).unwrap_err().contains("more than 128 MiB"));
        assert!(unpacked(Packing::Zstd, b"not zstd").is_err());
        assert!(Archive::open(b"PK\x03\x04 and nothing").is_err());
    }

    #[test]
    fn archives_and_streams_of_several_parts_are_read() {
        let zip = zipped(&[("b.txt", b"two"), ("a/c.txt", b"one")]);
        let mut archive = Archive::open(&zip).unwrap();
        assert_eq!(archive.names(), ["a/c.txt", "b.txt"]);
        assert_eq!(archive.read("b.txt").unwrap().bytes, b"two");
        let part = |text: &[u8]| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(text).unwrap();
            packed.finish().unwrap()
        };
        assert_eq!(unpacked(Packing::Gzip, &[part(b"one "), part(b"two")].concat()).unwrap(), b"one two");
        // Between two frames one that holds something else.
        let other = [&0x184D_2A50_u32.to_le_bytes()[..], &3_u32.to_le_bytes(), b"xyz"].concat();
        let parts = [zstd(b"one "), other, zstd(b"two")].concat();
        assert_eq!(unpacked(Packing::Zstd, &parts).unwrap(), b"one two");
        assert!(unpacked(Packing::Zstd, &parts[..parts.len() - 2]).is_err());
        let mut text = String::new();
        stream(Packing::Zstd, Cursor::new(zstd(b"a stream"))).read_to_string(&mut text).unwrap();
        assert_eq!(text, "a stream");
    }

    #[test]
    fn crawls_bring_the_dictionary_with_which_they_are_packed() {
        // Made by zstd: a packed dictionary, then three records, the last without the dictionary's number.
        let crawl = include_bytes!("../../../tests/data/crawl.warc.zst");
        let text = String::from_utf8(unpacked(Packing::Zstd, crawl).unwrap()).unwrap();
        assert_eq!(text.matches("WARC-Target-URI: http://news.example/").count(), 3);
        assert!(text.contains("<h1>Rosa Quispe visits Halifax</h1>") && text.ends_with("</html>\r\n\r\n"));
        let mut damaged = crawl.to_vec();
        damaged[40] ^= 1;
        assert!(unpacked(Packing::Zstd, &damaged).is_err());
        let frames = crawl.windows(4).rposition(|bytes| bytes == FRAME).unwrap();
        assert!(unpacked(Packing::Zstd, &crawl[frames..]).is_err(), "nothing is guessed without it");
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }
}
