"""A shop in a list, and what a list is asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import isfinite
from typing import Self

from models.decision import Verdict
from models.queue import ShopState

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MOMENT = 2**53


class Shelf(StrEnum):
    """Which shops are listed. WAITING is work, and SECOND for a second person, since only one confirmed;
    CONFIRMED, REJECTED and UNSURE go by the last verdict."""

    WAITING = "waiting"
    SECOND = "second"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNSURE = "unsure"
    ALL = "all"


class Order(StrEnum):
    """How shops are sorted: the STRONGEST first; those in DOUBT, which the scorer is least sure of and whose
    decisions teach the next model most (uncertainty sampling; Lewis and Gale 1994); the OLDEST finding; the
    LARGEST by faces."""

    STRONGEST = "strongest"
    DOUBT = "doubt"
    OLDEST = "oldest"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A shop's place in every order. `back` ones re-appeared, and stand before the others."""

    back: bool
    score: float
    size: int
    found_at: datetime
    shop_id: int

    def __str__(self) -> str:
        moment = (self.found_at - EPOCH) // timedelta(microseconds=1)
        return f"{int(self.back)}~{self.score!r}~{self.size}~{moment}~{self.shop_id}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The place that `str` wrote; None for anything else."""
        try:
            back, score, size, moment, shop_id = text.split("~")
            found_at = EPOCH + timedelta(microseconds=min(abs(int(moment)), LAST_MOMENT))
            place = cls(
                back=back == "1",
                score=float(score),
                size=int(size),
                found_at=found_at,
                shop_id=int(shop_id),
            )
        except (ValueError, OverflowError):
            return None
        return place if isfinite(place.score) and max(place.size, place.shop_id) < 2**31 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFilter:
    """What to list: a shelf; a label, language, district, source, kind of face or case by its number (None
    for any); from a place on, at most `limit`, in an order."""

    shelf: Shelf = Shelf.WAITING
    label: str | None = None
    language: str | None = None
    district: str | None = None
    source: str | None = None
    face: str | None = None
    case: int | None = None
    after: Place | None = None
    order: Order = Order.STRONGEST
    limit: int = 50

    @property
    def choice(self) -> "ShopFilter":
        """What shops it is about, on whatever shelf and in whatever order."""
        return ShopFilter(
            label=self.label,
            language=self.language,
            district=self.district,
            source=self.source,
            face=self.face,
            case=self.case,
        )

    @property
    def narrowed(self) -> bool:
        """Whether only a part of the shelf is asked for."""
        return any((self.label, self.language, self.district, self.source, self.face, self.case, self.after))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRow:
    """A shop in a list. `keys` are its first resources, `size` counts them all; `findings` counts pages;
    `confirmers` counts the people whose confirmation stands; `case` is the name of the case it is in. While
    `blocked_at` is set none of its faces can be reached."""

    id: int
    state: ShopState
    verdict: Verdict | None
    confirmers: int
    score: float
    label: str
    title: str
    languages: tuple[str, ...]
    keys: tuple[str, ...]
    size: int
    findings: int
    found_at: datetime
    last_found_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    case: str = ""
    blocked_at: datetime | None = None

    @property
    def place(self) -> Place:
        back = self.state is ShopState.REAPPEARED
        return Place(back=back, score=self.score, size=self.size, found_at=self.found_at, shop_id=self.id)
