"""The manifest, the addresses in it, who may read it, and from which pages."""

from __future__ import annotations

import attrs
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from rules import MANIFEST, PROPOSED, SUGGESTED, obeys
from tenants import Issue, Issued

from qualmap_matcher.service.reconciling.properties import PROPERTIES
from qualmap_matcher.service.routes.reconcile import ENDPOINTS
from qualmap_matcher.service.settings import Settings

ORIGIN = {"Origin": "http://127.0.0.1:3333"}  # OpenRefine's own page


def test_without_parameters_the_endpoint_gives_the_manifest(client: TestClient[Litestar]) -> None:
    manifest = client.get("/reconcile").json()

    assert obeys(manifest, MANIFEST)
    assert manifest["versions"] == ["0.2"]
    assert [one["id"] for one in manifest["defaultTypes"]] == ["qualification"]


def test_a_manifest_that_was_asked_for_with_a_key_has_it_in_the_addresses_that_need_one(
    client: TestClient[Litestar], issued: Issued
) -> None:
    answer = client.get(f"/reconcile/key/{issued.text}")
    manifest = answer.json()

    assert obeys(manifest, MANIFEST)
    assert answer.headers["cache-control"] == "private, no-store"
    suggest = [f"{one['service_url']}{one['service_path']}?prefix=f" for one in manifest["suggest"].values()]
    proposed = "".join(manifest["extend"]["propose_properties"].values())
    seen = manifest["preview"]["url"].replace("{{id}}", "acca-fellow")
    for url in (*suggest, proposed, seen):
        assert client.get(url).status_code == 200, url


def test_links_to_qualifications_lead_to_the_console_and_carry_no_key(client: TestClient[Litestar], issued: Issued) -> None:
    manifest = client.get(f"/reconcile/key/{issued.text}").json()
    view = manifest["view"]["url"].replace("{{id}}", "acca-fellow")
    answer = client.get(view, follow_redirects=False)

    assert issued.text not in view
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/sign-in?then=/console/list/acca-fellow")


def test_the_manifest_itself_needs_no_key_and_everything_else_does(client: TestClient[Litestar]) -> None:
    assert client.get("/reconcile").status_code == 200
    for path in (
        *("?queries={}", "?extend={}", "/preview/acca-fellow", "/properties"),
        *("/suggest/entity?prefix=f", "/suggest/property?prefix=f", "/suggest/type?prefix=f"),
    ):
        answer = client.get(f"/reconcile{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "missing_key"), path
    assert client.post("/reconcile", data={"queries": "{}"}).status_code == 401


@pytest.mark.parametrize("path", ["", "?queries={}", "/preview/acca-fellow", "/suggest/entity?prefix=f"])
def test_a_key_that_is_none_is_refused_even_for_the_manifest(client: TestClient[Litestar], path: str) -> None:
    in_address = client.get(f"/reconcile/key/qm_none{path}")
    in_header = client.get(f"/reconcile{path}", headers={"Authorization": "Bearer qm_none"})

    assert (in_address.status_code, in_address.json()["code"]) == (401, "unknown_key")
    assert (in_header.status_code, in_header.json()["code"]) == (401, "unknown_key")


def test_a_key_in_an_address_must_open_nothing_but_matching(client: TestClient[Litestar], key: Issue) -> None:
    for scopes in (("admin",), ("match", "screen"), ("screen",)):
        answer = client.get(f"/reconcile/key/{key(*scopes).text}")
        assert (answer.status_code, answer.json()["code"]) == (403, "missing_scope"), scopes
    assert client.get("/reconcile?queries={}", headers=key("admin").headers).json() == {}


def test_a_key_in_an_address_opens_no_other_route(client: TestClient[Litestar], issued: Issued) -> None:
    for path in (f"/v1/key/{issued.text}/facts", f"/v1/facts/key/{issued.text}", f"/key/{issued.text}/v1/facts"):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/v1/facts?key={issued.text}").status_code == 401


def test_a_key_in_an_address_counts_against_its_limit(client: TestClient[Litestar], issued: Issued) -> None:
    first, second = (client.get(f"/reconcile/key/{issued.text}").headers["ratelimit-remaining"] for _ in range(2))

    assert int(first) - int(second) == 1


def test_every_origin_may_read_every_answer_errors_too(client: TestClient[Litestar], issued: Issued) -> None:
    for endpoint in ENDPOINTS:
        path = endpoint.path.replace("{id}", "acca-fellow")
        for headers in (issued.headers, {}):
            answer = client.request(endpoint.method, path, headers={**headers, **ORIGIN})
            assert answer.headers["access-control-allow-origin"] == "*", (path, answer.status_code)


def test_a_page_of_another_origin_may_ask_beforehand(client: TestClient[Litestar], issued: Issued) -> None:
    asking = {**ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for path in ("/reconcile", f"/reconcile/key/{issued.text}", f"/reconcile/key/{issued.text}/suggest/entity"):
        answer = client.options(path, headers=asking)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "authorization" in answer.headers["access-control-allow-headers"].lower()
    assert "POST" in client.options("/reconcile").headers["access-control-allow-methods"]


def test_no_other_route_lets_pages_of_other_origins_read(client: TestClient[Litestar], issued: Issued) -> None:
    answers = [client.get("/v1/facts", headers={**issued.headers, **ORIGIN}), client.options("/v1/facts", headers=ORIGIN)]

    assert not [one for one in answers if "access-control-allow-origin" in one.headers]


def test_entities_are_suggested_by_the_beginning_of_any_name(client: TestClient[Litestar], issued: Issued) -> None:
    def suggested(prefix: str, **more: object) -> list[str]:
        answer = client.get("/reconcile/suggest/entity", params={"prefix": prefix, **more}, headers=issued.headers).json()
        assert obeys(answer, SUGGESTED)
        return [one["id"] for one in answer["result"]]

    assert suggested("FCCA")[0] == "acca-fellow"
    assert suggested("acca-fellow")[0] == "acca-fellow"
    assert suggested("Fellow of the Association of Chartered Certified Accountants (FCCA)")[0] == "acca-fellow"
    assert suggested("资深特许公认")[0] == "acca-fellow"
    assert "garp-frm" in suggested("financial risk")
    assert suggested("no such name at all") == []
    first, second = suggested("c"), suggested("c", cursor=20)
    assert len(first) == 20
    assert not set(first) & set(second)


def test_what_boxes_send_beside_the_prefix_is_passed_over(client: TestClient[Litestar], issued: Issued) -> None:
    more = {"type": "qualification", "type_strict": "any", "filter": "(all)", "lang": "en", "limit": "20", "cursor": "0"}
    answer = client.get("/reconcile/suggest/entity", params={"prefix": "FCCA", **more}, headers=issued.headers)

    assert answer.status_code == 200


def test_properties_and_types_are_suggested(client: TestClient[Litestar], issued: Issued) -> None:
    def suggested(kind: str, prefix: str) -> list[str]:
        answer = client.get(f"/reconcile/suggest/{kind}", params={"prefix": prefix}, headers=issued.headers).json()
        assert obeys(answer, SUGGESTED)
        return [one["id"] for one in answer["result"]]

    assert {"issuer", "country", "as_of", "edition", "category", "benefits"} <= set(suggested("property", ""))
    assert suggested("property", "iss") == suggested("property", "Issuer") == ["issuer"]
    assert suggested("type", "qual") == ["qualification"]
    assert suggested("type", "person") == []


def test_the_properties_that_can_be_fetched_are_proposed(client: TestClient[Litestar], issued: Issued) -> None:
    def proposed(**query: object) -> dict[str, object]:
        answer = client.get("/reconcile/properties", params=query, headers=issued.headers).json()
        assert obeys(answer, PROPOSED)
        return answer

    every = proposed(type="qualification")
    assert [one["id"] for one in every["properties"]] == [*PROPERTIES]  # type: ignore[attr-defined]
    assert proposed(type="") == every
    assert proposed(type="qualification", limit=2)["properties"] == every["properties"][:2]  # type: ignore[index]
    assert proposed(type="person")["properties"] == []


class TestBehindAProxy:
    """A service that others call by another name."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return attrs.evolve(settings, public_url="https://qualmap.example.com/")

    def test_addresses_begin_with_the_name_that_others_call_it_by(self, client: TestClient[Litestar], issued: Issued) -> None:
        manifest = client.get(f"/reconcile/key/{issued.text}").json()

        base = f"https://qualmap.example.com/reconcile/key/{issued.text}"
        assert manifest["preview"]["url"] == f"{base}/preview/{{{{id}}}}"
        assert manifest["view"]["url"] == "https://qualmap.example.com/console/list/{{id}}"
        assert {one["service_url"] for one in manifest["suggest"].values()} == {base}
