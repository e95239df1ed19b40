"""How far a run came whose output is half written, so that the same run goes on there after it was killed."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from qualmap.errors import InputError

_FORM = 1  # of the journal itself
_WORDS = {
    "inputs": "the input files",
    "arguments": "the options",
    "versions": "the version of qualmap or of the list's data",
    "form": "the version of qualmap",
}


@attrs.frozen(kw_only=True)
class Run:
    """What makes two runs the same: the same input, options and versions give the same output, byte for byte."""

    inputs: tuple[tuple[str, int, int], ...]
    arguments: Mapping[str, str | None]
    versions: Mapping[str, object]

    @classmethod
    def of(cls, files: Sequence[str], *, arguments: Mapping[str, str | None], versions: Mapping[str, object]) -> Run:
        """The run over these files as they are now: their sizes in bytes and when they were changed, in nanoseconds.

        Raises `InputError` for one that is not there.
        """
        try:
            found = [(file, Path(file).stat()) for file in files]
        except OSError as error:
            raise InputError(f"{error.filename} cannot be opened: {error.strerror}", field="file") from None
        inputs = tuple((file, its.st_size, its.st_mtime_ns) for file, its in found)
        return cls(inputs=inputs, arguments=arguments, versions=versions)

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {"form": _FORM, **attrs.asdict(self), "inputs": [list(one) for one in self.inputs]}


@attrs.frozen(kw_only=True)
class Reached:
    """How far a run came: how many chunks are done, how long the output and the errors are, and what was gathered."""

    chunks: int = 0
    output: int = 0
    errors: int = 0
    gathered: Mapping[str, Any] | None = None
    is_whole: bool = False


@attrs.frozen
class Journal:
    """The journal of the run that writes to `output`: a small file beside it, of which the newest state is always whole."""

    output: Path
    run: Run

    @property
    def file(self) -> Path:
        """Where it is."""
        return beside(self.output, "journal")

    def reached(self) -> Reached | None:
        """How far the run came; None where there is nothing to go on with.

        Raises:
            InputError: what is there belongs to another run; the error names what is different.

        """
        earlier = _content(self.file)
        if earlier is None:
            return None
        own = self.run.to_json()
        for name, words in _WORDS.items():
            if earlier["run"].get(name) != own[name]:
                changed = _difference(earlier["run"].get(name), own[name])
                raise InputError(
                    f"{self.output} was begun otherwise: {words} differ ({changed}); remove {self.file} to begin anew",
                    field="resume",
                )
        return Reached(**earlier["reached"])

    def write(self, reached: Reached) -> None:
        """Write down how far the run came, once that is safely on the disk."""
        content = {"run": self.run.to_json(), "reached": attrs.asdict(reached, recurse=False)}
        fresh = beside(self.output, "journal.new")
        with fresh.open("w", encoding="ascii") as text:
            json.dump(content, text)
            text.flush()
            os.fsync(text.fileno())
        fresh.replace(self.file)  # one step: who reads it meets the state before or this one

    def remove(self) -> None:
        """Forget the run."""
        self.file.unlink(missing_ok=True)


def day_begun(output: Path) -> str | None:
    """The day that a run which is gone on with was begun to ask about; None where there is none."""
    earlier = _content(beside(output, "journal"))
    day = earlier["run"]["arguments"].get("as_of") if earlier is not None else None
    return day if isinstance(day, str) else None


def beside(output: Path, kind: str) -> Path:
    """A hidden file beside an output."""
    target = output.resolve()
    return target.with_name(f".{target.name}.{kind}")


@contextlib.contextmanager
def half_written(file: Path) -> Iterator[BinaryIO]:
    """The part of a file that is written so far, which stays when the run breaks off; no other run writes to it meanwhile.

    Raises `InputError` where it cannot be opened, or another run has it.
    """
    part = beside(file, "part")
    try:
        with open(os.open(part, os.O_RDWR | os.O_CREAT, 0o666), "r+b") as opened:  # noqa: PTH123 - made if need be, kept if not
            _lock(opened, file)
            yield opened
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror or error}", field="output") from error


def put_in_place(file: Path) -> None:
    """Let the part take the place of the file, if that was not done before."""
    part, target = beside(file, "part"), file.resolve()
    if part.exists():
        part.replace(target)


def _lock(opened: BinaryIO, file: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows, where a file that is open cannot be replaced anyway
        return
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InputError(f"another run is writing {file}", field="resume") from None


def _content(file: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(file.read_text(encoding="ascii"))
        return content if {"run", "reached"} <= content.keys() else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, AttributeError):
        raise InputError(f"{file} is no journal; remove it to begin anew", field="resume") from None


def _difference(earlier: object, now: object) -> str:
    if isinstance(earlier, Mapping) and isinstance(now, Mapping):
        names = [name for name in {**earlier, **now} if earlier.get(name) != now.get(name)]
        return ", ".join(f"{name} was {earlier.get(name)}, is {now.get(name)}" for name in names)
    if isinstance(earlier, list) and isinstance(now, list):
        before, after = ({one[0]: one[1:] for one in some} for some in (earlier, now))
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        return ", ".join(changed) or "their order"
    return f"was {earlier}, is {now}"
