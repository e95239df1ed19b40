"""What a file must not be before any reader opens it: a bomb, a password's box, a program, an old binary document."""

from __future__ import annotations

import io
import zipfile

from qualmap_matcher.editions.attachments.blocks import Content

LARGEST_FILE = 200 * 2**20  # bytes; the largest office file of a list of a few hundred rows is a few megabytes
LARGEST_UNPACKED = 500 * 2**20  # bytes, all members of an archive together, as it declares them
_MEMBERS = 10_000  # an office file has tens; more is no document

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


def zip_kind(content: Content) -> str:
    """`docx` or `xlsx`; every other archive is an error that says what is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise content.error(f"it is cut short or damaged ({error}); expected a whole DOCX or XLSX file") from None
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED or len(members) > _MEMBERS:
        raise content.error(
            f"it unpacks to {unpacked / 2**20:,.0f} MB in {len(members):,} parts; expected at most "
            f"{LARGEST_UNPACKED // 2**20} MB in {_MEMBERS:,}: it is no list"
        )
    names = {member.filename.casefold() for member in members}
    if any(name.endswith("vbaproject.bin") for name in names) or content.file.casefold().endswith((".docm", ".xlsm")):
        raise content.error("it carries macros; save it as DOCX or XLSX, which have none")
    if any(member.flag_bits & 1 for member in members):
        raise content.error("it is protected by a password; save a copy without one")
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        if part in names:
            return kind
    raise content.error("it is an archive but neither DOCX nor XLSX; unpack it and give the attachment itself")


def ole_kind(content: Content) -> str:
    """`xls`; the other binary kinds of old and of protected office files are errors that say what to do."""
    has = {name: name.encode("utf-16-le") in content.data for name in ("EncryptedPackage", "_VBA_PROJECT", "WordDocument")}
    if has["EncryptedPackage"]:
        raise content.error("it is protected by a password; save a copy without one")
    if has["WordDocument"]:
        raise content.error("it is an old binary Word document (.doc); open it and save it as DOCX")
    if has["_VBA_PROJECT"]:
        raise content.error("it carries macros; save it as XLSX, which has none")
    return "xls"
