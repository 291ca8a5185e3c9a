"""Who has a shop open. A lease keeps two people from judging the same shop at once; it ends by itself, with
the decision, and when its holder opens another page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from models.queue import ShopCard, ShopLease
from pipeline.rows import insert_for
from review.errors import ShopHeld

LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks for a shop, and when."""

    name: str
    at: datetime


def take(session: Session, shop_id: int, asker: Asker) -> ShopLease | None:
    """Lease a shop to `asker` unless somebody else has it; gives their lease then. Who opens a shop lets go
    of every other."""
    leave(session, asker.name, but=shop_id)
    values = {"holder": asker.name, "until": asker.at + LEASE}
    insert = insert_for(session, ShopLease).values(shop_id=shop_id, **values)
    mine = or_(ShopLease.holder == asker.name, ShopLease.until <= asker.at)
    taken = insert.on_conflict_do_update(index_elements=[ShopLease.shop_id], set_=values, where=mine)
    if session.scalars(taken.returning(ShopLease.shop_id)).first() is not None:
        return None
    return holders(session, [shop_id], asker).get(shop_id)


def leave(session: Session, name: str, but: int = 0) -> None:
    """Let go of what `name` has, but for one shop."""
    session.execute(delete(ShopLease).where(ShopLease.holder == name, ShopLease.shop_id != but))


def has_any(session: Session, name: str) -> bool:
    """Whether `name` has a shop open."""
    return session.scalar(select(ShopLease.shop_id).where(ShopLease.holder == name).limit(1)) is not None


def release(session: Session, shop_id: int, name: str) -> None:
    """Let go of one shop."""
    session.execute(delete(ShopLease).where(ShopLease.holder == name, ShopLease.shop_id == shop_id))


def check_free(session: Session, shop_id: int, asker: Asker) -> None:
    """Raise ShopHeld if somebody else has the shop."""
    held = holders(session, [shop_id], asker).get(shop_id)
    if held is not None:
        raise ShopHeld(held.holder, held.until)


def holders(session: Session, shop_ids: Collection[int], asker: Asker) -> dict[int, ShopLease]:
    """The leases of others among these shops."""
    query = select(ShopLease).where(ShopLease.shop_id.in_(shop_ids), *_others(asker))
    return {lease.shop_id: lease for lease in session.scalars(query)}


def held_by_another(asker: Asker) -> ColumnElement[bool]:
    """The condition on `ShopCard` that somebody else has the shop."""
    return select(ShopLease.shop_id).where(ShopLease.shop_id == ShopCard.shop_id, *_others(asker)).exists()


def _others(asker: Asker) -> tuple[ColumnElement[bool], ...]:
    return ShopLease.holder != asker.name, ShopLease.until > asker.at
