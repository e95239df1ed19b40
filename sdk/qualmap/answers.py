"""An answer with what came with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import attrs

Result = TypeVar("Result")


@attrs.frozen
class Answer(Generic[Result]):
    """The result of an operation; of what came over the network also the status, the headers, the request id and the retries.

    In local mode the status is None, and there are no headers.
    """

    result: Result
    status: int | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict)
    request_id: str | None = None
    retries: int = 0
