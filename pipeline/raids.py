"""The sheets of raids: kept, put right, given photos, and counted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from models.image import Photo
from models.raid import Moment, Raid, RaidPhoto
from pipeline.errors import UnknownRaid
from pipeline.events import record
from pipeline.rows import add_new

KEPT, CHANGED = "raid_kept", "raid_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a sheet says; see `models.raid.Raid`."""

    begun_at: datetime
    ended_at: datetime | None
    place: str
    people: int
    names: str
    agreed: str
    found: int
    painted: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidCounts:
    """The raids of a span: how many, the people on them (each counts once a raid), and what they found and
    painted over."""

    raids: int
    people: int
    found: int
    painted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Onlooker:
    """Who asks for sheets: by name, and whether they may see those of others."""

    name: str
    sees_all: bool

    @property
    def own(self) -> ColumnElement[bool]:
        """The condition that this person may see a raid."""
        return true() if self.sees_all else Raid.kept_by == self.name


def keep_raid(session: Session, sheet: Sheet, *, actor: str, now: datetime) -> Raid:
    """Store the sheet of a raid."""
    raid = Raid(**asdict(sheet), kept_by=actor, kept_at=now)
    session.add(raid)
    session.flush()
    record(session, KEPT, ("raid", raid.id), actor=actor, at=now, **_said(sheet))
    return raid


def change_raid(session: Session, raid: Raid, sheet: Sheet, *, actor: str, now: datetime) -> None:
    """Put a sheet right; what it said before is in the log."""
    said = {name: getattr(raid, name) for name in asdict(sheet)}
    changed = {name: value for name, value in asdict(sheet).items() if said[name] != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(raid, name, value)
    raid.kept_at = now
    words = {name: str(value) for name, value in changed.items()}
    record(session, CHANGED, ("raid", raid.id), actor=actor, at=now, **words)


def seen_raid(session: Session, raid_id: int, onlooker: Onlooker) -> Raid:
    """A raid, for a person who asks. Raises UnknownRaid, also for one that they may not see."""
    raid = session.scalars(select(Raid).where(Raid.id == raid_id, onlooker.own)).first()
    if raid is None:
        raise UnknownRaid(f"There is no raid {raid_id}")
    return raid


def list_raids(session: Session, onlooker: Onlooker, before: int, limit: int) -> Sequence[Raid]:
    """Raids that a person may see, the newest sheet first; those with a lower number than `before`, where
    there is one."""
    query = select(Raid).where(onlooker.own).order_by(Raid.id.desc()).limit(limit)
    return session.scalars(query.where(Raid.id < before) if before else query).all()


def add_photo(session: Session, raid: Raid, photo_id: int, moment: Moment) -> None:
    """Put a photo that was taken in to a raid; one that is there stays as it is."""
    add_new(session, RaidPhoto, raid_id=raid.id, photo_id=photo_id, moment=moment.value)


def photos_of(session: Session, raid_id: int) -> dict[str, list[Photo]]:
    """The photos of a raid by their moment, the earliest first."""
    query = (
        select(RaidPhoto.moment, Photo)
        .join(Photo, Photo.id == RaidPhoto.photo_id)
        .where(RaidPhoto.raid_id == raid_id)
        .order_by(Photo.id)
    )
    found: dict[str, list[Photo]] = {moment.value: [] for moment in Moment}
    for moment, photo in session.execute(query):
        found[moment].append(photo)
    return found


def count_raids(session: Session, since: datetime, until: datetime) -> RaidCounts:
    """The raids begun from `since` (with it) to `until` (without it)."""
    people, found, painted = (
        func.coalesce(func.sum(column), 0) for column in (Raid.people, Raid.found, Raid.painted)
    )
    query = select(func.count(Raid.id), people, found, painted)
    row = session.execute(query.where(Raid.begun_at >= since, Raid.begun_at < until)).one()
    return RaidCounts(raids=row[0], people=int(row[1]), found=int(row[2]), painted=int(row[3]))


def _said(sheet: Sheet) -> dict[str, Any]:
    return {name: str(value) for name, value in asdict(sheet).items()}
