"""A revision of the tables that only a later version of qualmap knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualmap_matcher.service import migrations

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{newest}"

def upgrade():
    with op.batch_alter_table("keys") as keys:
        keys.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="red"))
        keys.alter_column("ending", type_=sa.Text(), existing_type=sa.String(4))
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))

def downgrade():
    op.drop_table("later")
    with op.batch_alter_table("keys") as keys:
        keys.alter_column("ending", type_=sa.String(4), existing_type=sa.Text())
        keys.drop_column("colour")
"""


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of qualmap that knows one more revision."""
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "later.py").write_text(LATER.format(newest=migrations.newest()), encoding="utf-8")
    monkeypatch.setattr(migrations, "_PLACES", [*migrations._PLACES, str(folder)])
