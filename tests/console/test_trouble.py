"""Whatever fails, a visitor gets a page of the console with the request's number, and nothing of what failed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from company import Company
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy.exc import OperationalError

from qualmap.errors import InputError
from qualmap_matcher.service.behind import Behind
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.responding import HEADERS, Desk
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.problems import Problem, not_found

ERRORS: dict[str, Exception] = {
    "failed": RuntimeError("what nobody should read"),
    "away": OperationalError("SELECT what nobody should read", {}, Exception()),
    "input": InputError("expected a day", field="as_of"),
    "conflict": Problem(code="conflict", detail="the review is closed"),
    "nothing": not_found("review"),
}
STATUS = {"failed": 500, "away": 503, "input": 422, "conflict": 409, "nothing": 404, "template": 500}


async def fail(visit: Visit) -> Shown | Elsewhere:
    """Fail as the address says."""
    if visit.path["how"] in ERRORS:
        raise ERRORS[visit.path["how"]]
    return Shown(template="trouble.html", contents={})  # which lacks what the template needs


@pytest.fixture(scope="module")
def client(company: Company) -> Iterator[TestClient[Litestar]]:
    page = Page(path=f"{HOME}/fail/{{how}}", scope=None, handler=fail)
    desk = Desk(Behind.of(company.core), (page,))
    with TestClient(Litestar([desk.handler(page)], openapi_config=None)) as client:
        yield client


@pytest.mark.parametrize("how", STATUS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_fails_is_a_page_with_the_requests_number(how: str, language: str, client: TestClient[Litestar]) -> None:
    answer = client.get(f"{HOME}/fail/{how}", headers={"X-Request-Id": "number-7", "Accept-Language": language})

    assert answer.status_code == STATUS[how]
    assert "number-7" in answer.text
    assert "<h1>" in answer.text
    assert "what nobody should read" not in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("how", STATUS)
def test_a_piece_of_a_page_that_fails_says_so_in_its_place(how: str, client: TestClient[Litestar]) -> None:
    answer = client.get(f"{HOME}/fail/{how}", headers={"HX-Request": "true"})

    assert answer.status_code == STATUS[how]
    assert 'role="alert"' in answer.text
    assert "<html" not in answer.text


def test_what_is_wrong_with_an_input_is_named(client: TestClient[Litestar]) -> None:
    page = client.get(f"{HOME}/fail/input").text

    assert "<code>as_of</code>: expected a day" in page


def test_a_database_that_is_away_says_when_to_come_back(client: TestClient[Litestar]) -> None:
    assert client.get(f"{HOME}/fail/away").headers["retry-after"] == "5"


def test_an_address_with_a_nought_leads_nowhere(client: TestClient[Litestar]) -> None:
    assert client.get(f"{HOME}/fail/%00").status_code == 404
