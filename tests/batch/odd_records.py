"""Record batches as they really come: nulls, empty and foreign texts, wrong facts, lists, repeats, several kinds of columns."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pyarrow as pa

from qualmap_matcher.training.cases import load_cases

_SEED = 1024
ODD_TEXTS = (
    None,
    "",
    "   ",
    "🎓🎓 FCCA 🎓 and CFA charterholder 👩‍💼",
    "ＡＣＣＡ資深會員；CFA　三級候選人",
    "FCCA\u0000CPA",
    "FCCA\nCIA\r\nPMP\tCFA",
    "CPA",
    "CPA; FCA; CA",
    "\ufeffFRM",
    "x" * 5_000,
    "FCCA " * 300,
    '"quoted", \\backslash\\ FCCA',
)
TOO_LONG = "x" * 1_000_001


def texts(count: int) -> list[str | None]:
    """So many texts with repeats, common ones and odd ones."""
    chance = random.Random(_SEED)  # noqa: S311 - drawn anew in the same way each time
    known = [case.text for case in load_cases("tune")] + [case.text for case in load_cases("measure")]
    return [*ODD_TEXTS, *(chance.choice([*known, *ODD_TEXTS, "FCCA", "FCCA", "CPA"]) for _ in range(count - len(ODD_TEXTS)))]


def facts(count: int) -> dict[str, pa.Array]:
    """Columns of facts, each with nulls, and some values that are not allowed."""
    chance = random.Random(_SEED + 1)  # noqa: S311 - drawn anew in the same way each time

    def column(values: Sequence[object], kind: pa.DataType) -> pa.Array:
        return pa.array(chance.choices([*values, None], k=count), kind)

    return {
        "works_in_shanghai": column([True, False], pa.bool_()),
        "full_time": column([True, False], pa.bool_()),
        "origin": column(["foreign", "mainland", "hk_mo_tw"] * 9 + ["Mars"], pa.string()),
        "age": column([*range(17, 75), 151], pa.int64()),
        "degree": column(["none", "bachelor", "master", "doctorate"], pa.dictionary(pa.int8(), pa.string())),
        "years_experience": column([0.5, 1.0, 3.0, 3.5, 5.0, 10.0, 11.0, float("nan"), -1.0], pa.float64()),
        "key_position": column([True, False], pa.bool_()),
    }


def refs(count: int) -> pa.Array:
    """Refs of which some say nothing, and some need care in JSON."""
    odd = {3: None, 5: " ", 7: 'a"b\\c', 8: "é中🎓", 9: '","', 11: "\u2003", 12: "\x1f"}
    return pa.array([odd.get(row, f"C-{row}") for row in range(count)], pa.string())


def single(count: int) -> pa.RecordBatch:
    """One text a record, with issuer and country beside it."""
    chance = random.Random(_SEED + 2)  # noqa: S311 - drawn anew in the same way each time
    beside = {
        "issuer": pa.array(chance.choices([None, None, None, "ACCA", "ICAEW", "", "AICPA"], k=count), pa.string()),
        "country": pa.array(chance.choices([None, None, None, "GB", "US", "中国", "??"], k=count), pa.large_string()),
    }
    return pa.record_batch({"ref": refs(count), "text": pa.array(texts(count)), **beside, **facts(count)})


def several(count: int) -> pa.RecordBatch:
    """Lists of structs, with nulls at every level."""
    chance = random.Random(_SEED + 3)  # noqa: S311 - drawn anew in the same way each time
    written = texts(count)
    kind = pa.list_(pa.struct([("text", pa.string()), ("issuer", pa.string()), ("country", pa.string())]))

    def one() -> dict[str, str | None] | None:
        text = chance.choice(written)
        if text is None and chance.random() < 0.8:
            text = "CIA"
        return None if chance.random() < 0.01 else {"text": text, "issuer": chance.choice([None, "ACCA"]), "country": None}

    lists = [None if chance.random() < 0.05 else [one() for _ in range(chance.randrange(4))] for _ in range(count)]
    return pa.record_batch({"id": pa.array(range(count), pa.int64()), "given": pa.array(lists, kind), **facts(count)})


def plain_lists(count: int) -> pa.RecordBatch:
    """Lists of texts, and facts in a struct with a name that is none."""
    chance = random.Random(_SEED + 4)  # noqa: S311 - drawn anew in the same way each time
    written = texts(count)
    lists = [[chance.choice(written) for _ in range(chance.randrange(3))] for _ in range(count)]
    columns = facts(count)
    columns["aeg"] = pa.array([66 if row % 50 == 0 else None for row in range(count)])
    columns["shanghai_hukou"] = pa.array([[True] if row % 40 == 0 else None for row in range(count)])
    columns["work_permit"] = pa.array(["yes" if row % 30 == 0 else None for row in range(count)])
    struct = pa.StructArray.from_arrays(
        list(columns.values()), names=list(columns), mask=pa.array([row % 9 == 0 for row in range(count)])
    )
    return pa.record_batch({"texts": pa.array(lists, pa.large_list(pa.string())), "person": struct})
