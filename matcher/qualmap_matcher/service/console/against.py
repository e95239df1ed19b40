"""What a form says to read against: an edition or a day, and which rows count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import attrs

from qualmap.editions import EVIDENCE
from qualmap.models import Json
from qualmap_matcher.service.console.visit import Form

OPTIONS = ("edition", "as_of", "minimum_evidence")


@attrs.frozen
class Against:
    """The fields as they were filled in; a day counts where no edition is named."""

    edition: str = ""
    as_of: str = ""
    minimum_evidence: str = EVIDENCE[0]

    @classmethod
    def of(cls, form: Form) -> Self:
        """What was sent; fields that were not are as at first."""
        return cls(**{name: text for name in OPTIONS if (text := form.text(name))})

    @property
    def options(self) -> Mapping[str, Json]:
        """As the API takes them."""
        day = None if self.edition else self.as_of or None
        return {"edition": self.edition or None, "as_of": day, "minimum_evidence": self.minimum_evidence}
