"""Which shops stand confirmed, and on which resources: the only door to everything that leaves.

A shop stands confirmed if the last decision on it, and on every shop that was merged into it, is a
confirmation. A resource leaves if as many different people as an office asks for (two, unless it says
otherwise) confirmed it since anybody last said something else. A resource that joined after a decision is not
covered by it, so one person's word is not enough for what only one person saw.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.decision import Decision, Verdict
from models.shop import Shop

FOUR_EYES = 2
"""How many people must confirm before anything leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """The last confirmation of each person who confirmed a resource, the newest first. `seen_until` is the
    moment up to which enough of them had seen what there was."""

    decisions: tuple[Decision, ...]
    seen_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A shop that stands confirmed. `covers` gives for each resource key who confirmed it."""

    shop: Shop
    shop_ids: tuple[int, ...]
    covers: Mapping[str, Backing]


def standing(session: Session, people: int = FOUR_EYES) -> list[Standing]:
    """Every shop that stands confirmed by at least so many people, by number."""
    shops = {shop.id: shop for shop in session.scalars(select(Shop))}
    groups: dict[int, list[int]] = {}
    for shop_id in sorted(shops):
        groups.setdefault(_survivor(shops, shop_id), []).append(shop_id)
    counting = _counting_decisions(session)
    found = []
    for shop_id, group in sorted(groups.items()):
        covers = _covered([each for member in group for each in counting.get(member, ())], people)
        if covers:
            found.append(Standing(shop=shops[shop_id], shop_ids=tuple(group), covers=covers))
    return found


def _survivor(shops: Mapping[int, Shop], shop_id: int) -> int:
    seen = {shop_id}
    while (merged_into := shops[shop_id].merged_into) is not None and merged_into not in seen:
        shop_id = merged_into
        seen.add(shop_id)
    return shop_id


def _counting_decisions(session: Session) -> dict[int, list[Decision]]:
    """By shop its last decision, or where that is a confirmation, all since anybody said something else."""
    counting: dict[int, list[Decision]] = {}
    for decision in session.scalars(select(Decision).order_by(Decision.id)):
        run = counting.setdefault(decision.shop_id, [])
        if decision.verdict != Verdict.CONFIRMED or (run and run[-1].verdict != Verdict.CONFIRMED):
            run.clear()
        run.append(decision)
    return counting


def _covered(decisions: Iterable[Decision], people: int) -> dict[str, Backing]:
    by_age = sorted(decisions, key=lambda decision: decision.id)
    if not by_age or by_age[-1].verdict != Verdict.CONFIRMED:
        return {}
    voices: dict[str, dict[str, Decision]] = {}
    for decision in by_age:
        for key in map(str, decision.covers):
            heard = voices.setdefault(key, {})
            if decision.verdict == Verdict.CONFIRMED:
                heard[decision.decided_by.casefold()] = decision
            else:
                heard.clear()
    return {key: _backing(heard, people) for key, heard in voices.items() if len(heard) >= people}


def _backing(heard: Mapping[str, Decision], people: int) -> Backing:
    newest = sorted(heard.values(), key=lambda decision: -decision.id)
    times = sorted((decision.decided_at for decision in newest), reverse=True)
    return Backing(decisions=tuple(newest), seen_until=times[people - 1])
