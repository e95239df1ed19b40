"""Nothing is left out: settings, commands, options, codes, routes and events stand on a page; so do alternatives of decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
import click
import pytest
from documents import PAGES
from running import ROOT

from qualmap import errors
from qualmap.cli.commands import qualmap as main
from qualmap_matcher.service.events import EVENTS
from qualmap_matcher.service.problems import CODES
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import SCOPES

DOCS = {page.stem: page.read_text(encoding="utf-8") for page in PAGES if page.parent.name == "docs"}
EVERYTHING = "\n".join(DOCS.values())
_VARIABLE = re.compile(r"\bQUALMAP_[A-Z]+(?:_[A-Z]+)*\b")
_EXAMPLES = {"QUALMAP_PRODUCTION_KEY"}  # a name that a reader chooses


def variables() -> list[str]:
    """Every variable of the environment that the code names, whoever reads it."""
    files = (file for folder in ("sdk", "matcher") for file in (ROOT / folder).rglob("*.py"))
    named = {name for file in files for name in _VARIABLE.findall(file.read_text(encoding="utf-8"))}
    return sorted((named - _EXAMPLES) | {f"QUALMAP_{field.name.upper()}" for field in attrs.fields(Settings)})


def commands(command: click.Command = main, path: str = "qualmap") -> Iterator[tuple[str, click.Command]]:
    """Every command below this one, by what a person types."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, f"{path} {name}")


COMMANDS = dict(commands())
OPTIONS = [
    (path, option)
    for path, command in COMMANDS.items()
    for parameter in command.params
    if isinstance(parameter, click.Option) and not parameter.hidden
    for option in parameter.opts
    if option.startswith("--")
]


@pytest.mark.parametrize("variable", variables())
def test_a_variable_of_the_environment_stands_on_a_page(variable: str) -> None:
    assert f"`{variable}" in EVERYTHING


def test_no_page_names_a_variable_that_nothing_reads() -> None:
    examples = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "examples").rglob("*.py"))

    assert set(_VARIABLE.findall(EVERYTHING)) <= {*variables(), *_VARIABLE.findall(examples), *_EXAMPLES}


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_stands_on_a_page(path: str) -> None:
    assert re.search(rf"{path}\b", EVERYTHING)


@pytest.mark.parametrize(("path", "option"), OPTIONS, ids=[" ".join(one) for one in OPTIONS])
def test_an_option_stands_on_a_page_that_shows_its_command(path: str, option: str) -> None:
    pages = [text for text in DOCS.values() if path in text]

    assert any(re.search(rf"{re.escape(option)}\b", text) for text in pages)


@pytest.mark.parametrize("code", sorted({*CODES, *(getattr(errors, name).code for name in errors.__all__)}))
def test_an_error_code_has_its_place(code: str) -> None:
    assert f"\n### {code}\n" in DOCS["errors"]


@pytest.mark.parametrize("address", [f"{one.method} {one.path}" for one in ENDPOINTS])
def test_a_route_has_its_place(address: str) -> None:
    assert f"\n### {address}\n" in DOCS["http"]


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_stands_on_the_page_of_webhooks(event: str) -> None:
    assert f"| `{event}` |" in DOCS["webhooks"]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_stands_on_the_page_of_security(scope: str) -> None:
    assert f"| `{scope}` |" in DOCS["security"]


@pytest.mark.parametrize("decision", re.findall(r"^## (.+)$", DOCS["why"], re.MULTILINE))
def test_a_decision_names_what_else_was_considered(decision: str) -> None:
    section = DOCS["why"].split(f"\n## {decision}\n")[1].split("\n## ")[0]

    assert re.search(r"^- \*.+\*", section, re.MULTILINE)


@pytest.mark.parametrize("page", ["for-hr-systems", "for-spreadsheets", "for-developers", "for-operators", "for-compliance"])
def test_a_guide_is_reached_from_the_start_and_says_what_inferred_means(page: str) -> None:
    assert f"({page}.md)" in DOCS["index"]
    assert "inferred" in DOCS[page]
