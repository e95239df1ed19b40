"""Where webhooks may go: public addresses alone, unless the operator allows others.

A name is judged by what it resolves to, at registration and again at each delivery, which then connects to the very address
that was judged: a name that resolves to something else a moment later changes nothing. Numbers in whatever spelling (decimal,
octal, hexadecimal, short) are read by the same resolver that a connection would use.

Behind an egress proxy it is the proxy that resolves names, and that has to judge what they lead to; numbers are judged here too.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from urllib.parse import SplitResult, urlsplit

import attrs

from qualmap.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]
"""The addresses of a host and port, as texts; raises OSError where there are none."""

_LONGEST = 2048  # characters of an address
_PORTS = {"https": 443, "http": 80}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # an IPv4 address in its last 32 bits
# Public by number, but the inside of a cloud: Azure's own services answer every machine there.
_REFUSED = frozenset({ipaddress.IPv4Address("168.63.129.16")})


@attrs.frozen(kw_only=True)
class Target:
    """Where a request goes: `host` and `port` as the URL names them, and the `address` to connect to, None behind a proxy."""

    url: str
    scheme: str
    host: str
    port: int
    address: Address | None

    @property
    def pinned(self) -> str:
        """The URL with the address in place of the name; where a proxy finds the address, with the name."""
        if self.address is None:
            return self.url
        parts = urlsplit(self.url)
        literal = f"[{self.address}]" if self.address.version == 6 else str(self.address)  # noqa: PLR2004 - IPv6
        return parts._replace(netloc=f"{literal}:{self.port}").geturl()

    @property
    def host_header(self) -> str:
        """What the Host header says."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def read_number(host: str, port: int) -> Sequence[str]:
    """Read a host that is a number, in whatever spelling, and ask nobody; raises OSError for a name."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)]


def target_of(url: str, *, allow_private: bool, resolver: Resolver = resolve, proxied: bool = False) -> Target:
    """The target of a webhook's URL, resolved now; `proxied` leaves names to a proxy.

    Raises:
        InputError: no URL that a webhook can have, a name without an address, or one with an address that is not allowed.

    """
    parts = _checked(url, allow_private=allow_private)
    scheme, host = parts.scheme, (parts.hostname or "").rstrip(".")
    port = parts.port or _PORTS[scheme]
    try:
        found = [ipaddress.ip_address(text.partition("%")[0]) for text in (read_number if proxied else resolver)(host, port)]
    except (OSError, UnicodeError, ValueError):
        found = []
    if not found and not proxied:
        raise _unfit(f"{host!r} has no address")
    if not allow_private and not all(is_public(one) for one in found):
        raise _unfit(f"{host!r} leads to an address that is not public")  # not which: that would map our network
    return Target(url=url, scheme=scheme, host=host, port=port, address=None if proxied else found[0])


def is_public(address: Address) -> bool:
    """Whether an address, and the one that it may carry inside, belongs to the public internet."""
    if isinstance(address, ipaddress.IPv6Address) and (inner := _inner(address)) is not None:
        return is_public(inner)
    special = address.is_multicast or address.is_unspecified or address.is_reserved or address.is_loopback
    return address.is_global and not special and address not in _REFUSED


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 one: mapped, compatible, 6to4, Teredo, NAT64."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    number = int(address)
    if address in _NAT64 or (number >> 32 == 0 and number > 1):
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return None


def _checked(url: str, *, allow_private: bool) -> SplitResult:
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise _unfit(f"expected an address of at most {_LONGEST:,} ASCII characters without blanks")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unfit(f"expected https://…, got {url!r}") from None
    schemes = ("https", "http") if allow_private else ("https",)
    if parts.scheme not in schemes or not parts.hostname or port == 0:
        raise _unfit(f"expected {' or '.join(f'{scheme}://…' for scheme in schemes)}")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _unfit("expected an address without a user, a password or a fragment")
    return parts


def _unfit(message: str) -> InputError:
    return InputError(message, field="url")
