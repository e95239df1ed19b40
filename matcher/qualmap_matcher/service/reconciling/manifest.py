"""The manifest: what the service can do, and where."""

from __future__ import annotations

from qualmap._version import __version__
from qualmap.local import LocalMatcher
from qualmap.models import Json
from qualmap_matcher.service.reconciling.entities import IDENTIFIERS, SCHEMA, TYPES
from qualmap_matcher.service.reconciling.extending import settings
from qualmap_matcher.service.reconciling.queries import MOST_QUERIES

WIDTH, HEIGHT = 440, 360
"""Of a preview in pixels: a name on two lines, and the rows of three editions."""


def manifest(base: str, *, about: str, view: str, matcher: LocalMatcher) -> dict[str, Json]:
    """The manifest of a service whose endpoint is at `base`.

    `about` is the page that explains its answers, `view` the one that the pages of all qualifications stand below: the console's,
    which asks whoever follows a link to sign in, so that links in a project can be passed on without the key in them.

    Where `base` has a key, all addresses have it; so the manifest belongs to whoever sent that key, and to no cache.
    """
    return {
        "versions": ["0.2"],
        "name": "qualmap: overseas qualifications on Shanghai's list",
        "identifierSpace": IDENTIFIERS,
        "schemaSpace": SCHEMA,
        "defaultTypes": TYPES,
        "documentation": about,
        "serviceVersion": __version__,
        "view": {"url": f"{view}/{{{{id}}}}"},
        "feature_view": {"url": f"{about}#{{{{id}}}}"},
        "preview": {"url": f"{base}/preview/{{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            "entity": {"service_url": base, "service_path": "/suggest/entity"},
            "property": {"service_url": base, "service_path": "/suggest/property"},
            "type": {"service_url": base, "service_path": "/suggest/type"},
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/properties"},
            "property_settings": settings(matcher),
        },
        "batchSize": MOST_QUERIES,
    }
