"""Decided shops that show the same signs, so that like cases are judged alike."""

from collections import defaultdict
from typing import Any

from sqlalchemy import BindParameter, Integer, bindparam, cast, select, union_all
from sqlalchemy.orm import Session

from models.case import Sight, hidden_from
from models.decision import Decision, Verdict
from models.queue import ShopCard
from models.shop import Finding, ShopMember, Signal
from review.shop_view import SimilarView

LOOKED_AT = 120
SHOWN = 4
LEAST = 0.4
_SHOP: BindParameter[int] = bindparam("shop")
_RECENT = (
    select(ShopCard.shop_id)
    .where(
        ShopCard.verdict.in_((Verdict.CONFIRMED.value, Verdict.REJECTED.value)),
        ShopCard.label == bindparam("label"),
        ShopCard.shop_id != _SHOP,
        ShopCard.shop_id.not_in(hidden_from(bindparam("name"))),
    )
    .order_by(ShopCard.last_decision.desc())
    .limit(LOOKED_AT)
    .subquery()
)
# Joined, not asked for as "this one or one of those": PostgreSQL would read every sign for that.
_COMPARED = union_all(select(cast(_SHOP, Integer).label("shop_id")), select(_RECENT.c.shop_id)).subquery()
_KINDS = (
    select(ShopMember.shop_id, Signal.kind)
    .join(_COMPARED, _COMPARED.c.shop_id == ShopMember.shop_id)
    .join(Finding, Finding.resource_id == ShopMember.resource_id)
    .join(Signal, Signal.finding_id == Finding.id)
    .distinct()
)
_LAST_DECISIONS = (
    select(Decision)
    .join(ShopCard, ShopCard.last_decision == Decision.id)
    .where(ShopCard.shop_id.in_(bindparam("shops", expanding=True)))
)


def similar_shops(session: Session, shop_id: int, label: str, sight: Sight) -> tuple[SimilarView, ...]:
    """Of the latest confirmed and rejected shops of this label that `sight` may see, those whose kinds of
    signs overlap most with the shop's (Jaccard), the likest first."""
    kinds = _kinds(session, {"label": label, "shop": shop_id, "name": sight.name})
    own = kinds.pop(shop_id, frozenset())
    likeness = {other: len(own & theirs) / len(own | theirs) for other, theirs in kinds.items() if theirs}
    likest = sorted((-value, other) for other, value in likeness.items() if value >= LEAST)[:SHOWN]
    return _views(session, {other: -value for value, other in likest})


def _kinds(session: Session, asked: dict[str, Any]) -> dict[int, frozenset[str]]:
    """The kinds of signs of the shop that is asked about and of the latest decided ones."""
    found: dict[int, set[str]] = defaultdict(set)
    for shop_id, kind in session.execute(_KINDS, asked):
        found[shop_id].add(kind)
    return {shop_id: frozenset(kinds) for shop_id, kinds in found.items()}


def _views(session: Session, likeness: dict[int, float]) -> tuple[SimilarView, ...]:
    last = session.scalars(_LAST_DECISIONS, {"shops": list(likeness)}) if likeness else ()
    decisions = {decision.shop_id: decision for decision in last}
    return tuple(
        SimilarView(
            shop_id=shop_id,
            likeness=value,
            verdict=Verdict(decisions[shop_id].verdict),
            reason=decisions[shop_id].reason,
        )
        for shop_id, value in likeness.items()
        if shop_id in decisions
    )
