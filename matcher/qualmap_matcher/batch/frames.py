"""How batches cross between processes: frames of bytes on pipes, each with its kind and length before it."""

from __future__ import annotations

import struct
from typing import IO

import attrs
import pyarrow as pa

_HEAD = struct.Struct(">cQ")
SETTING, BATCH, ANSWER, FAILURE = b"S", b"B", b"A", b"F"


@attrs.frozen
class Frame:
    """One message; a batch is Arrow's stream format with its schema, a setting or a failure is a JSON text."""

    kind: bytes
    content: bytes | pa.Buffer

    def send(self, pipe: IO[bytes]) -> None:
        """Write the frame; raises BrokenPipeError where nobody reads any more."""
        pipe.write(_HEAD.pack(self.kind, len(self.content)))
        pipe.write(self.content)
        pipe.flush()


def received(pipe: IO[bytes]) -> Frame | None:
    """The next frame; None at the end, and where the other side died in the middle of one."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    content = pipe.read(length)
    return Frame(kind, content) if len(content) == length else None


def packed(batch: pa.RecordBatch) -> pa.Buffer:
    """A batch as bytes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return sink.getvalue()


def unpacked(content: bytes) -> pa.RecordBatch:
    """The batch again; it shares the memory of the bytes."""
    with pa.ipc.open_stream(pa.py_buffer(content)) as stream:
        return stream.read_next_batch()
