"""`qualmap match`: what texts name, and where that stands on the list."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from qualmap.cli.options import edition_options, failing, json_option
from qualmap.cli.remote import client_for, remote_option
from qualmap.errors import InputError, QualmapError, TextError
from qualmap.models import Credential

_FIELDS = ("text", "issuer", "country")


@click.command("match")
@click.argument("texts", metavar="[TEXT]...", nargs=-1)
@edition_options
@json_option
@remote_option
@click.option("--explain", is_flag=True, help="Show how each confidence came about; without a text, describe the features.")
def command(
    texts: tuple[str, ...],
    edition: str | None,
    as_of: str | None,
    minimum_evidence: str,
    *,
    as_json: bool,
    remote: bool,
    explain: bool,
) -> None:
    """Match TEXTs, or the lines of standard input.

    A line that starts with { is a JSON object with "text" and, optionally, "issuer" and "country".
    """
    if explain and not texts and sys.stdin.isatty():
        from qualmap.cli.showing import show_features

        show_features()
        return
    failed = False
    number = 0
    answered = ""
    try:
        client = client_for(remote=remote)
        client.match("", edition=edition, as_of=as_of, minimum_evidence=minimum_evidence)
    except QualmapError as error:
        raise failing(error) from error
    for number, line in enumerate(texts or _lines(), 1):
        try:
            answer = client.match(_credential(line, number), edition=edition, as_of=as_of, minimum_evidence=minimum_evidence)
        except InputError as error:
            failed = True
            error = error.in_record(str(number))
            click.echo(f"Error: {error}", err=True)
            if as_json:
                click.echo(json.dumps({"error": {"code": error.code, "message": str(error)}}, ensure_ascii=False))
            continue
        if as_json:
            click.echo(_printable(json.dumps(answer.to_dict(), ensure_ascii=False)))
        else:
            from qualmap.cli.showing import show_match

            show_match(answer, explain=explain)
            answered = answer.edition
    if answered and not as_json:
        from qualmap.cli.showing import show_edition

        show_edition(answered)
    if explain and number == 0:
        from qualmap.cli.showing import show_features

        show_features()
    if failed:
        sys.exit(1)


def _lines() -> Iterator[str | bytes]:
    """The lines of standard input without their ends; as bytes, so that one that is not UTF-8 loses no other."""
    for line in sys.stdin.buffer:
        yield line.rstrip(b"\r\n")


def _credential(line: str | bytes, number: int) -> Credential:
    if isinstance(line, bytes):
        try:
            line = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise TextError(f"expected UTF-8, but byte {error.start} is none", record=str(number), field="text") from None
    if not line.startswith("{"):
        return Credential(line)
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise TextError(f"expected a JSON object: {error.msg} at character {error.pos}", record=str(number)) from None
    except (ValueError, RecursionError):
        raise TextError("expected a JSON object, but it nests too deep or has too long a number", record=str(number)) from None
    if not isinstance(fields, dict):
        raise TextError(f"expected a JSON object, got {type(fields).__name__}", record=str(number))
    return _from_fields(fields, str(number))


def _from_fields(fields: dict[str, object], record: str) -> Credential:
    texts: dict[str, str | None] = dict.fromkeys(_FIELDS)
    for name, value in fields.items():
        if name not in _FIELDS:
            raise InputError(f"unknown; expected {', '.join(_FIELDS)}", record=record, field=name)
        if value is not None and not isinstance(value, str):
            raise InputError(f"expected a text, got {type(value).__name__}", record=record, field=name)
        texts[name] = value
    text = texts["text"]
    if text is None:
        raise InputError("missing; every record needs one", record=record, field="text")
    return Credential(text, texts["issuer"], texts["country"])


def _printable(line: str) -> str:
    """The line with lone surrogates, which no encoding has, written as JSON escapes."""
    return "".join(f"\\u{ord(character):04x}" if "\ud800" <= character <= "\udfff" else character for character in line)
