"""Taking a person's verdict: only on what they saw, and once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import Sight
from models.decision import Decision, Verdict
from models.shop import Shop
from pipeline.case_shops import unknown
from pipeline.decisions import Judgement, decide, last_decision, rejoin, seen_shop
from review.errors import ShopMoved
from review.leases import Asker, check_free, release
from review.reasons import UNDONE
from review.shop import seen_token


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person sent: their judgement, and the token of what they saw (`ShopView.seen`)."""

    shop_id: int
    judgement: Judgement
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAnswer:
    """A person's own last verdict on a shop, which they may take back."""

    shop_id: int
    verdict: Verdict
    seen: str


def take_answer(session: Session, answer: Answer, *, actor: str, now: datetime) -> None:
    """Record an answer and let go of the shop. The same answer sent twice by the same person counts once.

    Raises ShopMoved if the shop is not what the person saw, ShopHeld if somebody else has it, UnknownShop,
    EmptyReason, NothingLeft.
    """
    # The row is locked (PostgreSQL; SQLite has locked the store), so of two answers one comes first.
    shop = session.scalars(select(Shop).where(Shop.id == answer.shop_id).with_for_update()).first()
    if shop is None:
        raise unknown(answer.shop_id)
    seen_shop(session, shop.id, Sight(actor))
    check_free(session, shop.id, Asker(name=actor, at=now))
    release(session, shop.id, actor)
    if shop.merged_into is None and seen_token(session, shop.id) == answer.seen:
        decide(session, shop.id, answer.judgement, actor=actor, now=now)
    elif not _said_already(last_decision(session, shop.id), answer, actor):
        raise ShopMoved(f"Shop {answer.shop_id} is not what it was when it was shown")


def take_back(session: Session, shop_id: int, seen: str, *, actor: str, now: datetime) -> None:
    """Take one's last verdict back: a new decision, unsure, which puts the shop into the queue again together
    with the faces that were left out. Raises as `take_answer` does."""
    last = last_decision(session, shop_id)
    judgement = Judgement(verdict=Verdict.UNSURE, reason=UNDONE)
    answer = Answer(shop_id=shop_id, judgement=judgement, seen=seen)
    take_answer(session, answer, actor=actor, now=now)
    if last is not None and last.reason != UNDONE:
        rejoin(session, last, actor=actor, now=now)


def last_of(session: Session, shop_id: int, actor: str) -> LastAnswer | None:
    """The last decision on a shop, if it is `actor`'s own; None for no shop (0)."""
    last = last_decision(session, shop_id) if shop_id else None
    if last is None or last.decided_by != actor or not Sight(actor).sees(session, shop_id):
        return None
    return LastAnswer(shop_id=shop_id, verdict=Verdict(last.verdict), seen=seen_token(session, shop_id))


def _said_already(last: Decision | None, answer: Answer, actor: str) -> bool:
    return last is not None and (last.decided_by, last.verdict, last.reason) == (
        actor,
        answer.judgement.verdict,
        answer.judgement.reason,
    )
