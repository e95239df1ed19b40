"""`qualmap facts`: the facts that conditions need, with the answers that each takes."""

from __future__ import annotations

import json

import click

from qualmap.cli.options import json_option
from qualmap.client import Client


@click.command("facts")
@json_option
def command(*, as_json: bool) -> None:
    """List the facts about a person that conditions need: what each means, in English and Chinese, and its answers."""
    facts = Client.local().facts()
    if as_json:
        for fact in facts:
            click.echo(json.dumps(fact.to_dict(), ensure_ascii=False))
        return
    from rich.text import Text

    from qualmap.cli.showing import CONSOLE, show_indented

    for fact in facts:
        answers = {"boolean": "yes or no", "number": f"a number: {fact.minimum} to {fact.maximum}{', whole' * fact.whole}"}
        CONSOLE.print(Text.assemble((fact.name, "bold"), (f"  {answers.get(fact.kind, 'one of')}", "cyan")))
        show_indented(Text(f"{fact.meaning.en} · {fact.meaning.zh}"))
        for value, words in fact.choices.items():
            show_indented(Text.assemble((value, "cyan"), f"  {words.en} · {words.zh}"), first=4, rest=6)
