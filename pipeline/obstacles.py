"""What stood in the way of seeing a resource when it was last tried."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.capture import Capture, Obstacle

_NEWEST = func.row_number().over(
    partition_by=Obstacle.resource_id, order_by=(Capture.fetched_at.desc(), Capture.id.desc())
)
_RANKED = (
    select(Obstacle, Capture.url, Capture.fetched_at, _NEWEST.label("rank"))
    .join(Capture, Capture.id == Obstacle.capture_id)
    .where(Obstacle.resource_id.in_(bindparam("resources", expanding=True)))
    .subquery()
)
_LAST = select(_RANKED).where(_RANKED.c.rank == 1)


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
    return {
        row.resource_id: Met(
            kind=row.kind, service=row.service, sign=row.sign, url=row.url, at=row.fetched_at
        )
        for row in session.execute(_LAST, {"resources": list(resource_ids)})
    }
