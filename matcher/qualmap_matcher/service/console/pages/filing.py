"""`/console/files`: a table of people, its columns shown and changed before anything starts, then a batch with its progress.

The file comes twice, to be looked at and to be taken in: nothing of it is kept in between.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

import attrs
from litestar.datastructures import UploadFile

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files.reading import Options, open_people
from qualmap_matcher.service.batching.receiving import discarded, let_loose
from qualmap_matcher.service.batching.screening import settled_options
from qualmap_matcher.service.batching.tables import take_in
from qualmap_matcher.service.console.against import Against
from qualmap_matcher.service.console.mapping import ENDINGS, FileMapping, checked_file, mapped, overrides
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.paging import paged
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.store import batches
from qualmap_matcher.service.store.batches import Batch
from qualmap_matcher.service.store.idempotency import Made, once
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.scope import Scope

PATH = f"{HOME}/files"
LONGEST_FILE = 32 * 1024 * 1024  # bytes: some 200,000 people; larger files go through the API or the command line
_BESIDE_IT = 1024 * 1024  # bytes of the form's other fields
_AT_ONCE = 20  # batches on a page
_LONGEST_TOKEN = 64
_COLUMN = "column-"
_MOST_COLUMNS = 500


@attrs.frozen(kw_only=True)
class _Sent:
    """A file as it came, in a folder that is gone after the request, and what the form says of it."""

    path: Path
    name: str
    digest: str
    choices: Mapping[int, str]


async def files_page(visit: Visit) -> Shown | Elsewhere:
    """A form for a file, and the batches so far."""
    return await _page(visit)


async def take_file(visit: Visit) -> Shown | Elsewhere:
    """Show how a file would be read or, with `do=start`, begin to screen it."""
    upload = visit.form.file("file")
    if upload is None:
        return await _page(visit, missing=True)
    try:
        settled_options(Against.of(visit.form).options, visit.matcher)
        return await _taken(visit, upload)
    except InputError as error:
        return await _page(visit, wrong=error)


async def _taken(visit: Visit, upload: UploadFile) -> Shown | Elsewhere:
    facts = visit.matcher.facts()
    with tempfile.TemporaryDirectory(prefix="qualmap-") as folder:
        sent = await asyncio.to_thread(_received, visit, upload, Path(folder))
        found = await asyncio.to_thread(mapped, sent.path, facts, sent.choices)
        if visit.form.text("do") != "start" or found.wrong:
            return await _page(visit, found=found, name=sent.name)
        return await _begun(visit, sent, found, facts)


def _received(visit: Visit, upload: UploadFile, folder: Path) -> _Sent:
    name = PurePath(upload.filename.replace("\\", "/")).name
    path = folder / f"people{PurePath(name).suffix.casefold()}"
    upload.file.seek(0)
    with path.open("wb") as file:
        shutil.copyfileobj(upload.file, file)
    checked_file(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    texts = {place: visit.form.text(f"{_COLUMN}{place}") for place in range(_MOST_COLUMNS)}
    return _Sent(path=path, name=name, digest=digest, choices={place: text for place, text in texts.items() if text})


async def _begun(visit: Visit, sent: _Sent, found: FileMapping, facts: Sequence[Fact]) -> Elsewhere:
    """Make a batch of the file; the same form sent twice makes one."""
    assert visit.key is not None  # noqa: S101 - the page has a scope
    key, core = visit.key.id, visit.core
    options = settled_options(Against.of(visit.form).options, visit.matcher)
    token = visit.form.text("token")
    once_key = f"console:{token}" if 0 < len(token) <= _LONGEST_TOKEN else None
    pairs = overrides(found.columns)
    request = core.vault.digest("console file", sent.digest, str(pairs.pairs), str(sorted(options.items())))
    id_ = await visit.writing(lambda scope: batches.begin(scope, kind="upload", options=options, key=key))

    def take() -> int:
        with open_people(str(sent.path), facts=facts, options=Options(overrides=pairs)) as people:
            return take_in(core, visit.tenant, id_, people.rows)

    def complete(scope: Scope, total: int) -> Made:
        let_loose(scope, core, id_, who=visit.who, total=total, options=options)
        return Made(201, id_)

    try:
        total = await asyncio.to_thread(take)
        made, again = await visit.writing(lambda scope: once(scope, once_key, request, lambda: complete(scope, total)))
    except Exception:
        await discarded(visit.writing, id_)
        raise
    if again:
        await discarded(visit.writing, id_)
    return Elsewhere(to=f"{PATH}/{made.resources}", notice="files.begun")


async def _page(
    visit: Visit,
    *,
    found: FileMapping | None = None,
    name: str = "",
    wrong: InputError | None = None,
    missing: bool = False,
) -> Shown:
    failed = bool(wrong or missing or (found and found.wrong))
    contents: dict[str, object] = {
        "found": found,
        "name": name,
        "wrong": wrong,
        "missing": missing,
        "against": Against.of(visit.form),
        "editions": visit.matcher.editions(),
        "endings": ",".join(ENDINGS),
        "largest": LONGEST_FILE // (1024 * 1024),
        "token": visit.form.text("token") or new_id(),
        "meanings": {fact.name: fact.meaning for fact in visit.matcher.facts()},
    }
    if visit.partial:
        return Shown(template="files/mapping.html", contents=contents)
    listed, cursor = await visit.reading(lambda scope: _listed(scope, visit.query.get("cursor")))
    return Shown(
        template="files/page.html", contents={**contents, "batches": listed, "next_cursor": cursor}, status=422 if failed else 200
    )


def _listed(scope: Scope, before: str | None) -> tuple[Sequence[Batch], str | None]:
    return paged(lambda limit: batches.page(scope, before=before, limit=limit), at_once=_AT_ONCE)


PAGES = (
    Page(path=PATH, scope="screen", handler=files_page, name="files.nav"),
    Page(path=PATH, scope="screen", handler=take_file, method="POST", longest=LONGEST_FILE + _BESIDE_IT),
)
