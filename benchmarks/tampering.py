"""What somebody with all rights on the machine could do to a store, at a place drawn by lot."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import sqlalchemy as sa

from benchmarks.kept_store import KeptStore
from models.custody import START, event_digest
from models.decision import Event
from models.dossier import OWNERS

Tamper = Callable[[KeptStore, Random], str]

TABLES = sorted(str(model.__tablename__) for model in OWNERS)
"""Every table of evidence, beside the custody log."""


def flip_byte(store: KeptStore, lot: Random) -> str:
    """One bit of one file of the evidence."""
    path = _file(store, lot)
    data = bytearray(path.read_bytes())
    place = lot.randrange(len(data))
    data[place] ^= 1 << lot.randrange(8)
    _overwrite(path, bytes(data))
    return f"bit of byte {place} of {path.name}"


def cut_file(store: KeptStore, lot: Random) -> str:
    """The end of one blob or WARC file."""
    path = lot.choice(_blobs(store) + _warcs(store))
    data = path.read_bytes()
    end = lot.randrange(len(data))
    _overwrite(path, data[:end])
    return f"{path.name} cut to {end} bytes"


def remove_file(store: KeptStore, lot: Random) -> str:
    """One blob or WARC file."""
    path = lot.choice(_blobs(store) + _warcs(store))
    path.unlink()
    return f"{path.name} removed"


def swap_files(store: KeptStore, lot: Random) -> str:
    """Two blobs, each under the other's name."""
    one, other = lot.sample(_blobs(store), 2)
    first, second = one.read_bytes(), other.read_bytes()
    _overwrite(one, second)
    _overwrite(other, first)
    return f"{one.name} and {other.name} swapped"


def edit_row(store: KeptStore, lot: Random) -> str:
    """One value of one row of evidence."""
    with closing(_unguarded(store)) as database:
        table = _filled(database, lot)
        row, column = _place(database, table, lot)
        value = database.execute(f'SELECT "{column}" FROM {table} WHERE rowid = ?', (row,)).fetchone()[0]  # noqa: S608
        database.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (_other(value), row))  # noqa: S608
        database.commit()
    return f"{column} of row {row} of {table} edited"


def remove_row(store: KeptStore, lot: Random) -> str:
    """One row of evidence."""
    with closing(_unguarded(store)) as database:
        table = _filled(database, lot)
        row = lot.choice(_rowids(database, table))
        database.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))  # noqa: S608
        database.commit()
    return f"row {row} of {table} removed"


def add_row(store: KeptStore, lot: Random) -> str:
    """A decision that nobody made, or a code that nobody saw."""
    with closing(_unguarded(store)) as database:
        table = lot.choice(("decisions", "symbols", "signals", "payloads"))
        row = lot.choice(_rowids(database, table))
        columns = [name for name in _columns(database, table) if name != "id"]
        names = ", ".join(f'"{name}"' for name in columns)
        taken = ", ".join("'other'" if name == "value" else f'"{name}"' for name in columns)
        database.execute(
            f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table} WHERE rowid = ?",  # noqa: S608
            (row,),
        )
        database.commit()
    return f"a row added to {table}"


def edit_event(store: KeptStore, lot: Random) -> str:
    """Who did what, in the custody log."""
    with closing(_unguarded(store)) as database:
        row = lot.choice(_rowids(database, "events"))
        column = lot.choice(["actor", "kind", "subject_id", "host", "authority", "local", "at", "detail"])
        value = database.execute(f"SELECT {column} FROM events WHERE rowid = ?", (row,)).fetchone()[0]  # noqa: S608
        database.execute(f"UPDATE events SET {column} = ? WHERE rowid = ?", (_other(value), row))  # noqa: S608
        database.commit()
    return f"{column} of event {row} edited"


def remove_event(store: KeptStore, lot: Random) -> str:
    """One event, the last one as well."""
    with closing(_unguarded(store)) as database:
        row = lot.choice([*_rowids(database, "events"), _rowids(database, "events")[-1]])
        database.execute("DELETE FROM events WHERE rowid = ?", (row,))
        database.commit()
    return f"event {row} removed"


def rewrite_log(store: KeptStore, lot: Random) -> str:
    """One event, and every digest after it anew, so that the chain holds."""
    table = Event.__table__
    with store.opened() as database, database.engine.connect() as connection:
        rows = connection.execute(sa.select(table).order_by(table.c.number)).mappings()
        events = [dict(row) for row in rows]
    chosen = lot.randrange(len(events))
    events[chosen]["actor"] = "nobody"
    previous = events[chosen - 1]["digest"] if chosen else START
    with closing(_unguarded(store)) as raw:
        for event in events[chosen:]:
            event["previous"] = previous
            previous = event_digest(event)
            raw.execute(
                "UPDATE events SET actor = ?, previous = ?, digest = ? WHERE number = ?",
                (event["actor"], event["previous"], previous, event["number"]),
            )
        raw.commit()
    return f"event {chosen + 1} edited and the log written anew from there"


WAYS: tuple[Tamper, ...] = (
    flip_byte,
    cut_file,
    remove_file,
    swap_files,
    edit_row,
    remove_row,
    add_row,
    edit_event,
    remove_event,
    rewrite_log,
)


def tampered(source: KeptStore, copy: Path, way: Tamper, lot: Random) -> tuple[KeptStore, str]:
    """A copy of a store to which something was done, and what."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source.folder, copy)
    store = KeptStore(copy)
    return store, way(store, lot)


def _file(store: KeptStore, lot: Random) -> Path:
    kinds = (_blobs(store), _warcs(store), sorted(store.witness_folder.glob("*")))
    return lot.choice(lot.choice(kinds))


def _blobs(store: KeptStore) -> list[Path]:
    return sorted(path for path in store.blobs.root.glob("??/*") if path.is_file())


def _warcs(store: KeptStore) -> list[Path]:
    return sorted(store.warc_folder.glob("*"))


def _overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o640)
    path.write_bytes(data)


def _unguarded(store: KeptStore) -> sqlite3.Connection:
    """The database as its owner can open it: without the triggers that refuse changes, and with them again
    when the connection is closed, so that only what was done can give it away."""
    return sqlite3.connect(store.folder / "mergen.db", factory=_Unguarded)


class _Unguarded(sqlite3.Connection):
    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self._triggers = self.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in self._triggers:
            self.execute(f"DROP TRIGGER {name}")

    def close(self) -> None:
        for _, statement in self._triggers:
            self.execute(statement)
        self.commit()
        super().close()


def _filled(database: sqlite3.Connection, lot: Random) -> str:
    filled = [table for table in TABLES if _rowids(database, table)]
    return lot.choice(filled)


def _rowids(database: sqlite3.Connection, table: str) -> list[int]:
    return [row for (row,) in database.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]  # noqa: S608


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def _place(database: sqlite3.Connection, table: str, lot: Random) -> tuple[int, str]:
    """A row and a column that is no key of another table's rows."""
    row = lot.choice(_rowids(database, table))
    foreign = {each[3] for each in database.execute(f"PRAGMA foreign_key_list({table})")}
    keys = {each[1] for each in database.execute(f"PRAGMA table_info({table})") if each[5]}
    return row, lot.choice([name for name in _columns(database, table) if name not in foreign | keys])


def _other(value: object) -> object:
    """A value of the same kind that is not this one."""
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, bytes):
        return value + b"\0"
    text = str(value or "")
    if text[:1] in ("[", "{"):  # JSON stays JSON
        return '["other"]' if text[:1] == "[" else '{"other": 1}'
    if text[:4].isdecimal() and text[4:5] == "-":  # an instant stays one
        return f"{int(text[:4]) + 1}{text[4:]}"
    return f"{text}x"
