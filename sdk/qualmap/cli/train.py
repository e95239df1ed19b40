"""`qualmap train`: make labelled cases out of what people judged, for the training of the model."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from qualmap.cli.service import tenant_option, tenant_scope


@click.command("train")
@click.option(
    "--from-reviews",
    "source",
    required=True,
    metavar="DATABASE_URL|EXPORT",
    help="The service's database, or a file with reviews as /v1/reviews answers them, one a line.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; default: standard output."
)
@tenant_option
def command(source: str, output: Path | None, tenant: str | None) -> None:
    """Write the judged reviews as labelled cases, JSON Lines in the form of data/qualmap_lists/cases.

    Every case holds a credential as a person wrote it: treat the file as you treat such texts. To fit the model with them:

        python -m qualmap_matcher.training --cases FILE --output FOLDER
    """
    from qualmap_matcher.training.judged import cases_of

    exported = cases_of(_reviews(source, tenant))
    lines = "".join(f"{json.dumps(case, ensure_ascii=False)}\n" for case in exported.cases)
    if output is None:
        click.echo(lines, nl=False)
    else:
        output.write_text(lines, encoding="utf-8")
    left_out = (
        f"; {exported.left_out} left out, for something in them is open or was judged in two ways" if exported.left_out else ""
    )
    click.echo(f"{len(exported.cases)} cases{left_out}", err=True)


def _reviews(source: str, tenant: str | None) -> Iterator[Mapping[str, Any]]:
    if "://" not in source:
        yield from _exported(Path(source))
        return
    with tenant_scope(tenant, writing=False, url=source) as (scope, opened):
        from qualmap.local import local_matcher
        from qualmap_matcher.service.showing_reviews import Desk

        yield from Desk(scope, opened.vault, local_matcher().engine.qualifications).all_judged()


def _exported(file: Path) -> Iterator[Mapping[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"cannot be read: {error}", param_hint="--from-reviews") from error
    for number, line in enumerate(lines, 1):
        try:
            review = json.loads(line) if line.strip() else None
        except ValueError as error:
            raise _unfit(file, number) from error
        if review is None:
            continue
        if not isinstance(review, dict) or not {"judgement", "mention", "credential", "beside", "screening"} <= review.keys():
            raise _unfit(file, number)
        yield review


def _unfit(file: Path, number: int) -> click.BadParameter:
    return click.BadParameter(f"{file} line {number}: expected a review as /v1/reviews answers it", param_hint="--from-reviews")
