"""`qualmap match`: texts or lines in, answers out in their order; what cannot be read is an error and stops nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

import qualmap

Run = Callable[..., Result]
TEXTS = ["FCCA", "CPA", "CFA二级", "Oracle RAC", "FCCA"]


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_each_text_is_answered_on_a_line_of_its_own_in_the_order_given(run: Run) -> None:
    result = run("match", "--json", "--edition", "1.0", *TEXTS)

    assert (result.exit_code, result.stderr) == (0, "")
    assert objects(result.stdout) == [qualmap.Client.local().match(text, edition="1.0").to_dict() for text in TEXTS]


def test_json_has_its_keys_in_the_order_of_the_contract_and_letters_as_they_are(run: Run) -> None:
    line = run("match", "--json", "--edition", "1.0", "英国特许公认会计师公会资深会员").stdout

    assert line.startswith('{"text": "英国特许公认会计师公会资深会员", "edition": "1.0", "mentions": [{"text": ')
    assert line.count("\n") == 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_standard_input_are_answered_as_texts_are(run: Run, end: str) -> None:
    lines = run("match", "--json", "--edition", "1.0", stdin=end.join(TEXTS) + end)

    assert lines.stdout == run("match", "--json", "--edition", "1.0", *TEXTS).stdout


def test_the_last_line_needs_no_end_and_a_byte_order_mark_is_no_text(run: Run) -> None:
    result = run("match", "--json", "--edition", "1.0", stdin="\ufeffFCCA\nCISM".encode())

    assert [one["text"] for one in objects(result.stdout)] == ["FCCA", "CISM"]


def test_an_empty_line_has_an_answer_too_so_that_answers_count_as_lines_do(run: Run) -> None:
    result = run("match", "--json", "--edition", "1.0", stdin="FCCA\n\nCISM\n")

    assert [(one["text"], len(one["mentions"])) for one in objects(result.stdout)] == [("FCCA", 1), ("", 0), ("CISM", 1)]


def test_no_input_has_no_answers(run: Run) -> None:
    result = run("match", "--json", stdin="")

    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize(
    ("fields", "id_"),
    [
        ({"text": "CPA", "issuer": "HKICPA"}, "hkicpa-cpa"),
        ({"text": "CPA", "country": "Australia"}, "cpa-australia-cpa"),
        ({"text": "CPA", "issuer": None, "country": "US"}, "us-cpa"),
        ({"country": "NG", "text": "FCA"}, "ican-fca"),
        ({"text": "FCCA"}, "acca-fellow"),
    ],
)
def test_a_line_with_a_brace_is_an_object_whose_fields_settle_the_name(run: Run, fields: dict[str, str], id_: str) -> None:
    [answer] = objects(run("match", "--json", "--edition", "1.0", stdin=json.dumps(fields) + "\n").stdout)

    assert answer["text"] == fields["text"]
    assert answer["mentions"][0]["qualification"]["id"] == id_


BAD_LINES = {
    "not UTF-8": (b"CISSP \xff\xfe", "invalid_text", "UTF-8"),
    "cut JSON": (b'{"text": "CISSP"', "invalid_text", "JSON"),
    "not an object's end": (b'{"text": "CISSP"} and more', "invalid_text", "JSON"),
    "an unknown field": (b'{"text": "CISSP", "isuer": "ISC2"}', "invalid_input", "isuer"),
    "no text": (b'{"issuer": "ISC2"}', "invalid_input", "text"),
    "a text that is null": (b'{"text": null}', "invalid_input", "text"),
    "a text that is a number": (b'{"text": 5}', "invalid_input", "text"),
    "an issuer that is a list": (b'{"text": "CISSP", "issuer": ["ISC2"]}', "invalid_input", "issuer"),
    "a number of too many digits": (b'{"text": ' + b"1" * 5_000 + b"}", "invalid_", "record 2"),
    "a nest of brackets": (b'{"text": ' + b"[" * 100_000, "invalid_", "record 2"),
    "a text over the limit": (b"x" * 1_000_001, "invalid_text", "1,000,000"),
}


@pytest.mark.parametrize(("line", "code", "says"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_line_that_cannot_be_read_is_an_error_and_the_others_are_answered(run: Run, line: bytes, code: str, says: str) -> None:
    result = run("match", "--json", "--edition", "1.0", stdin=b"FCCA\n" + line + b"\nCISM\n")
    first, bad, last = objects(result.stdout)

    assert result.exit_code == 1
    assert (first["text"], last["text"]) == ("FCCA", "CISM")
    assert bad["error"]["code"].startswith(code)
    assert says in bad["error"]["message"]
    assert says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("line", [line for name, (line, _, _) in BAD_LINES.items() if "limit" not in name])
def test_an_error_says_which_line_it_is_about(run: Run, line: bytes) -> None:
    result = run("match", "--edition", "1.0", stdin=b"FCCA\n" + line + b"\nCISM\n")

    assert result.exit_code == 1
    assert "record 2" in result.stderr
    assert "acca-2023" in result.stdout
    assert "CISM" in result.stdout


def test_a_text_over_the_limit_is_said_with_its_line(run: Run) -> None:
    assert "record 2" in run("match", stdin=b"FCCA\n" + b"x" * 1_000_001).stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--edition", "9.9"], "1.0, 2.0, 3.0"),
        (["--as-of", "2023-09-19"], "2023-09-20"),
        (["--as-of", "next week"], "YYYY-MM-DD"),
        (["--edition", ""], "1.0, 2.0, 3.0"),
    ],
)
def test_an_edition_or_day_that_has_none_is_an_error_before_any_answer(run: Run, arguments: list[str], says: str) -> None:
    result = run("match", "FCCA", *arguments)

    assert result.exit_code != 0
    assert result.stdout == ""
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_option_or_kind_of_evidence_is_a_usage_error(run: Run) -> None:
    assert run("match", "FCCA", "--minimum-evidence", "hearsay").exit_code == 2
    assert run("match", "FCCA", "--jsn").exit_code == 2
    assert run("mach", "FCCA").exit_code == 2


@pytest.mark.parametrize(("day", "edition"), [("2024-11-21", "1.0"), ("2024-11-22", "2.0"), ("2025-11-14", "3.0")])
def test_the_edition_of_a_day_answers(run: Run, day: str, edition: str) -> None:
    [answer] = objects(run("match", "--json", "--as-of", day, "FCCA").stdout)

    assert answer["edition"] == edition


def test_rows_of_weaker_evidence_are_hidden_when_asked(run: Run) -> None:
    [answer] = objects(run("match", "--json", "--edition", "3.0", "--minimum-evidence", "confirmed", "FCCA").stdout)

    assert answer["mentions"][0]["listing"] == {"status": "not_in_copy", "categories": []}


def test_a_person_sees_outcome_claim_rows_and_evidence_in_words(run: Run) -> None:
    shown = run("match", "--edition", "1.0", "FCCA; PMP在读; CPA").stdout

    for said in ("confirmed", "acca-2023", "in progress", "Categor", "?"):
        assert said in shown


def test_a_person_sees_that_an_inferred_row_is_inferred(run: Run) -> None:
    assert "inferred" in run("match", "--edition", "3.0", "FCCA").stdout
    assert "confirmed" not in run("match", "--edition", "3.0", "FCCA").stdout


def test_a_person_sees_that_a_text_names_no_credential(run: Run) -> None:
    assert "no credential" in run("match", "hello world").stdout


def test_explain_shows_every_contribution_and_their_sum(run: Run) -> None:
    [mention] = qualmap.Client.local().match("FCCA", edition="1.0").mentions
    shown = run("match", "--explain", "--edition", "1.0", "FCCA").stdout

    for reason in mention.reasons:
        assert f"{reason.contribution:+.2f}" in shown
    assert f"{sum(reason.contribution for reason in mention.reasons):+.2f}" in shown
    assert f"{int(mention.confidence * 1000) / 10}%" in shown  # never rounded up


HOSTILE = {
    "colour codes": "\x1b[31mFCCA\x1b[0m",
    "a code inside a name": "Certified\x1bPublic\x1bAccountant",
    "a bell and a carriage return": "CPA\x07\rFCCA",
    "direction marks": "\u202eCPA\u202c FCCA",
    "markup": "[bold]FCCA[/bold] [link=file:///etc/passwd]CPA[/link]",
    "unclosed markup": "[/] FCCA [",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("option", [[], ["--explain"], ["--json"]], ids=["plain", "explain", "json"])
def test_no_text_can_steer_the_terminal(run: Run, text: str, option: list[str]) -> None:
    shown = run("match", "--edition", "1.0", *option, text).stdout

    assert not {"\x1b", "\x07", "\r"} & set(shown)
    if "--json" not in option:
        assert "\u202e" not in shown


@pytest.mark.parametrize("text", ["C\ud800PA", "Certified\ud800Public\udfffAccountant", "\udcff FCCA"])
@pytest.mark.parametrize("option", [[], ["--explain"], ["--json"]], ids=["plain", "explain", "json"])
def test_lone_surrogates_can_be_printed(run: Run, text: str, option: list[str]) -> None:
    result = run("match", "--edition", "1.0", *option, stdin=json.dumps({"text": text}) + "\n")

    assert result.exit_code == 0
    if "--json" in option:
        assert objects(result.stdout)[0]["text"] == text


@pytest.mark.parametrize(
    "arguments",
    [
        ["match", "FCCA; CPA"],
        ["match", "--explain", "FCCA"],
        ["editions"],
        ["editions", "1.0"],
        ["qualifications", "cfa"],
        ["qualifications", "acca-fellow"],
    ],
    ids=" ".join,
)
def test_there_are_no_colours_where_there_is_no_terminal(run: Run, arguments: list[str]) -> None:
    assert "\x1b" not in run(*arguments).stdout
