"""Rows that are evidence, and their digests in the custody log.

A dossier is a row with the rows that belong to it: a capture with its page, pictures and sightings, a finding
with its signals. Whatever a transaction writes to one, its digest is written into the custody log when the
transaction ends (`account_for`), so that a row that was edited, added or removed beside Mergen is found.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, Session, object_session

from models.base import Base
from models.capture import Blob, Capture, Obstacle, Page, PageImage, Revisit, WarcSegment
from models.custody import row_digest, scene_of
from models.decision import BlindLook, Decision, Event
from models.image import Image, Payload, Photo, PhotoScore, Sighting, Symbol
from models.keeping import Removal
from models.portions import portions
from models.post import Card, Post
from models.quality import CaptureCheck
from models.seal import Seal, Timestamp
from models.second_look import SecondLook
from models.shop import Finding, Signal

STORED, ADOPTED = "stored", "adopted"
UNREADABLE = "unreadable"
SPOILT = (ValueError, TypeError)
"""What reading a row raises that holds no JSON where there should be, or no date."""
_TOUCHED = "custody touched"
Keys = dict[str, set[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows that belong to a dossier: those whose `owner` column holds its key."""

    model: type[Base]
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A kind of dossier: the table of its first row, which names it, and the parts."""

    model: type[Base]
    parts: tuple[Part, ...] = ()

    @property
    def name(self) -> str:
        """As the custody log names it."""
        return str(self.model.__tablename__)

    @property
    def key(self) -> str:
        """The attribute that is the first row's primary key."""
        [column] = sa.inspect(self.model).primary_key
        return str(column.key)


DOSSIERS: tuple[Dossier, ...] = (
    Dossier(model=Blob),
    Dossier(model=WarcSegment),
    Dossier(
        model=Capture,
        parts=(
            Part(model=Page, owner="capture_id"),
            Part(model=PageImage, owner="capture_id"),
            Part(model=Sighting, owner="capture_id"),
            Part(model=Revisit, owner="capture_id"),
            Part(model=Obstacle, owner="capture_id"),
            Part(model=CaptureCheck, owner="capture_id"),
            Part(model=SecondLook, owner="capture_id"),
            Part(model=Card, owner="capture_id"),
        ),
    ),
    Dossier(model=Finding, parts=(Part(model=Signal, owner="finding_id"),)),
    Dossier(model=Image, parts=(Part(model=Symbol, owner="image_sha256"),)),
    Dossier(model=Photo),
    Dossier(model=PhotoScore),
    Dossier(model=Payload),
    Dossier(model=Post),
    Dossier(model=Decision, parts=(Part(model=BlindLook, owner="decision_id"),)),
    Dossier(model=Seal),
    Dossier(model=Timestamp),
    Dossier(model=Removal),
)
OWNERS: dict[type[Base], tuple[str, str]] = {
    **{dossier.model: (dossier.name, dossier.key) for dossier in DOSSIERS},
    **{part.model: (dossier.name, part.owner) for dossier in DOSSIERS for part in dossier.parts},
}
"""For each table of evidence, the dossier it belongs to and the attribute that holds its key."""


def touch(session: Session, model: type[Base], key: Any) -> None:
    """Say that a row of `model` was written by a statement; `key` is the dossier's."""
    name, _ = OWNERS[model]
    touched: Keys = session.info.setdefault(_TOUCHED, defaultdict(set))
    touched[name].add(key)


def account_for(session: Session) -> None:
    """Write the digests of all that the transaction wrote into the custody log, as one event."""
    session.flush()
    touched: Keys = session.info.pop(_TOUCHED, {})
    if not touched:
        return
    rows = {
        dossier.name: dict(_accounted(session, dossier, touched[dossier.name]))
        for dossier in DOSSIERS
        if dossier.name in touched
    }
    _write_down(session, STORED, rows)


def adopt(session: Session) -> None:
    """Take all evidence into the log as it is: for a store from before there was one."""
    for dossier in DOSSIERS:
        keys = session.scalars(sa.select(getattr(dossier.model, dossier.key))).all()
        for some in portions(digests(session, dossier, keys)):
            _write_down(session, ADOPTED, {dossier.name: dict(some)})
    session.info.pop(_TOUCHED, None)


def _write_down(session: Session, kind: str, rows: dict[str, dict[str, str | None]]) -> None:
    name = next(iter(rows))
    at = scene_of(session).clock()
    event = Event(
        at=at, actor="mergen", kind=kind, subject=name, subject_id=next(iter(rows[name])), rows=rows
    )
    session.add(event)
    session.flush()


def digests(session: Session, dossier: Dossier, keys: Collection[Any]) -> Iterator[tuple[str, str]]:
    """The key, as text, and the digest of each dossier that is there, by key; UNREADABLE for one with a value
    that no Mergen wrote."""
    for some in portions(sorted(keys)):
        yield from _readable(session, dossier, some)


def _readable(session: Session, dossier: Dossier, keys: list[Any]) -> Iterator[tuple[str, str]]:
    try:
        found = list(_digests(session, dossier, keys))
    except SPOILT:
        if len(keys) > 1:  # look for the one that cannot be read
            half = len(keys) // 2
            yield from _readable(session, dossier, keys[:half])
            yield from _readable(session, dossier, keys[half:])
        else:
            yield str(keys[0]), UNREADABLE
    else:
        yield from found


def _accounted(session: Session, dossier: Dossier, keys: Collection[Any]) -> Iterator[tuple[str, str | None]]:
    """As `digests`, with None for a dossier that is there no more."""
    found = dict(digests(session, dossier, keys))
    return ((str(key), found.get(str(key))) for key in sorted(keys))


def _digests(session: Session, dossier: Dossier, keys: Collection[Any]) -> Iterator[tuple[str, str]]:
    parts: dict[Any, list[str]] = defaultdict(list)
    for part in dossier.parts:
        name = part.model.__tablename__
        for row in _rows(session, part.model, part.owner, keys):
            parts[row[part.owner]].append(row_digest(name, row))
    for row in _rows(session, dossier.model, dossier.key, keys):
        key = row[dossier.key]
        yield str(key), row_digest(dossier.name, row, parts[key])


def _rows(
    session: Session, model: type[Base], column: str, keys: Collection[Any]
) -> Iterator[Mapping[Any, Any]]:
    """The rows of a table whose `column` holds one of the keys, in order."""
    found: Iterator[Mapping[Any, Any]] = iter(
        session.connection().execute(_asked(model, column), {"keys": list(keys)}).mappings()
    )
    return found


@cache
def _asked(model: type[Base], column: str) -> sa.Select[Any]:
    """Written once: that takes longer than asking it, and each transaction asks a dozen."""
    table = model.__table__
    wanted = table.c[column].in_(sa.bindparam("keys", expanding=True))
    return sa.select(table).where(wanted).order_by(*sa.inspect(model).primary_key)


def _touched(_mapper: Mapper[Any], _connection: sa.Connection, row: Base) -> None:
    session = object_session(row)
    if session is not None:
        touch(session, type(row), getattr(row, OWNERS[type(row)][1]))


for _model in OWNERS:
    for _change in ("after_insert", "after_update", "after_delete"):
        sa.event.listen(_model, _change, _touched)
