"""What a client can be asked, each as a value: how it is put to the service, how its answer is read, how it is done here.

Every public operation has one function: what is done here too in this module, what only a service can do in modules of their
own (`qualmap.operations.screenings`, `.batches`, …). `client.send(operation)` gives the answer with what came with it: status,
headers, request id, the number of retries.
"""

from qualmap.operations.asking import Day, Lines, Operation, Options
from qualmap.operations.knowledge import differences, editions, facts, overlay, qualification, qualifications, rows, versions
from qualmap.operations.matching import compared, match, match_chunk, matched, screen, screen_chunk

__all__ = [
    "Day",
    "Lines",
    "Operation",
    "Options",
    "compared",
    "differences",
    "editions",
    "facts",
    "match",
    "match_chunk",
    "matched",
    "overlay",
    "qualification",
    "qualifications",
    "rows",
    "screen",
    "screen_chunk",
    "versions",
]
