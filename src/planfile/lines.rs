//! JSON that a person can read and a line-based comparison can compare: broken over lines down to a depth, compact
//! below it.

use crate::pieces::Pieces;
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Breaks arrays and objects over lines down to `depth` levels, with one blank a level.
struct Lines {
    depth: usize,
    level: usize,
    /// Whether the array or object that was closed last, or is open, holds anything.
    filled: bool,
}

impl Lines {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.filled = false;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        let broken = self.filled && self.level <= self.depth;
        self.level -= 1;
        self.filled = true;
        if broken {
            self.new_line(writer)?;
        }
        writer.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.filled = true;
        if !first {
            writer.write_all(b",")?;
        }
        if self.level <= self.depth { self.new_line(writer) } else { Ok(()) }
    }

    fn new_line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.level).try_for_each(|_| writer.write_all(b" "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.level <= self.depth { b": " } else { b":" })
    }
}

/// Writes an object member by member, each broken over lines down to a depth of its own.
pub(super) struct ObjectWriter<'a> {
    bytes: Pieces<'a>,
    is_empty: bool,
}

impl<'a> ObjectWriter<'a> {
    /// Nothing written yet; `take` hears the file piece by piece.
    pub(super) fn new(take: &'a mut dyn FnMut(&[u8])) -> Self {
        let mut bytes = Pieces::new(take);
        bytes.extend(b"{");
        Self { bytes, is_empty: true }
    }

    /// Adds a member, its value broken over lines down to `depth` levels.
    ///
    /// # Errors
    /// When the value's own `Serialize` fails.
    pub(super) fn member<T: ?Sized + Serialize>(
        &mut self,
        key: &str,
        value: &T,
        depth: usize,
    ) -> serde_json::Result<()> {
        self.bytes.extend(if self.is_empty { b"\n " } else { b",\n " });
        self.is_empty = false;
        serde_json::to_writer(&mut self.bytes, key)?;
        self.bytes.extend(b": ");
        let lines = Lines { depth: depth + 1, level: 1, filled: false };
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut self.bytes, lines))
    }

    /// Closes the object, a line break at its end.
    pub(super) fn finish(mut self) {
        self.bytes.extend(b"\n}\n");
        self.bytes.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(depth: usize, expect: &str) {
        let value: serde_json::Value = serde_json::from_str(r#"{"a":[[1,2],[],{"b":3}],"c":{}}"#).expect("well formed");
        let mut written = Vec::new();
        let mut take = |piece: &[u8]| written.extend_from_slice(piece);
        let mut object = ObjectWriter::new(&mut take);
        object.member("x", &1, 0).expect("a number can be written");
        object.member("y", &value, depth).expect("a value can be written");
        object.finish();
        assert_eq!(String::from_utf8_lossy(&written), expect);
    }

    #[test]
    fn values_are_broken_down_to_a_depth() {
        check(0, "{\n \"x\": 1,\n \"y\": {\"a\":[[1,2],[],{\"b\":3}],\"c\":{}}\n}\n");
        check(2, "{\n \"x\": 1,\n \"y\": {\n  \"a\": [\n   [1,2],\n   [],\n   {\"b\":3}\n  ],\n  \"c\": {}\n }\n}\n");
    }
}
