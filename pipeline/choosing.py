"""Which addresses of a run come next: the best by priority and standing, and a share for exploring."""

from datetime import datetime
from typing import Any, TypeVarTuple

import sqlalchemy as sa

from crawler.focus import Order
from models.frontier import EntryState, FrontierEntry, HostLease, SiteRecord

Row = TypeVarTuple("Row")
STANDING = sa.func.coalesce(SiteRecord.standing, 0.0)
RANK = FrontierEntry.priority + STANDING
"""What decides between addresses; `with_sites` adds what it needs."""


class Share:
    """Says how many of the addresses that are taken are for exploring; over time the share is kept."""

    def __init__(self, order: Order) -> None:
        self._share = order.explore
        self._owed = 0.0

    def of(self, limit: int) -> int:
        """Of the next `limit`."""
        return int(self._owed + self._share * limit)

    def took(self, count: int, explored: int) -> None:
        """Take note of what was taken, and how many of it in order to explore."""
        self._owed = min(1.0, self._owed + self._share * count - explored)


def with_sites(query: sa.Select[*Row]) -> sa.Select[*Row]:
    """A query over `FrontierEntry` with the record of each one's site beside it."""
    same = sa.and_(SiteRecord.run_id == FrontierEntry.run_id, SiteRecord.site == FrontierEntry.site)
    return query.outerjoin(SiteRecord, same)


def free_for(run_id: int, owner: str, now: datetime) -> sa.Select[FrontierEntry]:
    """What is due and may be leased to `owner`, locked on PostgreSQL so that no other takes it meanwhile."""
    others = sa.select(HostLease.host).where(
        HostLease.run_id == run_id, HostLease.owner != owner, HostLease.until > now
    )
    return (
        with_sites(sa.select(FrontierEntry))
        .where(FrontierEntry.run_id == run_id, FrontierEntry.state == EntryState.QUEUED)
        .where(FrontierEntry.due_at <= now, FrontierEntry.host.not_in(others))
        .with_for_update(skip_locked=True, of=FrontierEntry)  # SQLite ignores it: its writer is alone anyway
    )


def best(query: sa.Select[Any], limit: int) -> sa.Select[Any]:
    """The most promising; what a process died with comes last."""
    return query.order_by(FrontierEntry.deaths, RANK.desc(), FrontierEntry.id).limit(limit)


def least_known(query: sa.Select[Any], limit: int) -> sa.Select[Any]:
    """From the sites of which least was seen, by lot."""
    seen = sa.func.coalesce(SiteRecord.seen, 0)
    return (
        query.where(FrontierEntry.deaths == 0)
        .order_by(seen, FrontierEntry.lot, FrontierEntry.id)
        .limit(limit)
    )
