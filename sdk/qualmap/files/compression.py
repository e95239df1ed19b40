"""Files that are packed with gzip or Zstandard: read as if they were not, and written in pieces that stand alone."""

from __future__ import annotations

import gzip
import importlib.util
import io
import os
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Literal, cast

from qualmap.errors import InputError, InstallationError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Packing = Literal["gzip", "zstd"]

_ENDINGS: dict[str, Packing] = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd"}
_SIGNS: dict[bytes, Packing] = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_AT_ONCE = 1 << 18  # bytes, of what is unpacked
_LEVEL = 6  # what gzip itself takes: smaller costs several times as much for a few hundredths


def packing_of(start: bytes) -> Packing | None:
    """How a file that begins like this is packed; None where it is not."""
    return next((packing for sign, packing in _SIGNS.items() if start.startswith(sign)), None)


def named_packing(file: Path) -> Packing | None:
    """How a file of this name is packed; None where it is not."""
    return _ENDINGS.get(file.suffix.casefold())


def inner_name(file: Path) -> Path:
    """The name without the ending of what it is packed with."""
    return file.with_suffix("") if named_packing(file) else file


def unpacked(file: BinaryIO, packing: Packing) -> BinaryIO:
    """The content of a packed file, which can be sought in; raises `InstallationError`, and `InputError` where it breaks off."""
    _check(packing)
    return cast("BinaryIO", io.BufferedReader(_Unpacking(file, packing), _AT_ONCE))


def packed(content: bytes, packing: Packing | None) -> bytes:
    """The content as a piece of a packed file; pieces one after the other are one file. The same content gives the same bytes."""
    if packing is None or not content:
        return content
    if packing == "gzip":
        return gzip.compress(content, _LEVEL, mtime=0)
    _check(packing)
    import pyarrow as pa

    return bytes(pa.Codec("zstd").compress(content, asbytes=True))


def _check(packing: Packing) -> None:
    if packing == "zstd" and importlib.util.find_spec("pyarrow") is None:
        raise InstallationError("Zstandard needs pyarrow: pip install 'qualmap[batch]'")


class _StaysOpen:
    """A file for pyarrow, which else closes it as soon as it is done with it."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read

    def close(self) -> None:
        """Leave it open: it is not ours."""


class _Unpacking(io.RawIOBase):
    """Reads on as it unpacks; to go back it begins anew."""

    def __init__(self, file: BinaryIO, packing: Packing) -> None:
        super().__init__()
        self._file = file
        self._packing = packing
        self._stream = self._opened()
        self._place = 0

    def _opened(self) -> IO[bytes]:
        self._file.seek(0)
        if self._packing == "gzip":
            return cast("IO[bytes]", gzip.GzipFile(fileobj=self._file, mode="rb"))
        import pyarrow as pa

        return cast("IO[bytes]", pa.CompressedInputStream(pa.PythonFile(_StaysOpen(self._file), mode="r"), "zstd"))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            content = self._stream.read(len(view))
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"cannot be unpacked: {error}; the rest of the file is not read", field="file") from None
        view[: len(content)] = content
        self._place += len(content)
        return len(content)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        target = self._place + offset if whence == os.SEEK_CUR else offset
        if whence == os.SEEK_END or target < 0:
            raise io.UnsupportedOperation("the end of what is packed is not known before it is read")
        if target < self._place:
            self._stream, self._place = self._opened(), 0
        while self._place < target and self.read(min(_AT_ONCE, target - self._place)):
            pass
        return self._place
