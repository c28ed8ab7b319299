//! How the letters of a text are written: found out from its bytes, or as told.
//!
//! A byte order mark decides. Without one, two bytes a letter show by their zeros; else the whole text is read once, and it is
//! UTF-8 if it is valid, or if it has more letters that are than bytes that are not (those rows are then set aside). What is
//! left is Windows-1252, in which spreadsheets of western Europe and America export "CSV".

use encoding_rs_io::DecodeReaderBytesBuilder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Bytes that are read at a time.
const BUFFER: usize = 1 << 18;

/// How letters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Two bytes a letter, the lesser first ("Unicode text" of a spreadsheet).
    Utf16Le,
    /// Two bytes a letter, the greater first.
    Utf16Be,
    /// One byte a letter: western European; ISO 8859-1 is a part of it.
    Windows1252,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252];

    /// Its name on the command line and in mapping files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The encoding of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "utf8" => Some(Self::Utf8),
            "latin1" | "latin-1" | "iso-8859-1" | "cp1252" => Some(Self::Windows1252),
            "utf-16" | "utf16" => Some(Self::Utf16Le),
            _ => Self::ALL.into_iter().find(|encoding| encoding.name() == name),
        }
    }
}

/// What was found out about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters {
    /// How its letters are written.
    pub encoding: Encoding,
    /// Whether it has letters beyond ASCII, so that the encoding matters.
    pub matters: bool,
}

/// Finds out how the letters of a text are written.
pub fn recognise(path: &Path) -> io::Result<Letters> {
    let mut source = BufReader::with_capacity(BUFFER, File::open(path)?);
    let head = source.fill_buf()?;
    let by_mark = match head {
        [0xef, 0xbb, 0xbf, ..] => Some(Encoding::Utf8),
        [0xff, 0xfe, ..] => Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => Some(Encoding::Utf16Be),
        _ => without_mark(head),
    };
    if let Some(encoding) = by_mark {
        return Ok(Letters { encoding, matters: true });
    }
    let (letters, wrong) = count(source)?;
    let encoding = if wrong == 0 || letters > wrong { Encoding::Utf8 } else { Encoding::Windows1252 };
    Ok(Letters { encoding, matters: letters + wrong > 0 })
}

/// Two bytes a letter, shown by zeros in every second place: of Latin letters the greater byte is zero.
fn without_mark(head: &[u8]) -> Option<Encoding> {
    let head = &head[..head.len().min(4096) & !1];
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Nearly all letters of a table are digits, delimiters and line ends.
    let enough = head.len() * 2 / 5;
    match (even, odd) {
        _ if head.len() < 4 => None,
        (0, odd) if odd >= enough => Some(Encoding::Utf16Le),
        (even, 0) if even >= enough => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Letters beyond ASCII, and places that are not UTF-8.
fn count(mut source: impl Read) -> io::Result<(u64, u64)> {
    let (mut letters, mut wrong) = (0, 0);
    let mut buffer = vec![0; BUFFER];
    let mut kept = 0;
    loop {
        let read = source.read(&mut buffer[kept..])?;
        let is_end = read == 0;
        let mut rest = &buffer[..kept + read];
        if rest.is_ascii() {
            rest = &[];
        }
        while !rest.is_empty() {
            let (valid, problem) = match std::str::from_utf8(rest) {
                Ok(_) => (rest.len(), None),
                Err(error) => (error.valid_up_to(), Some(error.error_len())),
            };
            // Each letter beyond ASCII begins with a byte of 0xc0 or more.
            letters += rest[..valid].iter().filter(|&&byte| byte >= 0xc0).count() as u64;
            rest = &rest[valid..];
            match problem {
                None => {}
                Some(Some(length)) => {
                    wrong += 1;
                    rest = &rest[length..];
                }
                // A letter that the next bytes complete.
                Some(None) if !is_end => break,
                Some(None) => {
                    wrong += 1;
                    rest = &[];
                }
            }
        }
        if is_end {
            return Ok((letters, wrong));
        }
        let length = rest.len();
        let begin = kept + read - length;
        buffer.copy_within(begin..begin + length, 0);
        kept = length;
    }
}

/// Opens a text as UTF-8, whatever it is written in, without its byte order mark. Of UTF-8 nothing is replaced, so that
/// bytes that are not can be reported.
pub fn open(path: &Path, encoding: Encoding) -> io::Result<Box<dyn BufRead>> {
    let file = File::open(path)?;
    let other = match encoding {
        Encoding::Utf8 => {
            let mut source = BufReader::with_capacity(BUFFER, file);
            if source.fill_buf()?.starts_with(&[0xef, 0xbb, 0xbf]) {
                source.consume(3);
            }
            return Ok(Box::new(source));
        }
        Encoding::Utf16Le => "utf-16le",
        Encoding::Utf16Be => "utf-16be",
        Encoding::Windows1252 => "windows-1252",
    };
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.encoding(encoding_rs::Encoding::for_label(other.as_bytes())).strip_bom(true).bom_override(true);
    Ok(Box::new(BufReader::with_capacity(BUFFER, builder.build(file))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn of(bytes: &[u8]) -> (Encoding, String) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let letters = recognise(file.path()).unwrap();
        let mut text = Vec::new();
        open(file.path(), letters.encoding).unwrap().read_to_end(&mut text).unwrap();
        (letters.encoding, String::from_utf8_lossy(&text).into_owned())
    }

    #[test]
    fn every_encoding_is_told_by_its_bytes() {
        let text = "queue,offered\nBüro,3\n";
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        assert_eq!(of(text.as_bytes()), (Encoding::Utf8, text.to_owned()));
        assert_eq!(of(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), (Encoding::Utf8, text.to_owned()));
        assert_eq!(of(&wide(u16::to_le_bytes)), (Encoding::Utf16Le, text.to_owned()));
        assert_eq!(
            of(&[&[0xff, 0xfe], wide(u16::to_le_bytes).as_slice()].concat()),
            (Encoding::Utf16Le, text.to_owned())
        );
        assert_eq!(
            of(&[&[0xfe, 0xff], wide(u16::to_be_bytes).as_slice()].concat()),
            (Encoding::Utf16Be, text.to_owned())
        );
        assert_eq!(of(b"queue,offered\nB\xfcro,3\n"), (Encoding::Windows1252, text.to_owned()));
        assert_eq!(of(b"").0, Encoding::Utf8);
    }

    #[test]
    fn one_wrong_byte_among_letters_that_are_right_is_not_another_encoding() {
        let text = ["Büro,3\n".repeat(40_000).as_bytes(), b"B\xfcro,3\n"].concat();
        assert_eq!(of(&text).0, Encoding::Utf8);
    }
}
