"""A shop in a list, its state, and what a list is asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Self

from models.decision import Decision, Verdict

TOSS_UP = 0.5
"""The score that says nothing either way."""


class ShopState(StrEnum):
    """NEW was never decided on; CHANGED was, but a face joined since that nobody saw."""

    NEW = "new"
    CHANGED = "changed"
    UNSURE = "unsure"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"

    @property
    def waits(self) -> bool:
        """Whether a person has to look."""
        return self in (ShopState.NEW, ShopState.CHANGED, ShopState.UNSURE)


def shop_state(last: Decision | None, keys: Collection[str]) -> ShopState:
    """The state of a shop with these resource keys whose last decision is `last`."""
    if last is None:
        return ShopState.NEW
    if last.verdict == Verdict.UNSURE:
        return ShopState.UNSURE
    return ShopState(last.verdict) if set(keys) <= set(last.covers) else ShopState.CHANGED


class Shelf(StrEnum):
    """Which shops are listed. WAITING is work; CONFIRMED, REJECTED and UNSURE go by the last verdict."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNSURE = "unsure"
    ALL = "all"


class Order(StrEnum):
    """How shops are sorted: the strongest first, or those first that the scorer doubts most, whose decisions
    teach the next model most (uncertainty sampling; Lewis and Gale 1994)."""

    STRONGEST = "strongest"
    DOUBT = "doubt"

    def rank(self, score: float) -> float:
        """What this order sorts a score by, the highest first."""
        return score if self is Order.STRONGEST else -abs(score - TOSS_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A shop's place in an order: by score, then size, then age."""

    score: float
    size: int
    shop_id: int

    def __str__(self) -> str:
        return f"{self.score!r}~{self.size}~{self.shop_id}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The place that `str` wrote; None for anything else."""
        try:
            score, size, shop_id = text.split("~")
            place = cls(score=float(score), size=int(size), shop_id=int(shop_id))
        except ValueError:
            return None
        return place if isfinite(place.score) and max(place.size, place.shop_id) < 2**31 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFilter:
    """What to list: a shelf, one label or language (None for any), from a place on, at most `limit`, in an
    order."""

    shelf: Shelf = Shelf.WAITING
    label: str | None = None
    language: str | None = None
    after: Place | None = None
    order: Order = Order.STRONGEST
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRow:
    """A shop in a list. `keys` are its first resources, `size` counts them all; `findings` counts pages."""

    id: int
    state: ShopState
    verdict: Verdict | None
    score: float
    label: str
    title: str
    languages: tuple[str, ...]
    keys: tuple[str, ...]
    size: int
    findings: int
    first_found_at: datetime | None
    last_found_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None

    @property
    def place(self) -> Place:
        return Place(score=self.score, size=self.size, shop_id=self.id)
