"""Taking a person's verdict: only on what they saw, and once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.decision import Decision, Verdict
from models.shop import Shop
from pipeline.decisions import decide, last_decision
from pipeline.errors import UnknownShop
from review.errors import ShopMoved
from review.leases import Asker, check_free, leave
from review.shop import seen_token


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person sent: their verdict, why, and the token of what they saw (`ShopView.seen`)."""

    shop_id: int
    verdict: Verdict
    reason: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAnswer:
    """A person's own last verdict on a shop, which they may take back."""

    shop_id: int
    verdict: Verdict
    seen: str


def take_answer(session: Session, answer: Answer, *, actor: str, now: datetime) -> None:
    """Record an answer. The same answer sent twice by the same person counts once.

    Raises ShopMoved if the shop is not what the person saw, ShopHeld if somebody else has it, UnknownShop,
    EmptyReason.
    """
    # The row is locked (PostgreSQL; SQLite has locked the store), so of two answers one comes first.
    shop = session.scalars(select(Shop).where(Shop.id == answer.shop_id).with_for_update()).first()
    if shop is None:
        raise UnknownShop(f"There is no shop {answer.shop_id}")
    check_free(session, shop.id, Asker(name=actor, at=now))
    leave(session, actor)
    if shop.merged_into is None and seen_token(session, shop.id) == answer.seen:
        decide(session, shop.id, answer.verdict, reason=answer.reason, actor=actor, now=now)
    elif not _said_already(last_decision(session, shop.id), answer, actor):
        raise ShopMoved(f"Shop {answer.shop_id} is not what it was when it was shown")


def last_of(session: Session, shop_id: int, actor: str) -> LastAnswer | None:
    """The last decision on a shop, if it is `actor`'s own."""
    last = last_decision(session, shop_id)
    if last is None or last.decided_by != actor:
        return None
    return LastAnswer(shop_id=shop_id, verdict=Verdict(last.verdict), seen=seen_token(session, shop_id))


def _said_already(last: Decision | None, answer: Answer, actor: str) -> bool:
    return last is not None and (last.decided_by, last.verdict, last.reason) == (
        actor,
        answer.verdict,
        answer.reason,
    )
