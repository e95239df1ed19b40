"""Which encoding a file of text has: told by its first bytes, or by being valid in it from end to end."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from qualmap.errors import InputError

ENCODINGS = ("utf-8", "utf-16", "gb18030", "cp1252")
NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GB18030"}
NAMES |= {"cp1252": "Windows-1252"}

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"\x84\x31\x95\x33": "gb18030",
}
_CHUNK = 1 << 20  # bytes: flat memory for files of any size
_CHINESE = re.compile(rb"[\x81-\xfe][\xa1-\xfe]")
_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")


def encoding_of(file: BinaryIO) -> str:
    """The encoding of a file that can be sought in; leaves it at its start. Raises `InputError`."""
    start = file.read(_CHUNK)
    file.seek(0)
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding
    if b"\x00" in start:  # no text of the others has one; of UTF-16 every ASCII character has, and so every table
        return "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
    if _fails(file, "utf-8") is None:
        return "utf-8-sig"
    # A common Chinese character is two high bytes in GB 18030. A letter like ü is one in Windows-1252, with ASCII around it,
    # which as GB 18030 would read without an error and without a sense.
    chinese, lone = len(_CHINESE.findall(start)), len(_LONE.findall(start))
    likely = ("gb18030", "cp1252") if chinese >= lone else ("cp1252", "gb18030")
    for encoding in likely:
        if _fails(file, encoding) is None:
            return encoding
    raise InputError(
        f"expected text in UTF-8, UTF-16, GB18030 or Windows-1252, but byte {_fails(file, 'gb18030')} belongs to none of them",
        field="encoding",
    )


def _fails(file: BinaryIO, encoding: str) -> int | None:
    """The first byte that the encoding does not have, None if it has them all; leaves the file at its start."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    try:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return read + error.start
            read += len(chunk)
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return read
    finally:
        file.seek(0)
    return None
