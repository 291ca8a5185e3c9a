"""The faces that were handed over, as people see them: sent, away, blocked or back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.case import Sight
from models.handover import Handover
from models.shop import Resource, ShopMember


class FaceState(StrEnum):
    """SENT answers, or was not looked at yet. AWAY could not be reached once, which is to be confirmed.
    BLOCKED cannot be reached. BACK was blocked and answers again."""

    SENT = "sent"
    AWAY = "away"
    BLOCKED = "blocked"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFace:
    """A face that was handed over. `since` is when its state began; `outcome` a `pipeline.looked.Outcome`, or
    empty before the first look."""

    shop_id: int
    resource_id: int
    key: str
    state: FaceState
    since: datetime
    sent_at: datetime
    outcome: str
    looked_at: datetime | None
    next_at: datetime

    def record(self) -> dict[str, Any]:
        """As it stands in JSON."""
        moments = {name: getattr(self, name) for name in ("since", "sent_at", "looked_at", "next_at")}
        told = {name: at.isoformat() if at is not None else None for name, at in moments.items()}
        facts = {"shop": self.shop_id, "resource": self.key, "state": self.state.value}
        return facts | {"outcome": self.outcome or None} | told


def sent_faces(
    session: Session, sight: Sight, shop_ids: Collection[int] | None = None
) -> tuple[SentFace, ...]:
    """The faces that were handed over and that `sight` may see; with `shop_ids` those of these shops."""
    query = _sent().where(sight.shows(ShopMember.shop_id))
    return _read(session, query if shop_ids is None else query.where(ShopMember.shop_id.in_(shop_ids)))


def faces_of(session: Session, shop_id: int) -> tuple[SentFace, ...]:
    """The faces of a shop that were handed over."""
    return _read(session, _sent().where(ShopMember.shop_id == shop_id))


def _sent() -> Select[Handover, str, int]:
    return (
        select(Handover, Resource.key, ShopMember.shop_id)
        .join(Resource, Resource.id == Handover.resource_id)
        .join(ShopMember, ShopMember.resource_id == Resource.id)
        .order_by(ShopMember.shop_id, Resource.id)
    )


def _read(session: Session, query: Select[Handover, str, int]) -> tuple[SentFace, ...]:
    return tuple(sent_face(row, key, shop_id) for row, key, shop_id in session.execute(query))


def sent_face(row: Handover, key: str, shop_id: int) -> SentFace:
    """What became of a face of a shop, by what is known since it was handed over."""
    state, since = _state(row)
    return SentFace(
        shop_id=shop_id,
        resource_id=row.resource_id,
        key=key,
        state=state,
        since=since,
        sent_at=row.sent_at,
        outcome=row.outcome,
        looked_at=row.looked_at,
        next_at=row.next_at,
    )


def _state(row: Handover) -> tuple[FaceState, datetime]:
    if row.blocked_at is not None:
        return FaceState.BLOCKED, row.blocked_at
    if row.away_since is not None:
        return FaceState.AWAY, row.away_since
    if row.back_at is not None and row.back_at > row.sent_at:
        return FaceState.BACK, row.back_at
    return FaceState.SENT, row.sent_at
