"""The first tables."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint, String, Text, UniqueConstraint

revision = "0001"
down_revision = None

ID, TIME, DIGEST = String(36), String(27), String(64)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "tenants",
        Column("id", ID, nullable=False),
        Column("name", Text(), nullable=False),
        Column("created_at", TIME, nullable=False),
        Column("retention_days", Integer(), nullable=False),
        Column("audit_sequence", Integer(), nullable=False),
        Column("audit_digest", DIGEST, nullable=False),
        PrimaryKeyConstraint("id", name="tenants_pkey"),
        UniqueConstraint("name", name="tenants_name_key"),
    )
    op.create_table(
        "server",
        Column("name", String(40), nullable=False),
        Column("value", Text(), nullable=False),
        PrimaryKeyConstraint("name", name="server_pkey"),
    )
    op.create_table(
        "keys",
        Column("tenant", ID, nullable=False),
        Column("id", ID, nullable=False),
        Column("name", Text(), nullable=False),
        Column("digest", DIGEST, nullable=False),
        Column("ending", String(4), nullable=False),
        Column("scopes", Text(), nullable=False),
        Column("created_at", TIME, nullable=False),
        Column("expires_at", TIME),
        Column("revoked_at", TIME),
        Column("last_used_at", TIME),
        PrimaryKeyConstraint("tenant", "id", name="keys_pkey"),
        UniqueConstraint("digest", name="keys_digest_key"),
    )
    op.create_table(
        "persons",
        Column("tenant", ID, nullable=False),
        Column("person", DIGEST, nullable=False),
        Column("sealed_key", LargeBinary(), nullable=False),
        Column("created_at", TIME, nullable=False),
        PrimaryKeyConstraint("tenant", "person", name="persons_pkey"),
    )
    op.create_table(
        "screenings",
        Column("tenant", ID, nullable=False),
        Column("id", ID, nullable=False),
        Column("person", DIGEST, nullable=False),
        Column("version", Integer(), nullable=False),
        Column("edition", String(20), nullable=False),
        Column("decision_id", DIGEST, nullable=False),
        Column("decisions", Text(), nullable=False),
        Column("review", String(10), nullable=False),
        Column("created_at", TIME, nullable=False),
        Column("updated_at", TIME, nullable=False),
        Column("batch", ID),
        PrimaryKeyConstraint("tenant", "id", name="screenings_pkey"),
    )
    op.create_index("screenings_by_person", "screenings", ["tenant", "person"])
    op.create_table(
        "screening_versions",
        Column("tenant", ID, nullable=False),
        Column("screening", ID, nullable=False),
        Column("version", Integer(), nullable=False),
        Column("person", DIGEST, nullable=False),
        Column("cause", String(20), nullable=False),
        Column("created_at", TIME, nullable=False),
        Column("sealed", LargeBinary(), nullable=False),
        Column("blanked", Integer(), nullable=False),
        PrimaryKeyConstraint("tenant", "screening", "version", name="screening_versions_pkey"),
    )
    op.create_index("screening_versions_by_age", "screening_versions", ["blanked", "created_at"])
    op.create_index("screening_versions_by_person", "screening_versions", ["tenant", "person"])
    op.create_table(
        "idempotency",
        Column("tenant", ID, nullable=False),
        Column("key", String(255), nullable=False),
        Column("request", DIGEST, nullable=False),
        Column("created_at", TIME, nullable=False),
        Column("status", Integer(), nullable=False),
        Column("answer", Text(), nullable=False),
        PrimaryKeyConstraint("tenant", "key", name="idempotency_pkey"),
    )
    op.create_index("idempotency_by_age", "idempotency", ["created_at"])
    op.create_table(
        "audit",
        Column("tenant", ID, nullable=False),
        Column("sequence", Integer(), nullable=False),
        Column("at", TIME, nullable=False),
        Column("who", Text(), nullable=False),
        Column("action", String(40), nullable=False),
        Column("resource", Text(), nullable=False),
        Column("details", Text(), nullable=False),
        Column("previous", DIGEST, nullable=False),
        Column("digest", DIGEST, nullable=False),
        PrimaryKeyConstraint("tenant", "sequence", name="audit_pkey"),
    )
    op.create_table(
        "batches",
        Column("tenant", ID, nullable=False),
        Column("id", ID, nullable=False),
        Column("kind", String(10), nullable=False),
        Column("state", String(12), nullable=False),
        Column("options", Text(), nullable=False),
        Column("total", Integer(), nullable=False),
        Column("created_at", TIME, nullable=False),
        Column("updated_at", TIME, nullable=False),
        Column("finished_at", TIME),
        Column("blanked", Integer(), nullable=False),
        Column("key", ID, nullable=False),
        PrimaryKeyConstraint("tenant", "id", name="batches_pkey"),
    )
    op.create_index("batches_by_state", "batches", ["state", "updated_at"])
    op.create_table(
        "batch_items",
        Column("tenant", ID, nullable=False),
        Column("batch", ID, nullable=False),
        Column("position", Integer(), nullable=False),
        Column("state", String(10), nullable=False),
        Column("attempts", Integer(), nullable=False),
        Column("lease_until", TIME),
        Column("worker", ID),
        Column("person", DIGEST),
        Column("sealed", LargeBinary()),
        Column("screening", ID),
        Column("version", Integer()),
        Column("previous", Integer()),
        Column("error", String(40)),
        PrimaryKeyConstraint("tenant", "batch", "position", name="batch_items_pkey"),
    )
    op.create_index("batch_items_by_person", "batch_items", ["tenant", "person"])
    op.create_index("batch_items_by_state", "batch_items", ["tenant", "batch", "state", "position"])
    op.create_table(
        "reviews",
        Column("tenant", ID, nullable=False),
        Column("id", ID, nullable=False),
        Column("screening", ID, nullable=False),
        Column("person", DIGEST, nullable=False),
        Column("version", Integer(), nullable=False),
        Column("mention", Integer(), nullable=False),
        Column("credential", Integer(), nullable=False),
        Column("span_start", Integer(), nullable=False),
        Column("span_end", Integer(), nullable=False),
        Column("outcome", String(12), nullable=False),
        Column("state", String(10), nullable=False),
        Column("created_at", TIME, nullable=False),
        Column("judged_at", TIME),
        Column("judged_by", Text()),
        Column("judgement", Text()),
        Column("sealed_note", LargeBinary()),
        Column("teaches", ID),
        PrimaryKeyConstraint("tenant", "id", name="reviews_pkey"),
    )
    op.create_index("reviews_by_screening", "reviews", ["tenant", "screening"])
    op.create_index("reviews_by_state", "reviews", ["tenant", "state", "id"])
    op.create_table(
        "names",
        Column("tenant", ID, nullable=False),
        Column("id", ID, nullable=False),
        Column("sealed", LargeBinary(), nullable=False),
        Column("person", DIGEST, nullable=False),
        Column("qualification", Text(), nullable=False),
        Column("created_at", TIME, nullable=False),
        Column("withdrawn_at", TIME),
        PrimaryKeyConstraint("tenant", "id", name="names_pkey"),
    )
    op.create_index("names_by_person", "names", ["tenant", "person"])
    op.create_table(
        "webhooks",
        Column("tenant", ID, nullable=False),
        Column("id", ID, nullable=False),
        Column("url", Text(), nullable=False),
        Column("events", Text(), nullable=False),
        Column("sealed_secrets", LargeBinary(), nullable=False),
        Column("active", Integer(), nullable=False),
        Column("rests_until", TIME),
        Column("created_at", TIME, nullable=False),
        PrimaryKeyConstraint("tenant", "id", name="webhooks_pkey"),
    )
    op.create_table(
        "deliveries",
        Column("tenant", ID, nullable=False),
        Column("id", ID, nullable=False),
        Column("webhook", ID, nullable=False),
        Column("event", String(40), nullable=False),
        Column("body", Text(), nullable=False),
        Column("state", String(10), nullable=False),
        Column("attempts", Integer(), nullable=False),
        Column("due_at", TIME, nullable=False),
        Column("lease_until", TIME),
        Column("status", Integer()),
        Column("error", Text()),
        Column("created_at", TIME, nullable=False),
        Column("finished_at", TIME),
        PrimaryKeyConstraint("tenant", "id", name="deliveries_pkey"),
    )
    op.create_index("deliveries_by_state", "deliveries", ["state", "due_at"])
    op.create_index("deliveries_by_webhook", "deliveries", ["tenant", "webhook", "id"])


def downgrade() -> None:
    """Drop them with all that they hold."""
    op.drop_table("deliveries")
    op.drop_table("webhooks")
    op.drop_table("names")
    op.drop_table("reviews")
    op.drop_table("batch_items")
    op.drop_table("batches")
    op.drop_table("audit")
    op.drop_table("idempotency")
    op.drop_table("screening_versions")
    op.drop_table("screenings")
    op.drop_table("persons")
    op.drop_table("keys")
    op.drop_table("server")
    op.drop_table("tenants")
