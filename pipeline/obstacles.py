"""What stood in the way of seeing a resource when it was last tried, and how it looked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.capture import Capture, Obstacle
from models.case import Sight
from models.shop import ShopMember

MOST_PICTURES = 24
HAS_PICTURE = Capture.screenshot_sha256.is_not(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The last obstacle at a resource: its kind (`crawler.obstacle.ObstacleKind`), who put it there, what it
    was told by, before which page and when. `screenshot_sha256` is the newest picture of one of that kind
    there: a crawl takes one for a host and kind."""

    kind: str
    service: str
    sign: str
    url: str
    at: datetime
    screenshot_sha256: str | None

    def record(self) -> dict[str, str | None]:
        """As it stands in JSON."""
        words = {"kind": self.kind, "service": self.service, "sign": self.sign, "url": self.url}
        return words | {"at": self.at.isoformat(), "screenshot_sha256": self.screenshot_sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured:
    """An obstacle of a run that was pictured: its kind, before which page and when."""

    kind: str
    url: str
    at: datetime
    screenshot_sha256: str


def last_obstacles(session: Session, resource_ids: Collection[int]) -> dict[int, Met]:
    """The last obstacle of each of these resources that has one."""
    if not resource_ids:
        return {}
    rows = session.execute(_LAST_AND_PICTURED, {"resources": list(resource_ids)}).all()
    pictures = {(row.resource_id, row.kind): row.screenshot_sha256 for row in rows if row.pictured}
    return {
        row.resource_id: Met(
            kind=row.kind,
            service=row.service,
            sign=row.sign,
            url=row.url,
            at=row.fetched_at,
            screenshot_sha256=pictures.get((row.resource_id, row.kind)),
        )
        for row in rows
        if not row.pictured
    }


def pictured_in(session: Session, run_id: int, sight: Sight) -> Sequence[Pictured]:
    """The obstacles of a run that were pictured and that a person may see, one for a resource and kind, the
    newest first, at most `MOST_PICTURES`."""
    hidden = select(ShopMember.resource_id).where(ShopMember.shop_id.in_(sight.hidden))
    own = (Capture.run_id == run_id, HAS_PICTURE, Obstacle.resource_id.not_in(hidden))
    query = _newest(Obstacle.resource_id, Obstacle.kind, where=own).limit(MOST_PICTURES)
    return [
        Pictured(kind=row.kind, url=row.url, at=row.fetched_at, screenshot_sha256=row.screenshot_sha256)
        for row in session.execute(query)
    ]


def _newest(
    *of: InstrumentedAttribute[Any], where: Sequence[ColumnElement[bool]]
) -> Select[*tuple[Any, ...]]:
    """The newest obstacle, with its capture, of each value of the columns `of`, the newest of all first."""
    rank = func.row_number().over(partition_by=of, order_by=(Capture.fetched_at.desc(), Capture.id.desc()))
    columns = (Capture.id, Capture.url, Capture.fetched_at, Capture.screenshot_sha256, rank.label("rank"))
    ranked = select(Obstacle, *columns).join(Capture, Capture.id == Obstacle.capture_id).where(*where)
    table = ranked.subquery()
    newest_first = (table.c.fetched_at.desc(), table.c.id.desc())
    return select(table).where(table.c.rank == 1).order_by(*newest_first)


# Built once: a page that is opened all day asks them.
_THEIRS = Obstacle.resource_id.in_(bindparam("resources", expanding=True))
_LAST = _newest(Obstacle.resource_id, where=(_THEIRS,)).order_by(None)
_PICTURED = _newest(Obstacle.resource_id, Obstacle.kind, where=(_THEIRS, HAS_PICTURE)).order_by(None)
_LAST_AND_PICTURED = union_all(
    _LAST.add_columns(literal(False).label("pictured")), _PICTURED.add_columns(literal(True))
)
