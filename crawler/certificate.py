"""The certificates with which a server showed who it is."""

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL.SSL import Connection
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

CONNECTIONS, REMEMBERED = 256, 1024
LONGEST = 300  # characters of a name
MOST = 10  # certificates of a chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate of a chain. `sha256` is that of its DER; names are in the form of RFC 4514, times are
    UTC. What cannot be read of it is empty."""

    sha256: str
    subject: str = ""
    issuer: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None

    def record(self) -> dict[str, str | None]:
        """As it stands in JSON."""
        times = {"not_before": self.not_before, "not_after": self.not_after}
        return {"sha256": self.sha256, "subject": self.subject, "issuer": self.issuer} | {
            name: at.isoformat() if at is not None else None for name, at in times.items()
        }


def certificate_of(der: bytes) -> Certificate:
    """What a certificate says. Never raises: a server may send anything for one."""
    digest = sha256(der).hexdigest()
    try:
        read = x509.load_der_x509_certificate(der)
        return Certificate(
            sha256=digest,
            subject=_name(read.subject),
            issuer=_name(read.issuer),
            not_before=read.not_valid_before_utc,
            not_after=read.not_valid_after_utc,
        )
    except (ValueError, TypeError, OverflowError):
        return Certificate(sha256=digest)


def _name(name: x509.Name) -> str:
    return " ".join(name.rfc4514_string().split())[:LONGEST]


class Chains:
    """Remembers the chains that servers sent, by their leaf: Scrapy keeps the leaf alone."""

    def __init__(self) -> None:
        self._connections: deque[Connection] = deque(maxlen=CONNECTIONS)
        self._known: OrderedDict[bytes, tuple[bytes, ...]] = OrderedDict()

    def watched(self, factory: Any) -> "_Watched":
        """The factory of TLS contexts, with every connection it makes noted here."""
        return _Watched(factory, self._connections)

    def of(self, leaf: bytes) -> tuple[bytes, ...]:
        """The chain that came with a leaf, itself first, DER; itself alone where no more is known."""
        for _ in range(len(self._connections)):
            self._take(self._connections.popleft())
        return self._known.get(leaf, (leaf,))

    def _take(self, connection: Connection) -> None:
        chain = connection.get_peer_cert_chain(as_cryptography=True)
        if not chain:
            if connection.get_state_string() != b"SSL negotiation finished successfully":
                self._connections.append(connection)  # it is still shaking hands
            return
        ders = tuple(each.public_bytes(Encoding.DER) for each in chain[:MOST])
        self._known[ders[0]] = ders
        self._known.move_to_end(ders[0])
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


@implementer(IPolicyForHTTPS)
class _Watched:
    def __init__(self, factory: Any, made: deque[Connection]) -> None:
        self._factory = factory
        self._made = made

    def creatorForNetloc(self, hostname: bytes, port: int) -> "_Noting":  # noqa: N802 - Twisted's name
        return _Noting(self._factory.creatorForNetloc(hostname, port), self._made)


@implementer(IOpenSSLClientConnectionCreator)
class _Noting:
    def __init__(self, creator: Any, made: deque[Connection]) -> None:
        self._creator = creator
        self._made = made

    def clientConnectionForTLS(self, tls: Any) -> Connection:  # noqa: N802 - Twisted's name
        connection: Connection = self._creator.clientConnectionForTLS(tls)
        self._made.append(connection)
        return connection
