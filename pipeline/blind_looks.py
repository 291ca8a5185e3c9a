"""Looking again without knowing what was said: how well people agree, measured on a random sample."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.case import Sight
from models.decision import BlindLook, Decision, Verdict
from models.queue import ShopCard, ShopState
from pipeline.events import record
from pipeline.rows import insert_for

SEED = "second look"
ONE_IN = 10
NEWEST = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Of `pairs` looks by two people, `agreed` are the same. `kappa` is what is beyond chance (Cohen 1960);
    None where chance alone would agree, or there is no pair."""

    pairs: int
    agreed: int
    kappa: float | None


def in_sample(decision_id: int, seed: str = SEED, one_in: int = ONE_IN) -> bool:
    """Whether a decision is looked at again: the same answer each time, and nobody can choose it."""
    return int.from_bytes(sha256(f"{seed}:{decision_id}".encode()).digest()[:8]) % one_in == 0


def next_look(session: Session, name: str) -> int | None:
    """A decision of somebody else that `name` is to look at blindly: in the sample, not looked at yet, its
    shop still as it was; the oldest of the newest first."""
    query = (
        select(Decision.id)
        .join(ShopCard, ShopCard.last_decision == Decision.id)
        .where(ShopCard.state.in_((ShopState.CONFIRMED.value, ShopState.REJECTED.value)))
        .where(Sight(name).shows(ShopCard.shop_id))
        .where(Decision.decided_by != name, Decision.id.not_in(select(BlindLook.decision_id)))
        .order_by(Decision.id.desc())
        .limit(NEWEST)
    )
    return min(filter(in_sample, session.scalars(query)), default=None)


def shop_to_look_at(session: Session, decision_id: int, name: str) -> int | None:
    """The shop of a decision that `name` may look at blindly; None for any other."""
    decision = session.get(Decision, decision_id)
    known = select(BlindLook.id).where(BlindLook.decision_id == decision_id)
    if decision is None or decision.decided_by == name or not in_sample(decision_id):
        return None
    if not Sight(name).sees(session, decision.shop_id):
        return None
    return decision.shop_id if session.scalar(known) is None else None


def look_again(
    session: Session, decision_id: int, verdict: Verdict, *, name: str, note: str, now: datetime
) -> bool:
    """Keep what `name` says of a decided shop. It changes no decision. False if it was not theirs to say, or
    somebody was quicker."""
    if shop_to_look_at(session, decision_id, name) is None:
        return False
    values = {
        "decision_id": decision_id,
        "verdict": verdict.value,
        "note": note,
        "looked_by": name,
        "looked_at": now,
    }
    added = insert_for(session, BlindLook).values(**values).on_conflict_do_nothing()
    if session.scalars(added.returning(BlindLook.id)).first() is None:
        return False
    record(session, "looked_again", ("decision", decision_id), actor=name, at=now, verdict=verdict.value)
    return True


def agreement(session: Session, since: datetime, until: datetime) -> Agreement:
    """How well the second looks of a span of time agree with the decisions."""
    query = (
        select(Decision.verdict, BlindLook.verdict, func.count())
        .join(BlindLook, BlindLook.decision_id == Decision.id)
        .where(BlindLook.looked_at >= since, BlindLook.looked_at < until)
        .group_by(Decision.verdict, BlindLook.verdict)
    )
    counted = ((first, second, count) for first, second, count in session.execute(query))
    return cohen([(first, second) for first, second, count in counted for _ in range(count)])


def cohen(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """Cohen's kappa of pairs of answers."""
    both = list(pairs)
    total = len(both)
    agreed = sum(first == second for first, second in both)
    if not total:
        return Agreement(pairs=0, agreed=0, kappa=None)
    firsts, seconds = [first for first, _ in both], [second for _, second in both]
    chance = sum(firsts.count(word) * seconds.count(word) for word in set(firsts)) / total**2
    kappa = None if chance == 1 else (agreed / total - chance) / (1 - chance)
    return Agreement(pairs=total, agreed=agreed, kappa=kappa)
