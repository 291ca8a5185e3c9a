"""How many shops stand on each shelf, for pages that everybody opens all the time."""

import time
from collections import Counter
from collections.abc import Mapping
from threading import Lock

from sqlalchemy.orm import Session

from models.case import Sight
from review.shop_row import Shelf, ShopFilter
from review.shops import Group, count_groups, on_shelves

MANY = 1_000
"""So many shops take long enough to count that the page would be kept waiting by it."""
LASTS = 1.0
"""Seconds that a count of many shops may be old."""


class Counts:
    """The counts of one application: of a few shops exact, of many at most a second old. What a person may
    not see is taken off afterwards, so everybody shares one count."""

    def __init__(self) -> None:
        self._kept: dict[ShopFilter, tuple[float, Counter[Group]]] = {}
        self._one_at_a_time = Lock()

    def of(self, session: Session, wanted: ShopFilter, sight: Sight) -> Mapping[Shelf, int]:
        """How many shops stand on each shelf, of those that `wanted` chooses among and `sight` may see."""
        groups = self._groups(session, wanted)
        return on_shelves(groups - count_groups(session, wanted, within=sight.hidden))

    def _groups(self, session: Session, wanted: ShopFilter) -> Counter[Group]:
        choice = wanted.choice
        found = self._fresh(choice)
        if found is None:
            with self._one_at_a_time:
                found = self._fresh(choice) or self._count(session, choice)
        return found

    def _fresh(self, choice: ShopFilter) -> Counter[Group] | None:
        until, groups = self._kept.get(choice, (0.0, Counter()))
        return groups if time.monotonic() < until else None

    def _count(self, session: Session, choice: ShopFilter) -> Counter[Group]:
        groups = count_groups(session, choice)
        if groups.total() > MANY:
            now = time.monotonic()
            self._kept = {key: kept for key, kept in self._kept.items() if now < kept[0]}
            self._kept[choice] = (now + LASTS, groups)
        return groups
