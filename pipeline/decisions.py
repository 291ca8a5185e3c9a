"""What a person decides on a shop. A decision is added, never changed; the last one counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.case import Sight
from models.decision import Decision, Ground, Verdict
from models.shop import Resource, Shop, ShopMember
from pipeline.cards import refresh
from pipeline.case_shops import follow_shop, unknown
from pipeline.errors import PipelineError
from pipeline.events import record

LEFT_OUT = "left_out"
"""The reason of the decision on faces that somebody left out of another; the shop's number follows."""


class EmptyReason(PipelineError):
    """A decision without a reason."""


class NothingLeft(PipelineError):
    """A decision that leaves every face of its shop out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person says of a shop, why, on which legal ground, and the numbers of the resources that are no
    part of it: they become a shop of their own, to be looked at apart."""

    verdict: Verdict
    reason: str = ""
    ground: Ground | None = None
    leave_out: frozenset[int] = frozenset()


def decide(session: Session, shop_id: int, judgement: Judgement, *, actor: str, now: datetime) -> Decision:
    """Record what `actor` says of a shop. It covers the resources that the shop has now, but for those left
    out.

    Raises UnknownShop, also for a shop that `actor` may not see, NothingLeft, and EmptyReason for a
    confirmation or rejection without a reason.
    """
    shop = seen_shop(session, shop_id, Sight(actor))
    if not judgement.reason.strip() and judgement.verdict is not Verdict.UNSURE:
        raise EmptyReason("Say why: a decision without a reason cannot be explained later")
    apart = _split(session, shop, judgement.leave_out, actor, now) if judgement.leave_out else None
    decision = _add(session, shop.id, judgement, actor, now)
    if apart is not None:
        why = Judgement(verdict=Verdict.UNSURE, reason=f"{LEFT_OUT}: {shop.id}")
        _add(session, apart, why, actor, now)
    refresh(session, [shop.id, *([apart] if apart is not None else [])])
    return decision


def rejoin(session: Session, decision: Decision, *, actor: str, now: datetime) -> None:
    """Take the faces back that `decision` left out, unless somebody judged them since."""
    query = select(Decision).where(
        Decision.reason == f"{LEFT_OUT}: {decision.shop_id}", Decision.decided_at == decision.decided_at
    )
    for said in session.scalars(query).all():
        if last_decision(session, said.shop_id) is not said:
            continue
        home = {"shop_id": decision.shop_id, "joined_at": now}
        session.execute(update(ShopMember).where(ShopMember.shop_id == said.shop_id).values(home))
        session.get_one(Shop, said.shop_id).merged_into = decision.shop_id
        record(session, "rejoined", ("shop", decision.shop_id), actor=actor, at=now, shop=said.shop_id)
        refresh(session, [decision.shop_id, said.shop_id])


def _add(session: Session, shop_id: int, judgement: Judgement, actor: str, now: datetime) -> Decision:
    covers = [member.key for member in members(session, shop_id)]
    reason, ground = judgement.reason.strip(), judgement.ground or ""
    decision = Decision(
        shop_id=shop_id,
        verdict=judgement.verdict,
        reason=reason,
        ground=ground,
        decided_by=actor,
        decided_at=now,
        covers=covers,
    )
    session.add(decision)
    said = {"reason": reason, "covers": covers} | ({"ground": str(ground)} if ground else {})
    record(session, judgement.verdict, ("shop", shop_id), actor=actor, at=now, **said)
    session.flush()
    return decision


def _split(session: Session, shop: Shop, resources: frozenset[int], actor: str, now: datetime) -> int | None:
    """Move faces into a shop of their own; gives its number. Since people decide on both, the two are not
    joined again by likeness."""
    all_members = members(session, shop.id)
    gone = [member for member in all_members if member.id in resources]
    if len(gone) == len(all_members):
        raise NothingLeft("Leave at least one face in the shop, or reject the shop as a whole")
    if not gone:
        return None
    apart = Shop(created_at=now)
    session.add(apart)
    session.flush()
    follow_shop(session, shop.id, apart.id)
    moved = {"shop_id": apart.id, "joined_at": now}
    ids = [member.id for member in gone]
    session.execute(update(ShopMember).where(ShopMember.resource_id.in_(ids)).values(moved))
    names = [member.key for member in gone]
    record(session, "split", ("shop", shop.id), actor=actor, at=now, into=apart.id, resources=names)
    return apart.id


def current_shop(session: Session, shop_id: int) -> Shop:
    """The shop, or the one it was merged into. Raises UnknownShop."""
    shop = session.get(Shop, shop_id)
    while shop is not None and shop.merged_into is not None:
        shop = session.get(Shop, shop.merged_into)
    if shop is None:
        raise unknown(shop_id)
    return shop


def seen_shop(session: Session, shop_id: int, sight: Sight) -> Shop:
    """As `current_shop`, for a person who asks. Raises UnknownShop, also for a shop of a restricted case that
    they are not assigned to."""
    shop = current_shop(session, shop_id)
    if not sight.sees(session, shop.id):
        raise unknown(shop_id)
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
