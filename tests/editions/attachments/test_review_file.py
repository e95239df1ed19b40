"""The review is read as it was written, and as spreadsheets save it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualmap import AttachmentError
from qualmap_matcher.editions.attachments.proposing import STATUSES, ReviewLine
from qualmap_matcher.editions.attachments.review_file import COLUMNS, Origin, Review

ORIGIN = Origin(
    edition="3.0", in_force_from="", source="a, “b”: c; #d", date="2025-11-14", file="附件 1.docx", sha256="0a" * 32, lines=1
)
LINE = ReviewLine(
    line=1,
    category="A",
    name="注册金融分析师（CFA）",
    issuer="",
    country="美国",
    field="",
    status="choose",
    qualification="",
    candidates=("cfa-institute-cfa", "icfai-cfa"),
    confidence="0.93",
    note='He said "no", twice; 详见备注',
    number="1",
    place="page 2, table 1, row 3",
)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["=1+1", "-", "'x", "''", "@a", "+", "#"]
)


def test_a_review_comes_back_as_it_was_written(tmp_path: Path) -> None:
    review = Review(ORIGIN, (LINE,))
    review.write(tmp_path / "r.csv")

    assert Review.read(tmp_path / "r.csv") == review
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf# edition: 3.0\n")


@settings(max_examples=150)
@given(
    st.lists(
        st.builds(
            ReviewLine,
            line=st.integers(0, 999),
            candidates=st.lists(st.sampled_from(["a-b", "c"])).map(tuple),
            status=st.sampled_from(STATUSES),
            **dict.fromkeys(
                ("category", "name", "issuer", "country", "field", "qualification", "confidence", "note", "number", "place"),
                TEXTS,
            ),
        ),
        max_size=4,
    )
)
def test_any_review_comes_back_as_it_was_written(lines: list[ReviewLine]) -> None:
    review = Review(ORIGIN, tuple(lines))

    assert Review.from_text(review.to_text(), "r.csv") == review


def test_no_cell_is_a_formula_to_a_spreadsheet() -> None:
    text = Review(ORIGIN, (attrs.evolve(LINE, name='=HYPERLINK("x")', note="+1", issuer="@x", place="-2"),)).to_text()
    [row] = [row for row in csv.reader(io.StringIO(text)) if row[0] == "1"]

    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def saved(text: str, separator: str) -> str:
    """The text as a spreadsheet saves it: every row filled up to the same width."""
    rows = list(csv.reader(io.StringIO(text)))
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=separator, lineterminator="\r\n").writerows(
        [*row, *[""] * (len(COLUMNS) - len(row))] for row in rows
    )
    return output.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_review_that_a_spreadsheet_saved_is_the_same(separator: str, encoding: str, tmp_path: Path) -> None:
    review = Review(ORIGIN, (LINE,))
    path = tmp_path / "r.csv"
    path.write_bytes(saved(review.to_text(), separator).encode(encoding))

    assert Review.read(path) == review


def test_a_review_is_never_written_over_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("a person's work", encoding="utf-8")

    with pytest.raises(AttachmentError, match="there already"):
        Review(ORIGIN, (LINE,)).write(tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_text(encoding="utf-8") == "a person's work"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("# sha256:", "# sha:", "`# sha256: …`"),
        ("# lines: 1", "# lines: many", "expected a number"),
        ("# date: 2025-11-14", "# date: 14/11/2025", "YYYY-MM-DD"),
        (",status,", ",state,", "column 'status' is missing"),
        (",choose,", ",maybe,", "line 9: column 'status' is 'maybe'; expected mapped, choose, new, waits, dropped"),
        ("\n1,A,", "\none,A,", "column 'line'"),
        ("\nline,", "\n# line,", "column 'line' is missing"),
        (',"page 2', ',"page" 2', "CSV"),
    ],
)
def test_a_review_that_cannot_be_read_says_where_and_what_was_expected(old: str, new: str, says: str) -> None:
    text = Review(ORIGIN, (LINE,)).to_text()
    assert old in text

    with pytest.raises(AttachmentError) as caught:
        Review.from_text(text.replace(old, new), "r.csv")
    assert str(caught.value).startswith("r.csv: ")
    assert says in str(caught.value)
