"""What those say to whom a shop was handed over: taken up, or not. Whether it is blocked then is told by
looking again (`pipeline.rechecks`), not by what somebody says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from models.case import Sight
from pipeline.decisions import seen_shop
from pipeline.errors import PipelineError
from pipeline.events import record
from pipeline.faces import faces_of


class NothingSent(PipelineError):
    """Nothing of the shop was handed over."""


class Said(StrEnum):
    """ACCEPTED: they act on it. DECLINED: they do not."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was said, under which number of theirs, and in which words."""

    said: Said
    number: str = ""
    note: str = ""


def keep_reply(session: Session, shop_id: int, reply: Reply, *, actor: str, now: datetime) -> int:
    """Write down what was said of a shop; gives the number of the shop that has it. Raises UnknownShop,
    NothingSent."""
    shop = seen_shop(session, shop_id, Sight(actor))
    if not faces_of(session, shop.id):
        raise NothingSent(f"Nothing of shop {shop.id} was handed over. See: mergen export, mergen blocklist")
    words = {"number": reply.number.strip(), "text": reply.note.strip()}
    record(session, reply.said, ("shop", shop.id), actor=actor, at=now, **words)
    return shop.id
