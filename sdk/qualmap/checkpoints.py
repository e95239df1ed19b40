"""How far a run over many people came, in a small file: a run that is started again with it goes on from there."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Self

import attrs

from qualmap.errors import InputError
from qualmap.files.replacing import replacing
from qualmap.operations import Options
from qualmap.transport.messages import new_idempotency_key

CHUNK = 100  # records in one request: large enough that a request's own cost is small beside theirs


@attrs.define
class Checkpoint:
    """The state of a run: its name, and how many answers the caller has taken.

    What the service was asked before a crash is asked again under the same idempotency keys, so that it is not done twice.
    """

    file: Path | None
    run: str
    done: int
    _open: io.FileIO | None = attrs.field(init=False, default=None, repr=False)
    _place: int = attrs.field(init=False, default=0)

    @classmethod
    def open(cls, file: str | os.PathLike[str] | None, options: Options) -> Self:
        """The state of a run; a new one where there is no file.

        Raises:
            InputError: the file cannot be written, is no checkpoint, or one of a run that asked for something else.

        """
        asked = json.dumps(options.to_dict(), sort_keys=True)
        if file is None:
            return cls(None, new_idempotency_key(), 0)
        path = Path(file)
        if not path.exists():
            made = cls(path, new_idempotency_key(), 0)
            header = json.dumps({"run": made.run, "options": asked, "chunk": CHUNK})
            try:
                with replacing(path) as fresh:  # whole or not at all: half of it would stop the next run
                    fresh.write_bytes(f"{header}\n".encode("ascii") + _number(0))
            except InputError as error:
                raise InputError(error.message, field="checkpoint") from error
            return made
        try:
            header, number = path.read_text(encoding="ascii").splitlines()
            content = json.loads(header)
            run, earlier, size, done = content["run"], content["options"], content["chunk"], int(number)
        except (ValueError, KeyError, TypeError):
            raise InputError(f"{path} is no checkpoint", field="checkpoint") from None
        if (earlier, size) != (asked, CHUNK):
            raise InputError(f"{path} belongs to a run with other options: {earlier}", field="checkpoint")
        return cls(path, run, done)

    def taken(self, done: int) -> None:
        """Write down that the caller has taken so many answers; it is in the file even if the process is killed right after."""
        self.done = done
        if self.file is None:
            return
        if self._open is None:
            self._open = io.FileIO(self.file, "r+")  # without a buffer: what is written is with the system at once
            self._open.readline()
            self._place = self._open.tell()
        self._open.seek(self._place)
        self._open.write(_number(done))

    def close(self) -> None:
        """Close the file; `taken` opens it again."""
        if self._open is not None:
            self._open.close()
            self._open = None


def _number(value: int) -> bytes:
    return f"{value:020d}\n".encode("ascii")  # of one width, so that a new one covers the old
