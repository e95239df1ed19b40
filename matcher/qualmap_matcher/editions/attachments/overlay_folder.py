"""Put the files of an edition into a data folder so that either all of them are there or none.

The new files are made in `.import-<edition>/` inside the folder and then renamed into their places; what they replace is kept
beside them until the last one is in place. If anything fails, the old ones go back. An import that was killed half-way is
undone by the next one. Readers meanwhile may see the edition without its rows for the instant between two renames; they then
answer by the bundled data, which grants less and never more.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from qualmap.errors import AttachmentError

Rename = Callable[[Path, Path], object]


@attrs.frozen
class _Places:
    """Where the parts of one import lie."""

    folder: Path
    edition: str

    @property
    def staging(self) -> Path:
        return self.folder / f".import-{self.edition}"

    @property
    def new(self) -> Path:
        return self.staging / "new"

    @property
    def old(self) -> Path:
        return self.staging / "old"

    @property
    def absent(self) -> Path:
        """Lists the targets that were not there before, so that undoing takes them away again."""
        return self.staging / "absent"


def put(folder: Path, edition: str, files: Mapping[str, str]) -> None:
    """Write files into `folder`, by their names below it; those below `editions/<edition>/` replace that whole folder.

    Raises:
        AttachmentError: they cannot be written; the folder is as it was.

    """
    places = _Places(folder, edition)
    there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        undo(folder, edition)
        _stage(places, files)
        _swap(places)
    except BaseException as error:
        undo(folder, edition)
        if not there and folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
        if isinstance(error, OSError):
            raise AttachmentError(f"{folder}: the edition cannot be written there: {error.strerror or error}") from error
        raise
    shutil.rmtree(places.staging, ignore_errors=True)


def undo(folder: Path, edition: str) -> None:
    """Take back what an import that did not end has done; nothing where there is none."""
    places = _Places(folder, edition)
    if not places.staging.exists():
        return
    absent = set(places.absent.read_text(encoding="utf-8").splitlines()) if places.absent.exists() else set()
    for name in _targets(places):
        target, old, new = folder / name, places.old / name, places.new / name
        if old.exists():
            _remove(target)
            os.replace(old, target)  # noqa: PTH105 - as in `_swap`
        elif name in absent and not new.exists():
            _remove(target)
    editions = folder / "editions"
    shutil.rmtree(places.staging)
    if f"editions/{edition}" in absent and editions.is_dir() and not any(editions.iterdir()):
        editions.rmdir()


def _stage(places: _Places, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        file = places.new / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8", newline="") as output:
            output.write(text)
            output.flush()
            os.fsync(output.fileno())
    names = {_target(name, places.edition) for name in files}
    (places.staging / "targets").write_text("\n".join(sorted(names)), encoding="utf-8")
    absent = sorted(name for name in names if not (places.folder / name).exists())
    places.absent.write_text("\n".join(absent), encoding="utf-8")


def _swap(places: _Places) -> None:
    """Rename the old parts away and the new ones into their places, the edition itself last."""
    for name in _targets(places):
        target, old = places.folder / name, places.old / name
        target.parent.mkdir(parents=True, exist_ok=True)
        old.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            os.replace(target, old)  # noqa: PTH105 - one function that the tests can let fail
        os.replace(places.new / name, target)  # noqa: PTH105 - as above


def _targets(places: _Places) -> list[str]:
    listed = places.staging / "targets"
    names = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    return sorted(names, key=lambda name: (name.startswith("editions/"), name))


def _target(name: str, edition: str) -> str:
    whole = f"editions/{edition}"
    return whole if name.startswith(f"{whole}/") else name


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
