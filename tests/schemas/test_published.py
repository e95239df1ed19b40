"""Every published JSON Schema is right, is the one in docs/schemas, and fits what is really answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from company import Company
from jsonschema import Draft202012Validator

import qualmap
from qualmap.cli.commands import qualmap as program
from qualmap.files.rows import FailedRow
from qualmap_matcher.service.problems import CODES, Problem
from qualmap_matcher.service.published import DIALECT, document, makers
from qualmap_matcher.service.published_events import DATA
from qualmap_matcher.service.workers import CHORES

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"
FACTS = qualmap.Client.local().facts()
NAMES = sorted(makers(FACTS))
RECORD = {"ref": "C-1", "credentials": ["FCCA; CFA Level II candidate", {"text": "CPA"}, "注册会计师"], "facts": {"age": 66}}


def fits(name: str, content: object) -> None:
    """Raise where a content is not as a schema says; it goes through JSON first, as it would."""
    Draft202012Validator(document(name, FACTS)).validate(json.loads(json.dumps(content)))


def run(*arguments: str) -> str:
    result = CliRunner().invoke(program, ["schema", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_right_and_stands_by_itself(name: str) -> None:
    schema = document(name, FACTS)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DIALECT
    assert schema["description"]
    assert "$ref" not in json.dumps(schema)


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_what_the_models_make(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == run(name), "qualmap schema --folder docs/schemas"


def test_the_folder_has_no_file_that_is_no_schema(tmp_path: Path) -> None:
    run("--folder", str(tmp_path))

    assert sorted(file.stem for file in FOLDER.iterdir()) == NAMES == run().split()
    assert sorted(file.stem for file in tmp_path.iterdir()) == NAMES


def test_a_name_that_is_none_names_those_that_there_are() -> None:
    result = CliRunner().invoke(program, ["schema", "recrod"])

    assert result.exit_code == 1
    assert "record" in result.stderr


LOCAL: dict[str, Callable[[qualmap.Client], list[Any]]] = {
    "match-result": lambda client: [client.match(text, edition="1.0") for text in ("FCCA", "CPA", "", "not a CFA charterholder")],
    "screening": lambda client: [client.screen(RECORD, edition=one.id) for one in client.editions()],
    "comparison": lambda client: [client.compare(RECORD, "1.0", "3.0"), client.compare({"ref": "-"}, "1.0", "2.0")],
    "qualification": lambda client: [*client.qualifications("")],
    "qualification-detail": lambda client: [client.qualification(one.id) for one in client.qualifications("accountant")],
    "edition": lambda client: [*client.editions()],
    "row": lambda client: [*client.rows("1.0"), *client.rows("3.0")],
    "edition-differences": lambda client: [client.differences("1.0", "3.0")],
    "fact": lambda client: [*client.facts()],
    "versions": lambda client: [client.versions(edition="1.0")],
}


@pytest.mark.parametrize("name", LOCAL)
def test_what_is_answered_fits_its_schema(name: str, local: qualmap.Client) -> None:
    answers = LOCAL[name](local)

    assert answers
    for one in answers:
        fits(name, one.to_dict())


def test_what_can_be_sent_fits_its_schema_and_what_is_refused_does_not() -> None:
    fits("record", RECORD)
    fits("credential", {"text": "FCCA", "issuer": None})
    for wrong in ({"credentials": []}, {"ref": " "}, {**RECORD, "facts": {"age": "old"}}, {**RECORD, "name": "x"}):
        with pytest.raises(qualmap.InputError):
            qualmap.Client.local().screen(wrong)
        assert not Draft202012Validator(document("record", FACTS)).is_valid(wrong), wrong


def test_failures_of_every_kind_fit_their_schema(local: qualmap.Client) -> None:
    [failure] = local.screen_many([{"ref": "C-1", "facts": {"age": "old"}}], edition="1.0")
    fits("failure", failure.to_dict())
    fits("failure", FailedRow(3, qualmap.InputError("expected a text", record="C-1", field="x")).to_dict())


def test_the_bundled_overlays_fit_their_schemas() -> None:
    import csv

    folder = Path(__file__).parents[2] / "examples" / "overlay"
    for name in ("aliases", "qualifications"):
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            lines = [*csv.DictReader(file)]
        assert lines
        for line in lines:
            fits(f"overlay-{name}", line)


def test_what_the_service_keeps_and_tells_fits_its_schema(served: qualmap.Client) -> None:
    stored = served.screenings.create(RECORD, edition="1.0")
    fits("stored-screening", stored.to_dict())
    for review in served.reviews.list():
        fits("review", review.to_dict())
    for entry in served.audit.list():
        fits("audit-entry", entry.to_dict())
    for key in served.keys.list():
        fits("key", key.to_dict())
    fits("audit-verification", served.audit.verify().to_dict())
    fits("dossier", served.people.export("C-1").to_dict())
    fits("retention", served.retention.get().to_dict())


def test_a_batch_and_its_lines_fit_their_schemas(served: qualmap.Client, service: Company) -> None:
    batch = served.batches.create([RECORD, {"ref": "C-2", "facts": {"age": 999}}], edition="1.0")
    while any(chore(service.core) for chore in CHORES):
        pass
    lines = [*served.batches.results(batch.id)]

    fits("batch", served.batches.retrieve(batch.id).to_dict())
    assert [one.failure is None for one in lines] == [True, False]
    for one in lines:
        fits("batch-result", one.to_dict())


def test_every_event_has_a_shape_and_what_is_told_fits_it() -> None:
    from qualmap_matcher.service.events import EVENTS, TEST, about, about_reviews
    from qualmap_matcher.service.store.screenings import StoredScreening

    assert set(DATA) == {*EVENTS, TEST}
    screening = qualmap.Client.local().screen(RECORD, edition="1.0").to_dict()
    stored = StoredScreening(
        id="a",
        version=1,
        cause="request",
        review="open",
        created_at="2026-01-31T08:00:00Z",
        updated_at="2026-01-31T08:00:00Z",
        batch=None,
        record={},
        options={},
        answer=json.dumps(screening).encode(),
        new_reviews=("b",),
    )
    for kind, data in (
        ("screening.created", about(stored)),
        ("screening.changed", about(stored)),
        ("review.opened", about_reviews(stored)),
        ("batch.finished", {"batch": "a", "kind": "upload", "counts": {"done": 1}}),
        ("edition.changed", {"edition": "1.0", "change": "content", "digest": "0123456789abcdef"}),
        ("webhook.test", {"webhook": "a"}),
    ):
        fits("event", {"type": kind, "timestamp": "2026-01-31T08:00:00Z", "data": data})
    assert not Draft202012Validator(document("event", FACTS)).is_valid({"type": "webhook.test", "timestamp": "x", "data": {}})


def test_every_problem_fits_its_schema() -> None:
    for code in CODES:
        fits("problem", Problem(code=code, detail="x", record="C-1", field="text").document("a"))
        fits("problem", Problem(code=code, detail="x").document("a"))
