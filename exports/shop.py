"""A confirmed shop as it leaves: what a person saw and confirmed, and nothing else.

Times are UTC and aware. Digests are SHA-256 in hex. A photo leaves as its digest and its codes: never
its position, its sender or the name of its file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A person's confirmation, its legal ground (`models.decision.Ground`; empty where none was named), and
    the keys of the resources it covers."""

    shop_id: int
    verdict: str
    reason: str
    by: str
    at: datetime
    covers: tuple[str, ...]
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A resource that a person confirmed. `kind` is `site` or `account`; `joined` says why it belongs to
    the shop and `detail` what is shared. `neighbours` counts the other hosts that Mergen has met at the
    same IP addresses: who blocks the address blocks them as well."""

    key: str
    kind: str
    host: str
    joined: str
    detail: str
    joined_at: datetime
    first_seen_at: datetime
    ip_addresses: tuple[str, ...] = ()
    neighbours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedSignal:
    """One sign with the words that show it. A `weight` below zero speaks against a shop."""

    family: str
    kind: str
    quote: str
    weight: float
    in_image: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A payload seen on a page, in its text or links (`contact`) or in a code in a picture (`code`)."""

    kind: str
    value: str
    url: str | None
    source: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """`url` answered `status` and pointed to `location`."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Where a capture's bytes lie: the WARC file, and offset and length of the record, in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate of the server's chain, by the SHA-256 of its DER; times are ISO 8601, UTC."""

    sha256: str
    subject: str
    issuer: str
    not_before: str | None
    not_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How the server answered: the exact addresses, the way there, who was on the line, and whom it answered:
    `scripts` tells whether the page's scripts were run. `handling` is what was done to the page before it
    was pictured (`crawler.handling.Handling`)."""

    url: str
    final_url: str
    status: int
    media_type: str
    via: str
    captured_at: datetime
    redirects: tuple[Redirect, ...]
    ip_address: str | None
    certificate_sha256: str | None
    tls_error: str | None
    protocol: str = ""
    certificates: tuple[Certificate, ...] = ()
    user_agent: str = ""
    languages: str = ""
    scripts: bool = False
    handling: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownImage:
    """An image that a page shows, as it was fetched."""

    url: str
    at: datetime
    sha256: str
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedFinding:
    """A page of a confirmed resource, found before the person decided. `lacking` are the quotes that an
    incomplete capture does not show."""

    id: int
    resource: str
    origin: Origin
    title: str
    language: str
    score: float
    label: str
    scorer: str
    found_at: datetime
    sha256: str
    screenshot_sha256: str | None
    rendered_sha256: str | None
    record: Record
    signals: tuple[QuotedSignal, ...]
    contacts: tuple[Contact, ...]
    images: tuple[ShownImage, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A photo that led here, and the texts of the codes in it that point here."""

    photo_sha256: str
    received_at: datetime
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A stored file. `kind` is `body`, `screenshot`, `rendered` or `photo`; `size` is in bytes."""

    sha256: str
    size: int
    media_type: str
    kind: str
    stored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedShop:
    """A shop that stands confirmed. `rulings` are the confirmations that count, the last one first:
    more than one where shops that were confirmed apart turned out to be the same."""

    id: int
    merged: tuple[int, ...]
    created_at: datetime
    rulings: tuple[Ruling, ...]
    resources: tuple[Member, ...]
    findings: tuple[ConfirmedFinding, ...]
    leads: tuple[Lead, ...]
    files: tuple[EvidenceFile, ...]

    @property
    def decision(self) -> Ruling:
        """The confirmation that counts: the last one."""
        return self.rulings[0]

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Every contact of every page, each once."""
        found = {(contact.kind, contact.value): contact for f in self.findings for contact in f.contacts}
        return tuple(found[key] for key in sorted(found))
