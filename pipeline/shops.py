"""Gathering: flagged resources that belong together become one shop, so one decision serves them."""

from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from models.decision import Decision, Event
from models.shop import Finding, Resource, Shop, ShopMember
from pipeline.events import record
from pipeline.likeness import Likeness, likenesses

ACTOR = "mergen"


def gather(session: Session, now: datetime) -> int:
    """Put every flagged resource into a shop and join shops that turn out to be one. Gives the number
    of shops there are. Running it again changes nothing.

    Two shops that people have decided on are never joined: that they look alike is recorded for them.
    """
    for likeness in likenesses(session):
        _join(session, likeness, now)
    for resource in session.scalars(_homeless()):
        _new_shop(session, resource.id, now)
    session.flush()
    return len(session.scalars(select(Shop.id).where(Shop.merged_into.is_(None))).all())


def _homeless() -> Select[Resource]:
    return (
        select(Resource)
        .where(Resource.id.in_(select(Finding.resource_id)))
        .where(Resource.id.not_in(select(ShopMember.resource_id)))
        .order_by(Resource.id)
    )


def _join(session: Session, likeness: Likeness, now: datetime) -> None:
    first = session.get(ShopMember, likeness.first)
    second = session.get(ShopMember, likeness.second)
    if first is None and second is None:
        first = _new_shop(session, likeness.first, now)
    if first is not None and second is not None:
        if first.shop_id != second.shop_id:
            _merge(session, first.shop_id, second.shop_id, likeness, now)
        return
    member = first or second
    assert member is not None  # noqa: S101 - one of them was there or was made
    newcomer = likeness.second if first is not None else likeness.first
    _add_member(session, member.shop_id, newcomer, likeness.reason, likeness.detail, now)


def _new_shop(session: Session, resource_id: int, now: datetime) -> ShopMember:
    shop = Shop(created_at=now)
    session.add(shop)
    session.flush()
    return _add_member(session, shop.id, resource_id, "first", "", now)


def _add_member(
    session: Session, shop_id: int, resource_id: int, reason: str, detail: str, now: datetime
) -> ShopMember:
    member = ShopMember(resource_id=resource_id, shop_id=shop_id, reason=reason, detail=detail, joined_at=now)
    session.add(member)
    session.flush()
    key = session.get_one(Resource, resource_id).key
    record(
        session, "joined", ("shop", shop_id), actor=ACTOR, at=now, resource=key, reason=reason, shared=detail
    )
    return member


def _merge(session: Session, one: int, other: int, likeness: Likeness, now: datetime) -> None:
    decided = set(session.scalars(select(Decision.shop_id).where(Decision.shop_id.in_((one, other)))))
    if len(decided) == 2:
        _note_alike(session, one, other, likeness, now)
        return
    kept = next(iter(decided), min(one, other))
    gone = other if kept == one else one
    moved = {"shop_id": kept, "reason": likeness.reason, "detail": likeness.detail, "joined_at": now}
    session.execute(update(ShopMember).where(ShopMember.shop_id == gone).values(moved))
    session.get_one(Shop, gone).merged_into = kept
    session.flush()
    session.expire_all()
    record(
        session,
        "merged",
        ("shop", kept),
        actor=ACTOR,
        at=now,
        shop=gone,
        reason=likeness.reason,
        shared=likeness.detail,
    )


def _note_alike(session: Session, one: int, other: int, likeness: Likeness, now: datetime) -> None:
    known = select(Event.detail).where(Event.kind == "alike", Event.subject_id == str(one))
    if not any(detail["shop"] == other for detail in session.scalars(known)):
        shared = {"shop": other, "reason": likeness.reason, "shared": likeness.detail}
        record(session, "alike", ("shop", one), actor=ACTOR, at=now, **shared)
