"""Writing down that somebody read what is hidden otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.events import REVEALED, record
from review.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """Who read what of a shop (`numbers`, `secrets`), and from where; with which token, if a program did."""

    shop_id: int
    what: Sequence[str]
    actor: str
    address: str
    token: str = ""


def write_down(desk: Desk, read: Reveal) -> None:
    """Add it to the custody log."""
    detail = {"from": read.address, "why": "review", "what": list(read.what)}
    with desk.database.write(token=read.token) as session:
        record(session, REVEALED, ("shop", read.shop_id), actor=read.actor, at=desk.now(), **detail)
