"""Asking for a shop to be captured once more: its strongest pages become due, and the next work of
`mergen run` fetches them."""

from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from crawler.request import Origin, Provenance
from models.capture import Capture
from models.case import Sight
from models.shop import Finding, ShopMember
from models.target import Target
from pipeline.case_shops import lead_target
from pipeline.decisions import seen_shop
from pipeline.events import record
from pipeline.targets import Watch, add_target

MOST_PAGES = 20
FOR_SHOP = "shop "
"""How the reference of a target begins that was asked for once for a shop; the shop's number follows."""
LOOKED_AT = and_(Target.reference.startswith(FOR_SHOP), Target.next_due_at.is_(None), Target.look_as == "")
"""The condition that a target was asked for once for a shop and is done: who hands over much has many."""


def recapture(session: Session, shop_id: int, *, actor: str, now: datetime) -> int:
    """Make the strongest page of each face of a shop due, for another visitor where the crawler was never
    shown it; gives how many. A page that is watched already keeps its schedule; one that a person paused or
    stopped watching is left alone. Raises UnknownShop."""
    shop_id = seen_shop(session, shop_id, Sight(actor)).id
    addresses = _addresses(session, shop_id)
    asked = sum(make_due(session, url, shop_id, actor, now, shown) for url, shown in addresses.items())
    record(session, "recapture_asked", ("shop", shop_id), actor=actor, at=now, pages=asked)
    return asked


def _addresses(session: Session, shop_id: int) -> dict[str, str]:
    """With the visitor who was shown each: the crawler, where it was too."""
    rank = func.row_number().over(
        partition_by=Finding.resource_id, order_by=(Finding.score.desc(), Finding.id.desc())
    )
    shown = func.min(Capture.profile).over(partition_by=(Finding.resource_id, Capture.url))
    ranked = (
        select(Capture.url, shown.label("profile"), Finding.score, rank.label("rank"))
        .join(Finding, Finding.capture_id == Capture.id)
        .join(ShopMember, ShopMember.resource_id == Finding.resource_id)
        .where(ShopMember.shop_id == shop_id)
        .subquery()
    )
    strongest = select(ranked.c.url, ranked.c.profile).where(ranked.c.rank == 1)
    found = session.execute(strongest.order_by(ranked.c.score.desc()).limit(MOST_PAGES)).all()
    return {row.url: row.profile for row in reversed(found)}  # of one address with two faces the stronger


def make_due(session: Session, url: str, shop_id: int, actor: str, now: datetime, look_as: str = "") -> bool:
    """Have `mergen run` fetch an address for a shop, or have the visitor `look_as` look at it; False where a
    person does not want it watched."""
    target = session.scalars(select(Target).where(Target.url == url)).first()
    if target is None:
        once = Watch(depth=0, max_pages=1, note=f"{FOR_SHOP}{shop_id}")
        asked_by = Provenance(origin=Origin.SEED, reference=f"{FOR_SHOP}{shop_id}")
        target, _ = add_target(session, url, once, provenance=asked_by, actor=actor, now=now)
        lead_target(session, target.id, shop_id)
        target.next_due_at = None
    watched = target.removed_at is None and target.paused_at is None
    if watched and look_as:
        target.look_as = look_as
    elif watched:
        target.next_due_at = now
    return watched
