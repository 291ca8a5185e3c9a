"""Legal holds: a shop whose evidence must stay, whatever the policy says."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.keeping import Hold
from pipeline.decisions import EmptyReason, current_shop
from pipeline.events import record


def place_hold(session: Session, shop_id: int, *, reason: str, actor: str, now: datetime) -> Hold:
    """Let nothing of a shop's evidence go. Raises UnknownShop, EmptyReason."""
    shop = current_shop(session, shop_id)
    if not reason.strip():
        raise EmptyReason("Say why: on whose request, under which number")
    hold = Hold(shop_id=shop.id, reason=reason.strip(), placed_by=actor, placed_at=now)
    session.add(hold)
    record(session, "held", ("shop", shop.id), actor=actor, at=now, reason=hold.reason)
    return hold


def release_holds(session: Session, shop_id: int, *, reason: str, actor: str, now: datetime) -> int:
    """End the holds on a shop; gives how many there were. Raises UnknownShop, EmptyReason."""
    shop = current_shop(session, shop_id)
    if not reason.strip():
        raise EmptyReason("Say why the hold ends")
    holds = session.scalars(sa.select(Hold).where(Hold.shop_id == shop.id, Hold.released_at.is_(None))).all()
    for hold in holds:
        hold.released_at = now
    if holds:
        record(session, "released", ("shop", shop.id), actor=actor, at=now, reason=reason.strip())
    return len(holds)


def standing_holds(session: Session) -> Sequence[Hold]:
    """The holds that are in force, oldest first."""
    return session.scalars(sa.select(Hold).where(Hold.released_at.is_(None)).order_by(Hold.id)).all()
