"""The tables. Every table but `tenants` and `server` has a `tenant` column, and only `scope.Scope` builds statements on those.

Ids are UUIDv7 texts, so that their order is that of creation; times are UTC texts of fixed width (`clock.now()`), which sort
as they follow each other and read the same in both databases. `sealed` columns hold ciphertext (`sealing`); no text that a
person wrote stands anywhere else.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

# PostgreSQL's own names, given to SQLite too: a constraint without a name is one that no migration can change there.
METADATA = MetaData(naming_convention={"pk": "%(table_name)s_pkey", "uq": "%(table_name)s_%(column_0_name)s_key"})

ID, TIME, DIGEST = String(36), String(27), String(64)


def _owned(name: str, *parts: Column[object] | Index | PrimaryKeyConstraint | ForeignKeyConstraint) -> Table:
    """A table whose rows belong to a tenant; `id` is unique within it."""
    return Table(name, METADATA, Column("tenant", ID, nullable=False), *parts)


TENANTS = Table(
    "tenants",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created_at", TIME, nullable=False),
    Column("retention_days", Integer, nullable=False),
    Column("audit_sequence", Integer, nullable=False),  # of the newest entry of the trail: 0 before the first,
    Column("audit_digest", DIGEST, nullable=False),  # and its digest, so that cutting off the end is seen
)

SERVER = Table(
    "server",
    METADATA,
    Column("name", String(40), primary_key=True),  # secret: a digest of the one that all share; editions: what was told of
    Column("value", Text, nullable=False),
)

KEYS = _owned(
    "keys",
    Column("id", ID, nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", DIGEST, nullable=False, unique=True),  # HMAC-SHA256 of the key with the server's secret
    Column("ending", String(4), nullable=False),  # so that a person can tell keys apart
    Column("scopes", Text, nullable=False),  # blank-separated
    Column("created_at", TIME, nullable=False),
    Column("expires_at", TIME),
    Column("revoked_at", TIME),
    Column("last_used_at", TIME),
    PrimaryKeyConstraint("tenant", "id"),
)

PERSONS = _owned(
    "persons",
    Column("person", DIGEST, nullable=False),  # HMAC of the ref: nobody reads a ref in the database
    Column("sealed_key", LargeBinary, nullable=False),  # what this person's texts are sealed with, itself sealed
    Column("created_at", TIME, nullable=False),
    PrimaryKeyConstraint("tenant", "person"),
)

SCREENINGS = _owned(
    "screenings",
    Column("id", ID, nullable=False),
    Column("person", DIGEST, nullable=False),
    Column("version", Integer, nullable=False),  # the newest; earlier ones stand in screening_versions
    Column("edition", String(20), nullable=False),
    Column("decision_id", DIGEST, nullable=False),
    Column("decisions", Text, nullable=False),  # ";A:eligible;B:no_row;": the category and decision of every clause, each once
    Column("review", String(10), nullable=False),  # none, open, done
    Column("created_at", TIME, nullable=False),
    Column("updated_at", TIME, nullable=False),
    Column("batch", ID),
    PrimaryKeyConstraint("tenant", "id"),
    Index("screenings_by_person", "tenant", "person"),
)

SCREENING_VERSIONS = _owned(
    "screening_versions",
    Column("screening", ID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("person", DIGEST, nullable=False),
    Column("cause", String(20), nullable=False),  # request, batch, review, undo, rescreen
    Column("created_at", TIME, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # JSON: {"record", "options", "screening"}; texts blanked once retention ends
    Column("blanked", Integer, nullable=False),
    PrimaryKeyConstraint("tenant", "screening", "version"),
    Index("screening_versions_by_person", "tenant", "person"),
    Index("screening_versions_by_age", "blanked", "created_at"),
)

IDEMPOTENCY = _owned(
    "idempotency",
    Column("key", String(255), nullable=False),
    Column("request", DIGEST, nullable=False),  # HMAC of method, path and body
    Column("created_at", TIME, nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),  # JSON: which resources it is made of, or all of it, sealed; no text of a person
    PrimaryKeyConstraint("tenant", "key"),
    Index("idempotency_by_age", "created_at"),
)

AUDIT = _owned(
    "audit",
    Column("sequence", Integer, nullable=False),
    Column("at", TIME, nullable=False),
    Column("who", Text, nullable=False),  # key:ID, system, console:…
    Column("action", String(40), nullable=False),  # screening.created, key.revoked, …
    Column("resource", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON without any text of a person
    Column("previous", DIGEST, nullable=False),
    Column("digest", DIGEST, nullable=False),
    PrimaryKeyConstraint("tenant", "sequence"),
)

BATCHES = _owned(
    "batches",
    Column("id", ID, nullable=False),
    Column("kind", String(10), nullable=False),  # upload: new people; rescreen: stored screenings once more
    Column("state", String(12), nullable=False),  # receiving, queued, running, done, cancelled; discarded while it is removed
    Column("options", Text, nullable=False),  # JSON: edition, as_of, minimum_evidence; one of the first two is never null
    Column("total", Integer, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("updated_at", TIME, nullable=False),  # when something last arrived, or the state changed
    Column("finished_at", TIME),  # of a cancelled one: when its last item was put away
    Column("blanked", Integer, nullable=False),  # 1 once retention ended: what was sealed for its items is gone
    Column("key", ID, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
    Index("batches_by_state", "state", "updated_at"),
)

BATCH_ITEMS = _owned(
    "batch_items",
    Column("batch", ID, nullable=False),
    Column("position", Integer, nullable=False),  # in the upload, from 0
    Column("state", String(10), nullable=False),  # queued, leased, done, failed, cancelled
    Column("attempts", Integer, nullable=False),
    Column("lease_until", TIME),
    Column("worker", ID),  # who holds the lease: a new id for each
    Column("person", DIGEST),  # None for an item whose ref could not be read; the server's own key seals those
    Column("sealed", LargeBinary),  # JSON: ref, record, error; gone once the item is done
    Column("screening", ID),
    Column("version", Integer),  # of the screening: what the item came to
    Column("previous", Integer),  # of the screening: what a rescreened one was before; the same where nothing changed
    Column("error", String(40)),  # the code; the message, which may quote, is sealed
    PrimaryKeyConstraint("tenant", "batch", "position"),
    Index("batch_items_by_state", "tenant", "batch", "state", "position"),
    Index("batch_items_by_person", "tenant", "person"),
)

REVIEWS = _owned(
    "reviews",
    Column("id", ID, nullable=False),
    Column("screening", ID, nullable=False),
    Column("person", DIGEST, nullable=False),
    Column("version", Integer, nullable=False),  # of the screening: the newest that asks, or the one that was judged
    Column("mention", Integer, nullable=False),  # its index in that version
    Column("credential", Integer, nullable=False),  # where the mention stands in the record: which credential,
    Column("span_start", Integer, nullable=False),  # and from where to where in its text
    Column("span_end", Integer, nullable=False),
    Column("outcome", String(12), nullable=False),  # review or ambiguous
    Column("state", String(10), nullable=False),  # open, confirmed, corrected, rejected, void
    Column("created_at", TIME, nullable=False),
    Column("judged_at", TIME),
    Column("judged_by", Text),
    Column("judgement", Text),  # JSON: action, qualification, claim, teaching (`learning.Teaching`)
    Column("sealed_note", LargeBinary),  # what the judge wrote about it, sealed with the person's key
    Column("teaches", ID),  # the name that the judgement taught
    PrimaryKeyConstraint("tenant", "id"),
    Index("reviews_by_screening", "tenant", "screening"),
    Index("reviews_by_state", "tenant", "state", "id"),
)

NAMES = _owned(
    "names",
    Column("id", ID, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # JSON: text, overrides; sealed with the person's key that it was learnt from
    Column("person", DIGEST, nullable=False),
    Column("qualification", Text, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("withdrawn_at", TIME),
    PrimaryKeyConstraint("tenant", "id"),
    Index("names_by_person", "tenant", "person"),
)

WEBHOOKS = _owned(
    "webhooks",
    Column("id", ID, nullable=False),
    Column("url", Text, nullable=False),
    Column("events", Text, nullable=False),  # blank-separated
    Column("sealed_secrets", LargeBinary, nullable=False),  # JSON: the secret, and the one before it while that still counts
    Column("active", Integer, nullable=False),
    Column("rests_until", TIME),  # after a delivery that nobody answered: no other is tried before
    Column("created_at", TIME, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
)

DELIVERIES = _owned(
    "deliveries",
    Column("id", ID, nullable=False),
    Column("webhook", ID, nullable=False),
    Column("event", String(40), nullable=False),
    Column("body", Text, nullable=False),  # JSON with ids and decisions; never a text of a person
    Column("state", String(10), nullable=False),  # pending, leased, delivered, failed
    Column("attempts", Integer, nullable=False),
    Column("due_at", TIME, nullable=False),
    Column("lease_until", TIME),
    Column("status", Integer),  # of the last answer
    Column("error", Text),
    Column("created_at", TIME, nullable=False),
    Column("finished_at", TIME),
    PrimaryKeyConstraint("tenant", "id"),
    Index("deliveries_by_state", "state", "due_at"),
    Index("deliveries_by_webhook", "tenant", "webhook", "id"),
)
