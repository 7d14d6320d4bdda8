//! Bytes → text: UTF-8, or UTF-16 where a byte order mark says so; line ends become `\n`.

/// A file's text, and what was replaced in it.
pub(super) struct Decoded {
    /// The text.
    pub(super) text: String,
    /// The byte of the file at which the first replaced sequence stands.
    pub(super) first_repair: Option<usize>,
    /// How many sequences were replaced by U+FFFD.
    pub(super) repairs: usize,
}

/// The text of a file, or `None` if it is binary: a NUL among its first bytes, and more than a stray one.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let mut decoded = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => {
            let head = &bytes[..bytes.len().min(8_192)];
            let nuls = head.iter().filter(|&&b| b == 0).count();
            if nuls * 100 > head.len() {
                return None;
            }
            utf8(bytes)
        }
    };
    if decoded.text.contains('\r') {
        decoded.text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    }
    Some(decoded)
}

/// UTF-8 with what is not replaced.
pub(super) fn utf8(bytes: &[u8]) -> Decoded {
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut decoded = Decoded { text: String::with_capacity(bytes.len()), first_repair: None, repairs: 0 };
    let mut at = mark;
    for chunk in bytes[mark..].utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            decoded.first_repair.get_or_insert(at);
            decoded.repairs += 1;
            decoded.text.push('\u{fffd}');
        }
        at += chunk.invalid().len();
    }
    decoded
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let mut decoded = Decoded { text: String::with_capacity(bytes.len()), first_repair: None, repairs: 0 };
    let mut at = 2;
    let units = bytes.chunks(2).map(|pair| if let &[a, b] = pair { unit([a, b]) } else { 0xdfff });
    for c in char::decode_utf16(units) {
        if c.is_err() {
            decoded.first_repair.get_or_insert(at);
            decoded.repairs += 1;
        }
        let c = c.unwrap_or('\u{fffd}');
        at += 2 * c.len_utf16();
        decoded.text.push(c);
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encodings_and_repairs() {
        let text = |bytes: &[u8]| decode(bytes).map(|d| (d.text, d.first_repair, d.repairs));
        assert_eq!(text(b"\xef\xbb\xbfa\r\nb"), Some(("a\nb".into(), None, 0)));
        assert_eq!(text(b"ab\xffc\xfe"), Some(("ab\u{fffd}c\u{fffd}".into(), Some(2), 2)));
        assert_eq!(text(b"\xff\xfea\0\n\0"), Some(("a\n".into(), None, 0)));
        assert_eq!(text(b"\xfe\xff\0a\xd8\0"), Some(("a\u{fffd}".into(), Some(4), 1)));
        assert_eq!(text(b"\x7fELF\0\0\0\0"), None);
        assert_eq!(text(b""), Some((String::new(), None, 0)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            decode(&bytes);
        }
    }
}
