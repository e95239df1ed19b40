"""qualmap: does an overseas occupational qualification, as a person wrote it, stand on Shanghai's official list?

import qualmap

client = qualmap.Client.local()
for mention in client.match("Fellow of ACCA; CFA Level II candidate").mentions:
    print(mention.text, mention.outcome, mention.claim, mention.listing)
"""

from qualmap._version import __version__
from qualmap.client import AsyncClient, Client
from qualmap.comparing import Comparison, Difference
from qualmap.errors import (
    AttachmentError,
    InputError,
    InstallationError,
    OverlayError,
    OverlayMistake,
    QualmapError,
    TextError,
    UnknownEditionError,
    UnknownQualificationError,
)
from qualmap.explaining import FeatureDescription, algorithm
from qualmap.facts import Fact
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

__all__ = [
    "AsyncClient",
    "AttachmentError",
    "Benefit",
    "Candidate",
    "CategoryListing",
    "Choice",
    "Client",
    "Comparison",
    "Credential",
    "Difference",
    "Fact",
    "Failure",
    "FeatureDescription",
    "InputError",
    "InstallationError",
    "Listing",
    "MatchResult",
    "Mention",
    "OverlayError",
    "OverlayMistake",
    "Premium",
    "Qualification",
    "QualmapError",
    "Question",
    "Reason",
    "Record",
    "ScreenedMention",
    "Screening",
    "SourceReference",
    "TextError",
    "Title",
    "UnknownEditionError",
    "UnknownQualificationError",
    "Versions",
    "Wording",
    "__version__",
    "algorithm",
]
