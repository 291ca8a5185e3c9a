"""Which case a shop is in, and that it stays there whatever becomes of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.capture import Capture, Page
from models.case import CaseShop, CaseTarget
from models.decision import Event
from models.run import Run
from models.shop import ShopMember
from pipeline.errors import UnknownShop
from pipeline.events import record

PUT, TAKEN_OUT = "case_put", "case_taken_out"


def unknown(shop_id: int) -> UnknownShop:
    """What is said of a shop that is not there, and of one that may not be seen."""
    return UnknownShop(f"There is no shop {shop_id}. See: mergen shops list")


def case_of(session: Session, shop_id: int) -> int | None:
    """The case that a shop is in."""
    row = session.get(CaseShop, shop_id)
    return None if row is None else row.case_id


def follow_shop(session: Session, shop_id: int, into: int) -> None:
    """Put what a shop becomes into its case, unless it is in one: no merging or dividing leads out of a
    restricted case."""
    case_id = case_of(session, shop_id)
    if case_id is not None and case_of(session, into) is None:
        session.add(CaseShop(shop_id=into, case_id=case_id))
        session.flush()


def lead_target(session: Session, target_id: int, shop_id: int) -> None:
    """Put a target that is watched for a shop into the shop's case: its address would give the shop away."""
    case_id = case_of(session, shop_id)
    if case_id is not None:
        session.add(CaseTarget(target_id=target_id, case_id=case_id))
        session.flush()


def follow_targets(session: Session, now: datetime) -> None:
    """Put the shops that crawls of a case's targets found into that case, but for those that are in one or
    that a person took out of one."""
    if session.scalar(sa.select(CaseTarget.target_id).limit(1)) is None:
        return  # so that who needs no cases pays nothing for them
    taken_out = sa.select(sa.cast(Event.subject_id, sa.Integer)).where(
        Event.kind == TAKEN_OUT, Event.subject == "shop"
    )
    found = (
        sa.select(ShopMember.shop_id, sa.func.min(CaseTarget.case_id))
        .join(Page, Page.resource_id == ShopMember.resource_id)
        .join(Capture, Capture.id == Page.capture_id)
        .join(Run, Run.id == Capture.run_id)
        .join(CaseTarget, CaseTarget.target_id == Run.target_id)
        .where(ShopMember.shop_id.not_in(sa.select(CaseShop.shop_id)), ShopMember.shop_id.not_in(taken_out))
        .group_by(ShopMember.shop_id)
    )
    for shop_id, case_id in session.execute(found).all():
        session.add(CaseShop(shop_id=shop_id, case_id=case_id))
        record(session, PUT, ("shop", shop_id), actor="mergen", at=now, case=case_id, before=None)
    session.flush()
