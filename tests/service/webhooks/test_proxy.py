"""Webhooks behind an egress proxy: names go there as they are, numbers are judged here, and nothing goes another way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import attrs
import pytest
from receiving import Hooks

import qualmap
from qualmap.webhooks import verify
from qualmap_matcher.service.addresses import target_of
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings


@attrs.define(eq=False)
class Proxy:
    """A proxy that answers for everybody itself, and opens no tunnel; `asked` has methods, targets, headers and bodies."""

    port: int = 0
    asked: list[tuple[str, str, list[tuple[str, str]], bytes]] = attrs.field(factory=list)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    known = Proxy()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.answer(204, self.rfile.read(int(self.headers["content-length"])))

        def do_CONNECT(self) -> None:
            self.answer(403, b"")

        def answer(self, status: int, body: bytes) -> None:
            known.asked.append((self.command, self.path, self.headers.items(), body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield known
    server.shutdown()
    server.server_close()


@pytest.fixture
def allow_private() -> bool:
    return False


@pytest.fixture
def core(settings: Settings, proxy: Proxy, allow_private: bool) -> Iterator[Core]:  # noqa: FBT001 - a fixture
    address = f"http://us:secret@127.0.0.1:{proxy.port}"
    core = Core.open(attrs.evolve(settings, webhook_proxy=address, allow_private_webhooks=allow_private))
    core.resolver = no_name_server
    yield core
    core.close()


def no_name_server(host: str, _port: int) -> list[str]:
    raise AssertionError(f"{host} is for the proxy to find")


def test_a_tunnel_is_asked_for_by_name_and_a_refusal_is_a_try_without_an_answer(hooks: Hooks, proxy: Proxy) -> None:
    hook = hooks.add("https://hr.example/hook")
    hooks.test(hook)
    hooks.deliver()

    [(method, target, headers, _)] = proxy.asked
    [logged] = hooks.log(hook)
    assert (method, target) == ("CONNECT", "hr.example:443")
    assert "proxy-authorization" in {name.lower() for name, _ in headers}
    assert (logged["state"], logged["status"], logged["error"]) == ("pending", None, "no answer (ProxyError)")


@pytest.mark.parametrize("allow_private", [True])
def test_a_delivery_comes_to_the_proxy_with_the_name_and_its_signature(hooks: Hooks, proxy: Proxy) -> None:
    hook = hooks.add("http://hr.example/hook?of=us")
    hooks.test(hook)
    hooks.deliver()

    [(method, target, headers, body)] = proxy.asked
    [logged] = hooks.log(hook)
    assert (method, target) == ("POST", "http://hr.example/hook?of=us")
    assert dict(headers)["Host"] == "hr.example"
    assert verify(body, headers, hook["secret"]).type == "webhook.test"
    assert (logged["state"], logged["status"]) == ("delivered", 204)


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/", "https://10.0.0.7/"]
)
def test_numbers_are_judged_before_the_proxy_sees_them(hooks: Hooks, proxy: Proxy, url: str) -> None:
    answer = hooks.post("/v1/webhooks", {"url": url, "events": ["batch.finished"]})

    assert (answer.status_code, answer.json()["field"]) == (422, "url")
    assert proxy.asked == []


def test_a_public_number_is_left_to_the_proxy_too() -> None:
    target = target_of("https://93.184.215.14:8443/a", allow_private=False, resolver=no_name_server, proxied=True)

    assert (target.pinned, target.address) == ("https://93.184.215.14:8443/a", None)


@pytest.mark.parametrize("written", ["proxy.example:3128", "socks5://us:hidden@proxy.example", "http://", "http://us:hidden@a b"])
def test_what_is_no_proxy_is_refused_when_the_service_starts(written: str) -> None:
    with pytest.raises(qualmap.InputError, match="expected http") as caught:
        Settings.from_environment({"QUALMAP_WEBHOOK_PROXY": written})

    assert caught.value.field == "QUALMAP_WEBHOOK_PROXY"
    assert "hidden" not in str(caught.value)
