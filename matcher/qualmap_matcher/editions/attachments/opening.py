"""Open an attachment: its size and kind by its content, not by its name, then the reader of that kind."""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from qualmap.errors import AttachmentError, InstallationError
from qualmap_matcher.editions.attachments.archives import LARGEST_FILE, OLE_MAGIC, ole_kind, zip_kind
from qualmap_matcher.editions.attachments.blocks import Block, Content

_READERS = {
    "docx": "word_document",
    "xlsx": "spreadsheet",
    "xls": "spreadsheet",
    "pdf": "portable_document",
    "html": "web_page",
    "csv": "separated_text",
}
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|table|meta)\b", re.IGNORECASE)
_START = 4096  # bytes in which a page of HTML shows that it is one, and a PDF (which may have junk before) its mark
_BINARY = ("\x00", "\x01", "\x02", "\x03")  # no text has these

ADVICE = "reading attachments needs more libraries: pip install 'qualmap[attachments]'"


@attrs.frozen(kw_only=True)
class OpenedAttachment:
    """One file of the authority's: what stands in it, and which bytes it was."""

    file: str
    sha256: str
    kind: str
    blocks: tuple[Block, ...]


def open_attachment(path: Path) -> OpenedAttachment:
    """Read a DOCX, XLSX, XLS, PDF, HTML or CSV file.

    Raises:
        AttachmentError: it cannot be read; the error names the file, the place and what was expected.
        InstallationError: the libraries of the extra `attachments` are not installed.

    """
    content = Content(path.name, _bytes(path))
    kind = _kind(content)
    with _foreign_errors(content, kind):
        reader = importlib.import_module(f"qualmap_matcher.editions.attachments.{_READERS[kind]}")
        blocks: tuple[Block, ...] = reader.read(content)
    return OpenedAttachment(file=path.name, sha256=hashlib.sha256(content.data).hexdigest(), kind=kind, blocks=blocks)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file that could be an attachment, in hexadecimal."""
    return hashlib.sha256(_bytes(path)).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise AttachmentError(f"{path.name}: it has {size / 2**20:,.0f} MB; expected at most {LARGEST_FILE // 2**20}")
        data = path.read_bytes()
    except OSError as error:
        raise AttachmentError(f"{path.name}: it cannot be opened: {error.strerror or error}") from None
    if not data.strip():
        raise AttachmentError(f"{path.name}: it is empty")
    return data


def _kind(content: Content) -> str:
    start = content.data[:_START]
    if start.startswith(b"PK"):
        return zip_kind(content)
    if start.startswith(OLE_MAGIC):
        return ole_kind(content)
    if b"%PDF-" in start:
        return "pdf"
    if _MARKUP.search(start.replace(b"\x00", b"")):
        return "html"
    if any(sign in decoded(content) for sign in _BINARY):
        raise content.error("it is none of DOCX, XLSX, XLS, PDF, HTML and CSV")
    return "csv"


def decoded(content: Content) -> str:
    """The text of a file: by its byte order mark, as UTF-8, or as GB 18030, which older Chinese systems write."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.data.startswith(mark):
            return content.data.decode(encoding, errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise content.error("it is none of DOCX, XLSX, XLS, PDF and HTML, nor a text in UTF-8 or GB 18030")


@contextmanager
def _foreign_errors(content: Content, kind: str) -> Iterator[None]:
    """Whatever a library raises over a broken file, as an error of ours that names the file."""
    try:
        yield
    except (AttachmentError, MemoryError):
        raise
    except ImportError as error:
        raise InstallationError(ADVICE) from error
    except Exception as error:
        said = f"{type(error).__name__}: {error}".strip(": ")
        raise content.error(f"it cannot be read as {kind.upper()} ({said}); it may be cut short or damaged") from error
