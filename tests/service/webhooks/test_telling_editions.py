"""Companies are told of an edition that changed, once."""

from __future__ import annotations

from pathlib import Path

import attrs
import time_machine
from receiving import Hooks, Receiver

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.telling_editions import tell_now

OVERLAY = Path(__file__).parents[2] / "overlays" / "full"


def test_an_edition_that_comes_into_force_is_told_of_once(hooks: Hooks) -> None:
    with Receiver() as receiver:
        hook = hooks.add(receiver.url, "edition.changed")
        with time_machine.travel("2024-06-01", tick=False):
            first = tell_now(hooks.core)
        told = tell_now(hooks.core), tell_now(hooks.core)
        hooks.deliver()
        events = [one.verified(hook["secret"]) for one in receiver.arrived]

    assert (first, told) == (False, (True, False))
    [event] = events
    today = hooks.core.matcher.asked(None, None, "inferred").edition
    digest = hooks.core.matcher.engine.editions.digest(today)
    assert event.data == {"edition": today, "change": "in_force", "digest": digest}


def test_rows_that_were_imported_are_told_of_once_by_whichever_server(hooks: Hooks, settings: Settings) -> None:
    with Receiver() as receiver:
        hook = hooks.add(receiver.url, "edition.changed")
        assert tell_now(hooks.core) is False
        later = [Core.open(attrs.evolve(settings, data=OVERLAY)) for _ in range(2)]
        told = [tell_now(core) for core in later]
        digest = later[0].matcher.engine.editions.digest("3.0")
        for core in later:
            core.close()
        assert tell_now(hooks.core) is False  # a server with the old rows is not news
        hooks.deliver()
        events = [one.verified(hook["secret"]).data for one in receiver.arrived]

    assert told == [True, False]
    assert {"edition": "3.0", "change": "content", "digest": digest} in events
    assert all(event["change"] == "content" for event in events)
