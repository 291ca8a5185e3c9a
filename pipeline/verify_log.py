"""Checking the custody log: the chain, the witnesses' files, and every row against what the log says."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.custody import Link, event_digest
from models.decision import Event
from models.dossier import DOSSIERS, SPOILT, Dossier, digests
from models.guards import missing
from models.portions import PORTION
from pipeline.checked import Checked
from pipeline.witness import witnessed


def check_log(session: Session, witness_folder: Path | None) -> Iterator[Checked]:
    """Recompute the chain and compare rows and witnesses with it. Memory stays flat: what the log says on
    each row stands in a temporary file meanwhile."""
    for table in missing(session.connection()):
        fault = f"The database does not refuse changes to {table}: its triggers are gone. Run: mergen init"
        yield Checked(kind="guard", name=table, fault=fault)
    with closing(sqlite3.connect("")) as aside:
        aside.execute("CREATE TABLE links (number INTEGER PRIMARY KEY, digest TEXT)")
        aside.execute(
            "CREATE TABLE rows (name TEXT, key TEXT, digest TEXT, event INTEGER, seen INTEGER DEFAULT 0,"
            " PRIMARY KEY (name, key)) WITHOUT ROWID"
        )
        yield from _check_chain(session, aside)
        if witness_folder is not None:
            yield from _check_witnesses(witness_folder, aside)
        for dossier in DOSSIERS:
            yield from _check_rows(session, dossier, aside)
        yield from _check_gone(aside)


def _check_chain(session: Session, aside: sqlite3.Connection) -> Iterator[Checked]:
    expected = Link()
    for link, row in _events(session):
        if row is None:
            fault = f"Event {link.number} was altered after it was written: it cannot be read"
            yield Checked(kind="event", name=f"event {link.number}", fault=fault)
        else:
            yield _check_event(row, expected)
            _remember_rows(row, aside)
        expected = link
        aside.execute("INSERT OR REPLACE INTO links VALUES (?, ?)", (link.number, link.digest))


def _events(session: Session) -> Iterator[tuple[Link, sa.RowMapping | None]]:
    """Every event in its order, with None for one that cannot be read."""
    columns = Event.__table__.columns
    links = sa.select(columns.id, columns.number, columns.digest).order_by(columns.number, columns.id)
    for some in session.execute(links.execution_options(yield_per=PORTION)).partitions(PORTION):
        wanted = [row.id for row in some]
        rows = _rows(session, wanted)
        yield from ((Link(row.number, row.digest), rows.get(row.id)) for row in some)


def _rows(session: Session, wanted: list[int]) -> dict[int, sa.RowMapping]:
    """Those of these events that can be read, by identifier."""
    table = Event.__table__
    try:
        found = session.execute(sa.select(table).where(table.c.id.in_(wanted))).mappings().all()
        return {row["id"]: row for row in found}
    except SPOILT:
        if len(wanted) == 1:
            return {}
        half = len(wanted) // 2
        return _rows(session, wanted[:half]) | _rows(session, wanted[half:])


def _check_event(row: sa.RowMapping, expected: Link) -> Checked:
    number, name = row["number"], f"event {row['number']}"
    what = f"{row['kind']} {row['subject']} {row['subject_id']} by {row['actor']}, {row['at']:%Y-%m-%d %H:%M}"
    fault = None
    if number != expected.number + 1:
        fault = f"Events {expected.number + 1} to {number - 1} are missing from the custody log"
    elif row["previous"] != expected.digest:
        before = f"event {expected.number} was replaced" if expected.number else "there was one before it"
        fault = f"Event {number} ({what}) does not follow the one before it: {before}"
    elif event_digest(dict(row)) != row["digest"]:
        fault = f"Event {number} ({what}) was altered after it was written"
    return Checked(kind="event", name=name, fault=fault)


def _remember_rows(row: sa.RowMapping, aside: sqlite3.Connection) -> None:
    for name, keyed in row["rows"].items():
        aside.executemany(
            "INSERT OR REPLACE INTO rows (name, key, digest, event) VALUES (?, ?, ?, ?)",
            [(name, key, digest, row["number"]) for key, digest in keyed.items()],
        )


def _check_witnesses(folder: Path, aside: sqlite3.Connection) -> Iterator[Checked]:
    said: dict[str, tuple[int, str | None]] = {}
    for name, link in witnessed(folder):
        seen, fault = said.get(name, (0, None))
        said[name] = (seen + 1, fault or _contradiction(name, link, aside))
    for name, (seen, fault) in said.items():
        yield Checked(kind="witness", name=f"{name} ({seen} events)", fault=fault)


def _contradiction(name: str, link: Link, aside: sqlite3.Connection) -> str | None:
    if not link.number:
        return f"The witness {name} was altered: {link.digest!r} is no line of its own"
    found = aside.execute("SELECT digest FROM links WHERE number = ?", (link.number,)).fetchone()
    if found is None:
        return f"The witness {name} saw event {link.number}, which is gone from the custody log"
    if found[0] != link.digest:
        return (
            f"The witness {name} saw another event {link.number} than the custody log has: it was rewritten"
        )
    return None


def _check_rows(session: Session, dossier: Dossier, aside: sqlite3.Connection) -> Iterator[Checked]:
    key = getattr(dossier.model, dossier.key)
    last: Any = None
    while True:
        query = sa.select(key).order_by(key).limit(PORTION)
        keys = session.scalars(query if last is None else query.where(key > last)).all()
        if not keys:
            return
        last = keys[-1]
        for name, digest in digests(session, dossier, keys):
            yield _check_row(dossier.name, name, digest, aside)


def _check_row(table: str, key: str, digest: str, aside: sqlite3.Connection) -> Checked:
    where = (table, key)
    known = aside.execute("SELECT digest, event FROM rows WHERE name = ? AND key = ?", where).fetchone()
    aside.execute("UPDATE rows SET seen = 1 WHERE name = ? AND key = ?", where)
    fault = None
    if known is None:
        fault = f"{table} {key} was added without a word in the custody log"
    elif known[0] != digest:
        fault = f"{table} {key}, or a row that belongs to it, is not as event {known[1]} left it"
    return Checked(kind="row", name=f"{table} {key}", fault=fault)


def _check_gone(aside: sqlite3.Connection) -> Iterator[Checked]:
    query = "SELECT name, key, event FROM rows WHERE NOT seen AND digest IS NOT NULL ORDER BY event"
    for name, key, event in aside.execute(query):
        fault = f"{name} {key} is gone: it was there at event {event}"
        yield Checked(kind="row", name=f"{name} {key}", fault=fault)
