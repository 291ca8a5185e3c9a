"""Which shops stand confirmed, and on which resources: the only door to everything that leaves.

A shop stands confirmed if the last decision on it, and on every shop that was merged into it, is a
confirmation. A resource leaves if the last decision that covers it is a confirmation. A resource that
joined after the decision is covered by none, so it does not leave.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.decision import Decision, Verdict
from models.shop import Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A shop that stands confirmed. `covers` gives for each resource key the decision that counts."""

    shop: Shop
    shop_ids: tuple[int, ...]
    covers: Mapping[str, Decision]


def standing(session: Session) -> list[Standing]:
    """Every shop that stands confirmed, by number."""
    shops = {shop.id: shop for shop in session.scalars(select(Shop))}
    groups: dict[int, list[int]] = {}
    for shop_id in sorted(shops):
        groups.setdefault(_survivor(shops, shop_id), []).append(shop_id)
    last = _last_decisions(session)
    found = []
    for shop_id, group in sorted(groups.items()):
        covers = _covered([last[member] for member in group if member in last])
        if covers:
            found.append(Standing(shop=shops[shop_id], shop_ids=tuple(group), covers=covers))
    return found


def _survivor(shops: Mapping[int, Shop], shop_id: int) -> int:
    seen = {shop_id}
    while (merged_into := shops[shop_id].merged_into) is not None and merged_into not in seen:
        shop_id = merged_into
        seen.add(shop_id)
    return shop_id


def _last_decisions(session: Session) -> dict[int, Decision]:
    newest = select(func.max(Decision.id)).group_by(Decision.shop_id)
    return {
        decision.shop_id: decision
        for decision in session.scalars(select(Decision).where(Decision.id.in_(newest)))
    }


def _covered(decisions: list[Decision]) -> dict[str, Decision]:
    by_age = sorted(decisions, key=lambda decision: decision.id)
    if not by_age or by_age[-1].verdict != Verdict.CONFIRMED:
        return {}
    counts = {str(key): decision for decision in by_age for key in decision.covers}
    return {key: decision for key, decision in counts.items() if decision.verdict == Verdict.CONFIRMED}
