"""What a person decides on a shop. A decision is added, never changed; the last one counts."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.decision import Decision, Verdict
from models.shop import Resource, Shop, ShopMember
from pipeline.cards import refresh
from pipeline.errors import PipelineError, UnknownShop
from pipeline.events import record


class EmptyReason(PipelineError):
    """A decision without a reason."""


def decide(
    session: Session, shop_id: int, verdict: Verdict, *, reason: str, actor: str, now: datetime
) -> Decision:
    """Record `actor`'s verdict on a shop. It covers the resources that the shop has now.

    Raises UnknownShop, and EmptyReason for a confirmation or rejection without a reason.
    """
    shop = current_shop(session, shop_id)
    if not reason.strip() and verdict is not Verdict.UNSURE:
        raise EmptyReason("Say why: a decision without a reason cannot be explained later")
    covers = [member.key for member in members(session, shop.id)]
    decision = Decision(
        shop_id=shop.id,
        verdict=verdict,
        reason=reason.strip(),
        decided_by=actor,
        decided_at=now,
        covers=covers,
    )
    session.add(decision)
    record(session, verdict, ("shop", shop.id), actor=actor, at=now, reason=reason.strip(), covers=covers)
    refresh(session, [shop.id])
    return decision


def current_shop(session: Session, shop_id: int) -> Shop:
    """The shop, or the one it was merged into. Raises UnknownShop."""
    shop = session.get(Shop, shop_id)
    while shop is not None and shop.merged_into is not None:
        shop = session.get(Shop, shop.merged_into)
    if shop is None:
        raise UnknownShop(f"There is no shop {shop_id}. See: mergen shops list")
    return shop


def members(session: Session, shop_id: int) -> list[Resource]:
    """The resources of a shop, oldest first."""
    query = (
        select(Resource)
        .join(ShopMember, ShopMember.resource_id == Resource.id)
        .where(ShopMember.shop_id == shop_id)
        .order_by(Resource.first_seen_at, Resource.id)
    )
    return list(session.scalars(query))


def last_decision(session: Session, shop_id: int) -> Decision | None:
    """The decision that counts."""
    query = select(Decision).where(Decision.shop_id == shop_id).order_by(Decision.id.desc()).limit(1)
    return session.scalars(query).first()
