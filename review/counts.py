"""How many shops stand on each shelf, for pages that everybody opens all the time."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

from sqlalchemy.orm import Session

from models.case import Sight
from review.shared import Shared
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
        self._shared = Shared(LASTS)

    def of(self, session: Session, wanted: ShopFilter, sight: Sight) -> Mapping[Shelf, int]:
        """How many shops stand on each shelf, of those that `wanted` chooses among and `sight` may see."""
        choice = wanted.choice
        groups = self._shared.of(choice, partial(count_groups, session, choice), _are_many)
        return on_shelves(groups - count_groups(session, wanted, within=sight.hidden))


def _are_many(groups: Counter[Group]) -> bool:
    return groups.total() > MANY
