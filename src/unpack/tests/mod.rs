//! Files made here, part by part: no sample of anybody's spreadsheet program is needed.

mod archives;
mod books;
mod hostile;
mod pages;
mod texts;

use super::{Limits, UnpackError, Unpacked, is_packed, unpack};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip archive of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).expect("a name that fits");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn opened(name: &str, bytes: &[u8]) -> Result<Vec<Unpacked>, UnpackError> {
    assert!(is_packed(bytes), "{name} is packed");
    unpack(name, bytes, &Limits::default())
}

/// The names and texts of what comes out.
fn check(name: &str, bytes: &[u8], expected: &[(&str, &str)]) -> Vec<Unpacked> {
    let texts = opened(name, bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let found: Vec<_> =
        texts.iter().map(|t| (t.name.as_str(), String::from_utf8_lossy(&t.bytes).into_owned())).collect();
    let found: Vec<_> = found.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(found, expected);
    texts
}

fn check_refused(name: &str, bytes: &[u8], words: &[&str]) {
    match unpack(name, bytes, &Limits::default()) {
        Ok(texts) => panic!("{name} gave {} texts", texts.len()),
        Err(error) => check_words(&error.to_string(), words),
    }
}

fn check_words(message: &str, words: &[&str]) {
    for word in words {
        assert!(message.contains(word), "“{word}” is missing in: {message}");
    }
}
