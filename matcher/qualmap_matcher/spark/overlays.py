"""An overlay's files on their way to executors, and the engine opened over them there."""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qualmap.local import DATA_VARIABLE, LocalMatcher, bundled_engine, local_matcher

if TYPE_CHECKING:
    from collections.abc import Iterable

_Files = tuple[tuple[str, bytes], ...]


def files_of(overlay: str | os.PathLike[str] | None) -> Mapping[str, bytes] | None:
    """The files of the folder that is meant, as a client means it; None for the bundled data alone."""
    folder = os.fspath(overlay) if overlay is not None else ""
    folder = folder or os.environ.get(DATA_VARIABLE, "")
    if not folder:
        return None
    from qualmap_matcher.overlays.folder import read_folder

    return read_folder(folder).files


def opened(files: Mapping[str, bytes] | None) -> LocalMatcher:
    """What answers over these files; opened once in a process, whatever its own environment says."""
    return _bundled() if files is None else _over(tuple(sorted(files.items())))


@functools.cache
def _bundled() -> LocalMatcher:
    return LocalMatcher(bundled_engine())


@functools.lru_cache(maxsize=4)  # as many as `open_overlay` keeps
def _over(files: _Files) -> LocalMatcher:
    with tempfile.TemporaryDirectory(prefix="qualmap-") as folder:
        _write(Path(folder), files)
        return local_matcher(folder)


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, content in files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
