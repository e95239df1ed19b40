"""A company of invented people in which every page of the console has something to show: for its pictures and its tests."""

from __future__ import annotations

import csv
import itertools
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from qualmap.files.reading import Options, open_people
from qualmap.models import Credential, Json
from qualmap.records import FactValue, Record
from qualmap_matcher.service.administering import create_key, revoke_key
from qualmap_matcher.service.administering_webhooks import create_webhook, test_webhook
from qualmap_matcher.service.batching.receiving import let_loose
from qualmap_matcher.service.batching.screening import settled_options
from qualmap_matcher.service.batching.tables import take_in
from qualmap_matcher.service.batching.working import work_on
from qualmap_matcher.service.console import attachments
from qualmap_matcher.service.console.page import HOME
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.deciding_reviews import decided, verdict_of
from qualmap_matcher.service.events import EVENTS
from qualmap_matcher.service.keeping import keep, screened
from qualmap_matcher.service.store import accounts, batch_work, batches, deliveries, reviews
from qualmap_matcher.service.store.deliveries import Tried
from qualmap_matcher.service.store.scope import Scope

EXAMPLES = Path(__file__).parents[1] / "examples"
PEOPLE = EXAMPLES / "people.csv"
ATTACHMENT = EXAMPLES / "invented-attachment.html"
RECEIVER = "https://hr.example.com/qualmap"  # nothing is sent there: the company's service has no workers
EDITION = "1.0"  # the one with confirmed rows
_MANY = 320  # people of the file that is under way: one lease is 200
_REFUSED = "the receiver answered 500"

_HERE: dict[str, FactValue] = {"works_in_shanghai": True, "origin": "foreign", "work_permit": True}
_SCREENED: Sequence[tuple[str, Sequence[Credential], Mapping[str, FactValue]]] = (
    ("C-1019", (Credential("PMP®; CISSP"),), {"works_in_shanghai": False}),
    ("C-1020", (Credential("ACA, member since 2011; PMP"),), {**_HERE, "age": 38}),
    ("C-1021", (Credential("CPA (Aust.), former member of CIMA"),), _HERE),
    ("C-1022", (Credential("Chartered Engineer (CEng), MICE", None, "GB"), Credential("FCA")), {**_HERE, "age": 51}),
    ("C-1023", (Credential("特许公认会计师 ACCA 会员，已通过 FRM 二级"),), {"works_in_shanghai": True}),
    ("C-1025", (Credential("CPA; PMP"),), {**_HERE, "age": 45, "degree": "master"}),
    ("C-1024", (Credential("Fellow of ACCA; CFA Level II candidate"),), {**_HERE, "age": 66}),
)
"""Refs with what the people hold and what is known of them, in the order in which they were screened."""


@attrs.frozen(kw_only=True)
class Filled:
    """What the company has, by its ids: a kept screening with decisions, tasks that wait and one that was judged, and so on."""

    screening: str
    waiting: str
    judged: str
    finished: str
    under_way: str
    webhook: str
    imported: str

    @property
    def addresses(self) -> Mapping[str, str]:
        """An address for each page whose path has a name in braces, where it has something to show."""
        return {
            f"{HOME}/screenings/{{id}}": f"{HOME}/screenings/{self.screening}",
            f"{HOME}/files/{{id}}": f"{HOME}/files/{self.finished}",
            f"{HOME}/files/{{id}}/progress": f"{HOME}/files/{self.under_way}/progress",
            f"{HOME}/reviews/{{id}}": f"{HOME}/reviews/{self.waiting}",
            f"{HOME}/list/{{id}}": f"{HOME}/list/acca-fellow",
            f"{HOME}/list/editions/{{edition}}": f"{HOME}/list/editions/{EDITION}",
            f"{HOME}/list/import/{{id}}": f"{HOME}/list/import/{self.imported}",
            f"{HOME}/admin/webhooks/{{id}}": f"{HOME}/admin/webhooks/{self.webhook}",
        }


def fill(core: Core, tenant: str) -> Filled:
    """Do for a company what its people would do at the console, under its first key; the service has no workers meanwhile."""
    with core.database.writing() as connection:
        scope = Scope(connection, tenant)
        key = accounts.keys(scope)[0].id
        who = f"key:{key}"
        _keys(scope, core, who)
        webhook, _ = create_webhook(scope, core.vault, who=who, url=RECEIVER, events=tuple(EVENTS))
    under_way, finished = _files(core, tenant, key)
    screenings = _screenings(core, tenant, who)
    waiting, judged = _reviews(core, tenant, who)
    _deliveries(core, tenant, webhook.id, who)
    content, about = ATTACHMENT.read_bytes(), {"source": "an invented example", "date": "2098-12-01"}
    imported = attachments.begin(core, tenant, ATTACHMENT.name, content, edition="9.0", in_force_from="2099-01-01", **about)
    return Filled(
        screening=screenings["C-1024"],
        waiting=waiting,
        judged=judged,
        finished=finished,
        under_way=under_way,
        webhook=webhook.id,
        imported=imported.id,
    )


def _keys(scope: Scope, core: Core, who: str) -> None:
    create_key(scope, core.vault, who=who, name="Applicant tracking", scopes=("match", "screen"))
    create_key(scope, core.vault, who=who, name="Zhao, reviews", scopes=("match", "review"))
    old, _ = create_key(scope, core.vault, who=who, name="Trial", scopes=("match",))
    revoke_key(scope, old.id, who=who)


def _files(core: Core, tenant: str, key: str) -> tuple[str, str]:
    """A file of which one lease is done, and one that came to its end, of which a row failed."""
    header, *rows = list(csv.reader(PEOPLE.read_text(encoding="utf-8").splitlines(keepends=True)))
    kinds = itertools.cycle(("FCCA", "PMP", "FRM", "CFA charterholder", "CISSP"))
    with tempfile.TemporaryDirectory() as folder:
        many, few = Path(folder) / "many.csv", Path(folder) / "few.csv"
        _write(many, [["Ref", "Certificate"], *([f"T-{number:04}", next(kinds)] for number in range(1, _MANY + 1))])
        wrong = [{0: "P-99", header.index("Age"): "old"}.get(place, cell) for place, cell in enumerate(rows[0])]
        _write(few, [header, *rows, wrong])
        under_way = _batch(core, tenant, key, many)
        _work(core, under_way)
        finished = _batch(core, tenant, key, few)
        while _work(core, finished):
            pass
    return under_way, finished


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _batch(core: Core, tenant: str, key: str, path: Path) -> str:
    matcher = core.matcher_for(tenant)
    options = settled_options({"edition": EDITION}, matcher)
    with core.database.writing() as connection:
        id_ = batches.begin(Scope(connection, tenant), kind="upload", options=options, key=key)
    with open_people(str(path), facts=matcher.facts(), options=Options()) as people:
        total = take_in(core, tenant, id_, people.rows)
    with core.database.writing() as connection:
        let_loose(Scope(connection, tenant), core, id_, who=f"key:{key}", total=total, options=options)
    return id_


def _work(core: Core, id_: str) -> bool:
    with core.database.reading() as connection:
        found = [one for one in batch_work.open_batches(connection) if one.id == id_]
    return any(work_on(core, one) for one in found)


def _screenings(core: Core, tenant: str, who: str) -> dict[str, str]:
    """The ids of kept screenings by their refs."""
    options: dict[str, Json] = {"edition": EDITION, "as_of": None, "minimum_evidence": "inferred"}
    answers = [screened(core, tenant, Record(ref, tuple(held), facts), options) for ref, held, facts in _SCREENED]
    kept = {}
    for one in answers:  # each in a transaction of its own, so that their moments and ids follow each other
        with core.database.writing() as connection:
            [stored] = keep(Scope(connection, tenant), core, [one.draft(options)], who=who)
        kept[one.record.ref] = stored.id
    return kept


def _reviews(core: Core, tenant: str, who: str) -> tuple[str, str]:
    """A task that waits, and one that was judged."""
    with core.database.reading() as connection:
        found = reviews.page(Scope(connection, tenant), reviews.Filters(state=reviews.OPEN), after=None, limit=2)
    judged, waiting = (one.id for one in found)
    verdict = verdict_of({"action": "reject", "note": "Asked: a course, no membership.", "teach": False}, who)
    with core.database.writing() as connection:
        decided(Scope(connection, tenant), core, lambda court: court.judge(judged, verdict), who=who)
    core.own_engines.changed(tenant)
    return waiting, judged


def _deliveries(core: Core, tenant: str, webhook: str, who: str) -> None:
    """Events that arrived, one that was given up, and one on its way."""
    with core.database.writing() as connection:
        *others, one, newest = deliveries.take(connection, seconds=60)
        for leased in (*others, newest):
            deliveries.settle(connection, leased, Tried(status=204), rest_seconds=None)
        last = attrs.evolve(one, attempts=len(deliveries.DELAYS) + 1)
        deliveries.settle(connection, last, Tried(status=500, error=_REFUSED), rest_seconds=None)
        test_webhook(Scope(connection, tenant), webhook, who=who)
