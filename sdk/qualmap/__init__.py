"""qualmap: does an overseas occupational qualification, as a person wrote it, stand on Shanghai's official list?

import qualmap

client = qualmap.Client.local()
for mention in client.match("Fellow of ACCA; CFA Level II candidate").mentions:
    print(mention.text, mention.outcome, mention.claim, mention.listing)
"""

from qualmap._version import __version__
from qualmap.client import AsyncClient, Client
from qualmap.errors import (
    InputError,
    InstallationError,
    QualmapError,
    TextError,
    UnknownEditionError,
    UnknownQualificationError,
)
from qualmap.explaining import FeatureDescription, algorithm
from qualmap.models import Candidate, CategoryListing, Credential, Listing, MatchResult, Mention, Qualification, Reason

__all__ = [
    "AsyncClient",
    "Candidate",
    "CategoryListing",
    "Client",
    "Credential",
    "FeatureDescription",
    "InputError",
    "InstallationError",
    "Listing",
    "MatchResult",
    "Mention",
    "Qualification",
    "QualmapError",
    "Reason",
    "TextError",
    "UnknownEditionError",
    "UnknownQualificationError",
    "__version__",
    "algorithm",
]
