"""What the service keeps, as models: frozen attrs classes whose `to_dict()` is the service's JSON.

Moments are ISO 8601 in UTC, as text: `2026-01-31T08:00:00.000000Z`.
"""

from qualmap.kept.administration import (
    AuditEntry,
    AuditHead,
    AuditVerification,
    Dossier,
    Erased,
    Key,
    KeyWithText,
    Retention,
)
from qualmap.kept.batches import Batch, BatchCounts, BatchOptions, BatchResult, ChangedTopic, PersonChange, VersionReference
from qualmap.kept.pages import Page
from qualmap.kept.reviews import Judged, Judgement, MentionBeside, Review
from qualmap.kept.screenings import StoredScreening
from qualmap.kept.webhooks import Delivery, Webhook, WebhookWithSecret

__all__ = [
    "AuditEntry",
    "AuditHead",
    "AuditVerification",
    "Batch",
    "BatchCounts",
    "BatchOptions",
    "BatchResult",
    "ChangedTopic",
    "Delivery",
    "Dossier",
    "Erased",
    "Judged",
    "Judgement",
    "Key",
    "KeyWithText",
    "MentionBeside",
    "Page",
    "PersonChange",
    "Retention",
    "Review",
    "StoredScreening",
    "VersionReference",
    "Webhook",
    "WebhookWithSecret",
]
