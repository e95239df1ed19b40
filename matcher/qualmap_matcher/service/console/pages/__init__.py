"""The pages, a module for each part of the console; their order is the navigation's."""

from __future__ import annotations

from qualmap_matcher.service.console.page import Page
from qualmap_matcher.service.console.pages import (
    administering_keys,
    administering_people,
    administering_webhooks,
    auditing,
    entering,
    filed,
    filing,
    importing,
    kept,
    kept_list,
    listing,
    reviewing,
    screening,
    trying,
)

PAGES: tuple[Page, ...] = (
    *entering.PAGES,
    *trying.PAGES,
    *screening.PAGES,
    *kept_list.PAGES,
    *kept.PAGES,
    *filing.PAGES,
    *filed.PAGES,
    *reviewing.PAGES,
    *listing.PAGES,
    *importing.PAGES,
    *administering_keys.PAGES,
    *administering_webhooks.PAGES,
    *administering_people.PAGES,
    *auditing.PAGES,
)
"""Every page of the console."""
