"""Ids: UUIDs of version 7, whose order is that of creation."""

from __future__ import annotations

import uuid_utils


def new_id() -> str:
    """A new id."""
    return str(uuid_utils.uuid7())
