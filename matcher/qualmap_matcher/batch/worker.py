"""One worker: batches in on standard input, answers out on standard output, until the input ends.

Started as `python -m qualmap_matcher.batch.worker`, so that neither the caller's program is imported again nor its threads are
forked.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback

from qualmap.local import local_matcher
from qualmap_matcher.batch.frames import ANSWER, FAILURE, Frame, packed, received, unpacked
from qualmap_matcher.batch.setting import Setting


def main() -> None:
    """Answer batches; what goes wrong with one is told in its place."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the caller ends its workers
    written = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the frames
    read = sys.stdin.buffer
    opened = received(read)
    if opened is None:
        return
    setting = Setting.from_json(json.loads(opened.content))
    answering = setting.answering(local_matcher(setting.overlay))
    while frame := received(read):
        try:
            answer = Frame(ANSWER, packed(answering.answer(unpacked(frame.content))))
        except Exception as error:  # noqa: BLE001 - told to the caller, with the batch
            told = {"error": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()}
            answer = Frame(FAILURE, json.dumps(told).encode())
        try:
            answer.send(written)
        except BrokenPipeError:  # the caller is gone
            return


if __name__ == "__main__":
    main()
    # The system takes the memory back at once; Python would free a million objects one by one, which takes half a second.
    os._exit(0)
