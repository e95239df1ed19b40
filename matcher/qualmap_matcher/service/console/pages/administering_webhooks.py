"""`/console/admin/webhooks`: where a company's own programs are told what happened, and the log of what was told."""

from __future__ import annotations

import asyncio
import re
from typing import cast

from qualmap.errors import InputError
from qualmap.kept.webhooks import Delivery, Webhook
from qualmap.models import Json
from qualmap_matcher.service import administering_webhooks as steps
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.repeating import mark, writing_once
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.events import EVENTS
from qualmap_matcher.service.store import deliveries, webhooks
from qualmap_matcher.service.store.scope import Scope

PATH = f"{HOME}/admin/webhooks"
_ON_A_PAGE = 25  # deliveries: what fits a screen or two
_ID = re.compile(r"[0-9a-f-]{36}")
_LONGEST_ADDRESS = 2048  # as the API has it


async def webhooks_page(visit: Visit) -> Shown | Elsewhere:
    """Every webhook, the newest first, and the form for another."""
    return await _page(visit)


async def make_webhook(visit: Visit) -> Shown | Elsewhere:
    """Register an address for events; this answer alone has the secret that signs them."""
    url, events = visit.form.text("url").strip(), visit.form.texts("events")

    def work(scope: Scope) -> Json:
        webhook, secret = steps.create_webhook(scope, visit.core.vault, who=visit.who, url=url, events=wanted)
        return {"id": webhook.id, "secret": secret}

    try:
        wanted = _checked(url, events)
        await asyncio.to_thread(visit.core.target_of, url)
        made = cast("dict[str, str]", await writing_once(visit, work, url, *events))
    except InputError as error:
        return await _page(visit, url=url, events=events, wrong=error)
    return await _one(visit, made["id"], secret=made["secret"])


async def webhook_page(visit: Visit) -> Shown | Elsewhere:
    """One webhook with its deliveries, the newest first."""
    return await _one(visit, visit.path["id"])


async def rotate_secret(visit: Visit) -> Shown | Elsewhere:
    """Make a new secret, which this answer alone has; for a day, deliveries are signed with the old one too."""

    def work(scope: Scope) -> Json:
        webhook, secret = steps.rotate_webhook_secret(scope, visit.core.vault, visit.path["id"], who=visit.who)
        return {"id": webhook.id, "secret": secret}

    made = cast("dict[str, str]", await writing_once(visit, work))
    return await _one(visit, made["id"], secret=made["secret"], rotated=True)


async def send_test(visit: Visit) -> Shown | Elsewhere:
    """Send the event `webhook.test` to this address."""
    await writing_once(visit, lambda scope: steps.test_webhook(scope, visit.path["id"], who=visit.who).to_dict())
    return Elsewhere(to=f"{PATH}/{visit.path['id']}", notice="admin.test-queued")


async def send_again(visit: Visit) -> Shown | Elsewhere:
    """Send a delivery that has ended once more."""
    id_, delivery = visit.path["id"], visit.path["delivery"]
    await writing_once(visit, lambda scope: steps.replay_delivery(scope, id_, delivery, who=visit.who).to_dict())
    return Elsewhere(to=f"{PATH}/{id_}", notice="admin.replay-queued")


async def delete_webhook_here(visit: Visit) -> Shown | Elsewhere:
    """Remove a webhook with its log."""
    await visit.writing(lambda scope: steps.delete_webhook(scope, visit.path["id"], who=visit.who))
    return Elsewhere(to=PATH, notice="admin.webhook-deleted")


def _checked(url: str, events: tuple[str, ...]) -> list[str]:
    if not url:
        raise InputError("missing; expected a text", field="url")
    if len(url) > _LONGEST_ADDRESS:
        raise InputError(f"expected at most {_LONGEST_ADDRESS:,} characters", field="url")
    if not events:
        raise InputError("expected a list with at least one entry", field="events")
    return steps.checked_events(list[Json](events))


async def _page(visit: Visit, *, url: str = "", events: tuple[str, ...] = (), wrong: InputError | None = None) -> Shown:
    def work(scope: Scope) -> list[tuple[Webhook, Delivery | None]]:
        found = webhooks.page(scope, before=None, limit=webhooks.MOST)
        return [(one, next(iter(deliveries.page(scope, one.id, before=None, limit=1)), None)) for one in found]

    return Shown(
        template="admin/webhooks.html",
        contents={
            "webhooks": await visit.reading(work),
            "most": webhooks.MOST,
            "events": tuple(EVENTS),
            "longest": _LONGEST_ADDRESS,
            "mark": mark(),
            "form": {"url": url, "events": events},
            "wrong": wrong,
        },
        status=422 if wrong else 200,
    )


async def _one(visit: Visit, id_: str, *, secret: str | None = None, rotated: bool = False) -> Shown:
    given = visit.query.get("cursor", "")
    cursor = given if _ID.fullmatch(given) else None

    def work(scope: Scope) -> tuple[Webhook, list[Delivery]]:
        webhook = steps.find_webhook(scope, id_)
        return webhook, deliveries.page(scope, webhook.id, before=cursor, limit=_ON_A_PAGE + 1)

    webhook, found = await visit.reading(work)
    page = found[:_ON_A_PAGE]
    return Shown(
        template="admin/deliveries.html" if visit.partial else "admin/webhook.html",
        contents={
            "webhook": webhook,
            "deliveries": page,
            "next": page[-1].id if len(found) > _ON_A_PAGE else None,
            "waiting": cursor is None and any(one.state == deliveries.PENDING for one in page),
            "secret": secret,
            "rotated": rotated,
            "mark": mark(),
        },
    )


PAGES = (
    Page(path=PATH, scope="admin", handler=webhooks_page),
    Page(path=PATH, scope="admin", handler=make_webhook, method="POST"),
    Page(path=f"{PATH}/{{id}}", scope="admin", handler=webhook_page),
    Page(path=f"{PATH}/{{id}}/rotate", scope="admin", handler=rotate_secret, method="POST"),
    Page(path=f"{PATH}/{{id}}/test", scope="admin", handler=send_test, method="POST"),
    Page(path=f"{PATH}/{{id}}/delete", scope="admin", handler=delete_webhook_here, method="POST"),
    Page(path=f"{PATH}/{{id}}/deliveries/{{delivery}}/replay", scope="admin", handler=send_again, method="POST"),
)
