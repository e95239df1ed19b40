"""`/console/files/{id}`: how far a batch has come, its results as a table with filters, and the same as a file."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import attrs

from qualmap.editions import EVIDENCE
from qualmap.errors import InputError
from qualmap.files.rows import FailedRow
from qualmap.files.summaries import Summary, summary_of
from qualmap.files.writing import Output, open_output
from qualmap.parsing import structured
from qualmap.records import Record
from qualmap.reports.signs import DECISIONS
from qualmap.screening import Screening
from qualmap_matcher.editions.listing import CATEGORIES
from qualmap_matcher.service.batching.steering import cancel, retry
from qualmap_matcher.service.console.page import HOME, Download, Elsewhere, Page, Shown
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.fields import asked_by, option_text
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.store import batch_results, batches
from qualmap_matcher.service.store.batch_results import Filters, Result
from qualmap_matcher.service.store.batches import Batch
from qualmap_matcher.service.store.scope import Scope

PATH = f"{HOME}/files/{{id}}"
_ROWS = 50  # of one page
_READ_AT_ONCE = 100  # results, some 20 KB each
_READ_FOR_A_PAGE = 2000  # results that are opened, sought through for an evidence, before the page is shown as far as it got
_PIECE = 64 * 1024  # bytes of a file on its way
_REVIEWS = ("open", "done", "none")
_FAILED = "failed"
_LONGEST_NUMBER = 9  # digits of a position
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@attrs.frozen(kw_only=True)
class Row:
    """One person of the table; `summary` is None where there is an error instead."""

    result: Result
    summary: Summary | None
    asks: int = 0


@attrs.frozen(kw_only=True)
class Sieve:
    """What of the results is shown, as it was chosen; what is no choice counts as none."""

    decision: str
    category: str
    evidence: str
    review: str

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Sieve:
        """What an address or a form says."""
        known: dict[str, Sequence[str]] = {
            "decision": (*DECISIONS, _FAILED),
            "category": CATEGORIES,
            "evidence": EVIDENCE,
            "review": _REVIEWS,
        }
        return cls(**{name: one if (one := given.get(name, "")) in values else "" for name, values in known.items()})

    @property
    def filters(self) -> Filters:
        """As the store takes them; the evidence is looked for in what it gives."""
        if self.decision == _FAILED:
            return Filters(failed=True)
        return Filters(decision=self.decision or None, category=self.category or None, review=self.review or None)

    def admits(self, summary: Summary | None) -> bool:
        """Whether a person's best row has the evidence that is wanted; an error has none."""
        return not self.evidence or (summary is not None and summary.evidence == self.evidence)


async def file_page(visit: Visit) -> Shown | Elsewhere:
    """One batch with its progress and its results."""
    batch, sieve = await _batch(visit), Sieve.of(visit.query)
    written = visit.query.get("cursor", "")
    after = int(written) if written.isascii() and written.isdecimal() and len(written) <= _LONGEST_NUMBER else -1
    rows, last, is_over = await _rows(visit, batch.id, sieve, after=after)
    return Shown(
        template="files/results.html" if visit.partial else "files/batch.html",
        contents={
            "batch": batch,
            "sieve": sieve,
            "rows": rows,
            "next_cursor": None if is_over else last,
            "categories": CATEGORIES,
            "kinds": EVIDENCE[::-1],
            "reviews": _REVIEWS,
        },
    )


async def file_progress(visit: Visit) -> Shown | Elsewhere:
    """How far a batch has come: a piece that asks again by itself; once the batch is over, the page is shown anew."""
    batch = await _batch(visit)
    if not visit.partial:
        return Elsewhere(to=f"{HOME}/files/{batch.id}")
    headers = {"HX-Refresh": "true"} if batch.is_over else {}
    return Shown(template="files/progress.html", contents={"batch": batch}, headers=headers)


async def stop_file(visit: Visit) -> Shown | Elsewhere:
    """Cancel a batch; what was done stays."""
    id_ = visit.path["id"]
    await visit.writing(lambda scope: cancel(scope, id_, who=visit.who))
    return Elsewhere(to=f"{HOME}/files/{id_}", notice="files.stopped")


async def retry_file(visit: Visit) -> Shown | Elsewhere:
    """Try the failures of a batch again, those apart that are no records."""
    id_ = visit.path["id"]
    await visit.writing(lambda scope: retry(scope, id_, who=visit.who))
    return Elsewhere(to=f"{HOME}/files/{id_}", notice="files.retried")


async def download_file(visit: Visit) -> Download:
    """The results that the filters admit, as CSV or XLSX, each in the newest version that it has by now."""
    batch, sieve = await _batch(visit), Sieve.of({name: visit.form.text(name) for name in attrs.fields_dict(Sieve)})
    kind = visit.form.text("kind")
    if kind not in _KINDS:
        raise InputError(f"expected one of {', '.join(_KINDS)}", field="kind")
    folder = tempfile.TemporaryDirectory(prefix="qualmap-")
    path = Path(folder.name) / f"results.{kind}"
    try:
        await asyncio.to_thread(_write, visit, batch, sieve, path)
    except BaseException:
        folder.cleanup()
        raise
    return Download(name=f"qualmap-{batch.created_at[:10]}.{kind}", media_type=_KINDS[kind], content=_pieces(folder, path))


async def _pieces(folder: tempfile.TemporaryDirectory[str], path: Path) -> AsyncIterator[bytes]:
    with folder, path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece


async def _batch(visit: Visit) -> Batch:
    batch = await visit.reading(lambda scope: batches.find(scope, visit.path["id"]))
    if batch is None:
        raise not_found("batch")
    return batch


async def _rows(visit: Visit, id_: str, sieve: Sieve, *, after: int) -> tuple[list[Row], int, bool]:
    """The rows of one page, the position that the next one starts after, and whether there is none."""

    def read(scope: Scope) -> tuple[list[Row], int, bool]:
        rows: list[Row] = []
        last, seen, is_over = after, 0, False
        while len(rows) < _ROWS and seen < _READ_FOR_A_PAGE and not is_over:
            limit = _ROWS - len(rows)
            page = batch_results.newest(scope, visit.core.vault, id_, sieve.filters, after=last, limit=limit)
            rows.extend(row for row in map(_row, page.results) if sieve.admits(row.summary))
            last, seen, is_over = page.last, seen + limit, page.is_over
        return rows, last, is_over

    return await visit.reading(read)


def _row(result: Result) -> Row:
    if result.screening is None:
        return Row(result=result, summary=None)
    answer = structured(result.screening.screening, Screening)
    return Row(result=result, summary=summary_of(answer), asks=len(answer.next_questions))


def _write(visit: Visit, batch: Batch, sieve: Sieve, path: Path) -> None:
    core = visit.core
    matcher = visit.matcher
    like = matcher.screen(Record("-"), asked_by(batch.options, matcher), option_text(batch.options, "as_of"))
    after, is_over = -1, False
    with open_output(path, like=like, lang=visit.language) as output, core.database.reading() as connection:
        scope = Scope(connection, visit.tenant)
        while not is_over:
            page = batch_results.newest(scope, core.vault, batch.id, sieve.filters, after=after, limit=_READ_AT_ONCE)
            for one in page.results:
                _write_one(output, one, like, sieve)
            after, is_over = page.last, page.is_over


def _write_one(output: Output, one: Result, like: Screening, sieve: Sieve) -> None:
    row = one.position + 1
    if one.screening is None:
        told = cast("dict[str, str | None]", one.error)
        if sieve.admits(None):
            output.write(FailedRow(row, InputError(str(told["message"]), record=one.ref, field=told["field"])))
        return
    answer = structured(one.screening.screening, Screening)
    if not sieve.admits(summary_of(answer)):
        return
    if answer.edition == like.edition:
        output.write(answer)
    else:
        told_instead = f"it was screened again in edition {answer.edition}, whose clauses have no columns here"
        output.write(FailedRow(row, InputError(told_instead, record=one.ref, field="edition")))


PAGES = (
    Page(path=PATH, scope="screen", handler=file_page),
    Page(path=f"{PATH}/progress", scope="screen", handler=file_progress),
    Page(path=f"{PATH}/stop", scope="screen", handler=stop_file, method="POST"),
    Page(path=f"{PATH}/retry", scope="screen", handler=retry_file, method="POST"),
    Page(path=f"{PATH}/download", scope="screen", handler=download_file, method="POST"),
)
