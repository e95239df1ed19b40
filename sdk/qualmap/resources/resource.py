"""What all resources of a client share: the way to the service, with the options of the client that they hang on."""

from __future__ import annotations

from typing import TypeVar

import attrs

from qualmap.backends import AsyncBackend, Backend
from qualmap.operations.asking import Operation
from qualmap.operations.paging import AskPage
from qualmap.resources.listing import AsyncListed, Listed
from qualmap.transport.messages import RequestOptions

Result = TypeVar("Result")


@attrs.frozen
class Resource:
    """One resource of a `Client`."""

    _backend: Backend
    _options: RequestOptions

    def _do(self, operation: Operation[Result]) -> Result:
        return self._backend.send(operation, self._options).result

    def _listed(self, ask: AskPage[Result]) -> Listed[Result]:
        return Listed(ask, self._do)


@attrs.frozen
class AsyncResource:
    """One resource of an `AsyncClient`."""

    _backend: AsyncBackend
    _options: RequestOptions

    async def _do(self, operation: Operation[Result]) -> Result:
        return (await self._backend.send(operation, self._options)).result

    def _listed(self, ask: AskPage[Result]) -> AsyncListed[Result]:
        return AsyncListed(ask, self._do)
