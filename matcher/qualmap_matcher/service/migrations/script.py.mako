"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Go a step forward."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go back, losing nothing that was there before."""
    ${downgrades if downgrades else "pass"}
