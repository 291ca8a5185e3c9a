"""What two flagged resources share, and so why they may be one shop."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models.capture import Capture, Page, Revisit
from models.image import Payload, Sighting
from models.shop import Finding
from pipeline.fingerprint import PERMUTATIONS, BandIndex

# What stands on more resources than this belongs to a payment service, a template or a platform.
WIDESPREAD = 15
# A page that leads to more flagged resources than this is a directory, not a shop.
DIRECTORY = 5
SAME_TEXT = 0.7
# A text that is like so many others, or nearly so, is compared with later ones through these.
ENOUGH = 8
CROWD = 500
DOUBTFUL = "unsure"
PERSONAL = (
    *("telegram", "whatsapp", "instagram", "vk", "phone", "sms", "email"),
    *("crypto", "payment", "onion", "i2p"),
)
# A number is one person's, whether it is called or written to. What else WhatsApp has is no number.
SAME_KIND = {"sms": "phone", "whatsapp": "phone"}
NUMBER = re.compile(r"\+[0-9]{8,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Two resources, by id, and why they may be one shop: `reason` is `contact`, `leads_to`, `text` or
    `favicon`, `detail` what they share, for a person to read."""

    first: int
    second: int
    reason: str
    detail: str


def likenesses(session: Session) -> list[Likeness]:
    """Everything that flagged resources share, the strongest reasons first."""
    flagged = set(session.scalars(select(Finding.resource_id).distinct()))
    plain = set(session.scalars(select(Finding.resource_id).where(Finding.label != DOUBTFUL).distinct()))
    return [
        *_shared_contacts(session),
        *_leading(session, plain),
        *_near_duplicates(session),
        *_shared_icons(session, flagged),
    ]


def _shared_contacts(session: Session) -> Iterable[Likeness]:
    query = (
        select(Payload.kind, Payload.value, Finding.resource_id)
        .join(Sighting, Sighting.payload_id == Payload.id)
        .join(Finding, Finding.capture_id == Sighting.capture_id)
        .where(Payload.kind.in_(PERSONAL))
        .order_by(Payload.kind, Payload.value, Finding.resource_id)
        .distinct()
    )
    holders: dict[str, dict[int, None]] = defaultdict(dict)
    for kind, value, resource_id in session.execute(query):
        held = SAME_KIND.get(kind, kind) if NUMBER.fullmatch(value) else kind
        holders[f"{held} {value}"][resource_id] = None
    return _pairs({held: sorted(ids) for held, ids in holders.items()}, "contact")


def _leading(session: Session, flagged: set[int]) -> Iterable[Likeness]:
    """Pages on which a code, a contact or a link led from one flagged resource to another. Doubtful ones
    are none of these: who reports on a shop, or changes its buyers' money, is led to just as well."""
    source, source_page = aliased(Capture), aliased(Page)
    query = (
        select(source_page.resource_id, Page.resource_id, Capture.reference, Capture.origin)
        .join(Page, Page.capture_id == Capture.id)
        .join(source, (source.url == Capture.reference) & (source.run_id == Capture.run_id))
        .outerjoin(Revisit, Revisit.capture_id == source.id)
        .join(source_page, source_page.capture_id == func.coalesce(Revisit.earlier_id, source.id))
        .where(source_page.resource_id != Page.resource_id)
        .order_by(Capture.id)
    )
    led: dict[int, dict[int, str]] = defaultdict(dict)
    for first, second, reference, origin in session.execute(query):
        if first in flagged and second in flagged:
            led[first].setdefault(second, f"{origin} on {reference}")
    for first, targets in led.items():
        if len(targets) <= DIRECTORY:
            for second, detail in targets.items():
                yield Likeness(first=first, second=second, reason="leads_to", detail=detail)


def _near_duplicates(session: Session) -> Iterable[Likeness]:
    query = (
        select(Page.resource_id, Page.fingerprint)
        .join(Finding, Finding.capture_id == Page.capture_id)
        .where(Page.fingerprint != b"")
        .order_by(Page.capture_id)
    )
    texts = Texts(list(dict.fromkeys((row[0], row[1]) for row in session.execute(query))))
    for first, second, share in texts.pairs():
        yield Likeness(first=first, second=second, reason="text", detail=f"{share:.0%} of the text")


class Texts:
    """Texts as pairs of resource and fingerprint. Of many that are alike (one shop's prices of every day)
    a few stand for all, so that time grows with the number of texts and not with its square."""

    def __init__(self, texts: Sequence[tuple[int, bytes]]) -> None:
        self._texts = texts
        self._marks = np.frombuffer(b"".join(mark for _, mark in texts), "<u4").reshape(-1, PERMUTATIONS)
        self._index = BandIndex()

    def pairs(self) -> Iterable[tuple[int, int, float]]:
        """An earlier resource, a later one, and the share of their text that is the same: as many pairs as
        join all that belong together."""
        groups = Groups()
        for row, (resource_id, mark) in enumerate(self._texts):
            near = sorted(self._index.query(mark))
            like = self._like(row, near)
            for share, other in sorted(like, reverse=True):
                if groups.join(other, resource_id):
                    yield other, resource_id, share
            if len(like) < ENOUGH and len(near) < CROWD:
                self._index.insert(row, mark)

    def _like(self, row: int, near: list[int]) -> list[tuple[float, int]]:
        shares = np.mean(self._marks[near] == self._marks[row], axis=1)
        return [
            (float(share), self._texts[other][0])
            for other, share in zip(near, shares, strict=True)
            if share >= SAME_TEXT
        ]


class Groups:
    """Which of many things belong together (a disjoint-set forest; Galler and Fischer 1964)."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def find(self, one: int) -> int:
        """The thing that stands for `one`'s group."""
        top = one
        while top in self._above:
            top = self._above[top]
        while one != top:
            self._above[one], one = top, self._above[one]
        return top

    def join(self, kept: int, gone: int) -> bool:
        """Put `gone`'s group into that of `kept`. False if they are one already."""
        kept, gone = self.find(kept), self.find(gone)
        if kept != gone:
            self._above[gone] = kept
        return kept != gone


def _shared_icons(session: Session, flagged: set[int]) -> Iterable[Likeness]:
    query = select(Page.favicon_sha256, Page.resource_id).order_by(Page.resource_id).distinct()
    holders: dict[str, list[int]] = defaultdict(list)
    for icon, resource_id in session.execute(query):
        if icon is not None:
            holders[f"favicon {icon[:12]}"].append(resource_id)
    # An icon that a harmless site carries too comes with the software, not with the seller.
    return _pairs({icon: ids for icon, ids in holders.items() if flagged.issuperset(ids)}, "favicon")


def _pairs(holders: Mapping[str, list[int]], reason: str) -> Iterable[Likeness]:
    for detail, resource_ids in holders.items():
        if len(resource_ids) <= WIDESPREAD:
            for other in resource_ids[1:]:
                yield Likeness(first=resource_ids[0], second=other, reason=reason, detail=detail)
