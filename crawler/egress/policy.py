"""Where a fetch may go."""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

HIDDEN = (".onion", ".i2p")
"""Names of hidden services: asking the DNS for one tells the network who looks at what (RFC 7686)."""
WEB_PORTS = frozenset({80, 443, 8080, 8443})

# Global by the registries, and yet a door to the inside: cloud metadata behind a public address, 6to4 relays.
SPECIAL_V4 = tuple(ipaddress.IPv4Network(net) for net in ("168.63.129.16/32", "192.88.99.0/24"))
NAT64 = tuple(ipaddress.IPv6Network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48"))
UNICAST_V6 = ipaddress.IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressPolicy:
    """What the guard lets through.

    `allow` names exceptions to the rule that only public addresses on web ports may be reached, as
    `host:port` or `host:*` (`127.0.0.1:8000`, `localhost:*`, `[::1]:8000`); the host is compared with the
    host that was asked for, not with what a name resolves to, so no foreign name can borrow an exception.
    `hosts` are static routes like a hosts file with wildcards: pattern (`*.example`) to address and port.
    `max_bytes` bounds what one connection may bring in; times are in seconds. For `answer_seconds` the
    addresses of a name that passed are dialled again without asking the DNS.
    """

    allow: tuple[str, ...] = ()
    hosts: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    ports: frozenset[int] = WEB_PORTS
    max_bytes: int = 64 * 1024 * 1024
    connect_timeout: float = 15.0
    idle_timeout: float = 45.0
    answer_seconds: float = 60.0

    def excepted(self, host: str, port: int) -> bool:
        """Whether `host:port` is named as an exception."""
        name = f"[{host}]" if ":" in host else host.lower()
        return any(entry.lower() in {f"{name}:{port}", f"{name}:*"} for entry in self.allow)

    def route(self, host: str) -> tuple[str, int] | None:
        """The static route of a host, None where it has none."""
        name = host.lower().rstrip(".")
        for pattern, route in self.hosts.items():
            if fnmatchcase(name, pattern.lower()):
                return route
        return None

    def check_name(self, host: str) -> str | None:
        """Why a name must not be resolved, None if it may."""
        hidden = host.lower().rstrip(".").endswith(HIDDEN)
        return f"{host} is a hidden service, which needs a proxy of its own and no DNS" if hidden else None

    def check_port(self, port: int) -> str | None:
        """Why a port is refused, None if it is not."""
        return None if port in self.ports else f"port {port} is not a web port"


def exceptions_for(urls: Iterable[str]) -> tuple[str, ...]:
    """`host:port` of internal addresses that a person typed: a number or `localhost`.

    Whoever names one wants it looked at; the guard stays closed to every other one, and to all that a
    page names. A name of the DNS opens nothing: what it resolves to is not the person's to know.
    """
    return tuple(entry for entry in map(_exception, urls) if entry)


def _exception(url: str) -> str | None:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return f"{host}:{port}" if host == "localhost" else None
    return f"[{host}]:{port}" if address.version == 6 else f"{host}:{port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One attempt that the guard stopped. `address` is empty where it was stopped before resolving."""

    host: str
    port: int
    address: str
    reason: str


def internal_reason(address: str) -> str | None:
    """Why an IP address is not to be dialled, None for a public one.

    After IANA's special-purpose registries; besides, every IPv6 form that carries an IPv4 address
    (mapped, compatible, NAT64, 6to4, Teredo) is refused, since the carried one could be internal.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return _internal_v4(ip)
    return _internal_v6(ip)


def _internal_v4(ip: ipaddress.IPv4Address) -> str | None:
    kinds = (
        ("loopback", ip.is_loopback),
        ("link-local", ip.is_link_local),
        ("private", ip.is_private),
        ("multicast", ip.is_multicast),
        ("reserved", ip.is_reserved or any(ip in net for net in SPECIAL_V4)),
        ("not public", not ip.is_global),
    )
    return next((f"{ip} is {kind}" for kind, holds in kinds if holds), None)


def _internal_v6(ip: ipaddress.IPv6Address) -> str | None:
    kinds = (
        ("loopback", ip.is_loopback),
        ("an IPv4-mapped address", ip.ipv4_mapped is not None),
        ("a NAT64 address", any(ip in net for net in NAT64)),
        ("a 6to4 address", ip.sixtofour is not None),
        ("a Teredo address", ip.teredo is not None),
        ("link-local", ip.is_link_local),
        ("private", ip.is_private),
        ("multicast", ip.is_multicast),
        ("not public", not ip.is_global or ip not in UNICAST_V6),
    )
    return next((f"{ip} is {kind}" for kind, holds in kinds if holds), None)
