"""Webhooks go to public addresses alone, whatever a name resolves to a moment later."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from receiving import Hooks, Receiver
from tenants import Issue

import qualmap
from qualmap_matcher.service.addresses import target_of
from qualmap_matcher.service.core import Core

PUBLIC = "93.184.215.14"


def resolver(*answers: Sequence[str]):  # noqa: ANN201 - a resolver, which answers in turn
    left = list(answers)

    def resolve(host: str, port: int) -> Sequence[str]:
        del host, port
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://localhost./",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://0/",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://100.100.100.200/latest/meta-data",
        "https://169.254.169.254/latest/meta-data",
        "https://168.63.129.16/",
        "https://192.0.2.1/",
        "https://198.18.0.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::]/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:0:1:1:1:1:80ff:fffe]/",
        "https://[fc00::1]/",
        "https://[fd00:ec2::254]/",
        "https://[fe80::1]/",
        "https://[ff02::1]/",
    ],
)
def test_addresses_that_are_not_public_are_refused(url: str) -> None:
    with pytest.raises(qualmap.InputError) as caught:
        target_of(url, allow_private=False)

    assert caught.value.field == "url"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hr.example",
        "ftp://93.184.215.14/",
        "http://93.184.215.14/",
        "https:///path",
        "https://user@93.184.215.14/",
        "https://user:word@93.184.215.14/",
        "https://93.184.215.14/#part",
        "https://93.184.215.14:0/",
        "https://93.184.215.14:99999/",
        "https://93.184.215.14\\@127.0.0.1/",
        "https://93.184.215.14/ x",
        "https://①②⑦.0.0.1/",
        "https://[::1/",
        "https://93.184.215.14/" + "x" * 2048,
    ],
)
def test_what_is_no_address_for_a_webhook_is_refused(url: str) -> None:
    with pytest.raises(qualmap.InputError):
        target_of(url, allow_private=False, resolver=resolver([PUBLIC]))


def test_one_inner_address_among_several_is_enough_to_refuse_the_name() -> None:
    with pytest.raises(qualmap.InputError, match="not public") as caught:
        target_of("https://hr.example/", allow_private=False, resolver=resolver([PUBLIC, "10.1.2.3"]))

    assert "10.1.2.3" not in str(caught.value)  # who asks learns nothing of our network


@pytest.mark.parametrize("answer", [[], ["not an address"]])
def test_a_name_without_an_address_is_refused(answer: list[str]) -> None:
    with pytest.raises(qualmap.InputError, match="no address"):
        target_of("https://hr.example/", allow_private=False, resolver=resolver(answer))


def test_a_name_that_nobody_knows_is_refused() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(host, port)

    with pytest.raises(qualmap.InputError, match="no address"):
        target_of("https://hr.example/", allow_private=False, resolver=unknown)


@pytest.mark.parametrize(
    ("url", "pinned", "host"),
    [
        ("https://hr.example/a?b=c", f"https://{PUBLIC}:443/a?b=c", "hr.example"),
        ("https://HR.example:8443", f"https://{PUBLIC}:8443", "hr.example:8443"),
    ],
)
def test_the_connection_goes_to_the_address_that_was_judged(url: str, pinned: str, host: str) -> None:
    target = target_of(url, allow_private=False, resolver=resolver([PUBLIC]))

    assert (target.pinned, target.host_header) == (pinned, host)


def test_an_ipv6_address_is_written_in_brackets() -> None:
    target = target_of("https://[2606:4700::1111]:8443/", allow_private=False)

    assert (target.pinned, target.host_header) == ("https://[2606:4700::1111]:8443/", "[2606:4700::1111]:8443")


@pytest.fixture
def hooks(client: TestClient[Litestar], key: Issue, core: Core) -> Hooks:
    return Hooks(client, key("admin").headers, core)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def test_a_private_address_is_refused_when_it_is_registered(hooks: Hooks) -> None:
    answer = hooks.post("/v1/webhooks", {"url": "https://127.0.0.1/", "events": ["batch.finished"]})

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "invalid_input", "url")
    assert hooks.get("/v1/webhooks").json()["data"] == []


def test_a_name_that_later_leads_inside_is_not_followed(hooks: Hooks, receiver: Receiver) -> None:
    hooks.core.resolver = resolver([PUBLIC], ["127.0.0.1"])
    hook = hooks.add(f"https://rebinding.example:{receiver.port}/")
    hooks.test(hook)
    hooks.deliver()

    [logged] = hooks.log(hook)
    assert receiver.arrived == []
    assert (logged["state"], logged["attempts"], logged["status"]) == ("pending", 1, None)
    assert logged["error"] == "not sent: 'rebinding.example' leads to an address that is not public"
