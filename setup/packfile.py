"""The bytes of a data pack; docs/packs.md describes the format, src/geography/pack_bytes.rs reads it."""

import gzip
import io
import unicodedata

MAGIC = b"HLPK"
VERSION = 2
ZIPS, COUNTRIES, BASEMAP, PLACES = 1, 2, 3, 4

PLAIN = str.maketrans({"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l",
                       "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h"})
SHORT = {"saint": "st", "sainte": "st", "ste": "st", "sankt": "st", "fort": "ft", "mount": "mt"}


def fold(text):
    """The letters and digits that a name is looked up by, about as src/gazetteer/folding.rs folds them."""
    plain = unicodedata.normalize("NFKD", text.translate(PLAIN)).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in ".'’‘`ʻʼ")
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "".join(SHORT.get(word, word) for word in words)


def zigzags(values):
    """The differences, each from the one before, as unsigned numbers."""
    previous = 0
    for value in values:
        step, previous = value - previous, value
        yield step * 2 if step >= 0 else -step * 2 - 1


class Writer:
    """Appends numbers and texts; every list is written column by column, which gzip likes."""

    def __init__(self, kind):
        self.out = io.BytesIO()
        self.out.write(MAGIC + bytes([VERSION, kind]))

    def number(self, value):
        assert 0 <= value < 1 << 32, value
        while value >= 0x80:
            self.out.write(bytes([value & 0x7F | 0x80]))
            value >>= 7
        self.out.write(bytes([value]))

    def numbers(self, values):
        """The length is known to the reader."""
        for value in values:
            self.number(value)

    def parted(self, values):
        """The low bytes of all, then what is above them: each by itself tells gzip more than the two in turn."""
        values = list(values)
        self.out.write(bytes(value & 0xFF for value in values))
        self.numbers(value >> 8 for value in values)

    def deltas(self, values):
        self.numbers(zigzags(values))

    def points(self, points, parts):
        """Latitudes, then longitudes, in parts of a degree."""
        for axis in (0, 1):
            self.parted(zigzags(round(point[axis] * parts) for point in points))

    def texts(self, texts):
        """Count, then the bytes shared with the text before, the bytes that follow, and those bytes."""
        texts = [text.encode() for text in texts]
        self.number(len(texts))
        shared, previous = [], b""
        for text in texts:
            n = 0
            while n < min(len(text), len(previous)) and text[n] == previous[n]:
                n += 1
            shared.append(n)
            previous = text
        self.numbers(shared)
        self.numbers(len(text) - n for text, n in zip(texts, shared))
        for text, n in zip(texts, shared):
            self.out.write(text[n:])

    def save(self, path):
        """Gzipped without a time or a name, so that the same content is the same file."""
        inflated = self.out.getvalue()
        with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as gz:
            gz.write(inflated)
        print(f"{path}: {len(inflated):,} bytes, {path.stat().st_size:,} gzipped")
