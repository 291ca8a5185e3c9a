"""Gathering: flagged resources that belong together become one shop, so one decision serves them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from models.decision import Decision, Event
from models.locks import alone
from models.shop import Finding, Resource, Shop, ShopMember
from pipeline.cards import refresh_stale
from pipeline.case_shops import case_of, follow_shop, follow_targets
from pipeline.events import record
from pipeline.likeness import Groups, Likeness, likenesses

ACTOR = "mergen"
FIRST = "first"


def gather(session: Session, now: datetime, found: Iterable[Likeness] | None = None) -> int:
    """Put every flagged resource into a shop, join shops that turn out to be one, and bring the queue up to
    date. Gives the number of shops there are. Running it again changes nothing.

    Two shops that people have decided on, or that are in two cases, are never joined: that they look alike
    is recorded for them.
    `found` are the store's likenesses, where they were looked for beforehand: that takes long in a large
    store, and on SQLite nobody else can write meanwhile.
    """
    alone(session.connection(), "gather")
    homes = Homes(session)
    for likeness in likenesses(session) if found is None else found:
        _join(session, homes, likeness, now)
    for resource in session.scalars(_homeless()):
        _new_shop(session, resource.id, now)
    follow_targets(session, now)
    refresh_stale(session)
    return len(session.scalars(select(Shop.id).where(Shop.merged_into.is_(None))).all())


class Homes:
    """In which shop each resource is: looked up for every likeness, so kept in memory."""

    def __init__(self, session: Session) -> None:
        query = select(ShopMember.resource_id, ShopMember.shop_id)
        self._homes = {resource_id: shop_id for resource_id, shop_id in session.execute(query)}
        self._merged = Groups()

    def of(self, resource_id: int) -> int | None:
        home = self._homes.get(resource_id)
        return None if home is None else self._merged.find(home)

    def add(self, resource_id: int, shop_id: int) -> None:
        self._homes[resource_id] = shop_id

    def merge(self, kept: int, gone: int) -> None:
        self._merged.join(kept, gone)


def _homeless() -> Select[Resource]:
    return (
        select(Resource)
        .where(Resource.id.in_(select(Finding.resource_id)))
        .where(Resource.id.not_in(select(ShopMember.resource_id)))
        .order_by(Resource.id)
    )


def _join(session: Session, homes: Homes, likeness: Likeness, now: datetime) -> None:
    first, second = homes.of(likeness.first), homes.of(likeness.second)
    if first is not None and second is not None:
        if first != second:
            _merge(session, homes, first, second, likeness, now)
        return
    home, newcomer = (second, likeness.first) if first is None else (first, likeness.second)
    if home is None:
        home, newcomer = _new_shop(session, likeness.first, now), likeness.second
        homes.add(likeness.first, home)
    _add_member(session, home, newcomer, likeness.reason, likeness.detail, now)
    homes.add(newcomer, home)


def _new_shop(session: Session, resource_id: int, now: datetime) -> int:
    shop = Shop(created_at=now)
    session.add(shop)
    session.flush()
    _add_member(session, shop.id, resource_id, FIRST, "", now)
    return shop.id


def _add_member(
    session: Session, shop_id: int, resource_id: int, reason: str, detail: str, now: datetime
) -> None:
    member = ShopMember(resource_id=resource_id, shop_id=shop_id, reason=reason, detail=detail, joined_at=now)
    session.add(member)
    session.flush()
    key = session.get_one(Resource, resource_id).key
    record(
        session, "joined", ("shop", shop_id), actor=ACTOR, at=now, resource=key, reason=reason, shared=detail
    )


def _merge(session: Session, homes: Homes, one: int, other: int, likeness: Likeness, now: datetime) -> None:
    decided = set(session.scalars(select(Decision.shop_id).where(Decision.shop_id.in_((one, other)))))
    if len(decided) == 2 or len({case_of(session, one), case_of(session, other)} - {None}) == 2:
        _note_alike(session, one, other, likeness, now)
        return
    kept = next(iter(decided), min(one, other))
    gone = other if kept == one else one
    _explain(session, gone, likeness)
    session.execute(update(ShopMember).where(ShopMember.shop_id == gone).values(shop_id=kept, joined_at=now))
    session.get_one(Shop, gone).merged_into = kept
    follow_shop(session, gone, kept)
    homes.merge(kept, gone)
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


def _explain(session: Session, gone: int, likeness: Likeness) -> None:
    """The member that ties a shop to another says by what; what tied it to its shop's first member now
    stands there. The reasons of the others stay true."""
    tie = session.get_one(ShopMember, likeness.first)
    if tie.shop_id != gone:
        tie = session.get_one(ShopMember, likeness.second)
    query = select(ShopMember).where(ShopMember.shop_id == gone, ShopMember.reason == FIRST)
    for first in session.scalars(query):
        first.reason, first.detail = tie.reason, tie.detail
    tie.reason, tie.detail = likeness.reason, likeness.detail
    session.flush()


def _note_alike(session: Session, one: int, other: int, likeness: Likeness, now: datetime) -> None:
    known = select(Event.detail).where(Event.kind == "alike", Event.subject_id == str(one))
    if not any(detail["shop"] == other for detail in session.scalars(known)):
        shared = {"shop": other, "reason": likeness.reason, "shared": likeness.detail}
        record(session, "alike", ("shop", one), actor=ACTOR, at=now, **shared)
