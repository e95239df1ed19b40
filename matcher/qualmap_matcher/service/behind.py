"""What stands behind an application's routes. They ask it with each request: one application can serve one core after another."""

from __future__ import annotations

import attrs

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.letting_in import RateLimit


@attrs.define(eq=False)
class Behind:
    """The core that answers, and how often each key may ask it."""

    core: Core
    limit: RateLimit

    @classmethod
    def of(cls, core: Core) -> Behind:
        """A core with the limit that its settings name."""
        return cls(core, RateLimit(core.settings.requests_per_minute))
