"""What people said of a shop: decisions, notes, and what they asked for; and what became of it."""

from datetime import datetime

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from models.case import Sight
from models.decision import Decision, Event, Verdict
from pipeline.decisions import seen_shop
from pipeline.events import BLOCKED, FACE_BLOCKED, REAPPEARED, SENT, record
from pipeline.replies import Said
from review.shop_view import DecisionView, NoteView

NOTED = "noted"
SAID = tuple(said.value for said in Said)
SHOWN = (NOTED, "recapture_asked", "split", "rejoined", SENT, *SAID, FACE_BLOCKED, BLOCKED, REAPPEARED)
MOST_NOTES = 50
_SHOP: BindParameter[int | str] = bindparam("shop")
_DECISIONS = select(Decision).where(Decision.shop_id == _SHOP).order_by(Decision.id.desc())
_NOTES = (
    select(Event)
    .where(Event.subject == "shop", Event.subject_id == _SHOP, Event.kind.in_(SHOWN))
    .order_by(Event.id.desc())
    .limit(MOST_NOTES)
)


def decisions_of(session: Session, shop_id: int) -> list[Decision]:
    """The decisions on a shop, the newest first."""
    return list(session.scalars(_DECISIONS, {"shop": shop_id}))


def decision_view(decision: Decision) -> DecisionView:
    return DecisionView(
        id=decision.id,
        verdict=Verdict(decision.verdict),
        reason=decision.reason,
        ground=decision.ground,
        decided_by=decision.decided_by,
        decided_at=decision.decided_at,
        covers=len(decision.covers),
    )


def keep_note(session: Session, shop_id: int, text: str, *, actor: str, now: datetime) -> int:
    """Keep a note without deciding; gives the number of the shop that has it. Raises UnknownShop."""
    current = seen_shop(session, shop_id, Sight(actor))
    record(session, NOTED, ("shop", current.id), actor=actor, at=now, text=text)
    return current.id


def notes_of(session: Session, shop_id: int) -> tuple[NoteView, ...]:
    """Notes and wishes, and what became of the shop, the newest first."""
    return tuple(map(_note, session.scalars(_NOTES, {"shop": str(shop_id)})))


def _note(event: Event) -> NoteView:
    said = event.detail
    return NoteView(
        kind=event.kind,
        text=str(said.get("text") or said.get("format") or said.get("sign") or ""),
        shop_id=said.get("into") or said.get("shop"),
        by=event.actor,
        at=event.at,
        resource=str(said.get("resource") or ""),
        outcome=str(said.get("outcome") or ""),
        number=str(said.get("number") or ""),
    )
