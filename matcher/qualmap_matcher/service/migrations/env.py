"""What Alembic runs: the steps on the connection that it is given, in the transaction that is open there."""

from __future__ import annotations

from alembic import context

from qualmap_matcher.service.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,  # in SQLite too: our connections begin their transactions themselves
    render_as_batch=True,  # SQLite alters a table by copying it
)
context.run_migrations()
