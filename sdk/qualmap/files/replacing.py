"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from qualmap.errors import InputError


@contextlib.contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A path to write to; it takes the place of `file` once all went well, and goes away otherwise.

    A reader of `file` sees the old content or the new and nothing between. Raises `InputError` if it cannot be written.
    """
    target = file.resolve()  # a link goes on pointing to its file
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")  # beside it: only there is the move one step
    try:
        part.touch(exist_ok=False)
        if target.exists():
            shutil.copymode(target, part)
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror or error}", field="output") from error
    finally:
        part.unlink(missing_ok=True)
