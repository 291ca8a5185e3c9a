"""The custody log's chain: every event carries the digest of the one before it.

An event's digest is the SHA-256 of its canonical JSON, in which the digest of the event before it stands. Who
edits or removes one has to write all later ones anew, and seals, time stamps and the witness file
(`pipeline.witness`) hold digests that then no longer occur. docs/evidence.md says how to check it by hand.
"""

import json
import platform
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, cast
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, Session, object_session

from models.decision import Event
from models.locks import alone

START = "0" * 64
"""What stands before the first event."""
CHAINED = ("number", "previous", "at", "local", "actor", "host", "authority", "kind", "subject", "subject_id")
"""The columns of an event that its digest covers, beside `detail` and `rows`."""
LOCK = "custody log"
# NUL, which PostgreSQL refuses, and halves of surrogate pairs, which have no UTF-8.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SCENE, _TAIL, _LINKED = "custody scene", "custody tail", "custody linked"


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """From where and by what right things are done: the machine, its office's time zone, the standing
    authority (an order, a law's article), which a decision's own reason does not replace, and the token by
    which a program speaks for a person, which stands in the `detail` of every event then."""

    host: str = platform.node()
    zone: ZoneInfo = ZoneInfo("UTC")  # noqa: RUF009 - immutable
    authority: str = ""
    token: str = ""
    clock: Callable[[], datetime] = utc_now


@dataclass(frozen=True, slots=True)
class Link:
    """Where the chain stands: the last event's number and digest."""

    number: int = 0
    digest: str = START


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces and no letter beyond ASCII: the same value, the same bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def row_digest(table: str, row: Mapping[Any, Any], parts: Iterable[str] = ()) -> str:
    """The SHA-256 of a row and the digests of what belongs to it.

    What is empty is left out, so that a column that a later Mergen adds leaves old digests as they are.
    """
    filled = {name: _plain(value) for name, value in row.items() if value not in (None, "", b"", [], {})}
    return sha256(canonical([table, filled, *parts])).hexdigest()


def event_digest(event: Mapping[str, Any]) -> str:
    """The digest that belongs to an event with these columns."""
    chained = {name: _plain(event[name]) for name in CHAINED}
    return sha256(canonical({**chained, "detail": event["detail"], "rows": event["rows"]})).hexdigest()


def scene_of(session: Session | None) -> Scene:
    """The scene that a session was opened on."""
    scene: Scene = session.info.get(_SCENE, Scene()) if session is not None else Scene()
    return scene


def opened(scene: Scene) -> dict[Any, Any]:
    """What a session on `scene` is to know."""
    return {_SCENE: scene}


def linked(session: Session) -> list[Link]:
    """The events that the session's transaction has added, in order."""
    found: list[Link] = session.info.setdefault(_LINKED, [])
    return found


@sa.event.listens_for(Event, "before_insert")
def _link(_mapper: Mapper[Event], connection: sa.Connection, event: Event) -> None:
    """Chain an event to the last one. Other writers wait from here until the transaction has ended."""
    session = object_session(event)
    scene = scene_of(session)
    tail = _tail(session, connection)
    event.number, event.previous = tail.number + 1, tail.digest
    event.local = event.at.astimezone(scene.zone).isoformat()
    event.host, event.authority = scene.host, event.authority or scene.authority
    if scene.token:
        event.detail = {**event.detail, "token": scene.token}
    columns = sa.inspect(Event).column_attrs
    event.digest = event_digest({column.key: getattr(event, column.key) for column in columns})
    link = Link(event.number, event.digest)
    if session is not None:
        session.info[_TAIL] = (session.get_transaction(), link)
        linked(session).append(link)


def _tail(session: Session | None, connection: sa.Connection) -> Link:
    """The last event: of this transaction, whose events may not have been sent yet, or of the store."""
    if session is not None:
        transaction, link = session.info.get(_TAIL, (None, Link()))
        if transaction is not None and transaction is session.get_transaction():
            return cast(Link, link)
    alone(connection, LOCK)
    last = sa.select(Event.number, Event.digest).order_by(Event.number.desc()).limit(1)
    found = connection.execute(last).one_or_none()
    return Link(*found) if found is not None else Link()


def _plain(value: Any) -> Any:
    """A column's value as JSON has it, and as every database gives it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return value.hex()
    return UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else value
