"""An error in the place of one answer among several."""

from __future__ import annotations

from qualmap_matcher.service import schemas

FAILURE = schemas.closed(
    {
        "ref": schemas.nullable(schemas.STRING),
        "error": schemas.closed(
            {
                "code": schemas.STRING,
                "message": schemas.STRING,
                "field": schemas.nullable(schemas.STRING),
            },
            required=("code", "message", "field"),
        ),
    },
    required=("ref", "error"),
)
"""What `Failure.to_dict()` gives."""
