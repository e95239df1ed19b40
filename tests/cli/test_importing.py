"""`qualmap editions import` and `qualmap editions diff`: from a file to an edition, and what that changed."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import qualmap

Run = Callable[..., Result]
ROWS = [
    ("1", "A", "注册金融分析师（CFA）", "CFA协会", "美国"),
    ("2", "A", "特许公认会计师公会资深会员（FCCA）", "ACCA", "英国"),
    ("3", "B", "CPA", "", ""),
]


@pytest.fixture
def attachment(tmp_path: Path) -> Path:
    path = tmp_path / "attachment.csv"
    lines = ["序号,类别,职业资格名称,发证机构,国家（地区）", *(",".join(row) for row in ROWS)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def reviewed(run: Run, attachment: Path, tmp_path: Path) -> Path:
    """The review with a person's choice in it."""
    path = tmp_path / "review.csv"
    result = run(
        "editions", "import", str(attachment), "--edition", "3.0", "-o", str(path), "--source", "x", "--date", "2025-11-14"
    )
    assert result.exit_code == 0, result.output
    text = path.read_text(encoding="utf-8-sig")
    [line] = [line for line in text.splitlines() if line.startswith("3,B")]
    cells = next(csv.reader([line]))
    cells[6:8] = ["mapped", "us-cpa"]
    path.write_text(text.replace(line, ",".join(f'"{cell}"' for cell in cells)), encoding="utf-8")
    return path


def accept(run: Run, attachment: Path, review: Path, data: Path, *more: str) -> Result:
    return run(
        "editions", "import", str(attachment), "--edition", "3.0", "--accept", str(review), "--data", str(data),
        "--acknowledge", "category-C", "--acknowledge", "category-D", *more,
    )  # fmt: skip


def test_an_import_says_what_it_found_and_what_a_person_has_to_decide(run: Run, attachment: Path, tmp_path: Path) -> None:
    result = run("editions", "import", str(attachment), "--edition", "3.0", "-o", str(tmp_path / "r.csv"))

    for said in (
        "3 certificates",
        "A    2  total unknown",
        "mapped     2",
        "choose     1",
        "line 3  B  CPA",
        "category-C",
        "r.csv",
    ):
        assert said in result.stdout
    assert (tmp_path / "r.csv").exists()


def test_counts_are_shown_beside_the_published_totals(run: Run, attachment: Path, tmp_path: Path) -> None:
    result = run("editions", "import", str(attachment), "--edition", "1.0", "-o", str(tmp_path / "r.csv"))

    assert "of 48 published" in result.stdout
    assert "count-A: 2 of 48 published rows" in result.stdout
    assert "confirmed-acca-fellow-B" in result.stdout


def test_an_accepted_review_becomes_the_edition_in_the_folder(run: Run, attachment: Path, reviewed: Path, tmp_path: Path) -> None:
    result = accept(run, attachment, reviewed, tmp_path / "data")

    assert result.exit_code == 0, result.output
    assert "Edition 3.0 is complete: 3 official rows, 2 in A, 1 in B." in result.stdout
    rows = qualmap.Client.local(data=tmp_path / "data").rows("3.0")
    assert [(row.category, row.qualification.id, row.evidence) for row in rows] == [
        ("A", "cfa-institute-cfa", "official"),
        ("A", "acca-fellow", "official"),
        ("B", "us-cpa", "official"),
    ]


def test_the_folder_may_be_named_by_the_environment(
    run: Run, attachment: Path, reviewed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["editions", "import", str(attachment), "--edition", "3.0", "--accept", str(reviewed)]
    codes = ["--acknowledge", "category-C", "--acknowledge", "category-D"]
    monkeypatch.delenv("QUALMAP_DATA", raising=False)
    assert "QUALMAP_DATA" in run(*command, *codes).stderr

    monkeypatch.setenv("QUALMAP_DATA", str(tmp_path / "data"))
    assert run(*command, *codes).exit_code == 0
    assert json.loads(run("editions", "--json").stdout.splitlines()[-1])["complete"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda _, attachment: attachment.write_text("another", encoding="utf-8"), "SHA-256"),
        (lambda review, _: review.write_text(review.read_text("utf-8").replace('"mapped"', '"choose"'), "utf-8"), "lines 3 wait"),
        (lambda review, _: review.write_text(review.read_text("utf-8").replace("us-cpa", "us-cpb"), "utf-8"), "'us-cpb'"),
        (lambda review, _: review.unlink(), "cannot be opened"),
    ],
)
def test_a_review_that_cannot_be_accepted_is_an_error_and_nothing_is_written(
    change: Callable[[Path, Path], object], says: str, run: Run, attachment: Path, reviewed: Path
) -> None:
    change(reviewed, attachment)
    data = attachment.with_name("data")
    result = accept(run, attachment, reviewed, data)

    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr
    assert not data.exists()


def test_what_is_not_acknowledged_is_named_with_its_code(run: Run, attachment: Path, reviewed: Path, tmp_path: Path) -> None:
    result = run(
        "editions", "import", str(attachment), "--edition", "3.0", "--accept", str(reviewed), "--data", str(tmp_path / "data")
    )

    assert result.exit_code == 1
    assert "category-D: the attachment has no row in category D" in result.stderr


def test_a_review_is_not_written_over_another(run: Run, attachment: Path, reviewed: Path) -> None:
    result = run("editions", "import", str(attachment), "--edition", "3.0", "-o", str(reviewed))

    assert result.exit_code == 1
    assert "there already" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--edition", "4.0"], 1),
        (["--edition", "four", "--in-force-from", "2027-01-01"], 1),
        (["--edition", "3.0", "--date", "soon"], 1),
        (["--edition", "2.0", "--acknowledge", "x"], 2),
        ([], 2),
    ],
)
def test_wrong_options_are_errors_and_nothing_is_written(
    arguments: list[str], code: int, run: Run, attachment: Path, tmp_path: Path
) -> None:
    output = [] if "--acknowledge" in arguments else ["-o", str(tmp_path / "r.csv")]
    result = run("editions", "import", str(attachment), *arguments, *output)

    assert (result.exit_code, result.stdout) == (code, "")
    assert not (tmp_path / "r.csv").exists()


def test_a_file_that_is_no_attachment_is_an_error_that_names_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "scan.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"))
    result = run("editions", "import", str(tmp_path / "scan.doc"), "--edition", "3.0")

    assert result.exit_code == 1
    assert "Error: scan.doc: it is an old binary Word document" in result.stderr


def test_differences_between_two_editions_are_shown_with_their_evidence(
    run: Run, attachment: Path, reviewed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(run, attachment, reviewed, tmp_path / "data")
    monkeypatch.setenv("QUALMAP_DATA", str(tmp_path / "data"))
    shown = run("editions", "diff", "1.0", "3.0").stdout
    found = json.loads(run("editions", "diff", "1.0", "3.0", "--json").stdout)

    for said in ("removed", "moved", "acca-fellow", "A official", "B confirmed", "inferred", "Incomplete: 1.0."):
        assert said in shown
    assert found == qualmap.Client.local().differences("1.0", "3.0").to_dict()
    assert (found["before_complete"], found["after_complete"]) == (False, True)


def test_an_edition_that_is_not_there_has_no_differences(run: Run) -> None:
    result = run("editions", "diff", "1.0", "9.0")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "1.0, 2.0, 3.0" in result.stderr


def test_the_rows_of_an_edition_are_shown_whatever_the_order_of_the_words(run: Run) -> None:
    assert run("editions", "--json", "1.0").stdout == run("editions", "1.0", "--json").stdout
