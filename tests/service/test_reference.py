"""The pages about the HTTP API and about errors leave nothing out, and say what the service says."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import qualmap
from qualmap import errors
from qualmap_matcher.service.openapi import document
from qualmap_matcher.service.problems import CODES
from qualmap_matcher.service.reference import page
from qualmap_matcher.service.routes import ENDPOINTS

DOCS = Path(__file__).parents[2] / "docs"
ERRORS = (DOCS / "errors.md").read_text(encoding="utf-8")


def test_the_reference_is_what_the_routes_make() -> None:
    made = page(document(ENDPOINTS, qualmap.Client.local().facts()))

    assert (DOCS / "http.md").read_text(encoding="utf-8") == made, "python -m qualmap_matcher.service.reference > docs/http.md"


def test_the_reference_has_every_route() -> None:
    made = page(document(ENDPOINTS, qualmap.Client.local().facts()))

    for endpoint in ENDPOINTS:
        assert f"### {endpoint.method} {endpoint.path}\n" in made
        assert (endpoint.handler.__doc__ or "").strip() in made


def test_every_code_is_explained_and_no_other() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.QualmapError)]
    explained = re.findall(r"^### ([a-z_]+)$", ERRORS, re.MULTILINE)

    assert len(kinds) == len(errors.__all__)
    assert sorted(explained) == sorted({*CODES, *(kind.code for kind in kinds)})


def test_every_error_is_named_beside_its_code() -> None:
    sections = dict(re.findall(r"^### ([a-z_]+)\n(.*?)(?=^#|\Z)", ERRORS, re.MULTILINE | re.DOTALL))

    for name in errors.__all__:
        assert f"`{name}`" in sections[getattr(errors, name).code], name
    for code, (status, _) in CODES.items():
        assert str(status) in sections[code], code
