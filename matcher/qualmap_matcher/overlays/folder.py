"""The files of an overlay folder, read in one go: what is checked, hashed and applied is one and the same content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from qualmap.errors import OverlayError
from qualmap.mistakes import OverlayMistake

ALIASES, QUALIFICATIONS, SOURCES = "aliases.csv", "qualifications.csv", "sources.json"
EDITION, ROWS = "edition.json", "rows.csv"
_EDITIONS = "editions"
_OF_FOLDER, _OF_EDITION = frozenset({ALIASES, QUALIFICATIONS, SOURCES}), frozenset({EDITION, ROWS})


@attrs.frozen
class OverlayFolder:
    """The content of a folder's files by their paths below it; equal content is equal wherever it lies.

    `unread` are the files that no overlay has, such as one whose name was misspelt.
    """

    digest: str
    path: str = attrs.field(eq=False)
    files: dict[str, bytes] = attrs.field(eq=False, repr=False)
    unread: tuple[str, ...] = attrs.field(eq=False)

    @property
    def editions(self) -> list[str]:
        """The names of the folders below `editions/` that have a file of an edition."""
        return sorted({name.split("/")[1] for name in self.files if name.startswith(f"{_EDITIONS}/")})


def edition_file(edition: str, name: str) -> str:
    """The path of a file of an edition below the overlay's folder."""
    return f"{_EDITIONS}/{edition}/{name}"


def read_folder(path: str | os.PathLike[str]) -> OverlayFolder:
    """Read every file of the overlay; raises `OverlayError` where there is no folder or a file cannot be read."""
    root = Path(path)
    if not root.is_dir():
        what = "this is a file" if root.exists() else "there is none"
        raise OverlayError.in_folder(str(path), [OverlayMistake(None, None, None, f"a folder; {what}")])
    files: dict[str, bytes] = {}
    unread: list[str] = []
    mistakes: list[OverlayMistake] = []
    for name, file in sorted(_files(root)):
        if not _is_known(name):
            unread.append(name)
            continue
        try:
            files[name] = file.read_bytes()
        except OSError as error:
            mistakes.append(OverlayMistake(name, None, None, f"a file that can be read: {error.strerror}"))
    if mistakes:
        raise OverlayError.in_folder(str(path), mistakes)
    return OverlayFolder(_digest(files), str(path), files, tuple(unread))


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Everything in the folder itself, in `editions/` and in its folders; deeper there is nothing of an overlay."""
    for child in root.iterdir():
        if child.name != _EDITIONS or not child.is_dir():
            yield child.name, child
            continue
        for edition in child.iterdir():
            if not edition.is_dir():
                yield f"{_EDITIONS}/{edition.name}", edition
                continue
            for file in edition.iterdir():
                yield edition_file(edition.name, file.name), file


def _is_known(name: str) -> bool:
    *folders, last = name.split("/")
    return last in (_OF_EDITION if folders else _OF_FOLDER) and len(folders) in {0, 2}


def _digest(files: dict[str, bytes]) -> str:
    """A hash over names and contents, each told apart from the next by its length."""
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        whole.update(f"{len(name.encode())} {len(content)} {name}".encode())
        whole.update(content)
    return whole.hexdigest()
