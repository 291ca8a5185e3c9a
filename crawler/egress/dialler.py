"""Resolving once, checking what came out, dialling exactly that."""

import asyncio
import socket
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from crawler.egress.policy import EgressPolicy, internal_reason

PEERS_KEPT = 4096
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The addresses of a host. Raises OSError or UnicodeError for a name that has none."""


async def system_resolve(host: str, port: int) -> list[str]:
    """The addresses that this machine knows for a host, as any program would get them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class DialCause(StrEnum):
    """Why a connection was not made; the values are those of `crawler.visit.FailureCause`."""

    GUARD = "guard"
    DNS = "dns"
    CONNECTION = "connection"
    TIMEOUT = "timeout"


@dataclass(slots=True)
class DialError(Exception):
    """No connection: `address` is the one that was refused, or empty."""

    cause: DialCause
    reason: str
    address: str = ""

    def __str__(self) -> str:
        return self.reason


class Dialler:
    """Opens the connections of one guard. Runs in the guard's event loop."""

    def __init__(self, policy: EgressPolicy, resolve: Resolve = system_resolve) -> None:
        self._policy = policy
        self._ask = resolve
        self.peers: OrderedDict[tuple[str, int], str] = OrderedDict()
        self._answers: OrderedDict[tuple[str, int], tuple[float, list[str]]] = OrderedDict()

    async def dial(self, host: str, port: int) -> Streams:
        """A connection to `host:port`. Raises `DialError`."""
        try:
            return await self._dialled(host, port)
        except DialError:
            self._answers.pop((host.lower(), port), None)
            raise

    async def _dialled(self, host: str, port: int) -> Streams:
        addresses, actual_port = await self._where(host, port)
        failure: OSError | None = None
        for address in addresses[:3]:
            try:
                async with asyncio.timeout(self._policy.connect_timeout):
                    streams = await asyncio.open_connection(address, actual_port)
            except TimeoutError:
                raise DialError(DialCause.TIMEOUT, f"{host}:{port} did not answer in time", address) from None
            except OSError as error:
                failure = error
                continue
            self._remember(host, port, address)
            return streams
        raise DialError(DialCause.CONNECTION, f"{host}:{port} cannot be reached: {failure}")

    async def _where(self, host: str, port: int) -> tuple[list[str], int]:
        route = self._policy.route(host)
        if route is not None:
            return [route[0]], route[1]
        if reason := self._policy.check_name(host):
            raise DialError(DialCause.GUARD, reason)
        excepted = self._policy.excepted(host, port)
        if not excepted and (reason := self._policy.check_port(port)):
            raise DialError(DialCause.GUARD, f"{reason}; {_how_to_allow(host, port)}")
        addresses = self._answered(host, port)
        if addresses is None:
            addresses = await self._resolve(host, port)
            if not excepted:
                self._check(host, port, addresses)
            self._keep_answer(host, port, addresses)
        return addresses, port

    def _answered(self, host: str, port: int) -> list[str] | None:
        """The addresses that passed the check a moment ago: a page's pictures need no question each."""
        until, addresses = self._answers.get((host.lower(), port), (0.0, []))
        return addresses if until > asyncio.get_running_loop().time() else None

    def _keep_answer(self, host: str, port: int, addresses: list[str]) -> None:
        until = asyncio.get_running_loop().time() + self._policy.answer_seconds
        self._answers[host.lower(), port] = until, addresses
        self._answers.move_to_end((host.lower(), port))
        while len(self._answers) > PEERS_KEPT:
            self._answers.popitem(last=False)

    def _check(self, host: str, port: int, addresses: list[str]) -> None:
        # One internal address among public ones is how a rebinding answer looks: none of them is dialled.
        for address in addresses:
            if reason := internal_reason(address):
                raise DialError(DialCause.GUARD, f"{reason}; {_how_to_allow(host, port)}", address)

    async def _resolve(self, host: str, port: int) -> list[str]:
        try:
            async with asyncio.timeout(self._policy.connect_timeout):
                return await self._ask(host, port)
        except TimeoutError:
            raise DialError(DialCause.DNS, f"the name {host} was not resolved in time") from None
        except (OSError, UnicodeError) as error:
            raise DialError(DialCause.DNS, f"the name {host} does not resolve: {error}") from None

    def _remember(self, host: str, port: int, address: str) -> None:
        self.peers[host.lower(), port] = address
        self.peers.move_to_end((host.lower(), port))
        while len(self.peers) > PEERS_KEPT:
            self.peers.popitem(last=False)


def _how_to_allow(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"to allow it, name {name}:{port} in MERGEN_EGRESS_ALLOW (under scrapy: -s EGRESS_ALLOW)"
