"""qualmap: does an overseas occupational qualification, as a person wrote it, stand on Shanghai's official list?

import qualmap

client = qualmap.Client.local()
for mention in client.match("Fellow of ACCA; CFA Level II candidate").mentions:
    print(mention.text, mention.outcome, mention.claim, mention.listing)
"""

from qualmap._version import __version__
from qualmap.answers import Answer
from qualmap.async_client import AsyncClient
from qualmap.client import Client
from qualmap.comparing import Comparison, Difference
from qualmap.differences import DifferingQualification, EditionDifferences
from qualmap.errors import (
    AttachmentError,
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    ConnectionFailedError,
    InputError,
    InstallationError,
    NotFoundError,
    OverlayError,
    QualmapError,
    RateLimitError,
    RequestError,
    ResponseError,
    ScopeError,
    ServerError,
    ServiceError,
    StatusError,
    TextError,
    TimedOutError,
    UnknownEditionError,
    UnknownQualificationError,
    WebhookError,
    WorkerError,
)
from qualmap.explaining import FeatureDescription, algorithm
from qualmap.facts import Fact
from qualmap.mistakes import OverlayMistake
from qualmap.models import Candidate, CategoryListing, Credential, Listing, MatchResult, Mention, Qualification, Reason
from qualmap.records import Record
from qualmap.screening import (
    Benefit,
    Choice,
    Failure,
    Premium,
    Question,
    ScreenedMention,
    Screening,
    SourceReference,
    Title,
    Versions,
    Wording,
)
from qualmap.transport.messages import RequestOptions, Timeout

__all__ = [
    "Answer",
    "AsyncClient",
    "AttachmentError",
    "AuthenticationError",
    "Benefit",
    "Candidate",
    "CategoryListing",
    "Choice",
    "Client",
    "Comparison",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "Credential",
    "Difference",
    "DifferingQualification",
    "EditionDifferences",
    "Fact",
    "Failure",
    "FeatureDescription",
    "InputError",
    "InstallationError",
    "Listing",
    "MatchResult",
    "Mention",
    "NotFoundError",
    "OverlayError",
    "OverlayMistake",
    "Premium",
    "Qualification",
    "QualmapError",
    "Question",
    "RateLimitError",
    "Reason",
    "Record",
    "RequestError",
    "RequestOptions",
    "ResponseError",
    "ScopeError",
    "ScreenedMention",
    "Screening",
    "ServerError",
    "ServiceError",
    "SourceReference",
    "StatusError",
    "TextError",
    "TimedOutError",
    "Timeout",
    "Title",
    "UnknownEditionError",
    "UnknownQualificationError",
    "Versions",
    "WebhookError",
    "Wording",
    "WorkerError",
    "__version__",
    "algorithm",
]
