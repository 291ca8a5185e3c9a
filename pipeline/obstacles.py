"""What stood in the way of seeing a resource when it was last tried."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.capture import Capture, Obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The last obstacle at a resource: its kind (`crawler.obstacle.ObstacleKind`), who put it there, what it
    was told by, before which page and when."""

    kind: str
    service: str
    sign: str
    url: str
    at: datetime

    def record(self) -> dict[str, str]:
        """As it stands in JSON."""
        words = {"kind": self.kind, "service": self.service, "sign": self.sign, "url": self.url}
        return words | {"at": self.at.isoformat()}


def last_obstacles(session: Session, resource_ids: Collection[int]) -> dict[int, Met]:
    """The last obstacle of each of these resources that has one."""
    newest = (Capture.fetched_at.desc(), Capture.id.desc())
    rank = func.row_number().over(partition_by=Obstacle.resource_id, order_by=newest)
    ranked = (
        select(Obstacle, Capture.url, Capture.fetched_at, rank.label("rank"))
        .join(Capture, Capture.id == Obstacle.capture_id)
        .where(Obstacle.resource_id.in_(resource_ids))
        .subquery()
    )
    rows = session.execute(select(ranked).where(ranked.c.rank == 1))
    return {
        row.resource_id: Met(
            kind=row.kind, service=row.service, sign=row.sign, url=row.url, at=row.fetched_at
        )
        for row in rows
    }
